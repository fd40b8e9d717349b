"""The worked cases of an instrument, as the tests hold them: what is asked, and what the law answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..engine.chips import load_chip
from ..engine.law_files import law
from ..engine.names import names
from ..engine.rows import outcome
from .html import Markup, join, tag
from .page import Links, Section, folded, table
from .parts import mark, outcome_words, place_name
from .verdict import missing_word
from .words import Words

Case = Mapping[str, Any]


def cases_section(cases: Sequence[Case], links: Links, words: Words) -> Section | None:
    """The cases of one file, folded; None where there are none."""
    if not cases:
        return None
    english = words.language == "en"
    keys = [*(["case"] if english else []), "when", "asked", "answer", *(["why"] if english else [])]
    caption = words("cases.caption", count=len(cases))
    rows = [_row(case, links, words) for case in cases]
    shown = table(caption, [words(f"cases.{key}") for key in keys], rows, "cases", unseen=True)
    body = join([tag("p", words("cases.note")), folded(caption, shown)], "")
    return Section("cases", words("cases.title"), body, quiet=True)


def _row(case: Case, links: Links, words: Words) -> Markup:
    """A case; its name and its arithmetic are written in English only, and everything that is asked and answered stands in the data."""
    english = words.language == "en"
    return tag(
        "tr",
        tag("th", str(case["name"]), scope="row") if english else "",
        tag("td", str(case["date"]), class_="numbers"),
        tag("td", join(_asked(case, links, words), words("list.between"))),
        tag("td", [tag("div", line) for line in _answer(case["expect"], words)]),
        tag("td", str(case["why"]).replace("mm2", "mm²")) if english else "",
    )


def _asked(case: Case, links: Links, words: Words) -> list[Markup | str]:
    found: list[Markup | str] = [words("cases.to", to=place_name(case["to"], words))]
    if "from" in case:
        found.append(words("cases.from", place=place_name(case["from"], words)))
    if "headquarters" in case:
        found.append(words("cases.headquarters", place=place_name(case["headquarters"], words)))
    if "chip" in case:
        found.append(links.chip(load_chip(case["chip"]), words))
    found += [_given(name, str(text), words) for name, text in case.get("specs", {}).items()]
    found += [_given(name, str(text), words) for name, text in case.get("parties", {}).items()]
    for id, option in case.get("readings", {}).items():
        found.append(words("cases.reading", option=words.pick(law().readings[id].options[option]).rstrip(".。")))
    if case.get("denied"):
        found.append(words("cases.denied", promises=words.list(case["denied"])))
    return found


def _given(name: str, given: str, words: Words) -> str:
    """A fact with its label: "FP16 299.99 TFLOPS"."""
    known = names()[name]
    shown = given.replace("mm^2", "mm²").replace(" transistor", "").replace(" ", "\u00a0") if known.unit else given
    value = shown if known.unit or known.date else _word(name, given, words)
    return join([words.label(name), value or words("sentence.not-known")], words("list.label"))


def _word(name: str, given: str, words: Words) -> str:
    return place_name(given, words) if names()[name].place and len(given) == 2 else words.word(given)


def _answer(expect: Mapping[str, Any], words: Words) -> list[Markup | str]:
    found: list[Markup | str] = []
    if expect.get("licence"):
        found.append(_outcome(expect["licence"], expect.get("review"), words))
    if expect.get("classification"):
        found.append(words("cases.meets", places=words.list(expect["classification"])))
    elif "classification" in expect:
        found.append(words("cases.meets-nothing"))
    if expect.get("exceptions"):
        found.append(words("cases.exceptions", names=words.list(expect["exceptions"])))
    if expect.get("missing"):
        found.append(words("verdict.missing", missing=words.list(missing_word(m, words) for m in expect["missing"])))
    found += [words(f"cases.{key}", ids=words.list(expect[key])) for key in ("duties", "warnings") if expect.get(key)]
    found += [words(f"cases.no-{key}") for key in ("duties", "warnings") if key in expect and not expect[key]]
    for id, row in expect.get("rows", {}).items():
        states = [
            _state(field, value, words) for field, value in row.items() if field in ("licence", "review", "in_force")
        ]
        title = words.pick(law().instruments[id].title)
        found.append(join([title, words.list(state for state in states if state)], words("list.label")))
    return found


def _outcome(licence: str, review: str | None, words: Words) -> Markup:
    """The licence with the review that a case expects, or without one where it says nothing of it."""
    kind = outcome(licence, review or "not stated")
    said = outcome_words(kind, review, words) if review or licence != "required" else words("licence.required")
    label = tag("span", said, class_="outcome-word")
    return tag("span", mark(kind), label, class_="row-verdict", data_outcome=kind)


def _state(field: str, value: Any, words: Words) -> str:
    if field == "in_force":
        return "" if value else words("cases.not-in-force")
    if value is None:
        return ""
    return words(f"{'licence' if field == 'licence' else 'policy'}.{value}")
