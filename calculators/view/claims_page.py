"""The page of all claims of the essay: how they fared, as bars and as a table, and every one of them with its check and its own address."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

from ..engine.claims import KINDS, KNOWN, PARTS, VERDICTS, Claim
from ..engine.units import show
from .claim import Worked, body, known, verdict, verdict_mark
from .html import Child, Markup, join, tag
from .page import Page, Section, paragraphs, table
from .parts import scrolling
from .words import Words

WIDTH: Final = 320
LABELS: Final = 140
FONT: Final = 12
ROW: Final = 24
FILTERS: Final[Mapping[str, tuple[str, ...]]] = {"verdict": VERDICTS, "part": PARTS, "kind": KINDS, "known": KNOWN}
"""What the list can be narrowed by, with the words there are; the same names stand in the address."""
_LONG: Final = re.compile(r"-?\d+\.\d{3,}")
_SAID: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def claims_page(
    found: Mapping[str, Claim], worked: Callable[[Claim], Worked], chart: Callable[[dict[str, Any]], str], words: Words
) -> Page:
    """Every claim. `worked` gives the sums of one, `chart` makes SVG of the Vega-Lite of `bars`."""
    totals = Counter(claim.verdict for claim in found.values())
    computed = sum(value.computed for claim in found.values() for value in claim.values.values())
    counts = {"count": len(found), "computed": computed}
    finding = words("claims.totals-finding", count=len(found), **totals)
    return Page(
        title=words("claims.title"),
        description=words("claims.description", **counts),
        lead=paragraphs(words("claims.lead", **counts), words("claims.lead-known")),
        sections=(
            Section(
                "totals",
                words("claims.totals"),
                _totals(totals, picture(chart(bars(totals, words)), finding), finding, words),
            ),
            Section("all", words("claims.all"), _list(found, worked, words)),
        ),
        wide=True,
    )


def bars(totals: Mapping[str, int], words: Words) -> dict[str, Any]:
    """The Vega-Lite of the totals: a bar a verdict, in the order from right to wrong, with its count written at its end."""
    names = [words(f"claim-verdicts.{name}") for name in VERDICTS]
    y = {"field": "name", "type": "nominal", "sort": names, "scale": {"paddingInner": 0.35}}
    axis = {"title": None, "domain": False, "ticks": False, "labelLimit": 0, "labelPadding": 8}
    most = max(totals.values())
    x = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False}}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": FONT, "fill": "currentColor", "aria": False}
    return {
        "width": WIDTH - LABELS - 30,
        "height": ROW * len(VERDICTS),
        "padding": {"left": LABELS, "right": 30, "top": 4, "bottom": 4},
        "autosize": "none",
        "background": "transparent",
        "data": {"values": [{"name": words(f"claim-verdicts.{name}"), "count": totals[name]} for name in VERDICTS]},
        "encoding": {"y": {**y, "axis": axis}, "x": x},
        "layer": [
            {"mark": {"type": "bar", "fill": "currentColor", "opacity": 0.65, "aria": False}},
            {"mark": text, "encoding": {"text": {"field": "count", "type": "quantitative"}}},
        ],
        "config": {
            "font": "inherit",
            "view": {"stroke": None},
            "axis": {"labelFontSize": FONT, "labelColor": "currentColor", "grid": False, "aria": False},
        },
    }


def picture(svg: str, label: str) -> Markup:
    """The drawn bars as an image with a name; the table beside them says the same."""
    opening, _, rest = svg.partition(">")
    box = re.search(r'viewBox="([^"]*)"', opening)
    assert box and rest.endswith("</svg>")
    rest = _SAID.sub("", _LONG.sub(lambda found: format(float(found[0]), ".2f"), rest))
    start = tag("svg", class_="claim-bars", viewBox=box[1], role="img", aria_label=label)
    return Markup(start.removesuffix("</svg>") + rest)


def _totals(totals: Mapping[str, int], drawn: Markup, finding: str, words: Words) -> Markup:
    whole = sum(totals.values())
    rows = [
        tag(
            "tr",
            tag("th", verdict_mark(name), " ", words(f"claim-verdicts.{name}"), scope="row"),
            tag("td", str(totals[name]), class_="numbers"),
            tag("td", show(round(Fraction(totals[name] * 100, whole)), "percent"), class_="numbers"),
        )
        for name in VERDICTS
    ]
    heads = [words("claims.head-verdict"), words("claims.number"), words("claims.share")]
    numbers = table(words("claims.totals-caption"), heads, rows, "claim-totals")
    return join([tag("p", finding), tag("div", drawn, numbers, class_="claim-sums")], "")


def _list(found: Mapping[str, Claim], worked: Callable[[Claim], Worked], words: Words) -> Markup:
    """All claims as a table that a script narrows; without one it is complete."""
    rows = [_row(claim, worked(claim), words) for claim in found.values()]
    heads = [
        tag("th", head, scope="col", data_key=key)
        for key, head in (("id", "№"), ("", words("claims.head-claim")), ("verdict", words("claims.head-verdict")))
    ]
    whole = tag(
        "table",
        tag("caption", tag("span", words("claims.all"), class_="visually-hidden")),
        tag("thead", tag("tr", heads)),
        tag("tbody", rows),
        class_="data claim-list",
    )
    return tag(
        "live-table",
        _tools(len(rows), words),
        scrolling(whole, words("claims.all"), "data-scroll"),
        tag("p", words("claims.none"), class_="lt-none", hidden=True),
    )


def _row(claim: Claim, worked: Worked, words: Words) -> Markup:
    about = [words(f"claim-parts.{claim.part}"), words(f"claim-kinds.{claim.kind}"), known(claim, words)]
    verdicts: list[Child] = [verdict(claim, words), [tag("span", text, class_="claim-about") for text in about if text]]
    says = tag("p", words.pick(claim.says), class_="claim-says")
    return tag(
        "tr",
        tag("th", tag("a", claim.id, href=f"#{claim.id}"), scope="row", data_value=claim.id[1:]),
        tag("td", says, body(claim, worked, words, says=False)),
        tag("td", verdicts, data_value=str(VERDICTS.index(claim.verdict))),
        id=claim.id,
        data_verdict=claim.verdict,
        data_part=claim.part,
        data_kind=claim.kind,
        data_known=claim.known or None,
    )


def _tools(rows: int, words: Words) -> Markup:
    field = tag(
        "input",
        type="search",
        name="filter",
        autocomplete="off",
        spellcheck="false",
        placeholder=words("claims.example"),
    )
    choices = [
        tag(
            "label",
            tag("span", words(f"claims.head-{name}"), class_="lt-label"),
            tag(
                "select",
                tag("option", words("claims.any"), value=""),
                [tag("option", _word(name, value, words), value=value) for value in values],
                name=name,
            ),
        )
        for name, values in FILTERS.items()
    ]
    sentence = words("claims.count", shown="{shown}", all=rows)
    return tag(
        "div",
        tag("label", tag("span", words("claims.filter"), class_="lt-label"), field),
        choices,
        tag("output", words("claims.count", shown=rows, all=rows), data_sentence=sentence),
        tag("button", words("claims.clear"), type="button", data_action="clear", hidden=True),
        class_="lt-tools",
    )


def _word(filter_: str, value: str, words: Words) -> str:
    return words(f"claims.known-{value}") if filter_ == "known" else words(f"claim-{filter_}s.{value}")
