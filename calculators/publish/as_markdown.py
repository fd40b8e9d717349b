"""A written page as Markdown that means the same without this site: figures in place of their marks, answers in place of fences.

What the marks are is said in `markdown.py`, `claims_markdown.py`, `figures.py` and `panel.py`; a page comes here only after those have
read it, so nothing in it can be wrong.
"""

import re
from collections.abc import Callable
from typing import Final

from ..engine.claims import claim
from ..entry import render
from ..view.claim import only_value, stated
from ..view.html import placed
from ..view.html_text import as_text
from ..view.plain import headline, plain_text
from ..view.plain_answer import PICTURES
from ..view.words import Words
from .claims_markdown import PAGE, QUOTED, SOURCE, VALUE, WORDS, base
from .figures import chart_figure, timeline_figure
from .markdown import LIVE_VALUE, live_value
from .panel import MARK, read_mark
from .today import WORD as TODAY
from .today import build_day

FENCE: Final = re.compile(r"^(`{3,}|~{3,}) ?([^\n]*)\n(.*?)^\1 *$\n?", re.MULTILINE | re.DOTALL)
OURS: Final = ("calculator", "chart", "timeline")
LINK: Final = re.compile(r"(?<=\]\()([^)\s:#]+\.(?:md|py|csv|json|whl))(#[^)\s]*)?(?=[)\s])")
LIST: Final = re.compile(r"\{:[ ]*([^{}\n]*)\}")
CARRIED: Final = re.compile(r'\b(known|panel)="([^"]*)"')
CELLS: Final = re.compile(
    r'<live-cells\b.*?</live-cells>|</?live-code\b[^>]*>|<div class="cell-bar">.*?</div>', re.DOTALL
)
OUTPUT: Final = re.compile(r'<div class="cell-out"[^>]*>(.*?)</div>', re.DOTALL)


def as_markdown(text: str, said: Words, leads: Callable[[str], str | None]) -> str:
    """The text of the page that is the SOURCE. `leads` says where a file that it links to stands, seen from the page; None: nowhere.

    >>> from calculators.view.words import words
    >>> text = "The H20: {{ nvidia-h20.tpp }}, [2,368]{: .quoted } on [paper](h20.md#x)."
    >>> print(as_markdown(text, words("en"), lambda _: "../h20/index.md").replace("\xa0", " "))
    The H20: 2,368 TPP, 2,368 on [paper](../h20/index.md#x).
    """
    text = CELLS.sub("", OUTPUT.sub(lambda found: f"\n{as_text(found[1])}\n", text))
    pieces, end = [], 0
    for fence in FENCE.finditer(text):
        pieces.append(_prose(text[end : fence.start()], said, leads))
        name, _, of = fence[2].partition(" ")
        pieces.append(_answer(name, of.strip(), fence[3], said) + "\n" if name in OURS else fence[0])
        end = fence.end()
    pieces.append(_prose(text[end:], said, leads))
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _prose(text: str, said: Words, leads: Callable[[str], str | None]) -> str:
    def figure(found: re.Match[str]) -> str:
        value = claim(found[1]).values[found[2]] if found[2] else only_value(found[1])
        return stated(value, said) if value else ""

    home = base(SOURCE.get()[0])[1]
    text = re.sub(WORDS, rf"[\1]({home}{PAGE}#\2)", text)
    text = re.sub(QUOTED, r"\1", text)
    text = re.sub(VALUE, figure, text)
    text = re.sub(LIVE_VALUE, lambda found: live_value(found[1].strip(), said)[0], text)
    text = LINK.sub(lambda found: (leads(found[1]) or found[1]) + (found[2] or ""), text)
    return LIST.sub(lambda found: _attributes(found[1], said), text)


def _attributes(written: str, said: Words) -> str:
    """What an attribute list says in words: when a correction could be known, hearsay, the panel's verdict; the rest is only looks."""
    notes = [said("claims.hearsay")] if ".hearsay" in written else []
    for key, value in CARRIED.findall(written):
        if key == MARK:
            notes.append(headline(read_mark(value).verdict, said))
        else:
            notes.append(said(f"claims.known-{value}"))
    return f"{said('command.open')}{said.list(notes)}{said('command.close')}".strip() if notes else ""


def _answer(name: str, of: str, inside: str, said: Words) -> str:
    """What a fence of ours shows, as a table, a list or plain text."""
    pairs = (line.partition(":") for line in inside.splitlines() if line.strip())
    given = {key.strip(): value.strip() for key, _, value in pairs}
    if name == "chart":
        return as_text(chart_figure(of, said))
    if name == "timeline":
        return as_text(timeline_figure(given, said))
    given.pop("id", None)
    if given.get("on") == TODAY:
        given["on"] = build_day().isoformat()
    if of == "export_verdict":
        from ..export_verdict import verdict_of  # Reads the data, whose faults the plugin's build has to live to tell.

        return f"```text\n{plain_text(verdict_of(given), said)}\n```"
    reply = render(of, {}, said.language, given)
    asked = said.list(f"{key}={text}" for key, text in given.items())
    head = f"**{reply['announce']}** (`{of}`: `{asked}`)" if given else f"**{reply['announce']}** (`{of}`)"
    html = placed(reply["html"], base(SOURCE.get()[0])[1])
    return head + ("" if of in PICTURES else f"\n\n{as_text(html)}")
