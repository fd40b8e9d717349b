"""The verdict: which instruments apply to an item on a day, what fired, and what decides."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from . import units
from .chips import Chip, load_chip
from .errors import Fault, Faults, NameFault, near
from .judge import Applied, Case, Judgement, case_for_law, judge, merged, strictest
from .law import Instrument, Law, Part, law
from .metrics import Metric, metrics, same
from .names import names, read_day
from .places import place

OUTCOMES: Final = {
    "approval": "approval",
    "presumption of approval": "approval",
    "case by case": "case-by-case",
    "presumption of denial": "denial",
    "policy of denial": "denial",
    "not stated": "not-stated",
    "unknown": "unknown",
}
Chosen = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument's part in the answer: its own `clauses`, and the `others` of its parts, that day.

    `state` is in force, not yet, replaced, ended, stayed, proposed or as told; `since` and `until` bound its force.
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


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A reading under which the answer would differ: the option chosen, and what another one would give."""

    id: str
    chosen: str
    option: str
    licence: str
    review: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one item, day, destination and buyer, with everything that led to it.

    `licence` is required, exception, not required or unknown; `review` what an application meets if no exception is used, None
    where no licence is needed. `notice` holds "no-rule" before the first day this site knows, "last-checked" after the last.
    """

    chip: Chip
    on: datetime.date
    to: str
    from_: str
    headquarters: str
    metrics: Mapping[str, Metric]
    classification: tuple[str, ...]
    licence: str
    review: str | None
    exceptions: tuple[Applied, ...]
    missing: tuple[str, ...]
    assumed: tuple[tuple[str, str], ...]
    readings: tuple[Otherwise, ...]
    notice: str
    checked: datetime.date
    rows: tuple[Row, ...]
    judgement: Judgement

    @property
    def outcome(self) -> str:
        """One word for the eye: no-rule, not-controlled, exception, approval, case-by-case, denial, not-stated or unknown."""
        if self.notice == "no-rule":
            return "no-rule"
        return outcome(self.licence, self.review)

    @property
    def warnings(self) -> tuple[Applied, ...]:
        """What is said without binding, where it applies or may apply."""
        return tuple(w for w in self.judgement.warnings if w.truth is not False)

    @property
    def duties(self) -> tuple[Applied, ...]:
        """What is owed beside the licence, where it is or may be due."""
        return tuple(d for d in self.judgement.duties if d.truth is not False)

    def json(self) -> dict[str, Any]:
        """The verdict as plain data (see `engine/report.py`)."""
        from .report import report

        return report(self)


def outcome(licence: str | None, review: str | None) -> str:
    """The outcome of a licence and a review policy."""
    if licence == "required":
        return OUTCOMES[review or "not stated"]
    return {"exception": "exception", "not required": "not-controlled"}.get(licence or "", "unknown")


def assess(
    chip: Chip | str,
    *,
    on: datetime.date | str,
    to: str,
    from_: str = "US",
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    denied: Iterable[str] = (),
    parties: Mapping[str, str] | None = None,
) -> Verdict:
    """What the law of a day says of sending an item to a place.

    `chip` is a Chip, an id or an exact name; `to`, `from_`, `headquarters` are ISO 3166 codes (headquarters None: the destination's;
    `from_` equal to `to`: a transfer inside the country). `readings` chooses options of disputed readings, `denied` names promises
    ("instrument/part/id") that are not kept, `parties` gives other facts of the parties by the names of `names.toml`.
    Raises Faults with everything that is wrong in the input.

    >>> verdict = assess("nvidia-h20", on="2023-12-01", to="CN")
    >>> verdict.licence, verdict.classification
    ('not required', ())
    >>> verdict = assess("nvidia-h20", on="2025-06-01", to="CN")
    >>> verdict.licence, verdict.review
    ('required', 'not stated')
    """
    faults: list[Fault] = []

    def tried(read: Any, *given: Any) -> Any:
        try:
            return read(*given)
        except Fault as fault:
            faults.append(fault)

    book = law()
    item = tried(load_chip, chip) if isinstance(chip, str) else chip
    day = tried(read_day, on, "on") if isinstance(on, str) else on
    codes = {
        field: found.code if (found := tried(place, text, field)) else ""
        for field, text in (("to", to), ("from", from_), ("headquarters", headquarters))
        if text is not None
    }
    codes.setdefault("headquarters", codes["to"])
    chosen = tried(_choose, book, readings or {})
    refused = frozenset(tried(_promise, book, path) or "" for path in denied)
    given = {name: tried(_party, name, text) for name, text in (parties or {}).items()}
    if faults:
        raise Faults(list({str(fault): fault for fault in faults}.values()))
    facts = {**_defaults(day), **given, **codes, "movement": _movement(codes["from"], codes["to"])}
    verdict = _assess(book, item, day, facts, chosen, refused)
    default_headquarters = headquarters is None
    assumed = [("headquarters", codes["headquarters"])] if default_headquarters else []
    return _finish(book, item, day, facts, chosen, refused, verdict, assumed, given)


def _assess(
    book: Law,
    chip: Chip,
    day: datetime.date,
    facts: Mapping[str, Any],
    chosen: Chosen,
    denied: frozenset[str],
    like: Case | None = None,
) -> tuple[Case, Judgement]:
    parts = [p for p in book.in_force(day, chosen) if book.instruments[p.instrument].counts]
    case = case_for_law(book, chip, day, metrics(chip, dict(chosen)), facts, parts, like)
    return case, judge(case, parts, denied)


def _finish(
    book: Law,
    chip: Chip,
    day: datetime.date,
    facts: Mapping[str, Any],
    chosen: Chosen,
    denied: frozenset[str],
    found: tuple[Case, Judgement],
    assumed: list[tuple[str, str]],
    given: Mapping[str, Any],
) -> Verdict:
    case, main = found
    early = day < book.first_day
    rows = tuple(_row(book, i, case, main, chosen, denied) for i in book.instruments.values())
    others = () if early else tuple(_otherwise(book, case, chosen, denied, main))
    lifting = merged_applied(r.exceptions for r in main.requirements if r.state == "exception")
    return Verdict(
        chip=chip,
        on=day,
        to=facts["to"],
        from_=facts["from"],
        headquarters=facts["headquarters"],
        metrics=case.metrics,
        classification=tuple(a.part.id for a in main.clauses if a.truth and is_eccn(a.part.id)),
        licence="unknown" if early else main.licence,
        review=None if early else main.review,
        exceptions=tuple(e for e in lifting if e.truth) if main.licence == "exception" else (),
        missing=main.missing,
        assumed=(*assumed, *_assumed(case, chip, facts, given)),
        readings=others,
        notice="no-rule" if early else "last-checked" if day > book.checked else "",
        checked=book.checked,
        rows=rows,
        judgement=main,
    )


def is_eccn(id: str) -> bool:
    """Whether a place in the law is a paragraph of the Commerce Control List, such as "3A090.a"."""
    return re.fullmatch(r"\d[A-E]\d{3}(\.[a-z])?", id) is not None


def merged_applied(lists: Iterable[Iterable[Applied]]) -> list[Applied]:
    """Several lists of applied parts as one, each part once."""
    return list({a.part.path: a for found in lists for a in found}.values())


def _row(book: Law, instrument: Instrument, case: Case, main: Judgement, chosen: Chosen, denied: frozenset[str]) -> Row:
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


def _otherwise(book: Law, case: Case, chosen: Chosen, denied: frozenset[str], main: Judgement) -> Iterable[Otherwise]:
    """The other options of every reading under which licence or review would differ."""
    parts = book.in_force(case.day, chosen)
    for id, current in chosen:
        for option in book.readings[id].options:
            other = tuple((i, option if i == id else o) for i, o in chosen)
            if option == current or (
                book.in_force(case.day, other) == parts and same(metrics(case.chip, dict(other)), case.metrics)
            ):
                continue
            judged = _assess(book, case.chip, case.day, case.parties, other, denied, case)[1]
            if (judged.licence, judged.review) != (main.licence, main.review):
                yield Otherwise(id, current, option, judged.licence, judged.review)


def _choose(book: Law, given: Mapping[str, str]) -> Chosen:
    faults: list[Fault] = []
    for id, option in given.items():
        if id not in book.readings:
            faults.append(
                NameFault(
                    "unknown-reading",
                    "reading",
                    id,
                    expected=" ".join(book.readings),
                    near=near(id, book.readings),
                )
            )
        elif option not in book.readings[id].options:
            faults.append(
                NameFault(
                    "unknown-option",
                    f"reading {id}",
                    option,
                    expected=" · ".join(book.readings[id].options),
                    near=near(option, book.readings[id].options),
                )
            )
    if faults:
        raise faults[0]
    return tuple((id, given.get(id, reading.default)) for id, reading in book.readings.items())


@lru_cache(maxsize=1)
def promises() -> dict[str, Part]:
    """Every promise that can be denied, by "instrument/part/id"."""
    return {
        f"{part.path}/{promise.id}": part
        for i in law().instruments.values()
        for part in i.parts
        for promise in part.provided
    }


def _promise(book: Law, path: str) -> str:
    if path not in promises():
        raise NameFault(
            "unknown-promise",
            "deny",
            path,
            expected="instrument/part/id",
            example="apr-2024/NAC/notified",
            near=near(path, promises()),
        )
    return path


def _party(name: str, text: str) -> Any:
    known = {
        id: n for id, n in names().items() if n.side == "party" and id not in ("to", "from", "headquarters", "movement")
    }
    if name not in known:
        raise NameFault("unknown-party", "party", name, expected=" ".join(known), near=near(name, known))
    return known[name].read(text)


def _defaults(day: datetime.date) -> dict[str, Any]:
    """What is taken of the parties where nothing is given; each use is printed as an assumption."""
    found: dict[str, Any] = {id: n.read(n.default) for id, n in names().items() if n.side == "party" and n.default}
    return found | {"completed": day}


def _movement(from_: str, to: str) -> str:
    return "transfer" if from_ == to else "export" if from_ == "US" else "reexport"


def _assumed(case: Case, chip: Chip, facts: Mapping[str, Any], given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "from", facts["from"]
    if facts["movement"] == "transfer":
        yield "movement", "transfer"
    for name in sorted(case.used - set(given) - {"to", "from", "headquarters", "movement", "completed"}):
        if names()[name].default:
            yield name, names()[name].default
    if case.metrics["tpp"].value is not None:
        yield "formats", "not offered"
    if not chip.id and chip.value("die_area") is not None and chip.value("io_die_area") is None:
        yield "io_die_area", "none"


__all__ = ["Otherwise", "Row", "Verdict", "assess", "outcome", "units"]
