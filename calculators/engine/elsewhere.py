"""Numbers that the press prints of chips and that are a limit of something else (`data/elsewhere.toml`), each with its source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .data import Table, read, root
from .errors import Fault, Faults
from .sources import Citation, read_citations, read_source
from .units import Written, read_written


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """One such number: every way in which it is written, what it measures first, and what is to be said of it."""

    id: str
    forms: tuple[Written, ...]
    text: Mapping[str, str]
    cite: tuple[Citation, ...]


@lru_cache(maxsize=1)
def elsewhere() -> tuple[Elsewhere, ...]:
    """Every such number; raises Faults with all that is wrong in the file.

    >>> [(str(form.number), form.unit) for form in elsewhere()[0].forms]
    [('70', 'WT'), ('70', 'TFLOPS')]
    """
    faults: list[Fault] = []
    file = read(root().joinpath("elsewhere.toml"), faults)
    sources = {key: read_source(key, table) for key, table in file.named("sources")}
    found = []
    for table in file.tables("numbers"):
        texts = (table.text("value", needed=True), *table.texts("printed"))
        found.append(
            Elsewhere(
                table.text("id", needed=True),
                tuple(_written(table, texts)),
                table.words(),
                read_citations(table, sources),
            )
        )
        table.close()
    file.close()
    if faults:
        raise Faults(faults)
    return tuple(found)


def _written(table: Table, texts: Iterable[str]) -> Iterator[Written]:
    for text in filter(None, texts):
        try:
            yield read_written(text, "value", example="70 WT")
        except Fault as fault:
            table.fault(fault.kind, "value", text, expected=fault.expected, example=fault.example, near=fault.near)
