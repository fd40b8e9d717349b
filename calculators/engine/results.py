"""What a calculator found: amounts, each with the formula and the terms that it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from . import units

Term = tuple[Fraction, str]


@dataclass(frozen=True, slots=True)
class Amount:
    """One result: `name` and `formula` are words of the calculator, `terms` fill the formula; None where something is missing.

    >>> ridge = Amount("ridge", Fraction(37), "FLOP/B", "quotient", {"above": (Fraction(148), "TFLOPS"), "below": (Fraction(4), "TB/s")})
    >>> str(ridge.quantity)
    '37 operation / byte'
    """

    name: str
    value: Fraction | None
    unit: str
    formula: str = ""
    terms: Mapping[str, Term] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[str, ...] = ()
    leads: bool = False

    @property
    def quantity(self) -> Any:
        """The amount as a pint quantity, or None."""
        return None if self.value is None else units.quantity(self.value, self.unit)


def in_unit(value: Fraction, unit: str, to: str) -> Fraction:
    """A value in another unit, exact.

    >>> in_unit(Fraction(335, 100), "TB/s", "GB/s")
    Fraction(3350, 1)
    """
    return value * Fraction(units.factor(unit, to))


def by_name(found: tuple[Amount, ...]) -> dict[str, Amount]:
    """Amounts by their names."""
    return {amount.name: amount for amount in found}
