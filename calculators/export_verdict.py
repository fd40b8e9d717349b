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
from .view.again import verdict_code, verdict_command
from .view.changes import history_table
from .view.form import FIELDS, READINGS, SIDES, form
from .view.frame import Again
from .view.html import Markup, tag
from .view.instruments import Apart, instruments, part
from .view.measures import measures
from .view.parts import chip_name, place_name
from .view.query import PREFIX, chosen_readings, faults, fields, link, reading_texts, readings_in, without_the_day
from .view.state import changed_since, how_read, own_specs, pasted
from .view.story_panel import line
from .view.strip import picture, strip
from .view.verdict import beside, foot, head, outcome_text
from .view.words import Words

DEFAULTS: Final = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN", "from": "US", "headquarters": ""}
KEYS: Final = (*SIDES, *READINGS, *specs())
BRIEF: Final = {"view": "brief"}
"""With these among a page's choices the answer leaves out what each instrument says, and a link always carries the whole state: the
panel beside the story has no state that goes without saying.
"""


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


def verdict_of(given: Mapping[str, str]) -> Verdict:
    """The verdict for a page's own choices, as its fence writes them; raises Faults as `compute` does.

    >>> verdict_of({"on": "2025-06-01"}).outcome
    'not-stated'
    """
    return compute(_inputs({**DEFAULTS, **given}))


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
    apart = Apart(frozenset(given.get("open", "").split()), folded=words("status.folded"))
    brief = BRIEF.items() <= defaults.items()
    return {
        "state": "ok",
        "html": str(output(inputs, verdict, words, given.get("was", ""), apart, brief=brief)),
        "parts": apart.found,
        "announce": _announce(verdict, words),
        "errors": {},
        "notes": notes | how_read(inputs.specs, inputs.chip, verdict.chip, words),
        "own": own_specs(inputs.chip),
        "fields": shown,
        "query": link(shown, defaults, DEFAULTS, _was(verdict), whole=brief),
    }


def page(id: str, defaults: Mapping[str, str], words: Words, apart: Apart | None = None) -> tuple[Markup, Markup]:
    """The form and the verdict for a page's defaults; raises Fault or Faults where the page asks for something that doesn't exist."""
    inputs = _inputs({**DEFAULTS, **defaults})
    verdict = compute(inputs)
    reply = answer({}, defaults, words)
    brief = BRIEF.items() <= defaults.items()
    return form(id, reply["fields"], reply["own"], words), output(inputs, verdict, words, "", apart, brief=brief)


def again(texts: Mapping[str, str]) -> Again:
    """For the fields of a form that say something: those that aren't as always, with what the verdict was; the verdict, and the Python and
    the command that find it again.
    """
    usual = {**reading_texts({}), "from": DEFAULTS["from"]}
    kept = {key: text for key, text in texts.items() if text != usual.get(key)}
    inputs = _inputs({**DEFAULTS, "chip": "", **kept})
    verdict = compute(inputs)
    return kept | {"was": _was(verdict)}, verdict, verdict_code(inputs), verdict_command(inputs)


def _was(verdict: Verdict) -> str:
    return f"{verdict.checked.isoformat()}.{verdict.outcome}"


def output(
    inputs: Inputs, verdict: Verdict, words: Words, was: str = "", apart: Apart | None = None, *, brief: bool = False
) -> Markup:
    """The verdict with its reasons, how it was over the years, the instruments, the measures, and what was assumed.

    `brief` leaves out instruments and measures, and begins with the verdict in one line.
    """
    of = without_the_day(fields(inputs))
    changes = cache(lambda: turns(inputs))
    chip, to = chip_name(verdict.chip, words), place_name(verdict.to, words)
    caption = words("strip.caption", chip=chip, to=to, checked=verdict.checked.isoformat())
    bands = part("strip", lambda: picture(changes(), words, of), apart, of)
    table = part("history", lambda: history_table(changes(), caption, words, of), apart, of)
    return tag(
        "div",
        tag("p", line(verdict, words), class_="sp-own-line") if brief else None,
        changed_since(verdict, was, words),
        chosen_readings(inputs.readings, words),
        head(verdict, words),
        strip(verdict, words, bands, table),
        beside(verdict, words),
        None
        if brief
        else tag("div", measures(verdict, words, apart), instruments(verdict, words, apart), class_="lc-columns"),
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


__all__ = ["Inputs", "again", "answer", "compute", "output", "page", "turns", "verdict_of"]
