"""One instrument's part in an answer: its own clauses, licences, reviews and duties on the day."""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from .judge import Applied, Case, Judgement, Requirement, judge, merged, strictest
from .law import Chosen, Instrument, Law, Part
from .rules import Truth

OUTCOMES: Final = {
    "approval": "approval",
    "presumption of approval": "approval",
    "case by case": "case-by-case",
    "presumption of denial": "denial",
    "policy of denial": "denial",
    "not stated": "not-stated",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument's part in the answer: its own `clauses`, and the `others` of its parts, that day.

    `state` is in force, not yet, replaced, ended, stayed, proposed, as told or note; `since` and `until` bound its force.
    """

    instrument: Instrument
    state: str
    since: datetime.date
    until: datetime.date | None
    licence: str | None
    review: str | None
    missing: tuple[str, ...]
    clauses: tuple[Applied, ...]
    others: tuple[Applied, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether any of it binds that day."""
        return self.state == "in force"


def outcome(licence: str | None, review: str | None) -> str:
    """The outcome of a licence and a review policy."""
    if licence == "required":
        return OUTCOMES[review or "not stated"]
    return {"exception": "exception", "not required": "not-controlled"}.get(licence or "", "unknown")


def is_eccn(id: str) -> bool:
    """Whether a place in the law is a paragraph of the Commerce Control List, such as "3A090.a"."""
    return re.fullmatch(r"\d[A-E]\d{3}(\.[a-z])?", id) is not None


@dataclass(slots=True)
class Share:
    """What one instrument says in a judgement: its licences, its reviews of any licence that may be needed, the rest."""

    licences: list[Requirement] = field(default_factory=list)
    reviews: list[tuple[Applied, Truth]] = field(default_factory=list)
    clauses: list[Applied] = field(default_factory=list)
    others: list[Applied] = field(default_factory=list)


def shares(main: Judgement) -> dict[str, Share]:
    """A judgement taken apart by instrument."""
    found: dict[str, Share] = defaultdict(Share)
    for required in main.requirements:
        found[required.licence.part.instrument].licences.append(required)
        for review in required.reviews if required.licence.truth is not False else ():
            found[review[0].part.instrument].reviews.append(review)
    for clause in main.clauses:
        found[clause.part.instrument].clauses.append(clause)
    for applied in (*main.reviews, *main.exceptions, *main.duties, *main.warnings):
        found[applied.part.instrument].others.append(applied)
    return found


def row_of(
    book: Law,
    instrument: Instrument,
    case: Case,
    main: Judgement,
    chosen: Chosen,
    denied: frozenset[str],
    said: Mapping[str, Share] | None = None,
) -> Row:
    """What one instrument adds to a case that the law has judged; bills and tellings are judged here, each alone.

    `said` is the judgement taken apart by `shares`, for whoever asks for many rows of it.
    """
    standing, idle = _standing(book, instrument, case.day, chosen)
    if not standing or idle.state == "not yet":
        return idle
    if not instrument.counts:
        own = {p.id: p for p in standing if p.kind == "clauses"}
        said = None
        main = judge(
            Case(
                case.chip,
                case.day,
                case.metrics,
                case.parties,
                own,
                law_case=case,
                remembered={} if case.presumed else case.remembered,
                shared=case.shared,
                chosen=chosen,
            ),
            standing,
            denied,
        )

    share = (shares(main) if said is None else said).get(instrument.id) or Share()
    own_licences = share.licences
    states = {r.state for r in own_licences}
    licence = next((s for s in ("required", "unknown", "exception", "not required") if s in states), None)
    held = [review for review, aside in share.reviews if review.truth and not aside]
    unsure = [review for review, aside in share.reviews if review.truth is None or (aside is None and review.truth)]
    spoken = any(r.reviews for r in own_licences if r.licence.truth is not False)
    review = (
        strictest(r.part.policy for r in held)
        if held
        else ("unknown" if unsure else "not stated" if licence in ("required", "exception") and not spoken else None)
    )
    clauses = tuple(share.clauses)
    missing = merged(
        [
            *(r.missing for r in own_licences),
            *(r.missing for r in unsure),
            *(a.missing for a in share.others if a.part.kind == "duties"),
            *(c.missing for c in clauses if c.truth is None and not own_licences),
        ]
    )
    others = (*(r.licence for r in own_licences), *share.others)
    return Row(instrument, idle.state, idle.since, idle.until, licence, review, missing, clauses, others)


def idle_row(book: Law, instrument: Instrument, day: datetime.date, chosen: Chosen) -> Row:
    """The row of an instrument as far as no item bears on it: what it is that day."""
    return _standing(book, instrument, day, chosen)[1]


@lru_cache(maxsize=8192)
def _standing(book: Law, instrument: Instrument, day: datetime.date, chosen: Chosen) -> tuple[tuple[Part, ...], Row]:
    """The parts of an instrument that hold, and its row as far as no item bears on it."""
    standing = book.own(instrument.id, day, chosen)
    state, since, until = _state(book, instrument, day, bool(standing))
    return standing, Row(instrument, state, since, until, None, None, (), ())


def _state(
    book: Law, instrument: Instrument, day: datetime.date, standing: bool
) -> tuple[str, datetime.date, datetime.date | None]:
    since = (
        min([instrument.effective, *(p.begins for p in instrument.parts)])
        if not instrument.counts
        else instrument.effective
    )
    replaced = book.replaced_by(instrument.id)
    until = instrument.ends or (replaced[1] if replaced else None)
    if day < since:
        return "not yet", since, until
    if not instrument.counts:
        return instrument.status, since, until
    if until and day >= until:
        return "ended" if instrument.ends else "replaced", since, until
    if not standing and instrument.parts:
        begun = any(p.begins <= day for p in instrument.parts)
        return "stayed" if begun else "in force", since, until
    return "in force", since, until
