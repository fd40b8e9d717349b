"""The reference of the library, English only, from its docstrings: one page for what can be called, one for what comes back.

A docstring here is prose, examples as a doctest has them, and `code` in backticks, so a page needs no more than Python's own `inspect`
(docs/en/decisions/0036-reference.md). Examples run as tests (tests/test_public_api.py).
"""

import dataclasses
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import calculators

FOLDER: Final = "reference/"
HEADS: Final = {
    f"{FOLDER}index.md": (
        "The library",
        "What can be called: each function of the package with its arguments, what it raises, and an example that runs.",
        "Everything here is imported from `calculators`. What comes back, and what is raised, stands on [the next page](classes.md).",
    ),
    f"{FOLDER}classes.md": (
        "Results and faults",
        "What the library returns and raises: each class with its fields, their types, and an example that runs.",
        "Everything here is imported from `calculators`. What can be called stands on [the page before](index.md).",
    ),
}
INSTANCES: Final = {
    "registry": "Pint's `UnitRegistry` with this project's units in it, such as `TPP` and `TFLOPS`. Quantities of the library belong to it."
}
WIDE: Final = 100
_MODULE: Final = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z_])")
_QUOTED: Final = re.compile(r"(?<!= )'([A-Z]\w*)'")
_CODE: Final = re.compile(r"(`[^`]*`)")


def reference_pages() -> Iterator[tuple[str, str]]:
    """The pages by their paths, as Markdown."""
    named = [(name, getattr(calculators, name)) for name in calculators.__all__]
    classes = [(name, found) for name, found in named if inspect.isclass(found)]
    others = [(name, found) for name, found in named if not inspect.isclass(found)]
    for (path, (title, description, lead)), listed in zip(HEADS.items(), (others, classes), strict=True):
        front = f"---\ntitle: {json.dumps(title)}\ndescription: {json.dumps(description)}\nterms: false\n---"
        blocks = (block for name, found in listed for block in described(name, found))
        yield path, "\n\n".join([front, f"# {title}", lead, *blocks]) + "\n"


def described(name: str, found: Any) -> Iterator[str]:
    """One public name as blocks of Markdown: heading, signature, docstring, and of a class its fields, properties and methods.

    >>> list(described("show", calculators.show))[0]
    '## `show` {: #show }'
    """
    yield f"## `{name}` {{: #{name.lower()}{'-class' * inspect.isclass(found)} }}"
    if not (inspect.isclass(found) or callable(inspect.unwrap(found))) or not _ours(found):
        yield INSTANCES[name]
        return
    if not inspect.isclass(found):
        yield fence("python", signature(name, found))
    elif issubclass(found, Exception):
        yield fence("python", f"class {name}({found.__base__.__name__ if found.__base__ else ''})")
    yield from prose(found)
    if dataclasses.is_dataclass(found):
        kept = (field for field in dataclasses.fields(found) if not field.name.startswith("_"))
        rows = (f"| `{field.name}` | `{_type(field.type)}` |".replace(" | None", " \\| None") for field in kept)
        yield "\n".join(["| field | type |", "| --- | --- |", *rows])
    if inspect.isclass(found):
        for member, value in vars(found).items():
            if not member.startswith("_") and (isinstance(value, property) or inspect.isfunction(value)):
                inner: Any = value.fget if isinstance(value, property) else value
                shown = f"{member}: {_type(inspect.signature(inner).return_annotation)}"
                if not isinstance(value, property):
                    shown = signature(member, inner)
                yield f"### `{name}.{member}` {{: #{name.lower()}-{member} }}"
                yield fence("python", shown)
                yield from prose(value)


def _ours(found: Any) -> bool:
    return str(getattr(found, "__module__", "")).partition(".")[0] == calculators.__name__


def signature(name: str, found: Callable[..., Any]) -> str:
    """A call as its source writes it, without the modules of the types; long ones with an argument a line.

    >>> signature("load_chip", calculators.load_chip)
    'load_chip(text: str) -> Chip'
    """
    made = inspect.signature(inspect.unwrap(found))
    kept = [parameter for parameter in made.parameters.values() if parameter.name != "self"]
    whole = _bare(f"{name}{made.replace(parameters=kept)}")
    if len(whole) <= WIDE:
        return whole
    lines: list[str] = []
    for parameter in kept:
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in lines:
            lines.append("*")
        lines.append(str(parameter))
    arguments = "".join(f"    {line},\n" for line in lines)
    return _bare(f"{name}(\n{arguments}) -> {_type(made.return_annotation)}")


def _type(annotation: Any) -> str:
    return _bare(annotation if isinstance(annotation, str) else inspect.formatannotation(annotation))


def _bare(text: str) -> str:
    return _QUOTED.sub(r"\1", _MODULE.sub("", text))


def prose(found: Any) -> Iterator[str]:
    """A docstring as paragraphs and examples.

    >>> list(prose(calculators.load_chip))[-1].splitlines()[0]
    '```pycon'
    """
    for block in re.split(r"\n\s*\n", inspect.getdoc(found) or ""):
        if block.startswith(">>>"):
            yield fence("pycon", block)
        elif ">>>" in block:
            before, _, example = block.partition("\n>>>")
            yield _escaped(before)
            yield fence("pycon", f">>>{example}")
        elif block:
            yield _escaped(block)


def fence(kind: str, text: str) -> str:
    """A fenced block."""
    return f"```{kind}\n{text}\n```"


def _escaped(text: str) -> str:
    """Prose in which nothing but backticks means something."""
    parts = _CODE.split(text.replace("``", "`"))
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_\[\]{}#|])", r"\\\1", part).replace("<", "&lt;")
        for part in parts
    )
