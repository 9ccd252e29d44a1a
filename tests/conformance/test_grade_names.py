"""A declared grade is that grade in requirements and in reports, whatever its name looks like."""

from __future__ import annotations

from itertools import product

import pytest

pl = pytest.importorskip("polars")
from conformance_cases import HEAD  # noqa: E402
from kernels import CARRIERS, differences  # noqa: E402

from targetcheck import compile_plan, evaluate, verdict_table  # noqa: E402

SCALES = (
    ("m1", "m2", "m3"),
    ("5", "4", "3"),
    ("4.5", "4.0", "3.5"),
    ("4 stars", "3 stars", "2 stars"),
    ("5A", "4A", "3A"),
    ("100%", "80%", "60%"),
    ("10分", "9分", "8分"),
    ("1级", "2级", "3级"),
    ("T1-a", "T1-b", "T2"),
    ("Ⅰ", "Ⅱ", "劣Ⅱ"),
    ("2024版", "2012版", "1996版"),
    ("1,000", "2,000", "3,000"),
    ("good", "fair", "poor"),
)
KEYS = ("at_least", "at_most", "above", "below", "equals")


def meets(key: str, value: int, wanted: int) -> bool:
    """Say whether a rank satisfies a comparison; 0 is the best."""
    return {
        "at_least": value <= wanted,
        "at_most": value >= wanted,
        "above": value < wanted,
        "below": value > wanted,
        "equals": value == wanted,
    }[key]


@pytest.mark.parametrize("grades", SCALES, ids=lambda grades: grades[0])
def test_every_comparison_with_every_grade(grades: tuple[str, ...]) -> None:
    places = {f"p{n}": {"zh": f"甲{n}"} for n in range(len(grades))}
    cells = list(product(KEYS, range(len(grades))))
    ruleset = HEAD | {
        "places": places,
        "scales": {"s": {"zh": "等级", "grades": list(grades)}},
        "indicators": {"g": {"zh": "类别", "nature": "class", "scale": "s"}},
        "targets": [
            {"id": f"{key}-{rank}", "indicator": "g", "place": list(places), "due": "2024-12-31",
             "require": {key: grades[rank]}}
            for key, rank in cells
        ],
    }  # fmt: skip
    frame = pl.DataFrame(
        [
            {"place": f"p{n}", "indicator": "g", "period": "2024", "value": grade}
            for n, grade in enumerate(grades)
        ]
    )
    plan = compile_plan(ruleset)
    result = evaluate(plan, frame, as_of="2025-01-31")
    for key, rank in cells:
        for value in range(len(grades)):
            verdict = result[f"{key}-{rank}", f"p{value}"]
            assert verdict.status == ("pass" if meets(key, value, rank) else "fail"), verdict
            assert grades[rank] in verdict.sentence("zh").replace("类", "")
    for carrier, carried in CARRIERS.items():
        table = verdict_table(plan, carried(frame), as_of="2025-01-31", engine="columnar")
        assert not differences(result, table.frame.to_dicts()), carrier
