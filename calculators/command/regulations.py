"""`calculators regulations`: the dated texts there are with their state on a day, or one of them clause by clause.

JSON: {"schema", "on", "instruments": [...]}, each with "id", "kind", "status", "state" (on that day), "since", "until", "title", "summary"
(a text per language), "issuer", "published", "effective", "ends", "checked", "addressees", "replaces", "replaced_by", "readings",
"sources" (by key) and "parts": each part's "id", "kind", "begins", "ends", "reading", "text", "condition" (null; a line as text; or
"letter", "group" and "members"), "of", "over", "replaces", "presumes", "provided", "name", "notice", "policy", "rate", "evidence" and
"cite" (keys of "sources", and the place in each).
"""

import argparse
import datetime
from typing import Any, Final

from ..engine.chips import BLANK
from ..engine.errors import Fault, Faults, NameFault, near
from ..engine.law import KINDS, Part
from ..engine.law_files import law
from ..engine.names import read_day
from ..engine.rows import Row
from ..engine.rules import Condition, Line
from ..engine.verdict import assess
from ..view.plain_law import regulation_text
from ..view.plain_tables import regulations_table
from ..view.words import Words
from .data import cite_data, date_text, source_data
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


def states(on: datetime.date) -> tuple[Row, ...]:
    """Every instrument's state on a day; what it says of an item is not asked, so the item is one of which nothing is known."""
    return assess(BLANK, on=on, to="CN").rows


def instrument_data(row: Row) -> dict[str, Any]:
    """One instrument as plain data, with its state on the day of its row."""
    instrument = row.instrument
    replaced = law().replaced_by(instrument.id)
    return {
        "id": instrument.id,
        "kind": instrument.kind,
        "status": instrument.status,
        "state": row.state,
        "since": date_text(row.since),
        "until": date_text(row.until),
        "title": dict(instrument.title),
        "summary": dict(instrument.summary),
        "issuer": instrument.issuer,
        "published": date_text(instrument.published),
        "effective": date_text(instrument.effective),
        "ends": date_text(instrument.ends),
        "checked": date_text(instrument.checked),
        "addressees": list(instrument.addressees),
        "replaces": list(instrument.replaces),
        "replaced_by": replaced[0] if replaced else None,
        "readings": [
            {
                "id": r.id,
                "question": dict(r.question),
                "default": r.default,
                "options": {o: dict(t) for o, t in r.options.items()},
            }
            for r in instrument.readings
        ],
        "parts": [_part(part) for part in instrument.parts],
        "sources": {key: source_data(source) for key, source in instrument.sources.items()},
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind,
        "begins": date_text(part.begins),
        "ends": date_text(part.ends),
        "reading": "=".join(part.reading) if part.reading else None,
        "text": dict(part.text),
        "condition": _rule(part.condition) if part.condition else None,
        "of": list(part.of),
        "over": list(part.over),
        "replaces": list(part.replaces),
        "presumes": [line.text for line in part.presumes],
        "provided": [{"id": f"{part.path}/{p.id}", "text": dict(p.text)} for p in part.provided],
        "name": part.name or None,
        "notice": part.notice or None,
        "policy": part.policy or None,
        "rate": part.rate or None,
        "evidence": part.evidence or None,
        "cite": [cite_data(citation) for citation in part.cite],
    }


def _rule(rule: Line | Condition) -> str | dict[str, Any]:
    if isinstance(rule, Line):
        return rule.text
    return {"letter": rule.letter, "group": rule.group, "members": [_rule(member) for member in rule.members]}
