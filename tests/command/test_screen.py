"""`calculators screen`: a verdict a row as the library gives it, faults by line and column, the same bytes from any number of processes."""

import csv
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import Faults, assess, chip_from, load_chip
from calculators.cli import main
from calculators.command import screen, screen_progress
from calculators.command.screen_file import LONGEST_CELL, LONGEST_ROW, Lines, heads, pieces, rows
from calculators.command.screen_plan import WRITTEN, Plan, as_column, known_columns
from calculators.command.screen_rows import guarded
from calculators.command.screen_rows import screened as answered
from calculators.view.plain_row import COLUMNS, MEASURES
from calculators.view.words import words

Run = Callable[..., tuple[int, str, str]]

FOLDER = Path(__file__).parents[1] / "golden" / "screen"
COMMAND = [sys.executable, "-m", "calculators", "screen"]
ASKED = ["--on", "2025-06-01", "--to", "CN"]


def file_of(folder: Path, *lines: str, encoding: str = "utf-8") -> str:
    path = folder / "parts.csv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding, "surrogateescape"))
    return str(path)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def screened(run: Run, tmp_path: Path) -> Callable[..., tuple[int, list[dict[str, str]], str]]:
    def answered(*lines: str, more: Sequence[str] = ASKED) -> tuple[int, list[dict[str, str]], str]:
        code, out, err = run("screen", file_of(tmp_path, *lines), *more)
        return code, table(out), err

    return answered


Screened = Callable[..., tuple[int, list[dict[str, str]], str]]


# What is answered


KEPT = [
    ("parts.txt", ["parts.csv", *ASKED]),
    ("parts-zh.txt", ["parts.csv", *ASKED, "--language", "zh-Hant"]),
    ("parts.jsonl", ["parts.csv", *ASKED, "--json"]),
    ("faulty.txt", ["faulty.csv"]),
    ("faulty-zh.txt", ["faulty.csv", "--language", "zh-Hant", "--json"]),
]


@pytest.mark.parametrize(("name", "arguments"), KEPT, ids=lambda value: value if isinstance(value, str) else "")
def test_answers_read_as_kept(name: str, arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    code, out, err = run("screen", *arguments)
    if os.environ.get("GOLDEN") == "write":
        (FOLDER / name).write_text(out + err, "utf-8", newline="")

    assert out + err == (FOLDER / name).read_bytes().decode()
    assert code == (screen.FAULTY if "faulty" in name else 0)


EDGES = [
    ("2025-04-08", "1400 GB/s", "not-controlled", ""),
    ("2025-04-09", "1399.999 GB/s", "not-controlled", "-0.001"),
    ("2025-04-09", "1400 GB/s", "not-stated", "0"),
    ("2025-04-09", "1.400001 TB/s", "not-stated", "0.001"),
]


@pytest.mark.parametrize(("on", "bandwidth", "outcome", "margin"), EDGES)
def test_a_row_stands_where_the_law_has_its_edge(
    on: str, bandwidth: str, outcome: str, margin: str, screened: Screened
) -> None:
    given = {"fp8": "296 TFLOPS", "die_area": "814 mm^2", "non_planar": "yes", "datacenter": "yes", "maker": "Nvidia"}
    given |= {"memory_bandwidth": bandwidth, "interconnect": "0 GB/s", "pcie": "0 GB/s"}
    code, found, err = screened(",".join(given), ",".join(given.values()), more=["--on", on, "--to", "CN"])

    assert (code, err) == (0, "")
    assert found[0]["outcome"] == outcome == assess(chip_from(given), on=on, to="CN").outcome
    if margin and outcome != "not-controlled":
        assert (found[0]["margin"], found[0]["margin_unit"]) == (margin, "GB/s")
    assert found[0][MEASURES["memory_bandwidth"]] == bandwidth.split()[0].replace("1.400001", "1400.001")


def test_every_fact_that_assess_takes_may_stand_in_a_column(screened: Screened) -> None:
    _, found, err = screened(
        "chip,on,to,from,headquarters,reading,deny,listed_ownership",
        "nvidia-h100-sxm,2025-01-20,DE,US,CN,diffusion=printed uae-a=ends,apr-2024/NAC/notified,50 percent",
        "nvidia-h100-sxm,2025-01-20,DE,TW,,,,",
        more=["--reading", "diffusion=enforced"],
    )
    wanted = [
        assess(
            "nvidia-h100-sxm",
            on="2025-01-20",
            to="DE",
            headquarters="CN",
            readings={"diffusion": "printed", "uae-a": "ends"},
            denied=["apr-2024/NAC/notified"],
            parties={"listed_ownership": "50 percent"},
        ),
        assess("nvidia-h100-sxm", on="2025-01-20", to="DE", from_="TW", readings={"diffusion": "enforced"}),
    ]

    assert err == ""
    assert [(row["outcome"], row["licence"], row["review"]) for row in found] == [
        (v.outcome, v.licence, v.review or "") for v in wanted
    ]


def test_a_cell_wins_over_an_option_and_an_empty_one_says_nothing(screened: Screened) -> None:
    more = [*ASKED, "--spec", "memory_bandwidth=1 TB/s", "--party", "actor=fabricator"]
    _, found, _ = screened(
        "chip,memory_bandwidth,to,fp8",
        "H20,4 TB/s,,",
        "H20,,DE, ",
        "H20,unknown,,",
        "H20,4 TB/s,CN,296 TFLOPS",
        more=more,
    )

    measured = [row[MEASURES["memory_bandwidth"]] for row in found]
    assert measured == ["4000", "1000", "", "4000"]
    assert [row["asked"].split(" to ")[1].split(",")[0] for row in found] == ["China", "Germany", "China", "China"]
    assert [row[MEASURES["tpp"]] for row in found] == ["2368"] * 4


def test_what_is_partly_known_is_told_as_such(screened: Screened) -> None:
    _, found, _ = screened("interconnect,fp8", "900 GB/s,600 TFLOPS")

    assert found[0][MEASURES["interconnect_bandwidth"]] == "≥900"
    assert found[0]["missing"].split("; ") == list(
        assess(chip_from({"interconnect": "900 GB/s", "fp8": "600 TFLOPS"}), on="2025-06-01", to="CN").missing
    )


def test_figures_of_other_sources_and_other_readings_are_told(screened: Screened) -> None:
    _, found, _ = screened("chip,on,to", "nvidia-h100-sxm,2025-06-01,AE")
    verdict = assess("nvidia-h100-sxm", on="2025-06-01", to="AE")

    assert verdict.readings
    for other in verdict.readings:
        assert f"{other.id}={other.option}: " in found[0]["otherwise"]


def test_a_named_chip_may_be_repeated_but_not_contradicted(screened: Screened) -> None:
    code, found, err = screened(
        "chip,maker,family,kind,maker_headquarters",
        "nvidia-h20,NVIDIA,h20,Processor,us",
        "nvidia-h20,輝達,,,",
        "nvidia-h20,NVIDIA Corporation,,,",
        "nvidia-h20,,H100,,",
    )

    assert code == screen.FAULTY
    own = assess("nvidia-h20", on="2025-06-01", to="CN")
    assert [row["outcome"] for row in found] == [own.outcome, own.outcome, "", ""]
    assert found[0]["instruments"] == "is-informed-2025"
    assert "line 4, maker: " in err
    assert "--carry maker" in err
    assert "line 5, family: " in err


def test_a_column_that_is_carried_isnt_read(screened: Screened) -> None:
    _, found, err = screened(
        "chip,Maker,family",
        "nvidia-h20,NVIDIA Corporation,Hopper",
        more=[*ASKED, "--carry", "Maker", "--carry", "family"],
    )

    assert err == ""
    assert (found[0]["Maker"], found[0]["family"], found[0]["outcome"]) == (
        "NVIDIA Corporation",
        "Hopper",
        "not-stated",
    )


# The file


def test_bom_delimiter_case_and_line_ends_make_no_difference(run: Run, tmp_path: Path) -> None:
    lines = ["\ufeffChip;Die-Area;fp8\r", 'nvidia-h20;"";\r', ";814 mm^2;296 TFLOPS\r"]
    code, out, err = run("screen", file_of(tmp_path, *lines), *ASKED)
    wanted = run("screen", file_of(tmp_path, "chip,die_area,fp8", "nvidia-h20,,", ",814 mm^2,296 TFLOPS"), *ASKED)

    assert (code, err) == (0, "")
    assert out.startswith("\ufeffChip;Die-Area;fp8;asked;")
    ours = list(csv.reader(io.StringIO(out), delimiter=";"))[1:]
    assert ours == list(csv.reader(io.StringIO(wanted[1])))[1:]


@pytest.mark.parametrize(("name", "sign"), [("tab", "\t"), ("semicolon", ";"), ("comma", ","), (";", ";")])
def test_a_delimiter_may_be_named(name: str, sign: str, run: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path, sign.join(("note,x;y\tz".replace(sign, " "), "chip")), sign.join(("1", "H20")))
    code, out, _ = run("screen", path, *ASKED, "--delimiter", name)

    assert code == 0
    assert out.splitlines()[1].split(sign)[:2] == ["1", "H20"]


def test_standard_input_is_read_and_left_open(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"chip\nH20\n"))
    monkeypatch.setattr(sys, "stdin", stream)
    code, out, err = run("screen", "-", *ASKED)

    assert (code, err, len(table(out))) == (0, "", 1)
    assert not stream.closed


def test_rows_keep_their_order_and_what_stands_in_other_columns(run: Run, tmp_path: Path) -> None:
    own = [["note", "two\nlines", "note"], *([f'{n} "a", b; 新竹 \r\n', "", f"{n % 7}"] for n in range(450))]
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["chip", *own[0]], *(["H20", *row] for row in own[1:])])
    (tmp_path / "own.csv").write_bytes(written.getvalue().encode())
    code, out, err = run("screen", str(tmp_path / "own.csv"), *ASKED, "--jobs", "1")

    assert (code, err) == (0, "")
    assert [row[1:4] for row in csv.reader(io.StringIO(out, newline=""))] == own
    code, out, err = run("screen", str(tmp_path / "own.csv"), *ASKED, "--json")
    assert (code, out) == (2, "")
    assert "“note” is given more than once" in err


def test_a_file_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")
    source = file_of(tmp_path, "chip,note", "H20,新竹")
    code, out, _ = run("screen", source, *ASKED, "--output", str(target))

    assert (code, out) == (0, "")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfchip,note,asked,")
    assert run("screen", source, *ASKED)[1] == target.read_text("utf-8-sig")
    kept = target.read_bytes()
    assert run("screen", source, "--on", "2025-06-01", "--to", "XX", "--output", str(target))[0] == 2
    assert target.read_bytes() == kept
    assert run("screen", source, *ASKED, "--output", str(tmp_path))[0] == 2
    assert run("screen", source, *ASKED, "--output", str(tmp_path / "none" / "out.csv"))[0] == 2
    assert run("screen", source, *ASKED, "--output", source)[0] == 0
    assert len(table(Path(source).read_text("utf-8-sig"))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "parts.csv"]


# What can't be read


ROWS = [
    ("nvidia-h2o,,CN,", ["chip: ", "nvidia-h2o", "Nearest: nvidia-h20"]),
    (",297,CN,", ["FP8: ", "297", "TFLOPS", "296 TFLOPS"]),
    (',"3,35 TFLOPS",CN,', ["FP8: ", "3.35 TFLOPS, 335 TFLOPS"]),
    (",592 TFLOPS sparse,CN,", ["FP8: ", "sparse", "296"]),
    ("H20,,Chin,", ["to: ", "Chin", "CN"]),
    ("H20,,,", ["to: ", "needed", "CN"]),
    (",,CN,x", ["chip: ", "needed"]),
    ("H20,,CN,,beyond", ["CSV: ", "beyond", "4 cells"]),
    ('H20,"a"b,CN,', ["CSV: ", "quotation mark"]),
    (f"{'x' * 101},,CN,", ["chip: ", "Too long", "100"]),
    (f"nvidia-h20{' ' * 100}x,,CN,", ["chip: ", "Too long"]),
    (f"H20,,CN,{'x' * (LONGEST_CELL + 1)}", ["CSV: ", str(LONGEST_CELL)]),
    (f"H20,,CN,{'x' * (LONGEST_ROW + 1)}", ["CSV: ", str(LONGEST_CELL)]),
    ("H20,,CN,\udce4\udcff", ["note: ", "UTF-8"]),
]


@pytest.mark.parametrize(("row", "said"), ROWS, ids=lambda value: value[:24] if isinstance(value, str) else "")
def test_a_faulty_row_is_told_by_line_and_column_and_stops_no_other(
    row: str, said: list[str], run: Run, tmp_path: Path
) -> None:
    path = file_of(tmp_path, "chip,FP8,to,note", "H20,,CN,before", row, "H20,,CN,after")
    code, out, err = run("screen", path, "--on", "2025-06-01")
    found = table(out)

    assert code == screen.FAULTY
    assert [bool(each["outcome"]) for each in found] == [True, False, True]
    assert [bool(each["fault"]) for each in found] == [False, True, False]
    assert found[2]["note"] == "after"
    first, *rest = err.splitlines()
    assert first.startswith(f"line 3, {said[0]}")
    assert len(rest) == 1
    for part in said:
        assert part in first
        assert part in found[1]["fault"]


def test_a_quote_that_isnt_closed_takes_little_with_it(run: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path, "fp8,note", '297,"open', *["297,x"] * 6_000)
    code, out, err = run("screen", path, *ASKED, "--jobs", "1")

    assert code == screen.FAULTY
    assert err.startswith("line 2, CSV: ")
    assert 6_000 - LONGEST_CELL // 6 < len(table(out)) < 700


HEADS = [
    ("note,nvidia", ["FILE: ", "chip", "fp8"]),
    ("chi p,x", ["FILE: ", "Nearest: chip"]),
    ("chip,fp8,FP8", ["FILE: ", "more than once", "--carry FP8"]),
    ("chip,outcome", ["outcome: ", "another name", "--json"]),
    ('"chip"x,note', ["FILE: ", "quotation mark"]),
    ("", ["FILE: ", "column names"]),
    ("chip,\udce4", ["FILE: ", "UTF-8"]),
]


@pytest.mark.parametrize(("head", "said"), HEADS, ids=lambda value: value[:24] if isinstance(value, str) else "")
def test_heads_that_cant_be_read_are_one_line_and_exit_2(head: str, said: list[str], run: Run, tmp_path: Path) -> None:
    code, out, err = run("screen", file_of(tmp_path, head, "H20,x"), *ASKED)

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    for part in said:
        assert part in err


def test_everything_wrong_with_the_command_line_is_said_at_once(run: Run, tmp_path: Path) -> None:
    file_of(tmp_path, "chip", "H20")
    asked = ["--to", "XX", "--spec", "fp88=1", "--jobs", "0", "--deny", "x", "--delimiter", "pipe", "--reading", "a"]
    code, out, err = run("screen", str(tmp_path / "part.csv"), *asked)

    assert (code, out) == (2, "")
    assert {each.split(":")[0] for each in err.splitlines()} >= {"FILE", "to", "fp88", "--jobs", "deny", "--reading"}
    assert "Nearest: parts.csv" in err
    code, _, err = run("screen", str(tmp_path / "parts.csv"), "--carry", "chop", "--delimiter", "pipe")
    assert (code, [each.split(":")[0] for each in err.splitlines()]) == (2, ["--delimiter"])
    code, _, err = run("screen", str(tmp_path / "parts.csv"), "--carry", "chop")
    assert [each.split(":")[0] for each in err.splitlines()] == ["--carry", "screen", "screen"]
    assert run("screen", *ASKED)[0] == 2


@pytest.mark.parametrize(
    ("head", "meant"),
    [("memory_bandwith", "memory_bandwidth"), ("die aera", "die_area"), ("headquarter", "headquarters"), ("tpp", "")],
)
def test_a_column_whose_name_is_near_to_one_that_is_read_is_told(head: str, meant: str, screened: Screened) -> None:
    code, _, err = screened(f"chip,{head}", "H20,1")

    assert code == 0
    assert len(err.splitlines()) == 1
    assert f"“{head}”" in err
    assert meant in err


@pytest.mark.parametrize("head", ["note", "name", "price", "part number", "quantity", "customer", "資料"])
def test_a_columns_own_name_is_no_ones_business(head: str, screened: Screened) -> None:
    assert screened(f"chip,{head}", "H20,1")[2] == ""


# What a spreadsheet would take for a formula


GUARDED = [
    "=1+1",
    '=HYPERLINK("x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "--",
    "-a",
]
HARMLESS = ["-5", "+3.2", "-1,234.5", "-", "-5%", "+886 2 2737 1234", "a=b", "", "'=1", "5", " "]


@pytest.mark.parametrize(("cell", "guard"), [*((c, True) for c in GUARDED), *((c, False) for c in HARMLESS)])
def test_only_formulas_are_marked_and_json_never(cell: str, guard: bool, run: Run, tmp_path: Path) -> None:
    assert guarded(cell) == (f"'{cell}" if guard else cell)

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([["chip", "note"], ["H20", cell]])
    path = tmp_path / "cells.csv"
    path.write_bytes(written.getvalue().encode())
    code, out, err = run("screen", str(path), *ASKED)
    assert (code, next(csv.reader(io.StringIO(out.split("\n", 1)[1], newline="")))[1]) == (0, guarded(cell))
    assert ("--as-is" in err) is guard
    code, out, err = run("screen", str(path), *ASKED, "--as-is")
    assert (next(csv.reader(io.StringIO(out.split("\n", 1)[1], newline="")))[1], err) == (cell, "")
    assert json.loads(run("screen", str(path), *ASKED, "--json")[1])["row"]["note"] == cell


# The reader of rows


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_whatever_is_well_written_is_read_as_it_was(table: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["chip", "on"], *table])
    lines = Lines(io.BytesIO(written.getvalue().encode()))

    assert heads(lines, None) == (["chip", "on"], delimiter)
    read = [row for piece in pieces(rows(lines, delimiter)) for row in piece]
    assert [row[1] for row in read] == [row for row in table if any(cell.strip() for cell in row)]
    assert {row[2] for row in read} <= {""}
    assert [row[0] for row in read] == sorted(row[0] for row in read)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_bytes_come_nothing_but_faults_comes_of_it(found: bytes) -> None:
    lines = Lines(io.BytesIO(b"chip,fp8,reading,note\n" + found))
    own, delimiter = heads(lines, None)
    read = {as_column(head): at for at, head in enumerate(own) if as_column(head) in known_columns()}
    plan = Plan(tuple(own), read, {"on": "2025-06-01", "to": "CN", "from": "US"}, {}, (), "en", False, delimiter, False)
    for piece in pieces(rows(lines, delimiter)):
        answer = answered(plan, piece)
        told = list(csv.reader(io.StringIO(answer.text, newline=""), strict=True))
        assert len(told) == len(piece)
        assert {len(row) for row in told} == {len(own) + len(WRITTEN)}
        assert all(line.isprintable() or "\u00a0" in line for line in answer.faults)
        answer.text.encode("utf-8")


def test_columns_written_are_none_of_those_read() -> None:
    assert set(WRITTEN).isdisjoint(known_columns())
    assert len(set(WRITTEN)) == len(WRITTEN) == len(COLUMNS) + 1


# Many rows


def many(path: Path, count: int, width: int = 1) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("part,chip,fp8,memory_bandwidth,note\n")
        for n in range(count):
            # Faults are quick; what a verdict takes is not the matter here.
            faulty = "x" if n % 5 else ""
            out.write(f"P{n},,{100 + n}.{n % 7}{faulty} TFLOPS,{1 + n % 5} TB/s,{'n' * width}\n")
    return path


def test_any_number_of_processes_writes_the_same(tmp_path: Path) -> None:
    source = many(tmp_path / "many.csv", 1_130)
    found = [
        subprocess.run([*COMMAND, str(source), *ASKED, *more], capture_output=True, check=False)
        for more in (["--jobs", "1"], ["--jobs", "2"], ["--jobs", "5"])
    ]

    assert [each.returncode for each in found] == [screen.FAULTY] * 3
    assert found[0].stdout == found[1].stdout == found[2].stdout
    assert found[0].stderr == found[1].stderr == found[2].stderr
    answered = table(found[0].stdout.decode())
    assert [row["part"] for row in answered] == [f"P{n}" for n in range(1_130)]
    assert [n for n, row in enumerate(answered) if not row["fault"]] == list(range(0, 1_130, 5))


PEAK = """
import sys
from calculators.cli import main
code = main(sys.argv[1:])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system doesn't tell its peak")
def test_memory_doesnt_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        source = tmp_path / "wide.csv"
        source.write_text("fp8,note\n" + f"297,{'n' * 30_000}\n" * count, "utf-8")
        asked = ["screen", str(source), *ASKED, "--jobs", "2", "--output", str(tmp_path / "out.csv")]
        done = subprocess.run([sys.executable, "-c", PEAK, *asked], capture_output=True, text=True, check=True)
        assert (tmp_path / "out.csv").stat().st_size > source.stat().st_size
        return int(done.stdout)

    small, large = peak(600), peak(2_400)
    assert large - small < 10_000, f"{small} KB for 18 MB, {large} KB for 72 MB"


def test_a_closed_pipe_and_an_interruption_end_quietly(tmp_path: Path) -> None:
    source = many(tmp_path / "many.csv", 6_000)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, str(source), *ASKED, "--jobs", "2"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (141, False)

    # Long enough to be interrupted on a busy machine.
    source = many(tmp_path / "many.csv", 60_000)
    target = tmp_path / "out.csv"
    started = subprocess.Popen(
        [*COMMAND, str(source), *ASKED, "--jobs", "2", "--output", str(target)],
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Whoever runs the tests in the background may have them ignore interruptions, and what they start too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert started.stderr
    # Its first fault tells that it is at work.
    started.stderr.readline()
    os.killpg(started.pid, signal.SIGINT)
    rest = started.stderr.read()
    assert (started.wait(30), b"Traceback" in rest) == (130, False)
    assert [path.name for path in tmp_path.iterdir()] == ["many.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    source = file_of(tmp_path, "chip", "H20")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, source, *ASKED], stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.decode().startswith("The answer could not be written: ")


# How far it is


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def half_read(source: Path) -> Lines:
    """A file of many times what is read at once, of which half is read."""
    source.write_text("chip\n" + "H20\n" * 200_000, "utf-8")
    lines = Lines(source.open("rb"))
    while lines.place() < source.stat().st_size / 2:
        next(lines)
    return lines


def test_progress_shows_only_on_a_terminal_and_after_a_second(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = half_read(tmp_path / "half.csv")

    def shown(stderr: io.StringIO, stdout: io.StringIO, out: Any, later: float, piped: Any = None) -> str:
        now = time.monotonic()
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setattr(sys, "stdout", stdout)
        monkeypatch.setattr(time, "monotonic", lambda: now)
        told = screen_progress.Progress(words("en"), piped or lines, out)
        monkeypatch.setattr(time, "monotonic", lambda: now + later)
        list(told.reading(iter([[]])))
        told.tell(1_200)
        told.clear()
        return stderr.getvalue()

    monkeypatch.setenv("COLUMNS", "80")
    bar = f"\r\x1b[K[{'#' * 12}{'.' * 12}]  50%  Rows: 1,200\r\x1b[K"
    assert shown(Terminal(), io.StringIO(), None, 1.5) == bar
    assert shown(Terminal(), Terminal(), io.StringIO(), 1.5) == bar
    # Nobody knows how much a pipe will bring.
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert shown(Terminal(), io.StringIO(), None, 1.5, Lines(pipe)) == "\r\x1b[KRows: 1,200\r\x1b[K"
    monkeypatch.setenv("COLUMNS", "40")
    assert shown(Terminal(), io.StringIO(), None, 1.5) == "\r\x1b[K[##..]  50%  Rows: 1,200\r\x1b[K"
    monkeypatch.setenv("COLUMNS", "20")
    assert shown(Terminal(), io.StringIO(), None, 1.5) == "\r\x1b[K 50%  Rows: 1,200\r\x1b[K"
    assert shown(Terminal(), io.StringIO(), None, 0.9) == ""
    assert shown(Terminal(), Terminal(), None, 1.5) == ""
    assert shown(io.StringIO(), io.StringIO(), None, 1.5) == ""


def test_on_a_terminal_the_bar_goes_from_nothing_to_the_whole_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each piece with the part of the file that was read for it, though others are read ahead."""
    ticks = itertools.count()
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))
    source = many(tmp_path / "many.csv", 2_000)
    main(["screen", str(source), *ASKED, "--jobs", "2", "--output", str(tmp_path / "out.csv")])
    parts = [int(part) for part in re.findall(r"(\d+)%", stderr.getvalue())]

    assert parts == sorted(parts) and len(set(parts)) > 5
    assert parts[0] < 30 and parts[-1] == 100
    assert "\r\x1b[KRows that can't be read" in stderr.getvalue()


def test_one_row_is_what_assess_says(run: Run, tmp_path: Path) -> None:
    """Every chip there is, as JSON, beside the library's own answer."""
    from calculators import chips

    code, out, err = run("screen", file_of(tmp_path, "chip", *chips()), "--on", "2026-06-01", "--to", "CN", "--json")
    found = [json.loads(line) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert [each["chip"] for each in found] == list(chips())
    for each in found:
        whole = assess(load_chip(each["chip"]), on="2026-06-01", to="CN").json()
        for key in ("on", "to", "from", "headquarters", "licence", "review", "outcome", "missing"):
            assert each[key] == whole[key], each["chip"]
        assert each["metrics"]["tpp"] == whole["metrics"]["tpp"]


def test_the_library_says_what_is_wrong_with_a_row_in_the_same_words(screened: Screened) -> None:
    with pytest.raises(Faults) as found:
        chip_from({"fp8": "297"})
    _, told, _ = screened("fp8", "297")

    assert words("en").fault(found.value.faults[0]) in told[0]["fault"]
