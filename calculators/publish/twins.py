"""Every page is written in every language; what isn't is listed here and nowhere else."""

from pathlib import Path
from typing import Final

from ..engine.data import LANGUAGES

EXEMPT: Final = ("decisions/", "reference/")
"""Folders of pages in English only, to which the other sites link: the decision records and the reference of the API."""


def without_twin(docs: Path) -> list[str]:
    """The pages of `docs/<language>/` that another language lacks, as paths below `docs`; [] where a language has no folder at all."""
    folders = {language: docs / language for language in LANGUAGES}
    if not all(folder.is_dir() for folder in folders.values()):
        return []
    pages = {
        language: {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
        for language, folder in folders.items()
    }
    every = {page for found in pages.values() for page in found if not page.startswith(EXEMPT)}
    return sorted(f"{language}/{page}" for page in every for language in LANGUAGES if page not in pages[language])
