"""The two lists, of chips and of instruments: complete tables whose sort keys stand in the HTML, so that a script computes nothing."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from ..engine.chips import Chip, chips
from ..engine.effects import effects, verdict_on
from ..engine.law import Instrument
from ..engine.law_files import law
from ..engine.metrics import Metric
from ..engine.units import show
from ..engine.verdict import Verdict
from .html import Child, Markup, join, tag
from .instrument_page import issuer, state_on, state_words
from .page import TO, Links, Page, outcome_cell
from .parts import began, day, place_name, scrolling, with_days
from .verdict import outcome_text
from .words import Words

METRICS: Final = ("tpp", "performance_density", "memory_bandwidth", "interconnect_bandwidth")
ORDER: Final = ("no-rule", "not-controlled", "exception", "approval", "case-by-case", "denial", "not-stated", "unknown")
FIGURE, POINT = "\u2007", "\u2008"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in the address, its head, a cell for each row, and what each row is sorted by (None: unknown, always last)."""

    key: str
    head: str
    cells: Sequence[Child]
    keys: Sequence[Any]
    numeric: bool = False


def chips_page(today: datetime.date, links: Links, words: Words) -> Page:
    """Every chip with what the law measures of it and the verdict of a day."""
    known = list(chips().values())
    verdicts = [verdict_on(chip.id, today, TO) for chip in known]
    to = place_name(TO, words)
    columns = [
        Column(
            "name", words("chips.name"), [links.chip(c, words, short=True) for c in known], [_name(c) for c in known]
        ),
        Column("maker", words.label("maker"), *_texts([words.word(c.maker) for c in known])),
        Column("status", words("chips.status"), *_texts([words(f"chips.{c.status}") for c in known])),
        Column("year", words("chips.year"), *_texts([c.announced[:4] for c in known])),
        *(_metric(name, verdicts, words) for name in METRICS),
        Column(
            "verdict",
            words("chips.verdict", to=to, on=today.isoformat()),
            [outcome_cell(v, words) for v in verdicts],
            [(ORDER.index(v.outcome), outcome_text(v, words)) for v in verdicts],
        ),
    ]
    found = [
        _searched(
            c.name,
            *c.aliases,
            *c.nicknames,
            c.maker,
            words.word(c.maker),
            words(f"chips.{c.status}"),
            c.announced,
            outcome_text(v, words),
        )
        for c, v in zip(known, verdicts, strict=True)
    ]
    return Page(
        title=words("chips.title"),
        description=words("chips.index-description", count=len(known)),
        lead=join(
            [
                tag("p", words("chips.index-note", to=to, on=today.isoformat())),
                live_table(words("chips.title"), columns, found, words, "chips.count"),
            ],
            "",
        ),
        sections=(),
        wide=True,
    )


def regulations_page(today: datetime.date, links: Links, words: Words) -> Page:
    """Every instrument with its day, its state and how many chips met it."""
    known = list(law().instruments.values())
    states = [state_words(state_on(i, today), words) for i in known]
    met = [_met(i) for i in known]
    columns = [
        Column(
            "effective",
            words("regulations.effective"),
            [with_days(began(i, i.effective, words)) for i in known],
            [i.effective for i in known],
        ),
        Column(
            "title",
            words("regulations.title-head"),
            [links.instrument(i, words) for i in known],
            [words.pick(i.title) for i in known],
        ),
        Column("kind", words("regulations.kind"), *_texts([words(f"regulations.{i.kind}") for i in known])),
        Column("issuer", words("regulations.issuer"), *_texts([issuer(i, words) for i in known])),
        Column("state", words("regulations.state", on=today.isoformat()), *_texts(states)),
        Column(
            "met",
            words("regulations.met", count=len(chips())),
            ["" if n is None else str(n) for n in met],
            met,
            numeric=True,
        ),
        Column("checked", words("pages.checked"), [day(i.checked) for i in known], [i.checked for i in known]),
    ]
    found = [
        _searched(
            words.pick(i.title),
            i.id,
            i.issuer,
            words(f"regulations.{i.kind}"),
            state,
            i.effective.isoformat(),
            words.pick(i.summary),
        )
        for i, state in zip(known, states, strict=True)
    ]
    return Page(
        title=words("regulations.title"),
        description=words("regulations.index-description", count=len(known)),
        lead=join(
            [
                tag("p", words("regulations.index-note", to=place_name(TO, words))),
                live_table(words("regulations.title"), columns, found, words, "regulations.count", head=1),
            ],
            "",
        ),
        sections=(),
        wide=True,
    )


def live_table(
    caption: str, columns: Sequence[Column], found: Sequence[str], words: Words, count: str, *, head: int = 0
) -> Markup:
    """A complete table that a script may sort and filter; `found` is what a row is searched by, column `head` names the row."""
    ranks = [_ranks(column.keys) for column in columns]
    rows = [
        tag(
            "tr",
            [
                tag(
                    "th" if place == head else "td",
                    column.cells[number],
                    scope="row" if place == head else None,
                    class_="numbers" if column.numeric else None,
                    data_value=rank[number],
                )
                for place, (column, rank) in enumerate(zip(columns, ranks, strict=True))
            ],
            data_text=text,
        )
        for number, text in enumerate(found)
    ]
    heads = [
        tag(
            "th",
            column.head,
            scope="col",
            class_="numbers" if column.numeric else None,
            data_key=column.key,
            data_first="descending" if column.numeric else None,
        )
        for column in columns
    ]
    body = tag(
        "table",
        tag("caption", tag("span", caption, class_="visually-hidden")),
        tag("thead", tag("tr", heads)),
        tag("tbody", rows),
        class_="data index",
    )
    return tag(
        "live-table",
        _tools(words, count, len(found)),
        scrolling(body, caption, "data-scroll"),
        tag("p", words("lists.none"), class_="lt-none", hidden=True),
    )


def _tools(words: Words, count: str, rows: int) -> Markup:
    """The filter and how many rows it leaves: the sentence stays in Python, a script fills in the number."""
    field = tag("input", type="search", name="filter", autocomplete="off", spellcheck="false")
    label = tag("label", tag("span", words("lists.filter"), class_="lt-label"), field)
    shown = tag("output", words(count, shown=rows, all=rows), data_sentence=words(count, shown="{shown}", all=rows))
    clear = tag("button", words("lists.clear"), type="button", data_action="clear", hidden=True)
    return tag("div", label, shown, clear, class_="lt-tools")


def _ranks(keys: Sequence[Any]) -> list[str | None]:
    """Each key's place in the order of the column, the same for equal ones."""
    order = {key: str(place) for place, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [None if key is None else order[key] for key in keys]


def _texts(texts: Sequence[str]) -> tuple[Sequence[str], Sequence[str | None]]:
    return texts, [text or None for text in texts]


def _name(chip: Chip) -> tuple[str | int, ...]:
    """A name as readers sort it, "H20" before "H100": words and numbers by turns."""
    pieces = re.split(r"(\d+)", chip.name.lower())
    return tuple(int(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def _searched(*texts: str) -> str:
    """What a filter looks through, folded as the script folds what is typed."""
    return unicodedata.normalize("NFKC", " · ".join(filter(None, texts))).lower().replace("’", "'")


def _metric(name: str, verdicts: Iterable[Verdict], words: Words) -> Column:
    found = [verdict.metrics[name] for verdict in verdicts]
    unit = show(Fraction(0), found[0].unit).removeprefix("0").strip("\u00a0")
    return Column(
        name.replace("_", "-"),
        words("chips.unit", name=words(f"chips.{name.replace('_', '-')}"), unit=unit),
        aligned(found, words),
        [m.low if _known(m) else None for m in found],
        numeric=True,
    )


def _known(metric: Metric) -> bool:
    """Whether there is a number to show: a value, or at least a lower bound."""
    return not metric.undefined and bool(metric.low or metric.value is not None)


def aligned(found: Sequence[Metric], words: Words) -> list[Markup]:
    """Values without their unit, aligned on the decimal point by spaces as wide as a digit and as a point."""
    texts = [show(m.low, "") if _known(m) else "" for m in found]
    places = max(len(text.partition(".")[2]) for text in texts)

    def cell(metric: Metric, text: str) -> Markup:
        if not text:
            said = words("sentence.not-defined" if metric.undefined else "sentence.not-known")
            return tag(
                "span",
                tag("span", "?" if not metric.undefined else "–", aria_hidden="true"),
                tag("span", said, class_="visually-hidden"),
                class_="not-known",
                title=said,
            )
        _, point, decimals = text.partition(".")
        padding = ("" if point or not places else POINT) + FIGURE * (places - len(decimals))
        return tag("span", ("≥\u00a0" if metric.value is None else "") + text + padding)

    return [cell(metric, text) for metric, text in zip(found, texts, strict=True)]


def _met(instrument: Instrument) -> int | None:
    """How many chips meet a clause of an instrument on its day, for the pages' destination; None where it has no clauses."""
    if not any(part.kind == "clauses" for part in instrument.parts):
        return None
    return sum(effect.met is True for effect in effects(instrument, to=TO)[instrument.effective])
