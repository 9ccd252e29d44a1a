"""Remaining allowance, burn rate, locked counts; a level kept; a person's word."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from method_courses import course, figure, settings

from targetcheck.kernel.progress_assessment import Value
from targetcheck.kernel.progress_methods import assess
from targetcheck.kernel.progress_methods.maintain import assess as kept
from targetcheck.kernel.progress_methods.maintain import misses_in_a_row
from targetcheck.ruleset.progress_method import Maintain


def span(first, last, amount):
    return Value(date.fromisoformat(first), date.fromisoformat(last), Fraction(str(amount)))


def year(values, goal, *, better="lower", adds=False, as_of=None, **more):
    last = as_of or max(v.end for v in values)
    return course(
        None, [], (date(last.year, 12, 31), goal), better=better, whole=tuple(values), adds=adds,
        first=date(last.year, 1, 1), as_of=last, **more,
    )  # fmt: skip


HUBEI = [
    span("2022-01-01", "2022-04-30", 48),
    span("2022-01-01", "2022-12-31", 36),
    span("2023-01-01", "2023-04-30", 56),
]


def test_hubei_pm25_after_four_months_of_2023():
    found = assess(year(HUBEI, 35), settings("remaining"))
    needed, last_year = (figure(found, code) for code in ("rest_needed", "rest_last_year"))
    assert (needed, last_year) == (
        Fraction(35 * 365 - 56 * 120, 245),
        Fraction(36 * 365 - 48 * 120, 245),
    )
    assert [round(float(x), 1) for x in (needed, last_year)] == [24.7, 30.1]
    assert (found.status, found.reason) == ("at_risk", "rest_too_hard")
    assert [round(float(x), 1) for x in (found.pacing.low, found.pacing.high)] == [38.6, 42.0]


def test_the_ratio_of_last_year_is_an_end_of_the_band_and_decides_nothing():
    """42 is over 35 by far; the rest of the year decides all the same."""
    easy = [*HUBEI[:2], span("2023-01-01", "2023-04-30", 47)]
    found = assess(year(easy, 36), settings("remaining", miss_counts=False))
    assert (found.status, found.reason) == ("on_track", "rest_within_reach")


def test_a_year_to_date_beyond_the_target_counts_unless_told_not_to():
    easy = [*HUBEI[:2], span("2023-01-01", "2023-04-30", 47)]
    assert assess(year(easy, 36), settings("remaining")).reason == "year_to_date_beyond"


@pytest.mark.parametrize(("ties", "status"), [("better", "on_track"), ("worse", "at_risk")])
def test_a_rest_exactly_as_last_year(ties, status):
    same = [*HUBEI[:2], span("2023-01-01", "2023-04-30", 48)]
    found = assess(year(same, 36), settings("remaining", ties=ties, miss_counts=False))
    assert found.status == status


@pytest.mark.parametrize(
    ("value", "reason"), [(36, "year_to_date_beyond"), (35, "year_to_date_within")]
)
def test_without_last_year_the_year_so_far_is_compared_and_marked(value, reason):
    found = assess(year([span("2023-01-01", "2023-04-30", value)], 35), settings("remaining"))
    assert found.reason == reason
    assert found.flags == ("no_seasonal_reference",)
    assert found.pacing.projection is None


def test_last_year_may_be_joined_from_months_by_their_days():
    months = [span("2022-05-01", "2022-05-31", 31), span("2022-06-01", "2022-12-31", 20)]
    found = assess(year([*months, HUBEI[2]], 35), settings("remaining"))
    assert figure(found, "rest_last_year") == Fraction(31 * 31 + 20 * 214, 245)


def test_leap_years_have_their_days():
    leap = [
        span("2023-01-01", "2023-02-28", 60),
        span("2023-01-01", "2023-12-31", 36),
        span("2024-01-01", "2024-02-29", 60),
    ]
    found = assess(year(leap, 35), settings("remaining"))
    assert figure(found, "rest_needed") == Fraction(35 * 366 - 60 * 60, 306)
    assert figure(found, "rest_last_year") == Fraction(36 * 365 - 60 * 59, 306)


def test_a_sum_is_compared_with_the_same_rest_of_last_year():
    values = [
        span("2023-01-01", "2023-06-30", 30),
        span("2023-01-01", "2023-12-31", 100),
        span("2024-01-01", "2024-06-30", 35),
    ]
    found = assess(year(values, 105, better="higher", adds=True), settings("remaining"))
    assert (figure(found, "rest_needed"), figure(found, "rest_last_year")) == (70, 70)
    assert found.status == "on_track"
    assert (found.pacing.projection, found.pacing.high) == (105, Fraction(3500, 30))
    assert (
        assess(year(values, 106, better="higher", adds=True), settings("remaining")).status
        == "at_risk"
    )


def test_a_gap_in_the_year_so_far_is_not_judged():
    gap = [*HUBEI[:2], span("2023-01-01", "2023-02-28", 60), span("2023-04-01", "2023-04-30", 40)]
    found = assess(year(gap, 35), settings("remaining"))
    assert (found.status, found.reason) == ("not_due", "too_few_points")


# -- burn


def used(amounts, allowance, **more):
    points = [(date.fromisoformat(day), amount) for day, amount in amounts]
    return course(
        (date(2023, 12, 31), 0), points, (2024, allowance), better="lower", adds=True,
        first=date(2024, 1, 1), **more,
    )  # fmt: skip


@pytest.mark.parametrize(("amount", "status"), [(50, "on_track"), (51, "at_risk"), (0, "on_track")])
def test_burn_is_share_used_over_share_of_time(amount, status):
    half = assess(used([("2024-07-01", amount)], 100), settings("burn"))
    assert half.pacing.ratio == Fraction(amount, 100) / Fraction(183, 366)
    assert half.status == status


def test_a_burn_at_its_limit_is_a_setting():
    assert (
        assess(used([("2024-07-01", 50)], 100), settings("burn", ties="worse")).status == "at_risk"
    )
    assert (
        assess(used([("2024-07-01", 60)], 100), settings("burn", limit="1.5")).status == "on_track"
    )


def test_a_long_and_a_short_window_must_agree():
    over = [("2024-03-31", 60), ("2024-07-01", 61)]
    assert assess(used(over, 100), settings("burn")).status == "at_risk"
    calm = assess(used(over, 100), settings("burn", short_days=90))
    assert calm.status == "on_track"
    assert figure(calm, "burn_short") == Fraction(1, 100) / Fraction(92, 366)
    rising = [("2024-03-31", 10), ("2024-07-01", 61)]
    assert assess(used(rising, 100), settings("burn", short_days=90)).status == "at_risk"


def test_what_is_used_up_is_settled():
    assert assess(used([("2024-07-01", 101)], 100), settings("burn")).status == "fail"
    days = assess(used([("2024-12-30", 9)], 10, days=True), settings("burn", total="days"))
    assert (days.status, days.reason) == ("pass", "locked_in")
    one_more = used([("2024-12-29", 9)], 10, days=True)
    assert assess(one_more, settings("burn", total="days")).status != "pass"
    money = assess(used([("2024-12-30", 9)], 10), settings("burn", total="days"))
    assert money.status != "pass", "a day may cost more than one"


def events(hits, over, *, limit=20, total=366, better="lower", strict=False, **more):
    return assess(
        course(
            None,
            [(date(2024, 7, 1), limit)],
            (2024, limit),
            better=better,
            strict=strict,
            first=date(2024, 1, 1),
            counted=(Fraction(hits), Fraction(over)),
            share=Fraction(limit, 100),
        ),
        settings("burn", total=total, **more),
    )


@pytest.mark.parametrize(
    ("bad", "over", "status", "reason"),
    [
        (73, 200, "at_risk", "burning_fast"),
        (74, 200, "fail", "locked_out"),
        (20, 200, "on_track", "within_budget"),
        (53, 346, "pass", "locked_in"),
        (54, 346, "on_track", "within_budget"),
        (0, 100, "on_track", "within_budget"),
    ],
)
def test_bad_events_out_of_a_known_total(bad, over, status, reason):
    """20 % of 366 days are 73 whole days."""
    found = events(bad, over)
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("good", "over", "status"),
    [(9, 10, "pass"), (8, 9, "pass"), (7, 9, "at_risk"), (6, 9, "fail"), (6, 8, "at_risk")],
)
def test_good_events_out_of_a_known_total(good, over, status):
    """At least 80 % of ten are eight."""
    assert events(good, over, limit=80, total=10, better="higher").status == status


@pytest.mark.parametrize(("strict", "status"), [(False, "at_risk"), (True, "fail")])
def test_a_strict_bound_allows_one_less(strict, status):
    assert events(2, 9, limit=20, total=10, strict=strict).status == status


def test_more_events_than_there_can_be_decide_nothing():
    found = events(1, 13, total="months")
    assert (found.status, found.reason) == ("undetermined", "total_exceeded")
    assert events(1, 12, total="months").status == "pass"


def test_counts_without_a_known_total_settle_nothing():
    assert events(99, 100, total=None).reason == "method_undefined"


# -- kept, and judged by a person


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([True], "holding"),
        ([True, False], "slipping"),
        ([False, True], "holding"),
        ([False, False, True], "unsteady"),
        ([False, False, True, True], "holding"),
        ([False, None, True], "holding"),
    ],
)
def test_a_level_is_unsteady_after_two_misses_of_three(results, reason):
    assert kept(results, Maintain()).reason == reason


def test_how_many_misses_of_how_many_is_a_setting():
    assert kept([False, True, True], Maintain(misses=1)).reason == "unsteady"
    assert kept([False, False, True, True], Maintain(of_last=4)).reason == "unsteady"
    assert misses_in_a_row([True, False, False]) == 2


WORD = {"status": "at_risk", "author": "审计组", "date": "2024-06-01", "reason": "土地未落实"}


def test_a_persons_word_carries_author_date_and_reason():
    found = assess(course((2020, 0), [(2023, 99)], (2025, 100)), settings("manual", **WORD))
    assert found.status == "undetermined"
    later = course((2020, 0), [(2023, 99)], (2025, 100), as_of=date(2024, 6, 1))
    assert assess(later, settings("manual", **WORD)).status == "at_risk"
    assert dict(assess(later, settings("manual", **WORD)).pacing.said)["author"] == "审计组"
    with pytest.raises(ValueError, match="author"):
        settings("manual", **{**WORD, "author": ""})


@pytest.mark.parametrize(
    "method",
    ["schedule", "cagr", "linear_rate", "projection", "ols", "theil_sen", "remaining", "burn"],
)
def test_grades_are_no_numbers(method):
    grades = course(
        (2020, 2),
        [(2021, 3), (2022, 2)],
        (2025, 1),
        better="lower",
        ordinal=True,
        first=date(2025, 1, 1),
    )
    found = assess(grades, settings(method))
    assert (found.status, found.reason, found.pacing) == ("undetermined", "method_undefined", None)
