"""Formulas: a paragraph between ``$$`` and ``$$`` in TeX, as Jupyter reads it too, made MathML when the page is built.

A browser sets MathML by itself, with no script and no font of ours; a screen reader reads it.
"""

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from ..engine.errors import Fault

if TYPE_CHECKING:
    from .markdown import CalculatorsExtension

SIGN: Final = "$$"


def mathml(tex: str) -> str:
    """A formula as MathML; a Fault where it isn't one.

    >>> mathml("a^2").partition("<mrow>")[2]
    '<msup><mi>a</mi><mn>2</mn></msup></mrow></math>'
    >>> mathml("a^")
    Traceback (most recent call last):
        ...
    calculators.engine.errors.Fault: formula: 'a^': not-a-formula; expected MissingSuperScriptOrSubscriptError, for example '\\\\frac{a}{b}'
    """
    try:
        made = str(convert(tex.strip(), display="block"))
    except Exception as fault:
        raise Fault(
            "not-a-formula", "formula", tex.strip(), expected=type(fault).__name__, example=r"\frac{a}{b}"
        ) from None
    if "\\" in made:
        raise Fault("not-a-formula", "formula", tex.strip(), expected="known commands", example=r"\frac{a}{b}")
    return made


def register(md: Markdown, extension: "CalculatorsExtension") -> None:
    """Add formulas to a Markdown that has the calculators' extension."""
    # Before paragraphs (10), which take what is left.
    md.parser.blockprocessors.register(_Formula(md, extension), "calculators-formula", 15)


class _Formula(BlockProcessor):
    def __init__(self, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(md.parser)
        self.md, self.extension = md, extension

    def test(self, parent: Element, block: str) -> bool:
        written = block.strip()
        return len(written) > 2 * len(SIGN) and written.startswith(SIGN) and written.endswith(SIGN)

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        try:
            made = mathml(block.strip().removeprefix(SIGN).removesuffix(SIGN))
        except Fault as fault:
            self.extension.stop(fault, block.strip().splitlines()[0])
        # It scrolls where a phone is narrower, so that the keyboard has to get there.
        reached = {"role": "group", "tabindex": "0", "aria-label": self.extension.said("cells.formula")}
        SubElement(parent, "div", {"class": "formula", **reached}).text = self.md.htmlStash.store(made)
