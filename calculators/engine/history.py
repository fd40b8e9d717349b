"""Every change of a verdict over the years, with the instruments that made it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from .chips import Chip
from .law import Instrument
from .law_files import law
from .places import Place, place
from .verdict import Verdict, assess


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` the answer is `verdict`; `instruments` are those of which something began or ended on that day.

    None of them: a country group changed, or there was no rule before.
    """

    on: datetime.date
    verdict: Verdict
    instruments: tuple[str, ...]

    @property
    def answer(self) -> tuple[str, str, str | None]:
        """What makes two days differ: outcome, licence and review."""
        return self.verdict.outcome, self.verdict.licence, self.verdict.review


def history(
    chip: Chip | str,
    *,
    to: str,
    from_: str = "US",
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Every day since the first rule on which the answer for this item, place and buyer changed, the first day included.

    Arguments as for `assess`; raises Faults with everything that is wrong in them.

    >>> for change in history("nvidia-h20", to="CN"):
    ...     print(change.on, change.verdict.outcome, *change.instruments)
    2022-08-26 unknown is-informed-2022 part-746
    2022-10-21 not-controlled is-informed-2022 oct-2022
    2025-04-09 not-stated is-informed-2025
    """
    changes: list[Change] = []
    for day, instruments in sorted(turning_days(to, headquarters).items()):
        verdict = assess(
            chip, on=day, to=to, from_=from_, headquarters=headquarters, readings=readings, parties=parties
        )
        change = Change(day, verdict, tuple(sorted(instruments)))
        if not changes or changes[-1].answer != change.answer:
            changes.append(change)
    return tuple(changes)


def turning_days(*places: str | None) -> dict[datetime.date, set[str]]:
    """Every day on which the law, or a group of one of these places, turns; with the instruments that begin or end then."""
    book = law()
    found: dict[datetime.date, set[str]] = {book.first_day: set()}
    for instrument in book.instruments.values():
        if instrument.counts:
            for day in _days(instrument):
                found.setdefault(day, set()).add(instrument.id)
    for code in filter(None, places):
        for day in _group_days(place(code)):
            found.setdefault(day, set())
    return {day: instruments for day, instruments in found.items() if day >= book.first_day}


def _days(instrument: Instrument) -> set[datetime.date]:
    """When an instrument or a part of it begins, ends, or makes room for another's."""
    days = {d for part in instrument.parts for d in (part.begins, part.ends) if d} | {instrument.effective}
    own = {instrument.id, *(part.path for part in instrument.parts)}
    for other in law().instruments.values():
        days |= {other.effective} if own & set(other.replaces) else set()
        days |= {part.begins for part in other.parts if own & set(part.replaces)}
        days |= {
            d
            for part in other.parts
            if part.kind == "stays" and own & set(part.of)
            for d in (part.begins, part.ends)
            if d
        }
    return days


def _group_days(found: Place) -> set[datetime.date]:
    days = {d for m in found.memberships for d in (m.first, m.until) if d}
    return days | (_group_days(place(found.within)) if found.within else set())
