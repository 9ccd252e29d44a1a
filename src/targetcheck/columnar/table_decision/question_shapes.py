"""Target instances as columns: those evaluated in columns, with their shape, and fallbacks.

Layer: columnar. Input: a Plan and the as-of date. Output: `ShapedQuestions`: for each instance
evaluated in columns its series and shape; for every other one the reason of the fallback. A shape
is what instances share that differ only in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import compress

from targetcheck.columnar.derived_values.statistic_columns import derivable
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.plan.bound_from_comparison import apply_change
from targetcheck.plan.data_dependencies import batches_of, is_made
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import HERE, Check, Fold, Plan, Question
from targetcheck.ruleset.progress_method import Schedule, has_words

DECLINED: Mapping[str, str] = {
    "fold": "several conditions are combined",
    "condition": "its condition depends on other observations",
    "sustain": "every period of a length is asked for, or totals or derived values of a span are",
    "done": "each of several periods needs a deliverable of its own",
    "permitted": "the permitted failures depend on the number of samples",
    "reporting": "the day of the report decides, not the value",
    "total": "before it is due a total shows its gaps; a derived one adds up values",
    "flow": "progress on a flow depends on the amount remaining",
    "share_of": "a share combines several members",
    "rank": "a rank combines several places",
    "class": "grades before they are due have no distance; a class by rules reads conditions",
    "derived": "it is derived before it is due, or in another way than by a statistic, a formula,"
    " a share of two or the worst of items",
    "parent": "the place is aggregated from its children",
    "elsewhere": "it measures another indicator or place",
    "limit": "before it is due the limit in force depends on the observation",
    "moving_limit": "its limit is the value of an indicator, or depends on the place",
    "interval_end": "an end of a published interval is compared, and not the value",
    "range": "a range can be reached from both sides",
    "baseline": "its baseline is relative, or observed and part of the bound",
    "stages": "the path has milestones",
    "method": "progress is assessed by another method than a linear schedule",
    "rounded": "values are rounded before they are compared",
    "stance": "an interval decides, not the value",
    "status": "observations with status reported are not accepted",
    "overlay": "it is waived or overridden",
}
"""Reasons of fallbacks to the reference engine, by key."""

_SPOKEN = ("done", "words")
"""Kinds of checks without a number."""


class Declines(Exception):
    """Raised with the key of the reason why an instance is a fallback."""


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """Common properties of the instances of one target and due date.

    `base` is a declared start of the schedule as (day, value), `base_period` the period of an
    observed one; `standing`: the level only has to be maintained.
    """

    check: Check
    bound: Bound
    spec: IndicatorPlan
    question: Question
    is_due: bool
    base: tuple[date, Fraction] | None = None
    base_period: Period | None = None
    standing: bool = False
    changed: date | None = None
    """first day of the dated limit in force, if it replaced another"""

    @property
    def after(self) -> date | None:
        """Last day of the baseline of a change; only later values count."""
        change = self.check.change
        period = change.base.period if change is not None else None
        return period.end if period is not None else None

    @property
    def total_from(self) -> date | None:
        """First day of a total; None for a single value."""
        measure = self.check.measure
        return measure.start if measure.kind == "total" else None

    @property
    def asked_rank(self) -> int:
        """The bit of the worst rank that is allowed; 0 unless grades are compared."""
        graded = self.check.scale is not None and self.bound.high is not None
        return 1 << int(self.bound.high) if graded and self.bound.high is not None else 0

    @property
    def upward(self) -> bool:
        """Whether higher values reach the bound."""
        return self.bound.low is not None

    @property
    def goal(self) -> Fraction | None:
        """The value to reach; None for a range with two ends."""
        return self.bound.goal(self.upward)


@dataclass(slots=True)
class ShapedQuestions:
    """Instances evaluated in columns: index in the plan, series and shape, in parallel.

    A series is an indicator at a place: index of the indicator × `width` + index of the place.
    `declined` maps every other instance to the reason.
    """

    width: int
    shapes: list[QuestionShape] = field(default_factory=list)
    question: list[int] = field(default_factory=list)
    series: list[int] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)
    declined: dict[int, str] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    """derived indicators that instances evaluated in columns measure"""


@dataclass
class Asking:
    """Conversion of the target instances of a plan to columns, batch by batch."""

    plan: Plan
    as_of: date

    def __post_init__(self) -> None:
        ruleset = self.plan.ruleset
        self.derivable = derivable(self.plan)
        self.own = {target.id: target.indicator for target in ruleset.targets}
        self.marked = {waiver.target for waiver in ruleset.waivers}
        self.marked |= {override.target for override in ruleset.overrides}
        self.place = {name: n for n, name in enumerate(ruleset.all_places())}
        self.indicator = {name: n for n, name in enumerate(self.plan.indicators)}
        self.known: dict[tuple[object, ...], int | str] = {}
        self.asked = ShapedQuestions(len(self.place))

    def all(self) -> ShapedQuestions:
        """Return the target instances of the plan as columns."""
        base = 0
        for batch in batches_of(self.plan):
            step = len(batch.questions)
            for which, question in enumerate(batch.questions):
                places = batch.places if question.place == HERE else (question.place,)
                self._question(question, places, base + which, step)
            base += len(batch)
        return self.asked

    def _question(self, question: Question, places: Sequence[str], first: int, step: int) -> None:
        """Add one instance for several places, with indices `step` apart."""
        asked, end = self.asked, first + step * len(places)
        found = self._found(question)
        if isinstance(found, str):
            asked.declined |= dict.fromkeys(range(first, end, step), found)
            return
        assert isinstance(question.tree, Check)
        name = question.tree.measure.indicator
        row = self.indicator[name] * asked.width
        parents = self.plan.children.get(name, {})
        numbers: Iterable[int] = range(first, end, step)
        if parents and not parents.keys().isdisjoint(places):
            made = [place in parents for place in places]
            asked.declined |= dict.fromkeys(compress(numbers, made), "parent")
            kept = [not one for one in made]
            numbers, places = list(compress(numbers, kept)), list(compress(places, kept))
        number = self.place
        before = len(asked.series)
        asked.series += [row + number[place] for place in places]
        asked.question += numbers
        asked.shape += [found] * (len(asked.series) - before)

    def _found(self, question: Question) -> int | str:
        """Return the index of an instance's shape, or the reason of the fallback."""
        tree = question.tree
        if isinstance(tree, Fold):
            return "fold"
        measure = tree.measure
        if measure.place != question.place or measure.indicator != self.own[question.target]:
            return "elsewhere"
        key = (question.target, question.due, question.start, question.stage, tree.bound, tree.path)
        if key not in self.known:
            marked = question.target in self.marked
            try:
                shape = self._shape(question, tree, marked)
            except Declines as why:
                self.known[key] = str(why)
            else:
                self.known[key] = len(self.asked.shapes)
                if is_made(shape.spec):
                    self.asked.derived.add(shape.spec.id)
                self.asked.shapes.append(shape)
        return self.known[key]

    def _shape(self, question: Question, check: Check, marked: bool) -> QuestionShape:
        """Return the shape of an instance; raise Declines with the key of the reason against it."""
        plan, as_of = self.plan, self.as_of
        spec = plan.indicators[check.measure.indicator]
        is_due = as_of >= question.due
        kind = check.measure.kind
        plain = is_due and check.change is None
        derives = plain and kind == "value" and spec.id in self.derivable
        adds = plain and kind == "total" and not is_made(spec) and check.measure.start is not None
        grades = plain and kind == "value" and (derives or not is_made(spec))
        _decline({"class": check.scale is not None and not grades})
        _decline(_of_question(question, check, spec, marked, derives=derives, adds=adds))
        pace = check.judge.pace or plan.profile.pace
        _decline({"method": pace.when_due or has_words(pace.labels)})
        bound = _bound(check, question.due, is_due)
        shape = QuestionShape(
            check, bound, spec, question, is_due, changed=_changed(check, question.due)
        )
        if is_due or check.kind in _SPOKEN:
            return shape
        _decline(_of_way(check, bound, plan))
        base, period = _start(check)
        standing = (bound.low is None and check.better == "higher") or (
            base is not None and bound.holds(base[1])
        )
        return QuestionShape(check, bound, spec, question, is_due, base, period, standing)


def _decline(found: Mapping[str, object]) -> None:
    for key, holds in found.items():
        if holds:
            raise Declines(key)


def _of_question(
    question: Question,
    check: Check,
    spec: IndicatorPlan,
    marked: bool,
    *,
    derives: bool,
    adds: bool,
) -> dict[str, object]:
    """Return for each reason whether it prevents columnar evaluation, due or not."""
    kind, judge = check.measure.kind, check.judge
    return {
        "moving_limit": check.moving is not None,
        "interval_end": check.compares_end,
        "condition": question.when,
        "sustain": question.mode == "sustain" and not _sustains(check, spec),
        "done": check.kind == "done" and (question.recurring or spec.nature != "done"),
        "permitted": check.kind == "permitted",
        "reporting": check.kind == "reporting",
        kind if kind != "value" else "total": kind != "value" and not adds,
        "parent": bool(check.measure.members),
        "derived": is_made(spec) and not derives,
        "stance": judge.stance != "face_value",
        "rounded": judge.compare == "rounded",
        "status": "reported" not in judge.accept,
        "overlay": marked,
    }


def _sustains(check: Check, spec: IndicatorPlan) -> bool:
    """Return whether columns look at every period of a span: reports against one bound."""
    plain = check.kind == "bound" and check.measure.kind == "value" and not is_made(spec)
    return check.kind in _SPOKEN or (plain and check.frequency in (None, "day"))


def _of_way(check: Check, bound: Bound, plan: Plan) -> dict[str, object]:
    """Return for each reason whether it prevents columnar assessment before the due date."""
    pace = plan.profile.pace
    line = isinstance(pace, Schedule) and pace.shape == "line" and pace.otherwise is None
    line = line and not pace.judges_met and pace.time == "calendar"
    moving = check.base is not None and check.base.period is None
    return {
        "flow": check.nature == "flow",
        "limit": check.kind == "limit",
        "range": len(bound.edges()) != 1,
        "stages": check.path,
        "method": check.judge.pace is not None or not line,
        "baseline": moving,
    }


def _bound(check: Check, due: date, is_due: bool) -> Bound:
    """Return the bound of a check; raise Declines if it depends on observations."""
    if check.kind == "limit":
        entries = [entry for entry in check.limits if entry.start <= due]
        if not is_due or not entries or entries[-1].bound is None:
            raise Declines("limit")
        return entries[-1].bound
    if check.kind in _SPOKEN:
        return Bound()
    change, bound = check.change, check.bound
    assert bound is not None
    if change is None:
        return bound
    base = change.base
    unknown = base.value is None or base.period is None
    if base.value is None or unknown or (change.kind == "relative" and base.value <= 0):
        raise Declines("baseline")
    return apply_change(bound, change.kind, change.downward, base.value)


def _changed(check: Check, due: date) -> date | None:
    """Return the first day of the limit in force, as the last one that may fall within a period."""
    starts = [entry.start for entry in check.limits if entry.start <= due]
    return starts[-1] if starts else None


def _start(check: Check) -> tuple[tuple[date, Fraction] | None, Period | None]:
    """Return the start of the schedule: a declared value, or the period of an observed one."""
    base = check.base or (check.change.base if check.change else None)
    if base is None or base.period is None:
        return None, None
    if base.value is not None:
        return (base.period.end, base.value), None
    return None, base.period
