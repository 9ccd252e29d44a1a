"""Requirements as people say them."""

from __future__ import annotations

import pytest

from targetcheck import evaluate


@pytest.mark.parametrize(
    ("unit", "ends", "zh", "en"),
    [
        ("次", ("1 次", "2 次"), "1至2次", "between 1 and 2 occurrences"),
        ("家", ("2 家", "3 家"), "2至3家", "between 2 and 3 enterprises"),
        ("percent", ("10 %", "20 %"), "10%至20%", "between 10 and 20 %"),
        ("mg/L", ("6 mg/L", "9000 ug/L"), "6毫克/升至9000微克/升", "between 6 mg/L and 9000 µg/L"),
        ("index", (6, 9), "6至9", "between 6 and 9"),
    ],
)  # fmt: skip
def test_a_range_names_its_unit_once(unit, ends, zh, en):
    ruleset = {
        "targetcheck": 1, "id": "x", "title": "示例",
        "document": {"number": "1", "issuer": "示例", "issued": "2024-01-01"},
        "places": {"city": {"zh": "示例市"}},
        "indicators": {"n": {"zh": "指标", "unit": unit}},
        "targets": [
            {"id": "t", "indicator": "n", "place": "city", "require": {"between": list(ends)},
             "due": "2024-12-31"},
        ],
    }  # fmt: skip
    verdict = next(iter(evaluate(ruleset, [], as_of="2025-01-31")))
    assert f"要求{zh}；" in verdict.sentence("zh")
    assert f": {en} by " in verdict.sentence("en")
