"""`calculators regulations`: the dated texts there are with their state on a day, or one of them clause by clause.

JSON: {"schema", "on", "instruments": [...]}, each with "id", "kind", "status", "state" (on that day), "since", "until", "title", "summary"
(a text per language), "issuer", "published", "effective", "month_only" (true: `effective` is the last day of the month, which is all that
is known), "ends", "checked", "addressees", "replaces", "replaced_by", "readings", "sources" (by key) and "parts": each part's "id", "kind",
"begins", "ends", "reading", "text", "condition" (null; a line as text; or "letter", "group" and "members"), "of", "over", "replaces",
"presumes", "provided", "name", "notice", "policy", "rate", "evidence" and "cite" (keys of "sources", and the place in each).
"""

import argparse
from typing import Any, Final

from ..engine.errors import Fault, Faults, NameFault, near
from ..engine.law import KINDS
from ..engine.law_files import law
from ..engine.names import read_day
from ..engine.records import instrument_data, states
from ..view.plain_law import regulation_text
from ..view.plain_tables import regulations_table
from ..view.words import Words
from .options import day, instrument_ids
from .parser import Parser

SCHEMA: Final = 1
EXAMPLES: Final = (
    "calculators regulations",
    "calculators regulations oct-2023",
    "calculators regulations --on 2025-06-01 --kind rule --kind letter",
    "calculators regulations jan-2026-h200 --json",
)


def options(parser: Parser) -> None:
    """One text's id, a day, kinds."""
    said = parser.said
    parser.argument("id", said("usage.instrument-shown"), nargs="?", metavar="ID", words=instrument_ids)
    day(parser, "usage.on-checked")
    parser.option("--kind", said("usage.of-kind"), metavar="KIND", many=True, words=lambda: KINDS)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The texts asked for: one in full where its id is given, else a table."""
    on = law().checked
    try:
        on = read_day(asked.on, "on") if asked.on is not None else on
    except Fault as fault:
        faults.append(fault)
    for kind in asked.kind:
        if kind not in KINDS:
            faults.append(NameFault("unknown-word", "--kind", kind, expected=" · ".join(KINDS), near=near(kind, KINDS)))
    if asked.id is not None and asked.id not in law().instruments:
        faults.append(unknown_instrument(asked.id))
    if faults:
        raise Faults(faults)
    rows = [row for row in states(on) if asked.id in (None, row.instrument.id)]
    rows = [row for row in rows if not asked.kind or row.instrument.kind in asked.kind]
    if asked.json:
        return {"schema": SCHEMA, "on": on.isoformat(), "instruments": [instrument_data(row) for row in rows]}
    return regulation_text(rows[0], said, width) if asked.id and rows else regulations_table(rows, on, said, width)


def unknown_instrument(id: str) -> NameFault:
    """The fault of an id that no instrument has."""
    known = law().instruments
    return NameFault(
        "unknown-instrument",
        "instrument",
        id,
        expected="calculators regulations",
        example="oct-2023",
        near=near(id, known),
    )
