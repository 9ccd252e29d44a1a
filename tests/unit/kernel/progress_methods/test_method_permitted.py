from __future__ import annotations

from fractions import Fraction

import pytest

from targetcheck.kernel.statistics.sample_failure_limit import by_chance, by_table

ROWS = [
    (4, 7, 1), (8, 16, 2), (17, 28, 3), (29, 40, 4), (41, 53, 5), (54, 67, 6), (68, 81, 7),
    (82, 95, 8), (96, 110, 9), (111, 125, 10), (126, 140, 11), (141, 155, 12), (156, 171, 13),
    (172, 187, 14), (188, 203, 15), (204, 219, 16), (220, 235, 17), (236, 251, 18), (252, 268, 19),
    (269, 284, 20), (285, 300, 21), (301, 317, 22), (318, 334, 23), (335, 350, 24), (351, 365, 25),
]  # fmt: skip
FIVE, SURE = Fraction(1, 20), Fraction(19, 20)


@pytest.mark.parametrize(("fewest", "most", "allowed"), ROWS)
def test_the_table_row_by_row_and_the_rule_behind_it(fewest, most, allowed):
    for samples in range(fewest, most + 1):
        assert by_table(samples) == allowed
        if samples != 351:
            assert by_chance(samples, FIVE, SURE) == allowed


def test_the_one_row_in_which_the_rule_differs():
    assert by_table(351) == 25
    assert by_chance(351, FIVE, SURE) == 24


@pytest.mark.parametrize("samples", [-1, 0, 3, 366])
def test_the_table_says_nothing_outside_its_rows(samples):
    assert by_table(samples) is None


@pytest.mark.parametrize(("samples", "allowed"), [(1, 0), (2, 1), (3, 1), (1000, 62)])
def test_the_rule_goes_on(samples, allowed):
    assert by_chance(samples, FIVE, SURE) == allowed


def test_a_stricter_rule_allows_fewer():
    counts = [by_chance(100, Fraction(rate, 100), SURE) for rate in (1, 5, 10)]
    assert counts == sorted(counts)
    assert by_chance(100, FIVE, Fraction(1, 2)) <= by_chance(100, FIVE, SURE)
