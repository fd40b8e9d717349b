"""The maps as Vega-Lite, written here as plain data: log–log axes, regions with a colour and a pattern, labelled chips, the reader's point.

A build turns a `spec` into Vega and, with its `view/chart_data.py` rows, into SVG; the reader's browser draws the same Vega with rows from
its own Python. Colours are CSS variables and fills are patterns by their ids, so one picture serves light and dark.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from ..engine.units import show
from .html import Markup, tag
from .patterns import OUTCOMES, PAPER, colour, fill
from .words import Words

INK: Final = "currentColor"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a map is drawn, in pixels: the plot, its margins, its text, and how many chips are named in it."""

    width: int
    height: int
    font: int
    labels: int
    left: int = 58
    right: int = 50
    top: int = 24
    bottom: int = 48


SIZES: Final[Mapping[str, Size]] = MappingProxyType(
    {"wide": Size(692, 460, 12, 30), "narrow": Size(264, 330, 11, 10, left=54, right=34, bottom=46)}
)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it measures, in which unit, from where to where, and the values written at it for each size."""

    name: str
    unit: str
    least: float
    most: float
    ticks: tuple[float, ...]
    few: tuple[float, ...]


AXES: Final[Mapping[str, tuple[Axis, Axis]]] = MappingProxyType(
    {
        "tpp-density": (
            Axis(
                "tpp",
                "TPP",
                500,
                200_000,
                (500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000),
                (1000, 10_000, 100_000),
            ),
            Axis("performance_density", "TPP/mm^2", 0.8, 60, (1, 2, 5, 10, 20, 50), (1, 2, 5, 10, 20, 50)),
        ),
        "memory-io": (
            Axis(
                "memory_bandwidth",
                "GB/s",
                200,
                30_000,
                (200, 500, 1000, 2000, 5000, 10_000, 20_000),
                (500, 2000, 10_000),
            ),
            Axis(
                "interconnect_bandwidth", "GB/s", 40, 6000, (50, 100, 200, 500, 1000, 2000, 5000), (50, 200, 1000, 5000)
            ),
        ),
    }
)
# What fills a chip's circle, in a box from -1 to 1: the same shapes as `parts.mark`.
_SHAPES: Final = (
    "M0,0Z",
    "M0,0Z",
    "M0,0L0,-1A1,1,0,0,1,1,0Z",
    "M0,-1A1,1,0,0,1,0,1Z",
    "M0,0L0,-1A1,1,0,1,1,-1,0Z",
    "M-.55,-.8h.28v1.6h-.28ZM-.14,-1h.28v2h-.28ZM.27,-.8h.28v1.6h-.28Z",
    "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z",
    "M-1,.2L.2,-1L.5,-.85L-.85,.5ZM-.5,.85L.85,-.5L1,-.2L-.2,1Z",
)

_LONG: Final = re.compile(r"-?\d+\.\d{3,}")
_SAID: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def spec(plane: str, size: str, words: Words) -> dict[str, Any]:
    """The Vega-Lite of a map, without its rows.

    >>> from calculators.view.words import words
    >>> spec("tpp-density", "wide", words("en"))["layer"][0]["mark"]["type"]
    'area'
    """
    box = SIZES[size]
    x, y = (_channel(axis, size, place, words) for axis, place in zip(AXES[plane], "xy", strict=True))
    outcomes = list(OUTCOMES)
    fills = {"domain": outcomes, "range": [fill(plane, outcome) for outcome in outcomes]}
    strokes = {"domain": outcomes, "range": [colour(outcome) for outcome in outcomes]}
    shapes = {"domain": outcomes, "range": list(_SHAPES)}
    at = {"x": x, "y": y}
    coloured = {"field": "outcome", "type": "nominal", "scale": strokes, "legend": None}
    filling = {"field": "outcome", "type": "nominal", "scale": shapes, "legend": None}
    text = {"field": "text", "type": "nominal"}
    placed = {"dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}, "align": {"expr": "datum.align"}}

    def layer(data: str, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
        return {"data": {"name": data}, "mark": {"aria": False, **mark}, "encoding": encoding}

    def discs(data: str, area: int, width: float) -> list[dict[str, Any]]:
        ring = {"type": "point", "size": area, "strokeWidth": width, "fill": PAPER, "opacity": 1, "cursor": "pointer"}
        # A rim of paper keeps a disc apart from the pattern it stands on.
        rim = {"type": "point", "filled": True, "size": area * 1.8, "fill": PAPER, "opacity": 0.9, "cursor": "pointer"}
        return [
            layer(data, rim, at),
            layer(data, ring, {**at, "stroke": coloured}),
            layer(
                data,
                {"type": "point", "size": area, "filled": True, "opacity": 1, "cursor": "pointer"},
                {**at, "fill": coloured, "shape": filling},
            ),
        ]

    return {
        "width": box.width,
        "height": box.height,
        "padding": {"left": box.left, "right": box.right, "top": box.top, "bottom": box.bottom},
        "autosize": "none",
        "background": "transparent",
        "layer": [
            layer(
                "regions",
                {"type": "area"},
                {
                    **at,
                    "y2": {"field": "y2"},
                    "detail": {"field": "region", "type": "nominal"},
                    "fill": {"field": "outcome", "type": "nominal", "scale": fills, "legend": None},
                },
            ),
            layer(
                "edges",
                {"type": "line", "stroke": INK, "strokeWidth": 1.2},
                {
                    **at,
                    "detail": {"field": "edge", "type": "nominal"},
                    "order": {"field": "order", "type": "quantitative"},
                },
            ),
            layer("cross", {"type": "rule", "stroke": INK, "strokeDash": [2, 3]}, {"x": x}),
            layer("cross", {"type": "rule", "stroke": INK, "strokeDash": [2, 3]}, {"y": y}),
            *discs("chips", 90, 1.6),
            layer(
                "names",
                {"type": "text", "fontSize": box.font - 1, "fill": INK, "baseline": "middle", **placed},
                {**at, "text": text},
            ),
            layer(
                "limits",
                {"type": "text", "fontSize": box.font - 1, "fill": INK, "baseline": "middle", **placed},
                {**at, "text": text},
            ),
            *discs("point", 260, 3),
        ],
        # Scales are shared by name: without this the fills of regions and of chips would be one.
        "resolve": {
            "scale": {"color": "independent", "fill": "independent", "stroke": "independent", "shape": "independent"}
        },
        "config": {
            "font": "inherit",
            "view": {"stroke": INK, "strokeWidth": 1},
            "axis": {
                "labelFontSize": box.font,
                "titleFontSize": box.font,
                "titleFontWeight": "bold",
                "labelColor": INK,
                "titleColor": INK,
                "domain": False,
                "tickColor": INK,
                "grid": False,
                "labelOverlap": False,
                "labelBound": False,
                "labelFlush": False,
                "aria": False,
            },
        },
    }


def _channel(axis: Axis, size: str, place: str, words: Words) -> dict[str, Any]:
    box = SIZES[size]
    title = words("law-map.axis", name=words.label(axis.name), unit=show(1, axis.unit).partition("\u00a0")[2])
    # The title's place is given, not measured: fonts differ from machine to machine, and the picture shouldn't.
    where = (
        {"titleX": box.width / 2, "titleY": box.bottom - 12, "titleAnchor": None}
        if place == "x"
        else {"titleX": 17 - box.left, "titleY": box.height / 2, "titleAnchor": None}
    )
    return {
        "field": place,
        "type": "quantitative",
        "scale": {"type": "log", "domain": [axis.least, axis.most], "nice": False, "clamp": False},
        "axis": {
            "title": title,
            "values": list(axis.ticks if size == "wide" else axis.few),
            "format": ",",
            **where,
        },
    }


def picture(svg: str, size: str, label: str) -> Markup:
    """A drawn map as an image with a name; its text is in the tables beside it, so what Vega says of its parts is left out."""
    opening, _, rest = svg.partition(">")
    assert opening.startswith("<svg") and rest.endswith("</svg>")
    rest = _SAID.sub("", _LONG.sub(lambda found: format(float(found[0]), ".2f").rstrip("0").rstrip("."), rest))
    box = SIZES[size]
    width, height = box.left + box.width + box.right, box.top + box.height + box.bottom
    start = tag("svg", class_=f"map-{size}", viewBox=f"0 0 {width} {height}", role="img", aria_label=label)
    return Markup(start.removesuffix("</svg>") + rest)


def steps(first: float, second: float, count: int) -> list[float]:
    """Values from one to another, evenly spaced on a log axis."""
    return [first * (second / first) ** (n / count) for n in range(count + 1)]


def between(values: list[float]) -> list[tuple[float, float]]:
    """Neighbours of a list in order, doubles left out."""
    return list(pairwise(sorted(set(values))))
