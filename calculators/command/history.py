"""`calculators history`: every change of a chip's verdict since the first rule, with what made it.

JSON: {"schema", "chip", "to", "from", "headquarters", "changes": [...]}, each change with "on" (the first day of the new answer),
"outcome", "licence", "review" and "instruments": the ids of those of which something began or ended that day, none where a country
group changed.
"""

import argparse
from typing import Any, Final

from ..engine.chips import Chip
from ..engine.errors import Fault, Faults
from ..engine.history import Change, history
from ..view.parts import chip_name, place_name
from ..view.plain_tables import history_table, wrap
from ..view.words import Words
from .options import chip_ids, item, question, sides, spec
from .parser import Parser

SCHEMA: Final = 1
EXAMPLES: Final = (
    "calculators history nvidia-h20 --to CN",
    "calculators history nvidia-h100-sxm --to AE --headquarters US",
    'calculators history nvidia-h20 --spec memory_bandwidth="1.3 TB/s" --to CN --json',
)


def options(parser: Parser) -> None:
    """A chip or specs, and a place."""
    parser.argument("chip", parser.said("usage.chip-or-specs"), nargs="?", metavar="CHIP", words=chip_ids)
    spec(parser)
    sides(parser)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """Every change."""
    given = question(asked, faults)
    chip = item(asked, faults)
    try:
        changes = history(chip, **(given | {"to": asked.to or "CN"}))
    except Faults as found:
        faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    if asked.json:
        return _data(chip, changes)
    title = said("command.history-of", chip=chip_name(chip, said), to=place_name(changes[0].verdict.to, said))
    return f"{wrap(title, width)}\n\n{history_table(changes, said, width)}"


def _data(chip: Chip, changes: tuple[Change, ...]) -> dict[str, Any]:
    first = changes[0].verdict
    return {
        "schema": SCHEMA,
        "chip": chip.id or chip.name,
        "to": first.to,
        "from": first.from_,
        "headquarters": first.headquarters,
        "changes": [
            {
                "on": change.on.isoformat(),
                "outcome": change.verdict.outcome,
                "licence": change.verdict.licence,
                "review": change.verdict.review,
                "instruments": list(change.instruments),
            }
            for change in changes
        ],
    }
