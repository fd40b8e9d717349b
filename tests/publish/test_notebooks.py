"""The explainers: the same outputs from Jupyter at build, from CPython and from Pyodide; pages as light as any other."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import jupytext
import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from calculators import entry
from calculators.cells.display import html
from calculators.cells.session import Session
from calculators.publish.notebooks import CELL, files, filtered, notebooks
from calculators.publish.policy import integrity

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "zh-Hant")
NOTEBOOKS = notebooks(ROOT)
EVERY = list(product(NOTEBOOKS, LANGUAGES))
IDS = [f"{path.stem}-{language}" for path, language in EVERY]


def code(path: Path) -> list[str]:
    cells = jupytext.reads(filtered(path.read_text("utf-8"), "en"), fmt="py:percent").cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def shown(pieces: list[Any]) -> str:
    """A cell's pieces as the page has them: text printed in a row is one block, however it was cut."""
    parts: list[str] = []
    before = ""
    for kind, piece in pieces:
        if kind == "text" and before == "text":
            parts[-1] = parts[-1].removesuffix("</pre>") + str(html(piece)) + "</pre>"
        else:
            parts.append(f"<pre>{html(piece)}</pre>" if kind == "text" else str(html(piece)))
        before = kind
    return "".join(parts).replace("&#10;", "\n")


def run(path: Path, language: str) -> Iterator[str]:
    pieces: list[Any] = []
    session = Session(language, lambda kind, piece: pieces.append([kind, piece]))
    for number, source in enumerate(code(path), start=1):
        pieces.clear()
        assert session.run(str(number), source), shown(pieces)
        yield shown(pieces)


@pytest.fixture(scope="session")
def in_cpython() -> dict[str, list[str]]:
    return {id: list(run(*each)) for id, each in zip(IDS, EVERY, strict=True)}


@pytest.fixture(scope="session")
def in_pyodide(node: str, runtime: Path) -> dict[str, list[str]]:
    done = subprocess.run(
        [node, str(Path(__file__).with_name("run_cells.mjs")), str(runtime)],
        input=json.dumps([[language, code(path)] for path, language in EVERY]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout)
    return {id: [shown(pieces) for _, pieces in cells] for id, cells in zip(IDS, found, strict=True)}


@pytest.mark.parametrize("id", IDS)
def test_pyodide_finds_what_cpython_finds(id, in_cpython, in_pyodide):
    assert in_pyodide[id] == in_cpython[id]


@pytest.mark.parametrize(("path", "language"), EVERY, ids=IDS)
def test_a_page_comes_with_what_its_cells_find(path, language, in_cpython, site):
    page = page_of(site, path, language).read_text("utf-8").replace("&#10;", "\n")
    for number, expected in enumerate(in_cpython[f"{path.stem}-{language}"], start=1):
        cell = re.search(
            rf'<live-code cell="{number}">.*?<div [^>]*class="cell-out"[^>]*>(.*?)</div>\s*</live-code>',
            page,
            re.DOTALL,
        )
        assert cell, number
        assert re.sub(r">\s+<", "><", undrawn(cell[1])).strip() == re.sub(r">\s+<", "><", summed(expected)).strip(), (
            number
        )


def undrawn(page: str) -> str:
    """A page without its charts' pictures, of which each must be one."""
    return re.sub(r'(<figure class="cell-chart" data-chart="[^"]*">)<svg .*?</svg>', r"\1", page, flags=re.DOTALL)


def summed(cells: str) -> str:
    """What cells gave, with each chart's checksum in the place of its Vega-Lite."""
    return re.sub('data-spec="([^"]*)"', lambda found: f'data-chart="{integrity(unescape(found[1]).encode())}"', cells)


def page_of(site: Path, path: Path, language: str) -> Path:
    return site / ("" if language == "en" else language) / "explainers" / path.stem / "index.html"


@pytest.mark.parametrize(("path", "language"), EVERY, ids=IDS)
def test_a_page_is_light_and_carries_nothing_of_jupyter(path, language, site):
    page = page_of(site, path, language).read_bytes()

    assert len(gzip.compress(page, 9)) <= 20_000
    assert not re.search(rb"<style|jp-|highlight-ipynb|MathJax|cdn", page, re.IGNORECASE)


@pytest.mark.parametrize(("path", "language"), EVERY, ids=IDS)
def test_what_a_reader_takes_home_is_there_and_runs(path, language, site, tmp_path):
    folder = page_of(site, path, language).parents[1] / "files"
    notebook = jupytext.read(folder / f"{path.stem}.ipynb")
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code"] == code(path)
    assert all(cell.source.strip() for cell in notebook.cells)

    script = folder / f"{path.stem}.py"
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_languages_say_as_much_between_the_same_cells(path):
    order = [CELL.match(line) for line in path.read_text("utf-8").splitlines()]
    heads = [(bool(head["kind"]), "zh-Hant" in head["about"]) for head in order if head]
    prose = "".join("c" if not kind else "中" if chinese else "e" for kind, chinese in heads)

    assert re.fullmatch(r"((e中)+c+)+e中", prose), prose


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_explainer_names_claims_and_asks_a_question(path):
    text = path.read_text("utf-8")

    assert len(re.findall(r"\{\{ c\d{3}", text)) >= 2
    assert 'answer = "?"' in text or path.stem == "own_chip"


def test_prose_without_a_language_stops_the_build():
    with pytest.raises(PluginError, match=r"x\.py:2: # %% \[markdown\]: prose names its language"):
        filtered("# %%\n# %% [markdown]\n# Hello", "en", "x.py")


def test_lines_keep_their_numbers():
    text = NOTEBOOKS[0].read_text("utf-8")
    for language in LANGUAGES:
        ours = filtered(text, language).split("\n")
        assert len(ours) == len(text.splitlines())
        assert all(line in ("", before) or "%%" in line for line, before in zip(ours, text.splitlines(), strict=True))


def test_calculators_is_still_the_list_of_calculators():
    assert "cells" not in entry.calculators()


def test_a_download_is_the_same_at_each_build() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins._current_plugin = "calculators"
    once, again = ({file.src_uri: file.content_string for file in files(config, ROOT) if file.src_uri.endswith(".ipynb")}
                   for _ in range(2))  # fmt: skip

    assert once == again
    for text in once.values():
        ids = [cell["id"] for cell in json.loads(text)["cells"]]
        assert len(ids) == len(set(ids)) > 3
