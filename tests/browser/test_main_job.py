"""A reader puts in a chip and watches the verdict."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Calculator, touch


def same_document(calculator):
    """Marks the document and tells later whether it is still the same one."""
    calculator.page.evaluate("window.marked = true")
    return lambda: calculator.page.evaluate("window.marked === true")


def test_nothing_is_loaded_before_the_first_touch(open_calculator):
    calculator = open_calculator()
    asked = []
    calculator.page.on("request", lambda request: asked.append(request.url))
    # A pointer elsewhere on the page is no interest in the calculator.
    calculator.page.mouse.move(5, 5)
    calculator.page.wait_for_timeout(300)

    assert calculator.box.get_attribute("data-state") == "static"
    assert not [url for url in asked if "/runtime/" in url]


def test_python_in_the_browser_says_what_was_prerendered(calculator):
    prerendered = calculator.content()
    calculator.start()

    # A place that the worker leaves empty says so on paper; the page's own hold what it came with.
    assert calculator.content() == prerendered
    calculator.is_at()
    # Longer than a verdict rests before it is read out.
    calculator.page.wait_for_timeout(1000)
    assert calculator.box.locator(".lc-live").text_content() == ""


def test_typed_specs_change_the_verdict_without_a_page_load(calculator):
    calculator.start()
    calculator.says("not-stated")
    stayed = same_document(calculator)

    calculator.field("fp8").fill("1,979 TFLOPS")
    calculator.says("denial")
    calculator.is_at("chip=nvidia-h20", "on=2025-06-01", "to=CN", "fp8=1%2C979+TFLOPS")
    calculator.field("on").fill("2022-01-01")
    calculator.says("no-rule")
    calculator.field("on").fill("2023-12-01")
    calculator.field("to").select_option("TW")
    calculator.says("not-controlled")

    assert stayed()


def test_typing_before_python_is_there_is_answered_when_it_is(calculator):
    calculator.field("fp8").fill("1979 TFLOPS")

    calculator.says("denial")
    expect(calculator.field("fp8")).to_have_value("1979 TFLOPS")


def test_another_chip_brings_its_own_specs_and_no_chip_keeps_the_numbers(calculator):
    calculator.start()
    calculator.field("fp8").fill("1 TFLOPS")
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("denial")
    expect(calculator.field("fp8")).to_have_value(re.compile(r"^1,?979 TFLOPS$|^1978\.9 TFLOPS$"))
    own = calculator.field("fp8").input_value()

    calculator.field("chip").select_option("")
    calculator.is_at("chip=")
    expect(calculator.field("fp8")).to_have_value(own)
    calculator.says("denial")


def test_a_shared_link_shows_the_same_in_a_fresh_browser(calculator, open_calculator, site_url):
    calculator.start()
    calculator.field("memory_bandwidth").fill("1 TB/s")
    calculator.field("interconnect").fill("300 GB/s")
    calculator.field("chip").press("Tab")
    calculator.is_at("memory_bandwidth=1+TB%2Fs", "interconnect=300+GB%2Fs")
    calculator.rests()

    other = open_calculator(calculator.page.url.removeprefix(site_url))
    other.has_state("ready")
    other.rests()

    expect(other.field("memory_bandwidth")).to_have_value("1 TB/s")
    assert other.content() == calculator.content()
    assert other.page.url == calculator.page.url


def test_back_undoes_the_last_committed_change_not_every_key(calculator):
    calculator.start()
    entries = calculator.page.evaluate("history.length")
    calculator.field("fp8").press("ControlOrMeta+a")
    calculator.field("fp8").press_sequentially("1979 TFLOPS")
    calculator.says("denial")
    calculator.field("fp8").press("Enter")
    calculator.is_at("fp8=1979+TFLOPS")
    calculator.field("to").select_option("US")
    calculator.says("not-controlled")
    calculator.is_at("to=US")

    assert calculator.page.evaluate("history.length") == entries + 2

    calculator.page.go_back()
    calculator.says("denial")
    expect(calculator.field("to")).to_have_value("CN")
    expect(calculator.field("fp8")).to_have_value("1979 TFLOPS")
    calculator.page.go_back()
    calculator.says("not-stated")
    calculator.is_at()
    expect(calculator.field("fp8")).to_have_value("296 TFLOPS")
    calculator.page.go_forward()
    calculator.says("denial")


def test_reset_returns_to_the_pages_default(open_calculator):
    calculator = open_calculator("?chip=nvidia-h100-sxm&on=2024-01-01&to=CN&fp8=1+TFLOPS")
    calculator.has_state("ready")
    calculator.button("reset").click()

    calculator.says("not-stated")
    calculator.is_at()
    expect(calculator.field("chip")).to_have_value("nvidia-h20")
    expect(calculator.field("on")).to_have_value("2025-06-01")
    expect(calculator.field("fp8")).to_have_value("296 TFLOPS")


def test_today_is_the_readers_today(open_calculator):
    calculator = open_calculator(timezone_id="Asia/Taipei")
    calculator.page.clock.set_fixed_time("2026-03-01T23:30:00Z")
    calculator.button("today").click()

    calculator.is_at("on=2026-03-02")
    expect(calculator.field("on")).to_have_value("2026-03-02")


@pytest.mark.parametrize("how", ["button", "Enter", "clipboard"])
def test_a_pasted_spec_line_fills_the_fields(open_calculator, how):
    calculator = open_calculator(permissions=["clipboard-read", "clipboard-write"])
    line = "H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s, NVLink 450 GB/s"
    paste = calculator.field("paste")
    if how == "clipboard":
        calculator.page.evaluate("line => navigator.clipboard.writeText(line)", line)
        paste.focus()
        paste.press("ControlOrMeta+v")
    else:
        paste.fill(line)
        paste.press("Enter") if how == "Enter" else calculator.button("paste").click()

    expect(calculator.field("interconnect")).to_have_value("450 GB/s")
    expect(calculator.note("paste")).to_contain_text("450 GB/s")
    expect(paste).to_have_value("")
    calculator.is_at("interconnect=450+GB%2Fs")


def test_an_error_stands_at_its_field_and_the_last_good_verdict_stays(calculator):
    calculator.start()
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.says("denial")
    calculator.rests()
    good = calculator.content()
    calculator.field("fp8").fill("3,35 TB/s")

    calculator.has_state("invalid")
    field = calculator.field("fp8")
    expect(calculator.error("fp8")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert calculator.error("fp8").get_attribute("id") in field.get_attribute("aria-describedby").split()
    expect(calculator.box.locator("[data-message=last-good]")).to_be_visible()
    assert calculator.content() == good

    field.fill("800 TFLOPS")
    calculator.has_state("ready")
    expect(calculator.error("fp8")).to_be_hidden()
    expect(calculator.box.locator("[data-message=last-good]")).to_be_hidden()
    assert field.get_attribute("aria-invalid") is None


def test_an_unknown_chip_in_a_link_is_said_at_the_field(open_calculator):
    calculator = open_calculator("?chip=nvidia-h2O&on=2025-06-01&to=CN")

    calculator.has_state("invalid")
    expect(calculator.error("chip")).to_contain_text("nvidia-h2O")
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("denial")
    calculator.has_state("ready")


def test_a_name_that_no_field_has_is_mentioned_and_does_no_harm(open_calculator):
    calculator = open_calculator("?chip=nvidia-h100-sxm&on=2025-06-01&to=CN&colour=red")

    calculator.says("denial")
    expect(calculator.box).to_contain_text("colour")


@pytest.mark.parametrize(
    "field", ["chip", "on", "to", "fp8", "non_planar", "was", "paste", "<img src=x onerror=window.hurt=1>"]
)
def test_hostile_text_in_a_link_never_becomes_markup(open_calculator, field):
    hostile = "%3Cimg%20src%3Dx%20onerror%3D%22window.hurt%3D1%22%3E"
    calculator = open_calculator(f"?{field}={hostile}&chip=nvidia-h20".replace("<", "%3C"))
    expect(calculator.box).to_have_attribute("data-state", re.compile("ready|invalid"), timeout=60_000)

    assert calculator.page.locator("article img[src='x']").count() == 0
    assert calculator.page.evaluate("window.hurt") is None


def test_typing_keeps_caret_focus_and_opened_details(calculator):
    calculator.start()
    details = calculator.box.locator("output details").first
    details.locator("> summary").click()
    field = calculator.field("fp8")
    field.focus()
    field.evaluate("field => field.setSelectionRange(0, 1)")
    field.press("9")
    calculator.is_at("fp8=996+TFLOPS")
    calculator.says("denial")

    expect(field).to_be_focused()
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [1, 1]
    assert details.evaluate("details => details.open")


def test_a_changed_verdict_is_announced_once(calculator):
    calculator.start()
    live = calculator.box.locator(".lc-live")
    calculator.page.evaluate(
        """() => {
            window.said = [];
            const live = document.querySelector(".lc-live");
            new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true });
        }"""
    )
    # Faster than a reader, so that a busy machine makes no rest between two keys.
    calculator.field("fp8").evaluate(
        """field => {
            for (const end of [1, 2, 3, 4, 5, 11]) {
                field.value = "1979 TFLOPS".slice(0, end);
                field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }
        }"""
    )
    calculator.says("denial")
    expect(live).not_to_have_text("")
    calculator.field("fp8").press("Tab")
    calculator.page.wait_for_timeout(1000)

    assert len(calculator.page.evaluate("window.said")) == 1
    assert calculator.output.get_attribute("aria-live") == "off"


def test_a_copied_link_is_the_address(open_calculator):
    calculator = open_calculator(permissions=["clipboard-read", "clipboard-write"])
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.is_at("fp8=1979+TFLOPS")
    calculator.button("copy-link").click()

    expect(calculator.box.locator("[data-message=copied]")).to_be_visible()
    assert calculator.page.evaluate("navigator.clipboard.readText()") == calculator.page.url
    expect(calculator.box.locator("[data-message=copied]")).to_be_hidden()


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_first_screen_has_a_verdict_before_a_word_of_explanation(new_page, language, width, height):
    page = new_page(language, viewport={"width": width, "height": height})
    outcome = page.locator("live-calculator .verdict .outcome-word").bounding_box()
    first = page.locator("article p:not(:empty)").filter(visible=True).first

    assert outcome["y"] + outcome["height"] < height
    assert first.evaluate("paragraph => Boolean(paragraph.closest('.verdict'))")


def test_what_goes_takes_no_focus_from_what_stays(page):
    """What stands behind would be moved for it, and a browser takes the focus from what is moved."""
    stays = page.evaluate("""async () => {
        const { redraw } = await import(new URL("assets/live/redraw.js", document.baseURI));
        const box = document.body.appendChild(document.createElement("div"));
        const parts = (keys) => keys.map((key) => `<details data-key="${key}"><summary>${key}</summary></details>`).join("");
        box.innerHTML = parts(["a", "b", "c"]);
        box.querySelector("[data-key=b] summary").focus();
        const changed = redraw(box, parts(["b", "c", "d"]), new Map());
        return [changed, document.activeElement.textContent, box.textContent];
    }""")

    assert stays == [True, "b", "bcd"]


def test_everything_can_be_done_with_the_keyboard(calculator):
    press = calculator.page.keyboard.press
    stayed = same_document(calculator)

    def tab_to(target, way="Tab"):
        for _ in range(120):
            if target.evaluate("target => target === document.activeElement"):
                return
            press(way)
        raise AssertionError(f"{target} can't be reached by {way}")

    tab_to(calculator.field("chip"))
    calculator.has_state("ready")
    calculator.page.keyboard.type("H100 SXM")
    calculator.says("denial")
    tab_to(calculator.field("fp8"))
    calculator.page.keyboard.type("100 TFLOPS")
    press("Enter")
    calculator.is_at("chip=nvidia-h100-sxm", "fp8=100+TFLOPS")
    steps = calculator.box.locator("output details > summary").last
    tab_to(steps)
    press("Enter")
    assert steps.evaluate("summary => summary.parentElement.open")
    tab_to(calculator.button("reset"), "Shift+Tab")
    press("Enter")
    calculator.is_at()
    calculator.says("not-stated")

    assert stayed()


def test_a_link_within_the_page_is_followed_without_a_page_load(calculator):
    calculator.start()
    stayed = same_document(calculator)
    calculator.page.evaluate(
        """() => {
            const link = document.createElement("a");
            link.href = "?chip=nvidia-h100-sxm&on=2025-06-01&to=CN";
            link.textContent = "the H100";
            document.querySelector("article").append(link);
        }"""
    )
    calculator.page.get_by_role("link", name="the H100").click()
    calculator.says("denial")
    expect(calculator.field("chip")).to_have_value("nvidia-h100-sxm")
    calculator.page.go_back()
    calculator.says("not-stated")

    assert stayed()


def test_one_python_serves_every_page_of_the_tab(calculator, site_url):
    calculator.start()
    stayed = same_document(calculator)

    def pythons():
        return [worker for worker in calculator.page.workers if worker.url.startswith("data:")]

    first = pythons()
    calculator.page.locator(".md-tabs a[href$='h20/']").click()
    calculator.page.wait_for_url(f"{site_url}h20/")
    expect(calculator.box).to_have_attribute("data-state", "static")
    calculator.start()
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("denial")

    assert stayed()
    assert len(first) == 1
    assert pythons() == first


def test_a_second_calculator_puts_its_id_before_its_names(open_calculator):
    address = "?panel.chip=nvidia-h100-sxm&panel.on=2025-06-01&panel.to=CN"
    calculator = open_calculator(address)
    calculator.page.evaluate(
        """() => {
            const first = document.querySelector("live-calculator");
            const second = first.cloneNode(true);
            second.id = "panel";
            first.after(second);
        }"""
    )
    panel = Calculator(calculator.page, calculator.page.locator("#panel"))
    panel.says("denial")
    expect(calculator.verdict).to_have_attribute("data-outcome", "not-stated")
    calculator.field("fp8").fill("1 TFLOPS")
    calculator.is_at("fp8=1+TFLOPS", "panel.chip=nvidia-h100-sxm")
    panel.field("to").select_option("US")
    panel.says("not-controlled")
    calculator.is_at("fp8=1+TFLOPS", "panel.to=US")


def test_it_answers_in_chinese_too(open_calculator):
    calculator = open_calculator("zh-Hant/")
    calculator.start()
    calculator.field("fp8").fill("1979 TFLOPS")

    calculator.says("denial")
    expect(calculator.verdict).to_contain_text(re.compile("[\u4e00-\u9fff]"))
    calculator.field("fp8").fill("<b>1979</b>")
    calculator.has_state("invalid")
    expect(calculator.error("fp8")).to_contain_text(re.compile("[\u4e00-\u9fff]"))


def test_on_a_phone_the_verdict_comes_first_and_the_specs_are_folded(open_calculator):
    calculator = open_calculator(viewport={"width": 390, "height": 844})
    specs = calculator.box.locator(".lc-specs")
    assert calculator.field("fp8").is_hidden()
    touch(calculator.page)
    expect(specs).not_to_have_attribute("open", "")

    assert not specs.evaluate("specs => specs.open")
    assert calculator.verdict.bounding_box()["y"] < specs.bounding_box()["y"]
    assert calculator.page.evaluate("document.documentElement.scrollWidth") <= 390
    calculator.unfold()
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.says("denial")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_shifts_while_it_loads(open_calculator, width):
    calculator = open_calculator(viewport={"width": width, "height": 844})
    calculator.page.evaluate(
        """() => {
            window.shifted = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) window.shifted += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
        }"""
    )
    calculator.start()
    calculator.page.wait_for_timeout(200)

    assert calculator.page.evaluate("window.shifted") <= 0.005


def test_folded_steps_follow_the_answer_when_they_are_opened(calculator):
    calculator.start()
    steps = calculator.output.locator("details[data-key=steps]")
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.says("denial")
    steps.locator("> summary").click()
    expect(steps).to_contain_text("15,832")

    calculator.field("chip").select_option("nvidia-h20")
    calculator.says("not-stated")
    expect(steps).to_contain_text("2,368")
    expect(steps).not_to_contain_text("15,832")
