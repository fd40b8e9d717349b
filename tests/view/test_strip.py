"""The strip of years: its bands are the history, its place of a day the day's, and nothing on it rests on colour alone."""

import datetime
import re
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import pytest

from calculators import Change, assess, chips, history, law
from calculators.engine.chips import BLANK
from calculators.view.changes import history_table, label
from calculators.view.html import Markup
from calculators.view.strip import LAYOUTS, ends, in_words, layout, picture, place_of, spans, strip
from calculators.view.words import words

DAY = datetime.timedelta(days=1)
FIRST, LAST = ends()
LANGUAGES = ("en", "zh-Hant")
CASES = [("nvidia-h20", "CN"), ("nvidia-h800-sxm", "CN"), ("nvidia-h100-sxm", "AE"), ("nvidia-a100-sxm-80gb", "KH")]


@cache
def every_history() -> list[tuple[str, str, tuple[Change, ...]]]:
    """The histories that differ, of every chip to three places."""
    found: dict[object, tuple[str, str, tuple[Change, ...]]] = {}
    for to, chip in product(("CN", "AE", "KH"), chips()):
        changes = history(chip, to=to)
        found.setdefault((to, *((c.on, *c.answer, c.instruments) for c in changes)), (chip, to, changes))
    return list(found.values())


def drawn(html: str) -> list[tuple[str, str, str, str]]:
    """Every band: where it begins, how wide it is, its outcome and its first day."""
    pattern = r'<svg x="([\d.]+)%" y="\d+" width="([\d.]+)%" height="\d+" class="strip-band" data-outcome="([a-z-]+)" data-from="([\d-]+)">'
    return re.findall(pattern, html)


def slider(on: str, chip: str = "nvidia-h20") -> str:
    said = words("en")
    return str(strip(assess(chip, on=on, to="CN"), said, Markup(""), Markup("")))


def test_the_strip_is_whole_years_around_what_is_known() -> None:
    assert law().first_day >= FIRST and law().checked <= LAST
    assert (FIRST.month, FIRST.day, LAST.month, LAST.day) == (1, 1, 12, 31)


@pytest.mark.parametrize(("chip", "to"), CASES)
def test_the_bands_are_the_history_without_a_gap(chip: str, to: str) -> None:
    changes = history(chip, to=to)
    found = spans(changes)

    assert (found[0].first, found[0].outcome, found[0].change) == (FIRST, "no-rule", None)
    assert [(s.first, s.outcome) for s in found[1:]] == [(c.on, c.outcome) for c in changes if c.on <= LAST]
    assert all(before.until == after.first for before, after in pairwise(found))
    assert found[-1].until == LAST + DAY


@pytest.mark.parametrize(("chip", "to"), CASES)
def test_what_is_drawn_is_what_each_day_says(chip: str, to: str) -> None:
    bands = drawn(str(picture(history(chip, to=to), words("en"), "")))

    for _, _, outcome, day in bands:
        assert assess(chip, on=day, to=to).outcome == outcome, day
        before = datetime.date.fromisoformat(day) - DAY
        assert before < FIRST or assess(chip, on=before, to=to).outcome in {o for _, _, o, d in bands if d < day}
    ends_at = [Fraction(x) + Fraction(width) for x, width, _, _ in bands]
    begins_at = [Fraction(x) for x, _, _, _ in bands]
    assert all(abs(end - begin) < Fraction(1, 400) for end, begin in zip(ends_at, begins_at[1:], strict=False))
    assert abs(ends_at[-1] - 100) < Fraction(1, 400)


def test_bands_differ_without_their_colour() -> None:
    looks: dict[str, set[str]] = {}
    for _, _, changes in every_history():
        html = str(picture(changes, words("en"), ""))
        for band in re.findall(r'<svg [^>]*class="strip-band".*?</svg>', html):
            outcome = re.search(r'data-outcome="([a-z-]+)"', band)[1]  # type: ignore[index]
            looks.setdefault(outcome, set()).add(re.sub(r"^<svg [^>]*>", "", band))

    assert len(looks) >= 7
    assert all(len(found) == 1 for found in looks.values())
    assert len(set.union(*looks.values())) == len(looks)
    assert "skewX" in next(iter(looks["unknown"]))
    assert 'stroke-dasharray="2 3"' in next(iter(looks["no-rule"]))


PLACES = [
    (FIRST - DAY, -1, "strip-slider strip-outside", 0),
    (FIRST, 0, "strip-slider", 0),
    (law().first_day - DAY, (law().first_day - FIRST).days - 1, "strip-slider", None),
    (law().first_day, (law().first_day - FIRST).days, "strip-slider", None),
    (LAST, (LAST - FIRST).days, "strip-slider", None),
    (LAST + DAY, (LAST - FIRST).days + 1, "strip-slider strip-outside", (LAST - FIRST).days),
]


@pytest.mark.parametrize(("day", "number", "classes", "now"), PLACES)
def test_the_chosen_day_has_its_place(day: datetime.date, number: int, classes: str, now: int | None) -> None:
    days = (LAST - FIRST).days + 1
    html = slider(day.isoformat())

    assert place_of(day) == Fraction(number, days)
    assert f'class="{classes}"' in html
    assert f'aria-valuenow="{number if now is None else now}"' in html
    assert f'data-on="{day.isoformat()}"' in html
    hand = Fraction(re.search(r'<svg x="([\d.]+)%"[^>]*class="strip-day"', html)[1]) / 100  # type: ignore[index]
    assert abs(hand - Fraction(2 * min(max(number, 0), days - 1) + 1, 2 * days)) < Fraction(1, 100_000)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "9 April 2025: Licence required: policy not stated"),
        ("zh-Hant", "2025年4月9日：須取得許可：審查政策未載明"),
    ],
)
def test_the_chosen_day_is_read_out_in_words(language: str, said: str) -> None:
    html = strip(assess("nvidia-h20", on="2025-04-09", to="CN"), words(language), Markup(""), Markup(""))

    assert f'aria-valuetext="{said}"' in html


def test_every_month_has_its_name() -> None:
    assert len({in_words(datetime.date(2025, month, 1), words("en")) for month in range(1, 13)}) == 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LAYOUTS)
def test_labels_never_meet(name: str, language: str) -> None:
    width, rows = LAYOUTS[name]
    said, placed = words(language), 0
    for chip, to, changes in every_history():
        turns = [(place_of(c.on), text) for c in changes if (text := label(c, said))]
        found = layout(turns, width, rows)
        assert len(found) == len(turns)
        boxes: dict[int, list[tuple[float, float]]] = {}
        for (share, text), place in zip(turns, found, strict=True):
            if place is None:
                continue
            placed += 1
            row, before = place
            assert row < rows
            at, length = float(share) * width, 8 + sum(11 if ord(c) > 0x2E80 else 5.15 for c in text)
            boxes.setdefault(row, []).append((at - length, at) if before else (at, at + length))
        for beside in map(sorted, boxes.values()):
            assert all(left >= 0 and right <= width for left, right in beside)
            assert all(one[1] <= other[0] for one, other in pairwise(beside)), (chip, to)
    assert placed > len(every_history())


def test_a_label_names_what_made_the_change() -> None:
    said = words("en")
    labels = {c.on.isoformat(): label(c, said) for c in history("nvidia-h800-sxm", to="CN")}

    assert labels["2023-10-23"] == "Early start for Nvidia"
    assert labels["2026-01-15"] == "Review policy of January 2026"
    assert label(history("nvidia-h100-sxm", to="DE")[0], said) == ""
    assert label(history("nvidia-h100-sxm", to="KH")[-1], said) == "Country groups changed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_each_change(language: str) -> None:
    changes = history("nvidia-h800-sxm", to="CN")
    html = str(history_table(changes, "caption", words(language), "of"))

    assert html.count("<tr>") == len(changes) + 1
    for change in changes:
        assert f'datetime="{change.on.isoformat()}"' in html
        for id in change.instruments:
            assert words(language).pick(law().instruments[id].title) in html
    assert html.count('class="outcome-mark"') == len(changes)


def test_the_table_words_an_outcome_as_the_verdict_of_that_day_does() -> None:
    from calculators.view.verdict import outcome_text

    said = words("en")
    for chip, to, changes in every_history():
        html = str(history_table(changes, "", said, ""))
        shown = re.findall(r'class="outcome-word">([^<]*)<', html)
        assert shown == [outcome_text(change.verdict, said) for change in changes], (chip, to)


def test_a_chip_of_which_nothing_is_known_is_hatched() -> None:
    bands = drawn(str(picture(history(BLANK, to="CN"), words("en"), "")))

    assert "unknown" in {outcome for _, _, outcome, _ in bands}
