"""The page of all claims: made at build, with its figures computed again and its bars drawn."""

import json
from collections.abc import Iterator
from typing import Any

import vl_convert

from ..view.claims_page import claims_page
from ..view.page import Page
from ..view.words import Words
from .charts import VERSION
from .claims_markdown import ADDRESS, checked, worked


def claims_pages(words: Words) -> Iterator[tuple[str, Page]]:
    """The page by its path; Faults if a figure disagrees with the data."""
    yield f"{ADDRESS}index.md", claims_page(checked(), worked, _drawn, words)


def _drawn(spec: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(json.dumps(spec, sort_keys=True), vl_version=VERSION))
