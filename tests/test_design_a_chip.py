"""A chip drawn under a text: its TPP at every bend of the rule, and what the rule leaves alone."""

from decimal import Decimal
from fractions import Fraction

import pytest

from calculators import chip_from, law
from calculators.design_a_chip import AREAS, Found, Inputs, compute, sentence, show
from calculators.engine.results import by_name
from calculators.view.words import words


def tpp(**drawn: object) -> Fraction | None:
    return by_name(compute(Inputs(**drawn)).amounts)["tpp"].value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("area", "most"),
    [
        # 3A090.b.2: 1,600 TPP or more with a density of 3.2 or more; .b.1: 2,400 or more with 1.6 or more.
        ("100", 1599),
        ("500", 1599),
        ("501", 1603),
        ("740", 2367),
        ("750", 2399),
        ("814", 2399),
        ("1500", 2399),
        ("1501", 2401),
        ("2000", 3199),
    ],
)
def test_the_rule_of_october_2023_bends_where_two_clauses_meet(area: str, most: int) -> None:
    assert tpp(die_area=Decimal(area)) == most


def test_the_rule_of_october_2022_lets_any_rate_pass_with_slow_links() -> None:
    """Both conditions had to be met: 4,800 bits × TOPS and 600 GB/s; 128 GB/s of the host link count too."""
    assert tpp(instrument="oct-2022", interconnect=Decimal(472)) == 4799
    found = compute(Inputs(instrument="oct-2022", interconnect=Decimal(471)))
    assert by_name(found.amounts)["tpp"].formula == "free"
    assert found.largest.state == "any"


def test_letters_that_look_at_memory_leave_no_rate() -> None:
    found = compute(Inputs(instrument="is-informed-2025"))
    assert found.amounts == () and found.curve is None
    for language in ("en", "zh-Hant"):
        assert "is-informed-2025" in sentence(found, words(language)) and sentence(found, words(language)) in show(
            found, words(language)
        )


def test_what_is_drawn_is_what_the_law_lets_pass() -> None:
    """The forward rule agrees with the answer: at it no clause is met, one TPP above it one is."""
    from calculators import assess

    for area in ("600", "814", "1600"):
        most = tpp(die_area=Decimal(area))
        assert most is not None
        answers = []
        for value in (most, most + 1):
            rate = value / 8
            given = {
                "fp8": f"{float(rate):.6f} TFLOPS",
                "die_area": f"{area} mm²",
                "non_planar": "yes",
                "datacenter": "yes",
            }
            answers.append(assess(chip_from(given), on="2023-11-17", to="CN").licence)
        assert answers[0] == "not required" and answers[1] != "not required", area


def amounts(found: Found) -> dict[str, Fraction | None]:
    return {name: amount.value for name, amount in by_name(found.amounts).items()}


def test_memory_makes_it_write_faster_and_leaves_reading_alone() -> None:
    slow, fast = (amounts(compute(Inputs(memory_bandwidth=Decimal(speed)))) for speed in (2000, 4000))
    assert (slow["write"] or 0) * 2 == fast["write"]
    assert slow["read"] == fast["read"]


def test_area_makes_it_read_faster_and_leaves_writing_alone() -> None:
    small, large = (amounts(compute(Inputs(die_area=Decimal(area)))) for area in (500, 2000))
    assert small["write"] == large["write"]
    assert Fraction(large["read"] or 0) / Fraction(small["read"] or 1) == Fraction(3199, 1599)


def test_writing_is_held_back_by_arithmetic_once_many_are_served() -> None:
    formulas = [by_name(compute(Inputs(batch=batch)).amounts)["write"].formula for batch in (1, 10_000)]
    assert formulas == ["write-traffic", "write-arithmetic"]


@pytest.mark.parametrize("goal", ["read", "write"])
def test_the_curve_goes_over_every_area_and_through_the_point(goal: str) -> None:
    found = compute(Inputs(goal=goal))
    assert found.curve is not None
    assert [x for x, _ in found.curve.points] == list(AREAS)
    assert found.curve.own == (814, amounts(found)[goal])
    assert show(found, words("en")).count("<svg") == 1


@pytest.mark.parametrize("instrument", [i.id for i in law().instruments.values() if i.parts])
def test_every_text_is_answered_in_both_languages(instrument: str) -> None:
    found = compute(Inputs(instrument=instrument))
    for language in ("en", "zh-Hant"):
        assert sentence(found, words(language))
        assert show(found, words(language))
