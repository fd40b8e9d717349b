"""What the tests share: the built site on a local server, a browser, the library in Pyodide under Node."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from .served import ROOT, SITE_PATH, built_and_served

# Nothing here measures time, and a busy machine takes its own.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
CHROMIUM = runpy.run_path(str(ROOT / "scripts" / "chromium.py"))
# A page of a test lives for seconds: compiling its WebAssembly a second time costs a sixth of the whole, and nothing comes of it.
COMPILED_ONCE = "--js-flags=--no-wasm-tier-up --no-wasm-dynamic-tiering"


@pytest.fixture(scope="session")
def runtime() -> Path:
    """The folder of the browser's runtime, built if need be."""
    from calculators.publish import assets

    return assets.ensure(ROOT, ROOT / ".cache" / "runtime")


@pytest.fixture(scope="session")
def built() -> Iterator[tuple[Path, str]]:
    """The folder of the whole site, built as for publishing, in both languages, and the address under which it is served."""
    with built_and_served() as (folder, address):
        yield folder, address


@pytest.fixture(scope="session")
def site(built: tuple[Path, str]) -> Path:
    """The folder of the built site."""
    return built[0]


@pytest.fixture(scope="session")
def site_url(built: tuple[Path, str]) -> str:
    """The address of the built site, ending in a slash."""
    return built[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium or Chrome; without one the test fails and says how to get one."""
    path = CHROMIUM["find"](light=True)
    if path is None:
        pytest.fail(CHROMIUM["HOW"], pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM["FLAGS"], COMPILED_ONCE])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Any, site_url: str) -> Iterator[Callable[..., Any]]:
    """Opens a page in a fresh context (`new_page("h20/?to=CN", java_script_enabled=False)`); `pages` are some that the site hasn't.

    At the end, a request that left the site's origin or an uncaught error in a page fails the test.
    """
    contexts: list[Any] = []
    faults: list[str] = []
    own = (site_url.removesuffix(SITE_PATH), "data:", "blob:")

    def opener(address: str = "", pages: Mapping[str, str] = {}, **options: Any) -> Any:
        # What a service worker answers goes past `route`, so only the tests that are about it let one in.
        context = browser.new_context(**{"service_workers": "block", **options})
        contexts.append(context)
        context.on("request", lambda asked: asked.url.startswith(own) or faults.append(f"asked {asked.url}"))
        context.on("weberror", lambda error: faults.append(f"uncaught {error.error.stack or error.error}"))
        for path, html in pages.items():
            context.route(
                site_url + path, lambda route, _, html=html: route.fulfill(content_type="text/html", body=html)
            )
        page = context.new_page()
        page.goto(site_url + address)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """The English home page."""
    return new_page()


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node, ours or the machine's."""
    path = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert path, "No Node was found: run `make setup`."
    return path


@pytest.fixture(scope="session")
def pyodide(node: str, runtime: Path) -> Callable[..., list[str]]:
    """Answers requests as the reader's browser would: `pyodide(requests, start="snapshot" or "plain")`."""

    def ask(requests: Sequence[dict[str, Any]], start: str = "snapshot") -> list[str]:
        done = subprocess.run(
            [node, str(ROOT / "tests" / "publish" / "ask.mjs"), str(runtime), start],
            input=json.dumps([json.dumps(request) for request in requests]),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    return ask
