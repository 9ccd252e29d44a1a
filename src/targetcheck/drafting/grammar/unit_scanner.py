"""Units as they follow a number in a sentence, by the unit table of the package.

Layer: drafting. Input: a text and a position. Output: the longest unit that starts there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from targetcheck.errors import TargetcheckError
from targetcheck.quantities.unit import Unit, find_unit
from targetcheck.quantities.unit_table import table

_EXTRA = (
    "㎡", "个百分点", "百分点", "percentage points", "percentage point", "percent", "per cent", "µg/m3",
    "台(套)", "个(次)", "人(次)", "吨标准煤", "千瓦时", "square kilometres", "square metres",
    "gigawatts", "kilowatt hours", "tonnes of CO2 equivalent", "tonnes of CO2e",
)  # fmt: skip
_SAME = {
    "㎡": "m2", "per cent": "%", "percent": "%", "percentage points": "percentage_point",
    "percentage point": "percentage_point", "square kilometres": "square_kilometres",
    "square metres": "square_metres", "tonnes of CO2e": "tCO2e", "kilowatt hours": "kWh",
    "tonnes of CO2 equivalent": "tCO2e",
}  # fmt: skip
_DOUBTFUL = {"PC", "GT", "PT", "HA", "B", "J", "W", "V", "d", "pp", "s", "pc", "ph", "a"}
"""Short Latin spellings that are seldom a unit in a sentence."""
_NOT_AFTER = re.compile(r"[A-Za-z0-9]")


@cache
def _pattern() -> re.Pattern[str]:
    known = table()
    names = {name.replace("_", " ") for name in known.aliases} | set(known.aliases) | set(_EXTRA)
    atoms = sorted((n for n in names if n not in _DOUBTFUL), key=len, reverse=True)
    atom = "|".join(re.escape(name) for name in atoms)
    times = "|".join(
        re.escape(name)
        for name in sorted(known.multiples, key=len, reverse=True)
        if not any(c.isdigit() for c in name)
    )
    one = rf"(?:(?:{times}) ?)?(?:{atom})"
    below = rf"(?:{times})?(?:{atom}|[dat](?![A-Za-z]))"
    return re.compile(rf"{one}(?:[/每·]{below}|/\({one}[·.]{below}\))*")


@lru_cache(maxsize=4096)
def _known(text: str) -> Unit | None:
    try:
        return find_unit(text)
    except (TargetcheckError, ValueError):
        return None


def unit_at(text: str, start: int) -> tuple[str, int] | None:
    """Return (spelling of a known unit, position after it) for the longest unit at a position."""
    begin = start + 1 if text[start : start + 1] == " " else start
    found = _pattern().match(text, begin)
    while found:
        name, end = found.group(), found.end()
        latin = name[-1].isascii() and name[-1].isalpha()
        cut = latin and _NOT_AFTER.match(text, end)
        spelled = _respelled(name)
        if not cut and _known(spelled) is not None:
            return spelled, end
        found = _pattern().match(text, begin, end - 1) if end - 1 > begin else None
    return None


def _respelled(name: str) -> str:
    for written, known in _SAME.items():
        if name.endswith(written):
            return name.removesuffix(written) + known
    return name


def unit_of(spelling: str) -> Unit | None:
    """Return the unit of a spelling, None if it is not known."""
    return _known(spelling)
