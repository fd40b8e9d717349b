"""What is a chip's performance density, and which limits does it reach?

Formula: TPP / applicable die area, the area in mm² of all logic dies on a process with non-planar transistors, I/O dies included; where
no die is on such a process the text gives no density. Source: ECCN 3A090, Technical Note 4 (15 CFR part 774, Supplement No. 1).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .engine import inputs as ask
from .engine import units
from .engine.chips import Chip, chip_from
from .engine.metrics import Metric, metrics
from .engine.names import metric_readings
from .engine.names import rates as rate_names
from .view.html import Markup, join
from .view.measures import rates, steps
from .view.parts import chip_name
from .view.thresholds import thresholds, value
from .view.words import Words

READING: Final = metric_readings()["io-dies"]


@dataclass(frozen=True)
class Inputs:
    """A chip or a TPP, its logic dies and its I/O dies, each on a planar process or not, how I/O dies are counted, and a day."""

    chip: str = ask.chip("nvidia-h20")
    on: datetime.date = ask.date("2023-11-17")
    tpp: Decimal | None = ask.quantity("tpp", optional=True)
    dies: int = ask.number(1, least=1, most=64)
    io_non_planar: str = ask.choice("yes", "no", default="yes")
    io_dies_as: str = ask.choice(*READING.options, default=READING.default)
    specs: Mapping[str, str] = ask.over("die_area", "non_planar", "io_die_area")


@dataclass(frozen=True)
class Found:
    """The density with its steps, the TPP it is made of, and the chip with the dies that count."""

    density: Metric
    tpp: Metric
    chip: Chip
    on: datetime.date


def compute(inputs: Inputs) -> Found:
    """Performance density, exact; a die on a planar process doesn't count.

    >>> compute(Inputs(chip="", tpp=Decimal(4736), dies=2, specs={"die_area": "400 mm^2", "non_planar": "yes"})).density.value
    Fraction(148, 25)
    """
    given = dict(inputs.specs)
    chip = chip_from(given, inputs.chip)
    area, io_area = chip.value("die_area"), chip.value("io_die_area")
    counted: dict[str, str] = {}
    if isinstance(area, Decimal) and inputs.dies > 1:
        counted["die_area"] = f"{area * inputs.dies} mm^2"
    if isinstance(io_area, Decimal) and inputs.io_non_planar == "no":
        counted["io_die_area"] = ""
    elif isinstance(io_area, Decimal) and chip.value("non_planar") == "no" and inputs.io_dies_as == READING.default:
        counted |= {"die_area": f"{io_area} mm^2", "io_die_area": "", "non_planar": "yes"}
    if inputs.tpp is not None:
        counted["fp8"] = f"{inputs.tpp / 8} TFLOPS"
    base = chip if inputs.tpp is None else chip.change({key: "" for key in rate_names() if chip.value(key) is not None})
    found = metrics(base.change(counted), {"io-dies": inputs.io_dies_as})
    return Found(found["performance_density"], found["tpp"], chip, inputs.on)


def show(found: Found, words: Words) -> Markup:
    """The density with its steps, the TPP, and every limit on it that day."""
    density = found.density
    return join(
        [value(density, steps(density, words), words), rates(found.tpp, words), thresholds(density, found.on, words)],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    known = found.density.value
    key = "sentence.not-defined" if found.density.undefined else "sentence.not-known"
    shown = units.show(known, "TPP/mm^2") if known is not None else words(key)
    return words("performance-density.sentence", chip=chip_name(found.chip, words), density=shown)
