"""One instrument as plain text: its days, its readings, and every part with its conditions in words and its citations."""

import datetime
from collections.abc import Iterable, Iterator

from ..engine.law import Instrument, Part
from ..engine.law_files import law
from ..engine.rows import Row
from ..engine.rules import Condition, Line
from ..engine.sources import Citation
from .comparisons import letter_word
from .plain_chip import source_text
from .plain_tables import bare, state_words, wrap
from .rule_text import line_text
from .words import Words

STEP = "  "


def regulation_text(row: Row, said: Words, width: int | None) -> str:
    """An instrument clause by clause, as it stands on the day of its row."""
    instrument = row.instrument
    numbers = {key: number for number, key in enumerate(instrument.sources, start=1)}
    blocks = [
        wrap(f"{said.pick(instrument.title)} ({instrument.id})", width),
        "\n".join(wrap(line, width, "", STEP) for line in _head(row, said)),
        wrap(said.pick(instrument.summary), width),
        *(_reading(instrument, id, said, width) for id in (r.id for r in instrument.readings)),
        *(part_text(part, numbers, said, width) for part in instrument.parts),
        said("pages.sources")
        + "\n"
        + "\n".join(
            source_text(source, said, width, f"{f'[{numbers[key]}]':>6} ") for key, source in instrument.sources.items()
        ),
    ]
    return "\n\n".join(block for block in blocks if block)


def _head(row: Row, said: Words) -> Iterator[str]:
    instrument, label = row.instrument, said("list.label")
    yield label.join(part for part in (said(f"regulations.{instrument.kind}"), instrument.issuer) if part)
    if instrument.published:
        yield said("command.published", on=instrument.published.isoformat())
    yield f"{_days(row.since, row.until, said)}{label}{state_words(row, said)}"
    if instrument.addressees:
        yield f"{said('regulations.addressees')}{label}{said.list(said.word(a) for a in instrument.addressees)}"
    if instrument.replaces:
        yield f"{said('command.replaces')}{label}{said.list(instrument.replaces)}"
    if replaced := law().replaced_by(instrument.id):
        yield f"{said('command.replaced-by')}{label}{replaced[0]} ({replaced[1].isoformat()})"
    yield f"{said('pages.checked')}{label}{instrument.checked.isoformat()}"


def _days(since: datetime.date, until: datetime.date | None, said: Words) -> str:
    if until:
        return said("rows.span", since=since.isoformat(), until=until.isoformat())
    return said("rows.until", since=since.isoformat())


def _reading(instrument: Instrument, id: str, said: Words, width: int | None) -> str:
    reading = law().readings[id]
    lines = [wrap(f"{said('command.reading')}{said('list.label')}{said.pick(reading.question)}", width)]
    for option, text in reading.options.items():
        chosen = f"{said('command.open')}{said('regulations.default')}{said('command.close')}"
        mark = chosen if option == reading.default else ""
        lines.append(wrap(f"{id}={option}{said('list.label')}{said.pick(text)}{mark}", width, STEP, STEP * 2))
    return "\n".join(lines)


def part_text(part: Part, numbers: dict[str, int], said: Words, width: int | None) -> str:
    """One part: what it is, what it says in our words, its conditions, and where the text says it."""
    label = said("list.label")
    kind = said("command.between").join([said(f"parts.{part.kind}"), _days(part.begins, part.ends, said)])
    head = f"{part.id}{said('command.open')}{kind}{said('command.close')}"
    lines = [head, wrap(said.pick(part.text), width, STEP)]
    lines += [wrap(line, width, STEP, STEP * 2) for line in _facts(part, said)]
    for rule in _top(part.condition):
        lines += [wrap(text, width, indent, indent + STEP) for indent, text in condition_lines(rule, said, STEP)]
    for presumed in part.presumes:
        lines.append(wrap(f"{said('regulations.presumes')}{label}{line_words(presumed, said)}", width, STEP, STEP * 2))
    for promise in part.provided:
        cited = cited_text(promise.cite, numbers, said)
        lines.append(
            wrap(
                f"{said('command.provided')} {part.path}/{promise.id}{label}{said.pick(promise.text)} {cited}",
                width,
                STEP,
                STEP * 2,
            )
        )
    lines.append(wrap(f"{said('rows.cite')}{label}{cited_text(part.cite, numbers, said)}", width, STEP, STEP * 2))
    return "\n".join(lines)


def _top(rule: Condition | None) -> Iterable[Condition | Line]:
    """A condition's members where all must hold, which the list says by itself; else the condition."""
    if rule is None:
        return ()
    return rule.members if rule.group == "all" and not rule.letter else (rule,)


def _facts(part: Part, said: Words) -> Iterator[str]:
    """What is set beside a part's conditions: its policy, rate or name, what it concerns, replaces or goes before."""
    label = said("list.label")
    evidence = said(f"evidence.{part.evidence}") if part.evidence else ""
    found = [
        ("command.reading", "=".join(part.reading) if part.reading else ""),
        ("parts.exceptions", said("rows.exception", name=part.name) if part.name else ""),
        ("command.notice", part.notice),
        ("command.policy", said(f"policy.{part.policy}") if part.policy else ""),
        ("command.rate", part.rate.replace(" percent", "%")),
        ("command.of", said.list(part.of)),
        ("command.over", said.list(part.over)),
        ("command.replaces", said.list(part.replaces)),
        ("command.evidence", evidence),
    ]
    yield from (f"{said(key)}{label}{text}" for key, text in found if text)


def condition_lines(rule: Condition | Line, said: Words, indent: str) -> Iterator[tuple[str, str]]:
    """A condition in words, one comparison a line, each with its indent: "(a.1) all of:", "- Total processing performance: …"."""
    if isinstance(rule, Line):
        yield indent, f"- {line_words(rule, said)}"
        return
    letter = said("steps.letter", letter=letter_word(rule.letter, said)) if rule.letter else ""
    alone = rule.members[0] if len(rule.members) == 1 and rule.group != "none" else None
    if isinstance(alone, Line):
        yield indent, f"- {join_words([letter, line_words(alone, said)], said)}"
        return
    head = join_words([letter, "" if alone else said(f"steps.{rule.group}")], said)
    yield indent, head
    for member in rule.members:
        yield from condition_lines(member, said, indent + STEP)


def join_words(parts: Iterable[str], said: Words) -> str:
    """Pieces of a sentence with what the language sets between them."""
    return said("list.word").join(part for part in parts if part)


def line_words(line: Line, said: Words) -> str:
    """One comparison in words: "Total processing performance: 4,800 TPP or more", "To: one of China, Macau"."""
    return bare(line_text(line, said))


def cited_text(citations: Iterable[Citation], numbers: dict[str, int], said: Words) -> str:
    """Citations as the numbers of the sources beneath, each with the place in it."""
    return said("command.between").join(
        f"[{numbers[c.source.key]}] {c.place}".rstrip() if c.source.key in numbers else f"{c.source.title} {c.place}"
        for c in citations
    )
