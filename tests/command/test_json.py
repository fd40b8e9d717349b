"""`--json`: the documented keys, the library's own answers, and no number but as exact text."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from calculators import compare, history, largest, least_cuts
from calculators.engine.chips import chips
from calculators.engine.law_files import law

Run = Callable[..., tuple[int, str, str]]


def data(run: Run, *arguments: str) -> Any:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


KEYS = [
    (["chips", "h20"], "schema chips sources"),
    (["regulations", "oct-2023"], "schema on instruments"),
    (["history", "h20", "--to", "CN"], "schema chip to from headquarters changes"),
    (["compare", "h20", "--on", "2025-06-01", "--to", "CN"], "schema on to from headquarters instruments chips"),
    (["largest", "--cuts", "h20", "--on", "2025-06-01"], "schema chip on to headquarters cuts"),
]


@pytest.mark.parametrize(("arguments", "keys"), KEYS, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_keys_and_schema_number_stand(arguments: list[str], keys: str, run: Run) -> None:
    found = data(run, *arguments)

    assert list(found) == keys.split()
    assert found["schema"] == 1


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in KEYS], ids=lambda value: value[0])
def test_no_number_is_a_float_and_the_language_changes_nothing(arguments: list[str], run: Run) -> None:
    def none(text: str) -> None:
        raise AssertionError(text)

    code, out, _ = run(*arguments, "--json")
    json.loads(out, parse_float=none)

    assert (code, out, "") == run(*arguments, "--json", "--language", "zh-Hant")


def test_a_chip_has_every_figure_with_its_sources(run: Run) -> None:
    found = data(run, "chips", "nvidia-b300")
    chip = found["chips"][0]

    identity = "id name maker maker_headquarters family kind contains status announced confidence checked aliases note"
    assert list(chip) == [*identity.split(), "metrics", "specs", "measured"]
    assert chip["specs"].keys() == chips()["nvidia-b300"].specs.keys()
    fp4 = chip["specs"]["fp4"]
    assert (fp4["value"], fp4["unit"]) == ("13500", "TFLOPS")
    assert [other["value"] for other in fp4["conflicts"]] == ["14000", "15000"]
    assert chip["metrics"]["tpp"] == {"value": "54000", "unit": "TPP"}
    cited = {
        c["source"] for spec in chip["specs"].values() for s in (spec, *spec.get("conflicts", ())) for c in s["cite"]
    }
    assert cited == set(found["sources"])


def test_the_list_of_chips_is_whole_and_filtered_alike(run: Run) -> None:
    assert [chip["id"] for chip in data(run, "chips")["chips"]] == list(chips())
    ours = [chip.id for chip in chips().values() if chip.maker == "Huawei"]
    for maker in ("Huawei", "huawei", "華為"):
        assert [chip["id"] for chip in data(run, "chips", "--maker", maker)["chips"]] == ours
    assert [c["id"] for c in data(run, "chips", "910")["chips"]] == [id for id in ours if "910" in id]


STATES = [("2023-11-16", "in force", "not yet"), ("2023-11-17", "replaced", "in force")]


@pytest.mark.parametrize(("on", "old", "new"), STATES)
def test_the_state_of_a_text_turns_on_its_day(on: str, old: str, new: str, run: Run) -> None:
    found = {i["id"]: i["state"] for i in data(run, "regulations", "--on", on)["instruments"]}

    assert list(found) == list(law().instruments)
    assert (found["oct-2022"], found["oct-2023"]) == (old, new)


def test_a_text_has_its_clauses_and_kinds_choose(run: Run) -> None:
    found = data(run, "regulations", "oct-2023")["instruments"][0]
    part = next(part for part in found["parts"] if part["id"] == "3A090.a")

    assert part["condition"]["members"][0]["members"][0] == {
        "letter": "a.1",
        "group": "all",
        "members": ["tpp >= 4800 TPP"],
    }
    assert all(c["source"] in found["sources"] for p in found["parts"] for c in p["cite"])
    kinds = {i["kind"] for i in data(run, "regulations", "--kind", "bill", "--kind", "letter")["instruments"]}
    assert kinds == {"bill", "letter"}


def test_the_librarys_answers_come_out_as_they_are(run: Run) -> None:
    names = ["nvidia-h20", "nvidia-h800-sxm"]
    sides = ["--to", "HK", "--headquarters", "TW"]
    given = {"to": "HK", "headquarters": "TW"}

    assert data(run, "compare", *names, "--on", "2025-06-01", *sides) == compare(names, on="2025-06-01", **given).json()
    told = data(run, "largest", "tpp", "--instrument", "oct-2023", "--chip", "h20", "--spec", "datacenter=yes", *sides)
    assert told == largest("tpp", "oct-2023", chip="h20", given={"datacenter": "yes"}, **given).json()
    cuts = data(run, "largest", "--cuts", "h20", "--on", "2025-06-01", *sides)["cuts"]
    assert cuts == [cut.json() for cut in least_cuts("h20", on="2025-06-01", **given)]
    changes = data(run, "history", "h20", *sides)["changes"]
    assert [(c["on"], c["outcome"]) for c in changes] == [
        (c.on.isoformat(), c.verdict.outcome) for c in history("h20", **given)
    ]


def test_readings_and_sides_reach_the_engine(run: Run) -> None:
    def days(*more: str) -> list[str]:
        return [change["on"] for change in data(run, "history", "nvidia-h100-sxm", "--to", "DE", *more)["changes"]]

    assert days() != days("--reading", "diffusion=printed")
    assert days() != days("--headquarters", "CN")
