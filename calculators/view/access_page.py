"""The page "For every reader": what works, the main job step by step, what the last audit found, and what doesn't work yet."""

from collections.abc import Mapping
from typing import Any, Final

from ..engine.data import LANGUAGES
from .html import Markup, join, tag
from .page import Page, Section, paragraphs, table
from .words import Words

WORKS: Final = ("keyboard", "colour", "zoom", "still", "language", "script")
JOB: Final = ("form", "chip", "spec", "day", "error", "link", "why")
GAPS: Final = ("people", "maps", "formulas", "sources", "decisions")
Found = Mapping[str, Any]


def access_page(found: Found | None, words: Words) -> Page:
    """`found` is what `make audit` wrote (scripts/audit.py), or None before the first audit."""
    sections = (
        Section("works", words("access.works"), _list("ul", "works", WORKS, words)),
        Section("job", words("access.job"), _list("ol", "job", JOB, words)),
        *([Section("audit", words("access.audit"), _audit(found, words))] if found else []),
        Section(
            "tested", words("access.tested"), paragraphs(words("access.tested-text"), words("access.tested-again"))
        ),
        Section("gaps", words("access.gaps"), _list("ul", "gaps", GAPS, words)),
        Section("report", words("access.report"), paragraphs(words("access.report-text"))),
    )
    return Page(words("access.title"), words("access.description"), paragraphs(words("access.lead")), sections)


def _list(kind: str, part: str, items: tuple[str, ...], words: Words) -> Markup:
    return tag(kind, [tag("li", words(f"access.{part}-{item}")) for item in items])


def _audit(found: Found, words: Words) -> Markup:
    said = words("access.audit-text", on=found["date"], axe=found["axe"], browser=found["browser"])
    ways = len(found["variants"])
    heads = [words("access.head-folder"), *(words(f"access.{language}") for language in LANGUAGES)]
    heads += [words("access.views"), words("access.faults")]
    rows = [_row(folder or "single", counted, ways, words) for folder, counted in sorted(found["folders"].items())]
    rows.append(_row("all", _summed(found["folders"]), ways, words))
    return join([tag("p", said), table(words("access.caption"), heads, rows, "speed", unseen=True)], "")


def _summed(folders: Mapping[str, Found]) -> Found:
    return {
        language: {
            key: sum(counted[language][key] for counted in folders.values() if language in counted)
            for key in ("pages", "faults")
        }
        for language in LANGUAGES
    }


def _row(folder: str, counted: Found, ways: int, words: Words) -> Markup:
    pages = [counted.get(language, {}).get("pages", 0) for language in LANGUAGES]
    faults = sum(each["faults"] for each in counted.values())
    figures = [*pages, sum(pages) * ways, faults]
    cells = [tag("td", f"{figure:,}", class_="numbers") for figure in figures]
    return tag("tr", tag("th", words(f"access.folder-{folder}"), scope="row"), cells)
