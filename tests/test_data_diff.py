"""`make data-diff`: which chip, under which instrument, on which days is on another side than at a commit."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "data_diff.py"
CHIPS = ("nvidia-h20", "nvidia-h100-sxm", "nvidia-l4")
DIFF = runpy.run_path(str(SCRIPT))
NOTHING_CHANGED = "No verdict changed, and no chip is on another side of any instrument."
# The L4 has 1,940 TPP and a density of 6.6.
LIMIT = "tpp >= 1600 TPP"


def git(repository: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=repository, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A history of one commit, with the library, the law and three chips."""
    shutil.copytree(ROOT / "calculators", tmp_path / "calculators", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    for chip in (tmp_path / "calculators" / "data" / "chips").glob("*.toml"):
        if chip.stem not in CHIPS:
            chip.unlink()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "calculators", "scripts")
    git(tmp_path, "commit", "--quiet", "-m", "Before")
    return tmp_path


def data_diff(repository: Path, *base: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "scripts/data_diff.py", *base],
        cwd=repository,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode or done.stderr == "", "quiet where nobody watches"
    return done.returncode, (done.stdout + done.stderr).splitlines()


def regulation(repository: Path, stem: str) -> Path:
    return repository / "calculators" / "data" / "regulations" / f"{stem}.toml"


def turn(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def under(head: str, lines: list[str]) -> list[str]:
    """The lines under a heading."""
    start = lines.index(head) + 1
    return lines[start : lines.index("", start) if "" in lines[start:] else None]


def test_nothing_changed_says_what_was_compared(repository: Path) -> None:
    code, lines = data_diff(repository)

    assert code == 0
    assert lines[0].startswith("Compared with HEAD (") and ": 3 chips, " in lines[0]
    assert lines[1] == "every day from 2022-08-26, to CN, AE, SA, DE, buyer headquartered there, default readings."
    assert lines[-1] == NOTHING_CHANGED


def test_a_limit_that_moves_up_to_a_chip_changes_nothing(repository: Path) -> None:
    turn(regulation(repository, "2023-11-17-oct-2023"), LIMIT, "tpp >= 1940 TPP")
    assert data_diff(repository)[1][-1] == NOTHING_CHANGED


def test_a_limit_that_moves_past_a_chip_is_told_with_its_days(repository: Path) -> None:
    turn(regulation(repository, "2023-11-17-oct-2023"), LIMIT, "tpp >= 1940.1 TPP")

    code, lines = data_diff(repository)

    assert code == 0
    assert under("The verdict", lines) == [
        "  to AE, SA, 2023-11-17 to 2025-01-12: licence required, presumption of approval → not required",
        "    nvidia-l4",
        "  to CN, 2023-11-17 to 2026-01-14: licence required, presumption of denial → not required",
        "    nvidia-l4",
        "  to AE, SA, 2025-01-13 to 2025-05-12: exception LPP → not required",
        "    nvidia-l4",
        "  to AE, SA, from 2025-05-13: licence required, presumption of approval → not required",
        "    nvidia-l4",
        "  to CN, from 2026-01-15: licence required, case by case → not required",
        "    nvidia-l4",
    ]
    assert under("oct-2023", lines)[:2] == ["  to DE, from 2023-11-17: met → not met", "    nvidia-l4"]
    assert under("jan-2026-h200", lines) == [
        "  to CN, from 2026-01-15: reviewed: case by case → not met",
        "    nvidia-l4",
    ]
    assert not [line for line in lines if "nvidia-h20" in line or "nvidia-h100" in line]


def test_another_commit_can_be_the_base(repository: Path) -> None:
    turn(regulation(repository, "2023-11-17-oct-2023"), LIMIT, "tpp >= 1940.1 TPP")
    git(repository, "commit", "--quiet", "--all", "-m", "After")

    assert data_diff(repository)[1][-1] == NOTHING_CHANGED
    lines = data_diff(repository, "HEAD~1")[1]
    assert lines[0].startswith("Compared with HEAD~1 (")
    assert "The verdict" in lines


def test_a_text_that_begins_later_is_told_with_both_days(repository: Path) -> None:
    old = regulation(repository, "2022-10-21-oct-2022")
    turn(old, "effective = 2022-10-21", "effective = 2022-10-31")
    old.rename(regulation(repository, "2022-10-31-oct-2022"))

    lines = data_diff(repository)[1]

    assert under("Instruments", lines) == ["    oct-2022, from 2022-10-21 → from 2022-10-31"]
    assert "  to CN, 2022-10-21 to 2022-10-30: met, licence required, policy not stated → not met" in under(
        "oct-2022", lines
    )


def test_a_chip_that_is_new_and_one_that_is_gone(repository: Path) -> None:
    folder = repository / "calculators" / "data" / "chips"
    text = (folder / "nvidia-l4.toml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("name =", "aliases ="))]
    (folder / "acme-x.toml").write_text('name = "X"\n' + "\n".join(kept), "utf-8")
    (folder / "nvidia-h20.toml").unlink()

    lines = data_diff(repository)[1]

    assert under("Chips", lines) == ["  + acme-x", "  - nvidia-h20"]
    assert under("The verdict", lines)[-4:] == [
        "  to AE, SA, from 2025-05-13: no such chip → licence required, presumption of approval",
        "    acme-x",
        "  to CN, from 2026-01-15: no such chip → licence required, case by case",
        "    acme-x",
    ]
    assert "  to DE, from 2022-08-26: no such chip → not required" in lines
    assert not [line for line in lines if line.strip() in ("nvidia-h20", "nvidia-l4")]


def test_faulty_data_is_listed_instead(repository: Path) -> None:
    turn(regulation(repository, "2023-11-17-oct-2023"), LIMIT, "tpp >= 1600 TPQ")

    code, lines = data_diff(repository)

    assert code == 1
    assert lines[0] == "The data as it stands can't be read:"
    assert lines[1].startswith("2023-11-17-oct-2023.toml: clauses 3A090.a, any: all: ") and "unknown-unit" in lines[1]


def test_each_side_is_asked_by_its_own_library(repository: Path) -> None:
    engine = repository / "calculators" / "engine" / "verdict.py"
    whole = engine.read_text("utf-8")
    engine.write_text(whole + '\nraise RuntimeError("spoilt")\n', "utf-8")
    code, lines = data_diff(repository)
    assert (code, lines[0], lines[-1]) == (1, "The data as it stands can't be read:", "RuntimeError: spoilt")

    git(repository, "commit", "--quiet", "--all", "-m", "Spoilt")
    engine.write_text(whole, "utf-8")
    code, lines = data_diff(repository)
    assert (code, lines[-1]) == (1, "RuntimeError: spoilt")
    assert lines[0].startswith("The data of HEAD (")


def test_a_commit_that_there_isnt_is_said_in_a_line(repository: Path) -> None:
    code, lines = data_diff(repository, "nowhere")

    assert code == 1 and len(lines) == 1
    assert "nowhere" in lines[0]


STEPS = [
    ([], [], []),
    ([("2022-01-01", "a")], [("2022-01-01", "a")], []),
    ([("2022-01-01", "a")], [("2022-01-01", "b")], [("2022-01-01", "", "a", "b")]),
    ([], [("2023-01-01", "b")], [("2023-01-01", "", "not met", "b")]),
    (
        [("2022-01-01", "a"), ("2024-01-01", "b")],
        [("2022-01-01", "a"), ("2023-01-01", "b")],
        [("2023-01-01", "2023-12-31", "a", "b")],
    ),
    (
        [("2022-01-01", "a"), ("2023-01-01", "c"), ("2024-01-01", "a")],
        [("2022-01-01", "b")],
        [
            ("2022-01-01", "2022-12-31", "a", "b"),
            ("2023-01-01", "2023-12-31", "c", "b"),
            ("2024-01-01", "", "a", "b"),
        ],
    ),
    (
        [("2022-01-01", "a"), ("2023-01-01", "a"), ("2024-01-01", "b")],
        [("2022-01-01", "b")],
        [("2022-01-01", "2023-12-31", "a", "b")],
    ),
]


@pytest.mark.parametrize(("old", "new", "found"), STEPS)
def test_days_on_which_two_answers_differ(old: Any, new: Any, found: Any) -> None:
    assert DIFF["differences"](old, new) == found


def test_only_what_can_have_changed_is_asked_about(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = tmp_path_factory.mktemp("before")
    shutil.copytree(repository / "calculators", before / "calculators")
    data, changed = repository / "calculators" / "data", DIFF["changed"]
    assert changed(before, repository) == []

    turn(data / "chips" / "nvidia-l4.toml", 'confidence = "', 'confidence = "x')
    assert changed(before, repository) == ["nvidia-l4"]

    box = 'contains = ["8 nvidia-l4"]'
    for folder in (before / "calculators" / "data", data):
        (folder / "chips" / "acme-box.toml").write_text(box, "utf-8")
        (folder / "chips" / "acme-rack.toml").write_text('contains = ["9 acme-box"]', "utf-8")
    assert changed(before, repository) == ["acme-box", "acme-rack", "nvidia-l4"]

    turn(data / "sources.toml", "title", "titel")
    assert "*" not in changed(before, repository)
    turn(data / "countries.toml", "D:5", "D:4")
    assert changed(before, repository) == ["*"]
