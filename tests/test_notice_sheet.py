"""The notice sheet: whether NAC is there, on both sides of each edge, and what stands on the sheet and what is left blank."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import assess, chips, law, load_chip, notice_sheet
from calculators.engine.chips import sources
from calculators.engine.notification import STANDS, fields, standing
from calculators.entry import keys, render
from calculators.view.notice_sheet import FIGURES

LANGUAGES = ("en", "zh-Hant")


def ask(language: str = "en", **form: str) -> dict[str, Any]:
    return render("notice_sheet", form, language)


def prose(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


def html_text(html: str) -> str:
    return unescape(prose(html)).replace("\u00a0", " ")


def chip_figures(chip: str) -> int:
    return sum(key in FIGURES and key not in ("interconnect", "pcie", "maker") for key in load_chip(chip).specs)


def point(html: str, field: str) -> str:
    return html.split(f'data-field="{field}"', 1)[1].split("data-field=")[0]


CASES = [
    # A gaming card of 5,284.8 TPP: .a, and not for data centres.
    ("nvidia-rtx-4090", "2023-11-16", "CN", "not-yet"),
    ("nvidia-rtx-4090", "2023-11-17", "CN", "notice"),
    ("nvidia-rtx-4090", "2024-04-03", "SA", "without-notice"),
    ("nvidia-rtx-4090", "2024-04-04", "SA", "without-notice"),
    ("nvidia-rtx-4090", "2024-06-01", "MO", "notice"),
    ("nvidia-rtx-4090", "2024-06-01", "DE", "no-licence"),
    ("nvidia-rtx-4090", "2024-06-01", "RU", "barred"),
    # 4,706.88 TPP: under 4,800, and Note 2 leaves it out.
    ("nvidia-rtx-4090-d", "2024-06-01", "CN", "unclassified"),
    # A letter asks for a licence too, from 2025-04-09.
    ("nvidia-rtx-5090", "2025-04-08", "CN", "notice"),
    ("nvidia-rtx-5090", "2025-04-09", "CN", "other-licence"),
    # Density 3.142, just under 3.2; the H20's 2,368 TPP, just under 2,400.
    ("nvidia-l20", "2024-06-01", "CN", "unclassified"),
    ("nvidia-h20", "2024-06-01", "CN", "unclassified"),
    ("nvidia-h20", "2025-06-01", "CN", "unclassified"),
    # .a for data centres: by TPP, and by density.
    ("nvidia-a800-sxm-80gb", "2023-11-17", "CN", "barred"),
    ("nvidia-l4", "2023-11-17", "CN", "barred"),
    ("nvidia-l40", "2023-11-16", "CN", "not-yet"),
    ("nvidia-l40", "2023-11-17", "CN", "notice"),
    ("nvidia-gb200-superchip", "2024-06-01", "CN", "barred"),
    # No die area was published.
    ("nvidia-h20-141gb", "2024-06-01", "CN", "unknown"),
]


@pytest.mark.parametrize(("chip", "on", "to", "kind"), CASES)
def test_whether_nac_is_there(chip: str, on: str, to: str, kind: str) -> None:
    found = notice_sheet.compute(notice_sheet.Inputs(chip=chip, on=date.fromisoformat(on), to=to))
    assert found.standing.kind == kind


EDGES = [
    ("149.99 TFLOPS", "1000 mm^2", "unclassified"),  # 2,399.84 TPP
    ("150 TFLOPS", "1500 mm^2", "notice"),  # 2,400, density 1.6
    ("150 TFLOPS", "1500.1 mm^2", "unclassified"),
    ("100 TFLOPS", "500 mm^2", "notice"),  # 1,600, density 3.2
    ("100 TFLOPS", "500.1 mm^2", "unclassified"),
    ("99.99 TFLOPS", "400 mm^2", "unclassified"),  # 1,599.84
    ("296 TFLOPS", "800.1 mm^2", "notice"),  # 4,736, density just under 5.92
    ("296 TFLOPS", "800 mm^2", "barred"),  # 5.92: .a
    ("299.99 TFLOPS", "1000 mm^2", "notice"),
    ("300 TFLOPS", "1000 mm^2", "barred"),  # 4,800: .a
    ("150 TFLOPS", "", "unknown"),
    ("", "1500 mm^2", "unknown"),
]


@pytest.mark.parametrize(("rate", "area", "kind"), EDGES)
def test_the_edges_of_b_and_of_a(rate: str, area: str, kind: str) -> None:
    specs = {"fp16": rate, "die_area": area, "non_planar": "yes", "datacenter": "yes", "maker": "Nvidia"}
    found = notice_sheet.compute(notice_sheet.Inputs(chip="", on=date(2024, 6, 1), specs=specs))
    assert found.standing.kind == kind


@pytest.mark.parametrize(("rate", "kind"), [("299.99 TFLOPS", "unclassified"), ("300 TFLOPS", "notice")])
def test_a_part_that_is_not_for_data_centres_meets_a_from_4800(rate: str, kind: str) -> None:
    specs = {"fp16": rate, "die_area": "800 mm^2", "non_planar": "yes", "datacenter": "no", "maker": "Nvidia"}
    assert notice_sheet.compute(notice_sheet.Inputs(chip="", on=date(2024, 6, 1), specs=specs)).standing.kind == kind


@pytest.mark.parametrize(
    ("chip", "to", "from_", "bars"),
    [
        ("nvidia-a800-sxm-80gb", "CN", "US", ("data-centre .a",)),
        ("nvidia-a800-sxm-80gb", "CN", "CN", ("data-centre .a",)),
        ("nvidia-a800-sxm-80gb", "SA", "US", ("data-centre .a",)),
        ("nvidia-rtx-4090", "RU", "US", ("part 746",)),
    ],
)
@pytest.mark.parametrize("on", ["2023-12-01", "2024-06-01", "2026-10-01"])
def test_what_bars_it_is_named_under_every_wording(
    chip: str, to: str, from_: str, bars: tuple[str, ...], on: str
) -> None:
    assert standing(assess(chip, on=on, to=to, from_=from_)).bars == bars


def test_a_transfer_inside_china_needs_no_notice() -> None:
    found = standing(assess("nvidia-rtx-4090", on="2024-06-01", to="CN", from_="CN"))
    assert (found.kind, [e.part.name for e in found.lifting]) == ("without-notice", ["ACA"])


def test_a_buyer_headquartered_in_china_is_notified_of_wherever_it_is() -> None:
    assert standing(assess("nvidia-rtx-4090", on="2024-06-01", to="DE", headquarters="CN")).kind == "notice"


@pytest.mark.parametrize(("on", "latest"), [("2024-03-25", date(2024, 2, 29)), ("2026-10-01", date(2026, 9, 6))])
def test_the_last_day_to_notify_lies_25_days_before(on: str, latest: date) -> None:
    assert standing(assess("nvidia-rtx-4090", on=on, to="SG", headquarters="CN")).latest == latest


@pytest.mark.parametrize(("on", "said"), [("2023-12-11", True), ("2023-12-12", False)])
def test_a_last_day_before_the_exception_began_is_said(on: str, said: bool) -> None:
    assert ("before the exception began" in prose(ask(chip="nvidia-rtx-4090", on=on)["html"])) is said


@pytest.mark.parametrize(
    ("on", "asked"), [("2024-12-05", False), ("2024-12-06", None), ("2026-09-23", None), ("2026-09-24", True)]
)
def test_what_came_later_is_asked_from_the_text_that_asks_for_it(on: str, asked: bool | None) -> None:
    later = {field.id: field.asked(date.fromisoformat(on)) for field in fields() if field.last_without}
    assert later == {"approvals": asked, "memory_bandwidth": asked, "cluster": asked}

    html = ask(on=on)["html"]
    assert ('data-field="cluster"' in html) is (asked is not False)
    assert ("not yet in that of 2024-12-05" in prose(html)) is (asked is None)


@pytest.mark.parametrize(("on", "said"), [("2024-04-03", True), ("2024-04-04", False)])
def test_the_text_of_2023_was_not_read_and_the_sheet_says_so(on: str, said: bool) -> None:
    assert ("The text of 2023 was not read" in prose(ask(on=on)["html"])) is said


def test_the_fields_follow_the_paragraph() -> None:
    places = [field.place for field in fields()]
    numbers = [int(re.match(r"\d+", place)[0]) for place in places if place[0].isdigit()]  # type: ignore[index]
    assert numbers == [1, 4, 5, 9, 14, 16, 17, 18, 19, 21, 22, 22, 22, 22, 22, 22, 23, 24, 25]
    assert places[len(numbers) :] == [f"(c)(1)({n})" for n in ("i", "ii", "iii", "iv", "v", "vi")]
    assert all(citation.source.url for field in fields() for citation in field.cite)


def test_a_sheet_holds_the_derivations_and_the_limits() -> None:
    html = ask(chip="nvidia-l40", on="2026-10-01")["html"]

    assert "2,896.8 TPP ← decides" in prose(point(html, "tpp"))
    assert "2,896.8 TPP ÷ 608 mm² = 4.764 TPP/mm²" in prose(point(html, "performance_density"))
    assert "864 GB/s" in prose(point(html, "memory_bandwidth"))
    for limit in ("≥ 4,800 TPP", "≥ 1,600 TPP", "≥ 5.92 TPP/mm²", "≥ 2,400 TPP", "≥ 1.6 TPP/mm²", "≥ 3.2 TPP/mm²"):
        assert f"(limit {limit})" in prose(html)
    assert "since 2023-11-17" in prose(html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chip", chips(), ids=str)
def test_every_chip_has_a_sheet_with_an_address_for_each_source(chip: str, language: str) -> None:
    reply = ask(language, chip=chip)

    assert reply["state"] == "ok"
    html = reply["html"]
    assert re.search(r'data-stands="([^"]*)"', html)[1] in STANDS  # type: ignore[index]
    listed = html.split('class="notice-sources"', 1)[1].split("</ol>", 1)[0]
    items = re.findall(r"<li>(.*?)</li>", listed)
    numbered = {int(n) for n in re.findall(r">\[(\d+)\]<", html)}
    assert numbered <= set(range(1, len(items) + 1))
    assert (numbered == set()) is (chip_figures(chip) == 0)
    texts = [source for instrument in law().instruments.values() for source in instrument.sources.values()]
    locators = {source.locator for source in (*sources().values(), *texts) if not source.url}
    assert all("href=" in item or any(locator in html_text(item) for locator in locators) for item in items)


def test_what_nobody_published_is_left_blank_and_named() -> None:
    html = ask(chip="nvidia-h20-141gb")["html"]
    assert '<span class="notice-blank">not published in the sources read</span>' in point(html, "tpp")
    assert "not published" in point(html, "performance_density")


def test_what_a_reader_left_out_is_not_called_unpublished() -> None:
    html = ask(chip="", fp16="150 TFLOPS")["html"]
    assert "2,400 TPP" in prose(point(html, "tpp"))
    assert '<span class="notice-blank">not given</span>' in point(html, "performance_density")
    assert "not published" not in html


def test_what_only_the_exporter_knows_is_a_line() -> None:
    html = ask()["html"]
    rows = dict(re.findall(r'<th scope="row" class="numbers">([^<]*)</th><td>.*?</td><td>(.*?)</td>', html))
    blank = '<span class="notice-blank"></span>'
    assert [place for place, answer in rows.items() if answer != blank] == ["5", "9", "22(a)", "22(i)", "22(j)"]
    assert (rows["5"], rows["22(a)"], rows["22(i)"]) == ("export", "3A090.b", "Nvidia")
    assert prose(ask(**{"from": "DE"})["html"]).count("reexport") >= 1


def test_a_dd_certification_of_another_policy_is_no_promise_of_this_exception() -> None:
    assert "foundry capacity" not in ask(chip="nvidia-l40", on="2026-10-01")["html"]


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*keys("notice_sheet"), "utm_source"]), st.text(max_size=40), max_size=4))
def test_any_form_is_answered(form: dict[str, str]) -> None:
    reply = render("notice_sheet", form, "en")

    assert reply["state"] in ("ok", "invalid")
    assert "<script" not in reply.get("html", "")


@given(st.sampled_from(["chip", "on", "to", "from", "headquarters", "fp8", "maker", "utm"]))
def test_a_readers_text_never_becomes_markup(field: str) -> None:
    reply = render("notice_sheet", {field: "\"><img src=x onerror=alert(1)>'</script>"}, "en")

    assert "<img" not in reply.get("html", "")
