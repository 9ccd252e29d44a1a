"""The reference kernel gives the wanted answer to every case kept as data.

The other kernels are held to the reference in test_every_kernel.py and test_spark_cases.py.
"""

from __future__ import annotations

from collections import Counter

import pytest
from conformance_cases import Case, all_cases, differences

from targetcheck import TargetcheckError, compile_plan, evaluate

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    if case.refused:
        with pytest.raises(TargetcheckError) as caught:
            compile_plan(case.ruleset)
        assert sorted(d.code for d in caught.value.diagnostics) == sorted(case.refused)
        return
    plan = compile_plan(case.ruleset, case.profile)
    result = evaluate(plan, case.rows, as_of=case.as_of, known_at=case.known_at, scope=case.scope)
    found = differences(case, result)
    if found:
        pytest.fail("\n".join((case.note, *found)), pytrace=False)


def test_cases_are_told_apart() -> None:
    twice = [name for name, n in Counter(case.id for case in CASES).items() if n > 1]
    assert not twice
    assert all(case.want or case.refused for case in CASES), "a case asks for something"
