"""The frame of a calculator: a form made of its inputs, and the reply to what a reader put in.

A calculator offers `Inputs`, `compute`, `show` and `sentence`; the frame does the rest, the same for all.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from ..engine.chips import BLANK, chips, load_chip
from ..engine.errors import Fault, Faults
from ..engine.inputs import Ask, asked, defaults, read
from ..engine.law_files import law
from ..engine.names import names, specs
from ..engine.places import place, places
from ..engine.units import plain
from .again import calculator_code, calculator_command
from .html import Markup, tag
from .words import Words


class Calculator(Protocol):
    """What a calculator's module has to offer."""

    Inputs: Any

    def compute(self, inputs: Any) -> Any:
        """The answer, exact; raises Fault or Faults with the field that is wrong."""

    def show(self, found: Any, words: Words) -> Markup:
        """The answer as HTML."""

    def sentence(self, found: Any, words: Words) -> str:
        """The answer in one sentence, for screen readers."""


def answer(calculator: Calculator, given: Mapping[str, str], page: Mapping[str, str], words: Words) -> dict[str, Any]:
    """The reply to a form: the answer's HTML and what every field now holds, or one message for each field that can't be read.

    `page` is what the page asks for; a form that was sent holds every field but the specs that are the chip's own.
    """
    asks = asked(calculator.Inputs)
    shown = {name: text for name, text in page.items() if not given or asks[name].kind != "spec"}
    texts = {**defaults(calculator.Inputs), **shown, **{key: given[key] for key in given if key in asks}}
    unknown = sorted(set(given) - set(asks) - {"open", "was"})
    notes = {"form": words("verdict.not-read", names=words.list(key[:40] for key in unknown[:5]))} if unknown else {}
    own = _own(asks, texts)
    typed = {key: text for key, text in texts.items() if key not in own or text != own[key]}
    try:
        found = calculator.compute(read(calculator.Inputs, typed))
    except (Fault, Faults) as fault:
        faults = fault.faults if isinstance(fault, Faults) else (fault,)
        errors: dict[str, str] = {}
        for each in faults:
            errors.setdefault(each.field if each.field in asks else "form", words.fault(each))
        return {"state": "invalid", "errors": errors, "notes": notes, "own": own}
    fields = {key: _settled(asks[key], text) for key, text in {**own, **texts}.items()}
    return {
        "state": "ok",
        "html": str(output(calculator, found, words)),
        "announce": calculator.sentence(found, words),
        "errors": {},
        "notes": notes,
        "own": own,
        "fields": fields,
        "query": _query(calculator, fields, own, page),
    }


def page(calculator: Calculator, name: str, id: str, given: Mapping[str, str], words: Words) -> tuple[Markup, Markup]:
    """The form and the answer for a page's own choices; raises Fault or Faults where the page asks for something that doesn't exist."""
    asks = asked(calculator.Inputs)
    texts = {**defaults(calculator.Inputs), **given}
    own = _own(asks, texts)
    typed = {key: text for key, text in texts.items() if key not in own or text != own[key]}
    found = calculator.compute(read(calculator.Inputs, typed))
    return form(name, id, asks, {**own, **texts}, own, words), output(calculator, found, words)


MOST: Final = 12
"""So many specs stand open in a form."""
Again = tuple[Mapping[str, str], Any, str, str]
"""The texts that an answer came from, what was found, and the Python and the command that find it again."""


def again(inputs: Any, compute: Callable[[Any], Any], name: str, texts: Mapping[str, str]) -> Again:
    """The same for a calculator with these `Inputs` and this `compute`."""
    typed = {key: text for key, text in texts.items() if key in asked(inputs)}
    return typed, compute(read(inputs, typed)), calculator_code(name, typed), calculator_command(name, typed)


def output(calculator: Calculator, found: Any, words: Words) -> Markup:
    """The answer in its box, and below it what a reader should know of it: the module's `NOTE`, or that it is no legal advice."""
    note = words(getattr(calculator, "NOTE", "frame.legal"))
    return tag("div", calculator.show(found, words), tag("p", note, class_="legal"), class_="lc-answer")


def _own(asks: Mapping[str, Ask], texts: Mapping[str, str]) -> dict[str, str]:
    """What the named chip says of every spec that is asked for."""
    wanted = [key for key, ask in asks.items() if ask.kind == "spec"]
    if not wanted:
        return {}
    try:
        known = load_chip(texts["chip"]) if plain(texts.get("chip", "")[:100]) else BLANK
    except Fault:
        known = BLANK
    return {key: known.text(key) for key in wanted}


def _settled(ask: Ask, text: str) -> str:
    """A text as its field should hold it: the id of a chip that was named, the code of a place."""
    if ask.kind in ("chip", "place"):
        found = plain(text)
        return found and (load_chip(found).id if ask.kind == "chip" else place(found).code)
    return plain(text) if ask.kind in ("date", "choice", "instrument", "number") else text


def _query(
    calculator: Calculator, fields: Mapping[str, str], own: Mapping[str, str], page: Mapping[str, str]
) -> dict[str, str]:
    """What a link has to carry: nothing for the page's own choices, else all that isn't empty or was emptied."""
    first = {**defaults(calculator.Inputs), **page}
    differs = {key: text for key, text in fields.items() if text != own.get(key, first.get(key, ""))}
    default = {key: text for key, text in page.items() if key in own and text != own[key]}
    if {key: text for key, text in differs.items() if key not in default} == {} and all(
        fields.get(key) == text for key, text in default.items()
    ):
        return {}
    return {key: text for key, text in fields.items() if (text != own[key] if key in own else text or first.get(key))}


def form(
    name: str, id: str, asks: Mapping[str, Ask], texts: Mapping[str, str], own: Mapping[str, str], words: Words
) -> Markup:
    """The form of a calculator, holding `texts`; every field with its own place for a note and an error."""
    plain_fields = [key for key, ask in asks.items() if ask.kind != "spec"]
    typed = [key for key, ask in asks.items() if ask.kind == "spec"]

    def made(keys: Iterable[str]) -> list[Markup]:
        return [_field(name, id, key, asks[key], texts.get(key, ""), own.get(key), words) for key in keys]

    buttons = [
        tag("button", words(f"form.{text}"), type="button", data_action=action, class_="lc-button")
        for action, text in (("reset", "reset"), ("copy-link", "copy"), ("share", "share"))
    ]
    return tag(
        "form",
        tag("div", made(plain_fields), tag("div", buttons, class_="lc-buttons"), class_="lc-top"),
        _specs(made(typed), words),
        message("form", id),
        tag("noscript", tag("p", words("frame.no-script"), class_="lc-noscript")),
        class_="lc-form lc-simple",
        method="get",
        autocomplete="off",
        novalidate=True,
        aria_label=words(f"{name.replace('_', '-')}.title"),
    )


def _specs(fields: list[Markup], words: Words) -> Markup | None:
    """The fields of specs; so many that they would push the answer out of sight are folded, and a fault opens them."""
    grid = tag("div", fields, class_="lc-grid") if fields else None
    return tag("details", tag("summary", words("form.specs")), grid, class_="lc-more") if len(fields) > MOST else grid


def _field(name: str, id: str, key: str, ask: Ask, text: str, own: str | None, words: Words) -> Markup:
    label = words.label(key) if ask.kind == "spec" else label_of(name, key, words)
    control = _control(name, f"{id}-{key}", key, ask, text, own, words)
    return tag(
        "div",
        tag("label", tag("span", label, class_="lc-label"), control, for_=f"{id}-{key}"),
        message(key, id),
        class_="lc-field" + (" lc-wide" if ask.kind in ("chips", "instruments") else ""),
        data_field=key,
    )


def label_of(name: str, key: str, words: Words) -> str:
    """What an input is called: the calculator's own word for it, else the form's, else the label of `names.toml`."""
    own, common = f"{name.replace('_', '-')}.{key.replace('_', '-')}", f"form.{key}"
    return (
        words(own)
        if words.has(own)
        else words(common)
        if words.has(common) and key not in specs()
        else words.label(key)
    )


def _control(name: str, id: str, key: str, ask: Ask, text: str, own: str | None, words: Words) -> Markup:
    options = _options(name, key, ask, words)
    if options:
        return tag("select", _chosen(options, text, ask, words), name=key, id=id, data_own=own)
    return tag(
        "input",
        type={"date": "date", "number": "number"}.get(ask.kind, "text"),
        name=key,
        id=id,
        value=text,
        data_own=own,
        min=str(ask.least) if ask.kind == "number" else None,
        max=str(ask.most) if ask.kind == "number" else None,
        placeholder=words("form.unknown")
        if ask.kind == "spec" or (ask.optional and not ask.example)
        else ask.example or None,
        spellcheck="false",
        autocapitalize="off",
        maxlength="2000" if ask.kind in ("chips", "instruments") else None,
    )


Options = list[tuple[str, list[tuple[str, str]]]]


def _options(name: str, key: str, ask: Ask, words: Words) -> Options:
    """The choices of a field by group; none for a field that is typed."""
    if ask.kind in ("choice", "spec"):
        prefix = f"{name.replace('_', '-')}.{key.replace('_', '-')}-"
        keys = {word: prefix + word.replace("_", "-") for word in ask.words}
        found = [(word, words(key) if words.has(key) else _said(word, words)) for word, key in keys.items()]
        return [("", found)] if found else []
    if ask.kind == "chip":
        makers: dict[str, list[tuple[str, str]]] = {}
        for known in chips().values():
            makers.setdefault(words.word(known.maker), []).append((known.id, known.name))
        return list(makers.items())
    if ask.kind == "instrument":
        return [
            (
                "",
                [
                    (i.id, f"{i.effective.isoformat()} {words.pick(i.title)}")
                    for i in law().instruments.values()
                    if i.parts
                ],
            )
        ]
    if ask.kind == "place":
        return [
            ("", sorted(((p.code, f"{words.pick(p.name)} ({p.code})") for p in places().values()), key=lambda o: o[1]))
        ]
    return []


def _said(word: str, words: Words) -> str:
    return words.label(word) if word in names() else words.word(word)


def _chosen(options: Options, text: str, ask: Ask, words: Words) -> list[Markup]:
    empty = (
        "form.own"
        if ask.kind == "chip"
        else "form.unknown"
        if ask.kind == "spec"
        else "frame.none"
        if ask.optional
        else "frame.choose"
    )
    first = [tag("option", words(empty), value="", selected=not text)] if ask.optional or not ask.default else []
    found = [
        (group, [tag("option", label, value=value, selected=value == text) for value, label in members])
        for group, members in options
    ]
    return [*first, *(tag("optgroup", made, label=group) if group else Markup("".join(made)) for group, made in found)]


def message(field: str, id: str) -> Markup:
    """Where a field's note and its error will stand."""
    return tag(
        "div",
        tag("p", class_="lc-note", data_note_for=field, id=f"{id}-{field}-note", hidden=True),
        tag("p", class_="lc-error", data_error_for=field, id=f"{id}-{field}-error", hidden=True),
        class_="lc-messages",
    )
