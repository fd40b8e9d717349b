"""One way: each module imports only what stands above it, and the engine nothing from outside but pint."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "calculators"
ENGINE = (
    "errors",
    "data",
    "sources",
    "units",
    "names",
    "places",
    "chips",
    "metrics",
    "rules",
    "law",
    "law_files",
    "spec_line",
    "inputs",
    "results",
    "case",
    "judge",
    "rows",
    "question",
    "verdict",
    "notification",
    "plane",
    "regions",
    "history",
    "readings",
    "effects",
    "compare",
    "sweep",
    "largest",
    "cuts",
    "report",
    "formula",
    "claims",
    "claim_checks",
    "records",
    "timeline",
    "glossary",
    "elsewhere",
    "printed",
    "press",
)
"""The engine's modules from the ground up. `sources` reads with `data`; `names` needs `units` to read a text, `places` to read a place."""
LATE = {("engine/names.py", "places"), ("engine/sources.py", "errors"), ("engine/verdict.py", "report")}
"""Imports made inside a function, where a value of the layer above is asked for by name only."""
STANDARD_AND_PINT = {"pint"}


def modules(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).glob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module as an absolute name, and whether the import stands at the top of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    package = (
        "calculators." + ".".join(path.relative_to(PACKAGE).parts[:-1]) if path.parent != PACKAGE else "calculators"
    )
    top = set(tree.body)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            names = [f"{module}.{alias.name}" for alias in node.names] if not node.module else [module]
            yield from ((name, node in top) for name in names)


@pytest.mark.parametrize("path", [p for p in modules("engine") if p.stem != "__init__"], ids=lambda p: p.stem)
def test_the_engine_imports_downwards_and_nothing_from_outside_but_pint(path: Path) -> None:
    for name, top in imports(path):
        parts = name.split(".")
        if parts[0] != "calculators":
            assert parts[0] in sys.stdlib_module_names | STANDARD_AND_PINT, name
        elif parts[:2] == ["calculators", "engine"]:
            other = parts[2]
            if (f"engine/{path.name}", other) in LATE and not top:
                continue
            assert ENGINE.index(other) < ENGINE.index(path.stem), f"{path.stem} imports {other}"
        else:
            pytest.fail(f"the engine knows nothing of {name}")


@pytest.mark.parametrize("path", modules("view"), ids=lambda p: p.stem)
def test_the_view_knows_no_calculator_and_no_publishing(path: Path) -> None:
    for name, _ in imports(path):
        if name.startswith("calculators"):
            assert name.split(".")[1] in ("engine", "view"), name


@pytest.mark.parametrize("path", modules("command"), ids=lambda p: p.stem)
def test_the_command_knows_engine_view_and_the_door_of_the_calculators_and_imports_completion_when_asked(
    path: Path,
) -> None:
    for name, top in imports(path):
        if name.startswith("calculators"):
            assert name.split(".")[1] in ("engine", "view", "command", "entry"), name
        else:
            assert name.split(".")[0] in sys.stdlib_module_names or (name == "shtab" and not top), name


@pytest.mark.parametrize("path", modules("cells"), ids=lambda p: p.stem)
def test_cells_know_engine_view_and_the_door_of_the_calculators(path: Path) -> None:
    for name, _ in imports(path):
        if name.startswith("calculators"):
            assert name.split(".")[1] in ("engine", "view", "cells", "entry"), name
        else:
            assert name.split(".")[0] in sys.stdlib_module_names | STANDARD_AND_PINT, name


def test_only_the_build_knows_cells() -> None:
    found = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py")
             if any(name.startswith("calculators.cells") for name, _ in imports(path))}  # fmt: skip
    assert found == {"cells", "publish"}


def test_nothing_imports_the_command_but_its_door() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "command" and any(name.startswith("calculators.command") for name, _ in imports(path))
    }
    assert found == {"cli.py"}


@pytest.mark.parametrize(
    "path", [p for p in PACKAGE.glob("*.py") if p.stem not in ("__init__", "__main__")], ids=lambda p: p.stem
)
def test_nothing_imports_publishing(path: Path) -> None:
    assert not [name for name, _ in imports(path) if name.startswith("calculators.publish")]


def test_every_engine_module_has_its_place() -> None:
    assert {p.stem for p in modules("engine")} - {"__init__"} == set(ENGINE)


def code_lines(path: Path) -> int:
    """Lines of code without docstrings, comments and blank lines."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Constant)
                and isinstance(statement.value.value, str)
            ):
                skipped |= set(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    lines = path.read_text("utf-8").splitlines()
    return sum(
        1
        for n, line in enumerate(lines, start=1)
        if n not in skipped and line.strip() and not line.strip().startswith("#")
    )


@pytest.mark.parametrize(
    ("folder", "most"), [("engine", 250), ("view", 250), (".", 150), ("command", 150), ("cells", 250)]
)
def test_modules_stay_within_their_budget(folder: str, most: int) -> None:
    over = {p.name: code_lines(p) for p in modules(folder) if code_lines(p) > most}
    assert over == {}


def test_the_plugin_and_each_script_stay_within_their_budget() -> None:
    lines = {"plugin.py": code_lines(PACKAGE / "publish" / "plugin.py")}
    for script in (PACKAGE.parent / "runtime" / "live").glob("*.js"):
        code = re.sub(r"/\*.*?\*/", "", script.read_text("utf-8"), flags=re.DOTALL)
        lines[script.name] = sum(1 for line in code.splitlines() if line.strip() and not line.strip().startswith("//"))

    assert lines.keys() >= {"live-calculator.js", "share.js"}
    assert {name: count for name, count in lines.items() if count > 150} == {}
