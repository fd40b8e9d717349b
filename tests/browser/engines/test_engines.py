"""The main job, a shared link, no network and safety: the same in every engine."""

import re
from urllib.parse import quote

import pytest

from .conftest import Elsewhere, Host
from .drivers import Browser, Chromium, until

READY = "/^(ready|invalid)$/.test(document.querySelector('live-calculator').dataset.state)"
RESTS = "[...document.querySelectorAll('live-calculator [data-stale]')].every((part) => !part.checkVisibility())"
OUTCOME = "document.querySelector('live-calculator .verdict').dataset.outcome === given[0]"
ASKED = "new URLSearchParams(location.search).get(given[0]) === given[1]"
KEPT = """
const kept = [];
for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) kept.push(url.slice(given[0].length));
}
return kept;
"""
SEARCH = "[data-md-component=search-query]"
# Other machines; nothing may ever be asked of the one, and the other is asked to see that it would be noticed.
ELSEWHERE, KNOWN = "http://elsewhere.test/", "http://known.test/"
PAGES = ("", "h20/", "maps/", "chips/nvidia-h20/", "regulations/oct-2023/", "nowhere/")
HOSTILE = (
    "\"'><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><svg onload='window.hacked = 3'>"
)
NAMES = ("chip", "on", "to", "fp8", "sort", "filter", "open", "tpp", "was")


def visit(engine: Browser, address: str) -> None:
    """Opens a page and comes near it, upon which its elements come to life."""
    engine.goto(address)
    engine.run("document.body.dispatchEvent(new Event('pointermove', {bubbles: true}))")
    engine.until(
        "[...document.querySelectorAll('live-calculator, live-offline')].every((box) => box.matches(':defined'))"
    )


def start(engine: Browser) -> None:
    """Touches what is there and waits until Python has answered."""
    engine.run(
        "for (const box of document.querySelectorAll('live-calculator')) box.dispatchEvent(new Event('pointerdown'))"
    )
    engine.until("[...document.querySelectorAll('live-calculator')].every((box) => box.dataset.state === 'ready')")


def kept(engine: Browser, host: Host) -> list[str]:
    """What the service worker keeps, by its address from the root."""
    return engine.run(KEPT, host.url)


def ran_into_the_policy(engine: Browser, host: Host) -> list[str]:
    """What the page's policy has blocked so far; the last of it is a deliberate breach, and what is told before that has come."""
    last = f"http://last-{len(host.complaints)}.test/"
    engine.run("document.body.append(Object.assign(new Image(), {src: given[0]}))", last)
    until(lambda: any(last in each for each in host.violations()), lambda: "the breach was not told")
    return [each for each in host.violations() if not re.search(r"last-\d+\.test", each)]


def strangers(elsewhere: Elsewhere) -> list[str]:
    """What was asked of anybody whom no test has asked on purpose."""
    return [address for address in elsewhere.asked if not address.startswith(KNOWN)]


def test_a_chip_a_spec_and_a_day_give_a_verdict_and_a_link_that_gives_it_again(engine: Browser, host: Host) -> None:
    visit(engine, host.url)
    engine.run("window.sameDocument = true")
    engine.choose("[name=chip]", "nvidia-h100-sxm")
    engine.until(OUTCOME, "denial")
    engine.type("[name=fp8]", "100 TFLOPS")
    engine.until(ASKED, "fp8", "100 TFLOPS")
    engine.choose("[name=on]", "2022-01-01")
    engine.until(OUTCOME, "no-rule")
    engine.choose("[name=on]", "2023-12-01")
    engine.until(OUTCOME, "denial")
    engine.until(ASKED, "on", "2023-12-01")
    engine.until(RESTS)
    assert engine.run("return window.sameDocument")
    shown = "return [location.href, document.querySelector('live-calculator output').innerHTML, document.querySelector('[name=fp8]').value]"
    before = engine.run(shown)

    engine.goto("about:blank")
    visit(engine, before[0])
    engine.until(READY)
    engine.until(RESTS)
    assert engine.run(shown) == before


def test_back_from_another_page_finds_what_was_typed_and_answers(engine: Browser, host: Host) -> None:
    """Out of the back-forward cache in Firefox and WebKit, anew in Chromium."""
    visit(engine, host.url)
    start(engine)
    engine.type("[name=fp8]", "1979 TFLOPS")
    engine.until(OUTCOME, "denial")
    engine.until(ASKED, "fp8", "1979 TFLOPS")
    engine.run("window.stayed = true")
    visit(engine, f"{host.url}about/")
    engine.back()

    # A Chromium that is steered keeps no page; the other two do.
    engine.until("(window.stayed === true) === given[0]", not isinstance(engine, Chromium))
    engine.until(READY)
    engine.until(OUTCOME, "denial")
    engine.until("document.querySelector('[name=fp8]').value === '1979 TFLOPS'")
    engine.choose("[name=on]", "2022-01-01")
    engine.until(OUTCOME, "no-rule")


def test_without_a_network_what_was_open_is_there_and_once_saved_the_whole_site(engine: Browser, host: Host) -> None:
    visit(engine, f"{host.url}zh-Hant/about/")
    engine.until("navigator.serviceWorker.controller")
    visit(engine, host.url)
    start(engine)
    until(lambda: any("runtime/snapshot." in path for path in kept(engine, host)), lambda: "no runtime is kept")
    host.down = True
    visit(engine, f"{host.url}?fp8=1979+TFLOPS")
    engine.until(READY)
    engine.until(OUTCOME, "denial")
    visit(engine, f"{host.url}h20/")
    engine.until("document.querySelector('h1').textContent.includes(\"isn't on this device\")")

    host.down = False
    visit(engine, f"{host.url}about/")
    engine.click("live-offline [data-action=save]")
    engine.until("document.querySelector('live-offline').dataset.state === 'saved'")
    host.down = True
    visit(engine, f"{host.url}zh-Hant/?fp8=1979+TFLOPS")
    engine.until(READY)
    engine.until(OUTCOME, "denial")
    visit(engine, f"{host.url}zh-Hant/chips/nvidia-h20/")
    engine.reload()
    engine.type(SEARCH, "頻寬")
    engine.until("document.querySelector('.md-search-result__item')")


@pytest.mark.parametrize(("language", "text"), [("", "bandwidth"), ("zh-Hant/", "頻寬")], ids=["en", "zh-Hant"])
def test_search_finds_its_pages_under_the_policy(engine: Browser, host: Host, language: str, text: str) -> None:
    visit(engine, f"{host.url}{language}chips/nvidia-h20/")
    engine.type(SEARCH, text)

    engine.until("document.querySelector('.md-search-result__item')")
    assert ran_into_the_policy(engine, host) == []


@pytest.mark.parametrize("language", ["", "zh-Hant/"], ids=["en", "zh-Hant"])
def test_nobody_else_is_asked_for_anything(engine: Browser, host: Host, elsewhere: Elsewhere, language: str) -> None:
    for address in PAGES:
        visit(engine, f"{host.url}{language}{address}")
        if not address:
            start(engine)

    assert ran_into_the_policy(engine, host) == []
    assert strangers(elsewhere) == []


def test_what_is_asked_of_others_would_be_seen(engine: Browser, elsewhere: Elsewhere) -> None:
    engine.goto(KNOWN)

    assert KNOWN in elsewhere.asked


ATTEMPTS = {
    "nothing": "Promise.resolve()",
    "own origin": "fetch(own)",
    "other origin": "fetch(other)",
    "socket": "new Promise((yes, no) => Object.assign(new WebSocket(other.replace('http', 'ws')), {onopen: yes, onerror: no}))",
    "script of others": "Promise.resolve(importScripts(other))",
    "text as code": "Promise.resolve((0, eval)('1'))",
    "function from text": "Promise.resolve(new Function('return 1')())",
    "the page's caches": "caches.keys().then((names) => names.includes('ours') || Promise.reject())",
    "the page's database": "indexedDB.databases().then((all) => all.some(({name}) => name === 'ours') || Promise.reject())",
    "the page's channel": """new Promise((yes, no) => {
        const channel = new BroadcastChannel("ours");
        channel.onmessage = yes;
        channel.postMessage("is anybody there?");
        setTimeout(no, 500);
    })""",
}
WORKERS = """
const [attempts, own, other] = given;
await caches.open("ours");
await new Promise((yes, no) => Object.assign(indexedDB.open("ours"), {onsuccess: yes, onerror: no}));
const channel = new BroadcastChannel("ours");
channel.onmessage = () => channel.postMessage("yes");
const reached = (attempt) => new Promise((resolve) => {
    const script = `const own = ${JSON.stringify(own)}, other = ${JSON.stringify(other)};
        Promise.resolve().then(() => ${attempt}).then(() => postMessage(true), () => postMessage(false));`;
    const worker = new Worker("data:text/javascript," + encodeURIComponent(script));
    const done = (answer) => { worker.terminate(); resolve(answer); };
    worker.onmessage = ({data}) => done(data);
    worker.onerror = () => done(false);
    setTimeout(() => done(false), 5000);
});
const names = [];
for (const [name, attempt] of Object.entries(attempts)) if (await reached(attempt)) names.push(name);
caches.delete("ours");
indexedDB.deleteDatabase("ours");
return names;
"""


def test_a_worker_like_pythons_reaches_nothing(engine: Browser, host: Host, elsewhere: Elsewhere) -> None:
    visit(engine, f"{host.url}about/")

    assert engine.run(WORKERS, ATTEMPTS, f"{host.url}precache.json", ELSEWHERE) == ["nothing"]
    assert strangers(elsewhere) == []


def test_python_runs_in_such_a_worker_and_in_no_other(engine: Browser, host: Host) -> None:
    visit(engine, host.url)
    engine.run(
        """const Before = Worker;
        window.made = [];
        window.Worker = class extends Before {
            constructor(...given) {
                super(...given);
                // The search's own, where the pointer happens to be near it.
                if (!String(given[0]).includes("/workers/search.")) window.made.push(String(given[0]).slice(0, 5));
            }
        };"""
    )
    start(engine)

    assert set(engine.run("return window.made")) == {"data:"}


@pytest.mark.parametrize("address", ["", "zh-Hant/chips/"])
def test_a_hostile_link_brings_no_markup_and_runs_nothing(engine: Browser, host: Host, address: str) -> None:
    visit(engine, f"{host.url}{address}?{'&'.join(f'{name}={quote(HOSTILE)}' for name in NAMES)}#{quote(HOSTILE)}")
    engine.until(f"!document.querySelector('live-calculator') || {READY}")

    assert engine.run("return document.querySelectorAll('img[src=x], svg[onload]').length") == 0
    assert engine.run("return window.hacked") is None
    assert ran_into_the_policy(engine, host) == []


def test_markup_and_text_that_got_in_all_the_same_run_nothing(engine: Browser, host: Host) -> None:
    visit(engine, f"{host.url}about/")
    engine.run(
        """document.querySelector("article").insertAdjacentHTML("beforeend", given[0]);
        for (const wishes of [{textContent: "window.hacked = 4"}, {src: "data:text/javascript,window.hacked = 5"}]) {
            document.body.append(Object.assign(document.createElement("script"), wishes));
        }""",
        HOSTILE,
    )

    kinds = {"script-src-elem", "script-src-attr"}
    until(lambda: kinds <= {each.split()[0] for each in host.violations()}, lambda: f"only {host.violations()}")
    assert engine.run("return window.hacked") is None
