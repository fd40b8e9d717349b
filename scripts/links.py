"""Asks every outer address that the data and the pages name whether it can still be opened: `make links`. Never part of a test or build.

One request at a time and host, some hosts at once. An address is *gone* (404, 410, no such host), *moved* for good, *refused* to a
program (a reader's browser may do better), or *silent* (no answer in time, a fault of the server). Prints a Markdown table and fails
if anything is gone.
"""

import argparse
import http.client
import re
import socket
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urldefrag, urlsplit

from calculators.publish.links import bare, written

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"""https?://[^\s"'<>`|]+""")
UNREAL = re.compile(r"https?://(localhost|127\.|([\w-]+\.)*example\.(org|com)\b)")
GONE, REFUSED, PERMANENT = {404, 410}, {401, 403, 405, 406, 429, 451}, {301, 308}
AGENT = "Mozilla/5.0 (compatible; link check of a static site; one request a second)"
ORDER = ("gone", "silent", "refused", "moved", "open")


@dataclass(frozen=True)
class Answer:
    """What became of one address."""

    address: str
    state: str
    about: str


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows, and remembers whether every step was for good."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def redirect_request(self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Any:
        self.codes.append(code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def addresses(root: Path = ROOT) -> dict[str, str]:
    """Every outer address, without the part behind "#", with the first file that names it."""
    found: dict[str, str] = {}
    for path in sorted((root / "calculators" / "data").rglob("*.toml")):
        for url in _urls(tomllib.loads(path.read_text("utf-8"))):
            found.setdefault(urldefrag(url).url, path.relative_to(root).as_posix())
    prose = [(path, bare(path.read_text("utf-8"))) for path in written(root)]
    prose += [(path, path.read_text("utf-8")) for path in sorted((root / "explainers").glob("*.py"))]
    for path, text in prose:
        for match in ADDRESS.findall(text):
            found.setdefault(urldefrag(_whole(match)).url, path.relative_to(root).as_posix())
    return {url: where for url, where in found.items() if not UNREAL.match(url)}


def _urls(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "url" and isinstance(value, str) and value:
                yield value
            else:
                yield from _urls(value)
    elif isinstance(table, list):
        for member in table:
            yield from _urls(member)


def _whole(address: str) -> str:
    """An address out of prose: without the point behind it, and without a bracket that was never opened in it."""
    address = address.rstrip(".,;:!?*_")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?*_")
    return address


def ask(address: str, timeout: float) -> Answer:
    """HEAD, and GET where HEAD isn't answered as it should be."""
    for method in ("HEAD", "GET"):
        redirects = _Redirects()
        request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
        try:
            with urllib.request.build_opener(redirects).open(request, timeout=timeout) as answer:
                moved = answer.url != address and redirects.codes and set(redirects.codes) <= PERMANENT
                return Answer(address, "moved", answer.url) if moved else Answer(address, "open", str(answer.status))
        except urllib.error.HTTPError as error:
            state = "gone" if error.code in GONE else "refused" if error.code in REFUSED else "silent"
            found = Answer(address, state, str(error.code))
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            lost = isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME
            return Answer(address, "gone" if lost else "silent", "no such host" if lost else str(reason)[:80])
    return found


def ask_all(urls: Iterable[str], timeout: float = 20, pause: float = 1, hosts: int = 12) -> list[Answer]:
    """An answer for each address, worst first; one host is asked by one hand, with a pause between."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)

    def in_turn(of_one_host: list[str]) -> list[Answer]:
        answers = []
        for number, url in enumerate(of_one_host):
            time.sleep(pause if number else 0)
            answers.append(ask(url, timeout))
        return answers

    with ThreadPoolExecutor(hosts) as pool:
        found = [answer for answers in pool.map(in_turn, by_host.values()) for answer in answers]
    return sorted(found, key=lambda answer: (ORDER.index(answer.state), answer.address))


def table(answers: Iterable[Answer], where: dict[str, str]) -> str:
    """What isn't open, as a Markdown table under a line of totals."""
    answers = list(answers)
    counts = Counter(answer.state for answer in answers)
    lines = [", ".join(f"{counts[state]} {state}" for state in ORDER) + "."]
    rows = [answer for answer in answers if answer.state != "open"]
    if rows:
        lines += ["", "| state | answer | address | in |", "| --- | --- | --- | --- |"]
        lines += [f"| {r.state} | {_cell(r.about)} | {_cell(r.address)} | {where.get(r.address, '')} |" for r in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "%7C").replace("<", "%3C").replace("\n", " ")


def main(arguments: list[str]) -> int:
    """Print the report; 1 if an address is gone."""
    parser = argparse.ArgumentParser(description="Ask every outer address whether it can still be opened.")
    parser.add_argument("--timeout", type=float, default=20, help="seconds for each request")
    options = parser.parse_args(arguments)
    where = addresses()
    answers = ask_all(where, options.timeout)
    print(table(answers, where))
    return int(any(answer.state == "gone" for answer in answers))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
