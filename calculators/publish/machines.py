"""What programs take from the finished site: each page as Markdown, the feed, and at the root llms.txt and robots.txt.

None of it is a page of the reader's, so none is in the list that the service worker keeps (`offline.py`), nor in the sitemap.
"""

import json
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from ..view.html_text import as_text
from ..view.words import Words, words
from . import data_files, feed
from .as_markdown import as_markdown
from .claims_markdown import SOURCE
from .embedded import FOLDER as FRAMES
from .plain_pages import plain_page
from .today import build_day

MARKDOWN: Final = "index.md"
"""What is added to a page's address."""
LLMS: Final = "llms.txt"
ROBOTS: Final = "robots.txt"
NAMES: Final = (MARKDOWN, LLMS, ROBOTS, feed.PATH)
DATA: Final = "{{ data.version }}", "{{ data.site }}"
"""What the page of the data writes for the version of the files and the address of the site."""
HOW: Final = """\
Every page's address ends in a slash; add index.md to it for the page as Markdown. The same pages in Traditional Chinese stand under
zh-Hant/. Figures are dense rates, exact, with their unit; "unknown" means that no source gives the figure. Each page of a chip or a
legal text names its sources. Not legal advice."""


def with_version(markdown: str, config: MkDocsConfig) -> str:
    """A page's Markdown with the version of the data and the site's address."""
    if not any(mark in markdown for mark in DATA):
        return markdown
    return markdown.replace(DATA[0], data_files.version()).replace(DATA[1], root_address(config))


def root_address(config: MkDocsConfig) -> str:
    """The address of the whole site, from any language's build."""
    home: str = config.plugins["calculators"].config.home
    return urljoin(config.site_url or "", home)


def write(config: MkDocsConfig, files: Files, nav: Navigation) -> None:
    """Write one language's files into its folder; the root's own come with the site that holds the runtime."""
    site, said = Path(config.site_dir), _said(config)
    for page in _pages(files):
        path = site / page.url / MARKDOWN
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown_of(page, files, said), "utf-8")
    (site / feed.PATH).write_text(feed.feed(said, config.site_name, config.site_url or ""), "utf-8")
    if config.plugins["calculators"].config.home:
        return
    others = [Path(path).stem.removeprefix("mkdocs.") for path in config.plugins["calculators"].config.languages]
    (site / LLMS).write_text(llms(config, files, nav, others), "utf-8")
    (site / ROBOTS).write_text(robots(config.site_url or "", others), "utf-8")


def _said(config: MkDocsConfig) -> Words:
    return words(config.mdx_configs["calculators"]["language"])


def _pages(files: Files) -> Iterator[Page]:
    pages = (file.page for file in files.documentation_pages() if file.page)
    return (page for page in pages if not page.file.src_uri.startswith(f"{FRAMES}/"))


def markdown_of(page: Page, files: Files, said: Words) -> str:
    """A page as Markdown, with its title and description at its head."""
    SOURCE.set((page.file.src_uri, page.markdown or ""))
    text = plain_page(page.file.src_uri, build_day(), said) if page.file.generated_by else None
    if text is None and page.file.generated_by and page.file.src_uri.endswith(".md"):
        text = as_text(page.content or "")
    if text is None:
        text = as_markdown(page.markdown or "", said, lambda target: _leads(page, target, files))
    head = {"title": page.title, "description": page.meta.get("description", "")}
    front = "\n".join(f"{key}: {json.dumps(str(value), ensure_ascii=False)}" for key, value in head.items() if value)
    return f"---\n{front}\n---\n\n{text}\n"


def _leads(page: Page, target: str, files: Files) -> str | None:
    """Where a link to a file leads: to a page's Markdown, or to the file."""
    file = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), target)))
    if file is None:
        return None
    way = get_relative_url(file.url, page.url)
    return f"{way.rstrip('/')}/{MARKDOWN}" if file.page else way


def llms(config: MkDocsConfig, files: Files, nav: Navigation, others: Iterable[str]) -> str:
    """What the site holds, for language models: https://llmstxt.org/."""
    address = config.site_url or ""
    parts = [f"# {config.site_name}", f"> {config.site_description}", HOW]
    sections: dict[str, list[str]] = {}
    listed = {page.file.src_uri for page in nav.pages}
    for page in (*nav.pages, *(page for page in _pages(files) if page.file.src_uri not in listed)):
        sections.setdefault(_section(page, listed), []).append(_line(page, address))
    sections["Data"] = [f"- [{name}]({urljoin(address, name)})" for name in data_files.files()]
    names = {each["link"].strip("./"): each["name"] for each in config.extra["alternate"]}
    sections["Other languages"] = [f"- [{names[one]}]({urljoin(address, f'{one}/{MARKDOWN}')})" for one in others]
    sections["Optional"] = sections.pop("Optional", [])
    parts += [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections.items() if lines]
    return "\n\n".join(parts) + "\n"


def _section(page: Page, listed: Iterable[str]) -> str:
    """The section of the nav's top level; a list's members beside it; what no nav leads to, such as the decisions, at the end."""
    folder = page.file.src_uri.partition("/")[0]
    if page.file.src_uri not in listed:
        return {"chips": "Chips", "regulations": "Regulations"}.get(folder, "Optional")
    if ancestors := list(page.ancestors):
        return str(ancestors[-1].title)
    return {"chips": "Chips", "regulations": "Regulations"}.get(folder, "Pages")


def _line(page: Page, address: str) -> str:
    about = page.meta.get("description")
    return f"- [{page.title}]({urljoin(address, page.url)}{MARKDOWN})" + (f": {about}" if about else "")


def robots(address: str, others: Iterable[str]) -> str:
    """All may be read; the maps of the site are named where its address is known. A host reads this at its own root only.

    >>> print(robots("https://example.org/chips/", ["zh-Hant"]), end="")
    User-agent: *
    Allow: /
    <BLANKLINE>
    Sitemap: https://example.org/chips/sitemap.xml
    Sitemap: https://example.org/chips/zh-Hant/sitemap.xml
    """
    maps = [urljoin(address, f"{folder}sitemap.xml") for folder in ("", *(f"{language}/" for language in others))]
    lines = ["User-agent: *", "Allow: /", *([""] + [f"Sitemap: {each}" for each in maps] if address else [])]
    return "\n".join(lines) + "\n"
