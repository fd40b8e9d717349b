"""Pages made from the data: there for everything, in both languages, saying what the data say."""

import datetime
import html
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from calculators import assess, chips, law
from calculators.engine.metrics import metrics
from calculators.publish import pages
from calculators.publish.twins import EXEMPT
from calculators.view.cases import cases_section
from calculators.view.page import Links
from calculators.view.words import words

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 24)
LANGUAGES = ("en", "zh-Hant")
NUMERIC = re.compile(r"(\w+) (>=|<=|>|<) ([\d.e]+) (\S+)")
UNDISCLOSED = re.compile(r"\w+ >= undisclosed")
LIMITS = {
    ">=": "{} or more",
    ">": "over {}",
    "<=": "{} or less",
    "<": "under {}",
}
VOID = {"input", "br", "hr", "img", "meta", "link"}
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> dict[str, str]:
    return pages.made(ROOT, request.param, TODAY)


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return pages.made(ROOT, "en", TODAY)


def plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").strip()


def test_everything_has_its_page(made: dict[str, str]) -> None:
    wanted = {f"chips/{id}.md" for id in chips()} | {f"regulations/{id}.md" for id in law().instruments}

    english_only = {path for path in made if path.startswith(EXEMPT)}
    assert english_only in (set(), {"reference/index.md", "reference/classes.md"})
    assert set(made) - english_only == wanted | {
        "chips/index.md",
        "regulations/index.md",
        "readings/index.md",
        "claims/index.md",
        "glossary/index.md",
        "speed/index.md",
        "access/index.md",
    }
    for path, text in made.items():
        front = text.split("---")[1]
        assert re.search(r'^title: "[^"]+', front, re.MULTILINE), path
        assert re.search(r'^description: "[^"]{20,}', front, re.MULTILINE), path


def test_headings_have_the_same_places_in_both_languages() -> None:
    english, chinese = (pages.made(ROOT, language, TODAY) for language in LANGUAGES)
    assert {path for path in english if not path.startswith(EXEMPT)} == set(chinese)
    for path in chinese:
        anchors = [re.findall(r"\{: #([\w-]+) \}", text) for text in (english[path], chinese[path])]
        assert anchors[0] == anchors[1], path
        assert len(set(anchors[0])) == len(anchors[0]), path


# What the texts say


def comparisons(table: Any) -> Iterator[str]:
    """Every numeric line of a condition as the file writes it, in the order in which a page prints it."""
    for group in ("all", "any", "none"):
        for member in table.get(group, ()):
            if isinstance(member, dict):
                yield from comparisons(member)
            else:
                yield member


def printed(line: str) -> str | None:
    if UNDISCLOSED.fullmatch(line):
        return "an undisclosed limit"
    found = NUMERIC.fullmatch(line)
    if not found:
        return None
    number = f"{Decimal(found[3]).normalize():,f}"
    unit = {
        "mm^2": " mm²",
        "TPP/mm^2": " TPP/mm²",
        "GB/s/mm^2": " GB/s/mm²",
        "GFLOPS/mm^2": " GFLOPS/mm²",
        "percent": "%",
    }
    return LIMITS[found[2]].format(number + {**unit, "transistor": ""}.get(found[4], f" {found[4]}"))


@pytest.mark.parametrize("id", list(law().instruments))
def test_every_threshold_stands_on_the_page_with_its_operator_and_unit(english: dict[str, str], id: str) -> None:
    stem = law().instruments[id].stem
    table = tomllib.loads((ROOT / "calculators" / "data" / "regulations" / f"{stem}.toml").read_text("utf-8"))
    tables = ("clauses", "licences", "exceptions", "reviews", "duties", "warnings")
    wanted = [printed(line) for kind in tables for part in table.get(kind, ()) for line in comparisons(part)]
    lists = re.findall(
        r'<ul class="rule">.*?</ul>(?=<ul class="part-notes"|</section>)', english[f"regulations/{id}.md"]
    )
    found = [plain(shown) for shown in re.findall(r'<span class="numbers">(.*?)</span>', "".join(lists))]

    assert found == [limit for limit in wanted if limit]


def test_a_disputed_reading_links_to_its_record(made: dict[str, str]) -> None:
    for instrument in law().instruments.values():
        for reading in instrument.readings:
            text = made[f"regulations/{instrument.id}.md"]
            links = re.findall(rf'id="reading-{reading.id}">.*?href="([^"]*decisions/[^"]*)/"', text)
            assert links, reading.id
            record = (ROOT / "docs" / "en" / "decisions" / f"{Path(links[0]).name}.md").read_text("utf-8")
            assert f"`{reading.id}`" in record


# Chips caught and freed


def listed(text: str, caption: str) -> set[str]:
    """The chips of the table whose caption begins like this."""
    tables = re.findall(r"<table[^>]*><caption>(.*?)</caption>(.*?)</table>", text)
    found = [body for shown, body in tables if plain(shown).startswith(caption)]
    return set(re.findall(r'href="\.\./\.\./chips/([\w-]+)/"', "".join(found)))


@pytest.mark.parametrize("id", ["oct-2023", "is-informed-2025"])
def test_chips_caught_are_those_whose_answer_tightened_that_day(english: dict[str, str], id: str) -> None:
    steps = {"not-controlled": 0, "exception": 1}
    day = law().instruments[id].effective
    answers = {chip: tuple(assess(chip, on=on, to="CN") for on in (day - DAY, day)) for chip in chips()}
    known = {chip: pair for chip, pair in answers.items() if "unknown" not in [v.outcome for v in pair]}
    moved = {chip: [steps.get(v.outcome, 2) for v in pair] for chip, pair in known.items()}

    page = english[f"regulations/{id}.md"]
    assert listed(page, "Caught on") == {chip for chip, (old, new) in moved.items() if new > old} != set()
    assert listed(page, "Freed on") == {chip for chip, (old, new) in moved.items() if new < old}


def test_chips_that_meet_a_bill_are_listed_with_their_margin(english: dict[str, str]) -> None:
    day = law().instruments["safe-chips"].effective
    met = set()
    for chip in chips():
        row = next(r for r in assess(chip, on=day, to="CN").rows if r.instrument.id == "safe-chips")
        met |= {chip} if any(clause.truth for clause in row.clauses) else set()

    assert listed(english["regulations/safe-chips.md"], "Met it on") == met != set()
    row = re.search(r"<tr><th[^>]*><a[^>]*>Nvidia H20</a>.*?</tr>", english["regulations/is-informed-2025.md"])
    assert row and "+2,600 GB/s" in plain(row[0]) and "(185.7%)" in plain(row[0])


# Chips


def test_a_chips_page_shows_its_figures_and_every_change_of_its_verdict(english: dict[str, str]) -> None:
    page = plain(english["chips/nvidia-h20.md"])
    for shown in ("2,368 TPP", "2,368 TPP ÷ 814 mm² = 2.909 TPP/mm²", "links 900 GB/s + PCIe 128 GB/s = 1,028 GB/s"):
        assert shown in page
    rows = re.findall(
        r"<tr><th[^>]*><time[^>]*>([\d-]+)</time>.*?data-outcome=\"([\w-]+)\"", english["chips/nvidia-h20.md"]
    )
    assert rows == [("2022-08-26", "unknown"), ("2022-10-21", "not-controlled"), ("2025-04-09", "not-stated")]
    assert 'href="../../?chip=nvidia-h20"' in english["chips/nvidia-h20.md"]


def test_what_is_announced_reported_or_measured_says_so(english: dict[str, str]) -> None:
    for id, chip in chips().items():
        page = english[f"chips/{id}.md"]
        marked = re.search(r'class="record"><p><span class="badge">(\w+)<', page)
        assert (marked[1] if marked else "released") == chip.status, id
        assert ("{: #measured }" in page) is bool(chip.measured), id


# The lists


def rows(text: str) -> list[list[tuple[str, str | None]]]:
    """The cells of a list as (text, sort key)."""
    body = text.split("<tbody>")[1]
    cell = r"<t[hd](?: scope=\"row\")?(?: class=\"\w+\")?(?: data-value=\"(\d+)\")?>(.*?)</t[hd]>"
    return [
        [(plain(shown), key or None) for key, shown in re.findall(cell, row)]
        for row in re.findall(r"<tr.*?</tr>", body)
    ]


def test_the_chips_list_is_the_data(english: dict[str, str]) -> None:
    found = rows(english["chips/index.md"])
    assert len(found) == len(chips())
    for cells, chip in zip(found, chips().values(), strict=True):
        measured = metrics(chip)
        assert cells[0][0] == chip.name
        tpp = measured["tpp"].value
        number = cells[4][0].strip("\u2007\u2008 ").replace(",", "")
        assert tpp is None if number.startswith("?") else Fraction(number) == tpp, chip.id
        assert (cells[4][1] is None) is (tpp is None)
    for column, name in (
        (4, "tpp"),
        (5, "performance_density"),
        (6, "memory_bandwidth"),
        (7, "interconnect_bandwidth"),
    ):
        pairs = [
            (int(cells[column][1] or 0), metrics(c)[name].low)
            for cells, c in zip(found, chips().values(), strict=True)
            if cells[column][1]
        ]
        assert len({rank for rank, _ in pairs}) == len({low for _, low in pairs}) > 20
        assert [low for _, low in sorted(pairs)] == sorted(low for _, low in pairs), name


def test_no_number_of_the_list_is_rounded_across_a_limit(english: dict[str, str]) -> None:
    for cells, chip in zip(rows(english["chips/index.md"]), chips().values(), strict=True):
        density = metrics(chip)["performance_density"].value
        if density is not None:
            shown = Fraction(cells[5][0].strip("\u2007\u2008"))
            assert all((shown >= limit) is (density >= limit) for limit in map(Fraction, ("1.6", "3.2", "5.92"))), (
                chip.id
            )


def test_the_regulations_list_is_in_the_order_of_its_days(english: dict[str, str]) -> None:
    found = rows(english["regulations/index.md"])
    assert [cells[0][0] for cells in found] == [
        f"{i.effective:%Y-%m} (day not known)" if i.month_only else i.effective.isoformat()
        for i in law().instruments.values()
    ]
    assert [cells[1][0] for cells in found] == [i.title["en"] for i in law().instruments.values()]


# Markup


class Balanced(HTMLParser):
    """Counts what is opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_pages_are_well_formed_and_no_words_are_left_unfilled(made: dict[str, str]) -> None:
    for path, text in made.items():
        reader = Balanced()
        reader.feed(text.split("\n---\n", 1)[1])
        reader.close()
        assert (reader.wrong, reader.open) == ([], []), path
        assert not re.search(r"&amp;(lt|gt|amp|quot);", text), path
        bare = re.sub(r"\{: #[\w-]+ \}|\"[^\"]*\{shown\}[^\"]*\"", "", text)
        assert not re.search(r"\{\w+\}|>(None|nan|True|False)<|Markup|object at", bare), path


HOSTILE = "<img src=x onerror=alert(1)>"


def test_a_hostile_case_stays_text() -> None:
    case = {
        "name": HOSTILE,
        "date": HOSTILE,
        "to": "CN",
        "specs": {"maker": HOSTILE},
        "expect": {"licence": "required"},
        "why": HOSTILE,
    }
    for language in LANGUAGES:
        section = cases_section([case], Links("../../", {}), words(language))
        assert section and "<img" not in section.body and "&lt;img" in section.body


def test_without_the_tests_there_are_no_worked_cases(tmp_path: Path) -> None:
    links, said, instrument = Links("../../", {}), words("en"), law().instruments["oct-2023"]

    assert pages._cases(tmp_path, instrument, links, said) is None
    assert pages._cases(ROOT, instrument, links, said) is not None
