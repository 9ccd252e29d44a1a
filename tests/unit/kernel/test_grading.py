"""Classes and indices: the table of GB 3838-2002 limit by limit, and laws of worst-of."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import compile_plan, evaluate, load_ruleset
from targetcheck.kernel.derived_values.class_and_index import rank_of
from targetcheck.kernel.derived_values.numbers_by_band import read_off

RULESET = {
    "targetcheck": 1,
    "id": "classes",
    "title": "水质评价",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "use": ["standards/gb3838-2002"],
    "places": {"lake": {"zh": "大湖"}},
    "indicators": {
        kind: {
            "zh": f"{kind}类别",
            "nature": "class",
            "scale": "surface_water",
            "graded": {"table": "gb3838_2002", "water": kind},
        }
        for kind in ("river", "lake")
    },
    "targets": [
        {
            "id": "t",
            "indicator": "lake",
            "place": "lake",
            "due": "2024-12-31",
            "require": {"at_least": "Ⅲ类"},
        }
    ],
}
PLAN = compile_plan(RULESET)
TABLE = load_ruleset(RULESET).all_tables()["gb3838_2002"]
ITEMS = [
    pytest.param(kind, item, id=f"{kind}-{item.indicator}")
    for kind in ("river", "lake")
    for item in PLAN.indicators[kind].grading.items
]


def test_the_table_has_its_twenty_four_items():
    assert len(TABLE.items) == 24
    assert len(TABLE.sets["assessment"]) == 21
    left_out = set(TABLE.items) - set(TABLE.sets["assessment"])
    assert left_out == {"water_temperature", "total_nitrogen", "faecal_coliform"}


def test_rivers_are_not_judged_by_nitrogen_and_nothing_by_temperature():
    names = {
        kind: {item.indicator for item in PLAN.indicators[kind].grading.items}
        for kind in ("river", "lake")
    }
    assert names["lake"] - names["river"] == {"total_nitrogen"}
    assert "water_temperature" not in names["lake"]
    assert len(names["lake"]) == 23


@pytest.mark.parametrize(("kind", "item"), ITEMS)
def test_a_value_on_a_limit_gets_the_best_class_that_shares_it(kind, item):
    for rank, bound in enumerate(item.bounds):
        edge = bound.high if bound.high is not None else bound.low
        best = next(n for n, other in enumerate(item.bounds) if other == bound)
        assert rank_of(item, edge, 5) == best <= rank


@pytest.mark.parametrize(("kind", "item"), ITEMS)
def test_limits_never_get_stricter_from_class_to_class(kind, item):
    for better, worse in zip(item.bounds, item.bounds[1:], strict=False):
        assert better.high is None or better.high <= worse.high
        assert better.low is None or better.low >= worse.low


@pytest.mark.parametrize(("kind", "item"), ITEMS)
def test_beyond_the_last_limit_is_worse_than_five(kind, item):
    last = item.bounds[-1]
    beyond = last.high * 2 if last.high is not None else last.low / 2
    assert rank_of(item, beyond, 5) == 5


@given(st.data())
def test_a_worse_item_never_betters_the_class(data):
    grading = PLAN.indicators["lake"].grading
    item = data.draw(st.sampled_from([i for i in grading.items if i.bounds[-1].low is None]))
    value = data.draw(st.fractions(0, 100, max_denominator=10000))
    more = data.draw(st.fractions(0, 100, max_denominator=10000))
    assert rank_of(item, value + more, 5) >= rank_of(item, value, 5)


@given(st.fractions(0, 600), st.fractions(0, 100))
def test_an_index_never_falls_with_its_value(value, more):
    line = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (35, 50), (75, 100), (500, 500))]
    assert read_off(line, value) <= read_off(line, value + more) <= 500


SOUND = {
    "ph": "7",
    "dissolved_oxygen": "8",
    "faecal_coliform": "100",
    **{
        name: "0.000001"
        for name in TABLE.items
        if name not in ("ph", "dissolved_oxygen", "faecal_coliform", "water_temperature")
    },
}


def rows(values):
    units = {"ph": "", "faecal_coliform": "个/L"}
    return [
        {
            "place": "lake",
            "indicator": name,
            "period": "2024",
            "value": value,
            "unit": units.get(name, "mg/L"),
        }
        for name, value in values.items()
    ]


def test_every_item_sound_is_class_one():
    verdict = evaluate(RULESET, rows(SOUND), as_of="2025-01-31")["t"]
    assert (verdict.status, verdict.value) == ("pass", 0)


@pytest.mark.parametrize("name", sorted(SOUND))
def test_taking_an_item_away_leaves_the_class_open_and_names_it(name):
    values = {key: value for key, value in SOUND.items() if key != name}
    verdict = evaluate(RULESET, rows(values), as_of="2025-01-31")["t"]
    assert (verdict.status, verdict.reason) == ("undetermined", "incomplete")
    assert verdict.outcome.missing == (f"{name}@lake 2024",)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_evidence_names_the_item_that_decides_and_by_how_much(lang):
    verdict = evaluate(RULESET, rows({**SOUND, "cod": "50"}), as_of="2025-01-31")["t"]
    text = verdict.explain(lang)
    assert "1.5" in text
    assert ("化学需氧量" if lang == "zh" else "chemical oxygen demand") in text
    items = verdict.to_dict(lang)["evidence"]["items"]
    (cod,) = [item for item in items if item["indicator"] == "cod"]
    assert (cod["value"], cod["worst"], cod["exceeded"]) == ("50", "劣Ⅴ", "1.5")
