"""The least change of one spec that frees a chip from any licence: exact, and answered by the forward rule."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from .chips import Chip, load_chip
from .largest import ending, limit_json, question_of
from .sweep import SHRINKING, Question, Stop, measured, numeric_specs, own_value, put, sweep, unit
from .units import exact


@dataclass(frozen=True, slots=True)
class Cut:
    """The least change of one spec, all others as they are, under which no licence is needed.

    `state` is "cut", "none" (no value frees the chip; `stops` are what binds all the same), "named" (its numbers are free as they
    are), "unmeasured" (no text in force measures the spec) or "unknown" (for want of what is `missing`; a cut to `limit`, if there
    is one, frees for sure). `own` is the chip's value; up to `limit` (from it on, for an area or a process node, which has to grow)
    it is free, at `limit` itself only if `attained`; `value` is the nearest multiple of `step` that is free. `named` are the clauses
    that bind the part by its name even so: it would have to be another part as well.

    >>> cuts = {cut.spec: cut for cut in least_cuts("nvidia-rtx-4090", on="2023-12-01", to="CN")}
    >>> cuts["tpp"].state, str(cuts["tpp"].own), str(cuts["tpp"].limit), cuts["tpp"].attained
    ('cut', '26424/5', '4800', False)
    """

    spec: str
    unit: str
    own: Fraction
    state: str
    limit: Fraction | None = None
    attained: bool = False
    value: Fraction | None = None
    step: Fraction = Fraction(1)
    stops: tuple[Stop, ...] = ()
    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """How much of the chip's own value the limit takes away, or for an area adds: 1/4 is a quarter."""
        return None if self.limit is None or not self.own else abs(self.limit - self.own) / self.own

    def json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "spec": self.spec,
            "unit": self.unit.replace("^", ""),
            "own": exact(self.own),
            "state": self.state,
            **limit_json(self),
            "share": None if self.share is None else exact(self.share, 6),
            "named": list(self.named),
        }


def least_cuts(
    chip: Chip | str,
    *,
    on: datetime.date | str,
    to: str,
    headquarters: str | None = None,
    readings: Mapping[str, str] | None = None,
    parties: Mapping[str, str] | None = None,
) -> tuple[Cut, ...]:
    """For each known number of a chip alone, and for all rates together ("tpp"), the least cut that frees it from any licence.

    Arguments as for `assess`. Nothing to cut where no licence is needed as it is. Of an area the least growth is told.

    >>> [(cut.spec, str(cut.limit), cut.attained) for cut in least_cuts("nvidia-rtx-4090", on="2023-12-01", to="CN") if cut.state == "cut"]
    [('tpp', '4800', False)]
    """
    item = load_chip(chip) if isinstance(chip, str) else chip
    question, _ = question_of(None, on, to, headquarters, readings, parties)
    if not question.about or question.ask(item).word == "passes":
        return ()
    return tuple(
        _cut(question, item, spec, own)
        for spec in numeric_specs()
        if (own := own_value(item, spec, question.chosen)) is not None
    )


def _cut(question: Question, item: Chip, spec: str, own: Fraction) -> Cut:
    free = replace(item, id="", family="", changed_from=item.id or item.changed_from)
    told: dict[str, Any] = {"spec": spec, "unit": unit(spec), "own": own}
    if question.ask(free).word == "passes":
        return Cut(**told, state="named", named=_bound(question, item))
    if not measured(question, free, spec):
        return Cut(**told, state="unmeasured")
    shrinks = spec in SHRINKING
    stretches = sweep(question, free, spec)
    ordered = stretches[::-1] if shrinks else stretches
    here = next(n for n, stretch in enumerate(ordered) if stretch.holds(own))
    nearest = max((n for n in range(here) if ordered[n].answer == "passes"), default=None)
    found = {"state": "cut"} | ending(ordered[: here + 1], nearest, shrinks)
    if nearest is None:
        return Cut(**told, **found)
    at = found["limit"] if found["value"] is None else found["value"]
    return Cut(**told, **found, named=_bound(question, put(item, spec, at, question.chosen)))


def _bound(question: Question, item: Chip) -> tuple[str, ...]:
    """The parts that bind an item."""
    return tuple(applied.part.path for applied in question.ask(item).binding if applied.truth)
