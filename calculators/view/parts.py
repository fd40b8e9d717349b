"""The pieces that every view is made of: outcomes, amounts, comparisons, margins, traces and citations."""

import datetime
import re
from functools import lru_cache
from typing import Final

from ..engine.chips import Chip, load_chip
from ..engine.law import Instrument
from ..engine.places import places
from ..engine.sources import Citation, Source
from .html import HOME, Child, Markup, join, tag
from .spoken import spoken, tongue
from .words import Words

QUARTERS: Final = {"not-controlled": 0, "exception": 1, "approval": 2, "case-by-case": 3, "denial": 4}
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)")
_PIE: Final = {1: "M12 12V3a9 9 0 0 1 9 9z", 2: "M12 12V3a9 9 0 0 1 0 18z", 3: "M12 12V3a9 9 0 1 1-9 9z"}


@lru_cache
def mark(outcome: str) -> Markup:
    """An outcome's shape: a circle that fills from "not controlled" to "presumption of denial"; hatched where unknown."""
    quarters = QUARTERS.get(outcome)
    dotted = outcome in ("no-rule", "proposed", "told")
    ring = tag(
        "circle",
        cx="12",
        cy="12",
        r="9",
        fill="currentColor" if quarters == 4 else "none",
        stroke="currentColor",
        stroke_width="2",
        stroke_dasharray="2 3" if dotted else None,
    )
    inner: list[Markup] = []
    if quarters in _PIE:
        inner.append(tag("path", d=_PIE[quarters], fill="currentColor"))
    if outcome == "not-stated":
        inner.append(tag("path", d="M8 4v16M12 3v18M16 4v16", stroke="currentColor", stroke_width="2", fill="none"))
    if outcome == "unknown":
        inner.append(
            tag(
                "path",
                d="M4 14 14 4M4 20 20 4M10 20 20 10",
                stroke="currentColor",
                stroke_width="1",
                fill="none",
            )
        )
    return tag(
        "svg",
        ring,
        inner,
        class_="outcome-mark",
        viewBox="0 0 24 24",
        width="24",
        height="24",
        aria_hidden="true",
        focusable="false",
    )


def outcome_words(
    outcome: str, review: str | None, words: Words, *, notice: bool = False, embargoed: bool = False
) -> str:
    """An outcome in words."""
    if outcome == "not-controlled" and embargoed:
        return words("outcome.embargoed")
    if outcome == "exception" and notice:
        return words("outcome.exception-notice")
    if review == "policy of denial" and outcome == "denial":
        return words("outcome.policy-of-denial")
    return words(f"outcome.{outcome}")


def chip_name(chip: Chip, words: Words) -> str:
    """A chip as readers call it: "Nvidia H20", "H20, changed", "Your chip"."""
    if chip.id:
        maker = words.word(chip.maker)
        # Chinese sets a name right behind a maker in Han, not behind one in Latin letters: "輝達H20", "Google TPU v5e".
        gap = " " if maker.isascii() and not words("list.word") else ""
        return words("verdict.chip", maker=maker + gap, name=chip.name)
    if chip.changed_from:
        return words("verdict.changed-chip", chip=load_chip(chip.changed_from).name)
    return words("verdict.your-chip")


def chip_link(id: str, said: str) -> Markup:
    """The way to the page of a chip in the data."""
    return tag("a", said, href=f"{HOME}chips/{id}/")


def instrument_link(instrument: Instrument, words: Words) -> Markup:
    """An instrument's title, leading to its page."""
    return tag("a", words.pick(instrument.title), href=f"{HOME}regulations/{instrument.id}/")


def began(instrument: Instrument, date: datetime.date, words: Words) -> str:
    """A day in an instrument's life; where only the month of its beginning is known, the month."""
    known = not (instrument.month_only and date == instrument.effective)
    return date.isoformat() if known else words("systems.month-only", month=date.isoformat()[:7])


def with_days(text: str) -> Markup:
    """The text with each of its days marked as one, so that no line ends within it.

    >>> with_days("since 2025-04-09")
    'since <time>2025-04-09</time>'
    """
    return join([tag("time", piece) if at % 2 else piece for at, piece in enumerate(_DAY.split(text))], "")


def contents(chip: Chip, words: Words) -> Markup:
    """What a system contains, and whose figures stand for it; nothing for a chip."""
    if not chip.is_system:
        return Markup("")
    held = words.list(words("systems.count", count=n, chip=load_chip(id).name) for n, id in chip.contains)
    said = "unsaid" if not held else "contains" if len(chip.inside) == 1 else "several"
    return tag("p", words(f"systems.{said}", chips=held), class_="contents")


def place_name(code: str, words: Words) -> str:
    """A place's name in the reader's language."""
    return words.pick(places()[code].name)


def day(date: datetime.date) -> Markup:
    """A date, marked up as one."""
    return tag("time", date.isoformat(), datetime=date.isoformat())


def source_label(source: Source) -> str:
    """Who says it and what it is: the title that every citation of it carries."""
    return f"{source.by}: {source.title}" if source.by else source.title


def openable(source: Source, shown: str, words: Words, title: str | None = None) -> Markup:
    """A source as a link; without a public address it says so, and what is known instead. Each part says its language."""
    if source.url:
        return tag("a", shown, href=source.url, title=title, rel="noopener", lang=tongue(shown, words))
    before, after = words("rows.not-openable", locator="\0").split("\0")
    return tag("span", spoken(shown, words), before, spoken(source.locator, words), after, title=title)


@lru_cache(maxsize=4096)
def cite(citations: tuple[Citation, ...], words: Words, known: str = "") -> Markup:
    """Citations as links to what a reader can open; without a public address it says so. `known` is evidence already marked."""
    found = []
    for citation in citations:
        source = citation.source
        shown = openable(source, citation.place or source.title, words, title=source_label(source))
        found.append(tag("li", shown, badge(source.evidence if source.evidence != known else "", words)))
    return tag("ul", found, class_="cites")


@lru_cache
def badge(evidence: str, words: Words) -> Markup:
    """A mark for whatever isn't the primary text."""
    label = words(f"evidence.{evidence}") if evidence else ""
    return tag("span", label, class_="badge") if label else Markup("")


def scrolling(content: Child, label: str, kind: str, *, data_of: str | None = None) -> Markup:
    """What may be wider than a page, in a box of its own that scrolls, by the keyboard too; `kind` is its class.

    >>> scrolling(tag("table"), "Rates", "data-scroll")
    '<div class="data-scroll" role="group" tabindex="0" aria-label="Rates"><table></table></div>'
    """
    return tag("div", content, class_=kind, role="group", tabindex="0", aria_label=label, data_of=data_of)
