"""Must a foundry or a packaging house presume that a chip is a data-centre item of 3A090.a, and what follows?

Formula: Note 1 to 3A090.a as data (`data/regulations/2025-01-16-foundry-presumption.toml` and what amended it). Source: 90 FR 5298 and
its later texts, each cited in its file.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .engine import inputs as ask
from .engine.chips import chip_from
from .engine.judge import Applied
from .engine.verdict import Verdict, assess
from .view.comparisons import trace
from .view.html import Markup, join, tag
from .view.parts import cite
from .view.verdict import head, missing_word
from .view.words import Words

PARTIES: Final = (
    "actor",
    "completed",
    "designer",
    "designer_attests",
    "designer_headquarters",
    "designer_owner",
    "designer_application_age",
    "packaged_by",
    "packaged_in",
)


@dataclass(frozen=True)
class Inputs:
    """Who asks, the chip as designed, its designer, who packages it and where, and when the transaction is completed."""

    actor: str = ask.choice("fabricator", "osat", default="fabricator")
    on: datetime.date = ask.date("2025-12-01")
    completed: datetime.date | None = ask.date(optional=True)
    to: str = ask.destination("CN")
    designer: str = ask.choice("approved", "reporting", "other", optional=True)
    designer_attests: str = ask.choice("yes", "no", optional=True)
    designer_headquarters: str = ask.destination(optional=True)
    designer_owner: str = ask.destination(optional=True)
    designer_application_age: Decimal | None = ask.quantity("designer_application_age", optional=True)
    packaged_by: str = ask.choice("fabricator", "approved_osat", "other", optional=True)
    packaged_in: str = ask.destination(optional=True)
    chip: str = ask.chip("")
    specs: Mapping[str, str] = ask.over("transistors", "process_node", "non_planar", "hbm")


@dataclass(frozen=True)
class Found:
    """The presumption as applied, None where it isn't in force, and the verdict that it leads to."""

    presumption: Applied | None
    verdict: Verdict


def compute(inputs: Inputs) -> Found:
    """Whether the presumption holds, and the verdict of that day.

    >>> chip = {"process_node": "7 nm", "transistors": "29e9 transistor"}
    >>> found = compute(Inputs(packaged_by="fabricator", packaged_in="TW", specs=chip))
    >>> found.presumption.truth
    False
    """
    given = {name: value for name in PARTIES if (value := getattr(inputs, name)) not in (None, "")}
    texts = {name: f"{value} d" if name == "designer_application_age" else str(value) for name, value in given.items()}
    verdict = assess(chip_from(inputs.specs, inputs.chip), on=inputs.on, to=inputs.to, parties=texts)
    presuming = (clause for clause in verdict.judgement.clauses if clause.part.presumes)
    return Found(next(presuming, None), verdict)


def show(found: Found, words: Words) -> Markup:
    """Whether it is presumed and why, every comparison, and the verdict."""
    clause = found.presumption
    if clause is None:
        return join([tag("p", sentence(found, words), class_="value"), head(found.verdict, words)], "")
    missing = tag("p", words("verdict.missing", missing=words.list(missing_word(m, words) for m in clause.missing)))
    return join(
        [
            tag("p", tag("strong", sentence(found, words)), class_="value"),
            missing if clause.truth is None else "",
            tag("p", words.pick(clause.part.text), " ", cite(clause.part.cite, words)),
            tag("ul", trace(clause.finding, words), class_="steps") if clause.finding else "",
            head(found.verdict, words),
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    clause = found.presumption
    if clause is None:
        return words("foundry-presumption.not-in-force", on=found.verdict.on.isoformat())
    key = {True: "presumed", False: "not-presumed", None: "undecided"}[clause.truth]
    return words(f"foundry-presumption.{key}")
