"""An answer as Markdown, as data and as a table: what a reader takes away to work on with."""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..engine.chips import Chip
from ..engine.judge import Applied, Judgement
from ..engine.law import Instrument, Part
from ..engine.law_files import law
from ..engine.metrics import Metric
from ..engine.report import metric_data, report, truth_word
from ..engine.results import Amount
from ..engine.units import exact
from ..engine.verdict import Row, Verdict
from .instruments import speaking
from .plain import compared
from .plain_tables import bare
from .verdict import assumptions, reasons, warnings
from .words import Words

SCHEMA: Final = 1


def markdown(sentence: str, texts: Mapping[str, str], found: Any, address: str, words: Words) -> str:
    """The answer as Markdown: in a sentence, why, and for a verdict each instrument in force with what it compared and where it says so."""
    verdict = found if isinstance(found, Verdict) else None
    blocks = [f"**{_flat(sentence)}**"]
    if verdict:
        blocks.append(
            "\n".join(f"- {_flat(bare(line))}" for line in (*reasons(verdict, words), *warnings(verdict, words)))
        )
        blocks.append(
            _table(
                [words(f"rows.{head}") for head in ("instrument", "outcome", "sides", "cite")], _rows(verdict, words)
            )
        )
        if verdict.assumed:
            blocks.append(
                f"{words('assumed.title')}{words('list.label')}{_flat(words.list(assumptions(verdict, words)))}"
            )
    else:
        blocks.append(
            _table(
                [words("share.input"), words("share.value")], [(_flat(key), _flat(text)) for key, text in texts.items()]
            )
        )
    blocks.append(f"{words('share.checked', checked=law().checked.isoformat())} {words('frame.legal')}")
    blocks.append(f"[{words('share.site')}](<{address}>)")
    return "\n\n".join(block for block in blocks if block)


def _rows(verdict: Verdict, words: Words) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for row in verdict.rows:
        part = speaking(row) if row.in_force else None
        if part is None:
            continue
        cited = next(iter(part.part.cite), None)
        state = words(f"licence.{row.licence}") if row.licence else "–"
        source = (
            f"[{_flat(cited.place or cited.source.title)}](<{cited.source.url}>)" if cited and cited.source.url else ""
        )
        found.append((_flat(words.pick(row.instrument.title)), state, _flat(compared(row, words)), source))
    return found


def _table(heads: Sequence[str], found: Sequence[Sequence[str]]) -> str:
    if not found:
        return ""
    lines = [heads, ["---"] * len(heads), *found]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _flat(text: str) -> str:
    """A text that stays a text in Markdown, in one line and one cell."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))


def as_data(name: str, texts: Mapping[str, str], found: Any) -> dict[str, Any]:
    """The answer as data: of a verdict the same as the command's `--json`, else what the calculator found, exact."""
    if isinstance(found, Verdict):
        return report(found)
    return {
        "schema": SCHEMA,
        "calculator": name,
        "inputs": dict(texts),
        "checked": law().checked.isoformat(),
        "found": plain(found),
    }


def plain(value: Any) -> Any:
    """A result as texts, lists and maps: figures as exact decimals in texts, chips and instruments by their ids.

    >>> plain({"rate": Decimal("1.50"), "on": datetime.date(2025, 6, 1)})
    {'rate': '1.5', 'on': '2025-06-01'}
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() | Fraction():
            return exact(value)
        case datetime.date():
            return value.isoformat()
        case Verdict():
            return {"chip": value.chip.id, "on": plain(value.on), "to": value.to, "outcome": value.outcome}
        case Row():
            return {
                "instrument": value.instrument.id,
                "state": value.state,
                "licence": value.licence,
                "review": value.review,
            }
        case Applied():
            return {"part": value.part.path, "met": truth_word(value.truth)}
        case Metric():
            return metric_data(value)
        case Amount():
            return {"name": value.name, "value": plain(value.value), "unit": value.unit}
        case Chip():
            return value.id or value.name
        case Instrument():
            return value.id
        case Part():
            return value.path
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list() | frozenset():
            return [plain(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return str(value)
    kept = [
        field.name
        for field in dataclasses.fields(value)
        if field.repr and not isinstance(getattr(value, field.name), Judgement)
    ]
    return {name: plain(getattr(value, name)) for name in kept}


def rows(found: Any, data: Mapping[str, Any]) -> list[list[str]]:
    """The answer as a table: of a verdict one row a comparison, else one row a value."""
    if not isinstance(found, Verdict):
        return [["key", "value"], *([".".join(path), text] for path, text in _leaves(data))]
    heads = [
        "instrument",
        "in_force",
        "licence",
        "clause",
        "name",
        "left",
        "operator",
        "right",
        "unit",
        "truth",
        "margin",
        "source",
    ]
    listed = [heads]
    for row in data["instruments"]:
        for clause in row["clauses"] or [{}]:
            left, right = clause.get("left", {}), clause.get("right", {})
            cells = [
                row["id"], "yes" if row["in_force"] else "no", row["licence"], clause.get("id"), clause.get("name"),
                left.get("value"), clause.get("operator"), right.get("value"), right.get("unit"), clause.get("truth"),
                clause.get("margin"), next((cite["url"] for cite in clause.get("cite", ())), ""),
            ]  # fmt: skip
            listed.append([cell or "" for cell in cells])
    return listed


def _leaves(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if not isinstance(data, dict | list):
        yield path, "" if data is None else str(data)
    for key, item in pairs:
        yield from _leaves(item, (*path, str(key)))
