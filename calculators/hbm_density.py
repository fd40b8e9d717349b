"""What is the memory bandwidth density of a memory stack, and is it a 3A090.c item?

Formula: memory bandwidth / area of the package or stack; the area is the package's where the stack sits in one. Source: ECCN 3A090.c
and its technical note (15 CFR part 774, Supplement No. 1); License Exception HBM, 15 CFR 740.25.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from .engine import inputs as ask
from .engine import units
from .engine.chips import Chip, chip_from
from .engine.metrics import Metric, metrics
from .engine.verdict import Verdict, assess
from .view.html import Markup, join
from .view.measures import steps
from .view.thresholds import thresholds, value
from .view.verdict import head
from .view.words import Words


@dataclass(frozen=True)
class Inputs:
    """The stack's bandwidth and area, a day and a destination. The first values are an example, not a product."""

    memory_bandwidth: Decimal = ask.quantity("memory_bandwidth", "819.2 GB/s")
    package_area: Decimal = ask.quantity("package_area", "110 mm²")
    on: datetime.date = ask.date("2025-01-15")
    to: str = ask.destination("CN")


@dataclass(frozen=True)
class Found:
    """The density with its steps, and the verdict on the stack sold as memory."""

    density: Metric
    verdict: Verdict


def item(inputs: Inputs) -> Chip:
    """The stack as an item of the law: memory, sold as such."""
    return chip_from(
        {
            "kind": "memory",
            "hbm": "yes",
            "memory_bandwidth": f"{inputs.memory_bandwidth} GB/s",
            "package_area": f"{inputs.package_area} mm^2",
        }
    )


def compute(inputs: Inputs) -> Found:
    """The density and the verdict.

    >>> compute(Inputs(memory_bandwidth=Decimal(220), package_area=Decimal(110))).density.value
    Fraction(2, 1)
    """
    chip = item(inputs)
    return Found(metrics(chip)["hbm_density"], assess(chip, on=inputs.on, to=inputs.to))


def show(found: Found, words: Words) -> Markup:
    """The density, the verdict on it, and every limit on it that day."""
    density, verdict = found.density, found.verdict
    return join(
        [value(density, steps(density, words), words), head(verdict, words), thresholds(density, verdict.on, words)], ""
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    known = found.density.value
    assert known is not None
    return words("hbm-density.sentence", density=units.show(known, "GB/s/mm^2"))
