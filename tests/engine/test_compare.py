"""The matrix: each cell what the verdict's own row says, every wrong name told, and fast enough for all chips on thirty days."""

import datetime
import json
import time

import pytest

from calculators import Faults, NameFault, assess, chip_from, chips, compare, law


def test_a_cell_is_the_row_of_the_chips_own_verdict() -> None:
    found = compare(on="2026-02-01", to="CN", parties={"china_share": "40 percent"})

    assert [chip.id for chip in found.chips] == list(chips())
    for chip, verdict in zip(found.chips, found.verdicts, strict=True):
        alone = assess(chip.id, on="2026-02-01", to="CN", parties={"china_share": "40 percent"})
        assert (verdict.licence, verdict.review, verdict.missing) == (alone.licence, alone.review, alone.missing)
        assert found.verdict(chip.id) is verdict
        for row in alone.rows:
            if row.instrument in found.instruments:
                cell = found.cell(chip.id, row.instrument.id)
                assert (cell.licence, cell.review, cell.state, cell.missing) == (
                    row.licence,
                    row.review,
                    row.state,
                    row.missing,
                )
                assert [c.truth for c in cell.clauses] == [c.truth for c in row.clauses]


@pytest.mark.parametrize(
    ("on", "there", "gone"),
    [
        ("2022-10-20", "is-informed-2022", "oct-2022"),
        ("2022-10-21", "oct-2022", "oct-2023"),
        ("2023-11-17", "oct-2023", "accelerated-2023"),
        ("2025-12-03", "oct-2023", "safe-chips"),
        ("2025-12-04", "safe-chips", "jan-2026-h200"),
    ],
)
def test_without_names_the_instruments_that_speak_that_day_are_compared(on: str, there: str, gone: str) -> None:
    found = compare(["nvidia-h20"], on=on, to="CN")

    ids = [one.id for one in found.instruments]
    assert there in ids
    assert gone not in ids
    assert {found.cell("nvidia-h20", id).state for id in ids} <= {"in force", "proposed", "as told"}


def test_named_instruments_stand_in_the_order_of_the_law_each_once() -> None:
    found = compare(
        ["H20", "nvidia-h20", "H100 SXM"], on="2023-12-01", to="CN", instruments=["safe-chips", "oct-2022", "oct-2022"]
    )

    assert [chip.id for chip in found.chips] == ["nvidia-h20", "nvidia-h100-sxm"]
    assert [one.id for one in found.instruments] == ["oct-2022", "safe-chips"]
    assert [found.cell("nvidia-h20", one.id).state for one in found.instruments] == ["replaced", "not yet"]


def test_a_chip_of_ones_own_is_known_by_its_name() -> None:
    own = chip_from({"memory_bandwidth": "1.3 TB/s"}, "nvidia-h20")

    found = compare([own, "nvidia-h20"], on="2025-06-01", to="CN", instruments=["is-informed-2025"])

    assert found.cell("H20, changed", "is-informed-2025").licence == "required"
    assert [clause.truth for clause in found.cell("H20, changed", "is-informed-2025").clauses] == [False, True]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Faults) as raised:
        compare(
            ["nvidia-h2o", "nvidia-h20", "amd-mi300y"],
            on="tomorrow",
            to="Atlantis",
            instruments=["oct-2024", "oct-2023", "safe-chip"],
        )

    told = [(fault.field, fault.given, fault.near[:1]) for fault in raised.value.faults]
    assert ("chip", "nvidia-h2o", ("nvidia-h20",)) in told
    assert ("instruments", "safe-chip", ("safe-chips",)) in told
    assert {given for _, given, _ in told} == {
        "nvidia-h2o",
        "amd-mi300y",
        "tomorrow",
        "Atlantis",
        "oct-2024",
        "safe-chip",
    }


@pytest.mark.parametrize(
    ("chip", "instrument", "kind"),
    [("h20", "oct-2023", "unknown-chip"), ("nvidia-h20", "oct-2022", "unknown-instrument")],
)
def test_a_cell_that_the_matrix_has_not_got(chip: str, instrument: str, kind: str) -> None:
    found = compare(["nvidia-h20"], on="2023-12-01", to="CN")

    with pytest.raises(NameFault) as raised:
        found.cell(chip, instrument)
    assert raised.value.kind == kind


def test_the_matrix_is_plain_data() -> None:
    found = compare(
        ["nvidia-h20", "nvidia-h100-sxm"], on="2025-06-01", to="HK", instruments=["oct-2023", "is-informed-2025"]
    )
    data = found.json()

    assert json.loads(json.dumps(data)) == data
    assert (data["on"], data["to"], data["from"], data["headquarters"]) == ("2025-06-01", "HK", "US", "HK")
    assert [one["id"] for one in data["instruments"]] == ["oct-2023", "is-informed-2025"]
    h20, h100 = data["chips"]
    assert h20["instruments"]["oct-2023"]["clauses"] == {}
    assert h20["instruments"]["is-informed-2025"]["clauses"] == {
        "letter-2025-named": "met",
        "letter-2025-limits": "met",
    }
    assert (h100["licence"], h100["outcome"], h100["instruments"]["oct-2023"]["clauses"]) == (
        "required",
        "denial",
        {"3A090.a": "met"},
    )


def test_no_chips_make_an_empty_matrix() -> None:
    found = compare([], on="2025-06-01", to="CN")

    assert (found.chips, found.verdicts, found.json()["chips"], found.json()["on"]) == ((), (), [], "2025-06-01")


def test_all_chips_by_all_instruments_on_thirty_days_take_less_than_half_a_minute() -> None:
    days = [datetime.date(2022, 8, 26) + datetime.timedelta(52 * n) for n in range(30)]
    began, cells = time.process_time(), 0
    for day in days:
        found = compare(on=day, to="CN", instruments=law().instruments)
        cells += sum(len(row["instruments"]) for row in found.json()["chips"])
    assert cells == 30 * len(chips()) * len(law().instruments)
    assert time.process_time() - began < 30
