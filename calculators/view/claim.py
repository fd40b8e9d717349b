"""A claim of the essay as readers see it: its figures in their language, its verdict as word and shape, its check as a card."""

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ..engine.chips import load_chip
from ..engine.claims import Claim, Value, claim
from ..engine.formula import Operand, Sum
from ..engine.law_files import law
from ..engine.results import Amount
from ..engine.rows import is_eccn
from ..engine.units import show
from .html import Child, Markup, join, tag
from .parts import cite, place_name
from .words import Words

COUNTED: Final[Mapping[str, str]] = {
    "USD": "dollars",
    "CNY": "yuan",
    "CNY/USD": "exchange",
    "GPU-hour": "gpu-hours",
    "USD/GPU-hour": "gpu-rent",
    "USD/h": "gpu-rent",
    "d": "days",
    "yr": "years",
}
"""Units that stand as words of the language, with their key under `claim-units`."""
SCALES: Final = {
    "en": (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)),
    "zh-Hant": (("trillion", 10**12), ("billion", 10**8), ("million", 10**4)),
}
SCALED: Final = ("", "USD", "CNY", "GPU-hour")
HUGE: Final = 10**18
SAID_BY_UNIT: Final = ("tpp", "performance_density")
"""Metrics whose unit is their name."""
_HAN_SPACE: Final = re.compile("(?<=[㐀-鿿]) ")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHAPES: Final[Mapping[str, str]] = {
    "correct": "M5 13l5 5L19 7",
    "approximately": "M4 10c3-4 5-4 8-1s5 3 8-1M4 17c3-4 5-4 8-1s5 3 8-1",
    "imprecise": "M12 4v16M4 12h16M12 7a5 5 0 1 0 .01 0z",
    "wrong": "M6 6l12 12M18 6L6 18",
    "overtaken": "M12 6v6l4 3M12 3a9 9 0 1 0 .01 0z",
    "unverifiable": "M8 9a4 4 0 1 1 5 4c-1 .4-1 1-1 2.500M12 19v.5",
    "opinion": "M4 5h16v11H11l-4 4v-4H4z",
}


def number(value: Fraction, unit: str, words: Words) -> str:
    """A number with its unit in the language's words: "528 GB/s", "5.576 million dollars", "557.6萬美元".

    >>> from calculators.view.words import words
    >>> number(Fraction(5_576_000), "USD", words("en")), number(Fraction(5_576_000), "USD", words("zh-Hant"))
    ('5.576 million dollars', '557.6萬美元')
    """
    key = COUNTED.get(unit)
    if unit in SCALED:
        for name, size in SCALES[words.language]:
            if abs(value) >= size:
                shown = words(f"claim-numbers.{name}", number=show(value / size))
                return _HAN_SPACE.sub("", words(f"claim-units.{key}", number=shown)) if key else shown
    if key:
        return words(f"claim-units.{key}", number=show(value))
    if abs(value) >= HUGE:
        power = len(str(int(value))) - 1
        shown = f"{show(value / 10**power)} × 10{str(power).translate(_RAISED)}"
        return f"{shown}\u00a0{unit}"
    return show(value, "percent" if unit == "%" else unit).replace("^2", "²")


def date(value: datetime.date, words: Words) -> str:
    """A day as prose writes it: "4 April 2025", "2025年4月4日"."""
    month = words("claim-numbers.months").split()[value.month - 1]
    return words("claim-numbers.day", day=value.day, month=month, year=value.year)


def stated(value: Value, words: Words) -> str:
    """A figure of a claim as it is stated."""
    if isinstance(value.stated, Fraction):
        return number(value.stated, value.unit, words)
    return date(value.stated, words) if isinstance(value.stated, datetime.date) else words.pick(value.stated)


def plain(value: Value) -> str:
    """The same for programs: a number without its unit, a day in ISO 8601, "" for words."""
    if isinstance(value.stated, Fraction):
        return format(float(value.stated), ".15g")
    return value.stated.isoformat() if isinstance(value.stated, datetime.date) else ""


@lru_cache(maxsize=16)
def verdict_mark(verdict: str) -> Markup:
    """A verdict's shape: a tick, waves, a sight, a cross, a clock, a question mark, a bubble."""
    path = tag(
        "path", d=_SHAPES[verdict], fill="none", stroke="currentColor", stroke_width="2.2", stroke_linecap="round"
    )
    return tag("svg", path, class_="claim-mark", viewBox="0 0 24 24", width="16", height="16", aria_hidden="true")


def verdict(found: Claim, words: Words) -> Markup:
    """A claim's verdict as shape and word."""
    said = words(f"claim-verdicts.{found.verdict}")
    return tag("span", verdict_mark(found.verdict), said, class_="claim-verdict", data_verdict=found.verdict)


def known(found: Claim, words: Words) -> str:
    """Whether the correction could be known when the essay appeared; "" where nothing had to be corrected."""
    return words(f"claims.known-{found.known}") if found.known else ""


Worked = Mapping[str, tuple[Sum, Mapping[str, Amount]]]
"""For each computed figure the sum that gives it and the calculator's amounts by name ({} without a calculator)."""


def _operand(piece: Operand | str, value: Value, amounts: Mapping[str, Amount], words: Words) -> str:
    """A piece of a sum: a sign, or an amount with the name it goes by."""
    if isinstance(piece, str):
        return piece
    found = date(piece.amount, words) if isinstance(piece.amount, datetime.date) else number(*piece.amount, words)
    first, _, key = piece.name.rpartition(".")
    if piece.name in amounts:
        topic = value.calculator.replace("_", "-")
        chip = value.inputs.get("against" if first else "chip")
        return _named(load_chip(chip).name if chip else "", words(f"{topic}.{key}"), found, words)
    if not first:
        return found
    if first[1:].isdigit():
        return words("claims.of-claim", value=found, id=first)
    return _named(load_chip(first).name, "" if key in SAID_BY_UNIT else words.short(key), found, words)


def _named(chip: str, name: str, found: str, words: Words) -> str:
    """A figure behind its chip and its name; Chinese sets no space before Han."""
    if chip and name[1:2].islower():
        name = name[0].lower() + name[1:]
    whole = ""
    for part in filter(None, (chip, name, found)):
        gap = whole and (words.language == "en" or (whole[-1].isascii() and part[0].isascii()))
        whole += (" " if gap else "") + part
    return whole


def line(found: Claim, key: str, worked: Worked, words: Words) -> str:
    """One computed figure: its formula with every amount in it, and what comes out.

    A figure that is nothing but one amount of a calculator shows the calculator's own formula.
    """
    value = found.values[key]
    if value.licence:
        licence = words(f"claim-licences.{value.licence.replace(' ', '-')}")
        place = place_name(value.inputs.get("to", "CN"), words)
        return words("claims.law", on=value.inputs.get("on", ""), place=place, licence=licence)
    if value.limit:
        return _limit(value, words)
    whole, amounts = worked[key]
    if len(whole.pieces) == 1 and isinstance(only := whole.pieces[0], Operand):
        amount = amounts.get(only.name)
        if amount is None:
            return _operand(only, value, amounts, words)
        if amount.formula:
            topic = value.calculator.replace("_", "-")
            terms = {name: number(*term, words) if term[1] else show(term[0]) for name, term in amount.terms.items()}
            chip = value.inputs.get("chip")
            label = _named(load_chip(chip).name if chip else "", words(f"{topic}.{amount.name}"), "", words)
            colon = "：" if words.language != "en" else ": "
            return label + colon + words(f"{topic}.formula-{amount.formula}", value=stated(value, words), **terms)
    written = " ".join(_operand(piece, value, amounts, words) for piece in whole.pieces)
    return words("claims.equals", sum=written.replace("( ", "(").replace(" )", ")"), value=stated(value, words))


def _limit(value: Value, words: Words) -> str:
    """A limit of the law: the text, the paragraph where it has one that a reader can look up, and what is limited."""
    instrument, _, place = value.limit.partition("/")
    title = words.pick(law().instruments[instrument].title)
    what = _named("", "" if value.of in SAID_BY_UNIT else words.short(value.of), stated(value, words), words)
    if is_eccn(place.partition(" ")[0]):
        title = words("claims.limit-place", title=title, place=place)
    return words("claims.limit", title=title, what=what)


def body(found: Claim, worked: Worked, words: Words, *, says: bool = True) -> Markup:
    """The check of a claim: what the essay says, what was found, every computed figure, the sources."""
    lines = [
        tag("li", line(found, key, worked, words), data_key=key)
        for key, value in found.values.items()
        if value.computed
    ]
    parts: list[tuple[str, Child]] = [
        ("says", words.pick(found.says) if says else None),
        ("check", words.pick(found.check)),
        ("computed", tag("ul", lines) if lines else None),
        ("correction", words.pick(found.correction) if found.correction else None),
        ("sources", cite(found.cite, words) if found.cite else words("claims.no-sources")),
    ]
    return tag(
        "dl",
        [(tag("dt", words(f"claims.{name}")), tag("dd", what)) for name, what in parts if what],
        class_="claim-body",
    )


def card(found: Claim, worked: Worked, home: str, words: Words) -> Markup:
    """A claim's card, out of sight until its number is asked about; `home` leads to the page of all claims."""
    head = [verdict(found, words), tag("span", known(found, words), class_="claim-known") if found.known else ""]
    return tag(
        "div",
        tag("p", head, class_="claim-head"),
        body(found, worked, words),
        tag("p", tag("a", words("claims.permalink", id=found.id), href=f"{home}#{found.id}"), class_="claim-more"),
        id=f"card-{found.id}",
        class_="side-card",
        role="dialog",
        aria_label=words("claims.label", id=found.id),
        tabindex="-1",
        hidden=True,
    )


def only_value(id: str) -> Value | None:
    """The one figure of a claim, or None where it has none or several."""
    values = list(claim(id).values.values())
    return values[0] if len(values) == 1 else None


def joined(cards: list[Markup]) -> Markup:
    """The cards of a page, kept out of its search index: each stands on the page of all claims."""
    return tag("div", join(cards, ""), class_="claim-cards", data_search_exclude=True)
