"""The timeline in words: an event's day and label, the list of events as a table, and the same as rows of CSV."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..engine.chips import load_chip
from ..engine.timeline import LANES, Event
from .html import Child, Markup, join, tag
from .page import Links
from .parts import chip_name, cite, scrolling
from .spoken import spoken
from .words import Words

HEADS: Final = ("date", "event", "lane", "sources")
FIELDS: Final = (
    "id",
    "first",
    "last",
    "known_to",
    "lane",
    "event",
    "text",
    "chip",
    "instrument",
    "claims",
    "essay_tells_of",
    "sources",
)


def label(event: Event, words: Words) -> str:
    """An event's name; of an instrument's day it says which of its days it is."""
    name = words.pick(event.label)
    return (
        words(f"timeline.{event.what}", title=name) if event.what and event.lane in ("published", "effective") else name
    )


def when(event: Event, words: Words, *, year: bool = True) -> str:
    """An event's day as prose writes it: "4 Apr 2025", "9–10 June", "April 2025".

    >>> from calculators.engine.timeline import event
    >>> from calculators.view.words import words
    >>> when(event("dinner"), words("en")), when(event("london"), words("en"), year=False), when(event("h20"), words("zh-Hant"))
    ('4 Apr 2025', '9–10 June', '2023年11月')
    """
    first, last = event.first, event.last
    if event.precision == "year":
        return words("timeline.year", year=first.year)
    if event.precision == "month":
        return _written(first, words, "month", year)
    if first == last:
        return _written(first, words, "day", year)
    if (first.year, first.month) == (last.year, last.month):
        return _written(first, words, "days", year, last=last.day)
    return words("timeline.between", first=_written(first, words, "day", year), last=_written(last, words, "day", year))


def day_in_words(day: datetime.date, words: Words) -> str:
    """A day with its year: "9 Apr 2025", "2025年4月9日"."""
    return _written(day, words, "day", True)


def _written(day: datetime.date, words: Words, kind: str, year: bool, **more: int) -> str:
    month = words("timeline.months").split()[day.month - 1]
    return words(f"timeline.{kind}{'-year' if year else ''}", day=day.day, month=month, year=day.year, **more)


def iso(event: Event) -> str:
    """An event's day or days in ISO 8601, no further than known: "2025-04-04", "2025-04", "2025-06-09/10"."""
    text = event.first.isoformat()
    if event.precision != "day":
        return text[: 7 if event.precision == "month" else 4]
    return text if event.last == event.first else f"{text}/{event.last.isoformat()[8:]}"


def verdict_link(event: Event, root: str) -> str:
    """What opens the verdict page on an event's day, for the chip that it concerns; `root` leads to that page."""
    return f"{root or './'}?chip={event.chip}&to=CN&on={event.day.isoformat()}"


def listed(events: Sequence[Event], links: Links, words: Words, *, numbered: bool = False) -> Markup:
    """The events as a table: a day that opens the verdict, what happened, its lane and its sources; complete without a script.

    `numbered`: with the numbers and anchors by which a picture refers to the rows.
    """
    caption = words("timeline.caption", count=len(events))
    heads = [tag("th", words(f"timeline.head-{name}"), scope="col") for name in HEADS]
    rows = [_row(n, each, links, words, numbered=numbered) for n, each in enumerate(events, start=1)]
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", heads)),
            tag("tbody", rows),
            class_="data timeline-list",
        ),
        caption,
        "data-scroll",
    )


def _row(number: int, event: Event, links: Links, words: Words, *, numbered: bool) -> Markup:
    opens = words("timeline.opens", chip=chip_name(load_chip(event.chip), words))
    shown = tag("time", iso(event), datetime=iso(event).partition("/")[0])
    date = [
        tag("span", str(number), class_="timeline-number") if numbered else None,
        tag("a", shown, href=verdict_link(event, links.root), title=opens),
    ]
    about: list[Child] = [
        tag("a", words("timeline.claim", id=id), href=f"{links.root}claims/#{id}") for id in event.claims
    ]
    if event.instrument:
        about.append(tag("a", words("timeline.instrument"), href=f"{links.root}regulations/{event.instrument}/"))
    return tag(
        "tr",
        tag("th", date, scope="row"),
        tag(
            "td",
            tag("strong", label(event, words)),
            " ",
            spoken(words.pick(event.text), words),
            tag("span", join(about, words("timeline.and")), class_="timeline-about") if about else None,
        ),
        tag("td", words(f"timeline.lane-{event.lane}")),
        tag("td", cite(event.cite, words)),
        id=f"event-{event.id}" if numbered else None,
        data_lane=event.lane,
        data_year=str(event.first.year),
    )


def narrowing(events: Sequence[Event], words: Words) -> Markup:
    """What narrows the list, for the script that does it: words, a lane, a year."""
    found = {
        "lane": [(lane, words(f"timeline.lane-{lane}")) for lane in LANES if any(e.lane == lane for e in events)],
        "year": [(str(year), str(year)) for year in sorted({e.first.year for e in events})],
    }
    field = tag("input", type="search", name="filter", autocomplete="off", spellcheck="false", placeholder="H20")
    choices = [
        tag(
            "label",
            tag("span", words(f"timeline.head-{name}"), class_="lt-label"),
            tag(
                "select",
                tag("option", words("timeline.any"), value=""),
                [tag("option", said, value=value) for value, said in values],
                name=name,
            ),
        )
        for name, values in found.items()
    ]
    sentence = words("timeline.count", shown="{shown}", all=len(events))
    return tag(
        "div",
        tag("label", tag("span", words("timeline.filter"), class_="lt-label"), field),
        choices,
        tag("output", words("timeline.count", shown=len(events), all=len(events)), data_sentence=sentence),
        tag("button", words("timeline.clear"), type="button", data_action="clear", hidden=True),
        class_="lt-tools",
    )


def csv_rows(events: Iterable[Event], words: Words) -> Iterator[list[str]]:
    """A head and a row an event."""
    yield list(FIELDS)
    for each in events:
        sources = [citation.source.url or citation.source.title for citation in each.cite]
        yield [
            each.id,
            each.first.isoformat(),
            each.last.isoformat(),
            each.precision,
            each.lane,
            label(each, words),
            words.pick(each.text),
            each.chip,
            each.instrument,
            " ".join(each.claims),
            each.twin,
            " ".join(dict.fromkeys(sources)),
        ]
