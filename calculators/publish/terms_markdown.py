"""Terms of the glossary in an author's prose: the first time a page writes one, it becomes a link to its meaning, with a card.

Nothing has to be written for it. Marked are paragraphs and lists, and in them neither links, code, quotations nor live values. `plain`
in the glossary keeps a term out of prose everywhere, ``[words]{: .plain }`` or ``{: .plain }`` under a paragraph here, and
`terms: false` at the head of a page all of them.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..engine.glossary import glossary
from ..view.glossary import CARD, card, joined
from .claims_markdown import SOURCE, base

if TYPE_CHECKING:
    from .markdown import CalculatorsExtension

PAGE: Final = "glossary/index.md"
ADDRESS: Final = "glossary/"
PROSE: Final = frozenset(("p", "li"))
APART: Final = frozenset(
    ("a", "blockquote", "code", "data", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "q", "table", "time")
)
UNMARKED: Final = frozenset(("plain", "quoted"))
OFF: Final = re.compile(r"\A---\n(?:(?!---).*\n)*?terms: *false *\n")


def register(md: Markdown, extension: "CalculatorsExtension") -> None:
    """Add the marks to a Markdown that has the calculators' extension."""
    # After the inline marks (20) and the table of contents (5), before the claims' cards (3).
    md.treeprocessors.register(_Terms(md, extension), "glossary-terms", 4)


@lru_cache(maxsize=4)
def forms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the terms in a language's prose, the longest first, and the term that each form stands for ("" for a phrase that is none).

    >>> pattern, ids = forms("en")
    >>> [m[0] for m in pattern.finditer("Performance\\ndensity, two dies, a TPP of 3A090.a, FLOPS; tpp, diehard")]
    ['Performance\\ndensity', 'dies', 'TPP', '3A090.a', 'FLOPS']
    """
    found: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for term in glossary().values():
        for form in () if language in term.plain else term.forms(language):
            found[folded(form)] = term.id
            patterns.append((form, _pattern(form, language)))
        for phrase in term.unless.get(language, ()):
            found[folded(phrase)] = ""
            patterns.append((phrase, _pattern(phrase, language)))
    every = "|".join(pattern for _, pattern in sorted(patterns, key=lambda pair: -len(pair[0])))
    return re.compile(every or r"(?!)"), found


def folded(written: str) -> str:
    """A form as it stands in the list of all: small letters, and one space between words."""
    return re.sub(r"\s+", " ", written).casefold()


def _pattern(form: str, language: str) -> str:
    first, rest = form[0], re.escape(form[1:]).replace(r"\ ", r"\s+")
    start = f"[{first.upper()}{first}]" if first.islower() and form.islower() else re.escape(first)
    plural = "s?" if language == "en" and form[-1].isalpha() else ""
    before = r"(?<![A-Za-z0-9-])" if first.isascii() else ""
    after = r"(?![A-Za-z0-9-])" if form[-1].isascii() else ""
    return f"{before}{start}{rest}{plural}{after}"


class _Terms(Treeprocessor):
    """Marks the tree when everything else in it is done."""

    def __init__(self, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        source, text = SOURCE.get()
        if OFF.match(text):
            return
        self.found: dict[str, None] = {}
        self.pattern, self.ids = forms(self.extension.said.language)
        self.page = f"{base(source)[0]}{PAGE}"
        self._walk(root, prose=False)
        if self.found:
            page = f"{base(source)[1]}{ADDRESS}"
            cards = [card(glossary()[id], page, self.extension.said) for id in self.found]
            SubElement(root, "p").text = self.md.htmlStash.store(joined(cards))

    def _walk(self, element: Element, *, prose: bool) -> None:
        if element.tag in APART or UNMARKED & set(element.get("class", "").split()):
            return
        prose = prose or element.tag in PROSE
        if prose:
            text, links = self._split(element.text)
            element.text = text
            for place, link in enumerate(links):
                element.insert(place, link)
        else:
            links = []
        for child in list(element)[len(links) :]:
            self._walk(child, prose=prose)
            if prose:
                child.tail, after = self._split(child.tail)
                place = list(element).index(child) + 1
                for offset, link in enumerate(after):
                    element.insert(place + offset, link)

    def _split(self, text: str | None) -> tuple[str | None, list[Element]]:
        """A text up to its first new term, then each of them as a link with what follows it."""
        if not text or isinstance(text, AtomicString):
            return text, []
        links: list[Element] = []
        kept, end = text, 0
        for match in self.pattern.finditer(text):
            written = folded(match[0])
            id = self.ids.get(written, self.ids.get(written.removesuffix("s"), ""))
            if not id or id in self.found:
                continue
            self.found[id] = None
            between = text[end : match.start()]
            if links:
                links[-1].tail = between
            else:
                kept = between
            href = f"{self.page}#{id}"
            links.append(Element("a", {"class": "term", "href": href, "aria-details": f"{CARD}{id}"}))
            links[-1].text, end = AtomicString(match[0]), match.end()
        if links:
            links[-1].tail = text[end:]
        return kept, links
