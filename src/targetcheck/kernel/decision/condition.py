"""Conditions of a target, evaluated for its period.

Layer: kernel. Input: a target instance and a View. Output: ConditionResults. The period ends on the
due date. It begins with the target or its recurring period, else with the year of the due date. On
the due date the observation that ends there decides, of the frequency of the condition's indicator,
else the longest. For a target with a span of its own (`from`), and before any due date, the latest
observation within the period decides. Earlier observations are not used.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from targetcheck.kernel.derived_values.bound_in_force import limits_at
from targetcheck.kernel.derived_values.stated_values import timeless_point
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import ConditionResult, Point
from targetcheck.kernel.running_total import totals
from targetcheck.kernel.value_vs_bound import condition_holds, missing_limits
from targetcheck.plan.bound import PlanCondition
from targetcheck.plan.data_dependencies import checks_of
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Question


def read_conditions(question: Question, view: View) -> tuple[ConditionResult, ...]:
    """Return each condition of a target with the value that decides it and its result."""
    read = partial(view.all_points, accept=view.plan.profile.accept)
    limits = limits_at(view.plan, read, question.place)
    judge = next(checks_of(question.tree)).judge
    found = []
    for condition in question.when:
        point = _point(condition, question, view)
        result = condition_holds(condition, point, limits, judge) if point is not None else None
        unset = missing_limits((condition,), {condition.indicator: point}, limits) if point else []
        found.append(ConditionResult(condition, point, result, tuple(unset)))
    return tuple(found)


def _point(condition: PlanCondition, question: Question, view: View) -> Point | None:
    """Return the value of a condition for the period of the target, or None."""
    spec, accept = view.plan.indicators[condition.indicator], view.plan.profile.accept
    first = question.start or date(question.due.year, 1, 1)
    known = by_end(view.all_points(spec.id, question.place, accept), spec.frequency)
    if spec.nature == "flow":
        # A flow is read over the whole period, and not over its last quarter.
        known |= by_end(totals(view.pieces(spec.id, question.place, accept), first))
    spans = question.start is not None and not question.recurring
    if view.as_of >= question.due and not spans:
        return known.get(question.due) or _timeless(spec, question, view)
    inside = [day for day in known if first <= day <= question.due]
    return known[max(inside)] if inside else _timeless(spec, question, view)


def _timeless(spec: IndicatorPlan, question: Question, view: View) -> Point | None:
    """Return a value that holds in every period, or None."""
    read = partial(view.all_points, accept=view.plan.profile.accept)
    return timeless_point(spec, view.plan.indicators, read, question.place)
