"""Least squares, Theil–Sen, and the distributions behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from method_courses import course, figure, settings

from targetcheck.kernel.distributions import normal, normal_above, student_t, student_t_above
from targetcheck.kernel.progress_assessment import root_of
from targetcheck.kernel.progress_methods import assess
from targetcheck.kernel.progress_methods.theil_sen import CRITICAL
from targetcheck.kernel.rank_tests import (
    chance_of_rise,
    mann_kendall,
    median_slope,
    score,
    spearman,
)


@pytest.mark.parametrize(
    ("chance", "freedom", "printed"),
    [
        ("0.975", 1, "12.706"),
        ("0.975", 2, "4.303"),
        ("0.975", 3, "3.182"),
        ("0.975", 10, "2.228"),
        ("0.975", 30, "2.042"),
        ("0.95", 5, "2.015"),
        ("0.995", 4, "4.604"),
        ("0.90", 120, "1.289"),
    ],
)
def test_student_t_as_printed_in_tables(chance, freedom, printed):
    found = student_t_above(Decimal(chance), freedom)
    assert f"{float(found):.3f}" == printed
    assert abs(student_t(found, freedom) - Fraction(chance)) < Fraction(1, 10**8)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 8, 61, 62])
def test_student_t_is_a_distribution(freedom):
    ladder = [Fraction(n, 4) for n in range(-40, 41)]
    chances = [student_t(t, freedom) for t in ladder]
    assert chances == sorted(chances)
    assert student_t(Fraction(0), freedom) == Fraction(1, 2)
    assert all(
        abs(student_t(t, freedom) + student_t(-t, freedom) - 1) < Fraction(1, 10**11)
        for t in ladder
    )
    assert student_t(Fraction(10**40), freedom) == 1
    assert student_t(Fraction(-(10**40)), freedom) < Fraction(1, 10**6)


def test_the_normal_distribution_as_printed_in_tables():
    assert f"{float(normal_above(Decimal('0.95'))):.4f}" == "1.6449"
    assert f"{float(normal(Fraction('1.96'))):.4f}" == "0.9750"


def test_distributions_agree_with_a_statistics_library():
    stats = pytest.importorskip("scipy.stats")
    for freedom in (*range(1, 30), 100, 365):
        for tenth in range(-60, 61, 7):
            ours = float(student_t(Fraction(tenth, 10), freedom))
            assert ours == pytest.approx(stats.t.cdf(tenth / 10, freedom), abs=1e-11)


UNEVEN = [(2019, 10), (2020, 12), (2021, 11), (2022, 15), (2023, 16)]


def test_the_line_and_its_interval():
    """Mean 12.8, slope 1.5 a step, Σ residual² 4.3, six steps from the first to the due day."""
    days = [(date.fromordinal(737000 + 10 * n), v) for n, v in enumerate((10, 12, 11, 15, 16))]
    found = assess(course(None, days, (date.fromordinal(737060), 19)), settings("ols"))
    pace = found.pacing
    assert pace.projection == Fraction("12.8") + Fraction("1.5") * 4
    variance = Fraction("4.3") / 3 * (1 + Fraction(1, 5) + Fraction(16, 10))
    reach = student_t_above(Decimal("0.975"), 3)
    assert abs((pace.high - pace.projection) ** 2 - variance * reach**2) < Fraction(1, 10**9)
    assert pace.high - pace.projection == pace.projection - pace.low
    assert figure(found, "chance") == student_t((pace.projection - 19) / root_of(variance), 3)


@pytest.mark.parametrize(("goal", "reason"), [(14, "likely"), (19, "uncertain"), (30, "unlikely")])
def test_the_chance_to_meet_it_makes_the_bands(goal, reason):
    found = assess(course(None, UNEVEN, (2025, goal)), settings("ols"))
    assert found.reason == reason
    assert found.status == ("on_track" if reason == "likely" else "at_risk")


def test_downwards_as_upwards():
    up = assess(course(None, UNEVEN, (2025, 19)), settings("ols"))
    down = assess(
        course(None, [(d, -v) for d, v in UNEVEN], (2025, -19), better="lower"), settings("ols")
    )
    assert figure(up, "chance") == figure(down, "chance")


@pytest.mark.parametrize(
    ("count", "flags"), [(3, ("low_confidence",)), (4, ("low_confidence",)), (5, ())]
)
def test_three_and_four_points_are_marked(count, flags):
    assert assess(course(None, UNEVEN[:count], (2025, 30)), settings("ols")).flags == flags


def test_two_points_are_too_few_for_a_line():
    found = assess(course(None, UNEVEN[:2], (2025, 30)), settings("ols"))
    assert (found.status, found.reason) == ("not_due", "too_few_points")


@pytest.mark.parametrize(
    ("goal", "strict", "chance"), [(20, False, 1), (21, False, 0), (20, True, Fraction(1, 2))]
)
def test_points_on_a_line_leave_no_doubt(goal, strict, chance):
    days = [(date.fromordinal(737000 + 10 * n), 10 + 2 * n) for n in range(5)]
    found = assess(
        course(None, days, (date.fromordinal(737050), goal), strict=strict), settings("ols")
    )
    assert figure(found, "chance") == chance
    assert found.pacing.low == found.pacing.high == 20


def test_a_better_latest_value_is_not_held_against_it():
    """Forty steady values, and one far above them: the plain chance falls below 0.8, the verdict stays."""
    steady = [(date.fromordinal(737000 + 10 * n), n + n % 2) for n in range(40)]
    due = (date.fromordinal(737410), 41)
    reached = []
    for extra in (0, 1, 2, 5, 20, 100):
        points = [*steady[:-1], (steady[-1][0], steady[-1][1] + extra)]
        reached.append(assess(course(None, points, due), settings("ols")))
    statuses = [found.status for found in reached]
    assert statuses == sorted(statuses, key=["at_risk", "on_track"].index)
    assert figure(reached[-1], "chance") < Fraction(8, 10)
    assert (reached[-1].status, reached[-1].flags) == ("on_track", ("better_than_trend",))


def test_the_band_of_a_share_ends_at_its_ends():
    share = course(
        None,
        [(2021, 80), (2022, 97), (2023, 99)],
        (2030, 95),
        floor=Fraction(0),
        ceiling=Fraction(100),
    )
    pace = assess(share, settings("ols")).pacing
    assert (pace.low, pace.high) == (0, 100)


# -- Theil–Sen


def series(values):
    return course(None, [(2000 + n, v) for n, v in enumerate(values)], (2030, 1)).series()


def test_the_median_slope_shrugs_off_one_wild_value():
    tame, wild = series([1, 2, 3, 4, 5]), series([1, 2, 90, 4, 5])
    assert median_slope(tame) == pytest.approx(Fraction(1, 365), rel=0.01)
    assert median_slope(wild) == pytest.approx(Fraction(1, 365), rel=0.01)


def test_mann_kendall_with_and_without_ties():
    assert mann_kendall([Fraction(n) for n in range(10)]) ** 2 * 125 == pytest.approx(44**2)
    tied = [Fraction(v) for v in (1, 2, 2, 3, 4, 5, 6, 7, 8, 9)]
    assert mann_kendall(tied) ** 2 * 124 == pytest.approx(43**2)
    assert mann_kendall([Fraction(3)] * 10) == 0
    assert mann_kendall([Fraction(v) for v in (1, 3, 2, 4, 0)]) == 0


def test_spearman_with_and_without_ties():
    assert spearman([Fraction(v) for v in (1, 2, 3, 4, 5)]) == 1
    assert spearman([Fraction(v) for v in (5, 4, 3, 2, 1)]) == -1
    assert spearman([Fraction(v) for v in (2, 1, 3, 4, 5)]) == Fraction(9, 10)
    assert spearman([Fraction(v) for v in (1, 1, 2, 3, 4)]) == 1 - Fraction(6 * 1, 2 * 120)


@pytest.mark.parametrize(
    ("values", "status", "reason"),
    [
        ((1, 2, 3, 4, 5), "on_track", "trend_reaches"),
        ((2, 1, 3, 4, 5), "on_track", "trend_reaches"),
        ((3, 1, 2, 4, 5), "at_risk", "no_clear_trend"),
        ((5, 4, 3, 2, 1), "at_risk", "moving_away"),
    ],
)
def test_short_series_are_tested_by_rank(values, status, reason):
    goal = 8 if reason != "no_clear_trend" else 5
    found = assess(
        course(None, [(2000 + n, v) for n, v in enumerate(values)], (2010, goal)),
        settings("theil_sen"),
    )
    assert (found.status, found.reason) == (status, reason)
    assert figure(found, "critical_value") == CRITICAL[5]


def test_a_coefficient_at_its_critical_value_is_a_setting():
    at_it = course(None, [(2000 + n, v) for n, v in enumerate((2, 1, 3, 4, 5))], (2010, 8))
    assert assess(at_it, settings("theil_sen")).reason == "trend_reaches"
    assert assess(at_it, settings("theil_sen", ties="worse")).reason == "no_clear_trend"
    down = course(None, [(2000 + n, v) for n, v in enumerate((5, 4, 3, 1, 2))], (2010, 8))
    assert assess(down, settings("theil_sen")).reason == "moving_away"
    assert assess(down, settings("theil_sen", ties="worse")).reason == "trend_falls_short"


def test_a_clear_trend_may_still_fall_short():
    found = assess(
        course(None, [(2000 + n, n) for n in range(6)], (2010, 50)), settings("theil_sen")
    )
    assert (found.status, found.reason) == ("at_risk", "trend_falls_short")


def test_long_series_are_tested_by_mann_kendall():
    rising = [(2000 + n, n) for n in range(10)]
    found = assess(course(None, rising, (2020, 15)), settings("theil_sen"))
    assert found.reason == "trend_reaches"
    assert figure(found, "mann_kendall") ** 2 * 125 == pytest.approx(44**2)
    assert figure(found, "chance_of_no_trend") < Fraction(1, 1000)


def test_four_points_cannot_show_a_trend():
    found = assess(
        course(None, [(2000 + n, n) for n in range(4)], (2020, 15)), settings("theil_sen")
    )
    assert (found.status, found.reason) == ("not_due", "too_few_points")


@pytest.mark.parametrize(
    "values", [[1, 2, 3, 4], [2, 1, 4, 3, 5], [1, 2, 2, 3, 2], [3, 3, 1, 1, 2, 2], [5, 5, 5, 5]]
)
def test_exact_chances_are_those_of_all_orders(values):
    orders = list(permutations(values))
    rising = sum(score(order) >= score(values) for order in orders)
    assert chance_of_rise(values) == Fraction(rising, len(orders))


@pytest.mark.parametrize(
    ("n", "least", "chance"),
    [(4, 6, "0.042"), (5, 8, "0.042"), (6, 11, "0.028"), (7, 13, "0.035"), (8, 16, "0.031"),
     (9, 18, "0.038")],
)  # fmt: skip
def test_exact_chances_as_printed_in_tables(n, least, chance):
    """Kendall's table of P(S ≥ s); an order with just that S is made by turning neighbours."""
    order, turns = list(range(n)), (n * (n - 1) // 2 - least) // 2
    for i in range(n - 1):
        for j in range(n - 1 - i):
            if turns:
                order[j], order[j + 1] = order[j + 1], order[j]
                turns -= 1
    assert score(order) == least
    assert f"{float(chance_of_rise(order)):.3f}" == chance
