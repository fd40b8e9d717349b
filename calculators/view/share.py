"""What a reader takes away of an answer: a link, a citation, Markdown, data, the code that gives it again, and a frame for other sites."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..engine.law_files import law
from .exports import as_data, markdown, rows
from .figure import as_csv
from .html import Markup, tag
from .words import Words

TEX: Final = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)

TITLE: Final = "share-title"


@dataclass(frozen=True)
class Shared:
    """An answer that is to be taken away: of which calculator, in one sentence, from which texts, and how it is found again."""

    name: str
    sentence: str
    texts: Mapping[str, str]
    found: Any
    python: str
    command: str


@dataclass(frozen=True)
class Place:
    """Where the answer stands: the page's address, the site's, the day it was taken away, and where faults are reported, if anywhere."""

    address: str
    site: str
    today: datetime.date
    reports: str = ""
    prefix: str = ""

    def holding(self, texts: Mapping[str, str]) -> str:
        """The address with these texts in it: a page may one day begin with another state than it does now.

        >>> Place("https://a.org/?b.on=1&c.on=2#d", "https://a.org/", datetime.date(2026, 1, 1), prefix="b.").holding({"on": "3"})
        'https://a.org/?b.on=3&c.on=2'
        """
        parts = urlsplit(self.address)
        own = {self.prefix + key: text for key, text in texts.items()}
        foreign = [(key, text) for key, text in parse_qsl(parts.query, keep_blank_values=True) if not self._owns(key)]
        return urlunsplit((*parts[:3], urlencode([*own.items(), *foreign]), ""))

    def _owns(self, key: str) -> bool:
        return key.startswith(self.prefix) if self.prefix else "." not in key


def dialog(shared: Shared, place: Place, words: Words) -> Markup:
    """All there is to take away, each with its own button. What it holds is text: none of it is run or drawn."""
    report = _report(shared, place)
    return tag(
        "dialog",
        tag(
            "div",
            tag("h2", words("share.title"), id=TITLE),
            tag("p", role="status", data_copied=words("share.copied"), data_uncopied=words("share.uncopied")),
            tag("button", words("share.close"), type="button", class_="lc-button", data_share="close"),
            class_="share-head",
        ),
        tag("p", shared.sentence, class_="share-sentence"),
        [_item(key, text, name, words) for key, text, name in _items(shared, place, words) if text],
        tag(
            "p",
            tag("button", words("share.print"), type="button", class_="lc-button", data_share="print"),
            tag("a", words("share.report"), href=report, rel="noopener", class_="lc-button") if report else None,
            class_="share-more",
        ),
        class_="share md-typeset",
        aria_labelledby=TITLE,
    )


def _item(key: str, text: str, name: str, words: Words) -> Markup:
    id = f"share-{key}"
    save = tag("button", words("share.save"), type="button", class_="lc-button", data_share="save", data_name=name)
    return tag(
        "section",
        tag("h3", words(f"share.{key}"), id=id),
        tag("pre", tag("code", text), tabindex="0", role="region", aria_labelledby=id),
        tag(
            "p",
            tag("button", words("share.copy"), type="button", class_="lc-button", data_share="copy"),
            save if name else None,
        ),
        class_="share-item",
    )


def _items(shared: Shared, place: Place, words: Words) -> Iterator[tuple[str, str, str]]:
    data = as_data(shared.name, shared.texts, shared.found)
    place = replace(place, address=place.holding(shared.texts))
    yield "link", place.address, ""
    yield "plain", plain_citation(shared, place, words), ""
    yield "bibtex", bibtex(shared, place, words), f"{shared.name}.bib"
    yield "markdown", markdown(shared.sentence, shared.texts, shared.found, place.address, words), f"{shared.name}.md"
    yield "python", shared.python, f"{shared.name}_again.py"
    yield "command", shared.command, ""
    yield "json", json.dumps(data, ensure_ascii=False, indent=2), f"{shared.name}.json"
    yield "csv", as_csv(rows(shared.found, data)), f"{shared.name}.csv"
    yield "embed", embed(shared, place, words), ""


def plain_citation(shared: Shared, place: Place, words: Words) -> str:
    """One sentence for a footnote: what is claimed, by which data, found where and when."""
    return words(
        "share.citation",
        title=shared.sentence.rstrip(".。"),
        site=words("share.site"),
        checked=law().checked.isoformat(),
        address=place.address,
        today=place.today.isoformat(),
    )


def bibtex(shared: Shared, place: Place, words: Words) -> str:
    """An entry for a list of references; every sign that TeX reads otherwise is escaped, the address is left as it is."""
    key = (
        re.sub(r"[^a-z0-9]+", "-", f"{shared.name} {' '.join(shared.texts.values())}".lower())
        .strip("-")[:60]
        .strip("-")
    )
    lines = {
        "title": "{" + shared.sentence.rstrip(".。").translate(TEX) + "}",
        "author": "{" + words("share.site") + "}",
        "year": str(law().checked.year),
        "note": words("share.checked", checked=law().checked.isoformat()),
        "url": place.address.replace("{", "%7B").replace("}", "%7D"),
        "urldate": place.today.isoformat(),
    }
    body = "".join(f"  {field} = {{{text}}},\n" for field, text in lines.items())
    return f"@misc{{{key},\n{body}}}"


def embed(shared: Shared, place: Place, words: Words) -> str:
    """What another site pastes to have the calculator in a frame, in this state; the frame tells its height, the script listens."""
    folder = "" if words.language == "en" else f"{words.language}/"
    address = f"{place.site}{folder}embed/{shared.name}/?{urlencode(shared.texts)}"
    frame = tag(
        "iframe",
        "",
        src=address,
        title=shared.sentence,
        width="100%",
        height="900",
        loading="lazy",
        allow="clipboard-write",
        class_="chip-war",
    )
    listen = """addEventListener("message", ({ data, source }) => {
  for (const frame of document.querySelectorAll("iframe.chip-war")) {
    if (frame.contentWindow === source && data?.type === "chip-war-height") frame.height = Math.min(Number(data.height) || 900, 20000);
  }
});"""
    return f"{frame}\n<script>\n{listen}\n</script>"


def _report(shared: Shared, place: Place) -> str:
    if not place.reports:
        return ""
    asked = {
        "template": "wrong-number.yml",
        "title": shared.sentence[:120],
        "page": place.address.partition("?")[0],
        "state": place.holding(shared.texts),
        "says": shared.sentence,
    }
    return f"{place.reports}/issues/new?{urlencode(asked)}"
