"""What a form holds and how it was read: a chip's own specs, units converted, a pasted line, a link's earlier answer."""

import re
from collections.abc import Mapping
from functools import lru_cache

from ..engine.chips import BLANK, Chip, load_chip
from ..engine.errors import Fault
from ..engine.names import specs
from ..engine.spec_line import SpecLine, read_spec_line
from ..engine.units import factor, parse, plain, show
from ..engine.verdict import Verdict
from .form import FIELDS
from .html import Markup, tag
from .parts import outcome_words
from .words import Words


@lru_cache(maxsize=256)
def own_specs(chip: str) -> dict[str, str]:
    """What a named chip says of every spec that a form asks for; "" for each where none is named."""
    known = load_chip(chip) if chip else BLANK
    return {key: known.text(key) for key in specs() if key in FIELDS}


def changed_since(verdict: Verdict, was: str, words: Words) -> Markup | None:
    """Says so where a link's answer has changed since it was made."""
    if not was:
        return None
    then, _, outcome = was.partition(".")
    if not words.has(f"outcome.{outcome}") or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", then):
        return tag("p", words("verdict.was-unreadable"), class_="changed-since")
    if outcome == verdict.outcome:
        return None
    return tag(
        "p",
        words("verdict.changed-since", then=then, was=outcome_words(outcome, None, words)),
        class_="changed-since",
    )


def how_read(typed: Mapping[str, str], base: str, chip: Chip, words: Words) -> dict[str, str]:
    """How a field was read, where the unit written isn't the one that counts; and that a changed part is named by no letter."""
    notes = {"family": words("notes.changed")} if chip.changed_from and not chip.family else {}
    for key, text in typed.items():
        unit = specs()[key].unit
        if not unit or not plain(text) or text == own_specs(base).get(key):
            continue
        try:
            parsed = parse(text, unit, key)
        except Fault:
            continue
        if factor(parsed.written_unit, unit) != 1:
            bits = "b/s" in parsed.written_unit or "bps" in parsed.written_unit
            notes[key] = words("notes.bits" if bits else "notes.converted", value=show(parsed.value, unit))
    return notes


def pasted(text: str, words: Words) -> tuple[SpecLine | None, dict[str, str], dict[str, str]]:
    """A pasted line as it was read, with what is said of it; or what is wrong with it."""
    try:
        line = read_spec_line(text)
    except Fault as fault:
        example = words("form.paste-example")
        said = words("paste.nothing", example=example) if fault.kind == "nothing" else words.fault(fault)
        return None, {}, {"paste": said}
    return line, {"paste": what_was_read(line, words)}, {}


def what_was_read(line: SpecLine, words: Words) -> str:
    """What a pasted line gave, and what in it wasn't read and why, in sentences."""
    items = [words("paste.chip", name=load_chip(line.chip).name)] if line.chip else []
    items += [words("paste.item", label=words.label(key), value=words.word(text)) for key, text in line.specs.items()]
    sentences = [words("paste.read", items=words.list(items))]
    if line.unread:
        unread = [
            words("paste.unread-item", text=text[:60], reason=words(f"paste.{reason}"))
            for text, reason in line.unread[:10]
        ]
        sentences.append(words("paste.unread", items=words.list(unread)))
    return words("list.sentence").join(sentences)
