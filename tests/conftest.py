"""What the tests share: the built site on a local server, a browser, the library in Pyodide under Node."""

import gzip
import json
import os
import runpy
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

ROOT = Path(__file__).resolve().parent.parent
SITE_PATH = "/some/path/"
CHROMIUM = runpy.run_path(str(ROOT / "scripts" / "chromium.py"))


class SiteHandler(SimpleHTTPRequestHandler):
    """A static host as most are: under a path, text compressed, everything else as it is."""

    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        if place.is_dir() and not self.path.split("?")[0].endswith("/"):
            self.send_response(301)
            self.send_header("Location", f"{self.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        place = place / "index.html" if place.is_dir() else place
        found = self.path.startswith(SITE_PATH) and place.is_file()
        place = place if found else Path(self.directory, "404.html")
        content, kind = place.read_bytes(), self.guess_type(str(place))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith("text/") or kind == "application/json":
            content = gzip.compress(content, compresslevel=1)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(SITE_PATH))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def runtime() -> Path:
    """The folder of the browser's runtime, built if need be."""
    from calculators.publish import assets

    return assets.ensure(ROOT, ROOT / ".cache" / "runtime")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An empty folder and the address under which it is served."""
    folder = tmp_path_factory.mktemp("site")
    with ThreadingHTTPServer(("localhost", 0), partial(SiteHandler, directory=str(folder))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield folder, f"http://localhost:{host.server_port}{SITE_PATH}"
        host.shutdown()


@pytest.fixture(scope="session")
def site(server: tuple[Path, str]) -> Path:
    """The folder of the whole site, built as for publishing, in both languages."""
    folder, address = server
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


@pytest.fixture(scope="session")
def site_url(site: Path, server: tuple[Path, str]) -> str:
    """The address of the built site, ending in a slash."""
    return server[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium or Chrome; without one the test fails and says how to get one."""
    path = CHROMIUM["find"]()
    if path is None:
        pytest.fail(CHROMIUM["HOW"], pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM["FLAGS"]))
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Any, site_url: str) -> Iterator[Callable[..., Any]]:
    """Opens a page in a fresh context (`new_page("h20/?to=CN", java_script_enabled=False)`).

    At the end, a request that left the site's origin or an uncaught error in a page fails the test.
    """
    contexts: list[Any] = []
    faults: list[str] = []
    own = (site_url.removesuffix(SITE_PATH), "data:", "blob:")

    def opener(address: str = "", **options: Any) -> Any:
        # What a service worker answers goes past `route`, so only the tests that are about it let one in.
        context = browser.new_context(**{"service_workers": "block", **options})
        contexts.append(context)
        context.on("request", lambda asked: asked.url.startswith(own) or faults.append(f"asked {asked.url}"))
        context.on("weberror", lambda error: faults.append(f"uncaught {error.error}"))
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
