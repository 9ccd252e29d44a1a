"""Published intervals as written in one cell: `9.1–12.4 %`, `10.7 (95% CI 9.1 to 12.4)`.

Layer: tables. Input: the text of a cell. Output: IntervalText, or None. A number whose separator has
two readings makes no interval.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from targetcheck import limits
from targetcheck.tables.cells.cell_value import fold_width
from targetcheck.tables.cells.number_text import read_amount

_LONGEST = 120  # no interval is longer
_NUMBER = r"[+-]?[0-9]{1,30}(?:[.,'’][0-9]{1,30})*"
_UNIT = r"(?:%|‰|[^\W\d_][^\s0-9()\[\]~–—,;]{0,30})"
_BETWEEN = r"\s*(?:[-–—~]|至|到|;|\bto\b)\s*"
_SPAN = (
    rf"(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT}??)(?P<between>{_BETWEEN})"
    rf"(?P<high>{_NUMBER})\s*(?P<high_unit>{_UNIT})?"
)
_LEVEL = r"(?:(?:[0-9]{2}(?:\.[0-9])?\s*%\s*)?(?:CI|置信区间|可信区间)\s*[::]?\s*)?"
_ALONE = re.compile(rf"[(\[]?\s*{_LEVEL}{_SPAN}\s*[)\]]?", re.IGNORECASE)
_BESIDE = re.compile(
    rf"(?P<estimate>{_NUMBER})\s*(?P<estimate_unit>{_UNIT})?\s*[(\[]\s*{_LEVEL}{_SPAN}\s*[)\]]"
    rf"\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)


class IntervalText(NamedTuple):
    """The ends of an interval, the estimate before it, and the unit of all of them."""

    low: Decimal
    high: Decimal
    estimate: Decimal | None = None
    unit: str | None = None


def read_interval(raw: object) -> IntervalText | None:
    """Return the interval that a cell holds, with the estimate before it if there is one."""
    text = fold_width(raw) if isinstance(raw, str) else ""
    if not text or len(text) > _LONGEST:
        return None
    found = _BESIDE.fullmatch(text) or _ALONE.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    low, high = _number(parts["low"]), _number(parts["high"])
    beside = parts.get("estimate")
    estimate = _number(beside) if beside else None
    listed = parts["between"].strip() == ";" and text[0] not in "([" and not beside
    units = {unit for key, unit in parts.items() if key.endswith("unit") and unit}
    unread = low is None or high is None or (beside and estimate is None)
    if unread or listed or len(units) > 1:
        return None
    assert low is not None
    assert high is not None
    return IntervalText(low, high, estimate, next(iter(units), None))


def scaled_interval(found: IntervalText, tens: int) -> str:
    """Return an interval multiplied by a power of ten, as the text of a cell."""
    low, high = (f"{end.scaleb(tens):f}" for end in (found.low, found.high))
    unit = found.unit or ""
    if found.estimate is None:
        return f"{low}–{high}{unit}"
    return f"{found.estimate.scaleb(tens):f} ({low}–{high}){unit}"


def _number(text: str) -> Decimal | None:
    amount = read_amount(text)
    if amount is None or amount.other is not None or not limits.within(amount.number):
        return None
    return amount.number
