"""Outliers, repeats and other possible but unusual values that should be verified.

Layer: evaluation. Input: Observations, a Plan and its outcomes. Output: notes at their cells. They
never change a verdict. Names and formulas follow the WHO data quality review toolkit (WHO, *Data
quality review: module 2*, 2017: outliers by the modified z-score of Iglewicz and Hoaglin with 3.5,
verification factor beyond ±10 %) and the DHIS2 data quality application (outlier detection by the
modified z-score, follow-up of repeated values).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import median

from targetcheck.errors import Diagnostic
from targetcheck.evaluation.doubtful_values.verified_values_and_parent_totals import (
    Found,
    note_at,
    parent_totals,
    verified_values,
)
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.plan import Plan, Question

OUTLIER = Fraction(35, 10)
_SCALE = Fraction(6745, 10000)
"""0.6745 makes the median absolute deviation of normal figures their standard deviation."""
LEAST_HISTORY = 6
REPEATED = 4
"""Periods in a row with one and the same figure."""
LEAST_HEAP = 5


def plausibility(
    observations: Observations,
    plan: Plan,
    questions: Sequence[Question] = (),
    outcomes: Sequence[Outcome] = (),
) -> tuple[Diagnostic, ...]:
    """Return the findings of all checks, in row order."""
    found: list[tuple[int, Diagnostic]] = []
    for (indicator, _), series in observations.at.items():
        if plan.indicators[indicator].nature in ("class", "done"):
            continue
        found += verified_values(series)
        for alike in _histories(series):
            found += _outliers(alike)
            found += _repeated(alike)
    found += parent_totals(observations, plan)
    found += _heaps(questions, outcomes)
    return tuple(note for _, note in sorted(found, key=lambda pair: pair[0]))


def _histories(series: Sequence[Observation]) -> Iterable[list[Observation]]:
    """Return the known values of a place by frequency, one for each period, in order."""
    known: dict[tuple[str, str], dict[object, Observation]] = {}
    for observation in series:
        if observation.value is not None:
            key = (observation.period.frequency, observation.basis)
            known.setdefault(key, {})[observation.period] = observation
    for by_period in known.values():
        yield sorted(by_period.values(), key=lambda o: o.period)


def _outliers(history: Sequence[Observation]) -> Found:
    """Yield the values whose modified z-score within their place is above 3.5."""
    if len(history) <= LEAST_HISTORY:
        return
    values = [o.value for o in history if o.value is not None]
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    if not spread:
        return
    for observation, value in zip(history, values, strict=True):
        score = _SCALE * (value - middle) / spread
        if abs(score) > OUTLIER:
            shown = f"{float(score):.1f}"
            yield note_at(
                observation,
                "plausibility-outlier",
                f"`{observation.text}` is far from the other {len(values) - 1} values of its place"
                f" (modified z-score {shown})",
                f"“{observation.text}”与该地区其余{len(values) - 1}期数值相差悬殊（修正 z 分数{shown}）",
            )


def _repeated(history: Sequence[Observation]) -> Found:
    """Yield the last of four or more consecutive equal values; 0 and 100 % are exempt."""
    run: list[Observation] = []
    for observation in (*history, None):
        if observation is not None and run and observation.value == run[-1].value:
            run.append(observation)
            continue
        if len(run) >= REPEATED and run[-1].value and not _whole_share(run[-1]):
            yield note_at(
                run[-1],
                "plausibility-repeated",
                f"`{run[-1].text}` is reported for {len(run)} periods in a row",
                f"连续{len(run)}期均报送“{run[-1].text}”",
            )
        run = [] if observation is None else [observation]


def _whole_share(observation: Observation) -> bool:
    unit = observation.unit
    return unit is not None and unit.kind == "share" and (observation.value or 0) >= 100


def _heaps(questions: Sequence[Question], outcomes: Sequence[Outcome]) -> Found:
    """Yield the targets for which at least half of the places are exactly on the limit."""
    values: dict[str, list[tuple[bool, Observation]]] = {}
    for question, outcome in zip(questions, outcomes, strict=True):
        point, bound = outcome.point, outcome.bound
        if point is None or bound is None or point.value is None or not point.observations:
            continue
        if outcome.check is not None and outcome.check.scale is not None:
            continue
        exact = point.value in (bound.low, bound.high) and not _at_an_end(point.value, outcome)
        values.setdefault(question.target, []).append((exact, point.observations[0]))
    for target, found in values.items():
        on = [observation for at_limit, observation in found if at_limit]
        if len(found) >= LEAST_HEAP and 2 * len(on) >= len(found):
            yield note_at(
                on[0],
                "plausibility-heaping",
                f"{len(on)} of {len(found)} values of `{target}` are equal to its limit",
                f"目标“{target}”的{len(found)}个数值中有{len(on)}个恰好等于限值",
            )


def _at_an_end(value: Fraction, outcome: Outcome) -> bool:
    """Return whether a value is 0 or 100 %, which many places may have."""
    share = outcome.check is not None and outcome.check.unit is not None
    whole = share and outcome.check.unit.kind == "share" and value == 100  # type: ignore[union-attr]
    return value == 0 or whole
