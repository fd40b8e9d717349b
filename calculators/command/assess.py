"""`calculators assess`: the verdict for a chip, a day and a place. JSON: see `engine/report.py`."""

import argparse
from typing import Any, Final

from ..engine.errors import Fault, Faults
from ..engine.verdict import assess
from ..view.plain import plain_text
from ..view.words import Words
from .options import chip_ids, day, item, question, sides, spec
from .parser import Parser

EXAMPLES: Final = (
    "calculators assess nvidia-h20 --on 2025-06-01 --to CN",
    'calculators assess --spec fp8="296 TFLOPS" --spec die_area="814 mm^2" --spec datacenter=yes --on 2023-12-01 --to CN --json',
    'calculators assess nvidia-h20 --spec memory_bandwidth="1.3 TB/s" --on 2025-06-01 --to CN',
    "calculators assess nvidia-h100-sxm --on 2023-12-01 --to DE --headquarters CN",
)


def options(parser: Parser) -> None:
    """A chip or specs, a day, a place, and whatever else the law asks of the parties."""
    parser.argument("chip", parser.said("usage.chip-or-specs"), nargs="?", metavar="CHIP", words=chip_ids)
    spec(parser)
    day(parser, "usage.on", need=True)
    sides(parser, deny=True)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The verdict, with everything that is wrong in the question said at once."""
    given = question(asked, faults)
    chip = item(asked, faults)
    try:
        # With a faulty chip, too: the other options are read all the same. What is missing has its fault already.
        verdict = assess(chip, on=asked.on or "2025-06-01", **(given | {"to": asked.to or "CN"}), denied=asked.deny)
    except Faults as found:
        faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    return verdict.json() if asked.json else plain_text(verdict, said, width)
