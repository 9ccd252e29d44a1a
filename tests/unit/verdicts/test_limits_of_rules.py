"""Explanations of a class by rules show the limits that the rules compared with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from targetcheck import evaluate
from targetcheck.output.ruleset_text.json_schemas import result_schema

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "rules",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {
        "land": {"zh": "全国", "en": "Country", "kind": "country"},
        "a": {"zh": "甲院", "en": "A", "kind": "hospital", "in": "land"},
    },
    "scales": {"compared": {"zh": "比较", "grades": ["better", "no different", "worse"]}},
    "indicators": {
        "rate": {
            "zh": "再入院率",
            "en": "readmissions",
            "nature": "share",
            "unit": "percent",
            "better": "lower",
        },
        "compared_rate": {
            "zh": "与全国比较",
            "en": "against the country",
            "nature": "class",
            "scale": "compared",
            "graded": {
                "rules": [
                    {
                        "grade": "better",
                        "rate": {"below": {"of": "rate", "at": "country"}, "end": "upper"},
                    },
                    {
                        "grade": "worse",
                        "rate": {"above": {"of": "rate", "at": "country"}, "end": "lower"},
                    },
                ],
                "else": "no different",
            },
        },
    },
    "targets": [
        {
            "id": "t",
            "indicator": "compared_rate",
            "place": "a",
            "require": {"at_least": "no different"},
            "due": "2024-12-31",
        }
    ],
}
ROWS = [
    {"place": "land", "indicator": "rate", "period": "2024", "value": "12", "unit": "%"},
    {"place": "a", "indicator": "rate", "period": "2024", "value": "14 (12.1–16)", "unit": "%"},
]


@pytest.fixture(scope="module")
def verdict():
    return evaluate(RULESET, ROWS, as_of="2025-01-31")["t"]


def test_the_limit_is_shown_with_its_place_and_period(verdict):
    assert "Limit: Country, readmissions, 2024: 12 %" in verdict.explain("en")
    assert "限值：全国2024年再入院率 12%" in verdict.explain("zh")


def test_json_tells_limits_from_parts(verdict):
    jsonschema = pytest.importorskip("jsonschema")
    result = evaluate(RULESET, ROWS, as_of="2025-01-31")
    found = json.loads(result.to_json())
    jsonschema.validate(found, result_schema())
    made = found["verdicts"][0]["evidence"]["made_from"]
    assert made == [
        {"indicator": "rate", "place": "land", "period": "2024", "value": "12", "limit": True}
    ]


@pytest.mark.parametrize(
    ("limit", "english", "chinese"),
    [
        ({"at_most": {"of": "rate", "at": "country"}}, "at most readmissions, Country", "不高于全国再入院率"),
        ({"below": {"a": "15 %"}}, "below 15 %", "低于15%"),
    ],
)  # fmt: skip
def test_a_requirement_names_its_limit_in_both_languages(limit, english, chinese):
    target = {**RULESET["targets"][0], "indicator": "rate", "require": limit}
    verdict = evaluate({**RULESET, "targets": [target]}, ROWS, as_of="2025-01-31")["t"]
    assert f"A, readmissions: {english} by 2024-12-31" in verdict.sentence("en")
    assert f"要求{chinese}；" in verdict.sentence("zh")
