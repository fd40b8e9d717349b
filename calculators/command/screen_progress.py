"""How far a file is screened, on one line of standard error: a bar where the file's size is known, and the rows that are answered."""

import shutil
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import Final, TextIO

from ..view.words import Words
from .screen_file import Lines, Row

LONGEST_BAR: Final = 24
BESIDE: Final = 36
"""What stands beside the bar has room in this many columns."""


class Progress:
    """A line that writes itself anew: only on a terminal that shows nothing else, and only after a second.

    It keeps how much of the file had been read at each piece that is still to be answered, and no more.
    """

    def __init__(self, said: Words, lines: Lines, out: TextIO | None) -> None:
        self.said, self.lines = said, lines
        self.size = lines.size()
        self.shown = sys.stderr.isatty() and (out is not None or not sys.stdout.isatty())
        self.next = time.monotonic() + 1
        self.there = False
        self.read: deque[int] = deque()

    def reading(self, found: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """The pieces, as they come."""
        for piece in found:
            self.read.append(self.lines.place() if self.size else 0)
            yield piece

    def tell(self, rows: int) -> None:
        """The next piece is answered, and so many rows with it."""
        place = self.read.popleft()
        if self.shown and time.monotonic() >= self.next:
            self.there, self.next = True, time.monotonic() + 0.2
            counted = self.said("command.rows-done", rows=f"{rows:,}")
            sys.stderr.write(f"\r\x1b[K{bar(place / self.size) if self.size else ''}{counted}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Nothing of it stays."""
        if self.there:
            self.there = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def bar(part: float) -> str:
    """So much of a whole, as long as the terminal has room for it.

    >>> bar(0.5)[-8:]
    ']  50%  '
    """
    # A file may grow while it is read.
    part = min(part, 1)
    length = max(0, min(LONGEST_BAR, shutil.get_terminal_size().columns - BESIDE))
    full = int(part * length)
    drawn = f"[{'#' * full}{'.' * (length - full)}] " if length else ""
    return f"{drawn}{int(part * 100):>3}%  "
