"""What isn't written here is found, with file and line; and so is a link that leads nowhere."""

from pathlib import Path

import pytest

from calculators.publish import links, pages, prose
from tests.publish.test_pages import ROOT, TODAY

STYLE = [
    ("en", "One.\n\nThe export license of a data center.", ["3: license: licence", "3: data center: data centre"]),
    ("en", "License Exception NAC, licensed, under the MIT License", []),
    ("zh-Hant", "這顆芯片", ["1: 芯片: 晶片"]),
    ("zh-Hant", "演算法與中芯國際", []),
    ("zh-Hant", "一\n這顆 H20", ["2: 顆 H: no space between Han and Latin letters or figures"]),
    ("zh-Hant", "這顆H20，那顆", []),
    ("zh-Hant", "這顆,那顆", ["1: 顆,: punctuation beside Han is full width"]),
]
LAYOUT = [
    ("en", "a\n{{ nvidia-h20.tpp }}", []),
    ("en", "a\n{{ nvidia-h20\n.tpp }}", ["2: a live value is not broken over a line"]),
    (
        "zh-Hant",
        "---\ntitle: 一\n---\n\n一行，\n兩行",
        ["5: a Chinese paragraph is one line: a line break would be shown as a space"],
    ),
    ("zh-Hant", "一行。\n\n- 兩行\n- 三行", []),
]


@pytest.mark.parametrize(("language", "text", "found"), STYLE)
def test_words_and_marks(language: str, text: str, found: list[str]) -> None:
    assert list(prose.style(language, "x.md", text)) == [f"x.md:{line}" for line in found]


@pytest.mark.parametrize(("language", "text", "found"), LAYOUT)
def test_lines(language: str, text: str, found: list[str]) -> None:
    assert list(prose.layout(language, "x.md", text)) == [f"x.md:{line}" for line in found]


def test_code_and_addresses_are_no_prose() -> None:
    for text in ("`data center`", "```sh\ndata center\n```", "[x](data-center/)", "https://example.org/license"):
        assert list(prose.style("en", "x.md", prose.said(text))) == []


def test_every_kind_of_text_is_read() -> None:
    found = {language: [where for where, _ in prose.texts(language)] for language in ("en", "zh-Hant")}
    for language, wheres in found.items():
        assert len(wheres) == len(set(wheres)) + sum(wheres.count(w) - 1 for w in set(wheres) if w.endswith(".py"))
        for wanted in (f"docs/{language}/about.md", "explainers/density.py", f"{language}/offline.toml: offline.save"):
            assert wanted in wheres, wanted
        assert any(where.startswith("2023-11-17-oct-2023.toml") for where in wheres)
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= set(found["en"])


# Links


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two languages of one page, and a README."""
    for path, text in {
        "README.md": "# One\n",
        "docs/en/about.md": "# About\n\n## What is assumed\n",
        "docs/en/decisions/0001-one.md": "# 0001\n",
        "docs/zh-Hant/about.md": "# 關於\n\n## 假設 {: #assumed }\n",
        "explainers/density.py": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


LINKS = [
    ("README.md", "[a](docs/en/about.md) [b](docs/) [c](#one) [d](https://nowhere.example/) <a href='mailto:a@b.example'>\n\n# One", []),
    ("README.md", "\n[a](docs/en/abuot.md)", ["2: docs/en/abuot.md: no such file or page"]),
    ("README.md", "[a](REDME.md)", ["1: REDME.md: no such file or page; nearest: README.md"]),
    ("README.md", "![a](docs/en/images/none.png)", ["1: docs/en/images/none.png: no such file or page"]),
    ("README.md", "[a][b]\n\n[b]: nowhere.md", ["3: nowhere.md: no such file or page"]),
    ("README.md", "`[a](nowhere.md)`\n\n```\n[a](nowhere.md)\n```", []),
    ("docs/en/x.md", "[a](about.md#what-is-assumed) [b](chips/nvidia-h20.md) [c](explainers/density.py) [d](glossary/index.md)", []),
    ("docs/en/x.md", "[a](about.md#what-is-asumed)", ["1: about.md#what-is-asumed: no such heading; nearest: what-is-assumed"]),
    ("docs/en/x.md", "[a](chips/nvidia-h21.md)", ["1: chips/nvidia-h21.md: no such file or page; nearest: nvidia-h20.md"]),
    ("docs/en/decisions/x.md", "[a](../about.md) [b](0001-one.md)", []),
    ("docs/zh-Hant/x.md", "[a](about.md#assumed) [b](../../decisions/0001-one/)（英文）", []),
    ("docs/zh-Hant/x.md", "<a href=\"../../decisions/0001-won/\">a</a>", ["1: ../../decisions/0001-won/: no such file or page"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "found"), LINKS)
def test_a_link_that_leads_nowhere(project: Path, path: str, text: str, found: list[str]) -> None:
    (project / path).write_text(text, "utf-8")

    lines = list(links.faults(project, [project / path]))
    assert len(lines) == len(found)
    assert [line for line, start in zip(lines, found, strict=True) if not line.startswith(f"{path}:{start}")] == []


def test_pages_that_the_build_makes_are_known() -> None:
    assert links.made() == set(pages.made(ROOT, "en", TODAY))


# Pages that are named


def test_a_named_page_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    page = tmp_path / "docs" / "en" / "x.md"
    page.write_text("# One\n\n{{ nvidia-h2o.tpp }}\n", "utf-8")

    (found,) = prose.faults_of([page], tmp_path)
    assert found.startswith("docs/en/x.md:3: {{ nvidia-h2o.tpp }}") and "nearest: nvidia-h20" in found
    page.write_text("# One\n\n{{ nvidia-h20.tpp }}\n", "utf-8")
    assert list(prose.faults_of([page], tmp_path)) == []


@pytest.mark.parametrize("argument", ["docs/en/none.md", "README.md"])
def test_only_pages_can_be_named(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert prose.main([str(ROOT / argument)]) == 2
    assert "docs/en/about.md" in capsys.readouterr().err
