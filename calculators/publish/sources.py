"""What a page rests on, read from the page as it was made: the line at its foot, and the list behind it.

A page names its chips where their values live, and everything else by its citations; so a page that cites is a page that has a list.
"""

import datetime
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from ..engine.chips import Chip, chips
from ..engine.chips import sources as chip_sources
from ..engine.claims import claims
from ..engine.law import Instrument
from ..engine.law_files import law
from ..engine.notification import fields
from ..engine.sources import Source
from ..view.claim import date
from ..view.html import Child, Markup, join, tag
from ..view.page import Links
from ..view.parts import badge, openable, source_label
from ..view.words import Words, words

_CITES: Final = re.compile(r'<ul class="cites">(.*?)</ul>', re.DOTALL)
_LABEL: Final = re.compile(r' title="([^"]*)"')
_VALUE: Final = re.compile(r'<data class="live-value" data-chip="([^"]*)"')
_INPUTS: Final = re.compile(r'<live-calculator [^>]*data-defaults="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Rests:
    """What one page rests on."""

    chips: tuple[Chip, ...]
    instruments: tuple[Instrument, ...]
    others: tuple[Source, ...]

    @property
    def days(self) -> list[datetime.date]:
        """When each was last checked, oldest first; all the law's and chips' where the page names nothing of its own."""
        named: tuple[Chip | Instrument, ...] = (*self.chips, *self.instruments)
        every = named or (() if self.others else (*chips().values(), *law().instruments.values()))
        found = [each.checked for each in every] + [source.accessed for source in self.others]
        return sorted(day for day in found if day)


def rests(content: str) -> Rests:
    """What a page's HTML rests on.

    >>> found = rests('<data class="live-value" data-chip="nvidia-h20">')
    >>> [chip.id for chip in found.chips], found.instruments, found.others
    (['nvidia-h20'], (), ())
    """
    cited = (label for listed in _CITES.findall(content) for label in _LABEL.findall(listed))
    labels = dict.fromkeys(map(html.unescape, cited))
    named = dict.fromkeys(id for id in _chips(content) if id in chips())
    instruments = dict.fromkeys(_laws()[label] for label in labels if label in _laws())
    others = [label for label in labels if label in _others() and label not in _laws()]
    if named:
        # Each chip's page has the sources of its figures.
        others = [label for label in others if label not in _figures()]
    return Rests(
        tuple(chips()[id] for id in named),
        tuple(law().instruments[id] for id in instruments),
        tuple(_others()[label] for label in others),
    )


def _chips(content: str) -> Iterator[str]:
    yield from _VALUE.findall(content)
    for inputs in _INPUTS.findall(content):
        yield from json.loads(html.unescape(inputs)).values()


@lru_cache(maxsize=1)
def _laws() -> dict[str, str]:
    """The instrument that a label in a citation belongs to: the first, where several cite the same text."""
    found: dict[str, str] = {}
    for instrument in law().instruments.values():
        for source in instrument.sources.values():
            found.setdefault(source_label(source), instrument.id)
    return found


@lru_cache(maxsize=1)
def _figures() -> dict[str, Source]:
    """The sources of the chips' figures, by label."""
    return {source_label(source): source for source in chip_sources().values()}


@lru_cache(maxsize=1)
def _others() -> dict[str, Source]:
    """The same, and those of the claims and of what a notification holds."""
    cited = [citation.source for claim in claims().values() for citation in claim.cite]
    cited += [citation.source for field in fields() for citation in field.cite]
    return _figures() | {source_label(source): source for source in cited}


def foot(page: Page, config: MkDocsConfig) -> Markup:
    """The line at a page's foot, and behind it the list.

    A page made from the data has its sources where they are used, and so has one that says ``sources: in place`` at its head.
    """
    said = words(config.mdx_configs["calculators"]["language"])
    found, root = rests(page.content or ""), get_relative_url("./", page.url)
    line = join([_said(found, root, said), _checked(found.days, said), said("sources.legal")], _gap(said))
    in_place = page.file.generated_by or page.meta.get("sources") == "in place"
    whole = None if in_place else _list(found, Links(root, {}), said)
    return tag("footer", tag("p", line), whole, class_="page-sources record", aria_label=said("sources.title"))


def _gap(said: Words) -> str:
    return " " if said.language == "en" else ""


def _said(found: Rests, root: str, said: Words) -> Child:
    kinds = (
        ("chips", found.chips),
        ("instruments", found.instruments),
        ("texts" if found.chips or found.instruments else "only", found.others),
    )
    parts = [
        said(f"sources.{kind}-one") if len(of) == 1 else said(f"sources.{kind}", count=len(of))
        for kind, of in kinds
        if of
    ]
    if parts:
        return said("sources.counted", what=said.list(parts))
    before, between, after = said("sources.all").replace("{regulations}", "{chips}").split("{chips}")
    every = tag("a", said("sources.all-chips", count=len(chips())), href=f"{root}chips/")
    texts = tag("a", said("sources.all-regulations", count=len(law().instruments)), href=f"{root}regulations/")
    return [before, every, between, texts, after]


def _checked(days: list[datetime.date], said: Words) -> str:
    first, last = date(days[0], said), date(days[-1], said)
    return said("sources.checked", on=last) if first == last else said("sources.checked-between", first=first, on=last)


def _list(found: Rests, links: Links, said: Words) -> Markup | None:
    """Chips and instruments by their pages, which have their sources; the rest by what can be opened."""
    lists: list[tuple[str, list[Markup]]] = [
        ("chips", [tag("li", links.chip(chip, said)) for chip in found.chips]),
        ("instruments", [tag("li", links.instrument(instrument, said)) for instrument in found.instruments]),
        ("texts", [_source(source, said) for source in found.others]),
    ]
    shown = [(tag("h2", said(f"sources.list-{kind}")), tag("ul", items)) for kind, items in lists if items]
    return tag("details", tag("summary", said("sources.list")), shown) if shown else None


def _source(source: Source, said: Words) -> Markup:
    return tag("li", openable(source, source_label(source), said), " ", badge(source.evidence, said))
