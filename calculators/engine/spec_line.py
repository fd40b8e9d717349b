"""A whole line of specs, as datasheets and articles print it, read field by field: what was read, and what wasn't and why."""

import re
from dataclasses import dataclass
from typing import Final

from . import units
from .chips import load_chip
from .errors import Fault, NameFault, TextFault

LONGEST_LINE: Final = 1000
_BREAKS = re.compile(r"[;\n|、，；]|,(?!\d{3}(?!\d))|\s/\s|\s\+\s")
_QUANTITY = re.compile(r"(\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([A-Za-z][A-Za-z]*(?:\^?2)?(?:/[A-Za-z]+)?(?:\^?2)?)")
_FORMAT = re.compile(r"(?<![A-Za-z0-9])(fp64|fp32|tf32|fp16|bf16|fp8|fp6|fp4|int8|int4)(?![A-Za-z0-9])", re.IGNORECASE)
_LINK = re.compile(r"nvlink|infinity fabric|xgmi|hccs|interconnect|chip-to-chip|links?\b|互連|互聯|連結", re.IGNORECASE)
_HOST = re.compile(r"pcie|pci express", re.IGNORECASE)
_SPARSE = re.compile(r"spars|稀疏", re.IGNORECASE)
_BY_UNIT: Final = (
    ("TFLOPS", "rate"),
    ("GB/s", "bandwidth"),
    ("GB", "memory"),
    ("mm^2", "die_area"),
    ("W", "tdp"),
    ("nm", "process_node"),
    ("transistor", "transistors"),
)


@dataclass(frozen=True, slots=True)
class SpecLine:
    """What a line gave: the chip that it names ("" if none), texts by spec, and the pieces not read with the reason."""

    chip: str
    specs: dict[str, str]
    unread: tuple[tuple[str, str], ...]


def read_spec_line(line: str) -> SpecLine:
    """Read a pasted line; raises TextFault where it is too long or nothing in it is a spec.

    >>> found = read_spec_line("H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s, NVLink 900 GB/s, 7 fans")
    >>> found.chip, found.specs["interconnect"], found.unread
    ('nvidia-h20', '900 GB/s', (('7 fans', 'other'),))
    """
    if len(line) > LONGEST_LINE:
        raise TextFault("too-long", "paste", line, expected=str(LONGEST_LINE))
    chip, rest = _chip(units.plain(line.replace("\n", ";")))
    specs: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for piece in (p.strip(" .。:：") for p in _BREAKS.split(rest)):
        if piece:
            _piece(piece, specs, unread)
    if not chip and not specs:
        raise TextFault("nothing", "paste", line)
    return SpecLine(chip, specs, tuple(unread))


def _chip(line: str) -> tuple[str, str]:
    """A chip named before the first colon, or in the whole first piece."""
    found = _BREAKS.search(line)
    ends = [found.span() if found else (len(line), len(line))]
    if ":" in line:
        ends.insert(0, (line.index(":"), line.index(":") + 1))
    for end in ends:
        if end[0] <= units.LONGEST_TEXT:
            name = re.sub(r"^(nvidia|amd|intel|huawei)\s+", "", line[: end[0]].strip(), flags=re.IGNORECASE)
            try:
                return load_chip(name).id, line[end[1] :]
            except NameFault:
                continue
    return "", line


def _piece(piece: str, specs: dict[str, str], unread: list[tuple[str, str]]) -> None:
    found = list(_QUANTITY.finditer(_FORMAT.sub(lambda m: " " * len(m[0]), piece)))
    if not found:
        unread.append((piece, "no-quantity"))
        return
    for quantity in found:
        keys, reason = _keys(quantity[2], piece)
        if not keys:
            unread.append((piece if len(found) == 1 else quantity[0], reason))
            continue
        taken = [key for key in keys if key in specs]
        if taken:
            unread.append((piece if len(found) == 1 else quantity[0], "twice"))
            continue
        specs.update(dict.fromkeys(keys, f"{quantity[1]} {quantity[2]}"))
        if "memory" in keys and re.search(r"hbm", piece, re.IGNORECASE):
            specs.setdefault("hbm", "yes")


def _keys(unit: str, piece: str) -> tuple[list[str], str]:
    """The specs that a quantity with this unit gives in this piece, or the reason why none."""
    meant = next((meant for own, meant in _BY_UNIT if _fits(unit, own)), "")
    if meant == "rate":
        if _SPARSE.search(piece):
            return [], "sparse"
        return [key.lower() for key in dict.fromkeys(_FORMAT.findall(piece.lower()))], "no-format"
    if meant == "bandwidth":
        return ["pcie" if _HOST.search(piece) else "interconnect" if _LINK.search(piece) else "memory_bandwidth"], ""
    return ([meant], "") if meant else ([], "other")


def _fits(unit: str, own: str) -> bool:
    try:
        units.parse(f"1 {unit}", own, "paste")
    except Fault:
        return False
    return True
