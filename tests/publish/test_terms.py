"""Terms in an author's prose: the first of each, in paragraphs and lists, with its card; nowhere else."""

import re

import markdown
import pytest

from calculators.engine.glossary import glossary
from calculators.publish.claims_markdown import SOURCE
from calculators.publish.glossary_pages import glossary_pages
from calculators.publish.markdown import CalculatorsExtension
from calculators.publish.pages import markdown as written
from calculators.view.words import words

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "pymdownx.superfences"]


def convert(text: str, language: str = "en", file: str = "docs/en/story/x.md") -> str:
    token = SOURCE.set((file, text))
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    try:
        return markdown.Markdown(extensions=[*EXTENSIONS, CalculatorsExtension(language=language)]).convert(body)
    finally:
        SOURCE.reset(token)


def marked(text: str, language: str = "en") -> list[tuple[str, str]]:
    """Each mark as (term, text)."""
    return re.findall(
        r'<a aria-details="term-card-([^"]+)" class="term"[^>]*>(.*?)</a>', convert(text, language), re.DOTALL
    )


MARKS = [
    ("A TPP of 4,800.", "en", [("tpp", "TPP")]),
    ("Total processing performance, and TPP again.", "en", [("tpp", "Total processing performance")]),
    ("performance\ndensity", "en", [("performance-density", "performance\ndensity")]),
    ("Two dies, a diehard, a die.", "en", [("die", "dies")]),
    ("3A090.a is part of 3A090.", "en", [("3a090-a", "3A090.a"), ("3a090", "3A090")]),
    ("FLOP and FLOPS", "en", [("flop", "FLOP"), ("flops", "FLOPS")]),
    ("*TPP* and the **die**", "en", [("tpp", "TPP"), ("die", "die")]),
    ("by the same token, one token", "en", [("token", "token")]),
    ("TPP's, (TPP), “TPP”", "en", [("tpp", "TPP")]),
    ("- one TPP\n- one die", "en", [("tpp", "TPP"), ("die", "die")]),
    ("H20的總處理效能是2,368 TPP。", "zh-Hant", [("tpp", "總處理效能")]),
    ("依《出口管制條例》", "zh-Hant", [("ear", "出口管制條例")]),
    (
        "記憶體頻寬密度與記憶體頻寬",
        "zh-Hant",
        [("memory-bandwidth-density", "記憶體頻寬密度"), ("memory-bandwidth", "記憶體頻寬")],
    ),
    ("輸往D:5國家群組", "zh-Hant", [("d5", "D:5國家群組")]),
]


@pytest.mark.parametrize(("text", "language", "wanted"), MARKS)
def test_the_first_of_each_term_is_marked_and_the_longest_counts(
    text: str, language: str, wanted: list[tuple[str, str]]
) -> None:
    assert marked(text, language) == wanted


UNMARKED = [
    "# TPP",
    "A [TPP](x.md) page",
    "A `TPP` name",
    "```\nTPP\n```",
    "> said TPP",
    "{{ nvidia-h20.tpp }}",
    "| TPP |\n| --- |\n| die |",
    "[the TPP of it]{{ c027 }}",
    "[TPP]{: .plain }",
    "A paragraph on TPP.\n{: .plain }",
    "---\ntitle: x\nterms: false\n---\nA TPP.",
    "The server in the data centre.",
    "xTPP, TPPs-like, TPP2",
]


@pytest.mark.parametrize("text", UNMARKED)
def test_nothing_else_is_marked(text: str) -> None:
    assert marked(text) == []
    assert "term-card-" not in convert(text)


def test_a_mark_leads_to_the_glossary_and_its_card_stands_once_at_the_end() -> None:
    found = convert("A TPP, then a die, then TPP again, with {{ c030 }}.")

    assert '<a aria-details="term-card-tpp" class="term" href="../glossary/index.md#tpp">TPP</a>' in found
    assert found.count('id="term-card-tpp"') == 1
    assert found.index('id="term-card-tpp"') > found.index("TPP again")
    card = re.search(r'<div id="term-card-tpp".*?</div>', found)
    assert card and glossary()["tpp"].means["en"].split(".")[0] in card[0]
    assert 'href="../../glossary/#tpp"' in card[0]
    assert "data-search-exclude" in found


def test_text_around_marks_is_kept() -> None:
    plain = re.sub(r"<[^>]+>", "", convert("One TPP & *two die* three HBM; <b>four</b> CUDA. Five").split("<div")[0])

    assert plain.strip() == "One TPP &amp; two die three HBM; four CUDA. Five"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_page_has_every_term_with_its_address_and_both_names(language: str) -> None:
    (path, page), *rest = glossary_pages(words(language))
    text = written(page)

    assert (path, rest) == ("glossary/index.md", [])
    rows = re.findall(r'<tr data-group="(\w+)"><td><h3 id="([\w-]+)">(.*?)</tr>', text)
    assert [(group, id) for group, id, _ in rows] == [(term.group, term.id) for term in glossary().values()]
    for _, id, row in rows:
        for name in glossary()[id].name.values():
            assert name.replace("&", "&amp;") in row, id
