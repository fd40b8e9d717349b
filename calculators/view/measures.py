"""What the law measures of a chip, each with its steps, and where the chip's figures come from."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from ..engine.chips import Chip, Spec, load_chip
from ..engine.metrics import SHOWN, Metric, Step
from ..engine.names import specs
from ..engine.sources import Citation
from ..engine.units import show
from ..engine.verdict import Verdict
from .comparisons import amount
from .html import Markup, join, tag
from .instruments import Apart, folded, part
from .parts import badge, chip_link, cite, contents, scrolling
from .words import Words

Cites = Callable[[tuple[Citation, ...], Words], Markup]
"""How citations are shown."""


def measures(verdict: Verdict, words: Words, apart: Apart | None = None) -> Markup:
    """The table of metrics, the rates that TPP is made of, and the sources of the figures."""
    found = [
        verdict.metrics[name]
        for name in SHOWN
        if verdict.metrics[name].low or verdict.metrics[name].high is not None or name in SHOWN[:4]
    ]
    return tag(
        "section",
        tag("h2", words("metrics.title"), class_="lc-title"),
        contents(verdict.chip, words),
        tag(
            "dl",
            [_measure(words.label(m.name), amount(m, words), steps(m, words)) for m in found],
            class_="metrics",
        ),
        rates(verdict.metrics["tpp"], words),
        folded("figures", words("metrics.figures"), part("figures", lambda: _figures(verdict.chip, words), apart))
        if verdict.chip.specs
        else "",
        _its_page(verdict.chip, words),
        class_="specs-steps",
    )


@lru_cache(maxsize=1024)
def _measure(label: str, amount: str, steps: Markup) -> Markup:
    return join([tag("dt", label), tag("dd", tag("span", amount, class_="numbers"), steps)], "")


def _its_page(chip: Chip, words: Words) -> Markup | None:
    """The way to the page of the chip, or of the one whose specs were typed over."""
    id = chip.id or chip.changed_from
    return (
        tag("p", chip_link(id, words("metrics.chip-page", chip=load_chip(id).name)), class_="chip-page") if id else None
    )


def rates(tpp: Metric, words: Words) -> Markup:
    """The rates that TPP is made of, and which of them decides."""
    if not tpp.steps:
        return tag("p", words("metrics.none-given"))
    return tag(
        "table",
        _rate_heads(words),
        tag(
            "tbody",
            [
                _rate(
                    str(step.terms["format"]),
                    _term(step.terms["rate"]),
                    _term(step.terms["value"]),
                    _value(step) == tpp.value,
                    words,
                )
                for step in tpp.steps
            ],
        ),
        class_="rates",
    )


@lru_cache(maxsize=16)
def _rate_heads(words: Words) -> Markup:
    heads = [tag("th", words(f"metrics.{name}"), scope="col") for name in ("format", "rate", "value")]
    return join([tag("caption", words("metrics.formula-tpp")), tag("thead", tag("tr", heads))], "")


@lru_cache(maxsize=1024)
def _rate(name: str, rate: str, value: str, decides: bool, words: Words) -> Markup:
    return tag(
        "tr",
        tag("th", words.label(name), scope="row"),
        tag("td", rate, class_="numbers"),
        tag(
            "td",
            value,
            " ",
            tag("span", f"← {words('metrics.decides')}", class_="decides") if decides else "",
            class_="numbers",
        ),
    )


def _value(step: Step) -> Fraction:
    term = step.terms["value"]
    assert isinstance(term, tuple)
    return term[0]


def _term(term: object) -> str:
    assert isinstance(term, tuple)
    return show(term[0], term[1])


def steps(metric: Metric, words: Words) -> Markup:
    """How a metric was computed, in one line."""
    if metric.name == "tpp":
        return Markup("")
    lines = []
    for step in metric.steps:
        if step.formula in ("quotient", "area"):
            lines.append(words(f"metrics.formula-{step.formula}", **{k: _term(v) for k, v in step.terms.items()}))
        elif step.formula == "planar":
            lines.append(words("metrics.formula-planar"))
        elif step.formula == "sum" and len(step.terms) > 2:
            terms = " + ".join(f"{words.short(k)} {_term(v)}" for k, v in step.terms.items() if k != "value")
            lines.append(words("metrics.formula-sum", terms=terms, value=_term(step.terms["value"])))
    if metric.value is None and not metric.undefined and set(metric.missing) - {metric.name}:
        from .verdict import missing_word

        lines.append(
            words(
                "metrics.missing",
                names=words.list(missing_word(m, words) for m in dict.fromkeys(metric.missing)),
            )
        )
    return tag("span", join(lines, tag("br")), class_="metric-steps") if lines else Markup("")


@lru_cache(maxsize=4096)
def _figure(key: str, spec: Spec, words: Words) -> Markup:
    return tag(
        "tr",
        tag("th", words.label(key), scope="row"),
        tag("td", join([_given(key, spec, words), f"({spec.label})" if spec.label else ""]), class_="numbers"),
        tag("td", _said(spec, words), _conflicts(key, spec, words)),
    )


def together(given: Mapping[str, Spec], words: Words, cited: Cites = cite) -> Markup:
    """What is said of figures and who says it, those together of which the same is said: "FP16, BF16: halved", sources, remarks."""
    groups: dict[Markup, list[str]] = {}
    for key in (key for key in specs() if key in given):
        said = join([_said(given[key], words, cited), _conflicts(key, given[key], words, cited)])
        groups.setdefault(said, []).append(words.label(key))
    return tag("ul", [tag("li", words.list(named), words("list.label"), said) for said, named in groups.items()])


def _conflicts(key: str, spec: Spec, words: Words, cited: Cites = cite) -> Markup:
    """What other sources give instead, each with its own; nothing where none does."""
    conflicts = [
        tag("li", words("metrics.conflict", value=_given(key, other, words)), " ", _said(other, words, cited))
        for other in spec.conflicts
    ]
    return tag("ul", conflicts, class_="conflicts") if conflicts else Markup("")


def _given(key: str, spec: Spec, words: Words) -> str:
    if specs()[key].words:
        return words.word(str(spec.value))
    return spec.text if isinstance(spec.value, str) else show(spec.value, specs()[key].unit)


def _said(spec: Spec, words: Words, cited: Cites = cite) -> Markup:
    """What is said of a figure: how good it is, a note, its sources."""
    return join([badge(spec.evidence, words), words.pick(spec.note) if spec.note else "", cited(spec.cite, words)])


def _figures(chip: Chip, words: Words) -> Markup:
    """Every figure of the chip, under its note."""
    note = tag("p", words.pick(chip.note)) if chip.note else ""
    return tag("div", note, figures(chip.specs, words))


def figures(given: Mapping[str, Spec], words: Words) -> Markup:
    """Figures as they were written, each with what is said of it and its sources, in the order of `names.toml`."""
    rows = [_figure(key, given[key], words) for key in specs() if key in given]
    heads = tag("tr", [tag("th", words(key), scope="col") for key in ("metrics.figure", "metrics.given", "rows.cite")])
    return scrolling(
        tag("table", tag("thead", heads), tag("tbody", rows), class_="figures"),
        words("metrics.figures"),
        "figures-scroll",
    )
