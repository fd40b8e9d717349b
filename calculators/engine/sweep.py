"""How an answer of the law changes along one spec: the values at which any comparison can flip, solved exactly, and the answer between.

Everything that the law measures is, on a piece of a spec's scale, linear in it or its reciprocal is: a rate times its bits, a sum, a
quotient. So three exact samples of a piece tell where a measure meets a limit; the forward rule is then asked at every such value
and once between two neighbours. Nothing is approached step by step.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from .chips import Chip, Spec
from .judge import Applied, case_for_law, judge, merged, number
from .law import Chosen, Instrument, Part
from .law_files import law
from .metrics import Metric, metrics
from .names import names, rates, specs
from .rows import row_of
from .rules import PLACES, Finding, Line, rules_of

TPP: Final = "tpp"
SHRINKING: Final = ("die_area", "io_die_area", "package_area", "process_node")
"""The smaller, the stricter the law: areas stand below the line of a density, and finer processes are watched more closely."""
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"not required": "passes", "exception": "exception", "required": "stops", "unknown": "unknown"}
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A comparison that flips where values stop passing, under its letter, and the part of the law that it stands in.

    `line` is None where no number makes the part bind.
    """

    part: Part
    letter: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring values with one answer: passes, exception (an exception excuses), stops or unknown (then what is `missing`).

    From `low` to `high` (None: without end) in the spec's own unit; `low_in` and `high_in` say whether the ends belong to it.
    """

    answer: str
    low: Fraction
    low_in: bool
    high: Fraction | None
    high_in: bool
    missing: tuple[str, ...] = ()
    first: "Cell | None" = field(default=None, repr=False, compare=False)
    last: "Cell | None" = field(default=None, repr=False, compare=False)

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in it."""
        above = value > self.low or (value == self.low and self.low_in)
        return above and (self.high is None or value < self.high or (value == self.high and self.high_in))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one item: in a `word`, by the parts that may stop it, with every part that was looked at."""

    word: str
    binding: tuple[Applied, ...]
    asked: tuple[Applied, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, or all between two neighbouring limits, with the answer there."""

    low: Fraction
    high: Fraction | None
    answer: Answer


@dataclass(frozen=True)
class Question:
    """What is asked of each value: the law of a day about an item in some hands, or the clauses of one `instrument` alone.

    `about` is "law", "clauses", or "review": an instrument without clauses is asked whether the limits of its reviews are kept.
    """

    day: datetime.date
    facts: Mapping[str, Any]
    chosen: Chosen
    instrument: Instrument | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the law in force."""
        return tuple(p for p in law().in_force(self.day, self.chosen) if law().instruments[p.instrument].counts)

    @property
    def own(self) -> tuple[Part, ...]:
        """The parts of the instrument that stand that day."""
        one = self.instrument
        return tuple(p for p in law().in_force(self.day, self.chosen) if one and p.instrument == one.id)

    @property
    def about(self) -> str:
        """law, clauses or review; "" where the instrument has nothing to ask that day, or no rule was in force yet."""
        if self.instrument is None:
            return "law" if self.day >= law().first_day else ""
        if self.day < self.instrument.effective and self.instrument.counts:
            return ""
        kinds = {p.kind for p in self.own if p.kind == "clauses" or (p.kind == "reviews" and any(_numeric(p)))}
        return "clauses" if "clauses" in kinds else "review" if kinds else ""

    def ask(self, chip: Chip) -> Answer:
        """The answer for one item."""
        parts = self.parts
        found = metrics(chip, dict(self.chosen))
        case = case_for_law(law(), chip, self.day, found, self.facts, parts, chosen=self.chosen)
        main = judge(case, parts, frozenset())
        if self.instrument is None:
            held = [r for r in main.requirements if r.state != "not required"]
            items = {id for r in held for id in r.licence.items}
            binding = tuple(c for c in main.clauses if c.part.id in items) or tuple(r.licence for r in held)
            return Answer(WORDS[main.licence], binding, main.clauses, main.missing)
        row = row_of(law(), self.instrument, case, main, self.chosen, frozenset())
        if self.about == "clauses":
            binding = tuple(c for c in row.clauses if c.truth is not False)
            truths = {c.truth for c in binding}
            word = "stops" if True in truths else "unknown" if None in truths else "passes"
            return Answer(word, binding, row.clauses, merged(c.missing for c in binding if c.truth is None))
        asked = tuple(a for a in row.others if a.part.kind == "reviews" and any(_numeric(a.part)))
        limits = {a.finding.truth for a in asked if a.finding}
        word = "passes" if True in limits else "unknown" if None in limits else "stops"
        return Answer(word, asked, asked, merged(a.finding.missing for a in asked if a.finding))

    def limits(self) -> dict[str, set[Fraction]]:
        """The limits that the texts asked put on numbers of the item."""
        found: dict[str, set[Fraction]] = {}
        for part in self._bearing():
            for line in _numeric(part):
                found.setdefault(line.name, set()).add(line.value)
        return found

    def _bearing(self) -> set[Part]:
        """The parts on which the answer can hang: all of the law, or the instrument's own with what these refer to."""
        if self.instrument is None:
            return set(self.parts)
        found, asked = set[Part](), {*self.own, *(p for p in self.parts if p.presumes)}
        while asked:
            found |= asked
            named = {line.value for part in asked for line in rules_of(part.condition) if line.name in PLACES}
            asked = {p for p in self.parts if p.kind == "clauses" and p.id in named} - found
        return found


def _numeric(part: Part) -> Iterator[Line]:
    """The comparisons of a part with numbers of the item."""
    for line in rules_of(part.condition):
        if isinstance(line.value, Fraction) and names()[line.name].side != "party":
            yield line


def numeric_specs() -> tuple[str, ...]:
    """The specs that are numbers, and "tpp" for all rates together."""
    return (*(key for key, name in specs().items() if name.unit), TPP)


def unit(spec: str) -> str:
    """The unit in which a spec is given."""
    return names()[spec].unit


def own_value(chip: Chip, spec: str, chosen: Chosen = ()) -> Fraction | None:
    """A chip's own value of a spec, or None where it isn't known; of "tpp" the highest of a system's chips."""
    if spec == TPP:
        found = [metrics(one, dict(chosen))[TPP].value for one in _within(chip)]
        return max((value for value in found if value is not None), default=None)
    value = chip.value(spec)
    return Fraction(value) if isinstance(value, Decimal | Fraction) else None


def put(chip: Chip, spec: str, value: Fraction, chosen: Chosen = ()) -> Chip:
    """The chip with one spec at an exact value; with "tpp" all rates of a format are scaled together.

    Of a chip without any rate, TPP is put in by way of FP8, which no text measures by itself.
    """
    if spec != TPP:
        return _put(chip, lambda _: {spec: value})
    own = own_value(chip, TPP, chosen)
    if not own:
        return _put(chip, lambda _: {"fp8": value / 8})
    factor = value / own
    return _put(chip, lambda one: {key: Fraction(one.specs[key].value) * factor for key in rates() if key in one.specs})


def _within(chip: Chip) -> tuple[Chip, ...]:
    """A chip with the chips inside it."""
    return (chip, *chip.inside)


def _put(chip: Chip, given: Callable[[Chip], Mapping[str, Fraction]]) -> Chip:
    figures = {key: Spec(value, "", evidence="yours") for key, value in given(chip).items()}
    return replace(
        chip,
        specs=MappingProxyType({**chip.specs, **figures}),
        inside=tuple(_put(one, given) for one in chip.inside),
    )


def sweep(question: Question, chip: Chip, spec: str) -> tuple[Stretch, ...]:
    """Every value of one spec with the answer there, from zero up, neighbours with the same answer together.

    >>> from calculators.engine.chips import chip_from
    >>> chip = chip_from({"datacenter": "yes", "die_area": "1000 mm²", "non_planar": "yes"})
    >>> asked = Question(datetime.date(2023, 12, 1), {}, (), law().instruments["oct-2023"])
    >>> [(str(s.low), s.answer) for s in sweep(asked, chip, "tpp")]
    [('0', 'passes'), ('2400', 'stops')]
    """

    def at(value: Fraction) -> Chip:
        return put(chip, spec, value, question.chosen)

    cuts = sorted({Fraction(0), *_breaks(at, question.limits(), _kinks(at, spec, question.chosen), question.chosen)})
    cells: list[Cell] = []
    for low, high in pairwise([*cuts, None]):
        assert low is not None
        if low or not names()[spec].above_zero:
            cells.append(Cell(low, low, question.ask(at(low))))
        inner = low + 1 if high is None else (low + high) / 2
        cells.append(Cell(low, high, question.ask(at(inner))))
    return tuple(_merged(cells))


def _merged(cells: Sequence[Cell]) -> Iterator[Stretch]:
    start = 0
    for n, cell in enumerate(cells):
        word = cell.answer.word
        if n + 1 < len(cells) and cells[n + 1].answer.word == word:
            continue
        missing = merged(c.answer.missing for c in cells[start : n + 1]) if word == "unknown" else ()
        first = cells[start]
        single, last_single = first.low == first.high, cell.low == cell.high
        yield Stretch(word, first.low, single, cell.high, last_single, missing, first, cell)
        start = n + 1


def _kinks(at: Callable[[Fraction], Chip], spec: str, chosen: Chosen) -> Iterator[Fraction]:
    """Where a format's rate overtakes the others: TPP is the highest of all formats, so up to there it is level."""
    if spec not in rates():
        return
    for n, one in enumerate(_within(at(Fraction(0)))):
        others = metrics(one, dict(chosen))[TPP].low
        if others:
            beyond = metrics(_within(at(others + 1))[n], dict(chosen))[TPP].low
            yield others * (others + 1) / beyond


def _breaks(
    at: Callable[[Fraction], Chip], limits: Mapping[str, Iterable[Fraction]], kinks: Iterable[Fraction], chosen: Chosen
) -> Iterator[Fraction]:
    """The values at which a measure of the item, or of a chip inside it, meets a limit; and the kinks."""
    ends = sorted({Fraction(0), *kinks})
    yield from ends
    for low, high in pairwise([*ends, None]):
        assert low is not None
        step = Fraction(1) if high is None else (high - low) / 4
        values = (low + step, low + 2 * step, low + 3 * step)
        sampled = [[_measured(one, limits, chosen) for one in _within(at(v))] for v in values]
        for subjects in zip(*sampled, strict=True):
            for name, wanted in limits.items():
                for end in ("low", "high"):
                    curve = [getattr(found[name], end) for found in subjects]
                    for limit in wanted:
                        value = None if None in curve else crossing(values, curve, limit)
                        if value is not None and value > low and (high is None or value < high):
                            yield value


def _measured(chip: Chip, wanted: Iterable[str], chosen: Chosen) -> dict[str, Metric]:
    found = metrics(chip, dict(chosen))
    return {name: found[name] if name in found else number(name, chip.value(name)) for name in wanted}


def crossing(at: Sequence[Fraction], curve: Sequence[Fraction], limit: Fraction) -> Fraction | None:
    """Where a measure that is linear, or whose reciprocal is, meets a limit, from three samples; None where it never does.

    >>> at = [Fraction(1), Fraction(2), Fraction(3)]
    >>> crossing(at, [Fraction(16), Fraction(32), Fraction(48)], Fraction(4800)), crossing(at, [6 / x for x in at], Fraction(4))
    (Fraction(300, 1), Fraction(3, 2))
    """
    if curve[0] == curve[1] == curve[2]:
        return None
    if (curve[1] - curve[0]) * (at[2] - at[1]) == (curve[2] - curve[1]) * (at[1] - at[0]):
        return at[0] + (limit - curve[0]) * (at[1] - at[0]) / (curve[1] - curve[0])
    if not limit:
        return None
    turned = [1 / value for value in curve]
    if (turned[1] - turned[0]) * (at[2] - at[1]) != (turned[2] - turned[1]) * (at[1] - at[0]):
        raise ArithmeticError("a measure that is neither linear in a spec nor the reciprocal of what is")
    return at[0] + (1 / limit - turned[0]) * (at[1] - at[0]) / (turned[1] - turned[0])


def measured(question: Question, chip: Chip, spec: str) -> bool:
    """Whether any text asked measures a spec, so that a higher value of it could make a difference."""
    limits, own = question.limits(), own_value(chip, spec, question.chosen) or Fraction(0)
    here, far = (put(chip, spec, value, question.chosen) for value in (own, 1000 * own + 10**9))
    return any(
        _measured(one, limits, question.chosen) != _measured(other, limits, question.chosen)
        for one, other in zip(_within(here), _within(far), strict=True)
    )


def stops(passing: Cell | None, stopping: Cell) -> tuple[Stop, ...]:
    """What flips between a cell that passes and its neighbour that doesn't; without a cell that passes, what binds there."""
    before = {a.part.path: a.finding for a in passing.answer.asked if a.finding} if passing else {}
    found: list[Stop] = []
    for applied in stopping.answer.binding:
        old, new = before.get(applied.part.path), applied.finding
        if passing and old and new and old.truth is new.truth:
            continue
        lines = list(dict.fromkeys(_flipped(old, new) if old and new else _holding(new) if new else ()))
        found += [Stop(applied.part, letter, line) for letter, line in lines] or [Stop(applied.part, "", None)]
    return tuple(found)


def _flipped(old: Finding, new: Finding, letter: str = "") -> Iterator[tuple[str, Line]]:
    """The numeric comparisons whose truth differs between two findings of one rule, under their letters."""
    if old.truth is new.truth:
        return
    if not isinstance(new.rule, Line):
        for one, other in zip(old.members, new.members, strict=True):
            yield from _flipped(one, other, new.rule.letter or letter)
    elif isinstance(new.left, Finding) and isinstance(old.left, Finding):
        yield from _flipped(old.left, new.left, letter)
    elif isinstance(new.left, Metric):
        yield letter, new.rule


def _holding(new: Finding, letter: str = "") -> Iterator[tuple[str, Line]]:
    """The numeric comparisons by which a finding is what it is, under their letters."""
    if not isinstance(new.rule, Line):
        for member in new.members:
            if member.truth is new.truth:
                yield from _holding(member, new.rule.letter or letter)
    elif isinstance(new.left, Finding):
        yield from _holding(new.left, letter)
    elif isinstance(new.left, Metric):
        yield letter, new.rule
