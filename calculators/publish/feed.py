"""The feed of changes: every instrument on the day on which the public could read it, and every day on which data were checked, as Atom.

The dates are the data's own, not those of a build or of a change to this site. An instrument that nobody published stands on the day on
which it took effect.
"""

import datetime
import uuid
from typing import Final
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..engine.chips import chips
from ..engine.law import Instrument
from ..engine.law_files import law
from ..view.parts import began, chip_name
from ..view.words import Words

PATH: Final = "feed.xml"
ATOM: Final = "http://www.w3.org/2005/Atom"
OURS: Final = uuid.UUID("6d1c2b0a-5a0e-5f39-9f0b-2b7d3c1e8a44")
"""From which the ids of entries are made: they stay the same wherever the site stands."""


def feed(said: Words, site: str, address: str) -> str:
    """The feed of one language, whose site has this name; `address` is that of its root."""
    entries = [(_day(instrument), _law(instrument, address, said)) for instrument in law().instruments.values()]
    entries += [(day, _check(day, address, said)) for day in checks()]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": said.language})
    _text(root, "title", said("machines.feed-title", site=site))
    _text(root, "subtitle", said("machines.feed-subtitle"))
    _text(root, "id", _id("feed", said))
    _text(root, "updated", _stamp(entries[0][0]))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": urljoin(address, PATH)})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": urljoin(address, "regulations/")})
    _text(SubElement(root, "author"), "name", site)
    root.extend(entry for _, entry in entries)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def checks() -> list[datetime.date]:
    """The days on which a file of chips or of the law was last held against its sources.

    >>> from calculators.publish.data_files import last_checked
    >>> checks()[-1] == last_checked()
    True
    """
    days = {chip.checked for chip in chips().values()} | {
        instrument.checked for instrument in law().instruments.values()
    }
    return sorted(day for day in days if day)


def _day(instrument: Instrument) -> datetime.date:
    return instrument.published or instrument.effective


def _law(instrument: Instrument, address: str, said: Words) -> Element:
    effective = said("machines.feed-effective", on=began(instrument, instrument.effective, said))
    summary = said("list.sentence").join([said.pick(instrument.summary), *([effective] if instrument.counts else [])])
    where = urljoin(address, f"regulations/{instrument.id}/")
    title, kind = said.pick(instrument.title), instrument.kind
    entry = _entry(f"instrument/{instrument.id}", title, _day(instrument), where, summary, said)
    SubElement(entry, "category", {"term": kind, "label": said(f"regulations.{kind}")})
    return entry


def _check(day: datetime.date, address: str, said: Words) -> Element:
    """What stands in a file has its last check on the day of its last change, or later: so this names what may have changed."""
    parts = [chip_name(chip, said) for chip in chips().values() if chip.checked == day]
    texts = [said.pick(instrument.title) for instrument in law().instruments.values() if instrument.checked == day]
    title = said("machines.feed-checked", on=day.isoformat())
    counts = said("machines.feed-checked-about", chips=len(parts), instruments=len(texts))
    summary = f"{counts}{said('list.label')}{said.list([*parts, *texts])}"
    return _entry(f"checked/{day.isoformat()}", title, day, urljoin(address, "data/"), summary, said)


def _entry(name: str, title: str, day: datetime.date, where: str, summary: str, said: Words) -> Element:
    entry = Element("entry")
    _text(entry, "title", title)
    _text(entry, "id", _id(name, said))
    _text(entry, "published", _stamp(day))
    _text(entry, "updated", _stamp(day))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": where})
    _text(entry, "summary", summary)
    return entry


def _id(name: str, said: Words) -> str:
    return uuid.uuid5(OURS, f"{said.language}/{name}").urn


def _stamp(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
