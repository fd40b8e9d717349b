"""What leaves the command: UTF-8 whatever the locale, one line a fault, and no traceback where nobody reads on."""

import json
import os
import shutil
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from ..engine.errors import DataFault, Fault
from ..engine.names import names
from ..view.words import Words


def utf8() -> None:
    """Both streams as UTF-8, under LANG=C too; what a shell passed that is no text is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def width() -> int | None:
    """How many columns there are: COLUMNS, else the terminal's; none through a pipe, where every row stays on one line."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"]) or None
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def write(answer: str | dict[str, Any], said: Words, code: int = 0, stream: TextIO | None = None) -> int:
    """Write an answer, data as JSON; returns the exit code: 141 where the reader has gone, as of any program behind a closed pipe."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=2)
    out = stream or sys.stdout
    try:
        out.write(text.rstrip("\n") + "\n")
        out.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return 141
    except OSError as found:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        print(said("command.not-written", why=found.strerror), file=sys.stderr)
        return 1
    return code


def complain(faults: Iterable[Fault], said: Words) -> int:
    """One line a fault on standard error; returns the exit code 2."""
    return write("\n".join(dict.fromkeys(line(fault, said) for fault in faults)), said, 2, sys.stderr)


def line(fault: Fault, said: Words) -> str:
    """One line that names field, given, expected and example."""
    if isinstance(fault, DataFault):
        return str(fault)
    sentence = said.fault(fault)
    name = names().get(fault.field)
    example = fault.example or (name.example if name else "")
    if example and example not in sentence:
        sentence += said("command.example", example=example)
    told = f"{fault.field}{said('list.label')}{sentence}"
    return "".join(
        sign if sign.isprintable() or sign == "\u00a0" else sign.encode("unicode_escape").decode() for sign in told
    )
