"""Small sums over named amounts, with their units: numbers, names, dates, + − × ÷ and parentheses, exact, and nothing is ever executed.

A name is a word with at most one dot, and its hyphens belong to it: a minus stands between spaces. `resolve` says what a name means.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

import pint

from . import units
from .errors import Fault, NameFault, near
from .results import Term

LONGEST: Final = 200
DAY: Final = "d"
KNOWN: Final = ("TFLOPS", "GB/s", "TPP", "TPP/mm^2", "percent", "GPU-hour", "USD", "CNY", "W", "d", "yr")
_COUNTED: Final = {"GPU-hour": "h", "USD/GPU-hour": "USD/h", "%": "percent", "": "dimensionless"}
_SIGNS: Final = {"*": "×", "/": "÷", "-": "−"}
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<number>\d+(?:\.\d+)?(?:e\d+)?)(?:\s*(?P<unit>(?:[A-Za-z][\w^-]*(?:/[A-Za-z][\w^-]*)*)|%))?"
    r"|(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+)?)"
    r"|(?P<sign>[-+*/×÷−()]))"
)
Dimension = tuple[tuple[str, Fraction], ...]
Resolve = Callable[[str], Term | datetime.date]


@dataclass(frozen=True, slots=True)
class Operand:
    """One thing that a sum is made of: the name it goes by ("" for a number) and its amount."""

    name: str
    amount: Term | datetime.date


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum worked out: its pieces in the order they are written, signs as texts, and the result in base units."""

    pieces: tuple[Operand | str, ...]
    value: Fraction
    dimension: Dimension

    def in_unit(self, unit: str) -> Fraction:
        """The result in a unit; one that measures something else is a Fault.

        >>> evaluate("8 × h20 + 0.2 kW", {"h20": (Fraction(400), "W")}.__getitem__).in_unit("kW")
        Fraction(17, 5)
        """
        size, dimension = measure(unit)
        if dimension != self.dimension:
            raise Fault("other-dimension", "formula", unit, expected=_said(self.dimension))
        return self.value / size


@lru_cache(maxsize=256)
def measure(unit: str) -> tuple[Fraction, Dimension]:
    """How large a unit is in base units, and what it measures; a NameFault where there is no such unit.

    >>> measure("%")
    (Fraction(1, 100), ())
    """
    try:
        one = units.registry.Quantity(Decimal(1), _COUNTED.get(unit, unit)).to_base_units()
    except (pint.UndefinedUnitError, ValueError, AttributeError):
        raise NameFault("unknown-unit", "unit", unit, expected="a unit", near=near(unit, KNOWN)) from None
    powers = sorted((str(name), Fraction(power)) for name, power in one.dimensionality.items())
    # No decimal ends on what is counted by the hour.
    return Fraction(one.magnitude).limit_denominator(10**18), tuple(powers)


def _said(dimension: Dimension) -> str:
    return " ".join(f"{name}^{power}" for name, power in dimension) or "a plain number"


def evaluate(text: str, resolve: Resolve) -> Sum:
    """Work a sum out; whatever can't be read, isn't known or doesn't fit together is a Fault.

    >>> evaluate("(2400 TPP - h20) / 2400 TPP", {"h20": (Fraction(2368), "TPP")}.__getitem__).in_unit("%")
    Fraction(4, 3)
    >>> evaluate("2024-12-26 - 2023-10-17", {}.__getitem__).in_unit("d")
    Fraction(436, 1)
    """
    return _Reader(text, resolve).whole()


Found = tuple[Fraction, Dimension]


class _Reader:
    """Reads a sum from the left: sums of products of amounts and of sums in parentheses."""

    def __init__(self, text: str, resolve: Resolve) -> None:
        self.text, self.resolve = text, resolve
        self.pieces: list[Operand | str] = list(self._split())
        self.at = 0

    def _split(self) -> Iterator[Operand | str]:
        at = 0
        while self.text[at:].strip():
            found = _TOKEN.match(self.text, at)
            if not found or len(self.text) > LONGEST:
                raise self._wrong(self.text[at:])
            at = found.end()
            if found["sign"]:
                yield _SIGNS.get(found["sign"], found["sign"])
            elif found["date"]:
                yield Operand("", datetime.date.fromisoformat(found["date"]))
            elif found["number"]:
                yield Operand("", (Fraction(found["number"]), found["unit"] or ""))
            else:
                yield Operand(found["name"], self.resolve(found["name"]))

    def _wrong(self, given: str) -> Fault:
        return Fault(
            "not-a-formula", "formula", given.strip() or self.text, example="nvidia-h20.fp8 / nvidia-h100-sxm.fp8"
        )

    def _next(self) -> Operand | str:
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def _take(self, *signs: str) -> str:
        piece = self._next()
        if isinstance(piece, str) and piece and piece in signs:
            self.at += 1
            return piece
        return ""

    def whole(self) -> Sum:
        value, dimension = self._sum()
        if self.at < len(self.pieces):
            raise self._wrong(str(self._next()))
        return Sum(tuple(self.pieces), value, dimension)

    def _sum(self) -> Found:
        value, dimension = self._product()
        while sign := self._take("+", "−"):
            other, kind = self._product()
            if kind != dimension:
                raise Fault("other-dimension", "formula", self.text, expected=_said(dimension))
            value += other if sign == "+" else -other
        return value, dimension

    def _product(self) -> Found:
        value, dimension = self._one()
        while sign := self._take("×", "÷"):
            other, kind = self._one()
            if sign == "÷" and not other:
                raise Fault("divided-by-zero", "formula", self.text)
            value = value * other if sign == "×" else value / other
            dimension = _combined(dimension, kind, 1 if sign == "×" else -1)
        return value, dimension

    def _one(self) -> Found:
        if self._take("("):
            found = self._sum()
            if not self._take(")"):
                raise self._wrong("")
            return found
        piece = self._next()
        if isinstance(piece, str):
            raise self._wrong(piece)
        self.at += 1
        if isinstance(piece.amount, datetime.date):
            size, dimension = measure(DAY)
            return size * piece.amount.toordinal(), dimension
        size, dimension = measure(piece.amount[1])
        return piece.amount[0] * size, dimension


def _combined(one: Dimension, other: Dimension, sign: int) -> Dimension:
    powers = dict(one)
    for name, power in other:
        powers[name] = powers.get(name, Fraction(0)) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))
