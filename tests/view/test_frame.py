"""The frame of a calculator: what a form sends back, what a link carries, and that nothing of a reader's becomes markup."""

import json
import re
from itertools import product

import pytest

from calculators import entry

FRAMED = [name for name in entry.calculators() if isinstance(entry.calculator(name), entry._Framed)]


def ask(name: str, form: dict[str, str], **defaults: str) -> dict[str, object]:
    return entry.render(name, form, "en", defaults)


@pytest.mark.parametrize(("name", "language"), [*product(FRAMED, ("en", "zh-Hant"))])
def test_a_page_holds_the_answer_that_its_form_gets(name: str, language: str) -> None:
    page, reply = entry.page(name, {}, language, root="../"), entry.render(name, {}, language)
    assert reply["state"] == "ok"
    assert str(reply["html"]).replace('href="home:', 'href="../') in page
    assert "home:" not in page
    assert reply["query"] == {}
    again = entry.render(name, reply["fields"], language)
    assert (again["html"], again["query"]) == (reply["html"], {})


@pytest.mark.parametrize("name", FRAMED)
def test_every_field_has_a_label_and_a_place_for_its_message(name: str) -> None:
    page = entry.page(name, {}, "en")
    for key in entry.keys(name):
        assert re.search(rf'<label for="{name}-{key}"><span class="lc-label">[^<]+</span>', page), key
        assert f'data-error-for="{key}"' in page


@pytest.mark.parametrize(
    ("name", "text"), [*product(FRAMED, ("<img src=x onerror=alert(1)>", "9**9**9", "", "?", "\u202e"))]
)
def test_whatever_is_typed_gets_an_answer_or_a_message_and_never_markup(name: str, text: str) -> None:
    for key in entry.keys(name):
        reply = ask(name, {key: text})
        assert reply["state"] in ("ok", "invalid")
        assert "<img" not in str(reply.get("html", ""))
        if reply["state"] == "invalid":
            assert set(reply["errors"]) <= {*entry.keys(name), "form"}  # type: ignore[call-overload]


def test_a_link_carries_the_whole_state_and_only_when_something_differs() -> None:
    reply = ask("tpp", {"chip": "h100 sxm"})
    assert reply["query"] == {"chip": "nvidia-h100-sxm", "on": "2023-11-17", "tf32_as": "stored"}
    assert ask("tpp", reply["query"])["html"] == reply["html"]  # type: ignore[arg-type]


def test_another_chip_leaves_the_pages_own_specs_behind() -> None:
    page = {"chip": "nvidia-h20", "fp8": "300 TFLOPS", "rates": "dense"}
    assert "2,400" in str(ask("tpp", {}, **page)["announce"])
    assert "15,832" in str(ask("tpp", {"chip": "nvidia-h100-sxm", "rates": "dense"}, **page)["announce"])


def test_an_unknown_name_in_a_link_is_told_and_the_rest_is_answered() -> None:
    reply = ask("tpp", {"chop": "nvidia-h20"})
    assert reply["state"] == "ok"
    assert "chop" in json.dumps(reply["notes"])
