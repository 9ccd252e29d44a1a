"""Days given to the public functions: `as_of`, `known_at` and the like.

Layer: api. Input: arguments as given. Output: a date, or TypeError and TargetcheckError.
"""

from __future__ import annotations

from datetime import date

from targetcheck.periods.period_parser import parse_due


def day_of(value: str | date | int, name: str = "as_of") -> date:
    """Return an evaluation date; raise TypeError for what is neither date nor text nor year."""
    if isinstance(value, bool) or not isinstance(value, str | date | int):
        message = (
            f"{name} must be a date or a text such as '2024-09-30' or '2024Q3', "
            f"not {type(value).__name__}"
        )
        raise TypeError(message)
    return parse_due(value)


def day_or_none(value: str | date | None, name: str = "known_at") -> date | None:
    """Return an optional date."""
    return None if value is None else day_of(value, name)
