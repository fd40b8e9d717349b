"""One row an instrument: outcome, the clause that fired, both sides with units, margin, citation; the others, dated."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial

from ..engine.judge import Applied
from ..engine.law import APART, Instrument, Part
from ..engine.rules import Line, Truth, rules_of
from ..engine.sources import Citation
from ..engine.verdict import Row, Verdict, is_eccn, outcome
from .comparisons import hinge, letter_word, margin, sides, trace
from .html import Child, Markup, join, tag, text
from .parts import badge, began, cite, instrument_link, mark, outcome_words, scrolling, with_days
from .words import Words

_HEADS = ("instrument", "outcome", "clause", "sides", "margin", "cite")


@dataclass
class Apart:
    """Long content that isn't sent with an answer: only what is open is made, by the key of its place.

    It is sent beside the answer. On a page as it is published what is open stands in its place instead, and where the rest would stand
    it says that it comes `later`. What stands `folded` says so on paper.
    """

    opened: frozenset[str]
    found: dict[str, str] = field(default_factory=dict)
    later: str = ""
    folded: str = ""


def instruments(verdict: Verdict, words: Words, apart: Apart | None = None) -> Markup:
    """The rows of the instruments in force that day, then tellings, bills, dated notes and the rest, each folded."""
    bound = sorted((row for row in verdict.outline if row.in_force), key=_weight)
    uncounted = {row.instrument.kind for row in verdict.outline if _uncounted(row)}
    notes = [row for row in verdict.outline if row.state == "note"]
    others = [row for row in verdict.outline if not row.in_force and row.instrument.kind not in APART]

    def more(key: str, summary: str, content: Callable[[], Child]) -> Markup:
        return folded(key, summary, part(key, content, apart))

    return tag(
        "section",
        table(bound, words, words("rows.caption", on=verdict.on.isoformat()))
        if bound
        else tag("p", words("rows.none")),
        [
            more(f"{kind}s", words(f"rows.{kind}s"), partial(_uncounted_table, kind, verdict, words))
            for kind in ("telling", "bill")
            if kind in uncounted
        ],
        more("notes", words("rows.notes", count=len(notes)), lambda: tag("ul", [_note(row, words) for row in notes]))
        if notes
        else "",
        more(
            "other-days",
            words("rows.other-days", count=len(others)),
            lambda: tag("ul", [_other(row, words) for row in others]),
        )
        if others
        else "",
        folded("steps", words("steps.title"), part("steps", lambda: [_steps(row, words) for row in bound], apart)),
        class_="instruments",
    )


def _uncounted(row: Row) -> bool:
    return row.instrument.kind in ("telling", "bill") and row.state != "not yet"


def _uncounted_table(kind: str, verdict: Verdict, words: Words) -> Markup:
    rows = (row for row in verdict.rows if _uncounted(row) and row.instrument.kind == kind)
    return table(rows, words, words(f"rows.{kind}s"))


def folded(key: str, summary: str, *children: Markup | list[Markup]) -> Markup:
    """Something that a reader may open; `key` keeps it open when the answer changes."""
    return tag("details", _summary(summary), *children, class_="aside", data_key=key)


@lru_cache(maxsize=256)
def _summary(text: str) -> Markup:
    return tag("summary", text)


def part(key: str, content: Callable[[], Child], apart: Apart | None, of: str | None = None) -> Markup:
    """Long content: in its place, or beside the answer where it is asked for. `of` says what it depends on, if that isn't everything:
    then it stays until it no longer fits, and is asked for when a reader rests.
    """
    if apart is None or (apart.later and key in apart.opened):
        return tag("div", content(), data_part=key, data_of=of)
    if apart.later:
        return tag("div", tag("p", apart.later, data_later=True), data_part=key, data_of=of)
    if key in apart.opened:
        apart.found[key] = str(text(content()))
    return _left_out(key, of, apart.folded)


@lru_cache(maxsize=256)
def _left_out(key: str, of: str | None, folded: str) -> Markup:
    return tag("div", data_part=key, data_of=of, data_folded=folded or None)


def table(rows: Iterable[Row], words: Words, caption: str) -> Markup:
    """Rows as a table with a caption, which phones show as cards."""
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            _table_heads(words),
            tag("tbody", [_row(row, words) for row in rows]),
            class_="rows",
        ),
        caption,
        "rows-scroll",
    )


@lru_cache(maxsize=16)
def _table_heads(words: Words) -> Markup:
    return tag("thead", tag("tr", [tag("th", words(f"rows.{name}"), scope="col") for name in _HEADS]))


@lru_cache(maxsize=1024)
def _row(row: Row, words: Words) -> Markup:
    speaks = speaking(row)
    found, letter = hinge(speaks.finding) if speaks and speaks.finding else (None, "")
    return tag(
        "tr",
        _named(row.instrument, row.since, row.until, words),
        _cell("outcome", _outcome(row, speaks, words), words),
        _placed(speaks.part, letter, speaks.truth, words) if speaks else _cell("clause", "", words),
        _cell("sides", sides(found, words) if found and isinstance(found.rule, Line) else "", words),
        _cell("margin", margin(found, words), words),
        _cited(speaks.part, words) if speaks else _cell("cite", "", words),
        data_instrument=row.instrument.id,
        data_outcome=_kind(row),
    )


def _cell(name: str, content: Child, words: Words) -> Markup:
    return tag("td", content, class_=f"row-{name}", data_label=words(f"rows.{name}"))


@lru_cache(maxsize=1024)
def _named(instrument: Instrument, since: datetime.date, until: datetime.date | None, words: Words) -> Markup:
    start = began(instrument, since, words)
    dates = words("rows.span", since=start, until=until.isoformat()) if until else words("rows.until", since=start)
    named = tag("strong", instrument_link(instrument, words)), tag("span", with_days(dates), class_="row-dates")
    label = words("rows.instrument")
    return tag("th", join(named, tag("br")), class_="row-name", scope="row", data_label=label)


@lru_cache(maxsize=1024)
def _placed(part: Part, letter: str, truth: Truth, words: Words) -> Markup:
    return _cell("clause", join([_place(part, letter, truth, words), badge(part.evidence, words)]), words)


@lru_cache(maxsize=1024)
def _cited(part: Part, words: Words) -> Markup:
    return _cell("cite", cite(part.cite, words, part.evidence), words)


def _place(part: Part, letter: str, truth: Truth, words: Words) -> Markup:
    """Where a text says it: paragraph and letter of the Commerce Control List, else, unless it isn't met, what it says."""
    if truth is False and not is_eccn(part.id):
        return tag("span", letter_word(letter, words), class_="row-place", title=words.pick(part.text))
    if is_eccn(part.id):
        return tag(
            "span",
            f"{part.id} {letter_word(letter, words)}".strip(),
            class_="row-place",
            title=words.pick(part.text),
        )
    return tag("span", words.pick(part.text), class_="row-place row-words")


def _weight(row: Row) -> int:
    """What decides comes first, then what bears on the case, then the rest; each in the order of its date."""
    if row.licence in ("required", "unknown", "exception"):
        return ("required", "unknown", "exception").index(row.licence)
    return 3 if row.review else 4 if speaking(row) else 5


def speaking(row: Row) -> Applied | None:
    """The part that says most of this case: a clause that is met, else one undecided, else the one nearest to being met; where an
    instrument has no clauses, its review, exception, licence, duty or warning that holds.
    """
    # A clause about the chips inside says nothing of a chip by itself.
    clauses = [c for c in row.clauses if c.truth is not False or not _only_inside(c.part)]
    holding = [
        a
        for a in row.others
        if a.truth is not False and a.part.kind in ("reviews", "exceptions", "duties", "warnings", "licences")
    ]
    if clauses:
        rank = {True: 0, None: 1, False: 2}
        return min(
            clauses,
            key=lambda c: (
                rank[c.truth],
                abs(c.finding.margin) if c.finding and c.finding.margin is not None else 0,
            ),
        )
    order = ("reviews", "exceptions", "duties", "licences", "warnings")
    return min(
        holding,
        key=lambda a: (a.truth is None, order.index(a.part.kind), a.part.policy != (row.review or "")),
        default=None,
    )


@lru_cache(maxsize=256)
def _only_inside(part: Part) -> bool:
    return {line.name for line in rules_of(part.condition)} == {"inside"}


def _kind(row: Row) -> str:
    """The outcome by which a row is coloured."""
    if row.licence in ("required", "exception", "unknown"):
        return outcome(row.licence, row.review or "not stated")
    if row.review:
        return outcome("required", row.review)
    return "not-controlled"


def _outcome(row: Row, speaks: Applied | None, words: Words) -> Markup:
    kind = _kind(row)
    met = any(c.truth for c in row.clauses)
    if row.licence in ("required", "exception", "unknown"):
        label = (
            outcome_words(kind, row.review, words)
            if row.review or row.licence != "required"
            else words("licence.required")
        )
    elif row.review:
        label = words("rows.review", policy=words(f"policy.{row.review}"))
    elif row.licence == "not required" or (row.clauses and speaks):
        unsure = row.licence and any(c.truth is None for c in row.clauses)
        label = words(
            "rows.no-licence"
            if not row.clauses
            else "rows.met-no-licence"
            if met and row.licence
            else "rows.met"
            if met
            else "rows.unsure-no-licence"
            if unsure
            else "rows.not-met"
        )
    elif speaks and speaks.part.kind == "exceptions":
        label = words("rows.exception", name=speaks.part.name)
    elif speaks and speaks.part.kind == "warnings":
        label = words("rows.warning")
    elif speaks and speaks.part.kind == "duties":
        label = words("rows.duty", rate=speaks.part.rate.replace(" percent", "%"))
    else:
        return tag("span", words("rows.idle"), class_="row-idle")
    return tag("span", mark(kind), tag("span", label, class_="outcome-word"), class_="row-verdict", data_outcome=kind)


@lru_cache(maxsize=1024)
def _other(row: Row, words: Words) -> Markup:
    state = words(
        f"rows.{row.state.replace(' ', '-')}",
        since=began(row.instrument, row.since, words),
        until=row.until.isoformat() if row.until else "",
    )
    return tag("li", tag("strong", instrument_link(row.instrument, words)), " ", state)


@lru_cache(maxsize=1024)
def _note(row: Row, words: Words) -> Markup:
    """What happened and decides nothing: the day, what it was, and who says so."""
    note = row.instrument
    return tag(
        "li",
        tag(
            "time",
            began(note, note.effective, words),
            datetime=note.effective.isoformat()[: 7 if note.month_only else None],
        ),
        " ",
        tag("strong", instrument_link(note, words)),
        tag("br"),
        words.pick(note.summary),
        cite(tuple(Citation(source) for source in note.sources.values()), words),
    )


@lru_cache(maxsize=1024)
def _steps(row: Row, words: Words) -> Markup:
    """Every comparison of a row's clauses, and of whatever else in it bears on the case."""
    parts = [a for a in (*row.clauses, *row.others) if a.finding]
    if not parts:
        return Markup("")
    return tag(
        "section",
        tag("h3", words.pick(row.instrument.title)),
        [traced(a, words) for a in parts],
        data_outcome=_kind(row),
    )


def traced(applied: Applied, words: Words) -> Markup:
    """A part of the law with every comparison that it makes of this case."""
    part = applied.part
    return tag(
        "div",
        tag(
            "p",
            tag("strong", part.id if is_eccn(part.id) else words(f"parts.{part.kind}")),
            " ",
            words.pick(part.text),
            " ",
            cite(part.cite, words),
        ),
        tag("ul", trace(applied.finding, words), class_="steps") if applied.finding else None,
        data_kind=part.kind,
    )
