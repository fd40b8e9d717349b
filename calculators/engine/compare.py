"""Many chips against many instruments on one day: a matrix, each of its rows one verdict."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from .chips import BLANK, Chip, chips, load_chip
from .errors import Gathered, NameFault, near
from .law import Instrument
from .law_files import law
from .rows import Row
from .verdict import Verdict, assess

SCHEMA: Final = 1
SPEAKING: Final = ("in force", "proposed", "as told")
CLAUSE: Final = {True: "met", None: "unknown"}


@dataclass(frozen=True)
class Matrix:
    """`chips` by `instruments` on a day: `verdicts` has one answer of the whole law a chip, `cell` what one instrument says of it.

    >>> found = compare(["nvidia-h20", "nvidia-h100-sxm"], on="2023-12-01", to="CN")
    >>> [verdict.licence for verdict in found.verdicts]
    ['not required', 'required']
    """

    chips: tuple[Chip, ...]
    instruments: tuple[Instrument, ...]
    verdicts: tuple[Verdict, ...]
    on: datetime.date
    to: str
    from_: str
    headquarters: str

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return {(key(v.chip), row.instrument.id): row for v in self.verdicts for row in v.rows}

    def verdict(self, chip: str) -> Verdict:
        """The answer for a chip by its id; of a chip that isn't in the data by its name."""
        known = {key(verdict.chip): verdict for verdict in self.verdicts}
        return known[_known("unknown-chip", "chip", chip, known)]

    def cell(self, chip: str, instrument: str) -> Row:
        """What one instrument says of one chip; raises a NameFault where the matrix hasn't got one of them.

        >>> found = compare(["nvidia-h20"], on="2023-12-01", to="CN").cell("nvidia-h20", "oct-2023")
        >>> found.licence, [clause.truth for clause in found.clauses][:2]
        ('not required', [False, False])
        """
        chip = _known("unknown-chip", "chip", chip, {key(one) for one in self.chips})
        instrument = _known("unknown-instrument", "instrument", instrument, {one.id for one in self.instruments})
        return self._rows[chip, instrument]

    def json(self) -> dict[str, Any]:
        """The matrix as plain data: the instruments once, then each chip with its answer and its cells.

        A cell's `clauses` are those that the item meets or may meet; `licence` and `review` as in the verdict's own report.
        """
        return {
            "schema": SCHEMA,
            "on": self.on.isoformat(),
            "to": self.to,
            "from": self.from_,
            "headquarters": self.headquarters,
            "instruments": [
                {"id": one.id, "kind": one.kind, "status": one.status, "title": one.title["en"]}
                for one in self.instruments
            ],
            "chips": [self._chip(verdict) for verdict in self.verdicts],
        }

    def _chip(self, verdict: Verdict) -> dict[str, Any]:
        id = key(verdict.chip)
        return {
            "chip": id,
            "licence": verdict.licence,
            "review": verdict.review,
            "outcome": verdict.outcome,
            "missing": list(verdict.missing),
            "instruments": {one.id: _cell(self.cell(id, one.id)) for one in self.instruments},
        }


def _cell(row: Row) -> dict[str, Any]:
    return {
        "state": row.state,
        "licence": row.licence,
        "review": row.review,
        "clauses": {c.part.id: CLAUSE[c.truth] for c in row.clauses if c.truth is not False},
        "missing": list(row.missing),
    }


def key(chip: Chip) -> str:
    """By what a matrix knows a chip: its id, or the name of one that isn't in the data."""
    return chip.id or chip.name


def _known(kind: str, field: str, given: str, known: Iterable[str]) -> str:
    if given not in known:
        raise NameFault(kind, field, given, expected="one of this matrix", near=near(given, known))
    return given


def compare(
    chips: Iterable[Chip | str] | None = None,
    *,
    on: datetime.date | str,
    to: str,
    from_: str = "US",
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
    instruments: Iterable[str] | None = None,
) -> Matrix:
    """What every instrument of a day says of every chip.

    `chips` are Chips, ids or exact names, each once (None: all in the data); `instruments` ids (None: those that bind, are
    proposed or are told that day). The rest as for `assess`. Raises Faults with everything that is wrong, every unknown name.

    >>> found = compare(["H20", "nvidia-h100-sxm"], on="2025-06-01", to="CN", instruments=["oct-2023", "is-informed-2025"])
    >>> [[found.cell(chip.id, one.id).licence for one in found.instruments] for chip in found.chips]
    [['not required', 'required'], ['required', 'required']]
    """
    faults = Gathered()
    items = _items(chips, faults)
    known = law().instruments
    wanted = None if instruments is None else tuple(dict.fromkeys(instruments))
    for id in wanted or ():
        if id not in known:
            faults.append(
                NameFault(
                    "unknown-instrument", "instruments", id, expected="an id", example="oct-2023", near=near(id, known)
                )
            )
    asked: dict[str, Any] = {"on": on, "to": to, "from_": from_, "headquarters": headquarters}
    asked |= {"readings": readings, "parties": parties}
    blank = faults.tried(assess, BLANK, **asked)
    faults.tell()
    speaking = {row.instrument.id for row in blank.rows if row.state in SPEAKING}
    columns = tuple(known[id] for id in known if id in (speaking if wanted is None else wanted))
    verdicts = tuple(assess(item, **asked) for item in items)
    return Matrix(items, columns, verdicts, blank.on, blank.to, blank.from_, blank.headquarters)


def _items(given: Iterable[Chip | str] | None, faults: Gathered) -> tuple[Chip, ...]:
    if given is None:
        return tuple(chips().values())
    found = (faults.tried(load_chip, one) if isinstance(one, str) else one for one in given)
    return tuple({key(chip): chip for chip in found if chip is not None}.values())
