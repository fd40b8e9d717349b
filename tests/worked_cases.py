"""The worked cases of `tests/regulations/*.yaml`, and how their answers are compared."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calculators import Faults, Verdict, assess, chip_from, load_chip
from calculators.publish.worked_cases import faults_of, read

FOLDER = Path(__file__).parent / "regulations"


@dataclass(frozen=True)
class WorkedCase:
    """One case of a file: what is asked, and what the law answers."""

    file: str
    body: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.body["name"])

    def verdict(self) -> Verdict:
        """The verdict for this case."""
        body = self.body
        chip = chip_from(body.get("specs", {}), body.get("chip", "")) if "specs" in body else load_chip(body["chip"])
        return assess(
            chip,
            on=str(body["date"]),
            to=body["to"],
            from_=body.get("from", "US"),
            headquarters=body.get("headquarters"),
            readings=body.get("readings", {}),
            denied=body.get("denied", ()),
            parties=body.get("parties", {}),
        )

    def differences(self) -> dict[str, tuple[Any, Any]]:
        """Expected and found, for everything that differs."""
        found = self.verdict().json()
        short = {
            **{key: found[key] for key in ("classification", "licence", "review", "missing", "outcome")},
            "exceptions": [e["name"] for e in found["exceptions"]],
            "warnings": [w["id"] for w in found["warnings"] if w["truth"] == "yes"],
            "duties": [d["id"] for d in found["duties"] if d["truth"] == "yes"],
            "readings": sorted({r["id"] for r in found["readings"]}),
        }
        rows = {row["id"]: row for row in found["instruments"]}
        result = {}
        for key, expected in self.body["expect"].items():
            if key == "rows":
                for id, wanted in expected.items():
                    for field, value in wanted.items():
                        if rows[id][field] != value:
                            result[f"{id}.{field}"] = (value, rows[id][field])
            elif sorted(expected) != sorted(short[key]) if isinstance(expected, list) else expected != short[key]:
                result[key] = (expected, short[key])
        return result


def all_cases() -> list[WorkedCase]:
    """Every case of every file; what is wrong in how they are written stops here."""
    if faults := faults_of(FOLDER):
        raise Faults(faults)
    return [WorkedCase(stem, body) for stem, cases in read(FOLDER, []).items() for body in cases]
