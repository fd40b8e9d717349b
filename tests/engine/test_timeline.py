"""The timeline: days that are taken from other data and never copied, days that are known in part, and every fault of its files at once."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculators import law
from calculators.engine import data
from calculators.engine import timeline as module
from calculators.engine.chips import chips
from calculators.engine.claims import claims
from calculators.engine.errors import Faults, NameFault
from calculators.engine.timeline import LANES, Event, among, event, known_to, timeline

DATA = Path(data.__file__).parents[1] / "data"
D = datetime.date


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the timeline's files, to be spoilt; everything else is read where it is."""
    shutil.copytree(DATA / "timeline", tmp_path / "timeline")
    monkeypatch.setattr(module, "tomls", lambda folder: sorted((tmp_path / folder).glob("*.toml")))
    timeline.cache_clear()
    yield tmp_path / "timeline"
    timeline.cache_clear()


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def faults() -> list[str]:
    with pytest.raises(Faults) as found:
        timeline()
    return [str(fault) for fault in found.value.faults]


KNOWN = [
    ("2025-04-04", D(2025, 4, 4), D(2025, 4, 4), "day"),
    ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "month"),
    ("2025-12", D(2025, 12, 1), D(2025, 12, 31), "month"),
    ("2022", D(2022, 1, 1), D(2022, 12, 31), "year"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), KNOWN)
def test_a_day_is_known_as_far_as_it_is_written(text: str, first: D, last: D, precision: str) -> None:
    assert known_to(text) == (first, last, precision)


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "2025-2-1", "20250404", "2025-02-30", "April 2025", ""])
def test_what_is_no_day(text: str) -> None:
    assert known_to(text) is None


def test_every_event_has_its_day_its_words_and_a_source_that_can_be_opened() -> None:
    for each in timeline().values():
        assert each.lane in LANES
        assert each.first <= each.last, each.id
        assert all(each.label[language] and each.text[language] for language in data.LANGUAGES), each.id
        # The essay has no first publication that is known.
        assert any(citation.source.url for citation in each.cite) or each.id == "essay", each.id
        assert each.chip in chips() and set(each.claims) <= set(claims())
        assert each.day in (each.first, each.last)


def test_events_are_in_the_order_of_their_days() -> None:
    found = [(each.first, each.last) for each in timeline().values()]
    assert found == sorted(found)


def test_every_instrument_but_those_left_out_stands_in_it_with_its_own_days() -> None:
    for instrument in law().instruments.values():
        mine = {each.what: each for each in timeline().values() if each.instrument == instrument.id}
        if instrument.kind == "telling":
            assert set(mine) == {"published"}
        elif instrument.id == "part-746":
            assert mine == {}
        else:
            assert mine["effective"].last == instrument.effective
            assert mine["effective"].precision == ("month" if instrument.month_only else "day")
            if "published" in mine:
                assert mine["published"].first == instrument.published != instrument.effective


LANE = [
    ("oct-2023", "effective", D(2023, 11, 17)),
    ("oct-2023.published", "published", D(2023, 10, 25)),
    ("is-informed-2025", "letters", D(2025, 4, 9)),
    ("h20-2025-licences", "licences", D(2025, 8, 8)),
    ("cac-h20-summons", "china", D(2025, 7, 31)),
    ("safe-chips", "politics", D(2025, 12, 4)),
    ("h800", "chips", D(2023, 3, 21)),
    ("essay-committee", "essay", D(2025, 4, 15)),
]


@pytest.mark.parametrize(("id", "lane", "day"), LANE)
def test_an_event_stands_in_its_lane_on_its_day(id: str, lane: str, day: D) -> None:
    assert (event(id).lane, event(id).first) == (lane, day)


def test_the_essays_order_against_the_real_one() -> None:
    assert event("essay-density").twin == "oct-2023-released"
    assert event("deepseek-v3").first < event("essay-density").last + datetime.timedelta(days=60)
    assert (event("deepseek-v3").first - event("oct-2023-released").first).days == 436
    told = [each.id for each in among(lanes=("essay",))]
    assert told.index("essay-letter") < told.index("essay-dinner")
    assert event("dinner").first < event("is-informed-2025").first


WITHIN = [
    (D(2025, 4, 9), D(2025, 4, 9), ("letters",), ["is-informed-2025"]),
    (D(2025, 4, 10), D(2025, 4, 13), ("letters",), []),
    (D(2025, 4, 8), D(2025, 4, 8), ("letters", "essay"), ["essay-letter", "essay-dinner"]),
    (D(2025, 6, 10), D(2025, 6, 11), ("politics",), ["london"]),
    (D(2025, 6, 11), D(2025, 6, 25), ("politics",), []),
]


@pytest.mark.parametrize(("first", "last", "lanes", "ids"), WITHIN)
def test_the_days_and_lanes_that_are_asked_for(first: D, last: D, lanes: tuple[str, ...], ids: list[str]) -> None:
    assert [each.id for each in among(first, last, lanes)] == ids


def test_an_event_that_there_isnt() -> None:
    with pytest.raises(NameFault) as found:
        among(ids=("diner",))
    assert "dinner" in found.value.near


def test_a_claims_day_moves_its_event(monkeypatch: pytest.MonkeyPatch) -> None:
    value = claims()["c051"].values["dinner"]
    moved = {**claims()["c051"].values, "dinner": type(value)(value.key, D(2025, 4, 5))}
    monkeypatch.setattr(module, "claims", lambda: {**claims(), "c051": _with(claims()["c051"], moved)})
    timeline.cache_clear()
    try:
        assert event("dinner").first == D(2025, 4, 5)
    finally:
        monkeypatch.undo()
        timeline.cache_clear()
    assert event("dinner").first == D(2025, 4, 4)


def _with(claim: object, values: object) -> object:
    from dataclasses import replace

    return replace(claim, values=values)  # type: ignore[type-var]


def test_every_fault_of_every_file_is_listed_at_once(files: Path) -> None:
    spoil(files / "chips.toml", 'of = "c005.announced"', 'of = "c005.anounced"')
    spoil(files / "chips.toml", 'of = "nvidia-h800-sxm.announced"', 'of = "nvidia-h800-smx.announced"')
    spoil(files / "politics.toml", 'date = "2025-04"', 'date = "2025-13"')
    spoil(files / "politics.toml", "until = 2025-06-10", "until = 2025-06-09")
    spoil(files / "politics.toml", 'cite = ["neuron"]', 'cite = ["neurone"]')
    spoil(files / "china.toml", 'chip = "nvidia-h200-sxm"', 'chip = "nvidia-h20o-sxm"')
    spoil(files / "essay.toml", 'twin = "dinner"', 'twin = "diner"')
    spoil(files / "essay.toml", 'claims = ["c005"]', 'claims = ["c0055"]')
    spoil(files / "licences.toml", "[revenue-share]", "[jan-2026-h200]")
    spoil(files / "letters.toml", "label = ", "lable = ")
    spoil(files / "instruments.toml", "part-746", "part-764")
    (files / "moon.toml").write_text("[x]\ndate = 2025-01-01\n", "utf-8")

    found = faults()

    for start in (
        "chips.toml: h100: of: 'c005.anounced': no-such-day",
        "chips.toml: h800: of: 'nvidia-h800-smx.announced': unknown-name",
        "politics.toml: tariffs-2025: date: '2025-13': not-a-date",
        "politics.toml: london: until: '2025-06-09': not-a-date",
        "politics.toml: overwatch-vote: cite: 'neurone': unknown-source",
        "china.toml: china-h200-purchases: chip: 'nvidia-h20o-sxm': unknown-chip",
        "essay.toml: essay-dinner: twin: 'diner': unknown-event",
        "essay.toml: essay-h100: claims: 'c0055': unknown-claim",
        "licences.toml: jan-2026-h200: 'jan-2026-h200': taken",
        "letters.toml: letter-disclosed-2022: label: '': missing-key",
        "letters.toml: letter-disclosed-2022: lable: 'lable': unknown-key",
        "instruments.toml: leave_out: 'part-764': unknown-instrument",
        "moon.toml: 'moon': unknown-lane",
    ):
        assert any(line.startswith(start) for line in found), start


def test_an_event_without_a_source_and_a_source_without_an_event(files: Path) -> None:
    spoil(files / "politics.toml", 'cite = ["aiweekly"]\n', "")

    found = faults()

    assert any(line.startswith("politics.toml: summit-2026: cite: '': no-source") for line in found)
    assert any(line.startswith("timeline/sources.toml: aiweekly") for line in found)


def test_an_instrument_is_placed_once(files: Path) -> None:
    spoil(files / "china.toml", "[cac-h20-summons]\n", "[summons]\n")

    mine = [each for each in timeline().values() if each.instrument == "cac-h20-summons"]

    assert [(each.id, each.lane) for each in mine] == [("summons", "china")]
    assert isinstance(mine[0], Event)
