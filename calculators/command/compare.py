"""`calculators compare`: many chips against many instruments on one day. JSON: `calculators.compare(…).json()`, see `engine/compare.py`."""

import argparse
from typing import Any, Final

from ..engine.compare import compare
from ..engine.errors import Fault, Faults
from ..view.parts import place_name
from ..view.plain_matrix import matrix_text
from ..view.plain_tables import wrap
from ..view.words import Words
from .options import chip_ids, day, instrument_ids, question, sides
from .parser import Parser

EXAMPLES: Final = (
    "calculators compare nvidia-h20 nvidia-h200-sxm huawei-ascend-910c --on 2026-06-01 --to CN",
    "calculators compare H20 H800 A800 --on 2023-12-01 --to CN --instrument oct-2022 --instrument oct-2023",
    "calculators compare --all --on 2026-06-01 --to AE --json",
)


def options(parser: Parser) -> None:
    """Chips or all of them, a day, a place, instruments."""
    said = parser.said
    parser.argument("chips", said("usage.chips-compared"), nargs="*", metavar="CHIP", words=chip_ids)
    parser.option("--all", said("usage.all"))
    parser.option("--instrument", said("usage.of-instruments"), metavar="ID", many=True, words=instrument_ids)
    day(parser, "usage.on", need=True)
    sides(parser)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The matrix."""
    given = question(asked, faults)
    if not asked.chips and not asked.all:
        faults.append(Fault("needed-option", "compare", "CHIP", expected="CHIP … · --all", example=EXAMPLES[0]))
    if asked.chips and asked.all:
        faults.append(Fault("too-many", "compare", "--all", expected="CHIP … · --all"))
    found = None
    try:
        # What is missing has its fault already; the rest is read all the same.
        found = compare(
            None if asked.all else asked.chips,
            on=asked.on or "2025-06-01",
            **(given | {"to": asked.to or "CN"}),
            instruments=asked.instrument or None,
        )
    except Faults as several:
        faults.extend(several.faults)
    if faults or found is None:
        raise Faults(faults)
    if asked.json:
        return found.json()
    first = found.verdicts[0]
    title = said("command.compared-on", to=place_name(first.to, said), on=first.on.isoformat())
    return f"{wrap(title, width)}\n\n{matrix_text(found, said, width)}"
