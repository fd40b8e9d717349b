"""The fences for figures: what they draw, and what is wrong in them with file, line and the nearest right name."""

import re
from pathlib import Path

import pytest

from calculators.engine.timeline import timeline
from calculators.publish.figures import csv_files
from calculators.publish.markdown import AuthorFault
from calculators.view.words import words

from .author import convert

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGES = ("en", "zh-Hant")
PART = "title: T & t\nfrom: 2025-04-01\nto: 2025-05-05\nlanes: essay, letters\nchip: nvidia-h20\nid: spring\n"


def fence(kind: str, body: str = "") -> str:
    return f"# Page\n\nText.\n\n```{kind}\n{body}```\n\nMore.\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_the_timeline_is_drawn_twice_and_listed(language: str) -> None:
    html = convert(fence("timeline", PART), language)

    assert len(re.findall(r'<svg class="figure-(?:wide|narrow)"', html)) == 2
    assert "T &amp; t" in html
    assert len(re.findall(r"<tr[^>]*data-lane", html)) == 8
    assert 'xlink:href="../../?chip=nvidia-h20&amp;to=CN&amp;on=2025-04-09"' in html
    assert 'href="../../?chip=nvidia-h20&amp;to=CN&amp;on=2025-04-09"' in html
    assert 'href="../../charts/timeline.csv" download' in html
    assert "<p>More.</p>" in html


def test_named_events_alone() -> None:
    html = convert(fence("timeline", PART.replace("lanes: essay, letters", "events: dinner, committee")))

    assert re.findall(r'data-lane="(\w+)"', html) == ["politics", "politics"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_timeline_is_rows_with_numbers_that_lead_to_the_list(language: str) -> None:
    html = convert(fence("timeline", "title: All\n"), language, "docs/en/timeline.md")
    anchors = re.findall(r'id="event-([\w.-]+)"', html)

    assert anchors == list(timeline())
    assert set(re.findall(r'xlink:href="#event-([\w.-]+)"', html)) == set(anchors)
    assert "<live-table>" in html
    assert 'href="../?chip=' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["compute_shares", "spec_bars", "supply_demand"])
def test_a_chart_has_its_finding_its_table_and_its_data(name: str, language: str) -> None:
    html = convert(fence(f"chart {name}"), language)

    assert len(re.findall(r'<svg class="figure-(?:wide|narrow)"', html)) == 2
    assert re.search(r'<p class="figure-title"[^>]*>[^<]{20,}', html)
    assert "<table" in html and f'href="../../charts/{name}.csv" download' in html
    assert "style=" not in html


FAULTS = [
    ("timeline", "from: 2025-04-01\nto: 2025-05-05\n", "```timeline", "missing-key", ()),
    ("timeline", "title: T\nfrom: 2025-04-01\n", "```timeline", "missing-key", ()),
    ("timeline", PART.replace("2025-05-05", "2025-05-32"), "to: 2025-05-32", "not-a-date", ()),
    ("timeline", PART.replace("letters", "leters"), "lanes: essay, leters", "unknown-lane", ("letters",)),
    ("timeline", PART + "events: diner\n", "events: diner", "unknown-event", ("dinner",)),
    ("timeline", PART.replace("nvidia-h20", "nvidia-h2o"), "chip: nvidia-h2o", "unknown-chip", ("nvidia-h20",)),
    ("timeline", PART + "fron: 2025-04-01\n", "fron: 2025-04-01", "unknown-key", ("from",)),
    ("timeline", PART + "everything\n", "everything", "not-a-pair", ()),
    ("timeline", PART.replace("essay, letters", "licences"), "from: 2025-04-01", "no-event", ()),
    ("timeline spring", PART, "```timeline", "one-name", ()),
    ("chart", "", "```chart", "unknown-chart", ()),
    ("chart spec_bar", "", "```chart", "unknown-chart", ("spec_bars",)),
    ("chart spec-bars", "", "```chart spec-bars", "not-a-fence", ()),
    ("chart spec_bars", "title: T\n", "title: T", "unknown-key", ()),
]


@pytest.mark.parametrize(("kind", "body", "written", "fault", "near"), FAULTS)
def test_what_is_wrong_stops_the_build_and_says_where(
    kind: str, body: str, written: str, fault: str, near: tuple[str, ...]
) -> None:
    text = fence(kind, body)
    with pytest.raises(AuthorFault) as found:
        convert(text)

    assert found.value.fault.kind == fault
    line = next(n for n, each in enumerate(text.splitlines(), start=1) if written in each)
    assert found.value.where == f"docs/en/story/x.md:{line}"
    assert found.value.fault.near[: len(near)] == near


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_to_data_has_its_file(language: str) -> None:
    files = dict(csv_files(words(language)))
    linked = {
        name
        for path in (DOCS / language).rglob("*.md")
        for name in re.findall(r"^```chart (\w+)$", path.read_text("utf-8"), re.MULTILINE)
    }

    assert {f"charts/{name}.csv" for name in linked} <= set(files)
    assert "charts/timeline.csv" in files
    assert all(text.startswith("\ufeff") and text.count("\r\n") > 3 for text in files.values())


def test_both_languages_show_the_same_figures() -> None:
    def shown(language: str) -> dict[str, list[str]]:
        keys = r"^(?:```(?:chart|timeline).*|(?:id|from|to|events|lanes|chip): .*)$"
        found = {
            path.relative_to(DOCS / language).as_posix(): re.findall(keys, path.read_text("utf-8"), re.MULTILINE)
            for path in (DOCS / language).rglob("*.md")
        }
        return {name: lines for name, lines in found.items() if any(line.startswith("```") for line in lines)}

    assert shown("en") == shown("zh-Hant") != {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_is_left_to_be_drawn(language: str) -> None:
    left = [
        p.name for p in (DOCS / language).rglob("*.md") if re.search(r"<!-- (?:chart|timeline)", p.read_text("utf-8"))
    ]
    assert left == []
