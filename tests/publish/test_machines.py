"""What programs take: the feed, redirects, llms.txt and robots.txt, and each page's Markdown in the site as built."""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from calculators.engine.chips import chips
from calculators.engine.law_files import law
from calculators.publish import data_files, feed, machines, offline, redirects
from calculators.publish.embedded import FOLDER as FRAMES
from calculators.view.words import words

ATOM = {"a": feed.ATOM}
ADDRESS = "https://example.org/a/"
LANGUAGES = ["en", "zh-Hant"]


# The feed


def parsed(language: str) -> ElementTree.Element:
    return ElementTree.fromstring(feed.feed(words(language), "A < B", ADDRESS).encode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_has_what_atom_demands(language: str) -> None:
    root = parsed(language)
    entries = root.findall("a:entry", ATOM)

    assert (root.findtext("a:title", namespaces=ATOM) or "").startswith("A < B")
    for name in ("title", "id", "updated", "author/a:name"):
        assert root.findtext(f"a:{name}", namespaces=ATOM), name
    ids = [entry.findtext("a:id", namespaces=ATOM) or "" for entry in entries]
    assert len(set(ids)) == len(ids) == len(law().instruments) + len(feed.checks())
    for entry in entries:
        assert (entry.findtext("a:id", namespaces=ATOM) or "").startswith("urn:uuid:")
        assert entry.findtext("a:title", namespaces=ATOM) and entry.findtext("a:summary", namespaces=ATOM)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext("a:updated", namespaces=ATOM) or "")
    days = [entry.findtext("a:updated", namespaces=ATOM) or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == days[0]


def test_an_entry_stands_on_the_day_of_its_publication_or_else_of_its_effect() -> None:
    days = {
        link.get("href"): (entry.findtext("a:updated", namespaces=ATOM) or "")[:10]
        for entry in parsed("en").findall("a:entry", ATOM)
        for link in entry.findall("a:link", ATOM)
    }

    assert days[f"{ADDRESS}regulations/oct-2023/"] == "2023-10-25"
    assert days[f"{ADDRESS}regulations/is-informed-2025/"] == "2025-04-09"


def test_what_was_checked_or_changed_is_named_on_its_day() -> None:
    told = {
        (entry.findtext("a:updated", namespaces=ATOM) or "")[:10]: entry.findtext("a:summary", namespaces=ATOM) or ""
        for entry in parsed("en").findall("a:entry", ATOM)
        if entry.find(f"a:link[@href='{ADDRESS}data/']", ATOM) is not None
    }

    assert told.keys() == {day.isoformat() for day in feed.checks()}
    assert max(told) == data_files.last_checked().isoformat()
    for chip in chips().values():
        assert chip.name in told[str(chip.checked)]
    for instrument in law().instruments.values():
        assert instrument.title["en"] in told[str(instrument.checked)]


def test_ids_do_not_change_with_the_address_and_differ_by_language() -> None:
    def ids(language: str, address: str) -> set[str]:
        root = ElementTree.fromstring(feed.feed(words(language), "A < B", address).encode())
        return {found.text or "" for found in root.iter(f"{{{feed.ATOM}}}id")}

    assert ids("en", ADDRESS) == ids("en", "https://other.example/")
    assert not ids("en", ADDRESS) & ids("zh-Hant", ADDRESS)


# Redirects


def pages(*names: str) -> Files:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": "docs", "site_dir": "site"})
    return Files([File(name, "docs", "site", use_directory_urls=True) for name in names])


def test_a_redirect_leads_to_the_address_of_its_page() -> None:
    assert redirects.targets({"map/": "maps.md", "a/b/": "chips/index.md"}, pages("maps.md", "chips/index.md")) == {
        "map/": "maps/",
        "a/b/": "chips/",
    }


@pytest.mark.parametrize(
    ("old", "page", "says"),
    [
        ("map/", "map.md", "nearest: maps.md"),
        ("map/", "https://example.org/", "no page of this site"),
        ("maps/", "maps.md", "a page has this address"),
        ("map", "maps.md", "ends in a slash"),
        ("/map/", "maps.md", "below the site's root"),
        ("../map/", "maps.md", "below the site's root"),
    ],
)
def test_a_redirect_that_can_not_be_stops_the_build(old: str, page: str, says: str) -> None:
    with pytest.raises(PluginError, match=re.escape(says)):
        redirects.targets({old: page}, pages("maps.md", "h20.md"))


def test_a_redirect_needs_no_script_and_can_be_followed_by_hand(tmp_path: Path) -> None:
    config = SimpleNamespace(
        site_dir=str(tmp_path),
        site_url=ADDRESS,
        theme={"language": "en"},
        mdx_configs={"calculators": {"language": "en"}},
    )
    redirects.write({"a/map/": "maps/"}, config, serving=False)  # type: ignore[arg-type]
    html = (tmp_path / "a" / "map" / "index.html").read_text("utf-8")

    assert '<meta http-equiv="refresh" content="0; url=../../maps/">' in html
    assert f'<link rel="canonical" href="{ADDRESS}maps/">' in html
    assert '<a href="../../maps/">' in html
    assert "<script" not in html and "Content-Security-Policy" in html


# robots.txt


def test_without_an_address_robots_name_no_sitemap() -> None:
    assert machines.robots("", ["zh-Hant"]) == "User-agent: *\nAllow: /\n"


# The site as built


def folders(site: Path) -> list[Path]:
    """Where a page of the reader's is: neither an error page nor one that sends on or stands in other sites' frames."""
    found = (path for path in site.rglob("index.html") if 'http-equiv="refresh"' not in path.read_text("utf-8"))
    return [path.parent for path in found if FRAMES not in path.relative_to(site).parts]


def test_every_page_has_its_markdown_and_names_it(site: Path) -> None:
    for folder in folders(site):
        text = (folder / machines.MARKDOWN).read_text("utf-8")
        assert re.match(r'---\ntitle: ".+"\n(?:description: ".+"\n)?---\n\n', text), folder
        assert not re.search(r"@@|<live-|<div|\{:|```calculator", text), folder
        html = (folder / "index.html").read_text("utf-8")
        assert '<link rel="alternate " type="text/markdown" href="index.md">' in html
        (atom,) = re.findall(r'<link rel="alternate " type="application/atom\+xml" title="[^"]+" href="([^"]+)">', html)
        assert (folder / atom).is_file()


def test_links_between_the_markdown_of_pages_lead_somewhere(site: Path) -> None:
    broken = []
    for path in site.rglob(machines.MARKDOWN):
        text = path.read_text("utf-8")
        assert set(re.findall(r"\]\(([\w-]+):", text)) <= {"http", "https"}, path
        for link in re.findall(r"\]\(([^)\s:#?]+)(?:[#?][^)]*)?\)", text):
            if not (path.parent / link).exists():
                broken.append(f"{path.relative_to(site)}: {link}")

    assert broken == []


def test_an_explainer_has_its_code_and_what_came_of_it(site: Path) -> None:
    text = (site / "explainers" / "density" / machines.MARKDOWN).read_text("utf-8")

    assert "from calculators import" in text
    assert re.search(r"^\| .* \|\n\|(?: --- \|)+$", text, re.MULTILINE)


def test_llms_txt_names_every_page_and_file(site: Path, site_url: str) -> None:
    text = (site / machines.LLMS).read_text("utf-8")
    title, summary, *rest = text.split("\n\n")
    links = re.findall(r"^- \[[^\n]*?\]\((\S+)\)(?:: .+)?$", text, re.MULTILINE)

    assert title.startswith("# ") and summary.startswith("> ") and rest
    assert all(link.startswith(site_url) and (site / link.removeprefix(site_url)).is_file() for link in links)
    english = {folder for folder in folders(site) if "zh-Hant" not in folder.relative_to(site).parts}
    listed = {(site / link.removeprefix(site_url)).parent for link in links if link.endswith(machines.MARKDOWN)}
    assert listed == english | {site / "zh-Hant"}
    assert {urljoin(site_url, name) for name in data_files.files()} <= set(links)


def test_data_and_feeds_stand_in_the_site(site: Path, site_url: str) -> None:
    for path, text in data_files.files().items():
        assert (site / path).read_bytes() == text.encode()
    for name in data_files.SETS:
        assert (site / "data" / f"{name}.schema.json").is_file()
    assert not list((site / "zh-Hant" / "data").glob("*.json"))
    for folder in ("", "zh-Hant/"):
        for link in ElementTree.parse(site / folder / feed.PATH).iter(f"{{{feed.ATOM}}}link"):
            place = site / (link.get("href") or "").removeprefix(site_url)
            assert (place / "index.html" if place.is_dir() else place).is_file(), place
    assert f"Sitemap: {site_url}zh-Hant/sitemap.xml" in (site / machines.ROBOTS).read_text("utf-8")
    assert machines.MARKDOWN not in (site / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("page", ["chips/", "regulations/", "claims/", "data/", "zh-Hant/chips/", "zh-Hant/data/"])
def test_a_page_of_data_describes_it_in_its_head(site: Path, site_url: str, page: str) -> None:
    head = (site / page / "index.html").read_text("utf-8").partition("</head>")[0]
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)

    about = json.loads(script)
    for each in about.get("@graph", [about]):
        assert each["url"].startswith(site_url)
        assert all(
            (site / urlsplit(one["contentUrl"]).path.removeprefix(urlsplit(site_url).path)).is_file()
            for one in each["distribution"]
        )


def test_what_programs_take_is_not_kept_for_reading_offline(site: Path) -> None:
    listed = json.loads((site / offline.LIST).read_text())

    assert not [path for path in listed if path.endswith(machines.NAMES) or re.fullmatch(r"data/.+", path)]
    assert "data/" in listed
