"""HTML of ours as Markdown, for the pages and answers that have no plain text of their own.

What only a browser can use is left out: controls, pictures, scripts, and what is hidden.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from .html import VOID
from .plain_tables import columns

LEFT_OUT: Final = frozenset(
    ("button", "form", "input", "noscript", "progress", "script", "select", "style", "svg", "template")
)
INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "br", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
     "time", "var", "wbr")
)  # fmt: skip
MARKS: Final = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`", "kbd": "`"}
HEADING: Final = re.compile(r"h([1-6])")


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["_Node | str"] = field(default_factory=list)

    def all(self, tag: str) -> Iterator["_Node"]:
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag == tag:
                    yield child
                else:
                    yield from child.all(tag)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [_Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID and tag != "wbr":
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def as_text(html: str) -> str:
    """Markdown that says what our HTML shows, in which every element is closed.

    >>> print(as_text('<h2>A</h2><p>One <b>two</b>,<br>three</p><table><tr><th>x</th><td>y|z</td></tr></table><svg>c</svg>'))
    ## A
    <BLANKLINE>
    One **two**, three
    <BLANKLINE>
    | x | y\\|z |
    | --- | --- |
    """
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return "\n\n".join(block for block in _blocks(tree.open[0].children) if block)


def _seen(child: _Node | str) -> bool:
    if isinstance(child, str):
        return True
    return not (child.tag in LEFT_OUT or "hidden" in child.attributes or child.attributes.get("class") == "headerlink")


def _blocks(children: Iterable[_Node | str]) -> Iterator[str]:
    """Blocks of Markdown; what runs on in a line stays together."""
    run: list[_Node | str] = []
    for child in filter(_seen, children):
        if isinstance(child, str) or child.tag in INLINE:
            run.append(child)
            continue
        yield _inline(run)
        run = []
        yield from _block(child)
    yield _inline(run)


def _block(node: _Node) -> Iterator[str]:
    if found := HEADING.fullmatch(node.tag):
        yield f"{'#' * int(found[1])} {_inline(node.children)}"
    elif node.tag == "table":
        yield _table(node)
    elif node.tag in ("ul", "ol"):
        yield "\n".join(filter(None, (_item(item, "- ") for item in node.all("li"))))
    elif node.tag == "dl":
        yield "\n".join(_terms(node))
    elif node.tag == "pre":
        yield f"```text\n{_raw(node).strip(chr(10))}\n```"
    elif node.tag in ("summary", "figcaption") or "figure-title" in (node.attributes.get("class") or ""):
        text = _inline(node.children)
        yield f"**{text}**" if text and "**" not in text else text
    else:
        yield from _blocks(node.children)


def _item(item: _Node, mark: str) -> str:
    inner = [block for block in _blocks(item.children) if block] if _seen(item) else []
    return mark + "\n".join(inner).replace("\n", "\n" + " " * len(mark)) if inner else ""


def _terms(node: _Node) -> Iterator[str]:
    """A term with what is said of it, one line each."""
    line = ""
    for child in _flat(node):
        text = _flattened(child)
        if child.tag == "dt":
            if line:
                yield line
            line = f"- {text}: "
        elif text:
            line += text if line.endswith(": ") else f" · {text}"
    if line:
        yield line


def _flat(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if isinstance(child, _Node) and _seen(child):
            yield from [child] if child.tag in ("dt", "dd") else _flat(child)


def _flattened(node: _Node) -> str:
    text = "\n".join(block for block in _blocks(node.children) if block)
    return re.sub(r"\s*\n\s*", " ", re.sub(r"^ *- ", "", text, flags=re.MULTILINE))


def _table(node: _Node) -> str:
    rows = [[_cell(cell) for cell in row.children if isinstance(cell, _Node) and _seen(cell)] for row in node.all("tr")]
    most = max(map(len, rows), default=0)
    if not most:
        return ""
    lines = [f"| {' | '.join(row + [''] * (most - len(row)))} |" for row in rows]
    caption = " ".join(_inline(found.children) for found in node.all("caption"))
    return "\n".join([*([f"**{caption}**", ""] if caption else []), lines[0], f"|{' --- |' * most}", *lines[1:]])


def _cell(cell: _Node) -> str:
    return _flattened(cell).replace("|", r"\|")


def _inline(children: Iterable[_Node | str]) -> str:
    return re.sub(r"[ \t\n]+", " ", _joined(children)).strip()


def _joined(children: Iterable[_Node | str]) -> str:
    """Two elements side by side are two things, which the style sheet sets apart."""
    text, before = "", False
    for child in filter(_seen, children):
        element = isinstance(child, _Node)
        text += (" " if element and before else "") + _written(child)
        before = element
    return text


def _written(child: _Node | str) -> str:
    if isinstance(child, str):
        return child
    if child.tag == "br":
        return " "
    text = _joined(child.children)
    if child.attributes.get("class") == "badge" and text:
        return f" （{text}）" if columns(text[0]) == 2 else f" ({text})"
    href = child.attributes.get("href")
    if child.tag == "a" and href and text.strip():
        return f"[{text.strip()}]({href})"
    mark = MARKS.get(child.tag, "") if text.strip() else ""
    return f"{mark}{text}{mark}"


def _raw(node: _Node) -> str:
    return "".join(child if isinstance(child, str) else _raw(child) for child in node.children)
