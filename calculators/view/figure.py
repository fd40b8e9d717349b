"""What a figure of the story is made of: the finding as its title, a picture at two sizes, its data as a table and as CSV, sources.

A picture is Vega-Lite written here in pixels (`canvas`), so that nothing in it hangs on the fonts of the machine that draws it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .html import Child, Markup, join, tag
from .parts import scrolling
from .words import Words

INK: Final = "currentColor"
SOFT: Final = "var(--md-default-fg-color--light)"
LINK: Final = "var(--md-typeset-a-color)"
AWAY: Final = "https://chart.invalid/"
"""Where a picture's links lead while it is drawn: the drawing library would put an address of its own before a relative one."""
_LONG: Final = re.compile(r"-?\d+\.\d{3,}")
_SAID: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_HREF: Final = re.compile(rf'<a xlink:href="{re.escape(AWAY)}(\d+)"[^>]*>(?=(<path)?)')

_LATIN: Final = r"\x00-\x7f–—’“”"
_PIECE: Final = re.compile(rf"(?:[{_LATIN}]+?(?:\s+|(?=[^{_LATIN}])|$)|[^{_LATIN}])[，。、：；）」]?")
"""What stays together: a Latin word with the space behind it, or one Han character; with the mark that may not begin a line."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure's picture at one size: its Vega-Lite, and where its links lead."""

    spec: dict[str, Any]
    links: tuple[str, ...] = ()


def canvas(width: float, height: float, layers: Iterable[dict[str, Any] | None]) -> dict[str, Any]:
    """A Vega-Lite picture whose x and y are pixels from the top left."""
    return {
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": "transparent",
        "layer": [each for each in layers if each],
        "resolve": {"scale": {"color": "independent", "fill": "independent", "stroke": "independent"}},
        "config": {"font": "inherit", "view": {"stroke": None}},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": _scale(0, width)},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": _scale(height, 0)},
        },
    }


def _scale(low: float, high: float) -> dict[str, Any]:
    return {"domain": [low, high], "nice": False, "zero": False}


def layer(mark: str, rows: Sequence[Row], *, by: Mapping[str, str] | None = None, **look: Any) -> dict[str, Any] | None:
    """One kind of mark for rows with `x` and `y`, and with `x2`, `y2`, `text`, `href` where they have them; None without rows.

    `by` takes a channel from a field as it is.
    """
    if not rows:
        return None
    channels: dict[str, Any] = {
        channel: {"field": field, "type": "nominal", "scale": None} for channel, field in (by or {}).items()
    }
    channels |= {end: {"field": end} for end in ("x2", "y2") if end in rows[0]}
    if "text" in rows[0]:
        channels["text"] = {"field": "text", "type": "nominal"}
    if "href" in rows[0]:
        channels["href"] = {"field": "href", "type": "nominal"}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": mark, "aria": False, **look},
        "encoding": channels,
    }


def picture(svg: str, class_: str, label: str, links: Sequence[str] = ()) -> Markup:
    """A drawn picture with a name; with links in it it is a group and not an image, so that they can be reached."""
    opening, _, rest = svg.partition(">")
    box = re.search(r'viewBox="([^"]*)"', opening)
    assert box and rest.endswith("</svg>")
    rest = _SAID.sub("", _LONG.sub(lambda found: format(float(found[0]), ".2f").rstrip("0").rstrip("."), rest))
    rest = _HREF.sub(lambda found: _link(links[int(found[1])], sign=bool(found[2])), rest)
    start = tag("svg", class_=class_, viewBox=box[1], role="group" if links else "img", aria_label=label)
    return Markup(start.removesuffix("</svg>") + rest)


def _link(href: str, *, sign: bool) -> str:
    """A link's opening tag; of a sign with its own text it is only there for the mouse.

    Kept as `xlink:href`: the theme's script sets the `href` of whatever has one, and dies of one that is in a picture. The role says to
    those who look for a `href` that it is a link.
    """
    hidden: dict[str, str] = {"tabindex": "-1", "aria_hidden": "true"} if sign else {"role": "link"}
    return str(tag("a", **hidden, data_href=href)).replace("data-href", "xlink:href")[:-4]


def lines(text: str, width: float, font: float) -> list[str]:
    """A text broken into even lines that are surely no wider than `width` pixels, whatever font draws them.

    >>> lines("House committee, closed doors", 120, 12), lines("美方放開EDA、引擎、乙烷", 100, 12)
    (['House committee,', 'closed doors'], ['美方放開EDA、', '引擎、乙烷'])
    """
    pieces = _PIECE.findall(text)
    count = len(_filled(pieces, width, font))
    even = next(share for share in range(40, 101, 4) if len(_filled(pieces, width * share / 100, font)) == count)
    return _filled(pieces, width * even / 100, font)


def _filled(pieces: Iterable[str], width: float, font: float) -> list[str]:
    found = [""]
    for piece in pieces:
        if found[-1] and wide(found[-1] + piece.rstrip(), font) > width:
            found.append("")
        found[-1] += piece
    return [line.strip() for line in found]


def wide(text: str, font: float) -> float:
    """At most how many pixels a text takes.

    >>> wide("H20", 10) < wide("晶片", 10)
    True
    """
    return font * sum(1.0 if ord(letter) > 0x2E80 else 0.34 if letter in " ,.:;'il|()" else 0.63 for letter in text)


def table(caption: str, heads: Sequence[Child], rows: Iterable[Sequence[Child]], class_: str = "") -> Markup:
    """The data of a figure: the first cell of a row names it."""
    body = [
        tag("tr", tag("th", row[0], scope="row"), [tag("td", cell, class_="numbers") for cell in row[1:]])
        for row in rows
    ]
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", body),
            class_=f"data {class_}".strip(),
        ),
        caption,
        "data-scroll",
    )


def figure(
    id: str,
    title: str,
    pictures: Iterable[Markup],
    data: Markup,
    source: Child,
    csv_at: str,
    words: Words,
    note: Child = None,
) -> Markup:
    """A whole figure; `csv_at` is where its data can be fetched as CSV, from the page."""
    download = tag("a", words("figures.csv"), href=csv_at, download=True)
    return tag(
        "figure",
        tag("p", title, class_="figure-title", id=f"{id}-title"),
        tag("div", list(pictures), class_="figure-picture"),
        tag("div", note, class_="figure-note") if note else None,
        tag("details", tag("summary", words("figures.table")), data, data_search_exclude=True),
        tag("p", join([source, download], words("figures.between")), class_="figure-source"),
        class_="story-figure",
        id=id,
        aria_labelledby=f"{id}-title",
    )


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as a file that spreadsheets open, Chinese too: it starts with the mark that says it is Unicode."""
    found = io.StringIO()
    csv.writer(found, lineterminator="\r\n").writerows(rows)
    return "\ufeff" + found.getvalue()
