"""Known parts against known limits: the vectors worked out by hand for this project, with PCIe counted among inputs and outputs."""

from fractions import Fraction
from typing import NamedTuple

import pytest

from calculators import Verdict, assess, chip_from, load_chip, metrics
from calculators.engine.rows import Row


class Vector(NamedTuple):
    chip: str
    tpp: int
    density: str  # TPP/mm² as a table rounds it; "" where the table has none
    io: int  # GB/s, chip-to-chip links and the host link
    dram: int  # GB/s
    oct_2022: bool
    place: str  # in 3A090, by the text of October 2023
    letter: bool  # of April 2025, by its unofficial numbers
    inside: bool  # both limits of January 2026
    band: str  # of the tariff


# 835.5 TFLOPS at 16 bits: the table of the facts has 13,364 for the H200 NVL, its FP8 rate; the text asks for the highest.
VECTORS = [
    Vector("nvidia-a100-sxm-80gb", 4992, "6.04", 664, 2039, True, "3A090.a", True, True, ""),
    Vector("nvidia-a800-sxm-80gb", 4992, "6.04", 464, 2039, False, "3A090.a", True, True, ""),
    Vector("nvidia-h100-sxm", 15832, "19.45", 1028, 3350, True, "3A090.a", True, True, ""),
    Vector("nvidia-h800-sxm", 15832, "19.45", 528, 3350, False, "3A090.a", True, True, ""),
    Vector("nvidia-h20", 2368, "2.91", 1028, 4000, False, "", True, True, ""),
    Vector("nvidia-h200-sxm", 15832, "19.45", 1028, 4800, True, "3A090.a", True, True, "band 1"),
    Vector("nvidia-h200-nvl", 13368, "16.42", 1028, 4800, True, "3A090.a", True, True, ""),
    Vector("amd-mi300x", 20919, "", 1024, 5300, True, "3A090.a", True, True, ""),
    Vector("amd-mi325x", 20919, "", 1024, 6000, True, "3A090.a", True, True, "band 2"),
    Vector("nvidia-b200", 36000, "22.1", 1928, 8000, True, "3A090.a", True, False, ""),
]


def row(verdict: Verdict, instrument: str) -> Row:
    return next(row for row in verdict.rows if row.instrument.id == instrument)


def met(verdict: Verdict, instrument: str) -> set[str]:
    return {clause.part.id for clause in row(verdict, instrument).clauses if clause.truth}


def bands(verdict: Verdict) -> str:
    """The letter of the tariff's band that holds, "" if none does."""
    (clause,) = row(verdict, "s232-tariff").clauses
    assert clause.finding is not None
    pending, found = [clause.finding], [""]
    while pending:
        finding = pending.pop()
        pending += finding.members
        letter = getattr(finding.rule, "letter", "")
        found += [letter] if finding.truth and letter else []
    return found[-1]


def within_limits(verdict: Verdict) -> bool:
    """Whether a review policy of January 2026 finds both of its limits kept."""
    reviews = [a for a in row(verdict, "jan-2026-h200").others if a.part.id == "dd"]
    return any(a.finding is not None and a.finding.truth for a in reviews)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.chip)
def test_a_known_part(vector: Vector) -> None:
    found = metrics(load_chip(vector.chip))

    assert round(found["tpp"].value or 0) == vector.tpp
    if vector.density:
        places = len(vector.density.partition(".")[2])
        assert round(found["performance_density"].value or Fraction(0), places) == Fraction(vector.density)
    assert found["interconnect_bandwidth"].value == vector.io
    assert found["memory_bandwidth"].value == vector.dram

    assert ("3A090.a" in met(assess(vector.chip, on="2022-11-01", to="CN"), "oct-2022")) is vector.oct_2022
    assert met(assess(vector.chip, on="2023-12-01", to="CN"), "oct-2023") == ({vector.place} if vector.place else set())
    assert (
        "letter-2025-limits" in met(assess(vector.chip, on="2025-06-01", to="CN"), "is-informed-2025")
    ) is vector.letter
    today = assess(vector.chip, on="2026-02-01", to="CN")
    assert within_limits(today) is vector.inside
    assert bands(today) == vector.band


def test_the_h20_misses_3a090_b_twice() -> None:
    found = metrics(load_chip("nvidia-h20"))

    assert (found["tpp"].value or 0) < 2400
    assert (found["performance_density"].value or 0) < Fraction("3.2")


BIG = {"datacenter": "yes", "non_planar": "yes", "maker": "Nvidia", "pcie": "0 GB/s"}
HBM = {"kind": "memory", "hbm": "yes", "package_area": "100 mm²"}
H200 = BIG | {"die_area": "814 mm²", "interconnect": "900 GB/s"}

EDGES = [
    # what, day, specs, instrument, clauses met; each limit at it, and just off it
    ("TPP 4,800", "2023-12-01", BIG | {"fp8": "600 TFLOPS", "die_area": "10000 mm²"}, "oct-2023", {"3A090.a"}),
    ("TPP under 4,800", "2023-12-01", BIG | {"fp8": "599.999 TFLOPS", "die_area": "10000 mm²"}, "oct-2023", set()),
    ("1,600 and 5.92", "2023-12-01", BIG | {"fp8": "203.5 TFLOPS", "die_area": "275 mm²"}, "oct-2023", {"3A090.a"}),
    ("under 5.92", "2023-12-01", BIG | {"fp8": "203.5 TFLOPS", "die_area": "275.001 mm²"}, "oct-2023", {"3A090.b"}),
    ("under 1,600", "2023-12-01", BIG | {"fp8": "199.999 TFLOPS", "die_area": "100 mm²"}, "oct-2023", set()),
    ("2,400 and 1.6", "2023-12-01", BIG | {"fp8": "300 TFLOPS", "die_area": "1500 mm²"}, "oct-2023", {"3A090.b"}),
    ("under 1.6", "2023-12-01", BIG | {"fp8": "300 TFLOPS", "die_area": "1500.001 mm²"}, "oct-2023", set()),
    ("under 2,400", "2023-12-01", BIG | {"fp8": "299.999 TFLOPS", "die_area": "1499 mm²"}, "oct-2023", set()),
    ("HBM at 2.0", "2025-01-02", HBM | {"memory_bandwidth": "200 GB/s"}, "dec-2024-hbm", set()),
    ("HBM over 2.0", "2025-01-02", HBM | {"memory_bandwidth": "200.001 GB/s"}, "dec-2024-hbm", {"3A090.c"}),
    ("600 GB/s", "2022-11-01", BIG | {"fp16": "312 TFLOPS", "interconnect": "600 GB/s"}, "oct-2022", {"3A090.a"}),
    ("under 600 GB/s", "2022-11-01", BIG | {"fp16": "312 TFLOPS", "interconnect": "599.999 GB/s"}, "oct-2022", set()),
    ("TPP 17,500", "2026-02-01", H200 | {"fp8": "2187.5 TFLOPS", "memory_bandwidth": "4800 GB/s"}, "s232-tariff", set()),
    ("under 17,500", "2026-02-01", H200 | {"fp8": "2187.4 TFLOPS", "memory_bandwidth": "4800 GB/s"}, "s232-tariff", {"tariff-band"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "on", "specs", "instrument", "clauses"), EDGES, ids=[edge[0] for edge in EDGES])
def test_an_edge_of_a_clause(what: str, on: str, specs: dict[str, str], instrument: str, clauses: set[str]) -> None:
    assert met(assess(chip_from(specs), on=on, to="CN"), instrument) == clauses, what


@pytest.mark.parametrize(
    ("bandwidth", "licence"),
    [("200", "not required"), ("329.999", "exception"), ("330", "required"), ("330.001", "required")],
)
def test_the_exception_for_memory_ends_at_3_3(bandwidth: str, licence: str) -> None:
    memory = chip_from(HBM | {"memory_bandwidth": f"{bandwidth} GB/s"})
    assert assess(memory, on="2025-01-02", to="CN").licence == licence


@pytest.mark.parametrize(
    ("rate", "bandwidth", "review"),
    [
        ("2624.999", "6499.999", "case by case"),
        ("2625", "6499.999", "presumption of denial"),
        ("2624.999", "6500", "presumption of denial"),
    ],
)
def test_january_2026_asks_for_both_limits(rate: str, bandwidth: str, review: str) -> None:
    chip = chip_from(H200 | {"fp8": f"{rate} TFLOPS", "memory_bandwidth": f"{bandwidth} GB/s"})
    verdict = assess(chip, on="2026-02-01", to="CN")
    assert (verdict.licence, verdict.review) == ("required", review)
