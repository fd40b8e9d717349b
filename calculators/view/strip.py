"""The verdict over the years: a strip of bands that is also the date picker.

A band is the fuller the stricter its outcome, striped where no policy is stated, hatched where unknown and dotted where no rule was
in force, so it doesn't need its colour. Days are places on the strip in percent; whatever has a fixed size is in pixels.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ..engine.history import Change
from ..engine.law_files import law
from ..engine.verdict import Verdict
from .changes import label
from .html import Markup, tag
from .instruments import folded
from .parts import QUARTERS
from .verdict import outcome_text
from .words import Words

BAND: Final = (16, 26)
"""Where the bands begin below the years, and how high they are, in pixels; the style sheet has the same."""
LAYOUTS: Final = {"x": (760, 3), "w": (520, 3), "n": (340, 4)}
"""The strip's least width in pixels on a wide screen, a desk and a phone, and the rows that the style sheet has for labels."""
_GAP, _HAN, _LATIN = 8, 11, 5.15
_TRIES: Final = 300
_Boxes = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` until the day before `until` the outcome is one; `change` is what began it, None before the first rule."""

    first: datetime.date
    until: datetime.date
    outcome: str
    change: Change | None = None


def ends() -> tuple[datetime.date, datetime.date]:
    """The strip's first and last day: whole years, from that of the first rule to that of the last check.

    >>> ends()[0].isoformat()
    '2022-01-01'
    """
    return datetime.date(law().first_day.year, 1, 1), datetime.date(law().checked.year, 12, 31)


def spans(changes: Sequence[Change]) -> tuple[Span, ...]:
    """The strip's bands, without a gap: before the first rule, then from each change to the next."""
    first, last = ends()
    starts = [(c.on, c.outcome, c) for c in changes if c.on <= last]
    if not starts or starts[0][0] > first:
        starts.insert(0, (first, "no-rule", None))  # type: ignore[arg-type]
    until = [*(start for start, _, _ in starts[1:]), last + datetime.timedelta(days=1)]
    return tuple(Span(on, end, outcome, change) for (on, outcome, change), end in zip(starts, until, strict=True))


def place_of(date: datetime.date) -> Fraction:
    """Where a day begins, as a share of the strip; below 0 and from 1 up for days that lie outside.

    >>> place_of(ends()[0]), place_of(ends()[1]) < 1
    (Fraction(0, 1), True)
    """
    first, last = ends()
    return Fraction((date - first).days, (last - first).days + 1)


def strip(verdict: Verdict, words: Words, bands: Markup, table: Markup) -> Markup:
    """The strip with the chosen day; `bands` and `table` are the picture and the table of its changes, or places for them."""
    return tag(
        "section",
        tag("div", bands, _slider(verdict.on, outcome_text(verdict, words), words), class_="strip-box"),
        tag("p", words("strip.legend"), tag("span", words("strip.how"), class_="strip-how"), class_="strip-legend"),
        folded("history", words("strip.history"), table),
        class_="strip",
        data_key="strip",
        aria_label=words("strip.title"),
    )


@lru_cache(maxsize=64)
def _slider(on: datetime.date, outcome: str, words: Words) -> Markup:
    """The chosen day. Only its mark is seen where no script can move it."""
    first, last = ends()
    shown = min(max(on, first), last)
    half = Fraction(1, 2 * ((last - first).days + 1))
    hand = tag(
        "svg",
        tag("path", d="M0 10V46", class_="strip-halo"),
        tag("path", d="M0 10V46", class_="strip-hand"),
        tag("path", d="M-6 1h12v5l-6 7l-6 -7z", class_="strip-grip"),
        x=_percent(place_of(shown) + half),
        overflow="visible",
        class_="strip-day",
    )
    return tag(
        "div",
        tag("svg", hand, width="100%", height="100%", aria_hidden="true", focusable="false"),
        class_="strip-slider" + ("" if shown == on else " strip-outside"),
        role="slider",
        tabindex="0",
        aria_label=words("strip.day"),
        aria_valuemin="0",
        aria_valuemax=str((last - first).days),
        aria_valuenow=str((shown - first).days),
        aria_valuetext=words("strip.value", day=in_words(on, words), outcome=outcome),
        aria_description=words("strip.how"),
        data_first=first.isoformat(),
        data_last=last.isoformat(),
        data_on=on.isoformat(),
    )


def in_words(date: datetime.date, words: Words) -> str:
    """A day as it is read out.

    >>> from calculators.view.words import words
    >>> in_words(datetime.date(2025, 6, 1), words("en")), in_words(datetime.date(2025, 6, 1), words("zh-Hant"))
    ('1 June 2025', '2025年6月1日')
    """
    return words("strip.date", day=date.day, month=words(f"strip.month-{date.month}"), year=date.year)


def picture(changes: Sequence[Change], words: Words, of: str) -> Markup:
    """The bands, the years and the markers; `of` says which question they answer."""
    first, last = ends()
    found = spans(changes)
    years = [
        tag(
            "svg",
            tag("path", d="M0 0V16", class_="strip-tick"),
            tag("text", str(year), x="4", y="10"),
            x=_percent(place_of(datetime.date(year, 1, 1))),
            overflow="visible",
            class_="strip-year",
        )
        for year in range(first.year, last.year + 1)
    ]
    checked = max(place_of(law().checked) + Fraction(1, (last - first).days + 1), Fraction(0))
    return tag(
        "svg",
        years,
        [_band(span) for span in found],
        tag(
            "rect",
            x=_percent(checked),
            y=str(BAND[0]),
            width=_percent(1 - checked),
            height=str(BAND[1]),
            class_="strip-after",
        ),
        _markers(found, words),
        width="100%",
        height="100%",
        class_="strip-bands",
        aria_hidden="true",
        focusable="false",
        data_of=of,
    )


def _percent(share: Fraction) -> str:
    """A share as percent with three decimals, rounded exactly."""
    thousandths = round(share * 100_000)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}%"


def _band(span: Span) -> Markup:
    """One band: its outline, and a filling by the strictness of its outcome."""
    top, height = BAND
    if span.outcome in QUARTERS:
        level = height * QUARTERS[span.outcome] // 4
        filling = (
            tag("rect", y=str(height - level), width="100%", height=str(level), fill="currentColor") if level else ""
        )
    elif span.outcome in ("unknown", "not-stated"):
        # A thick dashed line is a row of stripes, and needs no pattern with an id of its own.
        filling = tag(
            "line",
            x1="0",
            x2="200%",
            y1=str(height // 2),
            y2=str(height // 2),
            stroke="currentColor",
            stroke_width=str(height),
            stroke_dasharray="2 5" if span.outcome == "unknown" else "4 3",
            transform="skewX(-45)" if span.outcome == "unknown" else None,
        )
    else:
        filling = ""
    return tag(
        "svg",
        filling,
        tag(
            "rect",
            width="100%",
            height="100%",
            fill="none",
            stroke="currentColor",
            stroke_width="2",
            stroke_dasharray="2 3" if span.outcome == "no-rule" else None,
        ),
        x=_percent(place_of(span.first)),
        y=str(top),
        width=_percent(place_of(span.until) - place_of(span.first)),
        height=str(height),
        class_="strip-band",
        data_outcome=span.outcome,
        data_from=span.first.isoformat(),
    )


def _markers(found: Iterable[Span], words: Words) -> list[Markup]:
    """A mark at each change with a label for what made it, in rows so that no two labels meet."""
    turns = [(place_of(span.first), said) for span in found if span.change and (said := label(span.change, words))]
    rows = {name: layout(turns, *room) for name, room in LAYOUTS.items()}
    foot = sum(BAND)
    made = []
    for at, (share, said) in enumerate(turns):
        placed = [(name, rows[name][at]) for name in rows]
        classes = [f"{name}-{row[0]}" + f" {name}-end" * row[1] if row else f"{name}-none" for name, row in placed]
        made.append(
            tag(
                "svg",
                tag("path", d=f"M0 {foot + 2}l-4 7h8z", class_="strip-turn"),
                tag("rect", x="-.5", y=str(foot + 9), width="1", class_="strip-leader"),
                tag("text", said, y=str(foot + 19)),
                x=_percent(share),
                overflow="visible",
                class_=" ".join(["strip-marker", *classes]),
            )
        )
    return made


def layout(turns: Sequence[tuple[Fraction, str]], width: int, rows: int) -> list[tuple[int, bool] | None]:
    """For each label its row and whether it stands before its mark; None where there is no room for it.

    Tried from the last to the first, so that the line from a mark down to its label passes before the labels of later marks; where
    that leaves one out, other rows are tried, for a while.

    >>> layout([(Fraction(1, 10), "first rule"), (Fraction(1, 5), "letters"), (Fraction(9, 10), "a long label")], 300, 2)
    [(1, False), (0, False), (0, True)]
    """
    boxes = [_sides(float(share) * width, said, width) for share, said in turns]
    fitting = sum(1 for sides in boxes if sides)
    best: list[tuple[int, bool] | None] = []
    most, tries = -1, 0

    def place(at: int, taken: tuple[_Boxes, ...], found: tuple[tuple[int, bool] | None, ...], placed: int) -> None:
        nonlocal best, most, tries
        tries += 1
        if placed + at + 1 <= most or most == fitting or tries > _TRIES:
            return
        if at < 0:
            best, most = list(found), placed
            return
        mark = float(turns[at][0]) * width
        for row in range(rows):
            for before, box in boxes[at]:
                pieces = [(mark - 2, mark + 2)] * row + [box]
                if all(_free(above, piece) for above, piece in zip(taken, pieces, strict=False)):
                    now = tuple((*t, pieces[n]) if n <= row else t for n, t in enumerate(taken))
                    place(at - 1, now, ((row, before), *found), placed + 1)
        place(at - 1, taken, (None, *found), placed)

    place(len(turns) - 1, ((),) * rows, (), 0)
    return best


def _sides(mark: float, said: str, width: int) -> list[tuple[bool, tuple[float, float]]]:
    """Where a label may stand: behind its mark, or before it, within the strip."""
    length = _GAP + sum(_HAN if ord(letter) > 0x2E80 else _LATIN for letter in said)
    both = ((False, mark - 1, mark + length), (True, mark - length, mark + 1))
    return [(before, (left - 4, right + 4)) for before, left, right in both if left >= 0 and right <= width]


def _free(taken: _Boxes, piece: tuple[float, float]) -> bool:
    return all(piece[1] <= start or piece[0] >= end for start, end in taken)
