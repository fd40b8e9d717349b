"""The facts of one case as the law asks for them: an item, a day and the parties, and which clauses the item meets."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from .chips import Chip
from .law import Law, Part
from .metrics import Chosen, Metric, metrics
from .names import names
from .rules import INFINITE, Condition, Finding, Memory, Truth, combine, evaluate

NOTHING: Final = Condition("any", ())
ALWAYS: Final = Condition("all", ())
NOT_MET: Final = Finding(NOTHING, False, -INFINITE)


def both(*truths: Truth) -> Truth:
    """Kleene's "and"."""
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    """Kleene's "or"."""
    return True if True in truths else None if None in truths else False


def merged(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Several lists as one, each name once."""
    return tuple(dict.fromkeys(name for found in lists for name in found))


@dataclass
class Case:
    """The facts of one case (rules.Facts), with the clauses of one scope."""

    chip: Chip
    day: datetime.date
    metrics: Mapping[str, Metric]
    parties: Mapping[str, Any]
    clauses: Mapping[str, Part]
    law_case: "Case | None" = None
    presumed: dict[str, Truth] = field(default_factory=dict)
    presumed_missing: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)
    found: dict[str, Finding] = field(default_factory=dict)
    met: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[Truth, tuple[str, ...]]]] = field(default_factory=dict)
    remembered: Memory = field(default_factory=dict)
    shared: Memory = field(default_factory=dict)
    chosen: Chosen = ()
    within: "tuple[Case, ...] | None" = None

    def fact(self, name: str) -> Any:
        """The Metric, word, place code, date or None behind a name; a default that was needed is noted in `used`."""
        if name in self.metrics:
            return self.metrics[name]
        known = names()[name]
        if known.side == "party":
            self.used.add(name)
            value = self.parties.get(name)
        else:
            value = self.chip.value(name)
            if value is None and known.default:
                self.used.add(name)
                value = known.default
            if name == "datacenter" and value != "yes" and name in self.presumed:
                return "yes" if self.presumed[name] else None
        if known.unit:
            return number(name, value)
        return value

    def item(self, place: str) -> Finding:
        """Whether the item meets what stands at a place; nothing stands there: it doesn't."""
        if self.law_case is not None and place not in self.clauses:
            return self.law_case.item(place)
        if place not in self.found:
            part = self.clauses.get(place)
            finding = evaluate(part.condition or ALWAYS, self) if part else NOT_MET
            if place in self.presumed and finding.truth is not True:
                truth = either(finding.truth, self.presumed[place])
                finding = Finding(
                    finding.rule,
                    truth,
                    None,
                    () if truth else merged([finding.missing, self.presumed_missing]),
                    members=finding.members,
                )
            self.found[place] = finding
        return self.found[place]

    def items(self, of: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Truth, tuple[str, ...]]]:
        """Which of some clauses the item meets or may meet; whether it meets one, and what would decide that."""
        if of not in self.met:
            found = [self.item(id) for id in of]
            missing = merged([f.missing for f in found if f.truth is None])
            items = tuple(id for id, f in zip(of, found, strict=True) if f.truth is not False)
            self.met[of] = items, (either(*(f.truth for f in found)), missing)
        return self.met[of]

    def inside(self, place: str) -> Finding:
        """Whether a chip inside the item meets what stands at a place: one that does suffices, one undecided leaves it open."""
        if not self.chip.is_system:
            return NOT_MET
        if self.law_case is not None and place not in self.clauses:
            return self.law_case.inside(place)
        found = tuple(case.item(place) for case in self.cases_inside())
        return found[0] if len(found) == 1 else combine(Condition("any", tuple(f.rule for f in found)), found)

    def cases_inside(self) -> "tuple[Case, ...]":
        """The same case for each chip inside a system, under the same clauses."""
        if self.within is None:
            chips = self.chip.measured_inside
            outer = self.law_case.cases_inside() if self.law_case else (None,) * len(chips)
            self.within = tuple(
                Case(
                    chip,
                    self.day,
                    metrics(chip, dict(self.chosen)) if self.chip.inside else self.metrics,
                    self.parties,
                    self.clauses,
                    law_case=law_case,
                    used=self.used,
                    shared=self.shared,
                    chosen=self.chosen,
                )
                for chip, law_case in zip(chips, outer, strict=True)
            )
            for case in self.within if self.law_case is None else ():
                presume(case, tuple(self.clauses.values()))
        return self.within


def presume(case: Case, parts: Sequence[Part]) -> None:
    """Step 3: what a presumption that holds says joins the facts, and the clauses are read again with it."""
    for part in parts:
        if part.presumes and (finding := case.item(part.id)).truth is not False:
            case.presumed.update({ln.value if ln.name == "item" else ln.name: finding.truth for ln in part.presumes})
            case.presumed_missing = finding.missing
            case.found, case.met, case.remembered = {part.id: finding}, {}, {}


def could_differ(case: Case, differing: Iterable[Part]) -> bool:
    """Whether two wordings of a day's law can part over this case: not where each part that only one of them has (`differing`) is a
    clause that comes to the same as the clause in its place, or speaks of clauses that the item doesn't meet. For a system they always can.
    """
    for part in differing:
        if case.chip.is_system:
            return True
        if part.kind == "clauses":
            if (
                part.id not in case.clauses
                or evaluate(part.condition or ALWAYS, case).truth != case.item(part.id).truth
            ):
                return True
        elif not part.of or any(case.item(id).truth is not False for id in part.of):
            return True
    return False


def number(name: str, value: Any) -> Metric:
    """A numeric fact as a span: known, or anything from zero up."""
    unit = names()[name].unit
    if value is None:
        return Metric(name, unit, Fraction(0), None, (name,))
    return Metric(name, unit, Fraction(value), Fraction(value))


def case_for_law(
    law: Law,
    chip: Chip,
    day: datetime.date,
    found: Mapping[str, Metric],
    parties: Mapping[str, Any],
    parts: Sequence[Part],
    like: Case | None = None,
    chosen: Chosen = (),
) -> Case:
    """The case with the clauses of the law in force; a place that is filled twice is a fault of the data.

    `like` is a case with the same facts under another reading, whose comparisons needn't be made again; `chosen` are the readings.
    """
    remembered = like.remembered if like and like.metrics is found and not like.presumed else {}
    shared = _shared(day, tuple(parties.items()))
    return Case(
        chip, day, found, parties, _clauses(law, tuple(parts)), remembered=remembered, shared=shared, chosen=chosen
    )


@lru_cache(maxsize=256)
def _shared(day: datetime.date, parties: tuple[tuple[str, Any], ...]) -> Memory:
    """What came of comparisons that ask for nothing but these facts: the same for every item."""
    return {}


@lru_cache(maxsize=1024)
def _clauses(law: Law, parts: tuple[Part, ...]) -> Mapping[str, Part]:
    clauses: dict[str, Part] = {}
    for part in parts:
        if part.kind == "clauses" and law.instruments[part.instrument].counts:
            if part.id in clauses:
                raise LookupError(f"{part.id} is filled by {clauses[part.id].path} and {part.path}")
            clauses[part.id] = part
    return clauses
