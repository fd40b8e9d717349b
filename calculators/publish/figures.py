"""The fences for the story's figures: ```` ```timeline ```` and ```` ```chart NAME ````, drawn at build, and their data as CSV files.

    ```timeline
    title: The dinner came first
    from: 2025-04-01
    to: 2025-05-05
    lanes: essay, letters, politics
    chip: nvidia-h20
    ```

Without `from` and `to` it is the whole timeline, a row a lane, with its list. `events` names the events wanted, where lanes are too coarse.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import vl_convert
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from pymdownx.superfences import SuperFencesException

from ..engine.chips import load_chip
from ..engine.errors import Fault, NameFault, near
from ..engine.names import read_day
from ..engine.timeline import CHIP, LANES, RECORD, Event, among
from ..view import story_charts, timeline_columns, timeline_rows
from ..view.figure import Picture, as_csv, figure, picture, table
from ..view.html import Markup, join, tag
from ..view.page import Links
from ..view.parts import chip_name, mark, scrolling
from ..view.patterns import patterns, swatch
from ..view.timeline import csv_rows, listed, narrowing
from ..view.words import Words
from .charts import VERSION
from .claims_markdown import SOURCE, base

if TYPE_CHECKING:
    from .markdown import CalculatorsExtension

KEYS: Final = ("title", "from", "to", "lanes", "events", "chip", "id")
WHOLE: Final = "charts/timeline.csv"
_FENCE: Final = re.compile(r"(?:```+|~~~+) ?(chart|timeline)\b")


def csv_files(words: Words) -> Iterator[tuple[str, str]]:
    """The figures' data by their path below a language's root."""
    yield WHOLE, as_csv(csv_rows(among(), words))
    for name in story_charts.CHARTS:
        yield f"charts/{name}.csv", as_csv(story_charts.csv_rows(story_charts.chart(name, words)))


def register(md: Markdown, extension: "CalculatorsExtension") -> None:
    """Add both fences to a Markdown that has the calculators' extension and SuperFences."""
    # Below 25, where fences are taken out.
    md.preprocessors.register(_Unread(md, extension), "figures-unread", 24)
    for found in md.registeredExtensions:
        if hasattr(found, "extend_super_fences"):
            fences = _Fences(extension)
            found.extend_super_fences("timeline", fences.timeline, fences.takes_no_name, None)
            found.extend_super_fences("chart", fences.chart, fences.takes_a_name, None)


class _Unread(Preprocessor):
    """Stops at a fence of ours that SuperFences left alone, as it does where a name has a hyphen: it would print it as code."""

    def __init__(self, md: Markdown, extension: "CalculatorsExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        for line in lines:
            if found := _FENCE.match(line):
                known = " · ".join(story_charts.CHARTS) if found[1] == "chart" else "the fence alone"
                self.extension.stop(
                    Fault("not-a-fence", found[1], line, expected=known, example="chart spec_bars"), line
                )
        return lines


class _Fences:
    """What is written in the fences, read; whatever is wrong in it stops the build with file and line."""

    def __init__(self, extension: "CalculatorsExtension") -> None:
        self.extension = extension

    def takes_no_name(self, language: str, inputs: dict[str, str], options: dict[str, Any], *_: Any) -> bool:
        if inputs:
            given = " ".join(inputs)
            self.extension.stop(Fault("one-name", "timeline", given, expected="nothing behind timeline"), "```timeline")
        return True

    def takes_a_name(self, language: str, inputs: dict[str, str], options: dict[str, Any], *_: Any) -> bool:
        options["name"] = " ".join(inputs)
        return True

    def timeline(self, src: str, language: str, options: dict[str, Any], md: Markdown, **_: Any) -> str:
        given = self._pairs(src)
        return self._made(lambda: str(timeline_figure(given, self.extension.said)), given, "```timeline")

    def chart(self, src: str, language: str, options: dict[str, Any], md: Markdown, **_: Any) -> str:
        for line in filter(None, map(str.strip, src.splitlines())):
            self.extension.stop(Fault("unknown-key", "chart", line, expected="nothing within the fence"), line)
        return self._made(lambda: str(chart_figure(options["name"], self.extension.said)), {}, "```chart")

    def _made(self, make: Callable[[], str], given: Mapping[str, str], fence: str) -> str:
        try:
            return make()
        except Fault as fault:
            written = next(
                (f"{key}: {text}" for key, text in given.items() if fault.given and fault.given in text), fence
            )
            self.extension.stop(fault, written)
        except SuperFencesException:
            raise
        except Exception as error:  # SuperFences takes any other exception for "no such fence"
            raise SuperFencesException(f"{SOURCE.get()[0]}: {fence}: {error!r}") from error

    def _pairs(self, src: str) -> dict[str, str]:
        given: dict[str, str] = {}
        for line in filter(None, map(str.strip, src.splitlines())):
            key, colon, value = line.partition(":")
            key = key.strip()
            if not colon:
                self.extension.stop(
                    Fault("not-a-pair", "timeline", line, expected="key: value", example="from: 2025-04-01"), line
                )
            if key not in KEYS:
                fault = NameFault("unknown-key", "timeline", key, expected=" ".join(KEYS), near=near(key, KEYS))
                self.extension.stop(fault, line)
            given[key] = value.strip()
        return given


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))


def drawn(found: Picture, class_: str, label: str) -> Markup:
    """A picture as SVG: the same bytes for the same picture."""
    return picture(_svg(json.dumps(found.spec, sort_keys=True)), class_, label, found.links)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def timeline_figure(given: Mapping[str, str], words: Words) -> Markup:
    """What a timeline's fence becomes, on the page that is the SOURCE."""
    for key in ("title", *(("from", "to") if "from" in given or "to" in given else ())):
        if not given.get(key):
            raise Fault("missing-key", "timeline", "", expected=f"{key}: …")
    first, last = (read_day(given[key], key) if key in given else None for key in ("from", "to"))
    lanes = _listed(given.get("lanes", "")) or LANES
    for lane in lanes:
        if lane not in (*LANES, "record"):
            raise NameFault("unknown-lane", "lanes", lane, expected=" · ".join(LANES), near=near(lane, LANES))
    wanted = tuple(lane for each in lanes for lane in (RECORD if each == "record" else (each,)))
    events = among(first, last, wanted, _listed(given.get("events", "")))
    if not events:
        raise Fault("no-event", "timeline", given.get("from", ""), expected="days and lanes with an event in them")
    links = Links(base(SOURCE.get()[0])[1], {})
    if first and last:
        return _columns(given, events, first, last, links, words)
    return _rows(given, events, links, words)


def _columns(
    given: Mapping[str, str],
    events: tuple[Event, ...],
    first: datetime.date,
    last: datetime.date,
    links: Links,
    words: Words,
) -> Markup:
    chip, id = load_chip(given.get("chip", CHIP)), given.get("id", "timeline")
    label = words("timeline.label-columns", title=given["title"])
    made = [
        drawn(
            timeline_columns.columns(events, first, last, chip.id, size, id, links.root, words),
            f"figure-{size}",
            label,
        )
        for size in timeline_columns.SIZES
    ]
    bands = timeline_columns.stretches(chip.id, first, last)
    key = [
        tag(
            "li",
            swatch(id, band.outcome),
            mark(band.outcome),
            tag("span", timeline_columns.said(band, first, last, words)),
            data_outcome=band.outcome,
        )
        for band in bands
    ]
    note = [
        tag("p", words("timeline.band", chip=chip_name(chip, words))),
        tag("ul", key, class_="map-key"),
        tag("p", join(_signs(events, words), words("list.word")))
        if any(each.lane == "essay" for each in events)
        else None,
    ]
    whole = tag("a", words("timeline.whole"), href=f"{links.root}timeline/")
    return figure(
        id,
        given["title"],
        [patterns(id), *made],
        listed(events, links, words),
        whole,
        f"{links.root}{WHOLE}",
        words,
        note,
    )


def _signs(events: tuple[Event, ...], words: Words) -> Iterator[str]:
    yield words("timeline.dashes")
    if any(each.lane == "essay" and each.precision != "day" for each in events):
        yield words("timeline.open-marks")


def _rows(given: Mapping[str, str], events: tuple[Event, ...], links: Links, words: Words) -> Markup:
    first, last = timeline_rows.ends(events)
    label = words("timeline.label-rows", first=str(first.year), last=str(last.year))
    made = drawn(timeline_rows.rows(events, words), "figure-rows", label)
    scroll = scrolling(made, given["title"], "figure-scroll")
    return join(
        [
            tag(
                "figure",
                tag("p", given["title"], class_="figure-title", id="events-title"),
                scroll,
                tag("p", words("timeline.rows-note"), class_="figure-note"),
                tag(
                    "p",
                    tag("a", words("figures.csv"), href=f"{links.root}{WHOLE}", download=True),
                    class_="figure-source",
                ),
                class_="story-figure",
                aria_labelledby="events-title",
            ),
            tag(
                "live-table",
                narrowing(events, words),
                listed(events, links, words, numbered=True),
                tag("p", words("timeline.none"), class_="lt-none", hidden=True),
            ),
        ],
        "",
    )


def chart_figure(name: str, words: Words) -> Markup:
    """What a chart's fence becomes, on the page that is the SOURCE."""
    found = story_charts.chart(name, words)
    links = Links(base(SOURCE.get()[0])[1], {})
    made = [drawn(story_charts.bars(found, size), f"figure-{size}", found.title) for size in story_charts.SIZES]
    heads = [words(f"figures.head-{head}") for head in ("name", "measure", "value")]
    data = table(found.title, heads, story_charts.table_rows(found))
    rests = words("figures.sources", list="\0").split("\0")
    source = [rests[0], join(story_charts.rests_on(found, links, words), words("list.between")), rests[1]]
    note = tag("p", found.note) if found.note else None
    return figure(
        f"chart-{name.replace('_', '-')}",
        found.title,
        made,
        data,
        Markup(join(source, "")),
        f"{links.root}charts/{name}.csv",
        words,
        note,
    )


__all__ = ["chart_figure", "csv_files", "drawn", "register", "timeline_figure"]
