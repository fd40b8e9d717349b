"""Many chips against many instruments as plain text: one row a chip, a shape and a word in each cell."""

from ..engine.compare import Matrix, key
from ..engine.rows import Row, outcome
from .instruments import speaking
from .plain_tables import SHAPES, state_words, table, wrap
from .words import Words

SILENT = "·"


def matrix_text(matrix: Matrix, said: Words, width: int | None) -> str:
    """The matrix in blocks of as many instruments as a line holds, each block with the chips in front; what the words mean beneath."""
    chips = [key(verdict.chip) for verdict in matrix.verdicts]
    cells = {one.id: [cell_words(matrix.cell(chip, one.id), said) for chip in chips] for one in matrix.instruments}
    silent = [id for id, column in cells.items() if set(column) == {SILENT}]
    shown = [one for one in matrix.instruments if one.id not in silent]
    heads = [said("command.chip"), said("command.outcome"), *(one.id + ("" if one.counts else "*") for one in shown)]
    rows = [
        [
            key(verdict.chip),
            f"{SHAPES[verdict.outcome]} {said(f'command.cell-{verdict.outcome}')}",
            *(cells[one.id][at] for one in shown),
        ]
        for at, verdict in enumerate(matrix.verdicts)
    ]
    beneath = [said("command.cells")]
    if silent:
        beneath.append(f"{said('command.no-bearing')}{said('list.label')}{said.list(silent)}")
    return "\n\n".join([table(heads, rows, width), "\n".join(wrap(line, width) for line in beneath)])


def cell_words(row: Row, said: Words) -> str:
    """What one instrument says of one chip, in a shape and a word or two.

    The licence that it asks for with its review; else the review it sets; else whether its clauses are met; else whether it speaks of
    the case at all.
    """
    if row.state not in ("in force", "proposed", "as told"):
        return state_words(row, said)
    if row.licence in ("required", "exception", "unknown") or row.review:
        found = outcome(
            row.licence if row.licence in ("exception", "unknown") else "required", row.review or "not stated"
        )
        return f"{SHAPES[found]} {said(f'command.cell-{found}')}"
    truths = {clause.truth for clause in row.clauses}
    if truths:
        if row.licence and True in truths:
            return f"{SHAPES['not-controlled']} {said('command.cell-met-free')}"
        met = said("rows.met" if True in truths else "command.cell-unknown" if None in truths else "rows.not-met")
        return f"{SHAPES['not-controlled']} {met}" if row.licence and None not in truths else met
    spoken = speaking(row)
    return said(f"parts.{spoken.part.kind}") if spoken else SILENT
