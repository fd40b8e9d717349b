"""What a reader takes away of an answer, and a calculator in somebody else's frame, in a real browser."""

import html
import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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


@pytest.fixture
def elsewhere(tmp_path):
    """Another origin: the tested site is localhost."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}/"
        host.shutdown()


@pytest.fixture
def framed(browser, site_url, elsewhere, tmp_path):
    """The page of another origin that holds what the dialog gives to embed; less of it is seen than the frame is high."""

    context = browser.new_context(service_workers="block")

    def opener(language="en"):
        place = {"address": site_url, "site": site_url, "today": "2026-11-29"}
        made = entry.share("export_verdict", {"fp8": "1979 TFLOPS"}, language, {}, place)["html"]
        snippet = html.unescape(re.search(r'id="share-embed".*?<code>(.*?)</code>', made, re.DOTALL)[1])
        Path(tmp_path, "index.html").write_text(f"<!doctype html><div style='height: 500px'></div>{snippet}", "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": 400, "height": 700})
        page.goto(elsewhere)
        calculator = Calculator(page, page.frame_locator("iframe").locator("live-calculator"))
        calculator.says("denial")
        page.wait_for_function("document.querySelector('iframe').height > 1400")
        calculator.button("share").click()
        expect(calculator.box.locator("dialog.share")).to_be_visible(timeout=PATIENCE)
        return calculator

    yield opener
    context.close()


def test_in_a_frame_the_dialog_stands_in_what_is_seen_of_it(framed):
    calculator = framed()
    dialog = calculator.box.locator("dialog.share")
    box = dialog.bounding_box()

    assert box["y"] >= 0 and box["y"] + box["height"] <= 700
    assert box["height"] > 300
    expect(dialog.locator("[data-share=close]")).to_be_focused()
    expect(dialog.locator("[data-share=close]")).to_be_in_viewport()
    dialog.locator("[data-share=close]").click()
    expect(dialog).to_have_count(0)


def test_from_a_frame_a_text_is_copied(framed):
    dialog = framed().box.locator("dialog.share")
    dialog.locator("[data-share=copy]").first.click()

    expect(dialog.get_by_role("status")).to_have_text("Copied.")
    assert dialog.page.locator("iframe").get_attribute("allow") == "clipboard-write"


UNCOPIED = {"": "Not copied", "zh-Hant/": "未能複製"}
NO_CLIPBOARD = """() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
}"""


@pytest.mark.parametrize("language", UNCOPIED)
def test_what_could_not_be_copied_is_said_and_selected(open_calculator, language):
    calculator = open_calculator(language)
    page = calculator.page
    page.evaluate(NO_CLIPBOARD)
    calculator.button("copy-link").click()
    expect(calculator.box.locator("[data-message=uncopied]").filter(visible=True)).to_contain_text(UNCOPIED[language])
    expect(calculator.box.locator("[data-message=copied]")).to_be_hidden()
    assert page.evaluate("String(getSelection())") == page.url

    calculator.button("share").click()
    item = page.locator(".share-item").nth(1)
    item.locator("[data-share=copy]").click(timeout=PATIENCE)
    expect(page.locator("dialog.share").get_by_role("status")).to_contain_text(UNCOPIED[language])
    assert page.evaluate("String(getSelection())") == item.locator("code").text_content()


def test_without_a_script_a_frame_holds_the_verdict(new_page):
    page = new_page("embed/export_verdict/", java_script_enabled=False)

    expect(page.locator(".verdict")).to_be_visible()
