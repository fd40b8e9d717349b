"""The command: the same engine from a shell, with one line for each fault."""

import json
import subprocess
import sys

import pytest

from calculators import assess
from calculators.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def test_json_is_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN", "--json")

    assert (code, err) == (0, "")
    assert assess("nvidia-h20", on="2025-06-01", to="CN").json() == json.loads(out)


KEYS = [
    "schema",
    "chip",
    "contains",
    "on",
    "to",
    "from",
    "headquarters",
    "metrics",
    "classification",
    "licence",
    "exceptions",
    "review",
    "outcome",
    "missing",
    "assumed",
    "readings",
    "warnings",
    "duties",
    "instruments",
]


def test_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "assess", "nvidia-h200-sxm", "--on", "2026-06-01", "--to", "CN", "--json")[1])

    assert list(found) == KEYS
    assert found["metrics"]["tpp"] == {"value": "15832", "unit": "TPP"}
    assert found["metrics"]["performance_density"] == {"value": "19.4496314496", "unit": "TPP/mm2"}
    row = next(r for r in found["instruments"] if r["id"] == "oct-2023")
    assert {"id", "status", "in_force", "licence", "review", "missing", "clauses"} <= set(row)
    assert {"id", "letter", "truth", "left", "operator", "right", "margin", "cite", "evidence"} <= set(
        row["clauses"][0]
    )


def test_text_says_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", "H20", "--on", "2023-12-01", "--to", "CN")

    assert code == 0
    assert out.startswith("Nvidia H20 to China, 2023-12-01: ○ Not controlled")
    assert "32\u00a0TPP" in out
    assert "<" not in out.replace("< ", "")


def test_specs_go_over_the_chip(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(
        run(
            capsys,
            "assess",
            "nvidia-h20",
            "--spec",
            "memory_bandwidth=1.3 TB/s",
            "--spec",
            "interconnect=128 GB/s",
            "--on",
            "2025-06-01",
            "--to",
            "CN",
            "--json",
        )[1]
    )

    assert (found["chip"], found["licence"]) == ("H20, changed", "not required")


def test_sides_readings_denials_and_parties_reach_the_engine(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["assess", "nvidia-h200-sxm", "--on", "2026-06-01", "--to", "CN", "--json"]
    review = lambda *more: json.loads(run(capsys, *arguments, *more)[1])["review"]  # noqa: E731

    assert review() == "case by case"
    assert review("--deny", "jan-2026-h200/dd/iii") == "presumption of denial"
    assert review("--party", "china_share=51 %") == "presumption of denial"
    assert review("--from", "TW") == "presumption of denial"
    assert review("--party", "china_share=50 %") == "case by case"
    germany = ["assess", "nvidia-h100-sxm", "--on", "2026-06-01", "--to", "DE", "--json"]
    assert [
        json.loads(run(capsys, *germany, *more)[1])["licence"] for more in ([], ["--reading", "diffusion=printed"])
    ] == ["not required", "exception"]


FAULTS = [
    (["assess", "nvidia-h2o", "--on", "2025-06-01", "--to", "CN"], ["chip", "nvidia-h2o", "nvidia-h20"]),
    (
        ["assess", "--spec", "fp8=296", "--on", "2025-06-01", "--to", "CN"],
        ["fp8", "296", "TFLOPS", "296 TFLOPS"],
    ),
    (["assess", "--spec", "fp88=296 TFLOPS", "--on", "2025-06-01", "--to", "CN"], ["fp88", "fp8"]),
    (["assess", "--spec", "fp8", "--on", "2025-06-01", "--to", "CN"], ["--spec", "fp8", "KEY=QUANTITY"]),
    (["assess", "nvidia-h20", "--on", "2025-13-01", "--to", "CN"], ["on", "2025-13-01", "2023-11-17"]),
    (["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "XX"], ["to", "XX", "CN"]),
    (
        ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN", "--reading", "difusion=printed"],
        ["reading", "difusion", "diffusion"],
    ),
    (
        ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN", "--deny", "apr-2024/NAC/notifed"],
        ["deny", "notifed", "apr-2024/NAC/notified"],
    ),
    (
        ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN", "--party", "actr=osat"],
        ["party", "actr", "actor"],
    ),
    (["assess", "nvidia-h20", "--to", "CN"], ["--on"]),
]


@pytest.mark.parametrize(("arguments", "said"), FAULTS, ids=lambda value: " ".join(value)[:60])
def test_a_fault_is_one_line_and_exit_2(
    arguments: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)

    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    for part in said:
        assert part in err


def test_everything_wrong_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(
        capsys,
        "assess",
        "--spec",
        "fp8=296",
        "--spec",
        "die_area=814",
        "--on",
        "soon",
        "--to",
        "XX",
        "--reading",
        "foo=bar",
    )

    assert code == 2
    assert [line.split(":")[0] for line in err.strip().splitlines()] == [
        "fp8",
        "die_area",
        "on",
        "to",
        "reading",
    ]


def test_the_module_runs_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "calculators", "assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Licence required" in done.stdout


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", "--help")

    assert code == 0
    assert "calculators assess nvidia-h20 --on 2025-06-01 --to CN" in out
