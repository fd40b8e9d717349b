"""Plain text for a terminal: columns that stay in line in Chinese too, paragraphs that wrap, and the tables of several answers."""

import datetime
import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ..engine.chips import Chip
from ..engine.history import Change
from ..engine.metrics import Metric, metrics
from ..engine.rows import Row
from ..engine.units import show
from .html import Markup
from .verdict import outcome_text
from .words import Words

GAP: Final = "  "
LEAST_FLOW: Final = 24
SHAPES: Final = {
    "no-rule": "·",
    "not-controlled": "○",
    "exception": "◔",
    "approval": "◑",
    "case-by-case": "◕",
    "denial": "●",
    "not-stated": "◍",
    "unknown": "?",
}
"""An outcome's shape, as the pages draw it: a circle that fills."""
FIGURES: Final = ("tpp", "performance_density", "memory_bandwidth", "interconnect_bandwidth")
CLOSING: Final = "，。、；：！？）」』》〉,.;:!?)]}%”’\u00a0"
OPENING: Final = "（「『《〈([“‘\u00a0"


def bare(shown: str) -> str:
    """A sentence without its markup: a mark such as "reported" in round brackets, citations in square ones.

    >>> from calculators.view.html import tag
    >>> bare(tag("p", "Nvidia ", tag("b", "H20 < H100")))
    'Nvidia H20 < H100'
    """
    if not isinstance(shown, Markup):
        return shown
    marked = re.sub(r'<ul class="cites">(.*?)</ul>', r" [\1]", shown)
    marked = re.sub(r'<span class="badge">(.*?)</span>', _bracketed, marked)
    text = re.sub(r"[ \t\n]+", " ", re.sub(r"<[^>]+>", " ", marked)).replace("[ ", "[").replace(" ]", "]")
    return html.unescape(re.sub(r" ?([，。、：；（）「」]) ?", r"\1", text)).strip()


def _bracketed(badge: re.Match[str]) -> str:
    return f" （{badge[1]}）" if badge[1] and columns(badge[1][0]) == 2 else f" ({badge[1]})"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character or a full-width mark, none for a combining one.

    >>> columns("H20晶片"), columns("2,368\\xa0TPP")
    (7, 9)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
        if unicodedata.category(c) != "Cf"
    )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text filled with spaces to a width in columns, flush left or right."""
    spaces = " " * (width - columns(text))
    return spaces + text if right else text + spaces


def wrap(text: str, width: int | None, first: str = "", rest: str | None = None) -> str:
    """A paragraph in lines of at most `width` columns (None: one line), indented by `first` and then by `rest`.

    Broken at spaces and between Chinese characters, never before a closing mark. A word longer than a line stands over.

    >>> print(wrap("Memory bandwidth 4,000 GB/s meets 1,400 GB/s or more.", 30, "- "))
    - Memory bandwidth 4,000 GB/s
      meets 1,400 GB/s or more.
    >>> print(wrap("記憶體頻寬達1,400 GB/s以上。", 16))
    記憶體頻寬達
    1,400 GB/s以上。
    """
    rest = " " * columns(first) if rest is None else rest
    if width is None:
        return first + text
    lines, line = [], first
    start = True
    for piece in _pieces(text):
        shown = piece.rstrip(" ")
        if not start and columns(line) + columns(shown) > width:
            lines.append(line.rstrip(" "))
            line = rest
        line += piece
        start = False
    return "\n".join([*lines, line.rstrip(" ")])


def _pieces(text: str) -> Iterator[str]:
    """The smallest pieces that a line may end after, each with the spaces behind it."""
    piece = ""
    for sign, after in pairwise(f"{text}\n"):
        piece += sign
        spaced = sign == " " and after != " "
        wide = any(unicodedata.east_asian_width(c) in "WF" for c in (sign, after))
        if spaced or (wide and after not in CLOSING + " " and sign not in OPENING):
            yield piece
            piece = ""
    if piece:
        yield piece


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None,
    *,
    right: Collection[int] = (),
    flow: bool = False,
    keep: int = 1,
) -> str:
    """A table of at most `width` columns; None: as wide as it is.

    `right` are the columns set flush right. With `flow` the last one wraps in what is left of the line, or stands under its row
    where next to nothing is left. Else a table that is too wide is split: block after block, each with the first `keep` columns.
    """
    sizes = [max(columns(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    if width is None or sum(sizes) + len(GAP) * (len(sizes) - 1) <= width:
        return _block(heads, rows, sizes, range(len(heads)), right)
    if flow:
        return _flowing(heads, rows, sizes, width, right)
    blocks, kept = [], list(range(keep))
    room = width - sum(sizes[at] + len(GAP) for at in kept)
    chosen: list[int] = []
    for at in range(keep, len(heads)):
        if chosen and sum(sizes[other] + len(GAP) for other in chosen) + sizes[at] > room:
            blocks.append(_block(heads, rows, sizes, [*kept, *chosen], right))
            chosen = []
        chosen.append(at)
    return "\n\n".join([*blocks, _block(heads, rows, sizes, [*kept, *chosen], right)])


def _line(row: Sequence[str], sizes: Sequence[int], chosen: Iterable[int], right: Collection[int]) -> str:
    return GAP.join(pad(row[at], sizes[at], right=at in right) for at in chosen).rstrip(" ")


def _block(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    sizes: Sequence[int],
    chosen: Collection[int],
    right: Collection[int],
) -> str:
    ruled = ["─" * sizes[at] for at in range(len(sizes))]
    return "\n".join(_line(row, sizes, chosen, right) for row in [heads, ruled, *rows])


def _flowing(
    heads: Sequence[str], rows: Sequence[Sequence[str]], sizes: Sequence[int], width: int, right: Collection[int]
) -> str:
    last = len(heads) - 1
    before = sum(sizes[at] + len(GAP) for at in range(last))
    under = width - before < LEAST_FLOW
    sizes = [*sizes[:last], min(sizes[last], width - before) if not under else 0]
    lines = []
    for row in [heads, ["─" * size for size in sizes], *rows]:
        start = _line(row, sizes, range(last), right)
        if under:
            lines.append(start)
            if row[last]:
                lines.append(wrap(row[last], width, GAP * 2))
        else:
            lines.append(wrap(row[last], width, pad(start, before), " " * before).rstrip(" "))
    return "\n".join(lines)


def figure(metric: Metric) -> str:
    """A metric's value without its unit, for a column that names it: "2,368", "≥600", "?" not known, "–" not defined."""
    if metric.undefined:
        return "–"
    if metric.value is not None:
        return show(metric.value)
    return "≥" + show(metric.low) if metric.low else "?"


def chips_table(found: Iterable[Chip], said: Words, width: int | None) -> str:
    """Chips with what the law measures of them; where a line has no room, the maker is left out, then the name."""
    rows = []
    for chip in found:
        measured = metrics(chip)
        figures = [figure(measured[name]) for name in FIGURES]
        status = said(f"chips.{chip.status}")
        rows.append([chip.id, chip.name, said.word(chip.maker), *figures, status])
    heads = [
        said(f"command.{head}") for head in ("id", "name", "maker", *(f.replace("_", "-") for f in FIGURES), "status")
    ]
    chosen = list(range(len(heads)))
    for least in (2, 1):
        needed = sum(max(columns(row[at]) for row in [heads, *rows]) + len(GAP) for at in chosen) - len(GAP)
        if width is not None and needed > width:
            chosen.remove(least)
    shown = [[row[at] for at in chosen] for row in [heads, *rows]]
    numbers = [chosen.index(at) for at in range(3, 3 + len(FIGURES))]
    signs = wrap(said("command.signs"), width)
    return table(shown[0], shown[1:], width, right=numbers) + f"\n\n{signs}"


def state_words(row: Row, said: Words) -> str:
    """Whether an instrument binds on the day, in a word."""
    return said(f"command.{row.state.replace(' ', '-')}")


def regulations_table(rows: Iterable[Row], on: datetime.date, said: Words, width: int | None) -> str:
    """Instruments with their days and what they are on one of them."""
    found = [
        [
            row.instrument.id,
            row.since.isoformat(),
            row.until.isoformat() if row.until else "",
            state_words(row, said),
            said.pick(row.instrument.title),
        ]
        for row in rows
    ]
    heads = [said(f"command.{head}") for head in ("id", "since", "until", "state", "title")]
    return wrap(said("command.state-on", on=on.isoformat()), width) + "\n\n" + table(heads, found, width, flow=True)


def history_table(changes: Iterable[Change], said: Words, width: int | None) -> str:
    """Every change of a verdict: from which day, what it was from then on, and what made it."""
    rows = [
        [
            change.on.isoformat(),
            f"{SHAPES[change.verdict.outcome]} {outcome_text(change.verdict, said)}",
            said.list(change.instruments) or said("pages.group-changed"),
        ]
        for change in changes
    ]
    heads = [said(f"command.{head}") for head in ("since", "outcome", "instruments")]
    return table(heads, rows, width, flow=True)
