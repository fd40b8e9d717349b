"""Which decision record stands behind which reading, from the records' own front matter (`docs/en/decisions/`).

    reading: [tf32, io-dies]
    fixed: [planar]

`reading` names readings that a verdict asks, `fixed` questions that have one answer always, by their keys in the words.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from ..engine.errors import DataFault, Fault, Faults, near
from ..engine.law_files import law
from ..view.readings_page import fixed
from ..view.words import words

DECISIONS: Final = Path("docs", "en", "decisions")


def records(root: Path) -> dict[str, str]:
    """The record of each reading and fixed question, in the order of the records: `{"diffusion": "0001-diffusion-enforced", …}`.

    Raises Faults for a name in a record that there isn't, that two records claim, or that none does.
    """
    faults: list[Fault] = []
    known = {"reading": frozenset(law().readings), "fixed": fixed(words("en"))}
    found: dict[str, str] = {}
    for path in sorted((root / DECISIONS).glob("[0-9]*.md")):
        for key, id in _named(path):
            where = f"{path.name}: {key}"
            if id not in known[key]:
                faults.append(DataFault("unknown-reading", where, id, near=near(id, known[key])))
            elif id in found:
                faults.append(DataFault("taken", where, id, near=[f"{found[id]}.md"]))
            else:
                found[id] = path.stem
    for key, ids in known.items():
        faults += [DataFault("no-record", f"{DECISIONS}: {key}", id) for id in sorted(ids - set(found))]
    if faults:
        raise Faults(faults)
    return found


def _named(path: Path) -> Iterator[tuple[str, str]]:
    front = re.match(r"---\n(.*?)\n---\n", path.read_text("utf-8"), re.DOTALL)
    table: Any = yaml.safe_load(front[1]) if front else {}
    for key in ("reading", "fixed"):
        listed = table.get(key, [])
        yield from ((key, str(id)) for id in (listed if isinstance(listed, list) else [listed]))
