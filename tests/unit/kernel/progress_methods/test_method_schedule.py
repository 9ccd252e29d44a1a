from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from method_courses import course, figure, settings

from targetcheck.kernel.progress_methods import assess
from targetcheck.kernel.progress_methods.schedule import asked_on

HALF = date(2023, 7, 2)
"""Half-way, in days, between the ends of 2020 and 2025."""


@pytest.mark.parametrize(
    ("start", "latest", "goal", "better", "ratio", "status"),
    [
        ((2020, 20), (HALF, 50), (2025, 80), "higher", Fraction(1), "on_track"),
        ((2020, 5), (HALF, 18), (2025, 90), "higher", Fraction(13 * 2, 85), "at_risk"),
        ((2020, 60), (2023, 40), (2025, 25), "lower", Fraction(20 * 1826, 35 * 1095), "on_track"),
        ((2020, 0), (2021, 1), (2024, 10), "higher", Fraction(1 * 1461, 10 * 365), "at_risk"),
        ((2020, -5), (2022, 0), (2024, 5), "higher", Fraction(5 * 1461, 10 * 730), "on_track"),
    ],
)
def test_the_ratio_is_way_gone_over_way_asked_for_in_days(
    start, latest, goal, better, ratio, status
):
    found = assess(course(start, [latest], goal, better=better), settings())
    assert found.pacing.ratio == ratio
    assert found.status == status


def test_the_numbers_of_the_methods_page():
    rising = assess(course((2020, 20), [(HALF, 50)], (2025, 80)), settings()).pacing
    low = assess(course((2020, 5), [(HALF, 18)], (2025, 90)), settings()).pacing
    falling = assess(
        course((2020, 60), [(2023, 40)], (2025, 25), better="lower"), settings()
    ).pacing
    assert [round(float(p.ratio), 2) for p in (rising, low, falling)] == [1.00, 0.31, 0.95]


def test_soil_erosion_after_334_of_365_days():
    done = course((2017, 0), [(date(2018, 11, 30), 1370)], (2018, 1500))
    found = assess(done, settings())
    assert round(float(found.pacing.ratio), 3) == 0.998
    assert (found.status, found.reason) == ("on_track", "on_schedule")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("47.5", "on_schedule"),
        ("47.4", "behind_schedule"),
        ("30", "behind_schedule"),
        ("29.9", "far_behind_schedule"),
        ("0", "far_behind_schedule"),
        ("-0.1", "moving_away"),
    ],
)
def test_bands_include_their_cut_off(value, reason):
    half = course((2020, 0), [(HALF, value)], (2025, 100))
    assert assess(half, settings()).reason == reason


def test_the_tie_rule_is_a_setting():
    half = course((2020, 0), [(HALF, "47.5")], (2025, 100))
    assert assess(half, settings(ties="worse")).reason == "behind_schedule"
    mild = settings(ties={"on_track": "worse", "serious": "better"}, at_risk_from="far_behind")
    assert assess(half, mild).status == "on_track"


def test_milestones_bend_the_path():
    """The air plan asked for 10, 35, 65 and 100 % of the cut after one, two, three and four years."""
    stages = tuple((date(y, 12, 31), Fraction(v)) for y, v in ((2014, 10), (2015, 35), (2016, 65)))
    second = course((2013, 0), [(2015, 34)], (2017, 100), stages=stages)
    assert assess(second, settings()).pacing.ratio == Fraction(34, 35)
    straight = course((2013, 0), [(2015, 34)], (2017, 100))
    assert assess(straight, settings()).pacing.ratio == Fraction(34, 1) / (
        100 * Fraction(730, 1461)
    )


def test_a_stepped_path_asks_for_nothing_before_its_stage():
    stages = ((date(2022, 12, 31), Fraction(50)),)
    step = settings(shape="step")
    early = course((2020, 0), [(date(2022, 12, 30), 0)], (2025, 100), stages=stages)
    assert (assess(early, step).status, assess(early, step).pacing.ratio) == ("on_track", None)
    late = course((2020, 0), [(date(2022, 12, 31), 0)], (2025, 100), stages=stages)
    assert assess(late, step).reason == "far_behind_schedule"
    worse = course((2020, 0), [(date(2022, 12, 30), -1)], (2025, 100), stages=stages)
    assert assess(worse, step).reason == "moving_away"


def test_a_seasonal_path_follows_the_weights_of_its_months():
    """Nothing is built in the three winter months; June carries as much as any other of the nine."""
    seasons = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    seasonal = settings(shape="seasonal", seasons=seasons)
    june = course((2023, 0), [(date(2024, 6, 30), 40)], (2024, 90))
    found = assess(june, seasonal)
    assert found.pacing.asked == 40
    assert found.pacing.ratio == 1
    winter = course((2023, 0), [(date(2024, 2, 29), 0)], (2024, 90))
    assert assess(winter, seasonal).status == "on_track"


@pytest.mark.parametrize(
    "wrong",
    [{"shape": "seasonal"}, {"seasons": [1] * 12}, {"shape": "seasonal", "seasons": [0] * 12}],
)
def test_twelve_weights_and_the_seasonal_shape_belong_together(wrong):
    with pytest.raises(ValueError, match="seasons-twelve"):
        settings(**wrong)


def test_what_it_answers_when_it_has_too_little():
    none = assess(course(None, [(2023, 1)], (2025, 2)), settings())
    assert (none.status, none.reason) == ("not_due", "no_baseline")
    empty = assess(course((2020, 0), [], (2025, 2)), settings())
    assert (empty.status, empty.reason) == ("not_due", "no_data")


def test_catching_up_is_told():
    pace = assess(course((2020, 0), [(2022, 20)], (2024, 100)), settings()).pacing
    assert pace.so_far == Fraction(20, 730)
    assert pace.needed == Fraction(80, 731)
    assert pace.catch_up == Fraction(80, 731) / Fraction(20, 730)


SEASONS = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
SHAPES = [
    settings(),
    settings(shape="step"),
    settings(shape="seasonal", seasons=SEASONS),
]
STAGES = tuple((date(y, 12, 31), Fraction(v)) for y, v in ((2021, 10), (2022, 10), (2023, 60)))
DAYS = [date(2021, 1, 20), date(2021, 12, 31), HALF.replace(2022), HALF, date(2024, 2, 29)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.shape)
@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_time_earned_suffices_exactly_where_the_value_does(shape, day, better):
    sign = 1 if better == "higher" else -1
    stages = tuple((end, sign * value) for end, value in STAGES)
    for value in (-1, 0, 3, 10, "10.5", 35, 60, 80, 100, 120):
        way = course(
            (2020, 0),
            [(day, Fraction(value) * sign)],
            (2024, 100 * sign),
            better=better,
            stages=stages,
        )
        found = assess(way, shape)
        reached = sign * (way.latest.value - found.pacing.asked) >= 0
        assert (figure(found, "schedule_index_time") >= 1) == reached
        assert (figure(found, "schedule_index_to_complete") <= 1) == reached


@pytest.mark.parametrize("shape", SHAPES[::2], ids=lambda shape: shape.shape)
def test_what_a_day_asks_for_earns_that_day(shape):
    path = ((date(2020, 12, 31), Fraction(0)), *STAGES[::2], (date(2024, 12, 31), Fraction(100)))
    for earned in (date(2021, 4, 7), date(2022, 10, 31), date(2023, 3, 1), date(2024, 11, 29)):
        value = asked_on(path, earned, shape)
        way = course((2020, 0), [(HALF, value)], (2024, 100), stages=STAGES[::2])
        index = figure(assess(way, shape), "schedule_index_time")
        assert index * (HALF - path[0][0]).days == (earned - path[0][0]).days


def test_no_day_is_earned_where_no_day_of_a_stretch_carries_anything():
    winter = ((date(2021, 2, 28), Fraction(10)),)
    way = course((2020, 0), [(date(2021, 1, 31), 5)], (2024, 100), stages=winter)
    assert assess(way, SHAPES[2]).pacing.figures == ()


def test_a_path_is_constant_after_its_last_milestone():
    path = ((date(2020, 12, 31), Fraction(20)), (date(2025, 12, 31), Fraction(80)))
    assert asked_on(path, date(2026, 6, 30), settings()) == 80
