"""What is printed: the notice sheet on one sheet of A4, the verdict with its steps and sources, both with the address they then have."""

import re

import pytest
from playwright.sync_api import Page

from calculators import chips

from .conftest import PATIENCE, Calculator

PRINTABLE = (297 - 2 * 8) / 25.4 * 96
"""The height of A4 less the margins, in pixels."""


def pages(page: Page) -> int:
    """How many sheets of A4 Chromium makes of a page."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


def on_paper(page: Page) -> str:
    """The text that a print holds."""
    page.emulate_media(media="print")
    return page.locator("body").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_the_notice_sheet_fills_one_sheet(new_page, site_url, language):
    page = new_page(f"{language}calculators/notice_sheet/")
    assert pages(page) == 1
    text = on_paper(page)

    for part in (
        "22(a)",
        "3A090.b",
        "2,896.8",
        "608 mm²",
        "2,400",
        "5.92",
        "https://www.ecfr.gov/current/title-15/section-740.8",
    ):
        assert part in text, part
    assert f"{site_url}{language}calculators/notice_sheet/" in text
    for hidden in (".md-header", ".md-tabs", ".md-footer", ".lc-form", ".page-sources"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_what_a_reader_changed_is_on_the_sheet_with_its_address(open_calculator):
    calculator: Calculator = open_calculator("calculators/notice_sheet/")
    calculator.start()
    calculator.field("chip").select_option("nvidia-rtx-4090")
    calculator.is_at("chip=nvidia-rtx-4090")

    assert pages(calculator.page) == 1
    text = on_paper(calculator.page)
    assert "5,284.8" in text
    assert calculator.page.url in text


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_every_chip_has_room_on_one_sheet(new_page, language):
    """A sheet that only just fits here would not with the next font: the height is held against A4 less the margins."""
    from calculators.entry import render

    page = new_page(f"{language}calculators/notice_sheet/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 726, "height": 1062})
    over = []
    for chip in chips():
        html = render("notice_sheet", {"chip": chip}, "zh-Hant" if language else "en")["html"]
        page.locator("live-calculator output").evaluate("(output, html) => { output.innerHTML = html; }", html)
        height = page.locator(".md-content__inner").evaluate("inner => inner.getBoundingClientRect().height")
        if height > PRINTABLE:
            over.append((chip, height))

    assert over == []


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_the_verdict_is_printed_with_its_rows_steps_and_sources(new_page, site_url, language):
    page = new_page(language)
    assert pages(page) == 1
    text = on_paper(page)

    assert page.locator(".verdict").is_visible()
    rows = page.locator(".instruments table.rows tbody tr").filter(visible=True)
    assert [row.get_attribute("data-instrument") for row in rows.all()] == ["is-informed-2025"]
    assert page.locator("[data-part=steps] .step").filter(visible=True).count() > 5
    for part in ("1,400", "2,368", "814 mm²"):
        assert part in text, part
    assert page.locator(".figures td a").filter(visible=True).count() > 10
    assert site_url + language in text
    for hidden in (".md-header", ".md-footer", ".lc-form", ".strip", "[data-key=bills]", ".offline-home"):
        assert not page.locator(hidden).first.is_visible(), hidden


CHANGED = "?chip=nvidia-h100-sxm&on=2023-12-01&to=CN"


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_a_verdict_that_the_page_did_not_come_with_is_printed_as_whole(open_calculator, language):
    calculator: Calculator = open_calculator(language + CHANGED)
    page = calculator.page
    calculator.says("denial")
    # A reader rests; until then paper says that they are folded.
    page.wait_for_function(
        """() => {
            window.dispatchEvent(new Event("beforeprint"));
            return document.querySelector("[data-part=steps] .step") !== null;
        }""",
        timeout=PATIENCE,
    )
    assert pages(page) == 1
    text = on_paper(page)

    assert page.locator("[data-part=steps] .step").filter(visible=True).count() > 5
    assert page.locator(".figures td a").filter(visible=True).count() > 10
    assert "15,832" in text and "1,979" in text and page.url in text
    assert page.locator("[data-folded]").filter(visible=True).count() == 0
    # What doesn't hold has no part in it.
    assert calculator.output.locator("[data-part=steps] .steps > [data-truth=no]").filter(visible=True).count() == 0

    # And the next answer isn't printed with this one's steps.
    page.emulate_media(media="screen")
    calculator.field("on").fill("2022-01-01")
    calculator.says("no-rule")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert calculator.output.locator("[data-part=steps] .step").count() == 0


def test_print_in_the_dialog_waits_for_what_paper_shows(open_calculator):
    calculator: Calculator = open_calculator(CHANGED)
    page = calculator.page
    page.evaluate(
        """() => {
            window.print = () => {
                window.dispatchEvent(new Event("beforeprint"));
                window.printed = ["[data-part=steps] .step", ".figures td a"].map((each) => document.querySelectorAll(each).length);
            };
        }"""
    )
    calculator.button("share").click()
    page.locator("[data-share=print]").click(timeout=PATIENCE)
    page.wait_for_function("() => window.printed", timeout=PATIENCE)

    steps, sources = page.evaluate("window.printed")
    assert steps > 5
    assert sources > 10


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_no_verdict_takes_more_than_two_sheets_and_most_take_one(new_page, language):
    from calculators.entry import render

    page = new_page(language)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 726, "height": 1062})
    sheets = {}
    for chip in chips():
        for on in ("2023-12-01", "2026-07-20"):
            form = {"chip": chip, "on": on, "to": "CN", "open": "steps figures"}
            reply = render("export_verdict", form, "zh-Hant" if language else "en")
            page.locator("live-calculator output").first.evaluate(
                """(output, [html, parts]) => {
                    output.innerHTML = html;
                    for (const key in parts) output.querySelector(`[data-part=${key}]`).innerHTML = parts[key];
                }""",
                [reply["html"], reply["parts"]],
            )
            height = page.locator(".md-content__inner").evaluate("inner => inner.getBoundingClientRect().height")
            sheets[chip, on] = height / PRINTABLE

    assert {where: height for where, height in sheets.items() if height > 1.9} == {}
    assert sum(height <= 1 for height in sheets.values()) > len(sheets) / 2


def test_what_stays_folded_says_so_on_paper(calculator):
    calculator.start()
    calculator.field("on").fill("2023-12-01")
    calculator.says("not-controlled")
    calculator.is_at("on=2023-12-01")
    calculator.page.emulate_media(media="print")
    said = calculator.output.locator("[data-part=steps]")
    assert (
        said.evaluate("part => getComputedStyle(part, '::before').content")
        == '"Folded when this was printed; it stands at the address."'
    )

    calculator.page.emulate_media(media="screen")
    calculator.output.locator("details[data-key=steps] > summary").click()
    calculator.output.locator("[data-part=steps] .step").first.wait_for()
    calculator.page.pdf()
    assert calculator.page.locator("[data-address]").text_content() == calculator.page.url


@pytest.mark.parametrize("path", ["story/11-after-the-essay/", "zh-Hant/story/11-after-the-essay/", "maps/"])
def test_among_prose_a_calculator_keeps_to_the_sheet_and_to_what_is_unfolded(new_page, path):
    page = new_page(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1062})
    over = page.evaluate(
        """() => [...document.querySelectorAll("live-calculator :is(td, th, p, li, select, table)")]
            .filter((each) => each.getBoundingClientRect().right > innerWidth || each.scrollWidth > each.clientWidth + 1)
            .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline")
            .map((each) => each.textContent.trim().slice(0, 60))"""
    )

    assert over == []
    assert page.locator("live-calculator .verdict").first.is_visible()
    assert page.locator("live-calculator details:not([open])").filter(visible=True).count() == 0
