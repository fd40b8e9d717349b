"""Mends of the theme's search, and the names by which chips are known but not listed.

Its index (lunr) shares the endings of words. It tells whether two are alike by a text of letters and numbers run together, in which the
figure 1 before the number 23 reads as 12 before 3. Endings that aren't alike are then shared, and a search for one of their words breaks
off or finds nothing (lunr.js, issues 503 and 529). With a comma between them nothing reads in two ways.

It also divides a word at a curly apostrophe, which phones put in for a straight one, and runs together what stands in neighbouring cells.
"""

import re
from html import escape
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ..engine.chips import chips

WORKER: Final = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
STRAIGHT: Final = r""".replace(/(?<=\p{L})\u2019(?=\p{L})/gu,"'")"""
"""A curly apostrophe within a word as a straight one, in the script's own language."""
_PUT: Final = (
    (re.compile(r"TokenSet\.prototype\.toString=function\(\)\{[^}]*?\b(\w)=\1\+\w\+\w\.id(?=\})"), '+","'),
    (re.compile(r"\bsearch\((\w)\)\{(?=if\(\1=\1\.replace\()"), f"$=${STRAIGHT};"),
    (re.compile(r"let (\w)=\w\[\w\]\.slice\(\w,\w\)(?=;\w\(\1,lunr\.tokenizer\.separator)"), STRAIGHT),
)
"""What is put in behind which place; $ is the variable there."""
_CELL: Final = re.compile(r"</(?:t[dh]|d[td]|caption|summary|div|h[1-6]|label|option|figcaption)>")


def mended(worker: str) -> str:
    """The worker's script with what is put in; PluginError where a place isn't found, as after a change of the theme."""
    text = worker
    for place, put in _PUT:
        text, count = place.subn(lambda found, put=put: found[0] + put.replace("$", found[1]), text)  # type: ignore[misc]
        if count != 1:
            raise PluginError(
                "The theme's search has changed: see whether calculators/publish/search.py is still needed."
            )
    return text


def mend(files: Files, config: MkDocsConfig) -> None:
    """Put the mended worker in the place of the theme's."""
    for file in [file for file in files if WORKER.fullmatch(file.src_uri)]:
        files.remove(file)
        text = mended(Path(file.abs_src_path or "").read_text("utf-8"))
        files.append(File.generated(config, file.src_uri, content=text))


def entries(config: MkDocsConfig) -> None:
    """Let the search's plugin divide a page with its cells apart, and put a chip's nicknames into the entry of its page.

    They are in a field of their own (its weight is in mkdocs.yml), and the first that is shown of the page where it is found.
    """
    index = getattr(config.plugins.get("material/search"), "search_index", None)
    if index is None:
        return
    add = index.add_entry_from_context

    def add_entry_from_context(page: Page) -> None:
        html, before = page.content, len(index.entries)
        page.content = _CELL.sub(r"\g<0> ", html or "")
        add(page)
        page.content = html
        if names := nicknames(page.file.src_uri):
            for entry in index.entries[before:]:
                if entry["location"] == page.url:
                    entry["nicknames"] = names
                    entry["text"] = f"<p>{escape(names, quote=False)}</p>{entry['text']}"

    index.add_entry_from_context = add_entry_from_context


def nicknames(path: str) -> str:
    """What the chip is called whose page this is, in every language; "" for other pages.

    >>> nicknames("chips/nvidia-h20.md")
    "China's H100, China-only H100, 中國版H100, 中國特供版, 特供版"
    """
    place = Path(path)
    chip = chips().get(place.stem) if place.parent == Path("chips") else None
    return ", ".join(chip.nicknames) if chip else ""
