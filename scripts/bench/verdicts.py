"""How long a reader waits for the first verdict and for the next, what is sent for it and what it takes of the memory."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from .hosts import Host

ANSWERED: Final = """([act, selector]) => new Promise((resolve, reject) => {
  const output = document.querySelector('output');
  const begun = performance.now();
  const seen = (changes, observer) => {
    // The theme's script writes addresses out in full, which is no answer.
    if (changes.every((change) => change.attributeName === 'href')) return;
    observer.disconnect();
    self.answered = performance.now();
    resolve(self.answered - begun);
  };
  new MutationObserver(seen).observe(output, {childList: true, subtree: true, characterData: true, attributes: true});
  setTimeout(() => reject(new Error('no answer within 120 s')), 120000);
  const control = document.querySelector(selector);
  if (act === 'click') { control.click(); return; }
  control.focus();
  control.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
  control.value = act;
  control.dispatchEvent(new Event('input', {bubbles: true}));
  if (control.matches('select')) control.dispatchEvent(new Event('change', {bubbles: true}));
})"""
LATER: Final = """() => performance.getEntriesByType('resource')
  .filter((each) => each.startTime > self.answered).map((each) => new URL(each.name).pathname)"""
ACTS: Final = {"ours": ("", "nvidia-h100-sxm", "[name=chip]"), "plain": ("plain/", "click", "button")}
"""Where each of the two is asked for its first verdict, and how."""


def first(browser: Browser, host: Host, who: str, runs: int) -> dict[str, list[float]]:
    """Milliseconds from the first act to the first changed answer: cold in a new profile, warm in the same one again."""
    found: dict[str, list[float]] = {"cold": [], "warm": []}
    path, act, selector = ACTS[who]
    for _ in range(runs):
        context = browser.new_context()
        for temperature in found:
            page = context.new_page()
            page.goto(host.address + path)
            page.wait_for_timeout(300)
            found[temperature].append(page.evaluate(ANSWERED, [act, selector]))
            page.close()
        context.close()
    return found


def sent(browser: Browser, host: Host, who: str) -> int:
    """Bytes of all that is asked for between a page that has loaded and its first verdict, in a new profile."""
    path, act, selector = ACTS[who]
    page = browser.new_context().new_page()
    page.goto(host.address + path, wait_until="networkidle")
    before = len(host.answers)
    page.evaluate(ANSWERED, [act, selector])
    page.wait_for_timeout(2000)
    later = page.evaluate(LATER)
    page.context.close()
    return sum(size for place, size in host.answers[before:] if place not in later)


def presses(browser: Browser, host: Host, count: int, rest: int) -> list[float]:
    """Milliseconds from a changed rate to the changed answer, every press counted, `rest` milliseconds after the first verdict.

    Each rate lies above all others of the chip, so that each press changes its TPP and nothing can be answered from memory.
    """
    page = browser.new_context().new_page()
    page.goto(host.address)
    page.evaluate(ANSWERED, ["nvidia-h100-sxm", "[name=chip]"])
    page.wait_for_timeout(rest)
    return _typed(page, count)


def echoes(browser: Browser, host: Host, count: int) -> list[float]:
    """The same with a worker that has nothing to do: what no calculator can be faster than."""
    page = browser.new_context().new_page()
    page.goto(f"{host.address}echo/")
    return _typed(page, count)


def _typed(page: Page, count: int) -> list[float]:
    found = [page.evaluate(ANSWERED, [f"{2000 + number * 7} TFLOPS", "[name=fp8]"]) for number in range(count)]
    page.context.close()
    return found


def memory(browser: Browser, host: Host, who: str | None) -> float | None:
    """Megabytes of all the browser's processes once a page has its first verdict, or of a blank page; None where it can't be read."""
    path, act, selector = ACTS[who] if who else ("blank/", "", "")
    page = browser.new_context().new_page()
    page.goto(host.address + path)
    if who:
        page.evaluate(ANSWERED, [act, selector])
    page.wait_for_timeout(2000)
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    found = _proportional([process["id"] for process in processes])
    page.context.close()
    return found


def _proportional(processes: Sequence[int]) -> float | None:
    """Linux's own count, in which what processes share counts once."""
    total = 0
    for process in processes:
        try:
            pss = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
        except OSError:
            return None
        total += int(pss[1]) if pss else 0
    return total / 1024
