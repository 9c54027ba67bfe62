"""The worked examples in the docstrings of the package run as they stand."""

import doctest
import importlib
import pkgutil

import pytest

from commonwork.rules import counting

MODULES = [module.name for module in pkgutil.iter_modules(counting.__path__, "commonwork.rules.counting.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
