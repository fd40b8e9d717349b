"""Reads every data file and lists all that is wrong: `python -m calculators.publish.check`."""

import sys

from calculators import Faults, chips, law


def main() -> str:
    """Every fault on a line of its own, with file and key; empty if there is none."""
    found = []
    for read in (chips, law):
        try:
            read()
        except Faults as faults:
            found.append(str(faults))
    return "\n".join(found)


if __name__ == "__main__":
    sys.exit(main() or 0)
