"""The same engine from a shell: `calculators assess nvidia-h20 --on 2025-06-01 --to CN`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import NoReturn

from .engine.chips import BLANK, chip_from
from .engine.errors import Fault, Faults
from .engine.names import names, specs
from .engine.verdict import Verdict, assess
from .view.plain import plain_text
from .view.words import words

EXAMPLES = """examples:
  calculators assess nvidia-h20 --on 2025-06-01 --to CN
  calculators assess --spec fp8="296 TFLOPS" --spec die_area="814 mm^2" --spec datacenter=yes --on 2023-12-01 --to CN --json
  calculators assess nvidia-h20 --spec memory_bandwidth="1.3 TB/s" --on 2025-06-01 --to CN
  calculators assess nvidia-h100-sxm --on 2023-12-01 --to DE --headquarters CN
"""


class _Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where it answered, 2 where the input can't be read (one line a fault on standard error)."""
    asked = _parser().parse_args(arguments)
    try:
        verdict = _assess(asked)
    except (Fault, Faults) as found:
        for fault in found.faults if isinstance(found, Faults) else (found,):
            print(_line(fault), file=sys.stderr)
        return 2
    print(json.dumps(verdict.json(), ensure_ascii=False, indent=2) if asked.json else plain_text(verdict, words("en")))
    return 0


def _line(fault: Fault) -> str:
    """One line that names field, given, expected and example."""
    sentence = words("en").fault(fault)
    name = names().get(fault.field)
    example = fault.example or (name.example if name else "")
    return f"{fault.field}: {sentence}" + (f" Example: {example}" if example and example not in sentence else "")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="calculators",
        description="Export controls on AI chips, computed.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    command = commands.add_parser(
        "assess",
        help="the verdict for a chip, a day and a place",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "chip",
        nargs="?",
        default="",
        metavar="CHIP",
        help="an id or an exact name, such as nvidia-h20; left out: specs alone",
    )
    command.add_argument(
        "--spec",
        action="append",
        default=[],
        metavar="KEY=QUANTITY",
        help="a spec, over the chip's own: " + " ".join(specs()),
    )
    command.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day")
    command.add_argument(
        "--to", required=True, metavar="CC", help="the destination, an ISO 3166 code (HK and MO apart)"
    )
    command.add_argument(
        "--from",
        dest="from_",
        default="US",
        metavar="CC",
        help="where it is sent from (US); the same as --to: a transfer inside the country",
    )
    command.add_argument(
        "--headquarters",
        metavar="CC",
        help="where the buyer or its ultimate parent is headquartered (the destination)",
    )
    command.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="ID=OPTION",
        help="another reading of a disputed text",
    )
    command.add_argument(
        "--deny", action="append", default=[], metavar="INSTRUMENT/PART/ID", help="a promise that is not kept"
    )
    command.add_argument(
        "--party", action="append", default=[], metavar="KEY=VALUE", help="another fact of the parties"
    )
    command.add_argument("--json", action="store_true", help="the whole verdict as JSON")
    return parser


def _assess(asked: argparse.Namespace) -> Verdict:
    faults: list[Fault] = []
    given = {option: _pairs(option, getattr(asked, option), faults) for option in ("spec", "reading", "party")}
    chip = BLANK
    try:
        chip = chip_from(given["spec"], asked.chip)
    except (Fault, Faults) as found:
        faults.extend(found.faults if isinstance(found, Faults) else (found,))
    try:
        # With a faulty chip, too: the other options are read all the same, so that everything wrong is said at once.
        verdict = assess(
            chip,
            on=asked.on,
            to=asked.to,
            from_=asked.from_,
            headquarters=asked.headquarters,
            readings=given["reading"],
            denied=asked.deny,
            parties=given["party"],
        )
    except Faults as found:
        faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    return verdict


def _pairs(option: str, texts: Sequence[str], faults: list[Fault]) -> dict[str, str]:
    found = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            faults.append(
                Fault(
                    "not-a-pair",
                    f"--{option}",
                    text,
                    expected="KEY=QUANTITY" if option == "spec" else "KEY=VALUE",
                    example={"spec": 'fp8="296 TFLOPS"'}.get(option, "key=value"),
                )
            )
        elif key in found:
            faults.append(Fault("twice", f"--{option}", key, expected="each key once"))
        else:
            found[key] = value
    return found


if __name__ == "__main__":
    raise SystemExit(main())
