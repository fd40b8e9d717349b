"""The site's own style sheet: every file of runtime/live/*.css in one, since many small ones weigh twice as much on the way."""

import re
from pathlib import Path
from typing import Final

ADDRESS: Final = "assets/live.css"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE: Final = re.compile(r"\s*\n\s*")


def sheet(folder: Path) -> str:
    """All style sheets of a folder in the order of their names, without comments and indentation."""
    return "".join(plain(path.read_text("utf-8")) for path in sorted(folder.glob("*.css")))


def plain(css: str) -> str:
    """A style sheet without what is there for its authors alone.

    >>> plain("/* Why. */\\n.a {\\n  margin: 0;\\n}\\n\\n.b { color: red }\\n")
    '.a {\\nmargin: 0;\\n}\\n.b { color: red }\\n'
    """
    return _SPACE.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
