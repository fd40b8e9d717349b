"""The form of a calculator that asks for a chip, a day and a place: every field with its own place for a message."""

from collections.abc import Iterable, Mapping
from typing import Final

from ..engine.chips import chips
from ..engine.law_files import law
from ..engine.names import Name, Reading, specs
from ..engine.places import places
from .frame import message
from .html import Markup, tag
from .words import Words

SIDES = ("chip", "on", "to", "from", "headquarters")
GROUPS = {
    "rates": ("fp8", "fp16", "bf16", "int8", "tf32", "fp4", "fp32", "fp64"),
    "package": ("die_area", "non_planar", "datacenter"),
    "links": ("memory_bandwidth", "interconnect", "pcie", "memory"),
}
MORE = (
    "fp64_tensor",
    "fp6",
    "int4",
    "io_die_area",
    "hbm",
    "transistors",
    "process_node",
    "kind",
    "package_area",
    "maker",
    "maker_headquarters",
    "family",
)
READINGS: Final = {f"reading-{id}": reading for id, reading in law().readings.items()}
"""The field of every disputed reading: a link can't say `reading.tf32`, since a name before a point is that of another calculator."""
FIELDS = (*SIDES, *READINGS, "paste", *(key for group in GROUPS.values() for key in group), *MORE)


def form(id: str, fields: Mapping[str, str], own: Mapping[str, str], words: Words) -> Markup:
    """The whole form, holding `fields`; `own` is what the named chip says of each spec."""
    make = _Fields(id, fields, own, words)
    return tag(
        "form",
        tag(
            "div",
            make.chip(),
            make.place("to", ""),
            make.date(),
            _buttons(words, ("today", "reset", "copy-link", "share")),
            class_="lc-top",
        ),
        tag(
            "div",
            make.field(
                "paste",
                words("form.paste"),
                tag(
                    "input",
                    type="text",
                    name="paste",
                    id=f"{id}-paste",
                    placeholder=words("form.paste-example"),
                    maxlength="1000",
                    spellcheck="false",
                ),
                hint=True,
            ),
            _buttons(words, ("paste",)),
            class_="lc-paste",
        ),
        tag(
            "details",
            tag("summary", words("form.specs")),
            [
                tag(
                    "fieldset",
                    tag("legend", words(f"form.{group}")),
                    tag("div", [make.spec(key) for key in keys], class_="lc-grid"),
                )
                for group, keys in GROUPS.items()
            ],
            tag(
                "details",
                tag("summary", words("form.more-specs")),
                tag("div", [make.spec(key) for key in MORE], class_="lc-grid"),
                class_="lc-more",
            ),
            class_="lc-specs",
            open=True,
        ),
        tag(
            "details",
            tag("summary", words("form.parties")),
            tag(
                "div",
                make.place("from", None),
                make.place("headquarters", words("form.same")),
                class_="lc-grid",
            ),
            class_="lc-more lc-parties",
        ),
        tag(
            "details",
            tag("summary", words("chosen.title")),
            tag("p", words("chosen.note")),
            tag("div", [make.reading(name, reading) for name, reading in READINGS.items()], class_="lc-grid"),
            class_="lc-more lc-readings",
        ),
        message("form", id),
        tag("noscript", tag("p", words("form.no-script"), class_="lc-noscript")),
        class_="lc-form",
        method="get",
        autocomplete="off",
        novalidate=True,
        aria_label=words("form.title"),
    )


def _buttons(words: Words, actions: Iterable[str]) -> Markup:
    texts = {
        "today": "form.today",
        "reset": "form.reset",
        "copy-link": "form.copy",
        "share": "form.share",
        "paste": "form.read",
    }
    return tag(
        "div",
        [
            tag("button", words(texts[action]), type="button", data_action=action, class_="lc-button")
            for action in actions
        ],
        class_="lc-buttons",
    )


class _Fields:
    """Makes the fields of one form."""

    def __init__(self, id: str, fields: Mapping[str, str], own: Mapping[str, str], words: Words) -> None:
        self.id, self.fields, self.own, self.words = id, fields, own, words

    def field(self, name: str, label: str, control: Markup, *, hint: bool = False) -> Markup:
        """A labelled control with its place for a note and an error."""
        return tag(
            "div",
            tag("label", tag("span", label, class_="lc-label"), control, for_=f"{self.id}-{name}"),
            message(name, self.id),
            class_="lc-field" + (" lc-wide" if hint else ""),
            data_field=name,
        )

    def chip(self) -> Markup:
        """Every chip by maker, and "your own specs"."""
        makers: dict[str, list[Markup]] = {}
        for chip in chips().values():
            makers.setdefault(chip.maker, []).append(
                tag("option", chip.name, value=chip.id, selected=chip.id == self.fields["chip"])
            )
        options = [
            tag("option", self.words("form.own"), value="", selected=not self.fields["chip"]),
            *(tag("optgroup", found, label=self.words.word(maker)) for maker, found in makers.items()),
        ]
        return self.field("chip", self.words("form.chip"), tag("select", options, name="chip", id=f"{self.id}-chip"))

    def place(self, name: str, empty: str | None) -> Markup:
        """Every place by its name in the reader's language; `empty` is the first choice where a blank means something."""
        known = sorted(((self.words.pick(p.name), code) for code, p in places().items()), key=lambda found: found[0])
        options = [
            tag("option", f"{label} ({code})", value=code, selected=code == self.fields[name]) for label, code in known
        ]
        if empty:
            options.insert(0, tag("option", empty, value="", selected=not self.fields[name]))
        return self.field(name, self.words(f"form.{name}"), tag("select", options, name=name, id=f"{self.id}-{name}"))

    def reading(self, name: str, reading: Reading) -> Markup:
        """A disputed reading: its question, and its options with the default one marked."""
        said = {option: self.words.pick(texts) for option, texts in reading.options.items()}
        said[reading.default] = self.words("chosen.option", option=said[reading.default])
        options = [
            tag("option", text, value=option, selected=option == self.fields[name]) for option, text in said.items()
        ]
        control = tag("select", options, name=name, id=f"{self.id}-{name}")
        return self.field(name, self.words.pick(reading.question), control)

    def date(self) -> Markup:
        """The day."""
        return self.field(
            "on",
            self.words("form.on"),
            tag("input", type="date", name="on", id=f"{self.id}-on", value=self.fields["on"], required=True),
        )

    def spec(self, key: str) -> Markup:
        """A spec: a text with its unit, or a choice with "not known"."""
        name = specs()[key]
        shown, own = self.fields.get(key, ""), self.own.get(key, "")
        if name.words:
            choices = [
                ("", self.words("form.unknown")),
                *((word, self.words(f"form.{word}")) for word in name.words),
            ]
            control = tag(
                "select",
                [tag("option", label, value=value, selected=value == shown) for value, label in choices],
                name=key,
                id=f"{self.id}-{key}",
                data_own=own,
            )
        else:
            control = tag(
                "input",
                type="text",
                name=key,
                id=f"{self.id}-{key}",
                value=shown,
                data_own=own,
                placeholder=_placeholder(name, self.words),
                spellcheck="false",
                autocapitalize="off",
            )
        return self.field(key, self.words.label(key), control)


def _placeholder(name: Name, words: Words) -> str:
    return words("form.unknown") if not name.default else words.word(name.default)
