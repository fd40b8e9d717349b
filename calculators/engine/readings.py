"""What each disputed reading decides: the chips, places and days on which another option would answer otherwise."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from .chips import Chip, chips
from .history import ONE_DAY, turning_days
from .judge import Case, case_for_law, could_differ, judge
from .law import Chosen, Law, Part
from .law_files import law
from .metrics import metrics, same
from .places import place
from .question import movement, party_defaults, read_readings
from .rules import rules_of

DESTINATIONS: Final = ("CN", "AE", "SA", "VN", "DE")
"""One place of each kind that the texts tell apart; headquarters are taken to be in the same place."""
Answer = tuple[str, str | None]
"""Licence and review."""
Options = tuple[tuple[str, str, Chosen], ...]
"""Each reading with an option that isn't its default, and the readings as chosen then."""
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A chip that a reading decides: from `since` until `until` (that day no longer; None: still) an `option` would answer otherwise.

    `answer` is the default's, `other` the option's: licence, and review or None.
    """

    reading: str
    option: str
    chip: str
    to: str
    since: datetime.date
    until: datetime.date | None
    answer: Answer
    other: Answer


def splits(reading: str) -> tuple[Split, ...]:
    """Every chip of the data that a reading decides, to each of `DESTINATIONS`, in the order of places and chips.

    All other readings are taken as their defaults. KeyError for a reading that there isn't.

    >>> [(s.chip, s.to, str(s.since), s.other) for s in splits("io-2022")][:1]
    [('amd-mi300a', 'CN', '2022-10-21', ('not required', None))]
    """
    return _splits(law())[reading]


@dataclass(frozen=True, slots=True)
class _Day:
    """A day's law: by default and, in the order of the options, under each of them, with the parts that only one of both has."""

    day: datetime.date
    facts: dict[str, Any]
    parts: Parts
    others: tuple[tuple[Parts, Parts], ...]


@lru_cache(maxsize=1)
def _splits(book: Law) -> dict[str, tuple[Split, ...]]:
    found: dict[str, list[Split]] = {id: [] for id in book.readings}
    usual = read_readings(book, {})
    options = tuple(
        (id, option, read_readings(book, {id: option}))
        for id, reading in book.readings.items()
        for option in reading.options
        if option != reading.default
    )
    for to in DESTINATIONS:
        days = _days(book, to, usual, options)
        for chip in chips().values():
            for split in _of_chip(book, chip, to, days, usual, options):
                found[split.reading].append(split)
    return {id: tuple(listed) for id, listed in found.items()}


def _days(book: Law, to: str, usual: Chosen, options: Options) -> list[_Day]:
    """The days on which the law, under any of the options, or anything that it asks of a day is another than on the day before."""
    makers = {chip.maker_headquarters for chip in chips().values()}
    every = (part for instrument in book.instruments.values() if instrument.counts for part in instrument.parts)
    lines = (line for part in every for line in rules_of(part.condition))
    dated = {line.value for line in lines if isinstance(line.value, datetime.date)}
    days: list[_Day] = []
    last: Any = None
    for day in sorted({*turning_days(to, "US", *makers), *dated, *(day + ONE_DAY for day in dated)}):
        groups = [place(code).groups(day) for code in (to, "US", *sorted(makers))]
        parts, others = _counting(book, day, usual), [_counting(book, day, chosen) for _, _, chosen in options]
        now = parts, others, groups, [(day >= d, day > d) for d in dated]
        if day >= book.first_day and now != last:
            facts = {**party_defaults(day), "to": to, "from": "US", "headquarters": to, "movement": movement("US", to)}
            differing = (tuple(set(parts) ^ set(other)) for other in others)
            days.append(_Day(day, facts, parts, tuple(zip(others, differing, strict=True))))
            last = now
    return days


def _counting(book: Law, day: datetime.date, chosen: Chosen) -> Parts:
    return tuple(part for part in book.in_force(day, chosen) if book.instruments[part.instrument].counts)


def _of_chip(book: Law, chip: Chip, to: str, days: list[_Day], usual: Chosen, options: Options) -> Iterator[Split]:
    """The splits of one chip to one place; days that follow each other with the same two answers are one."""
    usually = metrics(chip, dict(usual))
    measured = [
        any(not same(one, dict(chosen), dict(usual)) for one in (chip, *chip.inside)) for _, _, chosen in options
    ]
    open_: dict[tuple[str, str], tuple[datetime.date, Answer, Answer]] = {}
    for day in days:
        case: Case | None = None
        main: Answer | None = None
        for (id, option, chosen), otherwise, (others, differing) in zip(options, measured, day.others, strict=True):
            pair: tuple[Answer, Answer] | None = None
            if otherwise or differing:
                case = case or case_for_law(book, chip, day.day, usually, day.facts, day.parts, None, usual)
            if case and (otherwise or could_differ(case, differing)):
                main = main or _answer(case, day.parts)
                found = metrics(chip, dict(chosen))
                other = _answer(case_for_law(book, chip, day.day, found, day.facts, others, case, chosen), others)
                pair = (main, other) if main != other else None
            held = open_.get((id, option))
            if held and held[1:] != pair:
                yield Split(id, option, chip.id, to, held[0], day.day, *held[1:])
                del open_[id, option]
            if pair and (id, option) not in open_:
                open_[id, option] = (day.day, *pair)
    for (id, option), (since, answer, other) in open_.items():
        yield Split(id, option, chip.id, to, since, None, answer, other)


def _answer(case: Case, parts: Parts) -> Answer:
    found = judge(case, parts, frozenset(), brief=True)
    return found.licence, found.review
