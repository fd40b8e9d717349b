"""A page's cells run one after another in one namespace, as a reader's browser runs them.

What comes of a cell goes out in pieces while it runs: ("text", str) for what is printed, ("tree", tree) for its value and for an
error. It knows nothing of browsers; `runtime/live/reader-worker.js` hands the pieces to the page, a test compares them with Jupyter's.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType, TracebackType
from typing import Any, Final

from ..engine.errors import Fault, Faults
from ..view.words import Words, words
from .display import LONGEST, Tree, cut, tree
from .hints import hint

Emit = Callable[[str, Any], None]
ONLY_TREE: Final = 0x400
"""ast.PyCF_ONLY_AST, without the module `ast`, which nothing else here needs."""
OFTEN: Final = 0.1
"""Seconds between two pieces of printed text."""
MOST: Final = 20_000
"""Characters that a cell may print."""


class Session:
    """One namespace and the cells run in it.

    >>> pieces = []
    >>> session = Session("en", lambda kind, piece: pieces.append((kind, piece)))
    >>> session.run("1", "x = 6\\nprint(x)\\nx * 7"), pieces
    (True, [('text', '6\\n'), ('tree', ['pre', {}, '42'])])
    """

    def __init__(self, language: str, emit: Emit) -> None:
        self.said = words(language)
        self._emit = emit
        self._sources: dict[str, str] = {}
        self._main = ModuleType("__main__")
        self._main.__dict__["display"] = self._show

    def run(self, cell: str, source: str) -> bool:
        """Run a cell; whether it came to its end."""
        name = f"<cell {cell}>"
        self._sources[name] = source
        before = sys.stdout, sys.stderr, sys.modules.get("__main__")
        printed = Printed(self._emit, self.said("cells.flood", most=f"{MOST:,}"))
        sys.stdout = sys.stderr = printed
        sys.modules["__main__"] = self._main
        try:
            self._run(name, source)
        except BaseException as fault:
            printed.flush()
            self._emit("tree", self._error(fault))
            return False
        finally:
            printed.flush()
            sys.stdout, sys.stderr = before[:2]
            if before[2]:
                sys.modules["__main__"] = before[2]
        return True

    def needs(self, source: str) -> bool:
        """Whether a cell imports what isn't in memory, and should wait for the whole standard library.

        >>> Session("en", print).needs("import calculators, sys"), Session("en", print).needs("def f():\\n import turtledemo")
        (False, True)
        """
        try:
            return any(name not in sys.modules for name in _imported(compile(source, "<cell>", "exec", ONLY_TREE)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False

    def _run(self, name: str, source: str) -> None:
        parsed: Any = compile(source, name, "exec", ONLY_TREE)
        last: Any = parsed.body.pop() if parsed.body and type(parsed.body[-1]).__name__ == "Expr" else None
        exec(compile(parsed, name, "exec"), self._main.__dict__)
        if last is None:
            return
        expression: Any = compile("0", name, "eval", ONLY_TREE)
        expression.body = last.value
        value = eval(compile(expression, name, "eval"), self._main.__dict__)
        if value is not None:
            sys.stdout.flush()
            self._show(value)

    def _show(self, *values: object) -> None:
        sys.stdout.flush()
        for value in values:
            self._emit("tree", tree(value, self.said))

    def _error(self, fault: BaseException) -> Tree:
        what: Tree = ["p", {"class": "error"}, cut(f"{type(fault).__name__}: {_message(fault, self.said)}")]
        places: list[Tree] = [["pre", {"class": "where"}, place] for place in self._places(fault)]
        advice: list[Tree] = [["p", {"class": "hint"}, found]] if (found := hint(fault, self.said)) else []
        return ["div", {}, *places, what, *advice]

    def _places(self, fault: BaseException) -> Iterator[str]:
        """The reader's own lines, the outermost first; what happened inside the library is of no help."""
        found: list[tuple[str, int]] = []
        if isinstance(fault, SyntaxError) and fault.filename in self._sources:
            found.append((fault.filename or "", fault.lineno or 0))
        step: TracebackType | None = fault.__traceback__
        while step:
            place = step.tb_frame.f_code.co_filename
            if place in self._sources:
                found.append((place, step.tb_lineno))
            step = step.tb_next
        for place, number in dict.fromkeys(found[:3] + found[3:][-2:]):
            lines = self._sources[place].splitlines()
            written = lines[number - 1].strip() if 0 < number <= len(lines) else ""
            yield f"{self.said('cells.where', cell=place[6:-1], line=number)}\n    {written[:200]}"


class Printed:
    """What stands in for standard output while a cell runs: it lets text out in pieces, and no more than is ever read."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, emit: Emit, note: str) -> None:
        self._emit, self._note = emit, note
        self._held = ""
        self._left = MOST
        self._last = time.monotonic()

    def write(self, text: str) -> int:
        """Take a text; what is too much is left out and said once."""
        if self._left <= 0:
            return len(text)
        self._held += text[: self._left]
        self._left -= len(text)
        if self._left <= 0:
            self.flush()
            self._emit("tree", ["p", {"class": "hint"}, self._note])
        elif len(self._held) > LONGEST or time.monotonic() - self._last > OFTEN:
            self.flush()
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Take several texts."""
        for text in lines:
            self.write(text)

    def flush(self) -> None:
        """Let out what is held."""
        if self._held:
            self._emit("text", self._held)
        self._held, self._last = "", time.monotonic()

    def isatty(self) -> bool:
        """It is no terminal."""
        return False


def _message(fault: BaseException, said: Words) -> str:
    if isinstance(fault, Faults):
        return " ".join(said.fault(each) for each in fault.faults)
    if isinstance(fault, Fault):
        return said.fault(fault)
    if isinstance(fault, SyntaxError):
        return fault.msg
    try:
        return str(fault)
    except Exception:
        return ""


def _imported(node: Any) -> Iterator[str]:
    """The modules that a tree of code imports by name, however deep."""
    kind = type(node).__name__
    if kind == "Import":
        yield from (alias.name for alias in node.names)
    elif kind == "ImportFrom" and not node.level:
        yield node.module
    elif kind == "Name" and node.id == "__import__":
        yield "anything"
    for field in getattr(node, "_fields", ()):
        child = getattr(node, field, None)
        for each in child if isinstance(child, list) else (child,):
            yield from _imported(each)


def session(language: str, post: Callable[[str], None]) -> Session:
    """A session whose pieces go out as JSON: `[kind, piece]`."""
    return Session(language, lambda kind, piece: post(json.dumps([kind, piece], ensure_ascii=False)))
