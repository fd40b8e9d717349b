"""Reads every data file and lists all that is wrong, each with file and key: `python -m calculators.publish.check [CASES]`.

`make data` runs it with the folder of the worked cases, and whatever builds the browser's runtime runs it without. What a file says
is checked where it is read, in the engine; here stands what files have to say together.
"""

import datetime
import itertools
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ..engine.chips import chips, sources
from ..engine.claim_checks import disagreements
from ..engine.claims import claims
from ..engine.data import root, tomls
from ..engine.elsewhere import elsewhere
from ..engine.errors import DataFault, Fault, Faults, near
from ..engine.glossary import glossary
from ..engine.law import Law, Part
from ..engine.law_files import law
from ..engine.names import names
from ..engine.notification import fields
from ..engine.places import places
from ..engine.timeline import timeline

APART: Final = ("reviews", "duties", "warnings", "stays")
"""Kinds of which two may speak of the same place; those of one text still need ids of their own."""


def faults(cases: Path | None = None) -> list[Fault]:
    """All that is wrong in the data, and in the worked cases of a folder where one is named; [] if nothing is.

    Names and places are read first: where they are faulty the rest can't be read, and only they are listed.
    """
    found: list[Fault] = []
    read = {reader: _tried(reader, found) for reader in (names, places, sources)}
    if None in (read[names], read[places]):
        return found
    known, book = _tried(chips, found), _tried(law, found)
    # Chip files name the faults of sources.toml again.
    found = list({str(fault): fault for fault in found}.values())
    found += _twice()
    found += _unused()
    if known is not None:
        found += _headquarters()
    if known is not None and book is not None:
        found += _addressees(book)
    _tried(elsewhere, found)
    if book is not None:
        found += filled_twice(book)
        _tried(glossary, found)
        _tried(fields, found)
    if known is not None and book is not None:
        found += _claims()
    if cases:
        from .worked_cases import faults_of

        found += faults_of(cases, chips_read=known is not None, law_read=book is not None)
    return found


def _claims() -> list[Fault]:
    """What is wrong in the claims and in the timeline, which reads them, and whatever figure comes out otherwise than it is stated."""
    from ..entry import amounts

    found: list[Fault] = []
    if _tried(claims, found) is None:
        return found
    _tried(timeline, found)
    return found + disagreements(amounts)


def _tried(read: Callable[[], Any], found: list[Fault]) -> Any:
    try:
        return read()
    except Faults as several:
        found += several.faults
    return None


def _documents(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of a folder that are TOML, by name; the others are faults already."""
    for file in tomls(folder):
        try:
            yield file.name, tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue


def _twice() -> Iterator[Fault]:
    """Ids that two instruments, two readings or two parts of one text share."""
    instruments: dict[str, str] = {}
    readings: dict[str, str] = {}
    for file, document in _documents("regulations"):
        id = file.removesuffix(".toml")[11:]
        if instruments.setdefault(id, file) != file:
            yield DataFault("taken", f"{file}: effective", id, near=[instruments[id]])
        for table in _tables(document, "readings"):
            reading = str(table.get("id"))
            if reading in readings:
                yield DataFault("taken", f"{file}: readings", reading, near=[readings[reading]])
            readings[reading] = file
        for kind in APART:
            ids = Counter((str(t.get("id")), str(t.get("reading", ""))) for t in _tables(document, kind))
            yield from (DataFault("taken", f"{file}: {kind}", given) for (given, _), n in ids.items() if n > 1)


def _tables(document: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    listed = document.get(key)
    yield from (table for table in (listed if isinstance(listed, list) else []) if isinstance(table, dict))


def _unused() -> Iterator[Fault]:
    """Sources that nothing cites, where sources are kept apart from what cites them."""
    cited = {key for _, document in _documents("chips") for key in _cited(document)}
    for file, tables, used in (
        ("sources.toml", _toml("sources.toml"), cited),
        *(
            (file, (known := _toml(file)).get("sources", {}), set(_cited(known)))
            for file in ("countries.toml", "notification.toml")
        ),
    ):
        through = " ".join(str(t.get("via", "")) for t in tables.values() if isinstance(t, dict)).replace(",", " ")
        for key in set(tables) - used - set(through.split()):
            yield DataFault("unused-source", f"{file}: {key}", key, near=near(key, used))


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(root().joinpath(name).read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}


def _cited(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            if key == "cite" and isinstance(value, list):
                yield from (str(text).partition(":")[0].strip() for text in value)
            elif key != "sources":
                yield from _cited(value)
    elif isinstance(found, list):
        for value in found:
            yield from _cited(value)


def _headquarters() -> Iterator[Fault]:
    for chip in chips().values():
        if chip.maker_headquarters not in places():
            given = chip.maker_headquarters
            yield DataFault(
                "unknown-place", f"{chip.id}.toml: maker_headquarters", given, example="US", near=near(given, places())
            )


def _addressees(book: Law) -> Iterator[Fault]:
    makers = {chip.maker for chip in chips().values()}
    for instrument in book.instruments.values():
        for maker in set(instrument.addressees) - makers:
            yield DataFault("unknown-maker", f"{instrument.stem}.toml: addressees", maker, near=near(maker, makers))


def filled_twice(book: Law) -> Iterator[Fault]:
    """Places in the law that two parts fill on the same day under the same readings; a bill or telling is a law of its own."""
    candidates: dict[tuple[str, str, str], list[Part]] = {}
    for instrument in book.instruments.values():
        for part in instrument.parts:
            if part.kind not in APART:
                scope = "" if instrument.counts else instrument.id
                candidates.setdefault((scope, part.kind, part.id), []).append(part)
    for parts in candidates.values():
        if len(parts) > 1:
            yield from _collisions(_bearing_on(book, parts), set(parts))


def _collisions(book: Law, parts: set[Part]) -> Iterator[Fault]:
    """The first day on which two of these parts are in force together, for each pair."""
    days = {day for i in book.instruments.values() for p in i.parts for day in (p.begins, p.ends, i.effective) if day}
    raised = {p.reading[0] for i in book.instruments.values() for p in i.parts if p.reading}
    options = [[(id, option) for option in book.readings[id].options] for id in sorted(raised)]
    seen: set[tuple[Part, Part]] = set()
    for day, chosen in itertools.product(sorted(days), itertools.product(*options)):
        standing = [part for part in book.in_force(day, chosen) if part in parts]
        for pair in itertools.combinations(standing, 2):
            if pair not in seen:
                seen.add(pair)
                yield _collision(book, pair, day, chosen)


def _collision(book: Law, pair: tuple[Part, Part], day: datetime.date, chosen: tuple[tuple[str, str], ...]) -> Fault:
    first, second = pair
    under = "".join(f", {id} is {option}" for id, option in chosen)
    return DataFault(
        "filled-twice",
        f"{book.instruments[second.instrument].stem}.toml: {second.kind} {second.id}",
        f"{day}{under}",
        expected=f'`ends`, or replaces = ["{first.path}"]',
        near=[first.path],
    )


def _bearing_on(book: Law, parts: list[Part]) -> Law:
    """The law cut down to these parts and whatever replaces or stays them, so that few days and readings remain to be tried."""
    kept = set(parts)
    every = [part for instrument in book.instruments.values() for part in instrument.parts]
    while True:
        aims = {aim for part in kept for aim in (part.path, part.instrument)}
        more = {p for p in every if aims & set(p.replaces) or (p.kind == "stays" and aims & set(p.of))} - kept
        if not more:
            break
        kept |= more
    cut = {
        id: replace(instrument, parts=tuple(part for part in instrument.parts if part in kept))
        for id, instrument in book.instruments.items()
    }
    bearing = {id: i for id, i in cut.items() if i.parts or aims & set(i.replaces)}
    return replace(book, instruments=bearing)


def summary(cases: Path | None = None) -> str:
    """What was read, for a reader who wants to know that it wasn't nothing."""
    texts = Counter("notes" if i.kind == "note" else "instruments" for i in law().instruments.values())
    counts = {"chips": len(chips()), **texts, "places": len(places()), "sources": len(sources())}
    counts |= {"claims": len(claims()), "terms": len(glossary()), "events": len(timeline())}
    if cases:
        from .worked_cases import read

        counts["worked cases, which `make test` runs"] = sum(len(found) for found in read(cases, []).values())
    return "No fault in " + ", ".join(f"{count} {what}" for what, count in counts.items()) + "."


def main(arguments: list[str]) -> int:
    """Print every fault on a line of its own; 1 if there is any."""
    cases = Path(arguments[0]) if arguments else None
    found = faults(cases)
    if not found:
        print(summary(cases))
        return 0
    print("\n".join(map(str, found)))
    files = {fault.field.partition(":")[0] for fault in found}
    print(f"{len(found)} fault{'s' * (len(found) > 1)} in {len(files)} file{'s' * (len(files) > 1)}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
