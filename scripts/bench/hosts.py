"""A static host that compresses text and nothing else, over a link as fast as this machine or over a slow one that it plays."""

import functools
import gzip
import http.server
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

CHUNK: Final = 16 * 1024


class Link:
    """A line that all connections share: so many bits a second, and a delay before each answer."""

    def __init__(self, bits: float, delay: float) -> None:
        self.bits, self.delay, self.free, self.lock = bits, delay, 0.0, threading.Lock()

    def wait(self, size: int) -> None:
        """Return when so many bytes have gone through."""
        with self.lock:
            self.free = max(self.free, time.perf_counter()) + size * 8 / self.bits
            until = self.free
        time.sleep(max(0.0, until - time.perf_counter()))


class Host(http.server.ThreadingHTTPServer):
    """Serves a folder; `answers` are the paths asked for with the bytes of their bodies, `sent` counts these as they go, `link` may slow
    them down.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("localhost", 0), functools.partial(_Handler, directory=str(folder)))
        self.sent = 0
        self.answers: list[tuple[str, int]] = []
        self.link: Link | None = None
        self.packed: dict[Path, bytes] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """The root of the folder."""
        return f"http://localhost:{self.server_port}/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        if not place.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(str(place))
        text = kind.startswith("text/") or kind in (
            "application/json",
            "application/javascript",
            "image/svg+xml",
            "application/xml",
        )
        content = self._gzipped(place) if text else place.read_bytes()
        self.server.answers.append((self.path.partition("?")[0], len(content)))
        if self.server.link:
            time.sleep(self.server.link.delay)
        self.send_response(200)
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        for at in range(0, len(content), CHUNK):
            chunk = content[at : at + CHUNK]
            if self.server.link:
                self.server.link.wait(len(chunk))
            self.wfile.write(chunk)
            self.server.sent += len(chunk)

    def _gzipped(self, place: Path) -> bytes:
        if place not in self.server.packed:
            self.server.packed[place] = gzip.compress(place.read_bytes(), 6)
        return self.server.packed[place]

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """A host for a folder, which may be filled later."""
    with Host(folder) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()
