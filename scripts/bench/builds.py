"""A copy of the project without anything built, how long it takes to build, and how long until an edit of it is served."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from calculators.publish.today import build_day

ROOT: Final = Path(__file__).resolve().parents[2]
BUILT: Final = (
    ".git",
    ".venv",
    ".cache",
    "node_modules",
    "site",
    "dist",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
)
MEMORY: Final = Path("/dev/shm")
PATIENCE: Final = 300.0
EDITED: Final = {"en": "about/", "zh-Hant": "zh-Hant/about/"}


def copied(target: Path) -> Path:
    """The project as it is, with the packages it needs and none of what a build leaves."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*BUILT), symlinks=True)
    (target / "runtime" / "node_modules").symlink_to(ROOT / "runtime" / "node_modules")
    return target


def environment(address: str) -> dict[str, str]:
    """What a build of the copy is told: its address, and the day of the last commit, which a copy doesn't know."""
    midnight = time.strptime(f"{build_day(ROOT)} UTC", "%Y-%m-%d %Z")
    epoch = str(int(time.mktime(midnight) - time.timezone))
    return {**os.environ, "SITE_URL": address, "SOURCE_DATE_EPOCH": epoch, "NO_MKDOCS_2_WARNING": "1"}


def build(project: Path, folder: Path, address: str) -> float:
    """Build both languages into a folder; the seconds it took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    subprocess.run(command, cwd=project, check=True, env=environment(address))
    return time.perf_counter() - begun


def edits(project: Path, times: int) -> dict[str, list[float]]:
    """Seconds from writing a Markdown file to its new text in the served page, in each language; the first is after a start."""
    with _serving(project) as get:
        return {
            language: [_edit(project, language, page, get) for _ in range(times)] for language, page in EDITED.items()
        }


def _edit(project: Path, language: str, page: str, get: Callable[[str], str]) -> float:
    time.sleep(1)
    path = project / "docs" / language / "about.md"
    mark = f"Edited at {time.perf_counter_ns()}."
    path.write_text(f"{path.read_text('utf-8')}\n\n{mark}\n", "utf-8")
    begun = time.perf_counter()
    _until(lambda: mark in get(page))
    return time.perf_counter() - begun


@contextmanager
def _serving(project: Path) -> Iterator[Callable[[str], str]]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"http://localhost:{free.getsockname()[1]}/"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address.split("/")[2]]
    # As `make serve` does: a disk may take longer to write the site than all the rest.
    memory = {"TMPDIR": str(MEMORY)} if os.access(MEMORY, os.W_OK) else {}
    server = subprocess.Popen(command, cwd=project, env={**environment(address), **memory})

    def get(page: str) -> str:
        try:
            with urllib.request.urlopen(address + page, timeout=30) as answer:
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, TimeoutError):
            if server.poll() is not None:
                raise SystemExit("mkdocs serve has ended.") from None
            return ""

    try:
        _until(lambda: all(map(get, EDITED.values())))
        yield get
    finally:
        server.terminate()
        server.wait()


def _until(condition: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise SystemExit(f"Nothing new was served within {PATIENCE:.0f} s.")
        time.sleep(0.02)
