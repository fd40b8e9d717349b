"""License Exception NAC: what a notification to BIS holds (`data/notification.toml`), and whether one is asked for at all.

Source: 15 CFR 740.8(c)(1), and Supplement No. 1 to part 748 for the blocks of the application.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .data import LANGUAGES, Table, read, root
from .errors import Fault, Faults
from .judge import Applied, Requirement
from .law_files import law
from .rules import Condition
from .sources import Citation, Source, read_citations, read_source
from .verdict import Verdict

NAME: Final = "NAC"
STANDS: Final = (
    "not-yet",
    "unclassified",
    "no-licence",
    "unknown",
    "other-licence",
    "without-notice",
    "notice",
    "barred",
)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One thing that a notification holds: `place` is the block of the application or the paragraph of 740.8 that asks for it.

    `first_read` is the day of the first text read that asks for it, `last_without` that of the last one read that doesn't, if any.
    """

    id: str
    place: str
    text: Mapping[str, str]
    cite: tuple[Citation, ...]
    first_read: datetime.date
    last_without: datetime.date | None

    def asked(self, day: datetime.date) -> bool | None:
        """Whether it is asked for on a day; None between two texts that differ, when the change wasn't read.

        >>> field = next(each for each in fields() if each.id == "memory_bandwidth")
        >>> [field.asked(datetime.date(*day)) for day in ((2024, 12, 5), (2024, 12, 6), (2026, 9, 24))]
        [False, None, True]
        """
        if self.last_without is None or day >= self.first_read:
            return True
        return None if day > self.last_without else False


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether License Exception NAC is there for an item, a day and a place; `kind` is one of STANDS.

    `exception` is the wording of NAC on that day, `lifting` what takes the place of the licence, `asking` the licences that nothing
    lifts; `bars` are the letters under which every such exception leaves the case out; `latest` is the last day on which a notification
    is old enough.
    """

    kind: str
    begins: datetime.date
    exception: Applied | None = None
    lifting: tuple[Applied, ...] = ()
    asking: tuple[Requirement, ...] = ()
    bars: tuple[str, ...] = ()
    latest: datetime.date | None = None


@lru_cache(maxsize=1)
def fields() -> tuple[Field, ...]:
    """What a notification holds, in the order of 740.8(c)(1); Faults with all that is wrong in the file.

    >>> [field.place for field in fields() if field.id in ("eccn", "tpp")]
    ['22(a)', '(c)(1)(i)']
    """
    faults: list[Fault] = []
    table = read(root().joinpath("notification.toml"), faults)
    sources = {key: read_source(key, inner) for key, inner in table.named("sources")}
    found = [_field(inner, sources) for inner in table.tables("fields")]
    table.close()
    if faults:
        raise Faults(faults)
    return tuple(found)


def _field(table: Table, sources: dict[str, Source]) -> Field:
    first, without = table.day("read", needed=True), table.day("without")
    made = Field(
        table.text("id", needed=True),
        table.text("place", needed=True),
        {language: table.text(language, needed=True) for language in LANGUAGES},
        read_citations(table, sources),
        first or datetime.date.max,
        without,
    )
    if first and without and without >= first:
        table.fault("not-in-order", "without", without, expected=f"a day before {first}")
    table.close()
    return made


def standing(verdict: Verdict) -> Standing:
    """Whether NAC takes the place of the licence that a verdict asks for, and if not, why.

    >>> from .verdict import assess
    >>> standing(assess("nvidia-rtx-4090", on="2023-11-17", to="CN")).kind
    'notice'
    >>> standing(assess("nvidia-a800-sxm-80gb", on="2023-11-17", to="CN")).kind
    'barred'
    """
    begins = min(p.begins for i in law().instruments.values() for p in i.parts if p.name == NAME)
    nac = next((e for e in verdict.judgement.exceptions if e.part.name == NAME and e.part.notice), None)
    if nac is None:
        return Standing("not-yet", begins)
    others = tuple(r for r in verdict.judgement.requirements if r.state == "required")
    if not nac.items:
        return Standing("unclassified", begins, nac, asking=others)
    own = [
        r
        for r in verdict.judgement.requirements
        if r.licence.truth is not False and set(r.licence.items) & set(nac.part.of)
    ]
    if not own:
        return Standing("no-licence", begins, nac, asking=others)
    states = {r.state for r in own}
    if "unknown" in states or verdict.licence == "unknown":
        return Standing("unknown", begins, nac)
    if "required" in states:
        return Standing("barred", begins, nac, asking=others, bars=_bars(nac, verdict.judgement.exceptions))
    lifting = tuple(dict.fromkeys(e for r in own for e in r.exceptions if e.truth))
    if others:
        return Standing("other-licence", begins, nac, lifting, others)
    if any(not e.part.notice for e in lifting):
        return Standing("without-notice", begins, nac, lifting)
    days = int(nac.part.notice.removesuffix(" d"))
    return Standing("notice", begins, nac, lifting, latest=verdict.on - datetime.timedelta(days=days))


def _bars(nac: Applied, exceptions: Iterable[Applied]) -> tuple[str, ...]:
    """The letters that keep a case out of NAC and of the exception without notice beside it."""
    beside = [_met(e) for e in exceptions if set(e.part.of) == set(nac.part.of) and e is not nac]
    return tuple(letter for letter in _met(nac) if all(letter in letters for letters in beside))


def _met(exception: Applied) -> list[str]:
    """The letters of what an exception leaves out, as far as the case is that."""
    left_out = [
        each
        for each in ((exception.finding, *exception.finding.members) if exception.finding else ())
        if isinstance(each.rule, Condition) and each.rule.group == "none"
    ]
    inner = [member for each in left_out for member in each.members if member.truth]
    return [member.rule.letter for member in inner if isinstance(member.rule, Condition)]


__all__ = ["STANDS", "Field", "Standing", "fields", "standing"]
