"""What a file's heads and the command line say of how its rows are read: which columns, what they mean, and what holds for every row."""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from ..engine.chips import BLANK
from ..engine.errors import Fault, Faults, Gathered, NameFault, near
from ..engine.names import names, specs
from ..engine.units import LONGEST_TEXT, plain
from ..engine.verdict import assess
from ..view.plain_row import COLUMNS
from ..view.words import Words
from .options import pairs, party_names, question

SIDES: Final = ("on", "to", "from", "headquarters")
LISTS: Final = ("reading", "deny")
WRITTEN: Final = (*COLUMNS, "fault")
"""The columns that are written behind the row's own."""
_ALIKE: Final = 0.75


@lru_cache(maxsize=1)
def known_columns() -> tuple[str, ...]:
    """Every column that is read: the chip, specs, day and places, the other facts of the parties, readings and promises."""
    return ("chip", *specs(), *SIDES, *party_names(), *LISTS)


def as_column(head: str) -> str:
    """A head as columns are named: case doesn't count, and a space or hyphen is an underscore.

    >>> as_column(" Die-Area"), as_column("Memory bandwidth")
    ('die_area', 'memory_bandwidth')
    """
    return re.sub(r"[ -]", "_", plain(head[:LONGEST_TEXT]).casefold())


@dataclass(frozen=True)
class Plan:
    """How a file's rows are read and written: its `heads`, the places of the columns that are `read`, by name, and what the command line
    gives for rows that say nothing of it: texts by name, readings, promises that are not kept.
    """

    heads: tuple[str, ...]
    read: Mapping[str, int]
    given: Mapping[str, str]
    readings: Mapping[str, str]
    denied: tuple[str, ...]
    language: str
    json: bool
    delimiter: str
    as_is: bool

    def by_head(self, fault: Fault) -> Fault:
        """The fault of a field as that of the column, as the file's head names it."""
        name, space, rest = fault.field.partition(" ")
        if name not in self.read:
            return fault
        return type(fault)(
            fault.kind,
            f"{plain(self.heads[self.read[name]])}{space}{rest}",
            fault.given,
            expected=fault.expected,
            example=fault.example or (names()[name].example if name in names() else ""),
            near=fault.near,
        )


def typed(asked: argparse.Namespace, faults: list[Fault]) -> tuple[dict[str, str], Mapping[str, str]]:
    """What the command line gives for rows that don't say it: texts by name, and readings."""
    sides, specs = question(asked, faults), pairs(asked, "spec", faults)
    gathered = Gathered()
    gathered.tried(BLANK.change, specs)
    # What is missing may stand in a column; the rest is read all the same.
    gathered.tried(assess, BLANK, on=asked.on or "2025-06-01", **(sides | {"to": asked.to or "CN"}), denied=asked.deny)
    faults += gathered
    given = {"on": asked.on, "to": asked.to, "from": asked.from_, "headquarters": asked.headquarters}
    given = {name: text for name, text in given.items() if text is not None}
    return {**given, **specs, **sides["parties"]}, sides["readings"]


def plan(
    asked: argparse.Namespace,
    said: Words,
    given: tuple[dict[str, str], Mapping[str, str]],
    found: Sequence[str],
    delimiter: str,
    faults: list[Fault],
) -> Plan:
    """How the rows are read and written, with what `typed` gives; raises Faults with everything that is wrong with the heads."""
    for head in asked.carry:
        if head not in found:
            faults.append(NameFault("no-column", "--carry", head, expected=" · ".join(found), near=near(head, found)))
    read = _read(found, asked, faults)
    texts, readings = given
    _needed({*read, *texts}, found, faults)
    if faults:
        raise Faults(faults)
    return Plan(
        tuple(found),
        read,
        texts,
        readings,
        tuple(asked.deny),
        said.language,
        asked.json,
        delimiter,
        asked.as_is,
    )


def _read(found: Sequence[str], asked: argparse.Namespace, faults: list[Fault]) -> Mapping[str, int]:
    """The places of the columns that are read, by name; faults for heads that can't stand beside one another."""
    read: dict[str, int] = {}
    for at, head in enumerate(found):
        name = as_column(head)
        if head in asked.carry or name not in known_columns():
            if head in WRITTEN and not asked.json:
                faults.append(Fault("taken-column", head, head, expected="--json"))
        elif name in read:
            faults.append(Fault("twice", "FILE", head, expected=f"--carry {head}"))
        else:
            read[name] = at
    for head, times in Counter(found).items():
        if times > 1 and asked.json and as_column(head) not in read:
            faults.append(Fault("twice", "FILE", head, expected="CSV"))
    return read


def _needed(there: set[str], found: Sequence[str], faults: list[Fault]) -> None:
    if not there & {"chip", *specs()}:
        alike = [name for head in found for name in near(as_column(head), ("chip", *specs()), 1)]
        example = "chip · fp8 · memory_bandwidth …"
        faults.append(NameFault("no-column", "FILE", " · ".join(found), expected=example, near=dict.fromkeys(alike)))
    for name, example in (("on", "--on 2025-06-01"), ("to", "--to CN")):
        if name not in there:
            faults.append(Fault("needed-option", "screen", f"--{name}", expected=f"--{name} · {name}", example=example))


def doubts(found: Sequence[str], made: Plan, carried: Sequence[str], said: Words) -> Iterator[str]:
    """A line for each column that isn't read though its name is near to one that is, or is a metric's."""
    unread = [name for name in known_columns() if name not in made.read]
    metrics = [id for id, name in names().items() if name.side == "metric" and id not in specs()]
    for head in found:
        name = as_column(head)
        if name in known_columns() or head in carried:
            continue
        if name in metrics:
            yield said("command.computed-column", column=head)
        elif alike := get_close_matches(name, unread, cutoff=_ALIKE):
            yield said("command.unread-column", column=head, near=said.list(alike))


__all__ = ["LISTS", "WRITTEN", "Plan", "as_column", "doubts", "known_columns", "plan", "typed"]
