"""The story's verdict panel: a mark is read, a wrong one stops the build with file, line and nearest right name, each gets its note."""

import json
import re
from pathlib import Path

import markdown
import pytest

from calculators.entry import render
from calculators.export_verdict import BRIEF
from calculators.publish.claims_markdown import SOURCE
from calculators.publish.markdown import AuthorFault, CalculatorsExtension
from calculators.publish.panel import apart, panel_files, read_mark

ROOT = Path(__file__).resolve().parents[2]
TEXT = """One.

Before the letter.
{: panel="nvidia-h100-sxm 2022-08-25" }

The letter.
{: panel="nvidia-h100-sxm 2022-08-26" .said }

## Elsewhere {: panel="H20 2025-04-09 AE" }

Last.
"""


def convert(text: str, language: str = "en", file: str = "docs/en/story/x.md") -> str:
    token = SOURCE.set((file, text))
    try:
        return markdown.Markdown(extensions=["attr_list", CalculatorsExtension(language=language)]).convert(text)
    finally:
        SOURCE.reset(token)


def states(panel: str) -> list[dict[str, str]]:
    found = re.findall(r'<div class="sp-state"[^>]*data-form="([^"]*)"', panel)
    return [json.loads(form.replace("&quot;", '"')) for form in found]


MARKS = [
    ("nvidia-h20 2025-04-08", "nvidia-h20", "2025-04-08", "CN", "not-controlled"),
    ("nvidia-h20 2025-04-09", "nvidia-h20", "2025-04-09", "CN", "not-stated"),
    ("H20 2025-04-09", "nvidia-h20", "2025-04-09", "CN", "not-stated"),
    ("  nvidia-h20   2025-04-09 cn", "nvidia-h20", "2025-04-09", "CN", "not-stated"),
    ("nvidia-h20 2025-04-09 AE", "nvidia-h20", "2025-04-09", "AE", "not-controlled"),
    ("nvidia-h100-sxm 2022-08-25", "nvidia-h100-sxm", "2022-08-25", "CN", "no-rule"),
    ("nvidia-h100-sxm 2022-08-26", "nvidia-h100-sxm", "2022-08-26", "CN", "not-stated"),
    ("nvidia-h800-sxm 2023-11-16", "nvidia-h800-sxm", "2023-11-16", "CN", "not-stated"),
    ("nvidia-h800-sxm 2023-11-17", "nvidia-h800-sxm", "2023-11-17", "CN", "denial"),
    ("nvidia-h200-sxm 2026-01-14", "nvidia-h200-sxm", "2026-01-14", "CN", "denial"),
    ("nvidia-h200-sxm 2026-01-15", "nvidia-h200-sxm", "2026-01-15", "CN", "case-by-case"),
]


@pytest.mark.parametrize(("written", "chip", "on", "to", "outcome"), MARKS)
def test_a_mark_is_a_chip_a_day_and_perhaps_a_place(written: str, chip: str, on: str, to: str, outcome: str) -> None:
    state = read_mark(written)

    assert state.form == {"chip": chip, "on": on, "to": to}
    assert state.verdict.outcome == outcome


WRONG = [
    ("nvidia-h2o 2025-04-09", "nvidia-h20"),
    ("nvidia-h20 2025-04-31", 'panel="nvidia-h20 2025-04-09"'),
    ("nvidia-h20 9 April 2025", "a chip and a day"),
    ("2025-04-09 nvidia-h20", "expected an id or an exact name"),
    ("nvidia-h20", "a chip and a day"),
    ("", "a chip and a day"),
    ("nvidia-h20 2025-04-09 Chna", "CN (China)"),
    ("nvidia-h20 2025-04-09 CN US", "a chip and a day"),
]


@pytest.mark.parametrize(("written", "told"), WRONG)
def test_a_wrong_mark_stops_the_build_and_says_where_and_what_is_right(written: str, told: str) -> None:
    with pytest.raises(AuthorFault) as caught:
        convert(f'One.\n\nTwo.\n{{: panel="{written}" }}\n')

    assert str(caught.value).startswith("docs/en/story/x.md:4: panel=")
    assert told in str(caught.value)
    assert 'panel="nvidia-h20 2025-04-09' in str(caught.value)


def test_a_mark_inside_a_line_is_no_paragraphs() -> None:
    with pytest.raises(AuthorFault, match="not-a-paragraph"):
        convert('A *word*{: panel="nvidia-h20 2025-04-09" } here.')


def test_each_mark_has_its_note_behind_it_and_the_page_one_panel() -> None:
    html, panel = apart(convert(TEXT))

    order = re.findall(r'<(p|h2|aside)[^>]*?(?:data-panel="(\d)"|class="sp-note" [^>]*data-outcome="([\w-]+)")', html)
    assert order == [
        ("p", "0", ""),
        ("aside", "", "no-rule"),
        ("p", "1", ""),
        ("aside", "", "not-stated"),
        ("h2", "2", ""),
        ("aside", "", "not-controlled"),
    ]
    assert 'class="said"' in html
    assert "panel=" not in html.replace("data-panel=", "")
    assert "<story-panel" not in html
    assert states(panel) == [
        {"chip": "nvidia-h100-sxm", "on": "2022-08-25", "to": "CN"},
        {"chip": "nvidia-h100-sxm", "on": "2022-08-26", "to": "CN"},
        {"chip": "nvidia-h20", "on": "2025-04-09", "to": "AE"},
    ]


def test_the_panel_opens_with_the_first_mark_and_nothing_of_the_reader_s_is_in_the_page() -> None:
    _, panel = apart(convert(TEXT))

    assert len(re.findall(r"<(?:span|div)[^>]* data-current", panel)) == 2
    assert '<span data-mark="0" data-current>' in panel
    assert '<div class="sp-own" hidden></div>' in panel
    assert 'data-calculator="../../assets/panel.json"' in panel


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_calculator_is_a_brief_one_whose_links_carry_the_whole_state(language: str) -> None:
    html = json.loads(panel_files(language)["assets/panel.json"])["html"]

    assert html.startswith('<live-calculator name="export_verdict" id="panel"')
    assert html.count('class="strip"') == 1
    assert "lc-columns" not in html
    assert "instruments" not in re.sub(r"<form.*?</form>", "", html, flags=re.DOTALL)
    asked = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}
    assert render("export_verdict", asked, language)["query"] == {}
    assert render("export_verdict", asked, language, BRIEF)["query"].items() >= asked.items()


@pytest.mark.parametrize(
    ("file", "home"), [("docs/en/story/x.md", "../../"), ("docs/en/x.md", "../"), ("docs/en/index.md", "")]
)
def test_the_links_lead_to_the_same_state_of_the_full_verdict(file: str, home: str) -> None:
    html = convert('Two.\n{: panel="H20 2025-04-09" }', file=file)

    links = re.findall(r'<a href="([^"]*)" class="sp-full">', html)
    assert links == [f"{home}?chip=nvidia-h20&amp;on=2025-04-09&amp;to=CN"] * 2


def test_a_page_without_a_mark_has_no_panel() -> None:
    assert apart(convert("One.\n\nTwo.")) == ("<p>One.</p>\n<p>Two.</p>", "")


def test_a_clause_of_two_conditions_says_both_sides_of_both() -> None:
    note = convert('Two.\n{: panel="nvidia-h100-sxm 2022-10-21" }')

    assert "1,028\u00a0GB/s meets 600\u00a0GB/s or more, and Bits × TOPS (2022) 15,832\u00a0TPP meets 4,800" in note


def test_what_is_missing_comes_first_and_a_warning_is_never_left_out() -> None:
    unknown = convert('Two.\n{: panel="nvidia-rtx-pro-6000d 2025-09-17" }')
    warned = convert('Two.\n{: panel="huawei-ascend-910c 2025-05-13" }')

    assert re.search(r'<p class="sp-why">Needs: a dense rate in any format', unknown)
    assert "General Prohibition 10" in apart(warned)[0]
    assert "General Prohibition 10" in apart(warned)[1]


def test_the_panel_speaks_the_page_s_language() -> None:
    html = convert('二。\n{: panel="nvidia-h20 2025-04-09" }', "zh-Hant", "docs/zh-Hant/story/x.md")

    assert "輝達H20輸往中國" in html
    assert "須取得許可" in html


def marks(language: str) -> dict[str, list[str]]:
    found = {
        path.name: re.findall(r'panel="([^"]*)"', path.read_text("utf-8"))
        for path in sorted((ROOT / "docs" / language / "story").glob("*.md"))
    }
    return {name: written for name, written in found.items() if written}


def test_both_languages_turn_at_the_same_days_from_the_h100_to_the_h200() -> None:
    found = marks("en")

    assert found == marks("zh-Hant")
    days = [written for chapter in found.values() for written in chapter]
    assert "nvidia-h100-sxm 2022-03-22" in days
    assert days[-1] == "nvidia-h200-sxm 2026-01-15"
