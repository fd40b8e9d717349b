"""The page "How fast": what the benchmark's last published run found, with the machine and the day."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from .html import Markup, join, tag
from .page import Page, Section, paragraphs, table
from .words import Words

SCORES: Final = ("performance", "accessibility", "best-practices", "seo")
SIDES: Final = ("ours", "plain")
PROMISED: Final = 1000
"""Rows a second of two processes, in runs that don't say what was promised."""
Found = Mapping[str, Any]


def speed_page(found: Found, words: Words) -> Page:
    """Every part that the run measured; `found` is the data that `make bench` writes (scripts/bench)."""
    made = (
        _verdicts(found, words),
        _presses(found, words),
        _cells(found, words),
        _pages(found, words),
        _screened(found, words),
        _building(found, words),
    )
    return Page(
        title=words("speed.title"),
        description=words("speed.description"),
        lead=paragraphs(words("speed.lead", on=found["date"], machine=found["machine"], browser=found["browser"])),
        sections=(
            *(section for section in made if section),
            Section("how", words("speed.how"), paragraphs(words("speed.how-text"), words("speed.how-again"))),
        ),
    )


def _verdicts(found: Found, words: Words) -> Section | None:
    measured = found.get("first_verdict_ms")
    if not measured:
        return None
    rows = list(_first(measured, words))
    for key, unit, digits in (("sent_bytes", 1_000_000, 2), ("memory_mb", 1, 0)):
        if sides := found.get(key):
            rows.append(_row(words(f"speed.{key}"), *(f"{sides[who] / unit:,.{digits}f}" for who in SIDES), ""))
    heads = [words(f"speed.{head}") for head in ("what", "ours", "plain", "times")]
    body = [tag("p", words("speed.first-text")), table(words("speed.first"), heads, rows, "speed", unseen=True)]
    return Section("first", words("speed.first"), join(body, ""))


def _first(measured: Found, words: Words) -> Iterator[Markup]:
    for link, sides in measured.items():
        for temperature in ("cold", "warm"):
            ours, plain = (sides[who][temperature]["median"] for who in SIDES)
            label = words(f"speed.{temperature}", link=words("speed.here") if link == "this machine" else link)
            yield _row(label, f"{ours:,.0f}", f"{plain:,.0f}", f"{plain / ours:.1f}")


def _presses(found: Found, words: Words) -> Section | None:
    measured = found.get("key_press_ms")
    if not measured:
        return None
    labels = {"at once": "at-once", "after 2 s": "after", "an empty worker": "echo"}
    rows = _spread(measured, labels, words)
    heads = [words(f"speed.{head}") for head in ("begun", "median", "p95", "presses")]
    body = [tag("p", words("speed.next-text")), table(words("speed.next"), heads, rows, "speed", unseen=True)]
    return Section("next", words("speed.next"), join(body, ""))


def _cells(found: Found, words: Words) -> Section | None:
    measured = found.get("cell_ms")
    if not measured:
        return None
    labels = {"the first cell, cold": "cell-cold", "the first cell, warm": "cell-warm", "a warm cell": "cell"}
    heads = [words(f"speed.{head}") for head in ("what", "median", "p95", "runs")]
    rows = _spread(measured, labels, words)
    body = [tag("p", words("speed.cells-text")), table(words("speed.cells"), heads, rows, "speed", unseen=True)]
    return Section("cells", words("speed.cells"), join(body, ""))


def _spread(measured: Found, labels: Mapping[str, str], words: Words) -> list[Markup]:
    return [
        _row(words(f"speed.{labels[what]}"), f"{one['median']:.1f}", f"{one['p95']:.1f}", str(one["runs"]))
        for what, one in measured.items()
    ]


def _pages(found: Found, words: Words) -> Section | None:
    measured = found.get("pages")
    if not measured:
        return None
    rows = [_page(kind, about, words) for kind, about in measured.items()]
    heads = [words("speed.page"), words("speed.weight"), *(words(f"speed.{name}") for name in SCORES)]
    heads += [words("speed.lcp"), words("speed.cls"), words("speed.tbt")]
    runs = found.get("lighthouse_runs", 1)
    how = words("speed.pages-runs", runs=runs) if runs > 1 else words("speed.pages-once")
    body = [
        tag("p", words("speed.pages-text", how=how)),
        table(words("speed.pages"), heads, rows, "speed", unseen=True),
    ]
    return Section("pages", words("speed.pages"), join(body, ""))


def _page(kind: str, about: Found, words: Words) -> Markup:
    name, _, language = kind.rstrip(")").partition(" (")
    label = tag("a", words(f"speed.kind-{name.replace(' ', '-')}"), href=f"{_up(words)}{about['path']}")
    seen = about.get("lighthouse", {})
    figures = [f"{about['sent_bytes'] / 1000:.0f}", *(f"{seen[name]:.0f}" if seen else "" for name in SCORES)]
    figures += [f"{seen['lcp_ms'] / 1000:.2f}", f"{seen['cls']:.3f}", f"{seen['tbt_ms']:.0f}"] if seen else [""] * 3
    gap = " " if words.language == "en" else ""
    return _row([label, f"{gap}{words(f'speed.{language}')}"], *figures)


def _up(words: Words) -> str:
    """From this page to the site's root."""
    return "../" if words.language == "en" else "../../"


def _building(found: Found, words: Words) -> Section | None:
    built = found.get("build_s", {})
    edited = found.get("edit_s", {})
    labels = {"nothing cached": "build-new", "from the cache": "build-again"}
    rows = [_row(words(f"speed.{labels[name]}"), f"{seconds:.1f}") for name, seconds in built.items()]
    for language, times in edited.items():
        label = words(f"speed.{language}")
        rows.append(_row(words("speed.edit-first", language=label), f"{times[0]:.1f}"))
        rows.append(_row(words("speed.edit-later", language=label), f"{sum(times[1:]) / len(times[1:]):.1f}"))
    if not rows:
        return None
    heads = [words("speed.what"), words("speed.seconds")]
    return Section(
        "building", words("speed.building"), table(words("speed.building"), heads, rows, "speed", unseen=True)
    )


def _screened(found: Found, words: Words) -> Section | None:
    measured = found.get("rows_a_second")
    if not measured:
        return None
    promised = found.get("rows_promised", PROMISED)
    rows = [_row(words(f"speed.processes-{jobs}"), f"{rate:,}") for jobs, rate in measured.items()]
    rows.append(_row(words("speed.promised"), f"{promised:,}"))
    text = words(
        "speed.screened-text",
        rate=f"{measured['2']:,}",
        promised=f"{promised:,}",
        times=f"{measured['2'] / promised:.1f}",
    )
    heads = [words("speed.what"), words("speed.screened-rate")]
    body = [tag("p", text), table(words("speed.screened"), heads, rows, "speed", unseen=True)]
    return Section("screened", words("speed.screened"), join(body, ""))


def _row(label: Any, *figures: str) -> Markup:
    cells: Iterable[Markup] = (tag("td", figure, class_="numbers") for figure in figures)
    return tag("tr", tag("th", label, scope="row"), list(cells))
