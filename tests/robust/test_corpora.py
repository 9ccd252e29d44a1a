"""Whatever fuzzing found once is tried in every run."""

from __future__ import annotations

import time

import pytest
from fuzz_targets import CORPORA, TARGETS, tried

MOST = 10
"""Seconds for the whole corpus of a target."""


def test_every_target_has_a_corpus():
    assert len(TARGETS) >= 12
    assert {path.name for path in CORPORA.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.filterwarnings("ignore")
def test_the_corpus_raises_nothing_but_findings(name):
    files = sorted((CORPORA / name).iterdir())
    assert files
    began = time.process_time()
    for file in files:
        tried(name, file.read_bytes())
    assert time.process_time() - began < MOST
