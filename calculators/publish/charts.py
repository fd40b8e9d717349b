"""The maps' pictures: Vega-Lite written in Python becomes Vega for the reader's browser and SVG for the page, at build only."""

import json
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import vl_convert

from ..engine.data import LANGUAGES
from ..entry import render
from ..view.chart import AXES, SIZES, picture, spec
from ..view.chart_data import for_size
from ..view.html import Markup, text
from ..view.words import words

VERSION = "6.4"
"""The Vega-Lite whose compiler is used; it writes for Vega 6, whose runtime modules `runtime/package.json` pins."""
_PLACE = re.compile(r'(<live-map name="([\w-]+)"[^>]*data-label="([^"]*)"[^>]*>)(</live-map>)')


def compiled(language: str) -> dict[str, dict[str, Any]]:
    """Every map at every size as Vega, without rows: `compiled("en")["tpp-density wide"]`."""
    said = words(language)
    return {
        f"{plane} {size}": vl_convert.vegalite_to_vega(spec(plane, size, said), vl_version=VERSION)
        for plane in AXES
        for size in SIZES
    }


@lru_cache(maxsize=64)
def _svg(chart: str) -> str:
    return str(vl_convert.vegalite_to_svg(chart, vl_version=VERSION))


def svg(plane: str, size: str, language: str, rows: Mapping[str, Any]) -> str:
    """A map with its rows as SVG: the same bytes for the same rows."""
    chart = {**spec(plane, size, words(language)), "datasets": for_size(dict(rows), size)}
    return _svg(json.dumps(chart, sort_keys=True))


def drawn(html: str, name: str, given: Mapping[str, str], language: str) -> str:
    """A calculator's prerendered HTML with its picture put in, at both sizes; any other HTML as it is."""
    place = _PLACE.search(html)
    if not place:
        return html
    rows = render(name, {}, language, given)["chart"]
    pictures = [picture(svg(place[2], size, language, rows), size, unescape(place[3])) for size in SIZES]
    return html[: place.start()] + place[1] + text([Markup(each) for each in pictures]) + place[4] + html[place.end() :]


def main(folder: Path) -> None:
    """Write every map as Vega, one file a language, into a folder."""
    for language in LANGUAGES:
        text = json.dumps(compiled(language), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (folder / f"maps.{language}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
