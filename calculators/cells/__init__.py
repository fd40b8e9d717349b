"""What a notebook needs beside the library: a table, a chart, a calculator's answer as amounts, and how values are shown.

The explainers are made of cells. The build runs them under Jupyter, a reader's browser under `session.py`; both show a value by
`display.py`, so that the outputs are the same. In a notebook of one's own, `%load_ext calculators.cells` does what the build does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from ..engine.results import Amount
from ..entry import amounts

__all__ = ["Answer", "Chart", "Check", "Table", "ask", "chart", "check", "load_ipython_extension", "table"]

OPEN: Final = "?"
"""Stands where a reader's answer goes."""
MARKS: Final = ("line", "bar", "point")


@dataclass(frozen=True)
class Table:
    """Rows under heads. A head that is a name of the library ("tpp", "memory_bandwidth", "chip") is shown by its label."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def table(rows: Iterable[Mapping[str, Any]], heads: Iterable[str] = ()) -> Table:
    """Rows as a table: one mapping a row, its keys the heads, in the order of the first row unless `heads` says another.

    >>> table([{"chip": "nvidia-h20", "tpp": 2368}, {"chip": "nvidia-h100-sxm"}]).rows
    (('nvidia-h20', 2368), ('nvidia-h100-sxm', None))
    """
    every = [dict(row) for row in rows]
    chosen = tuple(heads) or tuple(dict.fromkeys(key for row in every for key in row))
    return Table(chosen, tuple(tuple(row.get(head) for head in chosen) for row in every))


@dataclass(frozen=True)
class Chart:
    """Rows drawn: one of their keys to the right, another upwards, a third, if wanted, by the look of the marks."""

    rows: Table
    x: str
    y: str
    by: str = ""
    mark: str = "line"


def chart(rows: Iterable[Mapping[str, Any]], x: str, y: str, by: str = "", mark: str = "line") -> Chart:
    """Rows as a chart, as `table` takes them: `x` and `y` are keys of the rows, `by` one that tells series apart.

    Raises ValueError with the keys there are for one that no row has, and with the marks there are for another mark.

    >>> chart([{"die_area": 100, "tpp": 1599}, {"die_area": 500, "tpp": 1599}], x="die_area", y="tpp").mark
    'line'
    >>> chart([{"die_area": 100}], x="die_area", y="tpp")
    Traceback (most recent call last):
        ...
    ValueError: y="tpp": the rows have 'die_area'
    """
    made = table(rows)
    for name, key in (("x", x), ("y", y), ("by", by)):
        if key not in made.heads and (key or name != "by"):
            raise ValueError(f'{name}="{key}": the rows have {", ".join(map(repr, made.heads)) or "nothing"}')
    if mark not in MARKS:
        raise ValueError(f'mark="{mark}": the marks are {", ".join(map(repr, MARKS))}')
    return Chart(made, x, y, by, mark)


class Answer(Mapping[str, Amount]):
    """What a calculator found, by name; shown as a table with the calculator's own words."""

    def __init__(self, name: str, found: Mapping[str, Amount]) -> None:
        self.name = name
        self._found = dict(found)

    def __getitem__(self, key: str) -> Amount:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"Answer({self.name!r}, {self._found!r})"


def ask(name: str, **inputs: object) -> Answer:
    """A calculator's amounts for inputs written as in its form: texts with their units, or numbers.

    Raises the calculator's own faults: an unknown name or key with the nearest one, everything that is wrong in the inputs at once.

    >>> str(ask("roofline", chip="nvidia-h20", prompt=4096)["ridge"].quantity)
    '37 operation / byte'
    """
    return Answer(name, amounts(name, {key: str(value) for key, value in inputs.items()}))


@dataclass(frozen=True)
class Check:
    """Whether an answer is right; None while there is none."""

    right: bool | None


def check(answer: object, expected: Fraction | int | Callable[[Fraction], bool]) -> Check:
    """Hold a reader's answer against a number, to one part in a hundred, or against a condition.

    >>> check("?", 600).right, check(596, 600).right, check("0.5", lambda share: share > 1).right
    (None, True, False)
    """
    if answer == OPEN:
        return Check(None)
    value = Fraction(str(answer))
    if callable(expected):
        return Check(bool(expected(value)))
    right = Fraction(expected)
    return Check(abs(value - right) * 100 <= abs(right))


def load_ipython_extension(ipython: Any) -> None:
    """Show this library's values in a Jupyter notebook as the explainers do: `%load_ext calculators.cells`."""
    from .jupyter import install

    install(ipython)
