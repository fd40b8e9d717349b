"""How a cell's value is shown: as a tree of a few harmless elements, the same for the build and for the browser.

A tree is a text, or a list of a tag, attributes and children. The page builds elements from it by itself and takes no tag or
attribute that isn't in `TAGS` and `CLASSES`: what a reader's own code makes up is never markup.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pint

from ..engine.chips import Chip
from ..engine.cuts import Cut
from ..engine.history import Change
from ..engine.largest import Largest
from ..engine.metrics import Metric
from ..engine.names import names
from ..engine.results import Amount
from ..engine.units import show
from ..engine.verdict import Verdict
from ..view.comparisons import amount
from ..view.html import Markup, tag
from ..view.parts import chip_name
from ..view.plain import plain_text
from ..view.plain_limits import cuts_text, largest_text
from ..view.plain_tables import history_table
from ..view.plain_tables import table as aligned
from ..view.results import said as said_amount
from ..view.words import Words
from . import Answer, Chart, Check, Table
from .charts import vega_lite

Tree = str | list[Any]
TAGS: Final = (
    "figure",
    "figcaption",
    "details",
    "summary",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "p",
    "span",
)
CLASSES: Final = ("cell-chart", "cell-table", "number", "quantity", "error", "hint", "where")
LONGEST: Final = 10_000
MOST_ROWS: Final = 200


def tree(value: object, said: Words) -> Tree:
    """A value as a tree.

    >>> from calculators import quantity
    >>> from calculators.view.words import words
    >>> tree(quantity(4, "TB/s"), words("en"))
    ['span', {'class': 'quantity'}, '4\\xa0TB/s']
    """
    if isinstance(value, Table):
        return _table(_heads(value, said), value.rows, said)
    if isinstance(value, Chart):
        return _chart(value, said)
    if isinstance(value, Check):
        return [
            "p",
            {"class": "hint"},
            said({None: "cells.check-open", True: "cells.check-right", False: "cells.check-wrong"}[value.right]),
        ]
    if isinstance(value, Answer):
        rows = [(_named(value.name, key, said), each) for key, each in value.items()]
        return _table((), rows, said)
    if isinstance(value, Mapping) and value and all(isinstance(each, Metric) for each in value.values()):
        return _table((), [(said.label(str(key)), each) for key, each in value.items()], said)
    if isinstance(value, pint.Quantity | Metric | Amount):
        return ["span", {"class": "quantity"}, line(value, said)]
    return ["pre", {}, cut(line(value, said))]


def line(value: object, said: Words) -> str:
    """A value as plain text, of one line unless it is long by nature.

    >>> from calculators.view.words import words
    >>> line(Fraction(32, 11), words("en")), line(Fraction(37), words("en")), line(True, words("en"))
    ('32/11 ≈ 2.909', '37', 'True')
    """
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, Fraction):
        about = show(value)
        written = f"{value.numerator}/{value.denominator}"
        if value.denominator == 1:
            return f"{value.numerator:,}" if abs(value) < 10**40 else str(value.numerator)
        return f"{written} ≈ {about}" if len(written) <= 24 else f"≈ {about}"
    if isinstance(value, Decimal):
        return f"{value:,f}" if value.is_finite() and -12 < value.adjusted() < 24 else str(value)
    if isinstance(value, pint.Quantity):
        return _quantity(value)
    if isinstance(value, Metric):
        return amount(value, said)
    if isinstance(value, Amount):
        return said_amount(value, said)
    if isinstance(value, Chip):
        return chip_name(value, said)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _long(value, said)


def _long(value: object, said: Words) -> str:
    if isinstance(value, Verdict):
        return plain_text(value, said)
    if isinstance(value, Largest):
        return largest_text(value, said, None)
    if isinstance(value, tuple | list) and value:
        if all(isinstance(each, Change) for each in value):
            return history_table(value, said, None)
        if all(isinstance(each, Cut) for each in value):
            return cuts_text("", value, said, None).strip()
        if len(value) <= MOST_ROWS and any(
            isinstance(each, pint.Quantity | Fraction | Decimal | Metric) for each in value
        ):
            return ", ".join(line(each, said) for each in value)
    return repr(value)


def html(shown: Tree) -> Markup:
    """A tree as HTML, escaped.

    >>> html(["pre", {"class": "error"}, "<b>"])
    '<pre class="error">&lt;b&gt;</pre>'
    """
    if isinstance(shown, str):
        # One line: Markdown, through which the build's outputs go, takes an empty one for an end.
        return Markup(str(tag("i", shown))[3:-4].replace("\n", "&#10;"))
    name, attributes, *children = shown
    return tag(name, *map(html, children), **attributes)


def text(shown: Tree) -> str:
    """A tree as plain text.

    >>> text(["table", {}, ["tbody", {}, ["tr", {}, ["td", {}, "a"], ["td", {}, "1"]]]])
    'a  1'
    """
    if isinstance(shown, str):
        return shown
    name, _, *children = shown
    if name in ("figure", "details"):
        return "\n".join(map(text, children))
    if name != "table":
        return "".join(map(text, children))
    rows = [[text(cell) for cell in row[2:]] for part in children for row in part[2:]]
    headed = children[0][0] == "thead"
    if headed:
        return aligned(rows[0], rows[1:], None)
    width = max(len(row[0]) for row in rows)
    return "\n".join("  ".join([row[0].ljust(width), *row[1:]]) for row in rows)


def cut(long: str) -> str:
    """A text no longer than anybody reads."""
    return long if len(long) <= LONGEST else f"{long[:LONGEST]}…"


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]], said: Words) -> Tree:
    every = list(rows)
    numbers = {at for row in every for at, value in enumerate(row) if _is_number(value)}

    def cell(kind: str, at: int, shown: str, **attributes: str) -> Tree:
        return [kind, {"class": "number", **attributes} if at in numbers else attributes, shown]

    body: Tree = [
        "tbody",
        {},
        *(
            [
                "tr",
                {},
                *(cell("td", at, "" if value is None else cut(_cell(value, said))) for at, value in enumerate(row)),
            ]
            for row in every[:MOST_ROWS]
        ),
    ]
    if not heads:
        return ["table", {"class": "cell-table"}, body]
    head: Tree = ["thead", {}, ["tr", {}, *(cell("th", at, head, scope="col") for at, head in enumerate(heads))]]
    return ["table", {"class": "cell-table"}, head, body]


def _cell(value: object, said: Words) -> str:
    """In a table, a text is a text; an id of a chip would be one too."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return said("cells.true" if value else "cells.false")
    if isinstance(value, Fraction | int) or (isinstance(value, Decimal) and value.is_finite()):
        return show(value)
    if isinstance(value, Verdict | Change):
        return said(f"outcome.{value.outcome}")
    return line(value, said)


def _is_number(value: object) -> bool:
    numbers = int | float | Decimal | Fraction | pint.Quantity | Metric | Amount
    return isinstance(value, numbers) and not isinstance(value, bool)


def _chart(chart: Chart, said: Words) -> Tree:
    """A picture to come, by its Vega-Lite; what it says in words, and its rows, which a reader may open."""
    titles = dict(zip(chart.rows.heads, _heads(chart.rows, said), strict=True))
    says = said(
        "cells.chart-by" if chart.by else "cells.chart",
        **{k: titles.get(getattr(chart, k), "") for k in ("x", "y", "by")},
    )
    rows: Tree = ["details", {}, ["summary", {}, said("cells.chart-rows")], tree(chart.rows, said)]
    return ["figure", {"class": "cell-chart", "data-spec": vega_lite(chart, titles)}, ["figcaption", {}, says], rows]


def _heads(table: Table, said: Words) -> list[str]:
    columns = [[row[at] for row in table.rows] for at in range(len(table.heads))]
    return [_head(*each, said) for each in zip(table.heads, columns, strict=True)]


def _head(head: str, values: Iterable[object], said: Words) -> str:
    """A head's words; a name of the library whose numbers stand there bare brings its unit along."""
    if said.has(f"cells.head-{head}"):
        return said(f"cells.head-{head}")
    known = names().get(head)
    if not known or not known.unit or not any(isinstance(each, Decimal | Fraction | int) for each in values):
        return said.label(head)
    unit = show(0, known.unit).removeprefix("0").strip()
    return said("cells.head-in", name=said.label(head), unit=unit) if unit else said.label(head)


def _named(calculator: str, key: str, said: Words) -> str:
    own = f"{calculator.replace('_', '-')}.{key.removeprefix('other.')}"
    label = said(own) if said.has(own) else key
    return said("cells.other", name=label) if key.startswith("other.") else label


def _quantity(value: Any) -> str:
    unit = f"{value.units:~P}".replace("⋅", "·")
    magnitude = value.magnitude
    number = show(magnitude) if isinstance(magnitude, Decimal | Fraction | int) else str(magnitude)
    return f"{number}\u00a0{unit}" if unit else number
