"""Every number that an article can print of a limit or of a chip: as the law or the datasheet has it, and in the forms it is given in.

A limit on TPP is a rate at each bit length; a rate with 2:1 sparsity is twice the dense one; links are printed one way or both ways;
a system's figure may be that of all its chips. Which formats are printed sparse is what chip files say with `evidence = "halved"`.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from .chips import Chip, Spec, chips
from .law import Chosen, Part
from .law_files import law
from .metrics import Metric, metrics
from .names import names, rates, specs
from .question import read_readings
from .rules import Line, lettered

FORMS: Final = ("itself", "dense", "one-way", "sparse", "total", "total-sparse")
LINKS: Final = ("interconnect", "pcie", "link_bandwidth", "interconnect_bandwidth")
MEASURES: Final = (
    "tpp",
    "performance_density",
    "interconnect_bandwidth",
    "bandwidth_sum",
    "memory_link_sum",
    "hbm_density",
    "told_density",
)
"""The metrics that are not one of the chip's own figures under another name."""
SUMMED: Final = ("memory", "memory_bandwidth")
"""What a system's datasheet gives for all its chips, beside rates."""
PER_AREA: Final = {"TPP": ("TFLOPS", 1), "TPP/mm^2": ("GFLOPS/mm^2", 1000)}
"""The rate that a measure of the law is, once divided by a bit length, and how many of it one is."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a number is given: `kind` is one of `FORMS`.

    `bits` is the length at which a limit on TPP is that rate; `count` the chips of which a total is the sum.
    """

    kind: str = "itself"
    bits: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """One comparison of a text in one form, with the letters that it stands under in its part."""

    value: Fraction
    unit: str
    form: Form
    part: Part
    line: Line
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure or metric of a chip in one form; `other` for one that another source gives instead."""

    value: Fraction
    unit: str
    form: Form
    chip: Chip
    name: str
    other: bool = False


type Shelf[T] = Mapping[str, tuple[list[float], list[T]]]
"""By unit: what stands there in the order of its values, and these values as floats, which find the place and decide nothing."""
_SLACK: Final = Fraction(1, 10**9)


# Not kept in the browser's snapshot, where it would be a twentieth: a third of a second makes it again.
@cache
def limits() -> Shelf[Limit]:
    """Every numeric limit of every text in every form, by unit, in the order of their values.

    >>> at = between(limits(), "GFLOPS/mm^2", Fraction(370), Fraction(370))
    >>> [(limit.part.path, limit.form.bits) for limit in at if limit.form.kind != "sparse"]
    [('oct-2023/3A090.a', 16), ('oct-2023/3A090.b', 16), ('as-told/told October 2024', 0)]
    """
    return _shelved(form for part in _parts() for limit in _limits_of(part) for form in _limit_forms(limit))


@cache
def figures() -> Shelf[Figure]:
    """Every numeric figure and metric of every chip in every form, by unit, in the order of their values.

    >>> h20 = [f.name for f in between(figures(), "TFLOPS", Fraction(296), Fraction(296)) if f.chip.id == "nvidia-h20"]
    >>> sorted(h20)
    ['bf16', 'fp16', 'fp8']
    """
    return _shelved(figure for chip in chips().values() for figure in _figures_of(chip))


def between[T: (Limit, Figure)](shelf: Shelf[T], unit: str, low: Fraction, high: Fraction) -> list[T]:
    """What stands on a shelf from one value to another, both included."""
    values, found = shelf.get(unit, ([], []))
    first, last = (float(low * (1 - _SLACK)), float(high * (1 + _SLACK)))
    return [
        each for each in found[bisect_left(values, first) : bisect_right(values, last)] if low <= each.value <= high
    ]


def _shelved[T: (Limit, Figure)](found: Iterable[T]) -> Shelf[T]:
    shelf: dict[str, list[T]] = {}
    for each in found:
        shelf.setdefault(each.unit, []).append(each)
    for row in shelf.values():
        row.sort(key=lambda one: float(one.value))
    return {unit: ([float(one.value) for one in row], row) for unit, row in shelf.items()}


def _parts() -> Iterator[Part]:
    return (part for instrument in law().instruments.values() for part in instrument.parts)


def _limits_of(part: Part) -> Iterator[Limit]:
    found: dict[str, Limit] = {}
    tests = (*part.presumes, *(promise.test for promise in part.provided if promise.test))
    for letter, line in (*lettered(part.condition), *(("", test) for test in tests)):
        if isinstance(line.value, Fraction):
            known = found.get(line.text) or Limit(line.value, names()[line.name].unit, Form(), part, line, ())
            letters = tuple(dict.fromkeys((*known.letters, *filter(None, (letter,)))))
            found[line.text] = replace(known, letters=letters)
    return iter(found.values())


def _limit_forms(limit: Limit) -> Iterator[Limit]:
    yield limit
    if limit.line.name in LINKS:
        yield replace(limit, value=limit.value / 2, form=Form("one-way"))
    if names()[limit.line.name].side == "metric" and limit.unit in PER_AREA:
        unit, times = PER_AREA[limit.unit]
        for bits in bit_lengths():
            dense = limit.value * times / bits
            yield replace(limit, value=dense, unit=unit, form=Form("dense", bits))
            if printed_sparse().intersection(bit_lengths()[bits]):
                yield replace(limit, value=2 * dense, unit=unit, form=Form("sparse", bits))


@lru_cache(maxsize=1)
def bit_lengths() -> Mapping[int, tuple[str, ...]]:
    """The formats of each bit length, longest first.

    >>> bit_lengths()[8]
    ('fp8', 'int8')
    """
    found: dict[int, tuple[str, ...]] = {}
    for key, name in rates().items():
        found[name.bits] = (*found.get(name.bits, ()), key)
    return dict(sorted(found.items(), reverse=True))


@lru_cache(maxsize=1)
def printed_sparse() -> frozenset[str]:
    """The formats of which some datasheet prints a rate with sparsity.

    >>> "fp8" in printed_sparse(), "fp64" in printed_sparse()
    (True, False)
    """
    return frozenset(key for chip in chips().values() for key, spec in chip.specs.items() if spec.evidence == "halved")


def _figures_of(chip: Chip) -> Iterator[Figure]:
    inside = chip.inside[0].specs if len(chip.inside) == 1 else {}
    for key, spec in chip.specs.items():
        if inside.get(key) is not spec:
            for each, other in ((spec, False), *((c, True) for c in spec.conflicts)):
                yield from _spec_forms(Figure(Fraction(0), names()[key].unit, Form(), chip, key, other), each)
        elif len(chip.contains) == 1 and (key in SUMMED or key in rates()):
            yield from _total(chip, key, spec)
    if not chip.is_system:
        yield from _metric_forms(chip, metrics(chip))


def _spec_forms(figure: Figure, spec: Spec) -> Iterator[Figure]:
    if not isinstance(spec.value, Decimal | Fraction):
        return
    value = Fraction(spec.value)
    rate = figure.name in rates()
    yield replace(figure, value=value, form=Form("dense" if rate else "itself"))
    if figure.name in printed_sparse():
        yield replace(figure, value=2 * value, form=Form("sparse"))
    if figure.name in LINKS:
        yield replace(figure, value=value / 2, form=Form("one-way"))


def _total(system: Chip, key: str, spec: Spec) -> Iterator[Figure]:
    count = system.contains[0][0]
    if isinstance(spec.value, Decimal | Fraction):
        figure = Figure(count * Fraction(spec.value), specs()[key].unit, Form("total", count=count), system, key)
        yield figure
        if key in printed_sparse():
            yield replace(figure, value=2 * figure.value, form=Form("total-sparse", count=count))


def _metric_forms(chip: Chip, found: Mapping[str, Metric]) -> Iterator[Figure]:
    sparse = any(
        step.terms["format"] in printed_sparse() and step.terms["value"] == (found["tpp"].value, "TPP")
        for step in found["tpp"].steps
    )
    for name in MEASURES:
        metric = found[name]
        if metric.value is None:
            continue
        figure = Figure(metric.value, metric.unit, Form(), chip, name)
        yield figure
        if name in LINKS:
            yield replace(figure, value=metric.value / 2, form=Form("one-way"))
        if sparse and name in ("tpp", "performance_density", "told_density"):
            yield replace(figure, value=2 * metric.value, form=Form("sparse"))


# When a limit holds


def under(part: Part) -> Chosen:
    """The readings under which a part can hold: the defaults, with the part's own."""
    return read_readings(law(), dict([part.reading]) if part.reading else {})


def holds(part: Part, day: datetime.date) -> bool:
    """Whether a part holds on a day, under its own reading where it has one.

    >>> clause = next(part for part in law().instruments["oct-2023"].parts if part.id == "3A090.a")
    >>> holds(clause, datetime.date(2023, 11, 16)), holds(clause, datetime.date(2023, 11, 17))
    (False, True)
    """
    return part in law().in_force(day, under(part))


@lru_cache(maxsize=512)
def until(part: Part) -> datetime.date | None:
    """The first day on which a part no longer holds, by its own date or since another replaced it; None where none is known."""
    options = dict(under(part))
    ends = [part.ends] if part.ends else []
    for instrument in law().instruments.values():
        if part.instrument in instrument.replaces or part.path in instrument.replaces:
            ends.append(instrument.effective)
        ends += [
            other.begins
            for other in instrument.parts
            if {part.path, part.instrument} & set(other.replaces)
            and (other.reading is None or options[other.reading[0]] == other.reading[1])
        ]
    return min(ends, default=None)
