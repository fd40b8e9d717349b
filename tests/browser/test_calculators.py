"""The calculators beside the verdict answer in the page: a choice, a typed figure, a link, a message."""

import pytest
from playwright.sync_api import expect

from .conftest import Calculator


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_another_chip_and_a_typed_rate_change_the_answer(open_calculator, language):
    calculator = open_calculator(f"{language}calculators/tpp/")
    value = calculator.output.locator(".value-number")
    expect(value).to_contain_text("2,368")
    calculator.start()

    calculator.field("chip").select_option("nvidia-h100-sxm")
    expect(value).to_contain_text("15,832")
    expect(calculator.field("fp8")).to_have_value("1979 TFLOPS")
    calculator.field("fp8").fill("4000 TFLOPS")
    expect(calculator.error("rates")).to_be_visible()
    calculator.field("rates").select_option("sparse")
    expect(value).to_contain_text("16,000")
    calculator.is_at("chip=nvidia-h100-sxm", "rates=sparse", "fp8=4000+TFLOPS")


def test_a_link_reproduces_what_was_seen(open_calculator):
    calculator = open_calculator("calculators/largest_spec/?question=cuts&chip=nvidia-rtx-4090&on=2023-12-01")
    calculator.has_state("ready")

    expect(calculator.output.locator("tr[data-state=cut]")).to_contain_text("4,800")
    expect(calculator.field("question")).to_have_value("cuts")


def test_a_wrong_figure_gets_its_message_and_the_last_answer_stays(open_calculator):
    calculator = open_calculator("calculators/hbm_density/")
    calculator.field("memory_bandwidth").focus()
    calculator.has_state("ready")
    calculator.field("package_area").fill("110 acres")

    calculator.has_state("invalid")
    expect(calculator.error("package_area")).to_contain_text("mm²")
    expect(calculator.output.locator(".value-number")).to_contain_text("7.447")
    calculator.button("reset").click()
    calculator.has_state("ready")
    expect(calculator.field("package_area")).to_have_value("110 mm²")


def test_the_matrix_follows_the_day(open_calculator):
    calculator = open_calculator("calculators/compare_chips/")
    calculator.field("on").focus()
    calculator.has_state("ready")
    calculator.field("on").fill("2022-01-01")

    expect(calculator.output.locator("caption")).to_contain_text("0 of 6")


@pytest.mark.parametrize("page", ["", "zh-Hant/h20/"])
def test_an_answer_leads_to_its_instruments_and_its_chip(open_calculator, page):
    calculator = open_calculator(page)
    calculator.start()
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("denial")
    home = calculator.page.url.partition("?")[0].removesuffix("h20/")
    row = calculator.box.locator("tr[data-instrument='oct-2023'] .row-name a")
    to_the_chip = calculator.box.locator(".specs-steps a[href*='/nvidia-h100-sxm/']")
    calculator.rests()

    with calculator.page.expect_navigation(url=f"{home}chips/nvidia-h100-sxm/"):
        to_the_chip.click()
    calculator.page.go_back()
    # Until the answer is this chip's again, another row may stand where this one will.
    calculator.has_state("ready")
    calculator.says("denial")
    calculator.rests()
    with calculator.page.expect_navigation(url=f"{home}regulations/oct-2023/"):
        row.click()
    expect(calculator.page.locator("h1")).to_contain_text("2023")


def test_calculators_fit_a_phone(open_calculator):
    for name in ("tpp", "foundry_presumption", "compare_chips"):
        calculator: Calculator = open_calculator(f"calculators/{name}/")
        calculator.page.set_viewport_size({"width": 390, "height": 844})
        assert calculator.page.evaluate("document.documentElement.scrollWidth") <= 390
