"""The author's syntax, a Python-Markdown extension that knows nothing of the site's theme or generator.

Inline, a live value: ``{{ nvidia-h20.tpp }}``, in a unit: ``{{ nvidia-h20.memory_bandwidth in TB/s }}``. Block, a fence:

    ```calculator export_verdict
    chip: nvidia-h20
    on: 2025-06-01
    ```

``on: today`` is the day of the last commit (``today.py``), so that a page says the same whenever it is built. A wrong
name, unit or key raises AuthorFault with file, line, what is wrong and the nearest right name: it stops the build.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NoReturn
from xml.etree.ElementTree import Element

import pint
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from pymdownx.superfences import SuperFencesException

from ..engine.chips import load_chip
from ..engine.errors import DateFault, Fault, Faults, NameFault, near
from ..engine.metrics import metrics
from ..engine.names import names
from ..engine.units import exact, factor, show
from ..entry import calculator, keys, page
from ..view.comparisons import amount
from ..view.parts import chip_name
from ..view.words import Words, words
from . import claims_markdown, figures, formulas, panel, terms_markdown
from .charts import drawn
from .claims_markdown import LEADS_HTML, SOURCE, base
from .today import WORD as TODAY
from .today import build_day

FENCE: Final = "```calculator "
ZENSICAL: Final = "rendering_context"
"""The name under which Zensical keeps the page that is being rendered."""
LIVE_VALUE: Final = r"\{\{([^{}\n]*)\}\}"


class AuthorFault(SuperFencesException):
    """What an author wrote can't be rendered; `fault` says why, the text where."""

    def __init__(self, fault: Fault, written: str, text: str) -> None:
        self.fault = fault
        file, whole = SOURCE.get()
        found = next((n for n, line in enumerate((whole or text).splitlines(), start=1) if written in line), 0)
        self.where = f"{file or 'page'}:{found}"
        super().__init__(f"{self.where}: {written}\n  {fault}")


class CalculatorsExtension(Extension):
    """Live values and calculator fences in one language."""

    def __init__(self, **options: Any) -> None:
        self.config = {"language": ["en", "The language of the pages' words, such as en or zh-Hant"]}
        self.text = ""
        self.claimed: dict[str, None] = {}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's own name)
        """Add the live value, and the calculator's fence where SuperFences is in use."""
        self.said = words(self.getConfig("language"))
        md.registerExtension(self)
        md.preprocessors.register(_Remember(md, self), "calculators-remember", 1000)
        # Below 190, where code spans are taken out, and above 70, where HTML is stashed.
        md.inlinePatterns.register(_LiveValue(LIVE_VALUE, md, self), "calculators-value", 75)
        claims_markdown.register(md, self)
        terms_markdown.register(md, self)
        panel.register(md, self)
        figures.register(md, self)
        formulas.register(md, self)
        md.block_level_elements += ["live-calculator", "live-cells", "live-code"]
        self.fenced = False
        for extension in md.registeredExtensions:
            if hasattr(extension, "extend_super_fences"):
                self.fenced = True
                extension.extend_super_fences("calculator", self._fence, self._options, None)

    def reset(self) -> None:
        """Forget the page before."""
        self.text = ""
        self.claimed.clear()

    def _options(
        self,
        language: str,
        inputs: dict[str, str],
        options: dict[str, Any],
        attrs: dict[str, str],
        md: Markdown,
    ) -> bool:
        """The fence's first line holds the calculator's name and nothing else."""
        words_given = list(inputs)
        if len(words_given) != 1:
            self.stop(
                Fault(
                    "one-name",
                    "calculator",
                    " ".join(words_given),
                    expected="one calculator",
                    example="calculator export_verdict",
                ),
                "```calculator",
            )
        try:
            calculator(words_given[0])
        except Fault as fault:
            self.stop(fault, words_given[0])
        options["name"] = words_given[0]
        return True

    def _fence(self, src: str, language: str, options: dict[str, Any], md: Markdown, **_: Any) -> str:
        given: dict[str, str] = {}
        for line in filter(None, map(str.strip, src.splitlines())):
            key, colon, value = line.partition(":")
            if not colon:
                self.stop(
                    Fault("not-a-pair", "calculator", line, expected="key: value", example="chip: nvidia-h20"),
                    line,
                )
            given[key.strip()] = value.strip()
        id = given.pop("id", "") or options["name"].replace("_", "-")
        known = keys(options["name"])
        for key in given:
            if key not in known:
                self.stop(
                    NameFault("unknown-key", "calculator", key, expected=" ".join(known), near=near(key, known)),
                    f"{key}:",
                )
        written = dict(given)
        root = base(SOURCE.get()[0])[1]
        try:
            if given.get("on") == TODAY:
                given["on"] = build_day().isoformat()
            return drawn(
                page(options["name"], given, self.said.language, id, root, light=self.text.count(FENCE) > 1),
                options["name"],
                given,
                self.said.language,
            )
        except (Fault, Faults) as found:
            fault = _or_today(found.faults[0] if isinstance(found, Faults) else found)
            self.stop(fault, next((f"{k}: {v}" for k, v in written.items() if k == fault.field), "```calculator"))
            raise
        except Exception as error:  # SuperFences takes any other exception for "no such fence"
            raise SuperFencesException(f"{SOURCE.get()[0]}: calculator {options['name']}: {error!r}") from error

    def stop(self, fault: Fault, written: str) -> NoReturn:
        """Stop the build for a fault in what was written."""
        raise AuthorFault(fault, written, self.text)

    def value(self, asked: str, written: str) -> Element:
        """A live value as an element: the number with its unit, and what it is in its title."""
        try:
            shown, raw, title = live_value(asked, self.said)
        except Fault as fault:
            raise AuthorFault(fault, written, self.text) from None
        element = Element(
            "data", {"class": "live-value", "data-chip": asked.partition(".")[0], "value": raw, "title": title}
        )
        element.text = shown
        return element


class _Remember(Preprocessor):
    """Keeps the text, so that a fault can name its line."""

    def __init__(self, md: Markdown, extension: CalculatorsExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        self.extension.text = "\n".join(lines)
        if ZENSICAL in self.md.preprocessors:
            context: Any = self.md.preprocessors[ZENSICAL]
            SOURCE.set((context.page.path, ""))
            LEADS_HTML.set(True)
        if FENCE in self.extension.text and not self.extension.fenced:
            # It would be printed as code, and nobody would be told.
            expected = "pymdownx.superfences before calculators"
            self.extension.stop(Fault("not-in-order", "markdown_extensions", "calculators", expected=expected), FENCE)
        return lines


class _LiveValue(InlineProcessor):
    """``{{ chip.name }}`` and ``{{ chip.name in UNIT }}``."""

    def __init__(self, pattern: str, md: Markdown, extension: CalculatorsExtension) -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        return self.extension.value(m[1].strip(), m[0]), m.start(0), m.end(0)


def _or_today(fault: Fault) -> Fault:
    """A fault of the day, with the word that an author may write instead."""
    if fault.field != "on" or fault.kind != "not-a-date":
        return fault
    expected, close = f"{fault.expected}, or {TODAY}", near(fault.given, (TODAY,))
    return DateFault(fault.kind, fault.field, fault.given, expected=expected, example=fault.example, near=close)


def live_value(asked: str, said: Words) -> tuple[str, str, str]:
    """What ``{{ … }}`` asks for: the text shown, the plain value for programs, and a title.

    >>> live_value("nvidia-h20.memory_bandwidth in TB/s", words("en"))
    ('4\\xa0TB/s', '4', 'Nvidia H20: Memory bandwidth (all DRAM)')
    """
    found = re.fullmatch(r"([\w-]+)\.(\w+)(?:\s+in\s+(\S+))?", asked)
    if not found:
        raise Fault(
            "not-a-value",
            "live value",
            asked,
            expected="chip.name or chip.name in UNIT",
            example="nvidia-h20.tpp",
        )
    chip, name, unit = load_chip(found[1]), found[2], found[3]
    known = [key for key, n in names().items() if n.side in ("spec", "metric")]
    if name not in known:
        raise NameFault("unknown-name", "live value", name, expected="a spec or a metric", near=near(name, known))
    title = f"{chip_name(chip, said)}: {said.label(name)}"
    value: Any = metrics(chip)[name].value if name in metrics(chip) else chip.value(name)
    if value is None:
        return (
            (amount(metrics(chip)[name], said) if name in metrics(chip) else said("sentence.not-known")),
            "",
            title,
        )
    if isinstance(value, str):
        return (said(f"form.{value}") if said.has(f"form.{value}") else value), value, title
    own = names()[name].unit
    if unit:
        value = Fraction(value) * Fraction(_times(own, unit, asked))
    return show(value, unit or own), exact(Fraction(value) if isinstance(value, Decimal) else value), title


def _times(own: str, unit: str, asked: str) -> Decimal:
    try:
        return factor(own, unit)
    except pint.DimensionalityError:
        raise Fault("other-dimension", "live value", asked, expected=own, example=own) from None
    except (pint.UndefinedUnitError, ValueError, AttributeError):
        raise NameFault(
            "unknown-unit",
            "live value",
            unit,
            expected=own,
            near=near(unit, ("TB/s", "GB/s", "TFLOPS", "PFLOPS", "TPP", own)),
        ) from None


def makeExtension(**options: Any) -> CalculatorsExtension:  # noqa: N802 (the library's own name)
    """How Python-Markdown asks for the extension."""
    return CalculatorsExtension(**options)
