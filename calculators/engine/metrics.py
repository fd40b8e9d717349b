"""What the law measures of a chip: each metric is a span of exact values, the specs that are missing, and its steps.

A span and not a number, because a text may be decided by what is known: links of 600 GB/s with an unknown host link are
"at least 600", and that meets "600 GB/s or more".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from . import units
from .chips import Chip
from .names import metric_readings, names, rates


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a computation: `formula` names it in locale (`steps.*`), `terms` fill it."""

    formula: str
    terms: Mapping[str, tuple[Fraction, str] | str]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of one chip.

    `low` and `high` bound its value in `unit` (high None: no bound); both equal when it is known. `undefined` says that the
    text gives it no value (a density without non-planar dies), `maybe_undefined` that this depends on a missing spec. Two
    metrics are equal where they compare alike, however they were computed.

    >>> from calculators import load_chip
    >>> tpp = metrics(load_chip("nvidia-h20"))["tpp"]
    >>> tpp.value, str(tpp.quantity)
    (Fraction(2368, 1), '2368 total_processing_performance')
    """

    name: str
    unit: str
    low: Fraction
    high: Fraction | None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=(), compare=False)
    undefined: bool = False
    maybe_undefined: tuple[str, ...] = ()
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Made once: one metric is compared with many limits, and a fraction is slow to hash."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash((self.name, self.low, self.high, self.missing, self.undefined)))
        return self._hash or 0

    @property
    def value(self) -> Fraction | None:
        """The exact value, or None where it isn't known or not defined."""
        known = self.high is self.low or self.high == self.low
        return self.low if known and not self.undefined else None

    @property
    def quantity(self) -> Any:
        """The value as a pint quantity, or None.

        >>> from calculators.engine.chips import load_chip
        >>> str(metrics(load_chip("nvidia-h20"))["tpp"].quantity)
        '2368 total_processing_performance'
        """
        return None if self.value is None else units.quantity(self.value, self.unit)


Chosen = tuple[tuple[str, str], ...]
_COUNTED: Final = {"tf32": "tf32", "io-dies": "io_die_area"}


def metrics(chip: Chip, readings: Mapping[str, str] | None = None) -> dict[str, Metric]:
    """Every metric of a chip, under the chosen readings of `names.toml` (`tf32`, `io-dies`; else their defaults).

    Of a system with one kind of chip inside: those of one such chip.

    TPP: ECCN 3A090, Technical Notes 1 to 3; performance density: Technical Note 4; memory bandwidth density: Technical Note to
    3A090.c; DRAM and interconnect bandwidth: notes to Supplement No. 2 to part 748 (dd)(1).

    >>> from calculators.engine.chips import load_chip
    >>> found = metrics(load_chip("nvidia-h20"))
    >>> found["tpp"].value, found["interconnect_bandwidth"].value, found["performance_density"].value
    (Fraction(2368, 1), Fraction(1028, 1), Fraction(32, 11))
    """
    item, chosen = _read(chip, readings or {})
    return _metrics(item, chosen)


def _read(chip: Chip, readings: Mapping[str, str]) -> tuple[Chip, Chosen]:
    """Whose metrics they are, and the readings that bear on them."""
    item = chip.inside[0] if len(chip.inside) == 1 else chip
    chosen = {id: reading.default for id, reading in metric_readings().items()}
    for id, option in readings.items():
        if id in chosen and item.value(_COUNTED[id]) is not None:
            chosen[id] = option
    return item, tuple(sorted(chosen.items()))


@lru_cache(maxsize=512)
def _read_metrics(chip: Chip, chosen: Chosen) -> tuple[Metric, Metric]:
    """The two that a reading may change, and on which the others hang: TPP and applicable die area."""
    return _tpp(chip, dict(chosen)), _area(chip, dict(chosen))


@lru_cache(maxsize=512)
def _metrics(chip: Chip, chosen: Chosen) -> dict[str, Metric]:
    tpp, area = _read_metrics(chip, chosen)
    links, host, memory = (_spec(chip, key) for key in ("interconnect", "pcie", "memory_bandwidth"))
    found = [
        tpp,
        _renamed(tpp, "bit_tops"),
        _density(tpp, area, chip),
        _renamed(memory, "memory_bandwidth"),
        _renamed(links, "link_bandwidth"),
        _sum("interconnect_bandwidth", links, host),
        _sum("bandwidth_sum", memory, links, host),
        _sum("memory_link_sum", memory, links),
        _quotient("hbm_density", memory, _spec(chip, "package_area")),
        *_told(chip),
    ]
    return {metric.name: metric for metric in found}


def _spec(chip: Chip, key: str) -> Metric:
    """A spec as a metric: known, or at least zero and missing."""
    value = chip.value(key)
    if isinstance(value, Decimal | Fraction):
        exact = Fraction(value)
        return Metric(key, names()[key].unit, exact, exact)
    return Metric(key, names()[key].unit, Fraction(0), None, (key,))


def _renamed(metric: Metric, name: str) -> Metric:
    return Metric(
        name,
        names()[name].unit if name in names() else metric.unit,
        metric.low,
        metric.high,
        metric.missing,
        metric.steps,
    )


@lru_cache(maxsize=64)
def _bits(number: int) -> Fraction:
    return Fraction(number)


def _tpp(chip: Chip, chosen: Mapping[str, str]) -> Metric:
    """The highest of bits × dense rate; a format that isn't given is taken as not offered, no format at all as unknown."""
    tf32_bits = metric_readings()["tf32"].bits[chosen["tf32"]]
    steps = []
    for key, name in rates().items():
        rate = chip.value(key)
        if isinstance(rate, Decimal | Fraction):
            exact, bits = Fraction(rate), tf32_bits if key == "tf32" else name.bits
            value = exact * bits
            steps.append(
                (
                    value,
                    Step(
                        "tpp",
                        {
                            "format": key,
                            "rate": (exact, name.unit),
                            "bits": (_bits(bits), "bit"),
                            "value": (value, "TPP"),
                        },
                    ),
                )
            )
    if not steps:
        return Metric("tpp", "TPP", Fraction(0), None, ("tpp",))
    best = max(value for value, _ in steps)
    return Metric("tpp", "TPP", best, best, steps=tuple(step for _, step in steps))


def _area(chip: Chip, chosen: Mapping[str, str]) -> Metric:
    """Applicable die area: the logic dies, with separate I/O dies unless the reading leaves them out."""
    dies = _spec(chip, "die_area")
    extra = chip.value("io_die_area")
    if not isinstance(extra, Decimal | Fraction) or chosen["io-dies"] == "left-out" or dies.high is None:
        return dies
    total = dies.low + Fraction(extra)
    step = Step("area", {"dies": (dies.low, "mm^2"), "io_dies": (Fraction(extra), "mm^2"), "value": (total, "mm^2")})
    return Metric("die_area", "mm^2", total, total, steps=(step,))


def _density(tpp: Metric, area: Metric, chip: Chip) -> Metric:
    """TPP / applicable die area, which holds only dies on a non-planar process: without one there is no density."""
    planar = chip.value("non_planar")
    if planar == "no":
        return Metric(
            "performance_density",
            "TPP/mm^2",
            Fraction(0),
            Fraction(0),
            undefined=True,
            steps=(Step("planar", {}),),
        )
    found = _quotient("performance_density", tpp, area)
    doubt = ("non_planar",) if planar is None and area.high is not None else ()
    return Metric(
        found.name,
        found.unit,
        found.low,
        found.high,
        found.missing,
        area.steps + found.steps,
        maybe_undefined=doubt,
    )


def _quotient(name: str, above: Metric, below: Metric, times: int = 1) -> Metric:
    unit = names()[name].unit
    missing = above.missing + below.missing
    low = times * above.low / below.high if below.high else Fraction(0)
    if above.high is None or not below.low:
        high = None
    else:
        high = low if above.high is above.low and below.high is below.low else times * above.high / below.low
    steps = (
        ()
        if missing or high is None
        else (
            Step(
                "quotient",
                {"above": (above.low, above.unit), "below": (below.low, below.unit), "value": (low, unit)},
            ),
        )
    )
    return Metric(name, unit, low, high, missing, steps)


def _sum(name: str, *parts: Metric) -> Metric:
    known = [part for part in parts if part.high is not None]
    low = sum((part.low for part in known), Fraction(0))
    missing = tuple(m for part in parts for m in part.missing)
    step = Step("sum", {part.name: (part.low, part.unit) for part in known} | {"value": (low, "GB/s")})
    return Metric(name, "GB/s", low, None if missing else low, missing, (step,) if known else ())


def _told(chip: Chip) -> tuple[Metric, Metric]:
    """The essay's two measures, which hold at 16 bits only: the dense 16-bit rate, and the same by area."""
    rate = _spec(chip, "fp16" if chip.value("fp16") is not None else "bf16")
    if rate.missing:
        rate = Metric("told_rate", "TFLOPS", Fraction(0), None, ("fp16",))
    density = _quotient("told_density", rate, _spec(chip, "die_area"), times=1000)
    return _renamed(rate, "told_rate"), density


def same(chip: Chip, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two choices of readings come to the same metrics of a chip.

    >>> from calculators.engine.chips import load_chip
    >>> same(load_chip("nvidia-h20"), {"tf32": "stored"}, {"tf32": "used"})
    True
    """
    return _read_metrics(*_read(chip, one)) == _read_metrics(*_read(chip, other))


SHOWN: Final = (
    "tpp",
    "performance_density",
    "memory_bandwidth",
    "interconnect_bandwidth",
    "link_bandwidth",
    "bandwidth_sum",
    "hbm_density",
)
