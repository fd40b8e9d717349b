"""The options that several verbs share, and how their texts are read: one name, one help and one fault for each."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from ..engine.chips import BLANK, Chip, chips, load_chip
from ..engine.errors import Fault, Faults
from ..engine.law_files import law
from ..engine.names import names, specs
from ..engine.places import places
from ..engine.question import promises
from .parser import Parser

DAY: Final = "YYYY-MM-DD"
PLACE: Final = "CC"
PAIRS: Final = {
    "spec": ("KEY=QUANTITY", 'fp8="296 TFLOPS"'),
    "reading": ("ID=OPTION", "diffusion=printed"),
    "party": ("KEY=VALUE", "actor=fabricator"),
    "set": ("INPUT=TEXT", "chip=nvidia-h20"),
}
NOT_PARTIES: Final = ("to", "from", "headquarters", "movement")


def common(parser: Parser) -> None:
    """What every verb takes: JSON, the language, help."""
    said = parser.said
    parser.option("--json", said("usage.json"))
    parser.option("--language", said("usage.language"), metavar="LANGUAGE", words=lambda: ("en", "zh-Hant"))
    parser.offered.add_argument("-h", "--help", action="store_true", help=said("usage.help"))


def day(parser: Parser, help: str, *, need: bool = False) -> None:
    """`--on`."""
    parser.option("--on", parser.said(help), metavar=DAY, example="2025-06-01", need=need, words=turning)


def turning() -> Iterable[str]:
    """The days on which an instrument begins: what a shell completes a day with."""
    return sorted({instrument.effective.isoformat() for instrument in law().instruments.values()})


def sides(parser: Parser, *, to: str | None = None, from_: bool = True, deny: bool = False, need: bool = True) -> None:
    """Where it goes, from where, to whom, and how disputed texts are read. `to` is the default destination; None: it must be given,
    unless nothing is a `need`.
    """
    said = parser.said
    parser.option(
        "--to",
        said("usage.to" if to is None else "usage.to-china"),
        metavar=PLACE,
        example="CN",
        default=to,
        need=need and to is None,
        words=places,
    )
    if from_:
        parser.option("--from", said("usage.from"), metavar=PLACE, default="US", words=places)
    parser.option("--headquarters", said("usage.headquarters"), metavar=PLACE, words=places)
    _pairs_option(parser, "reading", law().readings, options)
    if deny:
        parser.option("--deny", said("usage.deny"), metavar="INSTRUMENT/PART/ID", many=True, words=promises)
    _pairs_option(parser, "party", party_names())


def party_names() -> list[str]:
    """The facts of the parties that have no option of their own."""
    return [id for id, name in names().items() if name.side == "party" and id not in NOT_PARTIES]


def options() -> Iterable[str]:
    """Every "ID=OPTION" of the disputed readings."""
    return [f"{id}={option}" for id, reading in law().readings.items() for option in reading.options]


def spec(parser: Parser) -> None:
    """`--spec KEY=QUANTITY`."""
    _pairs_option(parser, "spec", specs())


def _pairs_option(
    parser: Parser, option: str, known: Iterable[str], words: Callable[[], Iterable[str]] | None = None
) -> None:
    help = parser.said(f"usage.{option}", names=" ".join(known))
    parser.option(
        f"--{option}", help, metavar=PAIRS[option][0], many=True, words=words or (lambda: [f"{key}=" for key in known])
    )


def chip_ids() -> Iterable[str]:
    """Every chip's id."""
    return chips()


def instrument_ids() -> Iterable[str]:
    """Every instrument's id."""
    return law().instruments


def question(asked: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    """The shared options as the library's arguments."""
    found = {"to": asked.to, "headquarters": asked.headquarters}
    if hasattr(asked, "from_"):
        found["from_"] = asked.from_
    return found | {"readings": pairs(asked, "reading", faults), "parties": pairs(asked, "party", faults)}


def item(asked: argparse.Namespace, faults: list[Fault]) -> Chip:
    """The chip that is named, with the specs that are given over it; or the specs alone."""
    base, given = BLANK, pairs(asked, "spec", faults)
    try:
        base = load_chip(asked.chip) if asked.chip else BLANK
    except Fault as fault:
        faults.append(fault)
    try:
        return base.change(given)
    except Faults as found:
        faults.extend(found.faults)
        return base


def pairs(asked: argparse.Namespace, option: str, faults: list[Fault]) -> Mapping[str, str]:
    """The values "KEY=TEXT" of an option that may be repeated, each key once."""
    return read_pairs(f"--{option}", getattr(asked, option), faults, *PAIRS[option])


def read_pairs(field: str, texts: Iterable[str], faults: list[Fault], expected: str, example: str) -> Mapping[str, str]:
    """Texts "KEY=TEXT", each key once; what is none, or comes twice, is a fault of `field`."""
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            faults.append(Fault("not-a-pair", field, text, expected=expected, example=example))
        elif key in found:
            faults.append(Fault("twice", field, key, expected=expected))
        else:
            found[key] = value
    return found
