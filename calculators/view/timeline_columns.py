"""Part of the timeline as two columns about a band: time runs down, the essay's days stand left of it and the record's right.

The band in the middle is a chip's verdict. Labels are pushed apart where days lie close together, and a line leads each to its day; another
joins what the essay tells with the day that is on record for it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..engine.history import history
from ..engine.timeline import Event
from .figure import AWAY, INK, LINK, SOFT, Picture, canvas, layer, lines
from .patterns import PAPER, fill
from .timeline import day_in_words, label, verdict_link, when
from .words import Words

TO: Final = "CN"
ONE_DAY: Final = datetime.timedelta(days=1)
MANY_DAYS: Final = 200
"""From so many days on years are written out and the band is divided by quarters."""
LEAST: Final = 200


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels: the whole width, where the band is with one column and with two, its width, the gap to the labels, their text."""

    width: int
    alone: int
    between: int
    band: int
    gap: int
    font: int


SIZES: Final = {"wide": Size(630, 4, 250, 46, 34, 13), "narrow": Size(344, 2, 124, 36, 20, 12)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` until the day before `until` a verdict has one outcome."""

    first: datetime.date
    until: datetime.date
    outcome: str


def stretches(chip: str, first: datetime.date, last: datetime.date) -> tuple[Stretch, ...]:
    """A chip's outcomes over these days, sent to China.

    >>> [s.outcome for s in stretches("nvidia-h20", datetime.date(2025, 4, 1), datetime.date(2025, 5, 5))]
    ['not-controlled', 'not-stated']
    """
    turns = [(change.on, change.outcome) for change in history(chip, to=TO)]
    starts = [(datetime.date.min, "no-rule"), *turns]
    ends = [*(on for on, _ in turns), datetime.date.max]
    cut = [(max(on, first), min(end, last + ONE_DAY), outcome) for (on, outcome), end in zip(starts, ends, strict=True)]
    return tuple(Stretch(*each) for each in cut if each[0] < each[1])


def said(band: Stretch, first: datetime.date, last: datetime.date, words: Words) -> str:
    """A stretch in words, with the days on which it turns: what lies outside a picture isn't claimed to begin or end with it."""
    outcome = words(f"outcome.{band.outcome}")
    begins, ends = (day_in_words(day, words) for day in (band.first, band.until - ONE_DAY))
    if band.first == first:
        return words("timeline.band-whole" if band.until > last else "timeline.band-until", outcome=outcome, until=ends)
    if band.until > last:
        return words("timeline.band-from", outcome=outcome, on=begins)
    return words("timeline.band-between", outcome=outcome, on=begins, until=ends)


def settle(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Where blocks begin that want to begin somewhere, in their order and clear of each other: moved as little as can be, all told.

    >>> settle([0, 5, 100], [20, 20, 20], 200)
    [0.0, 20.0, 100]
    """
    before = [sum(heights[:n]) for n in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for place, shift in zip(wanted, before, strict=True):
        pools.append((place - shift, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, many), (other, more) = pools[-2:]
            pools[-2:] = [((one * many + other * more) / (many + more), many + more)]
    free = [max(0.0, min(start, room - sum(heights))) for start, count in pools for _ in range(count)]
    return [start + shift for start, shift in zip(free, before, strict=True)]


def columns(
    events: Sequence[Event],
    first: datetime.date,
    last: datetime.date,
    chip: str,
    size: str,
    id: str,
    root: str,
    words: Words,
) -> Picture:
    """The picture of events that lie between two days; `root` leads to the verdict page, `id` names the patterns."""
    box = SIZES[size]
    told = [each for each in events if each.lane == "essay"]
    sides = [(told, True), ([each for each in events if each.lane != "essay"], False)]
    left = box.between if told else box.alone
    line = box.font + 4
    long = (last - first).days > MANY_DAYS
    drawn = [_blocks(found, lefthand, left, box, line, words, years=long) for found, lefthand in sides]
    room = max(LEAST, *(sum(high for _, high in blocks) * 1.2 for blocks in drawn))
    top, height = line * 1.6, room + line * 2.2

    def down(day: datetime.date, share: float = 0) -> float:
        return top + ((day - first).days + share) * room / ((last - first).days + 1)

    links: list[str] = []
    texts: dict[str, list[dict[str, Any]]] = {"date left": [], "date right": [], "label left": [], "label right": []}
    rules: list[dict[str, Any]] = []
    ranges: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    place: dict[str, tuple[float, float]] = {}
    for (found, lefthand), blocks in zip(sides, drawn, strict=True):
        edge = left if lefthand else left + box.band
        out = edge - box.gap if lefthand else edge + box.gap
        begins = settle(
            [down(max(each.first, first)) - top for each in found], [high for _, high in blocks], room + line
        )
        for each, (written, _), begin in zip(found, blocks, begins, strict=True):
            middle = top + begin
            exact = each.precision == "day"
            at = (
                down(each.first, 0.5)
                if exact
                else min(max(middle, down(max(each.first, first))), down(min(each.last, last), 1))
            )
            place[each.id] = (edge, at)
            marks.append({"x": edge, "y": at, "fill": INK if exact else PAPER})
            if each.last > each.first:
                ranges.append(
                    {"x": edge, "y": down(max(each.first, first)), "x2": edge, "y2": down(min(each.last, last), 1)}
                )
            rules.append({"x": edge, "y": at, "x2": out + (4 if lefthand else -4), "y2": middle})
            side = "left" if lefthand else "right"
            href = f"{AWAY}{len(links)}"
            links.append(verdict_link(each, root))
            texts[f"date {side}"].append({"x": out, "y": middle, "text": written[0], "href": href})
            texts[f"label {side}"] += [
                {"x": out, "y": middle + line * (n + 1), "text": part} for n, part in enumerate(written[1:])
            ]
    joined = [
        {"x": place[e.id][0], "y": place[e.id][1], "x2": place[e.twin][0], "y2": place[e.twin][1]}
        for e in told
        if e.twin in place
    ]
    band = [
        {"x": left, "y": down(s.first), "x2": left + box.band, "y2": down(s.until), "fill": fill(id, s.outcome)}
        for s in stretches(chip, first, last)
    ]
    ticks = [(down(day), said) for day, said in _ticks(first, last, words, by_quarters=long)]
    shown = [
        {"x": left + box.band / 2, "y": y + line * 0.55, "text": said} for y, said in ticks if y + line < top + room
    ]
    heads = _heads(left, box, bool(told), words)
    look: dict[str, Any] = {"fontSize": box.font, "baseline": "middle"}
    layers = [
        layer("rect", band, by={"fill": "fill"}, stroke=INK, strokeWidth=1.2, fillOpacity=1),
        layer("rule", [{"x": left, "y": y, "x2": left + box.band, "y2": y} for y, _ in ticks], stroke=INK, opacity=0.5),
        layer("rule", joined, stroke=PAPER, strokeWidth=5),
        layer("rule", joined, stroke=INK, strokeWidth=1.6, strokeDash=[5, 3]),
        layer("rule", rules, stroke=SOFT, strokeWidth=1),
        layer("rule", ranges, stroke=INK, strokeWidth=3),
        layer("point", marks, by={"fill": "fill"}, size=46, stroke=INK, strokeWidth=1.6, opacity=1),
        layer("text", shown, stroke=PAPER, strokeWidth=4, strokeJoin="round", fontSize=box.font - 2, baseline="middle"),
        layer("text", shown, fill=INK, fontSize=box.font - 2, baseline="middle"),
    ]
    for name, rows in texts.items():
        kind, side = name.split()
        layers.append(
            layer(
                "text",
                rows,
                align="right" if side == "left" else "left",
                fontWeight="bold" if kind == "date" else "normal",
                fill=LINK if kind == "date" else INK,
                **look,
            )
        )
    layers += [layer("text", [head], align=head["align"], fill=SOFT, fontWeight="bold", **look) for head in heads]
    return Picture(canvas(box.width, height, layers), tuple(links))


def _blocks(
    found: Sequence[Event], lefthand: bool, left: float, box: Size, line: float, words: Words, *, years: bool
) -> list[tuple[list[str], float]]:
    """For each event its lines, the date first, and how high they are with the gap below."""
    room = left - box.gap if lefthand else box.width - left - box.band - box.gap
    written = [[when(each, words, year=years), *lines(label(each, words), room, box.font)] for each in found]
    return [(each, line * len(each) + 7.0) for each in written]


def _heads(left: float, box: Size, two: bool, words: Words) -> list[dict[str, Any]]:
    y = box.font * 0.7
    right = {"x": left + box.band + box.gap, "y": y, "text": words("timeline.on-record"), "align": "left"}
    told = {"x": left - box.gap, "y": y, "text": words("timeline.as-told"), "align": "right"}
    return [told, right] if two else []


def _ticks(
    first: datetime.date, last: datetime.date, words: Words, *, by_quarters: bool
) -> list[tuple[datetime.date, str]]:
    months = words("timeline.months").split()
    found = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = datetime.date(number // 12, number % 12 + 1, 1)
        if not (by_quarters and number % 3):
            year = by_quarters and day.month == 1
            said = str(day.year) if year else words("timeline.month", month=months[day.month - 1])
            found.append((max(day, first), said))
    return found
