import doctest
import pkgutil
from importlib import import_module

import pytest

import herefor.cli
import herefor.measure

MODULES = [
    found.name
    for package in (herefor.measure, herefor.cli)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_hold(name):
    assert doctest.testmod(import_module(name)).failed == 0
