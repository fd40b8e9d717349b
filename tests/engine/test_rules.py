"""Three-valued evaluation: what is unknown never turns into an answer that a later-known value contradicts."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import assess, chip_from, chips, law, load_chip
from calculators.engine import verdict
from calculators.engine.errors import Fault
from calculators.engine.judge import Requirement
from calculators.engine.metrics import metrics
from calculators.engine.rules import INFINITE, Finding, Line, lines, parse_line
from calculators.engine.verdict import Verdict

DAYS = (
    "2022-09-01",
    "2022-11-01",
    "2023-10-23",
    "2023-12-01",
    "2024-05-01",
    "2025-02-01",
    "2025-06-01",
    "2026-02-01",
    "2026-08-01",
)
PLACES = ("CN", "HK", "MO", "VN", "SA", "AE", "DE", "IL", "US")
RATES = st.sampled_from(["99.99", "100", "149.99", "150", "299.99", "300", "989.5", "1312", "1313"])
SPECS = st.fixed_dictionaries(
    {
        "fp16": RATES.map(lambda r: f"{r} TFLOPS"),
        "die_area": st.sampled_from(["200", "300", "500", "1500", "1600"]).map(lambda a: f"{a} mm^2"),
        "non_planar": st.sampled_from(["yes", "no"]),
        "datacenter": st.sampled_from(["yes", "no"]),
        "memory_bandwidth": st.sampled_from(["1399", "1400", "4000", "4800", "6500"]).map(lambda b: f"{b} GB/s"),
        "interconnect": st.sampled_from(["0", "400", "472", "900"]).map(lambda b: f"{b} GB/s"),
        "pcie": st.sampled_from(["64", "128"]).map(lambda b: f"{b} GB/s"),
        "maker": st.sampled_from(["Nvidia", "AMD", "Acme"]),
    }
)


def ask(given_specs: dict[str, str], day: str, to: str) -> Verdict:
    return assess(chip_from(given_specs), on=day, to=to)


@settings(max_examples=150, deadline=None)
@given(
    SPECS,
    st.sets(
        st.sampled_from(["die_area", "non_planar", "datacenter", "memory_bandwidth", "interconnect", "pcie", "maker"])
    ),
    st.sampled_from(DAYS),
    st.sampled_from(PLACES),
)
def test_a_definite_answer_survives_every_later_known_value(
    full: dict[str, str], hidden: set[str], day: str, to: str
) -> None:
    known, partial = ask(full, day, to), ask({k: v for k, v in full.items() if k not in hidden}, day, to)

    if partial.licence != "unknown":
        assert partial.licence == known.licence
        if partial.review != "unknown":
            assert partial.review == known.review
    else:
        assert partial.missing


@settings(max_examples=150, deadline=None)
@given(
    SPECS,
    st.sampled_from(["fp16", "memory_bandwidth", "interconnect"]),
    st.sampled_from(DAYS),
    st.sampled_from(PLACES),
)
def test_a_stronger_chip_is_never_treated_more_gently(weak: dict[str, str], key: str, day: str, to: str) -> None:
    number, unit = weak[key].split()
    strong = weak | {key: f"{Decimal(number) * 3 + 1} {unit}"}
    order = ["not required", "exception", "required"]
    before, after = ask(weak, day, to), ask(strong, day, to)

    if "unknown" not in (before.licence, after.licence):
        assert order.index(after.licence) >= order.index(before.licence)


def findings(verdict: Verdict) -> list[Finding]:
    found: list[Finding] = []
    pending = [c.finding for row in verdict.rows for c in row.clauses if c.finding]
    while pending:
        finding = pending.pop()
        found.append(finding)
        pending += finding.members
    return found


@settings(max_examples=60, deadline=None)
@given(SPECS, st.sampled_from(DAYS), st.sampled_from(PLACES))
def test_a_margins_sign_is_the_truth(given_specs: dict[str, str], day: str, to: str) -> None:
    for finding in findings(ask(given_specs, day, to)):
        if finding.truth is None:
            assert finding.margin is None
        elif finding.margin not in (None, 0):
            assert finding.truth == (finding.margin > 0)


@pytest.mark.parametrize(
    "text",
    [
        "tpp >= 4800",
        "tpp is 4800 TPP",
        "to >= CN",
        "item in 3A090.a",
        "tpp >= 4800 GB/s",
        "tpp=>4800 TPP",
        "datacenter is maybe",
        "to in Atlantis",
        "",
        "completed < 2028-13-01",
    ],
)
def test_a_line_that_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(Fault):
        parse_line(text)


def test_ratios_are_compared_as_fractions() -> None:
    chip = chip_from({"fp16": "111 TFLOPS", "die_area": "300 mm^2", "non_planar": "yes"})

    assert Fraction(592, 100) == metrics(chip)["performance_density"].value


def test_a_known_part_of_a_sum_can_decide() -> None:
    chip = chip_from({"fp16": "312 TFLOPS", "interconnect": "600 GB/s", "maker": "Acme"})

    assert assess(chip, on="2022-11-01", to="CN").licence == "required"
    assert (
        assess(
            chip_from({"fp16": "312 TFLOPS", "interconnect": "599 GB/s", "maker": "Acme"}),
            on="2022-11-01",
            to="CN",
        ).licence
        == "unknown"
    )


def test_every_comparison_of_a_row_is_reported_with_both_sides() -> None:
    row = next(
        r for r in assess("nvidia-h100-sxm", on="2023-12-01", to="CN").json()["instruments"] if r["id"] == "oct-2023"
    )

    line = next(c for c in row["clauses"] if c["id"] == "3A090.a" and c["letter"] == "a.1")
    assert line["left"] == {"value": "15832", "unit": "TPP"}
    assert line["right"] == {"value": "4800", "unit": "TPP"}
    assert (line["operator"], line["truth"], line["margin"]) == (">=", "yes", "2.29833")


def test_words_have_no_margin() -> None:
    finding = next(
        f
        for _, f in lines(
            next(
                c.finding
                for row in assess("nvidia-h20", on="2023-12-01", to="CN").rows
                for c in row.clauses
                if c.finding
            )
        )
        if isinstance(f.rule, Line) and f.rule.name == "kind"
    )
    assert finding.margin in (INFINITE, -INFINITE)


@pytest.mark.parametrize("chip", chips(), ids=str)
def test_every_chip_has_an_answer_on_every_day(chip: str) -> None:
    for day in DAYS:
        for to in PLACES:
            verdict = assess(chip, on=day, to=to)
            assert verdict.licence in ("required", "exception", "not required", "unknown")
            assert (verdict.licence == "unknown") == bool(verdict.missing) or verdict.review == "unknown"
            assert (verdict.review is None) == (verdict.licence == "not required")


def test_the_day_before_the_first_rule_is_never_not_required() -> None:
    early = law().first_day - datetime.timedelta(days=1)
    verdict = assess("nvidia-h20", on=early, to="CN")

    assert (verdict.licence, verdict.review, verdict.outcome) == ("unknown", None, "no-rule")
    assert [w["id"] for w in verdict.json()["warnings"]] == ["no-rule"]


def test_the_day_after_the_last_check_says_so() -> None:
    late = law().checked + datetime.timedelta(days=1)

    assert "last-checked" in [w["id"] for w in assess("nvidia-h20", on=late, to="CN").json()["warnings"]]
    assert "last-checked" not in [w["id"] for w in assess("nvidia-h20", on=law().checked, to="CN").json()["warnings"]]


@pytest.mark.parametrize("to", ["CU", "IR", "KP", "SY", "RU", "BY"])
def test_an_embargoed_place_carries_a_warning(to: str) -> None:
    assert "part-746" in [w["instrument"] for w in assess("nvidia-l40s", on="2022-09-01", to=to).json()["warnings"]]


def test_a_letters_naming_does_not_bind_a_changed_part() -> None:
    named = assess("nvidia-h20", on="2025-06-01", to="CN")
    changed = assess(
        load_chip("nvidia-h20").change({"memory_bandwidth": "1.3 TB/s", "interconnect": "128 GB/s"}),
        on="2025-06-01",
        to="CN",
    )

    assert (named.licence, changed.licence) == ("required", "not required")


def test_requirements_say_what_would_decide_them() -> None:
    verdict = assess("intel-gaudi-3", on="2023-12-01", to="CN")
    assert all(isinstance(r, Requirement) for r in verdict.judgement.requirements)


@settings(max_examples=150, deadline=None)
@given(SPECS, st.sampled_from(DAYS), st.sampled_from(PLACES), st.sampled_from(["CN", "DE", "VN", None]))
def test_every_other_reading_that_would_differ_is_named(
    full: dict[str, str], day: str, to: str, headquarters: str | None
) -> None:
    chip, named = chip_from(full), set()
    verdict = assess(chip, on=day, to=to, headquarters=headquarters)
    for id, reading in law().readings.items():
        for option in reading.options:
            other = assess(chip, on=day, to=to, headquarters=headquarters, readings={id: option})
            if (other.licence, other.review) != (verdict.licence, verdict.review):
                named.add((id, option))

    assert named == {(other.id, other.option) for other in verdict.readings}


@pytest.mark.parametrize("day", ["2023-12-01", "2025-06-01", "2026-08-01"])
@pytest.mark.parametrize("to", ["CN", "AE", "TW"])
def test_an_answer_kept_under_another_reading_is_the_one_that_would_be_found(day: str, to: str) -> None:
    """Values on both sides of the limits in turn, so that an answer kept for one case would be wrong for the next."""
    items = [
        load_chip(id).change({"fp8": f"{rate} TFLOPS", "memory_bandwidth": f"{memory} GB/s"})
        for id in ("nvidia-h20", "nvidia-l40", "amd-mi300x", "nvidia-rtx-4090")
        for rate in (150, 299, 300, 599, 600, 2700)
        for memory in (1399, 1400, 9000)
    ]
    kept = [verdict.assess(item, on=day, to=to) for item in items]
    for item, one in zip(items, kept, strict=True):
        verdict._answer.cache_clear()
        assert verdict.assess(item, on=day, to=to).readings == one.readings
