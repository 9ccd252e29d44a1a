"""English month names in labels: `31 Dec 2024` becomes `2024-12-31`, `Jan-Sep 2024` `2024.1-9`.

Layer: periods. Input: a label. Output: a label. In `Dec-24` the digits may be a year or a day, so
it is unchanged.
"""

from __future__ import annotations

import re
from functools import cache

_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
MONTH_NUMBERS = {name: number for number, name in enumerate(_NAMES, start=1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in MONTH_NUMBERS.items()} | {"sept": 9}
_MONTH = r"(?P<{}>" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_GAP = r"[\s\-/,]*"
_ONE, _TWO = _MONTH.format("month"), _MONTH.format("last")
_FORMS = (
    rf"{_ONE}\s*(?:-|–|—|to)\s*{_TWO}{_GAP}{_YEAR}",
    rf"{_YEAR}{_GAP}{_ONE}\s*(?:-|–|—|to)\s*{_TWO}",
    rf"{_DAY}{_GAP}(?:of\s+)?{_ONE}{_GAP}{_YEAR}",
    rf"{_ONE}{_GAP}{_DAY}(?:\s*,\s*|\s+){_YEAR}",
    rf"{_YEAR}{_GAP}{_ONE}{_GAP}{_DAY}",
    rf"{_ONE}{_GAP}{_YEAR}",
    rf"{_YEAR}{_GAP}{_ONE}",
)
_QUARTER = (
    r"(?P<n>first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<what>quarter|half)"
    rf"(?:\s+of|,)?\s+{_YEAR}"
)
_WORD = re.compile(r"[A-Za-z]{3}")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def english_months(label: str) -> str:
    """Return a label with English months as digits; any other label unchanged."""
    if _WORD.search(label) is None:  # most labels; the expressions below take time to compile
        return label
    label = _compiled(_QUARTER).sub(_quarter, label)
    for form in _FORMS:
        label = _compiled(rf"(?<![A-Za-z\d])(?:{form})(?![A-Za-z\d])").sub(_digits, label)
    return label


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


def _digits(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = MONTH_NUMBERS[parts["month"].lower()]
    if parts.get("last"):
        return f"{parts['year']}.{month}-{MONTH_NUMBERS[parts['last'].lower()]}"
    if parts.get("day"):
        return f"{parts['year']}-{month:02}-{int(parts['day']):02}"
    return f"{parts['year']}-{month:02}"


def _quarter(found: re.Match[str]) -> str:
    word = found["n"].lower()
    number = _ORDINALS.get(word) or int(word[0])
    return f"{found['year']}{'Q' if found['what'].lower() == 'quarter' else 'H'}{number}"
