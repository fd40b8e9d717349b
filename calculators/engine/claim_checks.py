"""The figures of claims worked out again from what they name, and held against what is stated."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from .chips import chip_from
from .claims import Claim, Value, claims, known
from .errors import DataFault, Fault, Faults, near
from .formula import Sum, evaluate
from .law_files import law
from .names import names
from .results import Amount, Term
from .rules import lettered
from .verdict import assess

Run = Callable[[str, Mapping[str, str]], Mapping[str, Amount]]
"""Whoever knows the calculators: a calculator's name and its inputs as texts, its amounts by name."""


def work(claim: Claim, key: str, run: Run) -> Sum:
    """The formula of one of a claim's figures, worked out; whatever isn't known in it is a Fault."""
    value = claim.values[key]
    if value.calculator:
        return evaluate(value.of, lambda name: _amount(name, run(value.calculator, value.inputs)))
    if value.limit:
        return evaluate(value.of, lambda name: _limit(value.limit, name))
    return evaluate(value.of, lambda name: known(name, claim, claims()))


def _limit(place: str, name: str) -> Term:
    """The limit that a clause of the law puts on a name: the only one, or the one under the letter that `place` gives."""
    path, _, letter = place.partition(" ")
    parts = [part for each in law().instruments.values() for part in each.parts if part.condition]
    if path not in (paths := {part.path for part in parts}):
        raise DataFault("unknown-name", "limit", path, expected="instrument/clause", near=near(path, paths))
    found = {
        line.value: f"{under} {line.name}"
        for part in parts
        if part.path == path
        for under, line in lettered(part.condition)
        if isinstance(line.value, Fraction) and (line.name, letter or under) == (name, under)
    }
    if len(found) != 1:
        raise DataFault("unknown-amount", "formula", name, expected=" · ".join(found.values()) or "one limit")
    return next(iter(found)), names()[name].unit


def _amount(name: str, amounts: Mapping[str, Amount]) -> Term:
    found = amounts.get(name)
    if found is None:
        raise DataFault("unknown-amount", "formula", name, expected=" ".join(amounts), near=near(name, amounts))
    if found.value is None:
        raise Fault("not-known", "formula", name, expected=" ".join(found.missing))
    return found.value, found.unit


def rounded(value: Fraction, places: int) -> Fraction:
    """A value to so many decimal places, half up; negative places round to tens, hundreds.

    >>> rounded(Fraction("14.9570"), 1), rounded(Fraction(12345), -3)
    (Fraction(15, 1), Fraction(12000, 1))
    """
    scale = Fraction(10) ** places
    return Fraction(math.floor(value * scale + Fraction(1, 2))) / scale


def disagreements(run: Run) -> list[Fault]:
    """Every figure that comes out otherwise than it is stated, or can't be worked out, by file and key; [] if there is none."""
    found: list[Fault] = []
    for each in claims().values():
        for key, value in each.values.items():
            try:
                fault = _disagreement(each, value, run) if value.computed else None
            except Fault as caught:
                fault = caught
            except Faults as several:
                fault = several.faults[0]
            if fault is not None:
                where = f"{each.part}.toml: {each.id}.values.{key}"
                expected = fault.expected or str(fault.field)
                found.append(DataFault(fault.kind, where, fault.given, expected=expected, near=fault.near))
    return found


def _disagreement(claim: Claim, value: Value, run: Run) -> Fault | None:
    if value.licence:
        given = dict(value.inputs)
        on, to = given.pop("on", ""), given.pop("to", "")
        outcome = assess(chip_from(given, given.pop("chip", "")), on=on, to=to).licence
        return None if outcome == value.licence else Fault("disagrees", "licence", value.licence, expected=outcome)
    assert isinstance(value.stated, Fraction)
    comes = rounded(work(claim, value.key, run).in_unit(value.unit), value.places)
    if comes == value.stated:
        return None
    return Fault("disagrees", "value", f"{float(value.stated):.12g} {value.unit}", expected=f"{float(comes):.12g}")


__all__ = ["Run", "disagreements", "rounded", "work"]
