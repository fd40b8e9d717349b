"""May this chip be sent there on that day? The strictest verdict, with every instrument's part in it.

Formula: the law of the day as data (`data/regulations/`), applied to the chip's specs; see `engine/judge.py` for the order. Source:
each instrument's own citations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from .engine.chips import Chip, chip_from
from .engine.errors import Fault
from .engine.history import Change, history
from .engine.names import specs
from .engine.verdict import Verdict, assess
from .view.changes import history_table
from .view.form import FIELDS, READINGS, SIDES, form
from .view.html import Markup, tag
from .view.instruments import Apart, instruments, part
from .view.measures import measures
from .view.parts import chip_name, place_name
from .view.query import PREFIX, chosen_readings, faults, fields, link, readings_in, without_the_day
from .view.state import changed_since, how_read, own_specs, pasted
from .view.strip import picture, strip
from .view.verdict import beside, foot, head, outcome_text
from .view.words import Words

DEFAULTS: Final = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN", "from": "US", "headquarters": ""}
KEYS: Final = (*SIDES, *READINGS, *specs())


@dataclass(frozen=True)
class Inputs:
    """What a reader puts in: a named chip or none, specs typed over it, a day, three places by ISO 3166 code, and how disputed
    texts are to be read, where that isn't the default.
    """

    chip: str = "nvidia-h20"
    on: str = "2025-06-01"
    to: str = "CN"
    from_: str = "US"
    headquarters: str = ""
    specs: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    def item(self) -> Chip:
        """The chip with the specs typed over it."""
        return chip_from(self.specs, self.chip)


def compute(inputs: Inputs) -> Verdict:
    """The verdict for what was put in; raises Faults with all that is wrong.

    >>> compute(Inputs(chip="nvidia-h20", on="2023-12-01")).outcome
    'not-controlled'
    """
    return assess(
        inputs.item(),
        on=inputs.on,
        to=inputs.to,
        from_=inputs.from_,
        headquarters=inputs.headquarters or None,
        readings=inputs.readings,
    )


def turns(inputs: Inputs) -> tuple[Change, ...]:
    """Every change of the verdict over the years, whatever day was put in."""
    return history(
        inputs.item(),
        to=inputs.to,
        from_=inputs.from_,
        headquarters=inputs.headquarters or None,
        readings=inputs.readings,
    )


def answer(given: Mapping[str, str], defaults: Mapping[str, str], words: Words) -> dict[str, Any]:
    """The reply to a form: the verdict's HTML and what every field now holds, or one message for each field that can't be read."""
    texts = {**DEFAULTS, **defaults, **given}
    notes: dict[str, str] = {}
    wrong: dict[str, str] = {}
    unknown = sorted(key for key in given if key not in (*FIELDS, "was", "open") and not key.startswith(PREFIX))
    if unknown:
        notes["form"] = words("verdict.not-read", names=words.list(name[:40] for name in unknown[:5]))
    if given.get("paste"):
        line, said, wrong = pasted(given["paste"], words)
        notes |= said
        if line:
            kept = {key: text for key, text in texts.items() if key in SIDES or key.startswith(PREFIX)}
            texts = kept | {"chip": line.chip} | line.specs
    inputs = _inputs(texts)
    wrong |= faults(inputs, words)
    if wrong:
        return {"state": "invalid", "errors": wrong, "notes": notes}
    verdict = compute(inputs)
    shown = fields(inputs)
    apart = Apart(frozenset(given.get("open", "").split()))
    return {
        "state": "ok",
        "html": str(output(inputs, verdict, words, given.get("was", ""), apart)),
        "parts": apart.found,
        "announce": _announce(verdict, words),
        "errors": {},
        "notes": notes | how_read(inputs.specs, inputs.chip, verdict.chip, words),
        "own": own_specs(inputs.chip),
        "fields": shown,
        "query": link(shown, defaults, DEFAULTS, f"{verdict.checked.isoformat()}.{verdict.outcome}"),
    }


def page(id: str, defaults: Mapping[str, str], words: Words) -> tuple[Markup, Markup]:
    """The form and the verdict for a page's defaults; raises Fault or Faults where the page asks for something that doesn't exist."""
    inputs = _inputs({**DEFAULTS, **defaults})
    verdict = compute(inputs)
    reply = answer({}, defaults, words)
    return form(id, reply["fields"], reply["own"], words), output(inputs, verdict, words)


def output(inputs: Inputs, verdict: Verdict, words: Words, was: str = "", apart: Apart | None = None) -> Markup:
    """The verdict with its reasons, how it was over the years, the instruments, the measures, and what was assumed."""
    of = without_the_day(fields(inputs))
    changes = cache(lambda: turns(inputs))
    chip, to = chip_name(verdict.chip, words), place_name(verdict.to, words)
    caption = words("strip.caption", chip=chip, to=to, checked=verdict.checked.isoformat())
    bands = part("strip", lambda: picture(changes(), words, of), apart, of)
    table = part("history", lambda: history_table(changes(), caption, words, of), apart, of)
    return tag(
        "div",
        changed_since(verdict, was, words),
        chosen_readings(inputs.readings, words),
        head(verdict, words),
        strip(verdict, words, bands, table),
        beside(verdict, words),
        tag("div", measures(verdict, words, apart), instruments(verdict, words, apart), class_="lc-columns"),
        foot(verdict, words),
        class_="lc-answer",
    )


def _inputs(texts: Mapping[str, str]) -> Inputs:
    try:
        own = own_specs(texts["chip"])
    except Fault:
        own = {}
    return Inputs(
        texts["chip"],
        texts["on"],
        texts["to"],
        texts["from"],
        texts["headquarters"],
        {key: texts[key] for key in specs() if key in texts and texts[key] != own.get(key)},
        readings_in(texts),
    )


def _announce(verdict: Verdict, words: Words) -> str:
    return words(
        "verdict.announce",
        chip=chip_name(verdict.chip, words),
        to=place_name(verdict.to, words),
        on=verdict.on.isoformat(),
        outcome=outcome_text(verdict, words),
    )


__all__ = ["Inputs", "answer", "compute", "output", "page", "turns"]
