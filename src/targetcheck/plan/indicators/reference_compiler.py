"""Compiler of values from elsewhere: references to other places and periods, stated values.

Layer: plan. Input: a Reference, or amounts by place, of a valid Ruleset. Output: ReferencePlan or
StatedPlan. Places are resolved: each place has the one whose value is used, or its own amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.bound import ReferencePlan, StatedPlan
from targetcheck.plan.bound_from_comparison import in_unit, per_unit_of, scale_of
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.fields.field_types import ABOVE, EVERYWHERE, Grade, Reference
from targetcheck.ruleset.fields.plain_values import is_relative
from targetcheck.ruleset.indicators.indicator import Measured, of_indicator
from targetcheck.ruleset.ruleset import Ruleset


def reference_plan(spec: Reference, own: Measured, ruleset: Ruleset) -> ReferencePlan:
    """Return the plan of a value from another place or period, in the unit of `own`."""
    source = of_indicator(ruleset.all_indicators()[spec.of])
    since = spec.since or ""
    base = None if not since or is_relative(since) else parse_period(since).period
    at = None if spec.at is None else places_at(spec.at, ruleset)
    return ReferencePlan(spec.of, since, base, at, per_unit_of(source.unit, own.unit))


def places_at(at: str, ruleset: Ruleset) -> dict[str, str]:
    """Return, for every place, the place meant by an id, a kind or `above`."""
    places = ruleset.all_places()
    if at in places:
        return dict.fromkeys(places, at)
    found: dict[str, str] = {}
    for place in places:
        around = lineage(place, ruleset)
        if at == ABOVE:
            around = (other for other in around if other != place)
            other = next(around, None)
        else:
            other = next((each for each in around if places[each].kind == at), None)
        if other is not None:
            found[place] = other
    return found


def lineage(place: str, ruleset: Ruleset) -> Iterator[str]:
    """Yield a place, then the places around it, the nearest first."""
    places = ruleset.all_places()
    here: str | None = place
    steps = 0
    while here in places and steps < 100:
        yield here
        here, steps = places[here].within, steps + 1


def stated_plan(
    amounts: Mapping[str, Quantity | Grade], own: Measured, ruleset: Ruleset
) -> StatedPlan:
    """Return the amount of every place: of its id, of its kind, else of the nearest place around.

    A name that is the id of a place is not read as a kind.
    """
    places, scale = ruleset.all_places(), scale_of(own.scale, ruleset)
    found: dict[str, Fraction] = {}
    for place in places:
        kinds = ((each, places[each].kind or "") for each in lineage(place, ruleset))
        keys = (key for each, kind in kinds for key in (each, "" if kind in places else kind))
        amount = next((amounts[key] for key in keys if key in amounts), amounts.get(EVERYWHERE))
        if amount is None:
            continue
        if scale is not None:
            found[place] = Fraction(scale.rank(str(amount)))
        elif isinstance(amount, Quantity):
            found[place] = in_unit(amount, own.unit)
    return StatedPlan(found)
