"""Amounts as readers see them: name, value with its unit, and the formula with its terms."""

from collections.abc import Iterable

from ..engine.results import Amount
from ..engine.units import show
from .html import Markup, tag
from .words import Words


def results(name: str, found: Iterable[Amount], words: Words) -> Markup:
    """The amounts of the calculator `name` as a list, the leading ones in bold; what is missing is named."""
    return tag("dl", [_amount(name, amount, words) for amount in found], class_="metrics results")


def said(amount: Amount, words: Words) -> str:
    """An amount's value with its unit, or that it isn't known."""
    return words("sentence.not-known") if amount.value is None else show(amount.value, amount.unit)


def _amount(name: str, amount: Amount, words: Words) -> Markup:
    lines: list[Markup | str] = []
    if amount.value is None:
        lines.append(words("metrics.missing", names=words.list(words.label(m) for m in amount.missing)))
    elif amount.formula:
        terms = {key: show(value, unit) for key, (value, unit) in amount.terms.items()}
        lines.append(words(f"{name}.formula-{amount.formula}", value=said(amount, words), **terms))
    return tag(
        "div",
        tag("dt", words(f"{name}.{amount.name}")),
        tag("dd", said(amount, words), class_="numbers"),
        tag("dd", lines, class_="metric-steps") if lines else "",
        class_="result",
        data_leads=amount.leads,
    )
