"""The card that stands for a page where somebody links to it: its words, its file in the site, and what the page's head says of it.

It is drawn from these words alone and kept in .cache/cards under a hash of all that it is made of. The hash is its name in the site too, so
that whoever kept an older one sees that this is another. Nothing is drawn while serving.
"""

import functools
import hashlib
import os
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from ..view.parts import mark
from . import card_lines, card_pen, card_picture
from .card_pen import FONT, KERNING, Pen
from .card_picture import SIZE, Card, outcome_colours, picture
from .embedded import FOLDER as EMBEDDED
from .policy import integrity

FOLDER: Final = "assets/cards/"
FONTS: Final = Path("runtime", "card")
SCRIPT: Final = "scripts/card_font.py"
SIGN: Final = Path("docs", "overrides", "assets", "images", "favicon.svg")
COLOURS: Final = Path("runtime", "live", "live.css")
KEPT: Final = 2000


def tags(page: Page, context: Any, root: Path, home: str) -> dict[str, Any] | None:
    """What the head of a page says of its card, which is put into the site: address, size, words. None for pages made for frames.

    `home` is the way from this language's root to the site's. A sign that the font lacks is a PluginError.
    """
    config: MkDocsConfig = context["config"]
    if not page.canonical_url or page.file.src_uri.startswith(f"{EMBEDDED}/"):
        return None
    said = card(page, context)
    name = f"{FOLDER}{placed(said, page.file.src_uri, root, Path(config.site_dir, home, FOLDER))}"
    return {"url": urljoin(config.site_url or "", home + name), "width": SIZE[0], "height": SIZE[1], "alt": words(said)}


def card(page: Page, context: Any) -> Card:
    """What the card of a page says. A description that begins with the title goes on after it."""
    config: MkDocsConfig = context["config"]
    title = str(page.meta.get("title") or page.title)
    text = str(page.meta.get("description") or config.site_description or "")
    if text.startswith(title):
        text = text.removeprefix(title).lstrip(":： ")
        text = text[:1].upper() + text[1:]
    site = config.site_name if title != config.site_name else ""
    return Card(site, part(page, context), title, text, **page.meta.get("card", {}))


def part(page: Page, context: Any) -> str:
    """The part of the site that a page belongs to: its tab, or the list that its folder opens with. The home page is a tab by itself."""
    if page.is_homepage:
        return str(page.title)
    if page.ancestors:
        return str([*page.ancestors][-1].title)
    opening = f"{page.file.src_uri.rpartition('/')[0]}/index.md"
    lists = (file.page for file in context["pages"] if file.src_uri == opening and file.page is not page)
    return next((str(found.meta.get("title") or found.title) for found in lists if found), "")


def words(said: Card) -> str:
    """A card for those who can't see it.

    >>> words(Card("The Chip War, Computed", "Chips", "Nvidia H20", "", "2,368 TPP", "denial", "Presumption of denial", "To China"))
    'Nvidia H20 · 2,368 TPP · Presumption of denial · To China'
    """
    return " · ".join(each for each in (said.title, said.figure, said.verdict, said.asked) if each)


def placed(said: Card, where: str, root: Path, folder: Path) -> str:
    """The name of a card's file in a folder, into which it is put, drawn if it isn't in the cache."""
    state = hashlib.sha256(f"{_made_of(root)} {sorted(asdict(said).items())}".encode()).hexdigest()[:16]
    name = f"{state}.png"
    kept = root / ".cache" / "cards" / name
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        beside.write_bytes(_drawn(said, where, root))
        beside.replace(kept)
    os.utime(kept)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(kept.read_bytes())
    return name


def prune(root: Path) -> None:
    """Keep of all cards those that were used last."""
    kept = sorted((root / ".cache" / "cards").glob("*.png"), key=lambda path: path.stat().st_mtime)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)


def _drawn(said: Card, where: str, root: Path) -> bytes:
    pen = _pen(root / FONTS)
    for text in asdict(said).values():
        if lacking := "".join(sorted({sign for sign in text if not pen.has(sign)})):
            points = ", ".join(f"U+{ord(sign):04X}" for sign in lacking)
            raise PluginError(
                f"{where}: its card can't be drawn: {FONTS.as_posix()}/{FONT} has no {lacking!r} ({points}), which stands in"
                f" {text!r}. Run {SCRIPT}, which says how, or use another sign."
            )
    return picture(said, pen, (root / SIGN).read_text("utf-8"), outcome_colours((root / COLOURS).read_text("utf-8")))


_pen: Final = functools.cache(Pen)


@functools.cache
def _made_of(root: Path) -> str:
    """One text for all but the words: font, code, signs, colours, and the libraries that draw."""
    code = (Path(module.__file__ or "") for module in (card_lines, card_pen, card_picture))
    files = (root / FONTS / FONT, root / FONTS / KERNING, root / SIGN, *code)
    colours = outcome_colours((root / COLOURS).read_text("utf-8"))
    drawing = [version("pillow"), version("vl-convert-python"), *map(mark, colours)]
    return " ".join([*drawing, str(colours), *(integrity(path.read_bytes()) for path in files)])
