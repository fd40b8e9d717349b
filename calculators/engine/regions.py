"""The regions of a plane, exact: one question for every cell between two neighbouring limits of the texts in force.

Between them no comparison can flip, so one answer holds for the whole cell; a limit itself belongs to the side that its operator says.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from .plane import Answer, Plane, Point, Setting, held_fixed, judged, parts_of, put
from .rules import rules_of

Cut = tuple[Fraction, bool]
"""Where an answer may change: a limit, and whether the limit itself belongs to what lies below it ("over", "or less")."""
Span = tuple[Cut | None, Cut | None]
"""What lies between two cuts; None: from zero, without end."""


@dataclass(frozen=True, slots=True)
class Box:
    """A region of a plane: all points between its cuts have the same answer."""

    x: Span
    y: Span
    total: Span
    answer: Answer

    def holds(self, x: Fraction, y: Fraction) -> bool:
        """Whether a point lies in it, its edges as the operators say."""
        return all(_within(v, span) for v, span in ((x, self.x), (y, self.y), (x + y, self.total)))


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the answer changes: along `x` or `y` at a value, from `start` to `end` on the other axis; along `total` on x."""

    along: str
    at: Fraction
    start: Fraction
    end: Fraction | None


def _cuts(wanted: Iterable[str], day: datetime.date) -> list[Span]:
    """The spans between the limits that texts in force put on some names."""
    found = {
        (line.value, line.operator in (">", "<="))
        for part in parts_of(day)
        for line in rules_of(part.condition)
        if line.name in wanted and isinstance(line.value, Fraction)
    }
    return list(pairwise([None, *sorted(found), None]))


def _within(value: Fraction, span: Span) -> bool:
    low, high = span
    above = low is None or value > low[0] or (value == low[0] and not low[1])
    return above and (high is None or value < high[0] or (value == high[0] and high[1]))


def _inner(x: Span, y: Span, total: Span) -> tuple[Fraction, Fraction] | None:
    """A point inside a cell, off its edges; None where the three spans don't meet."""
    (x0, x1), (y0, y1), (t0, t1) = _ends(x), _ends(y), _ends(total)
    low, high = max(x0 + y0, t0), _least(None if x1 is None or y1 is None else x1 + y1, t1)
    if high is not None and (low > high or (low == high and t0 != t1 and (x0 != x1 or y0 != y1))):
        return None
    at = low + 1 if high is None else (low + high) / 2
    left, right = max(x0, Fraction(0) if y1 is None else at - y1), _least(x1, at - y0)
    middle = left if right is None else (left + right) / 2
    return middle, at - middle


def _ends(span: Span) -> tuple[Fraction, Fraction | None]:
    return (span[0][0] if span[0] else Fraction(0)), (span[1][0] if span[1] else None)


def _least(*values: Fraction | None) -> Fraction | None:
    return min((value for value in values if value is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Grid:
    xs: list[Span]
    ys: list[Span]
    totals: list[Span]
    answers: Mapping[tuple[int, int, int], Answer]


@lru_cache(maxsize=128)
def _grid(plane: Plane, setting: Setting, held: Point) -> _Grid:
    xs, ys, totals = (_cuts(wanted, setting.on) for wanted in (plane.x, plane.y, plane.total))
    answers = {}
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            for k, total in enumerate(totals):
                if inside := _inner(x, y, total):
                    answers[i, j, k] = judged(put(held, plane, *inside), setting)[0]
    return _Grid(xs, ys, totals, answers)


@lru_cache(maxsize=128)
def _regions(plane: Plane, setting: Setting, held: Point) -> tuple[Box, ...]:
    grid = _grid(plane, setting, held)
    columns = [
        _merged((Box(x, y, *piece) for j, y in enumerate(grid.ys) for piece in _pieces(grid, i, j)), "y")
        for i, x in enumerate(grid.xs)
    ]
    return tuple(_merged((box for column in columns for box in column), "x"))


def _merged(boxes: Iterable[Box], along: str) -> list[Box]:
    """Boxes of which two make one larger box put together along an axis."""
    found: list[Box] = []
    for box in boxes:
        own: Span = getattr(box, along)
        for n, other in enumerate(found):
            before: Span = getattr(other, along)
            if before[1] == own[0] and own[0] and _spanning(other, along, own) == box:
                found[n] = _spanning(other, along, (before[0], own[1]))
                break
        else:
            found.append(box)
    return found


def _spanning(box: Box, along: str, span: Span) -> Box:
    return Box(span if along == "x" else box.x, span if along == "y" else box.y, box.total, box.answer)


def _pieces(grid: _Grid, i: int, j: int) -> Iterator[tuple[Span, Answer]]:
    """One rectangle of the grid: its answers by the sum, neighbours with the same answer as one; the whole sum where there is one only."""
    here = [(k, grid.answers[i, j, k]) for k in range(len(grid.totals)) if (i, j, k) in grid.answers]
    if len({answer for _, answer in here}) == 1:
        yield (None, None), here[0][1]
        return
    start = 0
    for n, (k, answer) in enumerate(here):
        if n + 1 == len(here) or here[n + 1][1] != answer:
            low = None if start == 0 else grid.totals[here[start][0]][0]
            yield (low, None if n + 1 == len(here) else grid.totals[k][1]), answer
            start = n + 1


def regions(plane: Plane, setting: Setting, point: Point) -> tuple[Box, ...]:
    """The regions of a plane, through the point's other two measures; together they hold every point of it once.

    >>> from calculators.engine.plane import PLANES
    >>> found = regions(PLANES["tpp-density"], Setting(datetime.date(2022, 11, 1), "CN", "CN"), Point(interconnect_bandwidth=Fraction(600)))
    >>> [(box.x[1] and box.x[1][0], box.answer.outcome) for box in found]
    [(Fraction(4800, 1), 'not-controlled'), (None, 'not-stated')]
    """
    return _regions(plane, setting, held_fixed(plane, point))


def edges(plane: Plane, setting: Setting, point: Point) -> tuple[Edge, ...]:
    """Every line in a plane at which the answer changes, each as long as it does."""
    return _edges(plane, setting, held_fixed(plane, point))


@lru_cache(maxsize=128)
def _edges(plane: Plane, setting: Setting, held: Point) -> tuple[Edge, ...]:
    boxes = _regions(plane, setting, held)

    def answer(x: Fraction, y: Fraction) -> Answer:
        return next(box.answer for box in boxes if box.holds(x, y))

    grid = _grid(plane, setting, held)
    totals = [cut[1][0] for cut in grid.totals if cut[1]]
    found: list[Edge] = []
    for along, spans, across in (("x", grid.xs, grid.ys), ("y", grid.ys, grid.xs)):
        for at in dict.fromkeys(span[1][0] for span in spans if span[1]):
            stops = {_ends(span)[0] for span in across} | {total - at for total in totals if total > at}
            for start, end in _stretches(stops):
                middle = start + 1 if end is None else (start + end) / 2
                near = _nearest(at, totals, middle)
                sides = [(at - near, middle), (at + near, middle)]
                one, other = (answer(*(side if along == "x" else side[::-1])) for side in sides)
                if one != other:
                    found.append(Edge(along, at, start, end))
    for total in totals:
        stops = {_ends(span)[0] for span in grid.xs} | {total - _ends(span)[0] for span in grid.ys}
        for start, end in _stretches({stop for stop in stops if 0 <= stop <= total}):
            if end is not None:
                middle = (start + end) / 2
                near = min(end - start, total) / 1000
                if answer(middle - near / 2, total - middle - near / 2) != answer(
                    middle + near / 2, total - middle + near / 2
                ):
                    found.append(Edge("total", total, start, end))
    return tuple(_joined(found))


def _nearest(at: Fraction, totals: list[Fraction], middle: Fraction) -> Fraction:
    """A step off a line that crosses no other one."""
    gaps = [abs(total - at - middle) for total in totals if total != at + middle]
    return min([*gaps, at, Fraction(1)]) / 1000


def _stretches(stops: set[Fraction]) -> Iterator[tuple[Fraction, Fraction | None]]:
    ordered = sorted(stops | {Fraction(0)})
    return zip(ordered, [*ordered[1:], None], strict=True)


def _joined(found: Iterable[Edge]) -> Iterator[Edge]:
    waiting: Edge | None = None
    for edge in found:
        if waiting and (waiting.along, waiting.at, waiting.end) == (edge.along, edge.at, edge.start):
            waiting = Edge(edge.along, edge.at, waiting.start, edge.end)
            continue
        if waiting:
            yield waiting
        waiting = edge
    if waiting:
        yield waiting
