"""The numbers of a run as the plain data that the page "How fast" shows, and as a table for whoever ran it."""

import statistics
from typing import Any, Final

SCHEMA: Final = 1
PROMISED: Final = 1000
"""Rows that two processes screen in a second, at least."""


def summary(times: list[float]) -> dict[str, float]:
    """How many there were, the middle one, and the one that 95 in a hundred don't exceed.

    >>> summary([float(n) for n in range(1, 101)])
    {'runs': 100, 'median': 50.5, 'p95': 95.0}
    """
    ordered = sorted(times)
    place = -(-len(ordered) * 95 // 100) - 1
    return {"runs": len(ordered), "median": round(statistics.median(ordered), 3), "p95": round(ordered[place], 3)}


def table(found: dict[str, Any]) -> str:
    """What a person reads."""
    lines = [f"{found['date']}, {found['machine']}, {found['browser']}"]
    if verdict := found.get("first_verdict_ms"):
        lines += ["", f"{'first verdict, ms (median)':<34}{'ours':>9}{'plain':>9}{'plain / ours':>14}"]
        for link, sides in verdict.items():
            for temperature in ("cold", "warm"):
                ours, plain = (sides[who][temperature]["median"] for who in ("ours", "plain"))
                lines.append(f"  {f'{link}, {temperature}':<32}{ours:>9.0f}{plain:>9.0f}{plain / ours:>14.1f}")
    if sent := found.get("sent_bytes"):
        lines.append(f"  {'sent for it, MB':<32}{sent['ours'] / 1e6:>9.2f}{sent['plain'] / 1e6:>9.2f}")
    if memory := found.get("memory_mb"):
        lines.append(f"  {'memory over a blank page, MB':<32}{memory['ours']:>9.0f}{memory['plain']:>9.0f}")
    if presses := found.get("key_press_ms"):
        lines += ["", f"{'key press to verdict, ms':<34}{'median':>9}{'95 %':>9}{'presses':>14}"]
        lines += [
            f"  {when:<32}{one['median']:>9.1f}{one['p95']:>9.1f}{one['runs']:>14}" for when, one in presses.items()
        ]
    if cells := found.get("cell_ms"):
        lines += ["", f"{'run to output, ms':<34}{'median':>9}{'95 %':>9}{'runs':>14}"]
        lines += [
            f"  {what:<32}{one['median']:>9.1f}{one['p95']:>9.1f}{one['runs']:>14}" for what, one in cells.items()
        ]
    if pages := found.get("pages"):
        lines += ["", f"{'page':<34}{'KB':>9}{'Lighthouse':>22}{'LCP, ms':>9}{'CLS':>8}{'TBT, ms':>9}"]
        lines += [_page(kind, about) for kind, about in pages.items()]
    if built := found.get("build_s"):
        lines += ["", *(f"build, {name}: {seconds:.1f} s" for name, seconds in built.items())]
    if edited := found.get("edit_s"):
        lines += [
            f"edit to served page, {language}: {', '.join(f'{s:.2f}' for s in times)} s"
            for language, times in edited.items()
        ]
    if screened := found.get("rows_a_second"):
        lines += [""] + [f"rows screened a second, {jobs} at work: {rate:,}" for jobs, rate in screened.items()]
        lines.append(f"  promised of two: {PROMISED:,}{', which this is below' if slow(found) else ''}")
    return "\n".join(lines)


def slow(found: dict[str, Any]) -> bool:
    """Whether a run that screened rows screened fewer than is promised.

    >>> slow({"rows_a_second": {"1": 906, "2": 2103}}), slow({"rows_a_second": {"1": 906, "2": 999}}), slow({})
    (False, True, False)
    """
    return "rows_a_second" in found and found["rows_a_second"]["2"] < PROMISED


def _page(kind: str, about: dict[str, Any]) -> str:
    start = f"  {kind:<32}{about['sent_bytes'] / 1000:>9.1f}"
    seen = about.get("lighthouse")
    if not seen:
        return start
    scores = " ".join(f"{seen[name]:.0f}" for name in ("performance", "accessibility", "best-practices", "seo"))
    return f"{start}{scores:>22}{seen['lcp_ms']:>9.0f}{seen['cls']:>8.3f}{seen['tbt_ms']:>9.0f}"
