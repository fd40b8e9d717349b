"""Every change of a verdict over the years, with the instruments that made it."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from .chips import Chip, load_chip
from .judge import ALWAYS, Case, Judgement, case_for_law, judge
from .law import Chosen, Instrument, Part
from .law_files import law
from .metrics import metrics
from .names import names
from .places import Place, place
from .question import movement, party_defaults, read_party, read_readings
from .rows import outcome
from .rules import PLACES, Condition, Line, evaluate, rules_of
from .verdict import Verdict, assess

ONE_DAY: Final = datetime.timedelta(days=1)
_BESIDE: Final = ("duties", "warnings", "stays")


@dataclass(frozen=True)
class Change:
    """From `on` the answer is another; `instruments` are those whose text of that day made it so, and bears on the answer.

    None of them: a country group changed, or nothing that this site knows bears on the first day. `ended` are those of
    `instruments` that made the change only by coming to an end.

    >>> last = history("nvidia-h20", to="CN")[-1]
    >>> last.on, last.licence, last.instruments
    (datetime.date(2025, 4, 9), 'required', ('is-informed-2025',))
    """

    on: datetime.date
    judgement: Judgement = field(repr=False)
    instruments: tuple[str, ...]
    ended: tuple[str, ...]
    asked: Callable[[], Verdict] = field(repr=False, compare=False)

    @property
    def licence(self) -> str:
        """required, exception, not required or unknown."""
        return self.judgement.licence

    @property
    def review(self) -> str | None:
        """What an application meets if no exception is used; None where no licence is needed."""
        return self.judgement.review

    @property
    def outcome(self) -> str:
        """One word for the eye, as a verdict has it."""
        return outcome(self.licence, self.review)

    @property
    def answer(self) -> tuple[str, str, str | None]:
        """What makes two days differ: outcome, licence and review."""
        return self.outcome, self.licence, self.review

    @cached_property
    def verdict(self) -> Verdict:
        """The whole verdict of that day, with its rows: made when it is asked for."""
        return self.asked()


def history(
    chip: Chip | str,
    *,
    to: str,
    from_: str = "US",
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Every day since the first rule on which the answer for this item, place and buyer changed, the first day included.

    Arguments as for `assess`; raises Faults with everything that is wrong in them. Days on which nothing that bears on the case
    turns are passed over, so this takes a few times as long as one verdict.

    >>> for change in history("nvidia-h20", to="CN"):
    ...     print(change.on, change.outcome, *change.instruments)
    2022-08-26 unknown is-informed-2022
    2022-10-21 not-controlled oct-2022
    2025-04-09 not-stated is-informed-2025
    """
    book = law()

    def asked(day: datetime.date) -> Verdict:
        return assess(chip, on=day, to=to, from_=from_, headquarters=headquarters, readings=readings, parties=parties)

    first = asked(book.first_day)
    item = load_chip(chip) if isinstance(chip, str) else chip
    chosen = read_readings(book, readings or {})
    given = {name: read_party(name, text) for name, text in (parties or {}).items()}
    codes = {"to": first.to, "from": first.from_, "headquarters": first.headquarters}
    given |= {**codes, "movement": movement(first.from_, first.to)}
    moved = _fact_days((*codes.values(), item.maker_headquarters), "completed" in given)
    changes: list[Change] = []
    last: tuple[Case, Judgement, tuple[Part, ...]] | None = None
    for day, turning in sorted(_turning(frozenset(moved)).items()):
        parts = tuple(p for p in book.in_force(day, chosen) if book.instruments[p.instrument].counts)
        if last and item.kind != "system" and day not in moved and not _differ(last[0], last[2], parts):
            continue
        facts = {**party_defaults(day), **given}
        case = case_for_law(book, item, day, metrics(item, dict(chosen)), facts, parts, last and last[0], chosen)
        found = judge(case, parts, frozenset())
        if not changes or (found.licence, found.review) != (changes[-1].licence, changes[-1].review):
            made, ended = _makers(day, chosen, last and last[1], found)
            if not made and not ended and changes and day not in moved:
                made = turning
            changes.append(
                Change(
                    day,
                    found,
                    tuple(id for id in book.instruments if id in made | ended),
                    tuple(id for id in book.instruments if id in ended - made),
                    lambda day=day: asked(day),  # type: ignore[misc]
                )
            )
        if not case.presumed:
            case.remembered = {key: f for key, f in case.remembered.items() if _timeless(f.rule)}
        last = case, found, parts
    return tuple(changes)


def turning_days(*places: str | None) -> dict[datetime.date, set[str]]:
    """Every day on which the law, or a group of one of these places, turns; with the instruments that begin or end then.

    >>> turning_days("KH")[datetime.date(2026, 2, 3)], turning_days("KH")[datetime.date(2023, 1, 18)] >= {"macau"}
    (set(), True)
    """
    return {day: set(ids) for day, ids in _turning(frozenset(_fact_days(places, True))).items()}


@lru_cache(maxsize=1024)
def _turning(others: frozenset[datetime.date]) -> dict[datetime.date, set[str]]:
    """The days on which the law turns, and the other days, from the first rule on."""
    book = law()
    found: dict[datetime.date, set[str]] = {book.first_day: set(), **{day: set() for day in others}}
    for instrument in book.instruments.values():
        if instrument.counts:
            for day in _days(instrument):
                found.setdefault(day, set()).add(instrument.id)
    return {day: instruments for day, instruments in found.items() if day >= book.first_day}


def _differ(case: Case, parts: tuple[Part, ...], others: tuple[Part, ...]) -> bool:
    """Whether the law of a later day can give a case another licence or review, its facts being the same: not where its clauses come
    to the same, and whatever else is new or gone speaks of clauses that the item doesn't meet.
    """
    kept = {part.id for part in others if part.kind == "clauses"}
    for part in set(parts) ^ set(others):
        if part.kind == "clauses":
            now = evaluate(part.condition or ALWAYS, case).truth if part.id in kept else False
            if now is not case.item(part.id).truth or (part.presumes and now is not False):
                return True
        elif part.kind not in _BESIDE and (not part.of or any(case.item(id).truth is not False for id in part.of)):
            return True
    return bool(case.presumed)


def _makers(
    day: datetime.date, chosen: Chosen, before: Judgement | None, after: Judgement
) -> tuple[set[str], set[str]]:
    """The instruments that made a change: by what began that day or made room, and by what ended of itself."""
    book = law()
    old, new = set(book.in_force(day - ONE_DAY, chosen)), set(book.in_force(day, chosen))
    made = {part.instrument for part in (new - old) & _speaking(after)}
    ended: set[str] = set()
    for part in (old - new) & (_speaking(before) if before else set()):
        own = {part.path, part.instrument}
        by = {p.instrument for p in new - old if own & set(p.replaces) or (p.kind == "stays" and own & set(p.of))}
        by |= {i.id for i in book.instruments.values() if i.effective == day and own & set(i.replaces)}
        made |= by
        ended |= set() if by else {part.instrument}
    return made, ended


def _speaking(judgement: Judgement) -> set[Part]:
    """The parts that bear on an answer: licences that are or may be needed, what they are needed for, what lifts and reviews them."""
    needed = [r for r in judgement.requirements if r.licence.truth is not False]
    items = {id for r in needed for id in r.licence.items}
    return (
        {r.licence.part for r in needed}
        | {e.part for r in needed for e in r.exceptions if e.truth is not False}
        | {review.part for r in needed for review, _ in r.reviews}
        | {c.part for c in judgement.clauses if c.part.id in items}
    )


@lru_cache(maxsize=4096)
def _timeless(rule: Line | Condition) -> bool:
    """Whether a condition reads only the item, so that what came of it holds on any day."""
    return all(line.name not in PLACES and names()[line.name].side != "party" for line in rules_of(rule))


def _days(instrument: Instrument) -> set[datetime.date]:
    """When an instrument or a part of it begins, ends, or makes room for another's."""
    days = {d for part in instrument.parts for d in (part.begins, part.ends) if d} | {instrument.effective}
    own = {instrument.id, *(part.path for part in instrument.parts)}
    for other in law().instruments.values():
        days |= {other.effective} if own & set(other.replaces) else set()
        days |= {part.begins for part in other.parts if own & set(part.replaces)}
        days |= {
            d
            for part in other.parts
            if part.kind == "stays" and own & set(part.of)
            for d in (part.begins, part.ends)
            if d
        }
    return days


def _fact_days(codes: Iterable[str | None], completed: bool) -> set[datetime.date]:
    """When a group of one of these places changes; and, unless it is known when the item was completed, the days that texts set for it."""
    days = {d for code in filter(None, codes) for d in _group_days(place(code))}
    return days if completed else days | _completion_days()


@lru_cache(maxsize=1)
def _completion_days() -> frozenset[datetime.date]:
    parts = (part for instrument in law().instruments.values() if instrument.counts for part in instrument.parts)
    dated = (line for part in parts for line in rules_of(part.condition) if line.name == "completed")
    return frozenset(line.value + (ONE_DAY if line.operator in (">", "<=") else 0 * ONE_DAY) for line in dated)


def _group_days(found: Place) -> set[datetime.date]:
    days = {d for m in found.memberships for d in (m.first, m.until) if d}
    return days | (_group_days(place(found.within)) if found.within else set())
