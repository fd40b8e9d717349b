"""The reference of the library: every public name, its signature, its docstring and its example, within what a page may be."""

import gzip
import inspect
import re
import time

import pytest
from markdown import Markdown
from mkdocs.utils.yaml import yaml_load

import calculators
from calculators.publish import policy
from calculators.publish.reference import HEADS, prose, reference_pages, signature
from tests.publish.test_pages import ROOT

TEXTS = dict(reference_pages())
WHOLE = "\n".join(TEXTS.values())


def test_every_public_name_has_one_entry() -> None:
    assert re.findall(r"^## `(\w+)`", WHOLE, re.M) == sorted(
        calculators.__all__, key=lambda name: (inspect.isclass(getattr(calculators, name)), name)
    )
    assert list(TEXTS) == list(HEADS)


def test_places_are_named_once_on_a_page() -> None:
    for path, text in TEXTS.items():
        places = re.findall(r"\{: #([\w-]+) \}", text)
        assert len(places) == len(set(places)), path


@pytest.mark.parametrize("name", sorted(set(calculators.__all__) - {"registry"}))
def test_an_entry_has_its_docstring_and_its_example(name: str) -> None:
    entry = re.split(rf"^## `{name}`.*$", WHOLE, flags=re.M)[1].split("\n## ")[0]
    document = inspect.getdoc(getattr(calculators, name)) or ""
    first = next(iter(prose(getattr(calculators, name))))
    assert first in entry
    assert document.split(">>>")[1].strip().splitlines()[0] in entry


SIGNATURES = [
    (calculators.load_chip, "load_chip(text: str) -> Chip"),
    (calculators.law, "law() -> Law"),
    (calculators.Chip.change, "change(given: Mapping[str, str]) -> Chip"),
]


@pytest.mark.parametrize(("found", "shown"), SIGNATURES)
def test_a_signature_reads_as_its_source(found: object, shown: str) -> None:
    assert signature(shown.partition("(")[0], found) == shown  # type: ignore[arg-type]


def test_a_long_signature_has_an_argument_a_line_and_no_module() -> None:
    shown = signature("assess", calculators.assess)
    assert "\n    chip: Chip | str,\n    *,\n" in shown
    assert "calculators." not in shown and "datetime." not in shown and "collections." not in shown


def test_nothing_of_a_docstring_becomes_markup() -> None:
    def found() -> None:
        """A <b> of *x* and fp64_tensor {{ nvidia-h20.tpp }}, `a_b <c>`."""

    assert list(prose(found)) == [r"A &lt;b> of \*x\* and fp64\_tensor \{\{ nvidia-h20.tpp \}\}, `a_b <c>`."]


def test_pages_are_light_obey_the_policy_and_take_no_time() -> None:
    with (ROOT / "mkdocs.yml").open("rb") as file:
        extensions = yaml_load(file)["markdown_extensions"]
    md = Markdown(extensions=list(extensions), extension_configs=extensions)
    started = time.process_time()
    for path, text in dict(reference_pages()).items():
        html = md.reset().convert(text.split("---\n", 2)[2])
        assert len(gzip.compress(html.encode())) < 30_000, path
        policy.guarded(f'<meta charset="utf-8">{html}', path)
    assert time.process_time() - started < 3
