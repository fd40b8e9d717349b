"""The page "For every reader", with what the last audit found: docs/audit.json, which `make audit` writes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mkdocs.exceptions import PluginError

from ..view.access_page import access_page
from ..view.page import Page
from ..view.words import Words

AUDIT: Final = Path("docs", "audit.json")
SCHEMA: Final = 1


def access_pages(root: Path, words: Words) -> Iterator[tuple[str, Page]]:
    """The page by its path, without a table where no audit is kept. PluginError if the file is of another make."""
    path = root / AUDIT
    found = json.loads(path.read_text("utf-8")) if path.is_file() else None
    if found is not None and found.get("schema") != SCHEMA:
        raise PluginError(f"{AUDIT}: schema {found.get('schema')!r} where {SCHEMA} is expected. Run `make audit`.")
    yield "access/index.md", access_page(found, words)
