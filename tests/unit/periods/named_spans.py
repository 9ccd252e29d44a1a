"""Spans of 2024 that the tests of periods name."""

from __future__ import annotations

from datetime import date

from targetcheck.periods.period import Period


def span(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


YEAR = span("2024-01-01", "2024-12-31")
QUARTER = span("2024-07-01", "2024-09-30")
MONTH = span("2024-09-01", "2024-09-30")
DAY = span("2024-09-21", "2024-09-21")
HALF = span("2024-01-01", "2024-06-30")
SO_FAR = span("2024-01-01", "2024-09-30")
PLAN = span("2021-01-01", "2025-12-31")
