"""How the browser tests speak of a calculator."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

# A plain start takes seconds on a busy machine, and nothing here measures time.
PATIENCE = 60_000
# A busy machine is slow, not wrong: what comes late still comes.
expect.set_options(timeout=PATIENCE / 2)
CONTENT = """output => {
    const copy = output.cloneNode(true);
    for (const link of copy.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    for (const part of copy.querySelectorAll("[data-folded]")) part.removeAttribute("data-folded");
    return copy.innerHTML;
}"""


def touch(page: Page) -> None:
    """Does what brings a page's scripts to life."""
    page.wait_for_load_state()
    page.mouse.move(9, 9)
    page.mouse.move(12, 9)


class Calculator:
    """One calculator on a page, in a reader's terms."""

    def __init__(self, page: Page, box: Locator | None = None) -> None:
        self.page = page
        self.box = box or page.locator("live-calculator").first
        self.output = self.box.locator("output")
        self.verdict = self.box.locator(".verdict")
        self.link = page.url

    def content(self) -> str:
        """The answer's HTML, with its addresses in full, and without what is said to paper alone."""
        return self.output.evaluate(CONTENT)

    def field(self, name: str) -> Locator:
        """The control of this name."""
        return self.box.locator(f"[name='{name}']")

    def error(self, name: str) -> Locator:
        """The place for a field's error."""
        return self.box.locator(f"[data-error-for='{name}']")

    def note(self, name: str) -> Locator:
        """The place for what is said of how a field was read."""
        return self.box.locator(f"[data-note-for='{name}']")

    def button(self, action: str) -> Locator:
        """The button that does this."""
        return self.box.locator(f"button[data-action='{action}']")

    def unfold(self) -> None:
        """Opens the specs where a narrow page has folded them."""
        specs = self.box.locator(".lc-specs")
        if not specs.evaluate("specs => specs.open"):
            specs.locator("> summary").click()

    def start(self) -> None:
        """Touches the calculator and waits until Python answers."""
        self.field("chip").focus()
        self.has_state("ready")

    def has_state(self, state: str) -> None:
        """Waits for a state."""
        expect(self.box).to_have_attribute("data-state", state, timeout=PATIENCE)

    def says(self, outcome: str) -> None:
        """Waits for a verdict."""
        expect(self.verdict).to_have_attribute("data-outcome", outcome, timeout=PATIENCE)

    def rests(self) -> None:
        """Waits until all in sight that comes in a rest has come."""
        expect(self.box.locator("[data-stale]").filter(visible=True)).to_have_count(0, timeout=PATIENCE)

    def is_at(self, *parts: str) -> None:
        """Waits until the address carries all of these, or no query at all."""
        pattern = "".join(f"(?=.*[?&]{re.escape(part)}(&|$))" for part in parts) + ".*" if parts else r"[^?]*"
        expect(self.page).to_have_url(re.compile(f"^{pattern}$"), timeout=PATIENCE)


class Explainer:
    """A page of cells, in a reader's terms."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.mouse.move(200, 300)
        page.mouse.move(210, 310)
        expect(page.locator("live-cells")).to_have_attribute("data-ready", "", timeout=PATIENCE)
        self.count = page.locator("live-code").count()

    def cell(self, number: int) -> Locator:
        return self.page.locator(f"live-code[cell='{number}']")

    def output(self, number: int) -> Locator:
        return self.cell(number).locator(".cell-out")

    def press(self, number: int, act: str) -> None:
        self.cell(number).locator(f"[data-act='{act}']").click()

    def press_for_all(self, act: str) -> None:
        self.page.locator(f"live-cells [data-act='{act}']").click()

    def has_state(self, number: int, state: str) -> None:
        expect(self.cell(number)).to_have_attribute("data-state", state, timeout=PATIENCE)

    def write(self, number: int, source: str) -> None:
        """Puts code into a cell's editor, as by pasting."""
        if self.cell(number).locator("[data-act='edit']").is_visible():
            self.press(number, "edit")
        editor = self.cell(number).locator(".cm-content")
        editor.wait_for(timeout=PATIENCE)
        editor.fill(source)

    def run(self, number: int, source: str, state: str = "done") -> str:
        """Runs code in a cell and gives what came of it."""
        self.write(number, source)
        self.press(number, "run")
        self.has_state(number, state)
        return self.output(number).inner_text()

    def text(self, number: int) -> str:
        """The code that a reader sees."""
        lines = self.cell(number).locator(".cm-line")
        code = self.cell(number).locator("code")
        return ("\n".join(lines.all_inner_texts()) if lines.count() else code.inner_text()).rstrip("\n")


@pytest.fixture
def calculator(page: Page) -> Calculator:
    """The home page's calculator, not yet touched: the H20, to China, on 1 June 2025."""
    return Calculator(page)


@pytest.fixture
def open_calculator(new_page: Callable[..., Any]) -> Callable[..., Calculator]:
    """Opens a page in a fresh context and gives its first calculator."""
    return lambda address="", **options: Calculator(new_page(address, **options))
