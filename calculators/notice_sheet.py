"""What does a notification under License Exception NAC hold of a chip, and is one asked for at all?

Formula: the blocks and the points of the paragraph in its order, TPP and performance density with their derivations, and the day's clauses
with every comparison. Source: 15 CFR 740.8(c)(1), Supplement No. 1 to part 748, and ECCN 3A090 (15 CFR part 774, Supplement No. 1).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .engine import inputs as ask
from .engine.chips import chip_from
from .engine.notification import Standing, standing
from .engine.verdict import Verdict, assess
from .view.html import Markup
from .view.notice_sheet import FIGURES, sheet, stands
from .view.parts import chip_name
from .view.words import Words

NOTE: Final = "verdict.legal"


@dataclass(frozen=True)
class Inputs:
    """A named chip or none, specs typed over its own, a day, and three places as the verdict asks for them."""

    chip: str = ask.chip("nvidia-l40")
    on: datetime.date = ask.date("2026-10-01")
    to: str = ask.destination("CN")
    from_: str = ask.destination("US")
    headquarters: str = ask.destination(optional=True)
    specs: Mapping[str, str] = ask.over(*FIGURES)


@dataclass(frozen=True)
class Found:
    """The verdict that the sheet is made of, and whether NAC is there."""

    verdict: Verdict
    standing: Standing


def compute(inputs: Inputs) -> Found:
    """The verdict, and how License Exception NAC stands to it; raises Faults with all that is wrong.

    >>> compute(Inputs(chip="nvidia-rtx-4090")).standing.kind
    'notice'
    """
    verdict = assess(
        chip_from(inputs.specs, inputs.chip),
        on=inputs.on,
        to=inputs.to,
        from_=inputs.from_,
        headquarters=inputs.headquarters or None,
    )
    return Found(verdict, standing(verdict))


def show(found: Found, words: Words) -> Markup:
    """The sheet."""
    return sheet(found.verdict, found.standing, words)


def sentence(found: Found, words: Words) -> str:
    """The answer in one sentence."""
    said = stands(found.verdict, found.standing, words)
    return words("notice-sheet.sentence", chip=chip_name(found.verdict.chip, words), stands=said)
