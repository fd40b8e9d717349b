"""The calculator `export_verdict`: a form of texts in; a verdict, or one message a field, out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import assess, chips, law
from calculators.engine.names import specs
from calculators.engine.rows import outcome
from calculators.entry import page, render, render_json
from calculators.view.form import FIELDS
from calculators.view.words import words

LANGUAGES = ("en", "zh-Hant")


def ask(language: str = "en", **form: str) -> dict[str, Any]:
    return render("export_verdict", form, language)


def prose(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_default_answers_at_once() -> None:
    reply = ask()

    assert (reply["state"], reply["query"], reply["errors"]) == ("ok", {}, {})
    assert "Licence required: policy not stated" in prose(reply["html"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chip", chips(), ids=str)
def test_every_chip_fills_its_own_form_and_is_not_changed_by_it(chip: str, language: str) -> None:
    reply = ask(language, chip=chip)
    again = ask(language, **{k: v for k, v in reply["fields"].items() if k != "paste"})

    assert reply["html"] == again["html"]
    assert set(FIELDS) == set(reply["fields"])


FAULTS = [
    ({"fp8": "1979 T"}, "fp8"),
    ({"fp8": "9**9**9"}, "fp8"),
    ({"memory_bandwidth": "3,35 TB/s"}, "memory_bandwidth"),
    ({"die_area": "0 mm^2"}, "die_area"),
    ({"die_area": "-1 mm^2"}, "die_area"),
    ({"fp8": "1e400 TFLOPS"}, "fp8"),
    ({"fp8": "9" * 10_000}, "fp8"),
    ({"fp8": "<img src=x onerror=alert(1)>"}, "fp8"),
    ({"datacenter": "maybe"}, "datacenter"),
    ({"on": "2025-02-30"}, "on"),
    ({"on": ""}, "on"),
    ({"on": "yesterday"}, "on"),
    ({"to": "XX"}, "to"),
    ({"headquarters": "Atlantis"}, "headquarters"),
    ({"chip": "nvidia-h2o"}, "chip"),
    ({"chip": "<script>"}, "chip"),
    ({"maker_headquarters": "Mars"}, "maker_headquarters"),
    ({"paste": "nothing here"}, "paste"),
    ({"paste": "x" * 1001}, "paste"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "field"), FAULTS)
def test_what_cannot_be_read_is_said_at_its_field(form: dict[str, str], field: str, language: str) -> None:
    reply = ask(language, **form)

    assert reply["state"] == "invalid"
    assert [field] == list(reply["errors"])
    assert "html" not in reply
    assert 5 < len(reply["errors"][field]) < 400


def test_every_fault_is_said_at_once() -> None:
    assert {"chip", "on", "fp8", "die_area"} == set(
        ask(chip="nvidia-h2o", on="soon", fp8="fast", die_area="3,35 mm^2")["errors"]
    )


def test_a_misspelt_chip_gets_the_nearest_name() -> None:
    assert "nvidia-h20" in ask(chip="nvidia-h2o")["errors"]["chip"]


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from([*FIELDS, "was", "utm_source"]), st.text(max_size=40), max_size=4))
def test_any_form_is_answered(form: dict[str, str]) -> None:
    reply = render("export_verdict", form, "en")

    assert reply["state"] in ("ok", "invalid")
    assert "<script" not in reply.get("html", "")


@given(st.sampled_from(["chip", "on", "to", "fp8", "maker", "family", "paste", "was", "headquarters", "utm"]))
def test_a_readers_text_never_becomes_markup(field: str) -> None:
    hostile = "\"><img src=x onerror=alert(1)>'</script>"
    reply = render("export_verdict", {field: hostile}, "en")

    assert "<img" not in reply.get("html", "")


def test_a_blank_spec_is_unknown_and_named() -> None:
    reply = ask(chip="nvidia-h20", on="2023-12-01", die_area="")

    assert "die area" in prose(reply["html"]).lower() or "Die area" in prose(reply["html"])
    assert reply["query"]["die_area"] == ""


def test_own_specs_with_nothing_decisive_are_unknown() -> None:
    reply = ask(chip="", on="2023-12-01", fp8="296 TFLOPS", datacenter="yes")

    assert 'data-outcome="unknown"' in reply["html"]


def test_specs_over_a_named_chip_change_it() -> None:
    reply = ask(chip="nvidia-h20", memory_bandwidth="1.3 TB/s", interconnect="128 GB/s")

    assert "H20 (changed)" in prose(reply["html"])
    assert 'data-outcome="not-controlled"' in reply["html"]


def test_the_same_value_in_another_unit_changes_nothing() -> None:
    assert "changed" not in prose(ask(chip="nvidia-h20", memory_bandwidth="4000 GB/s")["html"])


def test_a_unit_that_was_converted_is_said() -> None:
    assert "500" in ask(memory_bandwidth="4 Tb/s")["notes"]["memory_bandwidth"]


def test_a_link_carries_the_whole_state_and_what_the_answer_was() -> None:
    reply = ask(chip="nvidia-h20", on="2023-12-01", memory_bandwidth="5 TB/s")

    assert reply["query"] == {
        "chip": "nvidia-h20",
        "on": "2023-12-01",
        "to": "CN",
        "memory_bandwidth": "5 TB/s",
        "was": "2026-11-24.not-controlled",
    }
    assert reply["html"] == ask(**reply["query"])["html"]


def test_a_link_made_under_other_data_says_that_its_answer_has_changed() -> None:
    old = ask(chip="nvidia-h20", on="2023-12-01", was="2025-01-01.denial")
    same = ask(chip="nvidia-h20", on="2023-12-01", was="2025-01-01.not-controlled")

    assert "changed-since" in old["html"] and "2025-01-01" in old["html"]
    assert "changed-since" not in same["html"]
    assert "changed-since" in ask(was="nonsense")["html"]


def test_unknown_names_in_a_link_are_said_and_do_no_harm() -> None:
    reply = ask(utm_source="x", fp88="3")

    assert reply["state"] == "ok"
    assert "fp88" in reply["notes"]["form"]


PASTED = [
    (
        "H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s, NVLink 900 GB/s",
        "nvidia-h20",
        {"fp16": "148 TFLOPS", "memory": "96 GB", "memory_bandwidth": "4.0 TB/s", "interconnect": "900 GB/s"},
    ),
    (
        "NVIDIA H100 SXM; FP8 1,979 TFLOPS; 80GB HBM3; 3.35TB/s; PCIe 128 GB/s",
        "nvidia-h100-sxm",
        {
            "fp8": "1,979 TFLOPS",
            "memory": "80 GB",
            "memory_bandwidth": "3.35 TB/s",
            "pcie": "128 GB/s",
            "hbm": "yes",
        },
    ),
    (
        "FP16 148 TFLOPS、裸晶 814 mm²、頻寬 4 TB/s、互連 900 GB/s",
        "",
        {
            "fp16": "148 TFLOPS",
            "die_area": "814 mm2",
            "memory_bandwidth": "4 TB/s",
            "interconnect": "900 GB/s",
        },
    ),
    (
        "My chip: INT8 624 TOPS | 80e9 transistor | 700 W",
        "",
        {"int8": "624 TOPS", "transistors": "80e9 transistor"},
    ),
]


@pytest.mark.parametrize(("line", "chip", "read"), PASTED)
def test_a_pasted_line_fills_the_fields(line: str, chip: str, read: dict[str, str]) -> None:
    reply = ask(paste=line)

    assert reply["state"] == "ok"
    assert chip == reply["fields"]["chip"]
    assert read == {key: reply["fields"][key] for key in read}
    assert reply["fields"]["paste"] == ""


UNREAD = [
    ("H20: 148 TFLOPS FP16, 7 fans", "7 fans"),
    ("H20: 148 TFLOPS FP16, 300 TFLOPS", "300 TFLOPS"),
    ("H20: 148 TFLOPS FP16, 149 TFLOPS FP16", "149 TFLOPS FP16"),
    ("H100: 1979 TFLOPS FP16 with sparsity, 80 GB", "1979 TFLOPS FP16 with sparsity"),
    ("H20: 96 GB, quiet", "quiet"),
]


@pytest.mark.parametrize(("line", "piece"), UNREAD)
def test_a_pasted_line_says_what_it_did_not_read(line: str, piece: str) -> None:
    assert piece in ask(paste=line)["notes"]["paste"]


def test_pasting_a_line_replaces_specs_typed_before() -> None:
    reply = ask(chip="nvidia-h100-sxm", fp8="1 TFLOPS", paste="H20: 148 TFLOPS FP16")

    assert reply["fields"]["fp8"] == "296 TFLOPS"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_holds_a_field_for_every_name_and_the_answer(language: str) -> None:
    html = page("export_verdict", {"chip": "nvidia-h20"}, language)

    for name in (*FIELDS,):
        assert f'name="{name}"' in html, name
        assert f'data-error-for="{name}"' in html, name
    assert "<output" in html and "data-outcome" in html
    assert 'data-state="static"' in html


def ids(html: str) -> Iterator[str]:
    return (m[1] for m in re.finditer(r' id="([^"]+)"', html))


def test_ids_on_a_page_are_unique() -> None:
    found = list(ids(page("export_verdict", {}, "en", "one") + page("export_verdict", {}, "en", "two")))
    assert len(found) == len(set(found))


def test_texts_in_and_out_are_json() -> None:
    assert '"state":"ok"' in render_json('{"name": "export_verdict", "language": "en", "form": {}}')


def test_every_spec_but_power_has_a_field() -> None:
    assert set(specs()) - set(FIELDS) == {"tdp"}


def test_folded_content_is_made_only_where_it_is_open() -> None:
    closed, opened = ask(), ask(open="steps figures")

    assert closed["parts"] == {}
    assert {"steps", "figures"} == set(opened["parts"])
    assert opened["html"] == closed["html"]
    empty = f'data-part="steps" data-folded="{words("en")("status.folded")}"></div>'
    assert empty in closed["html"]
    for part in opened["parts"].values():
        assert part in page("export_verdict", {}, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_that_conflict_are_shown_beside_each_other(language: str) -> None:
    figures = ask(language, chip="nvidia-rtx-pro-6000d", open="figures")["parts"]["figures"]

    assert "1,398\u00a0GB/s" in figures
    assert "1,568\u00a0GB/s" in figures


def test_a_conflict_that_changes_the_answer_is_said_with_the_other_answer() -> None:
    head = prose(ask(chip="nvidia-rtx-pro-6000d", on="2025-06-01")["html"]).split("Assumed")[0]

    assert "1,568 GB/s" in head
    assert "Licence required" in head
    assert "Another source" not in ask(chip="nvidia-h100-sxm", on="2025-06-01")["html"]


# Readings


def test_default_readings_leave_the_link_empty_and_others_stand_in_it() -> None:
    defaults = {f"reading-{id}": reading.default for id, reading in law().readings.items()}
    other = ask(**{**defaults, "reading-tf32": "used"})

    assert ask(**defaults)["query"] == {}
    assert [key for key in other["query"] if key.startswith("reading-")] == ["reading-tf32"]
    assert other["fields"]["reading-tf32"] == "used"
    assert ask(**other["query"])["html"] == other["html"]


def test_a_pages_own_reading_is_its_default_and_the_laws_stands_in_the_link() -> None:
    page = {"reading-diffusion": "printed", "from": "TW"}
    other = render("export_verdict", {"reading-diffusion": "enforced", "from": "US"}, "en", page)

    assert render("export_verdict", {}, "en", page)["query"] == {}
    assert (other["query"]["reading-diffusion"], other["query"]["from"]) == ("enforced", "US")
    assert render("export_verdict", other["query"], "en", page)["html"] == other["html"]


DECIDED = [
    ("nvidia-h100-sxm", "2026-02-01", "TW", "diffusion", "printed"),
    ("nvidia-h100-sxm", "2026-08-01", "AE", "uae-a", "ends"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("chip", "on", "to", "reading", "option"), DECIDED)
def test_a_reading_changes_a_verdict_that_hangs_on_it(
    chip: str, on: str, to: str, reading: str, option: str, language: str
) -> None:
    plain = ask(language, chip=chip, on=on, to=to)
    read = ask(language, chip=chip, on=on, to=to, **{f"reading-{reading}": option})
    otherwise = next(r for r in assess(chip, on=on, to=to).readings if (r.id, r.option) == (reading, option))
    outcomes = [re.search(r'class="verdict" data-outcome="([a-z-]+)"', r["html"])[1] for r in (plain, read)]  # type: ignore[index]

    assert outcomes[1] == outcome(otherwise.licence, otherwise.review) != outcomes[0]
    assert "readings-chosen" in read["html"]
    assert "readings-chosen" not in plain["html"]
    assert words(language).pick(law().readings[reading].options[option]) in read["html"]


WRONG_READINGS = [
    ({"reading-tf33": "used"}, "reading-tf32", "tf32"),
    ({"reading-uae-a": "endss"}, "reading-uae-a", "ends"),
    ({"reading-xxxxxxxx": "used"}, "form", "tf32"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "field", "near"), WRONG_READINGS)
def test_a_wrong_reading_is_said_at_the_nearest_field(
    form: dict[str, str], field: str, near: str, language: str
) -> None:
    reply = ask(language, **form)

    assert (reply["state"], list(reply["errors"])) == ("invalid", [field])
    assert near in reply["errors"][field]


def test_pasting_a_line_keeps_the_readings() -> None:
    assert ask(paste="H20: 148 TFLOPS FP16", **{"reading-tf32": "used"})["fields"]["reading-tf32"] == "used"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_marks_the_default_of_every_reading(language: str) -> None:
    html = page("export_verdict", {}, language)
    said = words(language)

    for reading in law().readings.values():
        assert said.pick(reading.question) in html
        assert said("chosen.option", option=said.pick(reading.options[reading.default])) in html


# The strip


def test_strip_and_history_come_only_when_they_are_asked_for() -> None:
    closed, opened = ask(on="2024-01-01"), ask(on="2024-01-01", open="strip history")

    assert closed["parts"] == {}
    assert set(opened["parts"]) == {"strip", "history"}
    assert opened["html"] == closed["html"]


def test_the_strip_says_what_it_hangs_on_and_the_day_is_not_in_it() -> None:
    def of(**form: str) -> str:
        found = re.search(r'data-part="strip" data-of="([^"]*)"', ask(**form)["html"])
        assert found
        return found[1]

    assert of() == of(on="2023-01-01") == of(fp8="296 TFLOPS")
    assert (
        len({of(), of(chip="nvidia-h200-sxm"), of(to="TW"), of(headquarters="TW"), of(fp8="1 TFLOPS"), of(fp8="")}) == 6
    )
    assert of() == of(**{"reading-tf32": "stored"}) != of(**{"reading-tf32": "used"})
    assert f'data-of="{of(to="TW")}"' in ask(to="TW", open="strip")["parts"]["strip"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_holds_the_strip_and_the_table(language: str) -> None:
    html = page("export_verdict", {}, language)
    parts = ask(language, open="strip history")["parts"]

    assert parts["strip"] in html
    assert parts["history"] in html
