"""The pages made from the data as Markdown: what the command prints of a chip or a text, claims and terms from their own records."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from ..engine.chips import Chip, chips
from ..engine.claims import Value
from ..engine.glossary import Term, glossary
from ..engine.history import history
from ..engine.law_files import law
from ..engine.records import states
from ..engine.sources import Citation
from ..view.claim import stated
from ..view.glossary import named
from ..view.page import TO
from ..view.parts import chip_name, place_name, source_label
from ..view.plain_chip import chip_text
from ..view.plain_law import regulation_text
from ..view.plain_tables import chips_table, history_table, regulations_table
from ..view.words import Words
from .claims_markdown import checked

FENCE: Final = "```text\n{}\n```"


def plain_page(path: str, today: datetime.date, said: Words) -> str | None:
    """The text of a generated page, by its path below docs/; None for one that has no plain form but its HTML."""
    folder, _, name = path.removesuffix(".md").partition("/")
    if folder == "chips":
        return _chips(said) if name == "index" else _chip(chips()[name], said)
    if folder == "regulations":
        return _regulations(today, said) if name == "index" else _regulation(name, today, said)
    if path == "claims/index.md":
        return "\n\n".join(_claims(said))
    if path == "glossary/index.md":
        return "\n\n".join([f"# {said('glossary.title')}", *(_term(term, said) for term in glossary().values())])
    return None


def _chip(chip: Chip, said: Words) -> str:
    past = history_table(history(chip, to=TO), said, None)
    return "\n\n".join(
        (
            f"# {chip_name(chip, said)}",
            FENCE.format(chip_text(chip, said, None)),
            f"## {said('machines.history', to=place_name(TO, said))}",
            FENCE.format(past),
            said("frame.legal"),
        )
    )


def _chips(said: Words) -> str:
    listed = "\n".join(f"- [{chip_name(chip, said)}]({chip.id}/index.md)" for chip in chips().values())
    return "\n\n".join((f"# {said('chips.title')}", FENCE.format(chips_table(chips().values(), said, None)), listed))


def _regulation(id: str, today: datetime.date, said: Words) -> str:
    row = next(row for row in states(today) if row.instrument.id == id)
    head = f"# {said.pick(row.instrument.title)}"
    return "\n\n".join((head, FENCE.format(regulation_text(row, said, None)), said("frame.legal")))


def _regulations(today: datetime.date, said: Words) -> str:
    listed = "\n".join(f"- [{said.pick(i.title)}]({i.id}/index.md)" for i in law().instruments.values())
    rows = FENCE.format(regulations_table(states(today), today, said, None))
    return "\n\n".join((f"# {said('regulations.title')}", rows, listed))


def _claims(said: Words) -> Iterator[str]:
    yield f"# {said('claims.title')}"
    label = said("list.label")
    for claim in checked().values():
        known = [said(f"claims.known-{claim.known}")] if claim.known else []
        yield f"## {claim.id}{label}{said.list([said(f'claim-verdicts.{claim.verdict}'), *known])}"
        for key in ("says", "check", "correction"):
            if text := getattr(claim, key).get(said.language):
                yield f"{said(f'claims.{key}')}{label}{text}"
        figures = [f"- `{key}`{label}{stated(value, said)}{_of(value)}" for key, value in claim.values.items()]
        yield "\n".join([*figures, *_cited(claim.cite)]) or said("claims.no-sources")


def _of(value: Value) -> str:
    place = f" (`{value.limit}`)" if value.limit else ""
    return f" = `{value.of}`{place}" if value.of else ""


def _term(term: Term, said: Words) -> str:
    others = [name for language, name in term.name.items() if language != said.language]
    lines = [f"## {named(term, said.language)}", said.list(others), said.pick(term.means)]
    if also := term.also.get(said.language):
        lines.append(said("glossary.also", forms=said.list(also)))
    if term.unit:
        lines.append(said("glossary.unit", unit=term.unit.replace("^2", "²")))
    if term.cite:
        lines.append("\n".join([said("glossary.law").strip(), "", *_cited(term.cite)]))
    return "\n\n".join(lines)


def _cited(citations: Iterable[Citation]) -> Iterator[str]:
    for citation in citations:
        label = source_label(citation.source)
        shown = f"[{label}]({citation.source.url})" if citation.source.url else f"{label} ({citation.source.locator})"
        yield f"- {shown}{f' ({citation.place})' if citation.place else ''}"
