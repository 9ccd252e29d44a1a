"""Columns of signs such as `<`, and the columns of values that they qualify.

Layer: tables. Laboratories write the sign of a value below its detection limit into a narrow column
beside it, often without a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SIGN = re.compile(r"[<>≤≥＜＞~≈]|[<>]=|[＜＞]＝")


def all_signs(texts: Iterable[str]) -> bool:
    """Return whether every text that is not blank is a sign, and one is there."""
    told = {text.strip() for text in texts} - {""}
    return bool(told) and all(_SIGN.fullmatch(text) for text in told)


def values_beside(signs: Sequence[int], values: Sequence[int]) -> dict[int, int]:
    """Return for each column of signs the column of values that it qualifies; 0 if that is open.

    All stand to the left of their values, or all to the right; where both may be, it is open.
    """
    steps = [step for step in (1, -1) if all(at + step in values for at in signs)]
    return {at: at + steps[0] if len(steps) == 1 else 0 for at in signs}
