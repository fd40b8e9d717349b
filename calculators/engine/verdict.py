"""The verdict: which instruments apply to an item on a day, what fired, and what decides."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from .chips import Chip, Spec, load_chip
from .errors import Fault, Faults
from .judge import Applied, Case, Judgement, case_for_law, could_differ, judge
from .law import Chosen, Law
from .law_files import law
from .metrics import Metric, metrics, same
from .names import metric_readings, names, read_day
from .places import place
from .question import movement, party_defaults, promises, read_party, read_promise, read_readings
from .rows import Row, idle_row, is_eccn, outcome, row_of, shares
from .rules import Line, evaluate, rules_of


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A reading under which the answer would differ: the option chosen, and what another one would give."""

    id: str
    chosen: str
    option: str
    licence: str
    review: str | None


@dataclass(frozen=True)
class Verdict:
    """The answer for one item, day, destination and buyer, with everything that led to it.

    `licence` is required, exception, not required or unknown; `review` what an application meets if no exception is used, None
    where no licence is needed. `notice` holds "no-rule" before the first day this site knows, "last-checked" after the last;
    `unchecked` the instruments that came back from a stay and that nobody has looked at since, with the day of their last check;
    `chosen` how every disputed text was read.

    >>> verdict = assess("nvidia-h20", on="2025-06-01", to="CN")
    >>> verdict.licence, verdict.review, verdict.metrics["tpp"].value
    ('required', 'not stated', Fraction(2368, 1))
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
    unchecked: tuple[tuple[str, datetime.date], ...]
    checked: datetime.date
    judgement: Judgement
    chosen: Chosen
    asked: Callable[[tuple[Row, ...]], tuple[Row, ...]] = field(repr=False, compare=False)

    @cached_property
    def outline(self) -> tuple[Row, ...]:
        """What each instrument of the law says of the case; of bills and tellings, which count for nothing, their state alone."""
        return self.asked(())

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What each instrument says of the case, bills and tellings alone: made when it is asked for."""
        return self.asked(self.outline)

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
    chosen = tried(read_readings, book, readings or {})
    refused = frozenset(tried(read_promise, book, path) or "" for path in denied)
    given = {name: tried(read_party, name, text) for name, text in (parties or {}).items()}
    if faults:
        raise Faults(list({str(fault): fault for fault in faults}.values()))
    facts = {**party_defaults(day), **given, **codes, "movement": movement(codes["from"], codes["to"])}
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
    parts = book.counted(day, chosen)
    case = case_for_law(book, chip, day, metrics(chip, dict(chosen)), facts, parts, like, chosen)
    return case, judge(case, parts, denied, brief=like is not None)


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
        unchecked=book.not_rechecked(day, chosen),
        checked=book.checked,
        judgement=main,
        chosen=chosen,
        asked=lambda outline: _rows(book, case, main, chosen, denied, outline),
    )


def _rows(
    book: Law, case: Case, main: Judgement, chosen: Chosen, denied: frozenset[str], outline: tuple[Row, ...]
) -> tuple[Row, ...]:
    if outline:
        return tuple(
            row if row.instrument.counts else row_of(book, row.instrument, case, main, chosen, denied)
            for row in outline
        )
    said = shares(main)
    return tuple(
        row_of(book, i, case, main, chosen, denied, said) if i.counts else idle_row(book, i, case.day, chosen)
        for i in book.instruments.values()
    )


def conflicting(verdict: Verdict) -> Iterable[tuple[Mapping[str, Spec], Verdict]]:
    """The figures of a named chip that other sources give differently, where the answer would differ: figures by spec, answer.

    Figures of one `set` are tried together, any other alone.
    """
    chip = verdict.chip
    sets: dict[str, dict[str, Spec]] = {}
    for key, spec in chip.specs.items() if chip.id else ():
        for number, other in enumerate(spec.conflicts):
            sets.setdefault(other.set or f"{key} {number}", {})[key] = other
    for figures in sets.values():
        changed = chip.change({key: other.text for key, other in figures.items()} | {"family": chip.family})
        found = assess(
            changed,
            on=verdict.on,
            to=verdict.to,
            from_=verdict.from_,
            headquarters=verdict.headquarters,
            readings=dict(verdict.chosen),
        )
        if (found.licence, found.review) != (verdict.licence, verdict.review):
            yield figures, found


def merged_applied(lists: Iterable[Iterable[Applied]]) -> list[Applied]:
    """Several lists of applied parts as one, each part once."""
    return list({a.part.path: a for found in lists for a in found}.values())


def _otherwise(book: Law, case: Case, chosen: Chosen, denied: frozenset[str], main: Judgement) -> Iterable[Otherwise]:
    """The other options of every reading under which licence or review would differ."""
    for id, current in chosen:
        for option in book.readings[id].options:
            other = tuple((i, option if i == id else o) for i, o in chosen)
            if option == current:
                continue
            alike = id not in metric_readings() or same(case.chip, dict(chosen), dict(other))
            if alike and not could_differ(case, book.differing(case.day, chosen, other)):
                continue
            licence, review = _answer(_Asked.of(book, case, other, denied, alike))
            if (licence, review) != (main.licence, main.review):
                yield Otherwise(id, current, option, licence, review)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A case under another reading. Two are the same if every comparison of that wording comes to the same in both, for the same parties
    and promises: a key press seldom changes that. Where the reading changes what is compared (another metric, a presumption, the
    chips inside a system) none is the same as another.
    """

    key: tuple[Any, ...]
    case: Case = field(compare=False)

    @classmethod
    def of(cls, book: Law, case: Case, other: Chosen, denied: frozenset[str], alike: bool) -> "_Asked":
        if not alike or case.presumed or case.chip.is_system:
            return cls((book, case.day, other, denied, tuple(case.parties.items()), object()), case)
        # Asked on the side: what is asked here was assumed by nobody.
        aside = replace(case, used=set())
        found = [evaluate(line, aside) for line in _lines(book, case.day, other)]
        truths = tuple([(each.truth, each.missing) for each in found])
        return cls((book, case.day, other, denied, tuple(case.parties.items()), truths), case)


@lru_cache(maxsize=64)
def _answer(asked: _Asked) -> tuple[str, str | None]:
    book, day, other, denied = asked.key[:4]
    judged = _assess(book, asked.case.chip, day, asked.case.parties, other, denied, asked.case)[1]
    return judged.licence, judged.review


@lru_cache(maxsize=1024)
def _lines(book: Law, day: datetime.date, chosen: Chosen) -> tuple[Line, ...]:
    """Every comparison of a day's law with something of the item; those with the parties alone are the same for every item."""
    lines = (line for part in book.counted(day, chosen) for line in rules_of(part.condition))
    return tuple({line.key: line for line in lines if line.parties is None and not line.reads_items}.values())


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


__all__ = ["Otherwise", "Row", "Verdict", "assess", "conflicting", "is_eccn", "outcome", "promises"]
