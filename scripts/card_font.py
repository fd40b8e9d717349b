"""Makes runtime/card/NotoSansCJKtc-Card.otf, the font of the pages' cards, out of Noto Sans CJK TC, and kerning.json beside it.

Run by hand when a build says that the font lacks a sign. It needs fontTools, which is no dependency of ours, and Debian's
fonts-noto-cjk (or the path of another copy of NotoSansCJK-Bold.ttc as its argument)::

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools && /tmp/fonts/bin/python scripts/card_font.py

Kept are Latin, the punctuation and symbols below, every Han character of Big5's first level and whatever else stands in the texts of the
project. Glyphs keep no hints, since cards are drawn large. Pillow kerns by Raqm alone, which isn't on every machine, so the pairs of ASCII
signs that stand closer than others go into a file of their own: by how many thousandths of the size.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
TARGET: Final = ROOT / "runtime" / "card" / "NotoSansCJKtc-Card.otf"
KERNING: Final = TARGET.with_name("kerning.json")
LEAST: Final = 8
"""Thousandths that are seen."""
PAIRS: Final = 2
"""The kind of a lookup that places two glyphs."""
FACE: Final = "Noto Sans CJK TC"
TEXTS: Final = {
    "docs": ("*.md", "*.html"),
    "explainers": ("*.py",),
    "calculators": ("*.toml",),
    ".": ("mkdocs*.yml",),
}
SYMBOLS: Final = "‐‑–—‘’“”†‡•…‰′″€™←↑→↓⇒−∕√∞≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩■□▲△▼●○◆◇★☆　、。〈〉《》「」『』【】〔〕〜"


def signs() -> set[str]:
    """What the font is to hold, as far as its source has it."""
    latin = {chr(point) for point in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    wide = {chr(point) for point in range(0xFF01, 0xFF5F)}
    first_level = bytes(byte for lead in range(0xA4, 0xC7) for trail in _trails() for byte in (lead, trail))
    han = set(first_level.decode("big5", "ignore"))
    return latin | wide | set(SYMBOLS) | han | set("".join(texts()))


def texts() -> Iterator[str]:
    """Every text of the project from which a page's title or description can come."""
    for folder, patterns in TEXTS.items():
        for pattern in patterns:
            found = (ROOT / folder).glob(pattern) if folder == "." else (ROOT / folder).rglob(pattern)
            yield from (path.read_text("utf-8") for path in sorted(found))


def kerning(font: Any) -> dict[str, int]:
    """How much closer two ASCII signs stand by the font's `kern` feature, in thousandths of its size."""
    positions = font["GPOS"].table
    features = (record for record in positions.FeatureList.FeatureRecord if record.FeatureTag == "kern")
    lookups = sorted({index for record in features for index in record.Feature.LookupListIndex})
    glyphs = {name: chr(point) for point, name in font.getBestCmap().items() if 0x20 < point < 0x7F}
    found: dict[str, int] = {}
    for table in (table for index in lookups for table in positions.LookupList.Lookup[index].SubTable):
        table = getattr(table, "ExtSubTable", table)
        for pair, units in _pairs(table, glyphs) if table.LookupType == PAIRS else ():
            found.setdefault(pair, round(units * 1000 / font["head"].unitsPerEm))
    return {pair: units for pair, units in sorted(found.items()) if abs(units) >= LEAST}


def _pairs(table: Any, glyphs: dict[str, str]) -> Iterator[tuple[str, int]]:
    covered = {name: place for place, name in enumerate(table.Coverage.glyphs)}
    for left in (name for name in glyphs if name in covered):
        if table.Format == 1:
            for record in table.PairSet[covered[left]].PairValueRecord:
                if record.SecondGlyph in glyphs:
                    yield glyphs[left] + glyphs[record.SecondGlyph], _advance(record.Value1)
            continue
        row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
        for right in glyphs:
            yield glyphs[left] + glyphs[right], _advance(row[table.ClassDef2.classDefs.get(right, 0)].Value1)


def _advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) or 0


def _trails() -> Iterator[int]:
    yield from (*range(0x40, 0x7F), *range(0xA1, 0xFF))


def main() -> None:
    """Write the font, and say what the texts hold that its source lacks."""
    source = sys.argv[1] if len(sys.argv) > 1 else SOURCE
    font = next(face for face in TTCollection(source) if face["name"].getDebugName(1) == FACE)
    font.recalcTimestamp = False
    wanted = {ord(sign) for sign in signs()}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    KERNING.write_text(json.dumps(kerning(font), separators=(",", ":")) + "\n", "utf-8")
    options = Options()
    options.set(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    options.set(drop_tables=[*options.drop_tables, "BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(TARGET)
    lacking = "".join(sorted(chr(point) for point in wanted - set(font.getBestCmap()) if chr(point).isprintable()))
    print(f"{TARGET.relative_to(ROOT)}: {len(font.getBestCmap())} signs, {TARGET.stat().st_size:,} bytes")
    print(f"Not in {FACE}: {lacking or 'nothing'}")


if __name__ == "__main__":
    main()
