"""`make freshness` fails on what nobody has looked at for too long; no other target asks."""

import datetime
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from calculators import chips, law

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "freshness.py"


def seconds(day: str) -> str:
    return str(int(datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))


def freshness(day: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return run(day, root, str(SCRIPT))


def run(day: str, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": seconds(day), "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def test_it_passes_on_the_last_day_of_the_stay_and_fails_on_the_next() -> None:
    before, after = freshness("2026-11-09"), freshness("2026-11-10")

    assert (before.returncode, after.returncode) == (0, 1), before.stdout + before.stderr
    assert "2025-09-29-affiliates-50.toml: back from a stay" in after.stdout
    assert "not re-checked since 2026-09-24" in after.stdout


@pytest.mark.parametrize(
    ("rechecked", "stale"),
    [
        ({}, True),
        ({"2025-09-29-affiliates-50": "2026-11-10"}, True),
        ({"2025-11-10-affiliates-stay": "2026-11-10"}, True),
        ({"2025-09-29-affiliates-50": "2026-11-09", "2025-11-10-affiliates-stay": "2026-11-10"}, True),
        ({"2025-09-29-affiliates-50": "2026-11-10", "2025-11-10-affiliates-stay": "2026-11-10"}, False),
    ],
    ids=["nobody", "the rule alone", "the stay alone", "the rule too early", "both"],
)
def test_it_passes_again_once_both_texts_were_looked_at(rechecked: dict[str, str], stale: bool, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "calculators", tmp_path / "calculators", ignore=shutil.ignore_patterns("__pycache__"))
    for stem, day in rechecked.items():
        file = tmp_path / "calculators" / "data" / "regulations" / f"{stem}.toml"
        text, found = re.subn(r"(?m)^checked = .*$", f"checked = {day}", file.read_text("utf-8"))
        assert found == 1
        file.write_text(text, "utf-8")

    done = freshness("2026-11-10", tmp_path)

    assert (done.returncode, "back from a stay" in done.stdout) == ((1, True) if stale else (0, False)), done.stdout


def test_on_a_day_when_all_is_stale_the_data_is_read_and_a_page_is_made_and_says_so() -> None:
    assert freshness("2036-01-01").returncode == 1

    checked = run("2036-01-01", ROOT, "-m", "calculators.publish.check", "tests/regulations")
    page = "import sys, markdown; print(markdown.markdown(sys.argv[1], extensions=sys.argv[2:]))"
    fence = "```calculator export_verdict\non: today\n```"
    made = run("2036-01-01", ROOT, "-c", page, fence, "pymdownx.superfences", "calculators")

    assert (checked.returncode, made.returncode) == (0, 0), checked.stdout + made.stderr
    assert "was not re-checked since" in re.sub(r"<[^>]+>", "", made.stdout)


def test_data_is_stale_on_the_181st_day(script: dict[str, Any]) -> None:
    oldest = min([i.checked for i in law().instruments.values()] + [c.checked for c in chips().values() if c.checked])
    last = oldest + datetime.timedelta(script["DAYS"])

    assert not [line for line in script["stale"](last) if "last checked on" in line]
    assert [
        line for line in script["stale"](last + datetime.timedelta(1)) if f"last checked on {oldest}, 181 days" in line
    ]


def test_every_data_file_is_looked_at(script: dict[str, Any]) -> None:
    everything = len(law().instruments) + len(chips()) + 1

    assert len({line.partition(":")[0] for line in script["stale"](datetime.date(2036, 1, 1))}) == everything


def test_no_other_target_asks() -> None:
    recipes = re.findall(r"^\t.*$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert [line for line in recipes if "freshness" in line] == ["\t$(bin)/python scripts/freshness.py"]
