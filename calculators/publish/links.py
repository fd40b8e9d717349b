"""Links inside the project's hand-written Markdown: what they name is there, and so is the heading.

MkDocs holds a page's links against the site when it builds; this takes a second, and knows README.md, CONTRIBUTING.md and the links
from one language into the other, of which MkDocs knows nothing.
"""

import functools
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import markdown

from ..engine.data import LANGUAGES, tomls
from ..engine.errors import near

LISTS: Final = ("chips", "regulations", "readings", "claims", "glossary", "speed", "access", "reference")
"""Folders whose first page is made and not written."""
DATA: Final = frozenset({"data/chips.json", "data/chips.csv", "data/regulations.json", "data/claims.json"})
"""What the build makes beside the pages, by its place in the English site."""
INLINE: Final = r"""\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^)]*)?\)"""
ATTRIBUTE: Final = r"""<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]+)\""""
LINK: Final = re.compile(rf"{INLINE}|{ATTRIBUTE}|^ {{0,3}}\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
CODE: Final = re.compile(r"^( *)(```+|~~~+).*?^ *\2 *$|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)
OUTSIDE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def written(project: Path) -> list[Path]:
    """The Markdown files that somebody wrote: the project's own and the pages."""
    return sorted([*project.glob("*.md"), *project.glob(".github/**/*.md"), *(project / "docs").rglob("*.md")])


def made() -> frozenset[str]:
    """The pages that are made from data and docstrings, as paths in a language's folder."""
    chips = (f"chips/{file.name.removesuffix('.toml')}.md" for file in tomls("chips"))
    texts = (f"regulations/{file.name.removesuffix('.toml')[11:]}.md" for file in tomls("regulations"))
    return frozenset([*chips, *texts, *(f"{name}/index.md" for name in LISTS), "reference/classes.md"])


def wheel(project: Path) -> str:
    """Where the English site offers the library, as a path in its folder; "" in a folder that isn't the whole project."""
    file = project / "pyproject.toml"
    version = tomllib.loads(file.read_text("utf-8"))["project"]["version"] if file.is_file() else ""
    return version and f"assets/runtime/calculators-{version}-py3-none-any.whl"


def bare(text: str) -> str:
    """A text without its code and comments; every line keeps its number.

    >>> bare("a `b`\\n```\\n[c](d)\\n```\\ne")
    'a ·\\n\\n\\n\\ne'
    """
    return CODE.sub(lambda found: "\n" * found[0].count("\n") or "·", text)


def faults(project: Path, pages: Iterable[Path] = ()) -> Iterator[str]:
    """One line for every link that leads nowhere, with file, line and the nearest right name; of all pages, or of some."""
    for page in pages or written(project):
        text = bare(page.read_text("utf-8"))
        for found in LINK.finditer(text):
            target = next(filter(None, found.groups()))
            if OUTSIDE.match(target):
                continue
            wrong = _wrong(project, page, unquote(target))
            if wrong:
                line = text.count("\n", 0, found.start()) + 1
                yield f"{page.relative_to(project).as_posix()}:{line}: {target}: {wrong}"


def _wrong(project: Path, page: Path, target: str) -> str:
    path, _, anchor = target.partition("#")
    path = path.partition("?")[0]
    place = page if not path else _file(project, page, path) or _page(project, page, path)
    if place is None:
        return f"no such file or page{_nearest(posixpath.basename(path.rstrip('/')), _names(page))}"
    if anchor and place.suffix == ".md" and place.is_file() and anchor not in anchors(place):
        return f"no such heading{_nearest(anchor, anchors(place))}"
    return ""


def _names(page: Path) -> list[str]:
    return [*(other.name for other in page.parent.iterdir()), *(name.rpartition("/")[2] for name in made())]


def _nearest(given: str, known: Iterable[str]) -> str:
    found = near(given, known)
    return f"; nearest: {', '.join(found)}" if found else ""


def _file(project: Path, page: Path, path: str) -> Path | None:
    """The file that a path names as the author sees it, or one that the build makes there."""
    place = Path(posixpath.normpath(page.parent / path))
    if place.exists():
        return place
    for language in LANGUAGES:
        folder = project / "docs" / language
        if place.is_relative_to(folder):
            inside = place.relative_to(folder).as_posix()
            explainer = project / inside
            offered = language == LANGUAGES[0] and inside in {wheel(project), *DATA}
            if inside in made() or offered or (inside.startswith("explainers/") and explainer.is_file()):
                return place
    return None


def _page(project: Path, page: Path, path: str) -> Path | None:
    """The page that an address names as the reader's browser sees it: the way from one language into the other."""
    docs = project / "docs"
    if not page.is_relative_to(docs):
        return None
    language, _, inside = page.relative_to(docs).as_posix().partition("/")
    here = "" if language == LANGUAGES[0] else f"{language}/"
    here += inside.removesuffix("index.md") if inside.endswith("index.md") else inside.removesuffix(".md") + "/"
    address = posixpath.normpath(posixpath.join("/", here, path)).strip("/")
    if address and (address in {wheel(project), *DATA} or (docs / LANGUAGES[0] / address).is_file()):
        return docs / LANGUAGES[0] / address
    first, _, rest = address.partition("/")
    folder, name = (first, rest) if first in LANGUAGES else (LANGUAGES[0], address)
    for candidate in (f"{name}.md", posixpath.join(name, "index.md")):
        if (docs / folder / candidate).is_file() or candidate in made():
            return docs / folder / candidate
    return None


@functools.cache
def anchors(page: Path) -> frozenset[str]:
    """The places of a page that a link may name: its headings, and what it names itself."""
    text = re.sub(r"\A---\n.*?\n---\n", "", page.read_text("utf-8"), flags=re.DOTALL)
    html = markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables", "fenced_code", "toc"])
    return frozenset(re.findall(r'\bid="([^"]+)"', html))
