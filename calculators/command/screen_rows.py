"""One row of a file that is screened: its cells read as a question, and the answer written beside them. Runs in every process."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..engine.chips import BLANK, IDENTITY, Chip, load_chip
from ..engine.data import LANGUAGES
from ..engine.errors import Fault, Faults, Gathered, NameFault, TextFault
from ..engine.names import names, specs
from ..engine.spec_line import LONGEST_LINE
from ..engine.units import LONGEST_TEXT, plain
from ..engine.verdict import Verdict, assess
from ..view.plain_row import COLUMNS, cells, row
from ..view.words import words
from .options import DAY, PAIRS, party_names, read_pairs
from .output import line
from .screen_file import LONGEST_CELL, Row
from .screen_plan import LISTS, Plan

SCHEMA: Final = 1
FORMULA: Final = "=+-@＝＋－＠\t\r"
_HARMLESS: Final = re.compile(r"\s*[+-]?[\d., ]*%?\s*")


@dataclass(frozen=True)
class Screened:
    """Rows answered: the text to write, a line for each fault, how many rows had one, and how many cells were marked as no formula."""

    text: str
    faults: tuple[str, ...]
    faulty: int
    marked: int


def screened(plan: Plan, rows: Sequence[Row]) -> Screened:
    """The answers to some rows, in their order."""
    said, written = words(plan.language), io.StringIO()
    table = csv.writer(written, delimiter=plan.delimiter, lineterminator="\n")
    complaints: list[str] = []
    faulty = marked = 0
    for number, own, wrong in rows:
        verdict: Verdict | None = None
        faults: tuple[Fault, ...] = ()
        try:
            _well_written(plan, own, wrong)
            verdict = asked(plan, own)
        except Faults as found:
            faults = found.faults
        told = {fault: line(plan.by_head(fault), said) for fault in faults}
        complaints += [said("command.at-line", line=number, fault=text) for text in told.values()]
        faulty += bool(faults)
        there = [] if wrong else map(_readable, own)
        own = [*there, *[""] * len(plan.heads)][: len(plan.heads)]
        if plan.json:
            written.write(json.dumps(_data(plan, number, own, verdict, told), ensure_ascii=False) + "\n")
            continue
        shown = own if plan.as_is else [guarded(cell) for cell in own]
        marked += sum(one != other for one, other in zip(own, shown, strict=True))
        answer = cells(row(verdict, said)) if verdict else [""] * len(COLUMNS)
        table.writerow([*shown, *answer, said("list.sentence").join(told.values())])
    return Screened(written.getvalue(), tuple(complaints), faulty, marked)


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, with an apostrophe in front; numbers and all else as they are.

    >>> guarded("=1+1"), guarded("-5"), guarded("@x"), guarded("a=b")
    ("'=1+1", '-5', "'@x", 'a=b')
    """
    return f"'{cell}" if cell.lstrip(" ")[:1] in FORMULA and not _HARMLESS.fullmatch(cell) else cell


def asked(plan: Plan, own: Sequence[str]) -> Verdict:
    """The verdict on a row; raises Faults with everything in it that can't be read. An empty cell says nothing."""
    faults = Gathered()
    texts = {name: own[at] for name, at in plan.read.items() if at < len(own) and plain(own[at])}
    for name, text in texts.items():
        if len(text) > (most := LONGEST_LINE if name in LISTS else LONGEST_TEXT):
            faults.append(TextFault("too-long", name, text, expected=str(most)))
    faults.tell()
    given = {**plan.given, **texts}
    chip = faults.tried(_chip, given)
    readings = read_pairs("reading", _listed(texts.get("reading", "")), faults, *PAIRS["reading"])
    for name, expected in (("on", DAY), ("to", names()["to"].example)):
        if name not in given:
            faults.append(TextFault("needed", name, "", expected=expected))
    verdict = faults.tried(
        assess,
        chip or BLANK,
        # What is missing has its fault already; the rest is read all the same.
        on=given.get("on", "2025-06-01"),
        to=given.get("to", "CN"),
        from_=given["from"],
        headquarters=given.get("headquarters"),
        readings={**plan.readings, **readings},
        denied=(*plan.denied, *_listed(texts.get("deny", ""))),
        parties={name: given[name] for name in party_names() if name in given},
    )
    faults.tell()
    assert isinstance(verdict, Verdict)
    return verdict


def _chip(given: Mapping[str, str]) -> Chip:
    """The chip of a row with the row's specs over it. What a named chip is, a row may repeat but not change: a list's column "maker" that
    spells the maker in another way would make it another item, which no letter names.
    """
    faults = Gathered()
    typed = {name: text for name, text in given.items() if name in specs()}
    base = faults.tried(load_chip, given["chip"]) if "chip" in given else BLANK
    if base is BLANK and not typed:
        faults.append(TextFault("needed", "chip", "", expected="nvidia-h20 · fp8 · die_area …"))
    for name in IDENTITY if base and base.id else ():
        if name in typed:
            own = str(base.value(name) or "")
            if faults.tried(_same, name, typed.pop(name), own) and name == "family":
                typed[name] = own
    # With a chip that isn't known, too: its specs are read all the same.
    found = faults.tried((base or BLANK).change, typed)
    faults.tell()
    assert isinstance(found, Chip)
    return found


def _same(name: str, text: str, own: str) -> bool:
    value = names()[name].read(text)
    if str(value).casefold() in {own.casefold(), *(words(each).word(own).casefold() for each in LANGUAGES)}:
        return True
    raise NameFault("not-this-chip", name, text, expected=own, example=f"--carry {name}")


def _listed(text: str) -> list[str]:
    """The items of a cell that may hold several."""
    return re.split(r"[\s;,]+", plain(text)) if text else []


def _well_written(plan: Plan, own: list[str], wrong: str) -> None:
    if wrong:
        expected = str(LONGEST_CELL) if wrong == "too-large" else ""
        raise Faults([Fault(wrong, "CSV", _readable(own[0]), expected=expected)])
    faults: list[Fault] = []
    if len(own) > len(plan.heads):
        faults.append(
            Fault("too-many-cells", "CSV", plan.delimiter.join(own[len(plan.heads) :]), expected=str(len(plan.heads)))
        )
    faults += [
        TextFault("not-utf-8", head, _readable(cell), expected="UTF-8")
        for head, cell in zip(plan.heads, own, strict=False)
        if _readable(cell) != cell
    ]
    if faults:
        raise Faults(faults)


def _readable(cell: str) -> str:
    """A cell with a mark in place of every byte that is no UTF-8."""
    return cell if cell.isascii() else cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _data(
    plan: Plan, number: int, own: Iterable[str], verdict: Verdict | None, told: Mapping[Fault, str]
) -> dict[str, Any]:
    found: dict[str, Any] = {"schema": SCHEMA, "line": number, "row": dict(zip(plan.heads, own, strict=True))}
    if verdict:
        found |= {
            "chip": verdict.chip.id or verdict.chip.name,
            "on": verdict.on.isoformat(),
            "to": verdict.to,
            "from": verdict.from_,
            "headquarters": verdict.headquarters,
        }
        found |= row(verdict, words(plan.language))
    found["faults"] = [
        {
            "column": plan.by_head(fault).field,
            "kind": fault.kind,
            "given": fault.given,
            "expected": fault.expected,
            "near": list(fault.near),
            "text": text,
        }
        for fault, text in told.items()
    ]
    return found


__all__ = ["Screened", "asked", "guarded", "screened"]
