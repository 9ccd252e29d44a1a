"""Whatever fuzzing found once is tried in every run."""

from __future__ import annotations

import time

import pytest
from fuzz_targets import CORPORA, TARGETS, corpus, tried

MOST = 10
"""Seconds for the whole corpus of a target."""


def test_every_target_has_a_corpus():
    assert len(TARGETS) >= 12
    assert {path.stem for path in CORPORA.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.filterwarnings("ignore")
def test_the_corpus_raises_nothing_but_findings(name):
    inputs = corpus(name)
    assert inputs
    began = time.process_time()
    for raw in inputs:
        tried(name, raw)
    assert time.process_time() - began < MOST
