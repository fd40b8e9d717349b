"""Chips and systems: what is known of an item, each figure with its source; any of it may be unknown."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final

from . import units
from .data import Table, read, root, tomls
from .errors import DataFault, Fault, Faults, NameFault, near
from .names import names, read_specs, specs
from .sources import Citation, Source, read_citations, read_source

STATUS: Final = ("released", "announced", "reported", "cancelled")
KINDS: Final = ("processor", "memory", "system")
EVIDENCE: Final = ("stated", "halved", "estimated", "inferred", "announced", "reported", "yours")


@dataclass(frozen=True, slots=True, eq=False)
class Spec:
    """One figure: a Decimal in the unit that `names.toml` gives its key, or a word; with the text it was written in.

    A figure that is solved and not written may be a Fraction: no decimal ends on every ratio.

    `conflicts` are the figures that other sources give instead, each with its own sources; no metric is computed from them. Those of
    one chip that carry the same `set` stand or fall together: one source's rates for several formats, say.
    """

    value: Decimal | Fraction | str
    text: str
    cite: tuple[Citation, ...] = ()
    evidence: str = "stated"
    label: str = ""
    note: Mapping[str, str] | None = None
    conflicts: tuple["Spec", ...] = ()
    set: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Chip:
    """An item. `id` is "" for one that isn't in the data; `changed_from` names the chip whose specs were typed over.

    A system says what it `contains`: so many of which chip; `inside` holds these chips themselves, each once and down to the last. The law
    measures integrated circuits, so a system with one kind of chip inside has the specs of one of them, under those of its own.

    >>> chip = load_chip("nvidia-h20")
    >>> str(chip.quantity("memory_bandwidth").to("TB/s")), chip.quantity("fp4")
    ('4.000 terabyte / second', None)
    """

    id: str
    name: str
    specs: Mapping[str, Spec]
    maker: str = ""
    maker_headquarters: str = ""
    family: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    status: str = ""
    announced: str = ""
    confidence: str = ""
    checked: datetime.date | None = None
    note: Mapping[str, str] | None = None
    measured: Mapping[str, Spec] = MappingProxyType({})
    changed_from: str = ""
    contains: tuple[tuple[int, str], ...] = ()
    inside: tuple["Chip", ...] = ()

    @property
    def is_system(self) -> bool:
        """Whether it contains chips; then no figure of its own makes it meet what the law says of chips."""
        return self.kind == "system"

    @property
    def measured_inside(self) -> tuple["Chip", ...]:
        """The chips by which a system is judged: those inside, or, of a system that doesn't say, one with its specs; else none.

        >>> [chip.id for chip in load_chip("nvidia-gb200-superchip").measured_inside], load_chip("nvidia-h20").measured_inside
        (['nvidia-gb200-gpu'], ())
        """
        if self.inside or not self.is_system:
            return self.inside
        return (replace(self, kind="processor"),)

    def value(self, key: str) -> Decimal | Fraction | str | None:
        """A spec's value in the unit of its name, or None where it isn't known."""
        if key in IDENTITY:
            return getattr(self, key) or None
        spec = self.specs.get(key)
        return spec.value if spec else None

    def quantity(self, key: str) -> Any:
        """A numeric spec as a pint quantity, or None where it isn't known."""
        found = self.value(key)
        return units.quantity(found, names()[key].unit) if isinstance(found, Decimal | Fraction) else None

    def text(self, key: str) -> str:
        """A spec as it was written ("3.35 TB/s"), "" where it isn't known: what a form shows and `read_specs` reads back."""
        if key in IDENTITY:
            return str(getattr(self, key))
        spec = self.specs.get(key)
        return spec.text.replace("mm^2", "mm²") if spec else ""

    def change(self, given: Mapping[str, str]) -> "Chip":
        """This chip with specs typed over it; "" makes a spec unknown. Nothing different: the chip itself.

        What a letter says of a named part doesn't bind another item, so a changed chip loses `id` and `family` (unless given). What is
        typed over a system is typed over the chips inside it as well.

        >>> changed = load_chip("nvidia-h20").change({"memory_bandwidth": "1.3 TB/s"})
        >>> changed.name, changed.changed_from, changed.family
        ('H20, changed', 'nvidia-h20', '')
        >>> load_chip("nvidia-h20").change({"memory_bandwidth": "4000 GB/s"}).id
        'nvidia-h20'
        """
        read = read_specs(given)
        new = {key: value for key, value in read.items() if value != self.value(key)}
        if not new:
            return self
        new |= {key: value for key, value in read.items() if key == "family"}
        figures = dict(self.specs)
        identity: dict[str, Any] = {key: new[key] or "" for key in IDENTITY if key in new}
        for key, value in new.items():
            if key in IDENTITY:
                continue
            figures.pop(key, None)
            if value is not None:
                figures[key] = Spec(value, units.plain(given[key]), evidence="yours")
        named = bool(self.id or self.changed_from)
        system = identity.get("kind", self.kind) == "system"
        typed = {key: text for key, text in given.items() if key not in IDENTITY}
        return replace(
            self,
            id="",
            name=f"{_base_name(self)}, changed" if named else self.name,
            specs=MappingProxyType(figures),
            changed_from=self.id or self.changed_from,
            note=None,
            measured=MappingProxyType({}),
            aliases=(),
            contains=self.contains if system else (),
            inside=tuple(chip.change(typed) for chip in self.inside) if system else (),
            **({"family": ""} | identity),
        )


IDENTITY: Final = ("maker", "maker_headquarters", "family", "kind")
BLANK: Final = Chip(id="", name="your chip", specs=MappingProxyType({}))


def _base_name(chip: Chip) -> str:
    return load_chip(chip.id or chip.changed_from).name


def chip_from(given: Mapping[str, str], base: str = "") -> Chip:
    """A chip from a reader's texts, over the named one where `base` is given.

    >>> chip_from({"fp8": "296 TFLOPS"}).value("fp8")
    Decimal('296')
    """
    return (load_chip(base) if base else BLANK).change(given)


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """The sources that chip files cite (`data/sources.toml`)."""
    faults: list[Fault] = []
    found = read_sources(faults)
    if faults:
        raise Faults(faults)
    return found


def read_sources(faults: list[Fault]) -> dict[str, Source]:
    """The same, with what is wrong added to `faults`."""
    file = read(root().joinpath("sources.toml"), faults)
    return {key: read_source(key, Table(value, f"{file.where}: {key}", faults)) for key, value in file.values.items()}


@lru_cache(maxsize=1)
def chips() -> dict[str, Chip]:
    """Every chip by its id; raises Faults with all that is wrong in any file.

    >>> chips()["nvidia-h20"].maker, chips()["nvidia-h20"].value("memory_bandwidth")
    ('Nvidia', Decimal('4000'))
    """
    faults: list[Fault] = []
    known = read_sources(faults)
    read_alone = {file.name.removesuffix(".toml"): read_chip(file, known, faults) for file in tomls("chips")}
    found = {id: fill(chip, read_alone, faults) for id, chip in read_alone.items()}
    taken: dict[str, str] = {}
    for chip in found.values():
        for name in (chip.id, chip.name, *chip.aliases):
            if taken.setdefault(name.casefold(), chip.id) != chip.id:
                faults.append(NameFault("taken", f"{chip.id}.toml: name", name, near=[taken[name.casefold()]]))
    if faults:
        raise Faults(faults)
    return found


def fill(system: Chip, known: Mapping[str, Chip], faults: list[Fault], within: tuple[str, ...] = ()) -> Chip:
    """A system with the chips that it contains put inside; a plain chip as it is."""
    if not system.contains:
        return system
    inside: dict[str, Chip] = {}
    for _, id in system.contains:
        chip = known.get(id)
        if chip is None or id in (*within, system.id):
            kind = "contains-itself" if chip else "unknown-chip"
            faults.append(
                DataFault(kind, f"{system.id}.toml: contains", id, example="2 nvidia-b200", near=near(id, known))
            )
            continue
        filled = fill(chip, known, faults, (*within, system.id))
        inside |= {one.id: one for one in filled.inside or (filled,)}
    one = next(iter(inside.values())).specs if len(inside) == 1 else {}
    return replace(system, inside=tuple(inside.values()), specs=MappingProxyType({**one, **system.specs}))


def read_chip(file: Traversable, known: dict[str, Source], faults: list[Fault]) -> Chip:
    """One chip file."""
    table = read(file, faults)
    figures = {key: _read_spec(key, inner, known) for key, inner in table.named("specs")}
    measured = {key: _read_spec(key, inner, known) for key, inner in table.named("measured")}
    note = table.words("note", needed=False)
    chip = Chip(
        id=file.name.removesuffix(".toml"),
        name=table.text("name", needed=True),
        aliases=table.texts("aliases"),
        nicknames=table.texts("nicknames"),
        maker=table.text("maker", needed=True),
        maker_headquarters=table.text("maker_headquarters", needed=True),
        family=table.text("family", needed=True),
        kind=table.text("kind", needed=True, words=KINDS),
        status=table.text("status", needed=True, words=STATUS),
        announced=table.text("announced"),
        confidence=table.text("confidence", needed=True, words=("high", "medium", "low")),
        checked=table.day("checked", needed=True),
        specs=MappingProxyType({k: s for k, s in figures.items() if s}),
        note=note or None,
        measured=MappingProxyType({k: s for k, s in measured.items() if s}),
        contains=_read_contains(table),
    )
    if chip.kind and (chip.kind == "system") is not bool(chip.contains):
        table.fault(
            "not-a-system", "contains", "", expected="what a system contains, and nothing else", example="2 nvidia-b200"
        )
    table.close()
    return chip


def _read_contains(table: Table) -> tuple[tuple[int, str], ...]:
    """What a system contains: "2 nvidia-b200" is two of that chip."""
    found = []
    for text in table.texts("contains"):
        parts = re.fullmatch(r"([1-9]\d{0,5}) (\S+)", text)
        if parts:
            found.append((int(parts[1]), parts[2]))
        else:
            table.fault("not-a-content", "contains", text, expected="a number and a chip's id", example="2 nvidia-b200")
    return tuple(found)


def _read_spec(key: str, table: Table, known: dict[str, Source]) -> Spec | None:
    """One figure with the figures that stand against it."""
    conflicts = tuple(_read_figure(key, inner, known, inner.text("set")) for inner in table.tables("conflicts"))
    spec = _read_figure(key, table, known)
    return replace(spec, conflicts=tuple(c for c in conflicts if c)) if spec and conflicts else spec


def _read_figure(key: str, table: Table, known: dict[str, Source], together: str = "") -> Spec | None:
    name = specs().get(key)
    text = table.text("value", needed=True)
    value: Any = None
    if name is None or key in IDENTITY:
        table.fault("unknown-key", "", key, near=near(key, specs()))
    elif text:
        try:
            value = name.read(text)
        except Fault as fault:
            table.fault(fault.kind, "value", text, expected=fault.expected, example=fault.example, near=fault.near)
    note = table.words("note", needed=False)
    spec = Spec(
        value,
        text,
        read_citations(table, known),
        table.text("evidence", words=EVIDENCE[:-1]) or "stated",
        table.text("label"),
        note or None,
        set=together,
    )
    if not spec.cite:
        table.fault("no-source", "cite", "", expected="at least one key of sources.toml")
    table.close()
    return spec if value is not None else None


def load_chip(text: str) -> Chip:
    """The chip with this id, name or alias, whatever its case.

    >>> load_chip("h20").id
    'nvidia-h20'
    >>> try:
    ...     load_chip("nvidia-h2o")
    ... except NameFault as fault:
    ...     print(fault.near[0])
    nvidia-h20
    """
    known = chips()
    wanted = units.plain(text[: units.LONGEST_TEXT]).casefold()
    if wanted in known:
        return known[wanted]
    by_name = {name.casefold(): chip for chip in known.values() for name in (chip.name, *chip.aliases)}
    if wanted in by_name:
        return by_name[wanted]
    closest = dict.fromkeys([*near(text, known), *(by_name[n].id for n in near(text, by_name))])
    raise NameFault(
        "unknown-chip",
        "chip",
        text,
        expected="an id or an exact name",
        example="nvidia-h20",
        near=list(closest)[:3],
    )
