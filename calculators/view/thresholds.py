"""Where a measure stands against every limit that a text in force puts on it, and a value with its steps."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..engine.law import Instrument, Part
from ..engine.law_files import law
from ..engine.metrics import Metric
from ..engine.question import read_readings
from ..engine.rules import Finding, Line, Memory, evaluate, lettered
from .comparisons import amount, letter_word, limit, margin
from .html import Markup, tag
from .parts import badge, cite, scrolling
from .words import Words


@dataclass(frozen=True, slots=True)
class Limit:
    """One comparison of a text with a measure: the part it stands in, its letter, and what came of it."""

    instrument: Instrument
    part: Part
    letter: str
    finding: Finding


class _Alone:
    """A measure by itself: every other name is unknown."""

    def __init__(self, metric: Metric, day: datetime.date) -> None:
        self.metric, self.day = metric, day
        self.remembered: Memory = {}
        self.shared: Memory = {}
        self.used: set[str] = set()

    def fact(self, name: str) -> Metric | None:
        """The measure where it is asked for."""
        return self.metric if name == self.metric.name else None

    def item(self, place: str) -> Finding:
        """No clause is looked at."""
        raise LookupError(place)

    def inside(self, place: str) -> Finding:
        """No chip inside is looked at."""
        raise LookupError(place)


def limits(metric: Metric, day: datetime.date) -> Iterator[Limit]:
    """Every limit on a measure in the clauses and exceptions that hold on a day, bills apart, in the order of the texts.

    >>> from calculators.engine.chips import load_chip
    >>> from calculators.engine.metrics import metrics
    >>> tpp = metrics(load_chip("nvidia-h20"))["tpp"]
    >>> [found.finding.rule.text for found in limits(tpp, datetime.date(2023, 12, 1)) if found.instrument.id == "oct-2023"][:2]
    ['tpp >= 4800 TPP', 'tpp >= 1600 TPP']
    """
    book, alone = law(), _Alone(metric, day)
    for part in book.in_force(day, read_readings(book, {})):
        instrument = book.instruments[part.instrument]
        if instrument.kind != "telling" and part.condition:
            for letter, line in lettered(part.condition):
                if line.name == metric.name:
                    yield Limit(instrument, part, letter, evaluate(line, alone))


def thresholds(metric: Metric, day: datetime.date, words: Words) -> Markup:
    """The limits as a table: the text, the place in it, the limit, whether it is met alone, and how far it is."""
    heads = [
        tag("th", words(f"thresholds.{key}"), scope="col") for key in ("text", "place", "limit", "met", "margin")
    ] + [tag("th", words("rows.cite"), scope="col")]
    rows = [_row(found, words) for found in limits(metric, day)]
    if not rows:
        return tag("p", words("thresholds.none", name=words.label(metric.name), on=day.isoformat()))
    caption = words("thresholds.caption", name=words.label(metric.name), on=day.isoformat())
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", heads)),
            tag("tbody", rows),
            class_="rates thresholds",
        ),
        caption,
        "figures-scroll",
    )


def _row(found: Limit, words: Words) -> Markup:
    line = found.finding.rule
    assert isinstance(line, Line)
    truth = {True: "yes", False: "no", None: "unknown"}[found.finding.truth]
    status = badge("", words) if found.instrument.counts else tag("span", words("thresholds.proposed"), class_="badge")
    return tag(
        "tr",
        tag("th", words.pick(found.instrument.title), " ", status, badge(found.part.evidence, words), scope="row"),
        tag("td", f"{found.part.id} {letter_word(found.letter, words)}".strip()),
        tag("td", limit(line, words), class_="numbers"),
        tag("td", words(f"thresholds.{truth}")),
        tag("td", margin(found.finding, words), class_="numbers"),
        tag("td", cite(found.part.cite[:1], words, found.part.evidence)),
        data_truth=truth,
    )


def value(metric: Metric, steps: Markup, words: Words) -> Markup:
    """A measure as the answer of a calculator: its name, its value and how it came about."""
    return tag(
        "p",
        tag("span", words.label(metric.name), class_="value-name"),
        tag("strong", amount(metric, words), class_="value-number numbers"),
        steps,
        class_="value",
    )
