"""The theme's script comes with the first touch: until then the page looks as it will, and afterwards nothing has been lost."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, Calculator, touch

SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: "layout-shift", buffered: true });
}"""
HERE = "() => document.documentElement.classList.contains('js')"


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_an_untouched_page_has_the_systems_colours_and_no_theme_script(new_page, system, scheme):
    page = new_page("about/", color_scheme=system)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.body.dataset.mdColorScheme") == scheme
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in loaded if re.search(r"/bundle\.|search", name)]
    # The switch that leads from the system's colours to light ones.
    expect(page.locator("label[for=__palette_1]")).to_be_visible()
    expect(page.locator("input[name=query]")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["about/", "story/02-cutting-the-wire/", "decisions/0026-smaller-snapshot/"])
def test_nothing_jumps_when_it_comes(new_page, path, width):
    page = new_page(path, viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")
    page.evaluate(SHIFTS)
    touch(page)
    page.wait_for_function(HERE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)

    assert sum(page.evaluate("window.shifts")) <= 0.005


def test_a_switch_of_colours_before_it_is_there_holds(new_page):
    page = new_page("about/", color_scheme="dark")
    page.locator("label[for=__palette_1]").evaluate("label => label.click()")
    touch(page)

    page.wait_for_function("() => document.body.dataset.mdColorScheme === 'default'", timeout=PATIENCE)


def test_the_key_of_the_search_opens_it_as_the_first_touch(new_page):
    page = new_page("about/")
    page.wait_for_load_state()
    page.keyboard.press("/")

    expect(page.locator("input[name=query]")).to_be_focused(timeout=PATIENCE)
    assert page.evaluate("document.querySelector('#__search').checked")


def test_what_is_typed_into_the_search_between_the_first_touch_and_the_script_is_searched(new_page):
    page = new_page("about/")
    page.wait_for_load_state()
    waiting = []
    page.route("**/theme-later.js", lambda route: waiting.append(route))
    touch(page)
    search = page.locator("input[name=query]")
    search.click()
    search.fill("bandwidth")
    assert len(waiting) == 1
    waiting[0].continue_()

    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)


def by_a_link(page):
    page.locator("a.headerlink").first.evaluate("link => link.click()")


def by_the_address(page):
    page.evaluate("location.hash = '#steps'")


def by_back(page):
    page.locator("[name=on]").first.fill("2024-01-01")
    expect(page).to_have_url(re.compile("on=2024-01-01"), timeout=PATIENCE)
    page.go_back()


@pytest.mark.parametrize("move", [by_a_link, by_the_address, by_back])
@pytest.mark.parametrize("query", ["", "?to=AE"])
def test_to_move_within_a_page_takes_nothing_away(new_page, move, query):
    """The theme would fetch the page anew the first time, and put it in place of this one."""
    page = new_page(query)
    touch(page)
    page.wait_for_function(HERE)
    calculator = Calculator(page)
    calculator.start()
    page.wait_for_function("() => window.location$")
    calculator.box.evaluate("box => { box.wasHere = true; }")
    move(page)
    page.wait_for_timeout(1500)

    assert calculator.box.evaluate("box => box.wasHere")
    assert ("to=AE" in page.url) == bool(query)
    calculator.field("chip").select_option("nvidia-h100-sxm")
    page.evaluate("window.sameDocument = true")
    page.locator(".md-tabs a[href$='about/']").first.click()
    page.wait_for_url(re.compile("/about/$"))
    assert page.evaluate("window.sameDocument")
    page.go_back()
    page.wait_for_function("() => document.querySelector('live-calculator')")
