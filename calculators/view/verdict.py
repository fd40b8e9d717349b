"""The verdict itself: the outcome in a word, a shape and a colour, and the reasons in sentences."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from ..engine.judge import Applied, Requirement, licence_of, review_of
from ..engine.law import Promise
from ..engine.law_files import law
from ..engine.metrics import Metric
from ..engine.names import names
from ..engine.rules import UNDISCLOSED, Line, slack
from ..engine.units import show
from ..engine.verdict import Verdict, conflicting, is_eccn, outcome
from .comparisons import amount, hinge, letter_word, limit, nearest, percent
from .html import Markup, join, tag
from .parts import badge, chip_name, cite, day, instrument_link, mark, outcome_words, place_name
from .words import Words

EMBARGO = "part-746"


def head(verdict: Verdict, words: Words) -> Markup:
    """The outcome, the instruments that decide, and the sentences that say why."""
    return tag(
        "section",
        tag(
            "p",
            words(
                "verdict.asked",
                chip=chip_name(verdict.chip, words),
                to=place_name(verdict.to, words),
                on=verdict.on.isoformat(),
            ),
            class_="verdict-asked",
        ),
        tag(
            "p",
            mark(verdict.outcome),
            tag("strong", outcome_text(verdict, words), class_="outcome-word"),
            _by(verdict, words),
            class_="verdict-head",
        ),
        tag("ul", [tag("li", reason) for reason in reasons(verdict, words)], class_="verdict-why"),
        [tag("div", warning, class_="verdict-warning") for warning in warnings(verdict, words)],
        class_="verdict",
        data_outcome=verdict.outcome,
    )


def outcome_text(verdict: Verdict, words: Words) -> str:
    """The outcome in words, with the review that an application meets."""
    notice = any(e.part.notice for e in verdict.exceptions) and all(e.part.notice for e in verdict.exceptions)
    if verdict.licence == "required" and verdict.review == "unknown":
        return words("outcome.review-unknown")
    return outcome_words(verdict.outcome, verdict.review, words, notice=notice, embargoed=_embargoed(verdict))


def _embargoed(verdict: Verdict) -> bool:
    return any(w.part.instrument == EMBARGO and w.truth for w in verdict.warnings)


def _by(verdict: Verdict, words: Words) -> Markup:
    found = {d.licence.part.instrument for d in deciding(verdict)}
    items = {clause.part.instrument for d in deciding(verdict) for clause in met(verdict, d)}
    reviewing = {
        r.part.instrument
        for d in deciding(verdict)
        for r, aside in d.reviews
        if r.truth and not aside and r.part.policy == verdict.review
    }
    named = [each for each in law().instruments.values() if each.id in found | items | reviewing]
    if not named:
        return Markup("")
    before, after = words("verdict.by", instruments="\0").split("\0")
    titles = join([instrument_link(each, words) for each in named], words("list.between"))
    return tag("span", before, titles, after, class_="verdict-by")


def deciding(verdict: Verdict) -> list[Requirement]:
    """The licences that the verdict hangs on."""
    if verdict.outcome in ("no-rule", "not-controlled"):
        return []
    return [r for r in verdict.judgement.requirements if r.state == verdict.licence]


def met(verdict: Verdict, requirement: Requirement) -> list[Applied]:
    """The clauses that the item meets, or may meet, among those that a licence is asked for."""
    return [c for c in verdict.judgement.clauses if c.part.id in requirement.licence.items]


def reasons(verdict: Verdict, words: Words, *, cited: bool = True) -> Iterator[Markup | str]:
    """Why, in sentences: what was met, what is missing, how near the nearest limit stands; `cited` with their sources."""
    if verdict.notice == "no-rule":
        yield words("verdict.no-rule", on=verdict.on.isoformat(), first=law().first_day.isoformat())
        return
    clauses = {c.part.path: c for d in deciding(verdict) for c in met(verdict, d)}
    for clause in clauses.values():
        yield join(
            [
                clause_sentence(clause, words),
                badge(clause.part.evidence, words),
                cite(clause.part.cite[:1], words, clause.part.evidence) if cited else None,
            ]
        )
    if verdict.licence == "unknown" or verdict.review == "unknown":
        yield words("verdict.missing", missing=words.list(missing_word(m, words) for m in verdict.missing) or "—")
    if verdict.licence == "not required" and verdict.classification:
        yield words(
            "verdict.met-elsewhere",
            places=words.list(verdict.classification),
            to=place_name(verdict.to, words),
        )
    if verdict.licence == "exception":
        for name, days in {e.part.name: e.part.notice for e in verdict.exceptions}.items():
            key = "verdict.exceptions-notice" if days else "verdict.exceptions"
            yield words(key, name=name, days=days.removesuffix(" d"))
        if verdict.review:
            yield words("verdict.without-exception", policy=words(f"policy.{verdict.review}"))
    kinds = {law().instruments[d.licence.part.instrument].kind for d in deciding(verdict)}
    if kinds == {"letter"}:
        yield words("verdict.letters-only", outcome=rules_alone(verdict, words))
    if not verdict.classification and (verdict.licence == "not required" or kinds == {"letter"}):
        yield from closest(verdict, words)
    for figures, found in conflicting(verdict) if verdict.notice != "no-rule" else ():
        given = words.list(
            words(
                "systems.figure",
                name=words.label(key),
                value=figure.text if isinstance(figure.value, str) else show(figure.value, names()[key].unit),
            )
            for key, figure in figures.items()
        )
        sentence = words("verdict.conflict", figures=given, outcome=outcome_text(found, words))
        yield join([sentence, *(cite(s[:1], words) for s in dict.fromkeys(f.cite for f in figures.values() if cited))])
    for other in verdict.readings:
        reading = law().readings[other.id]
        yield words(
            "verdict.reading",
            question=words.pick(reading.question),
            chosen=words.pick(reading.options[other.chosen]),
            option=words.pick(reading.options[other.option]).rstrip(".。"),
            outcome=outcome_words(outcome(other.licence, other.review), other.review, words),
        )


def rules_alone(verdict: Verdict, words: Words) -> str:
    """The outcome of the published rules without the letters."""
    requirements = [
        r for r in verdict.judgement.requirements if law().instruments[r.licence.part.instrument].kind != "letter"
    ]
    licence = licence_of(requirements)
    review = review_of(licence, requirements)[0]
    return outcome_words(outcome(licence, review), review, words)


def clause_sentence(clause: Applied, words: Words) -> str:
    """What a clause compared, in a sentence: "Memory bandwidth 4,000 GB/s meets 1,400 GB/s or more"."""
    found = hinge(clause.finding)[0] if clause.finding else None
    if found is None or not isinstance(found.rule, Line) or not isinstance(found.left, Metric):
        return words.pick(clause.part.text)
    key = {True: "meets", False: "misses", None: "undecided"}[clause.truth]
    sentence = words(
        f"sentence.{key}",
        name=words.label(found.rule.name),
        left=amount(found.left, words),
        right=limit(found.rule, words, opposite=clause.truth is not None and found.truth is not clause.truth),
    )
    return words("sentence.clause", place=clause.part.id, sentence=sentence) if is_eccn(clause.part.id) else sentence


def missing_word(name: str, words: Words) -> str:
    """A missing fact in words."""
    return words(f"verdict.{name}") if name in (UNDISCLOSED, "tpp") else words.label(name)


def closest(verdict: Verdict, words: Words) -> Iterator[str]:
    """The published limit that the item comes closest to without meeting it."""
    best = nearest(verdict.judgement.clauses)
    if best is None:
        return
    clause, found = best
    line = found.rule
    assert isinstance(line, Line)
    distance = abs(slack(found) or Fraction(0))
    below = found.left.low < line.value
    yield words(
        "verdict.closest",
        name=words.label(line.name),
        left=amount(found.left, words, line.value),
        gap=show(distance, names()[line.name].unit),
        percent=percent(distance / line.value * 100),
        side=words("verdict.below" if below else "verdict.above" if distance else "verdict.at"),
        right=show(line.value, names()[line.name].unit),
        place=f"{clause.part.id} {letter_word(hinge(clause.finding)[1], words)}".strip(),
        instrument=words.pick(law().instruments[clause.part.instrument].title),
    )


def warnings(verdict: Verdict, words: Words) -> Iterator[Markup]:
    """What is said without deciding: embargoes, guidance, a day after the last check, and a text back from its stay unseen."""
    if verdict.notice == "last-checked":
        yield join([words("verdict.last-checked", checked=verdict.checked.isoformat())])
    for id, checked in verdict.unchecked:
        title = tag("strong", words.pick(law().instruments[id].title))
        yield join([title, words("verdict.not-rechecked", checked=checked.isoformat())], words("list.label"))
    for warning in verdict.warnings:
        instrument = law().instruments[warning.part.instrument]
        said = join([tag("strong", words.pick(instrument.title)), words.pick(warning.part.text)], words("list.label"))
        yield join([said, cite(warning.part.cite[:1], words)])


def beside(verdict: Verdict, words: Words) -> Markup:
    """What stands beside the verdict: promises taken as met, duties, assumptions."""
    promised = {
        p.id: p
        for d in deciding(verdict)
        for a in (*_lifting(d), *(r for r, aside in d.reviews if r.truth and not aside))
        for p in a.part.provided
    }
    duties = [tag("p", _duty(duty, words), class_="duty") for duty in verdict.duties]
    return join([taken_as_met(promised.values(), words), *duties, assumed(verdict, words)], "")


def taken_as_met(promises: Iterable[Promise], words: Words) -> Markup:
    """What only the parties can promise, each with its source; nothing where there is none."""
    items = [tag("li", words.pick(p.text), " ", cite(p.cite[:1], words)) for p in promises]
    return tag("div", tag("p", words("verdict.provided")), tag("ul", items), class_="provided") if items else Markup("")


def assumed(verdict: Verdict, words: Words) -> Markup:
    """Every default that was used, as a list under its title; nothing where there is none."""
    return _assumed(tuple(assumptions(verdict, words)), words)


@lru_cache(maxsize=256)
def _assumed(said: tuple[str, ...], words: Words) -> Markup:
    items = [tag("li", item) for item in said]
    return tag("div", tag("p", words("assumed.title")), tag("ul", items, class_="assumptions")) if items else Markup("")


def _lifting(requirement: Requirement) -> Iterable[Applied]:
    return (e for e in requirement.exceptions if e.truth)


def _duty(duty: Applied, words: Words) -> Markup:
    rate = duty.part.rate.replace(" percent", "%")
    if duty.truth is None:
        return join(
            [
                words(
                    "verdict.duty-unknown",
                    rate=rate,
                    missing=words.list(missing_word(m, words) for m in duty.missing),
                )
            ]
        )
    return join([words("verdict.duty", rate=rate, text=words.pick(duty.part.text)), cite(duty.part.cite[:1], words)])


def assumptions(verdict: Verdict, words: Words) -> Iterator[str]:
    """Every default that was used, in words."""
    for name, value in verdict.assumed:
        if words.has(f"assumed.{name}"):
            yield words(
                f"assumed.{name}",
                value=place_name(value, words) if name in ("headquarters", "from") else value,
            )
        else:
            yield words("assumed.other", name=words.label(name), value=words.word(value))


def foot(verdict: Verdict, words: Words) -> Markup:
    """What was not judged, and when law and data were last checked."""
    dates = [words("verdict.checked", checked=verdict.checked.isoformat())]
    if verdict.chip.checked:
        dates.append(words("verdict.data", checked=verdict.chip.checked.isoformat()))
    return tag("p", join([words("verdict.legal"), *dates], words("list.sentence")), class_="legal")


__all__ = [
    "assumed",
    "assumptions",
    "beside",
    "clause_sentence",
    "day",
    "foot",
    "head",
    "missing_word",
    "outcome_text",
    "reasons",
    "taken_as_met",
]
