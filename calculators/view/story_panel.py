"""The verdict panel that follows the story: a line and a small verdict for each state, and a place for the reader's own calculator.

Every state is written here at build; the browser only chooses which of them shows, until a reader takes the panel over.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ..engine.metrics import Metric
from ..engine.rules import Finding, Line
from ..engine.verdict import Verdict, is_eccn
from .comparisons import amount, limit
from .html import Markup, join, tag
from .parts import badge, chip_name, day, mark, place_name
from .verdict import deciding, met, missing_word, outcome_text, reasons, warnings
from .words import Words

ID: Final = "panel"
"""The id of the panel's calculator; before a point it names what the panel keeps in the page's address."""
MOST: Final = 2
"""So many reasons stand in the panel before a reader takes it over; beside a paragraph there is one."""


@dataclass(frozen=True)
class State:
    """What a mark asks for: the chip, the day and the destination as the form holds them, and the verdict on it."""

    chip: str
    on: str
    to: str
    verdict: Verdict

    @property
    def form(self) -> dict[str, str]:
        """The state as texts for the calculator's form."""
        return {"chip": self.chip, "on": self.on, "to": self.to}

    def link(self, home: str) -> str:
        """Where the full verdict stands, `home` being the way to the page of the verdict.

        >>> from ..engine.verdict import assess
        >>> State("nvidia-h20", "2025-04-09", "CN", assess("nvidia-h20", on="2025-04-09", to="CN")).link("../../")
        '../../?chip=nvidia-h20&on=2025-04-09&to=CN'
        """
        return f"{home}?{urlencode(self.form)}"


def line(verdict: Verdict, words: Words) -> Markup:
    """The verdict in one line: the outcome's shape and word, the chip, the day."""
    return tag(
        "span",
        mark(verdict.outcome),
        tag("span", outcome_text(verdict, words), class_="outcome-word"),
        tag("span", join([_short(verdict, words), day(verdict.on)]), class_="sp-of"),
        class_="sp-line",
        data_outcome=verdict.outcome,
    )


def _short(verdict: Verdict, words: Words) -> str:
    return verdict.chip.name if verdict.chip.id else chip_name(verdict.chip, words)


def small(verdict: Verdict, words: Words, most: int = MOST) -> tuple[Markup, ...]:
    """The verdict in little: the question, the outcome, at most so many reasons, and every warning."""
    names = {"chip": chip_name(verdict.chip, words), "to": place_name(verdict.to, words)}
    before, _, after = words("verdict.asked", **names, on="\0").partition("\0")
    return (
        tag("p", before, day(verdict.on), after, class_="verdict-asked"),
        tag(
            "p",
            mark(verdict.outcome),
            tag("strong", outcome_text(verdict, words), class_="outcome-word"),
            class_="sp-outcome",
        ),
        *(tag("p", reason, class_="sp-why") for reason in why(verdict, words)[:most]),
        *(tag("div", warning, class_="sp-why sp-warning") for warning in warnings(verdict, words)),
    )


def why(verdict: Verdict, words: Words) -> list[Markup | str]:
    """The reasons without their sources: every comparison of a clause that asks for several, and first of all what is missing."""
    found = list(reasons(verdict, words, cited=False))
    clauses = {c.part.path: c for d in deciding(verdict) for c in met(verdict, d)}
    for n, clause in enumerate(clauses.values()):
        held = list(_held(clause.finding)) if clause.truth and clause.finding else []
        if len(held) > 1:
            sentences = words("panel.and").join(_compared(one, words) for one in held)
            named = words("sentence.clause", place=clause.part.id, sentence=sentences)
            found[n] = join([named if is_eccn(clause.part.id) else sentences, badge(clause.part.evidence, words)])
    if verdict.licence == "unknown":
        missing = words("verdict.missing", missing=words.list(missing_word(m, words) for m in verdict.missing) or "—")
        found = [missing, *(reason for reason in found if reason != missing)]
    return found


def _held(found: Finding) -> Iterator[Finding]:
    """The comparisons with a number that a finding rests on: of those that must all hold each, else the first that does."""
    if isinstance(found.rule, Line):
        if isinstance(found.left, Metric):
            yield found
    elif found.rule.group != "none":
        held = [member for member in found.members if member.truth]
        for member in held if found.rule.group == "all" else held[:1]:
            yield from _held(member)


def _compared(found: Finding, words: Words) -> str:
    assert isinstance(found.rule, Line)
    left, right = amount(found.left, words), limit(found.rule, words)
    return words("sentence.meets", name=words.label(found.rule.name), left=left, right=right)


def note(state: State, home: str, words: Words) -> Markup:
    """What stands at a marked paragraph where no script runs, and on paper."""
    return tag(
        "aside",
        small(state.verdict, words, most=1),
        tag("p", _full(state, home, words)),
        class_="sp-note",
        aria_label=words("panel.note"),
        data_outcome=state.verdict.outcome,
        data_search_exclude=True,
    )


def _full(state: State, home: str, words: Words) -> Markup:
    return tag("a", words("panel.full"), href=state.link(home), class_="sp-full")


def panel(states: Sequence[State], home: str, calculator: str, words: Words) -> Markup:
    """The panel with every state of a page, the first one showing; `calculator` is the address of the one that becomes the reader's."""
    return tag(
        "story-panel",
        tag(
            "aside",
            tag(
                "button",
                [_chosen(line(state.verdict, words), n) for n, state in enumerate(states)],
                tag("span", class_="sp-own-line", hidden=True),
                type="button",
                class_="sp-bar",
                aria_expanded="false",
                aria_controls="story-panel-body",
            ),
            tag(
                "div",
                tag("p", words("panel.title"), class_="sp-title"),
                tag("p", _both("says", words), class_="sp-says"),
                tag("p", words("panel.failed"), class_="sp-failed", hidden=True),
                tag("button", _both("do", words), type="button", class_="lc-button sp-take", data_action="take"),
                tag("div", [_state(state, n, home, words) for n, state in enumerate(states)], class_="sp-states"),
                tag("div", class_="sp-own", hidden=True),
                tag("p", _full(states[0], home, words), class_="sp-more"),
                class_="sp-body",
                id="story-panel-body",
            ),
            tag("p", class_="sp-live", role="status"),
            class_="sp-box",
            aria_label=words("panel.label"),
        ),
        data_state="following",
        data_prefix=f"{ID}.",
        data_calculator=calculator,
        data_said_taken=words("panel.said-taken"),
        data_said_following=words("panel.said-following"),
        data_search_exclude=True,
    )


def _chosen(line: Markup, n: int) -> Markup:
    return tag("span", line, data_mark=str(n), data_current=n == 0)


def _both(key: str, words: Words) -> list[Markup]:
    return [
        tag("span", words(f"panel.{key}-{state}"), data_when=state, hidden=state != "following")
        for state in ("following", "taken")
    ]


def _state(state: State, n: int, home: str, words: Words) -> Markup:
    announced = words(
        "verdict.announce",
        chip=chip_name(state.verdict.chip, words),
        to=place_name(state.verdict.to, words),
        on=state.on,
        outcome=outcome_text(state.verdict, words),
    )
    return tag(
        "div",
        small(state.verdict, words),
        class_="sp-state",
        data_mark=str(n),
        data_current=n == 0,
        data_outcome=state.verdict.outcome,
        data_form=json.dumps(state.form, sort_keys=True),
        data_link=state.link(home),
        data_announce=announced,
    )


__all__ = ["ID", "State", "line", "note", "panel", "small", "why"]
