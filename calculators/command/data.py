"""Pieces of the verbs' JSON that several of them use."""

import datetime
from typing import Any

from ..engine.sources import Citation, Source


def date_text(day: datetime.date | None) -> str | None:
    """A day as YYYY-MM-DD, or null."""
    return day.isoformat() if day else None


def cite_data(citation: Citation) -> dict[str, str]:
    """A citation as the key of its source, which stands beside, and the place in it."""
    return {"source": citation.source.key, "place": citation.place}


def source_data(source: Source) -> dict[str, Any]:
    """A source: who, what, where it can be opened (`url` "": nowhere, and `locator` says why), published and read when, how good."""
    return {
        "by": source.by,
        "title": source.title,
        "url": source.url,
        "locator": source.locator,
        "published": date_text(source.published),
        "accessed": date_text(source.accessed),
        "evidence": source.evidence,
    }
