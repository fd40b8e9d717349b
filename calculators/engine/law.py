"""The law as data: dated instruments (`data/regulations/`), their parts, and which of them are in force on a day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from .names import Reading
from .rules import Condition, Line
from .sources import Citation, Source

KINDS: Final = ("rule", "letter", "tariff", "guidance", "bill", "telling", "note")
APART: Final = ("bill", "telling", "note")
STATUS: Final = ("in force", "proposed", "as told", "note")
POLICIES: Final = (
    "approval",
    "presumption of approval",
    "case by case",
    "presumption of denial",
    "policy of denial",
)
TABLES: Final = ("clauses", "licences", "exceptions", "reviews", "duties", "warnings", "stays")
Kind = Literal["clauses", "licences", "exceptions", "reviews", "duties", "warnings", "stays"]


Chosen = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """What only the parties can promise: taken as met, always shown, deniable as "instrument/part/id"."""

    id: str
    text: Mapping[str, str]
    cite: tuple[Citation, ...]
    test: Line | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of an instrument: `id` names the place in the law that it fills."""

    kind: Kind
    id: str
    instrument: str
    text: Mapping[str, str]
    cite: tuple[Citation, ...]
    begins: datetime.date
    ends: datetime.date | None
    effective: datetime.date
    condition: Condition | None = None
    of: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    reading: tuple[str, str] | None = None
    presumes: tuple[Line, ...] = ()
    provided: tuple[Promise, ...] = ()
    name: str = ""
    notice: str = ""
    policy: str = ""
    rate: str = ""
    evidence: str = ""

    @property
    def path(self) -> str:
        """ "instrument/part"."""
        return f"{self.instrument}/{self.id}"


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """One dated text: a rule, letter, tariff, guidance, bill, the essay's telling of a rule, or a note of what else happened.

    `month_only` says that of `effective` no more than the month is known: then its last day stands in it, and isn't to be shown as known.
    """

    id: str
    stem: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    kind: str
    status: str
    issuer: str
    published: datetime.date | None
    effective: datetime.date
    ends: datetime.date | None
    checked: datetime.date
    addressees: tuple[str, ...]
    replaces: tuple[str, ...]
    sources: Mapping[str, Source]
    readings: tuple[Reading, ...]
    parts: tuple[Part, ...]
    month_only: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is law; bills and tellings are evaluated and never counted, notes have nothing to evaluate."""
        return self.kind not in APART


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Every instrument by its id, in the order of their dates.

    >>> from calculators import law
    >>> law().instruments["oct-2023"].effective
    datetime.date(2023, 11, 17)
    """

    instruments: Mapping[str, Instrument]
    readings: Mapping[str, Reading]
    first_day: datetime.date
    checked: datetime.date

    def in_force(self, day: datetime.date, chosen: Chosen) -> tuple[Part, ...]:
        """The parts that hold on a day under the chosen readings: begun, not ended, not replaced, not stayed."""
        return _in_force(self, day, chosen)

    def counted(self, day: datetime.date, chosen: Chosen) -> tuple[Part, ...]:
        """Those of the parts that hold on a day that are law: neither bills nor tellings."""
        return _counted(self, day, chosen)

    def own(self, id: str, day: datetime.date, chosen: Chosen) -> tuple[Part, ...]:
        """Those of the parts that hold on a day that stand in one instrument."""
        return _own(self, day, chosen).get(id, ())

    def differing(self, day: datetime.date, chosen: Chosen, other: Chosen) -> tuple[Part, ...]:
        """The parts that hold on a day under one choice of readings and not under the other."""
        return _differing(self, day, chosen, other)

    def replaced_by(self, id: str) -> tuple[str, datetime.date] | None:
        """The instrument that replaces another one, whole or with the last of its parts, and from when."""
        return _replaced_by(self, id)

    def not_rechecked(self, day: datetime.date, chosen: Chosen) -> tuple[tuple[str, datetime.date], ...]:
        """The instruments in force that a stay gave back by its own date, unless both were looked at since; each with the last check."""
        return _not_rechecked(self, day, chosen)


@lru_cache(maxsize=4096)
def _in_force(law: Law, day: datetime.date, chosen: Chosen) -> tuple[Part, ...]:
    options = dict(chosen)
    begun = [
        part
        for instrument in law.instruments.values()
        for part in instrument.parts
        if part.begins <= day and (part.reading is None or options.get(part.reading[0]) == part.reading[1])
    ]
    gone = {target for part in begun for target in part.replaces} | {
        target
        for instrument in law.instruments.values()
        if instrument.effective <= day
        for target in instrument.replaces
    }
    standing = [
        part
        for part in begun
        if (part.ends is None or day < part.ends) and part.instrument not in gone and part.path not in gone
    ]
    stayed = {target for part in standing if part.kind == "stays" for target in part.of}
    return tuple(part for part in standing if part.instrument not in stayed and part.path not in stayed)


@lru_cache(maxsize=4096)
def _counted(law: Law, day: datetime.date, chosen: Chosen) -> tuple[Part, ...]:
    return tuple(part for part in _in_force(law, day, chosen) if law.instruments[part.instrument].counts)


@lru_cache(maxsize=4096)
def _own(law: Law, day: datetime.date, chosen: Chosen) -> dict[str, tuple[Part, ...]]:
    found: dict[str, tuple[Part, ...]] = {}
    for part in _in_force(law, day, chosen):
        found[part.instrument] = (*found.get(part.instrument, ()), part)
    return found


@lru_cache(maxsize=4096)
def _differing(law: Law, day: datetime.date, chosen: Chosen, other: Chosen) -> tuple[Part, ...]:
    return tuple(set(_in_force(law, day, chosen)) ^ set(_in_force(law, day, other)))


@lru_cache(maxsize=1024)
def _replaced_by(law: Law, id: str) -> tuple[str, datetime.date] | None:
    """What replaces the whole of an instrument, else the last of the replacements, if every part has one under any reading."""
    whole = next(((i.id, i.effective) for i in law.instruments.values() if id in i.replaces), None)
    if whole:
        return whole
    parts = [p for i in law.instruments.values() for p in i.parts if p.reading is None]
    found = [
        next(((n.instrument, n.begins) for n in parts if p.path in n.replaces), None) for p in law.instruments[id].parts
    ]
    taken = [f for f in found if f]
    return max(taken, key=lambda f: f[1]) if taken and len(taken) == len(found) else None


@lru_cache(maxsize=4096)
def _not_rechecked(law: Law, day: datetime.date, chosen: Chosen) -> tuple[tuple[str, datetime.date], ...]:
    standing = {part.instrument for part in _in_force(law, day, chosen)}
    found: dict[str, datetime.date] = {}
    for staying in law.instruments.values():
        for stay in staying.parts:
            if stay.kind != "stays" or stay.ends is None or day < stay.ends:
                continue
            for id in standing & {target.partition("/")[0] for target in stay.of}:
                last = min(staying.checked, law.instruments[id].checked, found.get(id, datetime.date.max))
                if last < stay.ends:
                    found[id] = last
    return tuple(sorted(found.items()))
