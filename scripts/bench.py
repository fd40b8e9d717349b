"""Times a reader's first and next verdict, ours and plain Pyodide's side by side in one run: `make bench`.

Plain is what a page would do without this project's runtime: the same Pyodide, pint and the library as ordinary wheels from the same
server, unpacked and imported when the reader first asks. Times run from the reader's first act to the changed answer in the page.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import platform
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from calculators.publish.assets import PYODIDE, dependencies

ROOT = Path(__file__).resolve().parents[1]
PLAIN = """<!doctype html><meta charset="utf-8"><title>Plain</title><button>Ask</button><output></output><script type="module">
const worker = new Worker('worker.js');
document.querySelector('button').onclick = () => worker.postMessage(JSON.stringify(
  {name: 'export_verdict', language: 'en', defaults: {}, form: {chip: 'nvidia-h100-sxm', on: '2023-12-01', to: 'CN'}}));
worker.onmessage = ({data}) => { document.querySelector('output').innerHTML = JSON.parse(data).html; };
</script>"""
PLAIN_WORKER = """importScripts('pyodide.js');
let ready;
const start = async () => {
  const pyodide = await loadPyodide();
  for (const wheel of %s) pyodide.unpackArchive(await (await fetch(wheel)).arrayBuffer(), 'wheel');
  return pyodide.runPython('from calculators.entry import render_json; render_json');
};
onmessage = async ({data}) => { ready ??= start(); postMessage((await ready)(data)); };
"""
ANSWERED = """([act, selector]) => new Promise((resolve, reject) => {
  const output = document.querySelector('output');
  const begun = performance.now();
  const seen = (_, observer) => { observer.disconnect(); resolve(performance.now() - begun); };
  new MutationObserver(seen).observe(output, {childList: true, subtree: true, characterData: true, attributes: true});
  setTimeout(() => reject(new Error('no answer within 60 s')), 60000);
  const control = document.querySelector(selector);
  if (act === 'click') { control.click(); return; }
  control.focus();
  control.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
  control.value = act;
  control.dispatchEvent(new Event('input', {bubbles: true}));
  if (control.matches('select')) control.dispatchEvent(new Event('change', {bubbles: true}));
})"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """A static host that compresses text and lets everything be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        if not place.is_file():
            self.send_error(404)
            return
        content, kind = place.read_bytes(), self.guess_type(str(place))
        self.send_response(200)
        if kind.startswith("text/") or kind in ("application/json", "application/javascript"):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with http.server.ThreadingHTTPServer(("localhost", 0), functools.partial(Handler, directory=str(folder))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://localhost:{host.server_port}/"
        host.shutdown()


def build(folder: Path) -> float:
    """Build the site, and the plain page beside it; the seconds that the site took."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    took = time.perf_counter() - begun
    plain = folder / "plain"
    plain.mkdir()
    for name in (*PYODIDE, "pyodide-lock.json"):
        shutil.copy(ROOT / "runtime" / "node_modules" / "pyodide" / name, plain)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(plain)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in dependencies():
        with zipfile.ZipFile(plain / f"{name}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            for path in metadata.files(name) or ():
                if not {"..", "__pycache__"} & set(path.parts):
                    wheel.writestr(path.as_posix(), path.read_binary())
    (plain / "index.html").write_text(PLAIN, "utf-8")
    (plain / "worker.js").write_text(PLAIN_WORKER % json.dumps(sorted(p.name for p in plain.glob("*.whl"))), "utf-8")
    return took


def first_verdicts(browser: Browser, address: str, act: str, selector: str, runs: int) -> dict[str, list[float]]:
    """Milliseconds from the first act to the first changed answer: cold in a new profile, warm in the same one again."""
    found: dict[str, list[float]] = {"cold": [], "warm": []}
    for _ in range(runs):
        context = browser.new_context()
        for temperature in found:
            page = context.new_page()
            page.goto(address)
            page.wait_for_timeout(300)
            found[temperature].append(page.evaluate(ANSWERED, [act, selector]))
            page.close()
        context.close()
    return found


def key_presses(page: Page, address: str, presses: int, rest: int) -> list[float]:
    """Milliseconds from a changed rate to the changed answer, every press counted, `rest` milliseconds after the first verdict.

    Each rate lies above all others of the chip, so that each press changes its TPP and nothing can be answered from memory.
    """
    page.goto(address)
    page.evaluate(ANSWERED, ["nvidia-h100-sxm", "[name=chip]"])
    page.wait_for_timeout(rest)
    return [page.evaluate(ANSWERED, [f"{2000 + number * 7} TFLOPS", "[name=fp8]"]) for number in range(presses)]


def measure(runs: int, presses: int) -> dict[str, Any]:
    """Everything, as plain data."""
    finder = runpy.run_path(str(ROOT / "scripts" / "chromium.py"))
    path = finder["find"]()
    if path is None:
        raise SystemExit(finder["HOW"])
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        folder = Path(work, "site")
        took = build(folder)
        browser = playwright.chromium.launch(executable_path=path, args=list(finder["FLAGS"]))
        with served(folder) as address:
            ours = first_verdicts(browser, address, "nvidia-h100-sxm", "[name=chip]", runs)
            plain = first_verdicts(browser, f"{address}plain/", "click", "button", runs)
            keys = {
                "at once": key_presses(browser.new_context().new_page(), address, presses, 0),
                "after 2 s": key_presses(browser.new_context().new_page(), address, presses, 2000),
            }
        version = browser.version
        browser.close()
        return {
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "browser": f"Chromium {version}",
            "date": time.strftime("%Y-%m-%d"),
            "first_verdict_ms": {"ours": ours, "plain": plain},
            "key_press_ms": keys,
            "build_s": took,
        }


def report(found: dict[str, Any]) -> str:
    """The table that a person reads."""
    median = statistics.median
    lines = [
        f"{found['date']}, {found['machine']}, {found['browser']}",
        "",
        f"{'first verdict, ms (median)':<30}{'ours':>8}{'plain':>8}{'plain / ours':>14}",
    ]
    for temperature in ("cold", "warm"):
        ours, plain = (median(found["first_verdict_ms"][who][temperature]) for who in ("ours", "plain"))
        lines.append(f"  {temperature:<28}{ours:>8.0f}{plain:>8.0f}{plain / ours:>14.1f}")
    lines += ["", f"{'key press to verdict, ms':<30}{'median':>8}{'95 %':>8}{'first five':>14}"]
    for when, presses in found["key_press_ms"].items():
        most = sorted(presses)[int(len(presses) * 0.95)]
        lines.append(f"  {when:<28}{median(presses):>8.1f}{most:>8.1f}{median(presses[:5]):>14.1f}")
    lines += ["", f"building both languages: {found['build_s']:.1f} s"]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and keep the numbers in .cache/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--runs", type=int, default=5, help="first verdicts of each kind (5)")
    parser.add_argument("--presses", type=int, default=60, help="key presses (60)")
    asked = parser.parse_args()
    found = measure(asked.runs, asked.presses)
    (ROOT / ".cache").mkdir(exist_ok=True)
    (ROOT / ".cache" / "bench.json").write_text(json.dumps(found, indent=1), "utf-8")
    print(report(found))


if __name__ == "__main__":
    main()
