"""The author's syntax: a right name is a live value, a wrong one stops the build with file, line and the nearest right name."""

import re

import markdown
import pytest

from calculators.publish.markdown import SOURCE, AuthorFault, CalculatorsExtension


def convert(text: str, language: str = "en") -> str:
    return markdown.Markdown(
        extensions=[
            "attr_list",
            "md_in_html",
            "pymdownx.superfences",
            CalculatorsExtension(language=language),
        ]
    ).convert(text)


@pytest.mark.parametrize("before", [[], ["calculators", "pymdownx.superfences"]])
def test_a_fence_that_nothing_would_read_stops_the_build(before: list[str]) -> None:
    md = markdown.Markdown(extensions=before or ["calculators"])

    with pytest.raises(AuthorFault, match=r"expected pymdownx\.superfences before calculators"):
        md.convert("```calculator export_verdict\n```")
    assert md.convert("Nothing of the kind.") == "<p>Nothing of the kind.</p>"


VALUES = [
    ("{{ nvidia-h20.tpp }}", "2368", "2,368\u00a0TPP"),
    ("{{nvidia-h20.tpp}}", "2368", "2,368\u00a0TPP"),
    ("{{ nvidia-h20.memory_bandwidth in TB/s }}", "4", "4\u00a0TB/s"),
    ("{{ nvidia-h100-sxm.memory_bandwidth in TB/s }}", "3.35", "3.35\u00a0TB/s"),
    ("{{ nvidia-h20.performance_density }}", "2.90909090909", "2.909\u00a0TPP/mm²"),
    ("{{ nvidia-h20.interconnect_bandwidth }}", "1028", "1,028\u00a0GB/s"),
    ("{{ nvidia-h20.die_area }}", "814", "814\u00a0mm²"),
    ("{{ nvidia-h20.fp8 in PFLOPS }}", "0.296", "0.296\u00a0PFLOPS"),
    ("{{ nvidia-h20.datacenter }}", "yes", "yes"),
    ("{{ amd-mi308x.tpp }}", "", "not known"),
]


@pytest.mark.parametrize(("written", "raw", "shown"), VALUES)
def test_a_live_value(written: str, raw: str, shown: str) -> None:
    found = re.search(
        r'<data class="live-value"[^>]*value="([^"]*)"[^>]*>([^<]*)</data>', convert(f"Some {written} text")
    )

    assert found
    assert (raw, shown) == found.groups()


def test_a_live_value_speaks_the_pages_language() -> None:
    assert "不明" in convert("{{ amd-mi308x.tpp }}", "zh-Hant")


def test_code_is_left_alone() -> None:
    assert "{{ nvidia-h2o.tpp }}" in convert("`{{ nvidia-h2o.tpp }}`")
    assert "{{ nvidia-h2o.tpp }}" in re.sub(r"<[^>]+>", "", convert("```\n{{ nvidia-h2o.tpp }}\n```"))


WRONG = [
    ("one\n\n{{ nvidia-h2o.tpp }}", "3", "nvidia-h20"),
    ("{{ nvidia-h20.ttp }}", "1", "tpp"),
    ("{{ nvidia-h20.tpp in TB/s }}", "1", "TPP"),
    ("{{ nvidia-h20.memory_bandwidth in TBs }}", "1", "TB/s"),
    ("{{ nvidia-h20 }}", "1", "nvidia-h20.tpp"),
    ("x\n\n```calculator export_verdcit\nchip: nvidia-h20\n```", "3", "export_verdict"),
    ("```calculator export_verdict\nchp: nvidia-h20\n```", "2", "chip"),
    ("```calculator export_verdict\nchip: nvidia-h2o\n```", "2", "nvidia-h20"),
    ("```calculator export_verdict\non: 2025-06-31\n```", "2", "2023-11-17"),
    ("```calculator export_verdict\nchip: nvidia-h20\non: todya\n```", "3", "nearest: today"),
    ("```calculator export_verdict\non: Today\n```", "2", "or today"),
    ("```calculator export_verdict\nfp8: 296 GB\n```", "2", "296 TFLOPS"),
    ("```calculator export_verdict\nchip nvidia-h20\n```", "2", "chip: nvidia-h20"),
    ("```calculator\nchip: nvidia-h20\n```", "1", "calculator export_verdict"),
]


@pytest.mark.parametrize(("text", "line", "nearest"), WRONG)
def test_a_wrong_name_stops_the_build_and_says_where(text: str, line: str, nearest: str) -> None:
    token = SOURCE.set(("docs/en/x.md", text))
    try:
        with pytest.raises(AuthorFault) as caught:
            convert(text)
    finally:
        SOURCE.reset(token)

    assert f"docs/en/x.md:{line}:" in str(caught.value)
    assert nearest in str(caught.value)


def test_a_fence_is_a_whole_calculator() -> None:
    html = convert("before\n\n```calculator export_verdict\nchip: nvidia-h20\non: 2023-12-01\nid: box\n```\n\nafter")

    assert '<live-calculator name="export_verdict" id="box"' in html
    assert 'data-outcome="not-controlled"' in html
    assert "<p>after</p>" in html


def test_markdown_in_a_verdict_is_not_read_again() -> None:
    assert "&lt;em&gt;" not in convert("```calculator export_verdict\nmaker: _Acme_\n```")
    assert "_Acme_" in convert("```calculator export_verdict\nmaker: _Acme_\n```")
