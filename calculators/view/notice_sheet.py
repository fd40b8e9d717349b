"""The notice sheet: what a notification under License Exception NAC holds, with what only the exporter knows left blank."""

from typing import Final

from ..engine.chips import Chip
from ..engine.judge import Applied
from ..engine.law_files import law
from ..engine.names import names, rates
from ..engine.notification import Field, Standing, fields
from ..engine.question import movement
from ..engine.sources import Citation
from ..engine.verdict import Verdict
from . import measures
from .comparisons import amount, letter_word
from .html import Child, Markup, join, tag
from .instruments import traced
from .notice_rests import ENTRIES, PARTS, addresses, clauses, figures, rests
from .parts import badge, chip_name, cite, place_name
from .verdict import assumed, head, missing_word, taken_as_met
from .words import Words

FIGURES: Final = (
    *rates(),
    "die_area",
    "io_die_area",
    "non_planar",
    "datacenter",
    "memory_bandwidth",
    "interconnect",
    "pcie",
    "maker",
)


def sheet(verdict: Verdict, standing: Standing, words: Words) -> Markup:
    """Whether NAC is there, the blocks of the application, what 740.8(c)(1) asks for besides, and every comparison of 3A090."""
    asked = [field for field in fields() if field.asked(verdict.on) is not False]
    numbers = {source: n for n, source in enumerate(dict.fromkeys(rests(verdict, standing, asked)), start=1)}
    promised = {promise.id: promise for applied in standing.lifting for promise in applied.part.provided}
    return tag(
        "div",
        tag("p", _inputs(verdict, words), class_="notice-of"),
        _standing(verdict, standing, words),
        head(verdict, words),
        tag("div", taken_as_met(promised.values(), words), assumed(verdict, words), class_="notice-beside"),
        _blocks([field for field in asked if not field.place.startswith("(")], verdict, words),
        _points([field for field in asked if field.place.startswith("(")], verdict, words),
        _clauses(verdict, words),
        figures(verdict.chip, numbers, words),
        addresses(numbers, verdict, words),
        class_="notice",
        data_stands=standing.kind,
    )


def _inputs(verdict: Verdict, words: Words) -> Markup:
    """What was put in, in one line: on paper there is no form."""
    places = {"to": verdict.to, "from": verdict.from_, "headquarters": verdict.headquarters}
    given = {
        "chip": chip_name(verdict.chip, words),
        "on": verdict.on.isoformat(),
        **{name: f"{place_name(code, words)} ({code})" for name, code in places.items()},
    }
    return join(
        [words("notice-sheet.given", name=words(f"form.{key}"), value=value) for key, value in given.items()], " · "
    )


def stands(verdict: Verdict, standing: Standing, words: Words) -> str:
    """Whether a notification is asked for, in a sentence.

    >>> from ..engine.notification import standing
    >>> from ..engine.verdict import assess
    >>> from .words import words
    >>> verdict = assess("nvidia-rtx-4090", on="2023-11-16", to="CN")
    >>> stands(verdict, standing(verdict), words("en"))
    'License Exception NAC was not there yet: it began on 2023-11-17.'
    """
    nac = standing.exception
    asking = dict.fromkeys(words.pick(law().instruments[r.licence.part.instrument].title) for r in standing.asking)
    kind = standing.kind
    if kind == "unclassified" and asking:
        kind = "unclassified-asked"
    elif kind == "barred" and not standing.bars:
        kind = "barred-elsewhere"
    return words(
        f"notice-sheet.stands-{kind}",
        begins=standing.begins.isoformat(),
        places=words.list(nac.part.of if kind.startswith("unclassified") else nac.items) if nac else "",
        to=place_name(verdict.to, words),
        missing=words.list(missing_word(name, words) for name in verdict.missing) or "—",
        names=words.list(dict.fromkeys(e.part.name for e in standing.lifting)),
        asking=words.list(asking),
        bars=words.list(letter_word(letter, words) for letter in standing.bars),
        days=nac.part.notice.removesuffix(" d") if nac else "",
        latest=standing.latest.isoformat() if standing.latest else "",
    )


def _standing(verdict: Verdict, standing: Standing, words: Words) -> Markup:
    shown = standing.lifting or ((standing.exception,) if standing.exception else ())
    early = standing.latest is not None and standing.latest < standing.begins
    return tag(
        "div",
        tag("strong", stands(verdict, standing, words)),
        words("notice-sheet.early", begins=standing.begins.isoformat()) if early else None,
        " ",
        *(cite(applied.part.cite, words) for applied in shown),
        class_="notice-stands",
    )


def _blocks(asked: list[Field], verdict: Verdict, words: Words) -> Markup:
    said = {
        "movement": words.word(movement(verdict.from_, verdict.to)),
        "purpose": "NAC",
        "eccn": words.list(verdict.classification) or _unclassified(verdict, words),
        "maker": words.word(verdict.chip.maker) or _blank(_lacking(verdict.chip, words)),
        "description": _description(verdict, words),
    }
    rows = [
        tag(
            "tr",
            tag("th", field.place, scope="row", class_="numbers"),
            tag("td", words.pick(field.text)),
            tag("td", said[field.id] if field.id in said else _blank()),
        )
        for field in asked
    ]
    heads = [tag("th", words(f"notice-sheet.{key}"), scope="col") for key in ("block", "asked", "answer")]
    early = verdict.on < min(field.first_read for field in asked)
    notes = [words("notice-sheet.before", read=min(field.first_read for field in asked).isoformat())] if early else []
    return tag(
        "section",
        tag("h3", words("notice-sheet.blocks"), aria_level="2"),
        tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="rates notice-blocks"),
        tag("div", join([*notes, words("notice-sheet.model"), _texts(asked, words)]), class_="notice-texts"),
    )


def _unclassified(verdict: Verdict, words: Words) -> Markup | str:
    if any(c.truth is None for c in clauses(verdict)):
        return _blank(words("notice-sheet.undecided"))
    return words("notice-sheet.none-of", places=words.list(ENTRIES))


def _description(verdict: Verdict, words: Words) -> Markup:
    """The model, and the two parameters of 3A090 as far as they are known."""
    chip = verdict.chip
    found = [verdict.metrics[name] for name in ("tpp", "performance_density")]
    figures = [
        words("notice-sheet.given", name=words.label(m.name), value=amount(m, words))
        for m in found
        if m.low or m.undefined
    ]
    return join([chip_name(chip, words) if chip.id else _blank(_lacking(chip, words)), *figures], "; ")


def _points(asked: list[Field], verdict: Verdict, words: Words) -> Markup:
    """What the paragraph asks for besides the blocks."""
    return tag(
        "section",
        tag("h3", words("notice-sheet.points"), aria_level="2"),
        tag("div", [_point(field, verdict, words) for field in asked], class_="notice-points"),
        tag(
            "div",
            join([words("notice-sheet.not-asked", name=words.label("interconnect_bandwidth")), _texts(asked, words)]),
            class_="notice-texts",
        ),
    )


def _texts(asked: list[Field], words: Words) -> Markup:
    """The texts that ask for these fields, each once."""
    return cite(
        tuple(Citation(source) for source in dict.fromkeys(c.source for field in asked for c in field.cite)), words
    )


def _point(field: Field, verdict: Verdict, words: Words) -> Markup:
    metric, chip = verdict.metrics.get(field.id), verdict.chip
    shown: list[Child] = []
    if metric:
        known = metric.value is not None or metric.undefined
        shown.append(tag("strong", amount(metric, words), class_="numbers") if known else _blank(_lacking(chip, words)))
    if field.id == "tpp":
        shown.append(measures.rates(verdict.metrics["tpp"], words))
    elif field.id == "performance_density":
        shown += [measures.steps(verdict.metrics[field.id], words), _dies(chip, words)]
    elif field.id == "datasheet":
        shown += [_worded(chip, "datacenter", words), _datasheets(chip, words)]
    elif not metric:
        shown.append(_blank())
    doubt = field.asked(verdict.on) is None and field.last_without
    unsure = words("notice-sheet.unsure", read=field.first_read.isoformat(), without=str(doubt)) if doubt else None
    asked = tag("p", tag("span", field.place, class_="numbers"), " ", words.pick(field.text))
    return tag(
        "div", asked, tag("p", unsure, class_="notice-unsure") if unsure else None, join(shown), data_field=field.id
    )


def _dies(chip: Chip, words: Words) -> Markup:
    """Which dies count: the area of the logic dies, that of separate I/O dies, and whether they are on a non-planar process."""
    counted = [key for key in PARTS if key != "io_die_area" or chip.value(key) is not None]
    return tag("ul", [tag("li", _worded(chip, key, words)) for key in counted], class_="notice-dies")


def _worded(chip: Chip, key: str, words: Words) -> Markup:
    spec = chip.specs.get(key)
    if spec is None:
        said: Child = _blank(_lacking(chip, words))
    else:
        said = words.word(str(spec.value)) if names()[key].words else spec.text.replace("mm^2", "mm²")
    mark = badge(spec.evidence, words) if spec else None
    return tag("span", words("notice-sheet.given", name=words.label(key), value=""), said, " ", mark)


def _datasheets(chip: Chip, words: Words) -> Markup:
    """The maker's own documents among the sources of the chip's figures."""
    cited = {c.source: c for spec in chip.specs.values() for c in spec.cite if c.source.kind == "manufacturer"}
    own = tuple(Citation(source) for source in cited)
    return tag("div", cite(own, words) if own else [words("notice-sheet.no-datasheet"), " ", _blank()])


def _clauses(verdict: Verdict, words: Words) -> Markup:
    held = clauses(verdict)
    if not held:
        return tag("p", words("notice-sheet.no-clause", on=verdict.on.isoformat()))
    return tag(
        "section",
        tag("h3", words("notice-sheet.clauses", on=verdict.on.isoformat()), aria_level="2"),
        tag("div", [_clause(clause, words) for clause in held], class_="notice-clauses"),
    )


def _clause(clause: Applied, words: Words) -> Markup:
    title = words.pick(law().instruments[clause.part.instrument].title)
    since = words("rows.until", since=clause.part.begins.isoformat())
    return tag(
        "div", tag("p", join([title, since], words("list.word") or " "), class_="row-dates"), traced(clause, words)
    )


def _lacking(chip: Chip, words: Words) -> str:
    """What is said of a figure that isn't there: of a named chip's that nobody published it, of the reader's own that it wasn't given."""
    return words("notice-sheet.not-published" if chip.id else "notice-sheet.not-given")


def _blank(why: str = "") -> Markup:
    """A ruled line to write on, and why nothing stands there."""
    return tag("span", why, class_="notice-blank")


__all__ = ["FIGURES", "sheet", "stands"]
