"""The lists of chips and regulations: complete without a script, and with one sorted, filtered, and kept in the address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from calculators import chips, law
from calculators.engine.metrics import metrics

LISTS = ["chips/", "regulations/", "zh-Hant/chips/", "zh-Hant/regulations/"]


class Table:
    """One list, in a reader's terms."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("live-table")
        self.filter = self.box.locator("input")
        self.count = self.box.locator("output")
        self.rows = self.box.locator("tbody tr:visible")

    def head(self, key: str) -> Locator:
        """The head of a column."""
        return self.box.locator(f"th[data-key='{key}']")

    def sort(self, key: str) -> None:
        """Presses a column's head."""
        self.head(key).locator("button").click()

    def names(self) -> list[str]:
        """The rows' names, from top to bottom, of those that are shown."""
        return [text.strip() for text in self.rows.locator("th").all_inner_texts()]


@pytest.fixture
def open_table(new_page: Callable[..., Any]) -> Callable[..., Table]:
    """Opens a list in a fresh context."""
    return lambda address="chips/", **options: Table(new_page(address, **options))


def by(metric: str) -> dict[str, Any]:
    known = {chip.name: metrics(chip)[metric] for chip in chips().values()}
    return {name: m.low for name, m in known.items() if not m.undefined and (m.low or m.value is not None)}


@pytest.mark.parametrize("key", ["tpp", "performance-density", "memory-bandwidth", "interconnect-bandwidth"])
def test_numbers_sort_largest_first_then_smallest_and_unknown_ones_stay_last(open_table, key: str) -> None:
    table = open_table()
    values = by(key.replace("-", "_"))

    table.sort(key)
    expect(table.head(key)).to_have_attribute("aria-sort", "descending")
    down = table.names()
    assert [values[name] for name in down[: len(values)]] == sorted(values.values(), reverse=True)
    assert not set(down[len(values) :]) & set(values)

    table.sort(key)
    expect(table.head(key)).to_have_attribute("aria-sort", "ascending")
    up = table.names()
    assert [values[name] for name in up[: len(values)]] == sorted(values.values())
    assert up[len(values) :] == down[len(values) :]


def test_one_column_is_sorted_at_a_time_and_names_sort_by_their_numbers(open_table) -> None:
    table = open_table()

    table.sort("tpp")
    table.sort("name")
    expect(table.box.locator("th[aria-sort]")).to_have_count(1)
    expect(table.head("name")).to_have_attribute("aria-sort", "ascending")
    names = table.names()
    assert names.index("H20") < names.index("H100 SXM") < names.index("MI210") < names.index("TPU v4")


def test_filtering_counts_and_leaves_a_link_that_shows_the_same(open_table, site_url: str) -> None:
    table = open_table()
    huawei = [chip.name for chip in chips().values() if chip.maker == "Huawei"]
    expect(table.count).to_have_text(f"{len(chips())} of {len(chips())} chips")

    table.filter.fill("HUAWEI")
    expect(table.count).to_have_text(f"{len(huawei)} of {len(chips())} chips")
    table.sort("tpp")
    expect(table.page).to_have_url(re.compile(r"\?sort=-tpp&filter=HUAWEI$"))
    shown = table.names()
    assert sorted(shown) == sorted(huawei)

    again = open_table(table.page.url.removeprefix(site_url))
    expect(again.filter).to_have_value("HUAWEI")
    expect(again.head("tpp")).to_have_attribute("aria-sort", "descending")
    assert again.names() == shown


def test_every_word_of_a_filter_must_be_in_a_row(open_table) -> None:
    table = open_table()
    table.filter.fill("nvidia announced")
    wanted = {c.name for c in chips().values() if c.maker == "Nvidia" and c.status == "announced"}
    expect(table.rows).to_have_count(len(wanted))
    assert set(table.names()) == wanted

    table.filter.fill("no such chip")
    expect(table.rows).to_have_count(0)
    expect(table.box.locator(".lt-none")).to_be_visible()
    table.box.locator("button[data-action=clear]").click()
    expect(table.rows).to_have_count(len(chips()))
    expect(table.filter).to_be_focused()
    expect(table.box.locator(".lt-none")).to_be_hidden()


def test_back_undoes_the_last_change(open_table) -> None:
    table = open_table()
    table.sort("year")
    table.sort("tpp")
    expect(table.page).to_have_url(re.compile(r"\?sort=-tpp$"))

    table.page.go_back()
    expect(table.head("year")).to_have_attribute("aria-sort", "ascending")
    table.page.go_back()
    expect(table.box.locator("th[aria-sort]")).to_have_count(0)
    assert table.names()[0] == next(iter(chips().values())).name


def test_a_keyboard_sorts_and_keeps_its_place(open_table) -> None:
    table = open_table()
    table.filter.click()
    table.page.keyboard.type("b")
    expect(table.box.locator("button[data-action=clear]")).to_be_visible()
    for _ in ("show all", "the region that scrolls", "the first head"):
        table.page.keyboard.press("Tab")
    focused = table.page.evaluate("document.activeElement.closest('th')?.dataset.key")
    assert focused == "name"

    table.page.keyboard.press("Enter")
    expect(table.head("name")).to_have_attribute("aria-sort", "ascending")
    table.page.keyboard.press("Space")
    expect(table.head("name")).to_have_attribute("aria-sort", "descending")
    expect(table.head("name").locator("button")).to_be_focused()


@pytest.mark.parametrize("typed", ["China's H100", "China’s H100"])
def test_a_curly_apostrophe_is_a_straight_one(open_table, typed: str) -> None:
    table = open_table("chips/")
    wanted = {c.name for c in chips().values() if any(name.startswith("China's H100") for name in c.nicknames)}
    table.filter.fill(typed)

    expect(table.rows).to_have_count(len(wanted))
    assert set(table.names()) == wanted


@pytest.mark.parametrize(
    "query", ["?sort=<img>&filter=<img src=x onerror=alert(1)>", "?sort=-&filter=%00", "?sort=constructor"]
)
def test_a_bad_address_shows_a_table_and_no_markup(open_table, query: str) -> None:
    table = open_table(f"chips/{query}")

    expect(table.count).to_contain_text(f"of {len(chips())} chips")
    expect(table.box.locator("th[aria-sort]")).to_have_count(0)
    expect(table.box.locator("img")).to_have_count(0)


def test_the_language_link_keeps_the_order(open_table) -> None:
    table = open_table("chips/?sort=-tpp&filter=h20")
    table.page.locator("a[data-root][hreflang=zh-TW]").dispatch_event("click")

    expect(table.page).to_have_url(re.compile(r"/zh-Hant/chips/\?sort=-tpp&filter=h20$"))
    expect(table.head("tpp")).to_have_attribute("aria-sort", "descending")
    expect(table.rows.first).to_contain_text("H20")


@pytest.mark.parametrize("address", LISTS)
def test_without_javascript_the_whole_table_stands(open_table, address: str) -> None:
    table = open_table(address, java_script_enabled=False)

    expect(table.rows).to_have_count(len(law().instruments if "regulations" in address else chips()))
    expect(table.filter).to_be_hidden()
    expect(table.box.locator("button:visible")).to_have_count(0)
    link = table.rows.nth(3).locator("th a")
    name = link.inner_text()
    link.click()
    expect(table.page.locator("h1")).to_contain_text(name)


@pytest.mark.parametrize("address", [*LISTS, "chips/nvidia-h20/", "zh-Hant/regulations/oct-2023/"])
def test_a_phone_never_scrolls_sideways(new_page, address: str) -> None:
    page = new_page(address, viewport={"width": 390, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_chips_page_opens_the_calculator_with_that_chip(new_page) -> None:
    page = new_page("chips/amd-mi308x/")
    page.locator(".open-calculator").click()

    expect(page.locator("live-calculator [name=chip]")).to_have_value("amd-mi308x", timeout=60_000)
