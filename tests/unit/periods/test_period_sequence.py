from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from named_spans import DAY, HALF, MONTH, PLAN, QUARTER, SO_FAR, YEAR, span

from targetcheck.periods.period import Period, month_period, year_period
from targetcheck.periods.period_parser import parse_period
from targetcheck.periods.period_sequence import next_start, periods_between, year_end

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("period", "frequency", "zh", "en"),
    [
        (YEAR, "year", "2024年", "2024"),
        (QUARTER, "quarter", "2024年第三季度", "2024 Q3"),
        (MONTH, "month", "2024年9月", "2024-09"),
        (DAY, "day", "2024年9月21日", "2024-09-21"),
        (HALF, "half", "2024年上半年", "2024 H1"),
        (SO_FAR, "other", "2024年1—9月", "2024-01 to 2024-09"),
        (PLAN, "other", "2021—2025年", "2021–2025"),
        (span("2024-02-01", "2024-04-30"), "other", "2024年2—4月", "2024-02 to 2024-04"),
        (
            span("2024-10-01", "2025-03-31"),
            "other",
            "2024年10月1日至2025年3月31日",
            "2024-10 to 2025-03",
        ),
        (
            span("2024-01-29", "2024-02-04"),
            "other",
            "2024年1月29日至2024年2月4日",
            "2024-01-29 to 2024-02-04",
        ),
    ],
)
def test_a_period_knows_its_name(period: Period, frequency: str, zh: str, en: str) -> None:
    assert period.frequency == frequency
    assert (period.text("zh"), period.text("en")) == (zh, en)


@given(DAYS, st.integers(min_value=0, max_value=2000))
def test_a_period_is_read_back_as_it_was_printed(start: date, days: int) -> None:
    period = Period(start, min(start + timedelta(days=days), date(2199, 12, 31)))
    assert parse_period(period.text("zh")).period == period
    assert parse_period(period.text("en")).period == period


@given(st.integers(1900, 2199), st.integers(1, 12), st.integers(1, 12))
def test_whole_months_are_read_back_as_they_were_printed(year: int, a: int, b: int) -> None:
    period = month_period(year, min(a, b), max(a, b))
    assert parse_period(period.text("zh")).period == period
    assert parse_period(period.text("en")).period == period


def test_periods_sort_by_their_end_and_then_their_start() -> None:
    periods = [YEAR, QUARTER, DAY, HALF, SO_FAR, MONTH]
    assert sorted(periods) == [HALF, DAY, SO_FAR, QUARTER, MONTH, YEAR]
    assert QUARTER < MONTH <= YEAR
    assert YEAR > MONTH
    assert YEAR >= MONTH


def test_the_label_is_not_compared() -> None:
    assert parse_period("2024年").period == parse_period("2024").period
    assert len({parse_period("2024年").period, parse_period("2024").period}) == 1


def test_days_and_containment() -> None:
    assert (YEAR.days, DAY.days) == (366, 1)
    assert YEAR.contains(DAY)
    assert YEAR.contains(YEAR)
    assert not MONTH.contains(QUARTER)
    assert next_start(YEAR) == date(2025, 1, 1)
    assert year_end(2024) == YEAR.end
    assert year_period(2024) == YEAR


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        span("2024-02-01", "2024-01-31")


@pytest.mark.parametrize(
    ("every", "count", "first", "last"),
    [
        ("month", 24, "2024-01-01/2024-01-31", "2025-12-01/2025-12-31"),
        ("quarter", 8, "2024-01-01/2024-03-31", "2025-10-01/2025-12-31"),
        ("half", 4, "2024-01-01/2024-06-30", "2025-07-01/2025-12-31"),
        ("year", 2, "2024-01-01/2024-12-31", "2025-01-01/2025-12-31"),
        ("2 years", 1, "2024-01-01/2025-12-31", "2024-01-01/2025-12-31"),
        ("6 months", 4, "2024-01-01/2024-06-30", "2025-07-01/2025-12-31"),
        ("week", 100, "2024-01-29/2024-02-04", "2025-12-22/2025-12-28"),
        ("day", 701, "2024-01-31/2024-01-31", "2025-12-31/2025-12-31"),
    ],
)
def test_periods_are_counted_off(every: str, count: int, first: str, last: str) -> None:
    found = periods_between(date(2024, 1, 31), date(2025, 12, 31), every)
    assert len(found) == count
    assert found[0] == parse_period(first).period
    assert found[-1] == parse_period(last).period


@pytest.mark.parametrize(
    "every", ["", "fortnight", "0 years", "two years", "2 2 years", "-1 month"]
)
def test_a_recurrence_that_cannot_be_read_raises(every: str) -> None:
    with pytest.raises(ValueError, match="recurrence"):
        periods_between(date(2024, 1, 1), date(2024, 12, 31), every)


@given(DAYS, DAYS, st.sampled_from(["week", "month", "quarter", "half", "year", "3 months"]))
def test_counted_periods_follow_each_other(start: date, end: date, every: str) -> None:
    end = min(end, start + timedelta(days=1500))
    found = periods_between(start, end, every)
    for one, two in pairwise(found):
        assert next_start(one) == two.start
    assert all(start <= period.end <= end for period in found)
