"""Sources: who said it, what, where it can be opened, published and accessed when."""

import datetime
from dataclasses import dataclass
from typing import Final

from .data import Table

EVIDENCE: Final = ("primary", "transcribed", "secondary", "reported", "inferred", "told")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a figure or a text comes from. Without a public address `url` is "" and `locator` says what is known instead."""

    key: str
    title: str
    by: str = ""
    url: str = ""
    locator: str = ""
    published: datetime.date | None = None
    accessed: datetime.date | None = None
    evidence: str = ""
    kind: str = ""
    via: str = ""
    opened: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Citation:
    """A source and the place in it: "88 FR 73458: 742.6(a)(6)(iii)"."""

    source: Source
    place: str = ""


def read_source(key: str, table: Table) -> Source:
    """One `[sources.<key>]` table; a source with neither an address nor a locator is a fault."""
    source = Source(
        key=key,
        title=table.text("title", needed=True),
        by=table.text("by"),
        url=table.text("url"),
        locator=table.text("locator"),
        published=table.day("published"),
        accessed=table.day("accessed", needed=True),
        evidence=table.text("evidence", words=EVIDENCE),
        kind=table.text("kind", words=("manufacturer", "database", "repository", "press", "inference", "project")),
        via=table.text("via"),
        opened=table.get("opened", bool, True, expected="true or false"),
    )
    if source.url and not source.url.startswith(("https://", "http://")):
        table.fault(
            "not-an-address",
            "url",
            source.url,
            expected="https://…, or `locator` where there is no public address",
        )
    if not source.url and not source.locator:
        table.fault("missing-key", "url", "", expected="`url`, or `locator` where there is no public address")
    table.close()
    return source


def read_citations(
    table: Table, sources: dict[str, Source], *, key: str = "cite", needed: bool = True
) -> tuple[Citation, ...]:
    """The list `cite = ["source: place", …]`; an unknown source key is a fault with the nearest name."""
    from .errors import near

    found = []
    for text in table.texts(key, needed=needed):
        name, _, place = text.partition(":")
        if name.strip() in sources:
            found.append(Citation(sources[name.strip()], place.strip()))
        else:
            table.fault("unknown-source", key, name, near=near(name, sources))
    return tuple(found)
