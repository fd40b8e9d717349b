"""`make freshness` fails on what nobody has looked at for too long; no other target asks."""

import datetime
import os
import re
import runpy
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


def freshness(day: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={**os.environ, "SOURCE_DATE_EPOCH": seconds(day), "PYTHONPATH": str(ROOT)},
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


def test_source_date_epoch_sets_the_day(script: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds("2027-01-02"))
    assert script["commit_day"]() == datetime.date(2027, 1, 2)


def test_no_other_target_asks() -> None:
    recipes = re.findall(r"^\t.*$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert [line for line in recipes if "freshness" in line] == ["\t$(bin)/python scripts/freshness.py"]
