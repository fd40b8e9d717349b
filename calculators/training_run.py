"""How much arithmetic does a training run take, how long on how many chips, at which utilisation and price?

Formula: FLOP = 6 × active parameters × tokens (Kaplan and others, arXiv:2001.08361, section 2.1); utilisation (MFU) = FLOP / (hours ×
peak rate), after Chowdhery and others, arXiv:2204.02311, appendix B. The first values are DeepSeek-V3's own, arXiv:2412.19437, table 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.chips import Chip, chip_from
from .engine.results import Amount, by_name
from .view.html import Markup
from .view.parts import chip_name
from .view.results import results, said
from .view.words import Words

FORMATS: Final = ("bf16", "fp16", "fp8")
NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """Billions of active parameters and of tokens, the chip and how many, hours of pre-training and of the rest, the price of an hour."""

    active: Decimal = ask.decimal("37", least="0.001", most="100000")
    tokens: Decimal = ask.decimal("14800", least="0.001", most="10000000")
    chip: str = ask.chip("nvidia-h800-sxm", optional=False)
    rate: str = ask.choice(*FORMATS, default="bf16")
    chips: int = ask.number(2048, least=1, most=10_000_000)
    training: Decimal = ask.amount("2664000 h", "h")
    rest: Decimal = ask.amount("124000 h", "h")
    price: Decimal = ask.amount("2 USD/h", "USD/h")
    specs: Mapping[str, str] = ask.over(*FORMATS)


@dataclass(frozen=True)
class Found:
    """The chip and the amounts of the run."""

    chip: Chip
    amounts: tuple[Amount, ...]


def compute(inputs: Inputs) -> Found:
    """Arithmetic, sustained rate, utilisation, days and cost.

    >>> found = by_name(compute(Inputs()).amounts)
    >>> round(float(found["utilisation"].value), 1), round(float(found["days"].value), 1), found["cost"].value
    (34.6, 56.7, Fraction(5576000, 1))
    """
    chip = chip_from(inputs.specs, inputs.chip)
    work = 6 * Fraction(inputs.active) * 10**9 * Fraction(inputs.tokens) * 10**9
    hours = Fraction(inputs.training) + Fraction(inputs.rest)
    peak = chip.value(inputs.rate)
    sustained = work / (Fraction(inputs.training) * 3600) / 10**12 if inputs.training else None
    flop = Amount(
        "work",
        work / 10**24,
        "YFLOP",
        "work",
        {"active": (Fraction(inputs.active), ""), "tokens": (Fraction(inputs.tokens), "")},
    )
    amounts = [
        flop,
        Amount(
            "sustained",
            sustained,
            "TFLOPS",
            "sustained",
            {"work": (work / 10**24, "YFLOP"), "hours": (Fraction(inputs.training), "h")},
            missing=("training",),
        ),
        _utilisation(sustained, peak, inputs.rate),
        Amount(
            "days",
            hours / inputs.chips / 24,
            "d",
            "days",
            {"hours": (hours, "h"), "chips": (Fraction(inputs.chips), "")},
        ),
        Amount(
            "cost",
            hours * Fraction(inputs.price),
            "USD",
            "cost",
            {"hours": (hours, "h"), "price": (Fraction(inputs.price), "USD/h")},
            leads=True,
        ),
    ]
    return Found(chip, tuple(amounts))


def _utilisation(sustained: Fraction | None, peak: object, name: str) -> Amount:
    if sustained is None:
        return Amount("utilisation", None, "percent", missing=("training",))
    if not isinstance(peak, Decimal) or not peak:
        return Amount("utilisation", None, "percent", missing=(name,))
    terms = {"sustained": (sustained, "TFLOPS"), "peak": (Fraction(peak), "TFLOPS")}
    share = sustained / Fraction(peak) * 100
    formula = "utilisation" if share <= 100 else "utilisation-over"
    return Amount("utilisation", share, "percent", formula, terms, leads=True)


def show(found: Found, words: Words) -> Markup:
    """The amounts of the run."""
    return results("training-run", found.amounts, words)


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    named = by_name(found.amounts)
    return words(
        "training-run.sentence",
        chip=chip_name(found.chip, words),
        days=said(named["days"], words),
        cost=said(named["cost"], words),
    )
