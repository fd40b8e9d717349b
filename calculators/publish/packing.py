"""How the runtime's two large files travel: packed by zstd, and the snapshot only as far as it differs from the machine code's own data.

Most static hosts compress nothing but text, and browsers unpack gzip alone; `runtime/unpack.mjs` is the other direction.
"""

from typing import Final

import zstandard

LEVEL: Final = 19
DATA: Final = 11
"""The section of a WebAssembly file that holds what memory is filled with."""
MEMORY: Final = 1024
"""Where Pyodide's memory takes that data in: its stack lies elsewhere (`relocateExports(wasmExports, 1024)`)."""


def pack(content: bytes) -> bytes:
    """The content in one zstd frame that says how long it is.

    >>> len(pack(bytes(1_000_000))) < 100
    True
    """
    return zstandard.ZstdCompressor(level=LEVEL).compress(content)


def share(snapshot: bytes, code: bytes) -> tuple[bytes, dict[str, int]]:
    """The snapshot with the machine code's data taken out of it, and where the two stand: `from` in the code, `at` in the snapshot.

    Nine tenths of that data are as they were when the snapshot was made, and leave zeros.
    """
    start, length = data_segment(code)
    # A snapshot says in its second word where memory begins in it.
    at = int.from_bytes(snapshot[4:8], "little") + MEMORY
    ours, theirs = snapshot[at : at + length], code[start : start + length]
    difference = int.from_bytes(ours, "little") ^ int.from_bytes(theirs, "little")
    return (
        snapshot[:at] + difference.to_bytes(length, "little") + snapshot[at + length :],
        {"from": start, "at": at, "bytes": length},
    )


def data_segment(code: bytes) -> tuple[int, int]:
    """Where in a WebAssembly file its one data segment stands, and how long it is; a ValueError if there isn't just one."""
    place = len(b"\0asm") + 4
    while place < len(code):
        section, (size, start) = code[place], _number(code, place + 1)
        if section != DATA:
            place = start + size
            continue
        count, place = _number(code, start)
        kind, place = _number(code, place)
        # Its address is `global.get 0`, then the mark of an expression's end.
        if (count, kind) != (1, 0) or code[place : place + 3] != b"\x23\0\x0b":
            break
        length, place = _number(code, place + 3)
        return place, length
    raise ValueError(
        "The machine code doesn't hold its data in one segment; look at calculators/publish/packing.py again."
    )


def _number(code: bytes, place: int) -> tuple[int, int]:
    """A number in WebAssembly's own writing, and the place after it.

    >>> _number(bytes([0x80, 0x01]), 0)
    (128, 2)
    """
    found = shift = 0
    while True:
        byte = code[place]
        found |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return found, place
