"""What can a number met in an article be: which limit, which chip's figure, in which unit and format, and what is it mistaken for?

Formula: the number is looked up among every limit of every text and every figure of every chip, each in the forms that articles print
(`engine/printed.py`). Source: each instrument's and each chip's own citations; `data/elsewhere.toml` for limits of other things.
"""

import datetime
from dataclasses import dataclass

from .engine import inputs as ask
from .engine.press import Press, press
from .engine.units import Written
from .view.html import Markup, join
from .view.press import figures, limits, nearest, number, reading
from .view.press_meanings import meanings
from .view.words import Words


@dataclass(frozen=True, slots=True)
class Inputs:
    """A number as it was printed, with any unit or none, and the day on which a limit should hold."""

    number: Written = ask.written("70 TFLOPS")
    on: datetime.date | None = ask.date(optional=True)


def compute(inputs: Inputs) -> Press:
    """Everything that the number can be.

    >>> from calculators.engine.units import read_written
    >>> {hit.found.chip.id for hit in compute(Inputs(read_written("2368 TPP", "number"))).figures}
    {'nvidia-h20'}
    """
    return press(inputs.number, inputs.on)


def show(found: Press, words: Words) -> Markup:
    """How it was read, what it can be, what lies nearest, what the unit means and what it is mistaken for."""
    return join(
        [
            reading(found, words),
            limits(found, words),
            nearest(found, words),
            figures(found, words),
            meanings(found, words),
        ],
        "",
    )


def sentence(found: Press, words: Words) -> str:
    """The answer in one sentence."""
    if found.nothing:
        return words("press-check.sentence-nothing", number=number(found, words))
    return words(
        "press-check.sentence-elsewhere" if found.elsewhere else "press-check.sentence",
        number=number(found, words),
        limits=len({(hit.found.part.path, hit.found.line.text) for hit in found.limits}),
        chips=len({hit.found.chip.id for hit in found.figures}),
    )
