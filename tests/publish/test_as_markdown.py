"""Pages as Markdown: no mark of ours is left, figures and answers are those of the pages, links lead on."""

import re
from pathlib import Path

import pytest

from calculators import assess
from calculators.engine.chips import chips
from calculators.engine.claims import claims
from calculators.engine.glossary import glossary
from calculators.engine.law_files import law
from calculators.publish.as_markdown import as_markdown
from calculators.publish.claims_markdown import SOURCE
from calculators.publish.plain_pages import plain_page
from calculators.publish.today import build_day
from calculators.view.html_text import as_text
from calculators.view.plain import plain_text
from calculators.view.words import words

ROOT = Path(__file__).resolve().parents[2]
MARKS = re.compile(r"\{\{|\{:|```(?:calculator|chart|timeline)|<live-|<div|<svg")


def nowhere(_: str) -> None:
    return None


@pytest.fixture(autouse=True)
def on_a_page():
    token = SOURCE.set(("docs/en/story/x.md", ""))
    yield
    SOURCE.reset(token)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("{{ nvidia-h20.tpp }}", "2,368 TPP"),
        ("{{ nvidia-h20.memory_bandwidth in TB/s }}", "4 TB/s"),
        ("{{ c041.dram }} or more", "1,400 GB/s or more"),
        ("[came to regret it]{{ c116 }}.", "[came to regret it](../../claims/index.md#c116)."),
        ("[2,048]{: .quoted } cards", "2,048 cards"),
        ('Then.\n{: .correction known="then" }', "Then.\n(known then)"),
        ("They say.\n{: .hearsay }", "They say.\n(hearsay)"),
        (
            'Next day.\n{: panel="nvidia-h20 2025-04-09" }',
            "Next day.\n(Nvidia H20 to China, 2025-04-09: ◍ Licence required: policy not stated)",
        ),
        ("A die.\n{: .plain }", "A die."),
        ("[on](../h20.md#a)", "[on](../h20.md#a)"),
        ("[out](https://example.org/a.md)", "[out](https://example.org/a.md)"),
        ("```sh\necho {{ nvidia-h20.tpp }} {: .x }\n```", "```sh\necho {{ nvidia-h20.tpp }} {: .x }\n```"),
    ],
)
def test_marks_are_read_as_the_page_reads_them(written: str, wanted: str) -> None:
    assert as_markdown(written, words("en"), nowhere).replace("\xa0", " ") == wanted


def test_a_fence_of_the_verdict_is_what_the_command_prints() -> None:
    fence = "```calculator export_verdict\nid: x\nchip: nvidia-h20\non: 2025-04-09\nto: CN\n```"
    verdict = assess("nvidia-h20", on="2025-04-09", to="CN")

    assert as_markdown(fence, words("en"), nowhere) == f"```text\n{plain_text(verdict, words('en'))}\n```"


def test_a_fence_of_another_calculator_is_its_sentence_and_its_answer() -> None:
    found = as_markdown("```calculator roofline\nchip: nvidia-h20\n```", words("en"), nowhere).replace("\xa0", " ")

    assert found.startswith("**Nvidia H20, tokens written: 28.19 tokens/s** (`roofline`: `chip=nvidia-h20`)")
    assert "- Ridge point: 37 FLOP/B · 148 TFLOPS ÷ 4,000 GB/s = 37 FLOP/B" in found


def test_a_chart_and_a_timeline_are_their_tables() -> None:
    chart = as_markdown("```chart spec_bars\n```", words("en"), nowhere)
    events = as_markdown(
        "```timeline\nid: x\ntitle: A title\nfrom: 2025-04-01\nto: 2025-04-20\n```", words("en"), nowhere
    )

    assert len(re.findall(r"^\| .* \|$", chart, re.MULTILINE)) > 6
    assert events.startswith("**A title**") and "| [2025-04-09](../../?chip=" in events


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_no_mark_is_left_on_any_written_page(language: str) -> None:
    for path in sorted((ROOT / "docs" / language).rglob("*.md")):
        if path.name == "data.md" or "decisions" in path.parts:
            continue
        text = path.read_text("utf-8")
        SOURCE.set((path.relative_to(ROOT).as_posix(), text))
        assert not MARKS.search(as_markdown(text.split("---", 2)[2], words(language), nowhere)), path


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_pages_of_the_data_say_what_the_data_say(language: str) -> None:
    said, today = words(language), build_day()
    lists = {path: plain_page(path, today, said) or "" for path in ("chips/index.md", "regulations/index.md")}

    assert all(f"]({id}/index.md)" in lists["chips/index.md"] for id in chips())
    assert all(f"]({id}/index.md)" in lists["regulations/index.md"] for id in law().instruments)
    for id in ("nvidia-h20", "huawei-ascend-910c"):
        page = plain_page(f"chips/{id}.md", today, said) or ""
        assert all(c.source.url in page for spec in chips()[id].specs.values() for c in spec.cite)
    for id in ("oct-2023", "is-informed-2025"):
        page = plain_page(f"regulations/{id}.md", today, said) or ""
        assert all(said.pick(part.text) in page for part in law().instruments[id].parts)
    every = plain_page("claims/index.md", today, said) or ""
    assert all(f"## {id}" in every and said.pick(claim.check) in every for id, claim in claims().items())
    terms = plain_page("glossary/index.md", today, said) or ""
    assert all(said.pick(term.means) in terms for term in glossary().values())
    assert plain_page("readings/index.md", today, said) is None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>a&lt;b</p>", "a<b"),
        ("<p>x<span>y</span></p>", "xy"),
        ("<p><span>x</span><span>y</span></p>", "x y"),
        ('<p>x<span class="badge">reported</span></p>', "x (reported)"),
        ('<p>x<span class="badge">據報導</span></p>', "x （據報導）"),
        ("<p>one</p>tail", "one\n\ntail"),
        ("<details><summary>More</summary><p>in</p></details>", "**More**\n\nin"),
        ("<dl><div><dt>a</dt><dd>1</dd><dd>b</dd></div><dt>c</dt><dd>2</dd></dl>", "- a: 1 · b\n- c: 2"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ('<p><a href="../x/?a=1&amp;b=2">go</a></p>', "[go](../x/?a=1&b=2)"),
        ("<pre>a\n  b</pre>", "```text\na\n  b\n```"),
        (
            "<p>a</p><form><p>b</p></form><button>c</button><p hidden>d</p><script>e</script><svg><text>f</text></svg>",
            "a",
        ),
        (
            "<table><caption>C</caption><tr><th>a</th></tr><tr><td><ul><li>x</li><li>y</li></ul></td></tr></table>",
            "**C**\n\n| a |\n| --- |\n| x y |",
        ),
        ("<p>un<b>closed", "un**closed**"),
        ("", ""),
    ],
)
def test_html_as_text(html: str, wanted: str) -> None:
    assert as_text(html) == wanted
