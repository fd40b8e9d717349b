"""The author's mark for the verdict panel: ``{: panel="nvidia-h20 2025-04-09" }`` under a paragraph, a destination as third word if it
isn't China.

At each mark a small verdict is written for readers without a script and for paper; one panel with all of them stands at the end of the
page's text, where the plugin finds it and hands it to the theme's margin.
"""

import json
import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ..engine.chips import load_chip
from ..engine.errors import DateFault, Fault, NameFault, near
from ..engine.names import read_day
from ..engine.places import place
from ..entry import page
from ..view import story_panel
from ..view.html import Markup
from ..view.story_panel import State
from .claims_markdown import SOURCE, base

if TYPE_CHECKING:
    from .markdown import CalculatorsExtension

MARK: Final = "panel"
EXAMPLE: Final = 'panel="nvidia-h20 2025-04-09"'
EXPECTED: Final = "a chip and a day, and a destination if it isn't CN"
BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "table", "div", "figure")
CALCULATOR: Final = "assets/panel.json"
"""Where a language's site keeps the calculator of its panels: nine kilobytes that only a reader who takes a panel over asks for."""
_PANEL: Final = re.compile(r"<story-panel\b.*</story-panel>", re.DOTALL)


def register(md: Markdown, extension: "CalculatorsExtension") -> None:
    """Add the mark to a Markdown that has the calculators' extension."""
    # After attribute lists (8), before the claims' cards (3) end the page.
    md.treeprocessors.register(_Panel(md, extension), "calculators-panel", 4)
    md.block_level_elements += ["story-panel"]


def read_mark(written: str) -> State:
    """What a mark asks for, with its verdict; a Fault with the nearest right name where a part of it isn't one.

    >>> read_mark("nvidia-h20 2025-04-09").form
    {'chip': 'nvidia-h20', 'on': '2025-04-09', 'to': 'CN'}
    >>> try:
    ...     read_mark("nvidia-h2o 2025-04-09")
    ... except NameFault as fault:
    ...     print(fault.near[0], fault.example)
    nvidia-h20 panel="nvidia-h20 2025-04-09"
    """
    from ..export_verdict import Inputs, compute  # Reads the data, whose faults the plugin's build has to live to tell.

    words = written.split()
    if len(words) not in (2, 3):
        raise Fault("not-a-mark", MARK, written, expected=EXPECTED, example=EXAMPLE)
    try:
        chip = load_chip(words[0])
        on = read_day(words[1], MARK).isoformat()
        to = place(words[2], MARK).code if words[2:] else Inputs.to
    except DateFault as fault:
        raise DateFault(fault.kind, MARK, fault.given, expected=fault.expected, example=EXAMPLE) from None
    except NameFault as fault:
        example = EXAMPLE if fault.field != MARK else EXAMPLE[:-1] + ' AE"'
        raise NameFault(
            fault.kind, MARK, fault.given, expected=fault.expected, example=example, near=fault.near
        ) from None
    return State(chip.id, on, to, compute(Inputs(chip.id, on, to)))


def panel_files(language: str) -> dict[str, str]:
    """What the panels of a language's site fetch, by path.

    >>> list(panel_files("en"))
    ['assets/panel.json']
    """
    from ..export_verdict import BRIEF

    calculator = page("export_verdict", BRIEF, language, story_panel.ID)
    return {CALCULATOR: json.dumps({"html": calculator}, ensure_ascii=False)}


def apart(html: str) -> tuple[str, str]:
    """A page's text and its panel, "" where it has none.

    >>> apart("<p>Text</p><story-panel></story-panel>")
    ('<p>Text</p>', '<story-panel></story-panel>')
    """
    found = _PANEL.search(html)
    return (html[: found.start()] + html[found.end() :], found[0]) if found else (html, "")


class _Panel(Treeprocessor):
    """Reads the marks of a page, writes a note at each of them, and the panel behind them all."""

    def __init__(self, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        said, home = self.extension.said, base(SOURCE.get()[0])[1]
        parents = {child: parent for parent in root.iter() for child in parent}
        states: list[State] = []
        for marked in [element for element in root.iter() if element.get(MARK) is not None]:
            states.append(self._state(marked))
            marked.set("data-panel", str(len(states) - 1))
            parent = parents[marked]
            note = story_panel.note(states[-1], home, said)
            parent.insert(list(parent).index(marked) + 1, self._stashed(note))
        if states:
            root.append(self._stashed(story_panel.panel(states, home, f"{home}{CALCULATOR}", said)))

    def _state(self, marked: Element) -> State:
        written = marked.attrib.pop(MARK)
        try:
            if marked.tag not in BLOCKS:
                known = near(marked.tag, BLOCKS)
                raise NameFault(
                    "not-a-paragraph", MARK, marked.tag, expected="a paragraph or another block", near=known or ("p",)
                )
            return read_mark(written)
        except Fault as fault:
            self.extension.stop(fault, f'{MARK}="{written}"')

    def _stashed(self, html: Markup) -> Element:
        element = Element("p")
        element.text = self.md.htmlStash.store(html)
        return element
