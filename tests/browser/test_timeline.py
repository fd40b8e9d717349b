"""The timeline in a browser: a number leads to its event, a day to the verdict, the list narrows, and no policy is broken."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from calculators.engine.timeline import timeline


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_a_number_leads_to_its_row_and_its_day_to_the_verdict(new_page: Callable[..., Any], language: str) -> None:
    page = new_page(f"{language}timeline/")
    number = str(list(timeline()).index("is-informed-2025") + 1)
    page.locator("svg.figure-rows a").filter(has_text=re.compile(f"^{number}$")).click()
    row = page.locator("#event-is-informed-2025")
    expect(row).to_be_in_viewport()
    row.locator("th a").click()
    expect(page.locator("input[name=on]")).to_have_value("2025-04-09")
    expect(page.locator(".verdict").first).to_have_attribute("data-outcome", "not-stated")


def test_a_day_in_a_chapters_picture_opens_the_verdict(new_page: Callable[..., Any]) -> None:
    page = new_page("story/07-a-dinner/")
    page.locator("svg.figure-wide a").filter(has_text=re.compile("^4 Apr$")).click()
    expect(page.locator("input[name=on]").first).to_have_value("2025-04-04")
    expect(page.locator(".verdict").first).to_have_attribute("data-outcome", "not-controlled")


def test_the_list_narrows_to_a_lane(new_page: Callable[..., Any]) -> None:
    page = new_page("timeline/")
    page.locator("live-table select[name=lane]").select_option("letters")
    letters = [each for each in timeline().values() if each.lane == "letters"]
    expect(page.locator("live-table tbody tr:visible")).to_have_count(len(letters))
    expect(page).to_have_url(re.compile(r"/timeline/\?lane=letters$"))


def test_a_figures_data_can_be_fetched(new_page: Callable[..., Any]) -> None:
    page = new_page("story/05-thirty-two-points/")
    with page.expect_download() as fetched:
        page.locator("#chart-spec-bars a[download]").click()
    assert fetched.value.suggested_filename == "spec_bars.csv"
