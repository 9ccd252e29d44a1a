"""What is wrong with a statistic, a computed class, an index or a score is said with its place."""

from __future__ import annotations

from typing import Any

import pytest

from targetcheck import TargetcheckError, load_ruleset

HEAD: dict[str, Any] = {
    "targetcheck": 1,
    "id": "made",
    "title": "算得的指标",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市"}},
    "groups": {"plants": {"zh": "厂", "kind": "plant"}},
    "scales": {
        "colour": {"zh": "四色", "grades": ["绿", "黄", "橙", "红"]},
        "pair": {"zh": "两级", "grades": ["好", "差"]},
    },
    "tables": {
        "t": {
            "zh": "表",
            "scale": "colour",
            "source": "示例",
            "items": {"pm": {"at_most": ["1 ug/m3", "2 ug/m3", "3 ug/m3"]}},
        }
    },
}
PM = {"zh": "PM2.5", "unit": "ug/m3", "better": "lower"}


def codes(found: pytest.ExceptionInfo[TargetcheckError]) -> list[tuple[str, str]]:
    return [(d.code, d.where.path) for d in found.value.diagnostics]


@pytest.mark.parametrize(
    ("indicator", "code"),
    [
        ({"unit": "ug/m3", "statistic": {"kind": "percentile", "of": "pm"}}, "statistic-incomplete"),
        ({"unit": "ug/m3", "statistic": {"kind": "nth_highest", "of": "pm"}}, "statistic-incomplete"),
        ({"unit": "ug/m3", "statistic": {"kind": "mean", "p": 98, "of": "pm"}}, "statistic-misfit"),
        (
            {"unit": "ug/m3", "statistic": {"kind": "mean", "of": "pm", "limit": "x"}},
            "statistic-misfit",
        ),
        (
            {"nature": "count", "unit": "天", "statistic": {"kind": "exceedance_count", "of": "pm"}},
            "statistic-incomplete",
        ),
        (
            {"unit": "ug/m3", "statistic": {"kind": "mean", "of": "pm", "complete": {"share": "3 天"}}},
            "complete-share",
        ),
        ({"unit": "hectare", "statistic": {"kind": "mean", "of": "pm"}}, "statistic-unit"),
        (
            {"nature": "flow", "unit": "ug/m3", "statistic": {"kind": "mean", "of": "pm"}},
            "derived-nature",
        ),
        (
            {
                "unit": "ug/m3",
                "statistic": {"kind": "exceedance_count", "of": "pm", "exceeds": {"above": "1 ug/m3"}},
            },
            "derived-nature",
        ),
        ({"unit": "ug/m3", "statistic": {"kind": "mean", "of": "pn"}}, "indicator-unknown"),
        ({"unit": "ug/m3", "formula": "pm", "statistic": {"kind": "mean"}}, "derived-twice"),
        ({"unit": "ug/m3", "graded": {"of": "pm", "thresholds": ["1 ug/m3", "3 ug/m3"]}}, "derived-nature"),
        ({"nature": "class", "scale": "colour", "graded": {"of": "pm"}}, "graded-ways"),
        ({"nature": "class", "scale": "colour", "graded": {}}, "graded-ways"),
        ({"nature": "class", "scale": "pair", "graded": {"table": "t"}}, "graded-scale"),
        ({"nature": "class", "scale": "colour", "graded": {"worst_of": ["pm"]}}, "graded-scale"),
        ({"nature": "class", "scale": "colour", "graded": {"table": "u"}}, "table-unknown"),
        (
            {"nature": "class", "scale": "colour", "graded": {"table": "t", "items": "tp"}},
            "table-item-unknown",
        ),
        (
            {"nature": "class", "scale": "pair", "graded": {"of": "pm", "thresholds": ["1 ug/m3", "3 ug/m3"]}},
            "grades-limits",
        ),
        (
            {"nature": "class", "scale": "pair", "graded": {"of": "pm", "bands": [{"at_most": "1 %"}]}},
            "unit-dimension",
        ),
        (
            {"nature": "class", "scale": "colour", "graded": {"rules": [{"pm": {"at_most": "1 ug/m3"}}]}},
            "grades-limits",
        ),
        (
            {
                "unit": "指数",
                "index": {
                    "of": "pm",
                    "entries": [{"from": 2012, "through": [["35 ug/m3", 50], ["0 ug/m3", 0]]}],
                },
            },
            "index-order",
        ),
    ],
)  # fmt: skip
def test_an_indicator_that_cannot_be_made(indicator, code):
    with pytest.raises(TargetcheckError) as found:
        load_ruleset({**HEAD, "indicators": {"pm": PM, "made": {"zh": "算得", **indicator}}})
    assert [c for c, _ in codes(found)] == [code]
    assert all("indicators.made" in path for _, path in codes(found))


def test_a_table_with_a_limit_too_few():
    items = {"pm": {"at_most": ["1 ug/m3", "2 ug/m3"]}}
    tables = {"t": {**HEAD["tables"]["t"], "items": items, "sets": {"all": ["pn"]}}}
    with pytest.raises(TargetcheckError) as found:
        load_ruleset({**HEAD, "tables": tables, "indicators": {"pm": PM}})
    assert [c for c, _ in codes(found)] == ["grades-limits", "table-item-unknown"]


TARGET = {
    "id": "t",
    "indicator": "pm",
    "place": "city",
    "due": 2024,
    "require": {"at_most": "35 ug/m3"},
}


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ({}, "score-empty"),
        ({"items": [{"full": 10}]}, "score-item"),
        ({"items": [{"full": 10, "indicator": "pm"}]}, "score-item"),
        ({"items": [{"full": 10, "target": "u"}]}, "target-unknown"),
        ({"parts": ["other"]}, "score-unknown"),
        ({"items": [{"full": 10, "target": "t", "slope": {"per": "1 %", "deduct": 1}}]}, "unit-dimension"),
        ({"items": [{"full": 10, "target": "t"}], "grades": [{"grade": "优"}, {"grade": "良", "at_least": 70}, {"grade": "中", "at_least": 90}]}, "score-grades"),
        ({"items": [{"full": 10, "target": "t"}], "vetoes": [{"target": "t", "grade": "差"}]}, "score-grade"),
        ({"items": [{"full": 10, "indicator": "pm", "bands": [{"at_most": "1 ug/m3", "points": "pm * 2"}]}]}, "score-formula"),
        ({"items": [{"full": 10, "indicator": "tone", "coefficients": {"蓝": 1}}]}, "grade-unknown"),
    ],
)  # fmt: skip
def test_a_score_that_cannot_be_given(score, code):
    tone = {"zh": "颜色", "nature": "class", "scale": "colour"}
    with pytest.raises(TargetcheckError) as found:
        load_ruleset(
            {
                **HEAD,
                "indicators": {"pm": PM, "tone": tone},
                "targets": [TARGET],
                "scores": {"s": {"zh": "得分", "place": "city", **score}},
            }
        )
    assert [c for c, _ in codes(found)] == [code]
    assert all("scores.s" in path for _, path in codes(found))
