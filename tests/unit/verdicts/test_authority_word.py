"""The word of an authority in the sentence of a verdict and in the status cell of tables."""

from __future__ import annotations

import targetcheck as tc
from targetcheck.output.verdict_columns import cells

RULES = {
    "targetcheck": 1,
    "id": "x-2024",
    "title": "某方案",
    "document": {"number": "某发〔2024〕1号", "issuer": "某办", "issued": "2024-01-01"},
    "places": {"a": {"zh": "甲县", "en": "A"}},
    "indicators": {
        "km": {"zh": "里程", "en": "length", "unit": "km", "nature": "level", "better": "higher"}
    },
    "profiles": {
        "p": {
            "pace": {
                "method": "schedule",
                "labels": {
                    "on_track": {"zh": "晴", "en": "sun"},
                    "behind": {"zh": "多云", "en": "clouds"},
                    "not_met": {"zh": "未达标", "en": "storm"},
                },
            }
        }
    },
    "targets": [
        {
            "id": "t",
            "indicator": "km",
            "place": "a",
            "due": "2025-12-31",
            "require": {"at_least": "100 km"},
            "baseline": {"period": "2023", "value": "0 km"},
        }
    ],
}


def judged(value, as_of):
    row = {"indicator": "km", "place": "a", "period": as_of, "value": value, "unit": "km"}
    return tc.evaluate(RULES, [row], as_of=as_of, profile="p")["t"]


def test_the_word_stands_behind_the_status():
    verdict = judged(40, "2024-12-31")
    assert verdict.status == "at_risk"
    assert verdict.to_dict("zh")["sentence"].endswith("有风险（多云）。")
    assert verdict.to_dict("en")["sentence"].endswith("Verdict: at risk (clouds).")
    assert cells(verdict, "zh").status.endswith("有风险（多云）")
    assert cells(verdict, "en").status.endswith("at risk (clouds)")


def test_a_word_that_repeats_the_status_is_said_once():
    verdict = judged(40, "2025-12-31")
    assert verdict.to_dict("zh")["sentence"].endswith("。未达标。")
    assert verdict.to_dict("en")["sentence"].endswith("Verdict: fail (storm).")
    assert cells(verdict, "zh").status.endswith("未达标")


def test_a_verdict_without_a_word_has_none():
    assert judged(120, "2025-12-31").to_dict("en")["sentence"].endswith("Verdict: pass.")
