"""What is a chip's total processing performance (TPP), and which limits does it reach?

Formula: TPP = dense rate × bit length of the inputs, in the format where that is highest; a rate counted with structured sparsity is
halved first. Source: ECCN 3A090, Technical Notes 1 to 3 (15 CFR part 774, Supplement No. 1).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from .engine import inputs as ask
from .engine import units
from .engine.chips import Chip, chip_from
from .engine.errors import TextFault
from .engine.metrics import Metric, metrics
from .engine.names import metric_readings
from .view.html import Markup, join, tag
from .view.measures import rates
from .view.parts import chip_name
from .view.thresholds import thresholds, value
from .view.words import Words

FORMATS: Final = ("fp4", "fp6", "fp8", "int8", "int4", "fp16", "bf16", "tf32", "fp32", "fp64", "fp64_tensor")


@dataclass(frozen=True)
class Inputs:
    """A named chip or none, rates typed over its own, whether those are dense or sparse, how TF32 is counted, and a day."""

    chip: str = ask.chip("nvidia-h20")
    on: datetime.date = ask.date("2023-11-17")
    rates: str = ask.choice("dense", "sparse", optional=True)
    tf32_as: str = ask.choice(*metric_readings()["tf32"].options, default=metric_readings()["tf32"].default)
    specs: Mapping[str, str] = ask.over(*FORMATS)


@dataclass(frozen=True)
class Found:
    """The TPP with its steps, the chip it belongs to, and the rates that were halved, by format."""

    tpp: Metric
    chip: Chip
    on: datetime.date
    halved: Mapping[str, Decimal] = MappingProxyType({})


def compute(inputs: Inputs) -> Found:
    """TPP, exact. Raises TextFault where rates are typed and it isn't said whether they are dense or sparse.

    >>> compute(Inputs(chip="", rates="sparse", specs={"fp8": "592 TFLOPS"})).tpp.value
    Fraction(2368, 1)
    """
    if inputs.specs and not inputs.rates:
        raise TextFault("dense-or-sparse", "rates", "", expected="dense · sparse", example="dense")
    chip = chip_from(inputs.specs, inputs.chip)
    halved: dict[str, Decimal] = {}
    if inputs.rates == "sparse":
        typed = {key: chip.specs[key] for key in inputs.specs if key in chip.specs}
        halved = {key: spec.value for key, spec in typed.items() if isinstance(spec.value, Decimal)}
        dense = {key: replace(typed[key], value=rate / 2) for key, rate in halved.items()}
        chip = replace(chip, specs=MappingProxyType({**chip.specs, **dense}))
    return Found(metrics(chip, {"tf32": inputs.tf32_as})["tpp"], chip, inputs.on, MappingProxyType(halved))


def _halved(found: Found, words: Words) -> Markup:
    lines = [
        words(
            "tpp.halved", name=words.label(key), given=units.show(rate, "TFLOPS"), dense=units.show(rate / 2, "TFLOPS")
        )
        for key, rate in found.halved.items()
    ]
    return tag("ul", [tag("li", line) for line in lines], class_="steps") if lines else Markup("")


def show(found: Found, words: Words) -> Markup:
    """TPP, the rates that it is made of, and every limit on it that day."""
    return join(
        [
            value(found.tpp, _halved(found, words), words),
            rates(found.tpp, words),
            thresholds(found.tpp, found.on, words),
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    known = found.tpp.value
    shown = units.show(known, "TPP") if known is not None else words("sentence.not-known")
    return words("tpp.sentence", chip=chip_name(found.chip, words), tpp=shown)
