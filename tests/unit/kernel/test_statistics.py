"""Statistics of samples: formulas, completeness day by day, laws that hold for every sample."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import evaluate
from targetcheck.kernel.statistics.mean_and_percentile import (
    mean,
    mean_ph,
    median,
    nth_highest,
    percentile,
)
from targetcheck.kernel.statistics.sample_completeness import shortfalls
from targetcheck.periods.period import Period, year_period
from targetcheck.ruleset.indicators.statistic import Complete

VALUES = st.lists(st.fractions(0, 1000, max_denominator=1000), min_size=1, max_size=40)
SHARES = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


@given(VALUES, SHARES, st.randoms())
def test_order_of_samples_never_matters(values, p, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert percentile(values, p) == percentile(shuffled, p)
    assert mean(values) == mean(shuffled)
    assert mean_ph([v / 100 for v in values]) == mean_ph([v / 100 for v in shuffled])


@given(VALUES, SHARES, st.integers(0, 39), st.fractions(0, 100))
def test_a_higher_sample_never_lowers_a_statistic(values, p, which, more):
    raised = list(values)
    raised[which % len(values)] += more
    assert percentile(raised, p) >= percentile(values, p)
    assert mean(raised) >= mean(values)
    assert median(raised) >= median(values)


@given(VALUES, SHARES)
def test_a_percentile_lies_among_the_samples(values, p):
    assert min(values) <= percentile(values, p) <= max(values)
    assert min(values) <= mean(values) <= max(values)


@given(VALUES, SHARES, st.fractions(1, 10))
def test_the_unit_of_the_samples_never_matters(values, p, factor):
    assert percentile([v * factor for v in values], p) == percentile(values, p) * factor
    assert mean([v * factor for v in values]) == mean(values) * factor


@given(st.lists(st.integers(0, 500), min_size=2, max_size=60))
def test_percentiles_are_those_of_the_usual_inclusive_definition(values):
    wanted = quantiles(values, n=100, method="inclusive")
    got = [percentile([Fraction(v) for v in values], Fraction(p, 100)) for p in range(1, 100)]
    assert all(abs(float(g) - w) < 1e-9 for g, w in zip(got, wanted, strict=True))


@given(VALUES)
def test_the_median_is_the_middle(values):
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    assert median(values) == (low + high) / 2


def test_nth_highest_counts_ties_one_by_one():
    values = [Fraction(v) for v in (5, 7, 7, 3)]
    assert [nth_highest(values, n) for n in (1, 2, 3, 4, 5)] == [7, 7, 5, 3, None]


@given(st.lists(st.fractions(5, 9, max_denominator=10), min_size=1, max_size=12))
def test_a_mean_ph_lies_among_the_samples_and_not_above_the_plain_mean(values):
    # Hydrogen ions weigh the acid samples more.
    assert min(values) - Fraction(1, 10**18) <= mean_ph(values)
    assert mean_ph(values) <= mean(values) + Fraction(1, 10**18)


# -- completeness, day by day

YEAR = year_period(2023)
HJ663 = Complete(days=324, per_month=27, february=25)


def days_of(year, left_out=()):
    first = date(year, 1, 1)
    every = [first + timedelta(days=n) for n in range(365)]
    return [Period(day, day) for day in every if day not in left_out]


def month_days(month, count):
    return [date(2023, month, n + 1) for n in range(count)]


def test_a_whole_year_is_complete():
    assert not shortfalls(HJ663, YEAR, days_of(2023))


def test_twenty_seven_days_of_a_month_are_enough_and_twenty_six_are_not():
    assert not shortfalls(HJ663, YEAR, days_of(2023, month_days(1, 4)))
    (short,) = shortfalls(HJ663, YEAR, days_of(2023, month_days(1, 5)))
    assert (short.rule, short.period.text("en"), short.have, short.need) == (
        "per_month",
        "2023-01",
        26,
        27,
    )


def test_february_has_its_own_number():
    assert not shortfalls(HJ663, YEAR, days_of(2023, month_days(2, 3)))
    (short,) = shortfalls(HJ663, YEAR, days_of(2023, month_days(2, 4)))
    assert (short.have, short.need) == (24, 25)


@pytest.mark.parametrize(("left_out", "rules"), [(41, []), (42, ["days"])])
def test_three_hundred_and_twenty_four_days_of_the_year(left_out, rules):
    long = (1, 3, 5, 7, 8, 10, 12)
    days = [d for m in range(1, 13) for d in month_days(m, 4 if m in long else 3)][:left_out]
    assert [s.rule for s in shortfalls(HJ663, YEAR, days_of(2023, days))] == rules


def test_share_of_scheduled_samples_in_each_quarter():
    from targetcheck.quantities.quantity import parse_quantity

    rule = Complete(share=parse_quantity("75 %"), each="quarter", every_days=3)
    samples = [p for n, p in enumerate(days_of(2023)) if n % 3 == 0]
    assert not shortfalls(rule, YEAR, samples)
    thin = [p for p in samples if p.start.month != 5]
    (short,) = shortfalls(rule, YEAR, thin)
    assert (short.rule, short.period.text("en"), short.need) == (
        "share",
        "2023 Q2",
        Fraction(93, 4),
    )


# -- through the whole engine

RULESET = {
    "targetcheck": 1,
    "id": "daily",
    "title": "逐日评价",
    "document": {"number": "示例〔2023〕1号", "issuer": "示例市人民政府", "issued": "2023-01-01"},
    "use": ["standards/ambient-air", "standards/gb3095"],
    "places": {"city": {"zh": "示例市"}},
    "targets": [
        {
            "id": "mean",
            "indicator": "pm25_annual_mean",
            "place": "city",
            "due": "2023-12-31",
            "require": {"within": "pm25_annual"},
        },
        {
            "id": "p95",
            "indicator": "pm25_p95",
            "place": "city",
            "due": "2023-12-31",
            "require": {"within": "pm25_daily"},
        },
    ],
}


def rows(values, unit="ug/m3"):
    first = date(2023, 1, 1)
    return [
        {
            "place": "city",
            "indicator": "pm25_daily",
            "period": str(first + timedelta(days=n)),
            "value": value,
            "unit": unit,
        }
        for n, value in enumerate(values)
        if value is not None
    ]


def test_a_year_of_days_on_the_limit():
    result = evaluate(RULESET, rows(["35"] * 365), as_of="2024-01-31")
    assert [(v.status, v.value, v.margin) for v in result] == [("pass", 35, 0), ("pass", 35, 40)]


def test_one_day_above_tips_an_annual_mean():
    result = evaluate(RULESET, rows(["35"] * 364 + ["35.1"]), as_of="2024-01-31")
    assert result["mean"].status == "fail"
    assert result["mean"].margin == -Fraction(1, 3650)


def test_the_unit_reported_in_never_matters():
    values = [str(20 + n % 31) for n in range(365)]
    small = [f"0.0{20 + n % 31}" for n in range(365)]
    micro = evaluate(RULESET, rows(values), as_of="2024-01-31")
    milli = evaluate(RULESET, rows(small, "mg/m3"), as_of="2024-01-31")
    assert [(v.status, v.value) for v in micro] == [(v.status, v.value) for v in milli]


def test_taking_days_away_never_gives_another_decision():
    values = ["35"] * 365
    whole = evaluate(RULESET, rows(values), as_of="2024-01-31")
    for month in range(1, 13):
        gone = [
            None if (date(2023, 1, 1) + timedelta(days=n)).month == month else v
            for n, v in enumerate(values)
        ]
        result = evaluate(RULESET, rows(gone), as_of="2024-01-31")
        for verdict in result:
            assert verdict.status in (whole[verdict.target].status, "undetermined")
            assert verdict.reason == "incomplete"
            assert f"pm25_daily@city 2023-{month:02}" in verdict.outcome.missing


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_evidence_tells_samples_and_shortfalls(lang):
    result = evaluate(RULESET, rows(["35"] * 320), as_of="2024-01-31")
    text = result["mean"].explain(lang)
    assert "320" in text
    assert ("要求324" if lang == "zh" else "320 of 324") in text
    evidence = result["mean"].to_dict(lang)["evidence"]["statistic"]
    assert evidence["samples"] == 320
    assert evidence["incomplete"][0] == {
        "rule": "days",
        "period": "2023",
        "have": 320,
        "need": "324",
    }


def test_neither_the_order_of_rows_nor_a_copy_of_one_matters():
    import random

    table = rows([str(20 + n * 7 % 31) for n in range(365)])
    shuffled = [*table, table[10], table[200]]
    random.Random(7).shuffle(shuffled)
    one, other = (evaluate(RULESET, t, as_of="2024-01-31") for t in (table, shuffled))
    assert [(v.status, v.value, v.flags) for v in one] == [
        (v.status, v.value, v.flags) for v in other
    ]


@pytest.mark.parametrize("day", [0, 100, 364])
@pytest.mark.parametrize("raised", ["35.1", "200", "5000"])
def test_a_worse_day_never_betters_a_verdict(day, raised):
    values = ["35"] * 365
    before = evaluate(RULESET, rows(values), as_of="2024-01-31")
    values[day] = raised
    after = evaluate(RULESET, rows(values), as_of="2024-01-31")
    for verdict in before:
        worse = after[verdict.target]
        assert worse.margin <= verdict.margin
        assert (worse.status, verdict.status) != ("pass", "fail")
