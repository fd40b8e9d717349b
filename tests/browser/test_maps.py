"""The maps in a browser: a click and the arrow keys move the point, the verdict follows, the address reproduces it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import PATIENCE, Calculator, touch

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def opened(new_page: Callable[..., Any]) -> Callable[..., Calculator]:
    """Opens the page of the maps and gives the calculator of the first."""
    return lambda address="", **options: Calculator(new_page(f"maps/{address}", **options))


def live(calculator: Calculator) -> Any:
    """The picture once Vega has drawn it."""
    picture = calculator.box.locator("live-map")
    expect(picture.locator(".map-live svg[data-live]")).to_be_visible(timeout=PATIENCE)
    return picture


def awake(calculator: Calculator) -> Any:
    touch(calculator.page)
    picture = calculator.box.locator("live-map")
    expect(picture).to_have_attribute("role", "application")
    picture.focus()
    calculator.has_state("ready")
    return live(calculator)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_click_moves_the_point_and_the_verdict_follows(
    opened: Callable[..., Calculator], options: dict[str, Any]
) -> None:
    calculator = opened(**options)
    picture = awake(calculator)
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.5})
    calculator.says("denial")
    expect(calculator.field("tpp")).to_have_value(re.compile(r"^\d\d,\d00\sTPP$"))
    assert "tpp=" in calculator.page.url
    picture.click(position={"x": box["width"] * 0.18, "y": box["height"] * 0.2})
    calculator.says("not-controlled")


def test_a_click_before_anything_is_loaded_counts(opened: Callable[..., Calculator]) -> None:
    calculator = opened()
    picture = calculator.box.locator("live-map")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.5})
    calculator.says("denial")


def test_arrow_keys_move_the_point_and_are_announced(opened: Callable[..., Calculator]) -> None:
    calculator = opened()
    picture = awake(calculator)
    expect(picture).to_have_attribute("role", "application")
    for _ in range(3):
        picture.press("ArrowRight")
    expect(calculator.field("tpp")).to_have_value("2,540\u00a0TPP", timeout=PATIENCE)
    calculator.says("exception")
    expect(calculator.box.locator(".lc-live")).to_contain_text("Exception available, with notice", timeout=PATIENCE)
    picture.press("Shift+ArrowDown")
    picture.press("Shift+ArrowDown")
    picture.press("Shift+ArrowDown")
    calculator.says("not-controlled")
    assert calculator.page.evaluate("document.activeElement.localName") == "live-map"


def test_a_click_on_a_chip_takes_that_chip(opened: Callable[..., Calculator]) -> None:
    calculator = opened()
    picture = awake(calculator)
    at = picture.evaluate(
        """map => { const disc = [...map.querySelectorAll('.mark-symbol path')].find(
             path => path.__data__?.datum?.chip === 'nvidia-b100').getBoundingClientRect();
             const box = map.getBoundingClientRect();
             return {x: disc.x + disc.width / 2 - box.x, y: disc.y + disc.height / 2 - box.y}; }"""
    )
    picture.click(position=at)
    expect(calculator.field("chip")).to_have_value("nvidia-b100", timeout=PATIENCE)
    expect(calculator.field("tpp")).to_have_value("28,000\u00a0TPP", timeout=PATIENCE)
    calculator.says("denial")


def test_the_address_reproduces_the_point_and_back_undoes_it(opened: Callable[..., Calculator]) -> None:
    calculator = opened()
    picture = awake(calculator)
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.5})
    calculator.says("denial")
    asked = calculator.box.locator(".verdict-asked").inner_text()
    again = opened(calculator.page.url.split("maps/")[1])
    again.says("denial")
    expect(again.box.locator(".verdict-asked")).to_have_text(asked)
    live(again)
    calculator.page.go_back()
    calculator.says("not-controlled")
    calculator.is_at()


def test_the_second_map_keeps_its_state_beside_the_first(opened: Callable[..., Calculator]) -> None:
    first = opened()
    second = Calculator(first.page, first.page.locator("live-calculator").nth(1))
    picture = awake(second)
    for _ in range(9):
        picture.press("Shift+ArrowLeft")
    second.says("not-controlled")
    assert "bandwidth.memory_bandwidth=" in first.page.url
    first.says("not-controlled")
    expect(first.box).to_have_attribute("data-state", "static")


def test_another_day_draws_other_regions(opened: Callable[..., Calculator]) -> None:
    calculator = opened()
    picture = awake(calculator)
    limits = ".map-live .mark-text text"
    expect(picture.locator(limits, has_text="21,000").first).to_be_visible()
    calculator.field("on").fill("2023-12-01")
    expect(picture.locator(limits, has_text="21,000")).to_have_count(0, timeout=PATIENCE)
    expect(picture.locator(limits, has_text="4,800").first).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_nothing_moves_when_the_living_picture_takes_over(
    opened: Callable[..., Calculator], options: dict[str, Any]
) -> None:
    calculator = opened(**options)
    picture = calculator.box.locator("live-map")
    before = picture.bounding_box()
    frame = "map => map.querySelector('svg:not([hidden]) .background').getBoundingClientRect().width"
    assert before
    awake(calculator)
    after = picture.bounding_box()
    assert (after["width"], after["height"]) == pytest.approx((before["width"], before["height"]), abs=1)
    assert picture.evaluate(frame) > 200


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_without_javascript_the_picture_and_its_tables_are_there(
    opened: Callable[..., Calculator], options: dict[str, Any]
) -> None:
    calculator = opened(java_script_enabled=False, **options)
    shown = calculator.box.locator("live-map svg:visible")
    expect(shown).to_have_count(1)
    assert shown.get_attribute("role") == "img"
    assert "tables" in (shown.get_attribute("aria-label") or "")
    expect(calculator.box.locator(".map-regions")).to_be_visible()
    expect(calculator.box.locator(".map-hint")).to_be_hidden()
    calculator.box.locator("details", has=calculator.page.locator(".map-chips")).locator("summary").click()
    expect(calculator.box.locator(".map-chips tbody tr").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_and_patterns_stand_out_from_the_page(opened: Callable[..., Calculator], scheme: str) -> None:
    page: Page = opened(color_scheme=scheme).page
    contrasts = page.evaluate(
        """() => {
          const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
          const light = colour => {
            canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
              .map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const style = getComputedStyle(document.body);
          const paper = light(style.getPropertyValue('--md-default-bg-color'));
          return ['not-controlled', 'exception', 'approval', 'case-by-case', 'not-stated', 'denial'].map(outcome => {
            const ink = light(style.getPropertyValue(`--outcome-${outcome}`));
            return (Math.max(paper, ink) + .05) / (Math.min(paper, ink) + .05);
          });
        }"""
    )
    assert min(contrasts) >= 3
    # Calm to strong: each outcome is further from the page than the one before, in grey too.
    assert contrasts == sorted(contrasts)


@pytest.mark.parametrize("missing", ["vega", "maps"])
def test_where_vega_does_not_come_the_old_picture_is_put_away(opened: Callable[..., Calculator], missing: str) -> None:
    # A service worker's requests can't be stopped from here.
    calculator = opened(service_workers="block")
    calculator.page.route(re.compile(rf"/assets/runtime/{missing}\."), lambda route: route.abort())
    calculator.field("on").fill("2023-12-01")
    calculator.has_state("ready")
    expect(calculator.box.locator(".map-gone")).to_be_visible(timeout=PATIENCE)
    expect(calculator.box.locator("live-map")).to_be_hidden()
    calculator.says("not-controlled")


def test_in_chinese_everything_is_chinese(new_page: Callable[..., Any]) -> None:
    calculator = Calculator(new_page("zh-Hant/maps/"))
    picture = awake(calculator)
    expect(picture.locator(".map-live text", has_text="總處理效能（TPP）")).to_have_count(1)
    expect(picture).to_have_attribute("aria-roledescription", "地圖")
