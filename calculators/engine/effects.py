"""What an instrument changed: every chip in the data on the days that something in it began, against the day before."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from .chips import Chip, chips
from .law import POLICIES, Instrument
from .law_files import law
from .rows import Row, is_eccn
from .rules import Truth
from .verdict import Verdict, assess

Turn = Literal["caught", "stricter", "freed", "looser", "otherwise", ""]
TURNS: Final[tuple[Turn, ...]] = ("caught", "stricter", "freed", "looser", "otherwise")
_STEP: Final = {"no-rule": 0, "not-controlled": 0, "exception": 1, "unknown": None}


@dataclass(frozen=True, slots=True)
class Effect:
    """One chip on a day that something in an instrument began: the answer `before` and `after`, and the instrument's own `row`."""

    chip: Chip
    on: datetime.date
    before: Verdict
    after: Verdict
    row: Row

    @property
    def met(self) -> Truth:
        """Whether the chip meets one of the instrument's own clauses on the day."""
        truths = [clause.truth for clause in self.row.clauses]
        return True if True in truths else None if None in truths else False

    @property
    def turn(self) -> Turn:
        """How the whole law's answer moved that day, under an instrument that can move it.

        Caught: from free to an exception or a licence, or from an exception to a licence; freed: the other way. Stricter, looser:
        as before, but under another stated review policy. Otherwise: a day is unknown, or a policy not stated. "": it stayed.
        """
        old, new = self.before, self.after
        if not moves(self.row.instrument):
            return ""
        if (old.outcome, old.licence, old.review) == (new.outcome, new.licence, new.review):
            return ""
        first, then = (_STEP.get(verdict.outcome, 2) for verdict in (old, new))
        if first is None or then is None:
            return "otherwise"
        if first != then:
            return "caught" if then > first else "freed"
        if old.review in POLICIES and new.review in POLICIES:
            return "stricter" if POLICIES.index(new.review) > POLICIES.index(old.review) else "looser"
        return "otherwise" if first else ""


def moves(instrument: Instrument) -> bool:
    """Whether a text can move the licence at all: a tariff, a warning, a bill or a telling can't.

    >>> [moves(law().instruments[id]) for id in ("oct-2023", "s232-tariff", "safe-chips")]
    [True, False, False]
    """
    kinds = {part.kind for part in instrument.parts}
    places = any(is_eccn(part.id) or part.replaces for part in instrument.parts)
    binding = kinds & {"licences", "exceptions", "reviews", "stays"}
    return instrument.counts and bool(binding or places or instrument.replaces)


def effects(instrument: Instrument | str, *, to: str = "CN") -> dict[datetime.date, tuple[Effect, ...]]:
    """For each day on which something in an instrument began, in order: its effect on every chip in the data.

    The turn is the whole law's, so what another instrument did on the same day is in it. A note has no effects. Raises
    KeyError for an id that isn't there, Faults for a place that isn't.

    >>> [(day.isoformat(), sum(e.turn == "caught" for e in found) > 0) for day, found in effects("is-informed-2025").items()]
    [('2025-04-09', True)]
    """
    found = law().instruments[instrument] if isinstance(instrument, str) else instrument
    if found.kind == "note":
        return {}
    days = sorted({found.effective, *(part.begins for part in found.parts)})
    return {day: tuple(_effect(found, chip, day, to) for chip in chips()) for day in days}


def _effect(instrument: Instrument, chip: str, day: datetime.date, to: str) -> Effect:
    after = verdict_on(chip, day, to)
    row = next(row for row in after.rows if row.instrument is instrument)
    return Effect(after.chip, day, verdict_on(chip, day - datetime.timedelta(days=1), to), after, row)


@lru_cache(maxsize=8192)
def verdict_on(chip: str, day: datetime.date, to: str) -> Verdict:
    """`assess` for a chip of the data, remembered: the same day turns under several instruments."""
    return assess(chip, on=day, to=to)
