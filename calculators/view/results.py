"""Amounts as readers see them: name, value with its unit, and the formula with its terms."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from ..engine.chips import load_chip
from ..engine.names import names
from ..engine.results import Amount
from ..engine.units import show
from .html import Markup, tag
from .parts import chip_name
from .words import Words


def results(name: str, found: Iterable[Amount], words: Words) -> Markup:
    """The amounts of the calculator `name` as a list, the leading ones in bold; what is missing is named."""
    return tag("dl", [_amount(name, amount, words) for amount in found], class_="metrics results")


COUNTED: Final[Mapping[str, str]] = {"d": "days", "yr": "years", "h": "hours", "token/s": "tokens"}
"""Units that stand as words of the language, with their key under `counted`."""


def said(amount: Amount, words: Words) -> str:
    """An amount's value with its unit, or that it isn't known."""
    return words("sentence.not-known") if amount.value is None else figure(amount.value, amount.unit, words)


def figure(value: Fraction, unit: str, words: Words) -> str:
    """A figure in full, with its unit as the language writes it.

    >>> from .words import words
    >>> figure(Fraction(567, 10), "d", words("en")), figure(Fraction(1), "d", words("en")), figure(Fraction(37), "FLOP/B", words("en"))
    ('56.7\\xa0days', '1\\xa0day', '37\\xa0FLOP/B')
    """
    if unit not in COUNTED:
        return show(value, unit)
    shown = show(value)
    return words(f"counted.{COUNTED[unit]}{'-one' if shown == '1' else ''}", number=shown)


def compared(key: str, longer: Fraction, other: Markup | str, words: Words) -> str:
    """Two times set against each other in a figure that is never under 1; `longer` is how many times as long the first one is.

    >>> from .words import words
    >>> compared("roofline.prefill", Fraction(1, 2), "the H100", words("en"))
    'Reads the prompt 2 times as fast as the H100.'
    """
    times = show(round(max(longer, 1 / longer), 2))
    if times == "1":
        return words(f"{key}-same", other=other)
    return words(f"{key}-longer" if longer > 1 else f"{key}-faster", times=times, other=other)


def _called(name: str, key: str, words: Words) -> str:
    """What is missing, as the form calls it; "chip.spec" names the chip that it is missing of, ".spec" is missing of the reader's own."""
    chip, _, spec = key.rpartition(".")
    if chip:
        return words("sums.of", name=words.label(spec), chip=chip_name(load_chip(chip), words))
    return words.label(spec) if spec in names() else words(f"{name}.{spec}")


def _amount(name: str, amount: Amount, words: Words) -> Markup:
    lines: list[Markup | str] = []
    if amount.value is None:
        lines.append(words("metrics.missing", names=words.list(_called(name, key, words) for key in amount.missing)))
    elif amount.formula:
        terms = {key: figure(value, unit, words) for key, (value, unit) in amount.terms.items()}
        lines.append(words(f"{name}.formula-{amount.formula}", value=said(amount, words), **terms))
    return tag(
        "div",
        tag("dt", words(f"{name}.{amount.name}")),
        tag("dd", said(amount, words), class_="numbers"),
        tag("dd", lines, class_="metric-steps") if lines else "",
        class_="result",
        data_leads=amount.leads,
    )
