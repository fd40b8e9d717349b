"""Columns of a terminal: what stands in line, where lines break, how a wide table is split."""

import pytest

from calculators.view.html import tag
from calculators.view.plain_tables import bare, columns, pad, table, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("H20", 3),
        ("晶片", 4),
        ("H20晶片", 7),
        ("，", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("2\u00a0TPP", 5),
        ("\u200b", 0),
        ("○", 1),
    ],
)
def test_the_width_of_a_text(text: str, width: int) -> None:
    assert columns(text) == width
    assert columns(pad(text, 9)) == columns(pad(text, 9, right=True)) == 9


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one two three", 9, ["one two", "three"]),
        ("unbreakable", 4, ["unbreakable"]),
        ("1,400\u00a0GB/s or", 10, ["1,400\u00a0GB/s", "or"]),
        ("晶片管制", 4, ["晶片", "管制"]),
        ("晶片管制", 5, ["晶片", "管制"]),
        ("晶片，管制", 4, ["晶", "片，", "管制"]),
        ("晶片（甲）", 6, ["晶片", "（甲）"]),
        ("晶片H20管制", 7, ["晶片H20", "管制"]),
    ],
)
def test_where_a_line_breaks(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width).split("\n") == lines
    assert wrap(text, None) == text


def test_lines_after_the_first_are_indented() -> None:
    assert wrap("one two three", 9, "- ") == "- one two\n  three"
    assert wrap("one two three", 9, "- ", "") == "- one two\nthree"


ROWS = [["甲", "1", "one two three four five six"], ["乙丙", "22", "seven"]]


def test_a_table_that_fits_is_one_block() -> None:
    wanted = ["id     n  text", "────  ──  ───────────────────────────"]
    wanted += ["甲     1  one two three four five six", "乙丙  22  seven"]
    assert table(["id", "n", "text"], ROWS, None, right=(1,)).split("\n") == wanted
    assert table(["id", "n", "text"], ROWS, 37, right=(1,)).split("\n") == wanted


def test_a_table_that_is_too_wide_is_split_and_each_block_keeps_the_first_column() -> None:
    blocks = table(["id", "n", "text"], ROWS, 36, right=(1,)).split("\n\n")

    assert [block.split("\n")[0] for block in blocks] == ["id     n", "id    text"]
    assert [block.split("\n")[3] for block in blocks] == ["乙丙  22", "乙丙  seven"]


def test_a_last_column_that_flows_wraps_in_its_place_or_stands_under_its_row() -> None:
    beside = table(["id", "n", "text"], ROWS, 36, right=(1,), flow=True).split("\n")
    assert beside[2:4] == ["甲     1  one two three four five", "          six"]

    under = table(["id", "n", "text"], ROWS, 33, right=(1,), flow=True).split("\n")
    assert under[3:5] == ["甲     1", "    one two three four five six"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("<b> as typed", "<b> as typed"),
        (tag("p", "a < b", tag("span", "reported", class_="badge")), "a < b (reported)"),
        (tag("p", "甲", tag("span", "推論", class_="badge")), "甲（推論）"),
        (tag("p", "a", tag("ul", tag("li", "x"), tag("li", "y"), class_="cites")), "a [x y]"),
    ],
)
def test_markup_becomes_text(shown: str, text: str) -> None:
    assert bare(shown) == text
