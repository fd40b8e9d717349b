"""Two measures as a plane, and where the verdict changes in it: exact regions, found by asking the law itself.

A point stands for a chip that is known by its two measures and by what a `Setting` says of the rest. Between two neighbouring limits of
the texts in force no comparison can flip, so one question a cell settles it; nothing is drawn by hand.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from .chips import Chip, chip_from, chips
from .judge import Case, Judgement, case_for_law, judge
from .law import Part
from .law_files import law
from .metrics import Metric, metrics
from .names import names
from .question import movement, party_defaults, read_readings
from .rows import outcome

EMBARGO: Final = "part-746"


@dataclass(frozen=True, slots=True)
class Plane:
    """Two measures. `x` and `y` list the names under which texts limit each, `total` those of their sum; the first name is the axis."""

    id: str
    x: tuple[str, ...]
    y: tuple[str, ...]
    total: tuple[str, ...] = ()


PLANES: Final[Mapping[str, Plane]] = MappingProxyType(
    {
        "tpp-density": Plane("tpp-density", ("tpp", "bit_tops"), ("performance_density",)),
        "memory-io": Plane(
            "memory-io",
            ("memory_bandwidth",),
            ("interconnect_bandwidth", "link_bandwidth"),
            ("bandwidth_sum", "memory_link_sum"),
        ),
    }
)
MEASURES: Final = ("tpp", "performance_density", "memory_bandwidth", "interconnect_bandwidth")


@dataclass(frozen=True, slots=True)
class Setting:
    """A day, where the chip goes, who buys, who made it, and whether it is sold for data centres ("yes", "no", "" unknown)."""

    on: datetime.date
    to: str
    headquarters: str
    maker: str = "other"
    datacenter: str = "yes"


@dataclass(frozen=True, slots=True)
class Point:
    """The four measures of a chip, exact, in TPP, TPP/mm² and GB/s; None where one isn't known."""

    tpp: Fraction | None = None
    performance_density: Fraction | None = None
    memory_bandwidth: Fraction | None = None
    interconnect_bandwidth: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says: the outcome in one word, the review where a licence is required, whether an exception asks for notice, and
    whether an embargo stands beside it.
    """

    outcome: str
    review: str | None = None
    notice: bool = False
    embargoed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A named chip in a plane: its two measures, and what the law says of the chip itself, its name and maker included."""

    chip: Chip
    x: Metric
    y: Metric
    answer: Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader's point stands: the plane's id, the id of the chip it began with ("" for none), and what the law says of it."""

    plane: str
    chip: str
    point: Point
    setting: Setting
    answer: Answer
    judgement: Judgement


def judged(point: Point, setting: Setting) -> tuple[Answer, Judgement]:
    """The law of the day applied to a point: the same forward rule as `assess`, with the measures put in as they are.

    Taken of the rest: dies on a non-planar process, sent from the United States, sold by its seller, a processor that no letter names,
    all input and output on chip-to-chip links.

    >>> setting = Setting(datetime.date(2023, 12, 1), "CN", "CN")
    >>> judged(Point(Fraction(4800), Fraction(1)), setting)[0].outcome, judged(Point(Fraction(1599), Fraction(9)), setting)[0].outcome
    ('denial', 'not-controlled')
    """
    chip = _blank(setting)
    found = {**metrics(chip, dict(_chosen())), **_measures(point)}
    return _judge(chip, found, setting)


def _judge(chip: Chip, found: Mapping[str, Metric], setting: Setting) -> tuple[Answer, Judgement]:
    parts = parts_of(setting.on)
    facts = _facts(setting.on, setting.to, setting.headquarters)
    case: Case = case_for_law(law(), chip, setting.on, found, facts, parts)
    main = judge(case, parts, frozenset())
    return _answer(main, setting.on), main


def _answer(main: Judgement, day: datetime.date) -> Answer:
    if day < law().first_day:
        return Answer("no-rule")
    lifting = {e.part.path: e for r in main.requirements if r.state == "exception" for e in r.exceptions if e.truth}
    return Answer(
        outcome(main.licence, main.review),
        main.review if main.licence == "required" else None,
        main.licence == "exception" and bool(lifting) and all(e.part.notice for e in lifting.values()),
        any(w.part.instrument == EMBARGO and w.truth for w in main.warnings),
    )


@lru_cache(maxsize=1)
def _chosen() -> tuple[tuple[str, str], ...]:
    return read_readings(law(), {})


@lru_cache(maxsize=64)
def parts_of(day: datetime.date) -> tuple[Part, ...]:
    """The parts of the law that count on a day, under the default readings."""
    return tuple(p for p in law().in_force(day, _chosen()) if law().instruments[p.instrument].counts)


@lru_cache(maxsize=64)
def _facts(day: datetime.date, to: str, headquarters: str) -> Mapping[str, Any]:
    sides = {"to": to, "from": "US", "headquarters": headquarters, "movement": movement("US", to)}
    return MappingProxyType({**party_defaults(day), **sides})


@lru_cache(maxsize=128)
def _blank(setting: Setting) -> Chip:
    return chip_from({"maker": setting.maker, "datacenter": setting.datacenter, "non_planar": "yes"})


def _measures(point: Point) -> dict[str, Metric]:
    """A point's measures under every name that a text may use."""
    memory, io = point.memory_bandwidth, point.interconnect_bandwidth
    total = None if memory is None or io is None else memory + io
    values = {
        "tpp": point.tpp,
        "bit_tops": point.tpp,
        "performance_density": point.performance_density,
        "memory_bandwidth": memory,
        "interconnect_bandwidth": io,
        "link_bandwidth": io,
        "bandwidth_sum": total,
        "memory_link_sum": total,
    }
    least = {name: Fraction(0) if value is None else value for name, value in values.items()}
    if total is None:
        least |= dict.fromkeys(("bandwidth_sum", "memory_link_sum"), (memory or Fraction(0)) + (io or Fraction(0)))
    return {
        name: Metric(name, names()[name].unit, least[name], value, () if value is not None else (name,))
        for name, value in values.items()
    }


def put(point: Point, plane: Plane, x: Fraction, y: Fraction) -> Point:
    """The point with its two measures of a plane set."""
    return replace(point, **{plane.x[0]: x, plane.y[0]: y})


def placed(plane: Plane, setting: Setting) -> tuple[Placed, ...]:
    """Every processor in the data with its place in a plane, in the order of their ids."""
    answers = _answers(setting.on, setting.to, setting.headquarters)
    return tuple(
        Placed(chip, found[plane.x[0]], found[plane.y[0]], answer)
        for chip, answer in answers
        if (found := metrics(chip, dict(_chosen())))
    )


@lru_cache(maxsize=64)
def _answers(on: datetime.date, to: str, headquarters: str) -> tuple[tuple[Chip, Answer], ...]:
    setting = Setting(on, to, headquarters)
    known = (chip for chip in chips().values() if chip.kind == "processor")
    return tuple((chip, _judge(chip, metrics(chip, dict(_chosen())), setting)[0]) for chip in known)


def held_fixed(plane: Plane, point: Point) -> Point:
    """The point without the two measures that a plane's own axes show: what its regions hang on."""
    return replace(point, **{plane.x[0]: None, plane.y[0]: None})
