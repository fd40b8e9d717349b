"""Units: the project's one registry, reader's text in (`parse`), text for readers out (`show`)."""

import re
import unicodedata
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import pint

from .errors import NumberFault, TextFault, UnitFault, near

LONGEST_TEXT: Final = 100
LONGEST_NUMBER: Final = 30
LARGEST: Final = Decimal("1e18")
PRECISION: Final = 80

registry: Final[Any] = pint.UnitRegistry(None, non_int_type=Decimal, cache_folder=None)
registry.load_definitions(files(__package__).joinpath("units.txt").read_text("utf-8").splitlines())

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?:[eE](?P<power>[+-]?\d{1,9}))?"
)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?! ?[\d,])")
_TOO_FAR = re.compile(r"\d(?:\s{2,}|[^\S \u00a0\u2009\u202f])\d")
"""What doesn't hold the digits of one number together: a tab, a new line, two spaces."""
_DOUBTFUL_COMMA = re.compile(r"[+-]?\d+(?:[.,]\d+)*,\d+(?:[.,]\d+)*")
_UNIT = re.compile(r"[A-Za-z]{1,24}\d?(?:\^2)?(?:/[A-Za-z]{1,24}\d?(?:\^2)?){0,2}|%")
_RATE = re.compile(r"([kKmMgGtTpPeE]?)(flops?|ops?)(/s)?", re.IGNORECASE)
_SPARSE = re.compile(r"spars|稀疏", re.IGNORECASE)
_SPARSE_WORD = re.compile(r"\(?\s*(?:\b(?:(?:with )?sparsity|sparse)\b|稀疏(?:運算)?)\s*\)?", re.IGNORECASE)
_DENSE = re.compile(r"\(?\s*(?:\b(?:dense|without sparsity)\b|密集(?:運算)?)\s*\)?", re.IGNORECASE)
_UNIT_NAMES = (
    "TFLOPS",
    "PFLOPS",
    "GFLOPS",
    "TOPS",
    "POPS",
    "GB/s",
    "TB/s",
    "GiB/s",
    "Gb/s",
    "Tb/s",
    "GB",
    "TB",
    "GiB",
    "mm^2",
    "nm",
    "W",
    "transistor",
    "TPP",
    "TPP/mm^2",
    "GB/s/mm^2",
    "percent",
    "GFLOPS/mm^2",
    "TFLOPS/mm^2",
    "WT",
)
KNOWN_UNITS: Final = "TFLOPS · TOPS · TPP · TPP/mm² · GFLOPS/mm² · GB/s · GB · WT"


class Parsed(NamedTuple):
    """A reader's quantity: `value` in the field's own unit, exact, and the unit it was written in."""

    value: Decimal
    unit: str
    written_unit: str


class Written(NamedTuple):
    """A number as somebody wrote it: the unit in the registry's spelling, "" for none, and whether it was called dense or sparse.

    `number` keeps the zeros it was written with: `half` is how far what was rounded to it may lie away, in its own unit.
    """

    number: Decimal
    unit: str
    said: str

    @property
    def half(self) -> Fraction:
        """Half of the last place that was written.

        >>> read_written("1.60 TB/s", "number").half
        Fraction(1, 200)
        """
        power = self.number.as_tuple().exponent
        assert isinstance(power, int)
        return Fraction(10) ** power / 2


def plain(text: str) -> str:
    """Text as it is meant: full-width forms made ASCII, invisible marks removed, spaces single.

    >>> plain("\\u200f４ ＴＢ／ｓ")
    '4 TB/s'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text)
    text = (
        "".join(c for c in text if unicodedata.category(c) != "Cf")
        .replace("−", "-")
        .replace("·", "*")
        .replace("μ", "u")
    )
    return " ".join(text.split())


@lru_cache(maxsize=512)
def factor(unit: str, to: str) -> Decimal:
    """How many `to` one `unit` is; raises pint's errors for a name or dimension that doesn't fit.

    >>> factor("TB/s", "GB/s"), factor("GiB", "GB")
    (Decimal('1000'), Decimal('1.073741824'))
    """
    with localcontext() as context:
        context.prec = PRECISION
        found: Decimal = registry.Quantity(Decimal(1), unit).to(to).magnitude
        return Decimal(format(found.normalize(), "f"))


def _spelled(unit: str) -> str:
    """The unit in the registry's spelling: "Tflop/s" is TFLOPS, "mm2" is mm^2, "%" is percent."""
    if unit == "%":
        return "percent"
    if unit.endswith(("/mm2", "/mm^2")):
        return _spelled(unit.rpartition("/")[0]) + "/mm^2"
    if found := _RATE.fullmatch(unit):
        prefix = found[1].upper().replace("K", "k") if found[1] != "m" else "M"
        per_second = "S" if found[3] or found[2].casefold().endswith("s") else ""
        return prefix + ("FLOP" if "f" in found[2].casefold() else "OP") + per_second
    return re.sub(r"\bmm2\b", "mm^2", unit)


@lru_cache(maxsize=1024)
def parse(
    text: str, unit: str, field: str, *, example: str = "", least: Decimal = Decimal(0), above: bool = False
) -> Parsed:
    """Read a reader's quantity, such as "3.35 TB/s", as a value in `unit` ("GB/s").

    A pattern of ours splits number and unit; only the unit reaches pint. Nothing is guessed: a comma that could be a decimal
    comma, a missing or foreign unit, a rate said to be sparse raise NumberFault, UnitFault or TextFault naming `field`.

    >>> parse("3.35 TB/s", "GB/s", "memory_bandwidth").value
    Decimal('3350.00')
    >>> parse("3,35 TB/s", "GB/s", "memory_bandwidth")
    Traceback (most recent call last):
    calculators.engine.errors.NumberFault: memory_bandwidth: '3,35 TB/s': comma; nearest: 3.35 TB/s, 335 TB/s
    """
    if len(text) > LONGEST_TEXT:
        raise TextFault("too-long", field, text, expected=str(LONGEST_TEXT), example=example)
    given, text = text, plain(text)
    if _SPARSE.search(_DENSE.sub("", text)):
        raise NumberFault("sparse", field, given, expected=unit, example=example, near=_halved(_joined(text, given)))
    text = _DENSE.sub("", text).strip()
    number, rest = _number(text, given, field, unit, example)
    if not rest:
        raise UnitFault("no-unit", field, given, expected=unit, example=example)
    spelled = _spelled(rest) if _UNIT.fullmatch(rest) else ""
    try:
        times = factor(spelled, unit) if spelled else None
    except pint.DimensionalityError:
        raise UnitFault("other-dimension", field, given, expected=unit, example=example) from None
    except (pint.UndefinedUnitError, ValueError):
        times = None
    if times is None:
        raise UnitFault("unknown-unit", field, given, expected=unit, example=example, near=_near_units(rest, unit))
    with localcontext() as context:
        context.prec = PRECISION
        value = number * times
    if value > LARGEST or value < least or (above and value == least):
        raise NumberFault("out-of-range", field, given, expected=unit, example=example)
    return Parsed(Decimal(format(value, "f")), unit, spelled)


def read_written(text: str, field: str, *, example: str = "") -> Written:
    """Read a number of which nobody says what it measures: with any unit of the registry, or with none.

    Raises NumberFault, UnitFault or TextFault naming `field`. "Dense" and "sparse" are read and change nothing.

    >>> read_written("3,958 TFLOPS sparse", "number")
    Written(number=Decimal('3958'), unit='TFLOPS', said='sparse')
    >>> read_written("5.92", "number").unit
    ''
    """
    if len(text) > LONGEST_TEXT:
        raise TextFault("too-long", field, text, expected=str(LONGEST_TEXT), example=example)
    given, text = text, plain(text)
    bare = _DENSE.sub("", text)
    sparse = _SPARSE_WORD.sub("", bare)
    said = "sparse" if sparse != bare else "dense" if bare != text else ""
    number, rest = _number(sparse.strip(), given, field, KNOWN_UNITS, example)
    spelled = _spelled(rest) if _UNIT.fullmatch(rest) else ""
    if rest and not (spelled and _defined(spelled)):
        raise UnitFault(
            "unknown-unit", field, given, expected=KNOWN_UNITS, example=example, near=near(rest, _UNIT_NAMES)
        )
    if number > LARGEST:
        raise NumberFault("out-of-range", field, given, expected=KNOWN_UNITS, example=example)
    return Written(number, spelled, said)


@lru_cache(maxsize=512)
def _defined(unit: str) -> bool:
    try:
        registry.Quantity(Decimal(1), unit)
    except (pint.UndefinedUnitError, ValueError):
        return False
    return True


@lru_cache(maxsize=512)
def alike(unit: str, other: str) -> bool:
    """Whether two units measure the same.

    >>> alike("TB/s", "GB/s"), alike("TFLOPS", "TPP"), alike("TFLOPS", "WT")
    (True, False, False)
    """
    return bool(registry.Quantity(1, unit).dimensionality == registry.Quantity(1, other).dimensionality)


def _number(text: str, given: str, field: str, expected: str, example: str) -> tuple[Decimal, str]:
    """The number that a text begins with, exact, and what stands behind it; a doubtful comma or a sign is a NumberFault."""
    text = _joined(text, given)
    found = _NUMBER.match(text)
    rest = text[found.end() :].strip() if found else ""
    if found is None or (rest and rest[0] in ",.0123456789"):
        if comma := _DOUBTFUL_COMMA.match(text):
            tail = text[comma.end() :]
            raise NumberFault(
                "comma",
                field,
                given,
                example=example,
                near=[comma[0].replace(",", ".", 1) + tail, comma[0].replace(",", "") + tail],
            )
        raise NumberFault("not-a-number", field, given, expected=expected, example=example)
    if found["sign"] == "-":
        raise NumberFault("negative", field, given, expected=expected, example=example)
    if len(found["digits"] + (found["decimals"] or "")) > LONGEST_NUMBER or abs(int(found["power"] or 0)) > 30:
        raise NumberFault("out-of-range", field, given, expected=expected, example=example)
    with localcontext() as context:
        context.prec = PRECISION
        digits = found["digits"].replace(",", "") + (found["decimals"] or "")
        return Decimal(digits + "e" + (found["power"] or "0")), rest


def _joined(text: str, given: str) -> str:
    """A text with commas for the single spaces that group the digits of the number it begins with.

    >>> _joined("4 800 TPP", "4\u202f800 TPP"), _joined("4 8", "4 8"), _joined("4 800", "4\t800")
    ('4,800 TPP', '4 8', '4 800')
    """
    found = None if _TOO_FAR.search(given) else _SPACED.match(text)
    return found[0].replace(" ", ",") + text[found.end() :] if found else text


def read_number(text: str, field: str, *, example: str = "") -> Decimal:
    """A plain number without a unit.

    >>> read_number("1,234.5", "parameters")
    Decimal('1234.5')
    """
    number, rest = _number(plain(text), text, field, "", example)
    if rest:
        raise NumberFault("not-plain", field, text, example=example)
    return number


def _halved(text: str) -> list[str]:
    """The dense rate that belongs to a sparse one, as a suggestion only: half."""
    found = re.match(r"([\d,]+(?:\.\d+)?)\s*([A-Za-z/]+)", text)
    if not found or not re.fullmatch(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?", found[1]):
        return []
    return [f"{format((Decimal(found[1].replace(',', '')) / 2).normalize(), 'f')} {found[2]}"]


def _near_units(written: str, unit: str) -> tuple[str, ...]:
    """Units of the field's own dimension that look like what was written: for a rate "T" may be TFLOPS, for a link TB/s."""
    alike = registry.Quantity(1, unit).dimensionality
    fitting = [name for name in _UNIT_NAMES if registry.Quantity(1, name).dimensionality == alike]
    start = written[:1].casefold()
    folded = tuple(name for name in fitting if name.casefold() == written.casefold())
    return (
        folded
        or near(written, fitting)
        or tuple(name for name in fitting if start and name.casefold().startswith(start))[:3]
    )


_PRINTED = {"percent": "%", "transistor": ""}


def printed(unit: str) -> str:
    """A unit as readers see it.

    >>> printed("TPP/mm^2"), printed("percent")
    ('TPP/mm²', '%')
    """
    return _PRINTED.get(unit, unit.replace("^2", "²"))


def show(value: Decimal | Fraction | int, unit: str = "", *, apart_from: Fraction | None = None) -> str:
    """A value for readers: thousands separated, a no-break space before the unit, never rounded onto a limit.

    Exact decimals are shown in full up to six places; ratios to four significant places, and further until they can be told
    apart from `apart_from`.

    >>> show(Decimal("2368.0"), "TPP"), show(Fraction(2368, 814), "TPP/mm^2")
    ('2,368\\xa0TPP', '2.909\\xa0TPP/mm²')
    >>> show(Fraction(1776000, 300001), "TPP/mm^2", apart_from=Fraction(592, 100))
    '5.91998\\xa0TPP/mm²'
    """
    return _show(value if type(value) is Fraction else Fraction(value), unit, apart_from)


@lru_cache(maxsize=4096)
def _show(exact: Fraction, unit: str, apart_from: Fraction | None) -> str:
    places = 0 if exact.denominator == 1 else next((p for p in range(1, 7) if (exact * 10**p).denominator == 1), None)
    if places is None:
        places = next(p for p in range(40) if abs(exact) * 10**p >= 1000 or p == 39)
        while apart_from is not None and places < 40 and exact != apart_from and round(exact, places) == apart_from:
            places += 1
    with localcontext() as context:
        context.prec = PRECISION
        text = f"{Decimal(round(exact * 10**places)).scaleb(-places):,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if not unit:
        return text
    shown = printed(unit)
    return text + shown if shown in ("%", "") else f"{text}\u00a0{shown}"


def exact(value: Fraction | Decimal | int, digits: int = 12) -> str:
    """A value as a plain decimal string for programs; a ratio that doesn't end is cut to `digits` significant digits.

    >>> exact(Fraction(2368)), exact(Fraction(2368, 814))
    ('2368', '2.90909090909')
    """
    fraction = Fraction(value)
    with localcontext() as context:
        context.prec = PRECISION
        text = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        if Fraction(text) != fraction:
            context.prec = digits
            text = +text
        return format(text.normalize(), "f") if text else "0"


def quantity(value: Decimal | Fraction | int, unit: str) -> Any:
    """The value as a pint quantity of the project's registry.

    >>> quantity(Decimal(296), "TFLOPS") * quantity(8, "bit") == quantity(2368, "TPP")
    True
    """
    if isinstance(value, Fraction):
        with localcontext() as context:
            context.prec = PRECISION
            value = Decimal(value.numerator) / Decimal(value.denominator)
    return registry.Quantity(Decimal(value), unit)
