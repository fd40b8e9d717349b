"""A map's tables for programs: exact limits with the side each belongs to, exact measures, outcomes by their ids."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from ..engine.metrics import Metric
from ..engine.names import names
from ..engine.plane import Answer, Placed, Standing
from ..engine.regions import Box, Span
from ..engine.units import exact
from .chart import AXES
from .figure import as_csv
from .html import Markup, tag
from .words import Words

ENDS: Final = ("from", "from_included", "to", "to_included")


def region_rows(found: Standing, boxes: Sequence[Box]) -> Iterator[Sequence[str]]:
    """The regions: an outcome, and for each measure where the region begins and ends and whether the limit itself is in it; "": no end."""
    measures = [_head(axis.name) for axis in AXES[found.plane]]
    if any(any(box.total) for box in boxes):
        measures.append("sum_gb_per_s")
    yield "outcome", "review", *(f"{measure}_{end}" for measure in measures for end in ENDS)
    for box in boxes:
        spans = (box.x, box.y, box.total)[: len(measures)]
        yield *_outcome(box.answer), *(cell for bounds in spans for cell in _span(bounds))


def chip_rows(found: Standing, chips: Iterable[Placed]) -> Iterator[Sequence[str]]:
    """The chips: measures to the last digit, or the least that is known, or "" where there is none; and what the law says of the chip."""
    along, up = [_head(axis.name) for axis in AXES[found.plane]]
    yield "chip", along, f"{along}_known", up, f"{up}_known", "outcome", "review"
    for each in chips:
        yield each.chip.id, *_measure(each.x), *_measure(each.y), *_outcome(each.answer)


def download(name: str, rows: Iterable[Sequence[str]], words: Words) -> Markup:
    """A link that saves the rows: they are in its address, since each answer has its own and no server made it."""
    held = f"data:text/csv;charset=utf-8,{quote(as_csv(rows), safe=',')}"
    return tag("p", tag("a", words("figures.csv"), href=held, download=f"{name}.csv"), class_="map-data")


def _head(name: str) -> str:
    unit = names()[name].unit.lower().replace("^", "").replace("/", "_per_")
    return name if unit == name else f"{name}_{unit}"


def _span(bounds: Span) -> tuple[str, str, str, str]:
    low, high = bounds
    start = (exact(low[0]), "no" if low[1] else "yes") if low else ("", "")
    end = (exact(high[0]), "yes" if high[1] else "no") if high else ("", "")
    return *start, *end


def _measure(metric: Metric) -> tuple[str, str]:
    if metric.undefined:
        return "", "not defined"
    if metric.value is not None:
        return exact(metric.value), "exact"
    return (exact(metric.low), "at least") if metric.low else ("", "not known")


def _outcome(answer: Answer) -> tuple[str, str]:
    return answer.outcome, answer.review or ""


__all__ = ["chip_rows", "download", "region_rows"]
