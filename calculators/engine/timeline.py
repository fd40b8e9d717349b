"""What happened when (`data/timeline/`): chips, rules, letters, licences, China's moves, politics, and what the essay dates otherwise.

A file is a lane. Days that other data hold are never copied: an event says `of = "c051.dinner"`, `of = "nvidia-h20.announced"` or
`of = "oct-2023.published"`; every instrument stands in it by itself. An event is known to the day, the month or the year.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .chips import Chip, chips
from .claims import claims
from .data import Table, read, tomls
from .errors import DataFault, Fault, Faults, NameFault, near
from .law import Instrument
from .law_files import law
from .sources import Citation, Source, read_citations, read_source

LANES: Final = ("chips", "published", "effective", "letters", "licences", "china", "politics", "essay")
RECORD: Final = LANES[:-1]
"""The lanes of what is on record; the last one holds what the essay tells."""
CHIP: Final = "nvidia-h20"
"""The chip whose verdict a day opens, where its event names none."""
HEADS: Final = ("sources.toml", "instruments.toml")
DAYS: Final = {"rule": "effective", "tariff": "effective", "guidance": "effective", "letter": "letters"}
"""The lane of an instrument's day by its kind; any other stands with politics unless a file places it."""
ONE_DAY: Final = datetime.timedelta(days=1)
_PART: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
_CLAIM: Final = re.compile(r"c\d{3}")


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One event. From `first` to `last`: the same day, the days that it took, or the month or year that is all that is known of it.

    `what` is "published" or "effective" for an instrument's day. `twin` is the event on record that the essay tells of on its own day.

    >>> event("dinner").first.isoformat(), event("essay-dinner").twin, event("essay-dinner").precision
    ('2025-04-04', 'dinner', 'month')
    """

    id: str
    lane: str
    first: datetime.date
    last: datetime.date
    precision: str
    label: Mapping[str, str]
    text: Mapping[str, str]
    cite: tuple[Citation, ...]
    chip: str = CHIP
    instrument: str = ""
    what: str = ""
    claims: tuple[str, ...] = ()
    twin: str = ""

    @property
    def day(self) -> datetime.date:
        """The day on which to ask the law: the first, or the last one of a month or year."""
        return self.first if self.precision == "day" else self.last


@lru_cache(maxsize=1)
def timeline() -> dict[str, Event]:
    """Every event by its id, in the order of their days; Faults with all that is wrong in any file."""
    faults: list[Fault] = []
    files = {file.name: read(file, faults) for file in tomls("timeline")}
    known = _cited() | dict(_sources(files.get(HEADS[0], Table({}, HEADS[0], faults))))
    left = _left_out(files.get(HEADS[1], Table({}, HEADS[1], faults)))
    written: dict[str, Event] = {}
    placed: set[tuple[str, str]] = set()
    for name, file in files.items():
        if name not in HEADS:
            _read_lane(file, name.removesuffix(".toml"), known, written, placed)
    faults += _twins(files, written) + _unused(files, written)
    if faults:
        raise Faults(faults)
    made = {each.id: each for each in _instruments(placed, left)}
    return {each.id: each for each in sorted([*written.values(), *made.values()], key=_order)}


def _order(each: Event) -> tuple[datetime.date, datetime.date, int]:
    return each.first, each.last, LANES.index(each.lane)


def event(id: str) -> Event:
    """The event with this id; a NameFault with the nearest ones where there is none."""
    if id not in timeline():
        raise NameFault("unknown-event", "event", id, expected="an id", example="dinner", near=near(id, timeline()))
    return timeline()[id]


def among(
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    lanes: tuple[str, ...] = LANES,
    ids: tuple[str, ...] = (),
) -> tuple[Event, ...]:
    """The events that touch these days, in these lanes, or those with these ids; in order. A NameFault for an id that there isn't.

    >>> [e.id for e in among(datetime.date(2025, 4, 4), datetime.date(2025, 4, 9), ("politics", "letters"))]
    ['tariffs-2025', 'dinner', 'is-informed-2025', 'npr-report']
    """
    chosen = {id: event(id) for id in ids} or timeline()
    return tuple(
        each
        for each in timeline().values()
        if each.id in chosen
        and each.lane in lanes
        and (first is None or each.last >= first)
        and (last is None or each.first <= last)
    )


def _cited() -> dict[str, Source]:
    return {citation.source.key: citation.source for claim in claims().values() for citation in claim.cite}


def _sources(file: Table) -> Iterator[tuple[str, Source]]:
    for key, table in _tables(file):
        yield key, read_source(key, table)
    file.close()


def _tables(file: Table) -> Iterator[tuple[str, Table]]:
    for key in file.values:
        values = file.get(key, dict, {}, expected="a table")
        if values:
            yield key, Table(values, f"{file.where}: {key}", file.faults)


def _left_out(file: Table) -> set[str]:
    """Instruments whose day is no event, each with the reason why."""
    left = file.get("leave_out", dict, {}, expected="a table of instruments, each with the reason why")
    for id in left:
        if id not in law().instruments:
            file.fault("unknown-instrument", "leave_out", id, near=near(id, law().instruments))
    file.close()
    return set(left)


def _read_lane(
    file: Table, lane: str, known: dict[str, Source], found: dict[str, Event], placed: set[tuple[str, str]]
) -> None:
    if lane not in LANES:
        file.fault("unknown-lane", "", lane, expected=" · ".join(LANES), near=near(lane, LANES))
        return
    for id, table in _tables(file):
        made = _event(id, lane, table, known, placed)
        place = id.partition(".")[0]
        if id in found or (place in law().instruments and (not made or made.instrument != place)):
            table.fault("taken", "", id, near=[f"{found[id].lane}.toml" if id in found else f"{place}.effective"])
        if made:
            found[id] = made
    file.close()


def _event(id: str, lane: str, table: Table, known: dict[str, Source], placed: set[tuple[str, str]]) -> Event | None:
    of = table.text("of")
    named = table.texts("claims")
    for name in named:
        if name not in claims():
            table.fault("unknown-claim", "claims", name, near=near(name, claims(), 2))
    span = _span_of(of, table) if of else _span(table)
    until = table.day("until")
    place, _, what = of.rpartition(".")
    instrument = law().instruments.get(place)
    own = table.texts("cite")
    cite = read_citations(table, known, needed=False)
    label, text = table.words("label", needed=not instrument), table.words("text", needed=not instrument)
    chip = table.text("chip") or (place if place in chips() else CHIP)
    twin = table.text("twin")
    if chip not in chips():
        table.fault("unknown-chip", "chip", chip, near=near(chip, chips()))
    table.close()
    if span is None:
        return None
    first, last, precision = span
    if until and not (precision == "day" and until > first):
        table.fault("not-a-date", "until", until, expected="a later day than the first")
    if instrument:
        placed.add((place, what))
    elif not cite:
        cite = _of_claims((place, *named)) or (_of_chip(chips()[place]) if place in chips() else ())
    if not cite and not instrument and not own:
        table.fault("no-source", "cite", "", expected="`cite`, or `of` or `claims` that have sources")
    made = Event(
        id, lane, first, until or last, precision, label, text, cite, chip, place if instrument else "",
        what if instrument else "", tuple(dict.fromkeys(([place] if _CLAIM.fullmatch(place) else []) + list(named))),
        twin,
    )  # fmt: skip
    return _filled(made, instrument) if instrument else made


def _of_claims(ids: tuple[str, ...]) -> tuple[Citation, ...]:
    found = [citation for id in ids if id in claims() for citation in claims()[id].cite]
    return tuple({citation.source.key: citation for citation in found}.values())


def _of_chip(chip: Chip) -> tuple[Citation, ...]:
    found = [citation for spec in chip.specs.values() for citation in spec.cite]
    return tuple({c.source.key: Citation(c.source) for c in found if c.source.url}.values())[:3]


Span = tuple[datetime.date, datetime.date, str]


def _span(table: Table) -> Span | None:
    written = table.get("date", (datetime.date, str), "", needed=True, expected="a day, or a month such as '2025-04'")
    found = known_to(written)
    if found is None and written:
        table.fault("not-a-date", "date", written, expected="a day, '2025-04' or '2025'")
    return found


def known_to(written: datetime.date | str) -> Span | None:
    """The first and the last day of a text, and how much of the day is known; None if it is no date.

    >>> [str(day) for day in known_to("2025-02")], known_to("2025-13")
    (['2025-02-01', '2025-02-28', 'month'], None)
    """
    if isinstance(written, datetime.date):
        return written, written, "day"
    try:
        day = datetime.date.fromisoformat(written)
        return (day, day, "day") if len(written) == 10 else None
    except ValueError:
        found = _PART.fullmatch(written)
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    if not month:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year"
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return datetime.date(year, month, 1), following - ONE_DAY, "month"


def _span_of(of: str, table: Table) -> Span | None:
    """The day that other data hold."""
    place, _, key = of.rpartition(".")
    days: Mapping[str, datetime.date | str | None] = {}
    if place in claims():
        stated = {name: value.stated for name, value in claims()[place].values.items()}
        days = {name: value for name, value in stated.items() if isinstance(value, datetime.date)}
    elif place in law().instruments:
        instrument = law().instruments[place]
        days = {"published": instrument.published, "effective": instrument.effective}
        if key == "effective" and instrument.month_only:
            return known_to(instrument.effective.isoformat()[:7])
    elif place in chips():
        days = {"announced": chips()[place].announced}
    else:
        every = [*claims(), *law().instruments, *chips()]
        table.fault(
            "unknown-name",
            "of",
            of,
            expected="claim.figure, instrument.effective, chip.announced",
            near=near(place, every),
        )
        return None
    written = days.get(key)
    if not written:
        table.fault("no-such-day", "of", of, expected=" ".join(f"{place}.{name}" for name, day in days.items() if day))
        return None
    return known_to(written)


def _filled(made: Event, instrument: Instrument) -> Event:
    """An event of an instrument with what its file says of it."""
    # The text itself stands first, if it has an address; the instrument's page, to which the event leads, names them all.
    cite = made.cite or tuple(Citation(source) for source in instrument.sources.values() if source.url)[:1]
    label = made.label or {language: re.sub(r"\s*[(（].*", "", title) for language, title in instrument.title.items()}
    return Event(
        made.id, made.lane, made.first, made.last, made.precision, label, made.text or instrument.summary, cite,
        made.chip, made.instrument, made.what, made.claims, made.twin,
    )  # fmt: skip


def _instruments(placed: set[tuple[str, str]], left: set[str]) -> Iterator[Event]:
    """Every instrument's own days, but for those that a file has placed; a telling is the essay's and no event."""
    for instrument in law().instruments.values():
        if instrument.id in left or instrument.kind == "telling":
            continue
        effective = known_to(instrument.effective.isoformat()[: 7 if instrument.month_only else 10])
        lane = DAYS.get(instrument.kind, "politics")
        days = [("", "effective", lane, effective)]
        if instrument.published and instrument.published != instrument.effective and instrument.kind in DAYS:
            days.append((".published", "published", "published", known_to(instrument.published)))
        for ending, what, where, span in days:
            if span and (instrument.id, what) not in placed:
                blank = Event(instrument.id + ending, where, *span, {}, {}, (), CHIP, instrument.id, what)
                yield _filled(blank, instrument)


def _twins(files: Mapping[str, Table], found: Mapping[str, Event]) -> list[Fault]:
    known = [*found, *law().instruments, *(f"{id}.published" for id in law().instruments)]
    return [
        DataFault("unknown-event", f"{each.lane}.toml: {each.id}: twin", each.twin, near=near(each.twin, known))
        for each in found.values()
        if each.twin and each.twin not in known
    ]


def _unused(files: Mapping[str, Table], found: Mapping[str, Event]) -> list[Fault]:
    cited = {citation.source.key for each in found.values() for citation in each.cite}
    own = files[HEADS[0]].values if HEADS[0] in files else {}
    return [DataFault("unused-source", f"timeline/{HEADS[0]}: {key}", key) for key in own if key not in cited]


__all__ = ["CHIP", "LANES", "RECORD", "Event", "among", "event", "known_to", "timeline"]
