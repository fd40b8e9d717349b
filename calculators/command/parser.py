"""The command line's grammar: argparse for what is asked, our own faults, all at once, for what can't be read."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, NoReturn

from ..engine.errors import Fault, NameFault, near
from ..view.plain_tables import wrap
from ..view.words import Words

PROGRAM: Final = "calculators"
FILES: Final = {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "(__fish_complete_path (commandline -ct))"}
"""How each shell completes a file's name, in the words of shtab, which need not be there."""


def formatter(said: Words) -> type[argparse.HelpFormatter]:
    """A formatter of help whose fixed words are the reader's, and whose lines break between Chinese characters, too."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, said("usage.usage") if prefix is None else prefix)

        def format_help(self) -> str:
            # argparse sets its own colon behind a group's title.
            return re.sub(r"^(\S+):$", rf"\1{said('list.label').rstrip()}", super().format_help(), flags=re.MULTILINE)

        def _split_lines(self, text: str, width: int) -> list[str]:
            return wrap(text, width).split("\n")

        def _fill_text(self, text: str, width: int, indent: str) -> str:
            lines = text.split("\n")
            return "\n".join(line if line.startswith(" ") else wrap(line, width, indent) for line in lines)

    return Formatter


class Parser(argparse.ArgumentParser):
    """What one verb takes. `need` holds the options it can't do without, each with an example."""

    def __init__(
        self, prog: str, said: Words, *, examples: Sequence[str] = (), complete: bool = False, **more: Any
    ) -> None:
        shown = "\n".join([said("usage.examples"), *(f"  {example}" for example in examples)])
        super().__init__(
            prog, formatter_class=formatter(said), epilog=shown, add_help=False, allow_abbrev=False, **more
        )
        self.said = said
        self.complete = complete
        self.need: dict[str, str] = {}
        self.arguments = self.add_argument_group(said("usage.arguments"))
        self.offered = self.add_argument_group(said("usage.options"))

    def argument(
        self,
        name: str,
        help: str,
        *,
        nargs: str,
        metavar: str,
        words: Callable[[], Iterable[str]] = tuple,
        files: bool = False,
    ) -> None:
        """An argument by its place; `words` are what a shell completes it with, or else the names of `files`."""
        self._completed(self.arguments.add_argument(name, nargs=nargs, metavar=metavar, help=help), words, files)

    def _completed(self, action: argparse.Action, words: Callable[[], Iterable[str]], files: bool) -> None:
        if self.complete and files:
            action.complete = FILES  # type: ignore[attr-defined]
        elif self.complete and (known := list(words())):
            action.choices = known

    def option(
        self,
        name: str,
        help: str,
        *,
        metavar: str = "",
        example: str = "",
        default: Any = None,
        many: bool = False,
        need: bool = False,
        words: Callable[[], Iterable[str]] = tuple,
        files: bool = False,
    ) -> None:
        """An option `--name`: a flag without a `metavar`, else with one value, or a list of them with `many`."""
        dest = name.removeprefix("--").replace("-", "_") + ("_" if name == "--from" else "")
        if need:
            self.need[name] = example
            help = f"{help}{self.said('usage.needed')}"
        if not metavar:
            self.offered.add_argument(name, dest=dest, action="store_true", help=help)
            return
        action = self.offered.add_argument(
            name,
            dest=dest,
            metavar=metavar,
            action="append" if many else "store",
            default=[] if many else default,
            help=help,
        )
        self._completed(action, words, files)

    def error(self, message: str) -> NoReturn:
        """What argparse itself can't read, as a fault; `read` leaves it nothing to find that we know of."""
        raise Fault("other", self.prog, message, expected=f"{self.prog} --help")

    def valued(self) -> dict[str, argparse.Action]:
        """Every option by its name."""
        return {name: action for action in self._actions for name in action.option_strings}


def read(parser: Parser, tokens: Sequence[str]) -> tuple[argparse.Namespace, list[Fault]]:
    """What was asked, and everything that is wrong with how it was written: options there aren't, values or options that are missing,
    arguments too many. A misspelt option is read as the nearest one, so that its value is looked at all the same.
    """
    faults: list[Fault] = []
    asked, rest = parser.parse_known_intermixed_args(_mended(parser, tokens, faults))
    known = parser.valued()
    # What follows an option that isn't known may be its value or an argument: nothing is said of it.
    unknown = [fault for fault in faults if fault.kind == "no-such-option"]
    strange = {fault.given for fault in unknown if not fault.near or known[fault.near[0]].nargs == 0}
    followers = {after for before, after in pairwise(tokens) if before in strange}
    verb = parser.prog.removeprefix(f"{PROGRAM} ")
    taken = " ".join(str(a.metavar) for a in parser._actions if not a.option_strings)
    faults += [Fault("too-many", verb, token, expected=taken or verb) for token in rest if token not in followers]
    faulty = {
        near_one
        for fault in faults
        if fault.kind in ("no-such-option", "no-value")
        for near_one in (*fault.near[:1], fault.given)
    }
    for name, example in parser.need.items():
        if getattr(asked, known[name].dest) is None and name not in faulty:
            faults.append(
                Fault("needed-option", verb, name, expected=str(known[name].metavar), example=f"{name} {example}")
            )
    return asked, faults


def _mended(parser: Parser, tokens: Sequence[str], faults: list[Fault]) -> list[str]:
    """The tokens as argparse can read them without a fault of its own."""
    verb, known = parser.prog.removeprefix(f"{PROGRAM} "), parser.valued()
    found: list[str] = []
    waiting = list(tokens)
    while waiting:
        token = waiting.pop(0)
        if token == "--":
            return [*found, token, *waiting]
        name, equals, value = token.partition("=")
        if not token.startswith("-") or token == "-":
            found.append(token)
            continue
        if name not in known:
            alike = [option for option in known if len(name) > 3 and option.startswith(name)] or near(name, known)
            faults.append(NameFault("no-such-option", verb, name, expected=" ".join(known), near=alike[:1]))
            if not alike:
                continue
            name = alike[0]
        if known[name].nargs == 0:
            found.append(name)
            if equals:
                faults.append(Fault("takes-no-value", verb, token, expected=name))
        elif equals:
            found.append(f"{name}={value}")
        elif waiting and not (waiting[0].startswith("--") or waiting[0] in known):
            found.append(f"{name}={waiting.pop(0)}")
        else:
            expected, example = str(known[name].metavar), parser.need.get(name, "")
            faults.append(Fault("no-value", verb, name, expected=expected, example=f"{name} {example or expected}"))
    return found
