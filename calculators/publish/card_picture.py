"""The picture of a card: its text set in our font, the site's sign and an outcome's mark as they stand in pages, in few colours.

Every piece is drawn as a mask, whose greys become shades between one colour and its ground; so the palette is known beforehand, and the
same text gives the same bytes.
"""

import functools
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import vl_convert
from PIL import Image, ImageColor

from ..view.parts import mark
from .card_lines import shortened, wrapped
from .card_pen import Pen

SIZE: Final = (1200, 630)
MARGIN: Final = 80
BAND: Final = 100
RULE: Final = 6
WIDTH: Final = SIZE[0] - 2 * MARGIN
BLACK, WHITE, ACCENT, SOFT, FAINT = "#14151a", "#ffffff", "#5c6bc0", "#4a4d55", "#b4b8c2"
SHADES: Final = 3
LEAST: Final = 17
"""Colours from which on a pixel is a whole byte: two in one are less to pack and come out larger."""
TITLES: Final = ((76, 2), (64, 3), (54, 3), (46, 4))
"""Sizes of a title, and how many lines it may take in each; the first in which it fits is taken."""
TEXTS: Final = ((34, 3), (30, 4))
"""The same for a description; what doesn't fit is cut off."""
BRACKETS: Final = "（「『《〈【"
_OUTCOME: Final = re.compile(r"--outcome-([\w-]+): (#[0-9a-f]{6});")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: the site's name, the part of it, a page's title and text; of a chip instead of the text its figure and verdict."""

    site: str
    part: str
    title: str
    text: str = ""
    figure: str = ""
    outcome: str = ""
    verdict: str = ""
    asked: str = ""


Colour = tuple[int, int, int]


class Sheet:
    """A picture in palette colours, to which masks are put."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("L", SIZE)
        self.colours = [_rgb(ground)]

    def box(self, place: tuple[int, int, int, int], colour: str) -> None:
        """Fill a rectangle."""
        self.image.paste(len(self.colours), place)
        self.colours.append(_rgb(colour))

    def put(self, mask: Image.Image, place: tuple[int, int], colour: str, ground: str = WHITE) -> None:
        """Put a colour where the mask is white, and shades of it on its ground where it is grey."""
        shades = [_between(colour, ground, level / SHADES) for level in range(1, SHADES + 1)]
        for shade in shades:
            if shade not in self.colours:
                self.colours.append(shade)
        places = [0, *map(self.colours.index, shades)]
        levels = [round(grey * SHADES / 255) for grey in range(256)]
        drawn = mask.point([places[level] for level in levels])
        self.image.paste(drawn, place, mask.point([255 * (level > 0) for level in levels]))

    def png(self) -> bytes:
        """The picture as a file."""
        colours = self.colours + self.colours[:1] * (LEAST - len(self.colours))
        self.image.putpalette([part for colour in colours for part in colour])
        file = io.BytesIO()
        self.image.save(file, "PNG", compress_level=8)
        return file.getvalue()


def outcome_colours(sheet: str) -> dict[str, str]:
    """Each outcome's colour on white, out of the site's style sheet, where the light scheme comes first.

    >>> outcome_colours("--outcome-denial: #6b0f38; } slate { --outcome-denial: #ffd9e2;")
    {'denial': '#6b0f38'}
    """
    return dict(reversed(_OUTCOME.findall(sheet)))


def picture(card: Card, pen: Pen, sign: str, colours: dict[str, str]) -> bytes:
    """A card as PNG. `sign` is the site's sign as SVG, `colours` has each outcome's."""
    sheet = Sheet(WHITE)
    sheet.box((0, 0, SIZE[0], BAND), BLACK)
    sheet.box((0, BAND, SIZE[0], BAND + RULE), ACCENT)
    sheet.put(sign_mask(sign, 52), (MARGIN - 4, 24), ACCENT, BLACK)
    if card.site:
        sheet.put(pen.written(card.site, 32), (MARGIN + 64, 29), WHITE, BLACK)
    if card.part:
        sheet.put(pen.written(card.part, 28), (round(SIZE[0] - MARGIN - pen.width(card.part, 28)), 32), FAINT, BLACK)
    rows = list(_rows(card, pen, colours))
    height = sum(row.step for row in rows) - rows[0].before
    top = BAND + RULE + (SIZE[1] - BAND - RULE - height) // 2 - rows[0].before
    for row in rows:
        top += row.before
        if row.mark:
            width = row.size * 5 // 4
            sheet.put(sign_mask(str(mark(row.mark)), width), (MARGIN, top + (row.leading - width) // 2), row.colour)
        # A bracket stands in the right half of its square; so that the line begins with it, the other half goes into the margin.
        left = row.left - (row.size * 2 // 5 if row.text[0] in BRACKETS else 0)
        sheet.put(pen.written(row.text, row.size), (left, top + row.leading // 2 - row.size * 13 // 20), row.colour)
        top += row.leading
    return sheet.png()


@dataclass(frozen=True, slots=True)
class Row:
    """A line, `before` what is left free above it."""

    text: str
    size: int
    leading: int
    colour: str
    before: int = 0
    left: int = MARGIN
    mark: str = ""

    @property
    def step(self) -> int:
        """What it takes of the card's height."""
        return self.before + self.leading


def _rows(card: Card, pen: Pen, colours: dict[str, str]) -> Iterator[Row]:
    size, lines = _fitted(card.title, TITLES, pen)
    yield from (Row(line, size, size * 5 // 4, BLACK) for line in lines)
    if not card.outcome:
        size, lines = _fitted(card.text, TEXTS, pen) if card.text else (0, [])
        yield from (Row(line, size, size * 3 // 2, SOFT, 0 if number else 32) for number, line in enumerate(lines))
        return
    yield Row(card.figure, 56, 72, BLACK, 20)
    colour = colours[card.outcome]
    left = MARGIN + 66
    verdict = wrapped(card.verdict, WIDTH + MARGIN - left, functools.partial(pen.width, size=40))
    for number, line in enumerate(verdict):
        yield Row(line, 40, 54, colour, 0 if number else 28, left, "" if number else card.outcome)
    yield Row(card.asked, 28, 44, SOFT, 4, left)


def _fitted(text: str, sizes: Iterable[tuple[int, int]], pen: Pen) -> tuple[int, list[str]]:
    """A text's lines in the first size in which they are few enough, else cut off in the last."""
    for size, most in sizes:
        lines = wrapped(text, WIDTH, functools.partial(pen.width, size=size))
        if len(lines) <= most:
            return size, lines
    return size, shortened(text, most, WIDTH, functools.partial(pen.width, size=size))


@functools.cache
def sign_mask(svg: str, size: int) -> Image.Image:
    """A sign of 24 by 24 as a mask of that many pixels."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    png = vl_convert.svg_to_png(svg.replace("currentColor", "#000"), scale=size / 24)
    return Image.open(io.BytesIO(png)).getchannel("A")


def _between(colour: str, ground: str, part: float) -> Colour:
    red, green, blue = (round(to + (of - to) * part) for of, to in zip(_rgb(colour), _rgb(ground), strict=True))
    return red, green, blue


def _rgb(colour: str) -> Colour:
    return ImageColor.getrgb(colour)[:3]
