"""The built site as a whole, and the server that an author works with."""

import datetime
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from calculators.publish import theme_styles
from calculators.publish.today import build_day
from calculators.publish.twins import EXEMPT

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = r"((?:https?:)?//[^\s\"')>]+)"
LOADS = {
    ".html": r"<(?:script|img|iframe|source|audio|video|embed)\b[^>]*\bsrc=[\"']?" + ELSEWHERE,
    ".css": r"url\([\"']?" + ELSEWHERE,
}


def test_both_languages_have_the_same_pages(site):
    english = {path.relative_to(site) for path in site.rglob("*.html") if "zh-Hant" not in path.parts}
    chinese = {path.relative_to(site / "zh-Hant") for path in (site / "zh-Hant").rglob("*.html")}

    assert {path for path in english if not path.as_posix().startswith(EXEMPT)} == chinese


def test_no_page_loads_anything_from_elsewhere(site, site_url):
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert re.findall(LOADS[path.suffix], text) == [], path
        links = re.findall(r"<link\b[^>]*>", text)
        assert [link for link in links if re.search(ELSEWHERE, link) and site_url not in link] == [], path


def test_language_links_lead_to_the_same_page(site):
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        head = re.findall(r'<link rel="alternate " href="([^"]*)"', text)
        header = re.findall(r'<a href="([^"]*)" target="_self" data-root=', text)
        if 'http-equiv="refresh"' in text or "embed" in path.parts:
            assert header == []
            continue
        # An untranslated page names no other in its head; its header leads to the other language's home page.
        assert head in ([], header)
        assert [(path.parent / link / "index.html").is_file() for link in header] == [True, True], path


def test_every_link_within_the_site_leads_somewhere(site):
    broken = []
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r'\b(?:href|src)="([\w-]+):', text)) <= {"http", "https", "data"}, path
        for link in re.findall(r'\b(?:href|src)="([^"#?:]+)(?:[#?][^":]*)?"', text):
            target = path.parent / link
            if not (target / "index.html" if target.is_dir() else target).is_file():
                broken.append(f"{path.relative_to(site)}: {link}")

    assert broken == []


def test_no_page_uses_what_was_taken_out_of_the_themes_style_sheet(site):
    gone = re.compile(rf"(?:{'|'.join(theme_styles.GONE)})(?![a-z0-9])")
    used = {}
    for path in site.rglob("*.html"):
        for names in re.findall(r'\bclass="?([^">]+)', path.read_text(encoding="utf-8")):
            for name in names.split():
                if gone.match(name):
                    used.setdefault(name, path.relative_to(site))

    assert used == {}
    [sheet] = site.rglob("*.css")
    css = sheet.read_text("utf-8")
    assert ".md-header" in css and ".lc-answer" in css
    assert not re.search(r"\.(?:admonition|mermaid)\b", css)


def test_every_page_asks_for_one_style_sheet(site):
    asked = {}
    for path in site.rglob("*.html"):
        links = re.findall(r'<link[^>]*rel="?stylesheet"?[^>]*>', path.read_text(encoding="utf-8"))
        if len(links) != 1 and "http-equiv" not in path.read_text(encoding="utf-8"):
            asked[str(path.relative_to(site))] = links

    assert asked == {}


def test_languages_share_one_runtime(site):
    assert (site / "assets" / "runtime" / "manifest.js").is_file()
    assert not (site / "zh-Hant" / "assets" / "runtime").exists()
    for page, way in {
        "index": "",
        "h20/index": "../",
        "zh-Hant/index": "../",
        "zh-Hant/h20/index": "../../",
    }.items():
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        assert f'<script src="{way}assets/live/index.js" type="module">' in text


@pytest.fixture(scope="module")
def served(site, tmp_path_factory):
    """`mkdocs serve` on a copy of the pages; gives the copy, and a function from page to text.

    It takes what was built before from the same cache, on the same day: to build it anew would take longer than all that is asked here.
    """
    copy = tmp_path_factory.mktemp("served")
    for name in (
        "mkdocs.yml",
        "mkdocs.zh-Hant.yml",
        "calculators",
        "explainers",
        "runtime",
        "tests",
        "pyproject.toml",
        ".cache",
    ):
        (copy / name).symlink_to(ROOT / name)
    subprocess.run(["cp", "-r", str(ROOT / "docs"), str(copy)], check=True)
    midnight = datetime.datetime.combine(build_day(ROOT), datetime.time(), datetime.UTC)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    log = copy / "log"
    environment = {
        **os.environ,
        "SITE_URL": f"http://localhost:{port}/",
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
    }
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"localhost:{port}"],
            cwd=copy,
            env=environment,
            stdout=out,
            stderr=out,
        )

    def get(page: str) -> str:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/{page}", timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, TimeoutError):
            assert server.poll() is None, log.read_text()
            return ""

    try:
        wait_for(lambda: get("about/"), 600)
        # The server polls; an edit in the very moment of its start would not be seen.
        time.sleep(1)
        yield copy, get
    finally:
        server.terminate()
        server.wait()


def wait_for(condition, seconds: float = 180) -> None:
    """How long an edit takes is told by the benchmark; the limit here is for a machine with ten other things to do."""
    started = time.perf_counter()
    while not condition():
        assert time.perf_counter() - started < seconds
        time.sleep(0.05)


@pytest.mark.parametrize(("source", "page"), [("en", "about/"), ("zh-Hant", "zh-Hant/about/")])
def test_an_edit_is_served_without_a_restart(served, source, page):
    copy, get = served
    path = copy / "docs" / source / "about.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nJust now.\n", encoding="utf-8")

    wait_for(lambda: "Just now." in get(page))
