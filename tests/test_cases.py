"""The worked cases of every instrument: what the whole law answers on a day."""

import pytest

from .worked_cases import WorkedCase, all_cases


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.file}: {case.name}")
def test_the_law_answers_a_worked_case(case: WorkedCase) -> None:
    assert case.differences() == {}, case.body.get("why", "")


def test_names_of_cases_are_unique() -> None:
    names = [(case.file, case.name) for case in all_cases()]
    assert len(names) == len(set(names))
