"""What an author writes, as the site's Markdown makes it."""

import markdown

from calculators.publish.claims_markdown import SOURCE
from calculators.publish.markdown import CalculatorsExtension


def convert(text: str, language: str = "en", file: str = "docs/en/story/x.md") -> str:
    """A text as HTML, as if it stood in this file."""
    token = SOURCE.set((file, text))
    try:
        return markdown.Markdown(
            extensions=[
                "attr_list",
                "md_in_html",
                "toc",
                "pymdownx.superfences",
                CalculatorsExtension(language=language),
            ]
        ).convert(text)
    finally:
        SOURCE.reset(token)
