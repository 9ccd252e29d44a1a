"""Evaluation of single values against one prepared requirement, for loops and services.

Layer: evaluation. Input: a Plan, a target, a place, an as-of date. Output: `Decider`: status and
margin of a value at once, the full verdict on demand. The requirement is the one due next; a value
counts as observed for its due date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from targetcheck import limits
from targetcheck.columnar.screening.cell_fallback import judge_observation
from targetcheck.columnar.screening.level_requirements import (
    DECLINED,
    DECLINED_ZH,
    LevelRequirement,
    levels_of,
)
from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation.reference_evaluation import ENGINE, digest_of_ruleset
from targetcheck.kernel.decision.order_of_decision import decide
from targetcheck.kernel.observation_view import View
from targetcheck.observations.observation import Observation, observations
from targetcheck.observations.reported_value_cache import VALUE_CELLS, CachedValueReader
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Check, Plan, Question
from targetcheck.verdicts.verdict import Provenance, Verdict

Number = int | float | str | Decimal
_NOTHING_BESIDE = (None,) * (len(VALUE_CELLS) - 2)
"""The cells of a row beside value and unit."""
_HERE = Where("<value>")
Edge = tuple[int, int, bool]
"""Numerator and denominator of a bound in the unit of the value, and whether it is excluded."""


class Decider:
    """A prepared requirement: `decider(value, unit)` returns status and margin, exactly."""

    __slots__ = ("__dict__", "_units", "level", "plan", "question")

    def __init__(self, plan: Plan, question: Question, level: LevelRequirement) -> None:
        self.plan = plan
        self.question = question
        self.level = level
        self._units: dict[str, tuple[Edge | None, Edge | None, int, int, Edge | None]] = {}
        """by unit: low and high bound, factor as numerator and denominator, least plausible value"""

    def __call__(self, value: Number, unit: str = "") -> tuple[str, Fraction | None]:
        """Return `pass`, `fail` or `undetermined`, and the margin in the unit of the indicator.

        Raises TargetcheckError if value or unit cannot be read, or the value is implausible.
        """
        edges = self._units.get(unit)
        if edges is None or value.__class__ is str:
            return self._read(value, unit)
        if value.__class__ is float:
            value = Decimal(repr(value))
        if isinstance(value, int | Decimal) and not limits.within(value):
            return self._read(value, unit)
        try:
            top, bottom = value.as_integer_ratio()  # type: ignore[union-attr]
        except (AttributeError, ValueError, OverflowError):
            return self._read(value, unit)
        low, high, above, below, least = edges
        if least is not None and top * least[1] <= least[0] * bottom:
            return self._read(value, unit)
        if low is not None:
            room = top * low[1] - low[0] * bottom
            met = room > 0 or (room == 0 and not low[2])
            return "pass" if met else "fail", Fraction(room * above, bottom * low[1] * below)
        assert high is not None
        room = high[0] * bottom - top * high[1]
        met = room > 0 or (room == 0 and not high[2])
        return "pass" if met else "fail", Fraction(room * above, bottom * high[1] * below)

    def _read(self, value: Number, unit: str) -> tuple[str, Fraction | None]:
        """Read a value like the cell of a table; cache the factors of simple units."""
        observation = self._observation(value, unit)
        found = judge_observation(self.level, observation)
        spec = self.plan.indicators[observation.indicator]
        ((check, bound), *more) = self.level.checks
        plain = not more and check.scale is None and check.judge.compare != "rounded"
        whole = spec.nature == "count" or (observation.unit is not None and observation.unit.whole)
        ranged = spec.high is not None or spec.nature == "share" or len(bound.edges()) != 1
        if (
            plain
            and not whole
            and not ranged
            and not observation.flags
            and observation.unit is not None
        ):
            worth = observation.unit.factor / spec.unit.factor if spec.unit else Fraction(1)
            low = _edge(bound.low, bound.low_open, worth)
            high = _edge(bound.high, bound.high_open, worth)
            # a value at the least plausible one, or below it, goes to the reader of cells
            least = _edge(spec.low, False, worth)
            self._units[unit] = (low, high, worth.numerator, worth.denominator, least)
        return found.status, found.margin

    def _observation(self, value: Number, unit: str) -> Observation:
        measure = self.level.checks[0][0].measure
        raw = Decimal(repr(value)) if isinstance(value, float) else value
        reading = self._reader.read((raw, unit or None, *_NOTHING_BESIDE))
        if isinstance(reading, Diagnostic):
            raise TargetcheckError(reading)
        return Observation(
            0, measure.place, measure.indicator, self._period, "period", reading.value, reading.low,
            reading.high, reading.text, reading.unit, reading.step, self._status, None, _HERE,
            reading.counts, reading.printed, flags=reading.flags, interval=reading.interval,
        )  # fmt: skip

    @cached_property
    def _reader(self) -> CachedValueReader:
        return CachedValueReader(self.plan.indicators[self.level.checks[0][0].measure.indicator])

    @cached_property
    def _status(self) -> str:
        """A status that the requirement accepts."""
        return self.level.checks[0][0].judge.accept[0]

    @cached_property
    def _period(self) -> Period:
        due = self.question.due
        return Period(due, due, str(due))

    @cached_property
    def _provenance(self) -> Provenance:
        return Provenance(
            ruleset=self.plan.ruleset.id,
            ruleset_digest=digest_of_ruleset(self.plan.ruleset),
            data_digest="",
            engine=ENGINE,
            profile=self.plan.profile_name,
            as_of=self.question.due,
            known_at=None,
        )

    @cached_property
    def _question(self) -> Question:
        """The target instance without frequency, since a single value has no period."""
        tree = self.question.tree
        bare = replace(tree, frequency=None) if isinstance(tree, Check) else tree
        return replace(self.question, tree=bare)

    def verdict(self, value: Number, unit: str = "") -> Verdict:
        """Return the verdict with all its evidence."""
        view = View(
            self.plan, observations([self._observation(value, unit)], (), 1), self.question.due
        )
        return Verdict(self._question, decide(self._question, view), self.plan, self._provenance)


def decider_of(plan: Plan, target: str, place: str | None, as_of: date) -> Decider:
    """Return the decider of a target at a place, for the next due date, else the last.

    Raises TargetcheckError if there is no such target or one value cannot decide it.
    """
    found = [q for q in plan.questions if q.target == target and place in (None, q.place)]
    if not found:
        raise TargetcheckError(_unknown(plan, target, place))
    ahead = sorted((q for q in found if q.due > as_of), key=lambda q: q.due)
    question = ahead[0] if ahead else max(found, key=lambda q: q.due)
    alone = replace(plan, questions=(question,))
    levels = levels_of(alone, as_of, settled=True)
    era = levels.era(question.due)
    level = next((at for (_, _, n), at in levels.at.items() if n == era), None)
    if level is None:
        raise TargetcheckError(_declined(target, levels.declined.get(target, "baseline")))
    return Decider(plan, question, level)


def _edge(edge: Fraction | None, is_open: bool, worth: Fraction) -> Edge | None:
    if edge is None:
        return None
    there = edge / worth
    return there.numerator, there.denominator, is_open


def _unknown(plan: Plan, target: str, place: str | None) -> Diagnostic:
    near = did_you_mean(target, {q.target for q in plan.questions})
    where = f" at `{place}`" if place else ""
    return Diagnostic(
        "target-unknown",
        f"there is no target `{target}`{where}",
        f"没有目标“{target}”" + (f"（{place}）" if place else ""),
        f"did you mean `{near}`?" if near else "",
        f"是否应为“{near}”？" if near else "",
    )


def _declined(target: str, key: str) -> Diagnostic:
    return Diagnostic(
        "decider-declined",
        f"target `{target}` cannot be evaluated from one value: {DECLINED[key]}",
        f"单个数值不能判定“{target}”：{DECLINED_ZH[key]}",
        "use `evaluate` with a table",
        "请用数据表和 evaluate 评判",
    )
