"""The law's conditions as text, before any item is held against them: each comparison with its limit and unit, under its letter."""

import datetime
from fractions import Fraction

from ..engine.names import names
from ..engine.rules import PLACES, UNDISCLOSED, Condition, Line
from .comparisons import letter_word, limit, value
from .html import Markup, join, tag, text
from .words import Words


def rule_text(rule: Condition, words: Words) -> Markup:
    """A condition as a list, in the order and with the letters of the text; nothing for one without members."""
    members = rule.members
    outer = rule.group == "all" and not rule.letter
    # What must all hold at the top needs no head of its own: the list says it.
    shown = [_member(member, words) for member in members] if outer else [_member(rule, words)]
    return tag("ul", shown, class_="rule") if members else Markup("")


def line_text(line: Line, words: Words) -> Markup:
    """One comparison: "Total processing performance: 4,800 TPP or more".

    >>> from calculators.engine.rules import parse_line
    >>> from calculators.view.words import words
    >>> str(line_text(parse_line("tpp >= 4800 TPP"), words("en"))).replace("\\xa0", " ")
    'Total processing performance: <span class="numbers">4,800 TPP or more</span>'
    >>> str(line_text(parse_line("to not in A:5, A:6"), words("en")))
    'To: none of A:5, A:6'
    """
    if line.name in PLACES:
        asked = line.name if line.operator == "is" else f"not-{line.name}"
        return text(words(f"steps.{asked}" if line.name == "item" else f"systems.{asked}", place=line.value))
    label = words.label(line.name)
    if isinstance(line.value, Fraction) or line.value == UNDISCLOSED:
        return join([label, tag("span", limit(line, words), class_="numbers")], words("list.label"))
    if isinstance(line.value, datetime.date):
        return join([label, words(f"rule.{line.operator}", value=line.value.isoformat())], words("list.label"))
    one = isinstance(line.value, tuple) and len(line.value) == 1
    alone = {"in": "is", "not in": "is not"} if one else {}
    asked = words(f"rule.{alone.get(line.operator, line.operator)}", value=value(line, words))
    return join([label, asked], words("list.label"))


def _member(rule: Line | Condition, words: Words) -> Markup:
    if isinstance(rule, Line):
        return tag("li", line_text(rule, words), data_name=rule.name if rule.name in names() else None)
    letter = tag("strong", words("steps.letter", letter=letter_word(rule.letter, words))) if rule.letter else ""
    if len(rule.members) == 1 and rule.group != "none" and isinstance(rule.members[0], Line):
        return tag("li", join([letter, line_text(rule.members[0], words)]))
    members = tag("ul", [_member(member, words) for member in rule.members])
    return tag("li", join([letter, words(f"steps.{rule.group}")]), members)
