"""Every name that a form, a URL, the command or a condition may use (`data/names.toml`), and how its text is read."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from . import units
from .data import Table, read, root
from .errors import DateFault, Fault, Faults, NameFault, TextFault, near

Side = Literal["spec", "metric", "party"]
FLAGS: Final = {
    "yes": "yes",
    "y": "yes",
    "true": "yes",
    "是": "yes",
    "no": "no",
    "n": "no",
    "false": "no",
    "否": "no",
}
UNKNOWN: Final = ("", "unknown", "?", "不明", "未知")


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `unit` for numbers, `words` for a closed list, else a place, a date or a free text."""

    id: str
    side: Side
    label: Mapping[str, str]
    unit: str = ""
    bits: int = 0
    words: tuple[str, ...] = ()
    place: bool = False
    date: bool = False
    above_zero: bool = False
    default: str = ""
    example: str = ""
    short: Mapping[str, str] | None = None

    def read(self, text: str) -> Any:
        """A reader's text as this name's value: a Decimal in `unit`, a word, a place's code, a date or a text.

        >>> names()["fp8"].read("296 TFLOPS"), names()["datacenter"].read("是"), names()["completed"].read("2026-12-31")
        (Decimal('296'), 'yes', datetime.date(2026, 12, 31))
        """
        if self.unit:
            return units.parse(text, self.unit, self.id, example=self.example, above=self.above_zero).value
        if len(text) > units.LONGEST_TEXT:
            raise TextFault("too-long", self.id, text, expected=str(units.LONGEST_TEXT), example=self.example)
        given, text = text, units.plain(text)
        if self.words:
            word = FLAGS.get(text.casefold(), text.casefold()) if "yes" in self.words else text.casefold()
            if word not in self.words:
                raise NameFault(
                    "unknown-word",
                    self.id,
                    given,
                    expected=" · ".join(self.words),
                    near=near(text, self.words),
                )
            return word
        if self.date:
            return read_day(given, self.id)
        if self.place:
            from .places import place

            return place(text, self.id).code
        return text


def read_day(text: str, name: str) -> datetime.date:
    """A day written YYYY-MM-DD; anything else is a DateFault.

    >>> read_day("2023-11-17", "on")
    datetime.date(2023, 11, 17)
    """
    given, text = text, units.plain(text[: units.LONGEST_TEXT])
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise DateFault("not-a-date", name, given, expected="YYYY-MM-DD", example="2023-11-17") from None


@dataclass(frozen=True, slots=True)
class Reading:
    """A disputed way of reading the law or of counting a metric: options, the default one, and who raises it."""

    id: str
    question: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    default: str
    raised_by: str = ""
    bits: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, Name], dict[str, Reading]]:
    faults: list[Fault] = []
    file = read(root().joinpath("names.toml"), faults)
    found: dict[str, Name] = {}
    for side in ("spec", "metric", "party"):
        for id, table in file.named(side):
            found[id] = Name(
                id,
                side,
                table.words("label"),
                unit=table.text("unit"),
                bits=table.get("bits", int, 0),
                words=table.texts("words"),
                place=table.get("place", bool, False),
                date=table.get("date", bool, False),
                above_zero=table.get("above_zero", bool, False),
                default=table.text("default"),
                example=table.text("example"),
                short=table.words("short", needed=False) or None,
            )
            table.get("text", bool, False)
            table.close()
    readings = {id: read_reading(id, table) for id, table in file.named("reading")}
    file.close()
    if faults:
        raise Faults(faults)
    return found, readings


def read_reading(id: str, table: Table, raised_by: str = "") -> Reading:
    """One disputed reading with its options; its default has to be one of them."""
    options: dict[str, dict[str, str]] = {}
    bits: dict[str, int] = {}
    for option, inner in table.named("options"):
        options[option] = inner.words()
        if number := inner.get("bits", int, 0):
            bits[option] = number
        inner.close()
    default = table.text("default", needed=True, words=tuple(options))
    return Reading(id, table.words(), options, default, raised_by, bits)


def names() -> dict[str, Name]:
    """Every name by its id."""
    return _read()[0]


def metric_readings() -> dict[str, Reading]:
    """The readings of metrics: how TF32 and I/O dies are counted."""
    return _read()[1]


@lru_cache(maxsize=1)
def specs() -> dict[str, Name]:
    """The names that a reader can give of an item, in the order forms show them."""
    return {id: name for id, name in names().items() if name.side == "spec"}


@lru_cache(maxsize=1)
def rates() -> dict[str, Name]:
    """The specs that are rates, with the bit length of their inputs."""
    return {id: name for id, name in names().items() if name.bits}


def read_specs(given: Mapping[str, str]) -> dict[str, Decimal | str | None]:
    """A reader's specs, all faults at once; "" and "unknown" say that a spec isn't known.

    >>> read_specs({"fp8": "296 TFLOPS", "die_area": "unknown"})
    {'fp8': Decimal('296'), 'die_area': None}
    """
    found: dict[str, Decimal | str | None] = {}
    faults: list[Fault] = []
    for key, text in given.items():
        name = specs().get(key)
        try:
            if name is None:
                raise NameFault("unknown-spec", key, text, expected=" ".join(specs()), near=near(key, specs()))
            found[key] = None if text.strip().casefold() in UNKNOWN else name.read(text)
        except Fault as fault:
            faults.append(fault)
    if faults:
        raise Faults(faults)
    return found
