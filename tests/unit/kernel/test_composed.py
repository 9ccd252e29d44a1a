"""Laws of figures made of members and of changes, of ranked percentiles and of rounding to a step."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck import compile_plan, evaluate
from targetcheck.kernel.statistics.mean_and_percentile import ranked_percentile
from targetcheck.quantities.rounding import Rule, round_decimals, round_multiple

GRADES = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]
SECTIONS = [f"s{n}" for n in range(1, 6)]
RULES: tuple[Rule, ...] = ("half_even", "half_up", "truncate", "up")


def ruleset(**require: Any) -> dict[str, Any]:
    return {
        "targetcheck": 1,
        "id": "composed",
        "title": "断面",
        "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
        "places": {
            "basin": {"zh": "流域"},
            **{s: {"zh": s, "kind": "section", "in": "basin"} for s in SECTIONS},
        },
        "scales": {"water": {"zh": "类别", "grades": GRADES}},
        "indicators": {
            "grade": {"zh": "类别", "nature": "class", "scale": "water"},
            "good": {
                "zh": "优良比例",
                "nature": "share",
                "unit": "percent",
                "members": {"across": "section", "where": {"grade": {"at_least": "Ⅲ"}}},
            },
            "more": {
                "zh": "优良比例变化",
                "unit": "percentage_point",
                "change": {"of": "good", "from": "previous_year"},
            },
        },
        "targets": [
            {"id": "t", "place": "basin", "due": "2024-12-31", **require},
        ],
    }


SHARE = compile_plan(ruleset(indicator="good", require={"at_least": "60 %"}))
CHANGE = compile_plan(ruleset(indicator="more", require={"at_least": "20 percentage_point"}))


def rows(year: int, grades: list[str | None]) -> list[dict[str, object]]:
    return [
        {"place": s, "indicator": "grade", "period": str(year), "value": g, "unit": ""}
        for s, g in zip(SECTIONS, grades, strict=True)
        if g is not None
    ]


def verdict(plan, table):
    return evaluate(plan, table, as_of="2025-01-31")["t"]


five = st.lists(st.sampled_from(GRADES), min_size=5, max_size=5)


@settings(max_examples=60, deadline=None)
@given(five, st.integers(0, 4))
def test_a_share_is_counted_exactly_and_a_better_section_never_worsens_it(grades, at):
    found = verdict(SHARE, rows(2024, grades))
    good = sum(grade in GRADES[:3] for grade in grades)
    assert found.value == Fraction(good * 100, 5)
    assert found.status == ("pass" if good >= 3 else "fail")
    better = [*grades[:at], "Ⅰ", *grades[at + 1 :]]
    assert verdict(SHARE, rows(2024, better)).value >= found.value


@settings(max_examples=60, deadline=None)
@given(five, st.sets(st.integers(0, 4), min_size=1))
def test_silent_sections_never_turn_a_share_into_another_decision(grades, silent):
    whole = verdict(SHARE, rows(2024, grades))
    part = verdict(SHARE, rows(2024, [None if n in silent else g for n, g in enumerate(grades)]))
    assert part.status in (whole.status, "undetermined")
    if part.reason == "incomplete":
        assert set(part.outcome.missing) == {f"grade@{SECTIONS[n]} 2024" for n in silent}


@settings(max_examples=40, deadline=None)
@given(five, five, st.randoms(use_true_random=False))
def test_a_change_does_not_know_the_order_of_rows(before, after, random):
    table = rows(2023, before) + rows(2024, after)
    found = verdict(CHANGE, table)
    shuffled = [*table, table[0]]
    random.shuffle(shuffled)
    assert verdict(CHANGE, shuffled).value == found.value
    good = [sum(g in GRADES[:3] for g in grades) for grades in (before, after)]
    assert found.value == Fraction((good[1] - good[0]) * 100, 5)


@settings(max_examples=40, deadline=None)
@given(five)
def test_without_the_year_before_there_is_no_change(after):
    found = verdict(CHANGE, rows(2024, after))
    assert (found.status, found.reason) == ("undetermined", "no_baseline")
    assert found.outcome.missing == ("good@basin 2023",)


@pytest.mark.parametrize(
    ("most", "nth"), [(50, 1), (100, 2), (150, 3), (200, 4), (250, 5), (300, 6), (350, 7), (366, 8)]
)
def test_the_98th_percentile_is_the_sample_that_the_table_of_the_standard_names(most, nth):
    fewest = 50 * (nth - 1) + 1
    for samples in (fewest, most):
        values = [Fraction(n) for n in range(1, samples + 1)]
        assert ranked_percentile(values, Fraction(98, 100)) == samples + 1 - nth


@given(st.fractions(-1000, 1000), st.sampled_from(RULES), st.integers(-3, 3))
def test_rounding_to_a_power_of_ten_is_rounding_to_decimals(value, rule, digits):
    step = Fraction(10) ** -digits
    assert round_multiple(value, step, rule) == round_decimals(value, digits, rule)


@given(
    st.fractions(-1000, 1000),
    st.fractions(0, 10),
    st.sampled_from(RULES),
    st.fractions(Fraction(1, 100), 50),
)
def test_rounding_to_a_step_keeps_the_order_and_stays_within_a_step(value, more, rule, step):
    rounded = round_multiple(value, step, rule)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert rounded <= round_multiple(value + more, step, rule)


def test_the_figures_between_reports_and_value_are_told():
    found = verdict(CHANGE, rows(2023, ["Ⅳ"] * 5) + rows(2024, ["Ⅱ"] * 2 + ["Ⅳ"] * 3))
    assert found.to_dict()["evidence"]["made_from"] == [
        {"indicator": "good", "period": "2024", "value": "40"},
        {"indicator": "good", "period": "2023", "value": "0"},
    ]
    assert "其中：2024年优良比例 40%" in found.explain("zh")
    assert "From: 优良比例, 2023: 0 %" in found.explain("en")
