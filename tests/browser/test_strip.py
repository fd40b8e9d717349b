"""A reader chooses the day on the strip of years, and sees how the verdict was before and after."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from calculators.view.strip import ends, place_of

from .conftest import PATIENCE, Calculator

FIRST, LAST = ends()


def slider(calculator: Calculator):
    return calculator.box.locator(".strip-slider")


def spot(calculator: Calculator, day: str) -> tuple[float, float]:
    """Where the middle of a day is on the screen."""
    slider(calculator).scroll_into_view_if_needed()
    box = slider(calculator).bounding_box()
    share = float(place_of(datetime.date.fromisoformat(day))) + 0.5 / ((LAST - FIRST).days + 1)
    return box["x"] + share * box["width"], box["y"] + 25


def day_of(calculator: Calculator) -> str:
    return calculator.field("on").input_value()


def test_a_click_chooses_the_day_and_the_verdict_follows(calculator):
    calculator.start()
    calculator.page.mouse.click(*spot(calculator, "2024-06-01"))

    calculator.says("not-controlled")
    assert day_of(calculator)[:7] in ("2024-05", "2024-06")
    calculator.is_at(f"on={day_of(calculator)}")
    expect(slider(calculator)).to_be_focused()


def test_a_click_close_to_a_change_means_that_change(calculator):
    calculator.start()
    x, y = spot(calculator, "2022-10-21")
    calculator.page.mouse.click(x + 3, y)

    expect(calculator.field("on")).to_have_value("2022-10-21")
    calculator.says("not-controlled")


def test_the_first_click_wakes_the_page_and_is_answered(calculator):
    calculator.page.mouse.click(*spot(calculator, "2022-03-01"))

    calculator.says("no-rule")


def test_dragging_is_one_change_for_back(calculator):
    calculator.start()
    entries = calculator.page.evaluate("history.length")
    mouse = calculator.page.mouse
    mouse.move(*spot(calculator, "2025-06-01"))
    mouse.down()
    for day in ("2025-03-01", "2024-06-01", "2023-06-01", "2022-09-15"):
        mouse.move(*spot(calculator, day), steps=4)
    calculator.says("unknown")
    mouse.up()
    calculator.is_at(f"on={day_of(calculator)}")

    assert calculator.page.evaluate("history.length") == entries + 1
    calculator.page.go_back()
    calculator.says("not-stated")
    expect(calculator.field("on")).to_have_value("2025-06-01")


def test_a_finger_that_scrolls_leaves_the_day_alone(open_calculator):
    calculator = open_calculator(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    calculator.start()
    x, y = spot(calculator, "2024-06-01")
    slider(calculator).evaluate(
        """(slider, [x, y]) => {
            slider.setPointerCapture = () => {};
            const shared = {clientX: x, clientY: y, bubbles: true, pointerType: 'touch', pointerId: 7, isPrimary: true};
            for (const type of ['pointerdown', 'pointercancel']) slider.dispatchEvent(new PointerEvent(type, shared));
        }""",
        [x, y],
    )
    calculator.page.wait_for_timeout(200)

    assert day_of(calculator) == "2025-06-01"
    calculator.page.touchscreen.tap(x, y)
    calculator.says("not-controlled")


KEYS = [
    ("ArrowLeft", "2025-05-31"),
    ("ArrowDown", "2025-05-31"),
    ("ArrowRight", "2025-06-02"),
    ("ArrowUp", "2025-06-02"),
    ("PageDown", "2025-04-09"),
    ("Home", FIRST.isoformat()),
    ("End", LAST.isoformat()),
]


@pytest.mark.parametrize(("key", "day"), KEYS)
def test_keys_move_the_day(calculator, key, day):
    calculator.start()
    slider(calculator).press(key)

    expect(calculator.field("on")).to_have_value(day)
    calculator.is_at(f"on={day}")
    expect(slider(calculator)).to_have_attribute("data-on", day)
    expect(slider(calculator)).to_be_focused()


def test_from_change_to_change_and_over_the_edge_by_keys_alone(calculator):
    calculator.page.keyboard.press("Tab")
    for _ in range(200):
        if slider(calculator).evaluate("slider => slider === document.activeElement"):
            break
        calculator.page.keyboard.press("Tab")
    expect(slider(calculator)).to_be_focused()
    calculator.page.keyboard.press("PageDown")
    calculator.says("not-stated")
    expect(calculator.field("on")).to_have_value("2025-04-09")
    calculator.page.keyboard.press("ArrowLeft")
    calculator.says("not-controlled")
    expect(slider(calculator)).to_have_attribute("aria-valuetext", "8 April 2025: Not controlled", timeout=PATIENCE)
    calculator.page.keyboard.press("PageDown")
    calculator.page.keyboard.press("PageDown")
    expect(calculator.field("on")).to_have_value("2022-08-26")
    calculator.says("unknown")
    calculator.page.keyboard.press("PageUp")
    calculator.says("not-controlled")
    calculator.page.keyboard.press("Home")
    calculator.says("no-rule")
    calculator.page.keyboard.press("ArrowLeft")
    expect(calculator.field("on")).to_have_value(FIRST.isoformat())


def test_the_marks_follow_the_field_too(calculator):
    calculator.start()
    before = calculator.box.locator(".strip-day").get_attribute("x")
    calculator.field("on").fill("2022-01-01")

    calculator.says("no-rule")
    assert calculator.box.locator(".strip-day").get_attribute("x") != before
    calculator.field("on").fill("2031-01-01")
    expect(slider(calculator)).to_have_class(re.compile("strip-outside"), timeout=PATIENCE)
    expect(slider(calculator)).to_have_attribute("aria-valuenow", str((LAST - FIRST).days))


def test_another_chip_gets_its_own_strip_in_a_rest_and_nothing_moves(calculator):
    calculator.start()
    section = calculator.box.locator(".strip")
    before = section.bounding_box()["height"]
    bands = calculator.box.locator(".strip-band")
    expect(bands).to_have_count(4)
    calculator.field("chip").select_option("nvidia-h800-sxm")
    calculator.says("denial")
    assert section.bounding_box()["height"] == before

    calculator.rests()
    expect(bands).to_have_count(6)
    assert section.bounding_box()["height"] == before
    calculator.field("on").fill("2026-01-15")
    calculator.says("case-by-case")
    calculator.rests()


def test_the_table_opens_and_stays_open_through_a_change_of_chip(calculator):
    calculator.start()
    details = calculator.box.locator("details[data-key='history']")
    details.locator("summary").click()
    rows = details.locator("tbody tr")
    expect(rows).to_have_count(3)
    calculator.field("chip").select_option("nvidia-h800-sxm")

    expect(rows).to_have_count(5, timeout=PATIENCE)
    calculator.rests()
    expect(details).to_have_attribute("open", "")
    expect(rows.nth(4)).to_contain_text("2026-01-15")
    expect(rows.nth(4).locator("[data-outcome='case-by-case']")).to_be_visible()


def test_a_link_to_a_day_shows_it_on_the_strip(open_calculator):
    calculator = open_calculator("?chip=nvidia-h800-sxm&on=2023-12-01&to=CN")
    calculator.says("denial")
    calculator.rests()

    expect(calculator.box.locator(".strip-band")).to_have_count(6)
    expect(slider(calculator)).to_have_attribute("data-on", "2023-12-01")


def test_the_strip_asks_nothing_while_it_fits(calculator):
    calculator.start()
    calculator.page.evaluate(
        """() => {
            window.asked = [];
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (...all) {
                if (all[0].kind === "ask") window.asked.push(JSON.parse(all[0].request).form.open ?? "");
                return post.apply(this, all);
            };
        }"""
    )
    calculator.field("on").fill("2023-12-01")
    calculator.says("not-controlled")
    calculator.page.wait_for_timeout(700)

    # What is asked in the rest is for paper.
    assert calculator.page.evaluate("window.asked") == ["", "figures steps"]


def test_without_a_script_it_is_a_picture_and_a_table(open_calculator):
    calculator = open_calculator(java_script_enabled=False)

    expect(calculator.box.locator(".strip-bands")).to_be_visible()
    expect(calculator.box.locator(".strip-day")).to_be_visible()
    expect(slider(calculator)).not_to_be_visible()
    calculator.box.locator("details[data-key='history'] summary").click()
    expect(calculator.box.locator(".strip-table tbody tr")).to_have_count(3)


def test_a_reading_changes_the_verdict_the_link_and_the_strip(calculator):
    calculator.start()
    calculator.field("to").select_option("TW")
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("not-controlled")
    calculator.rests()
    calculator.box.locator(".lc-readings > summary").click()
    calculator.field("reading-diffusion").select_option("printed")

    calculator.says("exception")
    calculator.is_at("reading-diffusion=printed")
    expect(calculator.box.locator(".readings-chosen")).to_be_visible()
    calculator.rests()
    calculator.field("reading-diffusion").select_option("enforced")
    calculator.says("not-controlled")
    expect(calculator.page).not_to_have_url(re.compile("reading-"))


def test_a_reading_that_a_link_misspells_is_said_at_its_field(open_calculator):
    calculator = open_calculator("?reading-tf33=used&reading-uae-a=endss")
    calculator.has_state("invalid")

    expect(calculator.error("reading-tf32")).to_contain_text("tf33")
    expect(calculator.error("reading-uae-a")).to_contain_text("ends")
    expect(calculator.error("reading-uae-a")).to_be_visible()
    calculator.field("reading-uae-a").select_option("ends")
    calculator.has_state("ready")
