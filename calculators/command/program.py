"""The whole command: its verbs, its help, and the way from a command line to an answer."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from ..engine.errors import Fault, Faults, NameFault, near
from ..engine.law_files import law
from ..view.words import DEFAULT, Words, words
from . import assess, calculate, chips, compare, history, largest, output, regulations, screen
from .options import common
from .parser import PROGRAM, Parser, formatter, read


class Verb(Protocol):
    """What a verb's module offers."""

    @property
    def EXAMPLES(self) -> tuple[str, ...]:  # noqa: N802
        """Command lines for the help."""

    def options(self, parser: Parser) -> None:
        """Its arguments and options."""

    def answer(
        self, asked: argparse.Namespace, said: Words, width: int | None, faults: list[Fault]
    ) -> str | dict[str, Any] | int:
        """Its answer as text or data, or the exit code where it wrote for itself; raises Faults with `faults` and what else is
        wrong.
        """


VERBS: Final[Mapping[str, Verb]] = {
    "chips": chips,
    "regulations": regulations,
    "assess": assess,
    "history": history,
    "compare": compare,
    "largest": largest,
    "calculate": calculate,
    "screen": screen,
}
OWN: Final = ("--help", "--version", "--print-completion", "--language")


def grammar(said: Words, *, complete: bool = False) -> argparse.ArgumentParser:
    """The whole grammar, for the help and the completion: read are the verbs' own parsers."""
    parser = argparse.ArgumentParser(
        PROGRAM,
        description=said("usage.program"),
        epilog="\n".join(
            [said("usage.examples"), *(f"  {verb.EXAMPLES[0]}" for verb in VERBS.values()), "", said("usage.more")]
        ),
        formatter_class=formatter(said),
        add_help=False,
    )
    verbs = parser.add_subparsers(title=said("usage.verbs"), metavar="VERB", parser_class=Parser)
    for name, verb in VERBS.items():
        _furnish(verbs.add_parser(name, help=said(f"usage.{name}"), **_about(name, said), complete=complete), verb)
    offered = parser.add_argument_group(said("usage.options"))
    offered.add_argument("-h", "--help", action="store_true", help=said("usage.help"))
    offered.add_argument("--version", action="store_true", help=said("usage.version"))
    shells = offered.add_argument("--print-completion", metavar="SHELL", help=said("usage.completion"))
    languages = offered.add_argument("--language", metavar="LANGUAGE", help=said("usage.language"))
    if complete:
        shells.choices, languages.choices = ("bash", "zsh", "fish"), ("en", "zh-Hant")
    return parser


def verb_parser(name: str, said: Words) -> Parser:
    """The parser of one verb."""
    return _furnish(Parser(f"{PROGRAM} {name}", **_about(name, said)), VERBS[name])


def _about(name: str, said: Words) -> dict[str, Any]:
    help = said(f"usage.{name}")
    description = f"{help[0].upper()}{help[1:]}{said('usage.stop')}"
    return {"said": said, "description": description, "examples": VERBS[name].EXAMPLES}


def _furnish(parser: Parser, verb: Verb) -> Parser:
    verb.options(parser)
    common(parser)
    return parser


def run(tokens: Sequence[str]) -> int:
    """Answer a command line; returns its exit code."""
    output.utf8()
    rest, language, faults = _language(list(tokens))
    try:
        said = words(language)
    except NameFault as fault:
        said, faults = words(DEFAULT), [*faults, fault]
    try:
        return _run(rest, said, faults)
    except Fault as fault:
        return output.complain([*faults, fault], said)
    except Faults as found:
        return output.complain(found.faults, said)


def _run(tokens: list[str], said: Words, faults: list[Fault]) -> int:
    if not tokens:
        return (
            output.complain(faults, said) if faults else output.write(grammar(said).format_help(), said, 2, sys.stderr)
        )
    name, *rest = tokens
    if name not in VERBS:
        return output.complain(faults, said) if faults else _own(name, rest, said)
    verb = VERBS[name]
    parser = verb_parser(name, said)
    asked, found = read(parser, rest)
    if asked.help:
        return output.write(parser.format_help(), said)
    answer = verb.answer(asked, said, output.width(), [*faults, *found])
    return answer if isinstance(answer, int) else output.write(answer, said)


def _own(token: str, rest: Sequence[str], said: Words) -> int:
    """What the command answers without a verb."""
    name, equals, value = token.partition("=")
    if name in ("-h", "--help"):
        return output.write(grammar(said).format_help(), said)
    if name == "--version":
        from importlib.metadata import version

        checked = law().checked.isoformat()
        return output.write(said("command.version", version=version(PROGRAM), checked=checked), said)
    if name == "--print-completion":
        from .completion import SHELLS, script

        if not equals and not rest:
            raise Fault("no-value", PROGRAM, name, expected=" · ".join(SHELLS), example=f"{name} {SHELLS[0]}")
        made = script(value if equals else rest[0], said)
        return output.write(made, said) if made else output.write(said("command.no-completion"), said, 1, sys.stderr)
    known = OWN if token.startswith("-") else tuple(VERBS)
    kind = "no-such-option" if token.startswith("-") else "unknown-verb"
    raise NameFault(
        kind, PROGRAM, token, expected=" · ".join(known), example=VERBS["assess"].EXAMPLES[0], near=near(token, known)
    )


def _language(tokens: list[str]) -> tuple[list[str], str, list[Fault]]:
    """The command line without `--language`, wherever it stands, and the language: every fault is worded in it."""
    end = tokens.index("--") if "--" in tokens else len(tokens)
    for at, token in enumerate(tokens[:end]):
        name, equals, value = token.partition("=")
        if name != "--language":
            continue
        if equals:
            return [*tokens[:at], *tokens[at + 1 :]], value, []
        if at + 1 < end and not tokens[at + 1].startswith("-"):
            return [*tokens[:at], *tokens[at + 2 :]], tokens[at + 1], []
        missing = Fault("no-value", PROGRAM, name, expected="en · zh-Hant", example="--language zh-Hant")
        return [*tokens[:at], *tokens[at + 1 :]], DEFAULT, [missing]
    return tokens, DEFAULT, []
