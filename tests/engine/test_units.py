"""A reader's text as a quantity: the right value, or a fault that says what to write instead; never a guess."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calculators import Fault, Faults, parse, quantity, registry, show
from calculators.engine.names import read_specs, specs
from calculators.engine.units import LARGEST, exact

READ = [
    ("296 TFLOPS", "TFLOPS", "296"),
    ("1,979 TFLOPS", "TFLOPS", "1979"),
    ("1979TFLOPS", "TFLOPS", "1979"),
    ("2.5 PFLOPS", "TFLOPS", "2500"),
    ("2.5 Pflop/s", "TFLOPS", "2500"),
    ("296 TOPS", "TFLOPS", "296"),
    ("989.5 TFLOPS dense", "TFLOPS", "989.5"),
    ("989.5 TFLOPS (without sparsity)", "TFLOPS", "989.5"),
    ("148 TFLOPS（密集）", "TFLOPS", "148"),
    ("4 TB/s", "GB/s", "4000"),
    ("4 Tb/s", "GB/s", "500"),
    ("900 GBps", "GB/s", "900"),
    ("100 Gbps", "GB/s", "12.5"),
    ("3.35 TB/s", "GB/s", "3350"),
    ("4 TiB/s", "GB/s", "4398.046511104"),
    ("80 GB", "GB", "80"),
    ("80 GiB", "GB", "85.89934592"),
    ("814 mm^2", "mm^2", "814"),
    ("814mm²", "mm^2", "814"),
    ("814 mm2", "mm^2", "814"),
    ("5.92 TPP/mm²", "TPP/mm^2", "5.92"),
    ("80e9 transistor", "transistor", "80000000000"),
    ("４ ＴＢ／ｓ", "GB/s", "4000"),
    ("\u200f4 TB/s\u200e", "GB/s", "4000"),
    ("  4\u00a0TB/s ", "GB/s", "4000"),
    ("50 %", "percent", "50"),
    ("0 GB/s", "GB/s", "0"),
    ("1 979 TFLOPS", "TFLOPS", "1979"),
    ("1\u00a0979\u00a0TFLOPS", "TFLOPS", "1979"),
    ("1\u2009979.5 TFLOPS", "TFLOPS", "1979.5"),
    ("1\u202f979 000 GFLOPS", "TFLOPS", "1979"),
    ("dense 1 979 TFLOPS", "TFLOPS", "1979"),
]

REFUSED = [
    ("", "TFLOPS", "not-a-number"),
    ("fast", "TFLOPS", "not-a-number"),
    ("NaN", "TFLOPS", "not-a-number"),
    ("inf TFLOPS", "TFLOPS", "not-a-number"),
    ("<img src=x onerror=alert(1)>", "TFLOPS", "not-a-number"),
    ("__import__('os')", "TFLOPS", "not-a-number"),
    ("1.979.000 TFLOPS", "TFLOPS", "not-a-number"),
    ("9**9**9", "TFLOPS", "unknown-unit"),
    ("1979 T", "TFLOPS", "unknown-unit"),
    ("3 furlong", "mm^2", "unknown-unit"),
    ("4 TB/s 3", "GB/s", "unknown-unit"),
    ("4 tb/s", "GB/s", "unknown-unit"),
    ("296 TFLOPS FP8", "TFLOPS", "unknown-unit"),
    ("296", "TFLOPS", "no-unit"),
    ("4 TB", "GB/s", "other-dimension"),
    ("296 TPP", "TFLOPS", "other-dimension"),
    ("4 TB/s", "TFLOPS", "other-dimension"),
    ("-3 TFLOPS", "TFLOPS", "negative"),
    ("−3 TFLOPS", "TFLOPS", "negative"),
    ("1e400 TFLOPS", "TFLOPS", "out-of-range"),
    ("1e25 TFLOPS", "TFLOPS", "out-of-range"),
    ("1" * 31 + " TFLOPS", "TFLOPS", "out-of-range"),
    ("9" * 10_000, "TFLOPS", "too-long"),
    *(
        (f"{number} TFLOPS", "TFLOPS", "not-a-number")
        for number in (
            "4 8",
            "4 80",
            "4 8000",
            "4800 000",
            "0 800",
            "4  800",
            "4\t800",
            "4\n800",
            "4\u2007800",
            "4 800 12",
            "4 800,000",
            "4 800 1,234",
            "4. 800",
        )
    ),
    ("-4 800 TFLOPS", "TFLOPS", "negative"),
    ("4 800", "TFLOPS", "no-unit"),
    ("4,800 000 TFLOPS", "TFLOPS", "comma"),
    ("4 800 TFLOPS 2 300", "TFLOPS", "unknown-unit"),
    ("3,35 TB/s", "GB/s", "comma"),
    ("12,34 TFLOPS", "TFLOPS", "comma"),
    ("1979 TFLOPS sparse", "TFLOPS", "sparse"),
    ("3,958 TFLOPS with sparsity", "TFLOPS", "sparse"),
    ("3958 TFLOPS（稀疏）", "TFLOPS", "sparse"),
]


@pytest.mark.parametrize(("text", "unit", "value"), READ)
def test_a_quantity_is_read_exactly(text: str, unit: str, value: str) -> None:
    assert Decimal(value) == parse(text, unit, "field").value


@pytest.mark.parametrize(("text", "unit", "kind"), REFUSED)
def test_what_cannot_be_read_says_why(text: str, unit: str, kind: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(text, unit, "field", example="1 X")

    assert kind == caught.value.kind
    assert caught.value.field == "field"
    assert len(str(caught.value)) < 400


NEAREST = [
    ("1979 T", "TFLOPS", "TFLOPS"),
    ("4 tb/s", "GB/s", "TB/s"),
    ("3,35 TB/s", "GB/s", "3.35 TB/s"),
    ("1979 TFLOPS sparse", "TFLOPS", "989.5 TFLOPS"),
    ("1 979 TFLOPS sparse", "TFLOPS", "989.5 TFLOPS"),
]


@pytest.mark.parametrize(("text", "unit", "nearest"), NEAREST)
def test_a_refusal_names_the_nearest_right_writing(text: str, unit: str, nearest: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(text, unit, "field")

    assert nearest in caught.value.near


@given(st.text(max_size=200))
@example("9**9**9")
@example("1e1000000 TFLOPS")
@example("1/0 TFLOPS")
@example("1 TFLOPS/TFLOPS")
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("fp8", "die_area", "memory_bandwidth", "datacenter", "maker_headquarters"):
        try:
            found = read_specs({name: text})[name]
        except Faults as faults:
            assert faults.faults[0].field == name
        else:
            assert found is None or isinstance(found, str) or Decimal(0) <= found <= LARGEST


@given(
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.sampled_from([n for n in specs().values() if n.unit]),
)
def test_what_is_shown_is_read_back(value: Decimal, name) -> None:  # type: ignore[no-untyped-def]
    if (name.above_zero and not value) or name.unit == "transistor":
        return
    text = f"{format(value, 'f')} {name.unit}"

    assert value == parse(text, name.unit, name.id).value
    assert parse(show(value, name.unit), name.unit, name.id).value == value


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**9),
    st.decimals(min_value=0, max_value=10**6, places=2).map(Fraction),
)
@example(Fraction(1776000, 300001), Fraction(592, 100))
def test_a_value_is_never_shown_as_a_limit_that_it_is_not(value: Fraction, limit: Fraction) -> None:
    assert (show(value, apart_from=limit) == show(limit)) == (value == limit)


def test_the_registry_keeps_operations_bits_and_counts_apart() -> None:
    dimensions = {
        str(registry.Quantity(1, unit).dimensionality)
        for unit in ("TFLOPS", "GB/s", "TPP", "transistor", "mm^2", "W", "GB")
    }
    assert len(dimensions) == 7


def test_a_rate_times_bits_is_tpp() -> None:
    assert quantity(Decimal("989.5"), "TFLOPS") * quantity(16, "bit") == quantity(15832, "TPP")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2368), "2368"),
        (Fraction(5, 8), "0.625"),
        (Fraction(0), "0"),
    ],
)
def test_programs_get_plain_decimals(value: Fraction, text: str) -> None:
    assert text == exact(value)
