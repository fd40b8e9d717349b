"""How many of one chip is another: by format, dense or sparse, one chip or a system of several?

Formula: quotients of peak rates, of memory bandwidths and of memory. Source: the figures of `data/chips/`, each cited there; a rate
with 2:1 sparsity is twice the dense one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.chips import Chip, chip_from, load_chip
from .engine.results import Amount, by_name
from .view.html import Markup
from .view.parts import chip_name
from .view.results import results, said
from .view.words import Words

MEASURES: Final = ("fp4", "fp8", "fp16", "bf16", "tf32", "fp64", "memory_bandwidth", "memory", "interconnect")
SPARSE: Final = MEASURES[:5]
"""Formats in which sparsity doubles a rate; double precision has none."""
NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """A chip, how many of it stand together, and whether its rates are counted with sparsity; the same of the chip it is counted in."""

    chip: str = ask.chip("nvidia-b300", optional=False)
    count: int = ask.number(1, least=1, most=1_000_000)
    rates: str = ask.choice("dense", "sparse", default="dense")
    against: str = ask.chip("nvidia-h100-sxm", optional=False)
    other_count: int = ask.number(1, least=1, most=1_000_000)
    other_rates: str = ask.choice("dense", "sparse", default="dense")
    specs: Mapping[str, str] = ask.over(*MEASURES)


@dataclass(frozen=True)
class Found:
    """Both chips and the quotients by measure."""

    chip: Chip
    other: Chip
    amounts: tuple[Amount, ...]


def compute(inputs: Inputs) -> Found:
    """The quotients.

    >>> by_name(compute(Inputs(chip="nvidia-h20")).amounts)["memory-bandwidth"].value == Fraction(4000, 3350)
    True
    """
    chip, other = chip_from(inputs.specs, inputs.chip), load_chip(inputs.against)
    amounts = []
    for key in MEASURES:
        name = key.replace("_", "-")
        one, two = chip.value(key), other.value(key)
        if not isinstance(one, Decimal) or not isinstance(two, Decimal) or not one or not two:
            without = [c.id for c, value in ((chip, one), (other, two)) if not isinstance(value, Decimal) or not value]
            amounts.append(Amount(name, None, "", missing=tuple(f"{id}.{key}" for id in without)))
            continue
        unit = {"memory_bandwidth": "GB/s", "interconnect": "GB/s", "memory": "GB"}.get(key, "TFLOPS")
        above = Fraction(one) * inputs.count * (2 if key in SPARSE and inputs.rates == "sparse" else 1)
        below = Fraction(two) * inputs.other_count * (2 if key in SPARSE and inputs.other_rates == "sparse" else 1)
        amounts.append(Amount(name, above / below, "", "quotient", {"above": (above, unit), "below": (below, unit)}))
    return Found(chip, other, tuple(amounts))


def show(found: Found, words: Words) -> Markup:
    """The quotients by measure."""
    return results("equivalents", found.amounts, words)


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    return words(
        "equivalents.sentence",
        chip=chip_name(found.chip, words),
        other=chip_name(found.other, words),
        times=said(by_name(found.amounts)["fp8"], words),
    )
