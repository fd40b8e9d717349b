"""The maps: regions are the law's own answers, exact on every edge; chips stand where their figures put them; the tables hold the same."""

import csv
import datetime
import io
import re
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import assess, chips, law, metrics
from calculators.engine.chips import chip_from
from calculators.engine.plane import MEASURES, PLANES, Point, Setting, judged, placed, put
from calculators.engine.regions import Box, edges, regions
from calculators.engine.units import exact
from calculators.entry import rehearse, render
from calculators.law_map import Inputs, compute
from calculators.view.chart import AXES
from calculators.view.law_map import answer_words, span
from calculators.view.words import words

DAYS = sorted({instrument.effective for instrument in law().instruments.values()})
PLACES = ("CN", "MO", "RU", "IN", "AE", "DE", "US")
MAKERS = ("other", "Nvidia", "AMD", "Intel")
EDGES = {
    "tpp": ("1599.84", "1600", "2399.84", "2400", "4799.84", "4800", "14000", "17500", "20999.84", "21000"),
    "area": ("1", "100", "300", "500", "750", "1000", "1500", "3000"),
    "memory": ("0", "600", "1100", "1399.99", "1400", "1699.99", "1700", "4500", "6499.99", "6500", "9000"),
    "io": ("0", "300", "599.99", "600", "1099.99", "1100", "2000"),
}


def amounts(kind: str, most: int) -> st.SearchStrategy[str]:
    free = st.integers(1, most * 100).map(lambda n: f"{n // 100}.{n % 100:02}")
    return st.sampled_from(EDGES[kind]) | free


@st.composite
def questions(draw: Any) -> tuple[Setting, dict[str, str]]:
    day = draw(st.sampled_from(DAYS)) + datetime.timedelta(days=draw(st.sampled_from((-1, 0, 1, 40))))
    to = draw(st.sampled_from(PLACES))
    setting = Setting(
        day,
        to,
        draw(st.sampled_from((to, "CN", "US"))),
        draw(st.sampled_from(MAKERS)),
        draw(st.sampled_from(("yes", "no"))),
    )
    texts = {
        "fp16": f"{Fraction(draw(amounts('tpp', 60_000))) / 16 + 0}",
        "die_area": draw(amounts("area", 3000)),
        "memory_bandwidth": draw(amounts("memory", 12_000)),
        "interconnect": draw(amounts("io", 4000)),
    }
    return setting, texts


def specs(texts: dict[str, str]) -> dict[str, str]:
    """The same chip as a reader would write it: every number is a decimal that ends."""
    units = {"fp16": "TFLOPS", "die_area": "mm²", "memory_bandwidth": "GB/s", "interconnect": "GB/s"}
    written = {key: f"{float(Fraction(text)):.8f}" for key, text in texts.items()}
    assert all(Fraction(written[key]) == Fraction(text) for key, text in texts.items())
    return {key: f"{text} {units[key]}" for key, text in written.items()}


def point_of(texts: dict[str, str]) -> Point:
    tpp, area = Fraction(texts["fp16"]) * 16, Fraction(texts["die_area"])
    return Point(tpp, tpp / area, Fraction(texts["memory_bandwidth"]), Fraction(texts["interconnect"]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_a_region_says_what_assess_says_of_a_chip_at_that_point(question: tuple[Setting, dict[str, str]]) -> None:
    setting, texts = question
    chip = chip_from(
        {
            **specs(texts),
            "pcie": "0 GB/s",
            "non_planar": "yes",
            "maker": setting.maker,
            "datacenter": setting.datacenter,
        }
    )
    verdict = assess(chip, on=setting.on, to=setting.to, headquarters=setting.headquarters)
    point = point_of(texts)
    answer, _ = judged(point, setting)
    assert answer.outcome == verdict.outcome
    assert answer.review == (verdict.review if verdict.licence == "required" else None)
    for plane in PLANES.values():
        x, y = getattr(point, plane.x[0]), getattr(point, plane.y[0])
        holding = [box for box in regions(plane, setting, point) if box.holds(x, y)]
        assert [box.answer for box in holding] == [answer], plane.id


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("plane", PLANES.values(), ids=lambda p: p.id)
@pytest.mark.parametrize("maker", ["other", "Nvidia"])
def test_an_edge_parts_two_answers_and_its_own_points_are_judged_exactly(
    day: datetime.date, plane: Any, maker: str
) -> None:
    setting = Setting(day, "CN", "CN", maker)
    point = Point(Fraction(5000), Fraction(6), Fraction(4000), Fraction(900))
    boxes = regions(plane, setting, point)
    tiny = Fraction(1, 10**9)
    for edge in edges(plane, setting, point):
        middle = edge.start + 1 if edge.end is None else (edge.start + edge.end) / 2
        at = {
            "x": [(edge.at + shift, middle) for shift in (-tiny, 0, tiny)],
            "y": [(middle, edge.at + shift) for shift in (-tiny, 0, tiny)],
            "total": [(middle + shift, edge.at - middle) for shift in (-tiny, 0, tiny)],
        }[edge.along]
        below, on, above = (judged(put(point, plane, *pair), setting)[0] for pair in at)
        assert below != above
        assert on in (below, above)
        for pair, answer in zip(at, (below, on, above), strict=True):
            assert [box.answer for box in boxes if box.holds(*pair)] == [answer]


def test_the_rule_of_2023_gives_its_own_lines() -> None:
    found = edges(PLANES["tpp-density"], Setting(datetime.date(2023, 12, 1), "CN", "CN"), Point())
    assert {(edge.along, edge.at, edge.start, edge.end) for edge in found} == {
        ("x", Fraction(1600), Fraction("3.2"), None),
        ("x", Fraction(2400), Fraction("1.6"), Fraction("3.2")),
        ("x", Fraction(4800), Fraction(0), Fraction("5.92")),
        ("y", Fraction("1.6"), Fraction(2400), Fraction(4800)),
        ("y", Fraction("3.2"), Fraction(1600), Fraction(2400)),
        ("y", Fraction("5.92"), Fraction(1600), Fraction(4800)),
    }


def test_the_letters_of_2025_give_two_lines_and_a_slope() -> None:
    setting = Setting(datetime.date(2025, 6, 1), "CN", "CN", "Nvidia")
    found = edges(PLANES["memory-io"], setting, Point(Fraction(2368), Fraction(32, 11)))
    assert {(edge.along, edge.at, edge.start, edge.end) for edge in found} == {
        ("x", Fraction(1400), Fraction(0), Fraction(300)),
        ("y", Fraction(1100), Fraction(0), Fraction(600)),
        ("total", Fraction(1700), Fraction(600), Fraction(1400)),
    }


def test_what_is_held_and_unknown_leaves_unknown_ground() -> None:
    setting = Setting(datetime.date(2026, 6, 1), "CN", "CN")
    known = regions(
        PLANES["tpp-density"], setting, Point(memory_bandwidth=Fraction(4000), interconnect_bandwidth=Fraction(0))
    )
    unknown = regions(PLANES["tpp-density"], setting, Point())
    assert "unknown" not in {box.answer.outcome for box in known}
    assert "unknown" in {box.answer.outcome for box in unknown}


@pytest.mark.parametrize("day", ["2022-08-25", "2022-08-26", "2022-10-21", "2023-11-17", "2025-06-01", "2026-11-24"])
@pytest.mark.parametrize("to", ["CN", "AE"])
def test_every_chip_stands_at_its_figures_with_its_own_verdict(day: str, to: str) -> None:
    setting = Setting(datetime.date.fromisoformat(day), to, to)
    for plane in PLANES.values():
        for each in placed(plane, setting):
            own = metrics(each.chip)
            assert (each.x, each.y) == (own[plane.x[0]], own[plane.y[0]])
            assert each.answer.outcome == assess(each.chip, on=day, to=to).outcome, each.chip.id
    assert {each.chip.id for each in placed(PLANES["memory-io"], setting)} == {
        chip.id for chip in chips().values() if chip.kind == "processor"
    }


# The tables and the picture


def cells(html: str, table: str) -> list[list[str]]:
    body = re.search(rf'class="map-table {table}">.*?<tbody>(.*?)</tbody>', html, re.S)
    assert body
    rows = re.findall(r"<tr.*?</tr>", body[1], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("plane", PLANES)
def test_the_table_of_chips_holds_what_the_picture_shows(plane: str, language: str) -> None:
    reply = render("law_map", {"map": plane, "open": "chips"}, language)
    table = cells(reply["parts"]["chips"], "map-chips")
    drawn = {row["chip"]: row for row in reply["chart"]["chips"]}
    setting = Setting(datetime.date(2026, 6, 1), "CN", "CN")
    found = placed(PLANES[plane], setting)
    assert len(table) == len(found)
    along, up = AXES[plane]
    shown = 0
    for each, row in zip(found, table, strict=True):
        assert row[3] == answer_words(each.answer, words(language))
        inside = (
            each.x.value is not None
            and each.y.value is not None
            and along.least <= each.x.value <= along.most
            and up.least <= each.y.value <= up.most
        )
        shown += inside
        if each.chip.id in drawn:
            mark = drawn[each.chip.id]
            assert inside
            assert each.x.value is not None and each.y.value is not None
            assert (mark["x"], mark["y"]) == pytest.approx((float(each.x.value), float(each.y.value)), rel=1e-5)
            assert mark["outcome"] == each.answer.outcome
            assert each.chip.name in mark["tip"]
    named = sum(tip["tip"].count(words(language)("list.between")) >= 0 for tip in drawn.values())
    assert 0 < named <= shown


@pytest.mark.parametrize("plane", PLANES)
def test_the_table_of_regions_holds_what_the_picture_shows(plane: str) -> None:
    reply = render("law_map", {"map": plane, "on": "2025-06-01", "maker": "Nvidia"}, "en")
    table = cells(reply["html"], "map-regions")
    found = compute(Inputs(map=plane, on=datetime.date(2025, 6, 1), maker="Nvidia"))
    boxes = regions(PLANES[plane], found.setting, found.point)
    along, up = AXES[plane]
    assert [row[:3] for row in table] == [
        [answer_words(box.answer, words("en")), span(box.x, along.unit, words("en")), span(box.y, up.unit, words("en"))]
        for box in boxes
    ]
    for row in reply["chart"]["regions"]:
        box = boxes[row["region"]]
        assert row["outcome"] == box.answer.outcome
        assert _about(box, row["x"], (row["y"] + row["y2"]) / 2)


def _about(box: Box, x: float, y: float) -> bool:
    """Whether a drawn sample lies in its box, within a pixel's part."""
    for value, (low, high) in ((x, box.x), (y, box.y), (x + y, box.total)):
        if (low and value < float(low[0]) * 0.9999) or (high and value > float(high[0]) * 1.0001):
            return False
    return True


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ((None, None), "any"),
        (((Fraction(1600), False), None), "1,600\u00a0TPP or more"),
        (((Fraction(1600), True), None), "over 1,600\u00a0TPP"),
        ((None, (Fraction(1600), False)), "under 1,600\u00a0TPP"),
        ((None, (Fraction(1600), True)), "1,600\u00a0TPP or less"),
        (((Fraction(1), False), (Fraction(2), False)), "1\u00a0TPP or more, under 2\u00a0TPP"),
    ],
)
def test_bounds_are_said_with_their_operator(bounds: Any, text: str) -> None:
    assert span(bounds, "TPP", words("en")) == text


# The reader's point


def test_without_a_form_the_point_is_the_named_chip_exactly() -> None:
    assert compute(Inputs(chip="nvidia-h20")).point.performance_density == Fraction(2368, 814)
    reply = render("law_map", {}, "en")
    assert reply["query"] == {}
    assert reply["fields"]["performance_density"] == "2.909\u00a0TPP/mm²"


def test_what_the_fields_show_is_read_back_as_the_same_point() -> None:
    first = render("law_map", {}, "en")
    again = render("law_map", first["fields"], "en")
    assert again["fields"] == first["fields"]
    assert again["html"] == first["html"]
    moved = render("law_map", {"moves": "rU"}, "en")
    followed = render("law_map", moved["query"], "en")
    assert followed["fields"] == moved["fields"]
    assert followed["html"] == moved["html"]


@pytest.mark.parametrize(
    ("moves", "tpp", "density"),
    [
        ("r", "2,420\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("l", "2,310\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("u", "2,368\u00a0TPP", "2.98\u00a0TPP/mm²"),
        ("d", "2,368\u00a0TPP", "2.84\u00a0TPP/mm²"),
        ("R", "2,970\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("rrl", "2,420\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("L" * 50, "500\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("U" * 50, "2,368\u00a0TPP", "60\u00a0TPP/mm²"),
        ("?x", "2,368\u00a0TPP", "2.909\u00a0TPP/mm²"),
    ],
)
def test_arrow_keys_move_along_one_axis_in_three_digits_and_stay_inside(moves: str, tpp: str, density: str) -> None:
    fields = render("law_map", {"moves": moves}, "en")["fields"]
    assert (fields["tpp"], fields["performance_density"], fields["moves"]) == (tpp, density, "")


@pytest.mark.parametrize(
    ("at", "tpp", "density"),
    [
        ("4799.5123 5.9249", "4,800\u00a0TPP", "5.92\u00a0TPP/mm²"),
        ("1e9 1e-7", "200,000\u00a0TPP", "0.8\u00a0TPP/mm²"),
        ("nonsense", "2,368\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("-5 3", "2,368\u00a0TPP", "2.909\u00a0TPP/mm²"),
        ("1 2 3", "2,368\u00a0TPP", "2.909\u00a0TPP/mm²"),
    ],
)
def test_a_click_goes_to_a_place_that_can_be_read_or_nowhere(at: str, tpp: str, density: str) -> None:
    fields = render("law_map", {"at": at}, "en")["fields"]
    assert (fields["tpp"], fields["performance_density"], fields["at"]) == (tpp, density, "")


def test_a_typed_measure_is_never_rounded() -> None:
    reply = render("law_map", {"tpp": "2399.99 TPP", "on": "2023-12-01"}, "en")
    assert reply["fields"]["tpp"] == "2399.99 TPP"
    assert 'data-outcome="not-controlled"' in reply["html"][:400]
    reply = render("law_map", {"tpp": "2400 TPP", "on": "2023-12-01"}, "en")
    assert 'data-outcome="exception"' in reply["html"][:400]


def test_another_chip_brings_its_own_measures_and_says_what_the_letters_say_of_it() -> None:
    reply = render("law_map", {"chip": "nvidia-rtx-4090-d"}, "en")
    assert reply["own"] == {key: reply["fields"][key] for key in ("datacenter", *MEASURES)}
    assert reply["fields"]["datacenter"] == "no"
    assert "Nvidia H20 itself: Licence required: policy not stated." in render("law_map", {}, "en")["html"]
    assert "itself" not in render("law_map", {"moves": "r"}, "en")["html"]


def test_a_chip_without_a_figure_has_no_point_and_names_what_is_missing() -> None:
    reply = render("law_map", {"chip": "huawei-ascend-910c"}, "en")
    assert reply["chart"]["point"] == []
    assert "has no place on this map: needs Performance density" in reply["html"]


def test_wrong_texts_stand_at_their_fields() -> None:
    reply = render("law_map", {"tpp": "38,600", "on": "2023", "to": "XX", "chip": "h21", "maker": "me"}, "en")
    assert reply["state"] == "invalid"
    assert set(reply["errors"]) == {"tpp", "on", "to", "chip", "maker"}


def test_every_maker_that_a_letter_addresses_can_be_chosen() -> None:
    addressed = {maker for instrument in law().instruments.values() for maker in instrument.addressees}
    assert addressed <= set(MAKERS)
    for maker in MAKERS:
        assert render("law_map", {"maker": maker}, "en")["state"] == "ok"


def test_no_other_day_is_rehearsed_while_a_reader_moves_the_point() -> None:
    assert not rehearse('{"name": "law_map", "language": "en", "form": {}}', 0)


@pytest.mark.parametrize("plane", PLANES)
def test_the_file_beside_a_table_holds_the_same_regions_and_chips_exact(plane: str) -> None:
    found = compute(Inputs(map=plane, on=datetime.date(2025, 6, 1), maker="Nvidia"))
    boxes, named = regions(PLANES[plane], found.setting, found.point), placed(PLANES[plane], found.setting)
    reply = render("law_map", {"map": plane, "on": "2025-06-01", "maker": "Nvidia", "open": "chips"}, "en")
    shown = "".join([reply["html"], *reply["parts"].values()])
    links = re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)"', shown)
    assert len(links) == 2
    heads = [unquote(link).removeprefix("\ufeff").partition("\r\n")[0].split(",") for link in links]
    assert ("sum_gb_per_s_to_included" in heads[0]) is (plane == "memory-io")
    assert heads[1][2::2][:2] == [f"{head}_known" for head in heads[1][1:5:2]]
    files = [list(csv.DictReader(io.StringIO(unquote(link).removeprefix("\ufeff")))) for link in links]
    for box, row in zip(boxes, files[0], strict=True):
        assert (row["outcome"], row["review"]) == (box.answer.outcome, box.answer.review or "")
        cells = list(row.values())[2:]
        for (low, high), start in zip((box.x, box.y, box.total), range(0, len(cells), 4), strict=False):
            assert cells[start : start + 2] == ([exact(low[0]), "no" if low[1] else "yes"] if low else ["", ""])
            assert cells[start + 2 : start + 4] == ([exact(high[0]), "yes" if high[1] else "no"] if high else ["", ""])
    for each, row in zip(named, files[1], strict=True):
        for metric, said in zip((each.x, each.y), list(row.values())[2:6:2], strict=True):
            wanted = "exact" if metric.value is not None else "at least" if metric.low else "not known"
            assert said == ("not defined" if metric.undefined else wanted)
        least = [(metric.low or None) if metric.value is None else metric.value for metric in (each.x, each.y)]
        cells = ["" if value is None else exact(value) for value in least]
        assert [row["chip"], row["outcome"], *list(row.values())[1:5:2]] == [each.chip.id, each.answer.outcome, *cells]
