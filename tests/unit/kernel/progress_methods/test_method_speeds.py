"""Linear rate (SDSN) and linear projection (Germany)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from method_courses import course, figure, settings

from targetcheck.kernel.progress_methods import assess


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (30, "pace_suffices"),
        (29, "pace_too_slow"),
        (15, "pace_too_slow"),
        (14, "pace_far_too_slow"),
        (0, "pace_far_too_slow"),
        (-1, "moving_away"),
    ],
)
def test_sdsn_bands(value, reason):
    """A hundred steps of the way in a hundred days, thirty of which are over."""
    way = course((date(2015, 1, 1), 0), [(date(2015, 1, 31), value)], (date(2015, 4, 11), 100))
    assert assess(way, settings("linear_rate")).reason == reason


def test_the_speed_of_late_counts_and_not_the_whole_way():
    points = [(2019, 40), (2022, 41), (2023, 42)]
    all_of_it = assess(course((2015, 0), points, (2030, 75)), settings("linear_rate"))
    of_late = assess(course((2015, 0), points, (2030, 75)), settings("linear_rate", window_years=3))
    assert all_of_it.reason == "pace_suffices"
    assert of_late.reason == "pace_far_too_slow"
    assert of_late.pacing.window == (date(2022, 12, 31), date(2023, 12, 31))


def test_the_speed_needed_may_count_from_the_latest_value():
    points = [(2016, 30), (2017, 30)]
    from_start = assess(course((2015, 0), points, (2020, 60)), settings("linear_rate"))
    from_latest = assess(
        course((2015, 0), points, (2020, 60)), settings("linear_rate", needed_from="latest")
    )
    assert from_start.pacing.needed == Fraction(60, 1827)
    assert from_latest.pacing.needed == Fraction(30, 1096)


def test_linear_rate_needs_somewhere_to_go():
    back = course((2015, 80), [(2016, 70)], (2020, 75))
    assert assess(back, settings("linear_rate")).reason == "method_undefined"
    only_better = course((2015, 80), [(2016, 80)], (2020, 80), strict=True)
    assert assess(only_better, settings("linear_rate")).reason == "not_improving"


SIX = [(2018, 50), (2019, 52), (2020, 54), (2021, 56), (2022, 58), (2023, 60)]
"""Two a year: 60 + 2 · 7 = 74 by the end of 2030."""


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        (74, "projected_to_meet"),
        ("74.7", "projected_to_meet"),
        ("74.8", "projected_short"),
        ("77.4", "projected_short"),
        ("77.6", "projected_far_short"),
    ],
)
def test_weather_by_the_share_of_the_gap_that_would_be_missed(goal, reason):
    found = assess(course(None, SIX, (2030, goal)), settings("projection"))
    assert found.reason == reason
    assert found.status == ("on_track" if reason == "projected_to_meet" else "at_risk")


def test_exactly_five_per_cent_are_clouds_and_exactly_twenty_are_still_light():
    """Missed by 0.05 of the gap: 60 + 14 = 60 + 0.95 · gap, in days: 5 years are 1826, 7 are 2557."""
    rise = Fraction(10, 1826) * 2557
    five, twenty = (60 + rise / (1 - share) for share in (Fraction(1, 20), Fraction(1, 5)))
    assert (
        assess(course(None, SIX, (2030, five)), settings("projection")).reason == "projected_short"
    )
    assert (
        assess(course(None, SIX, (2030, twenty)), settings("projection")).reason
        == "projected_short"
    )
    missed = figure(
        assess(course(None, SIX, (2030, twenty)), settings("projection")), "missed_share"
    )
    assert missed == Fraction(1, 5)


def test_the_strategy_counts_light_clouds_as_on_track():
    german = settings("projection", at_risk_from="far_behind")
    assert assess(course(None, SIX, (2030, 77)), german).status == "on_track"


@pytest.mark.parametrize("last", [50, 49])
def test_standing_still_is_a_thunderstorm(last):
    found = assess(course(None, [*SIX[:5], (2023, last)], (2030, 74)), settings("projection"))
    assert found.reason == "moving_away"


def test_only_the_last_points_count():
    fallen = [(y, 100 - y) for y in (2012, 2013, 2014)]
    long = assess(
        course(None, [(y, 99) for y, _ in fallen] + SIX, (2030, 74)), settings("projection")
    )
    assert long.pacing.window == (date(2018, 12, 31), date(2023, 12, 31))
    assert long.pacing.n == 6


def test_four_points_are_the_least():
    few = assess(course(None, SIX[:3], (2030, 74)), settings("projection"))
    assert (few.status, few.reason) == ("not_due", "too_few_points")
    assert assess(course(None, SIX[:4], (2030, 70)), settings("projection")).status == "on_track"
    assert (
        assess(course((2017, 48), SIX[:3], (2030, 70)), settings("projection")).status == "on_track"
    )


def test_no_rating_across_a_break():
    broken = [*SIX[:3], (2021, 70, "B"), *SIX[4:]]
    found = assess(course(None, broken, (2030, 74)), settings("projection"))
    assert (found.status, found.reason) == ("undetermined", "series_break")
    after = assess(
        course(None, [(2019, 9), (2020, 50, "B"), (2021, 52), (2022, 54), (2023, 56)], (2025, 60)),
        settings("projection"),
    )
    assert after.status == "on_track"


def test_a_projection_stops_at_what_is_possible():
    share = course(None, SIX, (2060, 95), floor=Fraction(0), ceiling=Fraction(100))
    assert assess(share, settings("projection")).pacing.projection == 100
