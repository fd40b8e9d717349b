"""What the law measures of a chip, each with its steps, and where the chip's figures come from."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from ..engine.chips import Chip, Spec
from ..engine.metrics import SHOWN, Metric, Step
from ..engine.names import specs
from ..engine.units import show
from ..engine.verdict import Verdict
from .comparisons import amount
from .html import Markup, join, tag
from .instruments import Apart, folded, part
from .parts import badge, cite, contents
from .words import Words


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
            [
                (
                    tag("dt", words.label(m.name)),
                    tag("dd", tag("span", amount(m, words), class_="numbers"), steps(m, words)),
                )
                for m in found
            ],
            class_="metrics",
        ),
        rates(verdict.metrics["tpp"], words),
        folded("figures", words("metrics.figures"), part("figures", lambda: _figures(verdict.chip, words), apart))
        if verdict.chip.specs
        else "",
        class_="specs-steps",
    )


def rates(tpp: Metric, words: Words) -> Markup:
    """The rates that TPP is made of, and which of them decides."""
    if not tpp.steps:
        return tag("p", words("metrics.none-given"))
    heads = [tag("th", words(f"metrics.{name}"), scope="col") for name in ("format", "rate", "value")]
    return tag(
        "table",
        tag("caption", words("metrics.formula-tpp")),
        tag("thead", tag("tr", heads)),
        tag("tbody", [_rate(step, _value(step) == tpp.value, words) for step in tpp.steps]),
        class_="rates",
    )


def _rate(step: Step, decides: bool, words: Words) -> Markup:
    terms = step.terms
    return tag(
        "tr",
        tag("th", words.label(str(terms["format"])), scope="row"),
        tag("td", _term(terms["rate"]), class_="numbers"),
        tag(
            "td",
            _term(terms["value"]),
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
    conflicts = [
        tag("li", words("metrics.conflict", value=_given(key, other, words)), " ", _said(other, words))
        for other in spec.conflicts
    ]
    return tag(
        "tr",
        tag("th", words.label(key), scope="row"),
        tag("td", join([_given(key, spec, words), f"({spec.label})" if spec.label else ""]), class_="numbers"),
        tag("td", _said(spec, words), tag("ul", conflicts, class_="conflicts") if conflicts else ""),
    )


def _given(key: str, spec: Spec, words: Words) -> str:
    if specs()[key].words:
        return words.word(str(spec.value))
    return spec.text if isinstance(spec.value, str) else show(spec.value, specs()[key].unit)


def _said(spec: Spec, words: Words) -> Markup:
    """What is said of a figure: how good it is, a note, its sources."""
    return join([badge(spec.evidence, words), words.pick(spec.note) if spec.note else "", cite(spec.cite, words)])


def _figures(chip: Chip, words: Words) -> Markup:
    """Every figure of the chip, under its note."""
    note = tag("p", words.pick(chip.note)) if chip.note else ""
    return tag("div", note, figures(chip.specs, words))


def figures(given: Mapping[str, Spec], words: Words) -> Markup:
    """Figures as they were written, each with what is said of it and its sources, in the order of `names.toml`."""
    rows = [_figure(key, given[key], words) for key in specs() if key in given]
    heads = tag("tr", [tag("th", words(key), scope="col") for key in ("metrics.figure", "metrics.given", "rows.cite")])
    return tag(
        "div",
        tag("table", tag("thead", heads), tag("tbody", rows), class_="figures"),
        class_="figures-scroll",
        role="region",
        tabindex="0",
        aria_label=words("metrics.figures"),
    )
