"""The house rules of the data: what fits together, what is covered by a case, and what a fault looks like."""

import datetime
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from calculators import chips, law
from calculators.engine import law as law_module
from calculators.engine.data import root
from calculators.engine.errors import Fault, Faults
from calculators.engine.judge import case_for_law
from calculators.engine.law import Law, Part
from calculators.engine.law_files import assemble, read_instrument
from calculators.engine.metrics import metrics
from calculators.engine.names import names, specs
from calculators.engine.places import places
from calculators.engine.rules import Condition, Line, replaced, rules_of
from calculators.engine.verdict import promises

from .worked_cases import FOLDER, WorkedCase, all_cases

FLIPPED = {
    ">=": ">",
    ">": ">=",
    "<=": "<",
    "<": "<=",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
}


def boundary_days() -> list[datetime.date]:
    """Every day on which anything begins or ends, with the day before and the day after."""
    days = {law().first_day}
    for instrument in law().instruments.values():
        days |= {d for d in (instrument.effective, instrument.ends) if d}
        for part in instrument.parts:
            days |= {d for d in (part.begins, part.ends, part.effective) if d}
    for place in places().values():
        days |= {d for m in place.memberships for d in (m.first, m.until) if d}
    return sorted({day + datetime.timedelta(n) for day in days for n in (-1, 0, 1)})


def test_each_place_in_the_law_is_filled_at_most_once_on_any_day_under_any_reading() -> None:
    book = law()
    options = [[(id, option) for option in reading.options] for id, reading in book.readings.items()]
    chip, checked = chips()["nvidia-h20"], 0
    for chosen in itertools.product(*options):
        for day in boundary_days():
            parts = [p for p in book.in_force(day, chosen) if book.instruments[p.instrument].counts]
            case_for_law(book, chip, day, metrics(chip), {}, parts)
            for kind in ("licences", "exceptions"):
                ids = [p.id for p in parts if p.kind == kind]
                assert len(ids) == len(set(ids)), (day, chosen, kind, ids)
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("instrument", law().instruments.values(), ids=lambda i: i.id)
def test_every_instrument_has_worked_cases(instrument: law_module.Instrument) -> None:
    assert (FOLDER / f"{instrument.stem}.yaml").is_file()
    assert [case for case in all_cases() if case.file == instrument.stem]


def test_every_chip_names_its_sources_and_can_be_found_by_every_name() -> None:
    from calculators import load_chip

    for chip in chips().values():
        assert chip.maker_headquarters in places()
        for key, spec in {**chip.specs, **chip.measured}.items():
            assert spec.cite, (chip.id, key)
            assert key in specs()
        for name in (chip.id, chip.name, *chip.aliases):
            assert load_chip(name) is chip


def test_a_figure_in_conflict_is_cited_and_differs_from_the_one_that_counts() -> None:
    disputed = {(chip.id, key): spec for chip in chips().values() for key, spec in chip.specs.items() if spec.conflicts}
    for at, spec in disputed.items():
        values = [spec.value, *(conflict.value for conflict in spec.conflicts)]
        assert len(values) == len(set(values)), at
        assert all(conflict.cite and conflict.note and not conflict.conflicts for conflict in spec.conflicts), at
    assert [str(c.value) for c in disputed["nvidia-b300", "fp4"].conflicts] == ["14000", "15000"]
    assert [str(c.value) for c in disputed["nvidia-rtx-pro-6000d", "memory_bandwidth"].conflicts] == ["1568"]


def test_a_conflict_is_read_with_the_checks_of_its_figure(tmp_path: Path) -> None:
    from calculators.engine.chips import read_chip, sources

    file = tmp_path / "acme-x.toml"
    file.write_text(
        'name = "X"\nmaker = "Acme"\nmaker_headquarters = "US"\nfamily = "X"\nkind = "processor"\nstatus = "released"\n'
        'confidence = "high"\nchecked = 2026-01-01\n[specs.fp8]\nvalue = "296 TFLOPS"\ncite = ["kelly"]\n'
        'conflicts = [{ value = "3 GB/s", cite = ["kely"], conflicts = [] }]\n',
        "utf-8",
    )
    faults: list[Fault] = []

    read_chip(file, sources(), faults)

    assert {(fault.field.removeprefix("acme-x.toml: specs.fp8: conflicts 1: "), fault.kind) for fault in faults} == {
        ("value", "other-dimension"),
        ("cite", "unknown-source"),
        ("cite", "no-source"),
        ("conflicts", "unknown-key"),
    }


def test_measured_rates_never_feed_a_metric() -> None:
    chip = chips()["amd-mi308x"]

    assert chip.measured["fp8"].value == 414
    assert metrics(chip)["tpp"].value is None


def test_every_source_can_be_opened_or_says_that_it_cannot() -> None:
    from calculators.engine.chips import sources

    every = [*sources().values(), *(s for i in law().instruments.values() for s in i.sources.values())]
    for source in every:
        assert source.url.startswith("https://") or source.url.startswith("http://") or source.locator, source.key


def line_flips() -> list[tuple[Part, Line]]:
    """Every comparison of every part's own text."""
    return [
        (part, line)
        for i in law().instruments.values()
        for part in i.parts
        for line in rules_of(part.condition)
        if line.text and not line.text.startswith("maker in " + ", ".join(i.addressees))
    ]


def redundant() -> set[tuple[str, str, str]]:
    """Comparisons that the law itself makes twice: flipping one can change no answer."""
    found = yaml.safe_load((FOLDER / "redundant-lines.yaml").read_text("utf-8"))
    return {(entry["instrument"], entry["clause"], entry["line"]) for entry in found}


def law_with(part: Part, old: Line, operator: str) -> Law:
    """The law with one operator turned."""
    instrument = law().instruments[part.instrument]
    assert isinstance(part.condition, Condition)
    changed = replace(
        part,
        condition=replaced(
            part.condition,
            old,
            Line(old.name, operator, old.value, f"{old.name} {operator} flipped {id(old)}"),
        ),
    )
    parts = tuple(changed if p is part else p for p in instrument.parts)
    others = [i for i in law().instruments.values() if i is not instrument]
    faults: list[Fault] = []
    book = assemble([*others, replace(instrument, parts=parts)], faults)
    assert not faults
    return book


@pytest.mark.parametrize(
    ("part", "line"), line_flips(), ids=lambda value: value.path if isinstance(value, Part) else value.text
)
def test_flipping_an_operator_fails_a_case(part: Part, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison of the law stands untested."""
    if (part.instrument, part.id, line.text) in redundant():
        pytest.skip("the law itself makes this comparison twice (tests/regulations/redundant-lines.yaml)")
    book = law_with(part, line, FLIPPED[line.operator])
    monkeypatch.setattr("calculators.engine.verdict.law", lambda: book)
    stem = law().instruments[part.instrument].stem
    own = sorted(all_cases_cached(), key=lambda case: case.file != stem)
    assert any(case.differences() for case in own), f"no case fails when {part.path}: {line.text} is flipped"


_CASES = all_cases()


def all_cases_cached() -> list[WorkedCase]:
    return _CASES


@pytest.mark.parametrize("path", promises())
def test_every_promise_can_be_denied(path: str) -> None:
    from calculators import assess

    assert assess("nvidia-h20", on="2026-06-01", to="CN", denied=[path])


FAULTY = """
title = { en = "A rule", zh-Hant = "一項規則" }
kind = "rulle"
issuer = "BIS"
status = "in force"
effective = 2023-02-30x
"""

WRONG = """
title = { en = "A rule" }
kind = "rulle"
issuer = "BIS"
status = "in force"
effective = 2023-01-01
checked = "yesterday"
en = "x"
zh-Hant = "x"
colour = "red"

[sources.fr]
title = "No address"
accessed = 2026-01-01

[[clauses]]
id = "3A999.a"
en = "x"
zh-Hant = "x"
cite = ["rf: 3A999"]
all = ["tpp >= 4800 TPQ", "tp >= 4800 TPP", "to >= CN", "datacenter is maybe", "nonsense"]
"""


def test_a_faulty_file_lists_every_fault_with_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "2023-01-01-x.toml"
    file.write_text(WRONG, "utf-8")
    faults: list[Fault] = []

    read_instrument(file, faults)

    found = {(fault.field.removeprefix("2023-01-01-x.toml: "), fault.kind) for fault in faults}
    assert {
        ("title: zh-Hant", "missing-key"),
        ("kind", "unknown-word"),
        ("checked", "wrong-type"),
        ("colour", "unknown-key"),
        ("sources.fr: url", "missing-key"),
        ("clauses 3A999.a: cite", "unknown-source"),
        ("clauses 3A999.a: all", "unknown-unit"),
        ("clauses 3A999.a: all", "unknown-name"),
        ("clauses 3A999.a: all", "wrong-operator"),
        ("clauses 3A999.a: all", "unknown-word"),
        ("clauses 3A999.a: all", "not-a-line"),
    } <= found
    assert all(fault.field.startswith("2023-01-01-x.toml") for fault in faults)
    assert "rule" in next(fault for fault in faults if fault.field.endswith(": kind")).near


def test_a_file_that_is_not_toml_is_one_fault(tmp_path: Path) -> None:
    file = tmp_path / "2023-01-01-x.toml"
    file.write_text(FAULTY, "utf-8")
    faults: list[Fault] = []

    assert read_instrument(file, faults) is None
    assert [fault.kind for fault in faults] == ["not-toml"]


def test_a_chip_file_with_faults_lists_them_all(tmp_path: Path) -> None:
    from calculators.engine.chips import read_chip, sources

    file = tmp_path / "acme-x.toml"
    file.write_text(
        'name = "X"\nmaker = "Acme"\nmaker_headquarters = "US"\nfamily = "X"\nkind = "procesor"\nstatus = "released"\n'
        'confidence = "high"\nchecked = 2026-01-01\n[specs.fp8]\nvalue = "296 GB/s"\ncite = ["kely"]\n[specs.fp80]\nvalue = "3 TFLOPS"\n',
        "utf-8",
    )
    faults: list[Fault] = []

    read_chip(file, sources(), faults)

    assert {
        ("kind", "unknown-word"),
        ("specs.fp8: value", "other-dimension"),
        ("specs.fp8: cite", "unknown-source"),
        ("specs.fp80", "unknown-key"),
        ("specs.fp8: cite", "no-source"),
        ("specs.fp80: cite", "missing-key"),
    } <= {(fault.field.removeprefix("acme-x.toml: "), fault.kind) for fault in faults}


def test_names_that_stand_together_differ() -> None:
    labels = [name.label["en"] for name in specs().values()]
    assert len(labels) == len(set(labels))
    assert all(name.side in ("spec", "metric", "party") for name in names().values())


def test_the_data_holds_no_fault() -> None:
    try:
        law()
        chips()
        places()
    except Faults as faults:
        pytest.fail(str(faults))
    assert len(law().instruments) >= 19
    assert len(chips()) >= 14
    assert root().joinpath("countries.toml").is_file()
