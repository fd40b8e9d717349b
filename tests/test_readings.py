"""Readings: what each decides, the record behind each, and the page that lists them all."""

import datetime
import re
from pathlib import Path

import pytest

from calculators import Faults, assess, chips, law
from calculators.engine.readings import DESTINATIONS, splits
from calculators.publish.pages import markdown
from calculators.publish.readings import DECISIONS, records
from calculators.view.page import Links
from calculators.view.readings_page import fixed, readings_page
from calculators.view.words import words

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "zh-Hant")
ONE_DAY = datetime.timedelta(1)
SPLITS = [split for id in law().readings for split in splits(id)]


def page(language: str) -> str:
    return markdown(readings_page(Links("../", records(ROOT)), words(language)))


def section(id: str, language: str) -> str:
    return page(language).partition(f"{{: #{id} }}")[2].partition("\n## ")[0]


# What a reading decides


@pytest.mark.parametrize("edge", ["first", "last"])
def test_on_its_first_and_last_day_a_split_is_what_the_verdict_says(edge: str) -> None:
    for split in SPLITS[:: 1 if len(SPLITS) < 60 else len(SPLITS) // 60]:
        on = split.since if edge == "first" else split.until - ONE_DAY if split.until else datetime.date(2035, 1, 1)
        verdict = assess(split.chip, on=on, to=split.to)
        said = {(o.id, o.option): (o.licence, o.review) for o in verdict.readings}

        assert (verdict.licence, verdict.review) == split.answer, split
        assert said[split.reading, split.option] == split.other, split


def test_the_day_before_and_the_day_after_the_verdict_says_something_else() -> None:
    for split in SPLITS[:: 1 if len(SPLITS) < 60 else len(SPLITS) // 60]:
        for on in (split.since - ONE_DAY, split.until):
            if on:
                verdict = assess(split.chip, on=on, to=split.to)
                said = {(o.id, o.option, o.licence, o.review) for o in verdict.readings}
                same = (verdict.licence, verdict.review) == split.answer
                assert not same or (split.reading, split.option, *split.other) not in said, (split, on)


@pytest.mark.parametrize("to", DESTINATIONS)
def test_nothing_that_a_verdict_says_is_left_out(to: str) -> None:
    days = sorted({i.effective for i in law().instruments.values() if i.counts})
    for number, chip in enumerate(chips()):
        day = days[number % len(days)]
        verdict = assess(chip, on=day, to=to)
        found = {
            (s.reading, s.option, *s.other)
            for s in SPLITS
            if (s.chip, s.to) == (chip, to) and s.since <= day and (s.until is None or day < s.until)
        }
        assert found == {(o.id, o.option, o.licence, o.review) for o in verdict.readings}, (chip, day)


def test_a_reading_that_there_isnt_has_no_splits() -> None:
    with pytest.raises(KeyError):
        splits("tf23")


# Records


def test_each_reading_and_each_fixed_question_has_a_record_and_the_other_way_round() -> None:
    found = records(ROOT)

    assert set(found) == set(law().readings) | fixed(words("en"))
    assert all((ROOT / DECISIONS / f"{name}.md").is_file() for name in found.values())
    assert {f"{number:04}" for number in range(1, 14)} <= {name[:4] for name in found.values()}


def test_a_record_names_its_readings_in_its_text_as_well() -> None:
    for id, name in records(ROOT).items():
        if id in law().readings:
            text = (ROOT / DECISIONS / f"{name}.md").read_text("utf-8").partition("\n---\n")[2]
            assert f"`{id}`" in text, name
            assert all(f"`{option}`" in text for option in law().readings[id].options), name


@pytest.mark.parametrize(
    ("front", "faults"),
    [
        ("reading: [tf23]", {("unknown-reading", "tf23"), ("no-record", "tf32")}),
        ("reading: tf32", set()),
        ("reading: [tf32, diffusion]", {("taken", "diffusion")}),
        ("fixed: [tf32]", {("unknown-reading", "tf32"), ("no-record", "tf32")}),
        ("", {("no-record", "tf32")}),
    ],
)
def test_a_wrong_name_in_a_record_is_a_fault(front: str, faults: set[tuple[str, str]], tmp_path: Path) -> None:
    folder = tmp_path / DECISIONS
    folder.mkdir(parents=True)
    others = sorted(set(law().readings) - {"tf32"})
    always = sorted(fixed(words("en")))
    (folder / "0001-all.md").write_text(
        f"---\ntitle: x\nreading: [{', '.join(others)}]\nfixed: [{', '.join(always)}]\n---\n", "utf-8"
    )
    (folder / "0002-x.md").write_text(f"---\ntitle: x\n{front}\n---\n", "utf-8")

    if not faults:
        assert records(tmp_path)["tf32"] == "0002-x"
        return
    with pytest.raises(Faults) as caught:
        records(tmp_path)
    assert {(fault.kind, fault.given) for fault in caught.value.faults} == faults


# The page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_stands_on_the_page_with_its_options_and_a_link_to_its_record(language: str) -> None:
    up = "" if language == "en" else "../"
    whole = page(language)
    for id, name in records(ROOT).items():
        part = section(id if id in law().readings else "fixed", language)
        assert f'href="../{up}decisions/{name}/"' in part, id
        if id in law().readings:
            reading = law().readings[id]
            assert f"## {reading.question[language]}" in whole
            for option in reading.options:
                assert f"<code>{id}={option}</code>" in part
            default = re.search(r'<li>(?:(?!</li>).)*class="badge"(?:(?!</li>).)*</li>', part)
            assert default and f"{id}={reading.default}<" in default[0]
        else:
            assert words(language)(f"fixed.{id}") in part


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", law().readings)
def test_a_reading_is_shown_with_the_chips_it_decides_or_says_that_there_are_none(id: str, language: str) -> None:
    part, found = section(id, language), splits(id)
    linked = {chip for chip in chips() if f'href="../chips/{chip}/"' in part}

    assert linked == {split.chip for split in found}
    assert ("<table" in part) is bool(found)
    assert (law().first_day.isoformat() in part) or found
    for split in found:
        assert f'datetime="{split.since}"' in part
        assert split.until is None or f'datetime="{split.until - ONE_DAY}"' in part
