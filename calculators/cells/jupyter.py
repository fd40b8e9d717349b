"""The same display under Jupyter, where the build runs the explainers."""

import os
from typing import Any

from ..view.words import words
from .display import html, text, tree

LANGUAGE: str = "CALCULATORS_LANGUAGE"
"""The environment's variable with the language of the outputs; English if there is none."""


def install(ipython: Any) -> None:
    """Let an IPython shell show every value by `display.tree`."""
    said = words(os.environ.get(LANGUAGE, "en"))

    def format(value: object, include: object = None, exclude: object = None) -> tuple[dict[str, str], dict[str, Any]]:
        shown = tree(value, said)
        return {"text/plain": text(shown), "text/html": str(html(shown))}, {}

    ipython.display_formatter.format = format
