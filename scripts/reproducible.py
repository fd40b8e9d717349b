"""Builds the last commit twice, from nothing, and compares every file: `make reproducible`. Takes minutes; no test does it.

The two builds are made in clones of different length of path, with other seeds, time zones and languages, and share no cache.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Taipei", "LC_ALL": "C"},
)
ADDRESS = "https://example.org/some/path/"


def build(place: Path, world: dict[str, str]) -> Path:
    """The site of the last commit, built in a clone at `place`; what is installed is shared."""
    subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(place)], check=True)
    (place / ".venv").symlink_to(ROOT / ".venv")
    (place / "runtime" / "node_modules").symlink_to(ROOT / "runtime" / "node_modules")
    subprocess.run(
        [str(place / ".venv" / "bin" / "mkdocs"), "build", "--strict", "--quiet"],
        cwd=place,
        env={**os.environ, **world, "PYTHONPATH": str(place), "SITE_URL": ADDRESS, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return place / "site"


def differences(one: Path, other: Path) -> Iterator[str]:
    """What isn't the same: a file that only one has, or the place of the first byte that differs, with what stands there."""
    names = [{path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} for site in (one, other)]
    yield from (f"{name}: in one build only" for name in sorted(names[0] ^ names[1]))
    for name in sorted(names[0] & names[1]):
        first, second = (one / name).read_bytes(), (other / name).read_bytes()
        if first != second:
            at = next(
                (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
            )
            around = slice(max(0, at - 40), at + 40)
            yield f"{name}: from byte {at} on\n  {first[around]!r}\n  {second[around]!r}"


def main() -> int:
    """Print what differs; 1 if anything does."""
    with tempfile.TemporaryDirectory() as folder:
        places = (Path(folder, "a"), Path(folder, "another", "and-a-longer-one"))
        one, other = (build(place, world) for place, world in zip(places, WORLDS, strict=True))
        found = list(differences(one, other))
        count = sum(path.is_file() for path in one.rglob("*"))
    print("\n".join(found) if found else f"Both builds have the same {count} files, byte for byte.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
