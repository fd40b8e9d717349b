"""Systems: items that contain chips, and figures that stand or fall together."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from calculators import Chip, assess, chip_from, chips, load_chip
from calculators.engine.chips import fill, read_chip, sources
from calculators.engine.errors import Fault
from calculators.engine.metrics import metrics
from calculators.engine.verdict import conflicting

A = {"fp16": "300 TFLOPS", "die_area": "1600 mm^2", "non_planar": "yes", "datacenter": "yes"}
B = {"fp16": "150 TFLOPS", "die_area": "1500 mm^2", "non_planar": "yes", "datacenter": "yes"}
UNDER = {"fp16": "149 TFLOPS", "die_area": "1500 mm^2", "non_planar": "yes", "datacenter": "yes"}
UNKNOWN = {"fp16": "150 TFLOPS", "non_planar": "yes", "datacenter": "yes"}


def system(*inside: dict[str, str], **own: str) -> Chip:
    """A system with one of each chip inside."""
    held = tuple(replace(chip_from(specs), id=f"part-{n}") for n, specs in enumerate(inside))
    return replace(
        chip_from({"datacenter": "yes", **own}),
        kind="system",
        contains=tuple((1, chip.id) for chip in held),
        inside=held,
    )


@pytest.mark.parametrize(
    ("inside", "classification", "licence", "missing"),
    [
        ((UNDER, UNDER), (), "not required", ()),
        ((UNDER, B), ("4A090.b",), "exception", ()),
        ((A, UNDER), ("4A090.a",), "required", ()),
        ((A, B), ("4A090.a", "4A090.b"), "required", ()),
        ((A, UNKNOWN), ("4A090.a",), "required", ()),
        ((UNDER, UNKNOWN), (), "unknown", ("die_area",)),
    ],
)
def test_one_chip_that_meets_it_suffices_and_one_unknown_leaves_it_open(
    inside: tuple[dict[str, str], ...], classification: tuple[str, ...], licence: str, missing: tuple[str, ...]
) -> None:
    found = assess(system(*inside), on="2024-06-01", to="CN")

    assert (found.classification, found.licence, found.missing) == (classification, licence, missing)


def test_what_a_system_adds_up_to_makes_it_nothing_that_its_chips_are_not() -> None:
    many = system(UNDER, fp16="30000 TFLOPS", memory_bandwidth="16 TB/s", die_area="1500 mm^2", non_planar="yes")

    found = assess(many, on="2024-06-01", to="CN")

    assert (found.classification, found.licence) == ((), "not required")


def test_a_named_system_is_measured_by_the_chip_inside() -> None:
    superchip, chip = load_chip("nvidia-gb200-superchip"), load_chip("nvidia-gb200-gpu")

    assert superchip.contains == ((2, "nvidia-gb200-gpu"),)
    assert superchip.inside == (chip,)
    assert metrics(superchip)["tpp"].value == metrics(chip)["tpp"].value == Fraction(40000)
    assert superchip.text("tdp") == "2700 W"
    assert assess(superchip, on="2026-06-01", to="CN").json()["contains"] == [{"count": 2, "chip": "nvidia-gb200-gpu"}]


def test_what_is_typed_over_a_system_is_typed_over_its_chips() -> None:
    rates = {key: "" for key in load_chip("nvidia-gb200-superchip").specs if key.startswith(("fp", "bf", "tf", "int"))}
    changed = load_chip("nvidia-gb200-superchip").change({**rates, "interconnect": "900 GB/s", "fp16": "99 TFLOPS"})

    assert (changed.id, changed.changed_from) == ("", "nvidia-gb200-superchip")
    assert [chip.value("fp16") for chip in changed.inside] == [99]
    assert assess(changed, on="2026-06-01", to="CN").classification == ()
    assert assess(
        changed.change({"kind": "processor", "fp16": "300 TFLOPS"}), on="2026-06-01", to="CN"
    ).classification == ("3A090.a",)


def read(tmp_path: Path, **files: str) -> tuple[dict[str, Chip], list[Fault]]:
    """Chip files with these contents, filled."""
    faults: list[Fault] = []
    head = (
        'maker = "Acme"\nmaker_headquarters = "US"\nfamily = "X"\nstatus = "released"\n'
        'confidence = "high"\nchecked = 2026-01-01\n'
    )
    known = dict(chips())
    for name, text in files.items():
        file = tmp_path / f"{name}.toml"
        file.write_text(f'name = "{name}"\n{head}{text}', "utf-8")
        known[name] = read_chip(file, sources(), faults)
    return {name: fill(known[name], known, faults) for name in files}, faults


def test_a_system_of_systems_holds_the_chips_at_the_bottom(tmp_path: Path) -> None:
    found, faults = read(
        tmp_path,
        rack='kind = "system"\ncontains = ["36 tray"]\n',
        tray='kind = "system"\ncontains = ["2 nvidia-h20"]\n',
    )

    assert not faults
    assert [chip.id for chip in found["rack"].inside] == ["nvidia-h20"]
    assert found["rack"].contains == ((36, "tray"),)


@pytest.mark.parametrize(
    ("text", "kind", "near"),
    [
        ('kind = "system"\ncontains = ["2 nvidia-h2o"]\n', "unknown-chip", "nvidia-h20"),
        ('kind = "system"\ncontains = ["2 x"]\n', "contains-itself", ""),
        ('kind = "system"\ncontains = ["nvidia-h20"]\n', "not-a-content", ""),
        ('kind = "system"\ncontains = ["0 nvidia-h20"]\n', "not-a-content", ""),
        ('kind = "system"\n', "not-a-system", ""),
        ('kind = "processor"\ncontains = ["2 nvidia-h20"]\n', "not-a-system", ""),
    ],
)
def test_a_system_file_with_a_fault_says_so(tmp_path: Path, text: str, kind: str, near: str) -> None:
    _, faults = read(tmp_path, x=text)

    fault = faults[0]
    assert (fault.field, fault.kind) == ("x.toml: contains", kind)
    assert not near or near in fault.near


def test_figures_of_one_set_are_tried_together(tmp_path: Path) -> None:
    rival = '{{ value = "{}", cite = ["kelly"], note = {{ en = "x", zh-Hant = "x" }}{} }}'
    together = ', set = "list"'

    def specs(mark: str) -> str:
        return "".join(
            f'[specs.{key}]\nvalue = "{value}"\ncite = ["kelly"]\nconflicts = [{rival.format(other, mark)}]\n'
            for key, value, other in (("fp16", "300 TFLOPS", "10 TFLOPS"), ("fp8", "600 TFLOPS", "20 TFLOPS"))
        )

    found, faults = read(tmp_path, x='kind = "processor"\n' + specs(together), y='kind = "processor"\n' + specs(""))
    verdicts = {
        name: list(conflicting(assess(replace(load_chip("nvidia-h20"), specs=chip.specs), on="2024-06-01", to="CN")))
        for name, chip in found.items()
    }

    assert not faults
    assert [sorted(figures) for figures, _ in verdicts["x"]] == [["fp16", "fp8"]]
    assert verdicts["x"][0][1].licence == "not required"
    assert verdicts["y"] == []


def test_a_set_has_at_least_two_figures_and_one_for_each_spec() -> None:
    for chip in chips().values():
        sets: dict[str, list[str]] = {}
        for key, spec in chip.specs.items():
            for other in spec.conflicts:
                if other.set:
                    sets.setdefault(other.set, []).append(key)
        for name, keys in sets.items():
            assert len(keys) == len(set(keys)) > 1, (chip.id, name, keys)
