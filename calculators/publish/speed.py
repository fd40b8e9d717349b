"""The page "How fast", from the benchmark's last published run: docs/benchmark.json, which `make bench ARGS=--publish` writes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mkdocs.exceptions import PluginError

from ..view.page import Page
from ..view.speed_page import speed_page
from ..view.words import Words

RUN: Final = Path("docs", "benchmark.json")
SCHEMA: Final = 1


def speed_pages(root: Path, words: Words) -> Iterator[tuple[str, Page]]:
    """The page by its path; none where no run was published. PluginError if the file is of another make."""
    path = root / RUN
    if not path.is_file():
        return
    found = json.loads(path.read_text("utf-8"))
    if found.get("schema") != SCHEMA:
        raise PluginError(
            f"{RUN}: schema {found.get('schema')!r} where {SCHEMA} is expected. Run `make bench ARGS=--publish`."
        )
    yield "speed/index.md", speed_page(found, words)
