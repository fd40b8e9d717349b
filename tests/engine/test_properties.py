"""What holds of every item: more performance is never freer, a margin's sign is the truth, what is known later contradicts nothing."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import Verdict, assess, chip_from, law
from calculators.engine.judge import strictness
from calculators.engine.names import names, rates
from calculators.engine.report import margin
from calculators.engine.rules import Finding, Line, lines, slack

BANDS = ("s232-tariff",)
"""Texts that say themselves that more may be freer: a tariff on bands of performance."""
PERFORMANCE = (*rates(), "memory_bandwidth", "interconnect", "pcie", "transistors")
AREAS = ("die_area", "io_die_area", "package_area")
DAYS = (
    "2022-09-01",
    "2022-11-01",
    "2023-10-23",
    "2023-12-01",
    "2024-05-01",
    "2025-01-02",
    "2025-03-01",
    "2025-06-01",
    "2026-02-01",
    "2026-08-01",
    "2027-02-01",
)
PLACES = ("CN", "HK", "MO", "VN", "AE", "KH", "DE", "IL", "TW", "US")
ORDER = ("not required", "exception", "required")
REVIEWS = ("none", "not stated")


def amounts(*values: str, unit: str) -> st.SearchStrategy[str]:
    """Values at the limits of the law and just off them, and any other."""
    other = st.decimals(0, 7000, places=2).map(str)
    return st.one_of(st.sampled_from(values), other).map(lambda value: f"{value} {unit}")


RATE = amounts("0", "99.99", "100", "149.99", "150", "299.99", "300", "600", "1312", "1313", unit="TFLOPS")
WIDTH = amounts(
    "0", "64", "472", "599", "600", "1099", "1100", "1399", "1400", "1700", "4500", "4800", "6000", "6500", unit="GB/s"
)
AREA = st.sampled_from(["100", "200", "300", "814", "1500", "1600", "30000"]).map(lambda area: f"{area} mm²")
FLAG = st.sampled_from(["yes", "no"])
ITEM = st.fixed_dictionaries(
    {
        "fp16": RATE,
        "fp8": RATE,
        "tf32": RATE,
        "int4": RATE.map(lambda rate: rate.replace("TFLOPS", "TOPS")),
        "die_area": AREA,
        "io_die_area": AREA,
        "package_area": AREA,
        "non_planar": FLAG,
        "datacenter": FLAG,
        "hbm": FLAG,
        "memory_bandwidth": WIDTH,
        "interconnect": WIDTH,
        "pcie": WIDTH,
        "transistors": st.sampled_from(["29999999999", "30e9", "35e9", "40e9", "50e9", "51e9"]).map(
            "{} transistor".format
        ),
        "process_node": st.sampled_from(["4 nm", "16 nm", "28 nm"]),
        "maker": st.sampled_from(["Nvidia", "AMD", "Acme"]),
        "maker_headquarters": st.sampled_from(["US", "CN", "GB"]),
        "kind": st.sampled_from(["processor", "processor", "processor", "memory", "system"]),
    }
)
FACTS = st.fixed_dictionaries(
    {"actor": st.sampled_from(["seller", "fabricator", "osat"])},
    optional={
        "marketed": st.sampled_from(["2025-06-01", "2026-06-01"]),
        "designer": st.sampled_from(["approved", "reporting", "other"]),
        "designer_attests": FLAG,
        "designer_headquarters": st.sampled_from(["TW", "US", "CN"]),
        "designer_owner": st.sampled_from(["TW", "CN"]),
        "designer_application_age": st.sampled_from(["90 d", "181 d"]),
        "packaged_by": st.sampled_from(["fabricator", "approved_osat", "other"]),
        "packaged_in": st.sampled_from(["TW", "CN"]),
        "consignee_year_tpp": st.sampled_from(["1000 TPP", "30000000 TPP"]),
        "china_share": st.sampled_from(["40 percent", "60 percent"]),
        "country_tpp": st.sampled_from(["1000 TPP", "900000000 TPP"]),
    },
)
CHOICE = st.fixed_dictionaries(
    {}, optional={id: st.sampled_from(list(reading.options)) for id, reading in law().readings.items()}
)
WHERE = {
    "day": st.sampled_from(DAYS),
    "to": st.sampled_from(PLACES),
    "headquarters": st.sampled_from(["CN", "DE", "AE", None]),
    "facts": FACTS,
    "readings": CHOICE,
}


def ask(
    item: dict[str, str], day: str, to: str, headquarters: str | None, facts: dict[str, str], readings: dict[str, str]
) -> Verdict:
    return assess(chip_from(item), on=day, to=to, headquarters=headquarters, readings=readings, parties=facts)


def rank(review: str | None) -> int:
    """The place of a review in the order from none to denial, one that isn't stated before all policies."""
    return -2 if review is None else strictness(review)


@settings(max_examples=130, deadline=None)
@given(
    item=ITEM,
    spec=st.sampled_from([*PERFORMANCE, *AREAS]),
    times=st.sampled_from([Decimal("1.0001"), Decimal("1.5"), Decimal(3), Decimal(40)]),
    **WHERE,
)
def test_more_performance_is_never_freer_under_any_instrument(
    item: dict[str, str],
    spec: str,
    times: Decimal,
    day: str,
    to: str,
    headquarters: str | None,
    facts: dict[str, str],
    readings: dict[str, str],
) -> None:
    own = names()[spec].read(item[spec]) if spec in item else Decimal(0)
    raised = own / times if spec in AREAS else own * times + 1
    stronger = item | {spec: f"{raised.quantize(Decimal('0.000001')):f} {names()[spec].unit}"}
    before, after = (ask(one, day, to, headquarters, facts, readings) for one in (item, stronger))

    pairs = [("", before, after)]
    pairs += [(one.instrument.id, one, other) for one, other in zip(before.rows, after.rows, strict=True)]
    for id, weak, strong in pairs:
        if id in BANDS or "unknown" in (weak.licence, strong.licence) or None in (weak.licence, strong.licence):
            continue
        assert ORDER.index(strong.licence) >= ORDER.index(weak.licence), id
        if weak.licence == strong.licence and "unknown" not in (weak.review, strong.review):
            assert rank(strong.review) >= rank(weak.review), id


def findings(verdict: Verdict) -> list[Finding]:
    """Every comparison that was made of an item, in clauses and in all other parts."""
    parts = [part for row in verdict.rows for part in (*row.clauses, *row.others) if part.finding]
    return [found for part in parts if part.finding for _, found in lines(part.finding)]


@settings(max_examples=70, deadline=None)
@given(item=ITEM, **WHERE)
def test_a_margins_sign_is_the_truth_and_at_nothing_the_operator_decides(
    item: dict[str, str], day: str, to: str, headquarters: str | None, facts: dict[str, str], readings: dict[str, str]
) -> None:
    for found in findings(ask(item, day, to, headquarters, facts, readings)):
        exactly, line = slack(found), found.rule
        assert isinstance(line, Line)
        if exactly is None:
            assert margin(found) is None
            continue
        assert found.truth is (exactly > 0 or (exactly == 0 and line.operator in (">=", "<=")))
        assert found.margin is not None
        assert (found.margin > 0, found.margin < 0) == (exactly > 0, exactly < 0)
        told = Fraction(margin(found) or 0)
        assert (told > 0, told < 0) == (exactly > 0, exactly < 0)


HIDEABLE = (
    "die_area",
    "package_area",
    "non_planar",
    "datacenter",
    "hbm",
    "memory_bandwidth",
    "interconnect",
    "pcie",
    "transistors",
    "process_node",
    "maker",
    "maker_headquarters",
    *rates(),
)
"""Specs that nothing is taken for where they are left blank; of rates only all at once, of I/O dies see below."""


FACTS_NAMES = tuple(name.id for name in names().values() if name.side == "party")
ALWAYS_MISSING = {"tpp", "undisclosed", "datacenter"}
"""Named for all rates, for a limit that nobody published, and for a use that a presumption, if it holds, makes of no account."""


def definite(verdict: Verdict) -> dict[str, object]:
    """Everything that a verdict says for certain."""
    found: dict[str, object] = {"licence": verdict.licence, "review": verdict.review}
    for row in verdict.rows:
        found |= {f"{row.instrument.id} licence": row.licence, f"{row.instrument.id} review": row.review}
        found |= {f"{row.instrument.id}/{clause.part.id}": clause.truth for clause in row.clauses}
        found |= {f"{row.instrument.id}:{other.part.kind}/{other.part.id}": other.truth for other in row.others}
    return {key: value for key, value in found.items() if value not in (None, "unknown")}


@settings(max_examples=130, deadline=None)
@given(
    item=ITEM,
    hidden=st.sets(st.sampled_from([key for key in HIDEABLE if key not in rates()] + ["rates"]), min_size=1),
    unsaid=st.sets(
        st.sampled_from(["marketed", "designer", "designer_attests", "packaged_by", "packaged_in", "designer_owner"])
    ),
    **WHERE,
)
def test_what_is_known_later_contradicts_nothing_that_was_certain(
    item: dict[str, str],
    hidden: set[str],
    unsaid: set[str],
    day: str,
    to: str,
    headquarters: str | None,
    facts: dict[str, str],
    readings: dict[str, str],
) -> None:
    gone = hidden | (set(rates()) if "rates" in hidden else set())
    known = {key: text for key, text in item.items() if key not in gone}
    partial = ask(known, day, to, headquarters, {k: v for k, v in facts.items() if k not in unsaid}, readings)
    full = ask(item, day, to, headquarters, facts, readings)

    later = definite(full)
    for what, value in definite(partial).items():
        if what.endswith("review") and what not in later:
            continue
        assert later.get(what) == value, what
    if partial.licence == "unknown":
        assert partial.missing
    assert set(partial.missing) <= gone | unsaid | ALWAYS_MISSING | (set(FACTS_NAMES) - set(facts))


@settings(max_examples=60, deadline=None)
@given(
    item=ITEM,
    blank=st.sampled_from(["fp16", "fp8", "tf32", "int4", "io_die_area"]),
    day=st.sampled_from(DAYS),
    to=st.sampled_from(PLACES),
)
def test_a_figure_left_blank_beside_given_ones_is_printed_as_assumed(
    item: dict[str, str], blank: str, day: str, to: str
) -> None:
    partial = assess(chip_from({key: text for key, text in item.items() if key != blank}), on=day, to=to)
    full = assess(chip_from(item), on=day, to=to)

    assumed = dict(partial.assumed)
    assert assumed["formats"] == "not offered"
    assert ("io_die_area" in assumed) is (blank == "io_die_area")
    if partial.licence not in (full.licence, "unknown"):
        assert blank == "io_die_area" or ORDER.index(partial.licence) < ORDER.index(full.licence)
