"""Each calculator by itself, for other sites' frames: its page's title, and the calculator as it comes without a page's choices."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from ..entry import calculators

FOLDER: Final = "embed"
PAGES: Final = {"export_verdict": "index.md", "law_map": "maps.md"}
"""Where a calculator stands that has no page in calculators/."""
_FRONT: Final = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)


def embedded(docs: Path) -> Iterator[tuple[str, str]]:
    """The pages of a language's folder of docs, as Markdown by path."""
    for name in calculators():
        page = PAGES.get(name, f"calculators/{name}.md")
        written = _FRONT.match((docs / page).read_text("utf-8"))
        about = yaml.safe_load(written[1]) if written else {}
        front = {
            "title": about["title"],
            "description": about["description"],
            "template": "embed.html",
            "whole": f"../../{page.removesuffix('index.md').removesuffix('.md')}/".replace("//", "/"),
            "search": {"exclude": True},
        }
        head = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        yield (
            f"{FOLDER}/{name}.md",
            "\n".join(["---", *head, "---", "", f"# {front['title']}", "", f"```calculator {name}", "```", ""]),
        )


def without_frames(sitemap: str, site: str) -> str:
    """A list of pages for search engines, of the site at this address, without those that are made for frames.

    >>> listed = "<url>\\n<loc>https://a.org/embed/embed/tpp/</loc>\\n</url><url><loc>https://a.org/embed/tpp/</loc></url>"
    >>> without_frames(listed, "https://a.org/embed/")
    '<url><loc>https://a.org/embed/tpp/</loc></url>'
    """
    return re.sub(rf"\s*<url>\s*<loc>{re.escape(site)}{FOLDER}/[^<]*</loc>.*?</url>", "", sitemap, flags=re.DOTALL)
