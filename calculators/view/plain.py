"""The verdict as plain text, for a shell."""

import html
import re

from ..engine.rules import Finding, Line
from ..engine.verdict import Verdict
from .comparisons import hinge, margin, sides
from .html import Markup
from .instruments import speaking
from .parts import chip_name, place_name
from .verdict import assumptions, outcome_text, reasons, warnings
from .words import Words


def plain_text(verdict: Verdict, said: Words) -> str:
    """The verdict as text: outcome, reasons, one line an instrument, what was assumed."""
    lines = [
        f"{chip_name(verdict.chip, said)} to {place_name(verdict.to, said)}, {verdict.on.isoformat()}: {outcome_text(verdict, said)}"
    ]
    lines += [f"  {_text(reason)}" for reason in (*reasons(verdict, said), *warnings(verdict, said))]
    for row in verdict.rows:
        if row.in_force:
            part = speaking(row)
            found = hinge(part.finding)[0] if part and part.finding else None
            state = row.licence or (f"review: {row.review}" if row.review else "-")
            where = f"{part.part.id} {hinge(part.finding)[1] if part.finding else ''}".strip() if part else ""
            lines.append(f"  {row.instrument.id:<20} {state:<24} {where:<28} {_side(found, said)}".rstrip())
    if verdict.assumed:
        lines.append("  assumed: " + "; ".join(assumptions(verdict, said)))
    lines.append(f"  {said('verdict.legal')}")
    return "\n".join(lines)


def _side(found: object, said: Words) -> str:
    if not isinstance(found, Finding) or not isinstance(found.rule, Line):
        return ""
    return _text(sides(found, said)) + "  " + _text(margin(found, said))


def _text(shown: str) -> str:
    """A sentence without its markup."""
    return (
        html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))).strip()
        if isinstance(shown, Markup)
        else shown
    )
