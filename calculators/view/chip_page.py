"""The page of one chip: the answer today, every answer since 2022, what the law measures of it, and where each figure comes from."""

import datetime
from collections.abc import Iterable

from ..engine.chips import Chip
from ..engine.effects import moves, verdict_on
from ..engine.history import Change, history
from ..engine.metrics import SHOWN, Metric
from ..engine.places import places
from ..engine.rows import Row
from ..engine.verdict import Verdict
from .comparisons import amount
from .html import Child, Markup, join, placed, tag
from .instruments import table as instrument_rows
from .measures import figures, rates, steps
from .page import TO, Links, Page, Section, facts, folded, label_badge, outcome_cell, paragraphs, table
from .parts import chip_name, contents, day, place_name
from .spoken import spoken
from .verdict import assumptions, head, outcome_text
from .words import Words


def chip_page(chip: Chip, today: datetime.date, links: Links, words: Words) -> Page:
    """Everything that the data and the law say of a chip, as of a day."""
    verdict = verdict_on(chip.id, today, TO)
    name = chip_name(chip, words)
    return Page(
        title=name,
        description=words(
            "chips.description",
            chip=name,
            tpp=amount(verdict.metrics["tpp"], words),
            to=place_name(TO, words),
            outcome=outcome_text(verdict, words),
            on=today.isoformat(),
        ),
        lead=_lead(chip, links, words),
        card=_card(verdict, words),
        sections=tuple(_sections(chip, verdict, links, words)),
    )


def _card(verdict: Verdict, words: Words) -> dict[str, str]:
    """What stands for the page elsewhere, with the day, since it may be read long after."""
    tpp = verdict.metrics["tpp"]
    return {
        "figure": amount(tpp, words) if tpp.value is not None or tpp.low else words("chips.tpp-not-known"),
        "verdict": outcome_text(verdict, words),
        "outcome": verdict.outcome,
        "asked": words("chips.card-asked", to=place_name(TO, words), on=verdict.on.isoformat()),
    }


def _lead(chip: Chip, links: Links, words: Words) -> Markup:
    """What it is, in a note and a list of facts; a part that nobody can buy yet is marked as such."""
    known = words.word(chip.family) if chip.family not in ("other", chip.name) else ""
    status = label_badge(words(f"chips.{chip.status}")) if chip.status != "released" else ""
    headquarters = chip.maker_headquarters
    inside = [links.chip(each, words) for each in chip.inside]
    return join(
        [
            paragraphs(join([status, words.pick(chip.note) if chip.note else ""])),
            contents(chip, words),
            facts(
                [
                    (words.label("maker"), words.word(chip.maker)),
                    (
                        words.label("maker_headquarters"),
                        place_name(headquarters, words) if headquarters in places() else headquarters,
                    ),
                    (words("chips.status"), words(f"chips.{chip.status}")),
                    (words("chips.announced-on"), chip.announced),
                    (words.label("kind"), words.word(chip.kind)),
                    (words("chips.inside"), join(inside, words("list.between"))),
                    (words.label("family"), known),
                    (words("chips.aliases"), spoken(words.list(chip.aliases), words)),
                    (words("chips.nicknames"), spoken(words.list(chip.nicknames), words)),
                    (words("chips.confidence"), words(f"chips.{chip.confidence}")),
                    (words("pages.checked"), day(chip.checked) if chip.checked else ""),
                ]
            ),
        ],
        "",
    )


def _sections(chip: Chip, verdict: Verdict, links: Links, words: Words) -> Iterable[Section]:
    to = place_name(TO, words)
    yield Section("today", words("chips.today", to=to, on=verdict.on.isoformat()), _today(chip, verdict, links, words))
    yield Section("history", words("chips.history", to=to), _history(chip, verdict.on, links, words))
    yield Section("metrics", words("metrics.title"), _metrics(verdict, words))
    yield Section("figures", words("metrics.figures"), figures(chip.specs, words))
    if chip.measured:
        body = join([tag("p", words("chips.measured-note")), figures(chip.measured, words)], "")
        yield Section("measured", words("chips.measured"), body)


def _today(chip: Chip, verdict: Verdict, links: Links, words: Words) -> Markup:
    """The verdict with its reasons, what it assumes, the way to change the question, and the rows of the instruments in force."""
    rows = [row for row in verdict.rows if row.in_force and (row.clauses or row.licence or row.review)]
    caption = words("rows.caption", on=verdict.on.isoformat())
    return join(
        [
            placed(head(verdict, words), links.root),
            tag(
                "p",
                tag("a", words("chips.open"), href=f"{links.root}?chip={chip.id}", class_="open-calculator"),
            ),
            folded(words("assumed.title"), tag("ul", [tag("li", item) for item in assumptions(verdict, words)])),
            folded(
                words("chips.rows", count=len(rows)),
                placed(instrument_rows(rows, words, caption), links.root),
            ),
        ],
        "",
    )


def _history(chip: Chip, today: datetime.date, links: Links, words: Words) -> Markup:
    """Every change of the answer, with the instruments that can have made it; what lies after today is marked."""
    heads = [words(f"pages.{key}") for key in ("since", "verdict", "made-by")]
    rows = [_change(chip, change, today, links, words) for change in history(chip, to=TO)]
    to = place_name(TO, words)
    shown = table(words("chips.history", to=to), heads, rows, "history", unseen=True)
    return join([tag("p", words("chips.history-note", to=to)), shown], "")


def _change(chip: Chip, change: Change, today: datetime.date, links: Links, words: Words) -> Markup:
    made = [
        join([links.instrument(row.instrument, words), "" if row.in_force else words("pages.ended")])
        for row in _turned(chip, change)
    ]
    later = label_badge(words("pages.to-come")) if change.on > today else ""
    return tag(
        "tr",
        tag("th", join([day(change.on), later]), scope="row", class_="numbers"),
        tag("td", outcome_cell(change.verdict, words)),
        tag("td", join(made, words("list.between")) if made else words("pages.group-changed")),
    )


def _turned(chip: Chip, change: Change) -> list[Row]:
    """The rows, on the day of a change, of those instruments that began or ended and said something of the chip before or after."""
    before = verdict_on(chip.id, change.on - datetime.timedelta(days=1), TO)
    pairs = [
        (old, new)
        for old, new in zip(before.rows, change.verdict.rows, strict=True)
        if new.instrument.id in change.instruments and moves(new.instrument)
    ]
    return [new for old, new in pairs if _speaks(old) or _speaks(new)] or [new for _, new in pairs]


def _speaks(row: Row) -> bool:
    return (
        row.licence not in (None, "not required") or bool(row.review) or any(c.truth is not False for c in row.clauses)
    )


def _metrics(verdict: Verdict, words: Words) -> Markup:
    found: list[Metric] = [
        verdict.metrics[name]
        for name in SHOWN
        if verdict.metrics[name].low or verdict.metrics[name].high is not None or name in SHOWN[:4]
    ]
    pairs: list[Child] = [
        (tag("dt", words.label(m.name)), tag("dd", tag("span", amount(m, words), class_="numbers"), steps(m, words)))
        for m in found
    ]
    return join([tag("dl", pairs, class_="metrics"), rates(verdict.metrics["tpp"], words)], "")
