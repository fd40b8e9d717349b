"""The house's look: one scale of type, and colours of outcomes that hold for every kind of eye and on paper."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import pytest
from coloraide import Color

from .served import ROOT

MAIN: Final = ROOT / "runtime" / "live" / "live.css"
SHEETS: Final = tuple(sorted(MAIN.parent.glob("*.css")))
SIZE: Final = re.compile(r"font-size:\s*([^;}]+)|font:\s*([^;}]+)")
OF_THE_SCALE: Final = re.compile(r"inherit|var\(--type-[a-z]+\)|[\d.]+em\b.*")
OF_A_DRAWING: Final = {"strip.css": {"11px"}, "code.css": {"13px", "20px"}}
"""A figure's text is measured in the units of its drawing."""
RAMP: Final = ("not-controlled", "exception", "approval", "case-by-case", "not-stated", "denial")
"""From the weakest outcome to the strongest."""
GROUNDS: Final = {"default": "#ffffff", "slate": "#1e2129"}
EYES: Final = ("", "protan", "deutan", "tritan")
"""A reader who sees all colours, and those who lack one of the three."""


@pytest.mark.parametrize("sheet", [each for each in SHEETS if each.name != "print.css"], ids=lambda path: path.stem)
def test_type_has_a_size_of_the_scale(sheet: Path) -> None:
    sizes = {(size or font).strip() for size, font in SIZE.findall(sheet.read_text("utf-8"))}
    strange = {size for size in sizes if not OF_THE_SCALE.fullmatch(size)}

    assert strange == OF_A_DRAWING.get(sheet.name, set())


def test_the_scale_rises_and_reading_has_the_themes_own_size() -> None:
    scale = dict(re.findall(r"--(type-[a-z]+): ([\d.]+)rem;", MAIN.read_text("utf-8")))
    asked = {name for sheet in SHEETS for name in re.findall(r"var\(--(type-[a-z]+)\)", sheet.read_text("utf-8"))}

    assert set(scale) == asked
    assert [float(size) for size in scale.values()] == sorted({float(size) for size in scale.values()})
    assert scale["type-text"] == ".8"


def colours(scheme: str) -> dict[str, Color]:
    """The outcomes' colours in a scheme."""
    sheet = MAIN.read_text("utf-8")
    # The scheme's first rule is the one of its outcomes.
    rule = sheet.partition(f'[data-md-color-scheme="{scheme}"] {{')[2].partition("}")[0]
    return {name: Color(colour) for name, colour in re.findall(r"--outcome-([\w-]+): (#\w+);", rule)}


def seen(colour: Color, eye: str) -> Color:
    """A colour as an eye sees it."""
    return colour.filter(eye) if eye else colour


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("eye", EYES)
def test_a_stronger_outcome_stands_out_more(scheme: str, eye: str) -> None:
    shown = colours(scheme)
    steps = [seen(shown[name], eye).contrast(GROUNDS[scheme]) for name in RAMP]

    assert steps == sorted(steps)
    assert all(stronger / weaker > 1.05 for weaker, stronger in pairwise(steps))


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("eye", EYES)
def test_no_two_outcomes_look_alike(scheme: str, eye: str) -> None:
    shown = {name: seen(colour, eye) for name, colour in colours(scheme).items() if name in (*RAMP, "unknown")}
    # An eye just tells two apart, side by side, at about 2.
    near = {
        (a, b): found for a, b in combinations(shown, 2) if (found := shown[a].delta_e(shown[b], method="2000")) < 5
    }

    assert near == {}


@pytest.mark.parametrize("scheme", GROUNDS)
def test_an_outcomes_word_can_be_read_on_its_own_tint(scheme: str) -> None:
    for name, colour in colours(scheme).items():
        tint = colour.mix(GROUNDS[scheme], 0.93, space="srgb")
        assert colour.contrast(tint) >= 4.5, name
