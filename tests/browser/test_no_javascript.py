"""With JavaScript off a page is complete: the verdict, every step, the sources."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=["", "h20/", "zh-Hant/", "zh-Hant/h20/"])
def calculator(request, open_calculator):
    return open_calculator(request.param, java_script_enabled=False)


def test_the_verdict_its_steps_and_its_sources_are_there(calculator):
    expect(calculator.verdict).to_be_visible()
    expect(calculator.verdict).to_have_attribute(
        "data-outcome", "not-stated" if "h20" not in calculator.page.url else "not-controlled"
    )
    expect(calculator.verdict.locator(".outcome-word")).to_be_visible()
    expect(calculator.verdict.locator(".outcome-mark")).to_be_visible()
    rows = calculator.output.locator("table.rows").first.locator("tbody tr")
    assert rows.count() > 2
    assert calculator.output.locator("td a[href^='https://']").count() > 0

    steps = calculator.output.locator("details[data-key=steps]")
    steps.locator("> summary").click()
    expect(steps.locator(".step").first).to_be_visible()


def test_what_would_need_a_script_is_not_offered(calculator):
    for button in calculator.box.locator("button").all():
        expect(button).to_be_hidden()
    expect(calculator.field("paste")).to_be_hidden()
    expect(calculator.field("chip")).to_be_visible()
    expect(calculator.box.locator("noscript")).to_be_visible()
