"""What each kind of page weighs before a reader touches anything, and what Lighthouse says of it."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from .builds import ROOT
from .hosts import Host

KINDS: Final = {
    "home": "",
    "essay page": "h20/",
    "chapter": "story/05-thirty-two-points/",
    "timeline": "timeline/",
    "maps": "maps/",
    "explainer": "explainers/what_is_a_tpp/",
    "calculator": "calculators/roofline/",
    "comparison": "calculators/compare_chips/",
    "chip": "chips/nvidia-h20/",
    "chips": "chips/",
    "instrument": "regulations/oct-2023/",
    "instruments": "regulations/",
    "claims": "claims/",
    "glossary": "glossary/",
    "readings": "readings/",
    "decision": "decisions/0020-systems/",
    "about": "about/",
    "press check": "calculators/press_check/",
    "notice sheet": "calculators/notice_sheet/",
    "speed": "speed/",
    "data": "data/",
    "library": "library/",
    "reference": "reference/",
    "access": "access/",
    "hosting": "hosting/",
    "decisions": "decisions/",
}
"""One page of each kind that the site has; what isn't there is left out."""
LANGUAGES: Final = {"en": "", "zh-Hant": "zh-Hant/"}
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
TIMES: Final = {"lcp_ms": "largest-contentful-paint", "cls": "cumulative-layout-shift", "tbt_ms": "total-blocking-time"}
HERE: Final = Path(__file__).parent


def kinds(site: Path) -> dict[str, str]:
    """The pages to look at, by kind, in both languages."""
    return {
        f"{kind} ({language})": way + path
        for kind, path in KINDS.items()
        for language, way in LANGUAGES.items()
        if Path(site, way, path, "index.html").is_file()
    }


def weights(browser: Browser, host: Host, pages: Iterable[str]) -> dict[str, int]:
    """Bytes that go over the line for each page in a new profile, until nothing more comes."""
    found = {}
    for path in pages:
        before = host.sent
        page = browser.new_context().new_page()
        page.goto(host.address + path, wait_until="networkidle")
        page.wait_for_timeout(1000)
        page.context.close()
        found[path] = host.sent - before
    return found


def lighthouse(
    chromium: str, flags: Sequence[str], host: Host, pages: Iterable[str], runs: int, say: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    """Lighthouse's four scores out of 100 and three of its figures, medians, on its mobile preset; `say` hears of each page."""
    program = _installed()
    found = {}
    for path in pages:
        found[path] = _median([_run(program, chromium, flags, host.address + path) for _ in range(runs)])
        say(f"/{path}: {' '.join(f'{found[path][name]:.0f}' for name in CATEGORIES)}")
    return found


def _installed() -> Path:
    program = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        subprocess.run(["npm", "ci", "--loglevel=error"], cwd=HERE, check=True, env=_environment(""))
    return program


def _environment(chromium: str) -> dict[str, str]:
    return {**os.environ, "CHROME_PATH": chromium, "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def _run(program: Path, chromium: str, flags: Sequence[str], address: str) -> dict[str, float]:
    node = shutil.which("node", path=_environment(chromium)["PATH"]) or "node"
    with tempfile.TemporaryDirectory() as work:
        out = Path(work, "report.json")
        options = [
            f"--chrome-flags=--headless=new {' '.join(flags)}",
            "--quiet",
            "--output=json",
            f"--output-path={out}",
        ]
        subprocess.run([node, program, address, *options], check=True, env=_environment(chromium), capture_output=True)
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    scores = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
    return {**scores, **{key: report["audits"][audit]["numericValue"] for key, audit in TIMES.items()}}


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}
