"""What sets outcomes apart on a map besides their colour: a pattern for their ground, and the key that says so."""

from collections.abc import Mapping
from typing import Final

from .html import Markup, tag
from .parts import mark

PAPER: Final = "var(--md-default-bg-color)"
OUTCOMES: Final = (
    "no-rule",
    "not-controlled",
    "exception",
    "approval",
    "case-by-case",
    "not-stated",
    "denial",
    "unknown",
)
# Strokes on a tile of 8 by 8, from calm to strong: each covers more than the one before, so the order holds in grey.
_HATCHES: Final = (
    "M3.5 4h1",
    "",
    "M1 2h1M5 6h1",
    "M0 4H8",
    "M-2 2 2 -2M0 8 8 0M6 10 10 6",
    "M2 0V8M6 0V8",
    "M-2 2 2 -2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6 -2 10 2",
    "M0 2H5M4 6H8M0 6H1",
)
_TINTS: Final = ("0", ".06", ".1", ".12", ".16", ".18", ".3", "0")


def colour(outcome: str) -> str:
    """An outcome's colour as a CSS variable."""
    return f"var(--outcome-{'apart' if outcome == 'no-rule' else outcome})"


def fill(plane: str, outcome: str) -> str:
    """What fills an outcome's regions: one of `patterns`, by its id."""
    return f"url(#{plane}-{outcome})"


def patterns(plane: str) -> Markup:
    """The patterns of a map, which the picture refers to from wherever it stands in the page."""
    made = [
        tag(
            "pattern",
            tag("rect", width="8", height="8", fill=colour(outcome), fill_opacity=tint),
            tag("path", d=hatch, stroke=colour(outcome), stroke_width="1.1", fill="none") if hatch else None,
            id=f"{plane}-{outcome}",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )
        for outcome, hatch, tint in zip(OUTCOMES, _HATCHES, _TINTS, strict=True)
    ]
    # Not hidden: patterns of an element without a box are not drawn.
    return tag(
        "svg", tag("defs", made), class_="map-patterns", width="0", height="0", aria_hidden="true", focusable="false"
    )


def swatch(plane: str, outcome: str) -> Markup:
    """A piece of an outcome's ground, for a key."""
    return tag(
        "svg",
        tag("rect", x=".5", y=".5", width="27", height="17", fill=fill(plane, outcome), stroke="currentColor"),
        class_="map-swatch",
        viewBox="0 0 28 18",
        width="28",
        height="18",
        aria_hidden="true",
        focusable="false",
    )


def key(plane: str, found: Mapping[str, str], yours: str) -> Markup:
    """What colours, patterns and shapes mean: outcomes with their words, in the order of their strength, and the reader's point."""
    found_here = [
        tag("li", swatch(plane, outcome), mark(outcome), tag("span", found[outcome]), data_outcome=outcome)
        for outcome in OUTCOMES
        if outcome in found
    ]
    cross = tag(
        "svg",
        tag("path", d="M0 9H28M14 0V18", stroke="currentColor", stroke_dasharray="2 3"),
        tag("circle", cx="14", cy="9", r="6.5", fill=PAPER, stroke="currentColor", stroke_width="2.5"),
        class_="map-swatch",
        viewBox="0 0 28 18",
        width="28",
        height="18",
        aria_hidden="true",
        focusable="false",
    )
    return tag("ul", found_here, tag("li", cross, tag("span", yours)), class_="map-key")
