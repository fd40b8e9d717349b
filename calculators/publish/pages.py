"""Pages made from the data: one a chip, one an instrument, and their two lists, in the language of the site that is built.

They are Markdown with HTML in it, added in `on_files` as if they stood in docs/. Making them judges every chip on every day on which
the law turned, which takes seconds: what was made is kept in .cache/pages under a hash of all that went into it.
"""

import datetime
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from ..engine.chips import chips
from ..engine.errors import DateFault, Faults
from ..engine.law import Instrument
from ..engine.law_files import law
from ..view.cases import cases_section
from ..view.chip_page import chip_page
from ..view.html import tag
from ..view.index_page import chips_page, regulations_page
from ..view.instrument_page import instrument_page
from ..view.page import Links, Page, Section
from ..view.readings_page import readings_page
from ..view.words import DEFAULT, Words, words
from .access import AUDIT, access_pages
from .claims_pages import claims_pages
from .digests import digest as digest_of
from .embedded import embedded
from .figures import csv_files
from .glossary_pages import glossary_pages
from .panel import panel_files
from .readings import records
from .reference import reference_pages
from .speed import RUN, speed_pages
from .today import build_day
from .twins import without_twin

CASES: Final = Path("tests", "regulations")
KEPT: Final = 4

_made: dict[str, dict[str, str]] = {}


def files(config: MkDocsConfig, root: Path) -> list[File]:
    """The generated pages in the language of a site's configuration, ready to be added to it. A page without its twin stops the build."""
    if missing := without_twin(root / "docs"):
        raise PluginError(
            f"Every page is written in both languages. Not there: {', '.join(f'docs/{path}' for path in missing)}"
        )
    try:
        today = build_day(root)
    except DateFault as fault:
        raise PluginError(str(fault)) from None
    try:
        language = config.mdx_configs["calculators"]["language"]
        found = {**made(root, language, today), **dict(csv_files(words(language))), **panel_files(language)}
        found |= dict(embedded(Path(config.docs_dir)))
    except Faults as faults:
        raise PluginError(str(faults)) from None
    return [File.generated(config, path, content=text) for path, text in found.items()]


def made(root: Path, language: str, today: datetime.date) -> dict[str, str]:
    """The same as texts by their path, from the cache if nothing that they are made of has changed."""
    key = f"{language}-{_fingerprint(root, today)}"
    if key not in _made:
        kept = root / ".cache" / "pages" / f"{key}.json.gz"
        if kept.is_file():
            _made[key] = json.loads(gzip.decompress(kept.read_bytes()))
            os.utime(kept)
        else:
            _made[key] = dict(_make(root, words(language), today))
            _keep(kept, _made[key])
    return _made[key]


def _make(root: Path, said: Words, today: datetime.date) -> Iterator[tuple[str, str]]:
    decisions = records(root)
    links, lists = Links("../../", decisions), Links("../", decisions)
    yield "chips/index.md", markdown(chips_page(today, lists, said))
    yield "regulations/index.md", markdown(regulations_page(today, lists, said))
    yield "readings/index.md", markdown(readings_page(lists, said))
    yield from ((path, markdown(page)) for path, page in claims_pages(said))
    yield from ((path, markdown(page)) for path, page in glossary_pages(said))
    yield from ((path, markdown(page)) for path, page in access_pages(root, said))
    yield from ((path, markdown(page)) for path, page in speed_pages(root, said))
    if said.language == DEFAULT:
        yield from reference_pages()
    for chip in chips().values():
        yield f"chips/{chip.id}.md", markdown(chip_page(chip, today, links, said), said("pages.all-chips"))
    for instrument in law().instruments.values():
        page = instrument_page(instrument, today, links, said, _cases(root, instrument, links, said))
        yield f"regulations/{instrument.id}.md", markdown(page, said("pages.all-regulations"))


def _cases(root: Path, instrument: Instrument, links: Links, said: Words) -> Section | None:
    """The worked cases stand with the tests, outside the package; without them the section is left out."""
    path = root / CASES / f"{instrument.stem}.yaml"
    return cases_section(yaml.safe_load(path.read_text("utf-8")) or [], links, said) if path.is_file() else None


def markdown(page: Page, up: str = "") -> str:
    """A page as Markdown: front matter, headings that the table of contents reads, everything else HTML. `up` leads to the list.

    >>> print(markdown(Page("A_b", "One.", tag("p", "<&"), (Section("x", "Two", tag("p", "3")),))))
    ---
    title: "A_b"
    description: "One."
    hide: [navigation]
    ---
    <BLANKLINE>
    # A\\_b
    <BLANKLINE>
    <div class="record"><p>&lt;&amp;</p></div>
    <BLANKLINE>
    ## Two {: #x }
    <BLANKLINE>
    <div class="record"><p>3</p></div>
    """
    front: dict[str, object] = {"title": page.title, "description": page.description}
    if page.card:
        front["card"] = dict(page.card)
    head = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in front.items()]
    hidden = "navigation, toc" if page.wide else "navigation"
    way = [str(tag("p", tag("a", up, href="../"), class_="record-up"))] if up else []
    blocks = ["\n".join(["---", *head, f"hide: [{hidden}]", "---"]), *way, f"# {_plain(page.title)}"]
    blocks.append(str(tag("div", page.lead, class_="record")))
    for section in page.sections:
        blocks.append(f"{'#' * section.level} {_plain(section.title)} {{: #{section.id} }}")
        blocks.append(str(tag("div", section.body, class_="record", data_search_exclude=section.quiet)))
    # One block, one line: a line break of the data means no more than a space.
    return "\n\n".join(block.replace("\n", " ") if block.startswith("<") else block for block in blocks)


def _plain(text: str) -> str:
    """A text as Markdown that means nothing but itself."""
    return re.sub(r"([\\`*_{}\[\]#|])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


def _fingerprint(root: Path, today: datetime.date) -> str:
    digest = hashlib.sha256(today.isoformat().encode())
    places = (root / "calculators", root / CASES, root / "docs" / "en" / "decisions")
    every = (
        path for place in places for path in place.rglob("*") if path.suffix in (".py", ".toml", ".txt", ".yaml", ".md")
    )
    for path in (*sorted(every), *(root / run for run in (AUDIT, RUN) if (root / run).is_file())):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(digest_of(path))
    return digest.hexdigest()[:16]


def _keep(path: Path, texts: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(gzip.compress(json.dumps(texts, ensure_ascii=False).encode(), 1, mtime=0))
    beside.replace(path)
    for old in sorted(path.parent.glob("*.gz"), key=lambda found: found.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
