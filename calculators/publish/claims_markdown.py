"""The author's marks for claims: ``{{ c012.h800_with_pcie }}``, ``{{ c030 }}`` where it has one figure, ``[words]{{ c121 }}``.

Each becomes a link to the claim on the page of all claims; a page's cards stand once a claim at its end, and a script shows them.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ..engine.claim_checks import disagreements, work
from ..engine.claims import KNOWN, Claim, claim, claims
from ..engine.errors import Fault, Faults, NameFault, near
from ..engine.results import Amount
from ..entry import amounts
from ..view.claim import Worked, card, joined, only_value, plain, stated

if TYPE_CHECKING:
    from .markdown import CalculatorsExtension

VALUE: Final = r"\{\{\s*(c\d+)(?:\.(\w+))?\s*\}\}"
WORDS: Final = r"\[((?:[^\[\]\n]|\n(?!\n))+)\]\{\{\s*(c\d+)\s*\}\}"
QUOTED: Final = r"\[([^\[\]\n]+)\]\{:\s*\.(quoted|plain)\s*\}"
PAGE: Final = "claims/index.md"
ADDRESS: Final = "claims/"
SOURCE: ContextVar[tuple[str, str]] = ContextVar("SOURCE", default=("", ""))
"""The page being rendered, as (file, its whole text): set by whoever renders, so that a fault can name file and line."""
LEADS_HTML: ContextVar[bool] = ContextVar("LEADS_HTML", default=False)
"""Whether the generator turns addresses in HTML from the file's place to the page's, as all do with those in Markdown: Zensical does."""


@lru_cache(maxsize=256)
def _run(name: str, inputs: tuple[tuple[str, str], ...]) -> dict[str, Amount]:
    return amounts(name, dict(inputs))


def run(name: str, inputs: Mapping[str, str]) -> dict[str, Amount]:
    """A calculator's amounts, each question asked once."""
    return _run(name, tuple(sorted(inputs.items())))


@lru_cache(maxsize=1)
def checked() -> dict[str, Claim]:
    """Every claim, its figures computed again; Faults if any disagrees with what it states."""
    if found := disagreements(run):
        raise Faults(found)
    return claims()


@lru_cache(maxsize=256)
def _worked(id: str) -> Worked:
    found = claim(id)
    asked = {key: value for key, value in found.values.items() if value.of}
    return {
        key: (work(found, key, run), run(value.calculator, value.inputs) if value.calculator else {})
        for key, value in asked.items()
    }


def worked(found: Claim) -> Worked:
    """The sums behind a claim's computed figures."""
    return _worked(found.id)


def base(source: str) -> tuple[str, str]:
    """What leads from a page to its language's root, for links that MkDocs resolves and for those in HTML as it is.

    >>> base("docs/en/story/02-cutting-the-wire.md"), base("docs/zh-Hant/index.md"), base("h20.md")
    (('../', '../../'), ('', ''), ('', '../'))
    """
    path = re.sub(r"^(?:.*/)?docs/[^/]+/", "", source)
    folders = path.count("/")
    own = 0 if LEADS_HTML.get() or not path or path.rpartition("/")[2] in ("index.md", "README.md") else 1
    return "../" * folders, "../" * (folders + own)


def register(md: Markdown, extension: "CalculatorsExtension") -> None:
    """Add the marks to a Markdown that has the calculators' extension."""
    # Over the links of Markdown (160), which would take the brackets, and over the live values (75), which would take the braces.
    md.inlinePatterns.register(_Quoted(QUOTED, md), "claims-quoted", 166)
    md.inlinePatterns.register(_Words(WORDS, md, extension), "claims-words", 165)
    md.inlinePatterns.register(_Value(VALUE, md, extension), "claims-value", 76)
    # After the inline marks (20) and the table of contents (5).
    md.treeprocessors.register(_Cards(md, extension), "claims-cards", 3)


class _Mark(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def link(self, id: str, key: str, written: str) -> tuple[Claim, Element]:
        """The claim and an empty link to it; what isn't there stops the build."""
        try:
            found = checked().get(id) or claim(id)
            if key and key not in found.values:
                known = [f"{id}.{name}" for name in found.values]
                raise NameFault(
                    "unknown-value", "claim", f"{id}.{key}", expected=" ".join(known), near=near(f"{id}.{key}", known)
                )
        except Fault as fault:
            self.extension.stop(fault, written)
        self.extension.claimed[id] = None
        href = f"{base(SOURCE.get()[0])[0]}{PAGE}#{id}"
        element = Element("a", {"aria-details": f"card-{id}", "class": "claim", "data-claim": id, "href": href})
        return found, element


class _Value(_Mark):
    """One figure of a claim."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        id, key = m[1], m[2] or ""
        found, element = self.link(id, key, m[0])
        value = found.values[key] if key else only_value(id)
        if value is None:
            known = [f"{id}.{name}" for name in found.values] or [f"[words]{{{{ {id} }}}}"]
            self.extension.stop(Fault("not-one-value", "claim", id, expected=" ".join(known), near=known[:3]), m[0])
        assert value is not None
        element.set("data-key", value.key)
        inner = Element("data", {"value": plain(value)} if plain(value) else {})
        inner.text = stated(value, self.extension.said)
        element.append(inner)
        return element, m.start(0), m.end(0)


class _Quoted(InlineProcessor):
    """A number that is nobody's claim but a quotation: ``[2,048]{: .quoted }``; a word that needs no explanation: ``[die]{: .plain }``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("span", {"class": m[2]})
        element.text = m[1]
        return element, m.start(0), m.end(0)


class _Words(_Mark):
    """Words that carry a claim; what stands in the brackets is Markdown."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        _, element = self.link(m[2], "", m[0].splitlines()[-1])
        element.text = m[1]
        return element, m.start(0), m.end(0)


class _Cards(Treeprocessor):
    """Says what corrections and hearsay are, and puts the cards of a page's claims behind its text.

    The tree is whole by then; the rendering of a heading for the table of contents isn't.
    """

    def __init__(self, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        said = self.extension.said
        for note in root.iter("p"):
            kinds = note.get("class", "").split()
            if "correction" in kinds:
                word = note.attrib.pop("known", "")
                if word not in KNOWN:
                    fault = NameFault("unknown-word", "known", word, expected=" · ".join(KNOWN), near=near(word, KNOWN))
                    self.extension.stop(fault, f'known="{word}"' if word else ".correction")
                note.set("data-known", word)
                _label(note, said(f"claims.known-{word}"))
            elif "hearsay" in kinds:
                _label(note, said("claims.hearsay"))
        if self.extension.claimed:
            home = f"{base(SOURCE.get()[0])[1]}{ADDRESS}"
            cards = [card(claim(id), worked(claim(id)), home, said) for id in self.extension.claimed]
            SubElement(root, "p").text = self.md.htmlStash.store(joined(cards))


def _label(note: Element, label: str) -> None:
    """Put a word before a note that says what it is."""
    mark = Element("span", {"class": "note-label"})
    mark.text, mark.tail = label, note.text
    note.text = ""
    note.insert(0, mark)
