"""What the essay says, what was found of each claim, and its figures, computed again wherever the data allow it (`data/claims/`).

A figure is literal, or it says where it comes from: a formula over chips (`nvidia-h20.fp8`) and over other figures of claims, an amount
of a calculator, a limit of the law, or its outcome. What is stated has to agree with what comes out, to the last digit that is written.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from .chips import load_chip
from .data import Table, read, tomls
from .errors import DataFault, Fault, Faults, NameFault, near
from .formula import Operand, Sum, evaluate, measure
from .metrics import metrics
from .names import names, specs
from .results import Term
from .sources import Citation, Source, read_citations, read_source
from .units import exact

PARTS: Final = ("opening", "part1", "part2", "part3")
KINDS: Final = ("computed", "sourced", "date", "opinion")
VERDICTS: Final = ("correct", "approximately", "imprecise", "wrong", "overtaken", "unverifiable", "opinion")
KNOWN: Final = ("then", "later")
LICENCES: Final = ("required", "exception", "not required", "unknown")
SOURCES: Final = "sources.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One figure of a claim: a number in `unit`, written with so many `places`; a day; or words, one text a language.

    `of` is the formula that it comes from: over the amounts of `calculator` where one is named, over what is compared in the clause of
    the law that `limit` names ("oct-2023/3A090.a a.2": an instrument, its clause, and where it has several the letter). `licence` is the
    outcome of the law for `inputs`. None of them: it is literal, and stands on the claim's sources. An input that begins with "=" is
    itself a formula over figures and chips.
    """

    key: str
    stated: Fraction | datetime.date | Mapping[str, str]
    unit: str = ""
    places: int = 0
    of: str = ""
    calculator: str = ""
    inputs: Mapping[str, str] = MappingProxyType({})
    licence: str = ""
    limit: str = ""

    @property
    def computed(self) -> bool:
        """Whether it is computed again."""
        return bool(self.of or self.licence)


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One claim: what the essay `says`, how it was checked, and what has to be corrected ({} where nothing has).

    `verdict` is of the essay's claim. One that was right or open on its day and that later events refute is "overtaken". `known` tells
    of what the correction rests on: whether it could be known when the essay appeared.

    >>> claim("c030").verdict, claim("c030").values["ratio"].of
    ('correct', 'nvidia-h20.fp8 / nvidia-h100-sxm.fp8')
    """

    id: str
    part: str
    kind: str
    verdict: str
    known: str
    says: Mapping[str, str]
    check: Mapping[str, str]
    correction: Mapping[str, str]
    cite: tuple[Citation, ...]
    values: dict[str, Value]


@lru_cache(maxsize=1)
def claims() -> dict[str, Claim]:
    """Every claim by its id, in the order of the essay's parts; Faults with all that is wrong in how they are written."""
    faults: list[Fault] = []
    written = {file.name: read(file, faults) for file in tomls("claims")}
    sources = _sources(written.pop(SOURCES, Table({}, SOURCES, faults)))
    found: dict[str, Claim] = {}
    for name, file in written.items():
        part = name.removesuffix(".toml")
        if part not in PARTS:
            file.fault("unknown-part", "", part, expected=" · ".join(PARTS), near=near(part, PARTS))
        for id in file.values:
            for table in _tables(file, id):
                if id in found:
                    table.fault("taken", "", id, near=[f"{found[id].part}.toml"])
                found[id] = _claim(id, part, table, sources)
        file.close()
    for made in found.values():
        faults += _filled(made, found)
    cited = {citation.source.key for claim in found.values() for citation in claim.cite}
    faults += [DataFault("unused-source", f"{SOURCES}: {key}", key) for key in sources if key not in cited]
    if faults:
        raise Faults(faults)
    return dict(sorted(found.items(), key=lambda item: (PARTS.index(item[1].part), item[0])))


def claim(id: str) -> Claim:
    """The claim with this id; a NameFault with the nearest ones where there is none.

    >>> claim("c0300")
    Traceback (most recent call last):
    calculators.engine.errors.NameFault: claim: 'c0300': unknown-claim; expected an id, for example 'c012'; nearest: c030, c103
    """
    if id not in claims():
        raise NameFault("unknown-claim", "claim", id, expected="an id", example="c012", near=near(id, claims(), 2))
    return claims()[id]


def _tables(file: Table, id: str) -> Iterator[Table]:
    values = file.get(id, dict, {}, expected="a table")
    if values:
        yield Table(values, f"{file.where}: {id}", file.faults)


def _sources(file: Table) -> dict[str, Source]:
    found = {key: read_source(key, table) for key in file.values for table in _tables(file, key)}
    file.close()
    return found


def _claim(id: str, part: str, table: Table, sources: dict[str, Source]) -> Claim:
    made = Claim(
        id,
        part,
        kind=table.text("kind", needed=True, words=KINDS),
        verdict=table.text("verdict", needed=True, words=VERDICTS),
        known=table.text("known", words=KNOWN),
        says=table.words("says", needed=True),
        check=table.words("check", needed=True),
        correction=table.words("correction", needed=False),
        cite=read_citations(table, sources, needed=False),
        values={key: _value(key, inner) for key, inner in table.named("values")},
    )
    if made.verdict == "overtaken" and made.known != "later":
        table.fault("missing-key", "known", made.known, expected="later, since the claim is overtaken by events")
    table.close()
    return made


def _value(key: str, table: Table) -> Value:
    written = table.get("value", (str, int, datetime.date, dict), "", needed=True, expected="a figure, a day or words")
    inputs = table.get("inputs", dict, {}, expected="a table of texts")
    stated: Fraction | datetime.date | Mapping[str, str] = Fraction(0)
    unit, places = "", 0
    if isinstance(written, dict):
        stated = table.words("value")
    elif isinstance(written, datetime.date):
        stated = written
    else:
        number, _, unit = str(written).partition(" ")
        try:
            measure(unit)
            decimal = Decimal(number)
            stated, places = Fraction(decimal), -int(decimal.as_tuple().exponent)
        except InvalidOperation:
            table.fault("not-a-number", "value", written, expected="a number and its unit", example="528 GB/s")
        except NameFault as fault:
            table.fault(fault.kind, "value", written, expected="a number and its unit", near=fault.near)
    found = Value(
        key,
        stated,
        unit,
        places,
        of=table.text("of"),
        calculator=table.text("calculator"),
        inputs={name: str(text) for name, text in inputs.items()},
        licence=table.text("licence", words=LICENCES),
        limit=table.text("limit"),
    )
    if found.of and not isinstance(stated, Fraction):
        table.fault("wrong-type", "value", written, expected="a number, since it comes from a formula")
    table.close()
    return found


def _filled(claim: Claim, found: Mapping[str, Claim]) -> Iterator[Fault]:
    """Puts texts in place of the inputs that are formulas; what can't be worked out is told."""
    for key, value in claim.values.items():
        texts = dict(value.inputs)
        for name, text in value.inputs.items():
            if not text.startswith("="):
                continue
            try:
                texts[name] = _input(name, evaluate(text[1:], lambda each: known(each, claim, found)))
            except Fault as fault:
                where = f"{claim.part}.toml: {claim.id}.values.{key}.inputs.{name}"
                yield DataFault(fault.kind, where, text, expected=fault.expected, near=fault.near)
        claim.values[key] = replace(value, inputs=texts)


def _input(name: str, result: Sum) -> str:
    """What a form would hold: a spec in its own unit, a single figure in the one it is stated in, anything else as a bare number."""
    only = result.pieces[0] if len(result.pieces) == 1 else ""
    unit = names()[name].unit if name in names() else ""
    if isinstance(only, Operand) and isinstance(only.amount, tuple):
        unit = only.amount[1]
    # Forms ask for hours.
    return f"{exact(result.in_unit(unit))} {unit.replace('GPU-hour', 'h')}".strip()


def known(name: str, claim: Claim, found: Mapping[str, Claim]) -> Term | datetime.date:
    """A figure of this claim (`price`), of another one `found` (`c008.us`), or a spec or metric of a chip (`nvidia-h20.tpp`), with unit.

    A DataFault or NameFault names the nearest right name, a Fault "not-known" a figure that the chip's file doesn't have.

    >>> known("nvidia-h20.tpp", claim("c030"), claims())
    (Fraction(2368, 1), 'TPP')
    """
    first, _, key = name.rpartition(".")
    if not first or first in found:
        values = found[first].values if first else claim.values
        if key not in values or not isinstance(stated := values[key].stated, Fraction | datetime.date):
            raise DataFault("unknown-value", "formula", name, expected=" ".join(values), near=near(key, values))
        return (stated, values[key].unit) if isinstance(stated, Fraction) else stated
    chip, told = load_chip(first), [id for id, n in names().items() if n.unit]
    if key not in told:
        raise DataFault("unknown-name", "formula", name, expected="a spec or a metric", near=near(key, told))
    amount = chip.value(key) if key in specs() else metrics(chip)[key].value
    if not isinstance(amount, Decimal | Fraction):
        raise Fault("not-known", "formula", name)
    return Fraction(amount), names()[key].unit


__all__ = ["Claim", "Value", "claim", "claims", "known"]
