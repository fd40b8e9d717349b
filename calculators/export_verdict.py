"""May this chip be sent there on that day? The strictest verdict, with every instrument's part in it.

Formula: the law of the day as data (`data/regulations/`), applied to the chip's specs; see `engine/judge.py` for the order. Source:
each instrument's own citations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from .engine.chips import Chip, chip_from, load_chip
from .engine.errors import Fault, Faults
from .engine.names import read_day, specs
from .engine.places import place
from .engine.spec_line import read_spec_line
from .engine.units import plain
from .engine.verdict import Verdict, assess
from .view.form import FIELDS, SIDES, form
from .view.html import Markup, tag
from .view.instruments import Apart, instruments
from .view.measures import measures
from .view.parts import chip_name, place_name
from .view.state import changed_since, how_read, own_specs, what_was_read
from .view.verdict import beside, foot, head, outcome_text
from .view.words import Words

DEFAULTS: Final = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN", "from": "US", "headquarters": ""}
IDENTITY: Final = ("chip", "on", "to")
KEYS: Final = (*SIDES, *specs())


@dataclass(frozen=True)
class Inputs:
    """What a reader puts in: a named chip or none, specs typed over it, a day, and three places by ISO 3166 code."""

    chip: str = "nvidia-h20"
    on: str = "2025-06-01"
    to: str = "CN"
    from_: str = "US"
    headquarters: str = ""
    specs: Mapping[str, str] = field(default_factory=dict)

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
    )


def answer(given: Mapping[str, str], defaults: Mapping[str, str], words: Words) -> dict[str, Any]:
    """The reply to a form: the verdict's HTML and what every field now holds, or one message for each field that can't be read."""
    texts = {**DEFAULTS, **defaults, **given}
    notes: dict[str, str] = {}
    unknown = sorted(set(given) - set(FIELDS) - {"was", "open"})
    if unknown:
        notes["form"] = words("verdict.not-read", names=words.list(name[:40] for name in unknown[:5]))
    line, faults = None, dict[str, str]()
    if given.get("paste"):
        try:
            line = read_spec_line(given["paste"])
            texts = {key: texts[key] for key in SIDES if key in texts} | {"chip": line.chip} | line.specs
            notes["paste"] = what_was_read(line, words)
        except Fault as fault:
            faults["paste"] = (
                words("paste.nothing", example=words("form.paste-example"))
                if fault.kind == "nothing"
                else words.fault(fault)
            )
    inputs = _inputs(texts)
    faults |= _faults(inputs, words)
    if faults:
        return {"state": "invalid", "errors": faults, "notes": notes}
    verdict = compute(inputs)
    fields = _fields(inputs)
    apart = Apart(frozenset(given.get("open", "").split()))
    return {
        "state": "ok",
        "html": str(output(verdict, words, given.get("was", ""), apart)),
        "parts": apart.found,
        "announce": _announce(verdict, words),
        "errors": {},
        "notes": notes | how_read(inputs.specs, inputs.chip, verdict.chip, words),
        "own": own_specs(inputs.chip),
        "fields": fields,
        "query": _query(fields, inputs, verdict, {**DEFAULTS, **defaults}),
    }


def page(id: str, defaults: Mapping[str, str], words: Words) -> tuple[Markup, Markup]:
    """The form and the verdict for a page's defaults; raises Fault or Faults where the page asks for something that doesn't exist."""
    verdict = compute(_inputs({**DEFAULTS, **defaults}))
    reply = answer({}, defaults, words)
    return form(id, reply["fields"], reply["own"], words), output(verdict, words)


def output(verdict: Verdict, words: Words, was: str = "", apart: Apart | None = None) -> Markup:
    """The verdict with its reasons, the instruments, the measures, and what was assumed."""
    return tag(
        "div",
        changed_since(verdict, was, words),
        head(verdict, words),
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
    )


def _faults(inputs: Inputs, words: Words) -> dict[str, str]:
    """One message for each field that can't be read."""
    found: dict[str, str] = {}
    checks: list[tuple[str, Callable[[], object]]] = [
        ("chip", lambda: load_chip(inputs.chip) if inputs.chip else None),
        ("on", lambda: read_day(inputs.on, "on")),
        ("to", lambda: place(inputs.to, "to")),
        ("from", lambda: place(inputs.from_, "from")),
        ("headquarters", lambda: place(inputs.headquarters, "headquarters") if inputs.headquarters else None),
        *((key, partial(chip_from, {key: text})) for key, text in inputs.specs.items()),
    ]
    for name, check in checks:
        try:
            check()
        except Fault as fault:
            found[name] = words.fault(fault)
        except Faults as faults:
            found[name] = words.fault(faults.faults[0])
    return found


def _fields(inputs: Inputs) -> dict[str, str]:
    base = load_chip(inputs.chip).id if inputs.chip else ""
    shown = {
        "chip": base,
        "on": plain(inputs.on),
        "to": place(inputs.to).code,
        "from": place(inputs.from_).code,
        "headquarters": place(inputs.headquarters).code if inputs.headquarters else "",
        "paste": "",
    }
    return shown | {key: inputs.specs.get(key, own) for key, own in own_specs(base).items()}


def _query(fields: Mapping[str, str], inputs: Inputs, verdict: Verdict, defaults: Mapping[str, str]) -> dict[str, str]:
    """What a link has to carry: nothing for the page's default, else the whole state and what the answer was."""
    own = own_specs(fields["chip"])
    typed = {key: text for key, text in fields.items() if key in own and text != own[key]}
    sides = {key: fields[key] for key in SIDES}
    default_typed = {key: text for key, text in defaults.items() if key in own}
    if typed == default_typed and all(sides[key] == defaults.get(key, "") for key in SIDES):
        return {}
    kept = {key: text for key, text in sides.items() if key in IDENTITY or text != DEFAULTS.get(key, "")}
    return kept | typed | {"was": f"{verdict.checked.isoformat()}.{verdict.outcome}"}


def _announce(verdict: Verdict, words: Words) -> str:
    return words(
        "verdict.announce",
        chip=chip_name(verdict.chip, words),
        to=place_name(verdict.to, words),
        on=verdict.on.isoformat(),
        outcome=outcome_text(verdict, words),
    )


__all__ = ["Inputs", "answer", "compute", "output", "page"]
