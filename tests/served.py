"""The whole site, built once and served while tests run: `python -m tests.served COMMAND …` tells the command where by its environment."""

import gzip
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parent.parent
SITE_PATH = "/some/path/"
FOLDER, ADDRESS = "TESTED_SITE", "TESTED_SITE_URL"
READY, FAILED = "ready", "failed"


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
            content = gzip.compress(content, compresslevel=6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        # A page that is left takes no more.
        with suppress(ConnectionError):
            self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(SITE_PATH))

    def log_message(self, *_: object) -> None:
        pass


class _Host(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that is closed in the middle of an answer is no fault of the site's.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def built_and_served() -> Iterator[tuple[Path, str]]:
    """The site's folder and address: those that the environment names, once the site is there, or new ones."""
    if FOLDER in os.environ:
        folder = Path(os.environ[FOLDER])
        while not (folder / READY).is_file():
            assert not (folder / FAILED).is_file(), (folder / FAILED).read_text("utf-8")
            time.sleep(0.2)
        yield folder / "site", os.environ[ADDRESS]
        return
    with tempfile.TemporaryDirectory() as name, _host(Path(name)) as address:
        _build(Path(name), address)
        assert not Path(name, FAILED).is_file(), Path(name, FAILED).read_text("utf-8")
        yield Path(name, "site"), address


@contextmanager
def _host(folder: Path) -> Iterator[str]:
    site = folder / "site"
    site.mkdir()
    with _Host(("localhost", 0), partial(SiteHandler, directory=str(site))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://localhost:{host.server_port}{SITE_PATH}"
        host.shutdown()


def _build(folder: Path, address: str) -> None:
    """Build the site, and leave a word that it is there or why it isn't."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / (FAILED if done.returncode else READY)).write_text(done.stderr[-4000:], "utf-8")


def main() -> None:
    """Run a command while the site is being built; its tests wait where they need it."""
    with tempfile.TemporaryDirectory() as name, _host(Path(name)) as address:
        building = threading.Thread(target=_build, args=(Path(name), address))
        building.start()
        done = subprocess.run(sys.argv[1:], env={**os.environ, FOLDER: name, ADDRESS: address}, check=False)
        building.join()
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
