"""Completion for bash, zsh and fish, made by shtab from the same grammar that reads the command line."""

import argparse
from typing import Final

from ..engine.errors import NameFault, near
from ..view.words import Words
from .program import grammar

SHELLS: Final = ("bash", "zsh", "fish")


def script(shell: str, said: Words) -> str | None:
    """The completion script of a shell; None where shtab isn't installed. It knows chips, instruments, places, specs, days and readings."""
    if shell not in SHELLS:
        raise NameFault(
            "unknown-word",
            "--print-completion",
            shell,
            expected=" · ".join(SHELLS),
            example=f"--print-completion {SHELLS[0]}",
            near=near(shell, SHELLS),
        )
    try:
        import shtab
    except ImportError:
        return None
    parser: argparse.ArgumentParser = grammar(said, complete=True)
    return str(shtab.complete(parser, shell))
