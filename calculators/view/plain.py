"""The verdict as plain text, for a shell."""

from collections.abc import Iterator
from typing import Final

from ..engine.rules import Finding, Line
from ..engine.verdict import Row, Verdict
from .comparisons import hinge, letter_word, margin, sides
from .instruments import speaking
from .parts import chip_name, place_name
from .plain_tables import SHAPES, bare, table, wrap
from .verdict import assumptions, outcome_text, reasons, warnings
from .words import Words

TRUTH: Final = {True: "✓", False: "✗", None: "?"}
"""Whether a part of the law is met, as the pages mark it."""


def plain_text(verdict: Verdict, said: Words, width: int | None = None) -> str:
    """The verdict as text of at most `width` columns (None: no line is broken): outcome, reasons, one row an instrument in force,
    what was assumed.

    >>> from calculators import assess
    >>> from calculators.view.words import words
    >>> print(plain_text(assess("nvidia-h20", on="2025-06-01", to="CN"), words("en")).splitlines()[0])
    Nvidia H20 to China, 2025-06-01: ◍ Licence required: policy not stated
    """
    lines = [wrap(headline(verdict, said), width)]
    lines += [wrap(bare(reason), width, "  ") for reason in (*reasons(verdict, said), *warnings(verdict, said))]
    bound = [row for row in verdict.rows if row.in_force]
    rows = [_row(row, said) for row in bound if row.licence or row.review or speaking(row)]
    if rows:
        heads = [said(f"command.{head}") for head in ("instrument", "licence", "compared")]
        lines += ["", table(heads, rows, width, flow=True), ""]
    if idle := [row.instrument.id for row in bound if not (row.licence or row.review or speaking(row))]:
        lines.append(wrap(f"{said('rows.idle')}{said('list.label')}{said.list(idle)}", width, "  "))
    lines += [wrap(line, width, "  ") for line in _beneath(verdict, said)]
    return "\n".join(lines)


def headline(verdict: Verdict, said: Words) -> str:
    """The question and the outcome in one line."""
    asked = said(
        "verdict.asked", chip=chip_name(verdict.chip, said), to=place_name(verdict.to, said), on=verdict.on.isoformat()
    )
    return f"{asked}{said('list.label')}{SHAPES[verdict.outcome]} {outcome_text(verdict, said)}"


def _row(row: Row, said: Words) -> list[str]:
    if row.licence:
        state = said(f"licence.{row.licence}")
    else:
        state = said("rows.review", policy=said(f"policy.{row.review}")) if row.review else "–"
    return [row.instrument.id, state, compared(row, said)]


def compared(row: Row, said: Words) -> str:
    """What an instrument's speaking clause compared, in one line: place in the law, both sides, margin."""
    part = speaking(row)
    found, letter = hinge(part.finding) if part and part.finding else (None, "")
    where = f"{TRUTH[part.truth]} {part.part.id} {letter_word(letter, said)}".rstrip() if part else ""
    return said("list.label").join(text for text in (where, _side(found, said)) if text)


def _side(found: Finding | None, said: Words) -> str:
    if found is None or not isinstance(found.rule, Line):
        return ""
    return " ".join(part for part in (bare(sides(found, said)), bare(margin(found, said))) if part)


def _beneath(verdict: Verdict, said: Words) -> Iterator[str]:
    if verdict.assumed:
        yield f"{said('assumed.title')}{said('list.label')}{said('command.between').join(assumptions(verdict, said))}"
    yield said("verdict.legal")
