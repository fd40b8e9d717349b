"""The data as files: valid by their own schemas, whole, exact, and the same bytes from the same data."""

import csv
import io
import json
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from calculators.engine.chips import chips
from calculators.engine.chips import sources as chip_sources
from calculators.engine.claims import claims
from calculators.engine.law_files import law
from calculators.engine.names import specs
from calculators.engine.units import exact
from calculators.publish import data_files
from calculators.view.words import words

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "docs" / "en" / "data"
SETS = ("chips", "regulations", "claims")


def data(name: str) -> Any:
    def none(text: str) -> None:
        raise AssertionError(f"{name}.json: the number {text} is no text")

    return json.loads(data_files.files()[f"data/{name}.json"], parse_float=none)


def schema(name: str) -> Any:
    return json.loads((DATA / f"{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", SETS)
def test_data_keep_to_their_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker())
    validator.check_schema(schema(name))

    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data(name))] == []


BREACHES = [
    ("chips", lambda found: found["chips"][0].pop("maker")),
    ("chips", lambda found: found["chips"][0].update(colour="green")),
    ("chips", lambda found: next(iter(found["chips"][0]["specs"].values())).update(cite=[])),
    ("chips", lambda found: found["chips"][0]["specs"]["memory"].update(value="96 GB")),
    ("chips", lambda found: found["chips"][0]["specs"]["memory"].update(value=96)),
    ("chips", lambda found: next(iter(found["sources"].values())).update(url="", locator="")),
    ("chips", lambda found: found.update(version="0.1.0")),
    ("regulations", lambda found: found["instruments"][0].update(effective="2022-13-01")),
    ("regulations", lambda found: found["instruments"][0]["parts"][0].update(condition={"group": "some"})),
    ("claims", lambda found: found["claims"][0].update(verdict="true")),
]


@pytest.mark.parametrize(("name", "breach"), BREACHES)
def test_a_breach_of_the_schema_is_seen(name: str, breach: Any) -> None:
    found = data(name)
    breach(found)

    assert not jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker()).is_valid(found)


def test_every_chip_is_there_with_every_figure_unit_and_source() -> None:
    found = data("chips")
    listed = {chip["id"]: chip for chip in found["chips"]}

    assert list(listed) == list(chips())
    for id, chip in chips().items():
        for role, figures in (("specs", chip.specs), ("measured", chip.measured)):
            assert list(listed[id][role]) == list(figures)
            for key, spec in figures.items():
                for one, said in zip((spec, *spec.conflicts), flat(listed[id][role][key]), strict=True):
                    assert said["value"] == (one.value if isinstance(one.value, str) else exact(one.value)), (id, key)
                    assert said["unit"].replace("mm2", "mm^2") == specs()[key].unit
                    assert [cite["source"] for cite in said["cite"]] == [c.source.key for c in one.cite]
                    for cite in one.cite:
                        assert found["sources"][cite.source.key]["url"] == chip_sources()[cite.source.key].url


def flat(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [said, *said.get("conflicts", ())]


def test_every_instrument_is_there_with_every_part_and_citation() -> None:
    listed = {each["id"]: each for each in data("regulations")["instruments"]}

    assert list(listed) == list(law().instruments)
    for id, instrument in law().instruments.items():
        assert [part["id"] for part in listed[id]["parts"]] == [part.id for part in instrument.parts]
        assert {key: source["url"] for key, source in listed[id]["sources"].items()} == {
            key: source.url for key, source in instrument.sources.items()
        }
        for part in listed[id]["parts"]:
            assert all(cite["source"] in listed[id]["sources"] for cite in part["cite"]), (id, part["id"])


def test_every_claim_is_there_with_every_figure() -> None:
    found = data("claims")
    listed = {each["id"]: each for each in found["claims"]}

    assert list(listed) == list(claims())
    for id, claim in claims().items():
        assert list(listed[id]["values"]) == list(claim.values)
        for key, value in claim.values.items():
            if isinstance(value.stated, Fraction):
                assert Fraction(listed[id]["values"][key]["value"]) == value.stated
        assert all(cite["source"] in found["sources"] for cite in listed[id]["cite"])


def test_the_table_has_every_figure_of_the_chips() -> None:
    rows = list(csv.DictReader(io.StringIO(data_files.files()["data/chips.csv"].removeprefix("\ufeff"))))
    wanted = [
        (chip["id"], role, key, said["value"], said["unit"])
        for chip in data("chips")["chips"]
        for kind, first in (("specs", "spec"), ("measured", "measured"))
        for key, spec in chip[kind].items()
        for role, said in zip([first, *["conflict"] * 9], flat(spec), strict=False)
    ]
    metrics = [
        (chip["id"], "metric", key, metric["value"], metric["unit"])
        for chip in data("chips")["chips"]
        for key, metric in chip["metrics"].items()
        if metric["value"] is not None
    ]

    found = [tuple(row[key] for key in ("chip", "role", "key", "value", "unit")) for row in rows]
    assert sorted(found) == sorted([*wanted, *metrics])
    assert {(row["version"], row["licence"]) for row in rows} == {(data_files.version(), "MIT")}
    for row in rows:
        assert row["role"] == "metric" or row["sources"], row
        # A spreadsheet takes what begins so for a formula.
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "@", "-"))], row


def test_no_figure_loses_a_digit() -> None:
    for chip in data("chips")["chips"]:
        for key, spec in chip["specs"].items():
            value = chips()[chip["id"]].value(key)
            assert not isinstance(value, Decimal) or Decimal(spec["value"]) == value, (chip["id"], key)


def test_all_files_are_of_one_version() -> None:
    assert {data(name)["version"] for name in SETS} == {data_files.version()}
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\+\d{8}\.[0-9a-f]{8}", data_files.version())


def test_another_process_on_another_day_makes_the_same_bytes() -> None:
    code = "import hashlib; from calculators.publish.data_files import files; print(hashlib.sha256(repr(files()).encode()).hexdigest())"
    ran = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, epoch, zone in (("1", "1700000000", "UTC"), ("2", "1795435200", "Asia/Taipei"))
    }
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("page", "names"),
    [("chips/", ["chips"]), ("regulations/", ["regulations"]), ("claims/", ["claims"]), ("data/", list(SETS))],
)
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_search_engine_reads_what_is_there(page: str, names: list[str], language: str) -> None:
    script = data_files.dataset(page, "https://example.org/a/", words(language))
    assert script is not None
    about = json.loads(re.sub(r"^<script[^>]*>|</script>$", "", script))
    found = about.get("@graph", [about])

    assert [urlsplit(each["distribution"][0]["contentUrl"]).path for each in found] == [
        f"/a/data/{name}.json" for name in names
    ]
    for each in found:
        assert each["version"] == data_files.version()
        assert 50 <= len(each["description"]) <= 5000 or language == "zh-Hant"
        assert all(
            urlsplit(one["contentUrl"]).path.removeprefix("/a/") in data_files.files() for one in each["distribution"]
        )
    assert data_files.dataset("h20/", "https://example.org/a/", words(language)) is None


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "zh-Hant"):
        page = (
            (ROOT / "docs" / language / "data.md").read_text("utf-8").replace("{{ data.site }}", "https://example.org/")
        )
        (python,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        assert len(python.split("\n")) - python.count("\n\n") - 1 == 5
        asked = []

        def opened(address: str, asked: list[str] = asked) -> io.StringIO:
            asked.append(address)
            return io.StringIO(data_files.files()[urlsplit(address).path[1:]])

        monkeypatch.setattr("urllib.request.urlopen", opened)
        exec(python, {})
        assert asked == ["https://example.org/data/chips.json"]
        assert capsys.readouterr().out == "2368\n"
        (pattern,) = re.findall(r"grep '([^']*)'", page)
        lines = [line for line in data_files.files()["data/chips.csv"].splitlines() if re.search(pattern, line)]
        assert len(lines) == 1 and ",4000,GB/s," in lines[0]
