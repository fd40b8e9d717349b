"""What the pages made from the data share: a page as sections, facts as a list, tables that scroll, links from page to page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..engine.chips import Chip
from ..engine.law import Instrument
from ..engine.verdict import Verdict
from .html import Child, Markup, join, tag
from .parts import chip_name, mark, scrolling
from .verdict import outcome_text
from .words import Words

TO: Final = "CN"
"""The destination of every verdict on these pages; they say so."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; `quiet` keeps a long list out of the search index."""

    id: str
    title: str
    body: Markup
    level: int = 2
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: its title, one sentence that describes it, what stands before the first heading, and its sections.

    `card` is what the page's card says instead of the sentence: a `figure`, a `verdict` in words, its `outcome`, and what was `asked`.
    """

    title: str
    description: str
    lead: Markup
    sections: tuple[Section, ...]
    wide: bool = False
    card: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Links:
    """Links from a page that lies `root` below its language's home page; `decisions` are the readings' records, English only."""

    root: str
    decisions: dict[str, str]

    def chip(self, chip: Chip, words: Words, *, short: bool = False) -> Markup:
        """A chip's name, leading to its page; `short`: without its maker."""
        return tag("a", chip.name if short else chip_name(chip, words), href=f"{self.root}chips/{chip.id}/")

    def instrument(self, instrument: Instrument, words: Words) -> Markup:
        """An instrument's title, leading to its page."""
        return tag("a", words.pick(instrument.title), href=f"{self.root}regulations/{instrument.id}/")

    def decision(self, reading: str, words: Words, label: str = "pages.decision") -> Markup | None:
        """The record that says why a reading's default was chosen, where there is one."""
        name = self.decisions.get(reading)
        up = "" if words.language == "en" else "../"
        return tag("a", words(label), href=f"{self.root}{up}decisions/{name}/") if name else None


def facts(pairs: Iterable[tuple[str, Child]]) -> Markup:
    """Facts with their labels; one without a value is left out."""
    return tag("dl", [(tag("dt", label), tag("dd", value)) for label, value in pairs if value], class_="facts")


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Markup], class_: str = "", *, unseen: bool = False
) -> Markup:
    """A table with a caption in a region that scrolls and takes the focus; `unseen` where the heading above says it already."""
    return scrolling(
        tag(
            "table",
            tag("caption", tag("span", caption, class_="visually-hidden") if unseen else caption),
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", list(rows)),
            class_=f"data {class_}".strip(),
        ),
        caption,
        "data-scroll",
    )


def outcome_cell(verdict: Verdict, words: Words) -> Markup:
    """A verdict as shape and words, in its colour."""
    return tag(
        "span",
        mark(verdict.outcome),
        tag("span", outcome_text(verdict, words), class_="outcome-word"),
        class_="row-verdict",
        data_outcome=verdict.outcome,
    )


def label_badge(label: str) -> Markup:
    """A label in a small box."""
    return tag("span", label, class_="badge")


def folded(summary: str, *children: Child) -> Markup:
    """Something long that a reader may open."""
    return tag("details", tag("summary", summary), *children, class_="aside")


def paragraphs(*texts: Child) -> Markup:
    """Texts as paragraphs; empty ones are left out."""
    return join([tag("p", text) for text in texts if text], "")
