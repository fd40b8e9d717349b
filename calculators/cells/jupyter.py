"""The same display under Jupyter, where the build runs the explainers."""

import os
from typing import Any

from ..view.words import words
from .display import html, text, tree

LANGUAGES: str = "CALCULATORS_LANGUAGES"
"""The environment's variable with the languages of the outputs; English if there is none."""


def install(ipython: Any) -> None:
    """Let an IPython shell show every value by `display.tree`; where several languages are wanted, in each as `text/x.en` and so on."""
    wanted = os.environ.get(LANGUAGES, "en").split()

    def format(value: object, include: object = None, exclude: object = None) -> tuple[dict[str, str], dict[str, Any]]:
        shown = {language: tree(value, words(language)) for language in wanted}
        first = shown[wanted[0]]
        each = {f"text/x.{language}": str(html(one)) for language, one in shown.items()}
        return {"text/plain": text(first), "text/html": str(html(first)), **(each if len(wanted) > 1 else {})}, {}

    ipython.display_formatter.format = format
