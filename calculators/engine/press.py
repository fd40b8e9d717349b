"""A number met in an article: how it can be read, and every limit and every chip's figure that it can be.

Nothing is rounded before it is compared. A number matches "exactly", or because what it is compared with rounds to it at the last
place that was written.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from . import units
from .elsewhere import Elsewhere, elsewhere
from .names import names
from .printed import FORMS, Figure, Limit, Shelf, between, figures, holds, limits
from .units import Written

PRINTED_AS: Final = {
    "TFLOPS": ("TFLOPS", "PFLOPS"),
    "GB/s": ("GB/s", "TB/s"),
    "GFLOPS/mm^2": ("GFLOPS/mm^2", "TFLOPS/mm^2"),
}
"""Units in which a number without one may have been meant, beside the one that the law is compared in."""
TAKEN_FOR: Final = {
    "TFLOPS": ("TPP", "WT"),
    "TPP": ("TFLOPS", "WT"),
    "WT": ("TFLOPS", "TPP"),
    "GFLOPS/mm^2": ("TPP/mm^2",),
    "TPP/mm^2": ("TFLOPS/mm^2",),
    "GB/s": ("GB",),
    "GB": ("GB/s",),
}
"""The units that are put behind the same digits by mistake, by the unit that was written."""
RATES: Final = ("TFLOPS", "GFLOPS/mm^2", "TPP", "TPP/mm^2")
"""What can be counted with sparsity or without."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of the number: a value in a unit of the law, and how far what rounds to it may lie away.

    `written` is the unit in which it was read; `swapped` says that it isn't the one that was typed.
    """

    value: Fraction
    unit: str
    half: Fraction
    written: str
    swapped: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Hit[T: (Limit, Figure)]:
    """What a number can be, under which reading of it, and whether exactly."""

    found: T
    look: Look
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Press:
    """What a number can be.

    `at_other_times` counts limits that don't hold on the day; `near` has, by unit, the nearest limits below and above.
    """

    written: Written
    on: datetime.date | None
    looks: tuple[Look, ...]
    limits: tuple[Hit[Limit], ...]
    at_other_times: int
    figures: tuple[Hit[Figure], ...]
    elsewhere: tuple[tuple[Elsewhere, Look], ...]
    near: tuple[tuple[str, tuple[Limit, ...], tuple[Limit, ...]], ...]

    @property
    def nothing(self) -> bool:
        """Whether there is neither a limit nor a figure nor a number of something else."""
        return not (self.limits or self.figures or self.elsewhere)


def known_units() -> tuple[str, ...]:
    """Every unit that the law or a chip's figure is given in, and that of adjusted peak performance."""
    return (*dict.fromkeys(name.unit for name in names().values() if name.unit), "WT")


def press(written: Written, on: datetime.date | None = None) -> Press:
    """Everything that a number can be; with a day, only limits that hold on it.

    >>> found = press(units.read_written("70 TFLOPS", "number"))
    >>> found.limits, [one.id for one, _ in found.elsewhere]
    ((), ['app-70'])
    >>> {hit.found.part.path for hit in press(units.read_written("2.0 GB/s/mm^2", "number")).limits}
    {'dec-2024-hbm/3A090.c'}
    """
    looks = tuple(_looks(written))
    every = sorted(_hits(limits(), looks, written), key=_order)
    hits = [hit for hit in every if on is None or holds(hit.found.part, on)]
    found = _hits(figures(), looks, written)
    told = [
        (one, look)
        for one in elsewhere()
        for look in looks
        if any(_same(form, look) for form in (one.forms if not look.swapped else one.forms[:1]))
    ]
    return Press(
        written,
        on,
        looks,
        tuple(hits),
        len(every) - len(hits),
        tuple(sorted(found, key=lambda hit: (hit.look.swapped, not hit.exact))),
        tuple({one.id: (one, look) for one, look in reversed(told)}.values()),
        tuple(_near(written, looks, hits, on)) if written.unit or not hits else (),
    )


def _looks(written: Written) -> Iterator[Look]:
    if not written.unit:
        for unit in known_units():
            yield from (_look(written, unit, meant) for meant in PRINTED_AS.get(unit, (unit,)))
        return
    own = [unit for unit in known_units() if units.alike(written.unit, unit)]
    for unit in own:
        yield _look(written, unit, written.unit)
        yield from (_look(written, unit, other, swapped=True) for other in _misspelt(written.unit))
    for other in (other for unit in own for other in TAKEN_FOR.get(unit, ())):
        unit = next(unit for unit in known_units() if units.alike(other, unit))
        yield _look(written, unit, other, swapped=True)


def _look(written: Written, unit: str, meant: str, *, swapped: bool = False) -> Look:
    factor = Fraction(units.factor(meant, unit))
    return Look(Fraction(written.number) * factor, unit, written.half * factor, meant, swapped)


def _misspelt(unit: str) -> Iterator[str]:
    """The unit with bytes for bits, and with decimal for binary prefixes, where it has such."""
    if unit.endswith("b/s"):
        yield unit.removesuffix("b/s") + "B/s"
    if "iB" in unit:
        yield unit.replace("iB", "B")


def _hits[T: (Limit, Figure)](shelf: Shelf[T], looks: tuple[Look, ...], written: Written) -> Iterator[Hit[T]]:
    for look in looks:
        half = Fraction(0) if look.swapped or not look.value else look.half
        for found in between(shelf, look.unit, look.value - half, look.value + half):
            hit = Hit(found, look, found.value == look.value)
            if _fits(hit, written):
                yield hit


def _fits(hit: Hit[Limit] | Hit[Figure], written: Written) -> bool:
    """Whether a match is worth telling: counted as it was said to be, and not so far fetched that half of all numbers would match.

    A limit in another form than the law's is told where it is met exactly; of a number without a unit, only as a dense rate.
    """
    form, look = hit.found.form, hit.look
    if look.unit in RATES and written.said and form.kind.endswith("sparse") is not (written.said == "sparse"):
        return False
    if isinstance(hit.found, Figure) or form.kind == "itself":
        return True
    return hit.exact and (bool(written.unit) or (form.kind == "dense" and look.written == look.unit))


def _order(hit: Hit[Limit]) -> tuple[object, ...]:
    return (hit.look.swapped, FORMS.index(hit.found.form.kind), not hit.exact, hit.found.part.begins)


def _same(form: Written, look: Look) -> bool:
    """Whether a number printed elsewhere is what was typed, whatever else the digits could be."""
    return units.alike(form.unit, look.unit) and form.number * units.factor(form.unit, look.unit) == look.value


def _near(
    written: Written, looks: tuple[Look, ...], hits: list[Hit[Limit]], on: datetime.date | None
) -> Iterator[tuple[str, tuple[Limit, ...], tuple[Limit, ...]]]:
    """The nearest limits on either side in each unit in which it is none; a number without a unit is held against what the law measures."""
    met = {hit.look.unit for hit in hits if not hit.look.swapped}
    typed = bool(written.unit)
    for look in {look.unit: look for look in reversed(looks) if not look.swapped}.values():
        standing = [
            limit
            for limit in limits().get(look.unit, ([], []))[1]
            if limit.form.kind == "itself" or (typed and limit.form.kind == "dense")
            if typed or names()[limit.line.name].side == "metric"
            if on is None or holds(limit.part, on)
        ]
        below = max((limit.value for limit in standing if limit.value < look.value), default=None)
        above = min((limit.value for limit in standing if limit.value > look.value), default=None)
        if standing and look.unit not in met:
            sides = [tuple(limit for limit in standing if limit.value == side) for side in (below, above)]
            yield look.unit, sides[0], sides[1]
