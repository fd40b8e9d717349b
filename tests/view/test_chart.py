"""The pictures of the maps: they compile, they are the same bytes each time, and their colours follow the page."""

import json
import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest

from calculators.engine.plane import PLANES
from calculators.entry import render
from calculators.publish import charts
from calculators.view.chart import AXES, SIZES, picture, spec
from calculators.view.chart_data import for_size
from calculators.view.patterns import OUTCOMES, fill, key, patterns
from calculators.view.words import words

LANGUAGES = ("en", "zh-Hant")
CASES = [
    {"map": "tpp-density", "on": "2026-06-01"},
    {"map": "tpp-density", "on": "2023-12-01", "chip": "nvidia-l20", "datacenter": "no"},
    {"map": "memory-io", "on": "2025-06-01", "maker": "Nvidia"},
    {"map": "memory-io", "on": "2022-01-01", "chip": ""},
]


def drawn(case: dict[str, str], size: str, language: str = "en") -> str:
    return charts.svg(case["map"], size, language, render("law_map", case, language)["chart"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_svg_is_well_formed_and_takes_every_colour_from_the_page(
    case: dict[str, str], size: str, language: str
) -> None:
    svg = picture(drawn(case, size, language), size, "A <map> & its label")
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "A <map> & its label"
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)", re.sub(r"url\([^)]*\)", "", svg))
    assert " style=" not in svg
    assert "<script" not in svg and "id=" not in svg
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert painted <= {
        "none",
        "transparent",
        "currentColor",
        "var(--md-default-bg-color)",
        *(f"var(--outcome-{name})" for name in (*OUTCOMES, "apart")),
        *(fill(case["map"], outcome) for outcome in OUTCOMES),
    }


@pytest.mark.parametrize("size", SIZES)
def test_the_same_rows_give_the_same_bytes(size: str) -> None:
    first = drawn(CASES[0], size)
    charts._svg.cache_clear()
    assert drawn(CASES[0], size) == first


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("plane", PLANES)
def test_the_compiled_map_waits_for_the_rows_that_python_sends(plane: str, size: str) -> None:
    vega = charts.compiled("en")[f"{plane} {size}"]
    rows = for_size(render("law_map", {"map": plane}, "en")["chart"], size)
    waiting = {data["name"] for data in vega["data"] if "source" not in data and "values" not in data}
    assert waiting == set(rows) - {"name"}
    assert {scale["name"] for scale in vega["scales"]} >= {"x", "y"}
    assert len(json.dumps(vega)) < 20_000


@pytest.mark.parametrize("plane", PLANES)
def test_every_outcome_has_a_pattern_that_regions_refer_to(plane: str) -> None:
    made = patterns(plane)
    for outcome in OUTCOMES:
        assert f'id="{fill(plane, outcome)[5:-1]}"' in made
    shapes = re.findall(r'<path d="([^"]*)"', made)
    assert len(shapes) == len(set(shapes)) >= len(OUTCOMES) - 1


def test_the_key_names_what_is_there_from_calm_to_strong() -> None:
    shown = key("tpp-density", {"denial": "D", "not-controlled": "F"}, "you")
    assert shown.index(">F<") < shown.index(">D<") < shown.index(">you<")
    assert "exception" not in shown


def test_words_of_the_picture_are_the_languages_own() -> None:
    assert "總處理效能（TPP）" in drawn(CASES[0], "wide", "zh-Hant")
    assert "Total processing performance (TPP)" in drawn(CASES[0], "wide", "en")
    for plane in AXES:
        assert spec(plane, "wide", words("en"))["background"] == "transparent"


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_names_stay_inside_and_apart(case: dict[str, str], size: str) -> None:
    from calculators.view.chart_data import _meet, _pixel, _spot

    rows = for_size(render("law_map", case, "en")["chart"], size)
    along, up = AXES[case["map"]]
    box = SIZES[size]

    def spot(row: dict[str, Any]) -> tuple[float, float, float, float]:
        return _spot(_pixel(row, box, along, up), row["text"], row["dx"], row["dy"], row["align"], box)

    spots = [spot(row) for row in rows["names"]]
    assert 5 <= len(spots) <= box.labels
    assert all(
        left >= 0 and top >= 0 and right <= box.width and bottom <= box.height for left, top, right, bottom in spots
    )
    assert not [pair for pair in combinations(spots, 2) if _meet(*pair)]


def test_the_chosen_chip_is_always_named() -> None:
    for chip, name in (("nvidia-h20", "H20"), ("nvidia-l20", "L20"), ("nvidia-rubin", "Rubin")):
        for size in SIZES:
            plane = "memory-io" if chip == "nvidia-rubin" else "tpp-density"
            rows = for_size(render("law_map", {"map": plane, "chip": chip}, "en")["chart"], size)
            assert any(row["text"].startswith(name) for row in rows["names"]), (chip, size)
