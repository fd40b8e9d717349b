"""The history of a verdict: each change once, on its day, and nothing in between."""

import datetime

import pytest

from calculators import Faults, assess, chips, history, law
from calculators.engine.history import turning_days

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


MADE = [
    ("nvidia-h20", "CN", "2022-08-26", ("is-informed-2022",), ()),
    ("nvidia-h20", "CN", "2022-10-21", ("oct-2022",), ()),
    ("nvidia-h20", "CN", "2025-04-09", ("is-informed-2025",), ()),
    ("nvidia-h800-sxm", "CN", "2023-11-17", ("accelerated-2023", "oct-2023"), ("accelerated-2023",)),
    ("nvidia-h800-sxm", "CN", "2026-01-15", ("jan-2026-h200",), ()),
    ("nvidia-h100-sxm", "AE", "2025-01-13", ("diffusion",), ()),
    ("nvidia-h100-sxm", "AE", "2025-05-13", ("diffusion",), ("diffusion",)),
    ("nvidia-h100-sxm", "MO", "2023-01-18", ("macau",), ()),
    ("nvidia-h100-sxm", "KH", "2026-02-03", (), ()),
    ("nvidia-h100-sxm", "DE", "2022-08-26", (), ()),
]


@pytest.mark.parametrize(("chip", "to", "on", "made", "ended"), MADE)
def test_a_turn_names_what_made_it(chip: str, to: str, on: str, made: tuple[str, ...], ended: tuple[str, ...]) -> None:
    change = next(c for c in history(chip, to=to) if c.on.isoformat() == on)

    assert (change.instruments, change.ended) == (made, ended)


@pytest.mark.parametrize(("chip", "to"), [("nvidia-h800-sxm", "CN"), ("nvidia-h100-sxm", "AE"), ("nvidia-l40s", "RU")])
def test_no_day_is_passed_over_on_which_the_answer_turns(chip: str, to: str) -> None:
    for readings in ({}, {"diffusion": "printed", "tf32": "used"}):
        turns, last = [], None
        for day in sorted(turning_days(to)):
            found = assess(chip, on=day, to=to, readings=readings)
            if (found.outcome, found.licence, found.review) != last:
                last = found.outcome, found.licence, found.review
                turns.append((day, last))
        assert [(c.on, c.answer) for c in history(chip, to=to, readings=readings)] == turns


def test_a_change_keeps_its_whole_verdict() -> None:
    for change in history("nvidia-h800-sxm", to="CN"):
        assert (change.verdict.on, change.verdict.outcome) == (change.on, change.outcome)


def test_what_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Faults) as found:
        history("nvidia-h2o", to="XX", readings={"tf33": "used"})

    assert {fault.field for fault in found.value.faults} == {"chip", "to", "reading"}
