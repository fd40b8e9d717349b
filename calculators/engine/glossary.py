"""The words of this project (`data/glossary/`): what each term is called in both languages, what it means, and what is not written.

A file of terms is a group. `words.toml` holds the words that none of our texts uses, whatever they speak of.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .data import LANGUAGES, Table, read, tomls
from .errors import DataFault, Fault, Faults, near
from .law_files import law
from .sources import Citation

GROUPS: Final = ("law", "chip", "ai", "money", "name", "outcome", "ui")
WORDS: Final = "words.toml"
BY_LANGUAGE: Final = "{ en = […], zh-Hant = […] }"


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term: its name and meaning in every language.

    `short` is its abbreviation, the same everywhere; `also` are other forms that prose uses; `cite` the law where the meaning is the
    law's; `plain` the languages in which prose is not marked with it, since there it is an everyday word; `unless` phrases in which
    it is another word; `avoid` what is not written.

    >>> glossary()["tpp"].name["zh-Hant"], glossary()["tpp"].short
    ('總處理效能', 'TPP')
    """

    id: str
    group: str
    name: Mapping[str, str]
    short: str
    also: Mapping[str, tuple[str, ...]]
    means: Mapping[str, str]
    unit: str
    cite: tuple[Citation, ...]
    plain: tuple[str, ...]
    unless: Mapping[str, tuple[str, ...]]
    avoid: Mapping[str, tuple[str, ...]]

    def forms(self, language: str) -> tuple[str, ...]:
        """Every way in which a language's prose writes it, without the marks of a title.

        >>> glossary()["federal-register"].forms("zh-Hant")
        ('聯邦公報', 'FR')
        """
        name = self.name[language].strip("《》")
        return tuple(dict.fromkeys(filter(None, (name, self.short, *self.also.get(language, ())))))


@dataclass(frozen=True, slots=True, eq=False)
class Ban:
    """Words that are not written, what stands instead, and longer words in which they may occur."""

    pattern: re.Pattern[str]
    use: str
    unless: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def glossary() -> dict[str, Term]:
    """Every term by its id, group by group as the files have them; Faults with all that is wrong, in `words.toml` too."""
    return _read()[0]


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, Term], dict[str, tuple[Ban, ...]]]:
    faults: list[Fault] = []
    written = {file.name: read(file, faults) for file in tomls("glossary")}
    words = written.pop(WORDS, Table({}, WORDS, faults))
    sources = {f"{i.id}/{key}": source for i in law().instruments.values() for key, source in i.sources.items()}
    found: dict[str, Term] = {}
    for name, file in written.items():
        group = name.removesuffix(".toml")
        if group not in GROUPS:
            file.fault("unknown-group", "", group, expected=" · ".join(GROUPS), near=near(group, GROUPS))
        for id in file.values:
            values = file.get(id, dict, {}, expected="a table")
            table = Table(values, f"{name}: {id}", faults)
            if id in found:
                table.fault("taken", "", id, near=[f"{found[id].group}.toml"])
            elif values:
                found[id] = _term(id, group, table, sources)
    faults += _twice(found)
    bans = {language: tuple(_bans(language, words, found)) for language in LANGUAGES}
    words.close()
    if faults:
        raise Faults(faults)
    ordered = sorted(found.values(), key=lambda each: GROUPS.index(each.group))
    return {each.id: each for each in ordered}, bans


def _term(id: str, group: str, table: Table, sources: Mapping[str, object]) -> Term:
    made = Term(
        id,
        group,
        name=table.words("name"),
        short=table.text("short"),
        also=_lists(table, "also"),
        means=table.words("means"),
        unit=table.text("unit"),
        cite=tuple(_citations(table, sources)),
        plain=table.texts("plain"),
        unless=_lists(table, "unless"),
        avoid=_lists(table, "avoid"),
    )
    for language in made.plain:
        if language not in LANGUAGES:
            table.fault(
                "unknown-word", "plain", language, expected=" · ".join(LANGUAGES), near=near(language, LANGUAGES)
            )
    table.close()
    return made


def _lists(table: Table, key: str) -> dict[str, tuple[str, ...]]:
    """Texts by language, where a language may have none."""
    values = table.get(key, dict, {}, expected=BY_LANGUAGE)
    inner = Table(values, f"{table.where}: {key}", table.faults)
    found = {language: inner.texts(language) for language in LANGUAGES if language in values}
    inner.close()
    return found


def _citations(table: Table, sources: Mapping[str, object]) -> Iterator[Citation]:
    """`instrument/source: place`: a term rests on what the law's own files have read."""
    for text in table.texts("cite"):
        key, _, place = text.partition(":")
        source = sources.get(key.strip())
        if source is None:
            expected = "instrument/source: place"
            table.fault("unknown-source", "cite", key, expected=expected, near=near(key.strip(), sources))
        else:
            yield Citation(source, place.strip())  # type: ignore[arg-type]


def _twice(found: Mapping[str, Term]) -> Iterator[Fault]:
    """Forms that two terms share in one language: prose could mean either."""
    for language in LANGUAGES:
        taken: dict[str, Term] = {}
        for each in found.values():
            for form in each.forms(language):
                other = taken.setdefault(form.casefold(), each)
                marked = language not in each.plain and language not in other.plain
                if other is not each and marked:
                    yield DataFault(
                        "taken", f"{each.group}.toml: {each.id}", form, near=[f"{other.group}.toml: {other.id}"]
                    )


def _bans(language: str, words: Table, found: Mapping[str, Term]) -> Iterator[Ban]:
    """A language's table of `words.toml`, then what each term avoids."""
    inner = Table(words.get(language, dict, {}, needed=True, expected="a table"), f"{WORDS}: {language}", words.faults)
    for word in inner.values:
        given = inner.get(word, (str, dict), "", expected="what stands instead, or { use = …, unless = […] }")
        table = Table({"use": given} if isinstance(given, str) else given, f"{inner.where}.{word}", words.faults)
        use, unless = table.text("use", needed=True), table.texts("unless")
        table.close()
        try:
            yield Ban(_pattern(word, language, loose=True), use, unless)
        except re.error as error:
            inner.fault("not-a-pattern", word, error)
    for each in found.values():
        for word in each.avoid.get(language, ()):
            yield Ban(_pattern(re.escape(word), language, loose=False), each.name[language])


def _pattern(word: str, language: str, *, loose: bool) -> re.Pattern[str]:
    """English by whole words; `loose` takes capitals for small letters."""
    bounded = rf"(?<![\w-])(?:{word})(?![\w-])" if language == "en" else word
    return re.compile(bounded, re.IGNORECASE if loose and language == "en" else 0)


def broken(language: str, text: str) -> list[str]:
    """Every word in a text that isn't written here, with what is.

    >>> broken("en", "a data center")
    ['data center: data centre']
    >>> broken("zh-Hant", "這顆芯片"), broken("zh-Hant", "崑崙芯片")
    (['芯片: 晶片'], [])
    """
    found = []
    for ban in _read()[1][language]:
        bare = text
        for longer in ban.unless:
            bare = bare.replace(longer, "·")
        found += [f"{m[0]}: {ban.use}" for m in ban.pattern.finditer(bare)]
    return found
