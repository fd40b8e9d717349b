"""What a reader takes away of an answer finds the same answer again, and is text wherever it is put."""

import contextlib
import csv
import datetime
import html
import io
import json
import re
import shlex
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from calculators import entry
from calculators.command.program import run
from calculators.view.html_text import as_text
from calculators.view.share import Place, Shared, bibtex
from calculators.view.words import words

ROOT = Path(__file__).resolve().parents[2]
PLACE = {"address": "https://example.org/p/?chip=nvidia-h20", "site": "https://example.org/", "today": "2026-11-29"}
LINKED = re.compile(r"\[((?:\[[^\]]*\]|[^\[\]])*)\]\([^)\s]*\)")
FORMS = [
    ("export_verdict", {}),
    ("export_verdict", {"memory_bandwidth": "1.3 TB/s", "reading-tf32": "used", "headquarters": "CN", "to": "DE"}),
    ("export_verdict", {"chip": "", "fp8": "296 TFLOPS", "datacenter": "yes", "from": "TW"}),
    ("export_verdict", {"chip": "nvidia-h20", "die_area": "", "on": "2023-12-01"}),
    ("tpp", {"rates": "sparse", "fp8": "592 TFLOPS", "chip": ""}),
    *((name, {}) for name in entry.calculators() if name != "export_verdict"),
]


def shared(name: str, form: dict[str, str], language: str = "en", **place: str) -> dict[str, str]:
    """Each text of the dialog by its heading's id."""
    reply = entry.share(name, form, language, {}, PLACE | place)
    assert reply["state"] == "ok", reply
    found = re.findall(r'<h3 id="share-(\w+)">.*?<code>(.*?)</code>', reply["html"], re.DOTALL)
    return {key: html.unescape(text) for key, text in found}


@pytest.mark.parametrize(("name", "form"), FORMS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_code_finds_the_same_again(name: str, form: dict[str, str]) -> None:
    texts = shared(name, form)
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(texts["python"], names)
    fields = entry.render(name, form, "en")["fields"]
    again = entry.render(name, fields, "en")
    if name == "export_verdict":
        assert names["verdict"].json() == json.loads(texts["json"])
    else:
        data = json.loads(texts["json"])
        module = import_module("calculators.view.exports")
        assert module.plain(names["found"]) == data["found"]
        assert data["inputs"]
    assert again["state"] == "ok"


@pytest.mark.parametrize(("name", "form"), FORMS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_command_finds_the_same_again(name: str, form: dict[str, str]) -> None:
    texts = shared(name, form)
    program, *words = shlex.split(texts["command"])
    assert program == "calculators"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run([*words, "--json"])
    assert code == 0
    assert json.loads(out.getvalue()) == json.loads(texts["json"])


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(("name", "form"), [*FORMS, ("press_check", {"number": "5.92"})])
def test_the_command_as_it_is_copied_says_what_the_page_shows(
    name: str, form: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, *words = shlex.split(shared(name, form, language)["command"])
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run([*words, "--language", language]) == 0
    said = set(re.findall(r"\w+", out.getvalue()))
    reply = entry.render(name, form, language)
    shown = reply["announce"] if name in ("export_verdict", "law_map") else LINKED.sub(r"\1", as_text(reply["html"]))

    assert not re.search(r"\*\*|\]\(http|`|^\| ", out.getvalue(), re.MULTILINE)
    assert not [word for word in re.findall(r"[A-Za-z0-9]+", shown) if word not in said and word not in out.getvalue()]


def test_the_command_names_the_limits_of_a_number() -> None:
    _, *words = shlex.split(shared("press_check", {"number": "5.92"})["command"])
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(words)

    assert "Advanced computing rule of October 2023" in out.getvalue()
    assert {"3A090.a", "3A090.b"} <= set(re.findall(r"3A090\.[a-z]", out.getvalue()))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_verdict_as_markdown_says_outcome_reasons_rows_and_where_it_stands(language: str) -> None:
    text = shared("export_verdict", {}, language)["markdown"]

    first, *_, last = text.split("\n\n")
    assert first.startswith("**") and first.endswith("**")
    assert last.startswith(
        f"[{shared_site(language)}](<https://example.org/p/?chip=nvidia-h20&on=2025-06-01&to=CN&was="
    )
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count(" | ") for line in rows} == {3}
    assert any("1,400 GB/s" in row and "](<https://" in row for row in rows)


def shared_site(language: str) -> str:
    """The site's name."""
    return {"en": "The Chip War, Computed", "zh-Hant": "晶片戰爭，算給你看"}[language]


def test_the_table_of_a_verdict_has_a_row_for_each_comparison() -> None:
    texts = shared("export_verdict", {})
    rows = list(csv.DictReader(io.StringIO(texts["csv"].removeprefix("\ufeff"))))
    clauses = [clause for row in json.loads(texts["json"])["instruments"] for clause in row["clauses"] or [None]]

    assert len(rows) == len(clauses)
    met = [row for row in rows if row["truth"] == "yes" and row["name"] == "bandwidth_sum"]
    assert [(row["left"], row["operator"], row["right"], row["unit"]) for row in met] == [
        ("5028", ">=", "1700", "GB/s")
    ]


def test_a_citation_says_what_by_which_data_where_and_when() -> None:
    texts = shared("tpp", {"chip": "nvidia-l20"}, address="https://example.org/{a_b}/?other.on=%7B1#z")

    assert "2026-11-29" in texts["plain"] and texts["link"] in texts["plain"]
    assert texts["link"].startswith("https://example.org/{a_b}/?chip=nvidia-l20&on=") and texts["link"].endswith(
        "&other.on=%7B1"
    )
    assert "url = {https://example.org/%7Ba_b%7D/?chip=nvidia-l20&on=" in texts["bibtex"]
    assert texts["bibtex"].count("{") == texts["bibtex"].count("}")
    assert re.match(r"@misc\{tpp-nvidia-l20-[\w-]*,\n", texts["bibtex"])


def test_what_tex_reads_otherwise_is_escaped() -> None:
    said = Shared("tpp", "50% of A&B_C #1 {x} ~ ^ $", {}, None, "", "")
    place = Place("https://example.org/", "https://example.org/", datetime.date(2026, 11, 29))

    assert r"title = {{50\% of A\&B\_C \#1 \{x\} \textasciitilde{} \textasciicircum{} \$}}" in bibtex(
        said, place, words("en")
    )


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "</code></pre><img src=x onerror=alert(1)>"])
def test_nothing_that_a_reader_or_an_address_says_is_markup(hostile: str) -> None:
    made = entry.share("export_verdict", {}, "en", {}, PLACE | {"address": hostile, "reports": hostile})["html"]

    assert "<script>alert" not in made and "<img" not in made


def test_a_form_that_cannot_be_read_has_nothing_to_take_away() -> None:
    reply = entry.share("export_verdict", {"on": "2025-13-01"}, "en", {}, PLACE)

    assert reply["state"] == "invalid" and "on" in reply["errors"]


@pytest.mark.parametrize(
    ("name", "form", "query"),
    [
        ("export_verdict", {}, "chip=nvidia-h20&on=2025-06-01&to=CN&was=2026-"),
        ("export_verdict", {"fp8": "300 TFLOPS"}, "chip=nvidia-h20&on=2025-06-01&to=CN&fp8=300+TFLOPS&was=2026-"),
        ("export_verdict", {"reading-tf32": "used"}, "chip=nvidia-h20&on=2025-06-01&to=CN&reading-tf32=used&was=2026-"),
        ("tpp", {"chip": "nvidia-l20"}, "chip=nvidia-l20&on="),
        ("law_map", {"map": "memory-io"}, "map=memory-io&chip=nvidia-h20&"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "bandwidth."])
def test_link_and_frame_hold_the_state_that_was_shared(
    name: str, form: dict[str, str], query: str, prefix: str
) -> None:
    texts = shared(name, form, "zh-Hant", address="https://example.org/p/", prefix=prefix)

    frame = html.unescape(re.search(r'src="([^"]+)"', texts["embed"])[1])  # type: ignore[index]
    assert frame.startswith(f"https://example.org/zh-Hant/embed/{name}/?{query}")
    assert ' allow="clipboard-write"' in texts["embed"]
    assert dict(parse_qsl(urlsplit(texts["link"]).query)) == {
        prefix + key: text for key, text in parse_qsl(urlsplit(frame).query)
    }
    again = shared(
        name, dict(parse_qsl(urlsplit(frame).query)), "zh-Hant", address="https://example.org/p/", prefix=prefix
    )
    assert again["link"] == texts["link"]


def test_a_wrong_number_is_reported_with_what_is_on_screen() -> None:
    made = entry.share("tpp", {}, "en", {}, PLACE | {"reports": "https://github.com/a/b"})["html"]

    assert 'href="https://github.com/a/b/issues/new?template=wrong-number.yml&amp;title=Nvidia+H20' in made
    assert "Report a wrong number" not in entry.share("tpp", {}, "en", {}, PLACE)["html"]


def test_the_form_for_a_wrong_number_has_the_fields_that_the_link_fills() -> None:
    made = html.unescape(entry.share("tpp", {}, "en", {}, PLACE | {"reports": "https://github.com/a/b"})["html"])
    (query,) = re.findall(r"issues/new\?([^\"]+)", made)
    asked = dict(parse_qsl(query))
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / asked["template"]).read_text("utf-8"))

    assert set(asked) - {"template", "title"} <= {field.get("id") for field in form["body"]}
    assert asked["state"].startswith(f"{PLACE['address']}&on=") and asked["page"] == "https://example.org/p/"
