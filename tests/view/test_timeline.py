"""The timeline's pictures and list, and the story's bars: nothing covers anything, every figure is the data's, both languages draw."""

import csv
import datetime
import io
import json
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from calculators.engine.chips import load_chip
from calculators.engine.claims import claim
from calculators.engine.errors import NameFault
from calculators.engine.timeline import LANES, among, event, timeline
from calculators.publish.figures import drawn
from calculators.view import story_charts, timeline_columns, timeline_rows
from calculators.view.figure import Picture, as_csv, lines, wide
from calculators.view.page import Links
from calculators.view.timeline import FIELDS, csv_rows, iso, label, listed, verdict_link, when
from calculators.view.words import words

LANGUAGES = ("en", "zh-Hant")
D = datetime.date
SPRING = (D(2025, 4, 1), D(2025, 5, 5))
CASES = {
    "two columns": (SPRING, ("essay", "letters", "politics"), "nvidia-h20"),
    "one column": ((D(2025, 4, 1), D(2025, 8, 10)), ("letters", "licences", "politics"), "nvidia-h20"),
    "years": ((D(2022, 8, 1), D(2026, 9, 1)), ("letters", "licences", "essay"), "nvidia-h100-sxm"),
    "whole": ((D(2025, 1, 1), D(2025, 12, 31)), LANES, "nvidia-h20"),
}


def columns(case: str, size: str, language: str = "en") -> Picture:
    (first, last), lanes, chip = CASES[case]
    found = among(first, last, lanes)
    return timeline_columns.columns(found, first, last, chip, size, "spring", "../../", words(language))


def rows_of(found: Picture, mark: str) -> list[dict[str, Any]]:
    every = [(each["mark"], each["data"]["values"]) for each in found.spec["layer"] if each["mark"]["type"] == mark]
    return [{**look, **row} for look, values in every for row in values]


def boxes(found: Picture) -> list[tuple[float, float, float, float]]:
    """Where each text lies, in the widest font that there is."""
    placed = []
    for row in rows_of(found, "text"):
        if "stroke" in row:
            continue
        size, long = row["fontSize"], wide(row["text"], row["fontSize"])
        start = row["x"] - {"left": 0, "right": long}.get(row.get("align", ""), long / 2)
        placed.append((start, start + long, row["y"] - size / 2, row["y"] + size / 2))
    return placed


def overlapping(found: list[tuple[float, float, float, float]]) -> list[Any]:
    return [
        (one, other)
        for n, one in enumerate(found)
        for other in found[n + 1 :]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", timeline_columns.SIZES)
@pytest.mark.parametrize("case", CASES)
def test_no_label_covers_another_or_leaves_the_picture(case: str, size: str, language: str) -> None:
    found = columns(case, size, language)
    placed = boxes(found)

    assert overlapping(placed) == []
    assert min(box[0] for box in placed) >= 0
    assert max(box[1] for box in placed) <= found.spec["width"]
    assert max(box[3] for box in placed) <= found.spec["height"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_covers_another_in_the_rows(language: str) -> None:
    found = timeline_rows.rows(among(), words(language))
    badges = [row for row in rows_of(found, "text") if "href" in row]
    assert all(row["size"] >= 314 for row in rows_of(found, "point"))

    assert len(badges) == len(timeline()) == len(found.links)
    for n, one in enumerate(badges):
        for other in badges[n + 1 :]:
            apart = max(abs(one["x"] - other["x"]), abs(one["y"] - other["y"]))
            assert apart >= timeline_rows.STEP - 1e-6, (one["text"], other["text"])
    assert overlapping(boxes(found)) == []


def test_a_day_is_drawn_where_it_lies_and_the_verdict_beside_it() -> None:
    found = columns("two columns", "wide")
    marks = {round(row["y"], 1) for row in rows_of(found, "point")}
    bands = rows_of(found, "rect")

    assert [row["fill"] for row in bands] == ["url(#spring-not-controlled)", "url(#spring-not-stated)"]
    high = bands[-1]["y2"] - bands[0]["y"]
    turn = (bands[0]["y2"] - bands[0]["y"]) / high
    assert turn == pytest.approx(8 / 35)
    for id in ("dinner", "is-informed-2025", "committee"):
        share = ((event(id).first - SPRING[0]).days + 0.5) / 35
        assert round(bands[0]["y"] + share * high, 1) in marks


def test_the_essays_lines_cross() -> None:
    """The letter stands above the dinner in the essay's column, and below it in the record's."""
    dashed = [row for row in rows_of(columns("two columns", "wide"), "rule") if row.get("strokeDash")]
    letter, dinner = dashed[0], dashed[1]

    assert letter["y"] < dinner["y"]
    assert letter["y2"] > dinner["y2"]


STRETCHES = [
    ("nvidia-h20", D(2025, 4, 1), D(2025, 4, 8), ["not-controlled"]),
    ("nvidia-h20", D(2025, 4, 8), D(2025, 4, 9), ["not-controlled", "not-stated"]),
    ("nvidia-h20", D(2025, 4, 9), D(2025, 8, 8), ["not-stated"]),
    ("nvidia-h100-sxm", D(2022, 8, 1), D(2022, 8, 31), ["no-rule", "not-stated"]),
]


@pytest.mark.parametrize(("chip", "first", "last", "outcomes"), STRETCHES)
def test_the_band_is_the_laws_answer_day_by_day(chip: str, first: D, last: D, outcomes: list[str]) -> None:
    found = timeline_columns.stretches(chip, first, last)

    assert [each.outcome for each in found] == outcomes
    assert found[0].first == first
    assert found[-1].until == last + datetime.timedelta(days=1)
    assert all(one.until == other.first for one, other in pairwise(found))


SETTLED = [
    ([0, 5, 100], [20, 20, 20], 200, [0, 20, 100]),
    ([90, 90], [20, 20], 200, [80, 100]),
    ([190, 195], [20, 20], 200, [160, 180]),
    ([], [], 200, []),
]


@pytest.mark.parametrize(("wanted", "heights", "room", "begin"), SETTLED)
def test_labels_are_moved_as_little_as_can_be(
    wanted: list[float], heights: list[float], room: float, begin: list[float]
) -> None:
    assert timeline_columns.settle(wanted, heights, room) == pytest.approx(begin)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", timeline_columns.SIZES)
def test_the_svg_is_well_formed_takes_its_colours_from_the_page_and_links_to_verdicts(size: str, language: str) -> None:
    found = columns("two columns", size, language)
    svg = str(drawn(found, "figure-wide", 'A "label" & <its> signs'))
    ElementTree.fromstring(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ', 1)
    )

    assert " style=" not in svg and " href=" not in svg and "<script" not in svg
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)", re.sub(r"url\([^)]*\)|href=\"[^\"]*\"", "", svg))
    assert set(re.findall(r'xlink:href="([^"]*)"', svg)) == {link.replace("&", "&amp;") for link in found.links}
    assert "../../?chip=nvidia-h20&amp;to=CN&amp;on=2025-04-09" in svg
    assert "chart.invalid" not in svg and 'role="group"' in svg


WRITTEN = [
    ("dinner", "en", "4 Apr 2025", "2025-04-04"),
    ("dinner", "zh-Hant", "2025年4月4日", "2025-04-04"),
    ("london", "en", "9–10 June 2025", "2025-06-09/10"),
    ("london", "zh-Hant", "2025年6月9日至10日", "2025-06-09/10"),
    ("h20", "en", "Nov 2023", "2023-11"),
    ("essay-h100", "zh-Hant", "2022年", "2022"),
]


@pytest.mark.parametrize(("id", "language", "written", "plain"), WRITTEN)
def test_a_day_is_written_no_further_than_it_is_known(id: str, language: str, written: str, plain: str) -> None:
    assert when(event(id), words(language)) == written
    assert iso(event(id)) == plain


LINKED = [
    ("dinner", "../?chip=nvidia-h20&to=CN&on=2025-04-04"),
    ("a800", "../?chip=nvidia-a800-sxm-80gb&to=CN&on=2022-11-07"),
    ("letter-july-2023", "../?chip=nvidia-h20&to=CN&on=2023-07-31"),
]


@pytest.mark.parametrize(("id", "link"), LINKED)
def test_a_day_opens_the_verdict_for_the_chip_that_it_concerns(id: str, link: str) -> None:
    assert verdict_link(event(id), "../") == link


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_and_csv_hold_every_event(language: str) -> None:
    said = words(language)
    shown = str(listed(among(), Links("../", {}), said, numbered=True))
    found = list(csv.reader(io.StringIO(as_csv(csv_rows(among(), said)).removeprefix("\ufeff"))))

    assert tuple(found[0]) == FIELDS
    assert [row[0] for row in found[1:]] == list(timeline())
    for n, each in enumerate(timeline().values(), start=1):
        assert f'id="event-{each.id}"' in shown
        assert f">{n}</span>" in shown
        assert label(each, said) in shown.replace("&amp;", "&")


# The bars


def measured(found: Picture) -> list[float]:
    return [row["x2"] - row["x"] for row in rows_of(found, "rect")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", story_charts.SIZES)
@pytest.mark.parametrize("name", story_charts.CHARTS)
def test_bars_are_as_long_as_their_figures_and_no_text_covers_another(name: str, size: str, language: str) -> None:
    found = story_charts.chart(name, words(language))
    picture = story_charts.bars(found, size)
    box = story_charts.SIZES[size]
    room = box.width - box.names - box.figures

    wanted = [float(room * bar.value / group.whole) for group in found.groups for bar in group.bars]
    assert sorted(measured(picture)) == pytest.approx(sorted(wanted))
    assert overlapping(boxes(picture)) == []
    assert min(each[0] for each in boxes(picture)) >= 0
    assert max(each[1] for each in boxes(picture)) <= box.width
    assert json.dumps(picture.spec)


def test_the_shares_are_the_claims_own_and_make_a_whole() -> None:
    shares, ratios = story_charts.compute_shares(words("en")).groups

    assert [float(bar.value) for bar in shares.bars] == [36, 31, 11, 6, 16]
    assert sum(bar.value for bar in shares.bars) == 100
    assert [bar.value for bar in ratios.bars] == [
        claim("c009").values[key].stated for key in ("compute_ratio", "gdp_ratio_2022")
    ]


def test_the_spec_bars_are_the_chips_own() -> None:
    tpp, memory, links = story_charts.spec_bars(words("en")).groups

    assert [bar.value for bar in memory.bars] == [load_chip(id).value("memory_bandwidth") for id in story_charts.TRIO]
    assert [bar.shown for bar in links.bars] == ["900\u00a0GB/s (100%)", "400\u00a0GB/s (44%)", "900\u00a0GB/s (100%)"]
    assert [bar.shown for bar in tpp.bars][2] == "2,368\u00a0TPP (15%)"


def test_what_only_the_essay_says_is_open() -> None:
    found = story_charts.supply_demand(words("en"))

    assert [(int(bar.value), bar.told) for group in found.groups for bar in group.bars] == [
        (8_100_000, True),
        (800_000, True),
        (1_000_000, False),
        (400_000, True),
        (805_000, False),
    ]


def test_a_chart_that_there_isnt() -> None:
    with pytest.raises(NameFault) as found:
        story_charts.chart("spec_bar", words("en"))
    assert found.value.near[0] == "spec_bars"


BROKEN = [
    ("Plan, announced with Trump", 104, ["Plan, announced", "with Trump"]),
    ("美方放開EDA、引擎、乙烷", 100, ["美方放開EDA、", "引擎、乙烷"]),
    ("H20", 10, ["H20"]),
]


@pytest.mark.parametrize(("text", "room", "broken"), BROKEN)
def test_lines_break_between_words_and_never_before_a_stop(text: str, room: int, broken: list[str]) -> None:
    assert lines(text, room, 12) == broken
