"""The file that is screened: lines of bounded length, the delimiter, the heads, and rows in pieces, whatever stands in it."""

import csv
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ..engine.errors import Fault, NameFault, near
from ..engine.units import LONGEST_TEXT
from .screen_plan import as_column, known_columns

LONGEST_ROW: Final = 1_000_000
LONGEST_CELL: Final = 32_767
"""What a spreadsheet holds in a cell. A quote that isn't closed takes no more of the file than this with it."""
PIECE: Final = 200
PIECE_SIZE: Final = 250_000
DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}

Row = tuple[int, list[str], str]
"""The line on which a row begins, its cells, and what is wrong with how it is written ("": nothing); then the cells are how it begins."""


class Lines:
    """The lines of a file as text, counted. One that is too long is passed over and raises csv.Error; reading goes on behind it.

    What is no UTF-8 is kept as lone surrogates, for the row to tell.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
        self.number = 0
        self.start = ""
        self.marked = False

    def size(self) -> int:
        """How many bytes there are; 0 where nobody knows yet, as of what comes through a pipe."""
        try:
            found = os.fstat(self.text.fileno())
        except OSError:
            return 0
        return found.st_size if stat.S_ISREG(found.st_mode) else 0

    def place(self) -> int:
        """How many bytes of a file are read."""
        return self.text.buffer.tell()

    def __iter__(self) -> "Lines":
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line, with its end."""
        line = self.text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        self.start = line[:LONGEST_TEXT].strip()
        if self.number == 1 and line.startswith("\ufeff"):
            self.marked, line = True, line[1:]
        if len(line) >= LONGEST_ROW - 1 and not line.endswith(("\n", "\r")):
            while (rest := self.text.readline(LONGEST_ROW)) and not rest.endswith(("\n", "\r")):
                pass
            raise csv.Error("larger than a row may be")
        return line


def opened(path: str) -> BinaryIO:
    """The file, or standard input for "-"; a NameFault where there is none that can be read."""
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except (OSError, ValueError):
        beside = [file.name for file in Path(path).parent.glob("*.csv")] if "\0" not in path else []
        alike = near(Path(path).name, beside)
        raise NameFault("no-file", "FILE", path, expected="FILE.csv · -", near=alike) from None


def heads(lines: Lines, given: str | None) -> tuple[list[str], str]:
    """The first row, and the delimiter: as given, else the one under which most heads are known, or that makes most of them."""
    first = _first(lines).rstrip("\r\n")
    if not first.strip() or "\0" in first or any("\ud800" <= sign <= "\udfff" for sign in first):
        raise Fault(
            "no-heads", "FILE", first.encode("utf-8", "replace").decode(), expected="UTF-8", example="chip,on,to"
        )
    if given is not None and given not in {*DELIMITERS, *DELIMITERS.values()}:
        expected = " · ".join(DELIMITERS)
        raise NameFault("unknown-word", "--delimiter", given, expected=expected, near=near(given, DELIMITERS))
    tried = tuple(DELIMITERS.values()) if given is None else (DELIMITERS.get(given, given),)
    found = [(_known(cells), len(cells), cells, each) for each in tried if (cells := _divided(first, each))]
    best = max(found, key=lambda one: one[:2], default=None)
    if best is None or (not best[0] and len(found) < len(tried)):
        raise Fault("quotes", "FILE", first)
    return best[2], best[3]


def _known(cells: Iterable[str]) -> int:
    return sum(as_column(head) in known_columns() for head in cells)


def _first(lines: Lines) -> str:
    """The first line, with those that its quoted heads reach into."""
    try:
        first = next(lines, "")
        while first.count('"') % 2 and len(first) < LONGEST_CELL and (more := next(lines, "")):
            first += more
    except csv.Error:
        raise Fault("too-large", "FILE", lines.start, expected=str(LONGEST_CELL)) from None
    return first


def _divided(first: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([first], delimiter=delimiter, strict=True))
    except csv.Error:
        return []


def rows(lines: Lines, delimiter: str) -> Iterator[Row]:
    """The rows behind the heads. Lines in which nothing stands are none."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as found:
            yield number, [lines.start], "too-large" if "larger" in str(found) else "quotes"
        else:
            if any(cell.strip() for cell in cells):
                yield number, cells, ""


def pieces(found: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists that are never long."""
    piece: list[Row] = []
    size = 0
    for row in found:
        piece.append(row)
        size += sum(map(len, row[1]))
        if len(piece) == PIECE or size > PIECE_SIZE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


__all__ = ["LONGEST_CELL", "LONGEST_ROW", "Lines", "Row", "heads", "opened", "pieces", "rows"]
