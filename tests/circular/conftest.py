"""The circulars of every bundled ruleset with its example, made once."""

from __future__ import annotations

import shutil

import pytest
from circular_examples import Example


@pytest.fixture(scope="session")
def examples():
    """Give the example of a ruleset by name, evaluated once."""
    known = {}

    def find(name):
        if name not in known:
            known[name] = Example(name)
        return known[name]

    return find


@pytest.fixture(scope="session")
def suizhou(examples):
    return examples("hubei/suizhou-yangtze-2024")


@pytest.fixture(scope="session")
def found_program():
    """Give a function that finds a program or skips, naming it."""

    def find(*names):
        for name in names:
            if path := shutil.which(name):
                return path
        pytest.skip(f"{names[0]} is not installed")

    return find
