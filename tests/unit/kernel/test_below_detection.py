"""What a report below its detection limit stands for, in a statistic and in a total."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from targetcheck.errors import Where
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.samples import standing_for, stood_for
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import year_period

YEAR = year_period(2024)
RULES = [
    ("zero", Fraction(4), Fraction(0)),
    ("zero", None, Fraction(0)),
    ("half", Fraction(4), Fraction(2)),
    ("half", None, None),
    ("limit", Fraction(4), Fraction(4)),
    ("limit", None, None),
]


def _report(
    value: Fraction | None, high: Fraction | None, flags=("below_detection",)
) -> Observation:
    return Observation(
        row=1, place="a", indicator="load", period=YEAR, basis="period", value=value,
        low=Fraction(0), high=high, text="<4", unit=None, step=None, status="reported",
        reported_at=date(2025, 1, 1), where=Where(), flags=flags,
    )  # fmt: skip


@pytest.mark.parametrize(("rule", "limit", "value"), RULES)
def test_in_a_total(rule, limit, value):
    found = standing_for(_report(None, limit), rule)
    assert found.value == value
    if value is not None:
        assert (found.low, found.high) == (value, value)


@pytest.mark.parametrize(("rule", "limit", "value"), RULES)
def test_in_a_statistic(rule, limit, value):
    assert stood_for(Point(YEAR, None, Fraction(0), limit, reason="censored"), rule) == value


@pytest.mark.parametrize("rule", ["zero", "half", "limit"])
def test_what_is_known_or_unknown_otherwise_stays(rule):
    for report in (_report(Fraction(3), Fraction(3)), _report(None, Fraction(4), flags=())):
        assert standing_for(report, rule) is report
    assert stood_for(Point(YEAR, None, Fraction(0), Fraction(4), reason="no_data"), rule) is None
