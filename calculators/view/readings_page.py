"""The page of the readings: each question with its options, its record, and the chips, places and days that hang on it."""

from collections.abc import Iterable, Iterator

from ..engine.chips import chips
from ..engine.history import ONE_DAY
from ..engine.law_files import law
from ..engine.names import Reading
from ..engine.readings import DESTINATIONS, Answer, Split, splits
from ..engine.rows import outcome
from .html import Child, Markup, join, tag
from .page import Links, Page, Section, folded, label_badge, paragraphs, table
from .parts import day, mark, outcome_words, place_name
from .words import Words

FEW = 6
"""So many chips stand open in a cell; more are folded."""
Alike = tuple[Split, tuple[str, ...], tuple[str, ...]]
"""A split with the places and the chips for which it is the same."""


def readings_page(links: Links, words: Words) -> Page:
    """Every reading. What `links.decisions` knows beside those that a verdict asks has one answer always, in words under `fixed`."""
    asked = law().readings
    places = words.list(place_name(code, words) for code in DESTINATIONS)
    always = [id for id in links.decisions if id not in asked]
    return Page(
        title=words("readings.title"),
        description=words("readings.description"),
        lead=paragraphs(
            words("readings.lead"),
            words("readings.lead-asked", count=len(asked), places=places),
            words("readings.lead-fixed"),
        ),
        sections=(
            *(_asked(reading, links, words) for reading in asked.values()),
            Section("fixed", words("readings.fixed"), tag("ul", [_fixed(id, links, words) for id in always])),
        ),
    )


def fixed(words: Words) -> frozenset[str]:
    """The questions that have one answer always, by their keys in the words."""
    keys = (key.partition(".") for key in words.keys())  # noqa: SIM118 (no mapping)
    return frozenset(rest for topic, _, rest in keys if topic == "fixed")


def _fixed(id: str, links: Links, words: Words) -> Markup:
    return tag("li", words(f"fixed.{id}"), " ", links.decision(id, words, "readings.record"))


def _asked(reading: Reading, links: Links, words: Words) -> Section:
    options = [
        tag(
            "li",
            [words.pick(text), " "],
            [label_badge(words("readings.option")), " "] if id == reading.default else "",
            tag("code", f"{reading.id}={id}"),
        )
        for id, text in reading.options.items()
    ]
    found = [_decides(reading, id, links, words) for id in reading.options if id != reading.default]
    about = paragraphs(_raised(reading, links, words), links.decision(reading.id, words))
    return Section(reading.id, words.pick(reading.question), join([tag("ul", options), about, *found], ""))


def _raised(reading: Reading, links: Links, words: Words) -> Child:
    if not reading.raised_by:
        return words("readings.measure")
    before, after = words("readings.raised", instrument="\0").split("\0")
    return join([before, links.instrument(law().instruments[reading.raised_by], words), after], "")


def _decides(reading: Reading, option: str, links: Links, words: Words) -> Markup:
    """What would be answered otherwise under one other option."""
    said = words.pick(reading.options[option]).rstrip(".。")
    found = [split for split in splits(reading.id) if split.option == option]
    if not found:
        return tag("p", words("readings.none", option=said, since=law().first_day.isoformat()))
    caption = words("readings.decides", option=said, count=len({split.chip for split in found}))
    heads = [words(f"readings.{head}") for head in ("to", "days", "default", "otherwise", "chips")]
    return table(caption, heads, [_row(*alike, links, words) for alike in _together(found)], "readings")


def _together(found: Iterable[Split]) -> Iterator[Alike]:
    """What changes alike, on the same days, for several chips; and then for all of them to several places."""
    chips_of: dict[tuple[object, ...], list[Split]] = {}
    for split in found:
        chips_of.setdefault((split.to, split.since, split.until, split.answer, split.other), []).append(split)
    rows: dict[tuple[object, ...], Alike] = {}
    for (to, *same), listed in chips_of.items():
        ids = tuple(split.chip for split in listed)
        split, places, _ = rows.get((*same, ids), (listed[0], (), ids))
        rows[(*same, ids)] = split, (*places, str(to)), ids
    yield from rows.values()


def _row(split: Split, places: tuple[str, ...], ids: tuple[str, ...], links: Links, words: Words) -> Markup:
    listed = join([links.chip(chips()[id], words) for id in ids], words("list.between"))
    return tag(
        "tr",
        tag("td", words.list(place_name(code, words) for code in places)),
        tag("td", _days(split, words)),
        tag("td", _answer(split.answer, words)),
        tag("td", _answer(split.other, words)),
        tag("td", listed if len(ids) <= FEW else folded(words("readings.count", count=len(ids)), listed)),
    )


def _days(split: Split, words: Words) -> Markup:
    if split.until is None:
        before, after = words("readings.since", since="\0").split("\0")
        return join([before, day(split.since), after], "")
    before, between, after = words("readings.span", since="\0", last="\0").split("\0")
    return join([before, day(split.since), between, day(split.until - ONE_DAY), after], "")


def _answer(answer: Answer, words: Words) -> Markup:
    licence, review = answer
    kind = outcome(licence, review)
    unsure = kind == "unknown" and licence == "required"
    said = words("outcome.review-unknown") if unsure else outcome_words(kind, review, words)
    return tag("span", mark(kind), tag("span", said, class_="outcome-word"), class_="row-verdict", data_outcome=kind)
