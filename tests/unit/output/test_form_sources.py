"""A reporting form asks for samples and items, and not for what is computed from them."""

from __future__ import annotations

from targetcheck import compile_plan
from targetcheck.output.reporting_form.data_request import asked_for
from targetcheck.periods.period_parser import parse_period

RULESET = {
    "targetcheck": 1,
    "id": "form",
    "title": "填报",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "use": ["standards/ambient-air", "standards/gb3838-2002"],
    "places": {"city": {"zh": "示例市"}},
    "targets": [],
}


def asked(indicator, require):
    target = {"id": "t", "indicator": indicator, "place": "city", "due": 2024, "require": require}
    plan = compile_plan({**RULESET, "targets": [target]})
    return [row.indicator.id for row in asked_for(plan, parse_period("2024").period).values]


def test_a_statistic_asks_for_its_samples():
    assert asked("pm25_p95", {"at_most": "75 ug/m3"}) == ["pm25_daily"]


def test_a_class_asks_for_its_items():
    names = asked("river_class", {"at_least": "Ⅲ"})
    assert len(names) == 21
    assert "total_phosphorus" in names


def test_an_index_of_indices_asks_for_six_pollutants():
    assert sorted(asked("good_day_share", {"at_least": "85 %"})) == [
        "co_daily", "no2_daily", "o3_daily", "pm10_daily", "pm25_daily", "so2_daily",
    ]  # fmt: skip
