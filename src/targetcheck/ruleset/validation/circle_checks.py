"""Validation that no indicator is derived from itself, directly or indirectly.

Layer: ruleset. Input: a Ruleset. Output: a finding for each cycle, at its first indicator that the
ruleset itself defines. Conditions on places inside refer to other places and close no cycle; nor
does a statistic of an indicator's own samples, or a reference to the place above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic
from targetcheck.first_use import on_first_use
from targetcheck.ruleset.fields.field_types import ABOVE
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.derived_indicator_checks import made_from

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators import formula
else:
    formula = on_first_use("targetcheck.ruleset.indicators.formula")


def check_circles(ruleset: Ruleset) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield (path, finding) for every cycle of indicators."""
    known = ruleset.all_indicators()
    climbs = any(item.reference and item.reference.at for item in known.values())
    parts = {name: _parts(name, item, ruleset, climbs=climbs) for name, item in known.items()}
    done: set[str] = set()
    for name in known:
        circle = _circle(name, parts, done)
        own = next((each for each in circle if each in ruleset.indicators), None)
        if circle and own is not None:
            at = circle.index(own)
            yield ("indicators", own), _finding((*circle[at:], *circle[:at], own))


def _parts(name: str, item: Indicator, ruleset: Ruleset, *, climbs: bool) -> tuple[str, ...]:
    """Return the indicators from whose values at the same place an indicator is derived.

    `climbs`: a value of a place is taken from another one, so places inside count as well.
    """
    found = [*item.of]
    if item.formula is not None:
        try:
            found += formula.names_in(item.formula)
        except formula.FormulaError:
            return ()  # reported by the check of names
    below = item.members.where if item.members is not None and not climbs else ()
    statistic = item.statistic
    inside = statistic is not None and statistic.across is not None and not climbs
    found += [] if inside else [o for o in made_from(item, ruleset) if o not in below]
    own = statistic is not None and not statistic.listed
    above = item.reference is not None and item.reference.at == ABOVE and item.aggregate is None
    own = own or (above and item.reference is not None and item.reference.since is None)
    if own or item.graded is not None:
        found = [other for other in found if other != name]
    return tuple(dict.fromkeys(found))


def _circle(start: str, parts: Mapping[str, tuple[str, ...]], done: set[str]) -> tuple[str, ...]:
    """Return the first cycle reachable from an indicator; `done` are known to reach none."""
    way: list[str] = []
    ahead = [iter((start,))]
    while ahead:
        name = next(ahead[-1], None)
        if name is None:
            ahead.pop()
            if way:
                done.add(way.pop())
        elif name in way:
            done.update(way)
            return tuple(way[way.index(name) :])
        elif name in parts and name not in done:
            way.append(name)
            ahead.append(iter(parts[name]))
    return ()


def _finding(circle: tuple[str, ...]) -> Diagnostic:
    way = " → ".join(circle)
    return Diagnostic(
        "indicator-circle",
        f"the indicator `{circle[0]}` is made from itself: {way}",
        f"指标“{circle[0]}”由其自身算得：{way}",
        "define one of them without the others",
        "请使其中一项不依赖其他各项",
    )
