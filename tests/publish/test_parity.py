"""Two callers, one door: CPython at build and Pyodide in the browser give the same bytes."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from calculators import chips, entry, law
from calculators.engine.names import specs

from .generated_forms import requests


def request(language: str, **form: str) -> dict[str, object]:
    return {"name": "export_verdict", "language": language, "defaults": {}, "form": form}


def same(pyodide: Callable[..., list[str]], requests: list[dict[str, object]]) -> None:
    with ThreadPoolExecutor() as both:
        theirs = both.submit(pyodide, requests)
        ours = [entry.render_json(json.dumps(asked)) for asked in requests]
    for asked, our, their in zip(requests, ours, theirs.result(), strict=True):
        assert our == their, asked


def test_every_chip_under_every_instrument_in_every_language(pyodide: Callable[..., list[str]]) -> None:
    """On the days of the instruments that can change an answer; a note adds the same line to every chip's."""
    days = sorted({instrument.effective.isoformat() for instrument in law().instruments.values() if instrument.parts})

    same(
        pyodide,
        [request(language, chip=chip, on=day) for chip, day, language in product(chips(), days, ("en", "zh-Hant"))],
    )


def test_every_destination(pyodide: Callable[..., list[str]]) -> None:
    from calculators.engine.places import places

    same(pyodide, [request("en", chip="nvidia-rtx-4090", on="2026-08-01", to=place) for place in places()])


def test_the_strip_and_the_history_under_every_reading(pyodide: Callable[..., list[str]]) -> None:
    readings: list[dict[str, str]] = [
        {},
        *(
            {f"reading-{id}": option}
            for id, reading in law().readings.items()
            for option in (*reading.options, "wrong")
        ),
        {"reading-wrong": "wrong"},
    ]

    same(
        pyodide,
        [
            request(language, chip=chip, on="2026-02-01", to=to, open="strip history", **reading)
            for chip, to, reading, language in product(
                ("nvidia-h20", "nvidia-h800-sxm", "amd-mi300x"), ("CN", "AE"), readings, ("en", "zh-Hant")
            )
        ],
    )


def test_every_spec_read_and_refused(pyodide: Callable[..., list[str]]) -> None:
    texts = (
        "",
        "?",
        "3,35 TB/s",
        "1979 T",
        "9**9**9",
        "1e400 TFLOPS",
        "４ ＴＢ／ｓ",
        "<img onerror>",
        "-1 GB",
        "123456789.123456789 GB/s",
        "yes",
    )
    good = {key: name.example for key, name in specs().items() if name.example and key != "tdp"}

    same(
        pyodide,
        [
            request(language, **{key: text})
            for key, language in product(good, ("en", "zh-Hant"))
            for text in (*texts, good[key])
        ],
    )


def test_every_other_calculator_in_every_language(pyodide: Callable[..., list[str]]) -> None:
    asked = []
    for name, language in product(set(entry.calculators()) - {"export_verdict"}, ("en", "zh-Hant")):
        base = {"name": name, "language": language, "defaults": {}}
        forms = [
            {},
            *(
                {key: text}
                for key in entry.keys(name)
                for text in ("", "2", "yes", "nvidia-h100-sxm", "2026-02-01", "CN")
            ),
        ]
        asked += [{**base, "form": form} for form in forms]

    same(pyodide, asked)


def test_a_thousand_generated_forms(pyodide: Callable[..., list[str]]) -> None:
    asked = list(requests(1000))
    answers = [json.loads(entry.render_json(json.dumps(each))) for each in asked]

    assert {answer["state"] for answer in answers} == {"ok", "invalid"}
    assert sum(answer["state"] == "ok" for answer in answers) > 100
    same(pyodide, asked)
