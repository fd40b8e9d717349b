"""Reading the data files: TOML in, one list of every fault out."""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from .errors import DataFault, Fault, near

LANGUAGES: Final = ("en", "zh-Hant")


def root() -> Traversable:
    """The folder `calculators/data` of the installed package."""
    return files("calculators").joinpath("data")


class Table:
    """A TOML table that is read key by key and knows which were not asked for.

    `where` is "file: key" as a person finds it; every fault goes to `faults`, so that one reading lists them all.

    >>> faults = []
    >>> table = Table({"name": 3, "nmae": "H20"}, "h20.toml", faults)
    >>> table.text("name"), table.close()
    ('', None)
    >>> [fault.kind for fault in faults]
    ['wrong-type', 'unknown-key']
    """

    def __init__(self, values: Mapping[str, Any], where: str, faults: list[Fault]) -> None:
        self.values, self.where, self.faults = values, where, faults
        self._asked: set[str] = set()

    def fault(self, kind: str, key: str, given: object, **parts: Any) -> None:
        """Note a fault at one of this table's keys."""
        self.faults.append(DataFault(kind, f"{self.where}: {key}" if key else self.where, given, **parts))

    def get(
        self,
        key: str,
        kind: type | tuple[type, ...],
        default: Any,
        *,
        needed: bool = False,
        expected: str = "",
    ) -> Any:
        """The value at `key` if it is of `kind`; otherwise `default`, and a fault where it is wrong or needed."""
        self._asked.add(key)
        if key not in self.values:
            if needed:
                self.fault("missing-key", key, "", expected=expected)
            return default
        found = self.values[key]
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.fault("wrong-type", key, found, expected=expected)
            return default
        return found

    def text(self, key: str, *, needed: bool = False, words: tuple[str, ...] = ()) -> str:
        """A text, one of `words` where given; "" if it is absent."""
        found: str = self.get(key, str, "", needed=needed, expected=" · ".join(words) or "a text")
        if found and words and found not in words:
            self.fault("unknown-word", key, found, expected=" · ".join(words), near=near(found, words))
            return ""
        return found

    def day(self, key: str, *, needed: bool = False) -> datetime.date | None:
        """A TOML date, or None."""
        found: datetime.date | None = self.get(
            key, datetime.date, None, needed=needed, expected="a date such as 2023-11-17"
        )
        return found

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; () if it is absent."""
        found = self.get(key, list, [], needed=needed, expected="a list of texts")
        if not all(isinstance(item, str) for item in found):
            self.fault("wrong-type", key, found, expected="a list of texts")
            return ()
        return tuple(found)

    def words(self, key: str = "", *, needed: bool = True) -> dict[str, str]:
        """One text for each language: from `key`, or from this table itself where `key` is ""."""
        if key:
            table = self.get(key, dict, {}, needed=needed, expected="{ en = …, zh-Hant = … }")
            if not table:
                return {}
            inner = Table(table, f"{self.where}: {key}", self.faults)
            found = {language: inner.text(language, needed=True) for language in LANGUAGES}
            inner.close()
            return found
        return {
            language: self.text(language, needed=needed) for language in LANGUAGES if needed or language in self.values
        }

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of an array of tables."""
        for number, values in enumerate(self.get(key, list, [], expected="an array of tables"), start=1):
            if isinstance(values, dict):
                yield Table(values, f"{self.where}: {key} {values.get('id', number)}", self.faults)
            else:
                self.fault("wrong-type", key, values, expected="a table")

    def named(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables under one key, each with its name."""
        for name, values in self.get(key, dict, {}, expected="a table of tables").items():
            if isinstance(values, dict):
                yield name, Table(values, f"{self.where}: {key}.{name}", self.faults)
            else:
                self.fault("wrong-type", f"{key}.{name}", values, expected="a table")

    def close(self) -> None:
        """Every key that nobody asked for is a fault, with the nearest right name."""
        for key in self.values:
            if key not in self._asked:
                self.fault("unknown-key", key, key, near=near(key, self._asked))


def read(file: Traversable, faults: list[Fault]) -> Table:
    """A TOML file as a table; one that can't be parsed is an empty table and a fault that names the line."""
    try:
        return Table(tomllib.loads(file.read_text("utf-8")), file.name, faults)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(DataFault("not-toml", file.name, error))
        return Table({}, file.name, faults)


def tomls(folder: str) -> list[Traversable]:
    """The TOML files of a folder of `data`, by name."""
    return sorted((f for f in root().joinpath(folder).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
