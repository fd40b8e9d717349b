"""What does every text of a day say of many chips at once?

Formula: the verdict of each chip (`engine/compare.py`), one row a chip, one column a text. Source: each instrument's own citations.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from .engine import inputs as ask
from .engine.chips import chips
from .engine.compare import Matrix, compare
from .engine.metrics import Metric
from .engine.rows import outcome
from .engine.verdict import Row, Verdict
from .view.comparisons import amount
from .view.html import Markup, tag
from .view.parts import chip_name, mark, outcome_words, place_name
from .view.verdict import outcome_text
from .view.words import Words

MEASURES: Final = ("tpp", "performance_density", "memory_bandwidth", "interconnect_bandwidth")
MAKERS: Final = tuple(dict.fromkeys(chip.maker for chip in chips().values()))


@dataclass(frozen=True)
class Inputs:
    """Chips by id or all of a maker, the texts by id or all that speak that day, the day and the places."""

    chips: tuple[str, ...] = ask.chips(
        "nvidia-h20", "nvidia-h800-sxm", "nvidia-h100-sxm", "nvidia-h200-sxm", "nvidia-rtx-4090", "amd-mi308x"
    )
    maker: str = ask.choice(*MAKERS, optional=True)
    on: datetime.date = ask.date("2025-06-01")
    to: str = ask.destination("CN")
    headquarters: str = ask.destination(optional=True)
    instruments: tuple[str, ...] = ask.instruments()


def compute(inputs: Inputs) -> Matrix:
    """The matrix; neither chips nor a maker: every chip there is.

    >>> found = compute(Inputs(chips=("nvidia-h20",), instruments=("oct-2023",)))
    >>> found.cell("nvidia-h20", "oct-2023").licence
    'not required'
    """
    wanted = dict.fromkeys(inputs.chips)
    if inputs.maker:
        wanted |= dict.fromkeys(chip.id for chip in chips().values() if chip.maker == inputs.maker)
    return compare(
        tuple(wanted) or None,
        on=inputs.on,
        to=inputs.to,
        headquarters=inputs.headquarters or None,
        instruments=inputs.instruments or None,
    )


def show(found: Matrix, words: Words) -> Markup:
    """A row a chip: its measures, its verdict, and a mark for each text that asks or lets something."""
    columns = [one for one in found.instruments if any(_speaks(found.cell(v.chip.id, one.id)) for v in found.verdicts)]
    heads = [
        tag("th", words("compare-chips.chip"), scope="col"),
        tag("th", words("compare-chips.verdict"), scope="col"),
        *(tag("th", words.label(name), scope="col", class_="numbers") for name in MEASURES),
        *(tag("th", words.pick(one.title), scope="col") for one in columns),
    ]
    caption = sentence(found, words)
    rows = [
        tag(
            "tr",
            tag("th", chip_name(verdict.chip, words), scope="row"),
            tag("td", _outcome(verdict, words), data_outcome=verdict.outcome),
            [tag("td", amount(_metric(verdict, name), words), class_="numbers") for name in MEASURES],
            [_cell(found.cell(verdict.chip.id, one.id), words) for one in columns],
        )
        for verdict in found.verdicts
    ]
    return tag(
        "div",
        tag("table", tag("caption", caption), tag("thead", tag("tr", heads)), tag("tbody", rows), class_="matrix"),
        class_="figures-scroll",
        role="group",
        tabindex="0",
        aria_label=caption,
    )


def sentence(found: Matrix, words: Words) -> str:
    """The answer in one sentence."""
    first = found.verdicts[0]
    return words(
        "compare-chips.caption",
        count=len(found.chips),
        needing=sum(verdict.licence == "required" for verdict in found.verdicts),
        to=place_name(first.to, words),
        on=first.on.isoformat(),
    )


def _metric(verdict: Verdict, name: str) -> Metric:
    return verdict.metrics[name]


def _outcome(verdict: Verdict, words: Words) -> Markup:
    return tag(
        "span",
        mark(verdict.outcome),
        tag("span", outcome_text(verdict, words), class_="outcome-word"),
        class_="row-verdict",
    )


def _speaks(row: Row) -> bool:
    """Whether a text has something to say of the chip beyond that it isn't met."""
    return row.licence in ("required", "exception", "unknown") or any(c.truth is not False for c in row.clauses)


def _cell(row: Row, words: Words) -> Markup:
    """What one text says: its outcome where it asks for a licence, else whether it is met."""
    if row.licence in ("required", "exception", "unknown"):
        kind = outcome(row.licence, row.review or "not stated")
        text = outcome_words(kind, row.review, words)
    else:
        truths = [clause.truth for clause in row.clauses]
        kind = "unknown" if None in truths and True not in truths else "not-controlled"
        text = words(f"compare-chips.{'met' if True in truths else 'unknown' if None in truths else 'not-met'}")
    return tag("td", mark(kind), tag("span", text), class_="matrix-cell", data_outcome=kind)
