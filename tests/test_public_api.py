"""The public door: sorted, documented, and every example in it runs."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import calculators

SITE_SIDE = "calculators.publish"
MODULES = sorted(
    m.name for m in pkgutil.walk_packages(calculators.__path__, "calculators.") if not m.name.endswith("__main__")
)


def test_all_is_sorted_and_exact() -> None:
    assert sorted(calculators.__all__) == calculators.__all__
    public = {n for n, v in vars(calculators).items() if not n.startswith("_") and not inspect.ismodule(v)}
    assert public == set(calculators.__all__)


@pytest.mark.parametrize("name", ["calculators", *MODULES])
def test_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


@pytest.mark.parametrize("name", sorted(set(calculators.__all__) - {"registry"}))
def test_every_name_that_is_offered_has_an_example(name: str) -> None:
    """`registry` is an instance of pint's; all others are ours."""
    assert ">>>" in (inspect.getdoc(getattr(calculators, name)) or "")


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, name
    bare = []
    for key, value in vars(module).items():
        if key.startswith("_") or getattr(value, "__module__", None) != name:
            continue
        if (inspect.isfunction(value) or inspect.isclass(value)) and not value.__doc__:
            bare.append(key)
        if inspect.isclass(value):
            bare += [
                f"{key}.{n}"
                for n, f in vars(value).items()
                if inspect.isfunction(f) and not n.startswith("_") and not f.__doc__
            ]
    assert bare == []
