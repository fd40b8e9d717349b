"""Reading the law from its files: every fault of every file at once, and what doesn't fit together."""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources.abc import Traversable

from .data import Table, read, tomls
from .errors import DataFault, Fault, Faults, near
from .law import KINDS, POLICIES, STATUS, TABLES, Instrument, Kind, Law, Part, Promise
from .names import metric_readings, read_reading
from .rules import PLACES, Condition, Line, parse_line, read_condition, rules_of
from .sources import EVIDENCE, Source, read_citations, read_source


@lru_cache(maxsize=1)
def law() -> Law:
    """The whole law of this site; raises Faults with all that is wrong in any file.

    >>> law().instruments["is-informed-2025"].addressees
    ('Nvidia', 'AMD', 'Intel')
    """
    faults: list[Fault] = []
    found = [read_instrument(file, faults) for file in tomls("regulations")]
    built = assemble([instrument for instrument in found if instrument], faults)
    if faults:
        raise Faults(faults)
    return built


def assemble(found: Iterable[Instrument], faults: list[Fault]) -> Law:
    """A law from instruments, with what doesn't fit together added to `faults`."""
    instruments = {instrument.id: instrument for instrument in sorted(found, key=lambda i: (i.effective, i.id))}
    paths = {path for i in instruments.values() for path in (i.id, *(part.path for part in i.parts))}
    clauses = {part.id for i in instruments.values() for part in i.parts if part.kind == "clauses"}
    reviews = {part.id for i in instruments.values() for part in i.parts if part.kind == "reviews"}
    readings = {r.id: r for i in instruments.values() for r in i.readings} | metric_readings()
    for instrument in instruments.values():
        _check(f"{instrument.stem}.toml: replaces", instrument.replaces, paths, faults)
        for part in instrument.parts:
            where = f"{instrument.stem}.toml: {part.kind} {part.id}"
            _check(f"{where}: replaces", part.replaces, paths, faults)
            _check(f"{where}: of", part.of, paths if part.kind == "stays" else clauses, faults)
            _check(f"{where}: over", part.over, reviews, faults)
            _check(
                f"{where}: item",
                [ln.value for ln in (*rules_of(part.condition), *part.presumes) if ln.name in PLACES],
                clauses,
                faults,
            )
            if part.reading and part.reading[1] not in getattr(readings.get(part.reading[0]), "options", ()):
                faults.append(
                    DataFault(
                        "unknown-reading",
                        f"{where}: reading",
                        " is ".join(part.reading),
                        near=near(part.reading[0], readings),
                    )
                )
    counted = [i for i in instruments.values() if i.counts]
    return Law(
        instruments,
        readings,
        min((i.effective for i in counted), default=datetime.date.max),
        max((i.checked for i in counted), default=datetime.date.min),
    )


def _check(where: str, given: Iterable[str], known: set[str], faults: list[Fault]) -> None:
    faults.extend(DataFault("unknown-part", where, name, near=near(name, known)) for name in given if name not in known)


def read_instrument(file: Traversable, faults: list[Fault]) -> Instrument | None:
    """One regulation file, `<effective>-<id>.toml`."""
    stem = file.name.removesuffix(".toml")
    table = read(file, faults)
    if not table.values:
        return None
    sources = {key: read_source(key, inner) for key, inner in table.named("sources")}
    effective = table.day("effective", needed=True)
    if effective is None or not stem.startswith(f"{effective}-"):
        table.fault("wrong-file-name", "effective", effective, expected="the date that the file's name begins with")
        return None
    id = stem.removeprefix(f"{effective}-")
    ends = table.day("ends")
    readings = []
    for inner in table.tables("readings"):
        readings.append(read_reading(inner.text("id", needed=True), inner, id))
        read_citations(inner, sources)
        inner.close()
    instrument = Instrument(
        id=id,
        stem=stem,
        title=table.words("title"),
        summary=table.words(),
        kind=table.text("kind", needed=True, words=KINDS),
        status=table.text("status", needed=True, words=STATUS),
        issuer=table.text("issuer", needed=True),
        published=table.day("published"),
        effective=effective,
        ends=ends,
        checked=table.day("checked", needed=True) or effective,
        addressees=table.texts("addressees"),
        replaces=table.texts("replaces"),
        sources=sources,
        readings=tuple(readings),
        parts=tuple(
            _read_part(kind, inner, id, effective, ends, sources, table.texts("addressees"))
            for kind in TABLES
            for inner in table.tables(kind)
        ),
        month_only=table.get("month_only", bool, False),
    )
    if instrument.month_only and (effective + datetime.timedelta(days=1)).month == effective.month:
        table.fault("not-a-month", "month_only", effective, expected="the last day of the month that is known")
    if (instrument.kind == "note") is not (instrument.status == "note"):
        table.fault("unknown-word", "status", instrument.status, expected="note, for a note and nothing else")
    if instrument.kind == "note" and (instrument.parts or instrument.replaces):
        table.fault("unknown-key", "kind", "note", expected="a head only: a note has no parts and replaces nothing")
    if not sources:
        table.fault("no-source", "sources", "", expected="at least one [sources.<key>]")
    table.close()
    return instrument


def _read_part(
    kind: Kind,
    table: Table,
    instrument: str,
    effective: datetime.date,
    ends: datetime.date | None,
    sources: dict[str, Source],
    addressees: tuple[str, ...],
) -> Part:
    condition = read_condition(table)
    if kind == "clauses" and addressees:
        addressed = Condition(
            "all", (Line("maker", "in", addressees, "maker in " + ", ".join(addressees)),), "addressees"
        )
        condition = Condition("all", (condition, addressed)) if condition else addressed
    own = table.day("effective") or effective
    reading = table.text("reading")
    part = Part(
        kind=kind,
        id=table.text("id", needed=True),
        instrument=instrument,
        text=table.words(),
        cite=read_citations(table, sources),
        begins=table.day("comply") or own,
        ends=table.day("ends") or ends,
        effective=own,
        condition=condition,
        of=table.texts("of"),
        over=table.texts("over"),
        replaces=table.texts("replaces"),
        reading=_split(reading),
        presumes=_presumes(table),
        provided=tuple(_promise(inner, sources) for inner in table.tables("provided")),
        name=table.text("name", needed=kind == "exceptions"),
        notice=table.text("notice"),
        policy=table.text("policy", needed=kind == "reviews", words=POLICIES),
        rate=table.text("rate", needed=kind == "duties"),
        evidence=table.text("evidence", words=EVIDENCE),
    )
    table.close()
    return part


def _split(reading: str) -> tuple[str, str] | None:
    id, _, option = reading.partition(" is ")
    return (id, option) if reading else None


def _line(table: Table, key: str, text: str) -> Line | None:
    try:
        return parse_line(text)
    except Fault as fault:
        table.fault(fault.kind, key, text, expected=fault.expected, example=fault.example, near=fault.near)
        return None


def _presumes(table: Table) -> tuple[Line, ...]:
    return tuple(line for text in table.texts("presumes") if (line := _line(table, "presumes", text)))


def _promise(table: Table, sources: dict[str, Source]) -> Promise:
    test = table.text("test")
    promise = Promise(
        table.text("id", needed=True),
        table.words(),
        read_citations(table, sources),
        _line(table, "test", test) if test else None,
    )
    table.close()
    return promise
