"""The press check: numbers as articles print them, each with what it is and what it is not."""

import json
import time
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import Fault, entry, press_check
from calculators.engine.press import Press, known_units, press
from calculators.engine.printed import between, figures, holds, limits, until
from calculators.engine.units import read_written
from calculators.view.press_meanings import MEANS
from calculators.view.words import words


def asked(text: str, on: date | None = None) -> Press:
    return press(read_written(text, "number"), on)


def limits_of(found: Press, *, form: str = "itself", swapped: bool = False) -> set[tuple[str, str]]:
    return {
        (hit.found.part.instrument, hit.found.line.text)
        for hit in found.limits
        if hit.found.form.kind == form and hit.look.swapped is swapped
    }


def chips_of(found: Press, name: str, form: str = "itself") -> set[str]:
    return {
        hit.found.chip.id
        for hit in found.figures
        if hit.exact and not hit.found.other and (hit.found.name, hit.found.form.kind) == (name, form)
    }


LIMITS = [
    ("370 GFLOPS/mm²", "as-told", "told_density >= 370 GFLOPS/mm^2"),
    ("0.37 TFLOPS/mm2", "as-told", "told_density >= 370 GFLOPS/mm^2"),
    ("300 TFLOPS", "as-told", "told_rate >= 300 TFLOPS"),
    ("4800", "oct-2023", "tpp >= 4800 TPP"),
    ("4,800 TPP", "oct-2023", "tpp < 4800 TPP"),
    ("4800", "oct-2022", "bit_tops >= 4800 TPP"),
    ("5.92", "oct-2023", "performance_density >= 5.92 TPP/mm^2"),
    ("5.920 TPP/mm²", "oct-2023", "performance_density < 5.92 TPP/mm^2"),
    ("600 GB/s", "oct-2022", "interconnect_bandwidth >= 600 GB/s"),
    ("1,400 GB/s", "is-informed-2025", "memory_bandwidth >= 1400 GB/s"),
    ("1.4 TB/s", "is-informed-2025", "memory_bandwidth >= 1400 GB/s"),
    ("1.6", "oct-2023", "performance_density >= 1.6 TPP/mm^2"),
    ("3.2", "oct-2023", "performance_density >= 3.2 TPP/mm^2"),
    ("3.3 GB/s/mm²", "dec-2024-hbm", "hbm_density < 3.3 GB/s/mm^2"),
    ("30e9", "foundry-presumption", "transistors < 30e9 transistor"),
    ("５．９２", "oct-2023", "performance_density >= 5.92 TPP/mm^2"),
]


@pytest.mark.parametrize(("text", "instrument", "line"), LIMITS)
def test_a_number_is_the_limit_that_it_was_printed_of(text: str, instrument: str, line: str) -> None:
    found = asked(text)
    assert (instrument, line) in limits_of(found)
    assert found.limits[0].exact


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f"])
def test_a_space_may_stand_between_thousands(space: str) -> None:
    assert asked(f"4{space}800 TPP").written == asked("4,800 TPP").written
    assert asked(f"4{space}800").limits


@pytest.mark.parametrize("text", ["4799 TPP", "4801 TPP", "5.91 TPP/mm²", "5.93 TPP/mm²", "599 GB/s", "1399 GB/s"])
def test_just_beside_a_limit_is_no_limit_and_names_the_nearest(text: str) -> None:
    found = asked(text)
    assert limits_of(found) == set()
    written = found.written.number
    (_, below, above) = found.near[0]
    assert all(one.value < written for one in below)
    assert all(one.value > written for one in above)
    assert {one.value for one in (*below, *above)} & {4800, Fraction("5.92"), 600, 1400}


ROUNDED = [("5.9 TPP/mm²", True), ("5.90 TPP/mm²", False), ("6 TPP/mm²", True), ("5.9199 TPP/mm²", False)]


@pytest.mark.parametrize(("text", "met"), ROUNDED)
def test_rounding_goes_by_the_digits_that_were_typed(text: str, met: bool) -> None:
    found = asked(text)
    assert bool(limits_of(found)) is met
    assert not any(hit.exact for hit in found.limits if hit.found.form.kind == "itself")


def test_what_lies_half_a_digit_away_still_rounds_to_it() -> None:
    assert {hit.found.name for hit in asked("989 TFLOPS").figures if hit.found.chip.id == "nvidia-h100-sxm"} >= {"fp16"}
    assert {hit.found.name for hit in asked("990 TFLOPS").figures if hit.found.chip.id == "nvidia-h100-sxm"} >= {"fp16"}
    names = {hit.found.name for hit in asked("989.0 TFLOPS").figures if hit.found.chip.id == "nvidia-h100-sxm"}
    assert names == {"tf32"}


def test_a_limit_on_tpp_is_a_rate_at_each_length_of_inputs() -> None:
    by_bits = {
        (hit.found.form.kind, hit.found.form.bits)
        for hit in asked("600 TFLOPS").limits
        if hit.found.line.text == "tpp >= 4800 TPP" and hit.found.part.instrument == "oct-2023"
    }
    assert by_bits == {("dense", 8), ("sparse", 16)}
    at = {hit.found.form.bits for hit in asked("370 GFLOPS/mm²").limits if hit.found.form.kind == "dense"}
    assert at == {16}


def test_links_are_limited_both_ways_and_printed_one_way() -> None:
    assert ("oct-2022", "link_bandwidth >= 600 GB/s") in limits_of(asked("300 GB/s"), form="one-way")
    assert "nvidia-h100-sxm" in chips_of(asked("450 GB/s"), "interconnect", "one-way")
    assert "nvidia-h100-sxm" in chips_of(asked("900 GB/s"), "interconnect")


def test_1979_is_the_h100_dense_at_fp8_and_sparse_at_fp16() -> None:
    found = asked("1,979 TFLOPS")
    assert "nvidia-h100-sxm" in chips_of(found, "fp8", "dense")
    assert "nvidia-h100-sxm" in chips_of(found, "fp16", "sparse")
    dense, sparse = asked("1979 TFLOPS dense"), asked("1979 TFLOPS (sparse)")
    assert ("nvidia-h100-sxm" in chips_of(dense, "fp8", "dense"), chips_of(dense, "fp16", "sparse")) == (True, set())
    assert ("nvidia-h100-sxm" in chips_of(sparse, "fp16", "sparse"), chips_of(sparse, "fp8", "dense")) == (True, set())
    assert "nvidia-h100-sxm" in chips_of(asked("3958 TFLOPS"), "fp8", "sparse")


def test_double_precision_is_never_printed_sparse() -> None:
    assert not [
        f
        for f in between(figures(), "TFLOPS", Fraction(0), Fraction(10**6))
        if f.name == "fp64" and f.form.kind == "sparse"
    ]


def test_no_sparse_reading_is_offered_where_no_datasheet_prints_one() -> None:
    said = {text: str(press_check.show(asked(text), words("en"))) for text in ("70 TFLOPS", "70 TFLOPS sparse")}
    assert "At 64 bits (FP64, FP64 matrix): 4,480\u00a0TPP." in said["70 TFLOPS"]
    assert "At 64 bits" not in said["70 TFLOPS sparse"]


def test_296_is_the_h20_in_two_ways() -> None:
    found = asked("296")
    assert "nvidia-h20" in chips_of(found, "fp8", "dense")
    assert "nvidia-h20" in chips_of(found, "fp16", "sparse")
    assert chips_of(asked("2368 TPP"), "tpp") >= {"nvidia-h20"}
    assert chips_of(asked("4736 TPP"), "tpp", "sparse") >= {"nvidia-h20"}


def test_a_systems_figure_may_be_that_of_all_its_chips() -> None:
    one = next(hit.found for hit in asked("20 PFLOPS").figures if hit.found.form.kind == "total")
    assert (one.chip.id, one.form.count, one.name) == ("nvidia-gb200-superchip", 2, "fp4")


# Units that are mistaken for one another


def test_70_tflops_is_adjusted_peak_performance_and_no_limit_on_a_chip() -> None:
    found = asked("70 TFLOPS")
    assert (found.limits, [one.id for one, _ in found.elsewhere]) == ((), ["app-70"])
    assert not found.elsewhere[0][1].swapped
    html = str(press_check.show(found, words("en")))
    assert "adjusted peak performance" in html
    assert "banhammer" in html


@pytest.mark.parametrize("text", ["70 WT", "70", "70 TFLOPS"])
def test_the_printed_figure_is_told_under_every_unit_it_had(text: str) -> None:
    assert [one.id for one, _ in asked(text).elsewhere] == ["app-70"]


@pytest.mark.parametrize("text", ["71 TFLOPS", "70.5 WT", "70 GB/s", "70 W"])
def test_and_under_no_other(text: str) -> None:
    assert asked(text).elsewhere == ()


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_app_is_explained_and_no_limit_of_it_is_held(language: str) -> None:
    found = asked("0.75 WT")
    assert found.nothing
    html = str(press_check.show(found, words(language)))
    assert "4A003" in html
    assert words(language)("press-check.no-app") in html


SWAPPED = [
    ("4800 TFLOPS", "TPP", "tpp >= 4800 TPP"),
    ("5.92 TFLOPS/mm²", "TPP/mm^2", "performance_density >= 5.92 TPP/mm^2"),
    ("1400 Gb/s", "GB/s", "memory_bandwidth >= 1400 GB/s"),
    ("1400 GB", "GB/s", "memory_bandwidth >= 1400 GB/s"),
]


@pytest.mark.parametrize(("text", "unit", "line"), SWAPPED)
def test_the_same_digits_in_the_unit_that_was_meant(text: str, unit: str, line: str) -> None:
    found = asked(text)
    assert limits_of(found) == set()
    assert line in {line for _, line in limits_of(found, swapped=True)}
    assert {hit.look.unit for hit in found.limits if hit.look.swapped} == {unit}


def test_gibibytes_are_more_than_the_same_digits_of_gigabytes() -> None:
    found = asked("80 GiB")
    assert {hit.look.swapped for hit in found.figures if hit.found.chip.id == "nvidia-h100-sxm"} == {True}
    assert "85.9" in str(press_check.show(asked("80 GB"), words("en")))


# Days


def test_a_limit_holds_from_its_day_until_it_is_replaced() -> None:
    of_2022 = ("oct-2022", "interconnect_bandwidth >= 600 GB/s")
    days = [date(2022, 10, 20), date(2022, 10, 21), date(2023, 11, 16), date(2023, 11, 17)]
    assert [of_2022 in limits_of(asked("600 GB/s", day)) for day in days] == [False, True, True, False]
    assert asked("600 GB/s", days[0]).at_other_times == len(asked("600 GB/s").limits)
    assert asked("600 GB/s", days[1]).at_other_times == 0


def test_the_last_day_agrees_with_what_is_in_force() -> None:
    for _, standing in limits().values():
        for one in standing:
            ends = until(one.part)
            assert not holds(one.part, one.part.begins - one.part.begins.resolution)
            assert ends is None or not holds(one.part, ends)


def test_every_limit_of_the_data_is_found_by_its_own_text() -> None:
    for unit, (_, standing) in limits().items():
        for one in (one for one in standing if one.form.kind == "itself"):
            assert one in between(limits(), unit, one.value, one.value)
            said = one.line.text.split(" ", 2)[2]
            assert one in {hit.found for hit in asked(said).limits}, said


def test_every_unit_has_its_words() -> None:
    assert set(known_units()) == set(MEANS)
    for key in set(MEANS.values()):
        assert words("en").has(f"press-check.means-{key}")
        assert words("zh-Hant").has(f"press-check.mistaken-{key}")


# Rubbish


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "needed"),
        ("TFLOPS", "not-a-number"),
        ("3,35 TB/s", "comma"),
        ("-5 TPP", "negative"),
        ("70 florins", "unknown-unit"),
        ("1e400", "out-of-range"),
        ("70萬億次", "unknown-unit"),
        ("9" * 101, "too-long"),
        ("<b>70</b>", "not-a-number"),
    ],
)
def test_what_cant_be_read_is_said_at_the_field(text: str, kind: str) -> None:
    for language in ("en", "zh-Hant"):
        reply = entry.render("press_check", {"number": text}, language)
        assert (reply["state"], set(reply["errors"])) == ("invalid", {"number"})
    if text:
        with pytest.raises(Fault) as caught:
            read_written(text, "number")
        assert caught.value.kind == kind


def test_a_unit_of_which_nothing_is_measured_is_read_and_said() -> None:
    found = asked("5 USD")
    assert found.nothing
    assert "5\u00a0USD" in str(press_check.show(found, words("en")))


@given(
    st.text(max_size=120)
    | st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,3})? ?(TFLOPS|TB/s|GiB|WT|%|mm²|稀疏)?", fullmatch=True)
)
def test_any_text_gets_an_answer_or_a_message(text: str) -> None:
    reply = entry.render("press_check", {"number": text}, "en")
    assert reply["state"] in ("ok", "invalid")
    json.dumps(reply)


def test_an_answer_takes_no_time() -> None:
    asked("1")
    begun = time.process_time()
    for number in range(100):
        entry.render("press_check", {"number": f"{number / 10}"}, "en")
    assert time.process_time() - begun < 5
