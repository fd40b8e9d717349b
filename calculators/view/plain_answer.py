"""The answer of a calculator with a form of its own as plain text, for a shell: what the page shows, in lines and tables of a terminal."""

import re
from collections.abc import Iterator
from typing import Final

from .html_text import as_text
from .plain_tables import GAP, columns, table, wrap
from .words import Words

PICTURES: Final = ("law_map",)
"""Calculators whose answer is a picture and the tables of all that it shows: in words the sentence is enough."""
_LINK: Final = re.compile(r"\[((?:\[[^\]]*\]|[^\[\]])*)\]\([^)\s]*\)")
_MARK: Final = re.compile(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1")
_TITLE: Final = re.compile(r"^#+ ")
_CELL: Final = re.compile(r"(?<!\\)\|")
_START: Final = re.compile(r" *- ")


def plain_answer(html: str, said: Words, width: int | None = None) -> str:
    """An answer's HTML as text of at most `width` columns (None: no line is broken). Addresses are left out: `--json` has them.

    A table that is wider is told row by row, each cell with its head.

    >>> from calculators.view.words import words
    >>> html = "<p>A <b>b</b></p><table><tr><th>Metric</th><th>Limit</th></tr><tr><td>TPP</td><td>4,800</td></tr></table>"
    >>> print(plain_answer(html, words("en"), 16))
    A b
    <BLANKLINE>
    Metric  Limit
    ──────  ─────
    TPP     4,800
    >>> print(plain_answer(html, words("en"), 12).partition("\\n\\n")[2])
    Metric: TPP
    Limit: 4,800
    """
    blocks = as_text(html).split("\n\n")
    return "\n\n".join(
        _table(block, said, width) if block.startswith("| ") else _lines(block, width) for block in blocks
    )


def _lines(block: str, width: int | None) -> str:
    lines = []
    for line in block.split("\n"):
        start = found[0] if (found := _START.match(line)) else ""
        lines.append(wrap(_bare(line.removeprefix(start).strip()), width, start))
    return "\n".join(lines)


def _bare(text: str) -> str:
    """A line of Markdown without its marks, and links as their words."""
    return _MARK.sub(r"\2", _LINK.sub(r"\1", _TITLE.sub("", text))).replace("\\|", "|")


def _table(block: str, said: Words, width: int | None) -> str:
    heads, _, *rows = ([_bare(cell.strip()) for cell in _CELL.split(line.strip())[1:-1]] for line in block.split("\n"))
    sizes = [max(columns(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    if width is None or sum(sizes) + len(GAP) * (len(sizes) - 1) <= width:
        return table(heads, rows, width)
    return "\n\n".join("\n".join(_told(heads, row, said, width)) for row in rows)


def _told(heads: list[str], row: list[str], said: Words, width: int) -> Iterator[str]:
    """A row as one line a cell that has something in it."""
    for head, cell in zip(heads, row, strict=True):
        if cell:
            yield wrap(f"{head}{said('list.label')}{cell}" if head else cell, width, "", GAP)
