"""The only door for the browser and for the build: a form of texts in, HTML out, the same bytes from both."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Final, Protocol, cast

from .engine.errors import DataFault, NameFault, near
from .engine.inputs import asked, read
from .engine.law_files import law
from .engine.names import read_day
from .engine.results import Amount, by_name
from .view import frame
from .view.html import Markup, placed, tag
from .view.instruments import Apart
from .view.share import Place, Shared, dialog
from .view.words import Words, words

OPEN: Final = frozenset({"strip", "chips"})
"""The long content that every page has: the strip is never folded, and a map's chips are the map for who can't see it."""
_NOT_CALCULATORS: Final = {"__init__", "__main__", "entry", "cli"}


class Calculator(Protocol):
    """What the module of a calculator with a form of its own offers; any other has what `view/frame.py` asks for."""

    KEYS: tuple[str, ...]

    def answer(self, given: Mapping[str, str], defaults: Mapping[str, str], words: Words) -> dict[str, Any]:
        """The reply to a form."""

    def page(
        self, id: str, defaults: Mapping[str, str], words: Words, apart: Apart | None = None
    ) -> tuple[Markup, Markup]:
        """The prerendered form and answer."""

    def again(self, texts: Mapping[str, str]) -> frame.Again:
        """For what a form holds that isn't the chip's own: these texts, what is found, the Python and the command that find it again."""


@lru_cache(maxsize=1)
def calculators() -> tuple[str, ...]:
    """The calculators there are: the package's own modules, nothing to register. Read once: a memory snapshot has no files.

    >>> "export_verdict" in calculators()
    True
    """
    stems = {f.name.split(".")[0] for f in files(__package__).iterdir() if f.name.endswith((".py", ".pyc"))}
    return tuple(sorted(stems - _NOT_CALCULATORS))


def calculator(name: str) -> Calculator:
    """The calculator with this name; a NameFault with the nearest one where there is none."""
    if name not in calculators():
        raise NameFault(
            "unknown-calculator",
            "calculator",
            name,
            expected=" · ".join(calculators()),
            near=near(name, calculators()),
        )
    module = import_module(f".{name}", __package__)
    return cast(Calculator, module) if hasattr(module, "answer") else _Framed(module, name)


class _Framed:
    """A calculator whose form is made from its inputs."""

    def __init__(self, module: Any, name: str) -> None:
        self.module, self.name = module, name
        self.KEYS = tuple(asked(module.Inputs))

    def answer(self, given: Mapping[str, str], defaults: Mapping[str, str], words: Words) -> dict[str, Any]:
        return frame.answer(self.module, given, defaults, words)

    def page(
        self, id: str, defaults: Mapping[str, str], words: Words, apart: Apart | None = None
    ) -> tuple[Markup, Markup]:
        return frame.page(self.module, self.name, id, defaults, words)

    def again(self, texts: Mapping[str, str]) -> frame.Again:
        return frame.again(self.module.Inputs, self.module.compute, self.name, texts)


def keys(name: str) -> tuple[str, ...]:
    """What a fence may say to a calculator.

    >>> keys("hbm_density")
    ('memory_bandwidth', 'package_area', 'on', 'to')
    """
    return calculator(name).KEYS


def amounts(name: str, inputs: Mapping[str, str]) -> dict[str, Amount]:
    """What a calculator with `Inputs` and `compute` finds for texts, by name; those of the chip set against it as "other.<name>".

    >>> str(amounts("roofline", {"chip": "nvidia-h20"})["ridge"].value)
    '37'

    A NameFault for a calculator whose answer is something else, such as a verdict or a table of limits.
    """
    asking = calculator(name)
    for key in inputs:
        if key not in keys(name):
            raise DataFault("unknown-key", name, key, expected=" ".join(keys(name)), near=near(key, keys(name)))
    found: Any = asking.module.compute(read(asking.module.Inputs, inputs)) if isinstance(asking, _Framed) else None
    if not hasattr(found, "amounts"):
        raise NameFault("no-amounts", "calculator", name, expected="one whose answer is amounts", example="roofline")
    return by_name(found.amounts) | {f"other.{a.name}": a for a in getattr(found, "others", ())}


def render(
    name: str, form: Mapping[str, str], language: str, defaults: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The reply of a calculator to a form.

    >>> render("export_verdict", {"on": "2023-12-01"}, "en")["state"]
    'ok'
    """
    return calculator(name).answer(form, defaults or {}, words(language))


def render_json(request: str) -> str:
    """The same with texts in and out, as the worker asks: {"name", "language", "defaults", "form"}, and "share" to take the answer away."""
    question = json.loads(request)
    asked = (question["name"], question["form"], question["language"], question.get("defaults"))
    reply = share(*asked, question["share"]) if "share" in question else render(*asked)
    return json.dumps(reply, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def share(
    name: str, form: Mapping[str, str], language: str, defaults: Mapping[str, str] | None, place: Mapping[str, str]
) -> dict[str, Any]:
    """What can be taken away of the answer to a form, as HTML; the reply itself where the form can't be read.

    `place` says where the answer stands: "address", "site", "today", and where there are any, "reports" and the "prefix" that the page's
    address has before this calculator's names.

    >>> place = {"address": "https://example.org/h20/", "site": "https://example.org/", "today": "2026-11-29"}
    >>> "assess nvidia-h20" in share("export_verdict", {}, "en", {}, place)["html"]
    True
    """
    asking, said = calculator(name), words(language)
    reply = asking.answer({key: text for key, text in form.items() if key != "open"}, defaults or {}, said)
    if reply["state"] != "ok":
        return reply
    own = reply["own"]
    texts, *found = asking.again(
        {key: text for key, text in reply["fields"].items() if (text != own[key] if key in own else text)}
    )
    where = Place(
        place["address"],
        place["site"],
        read_day(place["today"], "today"),
        place.get("reports", ""),
        place.get("prefix", ""),
    )
    return {"state": "ok", "html": str(dialog(Shared(name, reply["announce"], texts, *found), where, said))}


def rehearse(request: str, turn: int) -> bool:
    """Answer a question again for the day of another instrument, and throw the answer away; False when all days have had their turn.

    A browser runs new machine code slowly at first and keeps a faster version of what it runs often. Rehearsed between two of a
    reader's questions, the next answers come in half the time.

    >>> rehearse('{"name": "export_verdict", "language": "en", "form": {}}', 0)
    True
    """
    days = sorted({instrument.effective for instrument in law().instruments.values() if instrument.counts})
    question = json.loads(request)
    asking = calculator(question["name"])
    if turn >= len(days) or "on" not in asking.KEYS or not getattr(asking, "REHEARSED", True):
        return False
    form = {**question["form"], "on": days[turn].isoformat()}
    render_json(json.dumps({**question, "form": form}))
    return True


def page(
    name: str, options: Mapping[str, str], language: str, id: str = "", root: str = "", *, light: bool = False
) -> str:
    """A calculator with its answer for these options, complete without a script; the browser takes it from there.

    `root` leads from the page to its language's home page.

    `light`, for pages with several: what stands folded, the derivations, is worked out only where a reader opens it.
    """
    said = words(language)
    apart = Apart(OPEN, later=said("status.later")) if light else None
    form, answer = calculator(name).page(id or name, options, said, apart)
    return str(
        tag(
            "live-calculator",
            form,
            _status(said),
            tag("p", class_="lc-live", role="status", aria_live="polite"),
            # By itself an <output> reads out all its content at every change; the live region beside it says one sentence.
            tag("output", placed(answer, root), aria_live="off"),
            name=name,
            id=id or name,
            language=language,
            data_state="static",
            data_home=root,
            data_defaults=json.dumps(dict(options), ensure_ascii=False, sort_keys=True),
        )
    )


def _status(said: Words) -> Markup:
    loading = said("status.loading-bytes", done="\0done", all="\0all").split("\0")
    pieces = [
        tag("span", data_bytes_done=True) + piece[4:]
        if piece.startswith("done")
        else tag("span", data_bytes_all=True) + piece[3:]
        if piece.startswith("all")
        else piece
        for piece in loading
    ]
    return tag(
        "div",
        tag("span", [Markup(piece) for piece in pieces], data_message="loading", hidden=True),
        tag("progress", data_progress=True, hidden=True, aria_hidden="true"),
        tag(
            "span",
            [
                tag("span", said(f"status.{name}"), data_message=name, hidden=True)
                for name in ("last-good", "broken", "copied")
            ],
            tag("span", said("status.uncopied"), " ", tag("code"), data_message="uncopied", hidden=True),
            role="status",
        ),
        tag("button", said("status.retry"), type="button", data_action="retry", hidden=True),
        class_="lc-status",
        data_status=True,
    )
