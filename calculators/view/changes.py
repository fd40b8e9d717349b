"""The changes of a verdict as a table, and what made each of them in words."""

import re
from collections.abc import Iterable, Sequence

from ..engine.history import Change
from ..engine.law_files import law
from .html import Markup, tag
from .parts import day, mark, outcome_words, scrolling
from .verdict import EMBARGO
from .words import Words


def label(change: Change, words: Words) -> str:
    """What made a change, short: the instrument's title without what it says in brackets; what only ended, where nothing began.

    "" for a first day on which nothing bears on the case.
    """
    if not change.instruments and change.on == law().first_day:
        return ""
    begun = [id for id in change.instruments if id not in change.ended]
    titles = [re.sub(r"\s*[(（].*", "", title) for title in _titles(change, begun or change.ended, words)]
    return titles[0] if len(titles) == 1 else words("strip.more", title=titles[0], count=len(titles) - 1)


def _titles(change: Change, ids: Iterable[str], words: Words) -> list[str]:
    """The titles of instruments that made a change; or that none did."""
    titles = {id: words.pick(law().instruments[id].title) for id in ids}
    found = [words("strip.ended", title=title) if id in change.ended else title for id, title in titles.items()]
    return found or [words("strip.first" if change.on == law().first_day else "strip.groups")]


def history_table(changes: Sequence[Change], caption: str, words: Words, of: str) -> Markup:
    """Every change: the day, the outcome, licence and review, and the instruments that made it."""
    heads = ("since", "outcome", "licence", "by")
    rows = [
        tag(
            "tr",
            tag("th", day(change.on), scope="row", class_="row-name"),
            tag(
                "td",
                tag(
                    "span",
                    mark(change.outcome),
                    tag("span", _outcome_words(change, words), class_="outcome-word"),
                    class_="row-verdict",
                    data_outcome=change.outcome,
                ),
                class_="row-outcome",
            ),
            tag("td", _licence(change, words), data_label=words("strip.licence")),
            tag("td", _made(change, words), data_label=words("strip.by")),
        )
        for change in changes
    ]
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", words(f"strip.{name}"), scope="col") for name in heads])),
            tag("tbody", rows),
            class_="rows strip-table",
        ),
        caption,
        "rows-scroll",
        data_of=of,
    )


def _made(change: Change, words: Words) -> list[Markup]:
    return [tag("span", title, class_="strip-made") for title in _titles(change, change.instruments, words)]


def _licence(change: Change, words: Words) -> str:
    said = words(f"licence.{change.licence}")
    if change.review is None or change.licence == "unknown":
        return said
    return words("strip.reviewed", licence=said, policy=words(f"policy.{change.review}"))


def _outcome_words(change: Change, words: Words) -> str:
    """As a verdict of that day says it."""
    found = change.judgement
    lifting = [e for r in found.requirements if r.state == "exception" for e in r.exceptions if e.truth]
    if change.licence == "required" and change.review == "unknown":
        return words("outcome.review-unknown")
    return outcome_words(
        change.outcome,
        change.review,
        words,
        notice=change.licence == "exception" and all(e.part.notice for e in lifting),
        embargoed=any(w.truth and w.part.instrument == EMBARGO for w in found.warnings),
    )
