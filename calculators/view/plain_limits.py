"""The largest value that passes, and the least cuts that free a chip, as plain text."""

from collections.abc import Iterable
from fractions import Fraction

from ..engine.cuts import Cut
from ..engine.largest import Largest
from ..engine.law_files import law
from ..engine.rows import is_eccn
from ..engine.sweep import Stop, Stretch
from ..engine.units import show
from .comparisons import letter_word, percent
from .parts import chip_name, place_name
from .plain_tables import bare, table, wrap
from .rule_text import line_text
from .verdict import missing_word
from .words import Words


def largest_text(found: Largest, said: Words, width: int | None) -> str:
    """How far a spec may go, what stops it there, and the answer on every stretch of its scale."""
    asked = said(
        f"command.asked-{found.end}",
        spec=said.label(found.spec),
        chip=chip_name(found.chip, said),
        text=said.pick(law().instruments[found.instrument].title) if found.instrument else said("command.whole-law"),
        to=place_name(found.to, said),
        on=found.on.isoformat(),
    )
    lines = [
        wrap(asked, width),
        wrap(said("list.sentence").join(filter(None, (_answer(found, said), _about(found, said)))), width, "  "),
    ]
    lines += [wrap(said("command.stopped", stop=stop_words(stop, said)), width, "  ", "    ") for stop in found.stops]
    if len(found.stretches) > 1:
        heads = [said(f"command.{head}") for head in ("above", "below", "answer")]
        rows = [[*_ends(s, found.unit, said), _stretch(s, said)] for s in found.stretches]
        lines += ["", table(heads, rows, width, right=(0, 1), flow=True)]
    return "\n".join(lines)


def _answer(found: Largest, said: Words) -> str:
    if found.state == "unknown":
        return said("verdict.missing", missing=said.list(missing_word(m, said) for m in found.missing))
    if found.limit is None:
        return said("command.any" if found.state == "limit" else f"command.{found.state}")
    return _limit(found.limit, found.attained, found.value, found, said)


def _limit(limit: Fraction, attained: bool, value: Fraction | None, found: Largest | Cut, said: Words) -> str:
    """ "1,200 GB/s", or "under 672 GB/s (671 GB/s)" where the limit itself doesn't pass."""
    end = found.end if isinstance(found, Largest) else "least" if found.own < limit else "most"
    shown = show(limit, found.unit)
    if attained:
        return said(f"command.at-{end}", limit=shown)
    near_by = show(value, found.unit, apart_from=limit) if value is not None else ""
    return (
        said(f"command.within-{end}", limit=shown, value=near_by)
        if near_by
        else said(f"command.beyond-{end}", limit=shown)
    )


def _about(found: Largest, said: Words) -> str:
    return said(f"command.about-{found.about}") if found.about else ""


def _ends(stretch: Stretch, unit: str, said: Words) -> tuple[str, str]:
    low = ("≥ " if stretch.low_in else "> ") + show(stretch.low, unit)
    high = "" if stretch.high is None else ("≤ " if stretch.high_in else "< ") + show(stretch.high, unit)
    return low, high


def _stretch(stretch: Stretch, said: Words) -> str:
    answer = said(f"command.stretch-{stretch.answer}")
    missing = said.list(missing_word(m, said) for m in stretch.missing)
    return f"{answer}{said('list.label')}{missing}" if missing else answer


def stop_words(stop: Stop, said: Words) -> str:
    """The comparison that stops it, with where it stands: "is-informed-2025, letter-2025-limits: Memory bandwidth: 1,400 GB/s or more"."""
    place = f"{stop.part.id} {letter_word(stop.letter, said)}".strip()
    where = said.list([stop.part.instrument, place])
    what = bare(line_text(stop.line, said)) if stop.line else said.pick(stop.part.text)
    return f"{where}{said('list.label')}{what}" if stop.line or not is_eccn(stop.part.id) else where


def cuts_text(asked: str, cuts: Iterable[Cut], said: Words, width: int | None) -> str:
    """Each spec with the least change that frees the chip, or why none does; `asked` heads it."""
    cuts = tuple(cuts)
    if not cuts:
        return f"{wrap(asked, width)}\n{wrap(said('command.free-already'), width, '  ')}"
    lines = [wrap(asked, width), ""]
    rows = [
        [said.label(cut.spec), show(cut.own, cut.unit), _change(cut), _cut(cut, said)]
        for cut in sorted(cuts, key=lambda cut: cut.state == "unknown")
        if cut.state in ("cut", "unknown")
    ]
    if rows:
        heads = [said(f"command.{head}") for head in ("spec", "own", "change", "frees")]
        lines += [table(heads, rows, width, right=(1, 2), flow=True), ""]
    vain: dict[str, list[str]] = {}
    for cut in cuts:
        if cut.state == "none":
            stops = said.list(dict.fromkeys(stop.part.path for stop in cut.stops))
            vain.setdefault(stops, []).append(said.label(cut.spec))
    for stops, specs in vain.items():
        lines.append(wrap(said("command.no-cut", specs=said.list(specs), stops=stops), width))
    if unmeasured := [said.label(cut.spec) for cut in cuts if cut.state == "unmeasured"]:
        lines.append(wrap(said("command.unmeasured", specs=said.list(unmeasured)), width))
    if named := sorted({path for cut in cuts for path in cut.named}):
        lines.append(wrap(said("command.named", parts=said.list(named)), width))
    return "\n".join(lines).rstrip("\n")


def _change(cut: Cut) -> str:
    if cut.share is None or cut.limit is None:
        return ""
    return f"{'+' if cut.limit > cut.own else '−'}{percent(cut.share * 100)}%"


def _cut(cut: Cut, said: Words) -> str:
    if cut.state == "unknown":
        return said("verdict.missing", missing=said.list(missing_word(m, said) for m in cut.missing))
    assert cut.limit is not None
    return _limit(cut.limit, cut.attained, cut.value, cut, said)
