"""Text answers as files that a person can read: `tests/golden/command/*.txt`.

Each begins with the command line behind "$ ", with its width in front where it has one. To add a case, write that line into a new file;
`GOLDEN=write pytest tests/command/test_golden.py` writes the answers, to be read before they are kept.
"""

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from calculators.view.plain_tables import columns

Run = Callable[..., tuple[int, str, str]]

FOLDER = Path(__file__).parents[1] / "golden" / "command"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_answer_reads_as_kept(path: Path, run: Run) -> None:
    first, _, kept = path.read_text("utf-8").partition("\n")
    asked = re.fullmatch(r"\$ (?:COLUMNS=(\d+) )?calculators (.+)", first)
    assert asked, first
    width = int(asked[1]) if asked[1] else None
    code, out, err = run(*shlex.split(asked[2]), columns=width)
    if os.environ.get("GOLDEN") == "write":
        path.write_text(f"{first}\n{out}{err}", "utf-8")

    assert out + err == kept
    assert code == (2 if err else 0)
    if width:
        over = [line for line in out.splitlines() if columns(line) > width and "https://" not in line]
        assert over == []
