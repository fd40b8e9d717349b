"""What the law's data holds beside law: dated notes that decide nothing, and texts that came back from a stay unseen."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from calculators import assess, law
from calculators.engine.errors import Fault
from calculators.engine.law import Instrument, Law
from calculators.engine.law_files import assemble, read_instrument
from calculators.entry import render

NOTES = [i for i in law().instruments.values() if i.kind == "note"]
LANGUAGES = ("en", "zh-Hant")
BACK = datetime.date(2026, 11, 10)


def prose(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def shown(on: str, language: str) -> str:
    reply = render("export_verdict", {"chip": "nvidia-h20", "on": on, "to": "CN", "open": "notes"}, language)
    html: str = reply["html"]
    # What a reader has open stands beside the answer, and the page puts it in its place.
    return re.sub(r'(<div data-part="notes"[^>]*>)', lambda found: found[1] + reply["parts"]["notes"], html)


# Notes


def test_a_note_is_never_counted_and_has_nothing_to_decide() -> None:
    assert len(NOTES) >= 10
    for note in NOTES:
        assert not note.counts
        assert not note.parts and not note.readings and not note.replaces
        assert note.status == "note"
        assert note.sources and all(s.evidence for s in note.sources.values())


def test_the_law_without_its_notes_answers_the_same() -> None:
    faults: list[Fault] = []
    bare = assemble([i for i in law().instruments.values() if i.kind != "note"], faults)

    assert not faults
    assert (bare.first_day, bare.checked) == (law().first_day, law().checked)
    for note in NOTES:
        chosen = tuple((id, reading.default) for id, reading in law().readings.items())
        assert bare.in_force(note.effective, chosen) == law().in_force(note.effective, chosen)


@pytest.mark.parametrize("note", NOTES, ids=lambda n: n.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_is_listed_from_its_day_with_its_sources_and_stands_in_no_table(note: Instrument, language: str) -> None:
    before = shown((note.effective - datetime.timedelta(1)).isoformat(), language)
    html = shown(note.effective.isoformat(), language)
    listed = html.partition('data-key="notes"')[2].partition("</details>")[0]

    assert note.title[language] not in prose(before)
    assert note.title[language] in prose(listed) and note.summary[language] in prose(listed)
    assert all(f'href="{s.url.replace("&", "&amp;")}"' in listed for s in note.sources.values() if s.url)
    assert html.count(f">{note.title[language]}<") == 1
    assert f'data-instrument="{note.id}"' not in html


WRONG = """
title = { en = "A note", zh-Hant = "一則紀事" }
kind = "note"
issuer = "BIS"
status = "in force"
effective = 2023-01-01
checked = 2026-01-01
en = "x"
zh-Hant = "x"

[sources.fr]
title = "A page"
url = "https://example.org/"
accessed = 2026-01-01

[[warnings]]
id = "a"
en = "x"
zh-Hant = "x"
cite = ["fr: x"]
"""


def test_a_note_with_parts_or_another_status_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "2023-01-01-x.toml"
    file.write_text(WRONG, "utf-8")
    faults: list[Fault] = []

    read_instrument(file, faults)

    assert [fault.field for fault in faults] == ["2023-01-01-x.toml: status", "2023-01-01-x.toml: kind"]


# Stays that ended


def unchecked(book: Law, day: datetime.date) -> tuple[tuple[str, datetime.date], ...]:
    return book.not_rechecked(day, tuple((id, reading.default) for id, reading in book.readings.items()))


def looked_at(day: datetime.date, *ids: str) -> Law:
    faults: list[Fault] = []
    return assemble([replace(i, checked=day) if i.id in ids else i for i in law().instruments.values()], faults)


def test_a_verdict_says_so_from_the_day_a_stay_gave_a_text_back() -> None:
    def said(on: str) -> list[dict[str, str]]:
        return [w for w in assess("nvidia-h20", on=on, to="CN").json()["warnings"] if w["id"] == "not-rechecked"]

    assert said("2025-10-01") == said("2026-11-09") == []
    assert said("2026-11-10") == [
        {
            "id": "not-rechecked",
            "instrument": "affiliates-50",
            "truth": "yes",
            "text": "not re-checked since 2026-09-24",
        }
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "was not re-checked since 2026-09-24"), ("zh-Hant", "2026-09-24之後未再核對")],
)
def test_a_page_says_so_in_both_languages(language: str, sentence: str) -> None:
    assert sentence not in prose(shown("2026-11-09", language))
    assert sentence in prose(shown("2026-11-10", language))


def test_it_is_said_until_both_the_stay_and_the_text_were_looked_at_since_its_end() -> None:
    last = BACK - datetime.timedelta(1)
    both = ("affiliates-50", "affiliates-stay")

    assert unchecked(law(), last) == ()
    assert unchecked(looked_at(BACK, "affiliates-50"), BACK) == (("affiliates-50", datetime.date(2026, 9, 24)),)
    assert unchecked(looked_at(BACK, "affiliates-stay"), BACK) == (("affiliates-50", datetime.date(2026, 9, 24)),)
    assert unchecked(looked_at(last, *both), BACK) == (("affiliates-50", last),)
    assert unchecked(looked_at(BACK, *both), BACK) == ()


def test_an_instrument_whose_last_part_was_replaced_is_replaced_and_not_stayed() -> None:
    rows = {row.instrument.id: row for row in assess("nvidia-h20", on="2026-05-01", to="CN").rows}

    assert (rows["foundry-presumption"].state, rows["foundry-presumption"].until) == (
        "replaced",
        datetime.date(2026, 4, 7),
    )
    assert rows["affiliates-50"].state == "stayed"
