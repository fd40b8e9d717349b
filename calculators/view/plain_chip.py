"""One chip as plain text: who makes it, what the law measures of it, every figure with how good it is, and the sources."""

from collections.abc import Iterable, Iterator

from ..engine.chips import Chip, Spec
from ..engine.metrics import SHOWN, metrics
from ..engine.names import specs
from ..engine.records import citations
from ..engine.sources import Source
from ..engine.units import show
from .comparisons import amount
from .parts import chip_name, contents, place_name
from .plain_tables import bare, columns, pad, wrap
from .words import Words


def chip_text(chip: Chip, said: Words, width: int | None) -> str:
    """Everything that is known of a chip, with its sources numbered at the end."""
    sources = {c.source.key: c.source for c in citations(chip)}
    numbers = {key: number for number, key in enumerate(sources, start=1)}
    blocks = [
        wrap(f"{chip_name(chip, said)} ({chip.id})", width),
        _pairs(_identity(chip, said), width),
        wrap(bare(contents(chip, said)), width) if chip.is_system else "",
        wrap(said.pick(chip.note), width) if chip.note else "",
        said("metrics.title") + "\n" + _pairs(_measures(chip, said), width, "  "),
        said("command.figures") + "\n" + _figures(chip.specs.items(), numbers, said, width),
        said("chips.measured") + "\n" + _figures(chip.measured.items(), numbers, said, width) if chip.measured else "",
        said("pages.sources")
        + "\n"
        + "\n".join(source_text(sources[key], said, width, f"{f'[{number}]':>6} ") for key, number in numbers.items()),
    ]
    return "\n\n".join(block for block in blocks if block)


def source_text(source: Source, said: Words, width: int | None, first: str) -> str:
    """Who, what, when, and the address, on a line of its own so that it can be opened; or why there is none."""
    head = f"{source.by}{said('list.label')}{source.title}" if source.by else source.title
    days = [
        said("command.published", on=source.published.isoformat()) if source.published else "",
        said("command.accessed", on=source.accessed.isoformat()) if source.accessed else "",
    ]
    told = said.list(day for day in days if day)
    space = " " * columns(first)
    where = source.url or wrap(said("command.not-openable", locator=source.locator), width, space).lstrip(" ")
    return wrap(f"{head}{said('command.open')}{told}{said('command.close')}", width, first, space) + f"\n{space}{where}"


def _pairs(pairs: Iterable[tuple[str, str]], width: int | None, indent: str = "") -> str:
    found = list(pairs)
    most = max(columns(label) for label, _ in found)
    return "\n".join(wrap(text, width, f"{indent}{pad(label, most)}  ") for label, text in found)


def _identity(chip: Chip, said: Words) -> Iterator[tuple[str, str]]:
    yield (
        said.label("maker"),
        f"{said.word(chip.maker)}{said('command.open')}{place_name(chip.maker_headquarters, said)}{said('command.close')}",
    )
    yield said.label("kind"), said.word(chip.kind)
    if chip.family:
        yield said.label("family"), chip.family
    yield said("chips.status"), said(f"chips.{chip.status}")
    if chip.announced:
        yield said("chips.announced-on"), chip.announced
    yield said("chips.confidence"), said(f"chips.{chip.confidence}")
    if chip.checked:
        yield said("pages.checked"), chip.checked.isoformat()
    if chip.aliases:
        yield said("chips.aliases"), said.list(chip.aliases)


def _measures(chip: Chip, said: Words) -> Iterator[tuple[str, str]]:
    for name, metric in metrics(chip).items():
        if name in SHOWN and (metric.low or metric.undefined or name in SHOWN[:4]):
            yield said.label(name), amount(metric, said)


def _figures(given: Iterable[tuple[str, Spec]], numbers: dict[str, int], said: Words, width: int | None) -> str:
    lines: list[str] = []
    found = list(given)
    most = max((columns(said.label(key)) for key, _ in found), default=0)
    for key, spec in found:
        label = pad(said.label(key), most)
        lines.append(wrap(_figure(key, spec, numbers, said), width, f"  {label}  "))
        if spec.note:
            lines.append(wrap(said.pick(spec.note), width, " " * (most + 4)))
        for other in spec.conflicts:
            said_otherwise = said("metrics.conflict", value=_figure(key, other, numbers, said)).rstrip(".。")
            lines.append(wrap(said_otherwise, width, " " * (most + 4)))
            if other.note:
                lines.append(wrap(said.pick(other.note), width, " " * (most + 4)))
    return "\n".join(lines)


def _figure(key: str, spec: Spec, numbers: dict[str, int], said: Words) -> str:
    """A figure with its label, its sources and, unless it is stated outright, how good it is."""
    value = said.word(spec.value) if isinstance(spec.value, str) else show(spec.value, specs()[key].unit)
    marks = said.list(part for part in (spec.label, said(f"evidence.{spec.evidence}")) if part)
    cited = "".join(f"[{number}]" for number in sorted({numbers[c.source.key] for c in spec.cite}))
    return f"{value}{said('command.open')}{marks}{said('command.close')} {cited}" if marks else f"{value} {cited}"
