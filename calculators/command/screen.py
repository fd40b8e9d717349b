"""`calculators screen`: one verdict for each row of a CSV file, written beside the row, in the file's order.

CSV: the row's own columns, then those of `view/plain_row.py`, then `fault`. JSON, one object a line: {"schema", "line", "row"}; of a row
that can be read also "chip", "on", "to", "from", "headquarters" and what `plain_row.row` holds; "faults", each with "column", "kind",
"given", "expected", "near" and "text". Exit code 3: some rows have faults; each is said with its line on standard error too.
"""

import argparse
import csv
import io
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Final, TextIO

from ..engine.errors import Fault, Faults, Gathered
from ..engine.inputs import Ask
from ..view.words import Words
from .options import day, sides, spec
from .output import write
from .parser import Parser
from .screen_file import LONGEST_CELL, Lines, Row, heads, opened, pieces, rows
from .screen_plan import WRITTEN, Plan, doubts, plan, typed
from .screen_progress import Progress
from .screen_rows import Screened, guarded, screened

FAULTY: Final = 3
EXAMPLES: Final = (
    "calculators screen parts.csv --on 2025-06-01 --to CN",
    "calculators screen parts.csv --on 2025-06-01 --to AE --headquarters CN --carry maker --language zh-Hant",
    "calculators screen parts.csv --on 2025-06-01 --to CN --json --jobs 2",
)


def options(parser: Parser) -> None:
    """A file, what its rows don't say, and how the answers are written."""
    said = parser.said
    parser.argument("file", said("usage.file"), nargs="?", metavar="FILE", files=True)
    parser.option("--output", said("usage.output"), metavar="FILE", files=True)
    parser.option("--delimiter", said("usage.delimiter"), metavar="NAME", words=lambda: ("comma", "semicolon", "tab"))
    parser.option("--carry", said("usage.carry"), metavar="COLUMN", many=True)
    parser.option("--as-is", said("usage.as-is"))
    parser.option("--jobs", said("usage.jobs"), metavar="NUMBER", default=str(os.cpu_count() or 1))
    spec(parser)
    day(parser, "usage.on-column")
    sides(parser, deny=True, need=False)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> int:
    """Write the answers as they are found; returns the exit code. Nothing is written where options or heads can't be read."""
    told = Gathered(faults)
    jobs = told.tried(Ask("number", least=Decimal(1), most=Decimal(256)).read, "--jobs", asked.jobs)
    given = typed(asked, told)
    if asked.file is None:
        told.append(Fault("needed-option", "screen", "FILE", expected="FILE.csv · -", example=EXAMPLES[0]))
    stream = told.tried(opened, asked.file) if asked.file is not None else None
    if stream is None:
        raise Faults(told)
    before = csv.field_size_limit(LONGEST_CELL)
    lines = Lines(stream)
    try:
        found, delimiter = told.tried(heads, lines, asked.delimiter) or ((), ",")
        if not found:
            raise Faults(told)
        made = plan(asked, said, given, found, delimiter, told)
        for doubt in doubts(found, made, asked.carry, said):
            write(doubt, said, stream=sys.stderr)
        with _target(asked.output) as out:
            return _written(lines, made, jobs, said, out)
    finally:
        csv.field_size_limit(before)
        # Standard input stays open for whoever started us.
        if stream is sys.stdin.buffer:
            lines.text.detach()
        else:
            lines.text.close()


def _written(lines: Lines, made: Plan, jobs: int, said: Words, out: TextIO | None) -> int:
    told = Progress(said, lines, out)
    total = faulty = marked = 0
    text = _heads(made, lines.marked or out is not None)
    with closing(_answers(made, told.reading(pieces(rows(lines, made.delimiter))), jobs)) as answers:
        for count, part in chain([(0, Screened(text, (), 0, 0))], answers):
            total, faulty, marked = total + count, faulty + part.faulty, marked + part.marked
            told.clear()
            for fault in part.faults:
                write(fault, said, stream=sys.stderr)
            if out:
                out.write(part.text)
            elif part.text and (code := write(part.text, said)):
                return code
            if count:
                told.tell(total)
    told.clear()
    if marked:
        write(said("command.marked-cells", cells=marked), said, stream=sys.stderr)
    if faulty:
        write(said("command.faulty-rows", faulty=faulty, rows=total), said, stream=sys.stderr)
    return FAULTY if faulty else 0


def _heads(made: Plan, marked: bool) -> str:
    """The first line. The mark that says it is Unicode stands in a file, which a spreadsheet opens, and where it stood in the input."""
    if made.json:
        return ""
    text = io.StringIO()
    own = made.heads if made.as_is else map(guarded, made.heads)
    csv.writer(text, delimiter=made.delimiter, lineterminator="\n").writerow([*own, *WRITTEN])
    return "\ufeff" * marked + text.getvalue()


def _answers(made: Plan, found: Iterator[list[Row]], jobs: int) -> Generator[tuple[int, Screened]]:
    """Every piece answered, in order, with the number of its rows; several processes, where there is more than one piece to share."""
    first = list(islice(found, 2)) if jobs > 1 else []
    found = chain(first, found)
    if len(first) < 2:
        yield from ((len(piece), screened(made, piece)) for piece in found)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[tuple[int, Future[Screened]]] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=_undisturbed)
    try:
        for piece in found:
            waiting.append((len(piece), pool.submit(screened, made, piece)))
            if len(waiting) > 2 * jobs:
                count, part = waiting.popleft()
                yield count, part.result()
        for count, part in waiting:
            yield count, part.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _undisturbed() -> None:
    """An interruption is the first process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _target(path: str | None) -> Iterator[TextIO | None]:
    """The file to write, whole or not at all: it takes its name when everything stands in it. None: standard output."""
    if path is None:
        yield None
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        raise Fault("not-written-to", "--output", path, expected="FILE.csv")
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as out:
            yield out
        beside.replace(target)
    except OSError as found:
        raise Fault("not-written-to", "--output", path, expected=found.strerror or "FILE.csv") from None
    finally:
        beside.unlink(missing_ok=True)
