"""What a notice sheet rests on: the clauses of the day, what is said of each figure, and every source by its address."""

from collections.abc import Iterator, Mapping
from typing import Final

from ..engine.chips import Chip, Spec
from ..engine.judge import Applied
from ..engine.names import rates
from ..engine.notification import Field, Standing
from ..engine.sources import Citation, Source
from ..engine.verdict import Verdict, is_eccn
from . import measures
from .html import Markup, join, tag
from .parts import badge, source_label
from .spoken import spoken
from .words import Words

PARTS: Final = ("die_area", "io_die_area", "non_planar")
ENTRIES: Final = ("3A090", "4A090")


def clauses(verdict: Verdict) -> list[Applied]:
    """The clauses of 3A090, or for a system of 4A090, in force that day; what is sold as memory is no item of NAC."""
    entry = ENTRIES[verdict.chip.is_system]
    return [
        c
        for c in verdict.judgement.clauses
        if is_eccn(c.part.id) and c.part.id.startswith(entry) and c.part.id[-2:] != ".c"
    ]


def figures(chip: Chip, numbers: Mapping[Source, int], words: Words) -> Markup:
    """What is said of every figure that the sheet rests on, and by which source of the list below."""

    def cited(citations: tuple[Citation, ...], words: Words) -> Markup:
        return join([_numbered(citation.source, numbers) for citation in citations])

    return (
        tag(
            "section",
            tag("h3", words("metrics.figures"), aria_level="2"),
            measures.together(used(chip), words, cited),
            class_="notice-figures",
        )
        if used(chip)
        else Markup("")
    )


def _numbered(source: Source, numbers: Mapping[Source, int]) -> Markup:
    shown = f"[{numbers[source]}]"
    if source.url:
        return tag("a", shown, href=source.url, title=source_label(source), rel="noopener")
    return tag("span", shown, title=source_label(source))


def used(chip: Chip) -> dict[str, Spec]:
    """The figures of a chip that a sheet rests on, by spec."""
    return {key: chip.specs[key] for key in (*rates(), *PARTS, "datacenter", "memory_bandwidth") if key in chip.specs}


def addresses(numbers: Mapping[Source, int], verdict: Verdict, words: Words) -> Markup:
    """Each text and source by its address, for paper, and when law and figures were last checked."""
    rows = [
        tag(
            "li",
            spoken(source_label(source), words),
            words("list.label"),
            tag("a", source.url, href=source.url) if source.url else spoken(source.locator, words),
            " ",
            badge(source.evidence, words),
        )
        for source in numbers
    ]
    dates = [words("verdict.checked", checked=verdict.checked.isoformat())]
    if verdict.chip.checked:
        dates.append(words("verdict.data", checked=verdict.chip.checked.isoformat()))
    return tag(
        "section",
        tag("h3", words("notice-sheet.sources"), aria_level="2"),
        tag("ol", rows, class_="notice-sources"),
        tag("p", join(dates, words("list.sentence"))),
    )


def rests(verdict: Verdict, standing: Standing, asked: list[Field]) -> Iterator[Source]:
    """Every text and source of a sheet, in the order of the sheet; some more than once."""
    exceptions = standing.lifting or ((standing.exception,) if standing.exception else ())
    for cited in (*clauses(verdict), *exceptions):
        yield from (citation.source for citation in cited.part.cite)
    for field in asked:
        yield from (citation.source for citation in field.cite)
    for spec in used(verdict.chip).values():
        yield from (citation.source for each in (spec, *spec.conflicts) for citation in each.cite)
