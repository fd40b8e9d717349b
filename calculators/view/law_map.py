"""A map's answer as HTML: the verdict of the reader's point, the place for the picture, and the same data as tables."""

from collections.abc import Iterator

from ..engine.judge import Applied
from ..engine.names import names
from ..engine.plane import MEASURES, PLANES, Answer, Placed, Standing, placed
from ..engine.regions import Box, Cut, Span, regions
from ..engine.units import show
from .chart import AXES
from .comparisons import amount
from .html import Markup, join, tag
from .instruments import Apart, folded, part
from .law_map_csv import chip_rows, download, region_rows
from .parts import badge, chip_link, chip_name, cite, mark, outcome_words, place_name, scrolling
from .patterns import key, patterns
from .verdict import clause_sentence
from .words import Words


def output(found: Standing, words: Words, apart: Apart | None = None) -> Markup:
    """The verdict of the point, the map with its key and what it assumes, and the tables."""
    boxes = regions(PLANES[found.plane], found.setting, found.point)
    chips = placed(PLANES[found.plane], found.setting)
    shown = {
        answer.outcome: answer for answer in (found.answer, *(box.answer for box in boxes), *(c.answer for c in chips))
    }
    return tag(
        "div",
        _verdict(found, chips, words),
        tag(
            "div",
            patterns(found.plane),
            # The build puts a picture in here, and the reader's browser one that moves; an answer leaves it alone.
            tag(
                "live-map",
                name=found.plane,
                data_chart=True,
                data_label=words(f"law-map.label-{found.plane}"),
                data_role=words("law-map.role"),
            ),
            tag("p", words("law-map.hint"), class_="map-hint"),
            tag("p", words("law-map.no-picture"), class_="map-gone"),
            key(found.plane, {outcome: words(f"outcome.{outcome}") for outcome in shown}, words("law-map.yours")),
            class_="map-figure",
        ),
        tag("p", _assumes(found, words), class_="map-assumes"),
        _regions(found, boxes, words),
        folded(
            "chips", words("law-map.chips", count=len(chips)), part("chips", lambda: _chips(found, chips, words), apart)
        ),
        tag("p", words("frame.legal"), class_="legal"),
        class_="lc-answer map-answer",
    )


def sentence(found: Standing, words: Words) -> str:
    """The point's verdict in one sentence."""
    x, y = _measures(found, words)
    return words("law-map.announce", x=x, y=y, outcome=answer_words(found.answer, words))


def answer_words(answer: Answer, words: Words) -> str:
    """An answer in words, with the review that an application meets."""
    if answer.outcome == "unknown" and answer.review == "unknown":
        return words("outcome.review-unknown")
    return outcome_words(answer.outcome, answer.review, words, notice=answer.notice, embargoed=answer.embargoed)


def _measures(found: Standing, words: Words) -> list[str]:
    values = [(getattr(found.point, axis.name), axis.unit) for axis in AXES[found.plane]]
    return [words("sentence.not-known") if value is None else show(value, unit) for value, unit in values]


def _verdict(found: Standing, chips: tuple[Placed, ...], words: Words) -> Markup:
    x, y = _measures(found, words)
    asked = words("law-map.point", x=x, y=y, to=place_name(found.setting.to, words), on=found.setting.on.isoformat())
    return tag(
        "section",
        tag("p", asked, class_="verdict-asked"),
        tag(
            "p",
            mark(found.answer.outcome),
            tag("strong", answer_words(found.answer, words), class_="outcome-word"),
            class_="verdict-head",
        ),
        tag("ul", [tag("li", reason) for reason in _reasons(found, chips, words)], class_="verdict-why"),
        class_="verdict",
        data_outcome=found.answer.outcome,
    )


def _reasons(found: Standing, chips: tuple[Placed, ...], words: Words) -> Iterator[Markup | str]:
    missing = [words.label(axis.name) for axis in AXES[found.plane] if getattr(found.point, axis.name) is None]
    own = next((each for each in chips if each.chip.id == found.chip), None)
    if missing:
        chip = chip_name(own.chip, words) if own else words("verdict.your-chip")
        yield words("law-map.no-point", chip=chip, missing=words.list(missing))
    met = {clause.part.path: clause for clause in _met(found)}
    for clause in met.values():
        shown = clause_sentence(clause, words)
        yield join([shown, badge(clause.part.evidence, words), cite(clause.part.cite[:1], words, clause.part.evidence)])
    if found.answer.outcome == "not-controlled" and not missing:
        yield words("law-map.nothing-met")
    here = own and all(
        metric.value == getattr(found.point, axis.name)
        for metric, axis in zip((own.x, own.y), AXES[found.plane], strict=True)
    )
    if own and here and own.answer != found.answer:
        yield words("law-map.chip-itself", chip=chip_name(own.chip, words), outcome=answer_words(own.answer, words))


def _met(found: Standing) -> Iterator[Applied]:
    """The clauses for which the law asks a licence here, whatever lifts it."""
    main = found.judgement
    needed = [r for r in main.requirements if r.state == main.licence] if main.licence != "not required" else []
    if found.answer.outcome != "no-rule":
        yield from (clause for r in needed for clause in main.clauses if clause.part.id in r.licence.items)


def _assumes(found: Standing, words: Words) -> str:
    setting = found.setting
    axes = {axis.name for axis in AXES[found.plane]}
    held = [
        words(
            "law-map.held",
            name=words.label(name),
            value=words("sentence.not-known") if value is None else show(value, names()[name].unit),
        )
        for name in MEASURES
        if name not in axes
        for value in [getattr(found.point, name)]
    ]
    return words(
        "law-map.assumes",
        sold=words(f"law-map.datacenter-{setting.datacenter or 'unknown'}"),
        maker=words("law-map.maker-other") if setting.maker == "other" else words.word(setting.maker),
        first=held[0],
        second=held[1],
    )


def _regions(found: Standing, boxes: tuple[Box, ...], words: Words) -> Markup:
    along, up = AXES[found.plane]
    summed = any(any(box.total) for box in boxes)
    heads = [words("law-map.outcome"), words.label(along.name), words.label(up.name)]
    heads += [words("law-map.sum")] if summed else []
    body = [
        tag(
            "tr",
            tag("th", mark(box.answer.outcome), " ", answer_words(box.answer, words), scope="row"),
            [
                tag("td", span(bounds, unit, words), class_="numbers", data_label=head)
                for head, bounds, unit in zip(
                    heads[1:],
                    [box.x, box.y, box.total],
                    [along.unit, up.unit, up.unit],
                    strict=False,
                )
            ],
            data_outcome=box.answer.outcome,
        )
        for box in boxes
    ]
    table = _table("map-regions", words("law-map.regions"), heads, body)
    return join([table, download(f"{found.plane}-regions", region_rows(found, boxes), words)])


def span(bounds: Span, unit: str, words: Words) -> str:
    """What lies between two cuts, in words: "1,600 TPP or more, under 2,400 TPP"."""
    low, high = bounds
    start = _bound(low, "over", "from", unit, words) if low else ""
    end = _bound(high, "to", "below", unit, words) if high else ""
    if start and end:
        return words("law-map.bound-and", **{"from": start, "to": end})
    return start or end or words("law-map.bound-any")


def _bound(cut: Cut, after: str, before: str, unit: str, words: Words) -> str:
    return words(f"law-map.bound-{after if cut[1] else before}", value=show(cut[0], unit))


def _chips(found: Standing, chips: tuple[Placed, ...], words: Words) -> Markup:
    along, up = AXES[found.plane]
    heads = [words("law-map.name"), words.label(along.name), words.label(up.name), words("law-map.outcome")]
    body = [
        tag(
            "tr",
            tag("th", chip_link(each.chip.id, chip_name(each.chip, words)), scope="row"),
            tag("td", amount(each.x, words), class_="numbers", data_label=heads[1]),
            tag("td", amount(each.y, words), class_="numbers", data_label=heads[2]),
            tag("td", mark(each.answer.outcome), " ", answer_words(each.answer, words)),
            data_outcome=each.answer.outcome,
            class_="map-chosen" if each.chip.id == found.chip else None,
        )
        for each in chips
    ]
    table = _table("map-chips", words("law-map.chips", count=len(chips)), heads, body)
    return join([table, download(f"{found.plane}-chips", chip_rows(found, chips), words)])


def _table(kind: str, caption: str, heads: list[str], body: list[Markup]) -> Markup:
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", body),
            class_=f"map-table {kind}",
        ),
        caption,
        "figures-scroll",
    )


__all__ = ["answer_words", "output", "sentence", "span"]
