"""The line at a page's foot: what the page rests on, when that was last checked, and that it is no legal advice."""

import datetime
import re
from types import SimpleNamespace
from typing import Any

import pytest

from calculators.engine.chips import chips
from calculators.engine.claims import claim
from calculators.engine.law_files import law
from calculators.publish.sources import foot, rests
from calculators.view.parts import cite
from calculators.view.words import words
from tests.publish.test_terms import convert

CITED = cite(claim("c012").cite, words("en"))
LAW = str(cite(law().instruments["oct-2023"].parts[0].cite, words("en")))


def page(content: str, language: str = "en", *, made: bool = False, **meta: str) -> str:
    file = SimpleNamespace(generated_by="us" if made else None)
    about: Any = SimpleNamespace(content=content, url="story/x/", file=file, meta=meta)
    config: Any = SimpleNamespace(mdx_configs={"calculators": {"language": language}})
    return foot(about, config)


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_live_values_and_calculators_name_their_chips_once() -> None:
    text = convert("{{ nvidia-h20.tpp }}, {{ nvidia-h20.memory }}\n\n```calculator tpp\nchip: nvidia-h100-sxm\n```")

    assert [chip.id for chip in rests(text).chips] == ["nvidia-h20", "nvidia-h100-sxm"]


def test_a_claim_brings_its_sources_and_a_clause_its_instrument() -> None:
    titles = {citation.source.title for citation in claim("c012").cite}
    found = rests(convert("{{ c012.h800_with_pcie }}") + LAW)

    assert {source.title for source in found.others} | {i.id for i in found.instruments} >= {"oct-2023"}
    assert titles <= {s.title for s in found.others} | {s.title for i in found.instruments for s in i.sources.values()}


def test_the_sources_of_a_chips_figures_stand_on_its_page_only() -> None:
    figure = str(cite(chips()["nvidia-h20"].specs["fp8"].cite, words("en")))

    assert rests(figure).others
    assert rests(f'<data class="live-value" data-chip="nvidia-h20">{figure}').others == ()


def test_the_oldest_check_is_told_with_the_newest() -> None:
    found = rests('<data class="live-value" data-chip="nvidia-h20">' + LAW)
    days = {chips()["nvidia-h20"].checked, law().instruments["oct-2023"].checked}

    assert set(found.days) == days
    assert datetime.date(2026, 9, 24) in days


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            (
                "the figures of one chip",
                "one legal text",
                "Last checked between 24 September 2026 and",
                "Not legal advice.",
            ),
        ),
        ("zh-Hant", ("1款晶片的規格", "1份法規文件", "最近核對日期：2026年9月24日至", "本頁不構成法律意見。")),
    ],
)
def test_the_line_says_what_when_and_that_it_is_no_advice(language: str, parts: tuple[str, ...]) -> None:
    text = plain(page('<data class="live-value" data-chip="nvidia-h20">' + LAW, language))

    assert all(part in text for part in parts), text


def test_the_list_leads_to_each_and_a_page_that_has_them_in_place_has_none() -> None:
    content = '<data class="live-value" data-chip="nvidia-h20">' + LAW + CITED

    assert 'href="../../chips/nvidia-h20/"' in page(content)
    assert 'href="../../regulations/oct-2023/"' in page(content)
    assert all(c.source.url in page(content) for c in claim("c012").cite if c.source.url)
    assert "<details>" not in page(content, made=True)
    assert "<details>" not in page(content, sources="in place")


def test_a_page_that_cites_nothing_leads_to_all_the_data() -> None:
    text = page("<p>Nothing.</p>")

    assert f"{len(chips())} chips and {len(law().instruments)} legal texts" in plain(text)
    assert 'href="../../regulations/"' in text
    assert "Last checked" in text
