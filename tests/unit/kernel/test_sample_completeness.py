"""Where samples fall short: pieces of a period, to its last day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from targetcheck.kernel.statistics.sample_completeness import pieces, shortfalls
from targetcheck.observations.observation import Observations, observations
from targetcheck.periods.period import Period
from targetcheck.ruleset.indicators.statistic import Complete


def _days(first: date, count: int) -> tuple[Period, ...]:
    return tuple(Period(d, d) for d in (first + timedelta(n) for n in range(count)))


def test_a_week_that_ends_on_the_first_of_a_month_has_a_piece_of_that_month():
    week = Period(date(2024, 8, 26), date(2024, 9, 1))
    assert [piece.start for piece in pieces(week, "month")] == [date(2024, 8, 1), date(2024, 9, 1)]
    six_days = _days(week.start, 6)
    (short,) = shortfalls(Complete(per_month=1), week, six_days)
    assert (short.rule, short.period.start, short.have, short.need) == (
        "per_month", date(2024, 9, 1), 0, Fraction(1),
    )  # fmt: skip
    assert not shortfalls(Complete(per_month=1), week, _days(week.start, 7))


def test_without_observations_there_are_no_rows():
    assert Observations() == observations((), (), 0)
    assert Observations().rows == 0
