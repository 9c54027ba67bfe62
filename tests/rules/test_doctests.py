"""The worked examples in the docstrings of all rules hold."""

import doctest
import importlib
import pkgutil

import pytest

import commonwork.rules

WALKED = pkgutil.walk_packages(commonwork.rules.__path__, "commonwork.rules.")
MODULES = [*sorted(found.name for found in WALKED), "commonwork.site.reckon_command"]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold_in(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_rules_show_their_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(
        len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name))
    )
    assert examples >= 60
