"""The rows that a map is drawn from: exact regions and points as numbers for a screen, and where names go without covering each other.

Nothing is decided by these numbers; they are rounded and clipped to what the picture shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import log10
from typing import Any, Final

from ..engine.plane import PLANES, Answer, Placed, Point, Setting, held_fixed, placed
from ..engine.regions import Box, Edge, Span, edges, regions
from ..engine.units import show
from .chart import AXES, SIZES, Axis, Size, between, steps
from .words import Words

Row = dict[str, Any]
Rows = dict[str, list[Row]]
SAMPLES: Final = 24
# Where a name may stand beside its point: shift in pixels and alignment, best first.
_PLACES: Final = (
    (9, 0, "left"),
    (-9, 0, "right"),
    (0, -15, "center"),
    (0, 15, "center"),
    (7, -10, "left"),
    (7, 10, "left"),
    (-7, -10, "right"),
    (-7, 10, "right"),
)
Rectangle = tuple[float, float, float, float]


@lru_cache(maxsize=64)
def _still(plane: str, setting: Setting, held: Point, chosen: str, words: Words) -> dict[str, Any]:
    """What stays while the reader's point moves."""
    along, up = AXES[plane]
    found = PLANES[plane]
    lines = edges(found, setting, held)
    drawn = [row for edge in lines for row in _edge(edge, along, up)]
    marks = list(_marks(placed(found, setting), along, up, words))
    return {
        "regions": [row for n, box in enumerate(regions(found, setting, held)) for row in _region(n, box, along, up)],
        "edges": drawn,
        "chips": [{key: row[key] for key in ("x", "y", "outcome", "chip", "tip")} for row in marks],
        "sizes": {
            name: {
                "names": list(_names(marks, drawn, chosen, size, along, up)),
                "limits": list(_limits(lines, size, along, up)),
            }
            for name, size in SIZES.items()
        },
    }


def rows(plane: str, setting: Setting, point: Point, answer: Answer, chosen: str, words: Words) -> dict[str, Any]:
    """Every row of a map: the same for both sizes, but for the names, which fit the one or the other.

    `point` is the reader's, with its `answer`; a point outside stands at the edge. `chosen` is the id of a chip that is named first.
    """
    along, up = AXES[plane]
    x, y = (getattr(point, axis.name) for axis in (along, up))
    here = [] if x is None or y is None else [{"x": _inside(x, along), "y": _inside(y, up)}]
    return {
        **_still(plane, setting, held_fixed(PLANES[plane], point), chosen, words),
        "cross": here,
        "point": [{**row, "outcome": answer.outcome} for row in here],
    }


def for_size(found: dict[str, Any], size: str) -> Rows:
    """The rows of a map at one size, by the names that its `spec` gives them."""
    return {**{name: value for name, value in found.items() if name != "sizes"}, **found["sizes"][size]}


def _number(value: float) -> float:
    return float(f"{value:.6g}")


def _inside(value: Fraction, axis: Axis) -> float:
    return _number(min(max(float(value), axis.least), axis.most))


def _ends(low: Fraction | None, high: Fraction | None, axis: Axis) -> tuple[float, float]:
    return (
        axis.least if low is None else max(float(low), axis.least),
        axis.most if high is None else min(float(high), axis.most),
    )


def _shown(span: Span, axis: Axis) -> tuple[float, float]:
    low, high = span
    return _ends(low[0] if low else None, high[0] if high else None, axis)


def _region(number: int, box: Box, along: Axis, up: Axis) -> Iterator[Row]:
    """An area as samples along x: two for a rectangle, more where a sum cuts it, since a straight sum is a curve here."""
    (left, right), (bottom, top) = _shown(box.x, along), _shown(box.y, up)
    low, high = (float(cut[0]) if cut else None for cut in box.total)
    if left >= right or bottom >= top:
        return
    stops = {left, right}
    for total in (low, high):
        if total is not None:
            stops |= {stop for stop in (total - bottom, total - top) if left < stop < right}
    for first, last in between(list(stops)):
        curved = low is not None or high is not None
        samples = steps(first, last, SAMPLES if curved else 1)
        heights = [
            (x, bottom if low is None else max(bottom, low - x), top if high is None else min(top, high - x))
            for x in samples
        ]
        if all(above >= below for _, below, above in heights):
            for x, below, above in heights:
                yield {
                    "region": number,
                    "outcome": box.answer.outcome,
                    "x": _number(x),
                    "y": _number(below),
                    "y2": _number(above),
                }


def _edge(edge: Edge, along: Axis, up: Axis) -> Iterator[Row]:
    at = float(edge.at)
    name = f"{edge.along} {at:g} {float(edge.start):g}"
    if edge.along == "total":
        start, end = _ends(edge.start, edge.end, along)
        start, end = max(start, at - up.most), min(end, at - up.least)
        samples = [(x, at - x) for x in steps(start, end, SAMPLES)] if 0 < start < end else []
    elif edge.along == "x":
        samples = [(at, y) for y in _ends(edge.start, edge.end, up)]
    else:
        samples = [(x, at) for x in _ends(edge.start, edge.end, along)]
    for order, (x, y) in enumerate(samples):
        yield {"edge": name, "order": order, "x": _number(x), "y": _number(y)}


def _marks(found: Iterable[Placed], along: Axis, up: Axis, words: Words) -> Iterator[Row]:
    """One mark for chips at the same place; those whose place isn't known, or lies outside, stand in the table alone."""
    together: dict[tuple[Fraction, Fraction, str], list[Placed]] = {}
    for each in found:
        if each.x.value is not None and each.y.value is not None:
            together.setdefault((each.x.value, each.y.value, each.answer.outcome), []).append(each)
    for (x, y, outcome), chips in together.items():
        if along.least <= x <= along.most and up.least <= y <= up.most:
            more = len(chips) - 1
            yield {
                "x": _number(float(x)),
                "y": _number(float(y)),
                "outcome": outcome,
                "chip": chips[0].chip.id,
                "ids": [each.chip.id for each in chips],
                "text": chips[0].chip.name + (f" +{more}" if more else ""),
                "tip": words(
                    "law-map.tip",
                    chips=words.list(each.chip.name for each in chips),
                    x=show(x, along.unit),
                    y=show(y, up.unit),
                    outcome=words(f"outcome.{outcome}"),
                ),
            }


def _names(marks: Sequence[Row], lines: Sequence[Row], chosen: str, size: Size, along: Axis, up: Axis) -> Iterator[Row]:
    """The chips that are named in the picture: the chosen one, then those nearest to a line, as long as there is room."""
    dots = [_pixel(row, size, along, up) for row in marks]
    near = _dense(lines, size, along, up)
    taken: list[Rectangle] = [(x - 6, y - 6, x + 6, y + 6) for x, y in dots]

    def weight(number: int) -> tuple[bool, float]:
        return chosen not in marks[number]["ids"], _distance(dots[number], near)

    written = 0
    for number in sorted(range(len(marks)), key=weight):
        row = marks[number]
        # The reader's ring is larger than a chip's.
        push = 1.6 if chosen in row["ids"] else 1
        for dx, dy, align in _PLACES:
            spot = _spot(dots[number], row["text"], dx * push, dy * push, align, size)
            fits = spot[0] >= 0 and spot[2] <= size.width and spot[1] >= 0 and spot[3] <= size.height
            others = (other for n, other in enumerate(taken) if n != number)
            if fits and not any(_meet(spot, other) for other in others):
                taken.append(spot)
                written += 1
                shift = {"dx": _number(dx * push), "dy": _number(dy * push), "align": align}
                yield {"x": row["x"], "y": row["y"], "text": row["text"], **shift}
                break
        if written == size.labels:
            return


def _distance(dot: tuple[float, float], lines: Iterable[tuple[float, float]]) -> float:
    return min((abs(dot[0] - x) + abs(dot[1] - y) for x, y in lines), default=0.0)


def _dense(lines: Sequence[Row], size: Size, along: Axis, up: Axis) -> list[tuple[float, float]]:
    """Points along the lines, some pixels apart."""
    found = []
    for one, other in pairwise(lines):
        if one["edge"] == other["edge"]:
            (x0, y0), (x1, y1) = (_pixel(row, size, along, up) for row in (one, other))
            found += [(x0 + (x1 - x0) * n / 12, y0 + (y1 - y0) * n / 12) for n in range(13)]
    return found


def _pixel(row: Row, size: Size, along: Axis, up: Axis) -> tuple[float, float]:
    return size.width * _share(row["x"], along), size.height * (1 - _share(row["y"], up))


def _share(value: float, axis: Axis) -> float:
    return log10(value / axis.least) / log10(axis.most / axis.least)


def _spot(dot: tuple[float, float], text: str, dx: float, dy: float, align: str, size: Size) -> Rectangle:
    # Wider than most fonts draw it: a name that is cut would be worse than one left out.
    font = size.font - 1
    width = sum(font * (1.0 if ord(sign) > 0x2E7F else 0.6) for sign in text)
    x, y = dot[0] + dx, dot[1] + dy
    left = x if align == "left" else x - width if align == "right" else x - width / 2
    return left, y - font * 0.65, left + width, y + font * 0.65


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _limits(lines: Iterable[Edge], size: Size, along: Axis, up: Axis) -> Iterator[Row]:
    """What a line stands at, written outside the frame where it ends; of two too close together, the first."""
    for name, axis, fixed in (("x", along, up), ("y", up, along)):
        last = None
        for at in sorted({edge.at for edge in lines if edge.along == name and axis.least < edge.at < axis.most}):
            place = (size.width if name == "x" else size.height) * _share(float(at), axis)
            text = show(at)
            room = 6.5 * len(text) if name == "x" else size.font
            if last is not None and place - last < room:
                continue
            last = place
            if name == "x":
                yield {"x": float(at), "y": fixed.most, "text": text, "dx": 0, "dy": -9, "align": "center"}
            else:
                yield {"x": fixed.most, "y": float(at), "text": text, "dx": 6, "dy": 0, "align": "left"}


__all__ = ["for_size", "rows"]
