"""What neither Markdown nor a calculator by itself can know of the page it stands on, put right once the page is whole."""

import re
from collections import Counter
from typing import Final

from ..view.html import tag
from ..view.words import Words

_FORM: Final = re.compile(r'(<form\b[^>]*? aria-label=")([^"]*)"')
_CORNER: Final = re.compile(r"<th( [^>]*)?></th>")
_TABLE: Final = re.compile(r"<table>(.*?)</table>", re.DOTALL)


def mended(html: str, words: Words) -> str:
    """A page on which no two forms share a name, since a named form is a landmark; an empty corner of a table is no heading; and a
    writer's table scrolls for the keyboard too, as those made from the data do.

    >>> from ..view.words import words
    >>> print(mended('<form aria-label="A"></form><form aria-label="A"></form><table><th></th><th>TPP</th></table>', words("en")))
    <form aria-label="A"></form><form aria-label="A (2)"></form><div class="data-scroll" role="group" tabindex="0" aria-label="Table">\
<table class="data"><td></td><th>TPP</th></table></div>
    """
    scroll = tag("div", class_="data-scroll", role="group", tabindex="0", aria_label=words("pages.table"))
    seen: Counter[str] = Counter()

    def numbered(form: re.Match[str]) -> str:
        start, name = form.groups()
        seen[name] += 1
        return f'{start}{name}{f" ({seen[name]})" if seen[name] > 1 else ""}"'

    html = _CORNER.sub(r"<td\1></td>", _FORM.sub(numbered, html))
    return _TABLE.sub(
        lambda table: f'{scroll.removesuffix("</div>")}<table class="data">{table[1]}</table></div>', html
    )
