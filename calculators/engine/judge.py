"""One day's law applied to one case: which clauses the item meets, which licences follow, what lifts them, how they are looked at.

The order is the one of the schema: parts in force, clauses with the specs as given, presumptions, licences, exceptions, reviews less
those set aside, duties and warnings; bills and tellings each alone, seeing the law that never sees them.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .chips import IDENTITY, Chip
from .law import POLICIES, Law, Part
from .metrics import Metric
from .names import names
from .rules import INFINITE, Condition, Finding, Truth, evaluate

NOTHING: Final = Condition("any", ())
ALWAYS: Final = Condition("all", ())


def both(*truths: Truth) -> Truth:
    """Kleene's "and"."""
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    """Kleene's "or"."""
    return True if True in truths else None if None in truths else False


@dataclass(frozen=True, slots=True)
class Applied:
    """A part of the law with what came of it: `truth` counts conditions, the item's clauses and what was promised."""

    part: Part
    truth: Truth
    missing: tuple[str, ...]
    finding: Finding | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A licence, what lifts it, and the reviews that speak of it (`set_aside` by `over` or not)."""

    licence: Applied
    exceptions: tuple[Applied, ...]
    reviews: tuple[tuple[Applied, Truth], ...]

    @property
    def state(self) -> str:
        """required, exception, not required or unknown."""
        lifted = either(*(e.truth for e in self.exceptions))
        if self.licence.truth is False:
            return "not required"
        if self.licence.truth is None or lifted is None:
            return "unknown"
        return "exception" if lifted else "required"

    @property
    def missing(self) -> tuple[str, ...]:
        """What would decide it."""
        if self.state != "unknown":
            return ()
        return self.licence.missing or merged(e.missing for e in self.exceptions if e.truth is None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that one scope (the law, or one bill or telling) says of a case."""

    clauses: tuple[Applied, ...]
    requirements: tuple[Requirement, ...]
    duties: tuple[Applied, ...]
    warnings: tuple[Applied, ...]
    reviews: tuple[Applied, ...]
    exceptions: tuple[Applied, ...]
    licence: str
    review: str | None
    missing: tuple[str, ...]


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
    remembered: dict[int | str, Finding] = field(default_factory=dict)

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
            finding = evaluate(part.condition or ALWAYS, self) if part else Finding(NOTHING, False, -INFINITE)
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


def could_differ(case: Case, parts: Sequence[Part], others: Sequence[Part]) -> bool:
    """Whether two wordings of a day's law can part over this case: not where each part that only one of them has is a clause that
    comes to the same as the clause in its place, or speaks of clauses that the item doesn't meet.
    """
    for part in set(parts) ^ set(others):
        if part.kind == "clauses":
            counterpart = next((p for p in parts if p.kind == "clauses" and p.id == part.id), None)
            if counterpart is None or evaluate(part.condition or ALWAYS, case).truth != case.item(part.id).truth:
                return True
        elif not part.of or any(case.item(id).truth is not False for id in part.of):
            return True
    return False


def number(name: str, value: Any) -> Metric:
    """A numeric fact as a span: known, or anything from zero up."""
    from fractions import Fraction

    unit = names()[name].unit
    if value is None:
        return Metric(name, unit, Fraction(0), None, (name,))
    return Metric(name, unit, Fraction(value), Fraction(value))


def judge(case: Case, parts: Sequence[Part], denied: frozenset[str]) -> Judgement:
    """Apply the parts of one scope to a case whose `clauses` are that scope's."""
    if case.law_case is None:
        _presume(case, parts)
    by_kind: dict[str, list[Part]] = {
        kind: [] for kind in ("clauses", "licences", "exceptions", "reviews", "duties", "warnings", "stays")
    }
    for part in parts:
        by_kind[part.kind].append(part)

    def apply(part: Part) -> Applied:
        return _apply(part, case, denied)

    clauses = [Applied(p, (f := case.item(p.id)).truth, f.missing, f) for p in by_kind["clauses"]]
    exceptions, reviews = ([apply(p) for p in by_kind[kind]] for kind in ("exceptions", "reviews"))
    requirements = [_require(apply(part), exceptions, reviews) for part in by_kind["licences"]]
    licence = licence_of(requirements)
    review, undecided = review_of(licence, requirements)
    missing = merged(r.missing for r in requirements) if licence == "unknown" else ()
    return Judgement(
        tuple(clauses),
        tuple(requirements),
        tuple(map(apply, by_kind["duties"])),
        tuple(map(apply, by_kind["warnings"])),
        tuple(reviews),
        tuple(exceptions),
        licence,
        review,
        merged([missing, undecided]),
    )


def _presume(case: Case, parts: Sequence[Part]) -> None:
    """Step 3: what a presumption that holds says joins the facts, and the clauses are read again with it."""
    for part in parts:
        if part.presumes and (finding := case.item(part.id)).truth is not False:
            case.presumed.update({ln.value if ln.name == "item" else ln.name: finding.truth for ln in part.presumes})
            case.presumed_missing = finding.missing
            case.found, case.remembered = {part.id: finding}, {}


def _apply(part: Part, case: Case, denied: frozenset[str]) -> Applied:
    finding = evaluate(part.condition, case) if part.condition else None
    truths: list[tuple[Truth, tuple[str, ...]]] = [(finding.truth, finding.missing)] if finding else []
    items: tuple[str, ...] = ()
    if part.of and part.kind != "stays":
        met = {id: case.item(id) for id in part.of}
        items = tuple(id for id, found in met.items() if found.truth is not False)
        truth = either(*(found.truth for found in met.values()))
        truths.append((truth, merged(f.missing for f in met.values() if f.truth is None)))
    for promise in part.provided:
        if f"{part.path}/{promise.id}" in denied:
            truths.append((False, ()))
        elif promise.test and case.parties.get(promise.test.name) is not None:
            tested = evaluate(promise.test, case)
            truths.append((tested.truth, tested.missing))
    truth = both(*(t for t, _ in truths))
    return Applied(part, truth, merged(m for t, m in truths if t is None) if truth is None else (), finding, items)


def _require(licence: Applied, exceptions: Sequence[Applied], reviews: Sequence[Applied]) -> Requirement:
    """A licence meets an exception or review when both name a clause that the item meets."""

    def shared(applied: Applied) -> bool:
        return bool(set(applied.items) & set(licence.items))

    if licence.truth is False:
        return Requirement(licence, (), ())
    held = [r for r in reviews if shared(r) and r.truth is not False]
    aside = [(r, either(*(s.truth for s in held if r.part.id in s.part.over))) for r in held]
    return Requirement(licence, tuple(e for e in exceptions if shared(e)), tuple(aside))


def licence_of(requirements: Sequence[Requirement]) -> str:
    """The strictest state of some licences: one that nothing lifts, else one undecided, else one lifted."""
    states = {r.state for r in requirements}
    return next((s for s in ("required", "unknown", "exception") if s in states), "not required")


def strictness(policy: str) -> int:
    """The place of a review policy in the one order from approval to denial; a policy that isn't stated comes before all."""
    return POLICIES.index(policy) if policy in POLICIES else -1


def strictest(policies: Iterable[str]) -> str:
    """The strictest of some policies, or "not stated"."""
    return max(policies, key=strictness, default="not stated")


def review_of(licence: str, requirements: Sequence[Requirement]) -> tuple[str | None, tuple[str, ...]]:
    """The strictest stated policy of the licences that decide, and what is missing where it can't be told."""
    if licence == "not required":
        return None, ()
    deciding = [r for r in requirements if r.state == licence and r.licence.truth]
    if not deciding or (licence == "unknown" and any(r.licence.truth is None for r in requirements)):
        return "unknown", ()
    undecided = [] if licence == "unknown" else [r for r in requirements if r.state == "unknown"]
    standing = [
        (r.part.policy, both(r.truth, None if aside is None else not aside)) for d in deciding for r, aside in d.reviews
    ]
    possible = [r.part.policy for d in undecided for r, aside in d.reviews if aside is not True]
    sure = strictest(policy for policy, truth in standing if truth)
    most = strictest([*possible, *(policy for policy, truth in standing if truth is not False)])
    if sure == most:
        return sure, ()
    return "unknown", merged(
        [
            *(r.missing for d in deciding for r, _ in d.reviews if r.truth is None),
            *(d.missing for d in undecided),
        ]
    )


def case_for_law(
    law: Law,
    chip: Chip,
    day: datetime.date,
    found: Mapping[str, Metric],
    parties: Mapping[str, Any],
    parts: Sequence[Part],
    like: Case | None = None,
) -> Case:
    """The case with the clauses of the law in force; a place that is filled twice is a fault of the data.

    `like` is a case with the same facts under another reading, whose comparisons needn't be made again.
    """
    clauses: dict[str, Part] = {}
    for part in parts:
        if part.kind == "clauses" and law.instruments[part.instrument].counts:
            if part.id in clauses:
                raise LookupError(f"{part.id} is filled by {clauses[part.id].path} and {part.path} on {day}")
            clauses[part.id] = part
    shared = like.remembered if like and like.metrics is found and not like.presumed else {}
    return Case(chip, day, found, parties, clauses, remembered=shared)


def reaches(chip: Chip) -> dict[str, str]:
    """The facts of identity that are taken by default for this chip."""
    return {key: names()[key].default for key in IDENTITY if names()[key].default and chip.value(key) is None}
