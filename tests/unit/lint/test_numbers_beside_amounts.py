"""Numbers of a quote that stand in limits by place, times to report and rules on samples are used."""

from __future__ import annotations

from typing import Any

import pytest

from targetcheck import TargetcheckError, load_ruleset
from targetcheck.lint import lint_ruleset

BASE: dict[str, Any] = {
    "targetcheck": 1,
    "id": "settings",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {
        "n": {"zh": "北站", "kind": "station"},
        "s": {"zh": "南站", "kind": "station"},
    },
    "indicators": {
        "level": {"zh": "水位", "unit": "m", "better": "lower"},
        "year_mean": {
            "zh": "年均水位",
            "unit": "m",
            "better": "lower",
            "statistic": {"kind": "mean", "of": "level", "complete": {"months": 7}},
        },
        "flood_mean": {
            "zh": "汛期水位",
            "unit": "m",
            "better": "lower",
            "statistic": {"kind": "mean", "of": "level", "season": {"from": 5, "to": 9}},
        },
    },
}


def unused(target: dict[str, Any]) -> list[str]:
    place = {"id": "t", "place": {"each": "station"}, "due": "2024-12-31"}
    ruleset = load_ruleset({**BASE, "targets": [{**place, **target}]})
    return [
        finding.en for finding in lint_ruleset(ruleset) if finding.code == "quote-number-unused"
    ]


@pytest.mark.parametrize(
    "target",
    [
        {
            "indicator": "level",
            "require": {"at_most": {"n": "5 m", "s": "9 m"}},
            "cite": {"clause": "一", "quote": "水位分别不超过5米、9米"},
        },
        {
            "indicator": "level",
            "require": {"reported_within": "15 days"},
            "cite": {"clause": "二", "quote": "期末后15日内报送"},
        },
        {
            "indicator": "year_mean",
            "require": {"at_most": "5 m"},
            "cite": {"clause": "三", "quote": "年均水位不超过5米，至少7个月有数据"},
        },
        {
            "indicator": "flood_mean",
            "require": {"at_most": "6 m"},
            "cite": {"clause": "四", "quote": "5月至9月平均水位不超过6米"},
        },
    ],
    ids=["by place", "reported within", "complete", "season"],
)
def test_the_numbers_are_used(target):
    assert not unused(target)


@pytest.mark.parametrize(
    "target",
    [
        {
            "indicator": "level",
            "require": {"at_most": {"n": "5 m", "s": "9 m"}},
            "cite": {"clause": "一", "quote": "水位分别不超过5米、8米"},
        },
        {
            "indicator": "flood_mean",
            "require": {"at_most": "6 m"},
            "cite": {"clause": "四", "quote": "5月至8月平均水位不超过6米"},
        },
    ],
    ids=["by place", "season"],
)
def test_another_number_is_not(target):
    assert len(unused(target)) == 1


def test_an_error_names_no_type_of_the_program():
    target = {"id": "t", "indicator": "level", "place": {"each": ["n", "s"]}, "due": "2024-12-31"}
    with pytest.raises(TargetcheckError) as error:
        load_ruleset({**BASE, "targets": [{**target, "require": {"at_most": "5 m"}}]})
    (found,) = error.value.diagnostics
    assert found.where.path.endswith("targets[0].place.each")
    assert "str" not in found.en.split("`")
