"""`calculators largest`: how far a spec may go under an instrument or the whole law, or the least cuts that free a chip.

JSON: `calculators.largest(…).json()`; with `--cuts` {"schema", "chip", "on", "to", "headquarters", "cuts": [...]}, each of them
`calculators.Cut.json()`. See `engine/largest.py` and `engine/cuts.py`.
"""

import argparse
from typing import Any, Final

from ..engine.chips import Chip
from ..engine.cuts import Cut, least_cuts
from ..engine.errors import Fault, Faults
from ..engine.largest import largest
from ..engine.names import read_day
from ..engine.places import place
from ..engine.sweep import numeric_specs
from ..view.parts import chip_name, place_name
from ..view.plain_limits import cuts_text, largest_text
from ..view.words import Words
from .options import chip_ids, day, instrument_ids, item, pairs, question, sides, spec
from .parser import Parser

SCHEMA: Final = 1
EXAMPLES: Final = (
    "calculators largest memory_bandwidth --instrument is-informed-2025 --chip nvidia-h20",
    'calculators largest tpp --instrument oct-2023 --spec die_area="814 mm^2" --spec non_planar=yes --spec datacenter=yes',
    "calculators largest tpp --chip nvidia-h20 --on 2026-06-01 --to CN --json",
    "calculators largest --cuts nvidia-rtx-4090 --on 2023-12-01 --to CN",
)


def options(parser: Parser) -> None:
    """A spec and what else is known of the item, or a chip to be freed."""
    said = parser.said
    parser.argument("grown", said("usage.spec-named"), nargs="?", metavar="SPEC", words=numeric_specs)
    parser.option("--instrument", said("usage.of-instrument"), metavar="ID", words=instrument_ids)
    parser.option("--chip", said("usage.over"), metavar="CHIP", words=chip_ids)
    parser.option("--cuts", said("usage.cuts"), metavar="CHIP", words=chip_ids)
    spec(parser)
    day(parser, "usage.on-effective")
    sides(parser, to="CN", from_=False)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The one or the other."""
    given = question(asked, faults)
    if asked.cuts is not None:
        return _cuts(asked, given, said, width, faults)
    if asked.grown is None:
        faults.append(Fault("needed-option", "largest", "SPEC", expected="SPEC · --cuts CHIP", example=EXAMPLES[0]))
    texts, found = pairs(asked, "spec", faults), None
    try:
        found = largest(
            asked.grown or "tpp", asked.instrument, given=texts, chip=asked.chip or "", on=asked.on, **given
        )
    except Faults as several:
        faults.extend(several.faults)
    if faults or found is None:
        raise Faults(faults)
    return found.json() if asked.json else largest_text(found, said, width)


def _cuts(
    asked: argparse.Namespace, given: dict[str, Any], said: Words, width: int | None, faults: list[Fault]
) -> str | dict[str, Any]:
    for name, value in (("SPEC", asked.grown), ("--instrument", asked.instrument), ("--chip", asked.chip)):
        if value is not None:
            faults.append(Fault("too-many", "largest", f"{name} {value}", expected="--cuts CHIP"))
    if asked.on is None:
        faults.append(Fault("needed-option", "largest", "--on", expected="YYYY-MM-DD", example="--on 2025-06-01"))
    asked.chip = asked.cuts
    chip, found = item(asked, faults), None
    try:
        found = least_cuts(chip, on=asked.on or "2025-06-01", **given)
    except (Fault, Faults) as several:
        faults.extend(several.faults if isinstance(several, Faults) else (several,))
    if faults or found is None:
        raise Faults(faults)
    on, to = read_day(asked.on, "on").isoformat(), place(asked.to, "to").code
    if asked.json:
        return _data(chip, on, to, place(asked.headquarters or to, "headquarters").code, found)
    title = said("command.cuts-of", chip=chip_name(chip, said), to=place_name(to, said), on=on)
    return cuts_text(title, found, said, width)


def _data(chip: Chip, on: str, to: str, headquarters: str, cuts: tuple[Cut, ...]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "chip": chip.id or chip.name,
        "on": on,
        "to": to,
        "headquarters": headquarters,
        "cuts": [cut.json() for cut in cuts],
    }
