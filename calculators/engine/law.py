"""The law as data: dated instruments (`data/regulations/`), their parts, and which of them are in force on a day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from .names import Reading
from .rules import Condition, Line
from .sources import Citation, Source

KINDS: Final = ("rule", "letter", "tariff", "guidance", "bill", "telling")
APART: Final = ("bill", "telling")
STATUS: Final = ("in force", "proposed", "as told")
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
    """One dated text: a rule, letter, tariff, guidance, bill, or the essay's telling of a rule."""

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

    @property
    def counts(self) -> bool:
        """Whether it is law; bills and tellings are evaluated and never counted."""
        return self.kind not in APART


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Every instrument by its id, in the order of their dates."""

    instruments: Mapping[str, Instrument]
    readings: Mapping[str, Reading]
    first_day: datetime.date
    checked: datetime.date

    def in_force(self, day: datetime.date, chosen: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
        """The parts that hold on a day under the chosen readings: begun, not ended, not replaced, not stayed."""
        return _in_force(self, day, chosen)

    def replaced_by(self, id: str) -> tuple[str, datetime.date] | None:
        """The instrument that replaces the whole of another one, and from when."""
        return next(((i.id, i.effective) for i in self.instruments.values() if id in i.replaces), None)


@lru_cache(maxsize=4096)
def _in_force(law: Law, day: datetime.date, chosen: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
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
