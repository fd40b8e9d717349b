"""How far may one figure of a chip go before a text catches it, and what is the least cut that frees a chip?

Formula: each comparison of the law is solved exactly for the figure, and the law is then asked at every such value and between them
(`engine/largest.py`, `engine/cuts.py`). Source: each instrument's own citations. It tells the distance to limits that are public law.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .engine import inputs as ask
from .engine.chips import chip_from
from .engine.cuts import Cut, least_cuts
from .engine.largest import Largest, largest
from .engine.sweep import numeric_specs
from .engine.units import show as amount
from .view.html import Markup, join, tag
from .view.limits import cuts, stops, stretches
from .view.verdict import missing_word
from .view.words import Words

TYPED: Final = (
    "fp8",
    "fp16",
    "bf16",
    "int8",
    "fp4",
    "die_area",
    "memory_bandwidth",
    "interconnect",
    "pcie",
    "datacenter",
    "non_planar",
)


@dataclass(frozen=True)
class Inputs:
    """One figure under one text (or under the whole law of the day), or every figure of a chip; the chip, the day and the place."""

    question: str = ask.choice("largest", "cuts", default="largest")
    spec: str = ask.choice(*numeric_specs(), default="tpp")
    instrument: str = ask.instrument("oct-2023", optional=True)
    chip: str = ask.chip("nvidia-h20")
    on: datetime.date = ask.date("2025-01-01")
    to: str = ask.destination("CN")
    headquarters: str = ask.destination(optional=True)
    specs: Mapping[str, str] = ask.over(*TYPED)


@dataclass(frozen=True)
class Found:
    """How far the figure may go, or the least cut of each figure of the chip."""

    largest: Largest | None
    cuts: tuple[Cut, ...]
    inputs: Inputs


def compute(inputs: Inputs) -> Found:
    """The limit or the cuts; raises Faults with all that is wrong.

    >>> str(compute(Inputs()).largest.limit)
    '2400'
    """
    headquarters = inputs.headquarters or None
    if inputs.question == "cuts":
        chip = chip_from(inputs.specs, inputs.chip)
        return Found(None, least_cuts(chip, on=inputs.on, to=inputs.to, headquarters=headquarters), inputs)
    return Found(
        largest(
            inputs.spec,
            inputs.instrument,
            given=inputs.specs,
            chip=inputs.chip,
            on=inputs.on,
            to=inputs.to,
            headquarters=headquarters,
        ),
        (),
        inputs,
    )


def show(found: Found, words: Words) -> Markup:
    """The limit with what stands there and every stretch of values; or a table of cuts."""
    if found.largest is None:
        return cuts(found.cuts, words) if found.cuts else tag("p", tag("strong", sentence(found, words)))
    one = found.largest
    return join(
        [
            tag("p", tag("strong", sentence(found, words)), class_="value"),
            stops(one.stops, words),
            stretches(one.stretches, one.unit, words),
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    one = found.largest
    if one is None:
        freed = [cut for cut in found.cuts if cut.state == "cut"]
        if not found.cuts:
            return words("largest-spec.free")
        return words("largest-spec.some-cuts" if freed else "largest-spec.no-cut", count=len(freed))
    key = f"{one.state}-{one.end}" if one.state in ("limit", "unknown") and one.limit is not None else one.state
    return words(
        f"largest-spec.state-{key}",
        name=words.label(one.spec),
        limit=amount(one.limit, one.unit) if one.limit is not None else "",
        value=amount(one.value, one.unit) if one.value is not None else "",
        itself=words("largest-spec.itself" if one.attained else "largest-spec.not-itself"),
        missing=words.list(missing_word(name, words) for name in one.missing),
    )
