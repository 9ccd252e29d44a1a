"""Choices and paths given to the public functions: what cannot be used is refused in words.

Layer: api. Input: arguments as given. Output: the argument, or TypeError and TargetcheckError.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean


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
