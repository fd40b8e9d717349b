"""The Chip War, Computed: export controls on AI chips as exact, dated, cited computation.

>>> assess("nvidia-h20", on="2025-06-01", to="CN").licence
'required'
"""

from .engine.chips import Chip, chip_from, chips, load_chip
from .engine.errors import DataFault, DateFault, Fault, Faults, NameFault, NumberFault, TextFault, UnitFault
from .engine.history import Change, history
from .engine.law import Law
from .engine.law_files import law
from .engine.metrics import Metric, metrics
from .engine.units import parse, quantity, registry, show
from .engine.verdict import Verdict, assess

__all__ = [
    "Change",
    "Chip",
    "DataFault",
    "DateFault",
    "Fault",
    "Faults",
    "Law",
    "Metric",
    "NameFault",
    "NumberFault",
    "TextFault",
    "UnitFault",
    "Verdict",
    "assess",
    "chip_from",
    "chips",
    "history",
    "law",
    "load_chip",
    "metrics",
    "parse",
    "quantity",
    "registry",
    "show",
]
