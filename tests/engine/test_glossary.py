"""The glossary: complete in both languages, read strictly, and the one list of words that are not written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calculators.engine import glossary as module
from calculators.engine.data import LANGUAGES
from calculators.engine.errors import Faults
from calculators.engine.glossary import GROUPS, broken, glossary

GOOD = """
[tpp]
name = { en = "total processing performance", zh-Hant = "總處理效能" }
short = "TPP"
means = { en = "A number.", zh-Hant = "一個數。" }
cite = ["oct-2023/ecfr: 3A090"]
avoid = { en = ["perf"], zh-Hant = ["性能分"] }
"""
WORDS = '[en]\n"colou?r" = "hue"\n[zh-Hant]\n"芯片" = { use = "晶片", unless = ["崑崙芯片"] }\n'


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Reads files of terms instead of the project's own."""

    def reader(**files: str) -> Any:
        for name, text in {"words": WORDS, **files}.items():
            (tmp_path / f"{name}.toml").write_text(text, "utf-8")
        monkeypatch.setattr(module, "tomls", lambda _: sorted(tmp_path.glob("*.toml")))
        return module._read.__wrapped__()

    return reader


def kinds(read: Callable[..., Any], **files: str) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as found:
        read(**files)
    return [(fault.kind, fault.field) for fault in found.value.faults]


def test_every_group_has_terms_and_they_come_in_its_order() -> None:
    places = [GROUPS.index(term.group) for term in glossary().values()]

    assert len(places) == 251
    assert set(places) == set(range(len(GROUPS)))
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_meaning_is_a_sentence_and_says_more_than_its_name(language: str) -> None:
    for term in glossary().values():
        assert term.means[language].endswith("." if language == "en" else "。"), term.id
        assert term.means[language].rstrip(".。") != term.name[language], term.id


def test_what_the_law_measures_names_the_place_in_the_law() -> None:
    for id in (
        "tpp",
        "performance-density",
        "applicable-die-area",
        "memory-bandwidth-density",
        "io-bandwidth",
        "3a090-a",
    ):
        places = [citation.place for citation in glossary()[id].cite]
        assert places and all(places), id
        assert all(citation.source.url for citation in glossary()[id].cite), id


def test_a_good_file_is_read(read: Callable[..., Any]) -> None:
    terms, bans = read(law=GOOD)

    assert terms["tpp"].forms("en") == ("total processing performance", "TPP")
    assert [ban.use for ban in bans["zh-Hant"]] == ["晶片", "總處理效能"]


def test_all_faults_come_at_once(read: Callable[..., Any]) -> None:
    second = GOOD.replace("[tpp]", "[density]").replace('short = "TPP"', 'plain = ["fr"]\nshrot = "x"')
    third = '[tpp]\nname = { en = "x", zh-Hant = "y" }\n'

    assert sorted(kinds(read, law=GOOD, chip=second.replace("oct-2023/ecfr", "oct-2023/efcr"), ia=third)) == [
        ("missing-key", "ia.toml: tpp: means"),
        ("taken", "law.toml: tpp"),
        ("unknown-group", "ia.toml"),
        ("unknown-key", "chip.toml: density: shrot"),
        ("unknown-source", "chip.toml: density: cite"),
        ("unknown-word", "chip.toml: density: plain"),
    ]


def test_two_terms_may_not_share_a_form_unless_one_is_never_marked(read: Callable[..., Any]) -> None:
    other = GOOD.replace("[tpp]", "[other]").replace("processing", "computing").replace("總處理效能", "總運算")

    assert kinds(read, law=GOOD, chip=other) == [("taken", "law.toml: tpp")] * 2
    assert read(law=GOOD, chip=other + 'plain = ["en", "zh-Hant"]\n')


def test_a_pattern_that_is_none_is_a_fault(read: Callable[..., Any]) -> None:
    assert kinds(read, law=GOOD, words=WORDS.replace("colou?r", "colou(r")) == [
        ("not-a-pattern", "words.toml: en: colou(r")
    ]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "A data center, a datacenter and Data Centers", 3),
        ("en", "a data centre", 0),
        ("en", "the urban banner", 0),
        ("en", "It banned the chip", 1),
        ("en", "NVLink and FLOPS", 0),
        ("en", "NVLINK and FLOPs", 2),
        ("en", "re-exported", 1),
        ("zh-Hant", "這顆芯片", 1),
        ("zh-Hant", "崑崙芯片與中芯國際", 0),
        ("zh-Hant", "演算法", 0),
        ("zh-Hant", "算法", 1),
        ("zh-Hant", "實體名單", 1),
    ],
)
def test_words_that_are_not_written(language: str, text: str, count: int) -> None:
    assert len(broken(language, text)) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_keeps_its_own_rules(language: str) -> None:
    for term in glossary().values():
        said = [*term.forms(language), term.means[language]]
        assert [found for text in said for found in broken(language, text)] == [], term.id
