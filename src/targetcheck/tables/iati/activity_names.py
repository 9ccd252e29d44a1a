"""Ids of places and indicators of an IATI activity, the same wherever the file is read.

Layer: tables. Input: IatiActivity. Output: ids. IATI identifies indicators by position only: an id
is the reference of the indicator, else of its result, else made of its title. A combination of
dimensions is a series of its own, and so are periods of unlike length that end on one day.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from targetcheck.name_index import ID_SIGNS, is_id
from targetcheck.periods.period import Period
from targetcheck.tables.iati.activity_results import Figure, IatiActivity, IatiIndicator

_LONGEST = 60
_OTHER = re.compile(rf"[^\w{re.escape(ID_SIGNS)}]+")
_Dimensions = tuple[tuple[str, str], ...]


def id_from(text: str) -> str:
    """Return a valid id made from a text; empty if no letter or digit remains."""
    plain = unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).strip()
    if len(plain) <= _LONGEST and is_id(plain):
        return plain
    made = _OTHER.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    return made if is_id(made) else "".join(sign for sign in made if is_id(sign))


class DistinctIds:
    """Ids of different things, which stay different: `<5` and `>5` are `5` and `5-2`."""

    def __init__(self) -> None:
        self._of: dict[Hashable, str] = {}
        self._taken: set[str] = set()
        self._next: Counter[str] = Counter()

    def of(self, key: Hashable, stem: str) -> str:
        """Return the id of a thing; at its first call it is made of `stem`."""
        if key not in self._of:
            made = stem
            while made in self._taken:
                self._next[stem] += 1
                made = f"{stem}-{self._next[stem] + 1}"
            self._taken.add(made)
            self._of[key] = made
        return self._of[key]


@dataclass(slots=True)
class _Periods:
    """Periods of a combination of dimensions of an indicator."""

    starts: dict[date, date] = field(default_factory=dict)
    lengths: dict[str, None] = field(default_factory=dict)
    uneven: bool = False

    def add(self, figure: Figure) -> None:
        """Add the period of a target or an actual."""
        first = self.starts.setdefault(figure.end, figure.start)
        self.uneven = self.uneven or first != figure.start
        self.lengths[_length(figure)] = None


class ActivityNames:
    """The ids of one activity, given in the order of the file."""

    def __init__(self, activity: IatiActivity) -> None:
        self._places, self._indicators, self._series = DistinctIds(), DistinctIds(), DistinctIds()
        self.place = self._places.of((), id_from(activity.identifier) or "activity")
        self._codes = Counter(each.code for each in activity.indicators)
        self._periods: dict[tuple[int, _Dimensions], _Periods] = defaultdict(_Periods)
        for number, indicator in enumerate(activity.indicators, 1):
            stem = self._stem(indicator) or f"indicator-{number}"
            self._indicators.of(id(indicator), stem)
            for figure in indicator.figures:
                self.place_of(figure)
                if figure.kind != "baseline":
                    self._periods[id(indicator), figure.dimensions].add(figure)
            for figure in indicator.figures:
                self.series(indicator, figure)

    def _stem(self, indicator: IatiIndicator) -> str:
        code = indicator.code if self._codes[indicator.code] == 1 else ""
        return id_from(code or indicator.result_code) or id_from(str(indicator.title).casefold())

    def place_of(self, figure: Figure) -> str:
        """Return the id of the place of a figure: its locations, or the activity."""
        if not figure.locations:
            return self.place
        stem = "_".join(map(id_from, figure.locations[:4]))
        return self._places.of(figure.locations, stem or "location")

    def series(self, indicator: IatiIndicator, figure: Figure) -> list[str]:
        """Return the ids of the series of a figure; a baseline belongs to each length of period."""
        spread = [""]
        known = self._periods.get((id(indicator), figure.dimensions))
        if known is not None and known.uneven and figure.own is None:
            spread = list(known.lengths) if figure.kind == "baseline" else [_length(figure)]
        parts = [self._indicators.of(id(indicator), "")]
        parts += [id_from(f"{name}-{value}") for name, value in figure.dimensions]
        found: list[str] = []
        for length in spread:
            stem = "--".join([*parts, length] if length else parts)
            found.append(self._series.of((id(indicator), figure.dimensions, length), stem))
        return found

    def indicator(self, indicator: IatiIndicator, figure: Figure) -> str:
        """Return the id of the series of a target or an actual."""
        return self.series(indicator, figure)[0]


def _length(figure: Figure) -> str:
    period = Period(figure.start, max(figure.start, figure.end))
    if period.frequency != "other":
        return period.frequency
    return f"{max(1, round(period.days * 12 / 365.2425))}-months"
