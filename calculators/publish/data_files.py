"""The data as files for programs, one set for the whole site: chips, instruments and claims as JSON, the chips' figures as CSV too.

They are `engine/records.py` with a head: which version, under which terms. The version names the content, so a file that was cited can be
told from every other one; nothing in a file depends on where or when the site was built.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version as package_version
from typing import Any, Final
from urllib.parse import urljoin

from ..engine.chips import Chip, Spec, chips
from ..engine.claims import Claim
from ..engine.data import LANGUAGES
from ..engine.law_files import law
from ..engine.metrics import metrics
from ..engine.names import specs
from ..engine.records import chip_data, citations, claim_data, instrument_data, source_data, states
from ..engine.report import metric_data, plain_unit
from ..engine.sources import Source
from ..engine.units import exact
from ..view.figure import as_csv
from ..view.html import Markup, tag
from ..view.words import DEFAULT, Words, words
from .claims_markdown import checked as checked_claims

FOLDER: Final = "data/"
SCHEMA: Final = 1
LICENCE: Final = "MIT"
LICENCE_URL: Final = "https://spdx.org/licenses/MIT.html"
SETS: Final = {"chips": "chips/", "regulations": "regulations/", "claims": "claims/"}
"""The sets of data, and the page of each."""
FORMATS: Final = {
    "chips": {"json": "application/json", "csv": "text/csv"},
    "regulations": {"json": "application/json"},
    "claims": {"json": "application/json"},
}
COLUMNS: Final = (
    "chip", "name", "maker", "role", "key", "value", "unit", "text", "label", "evidence", "sources", "places", "addresses",
    "checked", "version", "licence",
)  # fmt: skip
"""The columns of chips.csv. A cell that holds several things has " | " between them."""


def files() -> dict[str, str]:
    """Every file by its path below the site's root.

    >>> list(files())
    ['data/chips.json', 'data/chips.csv', 'data/regulations.json', 'data/claims.json']
    """
    return dict(_files())


@lru_cache(maxsize=1)
def _files() -> tuple[tuple[str, str], ...]:
    made = {f"{FOLDER}{name}.json": _json(name) for name in SETS}
    found = {f"{FOLDER}chips.json": made.pop(f"{FOLDER}chips.json"), f"{FOLDER}chips.csv": as_csv(_rows()), **made}
    return tuple(found.items())


def version() -> str:
    """The package's version, the day of the last check, and the checksum of all that the files hold: "0.1.0+20261124.1a2b3c4d"."""
    return f"{package_version('calculators')}+{last_checked():%Y%m%d}.{_checksum()}"


def last_checked() -> datetime.date:
    """The day on which a chip or an instrument was last held against its sources."""
    return max(law().checked, *(chip.checked for chip in chips().values() if chip.checked))


@lru_cache(maxsize=1)
def _contents() -> dict[str, dict[str, Any]]:
    cited = {c.source.key: c.source for chip in chips().values() for c in citations(chip)}
    claimed = {c.source.key: c.source for claim in _claims() for c in claim.cite}
    on = law().checked
    return {
        "chips": {"chips": [chip_data(chip) for chip in chips().values()], "sources": _sources(cited)},
        "regulations": {"on": on.isoformat(), "instruments": [instrument_data(row) for row in states(on)]},
        "claims": {"claims": [claim_data(claim) for claim in _claims()], "sources": _sources(claimed)},
    }


def _claims() -> tuple[Claim, ...]:
    """Every claim, once its figures have been computed again."""
    return tuple(checked_claims().values())


def _sources(found: dict[str, Source]) -> dict[str, Any]:
    return {key: source_data(found[key]) for key in sorted(found)}


@lru_cache(maxsize=1)
def _checksum() -> str:
    text = json.dumps(_contents(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _json(name: str) -> str:
    note = {language: words(language)("machines.licence") for language in LANGUAGES}
    head = {
        "$schema": f"{name}.schema.json",
        "schema": SCHEMA,
        "version": version(),
        "checked": last_checked().isoformat(),
        "licence": {"id": LICENCE, "url": LICENCE_URL, "note": note},
    }
    return json.dumps(head | _contents()[name], ensure_ascii=False, indent=1) + "\n"


def _rows() -> Iterator[tuple[str, ...]]:
    """A row a figure: the specs, those that other sources give instead, what was measured, and what is computed of them."""
    yield COLUMNS
    for chip in chips().values():
        for key, spec in chip.specs.items():
            yield _row(chip, "spec", key, spec)
            yield from (_row(chip, "conflict", key, other) for other in spec.conflicts)
        for key, spec in chip.measured.items():
            yield _row(chip, "measured", key, spec)
        for name, metric in metrics(chip).items():
            known = metric_data(metric)
            if known["value"] is not None:
                yield _line(chip, "metric", name, known["value"], known["unit"])


def _row(chip: Chip, role: str, key: str, spec: Spec) -> tuple[str, ...]:
    value = spec.value if isinstance(spec.value, str) else exact(spec.value)
    cited = {c.source.key: c.source for c in spec.cite}
    about = (spec.text, spec.label, spec.evidence, " | ".join(cited), " | ".join(c.place for c in spec.cite))
    addresses = " | ".join(source.url for source in cited.values() if source.url)
    return _line(chip, role, key, value, plain_unit(specs()[key].unit), *about, addresses)


def _line(chip: Chip, role: str, key: str, value: str, unit: str, *about: str) -> tuple[str, ...]:
    day = chip.checked.isoformat() if chip.checked else ""
    return (chip.id, chip.name, chip.maker, role, key, value, unit, *(about or ("",) * 6), day, version(), LICENCE)


def dataset(place: str, home: str, said: Words) -> Markup | None:
    """What a search engine for data reads in the head of a set's page, or of the page of all ("data/"); None on other pages.

    `home` is the address of the site's root.
    """
    named = [name for name, page in SETS.items() if place in (page, FOLDER)]
    if not named:
        return None
    found = [_described(name, home, said) for name in named]
    about = found[0] if len(found) == 1 else {"@graph": found}
    text = json.dumps({"@context": "https://schema.org"} | about, ensure_ascii=False, separators=(",", ":"))
    # Within a script nothing is escaped, and "</" would end it.
    return tag("script", Markup(text.replace("<", "\\u003c")), type="application/ld+json")


def _described(name: str, home: str, said: Words) -> dict[str, Any]:
    folder = "" if said.language == DEFAULT else f"{said.language}/"
    return {
        "@type": "Dataset",
        "name": said(f"machines.{name}"),
        "description": said(f"machines.{name}-about", count=len(_contents()[name][_members(name)])),
        "url": urljoin(home, f"{folder}{SETS[name]}"),
        "version": version(),
        "license": LICENCE_URL,
        "inLanguage": list(LANGUAGES),
        "temporalCoverage": f"{_begins(name)}/{last_checked().isoformat()}",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": urljoin(home, f"{FOLDER}{name}.{suffix}")}
            for suffix, kind in FORMATS[name].items()
        ],
    }


def _members(name: str) -> str:
    return "instruments" if name == "regulations" else name


def _begins(name: str) -> str:
    """The first day that a set speaks of, or as much of it as is known."""
    if name == "chips":
        return min(chip.announced for chip in chips().values() if chip.announced)
    return law().first_day.isoformat()


__all__ = ["dataset", "files", "last_checked", "version"]
