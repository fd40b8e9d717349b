"""The walks of CONTRIBUTING.md, done in a clone as they are written: their checks pass, and find the mistake that each names.

A walk's step is a fence with a line before it: "Write `FILE`:", "Add to `FILE`:", "Change `FILE`:" (a diff), "Check it:" (commands), and
"With `WRONG` for `RIGHT`, the last check says:", which is what its last command prints for that mistake, line by line.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
STEP: Final = re.compile(
    r"^(?P<line>[^\n]+:)\n\n(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
FILE: Final = re.compile(r"(Write|Add to|Change) `([^`]+)`:")
MISTAKE: Final = re.compile(r"With `([^`]+)` for `([^`]+)`, the last check says:")
WALKS: Final = {"fix a sentence", "add a chip", "add a regulation", "add a calculator", "translate a page"}


@dataclass(frozen=True)
class Step:
    """One step: what is done, to which file or with which words, and the fence's text."""

    act: str
    about: tuple[str, ...]
    text: str


def walks() -> dict[str, list[Step]]:
    """Every walk with its steps. A fence in a walk that is none of them is a mistake in CONTRIBUTING.md."""
    parts = re.split(r"^## ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), flags=re.MULTILINE)
    found = {head.removeprefix("Walk: "): body for head, _, body in (part.partition("\n") for part in parts[1:])
             if head.startswith("Walk: ")}  # fmt: skip
    return {name: list(steps(body)) for name, body in found.items()}


def steps(body: str) -> Iterator[Step]:
    for found in STEP.finditer(body):
        line = found["line"]
        if named := FILE.fullmatch(line):
            yield Step(named[1], (named[2],), found["text"])
        elif named := MISTAKE.fullmatch(line):
            yield Step("mistake", named.groups(), found["text"])
        elif line == "Check it:":
            yield Step("check", (), found["text"])
        else:
            pytest.fail(f"CONTRIBUTING.md: a fence after {line!r}, which says nothing that can be done")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it stands, cloned, with what isn't committed yet."""
    place = tmp_path_factory.mktemp("walks") / "clone"
    git(ROOT, "clone", "--quiet", "--local", str(ROOT), str(place))
    changed = git(ROOT, "diff", "--name-only", "--no-renames", "-z", "HEAD").split("\0")
    new = git(ROOT, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    for name in filter(None, (*changed, *new)):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
        else:
            (place / name).unlink(missing_ok=True)
    # Nothing is installed again: the Python that runs this test does the work.
    (place / "scripts" / "setup").write_text("#!/bin/sh\n")
    git(place, "add", "-A")
    git(place, "-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "As it stands")
    # Not a line of .gitignore: that leaves out a folder, and this is a link.
    (place / ".git" / "info" / "exclude").write_text("/.venv\n")
    (place / ".venv").symlink_to(Path(sys.prefix))
    return place


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def run(commands: str, folder: Path) -> tuple[int, str]:
    """Run a walk's commands; the first that fails ends it. The clone's own package comes first."""
    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(folder),
            "MAKEFLAGS": "-o setup",
            "PYTEST_ADDOPTS": "-q -p no:cacheprovider",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def write(folder: Path, step: Step) -> None:
    path = folder / step.about[0]
    if step.act == "Write":
        assert not path.exists(), f"{path.name} is there already"
        path.write_text(step.text, "utf-8")
    elif step.act == "Add to":
        path.write_text(path.read_text("utf-8") + "\n" + step.text, "utf-8")
    else:
        old, new = ("".join(f"{line[1:]}\n" for line in step.text.splitlines() if line[0] == sign) for sign in "-+")
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{path.name} doesn't say {old!r} once"
        path.write_text(text.replace(old, new), "utf-8")


def test_the_walks_are_there_and_each_ends_in_a_mistake_that_its_check_finds() -> None:
    found = walks()
    assert set(found) == WALKS
    for name, each in found.items():
        acts = [step.act for step in each]
        assert acts[-2:] == ["check", "mistake"], name
        assert set(acts[:-2]) <= {"Write", "Add to", "Change"}, name


@pytest.mark.parametrize("name", sorted(WALKS))
def test_a_walk(clone: Path, name: str) -> None:
    *written, check, mistake = walks()[name]
    try:
        for step in written:
            write(clone, step)
        code, said = run(check.text, clone)
        assert code == 0, said

        wrong, right = mistake.about
        texts = {path: path.read_text("utf-8") for path in {clone / step.about[0] for step in written}}
        spoilt = {path: text.replace(right, wrong) for path, text in texts.items() if right in text}
        assert spoilt, f"nothing of the walk says {right!r}"
        for path, text in spoilt.items():
            path.write_text(text, "utf-8")
        code, said = run(check.text.splitlines()[-1], clone)
        assert code != 0
        assert [line for line in mistake.text.splitlines() if line not in said] == [], said
    finally:
        git(clone, "checkout", "--quiet", ".")
        git(clone, "clean", "-fdq", ".")
