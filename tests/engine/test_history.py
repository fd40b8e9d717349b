"""The history of a verdict: each change once, on its day, and nothing in between."""

import datetime

import pytest

from calculators import assess, chips, history, law

DAY = datetime.timedelta(days=1)

TURNS = [
    ("nvidia-h20", "CN", [("2022-08-26", "unknown"), ("2022-10-21", "not-controlled"), ("2025-04-09", "not-stated")]),
    (
        "nvidia-h800-sxm",
        "CN",
        [
            ("2022-08-26", "unknown"),
            ("2022-10-21", "not-controlled"),
            ("2023-10-23", "not-stated"),
            ("2023-11-17", "denial"),
            ("2026-01-15", "case-by-case"),
        ],
    ),
    ("nvidia-h100-sxm", "DE", [("2022-08-26", "not-controlled")]),
]


@pytest.mark.parametrize(("chip", "to", "turns"), TURNS)
def test_the_turns_of_a_verdict(chip: str, to: str, turns: list[tuple[str, str]]) -> None:
    assert [(c.on.isoformat(), c.verdict.outcome) for c in history(chip, to=to)] == turns


@pytest.mark.parametrize("chip", chips(), ids=str)
def test_between_two_turns_nothing_changes(chip: str) -> None:
    for to in ("CN", "AE", "KH"):
        changes = history(chip, to=to)
        ends = [c.on for c in changes[1:]] + [law().checked]
        for change, end in zip(changes, ends, strict=True):
            day = change.on
            while day < end:
                verdict = assess(chip, on=day, to=to)
                assert (verdict.outcome, verdict.licence, verdict.review) == change.answer, (chip, to, day)
                day += 61 * DAY
            last = assess(chip, on=end - DAY, to=to)
            assert (last.outcome, last.licence, last.review) == change.answer, (chip, to, end)


def test_a_turn_names_what_made_it() -> None:
    made = {c.on.isoformat(): c.instruments for c in history("nvidia-h20", to="CN")}

    assert "is-informed-2025" in made["2025-04-09"]
    assert "oct-2022" in made["2022-10-21"]
