"""Whatever fails, the page says so in place, keeps what it shows, and offers a retry that works."""

import gzip

import pytest
from playwright.sync_api import expect

from ..conftest import CHROMIUM
from .conftest import Calculator

SNAPSHOT, LIBRARY, MACHINE_CODE = "**/runtime/snapshot.*", "**/runtime/library.*", "**/runtime/pyodide.asm.*.wasm*"


def missing(route):
    route.fulfill(status=404, body="")


def answers(calculator):
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.says("denial")
    calculator.has_state("ready")


def recovers(calculator):
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.button("retry").click()
    calculator.says("denial")
    calculator.has_state("ready")


def is_broken(calculator, shown):
    calculator.has_state("broken")
    expect(calculator.box.locator("[data-message=broken]")).to_be_visible()
    expect(calculator.button("retry")).to_be_visible()
    assert calculator.content() == shown


@pytest.mark.parametrize(
    "fault",
    [
        missing,
        lambda route: route.fulfill(body=b"neither packed nor a snapshot"),
        lambda route: route.fulfill(body=gzip.compress(bytes(1_000_000))),
        lambda route: route.abort(),
    ],
    ids=["missing", "not packed", "not a snapshot", "cut off"],
)
def test_without_the_snapshot_python_starts_plainly(calculator, fault):
    calculator.page.route(SNAPSHOT, fault)
    calculator.start()

    answers(calculator)


def test_without_any_start_it_says_so_and_a_retry_works(calculator):
    shown = calculator.content()
    calculator.page.route(SNAPSHOT, missing)
    calculator.page.route(LIBRARY, missing)
    calculator.field("chip").focus()
    is_broken(calculator, shown)

    calculator.button("retry").click()
    is_broken(calculator, shown)

    calculator.page.unroute(SNAPSHOT)
    calculator.page.unroute(LIBRARY)
    calculator.button("retry").click()
    calculator.has_state("ready")
    expect(calculator.button("retry")).to_be_hidden()
    answers(calculator)


def half(route):
    content = route.fetch().body()
    route.fulfill(body=content[: len(content) // 2])


def damaged(route):
    route.fulfill(body=b"neither code nor a list")


def lost(route):
    route.abort()


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (MACHINE_CODE, lost),
        (MACHINE_CODE, half),
        (MACHINE_CODE, missing),
        (MACHINE_CODE, damaged),
        ("**/live/worker.js", lost),
        ("**/live/worker-start.js", missing),
        ("**/runtime/manifest.js*", missing),
        ("**/runtime/pyodide.asm.*.js", missing),
        ("**/runtime/pyodide-lock.*", half),
    ],
)
def test_a_file_that_does_not_come_is_said_and_what_was_typed_is_asked_after_the_retry(open_calculator, address, fault):
    calculator = open_calculator("404.html")
    calculator.page.route(address, fault)
    calculator.page.goto(calculator.page.url.removesuffix("404.html"))
    shown = calculator.content()
    calculator.field("fp8").fill("1979 TFLOPS")
    is_broken(calculator, shown)

    calculator.page.unroute(address)
    calculator.button("retry").click()
    calculator.says("denial")
    calculator.has_state("ready")
    expect(calculator.field("fp8")).to_have_value("1979 TFLOPS")


@pytest.mark.parametrize("address", [MACHINE_CODE, "**/runtime/manifest.js*", "**/live/worker-start.js"])
def test_a_line_that_stands_still_is_given_up_and_a_retry_works(open_calculator, address):
    calculator = open_calculator("404.html")
    calculator.page.clock.install()
    asked: list[object] = []
    calculator.page.route(address, lambda route: asked.append(route))
    calculator.page.goto(calculator.page.url.removesuffix("404.html"))
    shown = calculator.content()
    calculator.field("fp8").fill("1979 TFLOPS")
    for _ in range(100):
        calculator.page.wait_for_timeout(100)
        if asked:
            break
    calculator.page.clock.fast_forward(31_000)
    is_broken(calculator, shown)

    calculator.page.unroute(address)
    calculator.button("retry").click()
    calculator.says("denial")
    calculator.has_state("ready")


@pytest.mark.parametrize("script", ["live-calculator.js", "form.js", "side-card.js"])
def test_a_script_of_the_page_that_does_not_come_is_said_at_the_first_touch(open_calculator, script):
    calculator = open_calculator("404.html")
    calculator.page.route(f"**/live/{script}", missing)
    calculator.page.goto(calculator.page.url.removesuffix("404.html"))
    shown = calculator.content()
    calculator.field("chip").focus()
    expect(calculator.box.locator("[data-message=broken]")).to_be_visible()
    assert calculator.content() == shown

    calculator.page.unroute(f"**/live/{script}")
    calculator.button("retry").click()
    expect(calculator.box.locator("[data-message=broken]")).to_be_hidden()
    answers(calculator)


# No answer, nor word of a failure.
MUTE = "self.postMessage = () => {}; throw new Error('never told');"


def betrayed(calculator, trap):
    """Has Python's worker do something else when it is asked of 666 TFLOPS."""

    def treacherous(route):
        script = route.fetch().text()
        assert "reply: render_json(request)" in script
        trapped = f"reply: (request.includes('666 TFLOPS') ? {trap} : render_json)(request)"
        route.fulfill(body=script.replace("reply: render_json(request)", trapped), content_type="text/javascript")

    calculator.page.route("**/live/worker.js", treacherous)


@pytest.mark.parametrize(
    "trap",
    [
        "nothing",
        "(() => 'not an answer')",
        """python.runPython("lambda request: 1 / 0")""",
        """python.runPython("lambda request: [bytearray(2**31 - 1) for _ in range(9)]")""",
        """(() => { const full = []; for (;;) full.push(new WebAssembly.Memory({initial: 65536})); })""",
    ],
    ids=["in JavaScript", "no JSON", "in Python", "out of memory", "no memory to be had"],
)
def test_an_exception_is_said_and_the_next_change_is_answered(calculator, trap):
    betrayed(calculator, trap)
    calculator.start()
    shown = calculator.content()
    calculator.field("fp8").fill("666 TFLOPS")
    is_broken(calculator, shown)

    calculator.button("retry").click()
    is_broken(calculator, shown)
    answers(calculator)


def test_a_worker_that_fails_by_itself_is_said_and_a_retry_works(calculator):
    betrayed(calculator, f"(() => {{ setTimeout(() => {{ throw new Error('by itself'); }}); {MUTE} }})")
    calculator.start()
    shown = calculator.content()
    calculator.field("fp8").fill("666 TFLOPS")
    is_broken(calculator, shown)

    recovers(calculator)


@pytest.mark.parametrize("trap", ["self.onmessage = null;", "for (;;);"], ids=["never hears", "never ends"])
def test_a_worker_that_was_killed_or_hangs_is_given_up_within_a_minute(open_calculator, trap):
    calculator = open_calculator("404.html")
    calculator.page.clock.install()
    calculator.page.goto(calculator.page.url.removesuffix("404.html"))
    betrayed(calculator, f"(() => {{ {trap} {MUTE} }})")
    calculator.start()
    shown = calculator.content()
    calculator.field("fp8").fill("666 TFLOPS")
    calculator.page.clock.run_for(65_000)
    is_broken(calculator, shown)

    recovers(calculator)


def test_a_browser_whose_data_workers_import_nothing_gets_the_scripts_as_text(calculator):
    calculator.page.evaluate(
        """() => {
            const Before = Worker;
            window.Worker = class extends Before {
                constructor(url) {
                    super(url.replace("importScripts(...data)", "nothing()"));
                }
            };
        }"""
    )
    calculator.start()

    answers(calculator)


def test_without_workers_it_says_so(calculator):
    shown = calculator.content()
    calculator.page.evaluate("() => { window.Worker = class { constructor() { throw new Error('none here'); } }; }")
    calculator.field("chip").focus()

    is_broken(calculator, shown)


def test_with_wasm_switched_off_it_says_so(chromium, browser, site_url):
    flags = [*CHROMIUM["FLAGS"], "--js-flags=--jitless"]
    without = browser.browser_type.launch(executable_path=chromium, args=flags)
    page = without.new_page()
    page.goto(site_url)
    assert page.evaluate("typeof WebAssembly") == "undefined"
    calculator = Calculator(page)
    shown = calculator.content()
    calculator.field("chip").focus()
    is_broken(calculator, shown)

    calculator.button("retry").click()
    is_broken(calculator, shown)
    without.close()


DENIED = """
const denied = () => { throw new DOMException("not in private", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, { get: denied });
Object.defineProperty(document, "cookie", { get: denied, set: denied });
for (const name of ["storage", "serviceWorker"]) Object.defineProperty(Navigator.prototype, name, { get: denied });
"""


@pytest.mark.parametrize("denied", [DENIED, "delete Navigator.prototype.serviceWorker; delete window.caches;"])
def test_where_nothing_may_be_stored_it_answers_and_says_that_nothing_can_be_saved(browser, site_url, denied):
    # Material's own scripts raise where they may not look for the reader's colours; that is no fault of ours.
    context = browser.new_context()
    context.add_init_script(denied)
    page = context.new_page()
    page.goto(site_url)
    calculator = Calculator(page)
    calculator.start()

    answers(calculator)
    expect(page.locator("live-offline")).to_have_attribute("data-state", "unavailable")
    expect(page.locator("live-offline [data-when=unavailable]")).to_be_visible()
    context.close()


def test_two_tabs_have_a_python_each(new_page, site_url):
    """What fails in one is none of the other's business."""
    page = new_page()
    calculator, other = Calculator(page), Calculator(page.context.new_page())
    other.page.goto(site_url)
    other.page.route(MACHINE_CODE, missing)
    shown = other.content()
    calculator.start()
    other.field("chip").focus()
    is_broken(other, shown)
    answers(calculator)

    other.page.unroute(MACHINE_CODE)
    other.button("retry").click()
    other.has_state("ready")
    other.field("fp8").fill("1 TFLOPS")
    other.is_at("fp8=1+TFLOPS")
    calculator.is_at("fp8=1979+TFLOPS")


def test_what_was_chosen_before_any_script_came_is_asked_when_it_has(new_page, site_url):
    page = new_page("404.html")
    held = []
    page.route("**/live/index.js", lambda route: held.append(route))
    page.goto(site_url, wait_until="commit")
    while not held:
        page.wait_for_timeout(10)
    calculator = Calculator(page)
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.field("on").fill("2023-12-01")
    held[0].continue_()
    page.wait_for_load_state()
    calculator.field("to").focus()

    calculator.says("denial")
    calculator.is_at("chip=nvidia-h100-sxm", "on=2023-12-01")
