"""Which promises SQL can state exactly, and what it needs of each; the reason for every other one.

Layer: sql_query. Input: a Plan. Output: `Stated` checks of target instances, and `Unstated` ones.
What is stated is the decision of the due date: the value of the period that ends on it, or the sum
since a day, against an interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from targetcheck.kernel.decision.baseline_and_previous_period import base_period
from targetcheck.periods.period import Period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.bound import Bound
from targetcheck.plan.bound_from_comparison import apply_change
from targetcheck.plan.data_dependencies import checks_of, is_made
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Check, Fold, Plan, PlanChange, Question
from targetcheck.sql_query.sql_dialect import AMOUNT_DIGITS, FACTOR_DIGITS

REASONS: Mapping[str, tuple[str, str]] = {
    "words": ("a person has to judge it", "须由人评定"),
    "done": ("a deliverable has no number", "交付成果没有数值"),
    "reporting": ("the day of the report decides", "取决于报送日期"),
    "permitted": ("it depends on the number of samples", "取决于样本数"),
    "sustain": ("every period of its span decides", "须逐期达标"),
    "condition": ("it applies under a condition", "附有适用条件"),
    "nested": ("its alternatives contain alternatives", "条件多层嵌套"),
    "members": ("it combines several places", "须汇总多个地区"),
    "class": ("a class is not a number", "类别不是数值"),
    "derived": ("its indicator is derived from other values", "指标由其他数值计算得出"),
    "moving": ("its limit is a value", "限值本身是数值"),
    "interval": ("an interval may decide, not the value", "可能由区间而非数值作出结论"),
    "limit": ("no limit is in force when it is due", "时限当日没有生效的限值"),
    "baseline": ("its baseline depends on what was reported", "基期取决于报送情况"),
    "rounded": ("values are rounded before they are compared", "比较前须先修约"),
    "status": ("not every status of a report is accepted", "只采用部分状态的数据"),
    "excused": ("a silence may have a stated reason", "缺报可能已说明原因"),
    "irreversible": ("an earlier value may decide", "较早的数值也可能作出结论"),
    "frequency": ("no period of its frequency ends when it is due", "时限当日没有该频率的期末"),
    "width": ("its amount has too many digits for exact columns", "数额位数超出精确列的宽度"),
}
"""Why a promise is not stated, in both languages."""
EVERY_STATUS = frozenset({"reported", "verified", "accepted"})


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of the interval: value · `per` ≥ base · `times` + `amount`, in whole numbers."""

    per: int
    times: int
    amount: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A check that SQL decides: `first` is set for a total, `period_start` for a frequency.

    `base` is the period of an observed baseline, `positive`: the baseline has to be positive.
    """

    question: Question
    part: int
    fold: str
    check: Check
    low: Edge | None
    high: Edge | None
    first: date | None
    period_start: date | None
    base: Period | None
    base_start: date | None
    positive: bool


@dataclass(frozen=True, slots=True)
class Unstated:
    """A target instance that SQL does not state, with the key of its reason."""

    question: Question
    reason: str


class Beyond(Exception):
    """Raised for a promise that SQL does not state; the text is the key of the reason."""


def promises(plan: Plan) -> Iterator[Stated | Unstated]:
    """Yield what SQL states of each target instance, in plan order."""
    for question in plan.questions:
        try:
            yield from _stated(plan, question)
        except Beyond as beyond:
            yield Unstated(question, str(beyond))


def _stated(plan: Plan, question: Question) -> list[Stated]:
    if plan.profile.excused:
        raise Beyond("excused")
    if question.when:
        raise Beyond("condition")
    if question.mode == "sustain":
        raise Beyond("sustain")
    tree = question.tree
    if isinstance(tree, Fold) and any(isinstance(part, Fold) for part in tree.parts):
        raise Beyond("nested")
    fold = tree.kind if isinstance(tree, Fold) else ""
    return [_check(plan, question, n, fold, c) for n, c in enumerate(checks_of(tree), 1)]


def _check(plan: Plan, question: Question, part: int, fold: str, check: Check) -> Stated:
    """Return what is needed of one check; raise Beyond."""
    spec = plan.indicators[check.measure.indicator]
    _refuse_kind(check)
    _refuse_measure(plan, check, spec)
    total = check.measure.kind == "total"
    frequency = None if total else check.frequency
    bound, change, base = _bound(question, check)
    edges = _edges(bound, change)
    observed = change if base is not None else None
    return Stated(
        question=question,
        part=part,
        fold=fold,
        check=check,
        low=edges[0],
        high=edges[1],
        first=check.measure.start if total else None,
        period_start=_start_of(question.due, frequency) if frequency else None,
        base=base,
        base_start=_maybe_start(base, frequency),
        positive=observed is not None and observed.kind == "relative",
    )


def _refuse_kind(check: Check) -> None:
    if check.kind in ("words", "done", "reporting", "permitted"):
        raise Beyond(check.kind)
    if check.moving is not None:
        raise Beyond("moving")
    if check.compares_end or check.judge.stance != "face_value":
        raise Beyond("interval")
    if check.scale is not None:
        raise Beyond("class")
    if check.judge.compare == "rounded":
        raise Beyond("rounded")
    if set(check.judge.accept) < EVERY_STATUS:
        raise Beyond("status")
    if check.irreversible:
        raise Beyond("irreversible")


def _refuse_measure(plan: Plan, check: Check, spec: IndicatorPlan) -> None:
    measure = check.measure
    if is_made(spec):
        raise Beyond("derived")
    summed = plan.children.get(measure.indicator, {}).get(measure.place)
    if measure.kind not in ("value", "total") or measure.members or summed:
        raise Beyond("members")
    for edge in (spec.low, spec.high):
        if edge is not None:
            fits(edge)
    if spec.unit is not None:
        fits(spec.unit.factor)


def _bound(question: Question, check: Check) -> tuple[Bound, PlanChange | None, Period | None]:
    """Return the bound on the due date, and change and period of a baseline that is observed."""
    if check.kind == "limit":
        entries = [entry for entry in check.limits if entry.start <= question.due]
        if not entries or entries[-1].bound is None:
            raise Beyond("limit")
        return entries[-1].bound, None, None
    assert check.bound is not None
    change = check.change
    if change is None:
        return check.bound, None, None
    base, total = change.base, check.measure.kind == "total"
    if base.or_next or base.since is not None:
        raise Beyond("baseline")
    period = base_period(check, question.due, base)
    if period is None or (total and base.value is None):
        raise Beyond("baseline")
    if base.value is None:
        return check.bound, change, period
    if change.undefined_from(base.value):
        raise Beyond("baseline")
    return apply_change(check.bound, change.kind, change.downward, base.value), None, None


def _edges(bound: Bound, change: PlanChange | None) -> tuple[Edge | None, Edge | None]:
    """Return the ends of the values; with an observed baseline, as multiples of it."""
    if change is None:
        return _edge(bound.low, bound.low_open, Fraction(0)), _edge(
            bound.high, bound.high_open, Fraction(0)
        )
    at = apply_change(bound, change.kind, change.downward, Fraction(1))
    relative = change.kind == "relative"
    ends = []
    for end, is_open in ((at.low, at.low_open), (at.high, at.high_open)):
        factor = Fraction(1) if not relative else (end if end is not None else Fraction(0))
        rest = Fraction(0) if relative or end is None else end - 1
        ends.append(None if end is None else _edge(rest, is_open, factor))
    return ends[0], ends[1]


def _edge(amount: Fraction | None, is_open: bool, times: Fraction) -> Edge | None:
    if amount is None:
        return None
    per = lcm(amount.denominator, times.denominator)
    fits(Fraction(1, per))
    fits(times * per, FACTOR_DIGITS)
    fits(amount * per)
    return Edge(per, int(times * per), int(amount * per), is_open)


def fits(amount: Fraction, digits: int = AMOUNT_DIGITS) -> Fraction:
    """Return an amount that exact columns hold; raise Beyond for a wider one."""
    if amount.denominator >= 10**FACTOR_DIGITS or abs(amount.numerator) >= 10**digits:
        raise Beyond("width")
    return amount


def _start_of(due: date, frequency: str) -> date:
    """Return the first day of the calendar period that ends on a day."""
    found = [p for p in periods_between(due, due, frequency) if p.end == due]
    if not found:
        raise Beyond("frequency")
    return found[0].start


def _maybe_start(base: Period | None, frequency: str | None) -> date | None:
    """Return the first day of the period of the frequency that ends with a baseline."""
    if base is None or frequency is None:
        return None
    found = [p for p in periods_between(base.end, base.end, frequency) if p.end == base.end]
    return found[0].start if found else base.start
