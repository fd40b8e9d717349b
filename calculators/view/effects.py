"""What an instrument did to the chips in the data, as tables: those that its day caught or freed, and those that meet its clauses."""

import datetime
from collections.abc import Iterable, Sequence

from ..engine.effects import TURNS, Effect, effects, moves
from ..engine.judge import Applied
from ..engine.law import Instrument
from ..engine.rules import Line
from ..engine.verdict import Verdict, is_eccn
from .comparisons import hinge, letter_word, margin, sides
from .html import Markup, join, tag
from .instruments import speaking
from .page import TO, Links, Section, folded, label_badge, outcome_cell, table
from .parts import began, place_name
from .words import Words


def effect_sections(instrument: Instrument, links: Links, words: Words) -> Iterable[Section]:
    """The section on an instrument's effects, where it can have any."""
    found = effects(instrument, to=TO)
    asks = any(part.kind == "clauses" for part in instrument.parts)
    if not found or not (asks or moves(instrument)):
        return
    to = place_name(TO, words)
    note = words("effects.note" if moves(instrument) else "effects.note-uncounted", to=to)
    days = [_day(instrument, day, list(those), links, words) for day, those in found.items()]
    bodies = [body for body in days if body] or [tag("p", words("effects.none", to=to))]
    yield Section("effects", words("effects.title", to=to), join([tag("p", note), *bodies], ""), quiet=True)


def _day(
    instrument: Instrument, day: datetime.date, those: Sequence[Effect], links: Links, words: Words
) -> Markup | None:
    """One day's turns, one table each, then the chips that meet a clause and whose answer stayed."""
    on = began(instrument, day, words)
    tables = []
    for turn in TURNS:
        turned = [effect for effect in those if effect.turn == turn]
        if turned:
            caption = words(f"effects.{turn}", count=len(turned), on=on)
            tables.append(_table(caption, turned, links, words, turned=True))
    met = [effect for effect in those if effect.met and not effect.turn]
    if met:
        key = "effects.met-stayed" if moves(instrument) else "effects.met"
        caption = words(key, count=len(met), on=on)
        shown = _table(caption, met, links, words, turned=False, unseen=bool(tables))
        tables.append(folded(caption, shown) if tables else shown)
    return join(tables, "") if tables else None


def _table(
    caption: str, those: Iterable[Effect], links: Links, words: Words, *, turned: bool, unseen: bool = False
) -> Markup:
    keys = ["chip", *(["before", "that-day"] if turned else ["verdict"]), "clause", "sides", "margin"]
    heads = [words(f"effects.{key}") for key in keys]
    return table(
        caption, heads, [_row(effect, links, words, turned=turned) for effect in those], "effects", unseen=unseen
    )


def _row(effect: Effect, links: Links, words: Words, *, turned: bool) -> Markup:
    part = speaking(effect.row)
    found, letter = hinge(part.finding) if part and part.finding else (None, "")
    compared = sides(found, words) if found and isinstance(found.rule, Line) else ""
    later = effect.chip.announced > effect.on.isoformat()[: len(effect.chip.announced)]
    name = [links.chip(effect.chip, words), label_badge(words("effects.later")) if later else ""]
    return tag(
        "tr",
        tag("th", join(name), scope="row"),
        tag("td", _answer(effect.before, words), class_="row-before") if turned else "",
        tag("td", _answer(effect.after, words)),
        tag("td", _place(part, letter, words), class_="row-place"),
        tag("td", compared),
        tag("td", margin(found, words), class_="row-margin"),
    )


def _answer(verdict: Verdict, words: Words) -> Markup:
    """A day's answer; behind an exception, the review that it spares, since that may be all that moved."""
    behind = verdict.outcome == "exception" and verdict.review
    said = words("verdict.without-exception", policy=words(f"policy.{verdict.review}")) if behind else ""
    return join([outcome_cell(verdict, words), tag("div", said, class_="behind") if said else ""], "")


def _place(part: Applied | None, letter: str, words: Words) -> str:
    """The paragraph with its letter, or whether the item meets the clause."""
    if part is None:
        return ""
    shown = letter_word(letter, words) if letter else ""
    if is_eccn(part.part.id):
        return f"{part.part.id} {shown}".strip()
    return shown or part.part.id
