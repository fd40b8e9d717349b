"""The Chip War, Computed: export controls on AI chips as exact, dated, cited computation.

>>> assess("nvidia-h20", on="2025-06-01", to="CN").licence
'required'
"""

from .engine.chips import Chip, chip_from, chips, load_chip
from .engine.compare import Matrix, compare
from .engine.cuts import Cut, least_cuts
from .engine.errors import DataFault, DateFault, Fault, Faults, NameFault, NumberFault, TextFault, UnitFault
from .engine.history import Change, history
from .engine.largest import Largest, largest
from .engine.law import Law
from .engine.law_files import law
from .engine.metrics import Metric, metrics
from .engine.units import parse, quantity, registry, show
from .engine.verdict import Verdict, assess

__all__ = [
    "Change",
    "Chip",
    "Cut",
    "DataFault",
    "DateFault",
    "Fault",
    "Faults",
    "Largest",
    "Law",
    "Matrix",
    "Metric",
    "NameFault",
    "NumberFault",
    "TextFault",
    "UnitFault",
    "Verdict",
    "assess",
    "chip_from",
    "chips",
    "compare",
    "history",
    "largest",
    "law",
    "least_cuts",
    "load_chip",
    "metrics",
    "parse",
    "quantity",
    "registry",
    "show",
]
