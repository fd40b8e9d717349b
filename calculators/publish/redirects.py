"""Addresses that lead to a page under another one: of pages that have moved, and those that people guess.

A host of files has no other way than a page that sends on. It does so without a script, which the policy of the pages would not let run.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url

from ..engine.errors import near
from ..view.html import tag
from ..view.words import Words, words
from . import policy

EXAMPLE: Final = "map/: maps.md"


def targets(wanted: Mapping[str, str], files: Files) -> dict[str, str]:
    """The address that each old one leads to. An old address that a page has, or a page that isn't there, stops the build."""
    pages = {file.src_uri: file.url for file in files.documentation_pages()}
    taken = set(pages.values())
    for old, page in wanted.items():
        if page not in pages:
            close = near(page, pages)
            raise PluginError(
                f"redirects: {old}: {page!r} is no page of this site; expected a path as in nav, for example {EXAMPLE}"
                + (f"; nearest: {', '.join(close)}" if close else "")
            )
        if old in taken or not old.endswith("/") or old.startswith(("/", ".")) or ".." in old:
            why = "a page has this address" if old in taken else "not an address below the site's root"
            raise PluginError(
                f"redirects: {old!r}: {why}; expected a free one that ends in a slash, for example {EXAMPLE}"
            )
    return {old: pages[page] for old, page in wanted.items()}


def write(found: Mapping[str, str], config: MkDocsConfig, *, serving: bool) -> None:
    """The pages that send on, into the site's folder."""
    said = words(config.mdx_configs["calculators"]["language"])
    for old, new in found.items():
        path = Path(config.site_dir, old, "index.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        html = _page(get_relative_url(new, old), f"{config.site_url or ''}{new}", config.theme["language"], said)
        path.write_text(policy.guarded(html, old, serving=serving), "utf-8")


def _page(way: str, canonical: str, language: str, said: Words) -> str:
    head = [
        tag("meta", charset="utf-8"),
        tag("title", said("machines.moved")),
        tag("meta", http_equiv="refresh", content=f"0; url={way}"),
        tag("link", rel="canonical", href=canonical),
        tag("meta", name="robots", content="noindex"),
    ]
    text = tag("p", said("machines.moved-to"), " ", tag("a", way, href=way))
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', text), lang=language)}\n"
