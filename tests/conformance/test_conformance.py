"""Every kernel gives the wanted answer to every case kept as data, or declines it by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from conformance_cases import Case, all_cases, declined, differences

from targetcheck import TargetcheckError, compile_plan, evaluate
from targetcheck.evaluation import run
from targetcheck.kernel.reference import evaluate_plan

KERNELS: dict[str, Callable[..., object]] = {"reference": evaluate_plan}
CASES = all_cases()


@pytest.fixture(params=sorted(KERNELS))
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kernel under test, in the place of the one that evaluation takes by itself."""
    name = str(request.param)
    monkeypatch.setattr(run, "evaluate_plan", KERNELS[name])
    return name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, kernel: str) -> None:
    if reason := declined().get(kernel, {}).get(case.id):
        pytest.skip(reason)
    if case.refused:
        with pytest.raises(TargetcheckError) as caught:
            compile_plan(case.ruleset)
        assert sorted(d.code for d in caught.value.diagnostics) == sorted(case.refused)
        return
    plan = compile_plan(case.ruleset, case.profile)
    result = evaluate(plan, case.rows, as_of=case.as_of, known_at=case.known_at)
    found = differences(case, result)
    if found:
        pytest.fail("\n".join((case.note, *found)), pytrace=False)


def test_cases_are_told_apart() -> None:
    twice = [name for name, n in Counter(case.id for case in CASES).items() if n > 1]
    assert not twice
    assert all(case.want or case.refused for case in CASES), "a case asks for something"


def test_only_known_cases_are_declined() -> None:
    known = {case.id for case in CASES}
    for name, cases in declined().items():
        assert name in KERNELS
        assert set(cases) <= known
        assert all(cases.values()), "a declined case tells the reason"
