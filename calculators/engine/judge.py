"""One day's law applied to one case: which clauses the item meets, which licences follow, what lifts them, how they are looked at.

The order is the one of the schema: parts in force, clauses with the specs as given, presumptions, licences, exceptions, reviews less
those set aside, duties and warnings; bills and tellings each alone, seeing the law that never sees them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .case import ALWAYS, Case, both, case_for_law, could_differ, either, merged, number, presume
from .law import POLICIES, TABLES, Part
from .rules import Finding, Truth, evaluate


@dataclass(frozen=True, slots=True)
class Applied:
    """A part of the law with what came of it: `truth` counts conditions, the item's clauses and what was promised."""

    part: Part
    truth: Truth
    missing: tuple[str, ...]
    finding: Finding | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """A licence, what lifts it, and the reviews that speak of it (`set_aside` by `over` or not)."""

    licence: Applied
    exceptions: tuple[Applied, ...]
    reviews: tuple[tuple[Applied, Truth], ...]

    @cached_property
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


@lru_cache(maxsize=1024)
def _by_kind(parts: tuple[Part, ...]) -> dict[str, tuple[Part, ...]]:
    return {kind: tuple(part for part in parts if part.kind == kind) for kind in TABLES}


def judge(case: Case, parts: Sequence[Part], denied: frozenset[str], *, brief: bool = False) -> Judgement:
    """Apply the parts of one scope to a case whose `clauses` are that scope's.

    `brief`: licence and review only; what speaks of clauses that the item doesn't meet isn't looked into, duties and warnings are left out.
    """
    by_kind = _by_kind(tuple(parts))
    if case.law_case is None:
        presume(case, by_kind["clauses"])

    def apply(part: Part) -> Applied:
        return _apply(part, case, denied, brief)

    clauses = [Applied(p, (f := case.item(p.id)).truth, f.missing, f) for p in by_kind["clauses"]]
    exceptions, reviews = ([apply(p) for p in by_kind[kind]] for kind in ("exceptions", "reviews"))
    requirements = [_require(apply(part), exceptions, reviews) for part in by_kind["licences"]]
    licence = licence_of(requirements)
    review, undecided = review_of(licence, requirements)
    missing = merged(r.missing for r in requirements) if licence == "unknown" else ()
    return Judgement(
        tuple(clauses),
        tuple(requirements),
        () if brief else tuple(map(apply, by_kind["duties"])),
        () if brief else tuple(map(apply, by_kind["warnings"])),
        tuple(reviews),
        tuple(exceptions),
        licence,
        review,
        merged([missing, undecided]),
    )


def _apply(part: Part, case: Case, denied: frozenset[str], brief: bool = False) -> Applied:
    items, met = case.items(part.of) if part.of and part.kind != "stays" else ((), None)
    if brief and met and met[0] is False:
        return Applied(part, False, ())
    finding = evaluate(part.condition, case) if part.condition else None
    truths = [(finding.truth, finding.missing)] if finding else []
    if met:
        truths.append(met)
    for promise in part.provided:
        if denied and f"{part.path}/{promise.id}" in denied:
            truths.append((False, ()))
        elif promise.test and case.parties.get(promise.test.name) is not None:
            tested = evaluate(promise.test, case)
            truths.append((tested.truth, tested.missing))
    truth = both(*(t for t, _ in truths))
    return Applied(part, truth, merged(m for t, m in truths if t is None) if truth is None else (), finding, items)


def _require(licence: Applied, exceptions: Sequence[Applied], reviews: Sequence[Applied]) -> Requirement:
    """A licence meets an exception or review when both name a clause that the item meets."""

    if licence.truth is False:
        return Requirement(licence, (), ())
    items = set(licence.items)

    def shared(applied: Applied) -> bool:
        return not items.isdisjoint(applied.items)

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


__all__ = [
    "ALWAYS",
    "Applied",
    "Case",
    "Judgement",
    "Requirement",
    "both",
    "case_for_law",
    "could_differ",
    "either",
    "judge",
    "licence_of",
    "merged",
    "number",
    "review_of",
    "strictest",
    "strictness",
]
