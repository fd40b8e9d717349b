"""How many chips do wafers give, and how many would a number of racks take?

Formula: gross dies of a round wafer π d² / 4 A − π d / √(2 A), after de Vries, doi:10.1109/TSM.2004.836656; yield by Poisson, e^(−A D)
(Murphy, doi:10.1109/PROC.1964.3442, compares the models). Racks, cards and power are products.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.results import Amount, by_name
from .view.html import Markup
from .view.results import results, said
from .view.words import Words

PI: Final = Decimal("3.14159265358979323846264338327950288419716939937510")
NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """A die, the wafers and their defects; racks, the cards in each, what they draw, what they cost, and a year's supply.

    The first values are the essay's racks (claims c092 to c094) and a die of 814 mm²; the defects are an assumption.
    """

    die_area: Decimal = ask.quantity("die_area", "814 mm²")
    wafers: int = ask.number(10_000, least=0, most=100_000_000)
    diameter: Decimal = ask.amount("300 mm", "mm")
    defects: Decimal = ask.decimal("0.1", least="0", most="10")
    dies: int = ask.number(1, least=1, most=64)
    racks: int = ask.number(8_100_000, least=0, most=1_000_000_000)
    cards: int = ask.number(1, least=0, most=1000)
    power: Decimal = ask.amount("400 W", "W")
    price: Decimal = ask.amount("12000 USD", "USD")
    yearly: int = ask.number(1_400_000, least=1, most=1_000_000_000)


@dataclass(frozen=True)
class Found:
    """What the wafers give and what the racks take."""

    amounts: tuple[Amount, ...]


def gross_dies(area: Decimal, diameter: Decimal) -> int:
    """Whole dies of an area in mm² on a wafer of a diameter in mm.

    >>> gross_dies(Decimal(814), Decimal(300))
    63
    """
    with localcontext() as context:
        context.prec = 40
        found = PI * diameter**2 / (4 * area) - PI * diameter / (2 * area).sqrt()
        return max(0, int(found.to_integral_value(ROUND_FLOOR)))


def compute(inputs: Inputs) -> Found:
    """Dies, yield, chips; cards, power, cost and years.

    >>> by_name(compute(Inputs()).amounts)["wanted"].value
    Fraction(8100000, 1)
    """
    if not inputs.die_area or not inputs.diameter:
        empty = (("gross", "die"), ("yield", "percent"), ("chips", ""))
        missing = ("diameter",) if inputs.die_area else ("die_area",)
        made = tuple(Amount(name, None, unit, missing=missing) for name, unit in empty)
    else:
        made = _made(inputs)
    wanted = Fraction(inputs.racks * inputs.cards)
    racks, cards = (Fraction(inputs.racks), ""), (Fraction(inputs.cards), "")
    count = (wanted, "")
    return Found(
        (
            *made,
            Amount("wanted", wanted, "", "wanted", {"racks": racks, "cards": cards}, leads=True),
            Amount(
                "draw",
                wanted * Fraction(inputs.power) / 10**9,
                "GW",
                "draw",
                {"count": count, "power": (Fraction(inputs.power), "W")},
            ),
            Amount(
                "cost",
                wanted * Fraction(inputs.price),
                "USD",
                "cost",
                {"count": count, "price": (Fraction(inputs.price), "USD")},
            ),
            Amount(
                "years",
                wanted / inputs.yearly,
                "yr",
                "years",
                {"count": count, "yearly": (Fraction(inputs.yearly), "")},
            ),
        )
    )


def _made(inputs: Inputs) -> tuple[Amount, ...]:
    gross = gross_dies(inputs.die_area, inputs.diameter)
    with localcontext() as context:
        context.prec = 40
        good = Fraction((-inputs.die_area / 100 * inputs.defects).exp())
    chips = Fraction(int(inputs.wafers * gross * good) // inputs.dies)
    area, share = (Fraction(inputs.die_area), "mm^2"), good * 100 if good * 10**8 >= 1 else Fraction(0)
    return (
        Amount("gross", Fraction(gross), "", "gross", {"area": area, "diameter": (Fraction(inputs.diameter), "mm")}),
        Amount("yield", share, "percent", "yield", {"area": area, "defects": (Fraction(inputs.defects), "")}),
        Amount(
            "chips",
            chips,
            "",
            "chips",
            {
                "wafers": (Fraction(inputs.wafers), ""),
                "gross": (Fraction(gross), ""),
                "good": (share, "percent"),
                "dies": (Fraction(inputs.dies), ""),
            },
            leads=True,
        ),
    )


def show(found: Found, words: Words) -> Markup:
    """What the wafers give and what the racks take."""
    return results("supply", found.amounts, words)


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    named = by_name(found.amounts)
    return words("supply.sentence", chips=said(named["chips"], words), wanted=said(named["wanted"], words))
