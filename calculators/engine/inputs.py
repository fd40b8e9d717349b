"""What a calculator asks for: each input with its kind, unit, range and default, and how a reader's texts become its values.

A calculator's `Inputs` is a frozen dataclass whose fields are made by the functions here; whoever shows a form or reads a link, a
fence or a command asks `asked` for the same list.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from . import units
from .chips import load_chip
from .errors import Fault, Faults, NameFault, NumberFault, TextFault, near
from .law_files import law
from .names import names, read_day, read_specs, specs
from .places import place

KINDS: Final = (
    "quantity",
    "written",
    "decimal",
    "number",
    "choice",
    "chip",
    "chips",
    "instrument",
    "instruments",
    "date",
    "place",
    "specs",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One input: `default` is the text a form begins with, `words` the choices, `least` and `most` its range in `unit`.

    `optional` allows an empty text, which reads as None, "" or (). Of the kind "specs", `words` are the specs that may be typed
    over the chip's own.
    """

    kind: str
    default: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    least: Decimal = Decimal(0)
    most: Decimal = units.LARGEST
    optional: bool = False
    example: str = ""

    def read(self, name: str, text: str) -> Any:
        """A reader's text as this input's value; raises a Fault that names the field.

        >>> Ask("number", least=Decimal(1), most=Decimal(64)).read("dies", "2")
        2
        """
        if len(text) > units.LONGEST_TEXT and self.kind not in ("chips", "instruments"):
            raise TextFault("too-long", name, text, expected=str(units.LONGEST_TEXT), example=self.example)
        if not units.plain(text):
            if self.optional:
                return None if self.kind in ("quantity", "number", "date") else () if self.kind in LISTS else ""
            raise TextFault(
                "needed", name, text, expected=" · ".join(self.words[:8]) or self.example, example=self.example
            )
        return _READ[self.kind](self, name, text)


LISTS: Final = ("chips", "instruments")


def _quantity(ask: Ask, name: str, text: str) -> Decimal:
    value = units.parse(text, ask.unit, name, example=ask.example, least=ask.least).value
    if value > ask.most:
        raise NumberFault("out-of-range", name, text, expected=ask.unit, example=ask.example)
    return value


def _written(ask: Ask, name: str, text: str) -> units.Written:
    return units.read_written(text, name, example=ask.example)


def _decimal(ask: Ask, name: str, text: str) -> Decimal:
    span = f"{ask.least}–{ask.most}"
    try:
        found = units.read_number(text, name, example=ask.example)
    except NumberFault as fault:
        raise NumberFault(fault.kind, name, text, expected=span, example=ask.example, near=fault.near) from None
    if not ask.least <= found <= ask.most:
        raise NumberFault("not-in-range", name, text, expected=span, example=ask.example)
    return found


def _number(ask: Ask, name: str, text: str) -> int:
    given = units.plain(text)
    if not given.isascii() or not given.isdigit() or not ask.least <= int(given) <= ask.most:
        raise NumberFault(
            "not-a-count", name, text, expected=f"{ask.least}–{ask.most}", example=ask.example or str(ask.least)
        )
    return int(given)


def _choice(ask: Ask, name: str, text: str) -> str:
    given = units.plain(text)
    if given not in ask.words:
        raise NameFault(
            "unknown-word",
            name,
            text,
            expected=" · ".join(ask.words),
            example=ask.words[0],
            near=near(given, ask.words),
        )
    return given


def _instrument(_: Ask, name: str, text: str) -> str:
    known, given = law().instruments, units.plain(text)
    if given not in known:
        raise NameFault("unknown-instrument", name, text, expected="an id", example="oct-2023", near=near(given, known))
    return given


def _several(one: Callable[[Ask, str, str], str]) -> Callable[[Ask, str, str], tuple[str, ...]]:
    """Names separated by commas, or by spaces where there is no comma, each once; every wrong one is a fault of its own."""

    def read(ask: Ask, name: str, text: str) -> tuple[str, ...]:
        whole = text[:10_000].replace("、", ",").replace("，", ",")
        given = filter(None, map(str.strip, whole.split(","))) if "," in whole else whole.split()
        found, faults = [], []
        for item in given:
            try:
                found.append(one(ask, name, item))
            except Fault as fault:
                faults.append(fault)
        if faults:
            raise Faults(faults)
        return tuple(dict.fromkeys(found))

    return read


def _chip(_: Ask, name: str, text: str) -> str:
    try:
        return load_chip(text).id
    except NameFault as fault:
        raise NameFault(
            fault.kind, name, text, expected=fault.expected, example=fault.example, near=fault.near
        ) from None


_READ: Final[Mapping[str, Callable[[Ask, str, str], Any]]] = {
    "quantity": _quantity,
    "written": _written,
    "decimal": _decimal,
    "number": _number,
    "choice": _choice,
    "chip": _chip,
    "chips": _several(_chip),
    "instrument": _instrument,
    "instruments": _several(_instrument),
    "date": lambda _, name, text: read_day(text, name),
    "place": lambda _, name, text: place(text, name).code,
}


def _field(ask: Ask, default: Any) -> Any:
    metadata = {"ask": ask}
    if isinstance(default, Mapping):
        return dataclasses.field(default_factory=lambda: default, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def quantity(name: str, default: str = "", *, optional: bool = False) -> Any:
    """A quantity by a name of `names.toml`, which gives unit and example; its value is a Decimal in that unit, or None."""
    known = names()[name]
    ask = Ask("quantity", default, known.unit, optional=optional, example=known.example)
    return _field(ask, ask.read(name, default) if default else None)


def amount(default: str, unit: str, *, optional: bool = False) -> Any:
    """A quantity of the calculator's own, such as a model's context; its value is a Decimal in `unit`."""
    ask = Ask("quantity", default, unit, optional=optional, example=default)
    return _field(ask, ask.read("", default) if default else None)


def written(default: str) -> Any:
    """A number as somebody printed it, with any unit or none; its value is a `units.Written`."""
    ask = Ask("written", default, example=default)
    return _field(ask, ask.read("", default))


def decimal(default: str, *, least: str = "0", most: str) -> Any:
    """A plain number within a range."""
    return _field(Ask("decimal", default, least=Decimal(least), most=Decimal(most), example=default), Decimal(default))


def number(default: int, *, least: int = 0, most: int) -> Any:
    """A count within a range."""
    return _field(Ask("number", str(default), least=Decimal(least), most=Decimal(most), example=str(default)), default)


def choice(*words: str, default: str = "", optional: bool = False) -> Any:
    """One of some words. Without a default a reader has to say."""
    return _field(Ask("choice", default, words=words, optional=optional), default)


def chip(default: str = "", *, optional: bool = True) -> Any:
    """A named chip, or "" for specs alone."""
    return _field(Ask("chip", default, optional=optional, example="nvidia-h20"), default)


def chips(*default: str) -> Any:
    """Several chips; none: all."""
    return _field(Ask("chips", " ".join(default), optional=True, example="nvidia-h20 nvidia-h100-sxm"), default)


def instrument(default: str = "", *, optional: bool = False) -> Any:
    """An instrument by its id."""
    return _field(Ask("instrument", default, optional=optional, example="oct-2023"), default)


def instruments(*default: str) -> Any:
    """Several instruments; none: those that say something that day."""
    return _field(Ask("instruments", " ".join(default), optional=True, example="oct-2023"), default)


def date(default: str = "", *, optional: bool = False) -> Any:
    """A day, or None."""
    ask = Ask("date", default, optional=optional, example="2023-11-17")
    return _field(ask, datetime.date.fromisoformat(default) if default else None)


def destination(default: str = "", *, optional: bool = False) -> Any:
    """A place by its ISO 3166 code."""
    return _field(Ask("place", default, optional=optional, example="CN"), default)


def over(*keys: str) -> Any:
    """Specs that may be typed over those of the input `chip`: their texts, by name. Read them with `chip_from`."""
    return _field(Ask("specs", words=keys), MappingProxyType({}))


def asked(inputs: type) -> dict[str, Ask]:
    """The inputs of a calculator by the names that forms and links use: `from_` is "from", specs stand for themselves.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Inputs:
    ...     dies: int = number(1, least=1, most=64)
    ...     specs: Mapping[str, str] = over("die_area")
    >>> list(asked(Inputs))
    ['dies', 'die_area']
    """
    found: dict[str, Ask] = {}
    for each in dataclasses.fields(inputs):
        ask: Ask = each.metadata["ask"]
        if ask.kind == "specs":
            for key in ask.words:
                name = specs()[key]
                found[key] = Ask("spec", "", name.unit, name.words, optional=True, example=name.example)
        else:
            found[each.name.rstrip("_")] = ask
    return found


def defaults(inputs: type) -> dict[str, str]:
    """What a form begins with; specs come from the chip."""
    return {name: ask.default for name, ask in asked(inputs).items() if ask.kind != "spec"}


def read[T](inputs: type[T], texts: Mapping[str, str]) -> T:
    """A calculator's inputs from a reader's texts; what isn't given is the default. Raises Faults with all that is wrong.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Inputs:
    ...     dies: int = number(1, least=1, most=64)
    >>> read(Inputs, {"dies": "0"})
    Traceback (most recent call last):
    calculators.engine.errors.Faults: dies: '0': not-a-count; expected 1–64, for example '1'
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in dataclasses.fields(inputs):  # type: ignore[arg-type]
        ask: Ask = each.metadata["ask"]
        name = each.name.rstrip("_")
        try:
            if ask.kind == "specs":
                values[each.name] = _typed(ask.words, texts, faults)
            elif name in texts:
                values[each.name] = ask.read(name, texts[name])
        except Fault as fault:
            faults.append(fault)
        except Faults as found:
            faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    return inputs(**values)


def _typed(keys: Iterable[str], texts: Mapping[str, str], faults: list[Fault]) -> Mapping[str, str]:
    """The specs that were typed, each looked at by itself so that every fault is told."""
    typed = {key: texts[key] for key in keys if key in texts}
    try:
        read_specs(typed)
    except Faults as found:
        faults.extend(found.faults)
    return MappingProxyType(typed)
