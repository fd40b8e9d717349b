"""The calculators beside the verdict, each on its edges."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculators import (
    Fault,
    Faults,
    compare_chips,
    entry,
    foundry_presumption,
    hbm_density,
    largest_spec,
    performance_density,
    tariff,
    tpp,
)
from calculators.engine.errors import NameFault
from calculators.view.words import words


@pytest.mark.parametrize(
    ("rates", "specs", "value"),
    [
        ("dense", {"fp8": "296 TFLOPS"}, 2368),
        ("sparse", {"fp8": "592 TFLOPS"}, 2368),
        ("dense", {"fp8": "296 TFLOPS", "fp16": "149 TFLOPS"}, 2384),
        ("dense", {"tf32": "74 TFLOPS"}, 2368),
        ("dense", {"int8": "599.875 TOPS"}, 4799),
        ("dense", {"int8": "600 TOPS"}, 4800),
    ],
)
def test_tpp_is_the_highest_product_of_dense_rate_and_bits(rates: str, specs: dict[str, str], value: int) -> None:
    assert tpp.compute(tpp.Inputs(chip="", rates=rates, specs=specs)).tpp.value == value


def test_tpp_counts_tf32_as_chosen() -> None:
    found = tpp.compute(tpp.Inputs(chip="", rates="dense", tf32_as="used", specs={"tf32": "100 TFLOPS"}))
    assert found.tpp.value == 1900


def test_typed_rates_must_say_whether_they_are_dense() -> None:
    with pytest.raises(Fault) as caught:
        tpp.compute(tpp.Inputs(specs={"fp8": "592 TFLOPS"}))
    assert (caught.value.field, caught.value.kind) == ("rates", "dense-or-sparse")


def test_only_what_was_typed_is_halved() -> None:
    found = tpp.compute(tpp.Inputs(chip="nvidia-h20", rates="sparse", specs={"fp8": "300 TFLOPS"}))
    assert found.tpp.value == 2368
    assert dict(found.halved) == {"fp8": Decimal(300)}


DENSITY: list[tuple[dict[str, object], dict[str, str], Fraction | None]] = [
    ({"tpp": Decimal(4736)}, {"die_area": "800 mm^2", "non_planar": "yes"}, Fraction(592, 100)),
    ({"tpp": Decimal(4736), "dies": 2}, {"die_area": "400 mm^2", "non_planar": "yes"}, Fraction(592, 100)),
    (
        {"tpp": Decimal(4736)},
        {"die_area": "700 mm^2", "io_die_area": "100 mm^2", "non_planar": "yes"},
        Fraction(592, 100),
    ),
    (
        {"tpp": Decimal(4736), "io_non_planar": "no"},
        {"die_area": "800 mm^2", "io_die_area": "100 mm^2", "non_planar": "yes"},
        Fraction(592, 100),
    ),
    (
        {"tpp": Decimal(4736), "io_dies_as": "left-out"},
        {"die_area": "800 mm^2", "io_die_area": "100 mm^2", "non_planar": "yes"},
        Fraction(592, 100),
    ),
    (
        {"tpp": Decimal(592)},
        {"die_area": "800 mm^2", "io_die_area": "100 mm^2", "non_planar": "no"},
        Fraction(592, 100),
    ),
    ({"tpp": Decimal(4736)}, {"die_area": "800 mm^2", "non_planar": "no"}, None),
    ({"tpp": Decimal(4736)}, {"non_planar": "yes"}, None),
]


@pytest.mark.parametrize(("given", "specs", "value"), DENSITY)
def test_density_counts_the_dies_that_are_not_planar(
    given: dict[str, object], specs: dict[str, str], value: Fraction | None
) -> None:
    found = performance_density.compute(performance_density.Inputs(chip="", specs=specs, **given))  # type: ignore[arg-type]
    assert found.density.value == value


def test_a_typed_tpp_takes_the_place_of_the_chips_rates() -> None:
    found = performance_density.compute(performance_density.Inputs(chip="nvidia-h100-sxm", tpp=Decimal(814)))
    assert found.density.value == 1


@pytest.mark.parametrize(
    ("bandwidth", "licence"),
    [("219.9", "not required"), ("220", "not required"), ("220.1", "exception"), ("363", "required")],
)
def test_memory_is_controlled_above_two_and_excepted_below_three_point_three(bandwidth: str, licence: str) -> None:
    found = hbm_density.compute(hbm_density.Inputs(memory_bandwidth=Decimal(bandwidth), package_area=Decimal(110)))
    assert found.density.value == Fraction(Decimal(bandwidth)) / 110
    assert found.verdict.licence == licence


CHIP = {"process_node": "7 nm", "non_planar": "yes", "hbm": "no"}


@pytest.mark.parametrize(
    ("count", "completed", "truth"),
    [
        ("29.999e9", date(2026, 12, 31), False),
        ("30e9", date(2026, 12, 31), True),
        ("30e9", date(2027, 1, 1), False),
        ("35e9", date(2027, 12, 31), True),
        ("34.9e9", date(2028, 1, 1), True),
        ("34.9e9", date(2029, 1, 1), False),
        ("40e9", date(2029, 1, 1), True),
    ],
)
def test_the_presumption_falls_away_below_the_count_of_its_year(count: str, completed: date, truth: bool) -> None:
    found = foundry_presumption.compute(
        foundry_presumption.Inputs(
            designer="other",
            packaged_by="fabricator",
            packaged_in="TW",
            completed=completed,
            specs={**CHIP, "transistors": f"{count} transistor"},
        )
    )
    assert found.presumption is not None
    assert found.presumption.truth is truth


@pytest.mark.parametrize(("on", "known"), [(date(2025, 1, 30), False), (date(2025, 1, 31), True)])
def test_the_presumption_begins_with_its_compliance_date(on: date, known: bool) -> None:
    assert (foundry_presumption.compute(foundry_presumption.Inputs(on=on)).presumption is not None) is known


@pytest.mark.parametrize(
    ("rate", "bandwidth", "owed"),
    [
        ("1750 TFLOPS", "4800 GB/s", False),
        ("1750.125 TFLOPS", "4800 GB/s", True),
        ("2187.5 TFLOPS", "4800 GB/s", False),
        ("2000 TFLOPS", "4500 GB/s", False),
        ("2000 TFLOPS", "4501 GB/s", True),
        ("2000 TFLOPS", "5000 GB/s", False),
    ],
)
def test_the_duty_falls_strictly_inside_a_band(rate: str, bandwidth: str, owed: bool) -> None:
    found = tariff.compute(tariff.Inputs(chip="", specs={"fp8": rate, "memory_bandwidth": bandwidth}))
    assert found.band is not None
    assert found.duty is not None
    assert (found.band.truth, found.duty.truth) == (owed, owed)


def test_no_duty_the_day_before_and_none_for_an_exempt_use() -> None:
    assert tariff.compute(tariff.Inputs(on=date(2026, 1, 14))).band is None
    exempt = tariff.compute(tariff.Inputs(exempt_use="yes"))
    assert exempt.duty is not None
    assert exempt.duty.truth is False


def test_a_wrong_spec_is_a_fault_with_its_field() -> None:
    with pytest.raises(Faults) as caught:
        tariff.compute(tariff.Inputs(specs={"fp8": "3 TB/s"}))
    assert [fault.field for fault in caught.value.faults] == ["fp8"]


@pytest.mark.parametrize(
    ("spec", "instrument", "on", "limit"),
    [
        ("tpp", "oct-2023", date(2025, 1, 1), 2400),
        ("die_area", "oct-2023", date(2025, 1, 1), 740),
        ("memory_bandwidth", "is-informed-2025", date(2025, 6, 1), 672),
        ("memory_bandwidth", "", date(2025, 6, 1), 672),
    ],
)
def test_how_far_a_figure_of_the_h20_may_go(spec: str, instrument: str, on: date, limit: int) -> None:
    found = largest_spec.compute(largest_spec.Inputs(spec=spec, instrument=instrument, on=on))
    assert found.largest is not None
    assert (found.largest.limit, found.largest.attained) == (limit, False)
    for language in ("en", "zh-Hant"):
        assert f"{limit:,}" in largest_spec.sentence(found, words(language))


def test_what_would_free_a_chip_and_what_is_free_as_it_is() -> None:
    caught = largest_spec.compute(largest_spec.Inputs(question="cuts", chip="nvidia-rtx-4090", on=date(2023, 12, 1)))
    assert [(cut.spec, cut.limit) for cut in caught.cuts if cut.state == "cut"] == [("tpp", 4800)]
    free = largest_spec.compute(largest_spec.Inputs(question="cuts", chip="nvidia-h20", on=date(2025, 4, 8)))
    assert free.cuts == ()
    assert largest_spec.sentence(free, words("en")) == words("en")("largest-spec.free")


def test_a_matrix_holds_the_chips_named_and_those_of_a_maker() -> None:
    found = compare_chips.compute(compare_chips.Inputs(chips=("nvidia-h20",), maker="AMD"))
    assert {chip.maker for chip in found.chips[1:]} == {"AMD"}
    assert found.chips[0].id == "nvidia-h20"
    shown = compare_chips.show(found, words("en"))
    assert shown.count('<th scope="row">') == len(found.chips)


@pytest.mark.parametrize("name", entry.calculators())
def test_a_calculator_gives_its_amounts_or_says_that_it_has_none(name: str) -> None:
    try:
        assert entry.amounts(name, {})
    except NameFault as fault:
        assert (fault.kind, fault.given, fault.example) == ("no-amounts", name, "roofline")
