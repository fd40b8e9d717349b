"""Pages that were open once, or the whole site once it is saved, are there without a network; a newer site waits to be asked in."""

import contextlib
import itertools
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, override

import pytest
from playwright.sync_api import Error, Page, expect

from calculators.publish import offline

from ..served import ROOT, SITE_PATH, SiteHandler
from .conftest import PATIENCE, Calculator, Explainer, touch

KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        found[name] = (await (await caches.open(name)).keys()).map(({url}) => url.slice(location.origin.length));
    }
    return found;
}"""
ALWAYS = itertools.repeat
SNAPSHOT = "assets/runtime/snapshot."


class Handler(SiteHandler):
    """A host that heeds `_headers` and can be broken on purpose."""

    def __init__(self, *arguments: Any, host: "Host", **options: Any) -> None:
        self.host = host
        super().__init__(*arguments, **options)

    @override
    def do_GET(self) -> None:
        path = self.path.split("?")[0].removeprefix(SITE_PATH)
        self.host.asked.append(path)
        if self.host.down:
            self.close_connection = True
            return
        for start, answers in self.host.faults.items():
            if path.startswith(start) and (content := next(answers, None)) is not None:
                self.send_response(200 if content else 404)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                return
        super().do_GET()

    def end_headers(self) -> None:
        path = self.path.split("?")[0]
        for pattern, lines in self.host.headers:
            if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
                for line in lines:
                    self.send_header(*line.split(": ", 1))
        super().end_headers()


class Host:
    """The site at an address of its own, to be changed and broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.down = False
        self.faults: dict[str, Iterator[bytes]] = {}
        """By how an address begins: what is answered instead, one after the other; nothing means 404."""
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("localhost", 0), partial(Handler, directory=str(folder), host=self))
        self.url = f"http://localhost:{self.server.server_port}{SITE_PATH}"
        self.read_headers()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def read_headers(self) -> None:
        """As such hosts do: a rule is a path, and below it lines with an indent."""
        rules: list[tuple[str, list[str]]] = []
        text = (self.folder / "_headers").read_text() if (self.folder / "_headers").is_file() else ""
        for line in text.splitlines():
            if line.startswith(" "):
                rules[-1][1].append(line.strip())
            else:
                rules.append((line, []))
        self.headers = rules

    def publish(self, changes: dict[str, str], *, serving: bool = False) -> None:
        """Publish again, with other contents for some files."""
        for name, text in changes.items():
            # The copy shares its files with the built site; a new one must not.
            (self.folder / name).unlink()
            (self.folder / name).write_text(text, encoding="utf-8")
        for name in offline.SCRIPTS:
            shutil.copy(ROOT / "runtime" / "live" / name, self.folder / "assets" / "live" / name)
        for name in (offline.WORKER, offline.LIST, offline.HEADERS):
            (self.folder / name).unlink()
        offline.finish(self.folder, self.url, serving=serving)
        self.read_headers()

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


MANY = ("chips", "decisions", "embed", "regulations", "story")
"""Folders of which a few pages stand for all: keeping the whole site takes twenty seconds, and two tests do."""
FEW = ("index.html", "nvidia-h20", "oct-2023", "05-thirty-two-points")


@pytest.fixture
def host(site: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    folder = tmp_path / "site"
    whole = request.function in (
        test_saved_for_offline_the_whole_site_is_there_and_its_calculators_answer,
        test_a_full_device_is_said_and_left_as_it_was,
    )

    def left(path: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(path).name in MANY and name not in FEW and not whole}

    shutil.copytree(site, folder, copy_function=os.link, ignore=left)
    host = Host(folder)
    if not whole:
        host.publish({})
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def visit(browser: Any, host: Host) -> Iterator[Callable[..., Page]]:
    """Opens a page of the host, in a reader's browser that remembers; its service worker is there by then."""
    context = browser.new_context()

    def opener(address: str = "", *, waits: bool = True) -> Page:
        page = context.new_page()
        page.goto(host.url + address)
        touch(page)
        if waits:
            until(lambda: keeps(page, address or "", "assets/live/index.js"))
        return page

    yield opener
    context.close()


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        # A page that is loaded anew meanwhile can't be asked.
        with contextlib.suppress(Error):
            if condition():
                return
        time.sleep(0.05)
    pytest.fail("timeout: it did not come to that")


def kept(page: Page) -> set[str]:
    """Everything that is kept, by its address from the site's root."""
    return {path.removeprefix(SITE_PATH) for paths in page.evaluate(KEPT).values() for path in paths}


def seen(page: Page) -> list[str]:
    """What the page was made of before there was anybody to keep it."""
    names = page.evaluate("() => performance.getEntriesByType('resource').map(({name}) => name)")
    return [name.partition(SITE_PATH)[2] for name in names if not name.endswith("/service-worker.js")]


def keeps(page: Page, *addresses: str) -> bool:
    return kept(page) >= {address.split("?")[0] for address in addresses}


def shown(page: Page) -> str:
    """What the page says of being kept."""
    return page.locator("live-offline").inner_text()


def has_state(page: Page, state: str) -> None:
    expect(page.locator("live-offline")).to_have_attribute("data-state", state, timeout=PATIENCE)


def save(page: Page) -> None:
    page.locator("live-offline [data-action=save]:visible").click()
    has_state(page, "saved")


def looks_for_newer(page: Page) -> None:
    """As a browser does by itself now and then; ends when the new worker waits, rules, or has failed."""
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            await registration.update().catch(() => {});
            const coming = registration.installing;
            if (coming) await new Promise((resolve) => coming.addEventListener("statechange", resolve));
        }"""
    )


def bar(page: Page) -> Any:
    return page.locator(".offline-bar")


# What was open once


def test_a_page_that_was_open_is_there_without_a_network_with_any_query(visit, host):
    page = visit("about/")
    host.down = True
    page.goto(f"{host.url}about/?from=somewhere")

    expect(page.locator("h1").first).to_be_visible()
    assert page.locator(".md-header").evaluate("header => getComputedStyle(header).position") == "sticky"


def test_the_worker_comes_after_the_page_and_fetches_no_runtime(visit, host):
    page = visit()
    has_state(page, "idle")
    page.wait_for_timeout(500)

    assert {path for path in host.asked if path.startswith("assets/runtime/")} <= {"assets/runtime/manifest.js"}


def test_a_calculator_that_answered_once_answers_without_a_network(visit, host):
    Calculator(visit()).start()
    page = visit("?to=CN")
    until(lambda: any(path.startswith(SNAPSHOT) for path in kept(page)))
    host.down = True
    page.goto(f"{host.url}?fp8=1979+TFLOPS")

    calculator = Calculator(page)
    calculator.says("denial")
    calculator.has_state("ready")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("about/", "h20/", "This page isn't on this device"), ("zh-Hant/about/", "zh-Hant/h20/", "本機沒有這個頁面")],
)
def test_a_page_that_was_never_open_is_said_not_to_be_here(visit, host, first, second, words):
    page = visit(first)
    until(lambda: keeps(page, f"{first.removesuffix('about/')}503.html"))
    host.down = True
    page.goto(host.url + second)

    expect(page.locator("h1").first).to_contain_text(words)


# The whole site


def test_saved_for_offline_the_whole_site_is_there_and_its_calculators_answer(visit, host):
    page = visit("about/")
    button = page.locator("live-offline [data-action=save]:visible")
    expect(button).to_have_text(re.compile(r"Save for offline \(\d+\.\d\sMB\)"))
    button.click()
    expect(page.locator("live-offline progress")).to_be_visible()
    has_state(page, "saved")
    listed = json.loads(host.text(offline.LIST))
    assert kept(page) == {*listed, offline.LIST}
    assert f"{sum(size for _, size in listed.values()) / 1e6:.1f}" in shown(page)

    host.down = True
    page.goto(f"{host.url}?fp8=1979+TFLOPS")
    calculator = Calculator(page)
    calculator.says("denial")
    calculator.has_state("ready")
    for address in ("chips/nvidia-h20/", "zh-Hant/regulations/", "h20?to=CN", "zh-Hant"):
        answer = page.goto(host.url + address)
        assert answer is not None and answer.status == 200
    for address, words, status in (
        ("nowhere/", "There is no such page", 404),
        ("zh-Hant/nowhere/at/all", "找不到這個頁面", 404),
        ("data/chips.json", "isn't on this device", 503),
    ):
        answer = page.goto(host.url + address)
        assert answer is not None and answer.status == status
        expect(page.locator("h1").first).to_contain_text(words)
    page.goto(f"{host.url}explainers/what_is_a_tpp/")
    explainer = Explainer(page)
    assert explainer.run(1, "import statistics\nstatistics.mean([1, 2, 6])").strip() == "3"


def test_search_finds_its_pages_without_a_network(visit, host):
    page = visit("zh-Hant/about/")
    save(page)
    host.down = True
    page.reload()
    page.locator("[data-md-component=search-query]").fill("頻寬")
    page.keyboard.press("End")

    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)


def test_what_was_saved_can_be_removed(visit, host):
    page = visit("about/")
    save(page)
    page.locator("live-offline [data-action=remove]").click()
    has_state(page, "idle")

    assert kept(page) == set()
    host.down = True
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"{host.url}h20/")


def test_a_network_lost_half_way_is_said_and_the_next_try_goes_on_from_there(visit, host):
    page = visit("about/")
    host.faults["zh-Hant/chips/"] = ALWAYS(b"")
    page.locator("live-offline [data-action=save]:visible").click()
    has_state(page, "failed")
    assert "Not everything could be fetched" in shown(page)

    came = kept(page)
    assert len(came) > 20 and offline.LIST not in came
    host.faults.clear()
    host.asked.clear()
    save(page)
    assert not [path for path in host.asked if path in came and path != offline.LIST]


def test_a_file_that_is_not_what_was_built_is_not_kept(visit, host):
    page = visit("about/")
    host.faults["h20/"] = ALWAYS(b"<h1>not ours</h1>")
    page.locator("live-offline [data-action=save]:visible").click()
    has_state(page, "failed")

    assert not keeps(page, "h20/")


def settled(page: Page) -> set[str]:
    """What is kept, once nothing more comes."""
    before, now = None, kept(page)
    while now != before:
        page.wait_for_timeout(1000)
        before, now = now, kept(page)
    return now


def test_a_full_device_is_said_and_left_as_it_was(visit, host):
    page = visit("about/")
    until(lambda: keeps(page, "503.html", "sitemap.xml", *seen(page)))
    before = settled(page)
    storage = page.context.new_cdp_session(page)
    storage.send("Storage.overrideQuotaForOrigin", {"origin": host.url.removesuffix(SITE_PATH), "quotaSize": 5_000_000})
    page.locator("live-offline [data-action=save]:visible").click()
    has_state(page, "failed")

    assert "There is no room on this device" in shown(page)
    assert kept(page) == before


def test_what_is_being_saved_is_not_removed_on_the_way(visit, host):
    page = visit("about/")
    page.locator("live-offline [data-action=save]:visible").click()
    page.evaluate("() => navigator.serviceWorker.controller.postMessage({kind: 'remove'})")
    has_state(page, "saved")

    assert kept(page) == {*json.loads(host.text(offline.LIST)), offline.LIST}


def test_a_browser_that_keeps_nothing_says_so(page):
    touch(page)
    has_state(page, "unavailable")

    assert "Nothing can be saved here" in shown(page)


# A newer site


def newer(host: Host) -> dict[str, str]:
    return {"about/index.html": host.text("about/index.html").replace("</h1>", ", newer</h1>", 1)}


def test_a_newer_site_is_offered_and_comes_when_it_is_asked_in(visit, host):
    page = visit("about/")
    save(page)
    (old,) = page.evaluate("() => caches.keys()")
    host.publish(newer(host))
    looks_for_newer(page)
    expect(bar(page)).to_be_visible(timeout=PATIENCE)
    page.reload()
    touch(page)
    expect(bar(page)).to_be_visible(timeout=PATIENCE)
    expect(page.locator("h1").first).not_to_contain_text("newer")

    page.locator("[data-action=load]").click()
    expect(page.locator("h1").first).to_contain_text("newer", timeout=PATIENCE)
    touch(page)
    has_state(page, "saved")
    expect(bar(page)).to_be_hidden()
    (new,) = page.evaluate("() => caches.keys()")
    assert new != old
    host.down = True
    page.reload()
    expect(page.locator("h1").first).to_contain_text("newer")


def test_of_a_newer_site_only_what_changed_is_fetched(visit, host):
    page = visit("about/")
    save(page)
    host.publish(newer(host))
    host.asked.clear()
    looks_for_newer(page)
    expect(bar(page)).to_be_visible(timeout=PATIENCE)

    assert set(host.asked) == {offline.WORKER, offline.LIST, "about/"}


def test_later_puts_the_bar_away(visit, host):
    page = visit("about/")
    save(page)
    host.publish(newer(host))
    looks_for_newer(page)
    page.locator("[data-action=later]").click()

    expect(bar(page)).to_be_hidden()


def test_another_tab_goes_on_as_it_is_until_its_reader_agrees(visit, host):
    page, other = visit("about/"), visit("h20/")
    save(page)
    has_state(other, "saved")
    host.publish(newer(host))
    looks_for_newer(page)
    other.evaluate("window.sameDocument = true")
    page.locator("[data-action=load]").click()
    expect(page.locator("h1").first).to_contain_text("newer", timeout=PATIENCE)

    expect(bar(other)).to_be_visible(timeout=PATIENCE)
    assert other.evaluate("window.sameDocument")
    other.locator("[data-action=load]").click()
    until(lambda: not other.evaluate("window.sameDocument"))


@pytest.mark.parametrize("content", [b"", b"not what was built"], ids=["missing", "changed"])
def test_a_failed_update_leaves_the_old_version_whole(visit, host, content):
    page = visit("about/")
    save(page)
    before = page.evaluate(KEPT)
    host.publish(newer(host))
    host.faults["about/"] = ALWAYS(content)
    looks_for_newer(page)
    expect(bar(page)).to_be_hidden()
    assert page.evaluate(KEPT) == before
    host.down = True
    page.reload()
    expect(page.locator("h1").first).not_to_contain_text("newer")

    host.down = False
    host.faults.clear()
    touch(page)
    looks_for_newer(page)
    expect(bar(page)).to_be_visible(timeout=PATIENCE)


def test_what_was_open_is_renewed_with_a_newer_site_unasked(visit, host):
    page = visit("about/")
    host.publish(newer(host))
    looks_for_newer(page)
    until(lambda: len(page.evaluate("() => caches.keys()")) == 1 and keeps(page, "about/"))
    host.down = True
    page.reload()

    expect(page.locator("h1").first).to_contain_text("newer")
    expect(bar(page)).to_be_hidden()


def test_under_mkdocs_serve_a_worker_left_behind_goes(visit, host):
    page = visit("about/")
    save(page)
    host.publish({}, serving=True)
    page.evaluate("() => void navigator.serviceWorker.ready.then((registration) => registration.update())")

    until(lambda: page.evaluate("async () => !(await navigator.serviceWorker.getRegistration())"))
    until(lambda: kept(page) == set())


# Files that are not what was built


def test_a_damaged_file_is_said_and_a_retry_works(open_calculator):
    calculator = open_calculator()
    shown = calculator.content()
    calculator.page.route("**/runtime/pyodide.asm.*.wasm*", lambda route: route.fulfill(body=b"damaged"))
    calculator.field("chip").focus()
    calculator.has_state("broken")
    expect(calculator.box.locator("[data-message=broken]")).to_be_visible()
    assert calculator.content() == shown

    calculator.page.unroute("**/runtime/pyodide.asm.*.wasm*")
    calculator.button("retry").click()
    calculator.has_state("ready")


@pytest.mark.parametrize("name", ["snapshot.", "pyodide.asm.", "pyodide-lock."])
def test_a_file_damaged_on_its_way_is_fetched_anew(visit, host, name):
    page = visit("about/")
    host.faults[f"assets/runtime/{name}"] = iter([b"damaged"])
    page.goto(host.url)
    calculator = Calculator(page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    calculator.start()

    assert not [text for text in said if "starts plainly" in text]


def test_a_script_that_is_not_what_was_built_never_runs(open_calculator):
    calculator = open_calculator()
    ran: list[str] = []
    calculator.page.on("console", lambda message: ran.append(message.text))
    calculator.page.route(
        "**/runtime/pyodide.asm.*.js",
        lambda route: route.fulfill(body="console.log('it ran')", content_type="text/javascript"),
    )
    calculator.field("chip").focus()
    calculator.has_state("broken")

    assert "it ran" not in ran


def test_after_a_newer_site_has_come_a_retry_takes_its_files(open_calculator, site_url):
    """The page was read before; the files that it knows of are gone."""
    calculator = open_calculator()
    old = "**/runtime/snapshot.*"
    calculator.page.route(old, lambda route: route.fulfill(status=404))
    calculator.page.route("**/runtime/library.*", lambda route: route.fulfill(status=404))
    asked: list[str] = []
    calculator.page.on("request", lambda request: asked.append(request.url))
    calculator.field("chip").focus()
    calculator.has_state("broken")
    calculator.button("retry").click()
    calculator.page.wait_for_timeout(300)

    assert [url for url in asked if "runtime/manifest.js?again=" in url]


def test_a_module_that_is_not_what_was_built_never_runs_and_can_be_asked_for_again(page, site_url):
    ran: list[str] = []
    page.on("console", lambda message: ran.append(message.text))
    ask = f"""async () => {{
        const {{ module }} = await import("{site_url}assets/live/files.js");
        return module("vega.js").then((found) => Object.keys(found).length > 0, () => false);
    }}"""
    page.route(
        "**/runtime/vega.*", lambda route: route.fulfill(body="console.log('it ran')", content_type="text/javascript")
    )
    assert page.evaluate(ask) is False
    assert "it ran" not in ran

    page.unroute("**/runtime/vega.*")
    assert page.evaluate(ask) is True
