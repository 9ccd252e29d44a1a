"""Ids of places and indicators of an IATI activity, the same wherever the file is read.

Layer: tables. Input: IatiActivity. Output: ids. IATI identifies indicators by position only: an id
is the reference of the indicator, else of its result, else made of its title. A combination of
dimensions is a series of its own, and so are periods of unlike length that end on one day.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

from targetcheck.name_index import ID_SIGNS, is_id
from targetcheck.periods.period import Period
from targetcheck.tables.iati.activity_results import Figure, IatiActivity, IatiIndicator

_LONGEST = 60
_OTHER = re.compile(rf"[^\w{re.escape(ID_SIGNS)}]+")


def id_from(text: str) -> str:
    """Return a valid id made from a text; empty if no letter or digit remains."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_id(plain):
        return plain
    made = _OTHER.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    return made if is_id(made) else "".join(sign for sign in made if is_id(sign))


class ActivityNames:
    """The ids of one activity."""

    def __init__(self, activity: IatiActivity) -> None:
        self.place = id_from(activity.identifier) or "activity"
        self._indicators: dict[int, str] = {}
        self._uneven: dict[tuple[int, tuple[tuple[str, str], ...]], bool] = {}
        self._codes = Counter(each.code for each in activity.indicators)
        seen: Counter[str] = Counter()
        for number, indicator in enumerate(activity.indicators, 1):
            stem = self._stem(indicator) or f"indicator-{number}"
            seen[stem] += 1
            self._indicators[id(indicator)] = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"

    def _stem(self, indicator: IatiIndicator) -> str:
        code = indicator.code if self._codes[indicator.code] == 1 else ""
        return id_from(code or indicator.result_code) or id_from(str(indicator.title).casefold())

    def indicator(self, indicator: IatiIndicator, figure: Figure) -> str:
        """Return the id of the series that a figure belongs to."""
        parts = [self._indicators[id(indicator)]]
        parts += [id_from(f"{name}-{value}") for name, value in figure.dimensions]
        if figure.own is None and figure.kind != "baseline" and self._split(indicator, figure):
            parts.append(_length(figure))
        return "--".join(parts)

    def place_of(self, figure: Figure) -> str:
        """Return the id of the place of a figure: its locations, or the activity."""
        return (
            "+".join(figure.locations) and "_".join(map(id_from, figure.locations))
        ) or self.place

    def lengths(self, indicator: IatiIndicator, figure: Figure) -> list[str]:
        """Return the lengths of period of the series with the dimensions of a figure, if uneven."""
        if not self._split(indicator, figure):
            return [""]
        alike = [f for f in indicator.figures if f.dimensions == figure.dimensions]
        return list(dict.fromkeys(_length(f) for f in alike if f.kind != "baseline"))

    def _split(self, indicator: IatiIndicator, figure: Figure) -> bool:
        """Return whether periods of unlike length end on one day in a series."""
        key = (id(indicator), figure.dimensions)
        if key not in self._uneven:
            starts = defaultdict(set)
            for each in indicator.figures:
                if each.kind != "baseline" and each.dimensions == figure.dimensions:
                    starts[each.end].add(each.start)
            self._uneven[key] = any(len(found) > 1 for found in starts.values())
        return self._uneven[key]


def _length(figure: Figure) -> str:
    period = Period(figure.start, max(figure.start, figure.end))
    if period.frequency != "other":
        return period.frequency
    return f"{max(1, round(period.days * 12 / 365.2425))}-months"
