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
CONFIGS = {"en": "zensical.toml", "zh-Hant": "zensical.zh-Hant.toml"}
ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
OURS = re.compile(r"<(live-calculator|live-map|data)\b.*?</\1>", re.DOTALL)


def zensical(folder: Path, config: str = "zensical.toml") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("zensical")), "build", "--clean", "--config-file", config],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of each language as Zensical builds it, of a few pages."""
    found = {}
    for language, config in CONFIGS.items():
        folder = tmp_path_factory.mktemp("zensical")
        shutil.copy(ROOT / config, folder)
        docs = Path("docs", language)
        for page in PAGES:
            if (ROOT / docs / f"{page}.md").is_file():
                (folder / docs / page).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / docs / f"{page}.md", folder / docs / f"{page}.md")
        (folder / docs / "index.md").write_text("# Home\n")
        done = zensical(folder, config)
        assert done.returncode == 0, done.stdout + done.stderr
        found[language] = folder / tomllib.loads((ROOT / config).read_text("utf-8"))["project"]["site_dir"]
    return found


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


@pytest.mark.parametrize(
    ("language", "page"),
    [(language, page) for language in CONFIGS for page in PAGES if (ROOT / "docs" / language / f"{page}.md").is_file()],
)
def test_a_page_says_the_same(theirs: dict[str, Path], site: Path, language: str, page: str) -> None:
    mkdocs = article(site / ("" if language == "en" else language), page)
    # The plugin's own steps over a page's HTML: names of forms, and the second of two long lists is left to the browser.
    other = lists.once(semantics.mended(article(theirs[language], page), said(language)))

    assert words(other) == words(mkdocs)
    assert len(words(mkdocs)) > 50
    assert [found[0] for found in OURS.finditer(other)] == [found[0] for found in OURS.finditer(mkdocs)]


@pytest.mark.parametrize("language", CONFIGS)
def test_calculators_and_live_values_are_among_what_was_compared(theirs: dict[str, Path], language: str) -> None:
    found = {
        page: {m[1] for m in OURS.finditer(article(theirs[language], page))} for page in ("h20", "calculators/roofline")
    }
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


@pytest.mark.parametrize(("language", "config"), CONFIGS.items())
def test_both_generators_have_the_same_extensions_in_the_same_order(language: str, config: str) -> None:
    with (ROOT / "mkdocs.yml").open("rb") as file:
        mkdocs = yaml_load(file)["markdown_extensions"]
    zensicals = tomllib.loads((ROOT / config).read_text("utf-8"))["project"]["markdown_extensions"]
    assert list(zensicals) == list(mkdocs)
    assert zensicals.pop("calculators") == {"language": language}
    assert zensicals == {name: options for name, options in mkdocs.items() if name != "calculators"}
