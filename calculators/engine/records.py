"""Chips, instruments and claims as plain data: texts, lists and maps, decimals as strings. The command's `--json` and the site's downloads
are made of these.
"""

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from .chips import BLANK, Chip, Spec
from .claims import Claim, Value
from .law import Part
from .law_files import law
from .metrics import metrics
from .names import specs
from .report import metric_data, plain_unit
from .rows import Row
from .rules import Condition, Line
from .sources import Citation, Source
from .units import exact
from .verdict import assess


def date_text(day: datetime.date | None) -> str | None:
    """A day as YYYY-MM-DD, or null."""
    return day.isoformat() if day else None


def cite_data(citation: Citation) -> dict[str, str]:
    """A citation as the key of its source, which stands beside, and the place in it."""
    return {"source": citation.source.key, "place": citation.place}


def source_data(source: Source) -> dict[str, Any]:
    """A source: who, what, where it can be opened (`url` "": nowhere, and `locator` says why), published and read when, how good."""
    return {
        "by": source.by,
        "title": source.title,
        "url": source.url,
        "locator": source.locator,
        "published": date_text(source.published),
        "accessed": date_text(source.accessed),
        "evidence": source.evidence,
    }


def citations(chip: Chip) -> Iterator[Citation]:
    """Every citation of a chip's figures, in their order, conflicting and measured ones too."""
    for spec in (*chip.specs.values(), *chip.measured.values()):
        for figure in (spec, *spec.conflicts):
            yield from figure.cite


def chip_data(chip: Chip) -> dict[str, Any]:
    """One chip as plain data."""
    return {
        "id": chip.id,
        "name": chip.name,
        "maker": chip.maker,
        "maker_headquarters": chip.maker_headquarters,
        "family": chip.family,
        "kind": chip.kind,
        "contains": [{"count": count, "chip": id} for count, id in chip.contains],
        "status": chip.status,
        "announced": chip.announced or None,
        "confidence": chip.confidence,
        "checked": chip.checked.isoformat() if chip.checked else None,
        "aliases": list(chip.aliases),
        "note": _note(chip.note),
        "metrics": {name: metric_data(metric) for name, metric in metrics(chip).items()},
        "specs": {key: _spec(key, spec) for key, spec in chip.specs.items()},
        "measured": {key: _spec(key, spec) for key, spec in chip.measured.items()},
    }


def _note(note: Mapping[str, str] | None) -> dict[str, str] | None:
    return dict(note) if note else None


def _spec(key: str, spec: Spec) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": spec.value if isinstance(spec.value, str) else exact(spec.value),
        "unit": plain_unit(specs()[key].unit),
        "text": spec.text,
        "label": spec.label or None,
        "evidence": spec.evidence,
        "note": _note(spec.note),
        "cite": [cite_data(citation) for citation in spec.cite],
    }
    return found | ({"conflicts": [_spec(key, other) for other in spec.conflicts]} if spec.conflicts else {})


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
        "month_only": instrument.month_only,
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


def claim_data(claim: Claim) -> dict[str, Any]:
    """One claim of the essay as plain data; a figure's `of` is the formula from which it is computed again at every build."""
    return {
        "id": claim.id,
        "part": claim.part,
        "kind": claim.kind,
        "verdict": claim.verdict,
        "known": claim.known or None,
        "says": dict(claim.says),
        "check": dict(claim.check),
        "correction": _note(claim.correction),
        "values": {key: _value(value) for key, value in claim.values.items()},
        "cite": [cite_data(citation) for citation in claim.cite],
    }


def _value(value: Value) -> dict[str, Any]:
    stated: str | dict[str, str]
    if isinstance(value.stated, Fraction):
        stated = exact(value.stated)
    else:
        stated = value.stated.isoformat() if isinstance(value.stated, datetime.date) else dict(value.stated)
    return {
        "value": stated,
        "unit": plain_unit(value.unit),
        "of": value.of or None,
        "calculator": value.calculator or None,
        "inputs": dict(value.inputs),
        "licence": value.licence or None,
        "limit": value.limit or None,
    }
