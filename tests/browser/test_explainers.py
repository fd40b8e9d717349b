"""Explainers in a browser: cells run, are changed, stopped and broken, and nothing of it reaches the page or a verdict."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import PATIENCE, Calculator, Explainer

EXPLAINER = "explainers/what_is_a_tpp/"
HOSTILE = "<img src=x onerror='window.hacked = 1'><script>window.hacked = 2</script>"


@pytest.fixture
def open_explainer(new_page: Callable[..., Page]) -> Callable[..., Explainer]:
    return lambda address=EXPLAINER, **options: Explainer(new_page(address, **options))


@pytest.fixture
def explainer(open_explainer: Callable[..., Explainer]) -> Explainer:
    return open_explainer()


# What a reader does


def test_outputs_are_there_without_javascript_and_no_dead_button(new_page):
    page = new_page(EXPLAINER, java_script_enabled=False)

    expect(page.locator("live-code[cell='3'] .cell-out")).to_contain_text("2,368 TPP")
    assert page.locator("live-cells button, .cell-bar button").filter(visible=True).count() == 0


def test_nothing_of_python_or_the_editor_is_fetched_before_a_reader_comes_near(new_page):
    page = new_page("404.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("404.html", EXPLAINER))
    page.wait_for_timeout(1000)

    assert not [url for url in asked if "/assets/runtime/" in url and "manifest" not in url]


@pytest.mark.parametrize("address", [EXPLAINER, f"zh-Hant/{EXPLAINER}"])
def test_every_cell_run_gives_what_the_page_came_with(open_explainer, address):
    explainer = open_explainer(address)
    numbers = range(1, explainer.count + 1)
    built = [explainer.output(number).inner_text() for number in numbers]
    explainer.press_for_all("run-all")
    for number in numbers:
        explainer.has_state(number, "done")

    assert [explainer.output(number).inner_text() for number in numbers] == built


CHARTED = "explainers/drawing_a_chip/"
OWN = """from calculators.cells import chart
chart([{"a": 1, "b": 2}, {"a": 2, "b": 3.5}], x="a", y="b", mark="bar")"""


def test_a_chart_of_the_page_is_not_drawn_again(open_explainer):
    explainer = open_explainer(CHARTED)
    figure = explainer.page.locator(".cell-chart")
    number = int(figure.locator("xpath=ancestor::live-code").get_attribute("cell"))
    built = figure.locator("svg").inner_html()
    asked: list[str] = []
    explainer.page.on("request", lambda request: asked.append(request.url))
    explainer.press(number, "run")
    explainer.has_state(number, "done")

    expect(explainer.output(number).locator("svg")).to_be_visible(timeout=PATIENCE)
    assert explainer.output(number).locator("svg").inner_html() == built
    assert not [url for url in asked if "/chart." in url or "reader-drawer" in url]


def test_a_chart_of_ones_own_is_drawn_and_its_rows_are_there(explainer):
    explainer.run(1, OWN)
    image = explainer.output(1).locator("img.cell-picture")
    expect(image).to_be_visible(timeout=PATIENCE)
    assert image.get_attribute("alt") == "b by a"
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    explainer.output(1).locator("summary").click()
    expect(explainer.output(1).locator("td")).to_have_text(["1", "2", "2", "3.5"])


FORGED = """import json
from calculators.cells import chart, display
spec = SPEC
display.vega_lite = lambda *_: json.dumps(spec)
chart([{"a": 1}], x="a", y="a")"""


@pytest.mark.parametrize(
    "spec",
    [
        {"mark": {"type": "image", "url": "https://example.org/x.png", "width": 9, "height": 9}},
        {"mark": {"type": "point", "href": "javascript:window.hacked=1"}},
        {"mark": "text", "encoding": {"text": {"value": HOSTILE}}},
        {"mark": "point", "title": HOSTILE},
    ],
    ids=["image", "link", "text", "title"],
)
def test_a_forged_chart_is_an_image_that_reaches_nothing(explainer, spec):
    explainer.run(1, FORGED.replace("SPEC", repr({"data": {"values": [{}]}, **spec})))
    patched = explainer.output(1).locator("img.cell-picture, .hint")
    expect(patched.first).to_be_visible(timeout=PATIENCE)

    assert explainer.output(1).locator("a, script, image").count() == 0
    assert explainer.page.evaluate("window.hacked") is None


def test_what_is_no_chart_is_said_and_the_page_goes_on(explainer):
    explainer.run(1, FORGED.replace("SPEC", repr({"mark": "nonsense"})))
    expect(explainer.output(1).locator(".hint")).to_contain_text("can’t be drawn", timeout=PATIENCE)
    assert "42" in explainer.run(1, "6 * 7")


def test_one_cell_runs_after_those_of_the_page_above_it(explainer):
    explainer.press(2, "run")
    explainer.has_state(2, "done")
    explainer.has_state(1, "done")
    explainer.has_state(3, "static")


def test_cells_share_one_namespace_and_reset_all_clears_it(explainer):
    assert explainer.run(1, "x = 41\nx + 1").strip() == "42"
    assert explainer.run(2, "x").strip() == "41"
    explainer.press_for_all("reset-all")
    for number in (1, 2):
        explainer.has_state(number, "static")
    expect(explainer.output(3)).to_contain_text("2,368 TPP")
    assert "NameError" in explainer.run(2, "x", "failed")


def test_reset_brings_back_code_and_output_of_one_cell(explainer):
    code, output = explainer.text(4), explainer.output(4).inner_text()
    explainer.run(4, "'other'")
    explainer.press(4, "reset")

    assert (explainer.text(4), explainer.output(4).inner_text()) == (code, output)
    explainer.has_state(4, "not-run")


def test_an_endless_loop_is_stopped_and_the_page_stays_usable(explainer):
    explainer.run(1, "x = 1")
    explainer.write(2, "while True:\n    pass")
    explainer.press(2, "run")
    explainer.has_state(2, "running")
    explainer.page.locator("[data-md-component=search-query]").click()
    explainer.page.keyboard.type("H20")
    expect(explainer.page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)
    explainer.page.keyboard.press("Escape")
    explainer.press(2, "stop")
    explainer.has_state(2, "stopped")
    explainer.has_state(1, "not-run")
    expect(explainer.cell(1).locator("[role=status]")).to_have_text("not run")
    assert explainer.run(2, "2 + 2").strip() == "4"


def test_what_waits_behind_a_stopped_cell_does_not_run(explainer):
    explainer.write(1, "while True:\n    pass")
    explainer.press_for_all("run-all")
    explainer.has_state(1, "running")
    explainer.has_state(2, "waiting")
    explainer.press(1, "stop")
    explainer.has_state(1, "stopped")
    explainer.has_state(2, "not-run")


def test_an_exception_is_cut_to_the_readers_own_lines(explainer):
    shown = explainer.run(1, "from calculators import quantity\nquantity(1, 'TFLOPS') + quantity(1, 'GB/s')", "failed")

    assert "Cell 1, line 2" in shown
    assert "measure different things" in shown
    assert ".py" not in shown and "Traceback" not in shown


def test_output_is_there_while_a_cell_still_runs(explainer):
    explainer.write(1, "print('early')\nimport time\nwhile True:\n    time.sleep(0.2)\n    print('.', end='')")
    explainer.press(1, "run")
    expect(explainer.output(1)).to_contain_text("early", timeout=PATIENCE)
    explainer.press(1, "stop")
    explainer.has_state(1, "stopped")


def test_a_flood_is_cut_with_a_note_and_can_be_stopped(explainer):
    explainer.write(1, "while True:\n    print('flood ' * 100)")
    explainer.press(1, "run")
    expect(explainer.output(1).locator(".hint")).to_contain_text("20,000", timeout=PATIENCE)
    explainer.press(1, "stop")
    explainer.has_state(1, "stopped")
    assert len(explainer.output(1).inner_text()) < 25_000


def test_code_that_floods_the_page_past_python_is_stopped(explainer):
    explainer.run(
        1,
        'import js\nwhile True:\n    js.postMessage(js.JSON.parse(\'{"kind": "piece", "number": 1, "piece": "[]"}\'))',
        "stopped",
    )
    expect(explainer.output(1)).to_contain_text("more than a page can show")
    assert explainer.run(2, "2 + 2").strip() == "4"


def test_out_of_memory_is_said_and_the_next_run_begins_afresh(explainer):
    explainer.write(1, "x = []\nwhile True:\n    x.append(bytearray(200_000_000))")
    explainer.press(1, "run")
    expect(explainer.cell(1)).to_have_attribute("data-state", re.compile("failed|stopped"), timeout=PATIENCE)
    assert "emory" in explainer.output(1).inner_text()
    explainer.press_for_all("reset-all")
    assert explainer.run(1, "2 + 2").strip() == "4"


def test_the_standard_library_is_there(explainer):
    assert explainer.run(1, "import statistics, csv\nstatistics.mean([1, 2, 6])").strip() == "3"


def test_changes_survive_a_reload_and_are_not_run(explainer):
    explainer.run(4, "'mine'")
    explainer.page.reload()
    again = Explainer(explainer.page)

    assert again.text(4).strip() == "'mine'"
    again.has_state(4, "edited")
    again.press(4, "reset")
    again.page.reload()
    assert "quantity(296" in Explainer(again.page).text(4)


def test_storage_that_is_denied_takes_nothing_else_away(new_page):
    page = new_page("404.html")
    page.context.add_init_script("""
        for (const way of ["getItem", "setItem", "removeItem"]) {
            const own = Storage.prototype[way];
            Storage.prototype[way] = function (key, ...rest) {
                if (key.startsWith("cells:")) throw new DOMException("denied");
                return own.call(this, key, ...rest);
            };
        }
    """)
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    assert explainer.run(1, "2 + 2").strip() == "4"
    expect(page.locator(".cells-note")).to_contain_text("keeps nothing")


@pytest.mark.parametrize(
    "file", ["**/runtime/manifest.js*", "**/live/reader-worker.js", "**/runtime/pyodide.asm.*.wasm*"]
)
def test_a_file_that_does_not_come_is_said_and_run_tries_again(new_page, file):
    page = new_page("404.html")
    page.route(file, lambda route: route.fulfill(status=404, body=""))
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    explainer.press(1, "run")
    explainer.has_state(1, "not-run")
    expect(explainer.output(1)).to_contain_text("Python didn’t start")

    page.unroute(file)
    explainer.press(1, "run")
    explainer.has_state(1, "done")


def test_a_worker_that_ended_without_a_word_is_given_up(new_page):
    page = new_page("404.html")
    page.clock.install()
    script = "**/live/reader-worker.js"
    page.route(script, lambda route: route.fulfill(body="self.serve(() => () => {});", content_type="text/javascript"))
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    explainer.press(1, "run")
    explainer.has_state(1, "running")
    page.wait_for_timeout(500)
    page.clock.fast_forward(61_000)
    explainer.has_state(1, "stopped")
    expect(explainer.output(1)).to_contain_text("Python ended")

    page.unroute(script)
    assert explainer.run(1, "2 + 2").strip() == "4"


def test_how_much_of_python_has_come_is_seen(new_page):
    page = new_page("404.html")
    held: list[Route] = []
    page.route("**/runtime/snapshot.*", lambda route: held.append(route))
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    explainer.press(1, "run")
    expect(explainer.cell(1).locator(".cell-bar .numbers")).to_have_text(
        re.compile(r"\d\.\d of [5-7]\.\d MB"), timeout=PATIENCE
    )
    for route in held:
        route.continue_()
    explainer.has_state(1, "done")
    expect(explainer.cell(1).locator(".cell-bar .numbers")).to_be_hidden()


def test_chance_is_another_at_every_start(explainer):
    draw = "import random\nrandom.random()"
    drawn = {explainer.run(1, draw)}
    explainer.press_for_all("reset-all")
    drawn.add(explainer.run(1, draw))

    assert len(drawn) == 2


def test_without_the_editor_a_plain_field_runs_code(new_page):
    page = new_page("404.html")
    page.route("**/editor.*.js", lambda route: route.abort())
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    explainer.press(1, "edit")
    explainer.cell(1).locator("textarea").fill("6 * 7")
    explainer.press(1, "run")
    explainer.has_state(1, "done")

    assert explainer.output(1).inner_text().strip() == "42"


def test_keys_run_a_cell_and_tab_leaves_it(explainer):
    explainer.write(1, "6 * 7")
    explainer.page.keyboard.press("Control+Enter")
    explainer.has_state(1, "done")
    explainer.page.keyboard.press("Tab")
    assert explainer.page.evaluate("document.activeElement.matches('live-code[cell=\"1\"] button')")


def test_the_editor_completes_the_librarys_names(explainer):
    explainer.write(1, "")
    explainer.cell(1).locator(".cm-content").press_sequentially("load_ch", delay=50)
    expect(explainer.cell(1).locator(".cm-tooltip-autocomplete")).to_contain_text("load_chip", timeout=PATIENCE)


def test_python_that_does_not_start_says_so_and_a_retry_works(new_page):
    page = new_page("404.html")
    page.route("**/assets/runtime/pyodide*", lambda route: route.abort())
    page.goto(page.url.replace("404.html", EXPLAINER))
    explainer = Explainer(page)
    explainer.press(1, "run")
    expect(explainer.output(1)).to_contain_text("didn’t start", timeout=PATIENCE)
    page.unroute("**/assets/runtime/pyodide*")
    explainer.press(1, "run")
    explainer.has_state(1, "done")


# Links


def shared(explainer: Explainer) -> str:
    explainer.press_for_all("share")
    expect(explainer.page.locator(".cells-note")).not_to_be_empty(timeout=PATIENCE)
    return explainer.page.url


def test_a_link_carries_changes_and_its_code_waits_for_run(explainer, new_page, site_url):
    explainer.run(1, "print('ran')\nx = 7")
    address = shared(explainer)
    other = Explainer(new_page(address.removeprefix(site_url)))

    assert "print('ran')" in other.text(1)
    expect(other.cell(1).locator(".cell-note")).to_contain_text("came with the link")
    other.press(2, "run")
    expect(other.cell(2)).to_have_attribute("data-state", re.compile("done|failed"), timeout=PATIENCE)
    other.has_state(1, "edited")
    expect(other.output(1)).not_to_contain_text("ran")
    other.press(1, "run")
    expect(other.output(1)).to_have_text("ran", timeout=PATIENCE)


def test_too_much_code_is_not_put_into_a_link(explainer):
    from random import Random

    explainer.write(1, "#" + "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9000)))
    address = shared(explainer)

    assert "#cells" not in address
    expect(explainer.page.locator(".cells-note")).to_contain_text("Too much")


def test_code_that_a_link_brings_while_python_starts_waits_for_its_own_run(explainer, new_page, site_url):
    explainer.run(2, "print('foreign')")
    address = shared(explainer)
    other = Explainer(new_page(EXPLAINER))
    other.press(3, "run")
    other.page.evaluate("hash => { location.hash = hash; }", address.partition("#")[2])
    expect(other.cell(2).locator(".cell-note")).to_be_visible(timeout=PATIENCE)
    other.has_state(3, "done")

    assert "print('foreign')" in other.text(2)
    assert "foreign" not in other.output(2).inner_text()
    expect(other.cell(2).locator(".cell-note")).to_be_visible()


def test_reset_all_ends_the_worker_and_a_reload_brings_nothing_back(explainer):
    explainer.run(1, "'mine'")
    assert "#cells=" in shared(explainer)
    assert len(workers(explainer.page)) == 1
    explainer.press_for_all("reset-all")
    expect(explainer.cell(1)).to_have_attribute("data-state", "static")

    assert "#" not in explainer.page.url
    assert workers(explainer.page) == []
    explainer.page.reload()
    again = Explainer(explainer.page)
    assert "load_chip" in again.text(1)
    again.has_state(1, "static")


@pytest.mark.parametrize("hash", ["#cells=%%%", "#cells=AAAA", f"#cells={'A' * 9000}", f"#cells={quote(HOSTILE)}"])
def test_a_broken_link_is_said_and_the_page_stands(open_explainer, hash):
    explainer = open_explainer(EXPLAINER + hash)
    expect(explainer.page.locator(".cells-note")).to_contain_text("could not be read")
    assert "load_chip" in explainer.text(1)


def test_a_hostile_link_renders_nothing_as_markup(explainer, new_page, site_url):
    explainer.write(1, f"print({HOSTILE!r})\nclass A:\n    def _repr_html_(self):\n        return {HOSTILE!r}\nA()")
    other = Explainer(new_page(shared(explainer).removeprefix(site_url)))
    other.press(1, "run")
    other.has_state(1, "done")

    assert "<script>" in other.output(1).inner_text()
    forged = f"""
import js, json
from calculators.cells import display
attributes = {{"class": "md-overlay", "onclick": "x"}}
display.tree = lambda value, said: ["div", attributes, ["script", {{}}, "window.hacked = 3"], ["p", {{}}, {HOSTILE!r}]]
from calculators.cells import session
session.tree = display.tree
js.postMessage(js.JSON.parse(json.dumps({{"kind": "piece", "number": 2, "piece": json.dumps(["tree", ["img", {{"src": "x"}}]])}})))
1
"""
    shown = other.run(1, forged)
    assert HOSTILE in shown
    assert other.page.evaluate("window.hacked") is None
    assert other.output(1).locator("script, img, [onclick], .md-overlay").count() == 0


# What a reader's code can't do

BEYOND = {
    "another host": "import js\nawait_ = js.fetch('https://example.org/')",
    "a socket": "import js\njs.WebSocket.new('wss://example.org/')",
    "text as a script": "import js\njs.eval('1')",
    "a function of text": "import js\njs.Function.new('return 1')()",
    "Pyodide's own": "from pyodide.code import run_js\nrun_js('1')",
    "another script": "import js\njs.importScripts('https://example.org/x.js')",
    "storage": "import js\njs.localStorage.getItem('x')",
    "a database": "import js\njs.indexedDB.open('x')",
    "a document": "import js\njs.document.cookie",
}


def test_of_the_browsers_ways_out_a_workers_code_finds_none(explainer):
    """Its own host is left to a worker by the policy."""
    ways = "fetch importScripts XMLHttpRequest WebSocket EventSource WebTransport Worker FontFace close"
    found = explainer.run(
        1,
        f"""import js
def ways():
    return [way for way in "{ways}".split() if hasattr(js, way)]
before = ways()
js.Reflect.deleteProperty(js.globalThis, "fetch")
print(before, ways())""",
    )

    assert found.strip() == "['fetch'] []"


@pytest.mark.parametrize("source", BEYOND.values(), ids=BEYOND.keys())
def test_code_reaches_nothing_beyond_its_worker(explainer, source):
    """A socket and a fetch may be begun and fail later; new_page fails the test if a request leaves the site."""
    state = "done" if "fetch" in source else None
    explainer.write(1, source)
    explainer.press(1, "run")
    expect(explainer.cell(1)).to_have_attribute("data-state", re.compile(state or "failed|done"), timeout=PATIENCE)
    explainer.page.wait_for_timeout(300)
    if not re.search("fetch|WebSocket", source):
        assert "Error" in explainer.output(1).inner_text() or "Exception" in explainer.output(1).inner_text()


def test_code_can_see_that_no_request_succeeds(explainer):
    source = """
import asyncio, js
found = []
def note(kind):
    return lambda *_: found.append(kind)
for address in ("https://example.org/", HOME, "manifest.js"):
    try:
        js.fetch(address).then(note("reached"), note("failed"))
    except BaseException:
        found.append("failed")
try:
    js.caches.open("x").then(note("reached"), note("failed"))
except BaseException:
    found.append("failed")
""".replace("HOME", repr(explainer.page.url))
    explainer.run(1, source)
    explainer.page.wait_for_timeout(1000)
    assert explainer.run(2, "sorted(set(found))").strip() == "['failed']"


PATCHES = """
import builtins, decimal, fractions
import calculators, calculators.engine.metrics, calculators.engine.verdict, calculators.entry
decimal.Decimal.__lt__ = decimal.Decimal.__gt__ = lambda *_: True
fractions.Fraction.__ge__ = fractions.Fraction.__lt__ = lambda *_: True
calculators.engine.verdict.assess = calculators.assess = None
calculators.entry.render_json = lambda request: '{"state": "ok", "html": "<p>patched</p>"}'
builtins.max = builtins.min = lambda *_, **__: 0
builtins.sorted = None
"""


def test_a_cell_that_patches_the_library_changes_no_verdict(explainer):
    """In the same tab and the same document, so that the calculators' worker is the one that could have been reached."""
    explainer.write(1, PATCHES)
    explainer.press(1, "run")
    expect(explainer.cell(1)).to_have_attribute("data-state", re.compile("done|failed|stopped"), timeout=PATIENCE)
    page = explainer.page
    page.evaluate("window.sameDocument = true")
    page.locator(".md-tabs a").first.click()
    page.locator("live-calculator").first.wait_for(timeout=PATIENCE)
    calculator = Calculator(page)
    calculator.start()
    calculator.field("on").fill("2024-06-01")
    calculator.says("not-controlled")
    calculator.field("on").fill("2025-06-01")
    calculator.says("not-stated")
    assert page.evaluate("window.sameDocument")


@pytest.mark.parametrize("move", ["document.querySelector('a.headerlink').click()", "location.hash = '#cells'"])
def test_a_link_within_the_page_leaves_what_has_run(explainer, move):
    explainer.run(1, "x = 42")
    explainer.page.wait_for_function("() => window.location$")
    explainer.page.evaluate(move)
    explainer.page.wait_for_timeout(1500)

    explainer.has_state(1, "done")
    assert explainer.run(2, "x").strip() == "42"


def workers(page: Page) -> list[Any]:
    return [worker for worker in page.workers if worker.url.startswith("data:")]


def test_leaving_the_page_ends_its_worker(explainer):
    explainer.write(1, "while True:\n    pass")
    explainer.press(1, "run")
    explainer.has_state(1, "running")
    assert len(workers(explainer.page)) == 1
    explainer.page.evaluate("window.sameDocument = true")
    explainer.page.locator(".md-tabs a").first.click()
    explainer.page.locator("live-calculator").first.wait_for(timeout=PATIENCE)
    assert explainer.page.evaluate("window.sameDocument")
    # A busy worker is given two seconds by the browser.
    for _ in range(20):
        explainer.page.wait_for_timeout(500)
        if not workers(explainer.page):
            break
    assert workers(explainer.page) == []


def test_stop_while_python_still_starts_leaves_no_worker(explainer):
    explainer.press(1, "run")
    explainer.press(1, "stop")
    explainer.has_state(1, "stopped")
    explainer.page.wait_for_timeout(3000)
    assert workers(explainer.page) == []
    explainer.press(1, "run")
    explainer.has_state(1, "done")
