"""On a bound, and one unit of the last digit beside it: no case is judged wrong, in any unit."""

from __future__ import annotations

import random
from collections import Counter

from boundary_cases import Batch, batches

from targetcheck import Result, evaluate
from targetcheck.quantities.unit import find_unit, known_units

AT_LEAST = 100_000


def evaluated(batch: Batch) -> Result:
    """Give the result of a batch; each target binds the places that it has an answer for."""
    bound: dict[str, list[str]] = {}
    for target, place in batch.wanted:
        bound.setdefault(target, []).append(place)
    targets = [{**target, "place": bound[target["id"]]} for target in batch.targets]
    ruleset = {
        "targetcheck": 1,
        "id": "boundaries",
        "title": "边界",
        "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
        "places": {f"p{number}": {"zh": f"第{number}处"} for number in range(batch.places)},
        "groups": batch.groups,
        "indicators": batch.indicators,
        "targets": targets,
    }
    return evaluate(ruleset, batch.rows, as_of="2025-01-31")


def wrong(batch: Batch, result: Result) -> list[str]:
    """Give every answer that differs from the fraction worked out by hand."""
    found = [f"row {row.row}: {row.why.en}" for row in result.set_aside]
    left = dict(batch.wanted)
    for verdict in result:
        met, margin = left.pop((verdict.target, verdict.place))
        status = "pass" if met else "fail"
        if verdict.status != status or (margin is not None and verdict.margin != margin):
            said = " ".join(f"{o.text} {o.unit}" for o in verdict.observations)
            found.append(f"{verdict}: {verdict.margin}, wanted {status} by {margin}: {said}")
    return found + [f"{key} was not answered" for key in left]


def test_no_boundary_case_is_judged_wrong() -> None:
    kins: dict[str, list[str]] = {}
    whole = set()
    for name in known_units():
        unit = find_unit(name)
        kins.setdefault(unit.dimension, []).append(name)
        whole |= {name} if unit.whole else set()
    cases, differences, on_the_bound = Counter[str](), list[str](), 0
    for batch in batches(random.Random(20240726), kins, whole):
        result = evaluated(batch)
        cases.update(status for status, n in result.summary().items() for _ in range(n))
        differences += wrong(batch, result)
        on_the_bound += sum(verdict.margin == 0 for verdict in result)
    ran = f"{cases.total()} boundary cases, {on_the_bound} on the bound itself: {dict(cases)}"
    assert not differences, "\n".join((ran, f"{len(differences)} wrong", *differences[:20]))
    assert cases.total() >= AT_LEAST, ran
    assert on_the_bound >= AT_LEAST // 10, ran
    print(ran)
