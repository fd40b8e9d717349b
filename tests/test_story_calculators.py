"""The calculators of the story against published cases, each with its source."""

from decimal import Decimal
from fractions import Fraction

import pytest

from calculators import equivalents, interconnect, money, roofline, supply, training_run
from calculators.engine.results import by_name
from calculators.view.words import words


def test_deepseek_v3_as_its_report_counts_it() -> None:
    """arXiv:2412.19437, table 1 and section 4.1: 2.788 million H800 hours, 2,048 of them, 5.576 million dollars at 2 an hour."""
    found = by_name(training_run.compute(training_run.Inputs()).amounts)
    assert found["cost"].value == 5_576_000
    assert found["days"].value == Fraction(2_788_000, 2048 * 24)
    assert round(float(found["days"].value or 0), 1) == 56.7
    assert round(float(found["work"].value or 0), 2) == 3.29
    assert round(float(found["sustained"].value or 0)) == 343
    assert round(float(found["utilisation"].value or 0), 1) == 34.6


def test_deepseek_v3_against_the_peak_it_computed_at() -> None:
    found = by_name(training_run.compute(training_run.Inputs(rate="fp8")).amounts)
    assert round(float(found["utilisation"].value or 0), 1) == 17.3


def test_llama_3_1_405b_takes_3_8e25_operations() -> None:
    """arXiv:2407.21783, section 3.2.1: 405 billion parameters, 15.6 trillion tokens, 3.8 × 10²⁵ FLOP."""
    found = by_name(
        training_run.compute(
            training_run.Inputs(
                active=Decimal(405),
                tokens=Decimal(15600),
                chip="nvidia-h100-sxm",
                training=Decimal(30_840_000),
                rest=Decimal(0),
            )
        ).amounts
    )
    assert round(float(found["work"].value or 0), 0) == 38
    assert 30 < float(found["utilisation"].value or 0) < 43


@pytest.mark.parametrize(
    ("chip", "ridge"),
    [("nvidia-a100-sxm-80gb", 153), ("nvidia-h100-sxm", 295), ("nvidia-h20", 37), ("nvidia-h200-sxm", 206)],
)
def test_ridge_points(chip: str, ridge: int) -> None:
    found = by_name(roofline.compute(roofline.Inputs(chip=chip)).amounts)
    assert round(float(found["ridge"].value or 0)) == ridge


def test_the_h20_writes_faster_and_reads_slower_than_the_h100() -> None:
    found = roofline.compute(roofline.Inputs())
    assert roofline.ratio(found, "speed") == Fraction(4000, 3350)
    assert roofline.ratio(found, "prefill") == Fraction(1979, 296)


@pytest.mark.parametrize(
    ("chip", "other", "said"),
    [
        ("nvidia-h20", "nvidia-h100-sxm", ["takes 6.69 times as long", "Writes 1.19 times as fast"]),
        ("nvidia-h100-sxm", "nvidia-h20", ["Reads the prompt 6.69 times as fast", "Writing takes 1.19 times as long"]),
        ("nvidia-h20", "huawei-ascend-920", ["takes 6.08 times as long", "Writes as fast as"]),
    ],
)
def test_two_chips_are_compared_in_figures_that_are_never_under_one(chip: str, other: str, said: list[str]) -> None:
    shown = roofline.show(roofline.compute(roofline.Inputs(chip=chip, against=other)), words("en"))
    assert [part for part in said if part not in shown] == []


def test_a_large_batch_is_held_back_by_arithmetic() -> None:
    small, large = (
        by_name(roofline.compute(roofline.Inputs(batch=batch, prompt=1, cache=Decimal(0))).amounts)["decode"]
        for batch in (36, 38)
    )
    assert (small.formula, large.formula) == ("decode-traffic", "decode-arithmetic")


@pytest.mark.parametrize(("billions", "formula"), [("47.9999", "memory"), ("48", "memory"), ("48.0001", "memory-over")])
def test_a_model_that_one_chip_cannot_hold_is_said_to_be_so(billions: str, formula: str) -> None:
    """Two bytes a weight into the 96 GB of an H20."""
    asked = roofline.Inputs(parameters=Decimal(billions), cache=Decimal(0))
    assert by_name(roofline.compute(asked).amounts)["memory"].formula == formula


def test_what_is_missing_is_named() -> None:
    found = by_name(roofline.compute(roofline.Inputs(rate="fp4")).amounts)
    assert (found["ridge"].value, found["ridge"].missing) == (None, ("fp4",))


@pytest.mark.parametrize(("hours", "formula"), [("922351", "utilisation-over"), ("922352", "utilisation")])
def test_a_use_beyond_the_peak_is_said_to_be_impossible(hours: str, formula: str) -> None:
    """3.2856e24 / (989.5e12 * 3600) is 922,351.4 hours."""
    found = by_name(training_run.compute(training_run.Inputs(training=Decimal(hours))).amounts)
    assert found["utilisation"].formula == formula


def test_without_hours_it_is_the_hours_that_are_missing() -> None:
    found = by_name(training_run.compute(training_run.Inputs(training=Decimal(0))).amounts)
    assert found["utilisation"].missing == ("training",)
    assert "needs: Chip-hours of pre-training" in training_run.show(
        training_run.compute(training_run.Inputs(training=Decimal(0))), words("en")
    )


def test_the_h800_exchanges_nine_quarters_as_long_as_the_h100() -> None:
    found = interconnect.compute(interconnect.Inputs(latency=Decimal(0)))
    one, other = by_name(found.amounts), by_name(found.others)
    assert (one["all-reduce"].value or 0) / (other["all-reduce"].value or 1) == Fraction(9, 4)


@pytest.mark.parametrize(("overlap", "hidden"), [(0, False), (43, False), (44, True), (100, True)])
def test_only_what_arithmetic_does_not_hide_is_waited_for(overlap: int, hidden: bool) -> None:
    found = by_name(interconnect.compute(interconnect.Inputs(latency=Decimal(0), overlap=overlap)).amounts)
    assert found["all-reduce"].value == Fraction(35, 4)
    assert (found["waiting"].value == 0) is hidden


@pytest.mark.parametrize(("area", "dies"), [("814", 63), ("100", 640), ("70000", 0)])
def test_dies_on_a_wafer(area: str, dies: int) -> None:
    assert supply.gross_dies(Decimal(area), Decimal(300)) == dies


def test_the_racks_of_the_essay() -> None:
    """Claim c094: 8.1 million cards, 97.2 billion dollars at 12,000 each, 5.8 years of the supply of 2024."""
    found = by_name(supply.compute(supply.Inputs()).amounts)
    assert found["wanted"].value == 8_100_000
    assert found["cost"].value == 97_200_000_000
    assert round(float(found["years"].value or 0), 1) == 5.8
    assert found["draw"].value == Fraction(324, 100)


def test_the_write_down_against_the_year() -> None:
    """Claim c049: 4.5 of 72.88 billion is 6.2%."""
    found = by_name(money.compute(money.Inputs()).amounts)
    assert round(float(found["loss-share"].value or 0), 1) == 6.2
    assert found["in-yuan"].value == 86_400
    assert found["fee-sum"].value == 150_000_000
    assert found["duty-sum"].value == 3_000


def test_sparse_over_dense_doubles_and_a_system_multiplies() -> None:
    plain = by_name(equivalents.compute(equivalents.Inputs(chip="nvidia-h100-sxm")).amounts)
    doubled = by_name(equivalents.compute(equivalents.Inputs(chip="nvidia-h100-sxm", rates="sparse", count=8)).amounts)
    assert (plain["fp8"].value, doubled["fp8"].value) == (1, 16)
    assert (plain["memory"].value, doubled["memory"].value) == (1, 8)
    assert doubled["fp64"].value == 8


def test_what_is_missing_of_one_chip_is_said_to_be_missing_of_that_chip() -> None:
    found = equivalents.compute(equivalents.Inputs(chip="nvidia-b300"))
    assert by_name(found.amounts)["fp4"].missing == ("nvidia-h100-sxm.fp4",)
    assert "needs: FP4 of Nvidia H100 SXM" in equivalents.show(found, words("en"))
