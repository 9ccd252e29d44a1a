"""Frequency of a period as the integer of a column.

Layer: columnar. Input: a Period. Output: the name of its frequency, an entry of `FREQUENCIES`.
"""

from __future__ import annotations

from targetcheck.kernel.progress_assessment import ends_month
from targetcheck.periods.period import Period

FREQUENCIES = ("", "other", "day", "week", "month", "quarter", "half", "year", "months")
"""Frequencies by index; `months` are whole months of no other frequency."""
DATED = tuple(FREQUENCIES.index(name) for name in ("other", "day", "week"))
"""Frequencies for which time is counted in days."""


def length_of(period: Period) -> str:
    """Return the frequency of a period, `months` for whole months of no other one."""
    whole = period.start.day == 1 and ends_month(period.end)
    return "months" if period.frequency == "other" and whole else period.frequency
