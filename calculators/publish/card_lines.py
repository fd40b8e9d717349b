"""How a card's text is broken into lines: English between words, Chinese between any two signs but those that belong together.

Of all ways to set a text in as few lines as it needs, the most even one is taken, and in Chinese one whose lines end with a phrase.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from typing import Final

NOT_FIRST: Final = frozenset("，。、；：！？）」』》〉】〕〜～％℃…—‧·’”‰,.;:!?)]}%°")
"""What begins no line."""
NOT_LAST: Final = frozenset("（「『《〈【〔‘“([{$＄￥#＃")
"""What ends no line."""
OPENING, CLOSING = frozenset("（「『《〈【〔([{“"), frozenset("）」』》〉】〕)]}”")
PHRASE: Final = frozenset("，。；：！？") | CLOSING
"""What a Chinese line had better end with."""
WITHIN: Final = 0.3
"""What it costs to break a Chinese phrase, a word, or what stands in brackets, where a line that is half empty costs 0.25."""
_PART: Final = re.compile(r"[^\S\u00a0]+")

Measure = Callable[[str], float]


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of a text, none wider than `width` as `measure` has it; a word that is wider is broken where it has to be.

    >>> wrapped("The line at 4,800", 12, len)
    ['The line', 'at 4,800']
    >>> wrapped("規則量算力，不量頻寬", 8, len)
    ['規則量算力，', '不量頻寬']
    """
    parts = [short for part in _parts(text) for short in _cut(part, width, measure)]
    ends = [0.0, *accumulate(measure(part) for part in parts)]
    blanks = [measure(part) - measure(part.rstrip()) for part in parts]
    costs = _costs(parts)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(parts) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            slack = 1 - (ends[end] - ends[start] - blanks[end - 1]) / width
            if slack < 0 and start < end - 1:
                break
            lines, cost, _ = best[start]
            choices.append((lines + 1, cost + slack**2 + costs[end - 1], start))
        best.append(min(choices))
    found: list[str] = []
    end = len(parts)
    while end:
        start = best[end][2]
        found.insert(0, "".join(parts[start:end]).rstrip())
        end = start
    return found


def shortened(text: str, most: int, width: float, measure: Measure) -> list[str]:
    """The lines of a text, at most so many; what is left out is marked by "…".

    >>> shortened("One two three four", 2, 7, len)
    ['One two', 'three…']
    """
    parts = _parts(text)
    lines = wrapped(text, width, measure)
    while len(lines) > most:
        parts.pop()
        lines = wrapped("".join(parts).rstrip(" ，。、；：,.;:") + "…", width, measure)
    return lines


def _parts(text: str) -> list[str]:
    """What a line may be broken between: words with the space after them, wide signs, each with the signs that cling to it.

    >>> _parts("The H20（NVIDIA）的2,400點。 ")
    ['The ', 'H20', '（NVIDIA）', '的', '2,400', '點。']
    """
    found: list[str] = []
    for sign in _PART.sub(" ", text.strip()):
        if found and not found[-1].endswith(" ") and (sign == " " or not _apart(found[-1][-1], sign)):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _apart(left: str, right: str) -> bool:
    """Whether a line may end between two signs."""
    if right in NOT_FIRST or left in NOT_LAST:
        return False
    return _wide(left) or _wide(right) or (left in "—-/" and right.isalpha())


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _costs(parts: list[str]) -> list[float]:
    """What it costs to end a line after each part: nothing at a space and after a phrase, more within brackets.

    >>> _costs(["數", "量，", "（甲", "乙）"])
    [0.3, 0.0, 0.6, 0.0]
    """
    found, depth = [], 0
    for part, following in zip(parts, [*parts, ""][1:], strict=True):
        depth += sum((sign in OPENING) - (sign in CLOSING) for sign in part)
        phrase = not following or part[-1] in PHRASE or following[0] in OPENING or part[-1] == " "
        found.append(WITHIN * ((not phrase) + (depth > 0)))
    return found


def _cut(part: str, width: float, measure: Measure) -> list[str]:
    """A part in pieces that fit; nearly always the one that it is."""
    pieces = [""]
    for sign in part if measure(part.rstrip()) > width else ():
        if pieces[-1] and measure(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces if pieces[0] else [part]
