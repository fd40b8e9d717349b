"""`python -m calculators` is the command `calculators`."""

from .cli import main

raise SystemExit(main())
