"""The story's charts: bars whose every length is a claim's figure or a chip's, with the finding as title and the figures at their ends."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from ..engine.chips import load_chip
from ..engine.claims import claim
from ..engine.errors import NameFault, near
from ..engine.metrics import metrics
from ..engine.names import names
from ..engine.sources import Citation
from ..engine.units import show
from .claim import stated
from .figure import INK, SOFT, Picture, canvas, layer, lines
from .html import Markup, tag
from .page import Links
from .words import Words

TRIO: Final = ("nvidia-h100-sxm", "nvidia-h800-sxm", "nvidia-h20")
MEASURES: Final = ("tpp", "memory_bandwidth", "interconnect")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, the figure written at its end, and whether the essay alone says so (then it is open)."""

    name: str
    value: Fraction
    shown: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars on one scale under a heading that names the measure and its unit; `whole` is the length of the whole scale."""

    title: str
    bars: tuple[Bar, ...]
    whole: Fraction


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the finding, its groups, a note, and what it rests on: claims or chips, which name their own sources."""

    name: str
    title: str
    groups: tuple[Group, ...]
    cite: tuple[Citation, ...] = ()
    claims: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels: the whole width, the room for names (0: they stand over the bars), for figures, and the text."""

    width: int
    names: int
    figures: int
    font: int
    bar: int = 18


SIZES: Final = {"wide": Size(630, 176, 156, 13), "narrow": Size(344, 0, 146, 12, 14)}


def _amount(id: str, key: str) -> Fraction:
    found = claim(id).values[key].stated
    assert isinstance(found, Fraction)
    return found


def _bar(name: str, id: str, key: str, words: Words, *, told: bool = False) -> Bar:
    return Bar(name, _amount(id, key), stated(claim(id).values[key], words), told)


def compute_shares(words: Words) -> Chart:
    """Who held the world's computing power in the essay's table, and how far apart the first two stand in it and in GDP."""
    shares = [
        _bar(words(f"figures.{place}"), "c008", key, words)
        for place, key in (("us", "us"), ("china", "china"), ("europe", "europe_omitted_by_essay"), ("japan", "japan"))
    ]
    rest = Fraction(100) - sum(bar.value for bar in shares)
    others = Bar(words("figures.others"), rest, show(rest, "percent"))
    ratios = (
        _bar(words("figures.compute"), "c009", "compute_ratio", words),
        _bar(words("figures.gdp"), "c009", "gdp_ratio_2022", words),
    )
    return Chart(
        "compute_shares",
        words("figures.compute-title", both=show(shares[0].value + shares[1].value, "percent")),
        (
            Group(words("figures.compute-shares"), (*shares, others), max(bar.value for bar in shares)),
            Group(words("figures.compute-ratios"), ratios, Fraction(100)),
        ),
        _cited("c008", "c009"),
        claims=("c008", "c009"),
    )


def spec_bars(words: Words) -> Chart:
    """What was cut from the H100: total processing performance, memory bandwidth and links of the H800 and the H20 beside its own."""
    chips = [load_chip(id) for id in TRIO]
    groups = []
    for name in MEASURES:
        values = [Fraction(metrics(c)[name].value if name in metrics(c) else c.value(name)) for c in chips]  # type: ignore[arg-type]
        bars = []
        for chip, value in zip(chips, values, strict=True):
            share = show(round(value * 100 / values[0]), "percent")
            bars.append(
                Bar(chip.name, value, words("figures.share", value=show(value, names()[name].unit), share=share))
            )
        groups.append(Group(words(f"figures.spec-{name.replace('_', '-')}"), tuple(bars), max(values)))
    low = [
        show(round(bar.value * 100 / g.bars[0].value), "percent")
        for g, bar in ((groups[0], groups[0].bars[2]), (groups[2], groups[2].bars[1]))
    ]
    title = words("figures.spec-title", links=low[1], computing=low[0])
    return Chart("spec_bars", title, tuple(groups), chips=TRIO)


def supply_demand(words: Words) -> Chart:
    """The essay's demand of a chip a rack against what a year brought, by the essay's figures and by others."""
    demand = _bar(words("figures.racks"), "c094", "chips", words, told=True)
    supply = (
        _bar(words("figures.h20-told"), "c097", "essay", words, told=True),
        _bar(words("figures.h20-relayed"), "c097", "relayed", words),
        _bar(words("figures.ascend-told"), "c095", "essay", words, told=True),
        _bar(words("figures.ascend-2025"), "c098", "ascend_2025", words),
    )
    years = stated(claim("c094").values["years_of_2024_supply"], words)
    return Chart(
        "supply_demand",
        words("figures.supply-title", years=years),
        (
            Group(words("figures.demand"), (demand,), demand.value),
            Group(words("figures.supply"), supply, demand.value),
        ),
        _cited("c094", "c095", "c097", "c098"),
        claims=("c094", "c095", "c097", "c098"),
        note=words("figures.open-bars"),
    )


CHARTS: Final[Mapping[str, Callable[[Words], Chart]]] = MappingProxyType(
    {"compute_shares": compute_shares, "spec_bars": spec_bars, "supply_demand": supply_demand}
)


def chart(name: str, words: Words) -> Chart:
    """The chart with this name; a NameFault with the nearest ones where there is none."""
    if name not in CHARTS:
        raise NameFault(
            "unknown-chart", "chart", name, expected=" · ".join(CHARTS), example="spec_bars", near=near(name, CHARTS)
        )
    return CHARTS[name](words)


def _cited(*ids: str) -> tuple[Citation, ...]:
    found = [citation for id in ids for citation in claim(id).cite]
    return tuple({citation.source.key: citation for citation in found}.values())


def bars(found: Chart, size: str) -> Picture:
    """A chart's picture: groups below each other, each bar with its name before it, or on a phone above it, and its figure behind it."""
    box = SIZES[size]
    room = box.width - box.names - box.figures
    y = 4.0
    heads: list[dict[str, Any]] = []
    named: list[dict[str, Any]] = []
    filled: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    floors: list[dict[str, Any]] = []
    for group in found.groups:
        for part in lines(group.title, box.width, box.font):
            heads.append({"x": 0, "y": y + box.font * 0.6, "text": part})
            y += box.font + 4
        y += 5
        begins = y
        for bar in group.bars:
            parts = lines(bar.name, (box.names or box.width) - 12, box.font)
            high = len(parts) * (box.font + 2)
            if not box.names:
                named += [{"x": 0, "y": y + (box.font + 2) * (n + 0.5), "text": part} for n, part in enumerate(parts)]
                y += high + 2
            row_high = max(box.bar, high) if box.names else box.bar
            long = float(room * bar.value / group.whole)
            middle = y + row_high / 2
            ends = {"y": middle - box.bar / 2, "y2": middle + box.bar / 2}
            (opened if bar.told else filled).append({"x": box.names, "x2": box.names + max(long, 1), **ends})
            figures.append({"x": box.names + long + 7, "y": middle, "text": bar.shown})
            if box.names:
                named += [
                    {"x": box.names - 10, "y": middle - high / 2 + (box.font + 2) * (n + 0.5), "text": part}
                    for n, part in enumerate(parts)
                ]
            y += row_high + 8
        if box.names:
            floors.append({"x": box.names, "y": begins - 3, "x2": box.names, "y2": y - 5})
        y += 12
    text: dict[str, Any] = {"fontSize": box.font, "baseline": "middle", "fill": INK}
    return Picture(
        canvas(
            box.width,
            y - 10,
            [
                layer("rect", filled, fill=INK, fillOpacity=0.65),
                layer("rect", opened, fill="transparent", stroke=INK, strokeWidth=1.4, strokeDash=[4, 3]),
                layer("rule", floors, stroke=SOFT, strokeWidth=1),
                layer("text", heads, align="left", fontWeight="bold", **text),
                layer("text", named, align="right" if box.names else "left", **text),
                layer("text", figures, align="left", **text),
            ],
        )
    )


def table_rows(found: Chart) -> Iterator[Sequence[str]]:
    """The same data as rows: the measure, the name and the figure."""
    for group in found.groups:
        for bar in group.bars:
            yield bar.name, group.title, bar.shown


def csv_rows(found: Chart) -> Iterator[Sequence[str]]:
    """The same for programs: each value as a plain number, to the last digit that is known."""
    yield "measure", "name", "value", "shown", "essay_only"
    for group in found.groups:
        for bar in group.bars:
            number = format(float(bar.value), ".15g")
            yield group.title, bar.name, number, bar.shown.replace("\u00a0", " "), "yes" if bar.told else ""


def rests_on(found: Chart, links: Links, words: Words) -> list[Markup]:
    """What a chart rests on, as links: claims, whose checks name the sources, or chips, whose pages do."""
    return [
        *(tag("a", words("timeline.claim", id=id), href=f"{links.root}claims/#{id}") for id in found.claims),
        *(links.chip(load_chip(id), words) for id in found.chips),
    ]
