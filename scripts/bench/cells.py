"""How long a reader of an explainer waits between Run and a cell's output."""

from typing import Final

from playwright.sync_api import Browser

from .hosts import Host

PAGE: Final = "explainers/what_is_a_tpp/"
RAN: Final = """(number) => new Promise((resolve, reject) => {
  const cell = document.querySelector(`live-code[cell="${number}"]`);
  const button = cell.querySelector('[data-act=run]');
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    if (cell.dataset.state === 'failed') reject(new Error('the cell failed'));
    if (cell.dataset.state !== 'done') return;
    observer.disconnect();
    resolve(performance.now() - begun);
  }).observe(cell, {attributes: true, attributeFilter: ['data-state']});
  setTimeout(() => reject(new Error('no output within 120 s')), 120000);
  button.click();
})"""


def first(browser: Browser, host: Host, runs: int) -> dict[str, list[float]]:
    """Milliseconds from the first Run of a page to its first cell's output: cold in a new profile, warm in the same one again."""
    found: dict[str, list[float]] = {"the first cell, cold": [], "the first cell, warm": []}
    for _ in range(runs):
        context = browser.new_context()
        for temperature in found:
            page = context.new_page()
            page.goto(host.address + PAGE)
            page.wait_for_selector("live-cells[data-ready]", state="attached")
            page.wait_for_timeout(300)
            found[temperature].append(page.evaluate(RAN, 1))
            page.close()
        context.close()
    return found


def warm(browser: Browser, host: Host, count: int) -> list[float]:
    """Milliseconds from Run to the output of a cell that builds a table of six chips, once Python is there, every run counted."""
    page = browser.new_context().new_page()
    page.goto(host.address + PAGE)
    page.wait_for_selector("live-cells[data-ready]", state="attached")
    page.evaluate(RAN, 5)
    times = [float(page.evaluate(RAN, 5)) for _ in range(count)]
    page.context.close()
    return times
