"""The largest value of a spec that the law lets pass: exact, and answered by the forward rule."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final, Protocol

from .chips import BLANK, Chip, chip_from
from .errors import Fault, Gathered, NameFault, near
from .judge import merged
from .law import Chosen, Instrument
from .law_files import law
from .question import movement, party_defaults, read_party, read_readings
from .sweep import SHRINKING, Question, Stop, Stretch, numeric_specs, put, stops, sweep, unit
from .units import exact
from .verdict import assess

FINEST: Final = 30
SCHEMA: Final = 1


class Limited(Protocol):
    """What has a limit, with the last step before it and what stops there."""

    @property
    def limit(self) -> Fraction | None:
        """Where values stop passing."""

    @property
    def attained(self) -> bool:
        """Whether the limit passes itself."""

    @property
    def value(self) -> Fraction | None:
        """The last multiple of `step` that passes."""

    @property
    def step(self) -> Fraction:
        """One unit, or as many tenths finer as it takes."""

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What flips at the limit."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be known to tell more."""


@dataclass(frozen=True, slots=True)
class Largest:
    """How far one spec may go.

    `about` says what passing means: "law": no licence is needed that day; "clauses": the item meets no clause of the instrument;
    "review": the limits of its review policy are kept (an instrument without clauses); "": that day it has nothing to ask.
    `end` is "most", or for an area or a process node "least": there the smaller is the stricter (`sweep.SHRINKING`), so the smallest
    value that passes is told.

    `state` is "limit", "any" (every value passes), "none" (no value does; `stops` are what binds at best), "unknown" (how far it goes
    can't be told without what is `missing`; up to `limit`, if there is one, it passes for sure) or "silent" (`about` is "").
    Seen from its harmless end, `limit` closes the first stretch that passes (None: that stretch has no end) and `attained` says
    whether it passes itself; `value` is the last multiple of `step` that does. `stops` are the comparisons that flip there.
    What an exception excuses doesn't pass: it is a stretch of its own among `stretches`, which hold every value once.

    >>> found = largest("memory_bandwidth", "is-informed-2025", chip="nvidia-h20")
    >>> found.state, found.end, str(found.value), [stop.line.text for stop in found.stops]
    ('limit', 'most', '671', ['bandwidth_sum >= 1700 GB/s'])
    """

    spec: str
    unit: str
    instrument: str
    about: str
    end: str
    chip: Chip
    on: datetime.date
    to: str
    from_: str
    headquarters: str
    state: str
    limit: Fraction | None = None
    attained: bool = False
    value: Fraction | None = None
    step: Fraction = Fraction(1)
    stops: tuple[Stop, ...] = ()
    missing: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    chosen: Chosen = ()

    @property
    def passing(self) -> tuple[Stretch, ...]:
        """Every stretch of values that passes, from zero up."""
        return tuple(s for s in self.stretches if s.answer == "passes")

    def at(self, value: Fraction) -> Chip:
        """The chip with the spec at a value, as it was asked about: another part than the one that a letter names."""
        return put(self.chip, self.spec, value, self.chosen)

    def json(self) -> dict[str, Any]:
        """The same as plain data; numbers are decimal texts, cut to twelve digits, with the exact fraction beside the limit."""
        return {
            "schema": SCHEMA,
            "spec": self.spec,
            "unit": self.unit.replace("^", ""),
            "instrument": self.instrument or None,
            "about": self.about,
            "end": self.end,
            "on": self.on.isoformat(),
            "to": self.to,
            "from": self.from_,
            "headquarters": self.headquarters,
            "chip": self.chip.changed_from or None,
            "state": self.state,
            **limit_json(self),
            "stretches": [_stretch_json(stretch) for stretch in self.stretches],
        }


def largest(
    spec: str,
    instrument: str | None,
    *,
    given: Mapping[str, str] | None = None,
    chip: str = "",
    on: datetime.date | str | None = None,
    to: str = "CN",
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
) -> Largest:
    """The largest value of a spec at which an instrument's clauses, or the whole law, let an item pass.

    Of an area or a process node it is the smallest.

    `spec` is a numeric spec of `names.toml`, or "tpp": all rates scaled together. `instrument` is an id; "" or None asks the whole
    law of the day. The other specs are `given` as texts over the named `chip`, the rest as for `assess`. `on` None: the day
    from which all clauses of the instrument apply; the whole law needs a day. Raises Faults with all that is wrong.

    The item asked about is another part than the named one: a letter's naming doesn't bind it unless `given` has its family.

    >>> found = largest("memory_bandwidth", "is-informed-2025", chip="nvidia-h20")
    >>> str(found.limit), found.attained, str(found.value), found.stops[0].line.text
    ('672', False, '671', 'bandwidth_sum >= 1700 GB/s')
    >>> found = largest("die_area", "oct-2023", chip="nvidia-h20")
    >>> found.end, str(found.limit), found.attained, str(found.value)
    ('least', '740', False, '741')
    """
    faults = Gathered()
    one = faults.tried(_instrument, instrument)
    texts = {key: text for key, text in (given or {}).items() if key != spec}
    faults.tried(_check_spec, spec)
    base = faults.tried(chip_from, texts, chip)
    day = on or _first_day(one, readings or {})
    if day is None and not instrument:
        faults.append(Fault("needed", "on", "", expected="YYYY-MM-DD", example="2023-11-17"))
    asked = faults.tried(question_of, one, day or law().checked, to, headquarters, readings, parties)
    faults.tell()
    question, codes = asked
    item = replace(base, id="", changed_from=base.id or base.changed_from, family=texts.get("family", ""))
    shrinks = spec in SHRINKING
    told: dict[str, Any] = {"spec": spec, "unit": unit(spec), "instrument": instrument or "", "about": question.about}
    told |= {"end": "least" if shrinks else "most", "chip": item, "on": question.day, "chosen": question.chosen}
    told |= codes
    if not question.about:
        return Largest(**told, state="silent")
    stretches = sweep(question, item, spec)
    ordered = stretches[::-1] if shrinks else stretches
    first = next((n for n, stretch in enumerate(ordered) if stretch.answer == "passes"), None)
    state = "any" if first is not None and len(ordered) == 1 else "limit"
    return Largest(**told, stretches=stretches, **({"state": state} | ending(ordered, first, shrinks)))


def ending(ordered: Sequence[Stretch], passing: int | None, shrinks: bool) -> dict[str, Any]:
    """How the stretch that passes ends, of stretches in order from the harmless end; what stands in the way, where none passes."""
    if passing is None:
        unknown = merged(stretch.missing for stretch in ordered)
        if any(stretch.answer == "unknown" for stretch in ordered):
            return {"state": "unknown", "missing": unknown}
        best = ordered[0].last if shrinks else ordered[0].first
        return {"state": "none", "stops": stops(None, best) if best else ()}
    stretch = ordered[passing]
    limit, attained = (stretch.low, stretch.low_in) if shrinks else (stretch.high, stretch.high_in)
    if passing + 1 == len(ordered) or limit is None:
        return {}
    value, step = _last_step(stretch, limit, shrinks)
    found: dict[str, Any] = {"limit": limit, "attained": attained, "value": value, "step": step}
    beyond = ordered[passing + 1]
    if beyond.answer == "unknown":
        return {**found, "state": "unknown", "missing": beyond.missing}
    inner, outer = (stretch.first, beyond.last) if shrinks else (stretch.last, beyond.first)
    return {**found, "stops": stops(inner, outer) if outer else ()}


def _last_step(stretch: Stretch, limit: Fraction, shrinks: bool) -> tuple[Fraction | None, Fraction]:
    """The last whole step of a stretch before its limit, one unit or as many tenths finer as it takes to find one above zero."""
    for places in range(FINEST):
        step = Fraction(1, 10**places)
        value = (ceil(limit / step) if shrinks else floor(limit / step)) * step
        for tried in (value, value + step if shrinks else value - step):
            if stretch.holds(tried) and (tried or not limit):
                return tried, step
    return None, Fraction(1)


def _instrument(id: str | None) -> Instrument | None:
    known = law().instruments
    if id and id not in known:
        raise NameFault(
            "unknown-instrument", "instrument", id, expected="an id", example="oct-2023", near=near(id, known)
        )
    return known[id] if id else None


def _check_spec(spec: str) -> None:
    known = numeric_specs()
    if spec not in known:
        raise NameFault("unknown-spec", "spec", spec, expected=" ".join(known), near=near(spec, known))


def _first_day(instrument: Instrument | None, readings: Mapping[str, str]) -> datetime.date | None:
    """The day from which all clauses of an instrument apply, those of readings not chosen apart."""
    if instrument is None:
        return None
    options = {id: reading.default for id, reading in law().readings.items()} | dict(readings)
    begun = [
        p.begins
        for p in instrument.parts
        if p.kind == "clauses" and (not p.reading or options[p.reading[0]] == p.reading[1])
    ]
    return max(begun, default=max((p.begins for p in instrument.parts), default=instrument.effective))


def question_of(
    instrument: Instrument | None,
    on: datetime.date | str,
    to: str,
    headquarters: str | None,
    readings: Mapping[str, str] | None,
    parties: Mapping[str, str] | None,
) -> tuple[Question, dict[str, str]]:
    """What is asked of each value, read as `assess` reads it, with the places by name; raises its Faults."""
    first = assess(BLANK, on=on, to=to, headquarters=headquarters, readings=readings, parties=parties)
    codes = {"to": first.to, "from": first.from_, "headquarters": first.headquarters}
    given = {name: read_party(name, text) for name, text in (parties or {}).items()}
    facts = {**party_defaults(first.on), **given, **codes, "movement": movement(first.from_, first.to)}
    question = Question(first.on, facts, read_readings(law(), readings or {}), instrument)
    return question, {"to": first.to, "from_": first.from_, "headquarters": first.headquarters}


def limit_json(found: Limited) -> dict[str, Any]:
    """What a limit's JSON has, whoever found it."""
    limit = found.limit
    return {
        "limit": None if limit is None else exact(limit),
        "limit_fraction": None if limit is None else str(limit),
        "attained": found.attained,
        "value": None if found.value is None else exact(found.value),
        "step": exact(found.step),
        "stops": [
            {
                "instrument": stop.part.instrument,
                "part": stop.part.id,
                "letter": stop.letter,
                "line": stop.line.text if stop.line else None,
            }
            for stop in found.stops
        ],
        "missing": list(found.missing),
    }


def _stretch_json(stretch: Stretch) -> dict[str, Any]:
    return {
        "answer": stretch.answer,
        "low": exact(stretch.low),
        "low_in": stretch.low_in,
        "high": None if stretch.high is None else exact(stretch.high),
        "high_in": stretch.high_in,
        "missing": list(stretch.missing),
    }
