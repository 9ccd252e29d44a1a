"""Rows of the screening lookup table, one for each spelling and unit in the data.

Layer: columnar. Input: Levels and the texts of a frame. Output: Rules with exact float bounds
(exact_window.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from targetcheck.columnar.exact_window import EVERYTHING, Window, window
from targetcheck.columnar.screening.level_requirements import LevelRequirement, Levels
from targetcheck.columnar.unit_reading import UnitReading, UnitReadings
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.bound import Bound

Key = tuple[str, str, str, int]
"""Indicator, place and unit as spelled, and the era."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: floats in `window` satisfy; floats outside `sane` go to the cell reader.

    `worth` is the factor from the data's unit to the indicator's; `whole`: counts must be integers.
    """

    key: Key
    window: Window
    sane: Window
    worth: float
    whole: bool

    @property
    def simple(self) -> bool:
        """Whether the sign of (value − edge) × worth is exact and decides; see `edge`."""
        edge = abs(self.edge)
        magnitudes = 1e-15 < self.worth < 1e15 and (edge < 1e250)
        return self.window.one_sided and magnitudes and (edge > 1e-250 or self.worth >= 1)

    @property
    def edge(self) -> float:
        """The finite end of a one-sided window."""
        return self.window.high if math.isinf(self.window.low) else self.window.low

    @property
    def slope(self) -> float:
        """Margin gained for each unit of the value above the edge."""
        return -self.worth if math.isinf(self.window.low) else self.worth


@dataclass
class RuleBook:
    """Factory of rules for new spellings; the meaning of each indicator and unit is cached."""

    levels: Levels
    windows: dict[tuple[Bound, tuple[object, ...], Fraction], Window] = field(default_factory=dict)
    units: UnitReadings = field(default_factory=UnitReadings)

    def __post_init__(self) -> None:
        ruleset = self.levels.plan.ruleset
        self.place_of = names_of(ruleset.all_places())
        self.indicator_of = names_of(ruleset.all_indicators())

    def rules(
        self, indicators: Iterable[str], places: Iterable[str], units: Iterable[str]
    ) -> Iterator[Rule]:
        """Yield the rules for these spellings; spellings without rule go to the cell reader."""
        by_indicator = _by_id(indicators, self.indicator_of)
        by_place = _by_id(places, self.place_of)
        texts = tuple(units)
        for (indicator, place, era), level in self.levels.at.items():
            if indicator not in by_indicator or place not in by_place or not is_plain(level):
                continue
            spec = self.levels.plan.indicators[indicator]
            for text in texts:
                found = self.units.of(text, spec)
                if not isinstance(found, UnitReading):
                    continue
                met, worth = self.window(level, found.worth), float(found.worth)
                for spelled in by_indicator[indicator]:
                    for where in by_place[place]:
                        key = (spelled, where, text, era)
                        yield Rule(key, met, found.sane, worth, found.whole)

    def window(self, level: LevelRequirement, worth: Fraction) -> Window:
        """Return the float range in a unit that satisfies all checks of a requirement."""
        found = EVERYTHING
        for check, bound in level.checks:
            judge = check.judge
            how = (judge.compare, judge.decimals, judge.significant, judge.to, judge.rule)
            key = (bound, how, worth)
            if key not in self.windows:
                self.windows[key] = window(bound, judge, worth)
            found = found.within(self.windows[key])
        return found


def _by_id(texts: Iterable[str], id_of: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        name = id_of(text)  # type: ignore[operator]
        if name is not None:
            found.setdefault(name, []).append(text)
    return found


def is_plain(level: LevelRequirement) -> bool:
    """Return whether a regular observation counts for every check and is compared unrounded.

    A value that is rounded first has the margin of the rounded value, which only the cell reader
    knows.
    """
    return all(
        "reported" in check.judge.accept and check.judge.compare != "rounded"
        for check, _ in level.checks
    )
