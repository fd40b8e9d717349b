"""What a reader takes away of an answer, and a calculator in somebody else's frame, in a real browser."""

import html
import json
import re

import pytest
from playwright.sync_api import expect

from calculators import entry

from .conftest import PATIENCE, Calculator


@pytest.fixture
def opened(open_calculator):
    """A calculator whose dialog is open."""

    def opener(address: str = "", **options):
        calculator = open_calculator(address, permissions=["clipboard-read", "clipboard-write"], **options)
        calculator.button("share").click()
        expect(calculator.page.locator("dialog.share")).to_be_visible(timeout=PATIENCE)
        return calculator

    return opener


@pytest.mark.parametrize(
    "address", ["?fp8=300+TFLOPS&chip=nvidia-h20&on=2025-06-01&to=CN", "calculators/tpp/", "maps/", "zh-Hant/"]
)
def test_every_text_can_be_copied_as_it_stands(opened, address):
    page = opened(address).page
    dialog = page.locator("dialog.share")
    for item in dialog.locator(".share-item").all():
        item.locator("[data-share=copy]").click()
        expect(dialog.get_by_role("status")).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == item.locator("code").text_content()
    link, said = dialog.locator("#share-link + pre").text_content(), dialog.locator(".share-sentence").text_content()
    assert "chip=nvidia-h20" in link and link.partition("?")[0] == page.url.partition("?")[0]

    # Whatever a page begins with, the link brings its own state.
    page.goto(link)
    Calculator(page).button("share").click()
    expect(dialog.locator(".share-sentence")).to_have_text(said, timeout=PATIENCE)
    assert dialog.locator("#share-link + pre").text_content() == link


def test_data_is_saved_as_a_file(opened):
    page = opened().page
    with page.expect_download() as waited:
        page.locator("[data-share=save][data-name='export_verdict.json']").click()
    assert waited.value.suggested_filename == "export_verdict.json"
    assert json.loads(waited.value.path().read_text("utf-8"))["outcome"] == "not-stated"


def test_escape_closes_it_and_the_focus_goes_back(opened):
    calculator = opened()
    calculator.page.keyboard.press("Escape")

    expect(calculator.page.locator("dialog.share")).to_have_count(0)
    expect(calculator.button("share")).to_be_focused()
    calculator.says("not-stated")


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_opens(open_calculator):
    calculator = open_calculator()
    calculator.start()
    calculator.unfold()
    calculator.field("fp8").fill("3 acres")
    calculator.button("share").click()

    expect(calculator.error("fp8")).to_be_visible()
    expect(calculator.page.locator("dialog.share")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_in_another_sites_frame_a_calculator_answers_and_is_as_high_as_it_says(new_page, site_url, language):
    place = {"address": site_url, "site": site_url, "today": "2026-11-29"}
    made = entry.share("export_verdict", {"fp8": "1979 TFLOPS"}, language, {}, place)["html"]
    snippet = html.unescape(re.search(r'id="share-embed".*?<code>(.*?)</code>', made, re.DOTALL)[1])
    page, elsewhere = new_page("404.html"), f"{site_url}elsewhere.html"
    page.route(
        elsewhere,
        lambda route: route.fulfill(body=f"<!doctype html>{snippet}", content_type="text/html"),
    )
    page.goto(elsewhere)

    frame = page.frame_locator("iframe")
    Calculator(page, frame.locator("live-calculator")).says("denial")
    page.wait_for_function("document.querySelector('iframe').height !== '900'")
    shown = frame.locator("html").evaluate("root => [root.scrollHeight, innerHeight]")
    assert shown[0] <= shown[1] + 1
    for link in (frame.locator(".embed-foot a"), frame.locator(".row-name a").first):
        with page.expect_popup() as opened:
            link.click()
        opened.value.close()


def test_without_a_script_a_frame_holds_the_verdict(new_page):
    page = new_page("embed/export_verdict/", java_script_enabled=False)

    expect(page.locator(".verdict")).to_be_visible()
