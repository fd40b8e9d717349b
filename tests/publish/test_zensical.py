"""The hand-written pages come out the same under Zensical, which says nothing of what it doesn't know; so text and markup are compared."""

import html
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from calculators.publish import lists, semantics
from calculators.view.words import words as said

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "about",
    "h20",
    "story/02-cutting-the-wire",
    "maps",
    "calculators/roofline",
    "decisions/0001-diffusion-enforced",
)
ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
OURS = re.compile(r"<(live-calculator|live-map|data)\b.*?</\1>", re.DOTALL)


def zensical(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("zensical")), "build", "--clean"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few pages in a folder of their own, built by Zensical."""
    folder = tmp_path_factory.mktemp("zensical")
    shutil.copy(ROOT / "zensical.toml", folder)
    for page in PAGES:
        (folder / "docs" / "en" / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / "en" / f"{page}.md", folder / "docs" / "en" / f"{page}.md")
    (folder / "docs" / "en" / "index.md").write_text("# Home\n")
    done = zensical(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / ".cache" / "zensical"


def article(site: Path, page: str) -> str:
    """What a page says: without what the plugin adds or moves to the margin, the theme's own buttons, and what only scripts read."""
    text = ARTICLE.search((site / page / "index.html").read_text("utf-8"))
    assert text, page
    return re.sub(
        r'<footer class="page-sources.*?</footer>|<a [^>]*rel="edit".*?</a>|<p class="print-address.*?</p>'
        r'|<story-panel.*?</story-panel>| data-home="[./]*"',
        "",
        text[1],
        flags=re.DOTALL,
    )


def words(text: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).split()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same(theirs: Path, site: Path, page: str) -> None:
    # The plugin's own steps over a page's HTML: names of forms, and the second of two long lists is left to the browser.
    mkdocs, other = article(site, page), lists.once(semantics.mended(article(theirs, page), said("en")))

    assert words(other) == words(mkdocs)
    assert len(words(mkdocs)) > 150
    assert [found[0] for found in OURS.finditer(other)] == [found[0] for found in OURS.finditer(mkdocs)]


def test_calculators_and_live_values_are_among_what_was_compared(theirs: Path) -> None:
    found = {page: {m[1] for m in OURS.finditer(article(theirs, page))} for page in PAGES}
    assert found["h20"] == {"live-calculator", "data"}
    assert "live-calculator" in found["calculators/roofline"]


def test_a_wrong_name_stops_it_with_file_line_and_the_nearest_right_name(tmp_path: Path) -> None:
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "docs" / "en" / "index.md").write_text("# One\n")
    (tmp_path / "docs" / "en" / "two.md").write_text("# Two\n\n{{ nvidia-h2o.tpp }}\n")
    done = zensical(tmp_path)

    assert done.returncode != 0
    assert "two.md:3" in done.stdout + done.stderr
    assert "nvidia-h20" in done.stdout + done.stderr


def test_both_generators_have_the_same_extensions_in_the_same_order() -> None:
    with (ROOT / "mkdocs.yml").open("rb") as file:
        mkdocs = yaml_load(file)["markdown_extensions"]
    assert tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["markdown_extensions"] == mkdocs
    assert list(tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["markdown_extensions"]) == list(
        mkdocs
    )
