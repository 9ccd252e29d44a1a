from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from method_courses import course, figure, settings

from targetcheck.kernel.progress_methods import assess

MID = date(2023, 6, 30)
"""Two and a half years after the end of 2020."""


@pytest.mark.parametrize(
    ("start", "latest", "goal", "better", "ratio"),
    [
        ((2020, 20), (MID, 50), (2025, 80), "higher", 1.39),
        ((2020, 5), (MID, 18), (2025, 90), "higher", 0.86),
        ((2020, 60), (2023, 40), (2025, 25), "lower", 0.79),
    ],
)
def test_the_numbers_of_the_methods_page(start, latest, goal, better, ratio):
    found = assess(course(start, [latest], goal, better=better), settings("cagr"))
    assert round(float(found.pacing.ratio), 2) == ratio


def test_a_value_on_the_exponential_path_is_exactly_on_it():
    found = assess(course((2020, 100), [(2022, 121)], (2025, "161.051")), settings("cagr"))
    assert found.pacing.ratio == 1
    assert figure(found, "growth_so_far") == Fraction(1, 10)
    assert found.pacing.asked == 121
    assert found.pacing.projection == Fraction("161.051")
    assert (
        assess(
            course((2020, 100), [(2022, 121)], (2025, "161.051")),
            settings("cagr", on_track=1, ties="worse"),
        ).reason
        == "pace_too_slow"
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (140, "pace_suffices"),
        (125, "pace_too_slow"),
        (105, "pace_far_too_slow"),
        (100, "pace_far_too_slow"),
        (99, "moving_away"),
    ],
)
def test_bands(value, reason):
    assert (
        assess(course((2020, 100), [(2022, value)], (2024, 200)), settings("cagr")).reason == reason
    )


@pytest.mark.parametrize(
    ("start", "value", "goal"),
    [(0, 5, 10), (-1, 5, 10), (5, -1, 10), (5, 4, 0), (-5, -4, -1)],
)
def test_growth_has_no_meaning_for_zero_and_negative_values(start, value, goal):
    better = "lower" if goal < start else "higher"
    found = assess(
        course((2020, start), [(2022, value)], (2025, goal), better=better), settings("cagr")
    )
    assert (found.status, found.reason) == ("undetermined", "method_undefined")
    assert found.pacing is None


def test_a_stand_in_for_zero_is_used_only_where_it_is_declared():
    zero = course((2020, 0), [(2022, 5)], (2025, 10))
    found = assess(zero, settings("cagr", replace_zero="0.001"))
    assert found.status == "on_track"
    assert found.flags == ("zero_replaced",)
    other = settings("cagr", otherwise={"method": "schedule"})
    assert assess(zero, other).flags == ("other_method",)
    assert assess(zero, other).pacing.method == "schedule"


def test_a_value_that_falls_to_zero_is_defined_and_bad():
    found = assess(course((2020, 5), [(2022, 0)], (2025, 10)), settings("cagr"))
    assert found.reason == "moving_away"
    assert figure(found, "growth_so_far") == -1


def test_a_window_starts_at_the_oldest_value_within_it():
    points = [(y, v) for y, v in ((2016, 50), (2018, 90), (2019, 91), (2023, 95))]
    long = assess(course((2010, 40), points, (2030, 120)), settings("cagr"))
    short = assess(course((2010, 40), points, (2030, 120)), settings("cagr", window_years=5))
    assert long.pacing.start == date(2010, 12, 31)
    assert short.pacing.start == date(2018, 12, 31)
    assert short.pacing.start_value == 90
    assert short.pacing.ratio < long.pacing.ratio


def test_without_baseline_only_a_window_can_start_it():
    points = [(2020, 50), (2022, 60)]
    assert assess(course(None, points, (2030, 120)), settings("cagr")).reason == "no_baseline"
    assert (
        assess(course(None, points, (2030, 70)), settings("cagr", window_years=5)).status
        == "on_track"
    )
    one = assess(course(None, points[:1], (2030, 70)), settings("cagr", window_years=5))
    assert (one.status, one.reason) == ("not_due", "too_few_points")


@pytest.mark.parametrize(
    ("value", "statcan", "eurostat"),
    [
        ("103.1", "improving", "improving"),
        ("102.1", "improving_slowly", "improving"),
        ("101.1", "improving_slowly", "improving_slowly"),
        ("100.5", "hardly_improving", "improving_slowly"),
        ("100", "hardly_improving", "improving_slowly"),
        ("99", "moving_away", "moving_away"),
    ],
)
def test_without_a_figure_growth_itself_is_judged(value, statcan, eurostat):
    only_better = course((2020, 100), [(2022, value)], (2025, 100), strict=True)
    assert assess(only_better, settings("cagr")).reason == statcan
    one_per_cent = settings("cagr", without_target={"on_track": "0.01", "serious": 0})
    assert assess(only_better, one_per_cent).reason == eurostat


def test_cut_offs_shrink_near_a_natural_limit():
    """At 90 of 100 the cut-offs shrink by 1 − 0.9^4.44 = 0.374: 0.6 % a year is plenty."""
    near = course(
        (2020, 90),
        [(2022, "91.1")],
        (2025, 90),
        strict=True,
        floor=Fraction(0),
        ceiling=Fraction(100),
    )
    natural = settings("cagr", without_target={"limit": "natural"})
    assert round(float(figure(assess(near, natural), "cut_offs_shrunk_to")), 3) == 0.374
    assert assess(near, natural).reason == "improving"
    assert assess(near, settings("cagr")).reason == "improving_slowly"


@pytest.mark.parametrize(
    ("base", "shrink"), [(20, 0.0), (25, 0.721), (30, 0.954), (40, 1.0), (60, 1.0)]
)
def test_a_minimum_limit_mirrors_the_shrinking(base, shrink):
    down = course(
        (2020, base),
        [(2022, base - 1)],
        (2025, base),
        better="lower",
        strict=True,
        floor=Fraction(20),
    )
    found = assess(down, settings("cagr", without_target={"limit": "natural"}))
    assert round(float(figure(found, "cut_offs_shrunk_to")), 3) == shrink


def test_a_break_in_the_series_is_not_crossed():
    points = [(2022, 60), (2023, 40, "B"), (2024, 42)]
    found = assess(course((2020, 50), points, (2030, 120)), settings("cagr"))
    assert (found.status, found.reason, found.flags) == ("undetermined", "series_break", ("break",))
    window = assess(course((2020, 50), points, (2030, 50)), settings("cagr", window_years=5))
    assert window.pacing.start == date(2023, 12, 31)


def test_growth_past_all_reading_gives_no_projection():
    found = assess(
        course((date(2020, 1, 1), 1), [(date(2020, 1, 2), 1000)], (2030, 10**9)), settings("cagr")
    )
    assert found.status == "on_track"
    assert found.pacing.projection is None


def test_a_share_is_not_carried_on_beyond_100_per_cent():
    share = course((2020, 50), [(2022, 70)], (2030, 95), floor=Fraction(0), ceiling=Fraction(100))
    assert assess(share, settings("cagr")).pacing.projection == 100
