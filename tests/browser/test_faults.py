"""Whatever fails, the page says so in place, keeps what it shows, and offers a retry that works."""

import gzip

import pytest
from playwright.sync_api import expect

SNAPSHOT, LIBRARY, MACHINE_CODE = "**/runtime/snapshot.*", "**/runtime/library.*", "**/runtime/pyodide.asm.*.wasm*"


def missing(route):
    route.fulfill(status=404, body="")


def answers(calculator):
    calculator.field("fp8").fill("1979 TFLOPS")
    calculator.says("denial")
    calculator.has_state("ready")


def is_broken(calculator, shown):
    calculator.has_state("broken")
    expect(calculator.box.locator("[data-message=broken]")).to_be_visible()
    expect(calculator.button("retry")).to_be_visible()
    assert calculator.output.inner_html() == shown


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
    shown = calculator.output.inner_html()
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


@pytest.mark.parametrize("address", [MACHINE_CODE, "**/live/worker.js"])
def test_a_lost_network_is_said_and_what_was_typed_is_asked_after_the_retry(calculator, address):
    shown = calculator.output.inner_html()
    calculator.page.route(address, lambda route: route.abort())
    calculator.field("fp8").fill("1979 TFLOPS")
    is_broken(calculator, shown)

    calculator.page.unroute(address)
    calculator.button("retry").click()
    calculator.says("denial")
    calculator.has_state("ready")
    expect(calculator.field("fp8")).to_have_value("1979 TFLOPS")


def test_an_exception_in_python_is_said_and_the_next_change_is_answered(calculator):
    def treacherous(route):
        script = route.fetch().text()
        assert "entry.render_json(request)" in script
        trap = "(request.includes('666 TFLOPS') ? nothing : entry.render_json)(request)"
        route.fulfill(body=script.replace("entry.render_json(request)", trap), content_type="text/javascript")

    calculator.page.route("**/live/worker.js", treacherous)
    calculator.start()
    shown = calculator.output.inner_html()
    calculator.field("fp8").fill("666 TFLOPS")
    is_broken(calculator, shown)

    calculator.button("retry").click()
    calculator.page.wait_for_timeout(100)
    is_broken(calculator, shown)
    answers(calculator)


def test_a_browser_whose_data_workers_import_nothing_gets_the_scripts_as_text(calculator):
    calculator.page.evaluate(
        """() => {
            const Before = Worker;
            window.Worker = class extends Before {
                constructor(url) {
                    super(url.split(",")[1].startsWith("importScripts") ? "data:text/javascript,nothing()" : url);
                }
            };
        }"""
    )
    calculator.start()

    answers(calculator)


def test_without_workers_it_says_so(calculator):
    shown = calculator.output.inner_html()
    calculator.page.evaluate("() => { window.Worker = class { constructor() { throw new Error('none here'); } }; }")
    calculator.field("chip").focus()

    is_broken(calculator, shown)
