"""The worked cases of the regulations (`tests/regulations/*.yaml`): what they may say, and all that is wrong in what they do."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from ..engine.chips import load_chip
from ..engine.data import tomls
from ..engine.errors import DataFault, Fault, Faults, near
from ..engine.law import POLICIES
from ..engine.law_files import law
from ..engine.names import names, read_day, read_specs
from ..engine.places import places
from ..engine.question import read_party, read_promise, read_readings

REDUNDANT: Final = "redundant-lines.yaml"
"""The one file beside the cases: comparisons that the law makes twice."""
ASKED: Final = (
    "name",
    "date",
    "to",
    "from",
    "headquarters",
    "chip",
    "specs",
    "parties",
    "readings",
    "denied",
    "expect",
    "why",
)
NEEDED: Final = ("name", "date", "to", "expect", "why")
EXPECTED: Final = (
    "classification",
    "licence",
    "exceptions",
    "review",
    "missing",
    "warnings",
    "duties",
    "readings",
    "outcome",
    "rows",
)
OUTCOMES: Final = (
    "no-rule",
    "not-controlled",
    "exception",
    "approval",
    "case-by-case",
    "denial",
    "not-stated",
    "unknown",
)
LICENCES: Final = ("required", "exception", "not required", "unknown")
STATES: Final = ("in force", "not yet", "replaced", "ended", "stayed", "proposed", "as told", "note")
ROW: Final = ("kind", "status", "in_force", "state", "since", "until", "licence", "review", "missing")
NOTICES: Final = ("no-rule", "last-checked", "not-rechecked")
"""The warnings that are the verdict's own, not a text's."""

Case = dict[str, Any]


def read(folder: Path, faults: list[Fault]) -> dict[str, list[Case]]:
    """The cases of every file by its stem; what can't be read as a list of cases goes to `faults`."""
    found: dict[str, list[Case]] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name != REDUNDANT:
            found[file.stem] = [case for case in _listed(file, faults) if isinstance(case, dict)]
    return found


def _listed(file: Path, faults: list[Fault]) -> list[Any]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        listed = yaml.load(file.read_text("utf-8"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(DataFault("not-yaml", file.name, " ".join(str(error).split())))
        return []
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        faults.append(DataFault("wrong-type", file.name, type(listed).__name__, expected="a list of tables"))
    return listed if isinstance(listed, list) else []


def faults_of(folder: Path, *, chips_read: bool = True, law_read: bool = True) -> list[Fault]:
    """All that is wrong in a folder of cases, but for the answers: `make test` compares those.

    What names chips or parts of the law is held against them only where these could be read.
    """
    found: list[Fault] = []
    stems = [file.name.removesuffix(".toml") for file in tomls("regulations")]
    cases = read(folder, found)
    for stem in stems:
        if not cases.get(stem) and not any(fault.field == f"{stem}.yaml" for fault in found):
            found.append(DataFault("no-cases", f"{stem}.toml", f"{stem}.yaml", expected="a file of worked cases"))
    for stem, listed in cases.items():
        if stem not in stems:
            found.append(DataFault("unknown-instrument", f"{stem}.yaml", stem, near=near(stem, stems)))
        named: set[str] = set()
        for number, case in enumerate(listed, start=1):
            name = str(case.get("name", ""))
            check = _Check(case, f"{stem}.yaml: case {name or number}", found, chips_read, law_read)
            check.whole()
            if name in named:
                check.fault("taken", "name", name)
            named.add(name)
    if law_read and (folder / REDUNDANT).is_file():
        found += _redundant(folder / REDUNDANT)
    return found


class _Check:
    """One case, held against the data."""

    def __init__(self, case: Case, where: str, faults: list[Fault], chips_read: bool, law_read: bool) -> None:
        self.case, self.where, self.faults = case, where, faults
        self.chips_read, self.law_read = chips_read, law_read

    def fault(self, kind: str, key: str, given: object, **parts: Any) -> None:
        self.faults.append(DataFault(kind, f"{self.where}: {key}", given, **parts))

    def whole(self) -> None:
        case = self.case
        self.keys(case, ASKED, "")
        for key in NEEDED:
            if key not in case:
                self.fault("missing-key", key, "")
        if "chip" not in case and "specs" not in case:
            self.fault("missing-key", "chip", "", expected="`chip`, `specs`, or both")
        for key in ("to", "from", "headquarters"):
            if key in case:
                self.one(key, case[key], places(), "unknown-place")
        if "date" in case:
            self.tried("date", lambda: case["date"] if _is_day(case["date"]) else read_day(str(case["date"]), "date"))
        self.tried("specs", lambda: read_specs(self.texts("specs")))
        for name, text in self.texts("parties").items():
            self.tried("parties", lambda name=name, text=text: read_party(name, text))  # type: ignore[misc]
        if self.chips_read and "chip" in case:
            self.tried("chip", lambda: load_chip(str(case["chip"])))
        if self.law_read:
            self.tried("readings", lambda: read_readings(law(), self.texts("readings")))
            for path in self.listed(case, "denied"):
                self.tried("denied", lambda path=path: read_promise(law(), path))  # type: ignore[misc]
        if "expect" in case:
            self.expected(case["expect"])

    def keys(self, given: Mapping[str, Any], known: Iterable[str], key: str) -> None:
        for name in given:
            if name not in known:
                self.fault("unknown-key", f"{key}: {name}" if key else str(name), name, near=near(str(name), known))

    def one(self, key: str, given: Any, known: Iterable[str], kind: str = "unknown-word") -> None:
        if given not in known:
            expected = "" if len(list(known)) > 10 else " · ".join(known)
            self.fault(kind, key, given, expected=expected, near=near(str(given), known))

    def texts(self, key: str) -> dict[str, str]:
        table = self.case.get(key, {})
        if not isinstance(table, dict):
            self.fault("wrong-type", key, table, expected="a table")
            return {}
        return {str(name): str(text) for name, text in table.items()}

    def listed(self, table: Mapping[str, Any], key: str, where: str = "") -> list[str]:
        found = table.get(key, [])
        if not isinstance(found, list):
            self.fault("wrong-type", where or key, found, expected="a list")
            return []
        return list(map(str, found))

    def tried(self, key: str, read: Callable[[], Any]) -> None:
        try:
            read()
        except (Fault, Faults) as error:
            for fault in error.faults if isinstance(error, Faults) else (error,):
                self.fault(
                    fault.kind, key, fault.given, expected=fault.expected, example=fault.example, near=fault.near
                )

    def expected(self, expect: Any) -> None:
        if not isinstance(expect, dict):
            self.fault("wrong-type", "expect", expect, expected="a table")
            return
        self.keys(expect, EXPECTED, "expect")
        self.answer(expect, "expect")
        if "outcome" in expect:
            self.one("expect: outcome", expect["outcome"], OUTCOMES)
        for key, known in _ids().items() if self.law_read else ():
            for id in self.listed(expect, key, f"expect: {key}"):
                self.one(f"expect: {key}", id, known, "unknown-part")
        rows = expect.get("rows", {})
        for id, row in rows.items() if isinstance(rows, dict) else ():
            if self.law_read:
                self.one("expect: rows", id, law().instruments, "unknown-instrument")
            self.keys(row, ROW, f"expect: rows: {id}")
            self.answer(row, f"expect: rows: {id}")
            if "state" in row:
                self.one(f"expect: rows: {id}: state", row["state"], STATES)

    def answer(self, given: Mapping[str, Any], where: str) -> None:
        """Licence, review and what is missing, of a verdict or of a row."""
        if given.get("licence") is not None:
            self.one(f"{where}: licence", given["licence"], LICENCES)
        if given.get("review") is not None:
            self.one(f"{where}: review", given["review"], (*POLICIES, "not stated", "unknown"))
        for name in self.listed(given, "missing", f"{where}: missing"):
            self.one(f"{where}: missing", name.removeprefix("undisclosed "), (*names(), "undisclosed"), "unknown-name")


def _is_day(given: object) -> bool:
    return isinstance(given, datetime.date)


@lru_cache(maxsize=1)
def _ids() -> dict[str, frozenset[str]]:
    """What a case may expect by id, for each key."""
    parts = [part for instrument in law().instruments.values() for part in instrument.parts]
    return {
        "classification": frozenset(p.id for p in parts if p.kind == "clauses"),
        "exceptions": frozenset(p.name for p in parts if p.kind == "exceptions"),
        "warnings": frozenset([*(p.id for p in parts if p.kind == "warnings"), *NOTICES]),
        "duties": frozenset(p.id for p in parts if p.kind == "duties"),
        "readings": frozenset(law().readings),
    }


def _redundant(file: Path) -> Iterator[Fault]:
    """Entries of the list of redundant comparisons that name no comparison of the law."""
    from ..engine.rules import rules_of

    found: list[Fault] = []
    for entry in _listed(file, found):
        instrument = law().instruments.get(str(entry.get("instrument")))
        parts = [p for p in (instrument.parts if instrument else ()) if p.id == entry.get("clause")]
        lines = {line.text for part in parts for line in rules_of(part.condition)}
        if entry.get("line") not in lines:
            given = f"{entry.get('instrument')}/{entry.get('clause')}: {entry.get('line')}"
            found.append(DataFault("unknown-line", file.name, given, near=near(str(entry.get("line")), lines)))
    yield from found
