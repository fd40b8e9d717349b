"""What the unit of a number means, what it is mistaken for, and what the number is once the mistake is taken out of it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from ..engine.press import Press
from ..engine.printed import PER_AREA, bit_lengths, printed_sparse
from ..engine.units import factor, show
from .html import Markup, join, tag
from .words import Words

MEANS: Final[Mapping[str, str]] = {
    "TFLOPS": "rate",
    "TOPS": "rate",
    "TPP": "tpp",
    "TPP/mm^2": "density",
    "GFLOPS/mm^2": "rate-density",
    "GB/s": "bandwidth",
    "GB": "memory",
    "GB/s/mm^2": "memory-density",
    "WT": "app",
    "mm^2": "area",
    "nm": "length",
    "W": "power",
    "transistor": "count",
    "percent": "share",
    "d": "days",
}
"""What is to be said of each unit: the keys of `press-check.means-*`."""
RATE_OF: Final = {"TOPS": ("TPP", 1), **{rate: (unit, times) for unit, (rate, times) in PER_AREA.items()}}


def meanings(found: Press, words: Words) -> Markup:
    """What each unit in play means, what it is mistaken for, and what the number would be then."""
    typed = bool(found.written.unit)
    looks = [*(hit.look for hit in found.limits), *(hit.look for hit in found.figures)]
    met = {look.unit for look in looks if not look.swapped}
    units = [look.unit for look in found.looks if not look.swapped and (typed or look.unit in met)]
    keys = dict.fromkeys(MEANS[unit] for unit in units)
    turned = list(_turned(found, words)) if typed else []
    items = [
        join([tag("p", words(f"press-check.means-{key}")), tag("p", words(f"press-check.mistaken-{key}"))], "")
        for key in keys
    ]
    if "WT" in units:
        items.append(tag("p", words("press-check.no-app")))
    head = tag("p", tag("strong", words("press-check.meaning"))) if items else ""
    return join([head, *items, tag("ul", [tag("li", line) for line in turned]) if turned else ""], "")


def _turned(found: Press, words: Words) -> Iterator[str]:
    """What the number is once the usual mistake is taken out of it."""
    own = next((look for look in found.looks if not look.swapped), None)
    if own is None:
        return
    said = found.written.said
    if own.unit in RATE_OF:
        unit, times = RATE_OF[own.unit]
        for bits, formats in bit_lengths().items():
            value = own.value * bits / times
            sparse = printed_sparse().intersection(formats)
            if said == "sparse" and not sparse:
                continue
            counted = said or ("" if sparse else "dense")
            key = f"press-check.turn-rate{f'-{counted}' if counted else ''}"
            yield words(
                key,
                bits=bits,
                formats=words.list(map(words.label, formats)),
                dense=show(value, unit),
                sparse=show(value / 2, unit),
            )
    elif own.unit in ("TPP", "TPP/mm^2"):
        yield words("press-check.turn-sparse", value=show(own.value / 2, own.unit))
    elif own.unit == "GB/s":
        yield words("press-check.turn-one-way", value=show(own.value * 2, own.unit))
        yield words("press-check.turn-bits", value=show(own.value / 8, own.unit))
    elif own.unit == "GB":
        yield words("press-check.turn-gib", value=show(own.value * Fraction(factor("GiB", "GB")), "GB"))
