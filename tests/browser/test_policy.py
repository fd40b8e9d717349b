"""The policy holds in a browser: nothing of ours runs into it, and nothing of anybody else's runs."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .conftest import PATIENCE, Calculator

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
KINDS = [
    "",
    "h20/",
    "about/",
    "maps/",
    "calculators/tpp/",
    "chips/",
    "chips/nvidia-h20/",
    "regulations/",
    "regulations/oct-2023/",
    "explainers/what_is_a_tpp/",
    "calculators/design_a_chip/",
]
HOSTILE = (
    "\"'><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><svg onload='window.hacked = 3'>"
)


@pytest.fixture
def watched(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page that notes what its policy blocks."""

    def opener(address: str = "", **options: object) -> Page:
        page = new_page("404.html", **options)
        page.context.add_init_script(WATCH)
        page.goto(page.url.removesuffix("404.html") + address)
        return page

    return opener


def violations(page: Page) -> list[str]:
    page.wait_for_timeout(200)
    return page.evaluate("window.violations")


@pytest.mark.parametrize(
    "address", [*KINDS, *(f"zh-Hant/{kind}" for kind in KINDS), "404.html", "nowhere/", "zh-Hant/503.html"]
)
def test_no_kind_of_page_runs_into_its_policy(watched, address):
    page = watched(address)
    for toggle in page.locator("[data-md-component=palette] label").all():
        if toggle.is_visible():
            toggle.click()
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("H20")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)

    assert violations(page) == []


@pytest.mark.parametrize("language", ["", "zh-Hant/"])
def test_nor_does_a_reader_who_goes_about(watched, language):
    page = watched(language)
    calculator = Calculator(page)
    calculator.start()
    page.evaluate("window.sameDocument = true")
    for name in ("about", "chips", "regulations", "h20"):
        page.locator(f".md-tabs a[href$='{name}/']").first.click()
        page.wait_for_url(re.compile(f"/{name}/$"))
        page.locator("h1").first.wait_for()
    Calculator(page).start()

    assert page.evaluate("window.sameDocument")
    assert violations(page) == []


@pytest.mark.parametrize("address", ["", "zh-Hant/", "calculators/tpp/", "chips/"])
def test_a_hostile_link_runs_nothing(watched, address):
    fields = "&".join(
        f"{name}={quote(HOSTILE)}" for name in ("chip", "on", "to", "fp8", "sort", "filter", "open", "tpp", "was")
    )
    page = watched(f"{address}?{fields}#{quote(HOSTILE)}")
    for box in page.locator("live-calculator").all():
        expect(box).to_have_attribute("data-state", re.compile("invalid|ready"), timeout=PATIENCE)

    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x], svg[onload]").count() == 0
    assert violations(page) == []


def test_markup_that_got_in_all_the_same_runs_nothing(watched):
    """Should our escaping fail one day, the policy still holds."""
    page = watched("about/")
    page.evaluate(
        """(markup) => {
            const article = document.querySelector("article");
            article.insertAdjacentHTML("beforeend", "<a id=bad href='javascript:window.hacked = 4'>x</a>" + markup);
            const script = document.createElement("script");
            script.textContent = "window.hacked = 5";
            document.body.append(script);
            const other = document.createElement("script");
            other.src = "data:text/javascript,window.hacked = 6";
            document.body.append(other);
            document.querySelector("#bad").click();
        }""",
        HOSTILE,
    )
    blocked = violations(page)

    assert page.evaluate("window.hacked") is None
    assert {what.split()[0] for what in blocked} >= {"script-src-elem", "script-src-attr"}


def test_text_is_never_run_as_a_script(watched):
    page = watched("about/")
    # Later: what Playwright evaluates at once isn't held to the policy.
    raised = page.evaluate(
        """() => new Promise((resolve) => setTimeout(() => {
            const found = [];
            for (const run of [() => window.eval("1"), () => new Function("return 1")()]) {
                try { found.push(run()); } catch (fault) { found.push(fault.name); }
            }
            resolve(found);
        }))"""
    )

    assert raised == ["EvalError", "EvalError"]


FROM_A_WORKER = {
    "own origin": "fetch(home)",
    "other origin": "fetch('https://example.org/')",
    "socket": "new Promise((yes, no) => Object.assign(new WebSocket('wss://example.org/'), {onopen: yes, onerror: no}))",
    "text": "Promise.resolve((0, eval)('1'))",
    "caches": "caches.open('x')",
    "database": "new Promise((yes, no) => Object.assign(indexedDB.open('x'), {onsuccess: yes, onerror: no}))",
    "script": "Promise.resolve(importScripts('https://example.org/x.js'))",
}


def reached(page: Page, attempt: str) -> bool:
    """Whether an attempt succeeds in a worker made as Python's is; one that never ends has not."""
    script = f"const home = {page.url!r}; Promise.resolve().then(() => {attempt}).then(() => postMessage(1), () => postMessage(0));"
    return page.evaluate(
        """(script) => new Promise((resolve) => {
            const worker = new Worker("data:text/javascript," + encodeURIComponent(script));
            worker.onmessage = ({data}) => resolve(Boolean(data));
            worker.onerror = () => resolve(false);
            setTimeout(() => resolve(false), 3000);
        })""",
        script,
    )


@pytest.mark.parametrize("attempt", FROM_A_WORKER.values(), ids=FROM_A_WORKER.keys())
def test_a_worker_like_pythons_reaches_nothing(watched, attempt):
    assert not reached(watched("about/"), attempt)


def test_what_is_allowed_in_a_worker_is_seen_to_succeed(watched):
    assert reached(watched("about/"), "Promise.resolve(1)")


def test_pythons_worker_is_such_a_one(page):
    calculator = Calculator(page)
    calculator.start()

    assert [worker.url[:5] for worker in page.workers if "search" not in worker.url] == ["data:"]


def test_a_reader_who_comes_near_has_the_files_on_their_way_and_no_worker_yet(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("live-calculator").first.hover()
    page.wait_for_timeout(1000)

    assert any("/runtime/snapshot." in url for url in asked)
    assert not any(worker.url.startswith("data:") for worker in page.workers)
    asked.clear()
    Calculator(page).start()
    assert not any("/runtime/snapshot." in url for url in asked)


def test_a_reader_who_saves_data_is_left_alone(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("() => Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.locator("live-calculator").first.hover()
    page.wait_for_timeout(500)

    calculator = Calculator(page)
    calculator.field("chip").focus()
    page.wait_for_timeout(500)
    assert not any("/runtime/" in url for url in asked)
    calculator.field("chip").select_option("nvidia-h100-sxm")
    calculator.has_state("ready")
    calculator.rests()
    page.wait_for_timeout(500)
    assert not any("/runtime/python_stdlib" in url for url in asked)
