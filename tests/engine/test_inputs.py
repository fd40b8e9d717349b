"""Inputs of calculators: each kind under, at and over its range, wrong names with the nearest right one, all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculators import Faults
from calculators.engine import inputs as ask


@dataclass(frozen=True)
class Inputs:
    chip: str = ask.chip("nvidia-h20")
    chips: tuple[str, ...] = ask.chips()
    dies: int = ask.number(1, least=1, most=64)
    area: Decimal | None = ask.quantity("die_area", optional=True)
    rates: str = ask.choice("dense", "sparse")
    instrument: str = ask.instrument("oct-2023")
    on: date = ask.date("2023-11-17")
    from_: str = ask.destination("US")
    specs: Mapping[str, str] = ask.over("fp8", "non_planar")


GOOD = {"rates": "dense"}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("dies", "1", 1),
        ("dies", "64", 64),
        ("area", "814 mm²", Decimal(814)),
        ("area", "", None),
        ("rates", "sparse", "sparse"),
        ("chip", "h20", "nvidia-h20"),
        ("chip", "", ""),
        ("chips", "", ()),
        ("chips", "nvidia-h20, nvidia-h100-sxm、nvidia-h20", ("nvidia-h20", "nvidia-h100-sxm")),
        ("on", "2023-11-16", date(2023, 11, 16)),
        ("from", "tw", "TW"),
    ],
)
def test_a_text_is_read(name: str, text: str, value: Any) -> None:
    found = ask.read(Inputs, {**GOOD, name: text})
    assert getattr(found, "from_" if name == "from" else name) == value


@pytest.mark.parametrize(
    ("name", "text", "kind", "near"),
    [
        ("dies", "0", "not-a-count", ()),
        ("dies", "65", "not-a-count", ()),
        ("dies", "1.5", "not-a-count", ()),
        ("dies", "٣", "not-a-count", ()),
        ("area", "814", "no-unit", ()),
        ("rates", "", "needed", ()),
        ("rates", "dence", "unknown-word", ("dense",)),
        ("chip", "nvidia-h2o", "unknown-chip", ("nvidia-h20",)),
        ("instrument", "oct-2032", "unknown-instrument", ("oct-2023",)),
        ("on", "2023-02-29", "not-a-date", ()),
        ("from", "XX", "unknown-place", ()),
        ("fp8", "3 TB/s", "other-dimension", ()),
        ("chip", "x" * 200, "too-long", ()),
    ],
)
def test_a_wrong_text_names_field_and_nearest(name: str, text: str, kind: str, near: tuple[str, ...]) -> None:
    with pytest.raises(Faults) as caught:
        ask.read(Inputs, {**GOOD, name: text})
    (fault,) = caught.value.faults
    assert (fault.field, fault.kind) == (name, kind)
    assert fault.near[: len(near)] == near


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Faults) as caught:
        ask.read(
            Inputs,
            {"dies": "0", "rates": "x", "chips": "nvidia-h2o nvidia-h100-smx", "fp8": "1", "non_planar": "perhaps"},
        )
    assert sorted(fault.field for fault in caught.value.faults) == [
        "chips",
        "chips",
        "dies",
        "fp8",
        "non_planar",
        "rates",
    ]
