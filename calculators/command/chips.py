"""`calculators chips`: the chips there are, or one with every figure, its evidence and its sources.

JSON: {"schema", "chips": [...], "sources": {...}}, each chip with "id", "name", "maker", "maker_headquarters", "family", "kind",
"contains" (of a system, "count" and "chip" each), "status", "announced", "confidence", "checked", "aliases", "note" (a text per
language, or null), "metrics" (as in a verdict), "specs" and "measured": a map of "value" (decimal text in "unit", or a word), "unit",
"text" (as it was written), "label", "evidence", "note", "cite" (keys of "sources", and the place in each) and, where sources disagree,
"conflicts". Each source has "by", "title", "url" ("": none to open), "locator", "published", "accessed" and "evidence".
"""

import argparse
from collections.abc import Iterable
from typing import Any, Final

from ..engine.chips import Chip, chips, load_chip
from ..engine.errors import Fault, Faults, NameFault, near
from ..engine.records import chip_data, citations, source_data
from ..view.plain_chip import chip_text
from ..view.plain_tables import chips_table
from ..view.words import Words, words
from .options import chip_ids
from .parser import Parser

SCHEMA: Final = 1
EXAMPLES: Final = (
    "calculators chips",
    "calculators chips 910",
    "calculators chips nvidia-h20",
    "calculators chips --maker Huawei --json",
)


def options(parser: Parser) -> None:
    """A filter and a maker."""
    parser.argument("filter", parser.said("usage.filter"), nargs="?", metavar="FILTER", words=chip_ids)
    parser.option("--maker", parser.said("usage.of-maker"), metavar="MAKER", words=typeable)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The chips asked for: one in full where the filter is its id or exact name, else a table."""
    maker = None
    try:
        maker = _maker(asked.maker) if asked.maker is not None else None
    except NameFault as fault:
        faults.append(fault)
    found = [chip for chip in chips().values() if maker in (None, chip.maker)]
    one = None
    if asked.filter is not None:
        try:
            one = load_chip(asked.filter)
            found = [chip for chip in found if chip is one]
        except NameFault as fault:
            found = [chip for chip in found if _within(asked.filter, chip)]
            if not found:
                faults.append(fault)
    if one is not None and not found and not faults:
        faults.append(NameFault("unknown-chip", "chip", asked.filter, example=one.id, near=near(asked.filter, chips())))
    if faults:
        raise Faults(faults)
    if asked.json:
        cited = {c.source.key: c.source for chip in found for c in citations(chip)}
        sources = {key: source_data(cited[key]) for key in sorted(cited)}
        return {"schema": SCHEMA, "chips": [chip_data(chip) for chip in found], "sources": sources}
    return chip_text(found[0], said, width) if one else chips_table(found, said, width)


def makers() -> Iterable[str]:
    """Every maker, once."""
    return dict.fromkeys(chip.maker for chip in chips().values())


def typeable() -> Iterable[str]:
    """The makers that a shell can complete: those of one word."""
    return (maker for maker in makers() if " " not in maker)


def _maker(text: str) -> str:
    """A maker by its name in either language."""
    known = {said.word(maker).casefold(): maker for said in (words("en"), words("zh-Hant")) for maker in makers()}
    known |= {maker.casefold(): maker for maker in makers()}
    if text.casefold() not in known:
        alike = [known[name] for name in near(text, known)]
        raise NameFault("unknown-word", "--maker", text, expected=" · ".join(makers()), near=dict.fromkeys(alike))
    return known[text.casefold()]


def _within(text: str, chip: Chip) -> bool:
    wanted = text.casefold()
    return any(wanted in name.casefold() for name in (chip.id, chip.name, *chip.aliases))
