"""What is asked beside the chip: readings, promises that are not kept, and facts of the parties, read from texts."""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .errors import Fault, NameFault, near
from .law import Chosen, Law, Part
from .law_files import law
from .names import names
from .places import places


def read_readings(book: Law, given: Mapping[str, str]) -> Chosen:
    """The option of every reading: as given, else its default; a NameFault for a reading or option there isn't."""
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


def read_promise(book: Law, path: str) -> str:
    """A promise\'s path, if there is such a promise; else a NameFault with the nearest one."""
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


def read_party(name: str, text: str) -> Any:
    """A fact of the parties by its name, from a reader\'s text."""
    known = {
        id: n for id, n in names().items() if n.side == "party" and id not in ("to", "from", "headquarters", "movement")
    }
    if name not in known:
        raise NameFault("unknown-party", "party", name, expected=" ".join(known), near=near(name, known))
    return known[name].read(text)


def party_defaults(day: datetime.date) -> dict[str, Any]:
    """What is taken of the parties where nothing is given; each use is printed as an assumption."""
    return _defaults() | {"completed": day}


@lru_cache(maxsize=1)
def _defaults() -> dict[str, Any]:
    return {id: n.read(n.default) for id, n in names().items() if n.side == "party" and n.default}


def movement(from_: str, to: str) -> str:
    """How the item moves: a transfer inside a country, an export from the United States, or a reexport.

    American territories are the United States (15 CFR 772.1).

    >>> movement("PR", "CN"), movement("US", "GU"), movement("GB", "CN"), movement("CN", "CN")
    ('export', 'transfer', 'reexport', 'transfer')
    """
    start, end = ("US" if places()[code].within == "US" else code for code in (from_, to))
    return "transfer" if start == end else "export" if start == "US" else "reexport"
