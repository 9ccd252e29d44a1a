"""The score of Open SDG: its lines meet at the cut-offs, and it stays between −5 and 5."""

from __future__ import annotations

from fractions import Fraction

import pytest

from targetcheck.kernel.progress_methods.open_sdg import HIGH, MIDDLE, TOP, by_growth, by_ratio


@pytest.mark.parametrize(
    ("rate", "shrink", "score"),
    [
        ("-0.02", 1, -5),
        ("-0.021", 1, -5),
        ("-0.01", 1, "-3.75"),
        ("-0.01", 0, "-3.75"),
        (0, 1, "-2.5"),
        (0, 0, 5),
        ("0.001", "-0.1", 5),
        ("0.004", 1, "-0.5"),
        (MIDDLE, 1, 0),
        ("0.01", 1, "1.25"),
        ("0.01", "0.5", 5),
        (HIGH, 1, "2.5"),
        ("0.018", 1, 4),
        ("0.02", 1, 5),
        ("0.03", 1, 5),
    ],
)
def test_growth_without_a_figure_to_reach(rate, shrink, score):
    assert by_growth(Fraction(rate), Fraction(shrink)) == Fraction(score)


@pytest.mark.parametrize(
    ("ratio", "score"),
    [
        ("1.3", 5), ("1.31", 5), (1, Fraction(20, 7)), ("0.6", 0), ("0.3", "-1.25"),
        (0, "-2.5"), ("-0.6", -5), (-1, -5),
    ],
)  # fmt: skip
def test_growth_beside_the_growth_that_is_required(ratio, score):
    assert by_ratio(Fraction(ratio)) == Fraction(score)


def test_the_lines_meet_at_the_cut_offs():
    near = Fraction(1, 10**9)
    for edge in (MIDDLE, HIGH):
        assert abs(by_growth(edge, Fraction(1)) - by_growth(edge - near, Fraction(1))) < Fraction(
            1, 10**6
        )
    assert abs(by_ratio(Fraction("0.6")) - by_ratio(Fraction("0.6") - near)) < Fraction(1, 10**6)
    assert by_growth(Fraction(1), Fraction(1)) == by_ratio(Fraction(9)) == TOP
