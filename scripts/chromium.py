"""Prints the path of a Chromium or Chrome on this machine; with none, says how to get one and exits 1."""

import os
import shutil
import sys
from pathlib import Path

LIGHT = ("chromium-headless-shell", "chrome-headless-shell")
"""The same engine without a browser's own windows, which cost a test as much as the page."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
# As root in a closed network: no sandbox to set up, nothing asked of anybody's servers.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW = (
    "No Chromium or Chrome was found. Install one (Debian and Ubuntu: apt-get install chromium; elsewhere:"
    " .venv/bin/playwright install chromium) or name one: CHROMIUM=/path/to/chrome make test"
)


def find(*, light: bool = False) -> str | None:
    """The named one first, then the machine's own, the `light` one before the others if that will do, then Playwright's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    for name in (*LIGHT, *NAMES) if light else (*NAMES, *LIGHT):
        path = shutil.which(name)
        if path:
            return path
    return next((place for place in (*PLACES, *_playwright()) if Path(place).is_file()), None)


def _playwright() -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return [playwright.chromium.executable_path]


if __name__ == "__main__":
    path = find(light=True)
    if path is None:
        sys.exit(HOW)
    print(path)
