"""The verdict as plain data: texts, lists and maps, decimals as strings. The command's `--json` and the site's exports are this."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from .judge import Applied
from .metrics import Metric
from .rules import UNDISCLOSED, Condition, Finding, Line, Truth, lines, slack
from .sources import Citation
from .units import exact
from .verdict import Row, Verdict

SCHEMA: Final = 1
WORDS: Final = {True: "yes", False: "no", None: "unknown"}


def report(verdict: Verdict) -> dict[str, Any]:
    """The verdict's data, in the order of the documented interface."""
    return {
        "schema": SCHEMA,
        "chip": verdict.chip.id or verdict.chip.name,
        "contains": [{"count": count, "chip": id} for count, id in verdict.chip.contains],
        "on": verdict.on.isoformat(),
        "to": verdict.to,
        "from": verdict.from_,
        "headquarters": verdict.headquarters,
        "metrics": {name: metric_data(metric) for name, metric in verdict.metrics.items()},
        "classification": list(verdict.classification),
        "licence": verdict.licence,
        "exceptions": [
            {
                "name": e.part.name,
                "notice": e.part.notice or None,
                "instrument": e.part.instrument,
                "provided": [{"id": f"{e.part.path}/{p.id}", "text": p.text["en"]} for p in e.part.provided],
            }
            for e in verdict.exceptions
        ],
        "review": verdict.review,
        "outcome": verdict.outcome,
        "missing": list(verdict.missing),
        "assumed": [
            f"{name} is {value}" if name != "formats" else "formats not given are not offered"
            for name, value in verdict.assumed
        ],
        "readings": [
            {
                "id": o.id,
                "chosen": o.chosen,
                "otherwise": {"option": o.option, "licence": o.licence, "review": o.review},
            }
            for o in verdict.readings
        ],
        "warnings": list(report_warnings(verdict)),
        "duties": [
            {
                "id": d.part.id,
                "instrument": d.part.instrument,
                "rate": d.part.rate,
                "truth": WORDS[d.truth],
                "missing": list(d.missing),
                "provided": [{"id": f"{d.part.path}/{p.id}", "text": p.text["en"]} for p in d.part.provided],
            }
            for d in verdict.duties
        ],
        "instruments": [_row(row) for row in verdict.rows],
    }


def report_warnings(verdict: Verdict) -> Iterator[dict[str, str]]:
    """What is said without deciding: notices on the day and on texts that nobody has looked at since, and the law's own warnings."""
    yield from _notices(verdict)
    for warning in verdict.warnings:
        yield {
            "id": warning.part.id,
            "instrument": warning.part.instrument,
            "truth": WORDS[warning.truth],
            "text": warning.part.text["en"],
        }


def _notices(verdict: Verdict) -> Iterator[dict[str, str]]:
    if verdict.notice == "no-rule":
        yield {
            "id": "no-rule",
            "instrument": "",
            "truth": "yes",
            "text": "no AI-chip rule that this site knows was in force on that day",
        }
    if verdict.notice == "last-checked":
        yield {
            "id": "last-checked",
            "instrument": "",
            "truth": "yes",
            "text": f"as last checked on {verdict.checked.isoformat()}",
        }
    for instrument, checked in verdict.unchecked:
        yield {
            "id": "not-rechecked",
            "instrument": instrument,
            "truth": "yes",
            "text": f"not re-checked since {checked.isoformat()}",
        }


def metric_data(metric: Metric) -> dict[str, Any]:
    """A metric's value and unit; `at_least` where only a lower bound is known."""
    value = metric.value
    found: dict[str, Any] = {
        "value": None if value is None else exact(value),
        "unit": plain_unit(metric.unit),
    }
    if value is None:
        found["missing"] = list(metric.missing)
        if metric.low and not metric.undefined:
            found["at_least"] = exact(metric.low)
    return found


def plain_unit(unit: str) -> str:
    """A unit as programs get it: "TPP/mm2" for "TPP/mm^2"."""
    return unit.replace("^", "")


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.instrument.id,
        "kind": row.instrument.kind,
        "status": row.instrument.status,
        "in_force": row.in_force,
        "state": row.state,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "licence": row.licence,
        "review": row.review,
        "missing": list(row.missing),
        "clauses": [line for clause in row.clauses for line in _clause(clause)],
    }


def _clause(clause: Applied) -> Iterator[dict[str, Any]]:
    """One entry a comparison: `met` is the whole clause's truth, `truth` the comparison's."""
    if clause.finding is None:
        return
    for letter, found in lines(clause.finding):
        line = found.rule
        assert isinstance(line, Line)
        yield {
            "id": clause.part.id,
            "met": WORDS[clause.truth],
            "letter": letter,
            "truth": WORDS[found.truth],
            "name": line.name,
            "left": left(found),
            "operator": line.operator,
            "right": right(line),
            "margin": margin(found),
            "cite": [_cite(c) for c in clause.part.cite],
            "evidence": evidence(clause),
        }


def left(found: Finding) -> dict[str, str | None]:
    """The left side of a comparison."""
    side = found.left
    if isinstance(side, Metric):
        value = None if side.undefined else exact(side.low) if side.value is not None else None
        return {"value": value, "unit": plain_unit(side.unit)} | (
            {"at_least": exact(side.low)} if value is None and side.low else {}
        )
    if isinstance(side, Finding):
        return {"value": WORDS[side.truth], "unit": ""}
    return {"value": None if side is None else str(side), "unit": ""}


def right(line: Line) -> dict[str, str | None]:
    """The right side of a comparison; an undisclosed limit has no value."""
    from .names import names

    unit = names()[line.name].unit if line.name in names() else ""
    if line.value == UNDISCLOSED:
        return {"value": None, "unit": plain_unit(unit)}
    if isinstance(line.value, Fraction):
        return {"value": exact(line.value), "unit": plain_unit(unit)}
    return {"value": ", ".join(line.value) if isinstance(line.value, tuple) else str(line.value), "unit": ""}


def margin(found: Finding) -> str | None:
    """The relative slack to flipping; None where the truth is unknown or words are compared."""
    exactly, line = slack(found), found.rule
    if exactly is None or not isinstance(line, Line):
        return None
    return exact(exactly / line.value if line.value else exactly, 6)


def _cite(citation: Citation) -> dict[str, str]:
    source = citation.source
    return {
        "title": source.title,
        "by": source.by,
        "place": citation.place,
        "url": source.url,
        "evidence": source.evidence,
    }


def evidence(clause: Applied) -> str:
    """How good the wording is: the part's own mark, else that of its first source."""
    return clause.part.evidence or next((c.source.evidence for c in clause.part.cite), "")


def truth_word(truth: Truth) -> str:
    """yes, no or unknown."""
    return WORDS[truth]


def is_line(rule: Line | Condition) -> bool:
    """Whether a rule is a single comparison."""
    return isinstance(rule, Line)
