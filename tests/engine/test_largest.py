"""The largest value that passes and the least cut that frees: known limits, and agreement with the forward rule on either side."""

import datetime
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import Faults, Verdict, assess, chip_from, chips, largest, law, least_cuts, load_chip
from calculators.engine.chips import Chip
from calculators.engine.largest import Largest
from calculators.engine.names import names
from calculators.engine.sweep import SHRINKING, Question, numeric_specs, own_value, put, sweep
from calculators.engine.units import exact

TINY = Fraction(1, 10**9)
CLAUSED = sorted(
    i.id for i in law().instruments.values() if any(p.kind == "clauses" for p in i.parts) and i.id != "is-informed-2022"
)
NUMBERLESS = ("letter-july-2023", "may-2025-guidance", "apr-2024")
"""Their clauses look at names and parties, or at systems with several chips inside, of which the data hold none that is .b."""
BIG = {"datacenter": "yes", "non_planar": "yes", "maker": "Nvidia"}
DENSE = BIG | {"die_area": "100 mm²"}
SPARSE = BIG | {"die_area": "10000 mm²"}
QUIET = {"memory_bandwidth": "0 GB/s", "interconnect": "0 GB/s", "pcie": "0 GB/s"}
HBM = {"kind": "memory", "hbm": "yes", "package_area": "100 mm²"}

STILL = BIG | QUIET
SLOW = STILL | {"fp8": "0 TFLOPS"}
IO = "interconnect_bandwidth >= "
LINKED = STILL | {"interconnect": "900 GB/s", "pcie": "128 GB/s"}
PD, SUM, DRAM = "performance_density >= ", "bandwidth_sum >= ", "memory_bandwidth >= "
LIMITS: list[tuple[str, str, dict[str, str], str, bool, str, str]] = [
    # spec, instrument, the rest, limit, attained, whole value, what stops it
    ("tpp", "oct-2022", BIG | {"interconnect": "600 GB/s", "pcie": "0 GB/s"}, "4800", False, "4799", "bit_tops >= 4800 TPP"),
    ("fp16", "oct-2022", BIG | {"interconnect": "900 GB/s", "pcie": "0 GB/s"}, "300", False, "299", "bit_tops >= 4800 TPP"),
    ("interconnect", "oct-2022", {"fp16": "312 TFLOPS", "pcie": "0 GB/s"}, "600", False, "599", IO + "600 GB/s"),
    ("interconnect", "oct-2022", {"fp16": "312 TFLOPS", "pcie": "64 GB/s"}, "536", False, "535", IO + "600 GB/s"),
    ("tpp", "accelerated-2023", BIG, "4800", False, "4799", "tpp >= 4800 TPP"),
    ("tpp", "oct-2023", SPARSE, "4800", False, "4799", "tpp >= 4800 TPP"),
    ("tpp", "oct-2023", BIG | {"die_area": "1000 mm²"}, "2400", False, "2399", "tpp >= 2400 TPP"),
    ("tpp", "oct-2023", DENSE, "1600", False, "1599", "tpp >= 1600 TPP"),
    ("int8", "oct-2023", DENSE, "200", False, "199", "tpp >= 1600 TPP"),
    ("fp8", "oct-2023", BIG | {"die_area": "1000 mm²", "fp16": "149 TFLOPS"}, "300", False, "299", "tpp >= 2400 TPP"),
    ("tpp", "oct-2023", SPARSE | {"datacenter": "no", "die_area": "100 mm²"}, "4800", False, "4799", "tpp < 4800 TPP"),
    ("tpp", "oct-2023", SPARSE | {"kind": "system"}, "4800", False, "4799", "tpp >= 4800 TPP"),
    ("tpp", "apr-2024", BIG | {"kind": "system", "die_area": "1000 mm²"}, "2400", False, "2399", "tpp >= 2400 TPP"),
    ("die_area", "oct-2023", BIG | {"fp8": "296 TFLOPS"}, "740", False, "741", PD + "3.2 TPP/mm^2"),
    ("die_area", "oct-2023", BIG | {"fp8": "375 TFLOPS"}, "1875", False, "1876", PD + "1.6 TPP/mm^2"),
    ("io_die_area", "oct-2023", BIG | {"fp8": "375 TFLOPS", "die_area": "875 mm²"}, "1000", False, "1001", PD + "1.6 TPP/mm^2"),
    ("memory_bandwidth", "dec-2024-hbm", HBM, "200", True, "200", "hbm_density > 2.0 GB/s/mm^2"),
    ("package_area", "dec-2024-hbm", HBM | {"memory_bandwidth": "819 GB/s"}, "819/2", True, "410", "hbm_density > 2.0 GB/s/mm^2"),
    ("memory_bandwidth", "is-informed-2025", STILL, "1400", False, "1399", DRAM + "1400 GB/s"),
    ("interconnect", "is-informed-2025", STILL, "1100", False, "1099", IO + "1100 GB/s"),
    ("pcie", "is-informed-2025", STILL | {"interconnect": "1000 GB/s"}, "100", False, "99", IO + "1100 GB/s"),
    ("memory_bandwidth", "is-informed-2025", LINKED, "672", False, "671", SUM + "1700 GB/s"),
    ("memory_bandwidth", "safe-chips", SLOW, "4100", False, "4099", DRAM + "4100 GB/s"),
    ("interconnect", "safe-chips", SLOW, "1100", False, "1099", IO + "1100 GB/s"),
    ("memory_bandwidth", "safe-chips", SLOW | {"interconnect": "1000 GB/s"}, "4000", False, "3999", SUM + "5000 GB/s"),
    ("tpp", "safe-chips", DENSE | QUIET, "1600", False, "1599", "tpp >= 1600 TPP"),
    ("tpp", "safe-chips", SPARSE | QUIET, "4800", False, "4799", "tpp >= 4800 TPP"),
    ("tpp", "s232-tariff", BIG | {"memory_bandwidth": "4800 GB/s"}, "14000", True, "14000", "tpp > 14000 TPP"),
    ("tpp", "s232-tariff", BIG | {"memory_bandwidth": "6000 GB/s"}, "20800", True, "20800", "tpp > 20800 TPP"),
    ("memory_bandwidth", "s232-tariff", BIG | {"fp16": "989.5 TFLOPS"}, "4500", True, "4500", "memory_bandwidth > 4500 GB/s"),
    ("tpp", "jan-2026-h200", BIG | {"memory_bandwidth": "4800 GB/s"}, "21000", False, "20999", "tpp < 21000 TPP"),
    ("memory_bandwidth", "jan-2026-h200", BIG | {"fp16": "989.5 TFLOPS"}, "6500", False, "6499", "memory_bandwidth < 6500 GB/s"),
    ("fp16", "as-told", STILL | {"die_area": "10000 mm²"}, "300", False, "299", "told_rate >= 300 TFLOPS"),
    ("die_area", "as-told", STILL | {"fp16": "100 TFLOPS"}, "10000/37", False, "271", "told_density >= 370 GFLOPS/mm^2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "instrument", "rest", "limit", "attained", "value", "line"),
    LIMITS,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_known_limit_is_found(
    spec: str, instrument: str, rest: dict[str, str], limit: str, attained: bool, value: str, line: str
) -> None:
    found = largest(spec, instrument, given=rest)

    assert (found.state, found.limit, found.attained, found.value) == (
        "limit",
        Fraction(limit),
        attained,
        Fraction(value),
    )
    assert line in [stop.line.text for stop in found.stops if stop.line]
    assert found.end == ("least" if spec in SHRINKING else "most")


@pytest.mark.parametrize(
    ("completed", "hbm", "limit"),
    [
        ("2026-12-31", "no", 30),
        ("2027-01-01", "no", 35),
        ("2027-01-01", "yes", 30),
        ("2028-01-01", "no", 30),
        ("2029-01-01", "no", 40),
    ],
)
def test_the_foundry_presumption_counts_transistors(completed: str, hbm: str, limit: int) -> None:
    parties = FOUNDRY | {"completed": completed}
    given = {"non_planar": "yes", "hbm": hbm, "datacenter": "yes"}

    found = largest("transistors", "foundry-presumption", given=given, parties=parties)

    assert (found.state, found.limit, found.attained) == ("limit", limit * 10**9, False)
    assert found.value == limit * 10**9 - 1


def test_an_upper_band_leaves_several_stretches_and_the_first_is_told() -> None:
    found = largest("tpp", "s232-tariff", given=BIG | {"memory_bandwidth": "4800 GB/s"})

    ends = [(s.low, s.low_in, s.high, s.high_in) for s in found.passing]
    assert ends == [(0, True, 14000, True), (17500, True, None, False)]
    assert found.limit == 14000


def test_the_whole_law_tells_what_an_exception_excuses_apart() -> None:
    memory = largest("memory_bandwidth", None, given=HBM, on="2025-01-02")
    assert [(s.answer, s.high, s.high_in) for s in memory.stretches] == [
        ("passes", 200, True),
        ("exception", 330, False),
        ("stops", None, False),
    ]
    area = largest("die_area", None, given=BIG | {"fp8": "250 TFLOPS"}, on="2023-12-01")
    assert [(s.answer, s.high, s.high_in) for s in area.stretches] == [
        ("stops", Fraction(2000) / Fraction("5.92"), True),
        ("exception", 625, True),
        ("passes", None, False),
    ]
    assert (area.limit, area.attained, area.value) == (625, False, 626)


@pytest.mark.parametrize(
    ("spec", "instrument", "chip", "on", "state"),
    [
        ("memory", "oct-2023", "nvidia-h100-sxm", None, "none"),
        ("memory", "oct-2023", "nvidia-h20", None, "any"),
        ("tpp", "is-informed-2025", "nvidia-h20", None, "none"),
        ("tpp", "is-informed-2022", "nvidia-h20", None, "unknown"),
        ("tpp", "oct-2023", "nvidia-h20", "2023-11-16", "silent"),
        ("tpp", "oct-2022", "nvidia-h20", "2023-11-17", "silent"),
        ("tpp", "diffusion-announcement", "nvidia-h20", "2025-06-01", "silent"),
        ("tpp", None, "nvidia-h20", "2022-08-25", "silent"),
    ],
)
def test_other_answers_than_a_limit(spec: str, instrument: str | None, chip: str, on: str | None, state: str) -> None:
    found = largest(spec, instrument, chip=chip, on=on)

    assert (found.state, found.limit, found.value) == (state, None, None)
    assert bool(found.missing) == (state == "unknown")
    assert bool(found.stops) == (state == "none")
    assert bool(found.stretches) == (state != "silent")


def test_what_is_unknown_is_told_with_how_far_it_passes_for_sure() -> None:
    found = largest("tpp", "oct-2023", given=BIG)

    assert (found.state, found.limit, found.missing) == ("unknown", 1600, ("die_area",))
    assert [s.answer for s in found.stretches] == ["passes", "unknown", "stops"]


def test_a_part_of_a_sum_stops_while_the_rest_is_unknown() -> None:
    found = largest("interconnect", "oct-2022", given={"fp16": "312 TFLOPS"})

    assert [(s.answer, s.high, s.missing) for s in found.stretches] == [
        ("unknown", 600, ("pcie",)),
        ("stops", None, ()),
    ]
    assert (found.state, found.missing) == ("unknown", ("pcie",))


def test_a_letters_naming_binds_only_where_the_family_is_given() -> None:
    assert largest("memory_bandwidth", "is-informed-2025", chip="nvidia-h20").limit == 672
    named = largest("memory_bandwidth", "is-informed-2025", chip="nvidia-h20", given={"family": "H20"})
    assert (named.state, named.stops[0].part.id) == ("none", "letter-2025-named")


def test_a_reading_moves_a_limit() -> None:
    asked = {"given": {"fp16": "312 TFLOPS", "pcie": "64 GB/s"}}
    reading = next(r for r in law().readings["io-2022"].options if r != law().readings["io-2022"].default)

    assert largest("interconnect", "oct-2022", **asked).limit == 536
    assert largest("interconnect", "oct-2022", **asked, readings={"io-2022": reading}).limit == 600
    nineteen = largest("tf32", "accelerated-2023", given=BIG, readings={"tf32": "used"})
    assert nineteen.limit == Fraction(4800, 19)


def test_a_step_is_finer_where_a_unit_is_too_coarse() -> None:
    found = largest("memory_bandwidth", "dec-2024-hbm", given=HBM | {"package_area": "0.3 mm²"})

    assert (found.limit, found.attained, found.value, found.step) == (
        Fraction(3, 5),
        True,
        Fraction(3, 5),
        Fraction(1, 10),
    )


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Faults) as raised:
        largest("tpq", "oct-2032", chip="nvidia-h2o", given={"fp8": "3 acres"}, to="Atlantis", readings={"tf33": "x"})

    fields = {fault.field for fault in raised.value.faults}
    assert {"spec", "instrument", "to", "reading"} <= fields
    assert fields & {"chip", "fp8"}
    near = {fault.field: fault.near for fault in raised.value.faults}
    assert near["spec"][0] == "tpp" and near["instrument"][0] == "oct-2023"


@pytest.mark.parametrize("spec", ["datacenter", "performance_density", "to", ""])
def test_a_spec_without_a_number_is_refused(spec: str) -> None:
    with pytest.raises(Faults):
        largest(spec, "oct-2023")


def test_the_whole_law_needs_a_day() -> None:
    with pytest.raises(Faults) as raised:
        largest("tpp", "", chip="nvidia-h20")
    assert [(f.kind, f.field) for f in raised.value.faults] == [("needed", "on")]


def test_what_is_found_is_plain_data() -> None:
    for found in (
        largest("die_area", "as-told", given=BIG | QUIET | {"fp16": "100 TFLOPS"}),
        *least_cuts("nvidia-h20", on="2026-06-01", to="CN"),
    ):
        assert json.loads(json.dumps(found.json())) == found.json()
    data = largest("die_area", "as-told", given=BIG | QUIET | {"fp16": "100 TFLOPS"}).json()
    assert (data["limit"], data["limit_fraction"], data["value"], data["unit"]) == (
        "270.27027027",
        "10000/37",
        "271",
        "mm2",
    )


def other_part(chip: Chip) -> Chip:
    """The chip without its name, as `largest` takes it."""
    return replace(chip, id="", family="", changed_from=chip.id or chip.changed_from)


def typed(chip: Chip, spec: str, value: Fraction) -> Chip:
    """The chip with a spec as a reader would type it."""
    text = exact(value, 20)
    assert abs(Fraction(text) - value) <= abs(value) / 10**18
    return other_part(chip.change({spec: f"{text} {names()[spec].unit}"}))


def verdict_word(verdict: Verdict) -> str:
    """A verdict in the word of a stretch."""
    return {"not required": "passes", "exception": "exception", "required": "stops"}.get(verdict.licence, "unknown")


def forward(chip: Chip, found: Largest, parties: dict[str, str] | None = None) -> str:
    """What `assess` says: the word that a stretch would have."""
    verdict = assess(chip, on=found.on, to=found.to, parties=parties)
    if found.about == "law":
        return verdict_word(verdict)
    row = next(row for row in verdict.rows if row.instrument.id == found.instrument)
    truths = {clause.truth for clause in row.clauses}
    return "stops" if True in truths else "unknown" if None in truths else "passes"


def agrees(found: Largest, chip: Chip, ends: set[Fraction], parties: dict[str, str] | None = None) -> None:
    """At some ends of stretches, and a unit and a tiny fraction either side of them, the forward rule says what the stretch says."""
    for value in sorted({end + by for end in ends for by in (-1, -TINY, 0, TINY, 1)}):
        if value < 0 or (value == 0 and names()[found.spec].above_zero):
            continue
        (here,) = (stretch for stretch in found.stretches if stretch.holds(value))
        item = typed(chip, found.spec, value) if typeable(found.spec, value) else found.at(value)
        assert forward(item, found, parties) == here.answer, (found.spec, found.instrument, str(value))


def typeable(spec: str, value: Fraction) -> bool:
    """Whether a reader could type exactly this value."""
    return spec != "tpp" and Fraction(exact(value, 20)) == value and value < 10**15


FOUNDRY = {
    "actor": "fabricator",
    "packaged_by": "fabricator",
    "packaged_in": "TW",
    "designer": "other",
    "designer_attests": "no",
}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "foundry-presumption": ("transistors", {"given": {"non_planar": "yes"}, "parties": FOUNDRY}),
    "designers-2026": ("transistors", {"given": {"non_planar": "yes"}, "parties": FOUNDRY}),
    "dec-2024-hbm": ("memory_bandwidth", {"given": HBM}),
}
"""What has to be asked beside the chip for a text to have a limit."""
SPECS = ("tpp", "memory_bandwidth", "die_area", "interconnect", "fp16", "pcie", "fp8", "transistors")


@pytest.mark.parametrize("instrument", CLAUSED)
def test_every_chip_is_judged_alike_on_either_side_of_its_limit(instrument: str) -> None:
    limited = 0
    for n, chip in enumerate(chips().values()):
        spec, asked = ASKED.get(instrument, (SPECS[n % len(SPECS)], {}))
        item = chip.change(asked.get("given", {}))
        found = largest(spec, instrument, chip=chip.id, **asked)
        if found.limit is not None:
            agrees(found, item, {found.limit}, asked.get("parties"))
            limited += 1
    assert limited or instrument in NUMBERLESS


@pytest.mark.parametrize(
    ("on", "to"),
    [("2022-11-01", "CN"), ("2023-12-01", "AE"), ("2025-01-02", "CN"), ("2025-06-01", "CN"), ("2026-08-01", "VN")],
)
def test_every_chip_is_judged_alike_under_the_whole_law(on: str, to: str) -> None:
    for n, chip in enumerate(list(chips().values())[::2]):
        found = largest(SPECS[n % len(SPECS)], "", chip=chip.id, on=on, to=to)
        agrees(found, chip, {end for s in found.stretches for end in (s.low, s.high) if end})


RATE = st.sampled_from(["0", "37.5", "99.99", "100", "150", "300", "1312.5", "2000"]).map(lambda r: f"{r} TFLOPS")
WIDTH = st.sampled_from(["0", "64", "472", "599", "600", "1100", "1399", "1700", "4800", "6000"]).map(
    lambda b: f"{b} GB/s"
)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "fp16": RATE,
        "fp8": RATE,
        "tf32": RATE,
        "die_area": st.sampled_from(["100 mm²", "337.9 mm²", "814 mm²", "3000 mm²"]),
        "io_die_area": st.sampled_from(["0 mm²", "500 mm²"]),
        "package_area": st.sampled_from(["100 mm²", "121 mm²"]),
        "non_planar": st.sampled_from(["yes", "no"]),
        "datacenter": st.sampled_from(["yes", "no"]),
        "memory_bandwidth": WIDTH,
        "interconnect": WIDTH,
        "pcie": WIDTH,
        "maker": st.sampled_from(["Nvidia", "Acme"]),
        "kind": st.sampled_from(["processor", "memory", "system"]),
        "hbm": st.sampled_from(["yes", "no"]),
    },
)


@settings(max_examples=100, deadline=None)
@given(
    GIVEN,
    st.sampled_from([*CLAUSED, "2022-11-01", "2023-10-23", "2024-05-01", "2025-06-01", "2026-08-01"]),
    st.sampled_from(numeric_specs()),
    st.sampled_from(["CN", "VN", "DE"]),
    st.lists(st.decimals(0, 30000, places=3), min_size=3, max_size=3),
    st.sampled_from(["stored", "used"]),
)
def test_any_value_of_any_item_lies_in_the_stretch_that_the_forward_rule_says(
    specs: dict[str, str], asked: str, spec: str, to: str, values: list[Decimal], tf32: str
) -> None:
    law_itself = asked[:2] == "20"
    on = asked if law_itself else None
    found = largest(spec, None if law_itself else asked, given=specs, on=on, to=to, readings={"tf32": tf32})
    chip = chip_from({key: text for key, text in specs.items() if key != spec})

    for value in map(Fraction, values):
        if names()[spec].above_zero and not value:
            continue
        item = found.at(value) if spec == "tpp" else typed(chip, spec, value)
        verdict = assess(item, on=found.on, to=to, readings={"tf32": tf32})
        if law_itself:
            answer = verdict_word(verdict)
        else:
            truths = {c.truth for r in verdict.rows if r.instrument.id == asked for c in r.clauses}
            answer = "stops" if True in truths else "unknown" if None in truths else "passes"
        assert [s.answer for s in found.stretches if s.holds(value)] == [answer], str(value)


@lru_cache(maxsize=256)
def cuts(chip: str, on: str, to: str) -> MappingProxyType[str, Any]:
    return MappingProxyType({cut.spec: cut for cut in least_cuts(chip, on=on, to=to)})


CUTS = [
    # chip, day, spec, state, limit, value, clauses that bind by name
    ("nvidia-rtx-4090", "2023-12-01", "tpp", "cut", 4800, 4799, ()),
    ("nvidia-h100-sxm", "2023-12-01", "tpp", "cut", 2400, 2399, ()),
    ("nvidia-h100-sxm", "2023-12-01", "die_area", "none", None, None, ()),
    ("nvidia-h100-sxm", "2023-12-01", "fp16", "none", None, None, ()),
    ("nvidia-h100-sxm", "2023-12-01", "memory", "unmeasured", None, None, ()),
    ("nvidia-h20", "2026-06-01", "memory_bandwidth", "cut", 672, 671, ("is-informed-2025/letter-2025-named",)),
    ("nvidia-h20", "2026-06-01", "interconnect", "none", None, None, ()),
    ("nvidia-a100-sxm-80gb", "2022-11-01", "interconnect", "cut", 536, 535, ()),
    ("nvidia-gb200-superchip", "2023-12-01", "tpp", "cut", 4800, 4799, ()),  # 4A090.b was reserved until April 2024
    ("nvidia-gb200-superchip", "2024-06-01", "tpp", "cut", Fraction("2604.8"), 2604, ()),
]


@pytest.mark.parametrize(("chip", "on", "spec", "state", "limit", "value", "named"), CUTS)
def test_a_known_cut(
    chip: str, on: str, spec: str, state: str, limit: int | Fraction | None, value: int | None, named: tuple[str, ...]
) -> None:
    cut = cuts(chip, on, "CN")[spec]

    assert (cut.state, cut.limit, cut.value, cut.attained) == (state, limit, value, False)
    assert cut.own == (15832 if (chip, spec) == ("nvidia-h100-sxm", "tpp") else cut.own)
    if limit is not None:
        assert cut.share == (cut.own - limit) / cut.own
    assert set(named) <= set(cut.named)
    assert bool(cut.stops) == (state in ("cut", "none"))


def test_nothing_is_cut_where_no_licence_is_needed() -> None:
    assert least_cuts("nvidia-h20", on="2023-12-01", to="CN") == ()
    assert least_cuts("nvidia-h20", on="2022-08-25", to="CN") == ()


def test_a_part_whose_name_alone_binds_needs_no_cut_of_numbers() -> None:
    chip = load_chip("nvidia-h20").change({"memory_bandwidth": "600 GB/s", "family": "H20"})

    found = least_cuts(chip, on="2025-06-01", to="CN")

    assert {cut.state for cut in found} == {"named"}
    assert {cut.named for cut in found} == {("is-informed-2025/letter-2025-named",)}


@pytest.mark.parametrize("on", ["2022-11-01", "2023-12-01", "2025-06-01", "2026-08-01"])
def test_a_cut_frees_and_a_lesser_one_does_not(on: str) -> None:
    freed = 0
    for chip in list(chips().values())[::6]:
        for cut in cuts(chip.id, on, "CN").values():
            if cut.state != "cut" or cut.spec == "tpp":
                continue
            grows = cut.spec in SHRINKING
            for value, free in (
                (cut.value, True),
                (cut.limit + (-TINY if grows else TINY), False),
                (cut.limit, cut.attained),
            ):
                if Fraction(exact(value, 20)) == value or value != cut.limit:
                    verdict = assess(typed(chip, cut.spec, value), on=on, to="CN")
                    assert (verdict.licence == "not required") is free, (chip.id, cut.spec, str(value))
            freed += 1
    assert freed


@pytest.mark.parametrize("spec", ["tpp", "fp8", "fp16", "die_area", "memory_bandwidth"])
@pytest.mark.parametrize("on", ["2023-12-01", "2024-06-01"])
def test_a_system_is_judged_by_each_chip_inside_it(spec: str, on: str) -> None:
    kinds = ("nvidia-l2", "nvidia-h20", "amd-mi210")
    inside = tuple(other_part(load_chip(id)) for id in kinds)
    system = replace(chip_from({"kind": "system"}), contains=tuple((1, id) for id in kinds), inside=inside)
    day = datetime.date.fromisoformat(on)
    facts = {"to": "CN", "from": "US", "headquarters": "CN", "movement": "export", "completed": day, "actor": "seller"}
    question = Question(day, facts, tuple((r.id, r.default) for r in law().readings.values()))

    found = sweep(question, system, spec)

    assert own_value(system, "tpp") == Fraction("2899.2")  # of the MI210
    ends = {end for s in found for end in (s.low, s.high) if end}
    assert ends or spec == "memory_bandwidth"
    for value in {end + by for end in ends for by in (-TINY, 0, TINY)}:
        (here,) = (s for s in found if s.holds(value))
        assert verdict_word(assess(put(system, spec, value), on=day, to="CN")) == here.answer, str(value)


def test_the_day_may_be_a_date() -> None:
    day = datetime.date(2023, 12, 1)

    assert largest("tpp", "", chip="nvidia-h20", on=day).on == largest("tpp", "", chip="nvidia-h20", on="2023-12-01").on
