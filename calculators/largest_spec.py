"""How far may one figure of a chip go before a text catches it, and what is the least cut that frees a chip?

Formula: each comparison of the law is solved exactly for the figure, and the law is then asked at every such value and between them
(`engine/largest.py`, `engine/cuts.py`). Source: each instrument's own citations. It tells the distance to limits that are public law.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .engine import inputs as ask
from .engine.chips import chip_from
from .engine.cuts import Cut, least_cuts
from .engine.largest import Largest, largest
from .engine.law_files import law
from .engine.sweep import Stop, Stretch, numeric_specs
from .engine.units import show as amount
from .view.comparisons import letter_word, limit
from .view.html import Markup, join, tag
from .view.parts import cite
from .view.verdict import missing_word
from .view.words import Words

TYPED: Final = (
    "fp8",
    "fp16",
    "bf16",
    "int8",
    "fp4",
    "die_area",
    "memory_bandwidth",
    "interconnect",
    "pcie",
    "datacenter",
    "non_planar",
)


@dataclass(frozen=True)
class Inputs:
    """One figure under one text (or under the whole law of the day), or every figure of a chip; the chip, the day and the place."""

    question: str = ask.choice("largest", "cuts", default="largest")
    spec: str = ask.choice(*numeric_specs(), default="tpp")
    instrument: str = ask.instrument("oct-2023", optional=True)
    chip: str = ask.chip("nvidia-h20")
    on: datetime.date = ask.date("2025-01-01")
    to: str = ask.destination("CN")
    headquarters: str = ask.destination(optional=True)
    specs: Mapping[str, str] = ask.over(*TYPED)


@dataclass(frozen=True)
class Found:
    """How far the figure may go, or the least cut of each figure of the chip."""

    largest: Largest | None
    cuts: tuple[Cut, ...]
    inputs: Inputs


def compute(inputs: Inputs) -> Found:
    """The limit or the cuts; raises Faults with all that is wrong.

    >>> str(compute(Inputs()).largest.limit)
    '2400'
    """
    headquarters = inputs.headquarters or None
    if inputs.question == "cuts":
        chip = chip_from(inputs.specs, inputs.chip)
        return Found(None, least_cuts(chip, on=inputs.on, to=inputs.to, headquarters=headquarters), inputs)
    return Found(
        largest(
            inputs.spec,
            inputs.instrument,
            given=inputs.specs,
            chip=inputs.chip,
            on=inputs.on,
            to=inputs.to,
            headquarters=headquarters,
        ),
        (),
        inputs,
    )


def show(found: Found, words: Words) -> Markup:
    """The limit with what stands there and every stretch of values; or a table of cuts."""
    if found.largest is None:
        return _cuts(found.cuts, words) if found.cuts else tag("p", tag("strong", sentence(found, words)))
    one = found.largest
    rows = [
        tag(
            "tr",
            tag("th", _span(stretch, one.unit, words), scope="row"),
            tag("td", words(f"largest-spec.{stretch.answer}")),
        )
        for stretch in one.stretches
    ]
    table = tag("table", tag("caption", words("largest-spec.stretches")), tag("tbody", rows), class_="rates stretches")
    return join(
        [
            tag("p", tag("strong", sentence(found, words)), class_="value"),
            _stops(one.stops, words),
            table if rows else "",
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    one = found.largest
    if one is None:
        freed = [cut for cut in found.cuts if cut.state == "cut"]
        if not found.cuts:
            return words("largest-spec.free")
        return words("largest-spec.some-cuts" if freed else "largest-spec.no-cut", count=len(freed))
    key = f"{one.state}-{one.end}" if one.state in ("limit", "unknown") and one.limit is not None else one.state
    return words(
        f"largest-spec.state-{key}",
        name=words.label(one.spec),
        limit=amount(one.limit, one.unit) if one.limit is not None else "",
        value=amount(one.value, one.unit) if one.value is not None else "",
        itself=words("largest-spec.itself" if one.attained else "largest-spec.not-itself"),
        missing=words.list(missing_word(name, words) for name in one.missing),
    )


def _stops(stops: Iterable[Stop], words: Words) -> Markup:
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
        for stop in stops
    ]
    return tag("ul", lines, class_="stops") if lines else Markup("")


def _span(stretch: Stretch, unit: str, words: Words) -> str:
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


def _cuts(cuts: Iterable[Cut], words: Words) -> Markup:
    heads = [tag("th", words(f"largest-spec.{key}"), scope="col") for key in ("figure", "own", "free-at", "why")]
    return tag(
        "div",
        tag(
            "table",
            tag("caption", words("largest-spec.cuts")),
            tag("thead", tag("tr", heads)),
            tag(
                "tbody",
                [_cut(cut, words) for cut in sorted(cuts, key=lambda cut: (cut.state != "cut", cut.share or 0))],
            ),
            class_="rates cuts",
        ),
        class_="figures-scroll",
        role="region",
        tabindex="0",
        aria_label=words("largest-spec.cuts"),
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
