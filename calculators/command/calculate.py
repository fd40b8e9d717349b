"""`calculators calculate`: any calculator of the site, from the same texts as its form. JSON: see `view/exports.py`."""

import argparse
from typing import Any, Final

from .. import entry
from ..engine.errors import Fault, Faults, NameFault, near
from ..view.exports import as_data
from ..view.plain_answer import PICTURES, plain_answer
from ..view.plain_tables import wrap
from ..view.words import Words
from .options import pairs
from .parser import Parser

EXAMPLES: Final = (
    "calculators calculate tpp --set chip=nvidia-h20",
    "calculators calculate roofline --set chip=nvidia-h20 --set against=nvidia-h100-sxm --json",
)


def options(parser: Parser) -> None:
    """A calculator and its inputs."""
    parser.argument("name", parser.said("usage.calculator"), nargs="?", metavar="CALCULATOR", words=entry.calculators)
    parser.option("--set", parser.said("usage.set"), metavar="INPUT=TEXT", many=True)


def answer(asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]) -> str | dict[str, Any]:
    """The answer in a sentence and as the page shows it, or all that was found."""
    given = pairs(asked, "set", faults)
    known = [name for name in entry.calculators() if name != "export_verdict"]
    if asked.name not in known:
        given_name = asked.name or ""
        faults.append(
            NameFault(
                "unknown-calculator", "CALCULATOR", given_name, expected=" · ".join(known), near=near(given_name, known)
            )
        )
    keys = entry.keys(asked.name) if asked.name in known else tuple(given)
    faults += [
        NameFault("unknown-input", "--set", key, expected=" · ".join(keys), near=near(key, keys))
        for key in given
        if key not in keys
    ]
    if faults:
        raise Faults(faults)
    texts, found, _, _ = entry.calculator(asked.name).again(given)
    if asked.json:
        return as_data(asked.name, texts, found)
    reply = entry.render(asked.name, given, said.language)
    sentence = wrap(reply["announce"], width)
    if asked.name in PICTURES:
        return sentence
    # What the page says first is often the sentence.
    return f"{sentence}\n\n{plain_answer(reply['html'], said, width).removeprefix(sentence).lstrip()}"
