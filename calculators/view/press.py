"""A number met in an article, as readers see it: how it was read, which limits and figures it can be, and what lies nearest."""

from collections.abc import Iterable
from fractions import Fraction

from ..engine.elsewhere import Elsewhere
from ..engine.law import Instrument, Part
from ..engine.law_files import law
from ..engine.press import Hit, Look, Press
from ..engine.printed import Figure, Form, Limit, bit_lengths, until
from ..engine.units import printed, show
from .comparisons import letter_word
from .html import Markup, join, tag
from .parts import badge, began, chip_name, cite, scrolling
from .rule_text import line_text
from .words import Words


def number(found: Press, words: Words) -> str:
    """The number as it was read, with its unit."""
    said = words(f"press-check.said-{found.written.said}") if found.written.said else ""
    return show(found.written.number, found.written.unit) + said


def reading(found: Press, words: Words) -> Markup:
    """How the number was read: its unit, its value in the unit of the law, and what rounds to it."""
    written = found.written
    if not written.unit:
        units = words.list(dict.fromkeys(_unit(look.written, words) for look in found.looks))
        said = words("press-check.read-bare", number=number(found, words), units=units)
        return tag("p", join([said, _span(found, words)], words("list.sentence")))
    own = next((look for look in found.looks if not look.swapped), None)
    if own is None:
        return tag("p", words("press-check.read-foreign", number=number(found, words)))
    same = own.value == Fraction(written.number)
    key = "read" if same else "read-as"
    said = words(f"press-check.{key}", number=number(found, words), value=show(own.value, own.unit))
    return tag("p", join([said, _span(found, words)], words("list.sentence")))


def _unit(unit: str, words: Words) -> str:
    key = f"press-check.unit-{unit}"
    return words(key) if words.has(key) else printed(unit)


def _span(found: Press, words: Words) -> str:
    written = found.written
    value, half = Fraction(written.number), written.half
    return words(
        "press-check.span",
        low=show(max(value - half, Fraction(0)), written.unit),
        high=show(value + half, written.unit),
    )


# Limits


def limits(found: Press, words: Words) -> Markup:
    """Every limit that it can be, and every limit of something else that it was printed of."""
    grouped: dict[tuple[object, ...], list[Hit[Limit]]] = {}
    for hit in found.limits:
        one = hit.found
        grouped.setdefault((one.part.path, one.part.begins, one.line.text, one.form, hit.look), []).append(hit)
    rows = [_limit_row(hits, words) for hits in grouped.values()]
    on = found.on.isoformat() if found.on else ""
    day = "-on" if on else ""
    heads = (
        "press-check.as",
        "press-check.limit",
        "thresholds.text",
        "thresholds.place",
        "press-check.holds",
        "rows.cite",
    )
    some = _table(words(f"press-check.limits{day}", on=on), map(words, heads), rows) if rows else ""
    none = "" if rows else tag("p", words(f"press-check.no-limit{day}", on=on))
    others = words("press-check.other-times", count=found.at_other_times) if found.at_other_times else ""
    told = [_elsewhere(one, look, words) for one, look in found.elsewhere]
    return join([some, none, tag("p", others) if others else "", *told], "")


def _limit_row(hits: list[Hit[Limit]], words: Words) -> Markup:
    """One limit; under several readings of a text it may stand more than once."""
    hit = hits[0]
    part, line = hit.found.part, hit.found.line
    instrument = law().instruments[part.instrument]
    apart = "" if instrument.counts or part.evidence else words(f"regulations.{instrument.kind}")
    status = tag("span", apart, class_="badge") if apart else badge(part.evidence, words)
    letters = words.list(letter_word(letter, words) for letter in hit.found.letters)
    kind = words("press-check.at", text=f"{part.id} {letters}".strip(), place=words(f"press-check.part-{part.kind}"))
    return tag(
        "tr",
        tag("th", _as(hit, words), scope="row"),
        tag("td", line_text(line, words)),
        tag("td", join([words.pick(instrument.title), status])),
        tag("td", join([kind, _readings([one.found.part for one in hits], words)])),
        tag("td", _dates(instrument, part, words)),
        tag("td", cite(part.cite[:1], words, part.evidence)),
        data_exact="yes" if hit.exact else "no",
    )


def _readings(parts: list[Part], words: Words) -> Markup:
    """Under which options of a disputed reading alone a limit stands; nothing where it stands under all."""
    chosen = dict.fromkeys(part.reading for part in parts if part.reading)
    if not chosen or len(chosen) == len(law().readings[next(iter(chosen))[0]].options):
        return Markup("")
    options = [words.pick(law().readings[id].options[option]).rstrip(".。") for id, option in chosen]
    return tag("small", words("regulations.only-under", option=words.list(options)))


def _dates(instrument: Instrument, part: Part, words: Words) -> Markup:
    begins, ends = words("press-check.from", on=began(instrument, part.begins, words)), until(part)
    return join([begins, words("press-check.until", on=ends.isoformat()) if ends else ""], tag("br"))


def _as(hit: Hit[Limit] | Hit[Figure], words: Words, *, valued: bool = True) -> Markup:
    """Under which reading the number is it: in which unit, in which form, exactly or rounded to which value."""
    form, look = hit.found.form, hit.look
    formats = words.list(words.label(key) for key in bit_lengths().get(form.bits, ()))
    key = f"press-check.form-{form.kind}{'-bits' if form.bits else ''}"
    value = show(hit.found.value, hit.found.unit)
    how = "exactly" if hit.exact else "rounded" if valued else "rounds"
    swapped = words("press-check.swapped", value=show(look.value, look.unit)) if look.swapped else ""
    return join(
        [
            tag("strong", swapped) if swapped else "",
            words(key, bits=form.bits, formats=formats, count=form.count),
            tag("small", words(f"press-check.{how}", value=value)),
        ]
    )


def _elsewhere(one: Elsewhere, look: Look, words: Words) -> Markup:
    value, given = show(one.forms[0].number, one.forms[0].unit), show(look.value, look.unit)
    key = "press-check.elsewhere-itself" if value == given else "press-check.elsewhere"
    said = join([tag("strong", words(key, number=given, value=value)), words.pick(one.text)], words("list.sentence"))
    return tag("p", said, cite(one.cite, words), class_="elsewhere")


def nearest(found: Press, words: Words) -> Markup:
    """The nearest limits below and above, where the number is none itself."""
    items = [
        tag("li", words(f"press-check.{side}"), words("list.label"), _side(some, words))
        for _, below, above in found.near
        for side, some in (("below", below), ("above", above))
        if some
    ]
    return join([tag("p", words("press-check.nearest")), tag("ul", items)], "") if items else Markup("")


def _side(some: tuple[Limit, ...], words: Words) -> Markup:
    """Limits of one value: the value, and under each comparison the texts that have it."""
    grouped: dict[tuple[str, Form], list[Limit]] = {}
    for one in some:
        grouped.setdefault((one.line.text, one.form), []).append(one)
    items = []
    for (_, form), alike in grouped.items():
        texts = dict.fromkeys(
            words("press-check.at", text=words.pick(law().instruments[one.part.instrument].title), place=one.part.id)
            for one in alike
        )
        dense = words("press-check.near-dense", bits=form.bits) if form.bits else ""
        items.append(tag("li", dense, line_text(alike[0].line, words), " ", tag("small", words.list(texts))))
    return join([tag("strong", show(some[0].value, some[0].unit)), tag("ul", items)])


# Chips


def figures(found: Press, words: Words) -> Markup:
    """Every chip of which it is a figure, by figure and form."""
    grouped: dict[tuple[object, ...], list[Hit[Figure]]] = {}
    for hit in found.figures:
        one = hit.found
        key = (hit.exact, hit.look.written, hit.look.swapped, one.name, one.form, one.other)
        grouped.setdefault(key, []).append(hit)
    if not grouped:
        return tag("p", words("press-check.no-figure"))
    count = len({hit.found.chip.id for hit in found.figures})
    heads = [words(f"press-check.{key}") for key in ("as", "figure", "chips")]
    rows = [_figure_row(hits, words) for hits in grouped.values()]
    return _table(words("press-check.figures", count=count), heads, rows)


def _figure_row(hits: list[Hit[Figure]], words: Words) -> Markup:
    first = hits[0]
    named = dict.fromkeys(_named(hit, words) for hit in hits)
    other = tag("span", words("press-check.other-source"), class_="badge") if first.found.other else ""
    return tag(
        "tr",
        tag("th", _as(first, words, valued=first.exact), scope="row"),
        tag("td", join([words.label(first.found.name), other])),
        tag("td", words.list(named)),
        data_exact="yes" if first.exact else "no",
    )


def _named(hit: Hit[Figure], words: Words) -> str:
    name = chip_name(hit.found.chip, words)
    return name if hit.exact else words("press-check.at", text=name, place=show(hit.found.value, hit.found.unit))


def _table(caption: str, heads: Iterable[str], rows: Iterable[Markup]) -> Markup:
    return scrolling(
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", list(rows)),
            class_="figures press",
        ),
        caption,
        "figures-scroll",
    )
