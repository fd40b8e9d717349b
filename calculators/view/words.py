"""The words that a reader sees, per language (`calculators/locale/<language>/*.toml`): one table of sentences, filled by name."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ..engine.data import LANGUAGES
from ..engine.errors import Fault, NameFault, near
from ..engine.names import names

DEFAULT: Final = "en"


class Words:
    """One language's words.

    >>> words("en")("form.reset")
    'Reset'
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._flat = dict(_flatten(table))

    def __call__(self, key: str, **parts: object) -> str:
        """The sentence at `key` with its parts put in; a key that doesn't exist raises KeyError."""
        sentence: str = self._flat[key]
        return sentence.format(**parts) if parts else sentence

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._flat

    def keys(self) -> tuple[str, ...]:
        """Every key, in the order of the file."""
        return tuple(self._flat)

    def pick(self, texts: Mapping[str, str]) -> str:
        """Of one text per language, this language's."""
        return texts[self.language]

    def list(self, items: Any) -> str:
        """Several names as one text."""
        return self("list.between").join(items)

    def word(self, item: str) -> str:
        """A closed word of the data, such as "yes" or a maker, as readers say it; any other text as it is."""
        key = f"values.{item}"
        return self(key) if self.has(key) else item

    def label(self, name: str) -> str:
        """The label of a name of `names.toml`."""
        known = names().get(name)
        return self.pick(known.label) if known else name

    def short(self, name: str) -> str:
        """The short label of a name, for sums."""
        known = names().get(name)
        return self.pick(known.short) if known and known.short else self.label(name)

    def fault(self, fault: Fault) -> str:
        """A fault as a sentence for the field that it belongs to."""
        key = f"faults.{fault.kind}"
        sentence = self(
            key if self.has(key) else "faults.other",
            given=fault.given,
            expected=self._expected(fault),
            example=fault.example,
        )
        if fault.near:
            sentence += self("faults.near", near=self.list(fault.near))
        return sentence

    def _expected(self, fault: Fault) -> str:
        key = f"units.{fault.expected.replace('/', '-per-').replace('^', '')}"
        return self(key) if self.has(key) else fault.expected


def _flatten(table: Mapping[str, Any], before: str = "") -> Any:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{before}{key}.")
        else:
            yield before + key, value


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a language; one that isn't there is a NameFault."""
    if language not in LANGUAGES:
        raise NameFault(
            "unknown-language",
            "language",
            language,
            expected=" · ".join(LANGUAGES),
            near=near(language, LANGUAGES),
        )
    folder = files("calculators").joinpath("locale", language)
    topics = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    table: dict[str, Any] = {}
    for file in topics:
        for key, value in tomllib.loads(file.read_text("utf-8")).items():
            if key in table:
                raise LookupError(f"locale/{language}/{file.name}: the table {key} stands in another file too")
            table[key] = value
    return Words(language, table)
