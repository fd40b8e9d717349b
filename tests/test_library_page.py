"""The page "Use the library": what it shows is what comes out, and the wheel that it names is the one that the site offers.

`GOLDEN=write pytest tests/test_library_page.py` writes the outputs into the pages, to be read before they are kept.
"""

import contextlib
import io
import json
import os
import re
import shlex
from importlib.metadata import version
from pathlib import Path

import pytest

from calculators.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = {language: ROOT / "docs" / language / "library.md" for language in ("en", "zh-Hant")}
SHOWN = re.compile(
    r"(?:^```python\n(?P<code>.*?)^```\n\n)?^```text\n(?:\$ (?P<command>.*?)\n)?(?P<out>.*?)^```$", re.M | re.S
)


def printed(code: str | None, command: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a program or a command line prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        if code:
            exec(compile(code, "library.md", "exec"), {})
        else:
            monkeypatch.setenv("COLUMNS", "80")
            assert main(shlex.split(command or "")[1:]) == 0
    return out.getvalue()


@pytest.mark.parametrize("language", PAGES)
def test_what_the_page_shows_is_what_comes_out(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGES[language].read_text("utf-8")
    assert len(list(SHOWN.finditer(text))) == 3

    def renewed(found: re.Match[str]) -> str:
        came = printed(found["code"], found["command"], monkeypatch).rstrip("\n") + "\n"
        start = found[0][: found.start("out") - found.start()]
        return f"{start}{came}```"

    whole = SHOWN.sub(renewed, text)
    if os.environ.get("GOLDEN") == "write":
        PAGES[language].write_text(whole, "utf-8")
    assert whole == text


@pytest.mark.parametrize("language", PAGES)
def test_the_command_says_the_same_as_the_code_above_it(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGES[language].read_text("utf-8")
    (command,) = re.findall(r"^calculators (assess --spec .*)$", text, re.M)
    before = [found["out"] for found in SHOWN.finditer(text) if found.end() < text.index(command)]

    assert main([*shlex.split(command), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main([*shlex.split(command), "--spec", "datacenter=yes", "--json"]) == 0
    assert '`"datacenter": "yes"`' in text and json.loads(capsys.readouterr().out)["licence"] == "required"
    assert before[-1].split() == [found["licence"], str(tuple(found["missing"]))]


def test_both_languages_run_the_same_code() -> None:
    english, chinese = (
        re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.M | re.S) for page in PAGES.values()
    )
    assert english == chinese
    assert len(english[0].splitlines()) <= 10


@pytest.mark.parametrize("language", PAGES)
def test_the_wheel_is_the_one_that_the_site_offers(language: str) -> None:
    named = set(re.findall(r"calculators-[\d.]+-py3-none-any\.whl", PAGES[language].read_text("utf-8")))
    assert named == {f"calculators-{version('calculators')}-py3-none-any.whl"}
