"""The reader's words: the same in both languages, complete for what the code asks, and in the house style."""

import ast
import re
import string
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

from calculators import law
from calculators.engine.chips import EVIDENCE as FIGURES
from calculators.engine.chips import chips
from calculators.engine.law import POLICIES
from calculators.engine.names import names, rates
from calculators.engine.rows import OUTCOMES
from calculators.engine.rules import Condition
from calculators.publish import prose
from calculators.view.words import words

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "calculators"
KEYS: Final = words("en").keys()
TABLES: Final = frozenset(key.split(".")[0] for key in KEYS)
LEGAL_LETTER: Final = re.compile(r"(\([A-Za-z]+\))+|[a-z](\.\d)?")


def placeholders(sentence: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None)


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


# The two files


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert words("en").keys() == words("zh-Hant").keys()


@pytest.mark.parametrize("key", words("en").keys())
def test_both_languages_fill_the_same_placeholders(key: str) -> None:
    assert placeholders(words("en")(key)) == placeholders(words("zh-Hant")(key))


# What the code asks for


def asked_keys(path: Path) -> Iterator[str]:
    """Every literal in a module that is written like a key; an f-string's fixed start ends in "*"."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text, end = node.value, ""
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            text, end = str(node.values[0].value), "*"
        else:
            continue
        if (
            re.fullmatch(r"[a-z]+\.[a-z-]*", text)
            and text.split(".")[0] in TABLES
            and not text.endswith((".py", ".toml", ".txt", ".html"))
        ):
            yield text + end


ASKED: Final = sorted({(path.relative_to(ROOT).as_posix(), key) for path in sources() for key in asked_keys(path)})


def test_keys_are_found_in_the_sources() -> None:
    assert len(ASKED) > 60


@pytest.mark.parametrize(("module", "key"), ASKED)
def test_every_key_in_the_sources_exists(module: str, key: str) -> None:
    known = words("en").keys()
    assert any(k.startswith(key[:-1]) for k in known) if key.endswith("*") else key in known


def computed_keys() -> Iterator[str]:
    """Keys that the code puts together from closed lists of the engine and the data."""
    yield from (f"outcome.{o}" for o in {*OUTCOMES.values(), "no-rule", "not-controlled", "exception", "unknown"})
    yield from (f"policy.{p}" for p in {*POLICIES, "not stated", "unknown"})
    yield from (f"evidence.{e}" for e in FIGURES)
    yield from (f"evidence.{s.evidence}" for i in law().instruments.values() for s in i.sources.values() if s.evidence)
    yield from (f"evidence.{p.evidence}" for i in law().instruments.values() for p in i.parts if p.evidence)
    yield from (f"parts.{p.kind}" for i in law().instruments.values() for p in i.parts)
    yield from (f"rows.{state}" for state in ("not-yet", "replaced", "ended", "stayed", "proposed", "as-told"))
    for name in names().values():
        yield from (f"values.{word}" for word in name.words)
        if name.side != "metric" and name.unit:
            yield "units." + name.unit.replace("/", "-per-").replace("^", "")
        if name.default and not name.place:
            yield f"values.{name.default}"
    yield from (f"values.{chip.maker}" for chip in chips().values())
    yield from (f"paste.{reason}" for reason in ("no-quantity", "no-format", "sparse", "twice", "other"))


@pytest.mark.parametrize("key", sorted(set(computed_keys())))
def test_every_key_put_together_from_a_closed_list_exists(key: str) -> None:
    assert words("en").has(key)


def letters() -> set[str]:
    """Every letter that a condition of the law is printed under."""

    def of(rule: Any) -> Iterator[str]:
        if isinstance(rule, Condition):
            yield rule.letter
            yield from chain.from_iterable(map(of, rule.members))

    return {letter for i in law().instruments.values() for part in i.parts for letter in of(part.condition) if letter}


def test_every_letter_that_is_no_letter_of_the_law_has_words_and_no_other() -> None:
    needed = {letter for letter in letters() if not LEGAL_LETTER.fullmatch(letter)}
    assert {key.removeprefix("letters.") for key in KEYS if key.startswith("letters.")} == needed


def fault_kinds() -> Iterator[str]:
    """The kinds of fault that a reader's text, a link or the command line can meet, data files apart."""
    mine = {"NumberFault", "UnitFault", "NameFault", "DateFault", "TextFault"}
    for path in sources():
        if path.parent.name == "publish":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Name)
                or not node.args
                or not isinstance(node.args[0], ast.Constant)
            ):
                continue
            if node.func.id in mine or (node.func.id == "Fault" and path.parent.name == "command"):
                yield str(node.args[0].value)


@pytest.mark.parametrize("kind", sorted(set(fault_kinds()) - {"taken"}))
def test_every_fault_that_reaches_a_reader_has_its_sentence(kind: str) -> None:
    for language in ("en", "zh-Hant"):
        sentence = words(language)(f"faults.{kind}")
        # These two speak of what was not given.
        assert "{given}" in sentence or kind in ("needed", "dense-or-sparse")


# House style


def test_all_prose_is_in_the_house_style() -> None:
    assert list(prose.faults()) == []


def test_labels_that_a_figure_follows_end_in_han() -> None:
    """A sentence puts the figure right behind the name: "總處理效能2,368 TPP"."""
    for name in names().values():
        if name.unit and name.id not in rates():
            assert re.search(rf"({prose.HAN}|）)$", name.label["zh-Hant"]), name.id


def test_labels_address_nobody() -> None:
    said = words("zh-Hant")
    assert not [key for key in KEYS if re.search("[你您]", said(key).replace(said("share.site"), ""))]


def test_english_prose_keeps_its_sentences_short_and_asks_nothing() -> None:
    for where, text in prose.pages("en"):
        if "/decisions/" in where:
            continue
        text = re.sub(r"\{\{[^}]*\}\}", "figure", text.split("---", 2)[-1])
        for paragraph in re.split(r"\n\s*\n|\n- |\n#+ ", text):
            assert "?" not in paragraph, (where, paragraph)
            for sentence in re.split(r"(?<=[.])\s+", paragraph):
                assert len(sentence.split()) < 30, (where, sentence)


PLAIN_BEFORE_UNIT = re.compile(r"\d (?:TFLOPS|TOPS|POPS|PFLOPS|GFLOPS|GB/s|TB/s|GiB|GB|TB|mm²|nm|W|TPP)(?![A-Za-z])")


def test_a_chips_notes_keep_number_and_unit_on_one_line() -> None:
    found = []
    for chip in chips().values():
        figures = [*chip.specs.values(), *chip.measured.values()]
        notes = [chip.note, *(f.note for spec in figures for f in (spec, *spec.conflicts))]
        found += [(chip.id, text) for note in notes if note for text in note.values() if PLAIN_BEFORE_UNIT.search(text)]

    assert found == []
