"""Columns know every field of a plan that decides a verdict: a new one is a decision to take here.

A field that columns do not know would be ignored by them, and a wrong verdict given. Whoever adds
one says in `can_compute`, `can_grade` or `question_shapes` what columns do with it, then adds it here.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from targetcheck.plan.bound import Bound
from targetcheck.plan.derivation_plans import GradedItem, Grading, Sampling
from targetcheck.plan.plan import Check, Judge, Measure, PlanChange, Question

KNOWN: dict[type[Any], str] = {
    Bound: "low high low_open high_open digits per_unit end",
    Sampling: "kind of over complete p n years exceeds moving outside excluded rounding of_samples"
    " ranked non_detect non_detect_decides per_unit ph window same pools season",
    GradedItem: "indicator bounds rounding sampling otherwise",
    Grading: "kind items required worst start decides rules across complete",
    Measure: "kind indicator place start members where weight members_from_data",
    PlanChange: "kind downward base",
    Judge: "accept compare decimals significant to rule pace stance confidence",
    Check: "kind measure nature unit better judge bound change limits base path frequency"
    " irreversible scale permitted words own_reading written_unit requirement moving reported_within",
    Question: "target place due start strength mode tree when recurring stage",
}


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
def test_columns_know_every_field(kind: type[Any]) -> None:
    assert [field.name for field in fields(kind)] == KNOWN[kind].split()
