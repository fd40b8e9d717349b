"""How a card's text is set: in the font of runtime/card/, kerned by the pairs beside it.

Pillow kerns by Raqm alone, which asks the machine for a library, so the same text would not be set alike everywhere.
"""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FONT, KERNING = "NotoSansCJKtc-Card.otf", "kerning.json"
NO_SIGN: Final = "\uffff"


class Pen:
    """Writes in the font of a folder, kerned."""

    def __init__(self, folder: Path) -> None:
        self.font = functools.cache(functools.partial(self._font, str(folder / FONT)))
        self.kerning: dict[str, int] = json.loads((folder / KERNING).read_text("utf-8"))
        self.has = functools.cache(self._has)

    def width(self, text: str, size: int) -> float:
        """How wide a line is, in pixels."""
        *_, (start, last) = self._runs(text, size)
        return start + float(self.font(size).getlength(last))

    def written(self, text: str, size: int) -> Image.Image:
        """A line as a mask, whose baseline lies `size` below its top."""
        mask = Image.new("L", (round(self.width(text, size)) + size, size * 3 // 2))
        draw = ImageDraw.Draw(mask)
        for start, run in self._runs(text, size):
            draw.text((start, size), run, fill=255, font=self.font(size), anchor="ls")
        return mask

    def _runs(self, text: str, size: int) -> Iterator[tuple[float, str]]:
        """The pieces of a line between which letters move together, with where they begin."""
        start, begin = 0.0, 0
        for place in range(1, len(text)):
            if gap := self.kerning.get(text[place - 1 : place + 1]):
                run, begin = text[begin:place], place
                yield start, run
                start += self.font(size).getlength(run) + gap * size / 1000
        yield start, text[begin:]

    def _has(self, sign: str) -> bool:
        # Pillow doesn't tell which signs a font has; one that it lacks is drawn as the box that stands for every other.
        font = self.font(32)
        return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(NO_SIGN))

    @staticmethod
    def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
