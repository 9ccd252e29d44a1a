"""Outliers, repeats, differing totals and other possible but unusual values to be verified.

Layer: evaluation. Input: Observations, a Plan and its outcomes. Output: notes at their cells. They
never change a verdict. Names and formulas follow the WHO data quality review toolkit (WHO, *Data
quality review: module 2*, 2017: outliers by the modified z-score of Iglewicz and Hoaglin with 3.5,
verification factor beyond ±10 %) and the DHIS2 data quality application (outlier detection by the
modified z-score, follow-up of repeated values).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic
from targetcheck.first_use import on_first_use
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.plan import Plan, Question
from targetcheck.quantities.quantity import number_text

if TYPE_CHECKING:
    import statistics
else:
    statistics = on_first_use("statistics")

OUTLIER = Fraction(35, 10)
_SCALE = Fraction(6745, 10000)
"""0.6745 makes the median absolute deviation of normal figures their standard deviation."""
LEAST_HISTORY = 6
REPEATED = 4
"""Periods in a row with one and the same figure."""
LEAST_HEAP = 5
VERIFIED_WITHIN = Fraction(1, 10)
_ADDS_UP = ("flow", "count")
Found = Iterator[tuple[int, Diagnostic]]
"""Notes, each with the row of its value."""


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
    middle = statistics.median(values)
    spread = statistics.median([abs(value - middle) for value in values])
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


def verified_values(series: Sequence[Observation]) -> Found:
    """Yield the verified values that differ from the reported ones by more than 10 %."""
    reported = {o.period: o for o in series if o.status == "reported" and o.value}
    for observation in series:
        before = reported.get(observation.period)
        if observation.status == "reported" or before is None or observation.value is None:
            continue
        assert before.value is not None
        factor = observation.value / before.value
        if abs(factor - 1) > VERIFIED_WITHIN:
            yield note_at(
                observation,
                "plausibility-verified",
                f"`{observation.text}` was verified where `{before.text}` was reported"
                f" ({before.where}): verification factor {float(factor):.2f}",
                f"核实值“{observation.text}”与报送值“{before.text}”（{before.where}）不符："
                f"核实系数{float(factor):.2f}",
            )


def parent_totals(observations: Observations, plan: Plan) -> Found:
    """Yield the totals of a place that differ from the sum of its parts by more than rounding."""
    children: dict[str, list[str]] = {}
    for name, spec in plan.ruleset.all_places().items():
        if spec.within is not None:
            children.setdefault(spec.within, []).append(name)
    for (indicator, place), series in observations.at.items():
        kids = children.get(place, [])
        if len(kids) < 2 or plan.indicators[indicator].nature not in _ADDS_UP:
            continue
        parts = [_by_period(observations.of(indicator, kid)) for kid in kids]
        for observation in series:
            key = (observation.period, observation.basis)
            found = [part[key] for part in parts if key in part]
            values = [o.value for o in found if o.value is not None]
            if observation.value is None or len(values) < len(kids):
                continue
            total = sum(values, Fraction(0))
            loose = sum((o.step or Fraction(0) for o in (observation, *found)), Fraction(0)) / 2
            if abs(total - observation.value) > loose:
                yield note_at(
                    observation,
                    "plausibility-parent",
                    f"`{observation.text}` is not the sum of its {len(kids)} parts,"
                    f" {number_text(total)}",
                    f"“{observation.text}”与其{len(kids)}个下级之和{number_text(total)}不符",
                )


def _by_period(series: Sequence[Observation]) -> dict[object, Observation]:
    return {(o.period, o.basis): o for o in series}


def note_at(observation: Observation, code: str, en: str, zh: str) -> tuple[int, Diagnostic]:
    """Return a note at the cell of a value, with the row of it."""
    hints = (
        "verify the value; the verdict does not depend on this",
        "请核查该数值；结论不受此影响",
    )
    return observation.row, Diagnostic(code, en, zh, *hints, observation.where, "note")
