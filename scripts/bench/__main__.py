"""Measures what a reader and an author wait for, side by side in one run: `make bench`.

First verdict and key press against plain Pyodide and an empty worker, on this machine and over a line of 10 Mbit/s; an explainer's
cells; bytes and memory;
what every kind of page weighs and Lighthouse says of it; builds and edits; rows screened a second.
The table is printed, the numbers go to .cache/bench.json, and with --publish to docs/benchmark.json too, which the page "How fast" shows.
"""

import argparse
import json
import os
import platform
import runpy
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from . import builds, cells, hosts, pages, report, rivals, rows, verdicts

PARTS: Final = ("verdicts", "slow", "presses", "cells", "memory", "pages", "edits", "rows")
SLOW: Final = (10e6, 0.02)
"""Bits a second, and seconds before each answer."""
Found = dict[str, Any]


def main() -> None:
    """Measure, print, keep; fail where fewer rows are screened than is promised."""
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=10, help="first verdicts of each kind (10; a third of them over the slow line)"
    )
    parser.add_argument("--presses", type=int, default=100, help="key presses (100)")
    parser.add_argument(
        "--lighthouse", type=int, default=3, help="Lighthouse's runs for each page (3; 0 leaves it out)"
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="leave out the rest; may be repeated")
    parser.add_argument("--publish", action="store_true", help="write docs/benchmark.json too")
    asked = parser.parse_args()
    wanted = asked.only or PARTS
    with tempfile.TemporaryDirectory() as work:
        found = measure(asked, wanted, Path(work))
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    targets = [
        builds.ROOT / ".cache" / "bench.json",
        *([builds.ROOT / "docs" / "benchmark.json"] if asked.publish else []),
    ]
    for target in targets:
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, "utf-8")
    print(report.table(found))
    if report.slow(found):
        raise SystemExit(1)


def measure(asked: argparse.Namespace, wanted: tuple[str, ...], work: Path) -> Found:
    """Everything that is wanted, as plain data."""
    chromium = runpy.run_path(str(builds.ROOT / "scripts" / "chromium.py"))
    path = chromium["find"]()
    if path is None:
        raise SystemExit(chromium["HOW"])
    site = work / "site"
    site.mkdir()
    found = about()
    with hosts.hosted(site) as host:
        _say("building")
        project = builds.copied(work / "project")
        found["build_s"] = {"nothing cached": builds.build(project, site, host.address)}
        found["build_s"]["from the cache"] = builds.build(project, site, host.address)
        rivals.add(site)
        with _browser(path, chromium["FLAGS"]) as browser:
            found["browser"] = f"Chromium {browser.version}"
            found |= _reading(browser, host, asked, wanted)
            listed = pages.kinds(site) if "pages" in wanted else {}
            sent = pages.weights(browser, host, listed.values())
        if "memory" in wanted:
            found |= _memory(path, chromium["FLAGS"], host)
        seen = {}
        if listed and asked.lighthouse:
            found["lighthouse_runs"] = asked.lighthouse
            _say(f"Lighthouse, {len(listed)} pages {asked.lighthouse} times")
            seen = pages.lighthouse(path, chromium["FLAGS"], host, listed.values(), asked.lighthouse, _say)
        if listed:
            found["pages"] = {
                kind: {"path": page, "sent_bytes": sent[page], **({"lighthouse": seen[page]} if page in seen else {})}
                for kind, page in listed.items()
            }
    if "edits" in wanted:
        _say("edits")
        found["edit_s"] = builds.edits(project, 4)
    if "rows" in wanted:
        _say("rows")
        found["rows_a_second"] = rows.rates(work)
        found["rows_promised"] = report.PROMISED
    return found


def about() -> Found:
    """When and where."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    return {"schema": report.SCHEMA, "date": time.strftime("%Y-%m-%d", time.gmtime()), "machine": machine}


def _reading(browser: Browser, host: hosts.Host, asked: argparse.Namespace, wanted: tuple[str, ...]) -> Found:
    found: Found = {"first_verdict_ms": {}}
    for part, name, link, runs in (
        ("verdicts", "this machine", None, asked.runs),
        ("slow", "10 Mbit/s", hosts.Link(*SLOW), max(3, asked.runs // 3)),
    ):
        if part in wanted:
            _say(f"first verdicts, {name}")
            host.link = link
            times = {who: verdicts.first(browser, host, who, runs) for who in verdicts.ACTS}
            host.link = None
            found["first_verdict_ms"][name] = {
                who: {temperature: report.summary(each) for temperature, each in sides.items()}
                for who, sides in times.items()
            }
    if "verdicts" in wanted:
        found["sent_bytes"] = {who: verdicts.sent(browser, host, who) for who in verdicts.ACTS}
    if "presses" in wanted:
        _say("key presses")
        found["key_press_ms"] = {
            "at once": report.summary(verdicts.presses(browser, host, asked.presses, 0)),
            "after 2 s": report.summary(verdicts.presses(browser, host, asked.presses, 2000)),
            "an empty worker": report.summary(verdicts.echoes(browser, host, asked.presses)),
        }
    if "cells" in wanted:
        _say("cells")
        times = {**cells.first(browser, host, asked.runs), "a warm cell": cells.warm(browser, host, asked.presses)}
        found["cell_ms"] = {what: report.summary(each) for what, each in times.items()}
    return found


def _memory(path: str, flags: tuple[str, ...], host: hosts.Host) -> Found:
    """Each in a browser of its own; nothing where the system doesn't say."""
    _say("memory")
    found: dict[str, float | None] = {}
    for who in (None, *verdicts.ACTS):
        with _browser(path, flags) as browser:
            found[who or "blank"] = verdicts.memory(browser, host, who)
    blank = found.pop("blank")
    if blank is None or None in found.values():
        return {}
    return {"memory_mb": {who: round(used - blank, 1) for who, used in found.items() if used is not None}}


@contextmanager
def _browser(path: str, flags: tuple[str, ...]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(flags))
        yield browser
        browser.close()


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
