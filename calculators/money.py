"""What does a chip cost for what it does, and how do a write-down, a fee and a duty compare with what they are taken from?

Formula: quotients and shares of sums in dollars. Source: prices and sums are the reader's; the first values are those of the essay's
record (claims c045, c048 and c096) and of the revenue share and the duty, each cited in `data/regulations/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .engine import inputs as ask
from .engine.chips import Chip, chip_from
from .engine.metrics import metrics
from .engine.results import Amount, by_name
from .view.html import Markup
from .view.parts import chip_name
from .view.results import results, said
from .view.words import Words

BILLION: Final = 10**9
NOTE: Final = "sums.note"


@dataclass(frozen=True)
class Inputs:
    """A chip and its price, the rate of exchange, a write-down and a year's profit, sales with the share of the state, and a duty."""

    chip: str = ask.chip("nvidia-h20", optional=False)
    price: Decimal = ask.amount("12000 USD", "USD")
    exchange: Decimal = ask.amount("7.2 CNY/USD", "CNY/USD")
    loss: Decimal = ask.decimal("4.5", most="10000")
    profit: Decimal = ask.decimal("72.88", most="10000")
    sales: Decimal = ask.decimal("1", most="10000")
    fee: Decimal = ask.decimal("15", most="100")
    duty: Decimal = ask.decimal("25", most="1000")
    specs: Mapping[str, str] = ask.over("fp8", "bf16", "memory_bandwidth")


@dataclass(frozen=True)
class Found:
    """The chip and the sums."""

    chip: Chip
    amounts: tuple[Amount, ...]


def compute(inputs: Inputs) -> Found:
    """Prices for performance, and shares.

    >>> round(float(by_name(compute(Inputs()).amounts)["loss-share"].value), 1)
    6.2
    """
    chip = chip_from(inputs.specs, inputs.chip)
    price = Fraction(inputs.price)
    rate, bandwidth, tpp = chip.value("bf16"), chip.value("memory_bandwidth"), metrics(chip)["tpp"].value
    per = (
        ("per-rate", rate, "USD/TFLOPS", "TFLOPS", "bf16"),
        ("per-bandwidth", bandwidth, "USD/(GB/s)", "GB/s", "memory_bandwidth"),
        ("per-tpp", tpp, "USD/TPP", "TPP", "tpp"),
    )
    money = (price, "USD")
    return Found(
        chip,
        (
            Amount(
                "in-yuan",
                price * Fraction(inputs.exchange),
                "CNY",
                "in-yuan",
                {"price": money, "exchange": (Fraction(inputs.exchange), "CNY/USD")},
            ),
            *(
                Amount(name, price / Fraction(value), unit, "per", {"price": money, "measure": (Fraction(value), of)})
                if isinstance(value, Decimal | Fraction) and value
                else Amount(name, None, unit, missing=(key,))
                for name, value, unit, of, key in per
            ),
            _share("loss-share", inputs.loss, inputs.profit),
            _of("fee-sum", inputs.fee, Fraction(inputs.sales) * BILLION),
            _of("duty-sum", inputs.duty, price),
        ),
    )


def _of(name: str, rate: Decimal, sum_: Fraction) -> Amount:
    terms = {"rate": (Fraction(rate), "percent"), "sum": (sum_, "USD")}
    return Amount(name, sum_ * Fraction(rate) / 100, "USD", "of", terms)


def _share(name: str, part: Decimal, whole: Decimal) -> Amount:
    if not whole:
        return Amount(name, None, "percent", missing=("profit",))
    terms = {"part": (Fraction(part) * BILLION, "USD"), "whole": (Fraction(whole) * BILLION, "USD")}
    return Amount(name, Fraction(part) / Fraction(whole) * 100, "percent", "share", terms, leads=True)


def show(found: Found, words: Words) -> Markup:
    """The sums."""
    return results("money", found.amounts, words)


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    return words(
        "money.sentence", chip=chip_name(found.chip, words), price=said(by_name(found.amounts)["per-tpp"], words)
    )
