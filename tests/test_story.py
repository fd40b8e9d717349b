"""The story: every number in its prose is live, a date, an ordinal, a name or a quotation, and every claim stands in its sentence."""

import re
from pathlib import Path
from typing import Final

import pytest

from calculators.engine.claims import claims

DOCS: Final = Path(__file__).parents[1] / "docs"
LANGUAGES: Final = ("en", "zh-Hant")
MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
MARK: Final = re.compile(r"\{\{\s*(c\d+)(?:\.\w+)?\s*\}\}")
NOT_PROSE: Final = re.compile(
    r"\A---.*?\n---\n|^# .*?$|^(```|~~~).*?^\1$|<!--.*?-->|\{\{.*?\}\}|\[[^\[\]]*\]\{:\s*\.quoted\s*\}|\{:.*?\}"
    r"|\]\([^)]*\)|`[^`\n]*`|<[^>]*>",
    re.MULTILINE | re.DOTALL,
)
"""What is no prose: front matter, a page's title (a name by which other pages call it), code, marks, addresses."""
UNITS: Final = r"(?:[TGP]?FLOPS?|TOPS|[TGM]B(?:/s)?|k?W|nm|mm²?|TPP|million|billion|x)\b"
BEFORE: Final = (
    r"Parts?|Section|Supplement No\.|Ascend|昇騰|昇騰（Ascend）|Gaudi|Llama|RTX P(?:ro|RO)|Da Vinci|PCIe|Prohibition"
)
ALLOWED: Final = {
    "citations": r"\d+ (?:FR|CFR) \d+|301(?= investigation|調查|條)|232(?= tariff|條款)|Q[1-4]",
    "dates": rf"\d{{1,2}}(?: and \d{{1,2}}|[–-]\d{{1,2}})?\s(?:{MONTHS})(?:\s\d{{4}})?|(?:{MONTHS})\s\d{{4}}"
    r"|(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|(?:\d{4}年)?\d{1,2}月|\d{4}年",
    "years": r"(?<![\d,.])(?:19[89]\d|20[0-3]\d)(?:–\d\d)?(?!\d|[,.]\d|%)",
    "ordinals": r"\d+(?:st|nd|rd|th)\b|第\d+",
    "names": rf"(?:[A-Za-z][\w+:]*[-.]?)\d[\w.+:/-]*|(?!\d[\d,.]*{UNITS})\d+[\d.]*-?[A-Za-z][\w.+/-]*"
    rf"|(?:{BEFORE})\s?\d+(?:\.\d+)*|(?<![\d,.])9[2-7]0(?!\d|[,.]\d|\s*(?:TFLOPS|GB|%))",
}


def chapters(language: str) -> list[Path]:
    return sorted((DOCS / language / "story").glob("*.md"))


def bare_numbers(text: str) -> list[str]:
    """Numbers in a page's prose that are neither live nor anything else that may stand as digits, with a little of what is about them."""
    prose = NOT_PROSE.sub("·", text)
    for pattern in ALLOWED.values():
        prose = re.sub(pattern, "·", prose)
    return [" ".join(prose[max(0, m.start() - 24) : m.end() + 16].split()) for m in re.finditer(r"\d[\d,.]*", prose)]


AT_LEAST, AT_MOST = 4, 8
SPEED: Final = {"en": 240, "zh-Hant": 400}
"""Words, or characters and words in Latin letters, that are read in a minute."""


def minutes(text: str, language: str) -> float:
    """How long the prose of a chapter takes to read; a live value counts as two words."""
    prose = re.sub(r"^(```|~~~).*?^\1$|\A---.*?\n---\n|\{:.*?\}", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"\]\(.*?\)|\]\{\{.*?\}\}", "]", prose)
    prose = re.sub(r"\{\{.*?\}\}", "one two", prose)
    words = prose.split() if language == "en" else re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9.,]+", prose)
    return len(words) / SPEED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_takes_four_to_eight_minutes(language: str) -> None:
    taken = {path.stem: round(minutes(path.read_text("utf-8"), language), 2) for path in chapters(language)}

    assert {stem: time for stem, time in taken.items() if not AT_LEAST <= time <= AT_MOST} == {}


HELD = [
    "on 7 November 2022, in March 2023, the 14th, the H100 and the A800, 3A090.b, Part 746, 88 FR 73458",
    "DeepSeek-V3, Llama 3.1 405B, Form 8-K, Ascend 920, RTX Pro 6000D, MI308, NXT:1970i, the 910B, in 2026–27",
    "2025年4月9日寫了，7月14日，2024年，昇騰920、昇騰910C、第746部、DeepSeek-V3、301調查",
    "{{ c012.h800_with_pcie }} and [2,048]{: .quoted } and [x](04-the-line-at-4800.md)",
    'the end.\n{: panel="nvidia-h20 2025-04-09" }',
    "```calculator roofline\nprompt: 4096\n```",
    "<!-- timeline: 3 lanes -->",
]
CAUGHT = [
    ("on 2,048 cards", "2,048"),
    ("at 148 TFLOPS", "148"),
    ("at 148TFLOPS", "148"),
    ("a share of 15%", "15"),
    ("算力296 TFLOPS", "296"),
    ("不到15%", "15"),
    ("2,400點", "2,400"),
    ("about 5 times", "5"),
]


@pytest.mark.parametrize("text", HELD)
def test_what_may_stand_as_digits(text: str) -> None:
    assert bare_numbers(text) == []


@pytest.mark.parametrize(("text", "number"), CAUGHT)
def test_a_bare_number_is_found(text: str, number: str) -> None:
    found = bare_numbers(text)

    assert len(found) == 1
    assert number in found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_the_story_is_live_or_said_to_be_none(language: str) -> None:
    if not chapters(language):
        pytest.skip("There are no chapters yet.")

    assert {path.name: found for path in chapters(language) if (found := bare_numbers(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_stands_in_a_sentence_of_the_story(language: str) -> None:
    if not chapters(language):
        pytest.skip("There are no chapters yet.")
    anchored = {id for path in chapters(language) for id in MARK.findall(path.read_text("utf-8"))}

    assert sorted(set(claims()) - anchored) == []


def test_every_calculator_that_a_claim_rests_on_is_met_in_a_chapter_or_an_explainer() -> None:
    used = {value.calculator for claim in claims().values() for value in claim.values.values() if value.calculator}
    pages = [path.read_text("utf-8") for path in (*chapters("en"), *(DOCS.parent / "explainers").glob("*.py"))]
    met = {name for text in pages for name in re.findall(r'^```calculator (\w+)|\bask\("(\w+)"', text, re.MULTILINE)}

    assert used
    assert used <= {name for pair in met for name in pair}


def test_both_languages_have_the_same_chapters_with_the_same_claims() -> None:
    if not chapters("en"):
        pytest.skip("There are no chapters yet.")
    marked = {
        language: {path.name: set(MARK.findall(path.read_text("utf-8"))) for path in chapters(language)}
        for language in LANGUAGES
    }

    assert marked["en"] == marked["zh-Hant"]


def test_every_calculator_that_a_claim_is_computed_by_can_be_met_in_a_chapter_or_an_explainer() -> None:
    computed = {value.calculator for claim in claims().values() for value in claim.values.values()} - {""}
    read = "".join(path.read_text("utf-8") for path in [*chapters("en"), *DOCS.parent.glob("explainers/*.py")])
    met = set(re.findall(r"^```calculator (\w+)", read, re.MULTILINE)) | set(re.findall(r'\bask\("(\w+)"', read))

    assert len(computed) > 4
    assert computed <= met


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_map_has_a_caption_that_says_what_to_see(language: str) -> None:
    pages = [*chapters(language), DOCS / language / "maps.md"]
    before = [text for page in pages for text in page.read_text("utf-8").split("```calculator law_map\n")[:-1]]

    assert len(before) == 5
    assert all(re.search(r"\S\n\{: \.figure-title \}\n\n\Z", text) for text in before)
