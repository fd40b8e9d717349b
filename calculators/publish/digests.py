"""Checksums of files, each worked out once for each state of the file: a server asks at every edit about a thousand."""

import hashlib
from pathlib import Path

_known: dict[Path, tuple[tuple[int, int], bytes]] = {}


def digest(path: Path) -> bytes:
    """The SHA-256 of a file's content. A file of the same size that was written in the same nanosecond counts as the same.

    >>> digest(Path(__file__)) == hashlib.sha256(Path(__file__).read_bytes()).digest()
    True
    """
    about = path.stat()
    state = (about.st_mtime_ns, about.st_size)
    if path not in _known or _known[path][0] != state:
        _known[path] = (state, hashlib.sha256(path.read_bytes()).digest())
    return _known[path][1]
