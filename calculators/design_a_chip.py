"""Which chip may be drawn under a text, and how fast can it read or write with a large language model?

Formula: the largest TPP that passes for the die, the memory and the links that were drawn (`engine/largest.py`), all rates of the starting
chip scaled with it; then the roofline of roofline.py. The curve is the same for a row of die areas. Source: each instrument's own
citations, and those of roofline.py. It tells the distance to limits that are public law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from .engine import inputs as ask
from .engine.chips import load_chip
from .engine.largest import Largest, largest
from .engine.metrics import metrics
from .engine.results import Amount, by_name
from .view.frontier import Curve, frontier
from .view.html import Markup, join, tag
from .view.results import results, said
from .view.words import Words

AREAS: Final = (100, 300, 500, 600, 700, 750, 800, 858, 1000, 1250, 1500, 1600, 1800, 2000)
"""Die areas of the curve in mm²; 858 is what one exposure prints (26 mm × 33 mm), more takes several dies."""
FORMATS: Final = ("fp8", "bf16", "fp16", "int8", "fp4")
BILLION: Final = 10**9


@dataclass(frozen=True)
class Inputs:
    """The text, what the chip is to be good at, the chip to start from, what is drawn anew, and the model.

    The first values are the H20's, and Llama 3 70B (arXiv:2407.21783) at eight bits.
    """

    instrument: str = ask.instrument("oct-2023")
    goal: str = ask.choice("write", "read", default="write")
    chip: str = ask.chip("nvidia-h20", optional=False)
    rate: str = ask.choice(*FORMATS, default="fp8")
    die_area: Decimal = ask.quantity("die_area", "814 mm²")
    memory_bandwidth: Decimal = ask.quantity("memory_bandwidth", "4 TB/s")
    interconnect: Decimal = ask.quantity("interconnect", "900 GB/s")
    active: Decimal = ask.decimal("70.6", least="0.001", most="100000")
    bits: str = ask.choice("8", "16", "4", default="8")
    batch: int = ask.number(1, least=1, most=100_000)
    to: str = ask.destination("CN")


@dataclass(frozen=True)
class Found:
    """How far TPP may go, the amounts of the chip so drawn (none if no rate passes), and the curve."""

    largest: Largest
    amounts: tuple[Amount, ...]
    curve: Curve | None
    goal: str


def compute(inputs: Inputs) -> Found:
    """The largest TPP that passes and what it does.

    >>> found = by_name(compute(Inputs()).amounts)
    >>> found["tpp"].value, found["density"].value < Fraction("3.2"), round(found["write"].value, 1) == Fraction("56.7")
    (Fraction(2399, 1), True, True)
    """
    found = _largest(inputs, inputs.die_area)
    amounts = _amounts(inputs, inputs.die_area)
    if not amounts:
        return Found(found, (), None, inputs.goal)
    points = []
    for area in AREAS:
        reached = by_name(_amounts(inputs, Decimal(area)))
        points.append((Fraction(area), reached[inputs.goal].value if reached else None))
    own = by_name(amounts)[inputs.goal].value
    return Found(found, amounts, Curve(tuple(points), (Fraction(inputs.die_area), own)), inputs.goal)


def _largest(inputs: Inputs, area: Decimal) -> Largest:
    return _limit(
        inputs.instrument, inputs.chip, str(area), str(inputs.memory_bandwidth), str(inputs.interconnect), inputs.to
    )


@lru_cache(maxsize=256)
def _limit(instrument: str, chip: str, area: str, bandwidth: str, links: str, to: str) -> Largest:
    given = {"die_area": f"{area} mm^2", "memory_bandwidth": f"{bandwidth} GB/s", "interconnect": f"{links} GB/s"}
    return largest("tpp", instrument, given=given, chip=chip, to=to)


def _amounts(inputs: Inputs, area: Decimal) -> tuple[Amount, ...]:
    """What the chip does at the largest TPP that passes: as drawn, or its own where nothing limits it; nothing if none passes."""
    start = load_chip(inputs.chip)
    own, rate = metrics(start)["tpp"].value, start.value(inputs.rate)
    limited = _largest(inputs, area)
    if limited.state not in ("limit", "any") or not own or not isinstance(rate, Decimal):
        return ()
    tpp = limited.value if limited.state == "limit" and limited.value is not None else own
    reached = Fraction(rate) * tpp / own
    flops, bandwidth = reached * 10**12, Fraction(inputs.memory_bandwidth) * BILLION
    parameters = Fraction(inputs.active) * BILLION
    arithmetic = 2 * parameters * inputs.batch / flops if flops else Fraction(0)
    traffic = parameters * int(inputs.bits) / 8 / bandwidth if bandwidth else Fraction(0)
    write = inputs.batch / max(arithmetic, traffic) if arithmetic and traffic else Fraction(0)
    terms = {"rate": (reached, "TFLOPS"), "active": (Fraction(inputs.active), "")}
    limit = {"limit": (limited.limit or tpp, "TPP")}
    return (
        Amount("tpp", tpp, "TPP", "limit" if limited.state == "limit" else "free", limit),
        Amount("reached", reached, "TFLOPS"),
        Amount(
            "density",
            tpp / Fraction(area) if area else None,
            "TPP/mm^2",
            "quotient",
            {"above": (tpp, "TPP"), "below": (Fraction(area), "mm^2")},
            missing=() if area else ("die_area",),
        ),
        Amount("read", flops / (2 * parameters), "token/s", "read", terms, leads=inputs.goal == "read"),
        Amount(
            "write",
            write,
            "token/s",
            "write-traffic" if traffic >= arithmetic else "write-arithmetic",
            {"traffic": (traffic * 1000, "ms"), "arithmetic": (arithmetic * 1000, "ms")},
            leads=inputs.goal == "write",
        ),
    )


def show(found: Found, words: Words) -> Markup:
    """What the chip does, and the curve over the area of its dies."""
    if not found.amounts:
        return tag("p", tag("strong", sentence(found, words)))
    drawn: list[Mapping[str, str] | Markup] = []
    if found.curve:
        label = words(f"design-a-chip.curve-{found.goal}", instrument=found.largest.instrument)
        axes = (words("design-a-chip.axis-area"), words(f"design-a-chip.axis-{found.goal}"))
        drawn.append(frontier(found.curve, label, axes))
    return join([results("design-a-chip", found.amounts, words), *drawn], "")


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    if found.largest.state == "unknown":
        missing = words.list(words.label(name) for name in found.largest.missing)
        return words("design-a-chip.unknown", instrument=found.largest.instrument, names=missing)
    if not found.amounts:
        return words("design-a-chip.none", instrument=found.largest.instrument)
    named = by_name(found.amounts)
    return words(
        f"design-a-chip.sentence-{found.goal}", tpp=said(named["tpp"], words), speed=said(named[found.goal], words)
    )
