"""One instrument's part in an answer: its own clauses, licences, reviews and duties on the day."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from .judge import Applied, Case, Judgement, judge, merged, strictest
from .law import Chosen, Instrument, Law

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


def row_of(
    book: Law, instrument: Instrument, case: Case, main: Judgement, chosen: Chosen, denied: frozenset[str]
) -> Row:
    """What one instrument adds to a case that the law has judged; bills and tellings are judged here, each alone."""
    standing = [p for p in book.in_force(case.day, chosen) if p.instrument == instrument.id]
    state, since, until = _state(book, instrument, case.day, bool(standing))
    if not standing or state == "not yet":
        return Row(instrument, state, since, until, None, None, (), ())
    if not instrument.counts:
        own = {p.id: p for p in standing if p.kind == "clauses"}
        main = judge(
            Case(
                case.chip,
                case.day,
                case.metrics,
                case.parties,
                own,
                law_case=case,
                remembered={} if case.presumed else case.remembered,
            ),
            standing,
            denied,
        )

    def mine(applied: Applied) -> bool:
        return applied.part.instrument == instrument.id

    own_licences = [r for r in main.requirements if mine(r.licence)]
    states = {r.state for r in own_licences}
    licence = next((s for s in ("required", "unknown", "exception", "not required") if s in states), None)
    needed = [r for r in main.requirements if r.licence.truth is not False]
    held = [review for r in needed for review, aside in r.reviews if mine(review) and review.truth and not aside]
    unsure = [
        review
        for r in needed
        for review, aside in r.reviews
        if mine(review) and (review.truth is None or (aside is None and review.truth))
    ]
    spoken = any(r.reviews for r in own_licences if r.licence.truth is not False)
    review = (
        strictest(r.part.policy for r in held)
        if held
        else ("unknown" if unsure else "not stated" if licence in ("required", "exception") and not spoken else None)
    )
    duties = [d for d in main.duties if mine(d)]
    clauses = tuple(c for c in main.clauses if mine(c))
    missing = merged(
        [
            *(r.missing for r in own_licences),
            *(r.missing for r in unsure),
            *(d.missing for d in duties),
            *(c.missing for c in clauses if c.truth is None and not own_licences),
        ]
    )
    others = (
        *(r.licence for r in own_licences),
        *(a for a in (*main.reviews, *main.exceptions, *main.duties, *main.warnings) if mine(a)),
    )
    return Row(instrument, state, since, until, licence, review, missing, clauses, others)


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
