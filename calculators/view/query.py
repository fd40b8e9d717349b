"""What a form asks, what of it can't be read, what its fields then hold, and what a link has to carry."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Protocol

from ..engine.chips import chip_from, load_chip
from ..engine.errors import Fault, Faults
from ..engine.law_files import law
from ..engine.names import read_day
from ..engine.places import place
from ..engine.question import read_readings
from ..engine.units import plain
from .form import READINGS, SIDES
from .html import Markup, tag
from .state import own_specs
from .words import Words

PREFIX: Final = "reading-"
ALWAYS: Final = ("chip", "on", "to")


class Asked(Protocol):
    """What was put in, as texts: a named chip or none, specs typed over it, a day, three places, and readings by their ids."""

    @property
    def chip(self) -> str: ...
    @property
    def on(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def from_(self) -> str: ...
    @property
    def headquarters(self) -> str: ...
    @property
    def specs(self) -> Mapping[str, str]: ...
    @property
    def readings(self) -> Mapping[str, str]: ...


def readings_in(texts: Mapping[str, str]) -> dict[str, str]:
    """The readings that a form names, known or not, by the id that follows "reading-"; an empty text is the default.

    >>> readings_in({"chip": "nvidia-h20", "reading-tf32": "used", "reading-io-dies": ""})
    {'tf32': 'used'}
    """
    return {name.removeprefix(PREFIX): text for name, text in texts.items() if name.startswith(PREFIX) and text}


def reading_texts(readings: Mapping[str, str]) -> dict[str, str]:
    """What the field of every reading holds."""
    return {name: readings.get(reading.id, reading.default) for name, reading in READINGS.items()}


def reading_faults(readings: Mapping[str, str], words: Words) -> dict[str, str]:
    """What is wrong with the readings, each said at its field; of one that there isn't at the nearest one's.

    >>> from calculators.view.words import words
    >>> list(reading_faults({"tf33": "used", "uae-a": "endss"}, words("en")))
    ['reading-tf32', 'reading-uae-a']
    """
    found: dict[str, str] = {}
    for id, option in readings.items():
        try:
            read_readings(law(), {id: option})
        except Fault as fault:
            name = PREFIX + (id if PREFIX + id in READINGS else fault.near[0] if fault.near else "")
            found[name if name in READINGS else "form"] = words.fault(fault)
    return found


def faults(asked: Asked, words: Words) -> dict[str, str]:
    """One message for each field that can't be read."""
    checks: dict[str, Callable[[], object]] = {
        "chip": lambda: load_chip(asked.chip) if asked.chip else None,
        "on": lambda: read_day(asked.on, "on"),
        "to": lambda: place(asked.to, "to"),
        "from": lambda: place(asked.from_, "from"),
        "headquarters": lambda: place(asked.headquarters, "headquarters") if asked.headquarters else None,
        **{key: partial(chip_from, {key: text}) for key, text in asked.specs.items()},
    }
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            check()
        except Fault as fault:
            found[name] = words.fault(fault)
        except Faults as several:
            found[name] = words.fault(several.faults[0])
    return found | reading_faults(asked.readings, words)


def fields(asked: Asked) -> dict[str, str]:
    """What every field holds, once nothing is wrong."""
    base = load_chip(asked.chip).id if asked.chip else ""
    shown = {
        "chip": base,
        "on": plain(asked.on),
        "to": place(asked.to).code,
        "from": place(asked.from_).code,
        "headquarters": place(asked.headquarters).code if asked.headquarters else "",
        "paste": "",
    }
    specs_shown = {key: asked.specs.get(key, own) for key, own in own_specs(base).items()}
    return shown | reading_texts(asked.readings) | specs_shown


def chosen_readings(readings: Mapping[str, str], words: Words) -> Markup | None:
    """Says which readings aren't the defaults, and what they are."""
    book = law().readings
    said = [
        words("chosen.verdict", question=words.pick(book[id].question), option=words.pick(book[id].options[option]))
        for id, option in readings.items()
        if option != book[id].default
    ]
    return tag("ul", [tag("li", sentence) for sentence in said], class_="readings-chosen") if said else None


def without_the_day(shown: Mapping[str, str]) -> str:
    """What a verdict's history hangs on: all that the fields hold but the day, as one text."""
    usual = {**reading_texts({}), **own_specs(shown["chip"]), "on": shown["on"], "paste": ""}
    return "&".join(f"{key}={text}" for key, text in shown.items() if text != usual.get(key, ""))


def link(
    shown: Mapping[str, str], page: Mapping[str, str], usual: Mapping[str, str], was: str, *, whole: bool = False
) -> dict[str, str]:
    """What a link has to carry: nothing for the page's own choices unless it is to be `whole`, else the state and what the answer was.

    `shown` is what the fields hold, `page` what the page asks for, `usual` what any page does. A side or a reading that isn't in
    ALWAYS stands in a link only where it differs from one of the two.
    """
    own, usual = own_specs(shown["chip"]), {**reading_texts({}), **usual}
    first = {**usual, **page}
    typed = {key: text for key, text in shown.items() if key in own and text != own[key]}
    sides = {key: shown[key] for key in (*SIDES, *READINGS)}
    as_page = typed == {key: text for key, text in page.items() if key in own}
    if as_page and sides == {key: first[key] for key in sides} and not whole:
        return {}
    kept = {key: text for key, text in sides.items() if key in ALWAYS or not text == first[key] == usual[key]}
    return kept | typed | {"was": was}
