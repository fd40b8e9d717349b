"""How far a figure may go, as readers see it: what stops it, every stretch of values, and the least cuts of a chip."""

from collections.abc import Iterable

from ..engine.cuts import Cut
from ..engine.law_files import law
from ..engine.sweep import Stop, Stretch
from ..engine.units import show as amount
from .comparisons import letter_word, limit
from .html import Markup, tag
from .parts import cite, scrolling
from .verdict import missing_word
from .words import Words


def stretches(found: Iterable[Stretch], unit: str, words: Words) -> Markup:
    """Every stretch of values, and what becomes of an item there."""
    rows = [
        tag("tr", tag("th", span(one, unit, words), scope="row"), tag("td", words(f"largest-spec.{one.answer}")))
        for one in found
    ]
    table = tag("table", tag("caption", words("largest-spec.stretches")), tag("tbody", rows), class_="rates stretches")
    return table if rows else Markup("")


def stops(found: Iterable[Stop], words: Words) -> Markup:
    """The comparisons that flip at the limit, each with its text and source."""
    lines = [
        tag(
            "li",
            tag("strong", words.pick(law().instruments[stop.part.instrument].title)),
            f" {stop.part.id} {letter_word(stop.letter, words)} ".rstrip() + " ",
            f"{words.label(stop.line.name)} {limit(stop.line, words)} "
            if stop.line
            else f"{words.pick(stop.part.text)} ",
            cite(stop.part.cite[:1], words, stop.part.evidence),
        )
        for stop in found
    ]
    return tag("ul", lines, class_="stops") if lines else Markup("")


def span(stretch: Stretch, unit: str, words: Words) -> str:
    """A stretch of values with its ends: "from 0", "over 2,400 TPP", "up to and with 4,800 TPP"."""
    if stretch.low == stretch.high:
        return amount(stretch.low, unit)
    ends = []
    if stretch.low or not stretch.low_in:
        ends.append(words(f"sentence.{'or-more' if stretch.low_in else 'more-than'}", value=amount(stretch.low, unit)))
    if stretch.high is not None:
        ends.append(
            words(f"sentence.{'or-less' if stretch.high_in else 'less-than'}", value=amount(stretch.high, unit))
        )
    return words.list(ends) if ends else words("largest-spec.every")


def cuts(found: Iterable[Cut], words: Words) -> Markup:
    """Each figure alone: the chip's own, where no licence is needed, and why not where there is no such value."""
    heads = [tag("th", words(f"largest-spec.{key}"), scope="col") for key in ("figure", "own", "free-at", "why")]
    return scrolling(
        tag(
            "table",
            tag("caption", words("largest-spec.cuts")),
            tag("thead", tag("tr", heads)),
            tag(
                "tbody",
                [_cut(cut, words) for cut in sorted(found, key=lambda cut: (cut.state != "cut", cut.share or 0))],
            ),
            class_="rates cuts",
        ),
        words("largest-spec.cuts"),
        "figures-scroll",
    )


def _cut(cut: Cut, words: Words) -> Markup:
    shown = ""
    if cut.limit is not None:
        grows = cut.limit > cut.own
        key = ("or-more" if cut.attained else "more-than") if grows else ("or-less" if cut.attained else "less-than")
        shown = words(f"sentence.{key}", value=amount(cut.limit, cut.unit))
        if cut.share is not None:
            shown += words("rows.relative", percent=f"{'+' if grows else '−'}{float(cut.share) * 100:.3g}")
    why = words(f"largest-spec.cut-{cut.state}", missing=words.list(missing_word(name, words) for name in cut.missing))
    if cut.named and cut.state == "cut":
        why = words("largest-spec.cut-also-named")
    return tag(
        "tr",
        tag("th", words.label(cut.spec), scope="row"),
        tag("td", amount(cut.own, cut.unit), class_="numbers"),
        tag("td", shown, class_="numbers"),
        tag("td", why),
        data_state=cut.state,
    )
