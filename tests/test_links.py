"""`make links`: what becomes of an address, against a server on this machine, and which addresses are asked at all."""

import runpy
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
links: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "links.py"))
TIMEOUT = 0.5


class Host(BaseHTTPRequestHandler):
    """Answers by the address asked: `/404`, `/301/200` (moved to `/200`), `/slow`, `/no-head`."""

    asked: list[tuple[str, str, float]]

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, time.monotonic()))
        first, _, rest = self.path.strip("/").partition("/")
        if first == "slow":
            time.sleep(TIMEOUT * 2)
            return
        code = (405 if self.command == "HEAD" else 200) if first == "no-head" else int(first)
        self.send_response(code)
        if rest:
            self.send_header("Location", f"/{rest}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[tuple[str, list[tuple[str, str, float]]]]:
    """The server's address, and what it was asked."""
    asked: list[tuple[str, str, float]] = []
    handler = type("Asked", (Host,), {"asked": asked})
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}", asked
        server.shutdown()


ANSWERS = [
    ("/200", "open", "200"),
    ("/no-head", "open", "200"),
    ("/404", "gone", "404"),
    ("/410", "gone", "410"),
    ("/403", "refused", "403"),
    ("/429", "refused", "429"),
    ("/500", "silent", "500"),
    ("/slow", "silent", "timed out"),
    ("/301/200", "moved", "{host}/200"),
    ("/308/301/200", "moved", "{host}/200"),
    ("/302/200", "open", "200"),
    ("/301/302/200", "open", "200"),
    ("/301/404", "gone", "404"),
]


@pytest.mark.parametrize(("path", "state", "about"), ANSWERS)
def test_what_becomes_of_an_address(host: Any, path: str, state: str, about: str) -> None:
    found = links["ask"](host[0] + path, TIMEOUT)

    assert (found.state, found.about) == (state, about.format(host=host[0]))


def test_nobody_listens() -> None:
    assert links["ask"]("http://localhost:9/", TIMEOUT).state == "silent"


@pytest.mark.parametrize(("code", "state"), [(socket.EAI_NONAME, "gone"), (socket.EAI_AGAIN, "silent")])
def test_a_host_that_there_is_not_and_a_network_that_there_is_not(
    monkeypatch: pytest.MonkeyPatch, code: int, state: str
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    assert links["ask"]("http://nothing.invalid/", TIMEOUT).state == state


def test_one_host_is_asked_in_turn_with_a_pause_and_the_worst_stands_first(host: Any) -> None:
    address, asked = host
    answers = links["ask_all"]([f"{address}/{path}" for path in ("200", "301/200", "404")], TIMEOUT, pause=0.1)

    assert [answer.state for answer in answers] == ["gone", "moved", "open"]
    firsts = {path: when for _, path, when in reversed(asked)}
    assert firsts["/301/200"] - firsts["/200"] >= 0.1
    assert firsts["/404"] - firsts["/301/200"] >= 0.1


def test_the_report_is_a_table_of_what_is_not_open() -> None:
    Answer = links["Answer"]  # noqa: N806
    answers = [Answer("https://a.example/x|y", "gone", "404"), Answer("https://b.example/", "open", "200")]

    assert links["table"](answers, {"https://a.example/x|y": "README.md"}).splitlines() == [
        "1 gone, 0 silent, 0 refused, 0 moved, 1 open.",
        "",
        "| state | answer | address | in |",
        "| --- | --- | --- | --- |",
        "| gone | 404 | https://a.example/x%7Cy | README.md |",
    ]


def test_every_source_and_every_page_is_asked_about(tmp_path: Path) -> None:
    for path, text in {
        "calculators/data/sources.toml": '[a]\nurl = "https://a.test/1#part"\n[b.options]\nurl = ""\n',
        "docs/en/x.md": "[b](https://b.test/wiki/H_(chip)) and https://c.test/x. `https://code.test` https://example.org/y",
        "explainers/x.py": "# See (https://d.test/z).\n",
        "README.md": "<https://a.test/1>",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")

    assert links["addresses"](tmp_path) == {
        "https://a.test/1": "calculators/data/sources.toml",
        "https://b.test/wiki/H_(chip)": "docs/en/x.md",
        "https://c.test/x": "docs/en/x.md",
        "https://d.test/z": "explainers/x.py",
    }


def test_the_data_name_some_hundred_addresses() -> None:
    assert len(links["addresses"]()) > 200
