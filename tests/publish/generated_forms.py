"""Forms that nobody has thought of: every calculator's fields with right, wrong and hostile texts, the same ones each time."""

import random
from collections.abc import Iterator
from typing import Any

from calculators import chips, entry
from calculators.engine.names import names

NUMBERS = (
    "0",
    "1",
    "2.5",
    "80",
    "814",
    "1,979",
    "3,35",
    "1e3",
    "１２８",
    "४",
    "½",
    "𝟙𝟘",
    "-1",
    "−4",
    "1_000",
    "9**9**9",
    "1e400",
    "nan",
)
UNITS = (
    "",
    " TFLOPS",
    " TB/s",
    "GB/s",
    " GiB",
    " mm²",
    " mm2",
    " nm",
    " %",
    " ＴＢ／ｓ",
    " 兆位元組",
    " furlong",
    " TB/s 3",
    " µs",
)
DAYS = (
    "2022-10-07",
    "2023-11-17",
    "2025-01-13",
    "2026-11-10",
    "2025-13-01",
    "2026-02-30",
    "２０２５-０６-０１",
    "0001-01-01",
    "9999-12-31",
)
PLACES = ("CN", "AE", "US", "tw", "HK", "XX", "中國", "Taiwan", "Atlantis")
WORDS = (
    "",
    " ",
    "yes",
    "no",
    "?",
    "used",
    "中芯國際的十六奈米晶片",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "https://example.org/?chip=nvidia-h20&to=CN#open",
    "%3Cb%3E&amp;\u202egnp.exe",
    "a\nb\tc\x00d",
    "🀄" * 80,
    "__import__('os')",
    "strip history steps figures",
)
LINES = ("H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s", "H200 SXM 1979 TFLOPS FP8 稠密, 141GB", "FP8 FP8 FP8")


def requests(number: int, seed: int = 2026) -> Iterator[dict[str, Any]]:
    """This many questions as a page asks them; some texts fit their field, most don't."""
    chance = random.Random(seed)
    examples = {key: name.example for key, name in names().items() if name.example}
    every = (*chips(), "nvidia-h21", "H20", "", "＊")
    calculators = entry.calculators()
    for turn in range(number):
        name = calculators[turn % len(calculators)]
        known = entry.keys(name)
        # Half of the readers mean well: all they put in fits some field like it.
        careful = chance.random() < 0.5
        fields = known if careful else (*known, "paste", "open", "was", "reading-wrong", "another.chip", "__class__")

        def text(key: str, careful: bool = careful) -> str:
            fitting = {"chip": chips(), "on": DAYS[:4], "to": PLACES[:5], "paste": LINES[:2]}
            quantity = chance.choice(NUMBERS) + chance.choice(UNITS)
            usual = chance.choice(tuple(fitting.get(key, (examples.get(key, chance.choice(NUMBERS[:5])),))))
            other = (quantity, chance.choice(WORDS), chance.choice((*DAYS, *PLACES, *every)))
            return usual if careful else chance.choice((usual, usual, *other))

        # What the page itself asks for has been held against the calculator's fields at build; a link may say anything.
        form, defaults = (
            {key: text(key) for key in chance.sample(choice, k=min(chance.randrange(most), len(choice)))}
            for choice, most in ((fields, 5 if careful else 9), (known, 2))
        )
        yield {"name": name, "language": ("en", "zh-Hant")[chance.randrange(2)], "defaults": defaults, "form": form}
