"""The page of all terms, made at build."""

from collections.abc import Iterator

from ..engine.glossary import glossary
from ..view.glossary import glossary_page
from ..view.page import Page
from ..view.words import Words
from .terms_markdown import ADDRESS


def glossary_pages(words: Words) -> Iterator[tuple[str, Page]]:
    """The page by its path; Faults with all that is wrong in the glossary."""
    yield f"{ADDRESS}index.md", glossary_page(glossary(), words)
