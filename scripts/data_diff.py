"""Lists which verdicts changed since a commit: `make data-diff`, or `make data-diff BASE=main`. Reviewers read this, not TOML.

Compared are the files as they stand now with the last commit (or BASE): every chip, on every day on which anything can turn in
either, to four destinations; the verdict, and what each instrument makes of the chip. Each side is answered by its own library: the
whole package of the commit is unpacked and asked in a process of its own, beside the one that asks today's. So a change of the engine
shows as well, and a commit whose data today's library couldn't read can still be compared.
"""

import argparse
import datetime
import hashlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
DESTINATIONS: Final = ("CN", "AE", "SA", "DE")
"""Group D:5; D:4, then A:5 and a licence of its own; D:4 to this day; no group that a chip rule names."""
VERDICT: Final = "the verdict"
NOTHING: Final = "not met"
NEW: Final = "no such chip"
NO_RULE: Final = ("0001-01-01", "no rule")
ONE_DAY: Final = datetime.timedelta(days=1)

Steps = list[tuple[str, str]]
"""What holds from which day on, in order."""
Answers = dict[str, dict[str, dict[str, Steps]]]
"""Steps by chip, by "the verdict" or the id of an instrument, by destination."""
Line = tuple[str, str, str, str]
"""First day, last day ("" where it goes on), before, after."""


# In a process of its own, with the library that is asked


def evaluate(only: list[str]) -> dict[str, Any]:
    """What the library on the path answers: about the named chips, or about all of them."""
    from calculators import Faults, assess, chips, law

    try:
        book, known = law(), chips()
    except Faults as faults:
        return {"faults": str(faults)}
    days = {to: turning(book, to) for to in DESTINATIONS}
    asked = [id for id in known if id in only] if only != ["*"] else list(known)
    answers: Answers = {}
    for number, (id, to) in enumerate(itertools.product(asked, DESTINATIONS), start=1):
        steps: dict[str, Steps] = {}
        for day in days[to]:
            for key, text in sides(assess(id, on=day, to=to)):
                before = steps.setdefault(key, [])
                if not before or before[-1][1] != text:
                    before.append((day.isoformat(), text))
        for key, found in steps.items():
            if found != [(book.first_day.isoformat(), NOTHING)]:
                answers.setdefault(id, {}).setdefault(key, {})[to] = found
        print(f"{number}/{len(asked) * len(DESTINATIONS)}", flush=True)
    return {
        "chips": list(known),
        "first": book.first_day.isoformat(),
        "instruments": {
            i.id: [str(i.effective), eve(str(i.ends)) if i.ends else ""] for i in book.instruments.values()
        },
        "answers": answers,
    }


def turning(book: Any, to: str) -> list[datetime.date]:
    """Every day from the first rule on, on which other parts are in force, a country group changes, or a date that a text sets passes."""
    from calculators.engine.places import places
    from calculators.engine.rules import rules_of

    parts = [part for instrument in book.instruments.values() for part in instrument.parts]
    lines = (line for part in parts for line in rules_of(part.condition))
    dated = {line.value for line in lines if isinstance(line.value, datetime.date)}
    memberships = [m for place in places().values() for m in place.memberships]
    days = {book.first_day, *dated, *(day + ONE_DAY for day in dated)}
    days |= {day for part in parts for day in (part.begins, part.ends) if day}
    days |= {day for instrument in book.instruments.values() for day in (instrument.effective, instrument.ends) if day}
    days |= {day for m in memberships for day in (m.first, m.until) if day}
    chosen = tuple((id, reading.default) for id, reading in book.readings.items())
    found: list[datetime.date] = []
    last: Any = None
    for day in sorted(day for day in days if day >= book.first_day):
        now = book.in_force(day, chosen), places()[to].groups(day), [(day >= d, day > d) for d in dated]
        if now != last:
            found.append(day)
        last = now
    return found


def sides(verdict: Any) -> Iterator[tuple[str, str]]:
    """The verdict, and on which side of each instrument the chip is: met or not, and what follows from it."""
    names = sorted({e.part.name for e in verdict.exceptions})
    yield VERDICT, "no rule" if verdict.outcome == "no-rule" else licence(verdict.licence, verdict.review, names)
    said: dict[str, list[str]] = {}
    for applied in (*verdict.duties, *verdict.warnings):
        unsure = " unknown" if applied.truth is None else ""
        text = f"duty {applied.part.rate}" if applied.part.rate else f"warning {applied.part.id}"
        said.setdefault(applied.part.instrument, []).append(text + unsure)
    for row in verdict.rows:
        truths = {clause.truth for clause in row.clauses}
        met = "met" if True in truths else "unknown" if None in truths else ""
        follows = licence(row.licence, row.review) if row.licence not in (None, "not required") or row.review else ""
        pieces = [piece for piece in (met, follows, *said.get(row.instrument.id, ())) if piece]
        yield row.instrument.id, ", ".join(dict.fromkeys(pieces)) or NOTHING


def licence(needed: str | None, review: str | None, names: Iterable[str] = ()) -> str:
    """A licence and its review in words."""
    policy = {"not stated": "policy not stated", "unknown": "review unknown"}.get(review or "", review)
    if needed is None:
        return f"reviewed: {policy}"
    if needed == "required":
        return f"licence required, {policy}" if policy else "licence required"
    return " ".join(["exception", *names]) if needed == "exception" else needed


# Two answers, compared


def differences(old: Steps, new: Steps) -> list[Line]:
    """The days on which two answers differ, as few lines as will do.

    >>> differences([("2022-01-01", "a"), ("2024-01-01", "b")], [("2022-01-01", "a"), ("2023-01-01", "b")])
    [('2023-01-01', '2023-12-31', 'a', 'b')]
    """
    days = sorted({day for day, _ in [*old, *new]})
    found: list[Line] = []
    for day, until in itertools.zip_longest(days, days[1:], fillvalue=""):
        before, after = at(old, day), at(new, day)
        last = str(datetime.date.fromisoformat(until) - ONE_DAY) if until else ""
        if before == after:
            continue
        if found and found[-1][2:] == (before, after) and eve(day) == found[-1][1]:
            found[-1] = (found[-1][0], last, before, after)
        else:
            found.append((day, last, before, after))
    return found


def eve(day: str) -> str:
    """The day before."""
    return str(datetime.date.fromisoformat(day) - ONE_DAY)


def at(steps: Steps, day: str) -> str:
    """What holds on a day; before the first step nothing does."""
    return next((text for first, text in reversed(steps) if first <= day), NOTHING)


def report(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """What changed, a line each, under the verdict or the instrument that it changed for."""
    changes: dict[str, dict[Line, dict[str, list[str]]]] = {}
    added = [id for id in new["chips"] if id not in old["chips"]]
    gone = [id for id in old["chips"] if id not in new["chips"]]
    for id in (*new["answers"], *(id for id in old["answers"] if id not in new["answers"] and id not in gone)):
        before, after = (side["answers"].get(id, {}) for side in (old, new))
        for key in dict.fromkeys((VERDICT, *new["instruments"], *old["instruments"])):
            for to in DESTINATIONS:
                was, now = (side.get(key, {}).get(to, []) for side in (before, after))
                if id in added:
                    was = [(new["first"], NEW)]
                if key == VERDICT:
                    was, now = [NO_RULE, *was], [NO_RULE, *now]
                for line in differences(was, now):
                    if id not in added or line[3] != NOTHING:
                        changes.setdefault(key, {}).setdefault(line, {}).setdefault(id, []).append(to)
    yield from heads("chip", [f"+ {id}" for id in added] + [f"- {id}" for id in gone])
    yield from heads("instrument", list(dated(old["instruments"], new["instruments"])))
    for key in dict.fromkeys((VERDICT, *new["instruments"], *old["instruments"])):
        if key in changes:
            yield f"\n{key[0].upper()}{key[1:]}" if key == VERDICT else f"\n{key}"
            yield from lines(changes[key])


def heads(what: str, changed: list[str]) -> Iterator[str]:
    """What came and what went."""
    if changed:
        yield f"\n{what.capitalize()}s"
        yield from (f"  {entry}" for entry in changed)


def dated(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Instruments that came, went, or begin or end on another day."""
    for id in dict.fromkeys((*new, *old)):
        if id not in old or id not in new:
            yield f"{'+' if id in new else '-'} {id}, {span(*(new.get(id) or old[id]))}"
        elif old[id] != new[id]:
            yield f"  {id}, {span(*old[id])} → {span(*new[id])}"


def lines(changes: dict[Line, dict[str, list[str]]]) -> Iterator[str]:
    """Changes in the order of their days; what changed alike to several places, or for several chips, stands together."""
    together: dict[tuple[Line, tuple[str, ...]], list[str]] = {}
    for line, chips in changes.items():
        for id, to in chips.items():
            together.setdefault((line, tuple(to)), []).append(id)
    for (line, places), ids in sorted(together.items(), key=lambda entry: entry[0]):
        first, last, before, after = line
        yield f"  to {', '.join(places)}, {span(first, last)}: {before} → {after}"
        yield textwrap.fill(
            ", ".join(ids), 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )


def span(first: str, last: str) -> str:
    """Days in words; `last` is still one of them."""
    return f"{first} to {last}" if last else f"from {first}"


# The two sides


def fingerprints(tree: Path) -> tuple[str, dict[str, str]]:
    """What every verdict of a tree depends on, as one hash; and the text of each chip."""
    package = tree / "calculators"
    shared = [p for p in package.rglob("*") if p.suffix in (".py", ".toml", ".txt") and bears(p.relative_to(package))]
    digest = hashlib.sha256()
    for path in sorted(shared):
        digest.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    return digest.hexdigest(), {p.stem: p.read_text("utf-8") for p in (package / "data" / "chips").glob("*.toml")}


def bears(path: Path) -> bool:
    """Whether a file of the package bears on every verdict."""
    if path.parts[0] == "data":
        return path.parts[1] not in ("chips", "claims", "sources.toml")
    return path.parts[0] == "engine"


def changed(old: Path, new: Path) -> list[str]:
    """The chips that have to be asked about: ["*"] where what all of them depend on has changed."""
    (first, before), (second, after) = fingerprints(old), fingerprints(new)
    if first != second:
        return ["*"]
    found = {id for id in before | after if before.get(id) != after.get(id)}
    while more := {id for id, text in after.items() if id not in found and any(f' {f}"' in text for f in found)}:
        found |= more
    return sorted(found)


def ask(tree: Path, only: list[str], done: dict[Path, tuple[int, int]]) -> Any:
    """Start asking the library of a tree; the answer is there once the thread has ended."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--evaluate", *only],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = {}

    def listen() -> None:
        assert process.stdout and process.stderr
        for line in process.stdout:
            if counted := re.fullmatch(r"(\d+)/(\d+)\n", line):
                done[tree] = int(counted[1]), int(counted[2])
            else:
                found.update(json.loads(line))
        errors = process.stderr.read()
        if process.wait():
            found["faults"] = errors.strip()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    return thread, found


def compare(base: Path, now: Path, only: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both answers, made at the same time, with a line on how far they are where somebody watches."""
    done = {base: (0, 1), now: (0, 1)}
    asked = [ask(tree, only, done) for tree in (base, now)]
    watched = sys.stderr.isatty()
    for thread, _ in asked:
        while thread.is_alive():
            thread.join(0.2)
            if watched:
                shares = [count / total for count, total in done.values()]
                print(f"\rAsking both libraries: {sum(shares) / 2:4.0%}", end="", file=sys.stderr, flush=True)
    if watched:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return asked[0][1], asked[1][1]


def git(*arguments: str) -> bytes:
    """What git answers; SystemExit with its own words where it can't."""
    try:
        return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout
    except OSError as error:
        raise SystemExit(f"data-diff needs git: {error}") from None
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"git {arguments[0]}: {error.stderr.decode().strip()}") from None


def main() -> int:
    """Print what changed; 0 if it could be told, 1 if either side is faulty."""
    parser = argparse.ArgumentParser(description="Lists which verdicts changed since a commit.")
    parser.add_argument("base", nargs="?", default="HEAD", help="the commit to compare with (the last one)")
    base = parser.parse_args().base
    name = git("log", "-1", "--format=%h of %cs", base, "--").decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(git("archive", "--format=tar", base, "calculators"))) as archive:
            archive.extractall(folder, filter="data")
        only = changed(Path(folder), ROOT)
        old, new = compare(Path(folder), ROOT, only)
    for side, answer in ((f"The data of {base} ({name})", old), ("The data as it stands", new)):
        if "faults" in answer:
            print(f"{side} can't be read:\n{answer['faults']}")
            return 1
    found = list(report(old, new))
    print(f"Compared with {base} ({name}): {len(new['chips'])} chips, {len(new['instruments'])} instruments,")
    print(f"every day from {new['first']}, to {', '.join(DESTINATIONS)}, buyer headquartered there, default readings.")
    print("\n".join(found) if found else "\nNo verdict changed, and no chip is on another side of any instrument.")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--evaluate"]:
        print(json.dumps(evaluate(sys.argv[2:])))
    else:
        sys.exit(main())
