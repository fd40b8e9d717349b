"""What can be wrong with what somebody wrote, kept in parts so that every surface words it in its own language.

Fault
├── NumberFault   the number itself: not one, too large, a doubtful comma, negative
├── UnitFault     the unit: missing, unknown, or of another dimension
├── NameFault     a name that is not known (chip, place, spec, reading, option)
├── DateFault     not a date
├── TextFault     text too long or with nothing in it that can be read
└── DataFault     a data file: file, key and what is wrong there
Faults            several at once: all that is wrong, not the first
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


class Fault(ValueError):
    """One thing that is wrong with one field.

    `kind` is the word the surfaces look their sentence up by; `field`, `given`, `expected`, `example` and `near` fill it.

    >>> print(Fault("unknown-unit", "die_area", "814 acres", expected="an area", example="814 mm^2", near=["mm^2"]))
    die_area: '814 acres': unknown-unit; expected an area, for example '814 mm^2'; nearest: mm^2
    """

    def __init__(
        self,
        kind: str,
        field: str,
        given: object,
        *,
        expected: str = "",
        example: str = "",
        near: Iterable[str] = (),
    ) -> None:
        self.kind = kind
        self.field = field
        self.given = str(given) if len(str(given)) <= 60 else str(given)[:57] + "…"
        self.expected = expected
        self.example = example
        self.near = tuple(near)
        super().__init__(kind, field, given)

    def __str__(self) -> str:
        text = f"{self.field}: {self.given!r}: {self.kind}"
        if self.expected:
            text += f"; expected {self.expected}"
        if self.example:
            text += f", for example {self.example!r}"
        if self.near:
            text += "; nearest: " + ", ".join(self.near)
        return text


class NumberFault(Fault):
    """The number can't be read, or can't be a value of this field.

    >>> from calculators import parse
    >>> parse("3,35 TB/s", "GB/s", "memory_bandwidth")
    Traceback (most recent call last):
    calculators.engine.errors.NumberFault: memory_bandwidth: '3,35 TB/s': comma; nearest: 3.35 TB/s, 335 TB/s
    """


class UnitFault(Fault):
    """The unit is missing, unknown, or measures something else.

    >>> from calculators import parse
    >>> parse("3.35", "GB/s", "memory_bandwidth", example="4 TB/s")
    Traceback (most recent call last):
    calculators.engine.errors.UnitFault: memory_bandwidth: '3.35': no-unit; expected GB/s, for example '4 TB/s'
    """


class NameFault(Fault):
    """A name that this project doesn't know; `near` holds the closest ones.

    >>> from calculators import load_chip
    >>> try: load_chip("nvidia-h2o")
    ... except NameFault as fault: print(fault.kind, fault.near[0])
    unknown-chip nvidia-h20
    """


class DateFault(Fault):
    """Not a day of the calendar written YYYY-MM-DD.

    >>> from calculators import assess
    >>> try: assess("nvidia-h20", on="2025-02-29", to="CN")
    ... except Faults as several: print(several.faults[0])
    on: '2025-02-29': not-a-date; expected YYYY-MM-DD, for example '2023-11-17'
    """


class TextFault(Fault):
    """Text that is too long, or has nothing in it that can be read.

    >>> from calculators import parse
    >>> try: parse("9" * 500, "GB/s", "memory_bandwidth")
    ... except TextFault as fault: print(fault.kind, fault.expected)
    too-long 100
    """


class DataFault(Fault):
    """A data file that doesn't follow its schema; `field` is "file: key".

    >>> print(DataFault("unknown-word", "h20.toml: kind", "procesor", near=["processor"]))
    h20.toml: kind: 'procesor': unknown-word; nearest: processor
    """


class Faults(ValueError):
    """Everything that is wrong, gathered before anything is done.

    >>> Faults([DataFault("unknown-key", "a.toml: foo", "foo"), DataFault("unknown-key", "b.toml: bar", "bar")]).faults[1].field
    'b.toml: bar'
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(*faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class Gathered(list[Fault]):
    """Faults gathered from several readings, so that all are told at once.

    >>> found = Gathered()
    >>> found.tried(int, "3"), len(found)
    (3, 0)
    >>> def read(): raise NameFault("unknown-chip", "chip", "h21")
    >>> found.tried(read), len(found)
    (None, 1)
    >>> found.tell()
    Traceback (most recent call last):
    calculators.engine.errors.Faults: chip: 'h21': unknown-chip
    """

    def tried(self, read: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What a reading gives; None where it raised a fault, which is kept."""
        try:
            return read(*given, **named)
        except Fault as fault:
            self.append(fault)
        except Faults as several:
            self.extend(several.faults)
        return None

    def tell(self) -> None:
        """Raise Faults with each fault once, if there is any."""
        if self:
            raise Faults(list({str(fault): fault for fault in self}.values()))


def near(given: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The known names closest to a misspelt one, best first.

    >>> near("nvidia-h2o", ["nvidia-h20", "nvidia-h100-sxm", "amd-mi300x"])
    ('nvidia-h20', 'nvidia-h100-sxm')
    """
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in known}
    return tuple(by_fold[found] for found in get_close_matches(given.casefold()[:60], by_fold, n=most, cutoff=0.6))
