"""Does the duty of section 232 fall on a chip that enters the United States, and how far from its bands does the chip stand?

Formula: HTS note 39(b) as data (`data/regulations/2026-01-15-s232-tariff.toml`): TPP and DRAM bandwidth strictly inside one of two bands.
Source: proclamation of 14 January 2026 and CSMS 67400472, cited there.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .engine import inputs as ask
from .engine.chips import chip_from
from .engine.judge import Applied
from .engine.verdict import Verdict, assess
from .view.comparisons import trace
from .view.html import Markup, join, tag
from .view.measures import rates
from .view.parts import chip_name, cite
from .view.verdict import beside, missing_word
from .view.words import Words

TARIFF: Final = "s232-tariff"
EXEMPT: Final = f"{TARIFF}/s232/no-exempt-use"


@dataclass(frozen=True)
class Inputs:
    """A chip or specs, the day it enters, and whether one of the exempt uses applies."""

    chip: str = ask.chip("nvidia-h200-sxm")
    on: datetime.date = ask.date("2026-02-01")
    exempt_use: str = ask.choice("no", "yes", default="no")
    specs: Mapping[str, str] = ask.over("fp4", "fp8", "fp16", "int8", "memory_bandwidth")


@dataclass(frozen=True)
class Found:
    """The band and the duty as applied, None where they aren't in force that day, with the whole verdict."""

    band: Applied | None
    duty: Applied | None
    verdict: Verdict
    exempt: bool


def compute(inputs: Inputs) -> Found:
    """The band and the duty.

    >>> found = compute(Inputs())
    >>> found.band.truth, found.duty.truth, found.duty.part.rate
    (True, True, '25 percent')
    """
    exempt = inputs.exempt_use == "yes"
    verdict = assess(
        chip_from(inputs.specs, inputs.chip), on=inputs.on, to="US", from_="TW", denied=[EXEMPT] if exempt else ()
    )

    def own(found: Applied) -> bool:
        return found.part.instrument == TARIFF

    judged = verdict.judgement
    return Found(next(filter(own, judged.clauses), None), next(filter(own, judged.duties), None), verdict, exempt)


def show(found: Found, words: Words) -> Markup:
    """Whether the duty is owed, both bands with every comparison, and what was taken as met."""
    verdict, band = found.verdict, found.band
    if band is None:
        return tag("p", tag("strong", sentence(found, words)), class_="value")
    missing = tag("p", words("verdict.missing", missing=words.list(missing_word(m, words) for m in band.missing)))
    return join(
        [
            tag("p", tag("strong", sentence(found, words)), class_="value"),
            missing if band.truth is None else "",
            tag("p", words.pick(band.part.text), " ", cite(band.part.cite, words)),
            tag("ul", trace(band.finding, words), class_="steps") if band.finding else "",
            rates(verdict.metrics["tpp"], words),
            beside(verdict, words),
        ],
        "",
    )


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    name = chip_name(found.verdict.chip, words)
    if found.band is None or found.duty is None:
        return words("tariff.not-in-force", on=found.verdict.on.isoformat())
    if found.band.truth is False:
        return words("tariff.outside", chip=name)
    if found.band.truth is None:
        return words("tariff.undecided", chip=name)
    rate = found.duty.part.rate.replace(" percent", "%")
    return words("tariff.exempt" if found.exempt else "tariff.due", chip=name, rate=rate)
