"""The one style sheet that pages ask for: the theme's own, trimmed, then every file of runtime/live/*.css.

A page is drawn when the last of its sheets is there, and each is asked for over a line of its own, which begins slowly.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from . import theme_styles

ADDRESS: Final = "assets/live.css"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE: Final = re.compile(r"\s*\n\s*")


def sheet(folder: Path, themes: Iterable[str]) -> str:
    """The theme's sheets, then all of a folder in the order of their names, without comments and indentation."""
    return theme_styles.sheet(themes) + "".join(plain(path.read_text("utf-8")) for path in sorted(folder.glob("*.css")))


def plain(css: str) -> str:
    """A style sheet without what is there for its authors alone.

    >>> plain("/* Why. */\\n.a {\\n  margin: 0;\\n}\\n\\n.b { color: red }\\n")
    '.a {\\nmargin: 0;\\n}\\n.b { color: red }\\n'
    """
    return _SPACE.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
