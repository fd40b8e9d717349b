"""The whole timeline as rows, one a lane: time runs to the right, and a number at each event leads to its row in the list below."""

import datetime
from collections.abc import Sequence
from typing import Any, Final

from ..engine.timeline import LANES, Event
from .figure import AWAY, INK, LINK, SOFT, Picture, canvas, layer
from .patterns import PAPER
from .words import Words

WIDTH: Final = 1000
FONT: Final = 12
STEP: Final = 21
"""How high a level is and how wide a number: they are circles of this size."""
TOP: Final = 22


def ends(events: Sequence[Event]) -> tuple[datetime.date, datetime.date]:
    """Whole years about the events."""
    years = [each.first.year for each in events] + [each.last.year for each in events]
    return datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)


def levels(places: Sequence[float]) -> list[int]:
    """For marks at these places, in order, the lowest level on which each is clear of those before it.

    >>> levels([0, 5, 30, 31, 32])
    [0, 1, 0, 1, 2]
    """
    last: list[float] = []
    found = []
    for place in places:
        level = next((n for n, right in enumerate(last) if place - right >= STEP), len(last))
        last[level : level + 1] = [place]
        found.append(level)
    return found


def rows(events: Sequence[Event], words: Words) -> Picture:
    """The picture; its links lead to `#event-…` on the same page."""
    first, last = ends(events)
    scale = (WIDTH - 14) / ((last - first).days + 1)

    def across(day: datetime.date, share: float = 0) -> float:
        return 1 + ((day - first).days + share) * scale

    years = [datetime.date(year, 1, 1) for year in range(first.year, last.year + 1)]
    links: list[str] = []
    numbers = {each.id: n for n, each in enumerate(events, start=1)}
    badges: list[dict[str, Any]] = []
    stems: list[dict[str, Any]] = []
    spans: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    floors: list[dict[str, Any]] = []
    y = float(TOP)
    for lane in (lane for lane in LANES if any(each.lane == lane for each in events)):
        found = [each for each in events if each.lane == lane]
        places = [across(each.first, 0.5) if each.precision == "day" else _middle(each, across) for each in found]
        order = sorted(range(len(found)), key=places.__getitem__)
        on = dict(zip(order, levels([places[n] for n in order]), strict=True))
        name = words(f"timeline.lane-{lane}")
        names += [{"x": across(day) + 4, "y": y + 9, "text": name} for day in years]
        floor = y + 18 + (max(on.values()) + 1) * STEP + 8
        for n, each in enumerate(found):
            middle = floor - 6 - STEP * on[n] - STEP / 2
            stems.append({"x": places[n], "y": floor, "x2": places[n], "y2": middle})
            if each.last > each.first:
                spans.append({"x": across(each.first), "y": floor, "x2": across(each.last, 1), "y2": floor})
            badges.append({"x": places[n], "y": middle, "text": str(numbers[each.id]), "href": f"{AWAY}{len(links)}"})
            links.append(f"#event-{each.id}")
        floors.append({"x": 0, "y": floor, "x2": WIDTH, "y2": floor})
        y = floor + 4
    small: dict[str, Any] = {"align": "left", "fontSize": FONT - 1, "baseline": "middle"}
    heads = [{"x": across(day) + 5, "y": 10, "text": words("timeline.year", year=day.year)} for day in years]
    return Picture(
        canvas(
            WIDTH,
            y + 6,
            [
                layer(
                    "rule",
                    [{"x": across(day), "y": 0, "x2": across(day), "y2": y} for day in years],
                    stroke=SOFT,
                    opacity=0.5,
                ),
                layer("rule", floors, stroke=SOFT, strokeWidth=1),
                layer("rule", stems, stroke=SOFT, strokeWidth=1),
                layer("rule", spans, stroke=INK, strokeWidth=3),
                layer("point", badges, size=330, fill=PAPER, stroke=INK, strokeWidth=1, opacity=1),
                layer("text", badges, fill=LINK, fontSize=FONT - 2.5, baseline="middle"),
                layer("text", names[:: len(years)], fill=INK, fontWeight="bold", **small),
                # Said again each year: on a phone only a part of the picture is in sight.
                layer("text", [row for n, row in enumerate(names) if n % len(years)], fill=SOFT, **small),
                layer("text", heads, align="left", fill=SOFT, fontSize=FONT, baseline="middle"),
            ],
        ),
        tuple(links),
    )


def _middle(event: Event, across: Any) -> float:
    return float((across(event.first) + across(event.last, 1)) / 2)
