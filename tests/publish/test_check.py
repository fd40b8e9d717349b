"""`make data`: every fault of every file at once, with file and key, in under two seconds."""

import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from calculators import law
from calculators.engine.errors import Fault
from calculators.engine.law_files import assemble
from calculators.publish.check import faults, filled_twice
from calculators.publish.worked_cases import faults_of

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "regulations"
NOTE = "2026-05-12-gao-diffusion"


def check(root: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "calculators.publish.check", "tests/regulations"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines() + done.stderr.splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package with its data and cases, to be spoilt."""
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "calculators", tmp_path / "calculators", ignore=skipped)
    shutil.copytree(CASES, tmp_path / "tests" / "regulations", ignore=skipped)
    return tmp_path


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_data_of_this_project_is_without_fault_and_says_what_was_read() -> None:
    code, lines = check(ROOT)

    assert code == 0, lines
    assert re.fullmatch(r"No fault in \d+ chips, \d+ instruments, \d+ notes, .* \d+ worked cases.*\.", lines[0])


def test_it_takes_less_than_two_seconds_of_work() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    check(ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_every_fault_of_every_file_is_listed_at_once(copy: Path) -> None:
    data, cases = copy / "calculators" / "data", copy / "tests" / "regulations"
    spoil(data / "chips" / "nvidia-h20.toml", 'kind = "processor"', 'kind = "procesor"')
    spoil(data / "chips" / "amd-mi300x.toml", 'maker_headquarters = "US"', 'maker_headquarters = "USA"')
    spoil(data / "regulations" / "2024-04-04-apr-2024.toml", 'kind = "rule"', 'kind = "rulle"')
    with (data / "sources.toml").open("a", encoding="utf-8") as file:
        file.write('\n[lost]\ntitle = "Lost"\naccessed = 2026-01-01\nlocator = "nowhere"\n')
    (data / "regulations" / "2024-01-01-diffusion.toml").write_text(
        (data / "regulations" / f"{NOTE}.toml")
        .read_text("utf-8")
        .replace("effective = 2026-05-12", "effective = 2024-01-01"),
        "utf-8",
    )
    (cases / f"{NOTE}.yaml").unlink()
    spoil(cases / "2023-01-18-macau.yaml", "to:", "too:")
    spoil(data / "elsewhere.toml", "70 WT", "70 WTT")
    (cases / "2023-07-31-letter-july-2023.yaml").write_text("- name: [", "utf-8")

    code, lines = check(copy)

    assert code == 1
    for start in (
        "nvidia-h20.toml: kind: 'procesor': unknown-word",
        "2024-04-04-apr-2024.toml: kind: 'rulle': unknown-word",
        "sources.toml: lost: 'lost': unused-source",
        "2025-01-13-diffusion.toml: effective: 'diffusion': taken",
        f"{NOTE}.toml: '{NOTE}.yaml': no-cases",
        "2024-01-01-diffusion.toml: '2024-01-01-diffusion.yaml': no-cases",
        "2023-01-18-macau.yaml: case ",
        "2023-07-31-letter-july-2023.yaml: 'while parsing",
        "elsewhere.toml: numbers app-70: value: '70 WTT': unknown-unit",
    ):
        assert [line for line in lines if line.startswith(start)], (start, lines)
    assert lines[-1] == f"{len(lines) - 1} faults in 9 files."


def test_what_can_only_be_seen_together_is_seen(copy: Path) -> None:
    data = copy / "calculators" / "data"
    spoil(data / "chips" / "amd-mi300x.toml", 'maker_headquarters = "US"', 'maker_headquarters = "USA"')
    spoil(data / "regulations" / "2025-04-09-is-informed-2025.toml", 'addressees = ["Nvidia"', 'addressees = ["Nvidea"')

    code, lines = check(copy)

    assert code == 1
    assert [line for line in lines if line.startswith("amd-mi300x.toml: maker_headquarters: 'USA': unknown-place")]
    found = "2025-04-09-is-informed-2025.toml: addressees: 'Nvidea': unknown-maker; nearest: Nvidia"
    assert found in lines


def test_faulty_names_are_listed_alone(copy: Path) -> None:
    spoil(copy / "calculators" / "data" / "names.toml", 'default = "stored"', 'default = "storred"')

    code, lines = check(copy)

    assert code == 1
    assert lines[0].startswith("names.toml: reading.tf32: default: 'storred': unknown-word")
    assert lines[1:] == ["1 fault in 1 file."]


# Places


def test_no_place_in_the_law_is_filled_twice() -> None:
    assert list(filled_twice(law())) == []


@pytest.mark.parametrize(
    ("instrument", "part", "found"),
    [
        ("oct-2023", "3A090.a", "2023-11-17-oct-2023.toml: clauses 3A090.a"),
        ("apr-2024", "NAC", "2024-04-04-apr-2024.toml: exceptions NAC"),
        ("diffusion", "ACA", "2025-01-13-diffusion.toml: exceptions ACA"),
    ],
)
def test_a_part_that_forgets_what_it_replaces_is_found(instrument: str, part: str, found: str) -> None:
    text = law().instruments[instrument]
    parts = tuple(replace(p, replaces=()) if p.id == part else p for p in text.parts)
    others = [i for i in law().instruments.values() if i is not text]
    none: list[Fault] = []
    book = assemble([*others, replace(text, parts=parts, replaces=())], none)

    collisions = list(filled_twice(book))

    assert not none
    assert found in {fault.field for fault in collisions}
    first = next(fault for fault in collisions if fault.field == found)
    assert first.kind == "filled-twice" and first.given.startswith(str(text.effective))


# Cases

CASE = {
    "name": "A case",
    "date": "2026-05-12",
    "to": "CN",
    "chip": "nvidia-h20",
    "expect": {"licence": "required"},
    "why": "because",
}
WRONG = [
    ({"dat": "2026-05-12"}, "dat", "unknown-key", "date"),
    ({"to": "CHN"}, "to", "unknown-place", ""),
    ({"headquarters": "XX"}, "headquarters", "unknown-place", ""),
    ({"date": "2026-02-30"}, "date", "not-a-date", ""),
    ({"chip": "nvidia-h2o"}, "chip", "unknown-chip", "nvidia-h20"),
    ({"specs": {"fp80": "1 TFLOPS"}}, "specs", "unknown-spec", "fp8"),
    ({"specs": {"fp8": "1 GB/s"}}, "specs", "other-dimension", ""),
    ({"specs": ["fp8"]}, "specs", "wrong-type", ""),
    ({"parties": {"acter": "seller"}}, "parties", "unknown-party", "actor"),
    ({"readings": {"tf23": "used"}}, "readings", "unknown-reading", "tf32"),
    ({"readings": {"tf32": "usd"}}, "readings", "unknown-option", "used"),
    ({"denied": ["apr-2024/NAC/notifed"]}, "denied", "unknown-promise", "apr-2024/NAC/notified"),
    ({"expect": {"license": "required"}}, "expect: license", "unknown-key", "licence"),
    ({"expect": {"licence": "needed"}}, "expect: licence", "unknown-word", ""),
    ({"expect": {"outcome": "denail"}}, "expect: outcome", "unknown-word", "denial"),
    ({"expect": {"classification": ["3A090.aa"]}}, "expect: classification", "unknown-part", "3A090.a"),
    ({"expect": {"classification": "3A090.a"}}, "expect: classification", "wrong-type", ""),
    ({"expect": {"missing": ["tppp"]}}, "expect: missing", "unknown-name", "tpp"),
    ({"expect": {"rows": {"oct-2032": {}}}}, "expect: rows", "unknown-instrument", "oct-2023"),
    ({"expect": {"rows": {"oct-2023": {"stat": "in force"}}}}, "expect: rows: oct-2023: stat", "unknown-key", "state"),
]


def found_in(cases: object, folder: Path) -> list[Fault]:
    (folder / f"{NOTE}.yaml").write_text(yaml.safe_dump(cases), "utf-8")
    return [fault for fault in faults_of(folder) if fault.field.startswith(f"{NOTE}.yaml")]


def test_a_right_case_has_no_fault(tmp_path: Path) -> None:
    assert found_in([CASE], tmp_path) == []


@pytest.mark.parametrize(("change", "key", "kind", "nearest"), WRONG)
def test_a_wrong_case_says_what_and_where(
    change: dict[str, object], key: str, kind: str, nearest: str, tmp_path: Path
) -> None:
    found = found_in([{**CASE, **change}], tmp_path)

    assert [(fault.field, fault.kind) for fault in found] == [(f"{NOTE}.yaml: case A case: {key}", kind)]
    assert not nearest or nearest in found[0].near


@pytest.mark.parametrize("key", ["name", "date", "to", "expect", "why", "chip"])
def test_a_case_without_a_key_that_it_needs(key: str, tmp_path: Path) -> None:
    found = found_in([{k: v for k, v in CASE.items() if k != key}], tmp_path)

    assert [(fault.field.rpartition(": ")[2], fault.kind) for fault in found] == [(key, "missing-key")]


def test_two_cases_of_one_name(tmp_path: Path) -> None:
    assert [fault.kind for fault in found_in([CASE, CASE], tmp_path)] == ["taken"]


def test_a_file_of_cases_without_an_instrument(tmp_path: Path) -> None:
    (tmp_path / "2026-05-12-gao-difusion.yaml").write_text(yaml.safe_dump([CASE]), "utf-8")

    found = [fault for fault in faults_of(tmp_path) if fault.kind == "unknown-instrument"]

    assert [fault.near[0] for fault in found] == [NOTE]


def test_a_redundant_line_that_the_law_doesnt_have(tmp_path: Path) -> None:
    entry = {"instrument": "oct-2023", "clause": "3A090.b", "line": "tpp < 4801 TPP", "why": "x"}
    (tmp_path / "redundant-lines.yaml").write_text(yaml.safe_dump([entry]), "utf-8")

    found = [fault for fault in faults_of(tmp_path) if fault.kind == "unknown-line"]

    assert [fault.near[0] for fault in found] == ["tpp < 4800 TPP"]


def test_without_the_cases_the_data_alone_is_read() -> None:
    assert faults() == []
