"""What is in English only is listed in one place, and the Chinese site says so wherever it leads there."""

import re
from pathlib import Path

from calculators.publish import pages
from calculators.publish.twins import EXEMPT, without_twin
from tests.publish.test_pages import ROOT, TODAY

APART = "|".join(folder.rstrip("/") for folder in EXEMPT)
WRITTEN = re.compile(rf"\[([^\]]*)\]\([^)]*\b(?:{APART})/[^)]*\)(.{{0,4}})")
MADE = re.compile(rf'<a href="[^"]*\b(?:{APART})/[^"]*">(.*?)</a>(.{{0,4}})')
SAID = "（英文）"


def test_every_page_of_ours_has_its_twin() -> None:
    assert without_twin(ROOT / "docs") == []


def test_the_records_of_decisions_are_english_only() -> None:
    for folder in EXEMPT:
        assert not (ROOT / "docs" / "zh-Hant" / folder).exists()
    assert (ROOT / "docs" / "en" / EXEMPT[0] / "index.md").is_file()


def test_a_link_from_a_chinese_page_into_english_says_so() -> None:
    texts = {str(path): path.read_text("utf-8") for path in Path(ROOT / "docs" / "zh-Hant").rglob("*.md")}
    written = [(path, *m.groups()) for path, text in texts.items() for m in WRITTEN.finditer(text)]
    made = [
        (path, *m.groups()) for path, text in pages.made(ROOT, "zh-Hant", TODAY).items() for m in MADE.finditer(text)
    ]

    assert len(written) > 2
    assert len(made) > 5
    assert [found for found in written + made if SAID not in found[1] and found[2] != SAID] == []
