"""Setup of a boundary case: all rows a check needs except the one value under test.

Layer: authoring. Input: a check of a plan. Output: `Scene`: rows with a placeholder for the value,
the bound in the unit of the row, and the function from the value to the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.kernel.decision.baseline_and_previous_period import moving_period
from targetcheck.periods.period import MONTHS, Period
from targetcheck.plan.bound import Bound, PlanCondition
from targetcheck.plan.bound_from_comparison import apply_change
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Check, Plan, Question
from targetcheck.quantities.unit import Unit, find_unit
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.fields.plain_values import distance_of

Row = tuple[str, str, str, str, str]
HOLE: tuple[str, str] = ("{value}", "{unit}")
DAY = timedelta(days=1)


@dataclass(slots=True)
class Scene:
    """A check with one open value.

    `bound` applies to the open value; one unit of the row is `per` units of the measure. `measured`
    maps the open value to the measure.
    """

    check: Check
    indicator: IndicatorPlan
    place: str
    period: str
    bound: Bound
    unit: str
    per: Fraction
    step: Fraction
    rows: list[Row] = field(default_factory=list)
    measured: Callable[[Fraction], Fraction] = lambda value: value
    judged: Bound | None = None
    """bound on the measure, if it differs from that on the open value"""

    def holds(self, value: Fraction) -> bool:
        """Return whether the requirement holds for an open value, in the unit of the measure."""
        return (self.judged or self.bound).holds(self.measured(value))

    def text(self, value: Fraction) -> str | None:
        """Return a value as reported, or None if no finite decimal equals it."""
        if self.indicator.scale is not None:
            ranks = self.indicator.scale.grades
            return self.indicator.scale.grade(int(value)) if 0 <= value < len(ranks) else None
        return decimal_text(value / self.per)


class Unsuitable(Exception):
    """Raised with the reason why no boundary case can be built for a check."""


def scene_of(question: Question, check: Check, plan: Plan, *, holding: bool | None = None) -> Scene:
    """Return the setup of a check; `holding`: choose a baseline with which it holds, or fails.

    Raises Unsuitable if the check has no numeric boundary.
    """
    kind = check.measure.kind
    if check.kind in ("done", "words"):
        raise Unsuitable(check.kind)
    if kind == "share_of":
        return _members(question, check, plan, holding)
    if kind == "rank":
        return _rank(question, check, plan)
    spec = plan.indicators[check.measure.indicator]
    unit = check.written_unit if kind != "total" else check.written_unit or check.unit
    unit = unit or check.unit
    name, per = _unit(unit, spec)
    period = span_label(question, check)
    rows: list[Row] = []
    bound = _bound(question, check, plan, rows, (name, per), holding)
    whole = spec.nature == "count" or (unit is not None and unit.whole)
    digits = (check.bound.digits if check.bound else None) or 0
    step = Fraction(1) if whole else Fraction(1, 10 ** (digits + 1)) * per
    if whole and unit is not None and unit.factor > 1:
        step = per / unit.factor
    if check.judge.compare == "rounded" and not whole:
        decimals = check.judge.decimals
        step = Fraction(1, 10 ** (digits if decimals is None else decimals)) * per
    if whole and any((edge / step).denominator != 1 for edge in bound.edges()) and spec.formula:
        raise Unsuitable("a fraction of a unit that is counted in whole numbers")
    if spec.scale is not None:
        step = Fraction(1)
    place = check.measure.place
    rows.append((place, spec.id, "{period}", *HOLE))
    rows += _earlier(question, check, spec, bound, name, per)
    return Scene(check, spec, place, period, bound, name, per, step, rows)


def span_label(question: Question, check: Check) -> str:
    """Return the label of the period whose observation decides on the due date."""
    due = question.due
    if check.measure.kind == "total" and check.measure.start is not None:
        return label_of(Period(check.measure.start, due))
    return label_of(Period(_first(due, check.frequency), due))


def label_of(period: Period) -> str:
    """Return a short label of a period that parses back to that period."""
    start, end = period.start, period.end
    kind = period.frequency
    if kind == "day":
        return end.isoformat()
    if kind == "other":
        return f"{start}/{end}"
    text = {"year": "", "month": f"-{end.month:02}", "quarter": f"Q{end.month // 3}"}
    return f"{end.year}{text.get(kind, f'H{end.month // 6}')}"


def _first(due: date, frequency: str | None) -> date:
    months = MONTHS.get(frequency or "", 0)
    if not months:
        return due
    return date(due.year, max(1, due.month - months + 1), 1)


def _unit(unit: Unit | None, spec: IndicatorPlan) -> tuple[str, Fraction]:
    """Return the spelling of a unit in a row, and its factor to the indicator's unit."""
    if unit is None or unit is NUMBER or spec.unit is None or spec.scale is not None:
        return "", Fraction(1)
    if spec.unit is NUMBER:
        return "", Fraction(1)
    if unit.kind != spec.unit.kind or unit.dimension != spec.unit.dimension:
        unit = spec.unit
    name = unit.zh or unit.name
    try:
        if find_unit(name).factor != unit.factor:
            name = unit.name
    except TargetcheckError:
        name = unit.name
    return name, unit.factor / spec.unit.factor


def _bound(
    question: Question,
    check: Check,
    plan: Plan,
    rows: list[Row],
    unit: tuple[str, Fraction],
    holding: bool | None,
) -> Bound:
    """Return the bound on the value; append a row for the baseline if the data must contain it."""
    if check.kind == "limit":
        entries = [e for e in check.limits if e.start <= question.due]
        if not entries or entries[-1].bound is None:
            raise Unsuitable("no limit in force")
        return entries[-1].bound
    if check.change is None:
        if check.bound is None:
            raise Unsuitable("no bound")
        return check.bound
    base, spec = check.change.base, plan.indicators[check.measure.indicator]
    value = base.value
    if value is None:
        value = _base_value(check, spec, holding)
        told = spec.scale.grade(int(value)) if spec.scale else decimal_text(value / unit[1])
        label = _base_label(question, check)
        rows.append((check.measure.place, spec.id, label, told or "0", unit[0]))
    assert check.bound is not None
    return apply_change(check.bound, check.change.kind, check.change.downward, value)


def _base_value(check: Check, spec: IndicatorPlan, holding: bool | None) -> Fraction:
    if spec.scale is not None:
        return Fraction(len(spec.scale.grades) // 2)
    high = spec.high if spec.high is not None else Fraction(100)
    if check.unit is not None and check.unit.kind == "share":
        return min(high, Fraction(50) * find_unit("percent").factor / check.unit.factor)
    if spec.low is not None or spec.high is not None:
        return (high + (spec.low or 0)) / 2
    return Fraction(100 if holding is None else 1000)


def _base_label(question: Question, check: Check) -> str:
    assert check.change is not None
    base, due = check.change.base, question.due
    if base.first is not None:
        return label_of(base.first)
    if base.period is not None:
        return base.period.label or label_of(base.period)
    moving = moving_period(base.label, due)
    if moving is not None:
        return label_of(moving)
    if distance_of(base.label) is not None:
        raise Unsuitable("its baseline is a number of reports ago")
    first = _first(due, check.frequency or "year")
    before = first - DAY
    return label_of(Period(_first(before, check.frequency or "year"), before))


def _earlier(
    question: Question, check: Check, spec: IndicatorPlan, bound: Bound, unit: str, per: Fraction
) -> Iterator[Row]:
    """Yield earlier observations of a requirement to sustain; all of them satisfy it."""
    from targetcheck.periods.period_sequence import periods_between

    start, frequency = question.start, check.frequency
    if question.mode != "sustain" or start is None or frequency in (None, "day"):
        return
    assert frequency is not None
    good = inside(
        bound, Fraction(1) if spec.nature in ("count", "class") else Fraction(1, 10) * per
    )
    told = spec.scale.grade(int(good)) if spec.scale else decimal_text(good / per) or "0"
    for period in periods_between(start, question.due, frequency):
        if period.end < question.due:
            yield (check.measure.place, spec.id, label_of(period), told, unit)


def inside(bound: Bound, step: Fraction) -> Fraction:
    """Return a value that satisfies a bound, on its end if that satisfies too."""
    for edge, away, is_open in (
        (bound.low, step, bound.low_open),
        (bound.high, -step, bound.high_open),
    ):
        if edge is not None:
            return edge + away if is_open else edge
    return Fraction(0)


def outside(bound: Bound, step: Fraction) -> Fraction:
    """Return a value just outside a bound."""
    if bound.low is not None:
        return bound.low if bound.low_open else bound.low - step
    assert bound.high is not None
    return bound.high if bound.high_open else bound.high + step


def _members(question: Question, check: Check, plan: Plan, holding: bool | None) -> Scene:
    """Return a setup in which one member decides whether the share satisfies its bound."""
    measure = check.measure
    members = measure.members or _some_places(plan, question.place)
    if not measure.where or len(members) < 2:
        raise Unsuitable("a group with too few members")
    condition, *others = measure.where
    spec = plan.indicators[condition.indicator]
    name, per = _unit(spec.unit, spec)
    total = len(members)
    rows: list[Row] = []
    label = label_of(Period(_first(question.due, spec.frequency), question.due))
    bound, days = check.bound, [label]
    if check.change is not None:
        base = check.change.base.value
        if base is None:
            base = Fraction(100 if holding is False else 0)
            days.append(_base_label(question, check))
            rows += _of_members(members, condition, spec, days[-1], base == 100, (name, per))
        assert check.bound is not None
        bound = apply_change(check.bound, check.change.kind, check.change.downward, base)
    if bound is None:
        raise Unsuitable("no bound on the share")
    held = [bound.holds(Fraction(100 * k, total)) for k in range(total + 1)]
    turning = [k for k in range(1, total + 1) if held[k] is not held[k - 1]]
    fixed = (turning[0] if turning else total) - 1
    rows += _of_members(members[:fixed], condition, spec, label, True, (name, per))
    rows += _of_members(members[fixed + 1 :], condition, spec, label, False, (name, per))
    rows.append((members[fixed], spec.id, "{period}", *HOLE))
    for member in members:
        for other in others:
            rows += _of_members([member], other, plan.indicators[other.indicator], label, True)
        if measure.weight is not None:
            weight = plan.indicators[measure.weight]
            unit, _ = _unit(weight.unit, weight)
            rows += [(member, measure.weight, day, "1", unit) for day in days]

    def measured(value: Fraction) -> Fraction:
        return Fraction(100 * (fixed + condition.bound.holds(value)), total)

    step = _step(spec, condition.bound, per)
    return Scene(
        check, spec, members[fixed], label, condition.bound, name, per, step, rows, measured, bound
    )


def _step(spec: IndicatorPlan, bound: Bound, per: Fraction) -> Fraction:
    if spec.nature in ("count", "class"):
        return Fraction(1)
    return Fraction(1, 10 ** ((bound.digits or 0) + 1)) * per


def _of_members(
    members: tuple[str, ...] | list[str],
    condition: PlanCondition,
    spec: IndicatorPlan,
    label: str,
    good: bool,
    unit: tuple[str, Fraction] | None = None,
) -> list[Row]:
    name, per = unit or _unit(spec.unit, spec)
    value = (inside if good else outside)(condition.bound, _step(spec, condition.bound, per))
    if spec.nature == "done":
        told = "完成" if value >= 1 else "未完成"
    else:
        told = spec.scale.grade(int(value)) if spec.scale else decimal_text(value / per) or "0"
    return [(member, spec.id, label, told, name) for member in members]


def _some_places(plan: Plan, parent: str) -> tuple[str, ...]:
    """Return placeholder places for members that only the data define."""
    places = plan.ruleset.all_places()
    kids = [name for name, place in places.items() if place.within == parent]
    return tuple((kids or [name for name in places if name != parent])[:5])


def _rank(question: Question, check: Check, plan: Plan) -> Scene:
    """Return a setup in which the value of one competitor decides the rank."""
    measure, spec = check.measure, plan.indicators[check.measure.indicator]
    rivals = [m for m in measure.members if m != measure.place]
    bound = check.bound
    if bound is None or bound.high is None or not rivals or spec.scale is not None:
        raise Unsuitable("a rank without an upper end")
    allowed = int(bound.high) - (1 if bound.high_open else 0)
    if not 1 <= allowed <= len(rivals):
        raise Unsuitable("a rank that everybody reaches")
    name, per = _unit(spec.unit, spec)
    sign = -1 if spec.better == "lower" else 1
    pivot = Fraction(50)
    values = [pivot + sign * (n + 1) for n in range(allowed - 1)]
    values += [pivot] + [pivot - sign * (n + 1) for n in range(len(rivals) - allowed)]
    label = label_of(Period(_first(question.due, spec.frequency), question.due))
    rows: list[Row] = [
        (rival, spec.id, label, decimal_text(value) or "0", name)
        for rival, value in zip(rivals, values, strict=True)
    ]
    rows.append((measure.place, spec.id, "{period}", *HOLE))

    def measured(value: Fraction) -> Fraction:
        return Fraction(1 + sum(v * per * sign > value * sign for v in values))

    edge = Bound(low=pivot * per) if sign > 0 else Bound(high=pivot * per)
    step = Fraction(1) if spec.nature == "count" else per / 10
    return Scene(check, spec, measure.place, label, edge, name, per, step, rows, measured, bound)


def decimal_text(value: Fraction) -> str | None:
    """Return the exact decimal of a value, or None if it is not finite."""
    bottom, places = value.denominator, 0
    while bottom > 1:
        if bottom % 10 == 0:
            bottom //= 10
        elif bottom % 5 == 0:
            bottom //= 5
        elif bottom % 2 == 0:
            bottom //= 2
        else:
            return None
        places += 1
    if not places:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
