"""Lists what nobody has looked at for too long, and fails if there is any: `make freshness`.

Too long is more than 180 days before the last commit, or since before a stay ended that gave a text back by its own date. The build
and the tests never ask: a page must not fail because a day has passed.
"""

import datetime
import sys
import tomllib
from collections.abc import Iterator

from calculators import chips, law
from calculators.engine.data import root
from calculators.engine.question import read_readings
from calculators.publish.today import build_day

DAYS = 180


def checks() -> Iterator[tuple[str, datetime.date]]:
    """Every data file with the day of its last check."""
    yield from ((f"regulations/{i.stem}.toml", i.checked) for i in law().instruments.values())
    yield from ((f"chips/{chip.id}.toml", chip.checked) for chip in chips().values() if chip.checked)
    yield "countries.toml", tomllib.loads(root().joinpath("countries.toml").read_text("utf-8"))["checked"]


def stale(day: datetime.date) -> Iterator[str]:
    """One line for whatever has to be looked at again on that day."""
    for id, checked in law().not_rechecked(day, read_readings(law(), {})):
        yield f"regulations/{law().instruments[id].stem}.toml: back from a stay by its own date, not re-checked since {checked}"
    oldest = day - datetime.timedelta(DAYS)
    for file, checked in checks():
        if checked < oldest:
            yield f"{file}: last checked on {checked}, {(day - checked).days} days before {day}"


def main() -> int:
    """Print what is stale; 1 if anything is."""
    day = build_day()
    found = list(stale(day))
    print("\n".join(found) if found else f"On {day} every file of the data was checked within {DAYS} days.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
