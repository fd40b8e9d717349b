"""The verdict in one row of a table: for whoever screens a list and sorts, filters or reads on by program."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from ..engine.judge import Applied
from ..engine.law_files import law
from ..engine.metrics import SHOWN
from ..engine.names import names
from ..engine.report import metric_data, plain_unit, report_warnings
from ..engine.rules import Finding, Line, slack
from ..engine.units import exact
from ..engine.verdict import Verdict, conflicting, is_eccn, outcome
from .comparisons import hinge, letter_word, nearest, sides
from .parts import chip_name, place_name
from .plain_tables import bare
from .verdict import assumptions, deciding, met, outcome_text
from .words import Words

MEASURES: Final = {name: f"{name} ({plain_unit(names()[name].unit)})" for name in SHOWN}
COLUMNS: Final = (
    "asked",
    "outcome",
    "licence",
    "review",
    "exceptions",
    "verdict",
    "instruments",
    "clauses",
    "compared",
    "margin",
    "margin_unit",
    "source",
    *MEASURES.values(),
    "missing",
    "assumed",
    "otherwise",
    "duties",
    "warnings",
)
"""The columns of `cells`, in their order."""


def row(verdict: Verdict, said: Words) -> dict[str, Any]:
    """The verdict as plain data without its derivations: ids and exact decimals as texts, lists of them, and in `asked`, `verdict`,
    `compared` and `assumed` words.

    `instruments` and `clauses` are those that decide; where no licence is needed, the clauses that are met all the same, else the one of a
    published rule that comes closest. The first of them is `compared`; `margin` is value less limit, exact, in `margin_unit`: over 0 beyond
    the limit. `otherwise` has each disputed reading, and each figure that other sources give, with which the answer would be another.

    >>> from calculators import assess
    >>> from calculators.view.words import words
    >>> found = row(assess("nvidia-h20", on="2025-06-01", to="CN"), words("en"))
    >>> found["outcome"], found["instruments"], found["margin"], found["margin_unit"]
    ('not-stated', ['is-informed-2025'], '2600', 'GB/s')
    """
    clauses = _clauses(verdict)
    found = _compared(clauses[0]) if clauses else None
    beyond, unit = _beyond(found)
    asked = said(
        "verdict.asked", chip=chip_name(verdict.chip, said), to=place_name(verdict.to, said), on=verdict.on.isoformat()
    )
    deciders = {d.licence.part.instrument for d in deciding(verdict)} | {c.part.instrument for c in clauses}
    return {
        "asked": asked,
        "outcome": verdict.outcome,
        "licence": verdict.licence,
        "review": verdict.review,
        "exceptions": list(dict.fromkeys(e.part.name for e in verdict.exceptions)),
        "verdict": outcome_text(verdict, said),
        "instruments": [id for id in law().instruments if id in deciders],
        "clauses": [_place(clause, said) for clause in clauses],
        "compared": bare(sides(found, said)) if found and isinstance(found.rule, Line) else None,
        "margin": None if beyond is None else exact(beyond),
        "margin_unit": unit,
        "source": next((c.source.url for clause in clauses[:1] for c in clause.part.cite if c.source.url), None),
        "metrics": {name: metric_data(verdict.metrics[name]) for name in SHOWN},
        "missing": list(verdict.missing),
        "assumed": list(assumptions(verdict, said)),
        "otherwise": list(_otherwise(verdict)),
        "duties": [f"{d.part.instrument}: {d.part.rate}" for d in verdict.duties],
        "warnings": [
            w["id"] if not w["instrument"] else f"{w['instrument']}/{w['id']}" for w in report_warnings(verdict)
        ],
    }


def cells(data: Mapping[str, Any]) -> list[str]:
    """The texts of a `row` in the order of `COLUMNS`: lists joined by "; ", a metric's value, "≥600" where only a part of it is known."""
    found = {key: _text(value) for key, value in data.items()}
    found |= {MEASURES[name]: _measure(metric) for name, metric in data["metrics"].items()}
    return [found[column] for column in COLUMNS]


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value if isinstance(value, str) else ""


def _measure(metric: Mapping[str, Any]) -> str:
    return metric["value"] or (f"≥{metric['at_least']}" if "at_least" in metric else "")


def _clauses(verdict: Verdict) -> list[Applied]:
    """The clauses that decide, else those met without a licence, else the closest one: first what is met and measured, last what may be."""
    found = {c.part.path: c for d in deciding(verdict) for c in met(verdict, d)}
    if verdict.licence == "not required":
        found = {c.part.path: c for c in verdict.judgement.clauses if c.truth and is_eccn(c.part.id)}
        close = nearest(verdict.judgement.clauses)
        if not found and close:
            return [close[0]]
    return sorted(found.values(), key=lambda clause: (clause.truth is not True, _beyond(_compared(clause))[0] is None))


def _compared(clause: Applied) -> Finding | None:
    return hinge(clause.finding)[0] if clause.finding else None


def _place(clause: Applied, said: Words) -> str:
    letter = hinge(clause.finding)[1] if clause.finding else ""
    return f"{clause.part.path} {letter_word(letter, said)}".rstrip()


def _beyond(found: Finding | None) -> tuple[Fraction | None, str | None]:
    distance = slack(found) if found else None
    if found is None or distance is None or not isinstance(found.rule, Line):
        return None, None
    return (distance if found.rule.operator.startswith(">") else -distance), plain_unit(names()[found.rule.name].unit)


def _otherwise(verdict: Verdict) -> Iterator[str]:
    for other in verdict.readings:
        yield f"{other.id}={other.option}: {outcome(other.licence, other.review)}"
    for figures, found in conflicting(verdict):
        yield f"{', '.join(f'{key}={figure.text}' for key, figure in figures.items())}: {found.outcome}"


__all__ = ["COLUMNS", "MEASURES", "cells", "row"]
