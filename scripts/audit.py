"""Asks axe-core about every page of the site in light and dark, on a phone and at a desk: `make audit`.

What breaks a rule is listed, a line each, and fails the run. A run over all pages writes docs/audit.json, which the page "For every
reader" shows; one over a part (`make audit ARGS=chips/`: the pages whose address contains this) writes nothing.
"""

import argparse
import json
import os
import runpy
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from tests import axe
from tests.served import ROOT, built_and_served

PUBLISHED: Final = ROOT / "docs" / "audit.json"
SCHEMA: Final = 1
CHROMIUM: Final = runpy.run_path(str(ROOT / "scripts" / "chromium.py"))


def main() -> None:
    """Look, list, keep."""
    parser = argparse.ArgumentParser(prog="make audit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="?", default="", help="only the pages whose address contains this")
    asked = parser.parse_args()
    with built_and_served() as (site, address):
        found, seen = audit(address, [page for page in pages(site) if asked.part in page])
    faults = [line for lines in found.values() for line in lines]
    if not asked.part:
        PUBLISHED.write_text(json.dumps(record(found, seen), indent=1, ensure_ascii=False) + "\n", "utf-8")
    if faults:
        sys.exit(f"{len(faults)} faults on {sum(map(bool, found.values()))} of {len(found)} pages.")


def pages(site: Path) -> list[str]:
    """The address of every page that stays, both languages, and of the two that stand for what isn't there."""
    files = [*site.rglob("index.html"), *site.rglob("404.html"), *site.rglob("503.html")]
    stay = (path for path in files if 'http-equiv="refresh"' not in path.read_text("utf-8"))
    return sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in stay)


def audit(address: str, wanted: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The faults of every page by its path, and what looked: as many browsers at work as there are cores."""
    path = CHROMIUM["find"]()
    if path is None:
        raise SystemExit(CHROMIUM["HOW"])
    left, lock = iter(wanted), threading.Lock()
    found: dict[str, list[str]] = {}
    seen: dict[str, str] = {}

    def work() -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM["FLAGS"]))
            page = browser.new_context(service_workers="block").new_page()
            for each in _taken(left, lock):
                lines = list(_look(page, address, each))
                with lock:
                    found[each] = lines
                    seen.update(browser=f"Chromium {browser.version}", axe=axe.version(page))
                    print(*(f"\r{line}\n" for line in lines), sep="", end="", flush=True)
                    print(f"\r{len(found)} of {len(wanted)}  {each:<60.60}", end="", file=sys.stderr, flush=True)
            browser.close()

    with ThreadPoolExecutor() as pool:
        for worker in [pool.submit(work) for _ in range(os.cpu_count() or 1)]:
            worker.result()
    print(file=sys.stderr)
    return found, seen


def _taken(left: Iterator[str], lock: threading.Lock) -> Iterator[str]:
    while True:
        with lock:
            each = next(left, None)
        if each is None:
            return
        yield each


def _look(page: Any, address: str, each: str) -> Iterator[str]:
    page.goto(address + each, wait_until="domcontentloaded")
    axe.bring(page)
    for scheme, screen in axe.VARIANTS:
        axe.turn(page, scheme, screen)
        yield from (f"{each or './'} {scheme} {screen}: {line}" for line in axe.faults(page))


def record(found: dict[str, list[str]], seen: dict[str, str]) -> dict[str, Any]:
    """What is published: how many pages of each folder were looked at, in how many variants, with how many faults."""
    folders: dict[str, dict[str, dict[str, int]]] = {}
    for path, lines in found.items():
        language = "zh-Hant" if path.startswith("zh-Hant/") else "en"
        folder, inside, _ = path.removeprefix("zh-Hant/").rstrip("/").partition("/")
        counted = folders.setdefault(folder if inside else "", {}).setdefault(language, {"pages": 0, "faults": 0})
        counted["pages"] += 1
        counted["faults"] += len(lines)
    return {
        "schema": SCHEMA,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        **seen,
        "tags": list(axe.TAGS),
        "variants": [list(each) for each in axe.VARIANTS],
        "folders": folders,
    }


if __name__ == "__main__":
    main()
