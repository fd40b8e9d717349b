"""What the memory snapshot holds: the library imported, all data read, the code run warm, and little else. snapshot.mjs runs it.

The browser gets this memory and no files: whatever is imported or read only when it is needed has to be needed here, the suggestions
for a misspelt name too. And it gets nothing twice: what can be made again, or fetched when somebody asks for it, is left out.
"""

import contextlib
import functools
import gc
import importlib
import json
import linecache
import sys
import types
from typing import Any

import calculators
from calculators import entry
from calculators.cells.session import Session

UNUSED = (
    "email",
    "hmac",
    "importlib.metadata",
    "ipaddress",
    "pickle",
    "platform",
    "platformdirs",
    "quopri",
    "shutil",
    "subprocess",
    "tempfile",
    "typing_extensions",
    "zipfile",
)
"""Modules that something imported and no answer uses. The standard library brings them back for whoever imports them."""

FORM = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}
FORMS = (
    ("ok", FORM),
    ("invalid", {"chip": "nvidia-h21", "on": "2025-13-01", "to": "CH N", "fp8": "3 TB/s", "reading-tf33": "used"}),
    ("ok", {**FORM, "paste": "H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s"}),
    ("ok", {**FORM, "open": "strip history steps figures", "reading-tf32": "used"}),
)
PLACE = {
    "address": "https://localhost/",
    "site": "https://localhost/",
    "today": "2026-01-01",
    "reports": "https://localhost",
}
CELLS = (
    "from calculators import *\nfrom calculators.cells import ask, table\nask('roofline', chip='nvidia-h20')",
    "table([{'chip': load_chip('nvidia-h20'), 'tpp': metrics(load_chip('nvidia-h20'))['tpp']}])",
    "print(quantity(1, 'TFLOPS') / quantity(1, 'mm^2'))\nquantity(1, 'TFLOPS') * 2",
    "quantity(1, 'TFLOPS') + quantity(1, 'GB/s')",
    "quantity(1, 'TFLOPSS')",
    "assess('nvidia-h20', on='2025-06-01', to='CN')",
    "history('nvidia-h20', to='CN')",
    "load_chip('nvidia-h21')",
)


def main() -> None:
    """Everything, in the order that leaves least behind."""
    for name in entry.calculators():
        entry.calculator(name)
    drop_docstrings()
    drop_line_tables()
    for language in ("en", "zh-Hant"):
        warm_up(language)
    drop_unused()
    drop_answers()
    # The first question is most often the one that the page came with.
    for language in ("en", "zh-Hant"):
        ask("export_verdict", language, FORM, "ok")
    linecache.clearcache()
    gc.collect()
    # What is here stays: a collection in the middle of a reader's typing need not go through it again.
    gc.freeze()


def ask(name: str, language: str, form: dict[str, str], state: str) -> str:
    """Have a form answered, and hold the answer's state against what it should be."""
    request = json.dumps({"name": name, "language": language, "defaults": {}, "form": form})
    reply = json.loads(entry.render_json(request))
    if reply["state"] != state:
        raise SystemExit(f"The warm-up of {name} wanted {state} in {language} and got: {reply}")
    return request


def warm_up(language: str) -> None:
    """Run what readers will run: every calculator, the verdict in all its states, an explainer's cells."""
    for state, form in FORMS:
        request = ask("export_verdict", language, form, state)
    for name in entry.calculators():
        ask(name, language, {}, "ok")
        entry.share(name, {}, language, {}, PLACE)
    entry.rehearse(request, 0)
    session = Session(language, lambda *_: None)
    for number, source in enumerate(CELLS):
        session.needs(source)
        session.run(str(number), source)


def drop_docstrings() -> None:
    """Leave out every docstring but those of what a reader's own code calls by name."""
    kept = [getattr(calculators, name) for name in calculators.__all__]
    for found in gc.get_objects():
        if not isinstance(found, types.FunctionType | types.ModuleType | type) or any(found is known for known in kept):
            continue
        text = found.__dict__.get("__doc__") if isinstance(found, type) else found.__doc__
        if isinstance(found, types.FunctionType) and text is not None and found.__code__.co_consts[:1] == (text,):
            found.__code__ = found.__code__.replace(co_consts=(None, *found.__code__.co_consts[1:]))
        if text is not None:
            with contextlib.suppress(TypeError, AttributeError):
                found.__doc__ = None


def drop_line_tables() -> None:
    """Leave out which instruction stands in which line, except for the calculators: nobody reads the lines of a library in the browser."""
    for found in gc.get_objects():
        if isinstance(found, types.FunctionType) and not (found.__module__ or "").startswith("calculators"):
            found.__code__ = without_lines(found.__code__)


def without_lines(code: types.CodeType) -> types.CodeType:
    """The same code, and all code in it, with a table that knows no lines; with none at all, a traceback can't be written."""
    constants = tuple(without_lines(each) if isinstance(each, types.CodeType) else each for each in code.co_consts)
    eights, rest = divmod(len(code.co_code) // 2, 8)
    table = b"\xff" * eights + bytes([0xF7 + rest] if rest else [])
    return code.replace(co_consts=constants, co_linetable=table)


class Later:
    """Stands where a module, or something from one, stood, and fetches it when it is used."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module, self._name = module, name

    def _fetched(self) -> Any:
        module = importlib.import_module(self._module)
        return getattr(module, self._name) if self._name else module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._fetched(), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._fetched()(*given, **named)


def drop_unused() -> None:
    """Take the unused modules out of memory, wherever somebody still holds them."""
    gone = {name for name in sys.modules if any(name == root or name.startswith(f"{root}.") for root in UNUSED)}
    for name in gone:
        del sys.modules[name]
    for module in [found for found in sys.modules.values() if getattr(found, "__file__", None)]:
        for name, held in list(vars(module).items()):
            if isinstance(held, types.ModuleType) and held.__name__ in gone:
                setattr(module, name, Later(held.__name__))
            elif isinstance(held, type | types.FunctionType) and held.__module__ in gone:
                setattr(module, name, Later(held.__module__, held.__name__))


def drop_answers() -> None:
    """Empty what remembers answers, ours and Python's. A cache of ours that holds one thing, or one for each language, holds data."""
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper):
            data = (found.__module__ or "").startswith("calculators.") and found.cache_parameters()["maxsize"] in (1, 2)
            if not data:
                found.cache_clear()
    sys._clear_internal_caches()
    sys._clear_type_cache()
    gc.collect()


main()
