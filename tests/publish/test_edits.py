"""Each page's edit link leads to the file that it was written in or made from; without a repository there is none."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config import load_config

from calculators.publish import edits, pages
from calculators.publish.today import build_day
from tests.publish.test_pages import ROOT

REPOSITORY = "https://github.com/owner/name"
TABLE = [
    ("index.md", "en", False, "docs/en/index.md"),
    ("story/07-a-dinner.md", "zh-Hant", False, "docs/zh-Hant/story/07-a-dinner.md"),
    ("timeline.md", "en", False, "docs/en/timeline.md"),
    ("decisions/0001-diffusion-enforced.md", "en", False, "docs/en/decisions/0001-diffusion-enforced.md"),
    ("explainers/density.py", "zh-Hant", True, "explainers/density.py"),
    ("chips/nvidia-h20.md", "zh-Hant", True, "calculators/data/chips/nvidia-h20.toml"),
    ("chips/index.md", "en", True, "calculators/data/chips/"),
    ("regulations/oct-2023.md", "en", True, "calculators/data/regulations/2023-11-17-oct-2023.toml"),
    ("regulations/index.md", "en", True, "calculators/data/regulations/"),
    ("readings/index.md", "en", True, "calculators/data/regulations/"),
    ("claims/index.md", "en", True, "calculators/data/claims/"),
    ("glossary/index.md", "zh-Hant", True, "calculators/data/glossary/"),
    ("reference/classes.md", "en", True, "calculators/__init__.py"),
    ("speed/index.md", "en", True, ""),
]


@pytest.mark.parametrize(("page", "language", "made", "path"), TABLE)
def test_where_a_page_is_edited(page: str, language: str, made: bool, path: str) -> None:
    assert edits.source(page, language, made=made) == path


@pytest.mark.usefixtures("site")
def test_every_page_leads_to_a_file_or_folder_that_is_there() -> None:
    # Those that the site was built from are kept.
    today = build_day(ROOT)
    made = {(page, language, True) for language in ("en", "zh-Hant") for page in pages.made(ROOT, language, today)}
    made |= {(f"explainers/{path.name}", "en", True) for path in (ROOT / "explainers").glob("*.py")}
    written = {
        (path.relative_to(ROOT / "docs" / language).as_posix(), language, False)
        for language in ("en", "zh-Hant")
        for path in (ROOT / "docs" / language).rglob("*.md")
    }
    without = set()
    for page, language, is_made in made | written:
        path = edits.source(page, language, made=is_made)
        assert (ROOT / path).is_dir() is (path == "" or path.endswith("/")), (page, path)
        assert (ROOT / path).exists(), (page, path)
        without |= {page} if not path else set()
    assert without == {"access/index.md", "speed/index.md"}


ADDRESSES = [
    ("", "docs/en/h20.md", None),
    (REPOSITORY, "", None),
    (REPOSITORY, "docs/en/h20.md", f"{REPOSITORY}/edit/main/docs/en/h20.md"),
    (f"{REPOSITORY}/", "calculators/data/chips/", f"{REPOSITORY}/tree/main/calculators/data/chips/"),
]


@pytest.mark.parametrize(("repository", "path", "address"), ADDRESSES)
def test_the_address_of_a_file_and_of_a_folder(repository: str, path: str, address: str | None) -> None:
    assert edits.address(repository, path) == address


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.zh-Hant.yml"])
@pytest.mark.parametrize("repository", [REPOSITORY, "", None])
def test_the_theme_shows_the_link_and_asks_nobody_for_anything(
    monkeypatch: pytest.MonkeyPatch, name: str, repository: str | None
) -> None:
    if repository is None:
        monkeypatch.delenv("REPOSITORY", raising=False)
    else:
        monkeypatch.setenv("REPOSITORY", repository)
    config = load_config(str(ROOT / name))
    file = SimpleNamespace(src_uri="h20.md", generated_by=None)
    page = SimpleNamespace(file=file, content="", meta={}, url="h20/", edit_url="kept?", canonical_url="", title="H20")
    plugin = config.plugins["calculators"]
    context: Any = {"config": config}
    plugin.on_page_context(context, page=page)
    language = "en" if name == "mkdocs.yml" else "zh-Hant"
    shown = config.theme.get_env().get_template("partials/actions.html")
    html = shown.render(page=page, config=config, features=config.theme["features"], lang=SimpleNamespace(t=str))

    wanted = [f"{REPOSITORY}/edit/main/docs/{language}/h20.md"] if repository else []
    assert re.findall(r'<a href="([^"]*)"[^>]* rel="edit"', html) == wanted
    assert bool(html.strip()) is bool(repository)
    # The theme asks the host of `repo_url` for the project's stars.
    assert not config.repo_url


def test_no_template_of_ours_or_of_the_theme_can_show_the_box_that_asks_for_stars() -> None:
    for path in Path(ROOT / "docs" / "overrides").rglob("*.html"):
        assert "repo_url" not in path.read_text("utf-8"), path.name
