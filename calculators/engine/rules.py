"""Conditions: the law's comparisons as data, and their evaluation. Explaining is evaluating: the returned tree is the trace.

Truth has three values: True, False and None (unknown). A line is `name operator value`, read by one small pattern.
"""

import datetime
import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal, Protocol

from .data import Table
from .errors import Fault, near
from .metrics import Metric
from .names import names
from .places import GROUPS, places

Truth = bool | None
Group = Literal["all", "any", "none"]
INFINITE: Final = float("inf")
UNDISCLOSED: Final = "undisclosed"
PLACES: Final = ("item", "inside")
_LINE = re.compile(r"(\w+) (>=|<=|>|<|is not|is|not in|in) (.+)")
_COMPARE: Final = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One comparison. `value` is a Fraction in the name's unit, a date, a word, a tuple of words, or `UNDISCLOSED`.

    What came of it is remembered by `key`, wherever the same comparison stands.
    """

    name: str
    operator: str
    value: Any
    text: str
    reads_items: bool = field(init=False)
    parties: tuple[str, ...] | None = field(init=False)
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.text)
        object.__setattr__(self, "reads_items", self.name in PLACES)
        known = names().get(self.name)
        object.__setattr__(self, "parties", (self.name,) if known and known.side == "party" else None)


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """`all`, `any` or `none` of lines and conditions, under the letter that the text gives it.

    `parties` names the facts that it asks for, where all of them are of the parties: then what comes of it is the same for every item.
    """

    group: Group
    members: tuple["Line | Condition", ...]
    letter: str = ""
    reads_items: bool = field(init=False)
    parties: tuple[str, ...] | None = field(init=False)
    key: "Condition" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self)
        object.__setattr__(self, "reads_items", any(m.reads_items for m in self.members))
        asked = [m.parties for m in self.members]
        alike = None if not asked or None in asked else tuple({name for found in asked for name in found or ()})
        object.__setattr__(self, "parties", alike)


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What came of a line or a condition.

    `left` is the Metric, word, place, date or Finding compared; `margin` the relative slack to flipping, for ordering (`slack`
    is exact): positive where the comparison holds, infinite for words, None where the truth is unknown; `missing` names what
    would decide it. The same comparison of the same values is the same object, so that what was made of it can be kept.
    """

    rule: Line | Condition
    truth: Truth
    margin: float | None
    missing: tuple[str, ...] = ()
    left: Any = None
    members: tuple["Finding", ...] = ()


Memory = dict["Condition | str", Finding]


class Facts(Protocol):
    """What lines are compared with; `remembered` keeps what came of each, since one comparison stands in many parts.

    `shared` keeps the same of what only asks for parties, for every item of the day; `used` are the party names that were asked for.
    """

    day: datetime.date
    remembered: "Memory"
    shared: "Memory"
    used: set[str]

    def fact(self, name: str) -> Any:
        """The Metric, word, place code, date or None behind a name."""

    def item(self, place: str) -> Finding:
        """Whether the item meets what stands at a place in the law, such as "3A090.a"."""

    def inside(self, place: str) -> Finding:
        """Whether a chip inside the item meets what stands there."""


def parse_line(text: str) -> Line:
    """One line of a regulation file.

    >>> parse_line("tpp >= 4800 TPP").value, parse_line("to not in A:5, A:6").value
    (Fraction(4800, 1), ('A:5', 'A:6'))
    """
    found = _LINE.fullmatch(text)
    if not found:
        raise Fault("not-a-line", text, text, expected="name operator value", example="tpp >= 4800 TPP")
    name, relation, value = found.groups()
    if name in PLACES:
        if relation not in ("is", "is not"):
            raise Fault("wrong-operator", text, relation, expected="is, is not")
        return Line(name, relation, value, text)
    known = names().get(name)
    if known is None:
        raise Fault("unknown-name", text, name, near=near(name, names()))
    numeric = bool(known.unit or known.date)
    if (relation in _COMPARE) != numeric:
        raise Fault("wrong-operator", text, relation, expected=">=, >, <=, <" if numeric else "is, is not, in, not in")
    if value == UNDISCLOSED:
        return Line(name, relation, UNDISCLOSED, text)
    if known.unit:
        return Line(name, relation, Fraction(known.read(value)), text)
    if known.date:
        return Line(name, relation, known.read(value), text)
    listed = tuple(part.strip() for part in value.split(","))
    if known.place:
        unknown = [code for code in listed if code not in places() and code not in GROUPS]
    else:
        unknown = [word for word in listed if known.words and word not in known.words]
    if unknown or ("in" not in relation and len(listed) > 1):
        raise Fault(
            "unknown-word",
            text,
            ", ".join(unknown) or value,
            expected=" · ".join(known.words or (*GROUPS, "ISO 3166 codes")),
        )
    return Line(name, relation, listed if "in" in relation else listed[0], text)


def read_condition(table: Table, letter: str = "") -> Condition | None:
    """The `all`, `any` and `none` of a table, all of which must hold; None where it has none of them."""
    groups = [Condition(group, members) for group in ("all", "any", "none") if (members := _members(table, group))]
    if not groups:
        return None
    if len(groups) == 1:
        return Condition(groups[0].group, groups[0].members, letter)
    return Condition("all", tuple(groups), letter)


def _members(table: Table, group: str) -> tuple[Line | Condition, ...]:
    found: list[Line | Condition] = []
    for member in table.get(group, list, [], expected="a list of lines and tables"):
        if isinstance(member, dict):
            inner = Table(member, f"{table.where}, {group}", table.faults)
            condition = read_condition(inner, inner.text("letter"))
            inner.close()
            if condition is None:
                inner.fault("missing-key", "all", "", expected="all, any or none")
            else:
                found.append(condition)
            continue
        try:
            found.append(parse_line(str(member)))
        except Fault as fault:
            table.fault(fault.kind, group, member, expected=fault.expected, example=fault.example, near=fault.near)
    return tuple(found)


def evaluate(rule: Line | Condition, facts: Facts) -> Finding:
    """The truth of a line or condition, with everything that led to it."""
    if rule.reads_items:
        if isinstance(rule, Line):
            return _item(rule, facts)
        return combine(rule, tuple([evaluate(member, facts) for member in rule.members]))
    if rule.parties is None:
        memory = facts.remembered
    else:
        memory = facts.shared
        facts.used.update(rule.parties)
    key = rule.key
    found = memory.get(key)
    if found is None:
        found = (
            _line(rule, facts)
            if isinstance(rule, Line)
            else combine(rule, tuple([evaluate(member, facts) for member in rule.members]))
        )
        memory[key] = found
    return found


@lru_cache(maxsize=16384)
def combine(rule: Condition, members: tuple[Finding, ...]) -> Finding:
    """The truth of a group by Kleene's tables; its margin is the distance of the whole group to flipping."""
    truths = [member.truth for member in members]
    wanted = rule.group == "all"
    decided = (not wanted) in truths
    truth: Truth = (not wanted) if decided else (None if None in truths else wanted)
    if rule.group == "none":
        truth = None if truth is None else not truth
    missing = (
        () if truth is not None else tuple(dict.fromkeys(m for f in members if f.truth is None for m in f.missing))
    )
    margins = [member.margin for member in members if member.margin is not None]
    margin = None if truth is None or not margins else (min(margins) if wanted else max(margins))
    return Finding(
        rule,
        truth,
        -margin if margin is not None and rule.group == "none" else margin,
        missing,
        members=members,
    )


def _item(line: Line, facts: Facts) -> Finding:
    return _met(line, facts.item(line.value) if line.name == "item" else facts.inside(line.value))


@lru_cache(maxsize=16384)
def _met(line: Line, found: Finding) -> Finding:
    truth = found.truth if line.operator == "is" or found.truth is None else not found.truth
    return Finding(line, truth, _word_margin(truth), found.missing if truth is None else (), left=found)


def _line(line: Line, facts: Facts) -> Finding:
    left = facts.fact(line.name)
    return (
        _measure(line, left) if isinstance(left, Metric) and line.value != UNDISCLOSED else _word(line, left, facts.day)
    )


@lru_cache(maxsize=16384)
def _word(line: Line, left: Any, day: datetime.date) -> Finding:
    if line.value == UNDISCLOSED:
        return Finding(line, None, None, (UNDISCLOSED,), left=left)
    if left is None:
        return Finding(line, None, None, (line.name,))
    if isinstance(left, datetime.date):
        days = Fraction((left - line.value).days)
        truth = {">=": days >= 0, ">": days > 0, "<=": days <= 0, "<": days < 0}[line.operator]
        return Finding(line, truth, float(days if line.operator.startswith(">") else -days), left=left)
    truth = _among(line, left, day)
    return Finding(line, truth, _word_margin(truth), left=left)


def _among(line: Line, left: str, day: datetime.date) -> bool:
    if names()[line.name].place:
        listed = line.value if isinstance(line.value, tuple) else (line.value,)
        inside = places()[left].among(listed, day)
    else:
        listed = line.value if isinstance(line.value, tuple) else (line.value,)
        inside = left.casefold() in (word.casefold() for word in listed)
    return inside if line.operator in ("is", "in") else not inside


def _word_margin(truth: Truth) -> float | None:
    return None if truth is None else INFINITE if truth else -INFINITE


@lru_cache(maxsize=16384)
def _measure(line: Line, left: Metric) -> Finding:
    """Compare a span: decided only where both of its ends agree. A metric without a value meets no comparison."""
    if left.undefined:
        return Finding(line, False, -INFINITE, left=left)
    right, upward = line.value, line.operator.startswith(">")
    low, high = (left.low, left.high) if upward else (left.high, left.low)
    at_low = low is not None and _holds(line, low)
    at_high = at_low if high is low else high is None or _holds(line, high)
    truth: Truth = at_low if at_low == at_high else None
    missing = left.missing
    if truth and left.maybe_undefined:
        truth, missing = None, left.maybe_undefined
    if truth is None:
        return Finding(line, None, None, missing, left=left)
    finding = Finding(line, truth, None, left=left)
    return Finding(line, truth, float(slack(finding) or 0) / float(right or 1), left=left)


def _holds(line: Line, value: Fraction) -> bool:
    """Compare two fractions by cross-multiplication: what `Fraction` does, without its detours."""
    right = line.value
    return bool(_COMPARE[line.operator](value.numerator * right.denominator, right.numerator * value.denominator))


def slack(found: Finding) -> Fraction | None:
    """How far a numeric comparison is from flipping, exact and in its own unit, positive where it holds; None for any other.

    Of a span the end is taken that decides: links of at least 900 GB/s stand at least 300 above 600.
    """
    line, left = found.rule, found.left
    if not isinstance(line, Line) or not isinstance(left, Metric) or left.undefined or found.truth is None:
        return None
    if line.value == UNDISCLOSED:
        return None
    upward = line.operator.startswith(">")
    end = left.low if found.truth == upward or left.high is None else left.high
    distance: Fraction = end - line.value if upward else line.value - end
    return distance


def lines(finding: Finding, letter: str = "") -> Iterable[tuple[str, Finding]]:
    """Every comparison of a finding in the order of the text, with the letter that it stands under."""
    if isinstance(finding.rule, Line):
        yield letter, finding
    else:
        for member in finding.members:
            yield from lines(member, finding.rule.letter or letter)


def lettered(rule: Line | Condition | None, letter: str = "") -> Iterable[tuple[str, Line]]:
    """Every line of a condition, with the letter that it stands under."""
    if isinstance(rule, Line):
        yield letter, rule
    elif rule is not None:
        for member in rule.members:
            yield from lettered(member, rule.letter or letter)


def rules_of(rule: Line | Condition | None) -> Iterable[Line]:
    """Every line of a condition."""
    return (line for _, line in lettered(rule))


def replaced(rule: Condition, old: Line, new: Line) -> Condition:
    """The condition with one line put in place of another (the same object): for tests that flip an operator."""
    return Condition(
        rule.group,
        tuple(
            new if member is old else replaced(member, old, new) if isinstance(member, Condition) else member
            for member in rule.members
        ),
        rule.letter,
    )
