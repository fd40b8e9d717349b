"""A cell's chart: rows as Vega-Lite, which the build draws for the page's own cells and a worker of the reader's browser for the rest."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pint

from ..engine.metrics import Metric
from ..engine.results import Amount
from . import Chart

WIDTH: Final = 560
HEIGHT: Final = 280
_CONFIG: Final = {
    "font": "inherit",
    "view": {"stroke": None},
    "background": "transparent",
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridOpacity": 0.15,
        "gridColor": "currentColor",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12, "titleFontSize": 12},
    "mark": {"color": "currentColor", "tooltip": None},
    "line": {"strokeWidth": 2},
    "point": {"filled": True, "size": 60},
}


def vega_lite(made: Chart, titles: Mapping[str, str]) -> str:
    """The chart as Vega-Lite's JSON, the same text for the same rows; `titles` says what each key is called.

    >>> from calculators.cells import chart
    >>> spec = json.loads(vega_lite(chart([{"a": 1, "b": Fraction(1, 2)}], x="a", y="b"), {"a": "A", "b": "B, %"}))
    >>> spec["data"]["values"], spec["encoding"]["y"]["title"]
    ([{'a': 1, 'b': 0.5}], 'B, %')
    """
    keys = [key for key in (made.x, made.y, made.by) if key]
    at = {key: made.rows.heads.index(key) for key in keys}
    rows = [{key: plain(row[at[key]]) for key in keys} for row in made.rows.rows]

    def channel(key: str) -> dict[str, Any]:
        kind = "quantitative" if all(isinstance(row[key], int | float | None) for row in rows) else "nominal"
        found: dict[str, Any] = {"field": _field(key), "type": kind, "title": titles.get(key, key)}
        return found if kind == "quantitative" else {**found, "sort": None}

    encoding = {"x": channel(made.x), "y": channel(made.y)}
    if made.by:
        # By shape or dash as well as by colour.
        other = "strokeDash" if made.mark == "line" else "shape" if made.mark == "point" else None
        encoding["color"] = {**channel(made.by), "type": "nominal", "sort": None}
        if other:
            encoding[other] = encoding["color"]
        elif made.mark == "bar":
            encoding["xOffset"] = {"field": _field(made.by), "type": "nominal", "sort": None}
    spec = {
        "data": {"values": rows},
        "mark": {"type": made.mark, "aria": False},
        "encoding": encoding,
        "width": WIDTH,
        "height": HEIGHT,
        "config": _CONFIG,
    }
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> int | float | str | None:
    """A value as JSON has it: to the last digit that a picture could show, which is fewer than it has.

    >>> plain(Fraction(1, 3)), plain("nvidia-h20"), plain(2368), plain(None)
    (0.333333333333, 'nvidia-h20', 2368, None)
    """
    if isinstance(value, Metric | Amount):
        value = value.value
    if isinstance(value, pint.Quantity):
        value = value.magnitude
    if value is None or isinstance(value, bool | str):
        return None if value is None else str(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float | Decimal | Fraction):
        number = float(f"{float(value):.12g}")
        return number if abs(number) < float("inf") else None
    return str(value)


def _field(key: str) -> str:
    """Vega-Lite reads a dot or a bracket in a field's name as a way into it."""
    return key.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("]", "\\]")
