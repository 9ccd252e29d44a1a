"""Choices, paths and days given to the public functions: what cannot be used is refused in words.

Layer: api. Input: arguments as given. Output: the argument, or TypeError and TargetcheckError.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import date

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.periods.period_parser import parse_due


def one_of(value: str, name: str, choices: Collection[str]) -> None:
    """Raise TargetcheckError (`argument-unknown`) if a value is not one of the choices."""
    if isinstance(value, str) and value in choices:
        return
    near = did_you_mean(str(value), choices)
    raise TargetcheckError(
        Diagnostic(
            "argument-unknown",
            f"`{value}` is not a value of `{name}`",
            f"“{value}”不是 {name} 的可用值",
            f"did you mean `{near}`?" if near else f"use one of {', '.join(choices)}",
            f"是否应为“{near}”？" if near else f"可用：{'、'.join(choices)}",
        )
    )


def path_of(value: str | os.PathLike[str], name: str) -> str:
    """Return a path as text; raise TypeError for anything else."""
    if not isinstance(value, str | os.PathLike):
        message = f"{name} must be a path, not {type(value).__name__}"
        raise TypeError(message)
    return os.fspath(value)


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
