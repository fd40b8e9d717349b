"""Where does a chip stand on the map of the law, and what does the law say of the ground around it?

Formula: the law of the day, asked once for every cell between two neighbouring limits (`engine/regions.py`), so that every region is exact.
Source: each instrument's own citations; what a point stands for is said beneath the map (docs/en/decisions/0021).
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Final

from .engine import inputs as ask
from .engine.chips import BLANK, load_chip
from .engine.errors import Fault, Faults
from .engine.inputs import Ask, asked, read
from .engine.metrics import metrics
from .engine.names import names
from .engine.plane import MEASURES, PLANES, Point, Setting, Standing, judged
from .engine.units import plain, show
from .view import frame
from .view.chart import AXES
from .view.chart_data import rows
from .view.html import Markup, tag
from .view.instruments import Apart
from .view.law_map import output, sentence
from .view.words import Words

STEP: Final = Fraction(1023, 1000)
"""One press of an arrow key: a hundredth of a decade, in round numbers; with Shift ten of them."""
_MOVES: Final = {"r": (0, 1), "l": (0, -1), "u": (1, 1), "d": (1, -1)}


@dataclass(frozen=True)
class Inputs:
    """Which map; a day, a place and a buyer; whose chip it is; and the reader's point: a named chip's own measures or typed ones."""

    map: str = ask.choice(*PLANES, default="tpp-density")
    chip: str = ask.chip("nvidia-h20")
    to: str = ask.destination("CN")
    on: datetime.date = ask.date("2026-06-01")
    headquarters: str = ask.destination(optional=True)
    maker: str = ask.choice("other", "Nvidia", "AMD", "Intel", default="other")
    datacenter: str = ask.choice("yes", "no", optional=True)
    tpp: Decimal | None = ask.quantity("tpp", optional=True)
    performance_density: Decimal | None = ask.quantity("performance_density", optional=True)
    memory_bandwidth: Decimal | None = ask.quantity("memory_bandwidth", optional=True)
    interconnect_bandwidth: Decimal | None = ask.quantity("interconnect_bandwidth", optional=True)


KEYS: Final = tuple(asked(Inputs))
REHEARSED: Final = False
"""Another day is a whole map: made between two presses of a key, it would hold the next one up."""
FOLLOWING: Final = ("datacenter", *MEASURES)
HIDDEN: Final = ("map", "at", "moves")
"""Fields that nobody types in: `at` is a place clicked at, two plain numbers; `moves` are arrow keys: r l u d, capitals with Shift."""


def compute(inputs: Inputs) -> Standing:
    """The answer for a point; a measure that isn't given is the named chip's own, exact.

    >>> compute(Inputs(on=datetime.date(2023, 12, 1))).answer.outcome
    'not-controlled'
    >>> compute(Inputs(on=datetime.date(2023, 12, 1), tpp=Decimal(2400))).answer.outcome
    'exception'
    """
    chip = load_chip(inputs.chip) if inputs.chip else BLANK
    own = metrics(chip)
    given = {name: getattr(inputs, name) for name in MEASURES}
    point = Point(**{name: own[name].value if value is None else Fraction(value) for name, value in given.items()})
    setting = Setting(
        inputs.on,
        inputs.to,
        inputs.headquarters or inputs.to,
        inputs.maker,
        inputs.datacenter or chip.text("datacenter"),
    )
    return Standing(inputs.map, inputs.chip, point, setting, *judged(point, setting))


def answer(given: Mapping[str, str], defaults: Mapping[str, str], words: Words) -> dict[str, Any]:
    """The reply to a form: HTML, fields, and the rows that the map is drawn from."""
    first = {**ask.defaults(Inputs), **defaults}
    texts = {**first, **{key: given[key] for key in given if key in KEYS}}
    unknown = sorted(set(given) - set(KEYS) - {"at", "moves", "open", "was"})
    notes = {"form": words("verdict.not-read", names=words.list(key[:40] for key in unknown[:5]))} if unknown else {}
    own = own_texts(texts["chip"])
    typed = {key: text for key, text in texts.items() if key not in own or (text and text != own[key])}
    try:
        found = compute(read(Inputs, typed))
    except (Fault, Faults) as fault:
        faults = fault.faults if isinstance(fault, Faults) else (fault,)
        errors = {each.field if each.field in KEYS else "form": words.fault(each) for each in reversed(faults)}
        return {"state": "invalid", "errors": errors, "notes": notes, "own": own}
    fields = {**own, **texts, "at": "", "moves": ""} | {key: own[key] for key in own if not texts.get(key)}
    fields |= {"chip": found.chip, "to": found.setting.to, "on": plain(texts["on"])}
    moved = _moved(found, given.get("at", ""), given.get("moves", ""))
    if moved != found.point:
        found = Standing(found.plane, found.chip, moved, found.setting, *judged(moved, found.setting))
        fields |= {axis.name: show(getattr(moved, axis.name), axis.unit) for axis in AXES[found.plane]}
    apart = Apart(frozenset(given.get("open", "").split()))
    query = {
        key: fields[key]
        for key in KEYS
        if (key != "map" or key not in defaults) and fields[key] != own.get(key, first.get(key, ""))
    }
    return {
        "state": "ok",
        "html": str(output(found, words, apart)),
        "parts": apart.found,
        "announce": sentence(found, words),
        "errors": {},
        "notes": notes,
        "own": own,
        "fields": fields,
        "query": query,
        "chart": {
            "name": found.plane,
            **rows(found.plane, found.setting, found.point, found.answer, found.chip, words),
        },
    }


def page(id: str, defaults: Mapping[str, str], words: Words, apart: Apart | None = None) -> tuple[Markup, Markup]:
    """The form and the answer for a page's choices; raises Fault or Faults where it asks for something that doesn't exist."""
    texts = {**ask.defaults(Inputs), **defaults}
    own = own_texts(texts["chip"])
    found = compute(read(Inputs, {key: text for key, text in texts.items() if key not in own or text}))
    asks = {key: _ask(key, each) for key, each in asked(Inputs).items() if key not in HIDDEN}
    shown = {**texts, **{key: texts.get(key) or text for key, text in own.items()}}
    form = frame.form("law_map", id, asks, shown, own, words)
    hidden = [tag("input", type="hidden", name=key, value=texts.get(key, "")) for key in HIDDEN]
    return Markup(form.removesuffix("</form>") + "".join(hidden) + "</form>"), output(found, words, apart)


def again(texts: Mapping[str, str]) -> frame.Again:
    """What gives the answer for these texts again."""
    return frame.again(Inputs, compute, "law_map", texts)


def own_texts(chip: str) -> dict[str, str]:
    """What a named chip says of every field that follows it; "" for each where none is named, or the name can't be read."""
    try:
        known = load_chip(chip) if chip else BLANK
    except Fault:
        known = BLANK
    found = metrics(known)
    values = {name: found[name].value for name in MEASURES}
    shown = {name: "" if value is None else show(value, names()[name].unit) for name, value in values.items()}
    return {"datacenter": known.text("datacenter"), **shown}


def _ask(key: str, each: Ask) -> Ask:
    return replace(each, kind="spec") if key in FOLLOWING else each


def _moved(found: Standing, at: str, moves: str) -> Point:
    """The point after a click or some arrow keys, in three significant digits; where nothing moved, the point as it is."""
    axes = AXES[found.plane]
    values: list[Fraction | None] = [getattr(found.point, axis.name) for axis in axes]
    number = r"(\d{1,20}(?:\.\d{1,30})?(?:e[+-]?\d{1,2})?)"
    if pointed := re.fullmatch(f"{number} {number}", at):
        values = [Fraction(pointed[1]), Fraction(pointed[2])]
    for move in moves[:200]:
        place, way = _MOVES.get(move.lower(), (0, 0))
        value = values[place]
        if way and value is not None:
            values[place] = _rounded(value * STEP ** (way * (10 if move.isupper() else 1)))
    known = {
        axis.name: _rounded(min(max(value, Fraction(str(axis.least))), Fraction(str(axis.most))))
        for axis, value in zip(axes, values, strict=True)
        if value is not None and value != getattr(found.point, axis.name)
    }
    return replace(found.point, **known)


def _rounded(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 3
        return Fraction(Decimal(value.numerator) / Decimal(value.denominator))


__all__ = ["KEYS", "Inputs", "again", "answer", "compute", "page"]
