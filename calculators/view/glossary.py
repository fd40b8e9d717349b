"""Terms of the glossary: the card beside a word in the prose, and the page of all of them."""

from collections.abc import Mapping
from typing import Final

from ..engine.data import LANGUAGES
from ..engine.glossary import GROUPS, Term
from .html import Child, Markup, join, tag
from .page import Page, Section, paragraphs
from .parts import cite, scrolling
from .words import Words

CARD: Final = "term-card-"
"""What the id of a term's card begins with."""


def named(term: Term, language: str) -> str:
    """A term with its abbreviation, as a language prints it.

    >>> from calculators.engine.glossary import glossary
    >>> named(glossary()["tpp"], "en"), named(glossary()["tpp"], "zh-Hant")
    ('total processing performance (TPP)', '總處理效能（TPP）')
    """
    name = term.name[language]
    if not term.short or term.short in name:
        return name
    return f"{name} ({term.short})" if language == "en" else f"{name}（{term.short}）"


def card(term: Term, page: str, words: Words) -> Markup:
    """A term's card, out of sight until its word is asked about; `page` leads to the glossary."""
    return tag(
        "div",
        tag("p", tag("strong", named(term, words.language)), " ", _elsewhere(term, words)),
        tag("p", words.pick(term.means)),
        tag("p", tag("a", words("glossary.permalink"), href=f"{page}#{term.id}"), class_="side-card-more"),
        id=f"{CARD}{term.id}",
        class_="side-card",
        role="dialog",
        aria_label=words("glossary.label", term=term.name[words.language]),
        tabindex="-1",
        hidden=True,
    )


def joined(cards: list[Markup]) -> Markup:
    """The cards of a page, kept out of its search index: each term stands on the page of all of them."""
    return tag("div", join(cards, ""), class_="term-cards", data_search_exclude=True)


def glossary_page(found: Mapping[str, Term], words: Words) -> Page:
    """Every term, group by group, with a table that a script narrows; each is a heading, so that the search leads to it."""
    return Page(
        title=words("glossary.title"),
        description=words("glossary.description", count=len(found)),
        lead=paragraphs(words("glossary.lead", count=len(found)), words("glossary.lead-law")),
        sections=(Section("all", words("glossary.all"), _list(found, words)),),
        wide=True,
    )


def _list(found: Mapping[str, Term], words: Words) -> Markup:
    heads = [tag("th", words(f"glossary.head-{head}"), scope="col") for head in ("term", "group")]
    whole = tag(
        "table",
        tag("caption", tag("span", words("glossary.all"), class_="visually-hidden")),
        tag("thead", tag("tr", heads)),
        tag("tbody", [_row(term, words) for term in found.values()]),
        class_="data term-list",
    )
    return tag(
        "live-table",
        _tools(len(found), words),
        scrolling(whole, words("glossary.all"), "data-scroll"),
        tag("p", words("glossary.none"), class_="lt-none", hidden=True),
    )


def _row(term: Term, words: Words) -> Markup:
    # The search puts under a heading what stands beside it, in the same cell.
    name = tag("h3", tag("a", named(term, words.language), href=f"#{term.id}"), id=term.id)
    said: list[Child] = [name, tag("p", _elsewhere(term, words)), tag("p", words.pick(term.means))]
    if also := term.also.get(words.language):
        said.append(tag("p", words("glossary.also", forms=words.list(also)), class_="term-about"))
    if term.unit:
        said.append(tag("p", words("glossary.unit", unit=term.unit.replace("^2", "²")), class_="term-about"))
    if term.cite:
        said.append(tag("div", words("glossary.law"), cite(term.cite, words), class_="term-about"))
    group = tag("td", words(f"glossary-groups.{term.group}"), data_value=str(GROUPS.index(term.group)))
    return tag("tr", tag("td", said), group, data_group=term.group)


def _elsewhere(term: Term, words: Words) -> Child:
    """What the other languages call it, where they call it otherwise."""
    others = [language for language in LANGUAGES if language != words.language]
    return join(
        [
            tag("span", term.name[language], lang=language, class_="term-other")
            for language in others
            if term.name[language] != term.name[words.language]
        ]
    )


def _tools(rows: int, words: Words) -> Markup:
    field = tag(
        "input",
        type="search",
        name="filter",
        autocomplete="off",
        spellcheck="false",
        placeholder=words("glossary.example"),
    )
    groups = [tag("option", words(f"glossary-groups.{group}"), value=group) for group in GROUPS]
    choice = tag("select", tag("option", words("glossary.any"), value=""), groups, name="group")
    sentence = words("glossary.count", shown="{shown}", all=rows)
    return tag(
        "div",
        tag("label", tag("span", words("glossary.filter"), class_="lt-label"), field),
        tag("label", tag("span", words("glossary.head-group"), class_="lt-label"), choice),
        tag("output", words("glossary.count", shown=rows, all=rows), data_sentence=sentence),
        tag("button", words("glossary.clear"), type="button", data_action="clear", hidden=True),
        class_="lt-tools",
    )
