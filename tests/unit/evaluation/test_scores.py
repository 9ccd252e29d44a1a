"""Scores: laws of points and ranks, and what they look like in print."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck import evaluate, load_ruleset
from targetcheck.output.result_files.result_markdown import as_markdown
from targetcheck.output.result_files.terminal_table import as_text
from targetcheck.ruleset.ruleset import to_data

GRADES = [
    {"grade": "优秀", "at_least": 90},
    {"grade": "良好", "at_least": 70},
    {"grade": "合格", "at_least": 60},
    {"grade": "不合格"},
]
RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "scores",
    "title": {"zh": "考核计分", "en": "scores"},
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {
        "a": {"zh": "甲县", "en": "A", "kind": "county"},
        "b": {"zh": "乙县", "en": "B", "kind": "county"},
    },
    "indicators": {"pm": {"zh": "PM2.5", "en": "PM2.5", "unit": "ug/m3", "better": "lower"}},
    "targets": [
        {
            "id": "pm",
            "indicator": "pm",
            "place": {"each": "county"},
            "due": "2024-12-31",
            "require": {"at_most": "35 ug/m3"},
        }
    ],
    "scores": {
        "air": {
            "zh": "大气得分",
            "en": "air score",
            "place": {"each": "county"},
            "items": [{"target": "pm", "full": 100, "slope": {"per": "1 ug/m3", "deduct": 0.5}}],
            "grades": GRADES,
        }
    },
}


def scored(**values: str):
    rows = [
        {"place": place, "indicator": "pm", "period": "2024", "value": value, "unit": "ug/m3"}
        for place, value in values.items()
    ]
    return evaluate(RULESET, rows, as_of="2025-01-31")


@settings(max_examples=40)
@given(st.integers(0, 4000), st.integers(0, 4000))
def test_a_better_value_never_scores_worse(one, other):
    a, b = scored(a=str(one / 10), b=str(other / 10)).scores("air")
    better, worse = (a, b) if one <= other else (b, a)
    assert better.points >= worse.points
    assert better.rank <= worse.rank
    order = [grade["grade"] for grade in GRADES]
    assert order.index(better.grade) <= order.index(worse.grade)


@pytest.mark.parametrize(
    ("value", "points", "grade"),
    [("55", 90, "优秀"), ("55.1", Fraction(1799, 20), "良好"), ("95", 70, "良好"),
     ("115", 60, "合格"), ("115.1", Fraction(1199, 20), "不合格"), ("999", 0, "不合格")],
)  # fmt: skip
def test_the_lower_end_of_a_grade_belongs_to_it(value, points, grade):
    (first, _) = scored(a=value, b="35").scores("air")
    assert (first.points, first.grade) == (points, grade)


def test_the_order_of_rows_never_matters():
    rows = [
        {"place": p, "indicator": "pm", "period": "2024", "value": v, "unit": "ug/m3"}
        for p, v in (("a", "40"), ("b", "50"))
    ]
    one, other = (evaluate(RULESET, r, as_of="2025-01-31") for r in (rows, rows[::-1]))
    assert [s.to_dict() for s in one.scores()] == [s.to_dict() for s in other.scores()]


def test_what_is_missing_is_named_in_both_languages():
    (_, silent) = scored(a="35").scores("air")
    assert silent.points is None
    assert "乙县" in silent.sentence("zh")
    assert "missing B PM2.5 2024-12-31" in silent.sentence("en")


def test_a_score_that_nobody_defined():
    with pytest.raises(KeyError):
        scored(a="35", b="35").scores("water")


def test_scores_stand_in_the_json_and_in_print():
    result = scored(a="35", b="55")
    told = json.loads(result.to_json("en"))["scores"]
    assert [(s["place"], s["points"], s["rank"]) for s in told] == [("a", 100, 1), ("b", 90, 2)]
    assert "air score" in as_text(result, "en")
    assert "| 1 | 甲县 | 100/100 | 优秀 |" in as_markdown(result, "zh")


def test_a_ruleset_with_scores_says_the_same_when_written_and_read():
    loaded = load_ruleset(RULESET)
    assert load_ruleset(to_data(loaded)) == loaded


def test_a_ruleset_with_tables_and_statistics_says_the_same_when_written_and_read():
    whole = {
        **RULESET,
        "use": ["standards/gb3838-2002"],
        "indicators": {
            **RULESET["indicators"],
            "mean": {
                "zh": "均值",
                "unit": "ug/m3",
                "statistic": {
                    "kind": "percentile",
                    "p": 98,
                    "of": "pm",
                    "complete": {"share": "75 %", "each": "quarter"},
                    "exclude": [{"from": "2024-04-10", "to": "2024-04-11", "reason": "沙尘天气"}],
                    "round": {"decimals": 0},
                },
            },
            "index": {
                "zh": "指数",
                "unit": "指数",
                "index": {
                    "of": "pm",
                    "entries": [
                        {"from": "2012-01-01", "through": [["0 ug/m3", 0], ["35 ug/m3", 50]]}
                    ],
                },
            },
            "quality": {
                "zh": "类别",
                "nature": "class",
                "scale": "surface_water",
                "graded": {"table": "own", "water": "lake", "except": ["cod"]},
            },
        },
        "tables": {
            "own": {
                "zh": "限值表",
                "scale": "surface_water",
                "source": "示例",
                "items": {
                    "cod": {"at_most": ["1 mg/L", "2 mg/L", "3 mg/L", "4 mg/L", "5 mg/L"]},
                    "ph": {"between": ["6 pH", "9 pH"], "decimals": 0},
                    "total_phosphorus": {
                        "at_most": {"lake": ["1 mg/L", "2 mg/L", "3 mg/L", "4 mg/L", "5 mg/L"]}
                    },
                },
            }
        },
    }
    loaded = load_ruleset(whole)
    assert load_ruleset(to_data(loaded)) == loaded


def test_the_json_keeps_the_published_schema():
    from jsonschema import Draft202012Validator

    from targetcheck.output.ruleset_text.json_schemas import result_schema

    told = json.loads(scored(a="35").to_json("zh"))
    Draft202012Validator(result_schema()).validate(told)
