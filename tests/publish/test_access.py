"""The page "For every reader": the last audit as it was, and the page without one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from calculators.publish.access import AUDIT, access_pages
from calculators.view.page import Page
from calculators.view.words import words

ROOT = Path(__file__).resolve().parents[2]
FOUND: dict[str, Any] = {
    "schema": 1,
    "date": "2026-11-29",
    "browser": "Chromium 156",
    "axe": "4.14.1",
    "variants": [["light", "phone"], ["dark", "phone"], ["light", "desk"], ["dark", "desk"]],
    "folders": {
        "": {"en": {"pages": 11, "faults": 0}, "zh-Hant": {"pages": 10, "faults": 2}},
        "decisions": {"en": {"pages": 31, "faults": 1}},
    },
}


def page(tmp_path: Path, found: dict[str, Any] | None, language: str = "en") -> Page:
    if found:
        (tmp_path / AUDIT).parent.mkdir(exist_ok=True)
        (tmp_path / AUDIT).write_text(json.dumps(found), "utf-8")
    ((where, made),) = access_pages(tmp_path, words(language))
    assert where == "access/index.md"
    return made


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_pages_views_and_faults_are_summed(tmp_path: Path, language: str) -> None:
    body = next(str(each.body) for each in page(tmp_path, FOUND, language).sections if each.id == "audit")
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]

    assert rows[1:] == [["11", "10", "84", "2"], ["31", "0", "124", "1"], ["42", "10", "208", "3"]]
    assert all(FOUND[key] in body for key in ("date", "browser", "axe"))


def test_without_an_audit_there_is_no_table(tmp_path: Path) -> None:
    whole, less = page(tmp_path, None), page(tmp_path, FOUND)

    assert {each.id for each in less.sections} - {each.id for each in whole.sections} == {"audit"}


def test_an_audit_of_another_make_stops_the_build_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"schema 2 where 1 is expected.*make audit"):
        page(tmp_path, {**FOUND, "schema": 2})


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_folder_that_was_looked_at_has_its_name(language: str) -> None:
    found = json.loads((ROOT / AUDIT).read_text("utf-8"))

    assert all(words(language).has(f"access.folder-{folder or 'single'}") for folder in found["folders"])
