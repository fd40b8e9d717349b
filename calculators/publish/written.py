"""What the author's syntax is told of the page it reads, and how it says what is wrong there."""

import os
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from pymdownx.superfences import SuperFencesException

from .claims_markdown import SOURCE


def told(page: Page, markdown: str) -> None:
    """Say where the page is written, as it stands there."""
    path = page.file.abs_src_path
    where = page.file.src_uri if page.file.generated_by or not path else os.path.relpath(path)
    SOURCE.set((where, Path(path).read_text("utf-8") if path else markdown))


def plain(page: Page) -> None:
    """Let a fault in a page be said without a traceback."""
    render = page.render

    def render_or_say(*arguments: Any) -> None:
        try:
            render(*arguments)
        except SuperFencesException as error:
            raise PluginError(str(error)) from None

    page.render = render_or_say  # type: ignore[assignment, method-assign]
