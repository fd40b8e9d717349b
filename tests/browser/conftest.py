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


@pytest.fixture
def calculator(page: Page) -> Calculator:
    """The home page's calculator, not yet touched: the H20, to China, on 1 June 2025."""
    return Calculator(page)


@pytest.fixture
def open_calculator(new_page: Callable[..., Any]) -> Callable[..., Calculator]:
    """Opens a page in a fresh context and gives its first calculator."""
    return lambda address="", **options: Calculator(new_page(address, **options))
