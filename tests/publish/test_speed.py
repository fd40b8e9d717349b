"""The page "How fast": every figure of the last run stands on it, and what a run left out is left out."""

import contextlib
import importlib
import json
import re
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from calculators.publish.speed import RUN, speed_pages
from calculators.view.html import Markup
from calculators.view.page import Page
from calculators.view.words import words

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["en", "zh-Hant"]


def one(median: float, p95: float = 0, runs: int = 3) -> dict[str, float]:
    return {"runs": runs, "median": median, "p95": p95}


SIDES = {"ours": {"cold": one(612), "warm": one(598)}, "plain": {"cold": one(3060), "warm": one(2392)}}
SEEN = {
    "performance": 99,
    "accessibility": 100,
    "best-practices": 96,
    "seo": 92,
    "lcp_ms": 1234.5,
    "cls": 0.0041,
    "tbt_ms": 37,
}
RAN: dict[str, Any] = {
    "schema": 1,
    "date": "2026-11-24",
    "machine": "Linux x86_64, 2 cores, 24 GiB",
    "browser": "Chromium 156",
    "first_verdict_ms": {"this machine": SIDES, "10 Mbit/s": SIDES},
    "sent_bytes": {"ours": 6_940_000, "plain": 6_120_000},
    "memory_mb": {"ours": 210.4, "plain": 120.6},
    "key_press_ms": {
        "at once": one(9.4, 24.6, 100),
        "after 2 s": one(8.1, 14.2, 100),
        "an empty worker": one(0.3, 0.9, 100),
    },
    "cell_ms": {
        "the first cell, cold": one(701.2, 830, 10),
        "the first cell, warm": one(655.9, 700, 10),
        "a warm cell": one(6.5, 11.25, 100),
    },
    "lighthouse_runs": 3,
    "pages": {
        "home (en)": {"path": "", "sent_bytes": 98_765, "lighthouse": SEEN},
        "chip (zh-Hant)": {"path": "zh-Hant/chips/x/", "sent_bytes": 1},
    },
    "build_s": {"nothing cached": 61.23, "from the cache": 9.87},
    "rows_a_second": {"1": 906, "2": 2103},
    "rows_promised": 1000,
    "edit_s": {"en": [1.44, 0.7, 0.9], "zh-Hant": [1.5, 1.1, 1.3]},
}
ROWS = [
    ("first", ["612", "3,060", "5.0"]),
    ("first", ["598", "2,392", "4.0"]),
    ("first", ["6.94", "6.12", ""]),
    ("first", ["210", "121", ""]),
    ("cells", ["701.2", "830.0", "10"]),
    ("cells", ["6.5", "11.2", "100"]),
    ("next", ["9.4", "24.6", "100"]),
    ("next", ["0.3", "0.9", "100"]),
    ("pages", ["99", "99", "100", "96", "92", "1.23", "0.004", "37"]),
    ("pages", ["0", "", "", "", "", "", "", ""]),
    ("screened", ["906"]),
    ("screened", ["2,103"]),
    ("screened", ["1,000"]),
    ("building", ["61.2"]),
    ("building", ["1.4"]),
    ("building", ["0.8"]),
    ("building", ["1.2"]),
]


def published(tmp_path: Path, ran: dict[str, Any], language: str = "en") -> Page:
    path = tmp_path / RUN
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(ran), "utf-8")
    ((where, page),) = speed_pages(tmp_path, words(language))
    assert where == "speed/index.md"
    return page


def figures(body: Markup) -> list[list[str]]:
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", str(body), re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "row"), ROWS)
def test_every_figure_of_a_run_stands_on_the_page(tmp_path, language, section, row):
    page = published(tmp_path, RAN, language)
    body = next(each.body for each in page.sections if each.id == section)

    assert row in figures(body)


@pytest.mark.parametrize("part", ["first_verdict_ms", "key_press_ms", "pages", "rows_a_second"])
def test_what_a_run_left_out_is_left_out(tmp_path, part):
    whole = {section.id for section in published(tmp_path, RAN).sections}
    less = {
        section.id
        for section in published(tmp_path, {key: value for key, value in RAN.items() if key != part}).sections
    }

    assert len(whole - less) == 1


def test_nothing_of_a_page_is_escaped_twice(tmp_path):
    assert not any("&lt;" in section.body for section in published(tmp_path, RAN).sections)


def test_day_machine_and_browser_are_named(tmp_path):
    lead = str(published(tmp_path, RAN).lead)

    assert all(RAN[key] in lead for key in ("date", "machine", "browser"))


def test_pages_are_linked_from_the_root_of_the_site(tmp_path):
    assert 'href="../zh-Hant/chips/x/"' in str(published(tmp_path, RAN).sections)
    assert 'href="../../zh-Hant/chips/x/"' in str(published(tmp_path, RAN, "zh-Hant").sections)


def test_without_a_run_there_is_no_page(tmp_path):
    assert list(speed_pages(tmp_path, words("en"))) == []


def test_a_run_of_another_make_stops_the_build_and_says_what_to_do(tmp_path):
    with pytest.raises(PluginError, match=r"schema 2 where 1 is expected.*make bench"):
        published(tmp_path, {**RAN, "schema": 2})


def test_the_run_in_the_project_can_be_shown():
    assert [where for where, _ in speed_pages(ROOT, words("en"))] == ["speed/index.md"]


SUMMARIES = [
    ([3.0], 3.0, 3.0),
    ([1.0, 2.0], 1.5, 2.0),
    ([float(n) for n in range(1, 21)], 10.5, 19.0),
    ([float(n) for n in range(21)], 10.0, 19.0),
]


@pytest.mark.parametrize(("times", "median", "p95"), SUMMARIES)
def test_a_summary_has_the_middle_and_what_95_in_a_hundred_do_not_exceed(times, median, p95):
    report = runpy.run_path(str(ROOT / "scripts" / "bench" / "report.py"))

    assert report["summary"](times) == {"runs": len(times), "median": median, "p95": p95}


def test_the_table_of_a_run_says_the_same():
    report = runpy.run_path(str(ROOT / "scripts" / "bench" / "report.py"))
    text = report["table"](RAN)

    assert re.search(r"10 Mbit/s, cold +612 +3060 +5\.0", text)
    assert re.search(r"home \(en\) +98\.8 +99 100 96 92 +1234 +0\.004 +37", text)
    assert "2 at work: 2,103\n  promised of two: 1,000" in text
    assert re.search(r"an empty worker +0\.3 +0\.9 +100", text)


@pytest.mark.parametrize(("runs", "said"), [(1, "a single run"), (3, "the middle one of 3 runs")])
def test_the_page_says_of_how_many_runs_lighthouse_speaks(tmp_path, runs, said):
    page = published(tmp_path, {**RAN, "lighthouse_runs": runs})

    assert any(f"phones: {said}." in str(section.body) for section in page.sections)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_the_rate_against_the_promise(tmp_path, language):
    page = published(tmp_path, RAN, language)
    (section,) = (each for each in page.sections if each.id == "screened")

    assert all(figure in section.body.partition("<table")[0] for figure in ("1,000", "2,103", "2.1"))


@pytest.mark.parametrize(("rate", "fails"), [(1000, False), (999, True)])
def test_a_run_that_screens_fewer_rows_than_promised_fails(monkeypatch, tmp_path, capsys, rate, fails):
    monkeypatch.chdir(ROOT)
    bench = importlib.import_module("scripts.bench.__main__")
    ran = {**RAN, "rows_a_second": {"1": 900, "2": rate}}
    monkeypatch.setattr(bench, "measure", lambda *_: ran)
    monkeypatch.setattr(bench.builds, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "rows"])
    with pytest.raises(SystemExit) if fails else contextlib.nullcontext():
        bench.main()

    assert ("which this is below" in capsys.readouterr().out) == fails
