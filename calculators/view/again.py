"""The code and the command that give an answer again."""

import json
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .query import Asked


def verdict_code(asked: "Asked") -> str:
    """Python that gives a verdict again, from an empty file.

    >>> from calculators.export_verdict import Inputs
    >>> print(verdict_code(Inputs(specs={"memory_bandwidth": "1.3 TB/s"})))
    from calculators import assess, load_chip
    <BLANKLINE>
    chip = load_chip("nvidia-h20").change({"memory_bandwidth": "1.3 TB/s"})
    verdict = assess(chip, on="2025-06-01", to="CN")
    print(verdict.outcome, verdict.json())
    """
    specs = _mapping(asked.specs)
    if not asked.chip:
        names, chip = "assess, chip_from", f"chip_from({specs})"
    else:
        names = "assess, load_chip"
        chip = f"load_chip({_text(asked.chip)})" + (f".change({specs})" if asked.specs else "")
    sides = {
        "on": asked.on,
        "to": asked.to,
        "from_": asked.from_ if asked.from_ != "US" else "",
        "headquarters": asked.headquarters,
    }
    given = [f"{key}={_text(text)}" for key, text in sides.items() if text]
    if asked.readings:
        given.append(f"readings={_mapping(asked.readings)}")
    return "\n".join(
        (
            f"from calculators import {names}",
            "",
            f"chip = {chip}",
            f"verdict = assess(chip, {', '.join(given)})",
            "print(verdict.outcome, verdict.json())",
        )
    )


def verdict_command(asked: "Asked") -> str:
    """The command that gives a verdict again.

    >>> from calculators.export_verdict import Inputs
    >>> verdict_command(Inputs(specs={"memory_bandwidth": "1.3 TB/s"}))
    "calculators assess nvidia-h20 --spec 'memory_bandwidth=1.3 TB/s' --on 2025-06-01 --to CN"
    """
    words = ["calculators", "assess", *([asked.chip] if asked.chip else [])]
    for key, text in asked.specs.items():
        words += ["--spec", f"{key}={text}"]
    words += ["--on", asked.on, "--to", asked.to]
    words += ["--from", asked.from_] if asked.from_ != "US" else []
    words += ["--headquarters", asked.headquarters] if asked.headquarters else []
    for id, option in asked.readings.items():
        words += ["--reading", f"{id}={option}"]
    return shlex.join(words)


def calculator_code(name: str, texts: Mapping[str, str]) -> str:
    """Python that gives any other calculator's answer again.

    >>> print(calculator_code("tpp", {"chip": "nvidia-h20"}))
    from calculators import tpp
    from calculators.engine.inputs import read
    <BLANKLINE>
    found = tpp.compute(read(tpp.Inputs, {"chip": "nvidia-h20"}))
    print(found)
    """
    return "\n".join(
        (
            f"from calculators import {name}",
            "from calculators.engine.inputs import read",
            "",
            f"found = {name}.compute(read({name}.Inputs, {_mapping(texts)}))",
            "print(found)",
        )
    )


def calculator_command(name: str, texts: Mapping[str, str]) -> str:
    """The command that gives any other calculator's answer again.

    >>> calculator_command("tpp", {"chip": "nvidia-h20"})
    'calculators calculate tpp --set chip=nvidia-h20'
    """
    return shlex.join(
        ["calculators", "calculate", name, *(word for pair in texts.items() for word in ("--set", "=".join(pair)))]
    )


def _mapping(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_text(key)}: {_text(text)}" for key, text in texts.items()) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
