"""The same engine from a shell: `calculators assess nvidia-h20 --on 2025-06-01 --to CN`. The verbs stand in `command/`."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where it answered, 2 where the input can't be read (one line a fault on standard error), 3 where some rows of a
    file can't, 130 if interrupted.
    """
    try:
        from .command.program import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
