"""A page's lists of chips and places, written once: the second of the same kind keeps what is chosen, and says whose entries it has.

Six copies of the world's places are a fifth of a chapter. The browser fills them in again before a reader can open one
(``runtime/live/form.js``); without a script none can be used anyway.
"""

import re
from typing import Final

LONG: Final = 2000
"""Letters from which on a list is worth writing once."""
_SELECT: Final = re.compile(r'<select\b([^>]*?\bid="([^"]+)"[^>]*)>(.*?)</select>', re.DOTALL)
_FIRST: Final = re.compile(r'<option value=""(?: selected)?>[^<]*</option>')
_CHOSEN: Final = re.compile(r"<option [^>]*\bselected>[^<]*</option>")


def once(html: str) -> str:
    """A page with each long list once.

    >>> places = "".join(f'<option value="{n}">Place {n}</option>' for n in range(100))
    >>> chosen = places.replace('"7">', '"7" selected>')
    >>> once(f'<select id="a">{places}</select><select id="b">{chosen}</select>').rpartition("</select><")[2]
    'select id="b" data-list="a"><option value="7" selected>Place 7</option></select>'
    """
    seen: dict[str, str] = {}

    def short(select: re.Match[str]) -> str:
        attributes, id, content = select.groups()
        first = _FIRST.match(content)
        lead = first[0] if first else ""
        rest = content.removeprefix(lead)
        if len(rest) < LONG:
            return select[0]
        whose = seen.setdefault(rest.replace(" selected>", ">"), id)
        if whose == id:
            return select[0]
        chosen = _CHOSEN.search(rest)
        return f'<select{attributes} data-list="{whose}">{lead}{chosen[0] if chosen else ""}</select>'

    return _SELECT.sub(short, html)
