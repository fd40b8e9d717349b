"""Claims on pages: the author's marks, the cards, the page of all of them, and pages that want their twin."""

import html
import re
from pathlib import Path

import pytest

from calculators.engine.claims import claims
from calculators.publish import pages
from calculators.publish.claims_markdown import base, checked, worked
from calculators.publish.claims_pages import claims_pages
from calculators.publish.markdown import AuthorFault
from calculators.publish.twins import EXEMPT, without_twin
from calculators.view.claim import card, line, stated
from calculators.view.words import words

from .author import convert

LANGUAGES = ("en", "zh-Hant")


def links(text: str) -> list[tuple[str, str, str]]:
    """Each mark as (claim, key, text)."""
    found = re.findall(
        r'<a (?:aria-details="[^"]*" )?class="claim" data-claim="(c\d+)"(?: data-key="(\w+)")?[^>]*>(.*?)</a>',
        text,
        re.S,
    )
    return [(id, key, html.unescape(re.sub(r"<[^>]+>", "", inner))) for id, key, inner in found]


VALUES = [
    ("{{ c012.h800_with_pcie }}", "en", ("c012", "h800_with_pcie", "528\u00a0GB/s")),
    ("{{c030}}", "en", ("c030", "ratio", "14.957%")),
    ("{{ c018.v3_cost }}", "en", ("c018", "v3_cost", "5.576 million dollars")),
    ("{{ c018.v3_cost }}", "zh-Hant", ("c018", "v3_cost", "557.6萬美元")),
    ("{{ c019.gpu_hours }}", "zh-Hant", ("c019", "gpu_hours", "278.8萬GPU小時")),
    ("{{ c009.us_gdp_2022 }}", "zh-Hant", ("c009", "us_gdp_2022", "25.46兆美元")),
    ("{{ c018.price }}", "zh-Hant", ("c018", "price", "每GPU小時2美元")),
    ("{{ c019.training_flop }}", "en", ("c019", "training_flop", "3.29 × 10²⁴\u00a0FLOP")),
    ("{{ c023.law }}", "en", ("c023", "law", "5.92\u00a0TPP/mm²")),
    ("{{ c021.gap }}", "zh-Hant", ("c021", "gap", "436天")),
    ("{{ c051.dinner }}", "en", ("c051", "dinner", "4 April 2025")),
    ("{{ c051.dinner }}", "zh-Hant", ("c051", "dinner", "2025年4月4日")),
    ("{{ c100.stock }}", "zh-Hant", ("c100", "stock", "60萬至70萬顆")),
    ("{{ c094.chips }}", "zh-Hant", ("c094", "chips", "810萬")),
    ("{{ c019.gpus }}", "zh-Hant", ("c019", "gpus", "2,048")),
    ("[the *first* choice]{{ c039 }}", "en", ("c039", "", "the first choice")),
    ("[words that run\non]{{ c121 }}", "en", ("c121", "", "words that run\non")),
    ("a [link](y.md) and [words]{{ c121 }}", "en", ("c121", "", "words")),
]


@pytest.mark.parametrize(("written", "language", "wanted"), VALUES)
def test_a_mark(written: str, language: str, wanted: tuple[str, str, str]) -> None:
    assert links(convert(f"Some {written} text", language)) == [wanted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_every_claim_can_be_shown(language: str) -> None:
    for each in claims().values():
        for value in each.values.values():
            assert stated(value, words(language)).strip(), each.id


def test_a_link_leads_to_the_page_of_all_claims_from_any_depth() -> None:
    assert 'href="../claims/index.md#c030"' in convert("{{ c030 }}")
    assert 'href="claims/index.md#c030"' in convert("{{ c030 }}", file="docs/en/h20.md")
    assert '<a href="../../claims/#c030">' in convert("{{ c030 }}")
    assert '<a href="../claims/#c030">' in convert("{{ c030 }}", file="docs/zh-Hant/h20.md")
    assert base("docs/en/index.md") == ("", "")


def test_a_claim_marked_often_has_one_card_and_a_heading_has_none_inside() -> None:
    text = convert("# One {{ c030 }}\n\n{{ c030 }} [a]{{ c121 }} {{ c012.h800_link }} [b]{{ c121 }}")

    assert re.findall(r'<div id="(card-c\d+)"', text) == ["card-c030", "card-c121", "card-c012"]
    assert text.endswith("</div></div>")
    assert re.search(r'<h1 id="([^"]+)"', text)[1] == "one-14957"  # type: ignore[index]


def test_a_page_without_claims_has_no_cards() -> None:
    assert "side-card" not in convert("Nothing.")


def test_code_is_left_alone() -> None:
    assert not links(convert("`{{ c030 }}` and `[x]{{ c121 }}`"))


def test_a_card_says_what_the_essay_says_what_was_found_the_sum_and_the_sources() -> None:
    english = re.sub(r"<[^>]+>", " ", card(claims()["c012"], worked(claims()["c012"]), "../../claims/", words("en")))
    chinese = card(claims()["c027"], worked(claims()["c027"]), "../../claims/", words("zh-Hant"))

    assert "H800 SXM links 400\u00a0GB/s + H800 SXM PCIe 128\u00a0GB/s = 528\u00a0GB/s" in english
    assert "imprecise" in english
    assert "mit gebremstem" in english
    assert "(2,400\u00a0TPP − H20 2,368\u00a0TPP) ÷ 2,400\u00a0TPP = 1.3%" in chinese
    assert "正確" in chinese
    assert 'hidden id="' not in chinese
    assert " hidden>" in chinese


WRONG = [
    ("one\n\n{{ c012.h800_with_pci }}", "3", "nearest: c012.h800_with_pcie"),
    ("{{ c300 }}", "1", "unknown-claim"),
    ("[x]{{ c0120 }}", "1", "nearest: c120"),
    ("a\n[words that run\non]{{ c300 }}", "3", "unknown-claim"),
    ("{{ c012 }}", "1", "not-one-value"),
    ("{{ c121 }}", "1", "[words]{{ c121 }}"),
    ('x\n\n**Correction.** y\n{: .correction known="than" }', "4", "nearest: then"),
    ("**Correction.** y\n{: .correction }", "2", "then · later"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_a_wrong_mark_stops_the_build_and_says_where(text: str, line: str, said: str) -> None:
    with pytest.raises(AuthorFault) as caught:
        convert(text)

    assert f"docs/en/story/x.md:{line}:" in str(caught.value)
    assert said in str(caught.value)


def test_corrections_hearsay_and_quotations_say_what_they_are() -> None:
    text = convert('**Correction.** a\n{: .correction known="later" }\n\nb\n{: .hearsay }\n\n[2,048]{: .quoted } c')

    assert '<p class="correction" data-known="later"><span class="note-label">known only later</span><strong>' in text
    assert '<p class="hearsay"><span class="note-label">hearsay</span>b</p>' in text
    assert '<span class="quoted">2,048</span> c' in text
    assert "事後才知" in convert('a\n{: .correction known="later" }', "zh-Hant")


# The page of all claims


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest) -> str:
    [(path, made)] = claims_pages(words(request.param))
    assert path == "claims/index.md"
    return pages.markdown(made)


def test_every_claim_has_its_row_and_address(page: str) -> None:
    assert re.findall(r'<tr id="(c\d+)"', page) == list(claims())
    for each in claims().values():
        row = page[page.index(f'<tr id="{each.id}"') :].partition("</tr>")[0]
        assert f'data-verdict="{each.verdict}" data-part="{each.part}" data-kind="{each.kind}"' in row
        assert row.count("<li data-key=") == sum(value.computed for value in each.values.values())
        assert row.count("<li><") == len(each.cite)


def test_the_list_can_be_narrowed_by_whatever_the_rows_are(page: str) -> None:
    options = dict(re.findall(r'<select name="(\w+)">(.*?)</select>', page))

    assert set(options) == {"verdict", "part", "kind", "known"}
    for name, inner in options.items():
        offered = set(re.findall(r'value="([^"]*)"', inner))
        assert offered == {"", *re.findall(rf'data-{name}="([^"]+)"', page[page.index("<tbody><tr id=") :])}


def test_bars_and_table_say_the_same(page: str) -> None:
    bars, _, after = page[page.index('<svg class="claim-bars"') :].partition("</svg>")
    rows = re.findall(r'<td class="numbers">(\d+)</td><td class="numbers">\d+%</td>', after)

    assert [int(row) for row in rows] == [36, 17, 21, 13, 6, 13, 18]
    assert re.findall(r">(\d+)</text>", bars) == rows
    assert "…" not in bars
    assert "style=" not in page


def test_the_page_is_the_same_whenever_it_is_made() -> None:
    one, other = (pages.markdown(made) for _ in range(2) for _, made in claims_pages(words("en")))

    assert one == other


def test_what_is_shown_was_computed_again() -> None:
    assert list(checked()) == list(claims())


# Twins


def test_a_page_without_its_twin_is_named(tmp_path: Path) -> None:
    for path in ("en/a.md", "zh-Hant/a.md", "en/story/b.md", "zh-Hant/c.md", f"en/{EXEMPT[0]}d.md", "en/decisions.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", "utf-8")

    assert without_twin(tmp_path) == ["en/c.md", "zh-Hant/decisions.md", "zh-Hant/story/b.md"]
    assert without_twin(tmp_path / "en") == []


def test_a_page_without_its_twin_stops_the_build(tmp_path: Path) -> None:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import PluginError

    for path in ("docs/en/a.md", "docs/zh-Hant/b.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", "utf-8")

    with pytest.raises(PluginError, match=r"docs/en/b\.md, docs/zh-Hant/a\.md"):
        pages.files(MkDocsConfig(), tmp_path)


@pytest.mark.parametrize(
    ("id", "key", "language", "said"),
    [
        ("c024", "law", "en", "Advanced computing rule of October 2023, 3A090.a a.1: 4,800 TPP"),
        ("c024", "law", "zh-Hant", "2023年10月先進運算規則，3A090.a a.1：4,800 TPP"),
        ("c042", "limit_dram", "en", "Letters of April 2025 (H20, MI308, Gaudi): DRAM 1,400 GB/s"),
        ("c042", "limit_dram", "zh-Hant", "2025年4月通知函（H20、MI308、Gaudi）：DRAM 1,400 GB/s"),
    ],
)
def test_a_limit_says_which_text_sets_it_and_no_name_of_ours(id: str, key: str, language: str, said: str) -> None:
    shown = line(claims()[id], key, {}, words(language))

    assert shown.replace("\u00a0", " ") == said
