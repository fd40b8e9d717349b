"""A curve over one input, as a small picture: SVG of plain attributes, the same from the build and from a reader's browser."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..engine.units import show
from .html import Markup, tag

WIDTH: Final = 640
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 16, 46
STEPS: Final = 4

Point = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right, a gap where one has no value, and the reader's own."""

    points: tuple[Point, ...]
    own: Point


def frontier(curve: Curve, label: str, axes: tuple[str, str]) -> Markup:
    """The curve with both axes and the reader's point on it.

    >>> drawn = frontier(Curve(((Fraction(0), Fraction(1)), (Fraction(10), Fraction(3))), (Fraction(5), Fraction(2))), "Two", ("x", "y"))
    >>> '<polyline points="70,181.9 620,37.6" class="frontier-line"></polyline>' in drawn, "5; 2" in drawn
    (True, True)
    """
    known = [(x, y) for x, y in (*curve.points, curve.own) if y is not None]
    most = max(y for _, y in known) * Fraction(11, 10) or Fraction(1)
    last = max(x for x, _ in known) or Fraction(1)

    def across(x: Fraction) -> str:
        return _number(LEFT + x / last * (WIDTH - LEFT - RIGHT))

    def up(y: Fraction) -> str:
        return _number(HEIGHT - BOTTOM - y / most * (HEIGHT - TOP - BOTTOM))

    # Half of what is counted by, so that every label is a round one.
    every = [Fraction(_round(most / STEPS)) * n for n in range(STEPS + 2)]
    lines = []
    for y in (y for y in every if y <= most):
        lines.append(tag("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=up(y), y2=up(y), class_="frontier-grid"))
        lines.append(tag("text", show(y), x=str(LEFT - 8), y=up(y), dy="0.35em", text_anchor="end"))
    for x in (x for x in (Fraction(_round(last / STEPS)) * n for n in range(STEPS + 2)) if x <= last):
        lines.append(tag("text", show(x), x=across(x), y=str(HEIGHT - BOTTOM + 18), text_anchor="middle"))
    drawn = " ".join(f"{across(x)},{up(y)}" for x, y in curve.points if y is not None)
    lines.append(tag("polyline", points=drawn, class_="frontier-line"))
    own_x, own_y = curve.own
    if own_y is not None:
        lines.append(
            tag(
                "circle",
                tag("title", f"{show(own_x)}; {show(own_y)}"),
                cx=across(own_x),
                cy=up(own_y),
                r="6",
                class_="frontier-own",
            )
        )
    lines.append(tag("text", axes[0], x=str(WIDTH - RIGHT), y=str(HEIGHT - 8), text_anchor="end"))
    lines.append(tag("text", axes[1], x=str(LEFT + 6), y=str(TOP + 4)))
    picture = tag("svg", lines, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label)
    return tag("figure", tag("figcaption", label), picture, class_="frontier")


def _number(value: Fraction) -> str:
    return f"{float(round(value, 1)):g}"


def _round(value: Fraction) -> Fraction:
    """The largest of 1, 2 and 5 times a power of ten that isn't above a value."""
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return max(power * times for times in (1, 2, 5) if power * times <= value)
