"""The three engines, each once, and a host that notes what they ask for and what they complain of."""

import contextlib
import html
import json
import re
import runpy
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, override

import pytest

from ...conftest import CHROMIUM
from ...served import ROOT, SITE_PATH, SiteHandler
from . import drivers

ENGINES = runpy.run_path(str(ROOT / "scripts" / "engines.py"))
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
COMPLAINTS = f"{SITE_PATH}complaints"
# A browser's own errands; the flags and wishes it is started with end most of them.
OWN = re.compile(
    r"(https?://)?([\w-]+\.)*(mozilla\.(org|com|net)|firefox\.com|mozgcp\.net|google(apis)?\.com|gvt1\.com)[:/]"
)


class Stranger(BaseHTTPRequestHandler):
    """Whoever isn't this machine, as a proxy plays it: each request is noted."""

    def __init__(self, *arguments: Any, asked: list[str]) -> None:
        self.asked = asked
        super().__init__(*arguments)

    def do_GET(self) -> None:
        if not OWN.match(self.path):
            self.asked.append(self.path)
        # Whoever got here is let in: what fails then has failed by the policy.
        self.send_response(200 if self.command == "GET" else 502)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_CONNECT = do_HEAD = do_POST = do_GET  # noqa: N815

    @override
    def log_message(self, *_: object) -> None:
        pass


class Handler(SiteHandler):
    """A host that sends each page's own policy a second time, to be told of what runs into it."""

    def __init__(self, *arguments: Any, host: "Host", **options: Any) -> None:
        self.host = host
        super().__init__(*arguments, **options)

    @override
    def do_GET(self) -> None:
        if self.host.down:
            self.close_connection = True
            return
        self.host.asked.append(self.path.removeprefix(SITE_PATH))
        super().do_GET()

    def do_POST(self) -> None:  # noqa: N802
        self.host.complaints.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["csp-report"])
        self.send_response(204)
        self.end_headers()

    @override
    def end_headers(self) -> None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        place = place if place.is_file() else Path(self.directory, "404.html")
        if place.suffix == ".html" and (found := POLICY.search(place.read_text("utf-8"))):
            self.send_header(
                "Content-Security-Policy-Report-Only", f"{html.unescape(found[1])}; report-uri {COMPLAINTS}"
            )
        super().end_headers()


class Host:
    """The site at an address of its own, so that nothing is left there of another test."""

    def __init__(self, folder: Path) -> None:
        self.down = False
        self.asked: list[str] = []
        self.complaints: list[dict[str, Any]] = []
        self.server = serve(partial(Handler, directory=str(folder), host=self))
        self.url = f"http://localhost:{self.server.server_port}{SITE_PATH}"

    def violations(self) -> list[str]:
        """What ran into the policy: directive and what was blocked."""
        return [f"{each['effective-directive']} {each['blocked-uri']}" for each in self.complaints]


class Elsewhere:
    """All other machines, and what was asked of them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.server = serve(partial(Stranger, asked=self.asked))
        self.proxy = f"127.0.0.1:{self.server.server_port}"


class Server(ThreadingHTTPServer):
    """With room for all that a page asks for at once on a busy machine."""

    request_queue_size = 128
    daemon_threads = True


def serve(handler: Any) -> Server:
    """A server of this machine, already running."""
    server = Server(("localhost", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """The proxy for all other machines."""
    elsewhere = Elsewhere()
    yield elsewhere
    elsewhere.server.shutdown()


def launch(engine: str, proxy: str) -> drivers.Browser:
    """An engine that is here; with none the test fails and says how to get it."""
    if engine == "chromium":
        program = CHROMIUM["find"]() or pytest.fail(CHROMIUM["HOW"], pytrace=False)
        return drivers.Chromium(program, CHROMIUM["FLAGS"], proxy)
    try:
        found = ENGINES["find"](engine)
    except LookupError as missing:
        pytest.fail(str(missing), pytrace=False)
    if engine == "firefox":
        return drivers.Firefox(found["FIREFOX"], proxy)
    # Its driver hangs now and then when the machine is busy while it starts, however long one waits.
    with contextlib.suppress(TimeoutError):
        return drivers.WebKit(found["WEBKIT_DRIVER"], found["XVFB"], proxy)
    return drivers.WebKit(found["WEBKIT_DRIVER"], found["XVFB"], proxy)


@pytest.fixture(scope="session", params=["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest, elsewhere: Elsewhere) -> Iterator[drivers.Browser]:
    """One of the engines."""
    browser = launch(request.param, elsewhere.proxy)
    yield browser
    browser.close()


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """The site at an address of its own."""
    host = Host(site)
    yield host
    host.server.shutdown()
    host.server.server_close()
