"""Says which of the other two engines this machine has for the tests; with one missing, how to get it, and exits 1."""

import os
import shutil
import sys

PROGRAMS = {
    "firefox": {"FIREFOX": ("firefox-esr", "firefox")},
    "webkit": {"WEBKIT_DRIVER": ("WebKitWebDriver",), "XVFB": ("Xvfb",)},
}
"""By engine and variable: under which names each program is looked for, if the variable names no other."""
PACKAGES = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb"}
HOW = (
    "No {engine} for the tests was found: {missing} is not on the PATH. Install it (Debian: apt-get install {packages};"
    " as root, make test does that by itself) or name it: {variable}=/path/to/it make test"
)


def find(engine: str) -> dict[str, str]:
    """The path of each program that drives an engine, by variable. `LookupError` says how to get what is missing."""
    found = {}
    for variable, names in PROGRAMS[engine].items():
        names = (os.environ[variable],) if variable in os.environ else names
        path = next(filter(None, map(shutil.which, names)), None)
        if path is None:
            raise LookupError(
                HOW.format(engine=engine, missing=" or ".join(names), packages=PACKAGES[engine], variable=variable)
            )
        found[variable] = path
    return found


if __name__ == "__main__":
    missing = 0
    for engine in PROGRAMS:
        try:
            find(engine)
        except LookupError as fault:
            missing = 1
            print(fault if "--how" in sys.argv else PACKAGES[engine])
    sys.exit(missing)
