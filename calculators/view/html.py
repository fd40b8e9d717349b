"""A builder of HTML that escapes everything it is not told to trust."""

from collections.abc import Iterable
from html import escape
from re import compile as pattern
from typing import Final

_SPECIAL: Final = pattern("[&<>\"']").search
HOME: Final = "home:"
"""How an address within the site begins in an answer, which doesn't know the page that it stands on."""
VOID: Final = {"input", "br", "hr", "img", "meta", "link"}
_WRITTEN: Final[dict[str, str]] = {}
"""Attribute names as HTML writes them."""


class Markup(str):
    """Text that is HTML already. Only `tag` and `join` make it."""

    __slots__ = ()


Child = str | Markup | Iterable["Child"] | None


def text(child: Child) -> Markup:
    """A child as HTML: markup as it is, text escaped, None left out, sequences joined.

    >>> text(["<b>", None, tag("i", "x")])
    '&lt;b&gt;<i>x</i>'
    """
    if type(child) is Markup:
        return child
    if child is None:
        return Markup("")
    if isinstance(child, str):
        return Markup(escape(child, quote=False) if _SPECIAL(child) else child)
    return Markup("".join(map(text, child)))


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. `class_` is class, `data_key` is data-key; True gives a bare attribute, None and False none.

    >>> tag("a", "H20 <3", href="?a=1&b=2", class_="x", hidden=True)
    '<a href="?a=1&amp;b=2" class="x" hidden>H20 &lt;3</a>'
    """
    written = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written += _WRITTEN.get(key) or _WRITTEN.setdefault(key, " " + key.rstrip("_").replace("_", "-"))
        if value is not True:
            written += f'="{escape(value) if _SPECIAL(value) else value}"'
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join([c if type(c) is Markup else text(c) for c in children])}</{name}>")


def join(children: Iterable[Child], between: Child = " ") -> Markup:
    """Children with something between them."""
    return Markup(text(between).join(text(child) for child in children if child))


def placed(html: str, root: str) -> Markup:
    """An answer with its addresses within the site as they are on a page that lies `root` below its language's home page.

    >>> placed(tag("a", "TPP", href="home:calculators/tpp/"), "../../")
    '<a href="../../calculators/tpp/">TPP</a>'
    """
    return Markup(html.replace(f'href="{HOME}', f'href="{root}'))
