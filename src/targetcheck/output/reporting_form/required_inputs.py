"""What has to be reported for a check: directly observed indicators at places.

Layer: output. Input: a Check and a Plan. Output: inputs. A derived indicator needs its parts, a
share or rank the values of its members, a sum those of its children.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from targetcheck.plan.derivation_plans import PartsPlan
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import Check, Measure, Plan
from targetcheck.ruleset.indicators.formula import names_in

_DEPTH = 8
"""Levels of derived indicators that are followed."""


class Input(NamedTuple):
    """An indicator to report at a place, as often as `every` says.

    For members that only the data define, `place` is empty and `group` names their group; `weight`
    is the indicator that weighs them.
    """

    indicator: str
    place: str
    every: str | None
    group: str = ""
    weight: str = ""


def inputs_of(check: Check, plan: Plan) -> Iterator[Input]:
    """Yield every indicator and place that a check reads."""
    measure = check.measure
    if check.kind == "words":
        return
    if measure.members_from_data:
        group = _group_of(measure, plan)
        names = [condition.indicator for condition in measure.where] or [measure.indicator]
        for name in dict.fromkeys(names):
            every = plan.indicators[name].frequency
            yield Input(name, "", every, group, measure.weight or "")
        if measure.kind == "rank":
            yield from reported(measure.indicator, measure.place, plan)
        return
    if measure.kind == "share_of":
        for member in measure.members:
            for condition in measure.where:
                yield from reported(condition.indicator, member, plan)
            if measure.weight is not None:
                yield from reported(measure.weight, member, plan)
        return
    ranked = (measure.place,) if measure.kind == "rank" else ()
    for place in dict.fromkeys((*ranked, *(measure.members or (measure.place,)))):
        yield from reported(measure.indicator, place, plan)


def reported(
    indicator: str, place: str, plan: Plan, every: str | None = None, depth: int = _DEPTH
) -> Iterator[Input]:
    """Yield the directly observed inputs: parts of a formula, children of a sum.

    Parts are reported as often as the value derived from them.
    """
    spec = plan.indicators.get(indicator)
    if spec is None or not depth:
        return
    every = spec.frequency or every
    children = plan.children.get(indicator, {}).get(place, ())
    if spec.aggregate is not None and children:
        for child in children:
            yield from reported(indicator, child, plan, every, depth - 1)
    elif spec.formula is not None:
        for name in names_in(spec.formula):
            yield from reported(name, place, plan, every, depth - 1)
    elif spec.members is not None and spec.members.from_data:
        group = _across(indicator, plan)
        for condition in spec.members.where:
            yield Input(condition.indicator, "", every, group)
    elif spec.members is not None:
        for member in spec.members.at.get(place, ()):
            for condition in spec.members.where:
                yield from reported(condition.indicator, member, plan, None, depth - 1)
    elif spec.grading is not None and spec.grading.across is not None:
        for member in spec.grading.across.get(place, ()):
            for item in spec.grading.items:
                yield from reported(item.indicator, member, plan, None, depth - 1)
    elif spec.parts is not None and spec.parts.at is not None:
        yield from _members_of_parts(spec.parts, indicator, place, plan, every, depth)
    elif spec.reference is not None:
        other = spec.reference.place_for(place)
        if other is not None:
            yield from reported(spec.reference.of, other, plan, None, depth - 1)
    elif spec.stated is not None:
        return
    elif sources := _sources(spec):
        for name in sources:
            yield from reported(name, place, plan, None, depth - 1)
    else:
        yield Input(indicator, place, every)


def _members_of_parts(
    parts: PartsPlan, indicator: str, place: str, plan: Plan, every: str | None, depth: int
) -> Iterator[Input]:
    """Yield what the members of a statistic over places report, with their weights."""
    assert parts.at is not None
    for name in filter(None, (parts.parts[0], parts.weigh_by)):
        length = every if name == indicator or parts.sampling is None else None
        if parts.from_data:
            yield Input(name, "", length, _across(indicator, plan))
            continue
        for member in parts.at.get(place, ()):
            if name == indicator:
                yield Input(name, member, length)
            else:
                yield from reported(name, member, plan, length, depth - 1)


def _group_of(measure: Measure, plan: Plan) -> str:
    """Return the group whose members a measure takes from the data."""
    tree = PlaceTree(plan.ruleset)
    found = (name for name in tree.groups if tree.from_data(name))
    return next((name for name in found if tree.candidates(name) == measure.members), "")


def _across(indicator: str, plan: Plan) -> str:
    spec = plan.ruleset.all_indicators()[indicator]
    if spec.members is not None:
        return spec.members.across
    return (spec.statistic.across or "") if spec.statistic is not None else ""


def _sources(spec: IndicatorPlan) -> tuple[str, ...]:
    """Return the samples of a statistic, the items of a class, or the indicator behind an index."""
    if spec.grading is not None:
        return tuple(item.indicator for item in spec.grading.items)
    if spec.index is not None:
        return (spec.index.of,)
    if spec.change is not None:
        return (spec.change.of,)
    if spec.sampling is not None and spec.sampling.of != spec.id:
        return (spec.sampling.of,)
    if spec.steps is not None:
        return spec.steps.names
    if spec.parts is not None:
        return spec.parts.parts[:1] if spec.parts.kind == "first_known" else spec.parts.parts
    return ()
