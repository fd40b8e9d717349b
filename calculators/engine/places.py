"""Places: ISO 3166 codes and their dated membership in the EAR's country groups (`data/countries.toml`)."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .data import Table, read, root
from .errors import Fault, Faults, NameFault, near
from .sources import Source, read_citations, read_source

GROUPS: Final = ("A:1", "A:5", "A:6", "D:1", "D:4", "D:5", "Supp5a")
_MEMBERSHIP = re.compile(r"(\S+)(?: from (\d{4}-\d{2}-\d{2}))?(?: until (\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Membership:
    """In `group` from the first day (None: since the file begins) until the day that no longer counts (None: still)."""

    group: str
    first: datetime.date | None
    until: datetime.date | None

    def holds(self, day: datetime.date) -> bool:
        """Whether the place is in the group on that day."""
        return (self.first is None or self.first <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Place:
    """A destination: names per language, dated groups, and the place whose memberships it shares."""

    code: str
    name: Mapping[str, str]
    memberships: tuple[Membership, ...]
    within: str = ""
    note: Mapping[str, str] | None = None

    def groups(self, day: datetime.date) -> tuple[str, ...]:
        """The country groups that hold on `day`; Hong Kong's are China's.

        >>> place("AE").groups(datetime.date(2026, 7, 9)), place("AE").groups(datetime.date(2026, 7, 10))
        (('D:4',), ('A:5',))
        >>> place("HK").groups(datetime.date(2024, 1, 1))
        ('D:1', 'D:4', 'D:5')
        """
        shared = places()[self.within].groups(day) if self.within else ()
        return tuple(m.group for m in self.memberships if m.holds(day)) + shared

    def among(self, listed: tuple[str, ...], day: datetime.date) -> bool:
        """Whether the place, the place it lies within, or one of its groups is in a list of codes and groups."""
        return self.code in listed or self.within in listed or any(group in listed for group in self.groups(day))


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Every place by its ISO 3166-1 alpha-2 code."""
    faults: list[Fault] = []
    file = read(root().joinpath("countries.toml"), faults)
    sources: dict[str, Source] = {key: read_source(key, table) for key, table in file.named("sources")}
    file.day("since", needed=True)
    file.day("checked", needed=True)
    found = {}
    for code in file.values:
        if re.fullmatch(r"[A-Z]{2}", code):
            table = Table(file.get(code, dict, {}), f"{file.where}: {code}", faults)
            found[code] = _place(code, table, sources)
    file.close()
    for found_place in found.values():
        if found_place.within and found_place.within not in found:
            file.fault("unknown-place", found_place.code, found_place.within, near=near(found_place.within, found))
    if faults:
        raise Faults(faults)
    return found


def _place(code: str, table: Table, sources: dict[str, Source]) -> Place:
    memberships = []
    for text in table.texts("groups"):
        parts = _MEMBERSHIP.fullmatch(text)
        if not parts or parts[1] not in GROUPS:
            table.fault(
                "not-a-membership",
                "groups",
                text,
                expected="GROUP, GROUP from DATE, GROUP until DATE",
                near=near(text, GROUPS),
            )
            continue
        try:
            days = [datetime.date.fromisoformat(day) if day else None for day in parts.groups()[1:]]
        except ValueError:
            table.fault("not-a-date", "groups", text, expected="YYYY-MM-DD")
            continue
        memberships.append(Membership(parts[1], days[0], days[1]))
    read_citations(table, sources, needed=False)
    note = table.words("note", needed=False)
    found = Place(code, table.words(), tuple(memberships), within=table.text("within"), note=note or None)
    table.close()
    return found


def place(text: str, field: str = "to") -> Place:
    """The place with this code, or with exactly this name in either language.

    >>> place("cn").code, place("Viet Nam", "to")
    Traceback (most recent call last):
    calculators.engine.errors.NameFault: to: 'Viet Nam': unknown-place; expected an ISO 3166 code, for example 'CN'; nearest: VN (Vietnam)
    """
    known = places()
    code = text.strip().upper()
    if code in known:
        return known[code]
    by_name = {name.casefold(): p for p in known.values() for name in p.name.values()}
    if text.strip().casefold() in by_name:
        return by_name[text.strip().casefold()]
    closest = [f"{by_name[name].code} ({by_name[name].name['en']})" for name in near(text, by_name)]
    raise NameFault("unknown-place", field, text, expected="an ISO 3166 code", example="CN", near=closest)
