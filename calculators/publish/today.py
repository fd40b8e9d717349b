"""What a page means by "today": the day of the last commit, so that building a commit twice makes the same site."""

import datetime
import os
import subprocess
from pathlib import Path
from typing import Final

from ..engine.errors import DateFault
from ..engine.law_files import law

PROJECT: Final = Path(__file__).resolve().parents[2]
WORD: Final = "today"


def build_day(root: Path = PROJECT) -> datetime.date:
    """The day that stands for today, in UTC: of SOURCE_DATE_EPOCH, else of the last commit of `root`, else the law's last check.

    The last is for a folder without history, such as an unpacked archive: what is known there is known as of that day. An epoch
    that is no number of seconds raises DateFault.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "") or _commit_seconds(root)
    if not seconds:
        return law().checked
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise DateFault(
            "not-a-date", "SOURCE_DATE_EPOCH", seconds, expected="seconds since 1970", example="1795435200"
        ) from None


def _commit_seconds(root: Path) -> str:
    """When `root` was last committed to; "" where it has no history of its own, or git isn't there."""
    if not (root / ".git").exists():
        return ""
    try:
        found = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=root, check=False, capture_output=True, text=True
        )
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
