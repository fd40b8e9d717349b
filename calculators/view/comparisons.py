"""Comparisons as readers see them: both sides, margins, and the trace of a whole condition."""

import datetime
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ..engine.judge import Applied
from ..engine.law_files import law
from ..engine.metrics import Metric
from ..engine.names import names
from ..engine.places import places
from ..engine.rules import PLACES, UNDISCLOSED, Condition, Finding, Line, Truth, slack
from ..engine.units import show
from .html import Markup, join, tag, text
from .parts import place_name
from .words import Words

TRUTH: Final = {True: "yes", False: "no", None: "unknown"}


_LIMIT: Final = {">=": "or-more", ">": "more-than", "<=": "or-less", "<": "less-than"}


_OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def amount(metric: Metric, words: Words, apart_from: Fraction | None = None) -> str:
    """A metric's value: exact, "at least", not known or not defined."""
    if metric.undefined:
        return words("sentence.not-defined")
    if metric.value is not None:
        return show(metric.value, metric.unit, apart_from=apart_from)
    return (
        words("sentence.at-least", value=show(metric.low, metric.unit)) if metric.low else words("sentence.not-known")
    )


def limit(line: Line, words: Words, *, opposite: bool = False) -> str:
    """The right side of a comparison in words: "4,800 TPP or more"; `opposite` for one that an exclusion asks the other way round."""
    if line.value == UNDISCLOSED:
        return words("sentence.undisclosed")
    if isinstance(line.value, Fraction):
        return words(
            f"sentence.{_LIMIT[_OPPOSITE[line.operator] if opposite else line.operator]}",
            value=show(line.value, names()[line.name].unit),
        )
    return value(line, words)


def value(line: Line, words: Words) -> str:
    """The words on the right of a comparison: places by name, yes and no, families as they are."""
    listed = line.value if isinstance(line.value, tuple) else (str(line.value),)
    return words.list(_word(item, line.name, words) for item in listed)


def _word(item: str, name: str, words: Words) -> str:
    known = names().get(name)
    if known and known.place:
        return place_name(item, words) if item in places() else words.word(item)
    return words.word(item)


def sides(found: Finding, words: Words) -> Markup:
    """Both sides of a comparison, as "2,368 TPP < 2,400 TPP" or "kind is memory"."""
    assert isinstance(found.rule, Line)
    if isinstance(found.left, Metric):
        return _measured(found.rule, found.left.low, found.left.high, found.left.undefined, words)
    return _worded(
        found.rule, None if found.left is None or isinstance(found.left, Finding) else str(found.left), words
    )


@lru_cache(maxsize=4096)
def _measured(line: Line, low: Fraction, high: Fraction | None, undefined: bool, words: Words) -> Markup:
    unit = names()[line.name].unit
    right = words("sentence.undisclosed") if line.value == UNDISCLOSED else show(line.value, unit)
    apart = line.value if isinstance(line.value, Fraction) else None
    left = amount(Metric(line.name, unit, low, high, undefined=undefined), words, apart)
    compared = words(
        "sentence.against-undisclosed" if line.value == UNDISCLOSED else "sentence.against",
        left=left,
        operator=words(f"operator.{line.operator}"),
        right=right,
    )
    return join([words.label(line.name), tag("span", compared, class_="numbers")], words("list.label"))


@lru_cache(maxsize=4096)
def _worded(line: Line, left: str | None, words: Words) -> Markup:
    if line.name in PLACES:
        asked = line.name if line.operator == "is" else f"not-{line.name}"
        return text(words(f"steps.{asked}" if line.name == "item" else f"systems.{asked}", place=line.value))
    shown = words("sentence.not-known") if left is None else _word(left, line.name, words)
    right = line.value.isoformat() if isinstance(line.value, datetime.date) else value(line, words)
    alone = {"in": "is", "not in": "is not"} if isinstance(line.value, tuple) and len(line.value) == 1 else {}
    asked = words(f"asked.{alone.get(line.operator, line.operator)}", value=right)
    return text(words("sentence.asked", name=words.label(line.name), left=shown, asked=asked))


def margin(found: Finding | None, words: Words) -> Markup:
    """The margin of a comparison with its sign: how far beyond the limit, in its unit and in per cent."""
    beyond = slack(found) if found else None
    if found is None or beyond is None:
        return Markup("")
    assert isinstance(found.rule, Line)
    return _margin(found.rule, beyond, words)


@lru_cache(maxsize=4096)
def _margin(line: Line, distance: Fraction, words: Words) -> Markup:
    beyond = distance if line.operator.startswith(">") else -distance
    sign = "+" if beyond > 0 else "−" if beyond < 0 else "±"
    relative = abs(beyond) / line.value * 100 if line.value else Fraction(0)
    return join(
        [
            tag("span", sign + show(abs(beyond), names()[line.name].unit), class_="numbers"),
            tag("span", words("rows.relative", percent=percent(relative)), class_="margin-relative"),
        ]
    )


def percent(value: Fraction) -> str:
    """A percentage to one place, or two significant ones where it is small; never rounded to nothing."""
    if value and value < Fraction(1, 10):
        return f"{float(value):.2g}"
    return f"{float(value):,.1f}".removesuffix(".0")


@lru_cache(maxsize=16384)
def hinge(found: Finding) -> tuple[Finding, str]:
    """The comparison that a finding hangs on, and the letter that it stands under: the first in the text that suffices where it
    holds, the one nearest to flipping where it doesn't.
    """
    letter = ""
    while isinstance(found.rule, Condition):
        letter = found.rule.letter or letter
        member = _hinge_of(found, found.rule)
        if member is None:
            break
        found = member
    return found, letter


def nearest(clauses: Iterable[Applied]) -> tuple[Applied, Finding] | None:
    """The clause of a published rule that an item comes closest to without meeting it, and the comparison that it hangs on."""
    best: tuple[float, Applied, Finding] | None = None
    for clause in clauses:
        if (
            clause.truth is not False
            or clause.finding is None
            or law().instruments[clause.part.instrument].kind != "rule"
        ):
            continue
        found, _ = hinge(clause.finding)
        if slack(found) is None or found.margin is None or clause.part.presumes:
            continue
        if best is None or abs(found.margin) < best[0]:
            best = (abs(found.margin), clause, found)
    return best and best[1:]


def _hinge_of(found: Finding, rule: Condition) -> Finding | None:
    """The member that a group's truth hangs on: one that is undecided, or the one whose margin became the group's."""
    if found.truth is None:
        return next((m for m in found.members if m.truth is None), None)
    if rule.group == "none":
        return max((m for m in found.members if m.margin is not None), key=lambda m: m.margin or 0, default=None)
    if rule.group == "any" and found.truth:
        return next(m for m in found.members if m.truth)
    return next((m for m in found.members if m.margin is found.margin and m.margin is not None), None)


@lru_cache(maxsize=16384)
def trace(found: Finding, words: Words) -> Markup:
    """A finding as a nested list: each comparison with its truth and both sides."""
    rule = found.rule
    if isinstance(rule, Line) and rule.name == "inside" and found.left.members:
        within = tag("ul", [trace(member, words) for member in found.left.members])
        return tag(
            "li",
            _truth(found.truth, words),
            " ",
            _worded(rule, None, words),
            within,
            class_="step",
            data_truth=TRUTH[found.truth],
        )
    if isinstance(rule, Line):
        if isinstance(found.left, Metric):
            return _step(
                rule, found.truth, (found.left.low, found.left.high, found.left.undefined), slack(found), words
            )
        return _step(
            rule,
            found.truth,
            None if found.left is None or isinstance(found.left, Finding) else str(found.left),
            None,
            words,
        )
    if len(found.members) == 1 and not rule.letter and rule.group != "none":
        return trace(found.members[0], words)
    head = join(
        [
            _truth(found.truth, words),
            tag("strong", words("steps.letter", letter=letter_word(rule.letter, words))) if rule.letter else "",
            words(f"steps.{rule.group}") if len(found.members) > 1 or rule.group == "none" else "",
        ]
    )
    return tag(
        "li",
        head,
        tag("ul", [trace(member, words) for member in found.members]),
        class_="step",
        data_truth=TRUTH[found.truth],
    )


@lru_cache(maxsize=8192)
def _step(
    line: Line,
    truth: Truth,
    left: tuple[Fraction, Fraction | None, bool] | str | None,
    distance: Fraction | None,
    words: Words,
) -> Markup:
    shown = _measured(line, *left, words) if isinstance(left, tuple) else _worded(line, left, words)
    return tag(
        "li",
        _truth(truth, words),
        " ",
        shown,
        " ",
        _margin(line, distance, words) if distance is not None else "",
        class_="step",
        data_truth=TRUTH[truth],
    )


def letter_word(letter: str, words: Words) -> str:
    """The letter of a condition: the law's own, or its words in the reader's language."""
    return words(f"letters.{letter}") if words.has(f"letters.{letter}") else letter


@lru_cache
def _truth(truth: Truth, words: Words) -> Markup:
    sign = {True: "✓", False: "✗", None: "?"}[truth]
    return tag(
        "span",
        tag("span", sign, aria_hidden="true"),
        tag("span", words(f"steps.{TRUTH[truth]}"), class_="visually-hidden"),
        class_="truth",
        data_truth=TRUTH[truth],
    )
