"""What "today" means when the site is built: the same for every build of a commit."""

import datetime
import re
import subprocess
from pathlib import Path

import pytest

from calculators import law
from calculators.engine.errors import DateFault
from calculators.publish.today import build_day

from .test_markdown import convert

FENCE = "```calculator export_verdict\nchip: nvidia-h20\non: today\n```"


def seconds(text: str) -> str:
    return str(int(datetime.datetime.fromisoformat(text).timestamp()))


def commit(folder: Path, at: str) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "x"],
        cwd=folder,
        check=True,
        env={"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-03-01T23:59:59+00:00", "2025-03-01"),
        ("2025-03-02T00:00:00+00:00", "2025-03-02"),
        ("2025-03-02T07:00:00+08:00", "2025-03-01"),
    ],
)
def test_today_is_the_day_of_the_last_commit_in_utc(at: str, day: str, tmp_path: Path) -> None:
    commit(tmp_path, at)
    assert build_day(tmp_path).isoformat() == day


def test_source_date_epoch_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, "2025-03-01T12:00:00+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds("2027-01-02T12:00:00+00:00"))
    assert build_day(tmp_path) == datetime.date(2027, 1, 2)


def test_an_epoch_that_is_none_says_what_it_should_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2027-01-02")
    with pytest.raises(DateFault, match=r"SOURCE_DATE_EPOCH: '2027-01-02'.*seconds since 1970"):
        build_day(tmp_path)


def test_without_history_today_is_the_laws_last_check(tmp_path: Path) -> None:
    assert build_day(tmp_path) == law().checked


def test_a_folder_inside_somebody_elses_history_takes_no_day_from_it(tmp_path: Path) -> None:
    commit(tmp_path, "2025-03-01T12:00:00+00:00")
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    assert build_day(unpacked) == law().checked


@pytest.mark.parametrize(
    ("day", "outcome"), [("2025-04-08", "not-controlled"), ("2025-04-09", "not-stated")], ids=["before", "on"]
)
def test_a_fence_may_say_today(day: str, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(f"{day}T12:00:00+00:00"))
    html = convert(FENCE)

    assert f'data-outcome="{outcome}"' in html
    assert re.search(rf'<input[^>]*value="{day}"', html)
    assert f"&quot;on&quot;: &quot;{day}&quot;" in html
