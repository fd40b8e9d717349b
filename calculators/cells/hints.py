"""What helps a reader after an error: one sentence, for the errors that this library's numbers and units give most."""

import pint

from ..engine.errors import near
from ..engine.units import registry
from ..view.words import Words


def hint(fault: BaseException, said: Words) -> str:
    """A sentence of advice, or nothing.

    >>> from calculators.view.words import words
    >>> hint(ZeroDivisionError(), words("en"))
    ''
    >>> hint(pint.UndefinedUnitError("TFLOPSS"), words("en"))
    'There is no unit of this name. Did you mean TFLOPS?'
    """
    if isinstance(fault, pint.DimensionalityError):
        return said("cells.hint-dimension", one=_unit(fault.units1), other=_unit(fault.units2))
    if isinstance(fault, pint.UndefinedUnitError):
        close = near(str(fault.unit_names), _units())
        return said("cells.hint-unit") + (said("cells.hint-near", near=said.list(close[:1])) if close else "")
    if isinstance(fault, TypeError) and "decimal.Decimal" in str(fault) and "float" in str(fault):
        return said("cells.hint-float")
    if isinstance(fault, ModuleNotFoundError):
        return said("cells.hint-module")
    if isinstance(fault, NameError):
        return said("cells.hint-name")
    if isinstance(fault, MemoryError):
        return said("cells.hint-memory")
    if type(fault).__name__ == "JsException":
        return said("cells.hint-sandbox")
    return ""


def _unit(units: object) -> str:
    try:
        return f"{registry.Unit(units):~P}".replace("⋅", "·")
    except Exception:
        return str(units)


def _units() -> tuple[str, ...]:
    return ("TFLOPS", "PFLOPS", "TOPS", "GFLOPS", "TB/s", "GB/s", "GB", "TB", "mm^2", "TPP", "bit", "byte", "W", "USD")
