"""How long do chips take to exchange what they have computed, and how much of a training step is that?

Formula: ring all-reduce 2 (n − 1) / n × message / bandwidth of one direction + 2 (n − 1) × latency (Patarasuk and Yuan, doi:
10.1016/j.jpdc.2008.09.002); all-to-all (n − 1) / n × message / bandwidth + (n − 1) × latency. What arithmetic hides counts only beyond
the overlap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.chips import Chip, chip_from, load_chip
from .engine.results import Amount, by_name
from .view.html import Markup, join, tag
from .view.parts import chip_name
from .view.results import compared, results, said
from .view.words import Words

NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """Two chips, how many are joined, the message of each, the latency of a hop, and the arithmetic of a step with its overlap."""

    chip: str = ask.chip("nvidia-h800-sxm", optional=False)
    against: str = ask.chip("nvidia-h100-sxm")
    chips: int = ask.number(8, least=2, most=1_000_000)
    message: Decimal = ask.amount("1 GB", "GB")
    latency: Decimal = ask.amount("2 us", "us")
    arithmetic: Decimal = ask.amount("20 ms", "ms")
    overlap: int = ask.number(50, least=0, most=100)
    specs: Mapping[str, str] = ask.over("interconnect")


@dataclass(frozen=True)
class Found:
    """The amounts of the chip and of the one it is set against."""

    chip: Chip
    amounts: tuple[Amount, ...]
    other: Chip | None = None
    others: tuple[Amount, ...] = ()


def compute(inputs: Inputs) -> Found:
    """All-reduce, all-to-all, and the share of a step that waits for them.

    >>> found = compute(Inputs(latency=Decimal(0)))
    >>> by_name(found.amounts)["all-reduce"].value / by_name(found.others)["all-reduce"].value
    Fraction(9, 4)
    """
    chip = chip_from(inputs.specs, inputs.chip)
    other = load_chip(inputs.against) if inputs.against else None
    return Found(chip, _amounts(chip, inputs), other, _amounts(other, inputs) if other else ())


def _amounts(chip: Chip, asked: Inputs) -> tuple[Amount, ...]:
    both = chip.value("interconnect")
    if not isinstance(both, Decimal) or not both:
        named = (("all-reduce", "ms"), ("all-to-all", "ms"), ("waiting", "ms"), ("share", "percent"))
        return tuple(Amount(name, None, unit, missing=("interconnect",)) for name, unit in named)
    n, way = asked.chips, Fraction(both) / 2
    hop = Fraction(asked.latency) / 1000
    once = Fraction(n - 1, n) * Fraction(asked.message) / way * 1000
    reduce_time, exchange = 2 * once + 2 * (n - 1) * hop, once + (n - 1) * hop
    step = Fraction(asked.arithmetic)
    waiting = max(Fraction(0), reduce_time - step * asked.overlap / 100)
    terms = {
        "message": (Fraction(asked.message), "GB"),
        "way": (way, "GB/s"),
        "n": (Fraction(n), ""),
        "hop": (hop, "ms"),
    }
    return (
        Amount("all-reduce", reduce_time, "ms", "all-reduce", terms, leads=True),
        Amount("all-to-all", exchange, "ms", "all-to-all", terms),
        Amount(
            "waiting",
            waiting,
            "ms",
            "waiting" if waiting else "hidden",
            {"time": (reduce_time, "ms"), "hidden": (step * asked.overlap / 100, "ms")},
        ),
        Amount(
            "share",
            waiting / (step + waiting) * 100 if step + waiting else Fraction(0),
            "percent",
            "share",
            {"waiting": (waiting, "ms"), "step": (step, "ms")},
        ),
    )


def show(found: Found, words: Words) -> Markup:
    """Both chips' amounts side by side."""
    sides = [(found.chip, found.amounts), *([(found.other, found.others)] if found.other else [])]
    columns = [
        tag("section", tag("h2", chip_name(chip, words)), results("interconnect", amounts, words))
        for chip, amounts in sides
    ]
    one, two = (by_name(a)["all-reduce"].value if a else None for a in (found.amounts, found.others))
    line = (
        compared("interconnect.all-reduce", one / two, chip_name(found.other, words), words)
        if one and two and found.other
        else ""
    )
    return join([tag("p", line, class_="findings") if line else "", tag("div", columns, class_="sides")], "")


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    time = by_name(found.amounts)["all-reduce"]
    return words("interconnect.sentence", chip=chip_name(found.chip, words), time=said(time, words))
