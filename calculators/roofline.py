"""How fast does a chip read a prompt and write an answer with a large language model, and what holds it back?

Formula: the roofline of Williams, Waterman and Patterson (doi:10.1145/1498765.1498785): whichever takes longer, arithmetic at the peak
rate or traffic at the memory's bandwidth. A token costs two operations for each active parameter (Kaplan and others, arXiv:2001.08361,
section 2.1); writing one token reads the active weights once and every cached token of the batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.chips import Chip, chip_from, load_chip
from .engine.results import Amount, Term, by_name, in_unit
from .view.html import Markup, join, tag
from .view.parts import chip_name
from .view.results import compared, results, said
from .view.words import Words

FORMATS: Final = ("bf16", "fp16", "fp8", "fp4", "int8")
BILLION: Final = 10**9
NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """Two chips and a model: billions of parameters, bits of a weight, bytes that a token leaves in the cache, prompt and batch.

    The first values are those of Llama 3 70B (arXiv:2407.21783): 80 layers, 8 heads of 128 for keys and values, at 16 bits.
    """

    chip: str = ask.chip("nvidia-h20", optional=False)
    against: str = ask.chip("nvidia-h100-sxm")
    rate: str = ask.choice(*FORMATS, default="bf16")
    parameters: Decimal = ask.decimal("70.6", least="0.001", most="100000")
    active: Decimal = ask.decimal("70.6", least="0.001", most="100000")
    bits: str = ask.choice("16", "8", "4", default="16")
    cache: Decimal = ask.amount("327.68 kB", "kB")
    prompt: int = ask.number(2048, least=1, most=10_000_000)
    batch: int = ask.number(1, least=1, most=100_000)
    specs: Mapping[str, str] = ask.over("bf16", "fp16", "fp8", "fp4", "int8", "memory_bandwidth", "memory")


@dataclass(frozen=True)
class Found:
    """The amounts of the chip and of the one it is set against, by name."""

    chip: Chip
    amounts: tuple[Amount, ...]
    other: Chip | None = None
    others: tuple[Amount, ...] = ()


def compute(inputs: Inputs) -> Found:
    """Ridge point, memory, and the time to read the prompt and to write a token.

    >>> by_name(compute(Inputs()).amounts)["ridge"].value
    Fraction(37, 1)
    """
    chip = chip_from(inputs.specs, inputs.chip)
    other = load_chip(inputs.against) if inputs.against else None
    return Found(chip, _amounts(chip, inputs), other, _amounts(other, inputs) if other else ())


def _amounts(chip: Chip, asked: Inputs) -> tuple[Amount, ...]:
    rate, bandwidth = chip.value(asked.rate), chip.value("memory_bandwidth")
    weights = Fraction(asked.parameters) * BILLION * int(asked.bits) / 8
    moved = Fraction(asked.active) * BILLION * int(asked.bits) / 8
    cache = Fraction(asked.cache) * 1000 * asked.prompt * asked.batch
    memory = _memory(weights, cache, chip.value("memory"))
    missing = tuple(
        key
        for key, value in ((asked.rate, rate), ("memory_bandwidth", bandwidth))
        if not isinstance(value, Decimal) or not value
    )
    if missing:
        named = (("ridge", "FLOP/B"), ("prefill", "ms"), ("decode", "ms"), ("speed", "token/s"))
        return (memory, *(Amount(name, None, unit, missing=missing) for name, unit in named))
    flops = in_unit(Fraction(rate), "TFLOPS", "FLOPS")  # type: ignore[arg-type]
    bytes_a_second = in_unit(Fraction(bandwidth), "GB/s", "Bps")  # type: ignore[arg-type]
    reading = 2 * Fraction(asked.active) * BILLION * asked.prompt * asked.batch
    writing = 2 * Fraction(asked.active) * BILLION * asked.batch
    arithmetic, traffic = writing / flops, (moved + cache) / bytes_a_second
    token = max(arithmetic, traffic)
    return (
        Amount(
            "ridge",
            flops / bytes_a_second,
            "FLOP/B",
            "quotient",
            {"above": (Fraction(rate), "TFLOPS"), "below": (Fraction(bandwidth), "GB/s")},  # type: ignore[arg-type]
        ),
        memory,
        Amount(
            "prefill",
            reading / flops * 1000,
            "ms",
            "prefill",
            {"work": (reading / 10**12, "TFLOP"), "rate": (flops / 10**12, "TFLOPS")},
        ),
        Amount(
            "decode",
            token * 1000,
            "ms",
            "decode-traffic" if traffic >= arithmetic else "decode-arithmetic",
            {
                "traffic": (traffic * 1000, "ms"),
                "moved": _gb(moved + cache),
                "bandwidth": (bytes_a_second / BILLION, "GB/s"),
                "arithmetic": (arithmetic * 1000, "ms"),
            },
        ),
        Amount("speed", asked.batch / token, "token/s", leads=True),
    )


def _memory(weights: Fraction, cache: Fraction, holds: object) -> Amount:
    terms = {"weights": _gb(weights), "cache": _gb(cache)}
    needed = (weights + cache) / BILLION
    if isinstance(holds, Decimal) and holds < needed:
        return Amount("memory", needed, "GB", "memory-over", {**terms, "holds": (Fraction(holds), "GB")})
    return Amount("memory", needed, "GB", "memory", terms)


def _gb(value: Fraction) -> Term:
    return value / BILLION, "GB"


def ratio(found: Found, name: str) -> Fraction | None:
    """How many times as much the first chip has of an amount as the other, or None where either is missing.

    >>> ratio(compute(Inputs()), "speed") == Fraction(4000, 3350)
    True
    """
    one, other = by_name(found.amounts)[name].value, by_name(found.others)[name].value if found.others else None
    if not one or not other:
        return None
    return one / other


def show(found: Found, words: Words) -> Markup:
    """Both chips' amounts side by side, and the two ratios that matter."""
    sides = [(found.chip, found.amounts), *([(found.other, found.others)] if found.other else [])]
    columns = [
        tag("section", tag("h2", chip_name(chip, words)), results("roofline", amounts, words))
        for chip, amounts in sides
    ]
    lines = [
        compared(f"roofline.{name}", times, chip_name(found.other, words), words)
        for name in ("prefill", "decode")
        if found.other and (times := ratio(found, name)) is not None
    ]
    return join(
        [
            tag("ul", [tag("li", line) for line in lines], class_="findings") if lines else "",
            tag("div", columns, class_="sides"),
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    return words(
        "roofline.sentence", chip=chip_name(found.chip, words), speed=said(by_name(found.amounts)["speed"], words)
    )
