"""Of the rulesets that come with the project, columns answer nearly all that is asked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import targetcheck as tc
from targetcheck.columnar.table_decision.question_shapes import DECLINED, Asking

pytest.importorskip("polars")
RULESETS = sorted((Path(__file__).parents[3] / "rulesets").glob("**/ruleset.yaml"))


def declined(middle: bool) -> tuple[int, Counter[str]]:
    """Give how many target instances are asked, and how many columns leave for which reason.

    They are asked at the last due date, or at the middle one.
    """
    asked, found = 0, Counter[str]()
    for path in RULESETS:
        plan = tc.compile_plan(path)
        dues = sorted(question.due for question in plan.questions)
        if not dues:
            continue
        day = dues[len(dues) // 2] if middle else dues[-1]
        asked += len(dues)
        found.update(Asking(plan, day).all().declined.values())
    return asked, found


@pytest.mark.parametrize(("middle", "most"), [(False, 0.055), (True, 0.13)])
def test_few_target_instances_are_left_to_the_reference(middle: bool, most: float) -> None:
    asked, left = declined(middle)
    assert asked > 2000
    assert left.keys() <= DECLINED.keys()
    assert left.total() <= most * asked, left.most_common()
