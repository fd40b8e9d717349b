"""What an instrument did to a chip on its day, on both sides of each turn."""

import datetime

import pytest

from calculators import assess, chips, law
from calculators.engine.effects import TURNS, effects, moves

DAY = datetime.timedelta(days=1)


def found(instrument: str, chip: str, on: str) -> str:
    return next(e.turn for e in effects(instrument)[datetime.date.fromisoformat(on)] if e.chip.id == chip)


@pytest.mark.parametrize(
    ("instrument", "on", "chip", "turn"),
    [
        ("oct-2022", "2022-10-21", "google-tpu-v5p", "caught"),
        ("oct-2022", "2022-10-21", "nvidia-a800-sxm-80gb", "otherwise"),
        ("oct-2023", "2023-11-17", "nvidia-rtx-4090", "caught"),
        ("oct-2023", "2023-11-17", "nvidia-h20", ""),
        ("oct-2023", "2023-11-17", "nvidia-a100-sxm-80gb", "otherwise"),
        ("diffusion", "2025-01-13", "nvidia-l40", "stricter"),
        ("is-informed-2025", "2025-04-09", "nvidia-h20", "caught"),
        ("is-informed-2025", "2025-04-09", "nvidia-rtx-5090", "caught"),
        ("is-informed-2025", "2025-04-09", "nvidia-l20", ""),
        ("jan-2026-h200", "2026-01-15", "nvidia-h200-sxm", "looser"),
        ("jan-2026-h200", "2026-01-15", "nvidia-b200", ""),
        # On the same day and with nothing to say of a licence.
        ("s232-tariff", "2026-01-15", "nvidia-h200-sxm", ""),
        ("safe-chips", "2025-12-04", "nvidia-h200-sxm", ""),
    ],
)
def test_a_turn(instrument: str, on: str, chip: str, turn: str) -> None:
    assert found(instrument, chip, on) == turn


def test_every_turn_is_what_two_answers_say() -> None:
    steps = {"no-rule": 0, "not-controlled": 0, "exception": 1, "unknown": None}
    for id in ("oct-2023", "is-informed-2025", "jan-2026-h200"):
        for day, those in effects(id).items():
            assert [e.chip.id for e in those] == list(chips())
            for e in those:
                old, new = (assess(e.chip, on=on, to="CN") for on in (day - DAY, day))
                first, then = (steps.get(verdict.outcome, 2) for verdict in (old, new))
                assert (e.turn == "caught") is (first is not None and then is not None and then > first)
                assert (e.turn == "freed") is (first is not None and then is not None and then < first)
                assert (e.turn == "") is ((old.licence, old.review) == (new.licence, new.review))


def test_only_what_asks_for_a_licence_or_lifts_it_moves_a_verdict() -> None:
    still = {i.id for i in law().instruments.values() if not moves(i)}

    assert {"part-746", "s232-tariff", "as-told", "safe-chips", "may-2025-guidance"} <= still
    assert not still & {"is-informed-2022", "oct-2023", "apr-2024", "affiliates-stay", "jul-2026-uae"}
    assert {e.turn for id in still for those in effects(id).values() for e in those} <= {""}


def test_a_note_has_no_effects_and_an_unknown_id_is_an_error() -> None:
    assert effects("h20-2025-licences") == {}
    with pytest.raises(KeyError):
        effects("oct-2032")
    assert len(set(TURNS)) == 5
