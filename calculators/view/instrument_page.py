"""The page of one instrument: its head, every part in the order of the file, what it replaced, and the readings that it raised."""

import datetime
from collections.abc import Iterable

from ..engine.effects import verdict_on
from ..engine.law import TABLES, Instrument, Part, Promise
from ..engine.law_files import law
from ..engine.names import Reading, metric_readings
from ..engine.rows import Row
from ..engine.sources import Source
from .effects import effect_sections
from .html import Child, Markup, join, tag
from .page import TO, Links, Page, Section, facts, paragraphs, table
from .parts import badge, began, cite, day, openable, source_label
from .rule_text import line_text, rule_text
from .words import Words


def instrument_page(
    instrument: Instrument, today: datetime.date, links: Links, words: Words, cases: Section | None = None
) -> Page:
    """Everything that this site knows of an instrument; `cases` are its worked cases, where there are any."""
    said = words.pick(instrument.summary)
    named = words.pick(instrument.title)
    return Page(
        title=named,
        description=words(
            "regulations.description",
            title=named,
            kind=words(f"regulations.{instrument.kind}"),
            on=began(instrument, instrument.effective, words),
        ),
        lead=join([tag("p", said), _facts(instrument, today, words)], ""),
        sections=(
            *_parts(instrument, links, words),
            *_succession(instrument, links, words),
            *_readings(instrument, links, words),
            *effect_sections(instrument, links, words),
            *((cases,) if cases else ()),
            Section("sources", words("pages.sources"), _sources(instrument.sources.values(), words)),
        ),
    )


def state_on(instrument: Instrument, today: datetime.date) -> Row:
    """What an instrument is on a day, whatever the item: in force, not yet, replaced, ended, stayed, proposed, as told or note."""
    from ..engine.chips import chips

    return next(row for row in verdict_on(next(iter(chips())), today, TO).rows if row.instrument is instrument)


def _doubted(instrument: Instrument) -> bool:
    asked = [part.reading for part in instrument.parts if part.kind == "licences"]
    return bool(asked) and all(one and law().readings[one[0]].default != one[1] for one in asked)


def state_words(row: Row, words: Words) -> str:
    """The state of an instrument in words, and whether what it asks for holds only under a reading that isn't the default."""
    if row.state == "in force" and _doubted(row.instrument):
        return words("regulations.doubted")
    if row.state in ("in force", "note"):
        return words(f"regulations.{row.state.replace(' ', '-')}")
    until = row.until.isoformat() if row.until else ""
    return words(f"rows.{row.state.replace(' ', '-')}", since=began(row.instrument, row.since, words), until=until)


def issuer(instrument: Instrument, words: Words) -> str:
    """Who issued it, in the reader's language where that is known."""
    key = f"issuers.{instrument.issuer}"
    return words(key) if words.has(key) else instrument.issuer


def _facts(instrument: Instrument, today: datetime.date, words: Words) -> Markup:
    row = state_on(instrument, today)
    return facts(
        [
            (words("regulations.kind"), words(f"regulations.{instrument.kind}")),
            (words("regulations.issuer"), issuer(instrument, words)),
            (words("regulations.state", on=today.isoformat()), state_words(row, words)),
            (words("regulations.published"), day(instrument.published) if instrument.published else ""),
            (words("regulations.effective"), began(instrument, instrument.effective, words)),
            (words("regulations.ends"), day(instrument.ends) if instrument.ends else ""),
            (words("regulations.addressees"), words.list(words.word(maker) for maker in instrument.addressees)),
            (words("pages.checked"), day(instrument.checked)),
        ]
    )


# Its parts


def _parts(instrument: Instrument, links: Links, words: Words) -> Iterable[Section]:
    if not instrument.parts:
        return
    yield Section("text", words("regulations.text"), tag("p", words("regulations.text-note")))
    taken: set[str] = set()
    for kind in TABLES:
        found = [part for part in instrument.parts if part.kind == kind]
        if found:
            body = join([_part(part, instrument, _anchor(part, taken), links, words) for part in found], "")
            yield Section(kind, words(f"regulations.{kind}"), body, level=3)


def _anchor(part: Part, taken: set[str]) -> str:
    """The part's own id as an anchor; the second wording of a place gets a number."""
    base = part.id.replace(" ", "-")
    name = next(n for n in (base, *(f"{base}-{i}" for i in range(2, 99))) if n not in taken)
    taken.add(name)
    return name


def _part(part: Part, instrument: Instrument, anchor: str, links: Links, words: Words) -> Markup:
    """One part: its place, the paraphrase, its comparisons, what it hangs on, and who says so."""
    head = [tag("a", tag("strong", part.id), href=f"#{anchor}", class_="part-id"), badge(part.evidence, words)]
    if part.policy:
        head.append(tag("strong", words(f"policy.{part.policy}")))
    if part.name:
        head.append(tag("strong", words("rows.exception", name=part.name)))
    if part.rate:
        head.append(tag("strong", words("rows.duty", rate=part.rate.replace(" percent", "%"))))
    return tag(
        "section",
        tag("p", join(head), class_="part-head"),
        tag("p", words.pick(part.text)),
        cite(part.cite, words, part.evidence),
        rule_text(part.condition, words) if part.condition else "",
        _notes(part, instrument, links, words),
        class_="law-part",
        id=anchor,
    )


def _notes(part: Part, instrument: Instrument, links: Links, words: Words) -> Markup:
    """What else the file says of a part: its dates, its reading, the items it speaks of, promises, what it replaces."""
    notes: list[Child] = []
    if part.reading:
        reading = law().readings[part.reading[0]]
        notes.append(words("regulations.only-under", option=words.pick(reading.options[part.reading[1]]).rstrip(".。")))
    if part.effective != instrument.effective:
        notes.append(words("regulations.part-effective", on=part.effective.isoformat()))
    if part.begins != part.effective:
        notes.append(words("regulations.comply", on=part.begins.isoformat()))
    if part.ends and part.ends != instrument.ends:
        notes.append(words("regulations.part-ends", on=part.ends.isoformat()))
    if part.of and part.kind != "stays":
        notes.append(words("regulations.of", items=words.list(part.of)))
    if part.over:
        notes.append(words("regulations.over", reviews=words.list(part.over)))
    if part.notice:
        notes.append(words("regulations.notice", days=part.notice.removesuffix(" d")))
    if part.presumes:
        lines = join([line_text(line, words) for line in part.presumes], words("list.between"))
        notes.append(join([words("regulations.presumes"), lines], words("list.label")))
    notes += [_promise(promise, words) for promise in part.provided]
    targets = part.of if part.kind == "stays" else part.replaces
    if targets:
        label = words("regulations.stay-of" if part.kind == "stays" else "regulations.replaces")
        notes.append(join([label, _targets(targets, links, words)], words("list.label")))
    by = [p for i in law().instruments.values() for p in i.parts if part.path in p.replaces]
    notes += [_replaced_by(other, links, words) for other in by]
    return tag("ul", [tag("li", note) for note in notes], class_="part-notes") if notes else Markup("")


def _promise(promise: Promise, words: Words) -> Markup:
    tested = (
        join([words("regulations.test"), line_text(promise.test, words)], words("list.label")) if promise.test else ""
    )
    said = join([words.pick(promise.text), tested, cite(promise.cite, words)])
    return join([words("regulations.provided"), said], words("list.label"))


def _targets(paths: Iterable[str], links: Links, words: Words) -> Markup:
    """Instruments, or parts of them, by name."""
    found = []
    for path in paths:
        id, _, part = path.partition("/")
        found.append(join([links.instrument(law().instruments[id], words), f"({part})" if part else ""]))
    return join(found, words("list.between"))


def _replaced_by(other: Part, links: Links, words: Words) -> Markup:
    title = links.instrument(law().instruments[other.instrument], words)
    key = "regulations.part-replaced-reading" if other.reading else "regulations.part-replaced"
    return join([words(key, on=other.begins.isoformat()), title], words("list.label"))


# What it replaced, and what replaced it


def _succession(instrument: Instrument, links: Links, words: Words) -> Iterable[Section]:
    book = law().instruments
    paths = [instrument.id, *(part.path for part in instrument.parts)]
    after = [
        (other.effective, other.id, links.instrument(other, words))
        for other in book.values()
        if instrument.id in other.replaces or any(set(p.replaces) & set(paths) for p in other.parts)
    ]
    stayed = [
        (part.begins, part.ends, links.instrument(book[part.instrument], words))
        for other in book.values()
        for part in other.parts
        if part.kind == "stays" and set(part.of) & set(paths)
    ]
    rows: list[Markup] = []
    if instrument.replaces:
        rows.append(
            tag("li", words("regulations.replaces"), words("list.label"), _targets(instrument.replaces, links, words))
        )
    in_part = dict.fromkeys(path for part in instrument.parts for path in part.replaces)
    if in_part:
        rows.append(
            tag("li", words("regulations.replaces-parts"), words("list.label"), _targets(in_part, links, words))
        )
    for on, id, link in sorted(after, key=lambda found: found[:2]):
        whole = instrument.id in book[id].replaces
        key = "regulations.replaced-whole" if whole else "regulations.replaced-parts"
        rows.append(tag("li", words(key, on=on.isoformat()), words("list.label"), link))
    for since, until, link in stayed:
        label = words("regulations.stayed", since=since.isoformat(), until=until.isoformat() if until else "—")
        rows.append(tag("li", label, words("list.label"), link))
    if rows:
        yield Section("succession", words("regulations.succession"), tag("ul", rows))


# Readings and sources


def _readings(instrument: Instrument, links: Links, words: Words) -> Iterable[Section]:
    found = [_reading(reading, links, words) for reading in instrument.readings if reading.id not in metric_readings()]
    if found:
        yield Section("readings", words("regulations.readings"), join(found, ""))


def _reading(reading: Reading, links: Links, words: Words) -> Markup:
    options = [
        tag(
            "li",
            words.pick(option),
            " ",
            tag("span", words("regulations.default"), class_="badge") if key == reading.default else "",
        )
        for key, option in reading.options.items()
    ]
    return tag(
        "div",
        paragraphs(tag("strong", words.pick(reading.question))),
        tag("ul", options),
        paragraphs(links.decision(reading.id, words)),
        id=f"reading-{reading.id}",
    )


def _sources(sources: Iterable[Source], words: Words) -> Markup:
    """Every source that the file cites: who, what, published and read when, and how good it is."""
    heads = [words(f"pages.{key}") for key in ("source", "published", "accessed", "evidence")]
    return table(words("pages.sources"), heads, [_source(source, words) for source in sources], "sources", unseen=True)


def _source(source: Source, words: Words) -> Markup:
    return tag(
        "tr",
        tag("th", openable(source, source_label(source), words), scope="row"),
        tag("td", day(source.published) if source.published else "", class_="numbers"),
        tag("td", day(source.accessed) if source.accessed else "", class_="numbers"),
        tag("td", words(f"pages.{source.evidence}") if source.evidence else ""),
    )
