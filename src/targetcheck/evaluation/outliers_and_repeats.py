"""Outliers, repeats, differing totals and other possible but unusual values to be verified.

Layer: evaluation. Input: Observations, a Plan and its outcomes. Output: notes at their cells. They
never change a verdict. Names and formulas follow the WHO data quality review toolkit (WHO, *Data
quality review: module 2*, 2017: outliers by the modified z-score of Iglewicz and Hoaglin with 3.5,
verification factor beyond ±10 %) and the DHIS2 data quality application (outlier detection by the
modified z-score, follow-up of repeated values).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby

from targetcheck.errors import Diagnostic
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.plan import Plan, Question
from targetcheck.quantities.quantity import in_proportion, number_text

OUTLIER = Fraction(35, 10)
_SCALE = Fraction(6745, 10000)
"""0.6745 makes the median absolute deviation of normal figures their standard deviation."""
_LIMIT, _TIMES = (2 * _SCALE / OUTLIER).as_integer_ratio()[::-1]
"""An outlier: _TIMES × its doubled deviation > _LIMIT × the doubled median of doubled deviations."""
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
        if len(series) == 1 or plan.indicators[indicator].nature in ("class", "done"):
            continue
        found += verified_values(series)
        for alike in _histories(series) if len(series) >= REPEATED else ():
            figures = in_proportion([o.value for o in alike if o.value is not None])
            found += _outliers(alike, figures)
            found += _repeated(alike, figures)
    found += parent_totals(observations, plan)
    found += _heaps(questions, outcomes)
    return tuple(note for _, note in sorted(found, key=lambda pair: pair[0]))


def _histories(series: Sequence[Observation]) -> Iterable[list[Observation]]:
    """Return the known values of a place by frequency, one for each period, in order."""
    known: dict[tuple[str, str], dict[tuple[date, date], Observation]] = {}
    for observation in series:
        if observation.value is not None:
            period = observation.period
            of_period = known.setdefault((period.frequency, observation.basis), {})
            of_period[period.end, period.start] = observation
    for of_period in known.values():
        yield [of_period[days] for days in sorted(of_period)]


def _outliers(history: Sequence[Observation], values: Sequence[Fraction]) -> Found:
    """Yield the values whose modified z-score within their place is above 3.5."""
    if len(history) <= LEAST_HISTORY:
        return
    middle = _twice_the_median(values)
    twice = [2 * value - middle for value in values]
    spread = _twice_the_median(list(map(abs, twice)))
    if not spread:
        return
    for observation, deviation in zip(history, twice, strict=True):
        if _TIMES * abs(deviation) > _LIMIT * spread:
            shown = f"{float(_SCALE * 2 * deviation / spread):.1f}"
            yield note_at(
                observation,
                "plausibility-outlier",
                f"`{observation.text}` is far from the other {len(values) - 1} values of its place"
                f" (modified z-score {shown})",
                f"“{observation.text}”与该地区其余{len(values) - 1}期数值相差悬殊（修正 z 分数{shown}）",
            )


def _twice_the_median(values: Sequence[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] + ordered[-half - 1]


def _repeated(history: Sequence[Observation], values: Sequence[Fraction]) -> Found:
    """Yield the last of four or more consecutive equal values; 0 and 100 % are exempt."""
    end = 0
    for value, run in groupby(values):
        count = len(list(run))
        end += count
        last = history[end - 1]
        if count >= REPEATED and value and not _whole_share(last):
            yield note_at(
                last,
                "plausibility-repeated",
                f"`{last.text}` is reported for {count} periods in a row",
                f"连续{count}期均报送“{last.text}”",
            )


def _whole_share(observation: Observation) -> bool:
    unit = observation.unit
    return unit is not None and unit.kind == "share" and (observation.value or 0) >= 100


def _heaps(questions: Sequence[Question], outcomes: Sequence[Outcome]) -> Found:
    """Yield the targets for which at least half of the places are exactly on the limit."""
    judged: Counter[str] = Counter()
    at_limit: dict[str, list[Observation]] = {}
    for question, outcome in zip(questions, outcomes, strict=True):
        point, bound = outcome.point, outcome.bound
        if point is None or bound is None or point.value is None or not point.observations:
            continue
        if outcome.check is not None and outcome.check.scale is not None:
            continue
        judged[question.target] += 1
        ends = [end for end in (bound.low, bound.high) if end is not None]
        if point.value in ends and not _at_an_end(point.value, outcome):
            at_limit.setdefault(question.target, []).append(point.observations[0])
    for target, count in judged.items():
        on = at_limit.get(target, [])
        if count >= LEAST_HEAP and 2 * len(on) >= count:
            yield note_at(
                on[0],
                "plausibility-heaping",
                f"{len(on)} of {count} values of `{target}` are equal to its limit",
                f"目标“{target}”的{count}个数值中有{len(on)}个恰好等于限值",
            )


def _at_an_end(value: Fraction, outcome: Outcome) -> bool:
    """Return whether a value is 0 or 100 %, which many places may have."""
    share = outcome.check is not None and outcome.check.unit is not None
    whole = share and outcome.check.unit.kind == "share" and value == 100  # type: ignore[union-attr]
    return value == 0 or whole


def verified_values(series: Sequence[Observation]) -> Found:
    """Yield the verified values that differ from the reported ones by more than 10 %."""
    verified = [o for o in series if o.status != "reported" and o.value is not None]
    reported = (
        {o.period: o for o in series if o.status == "reported" and o.value} if verified else {}
    )
    for observation in verified:
        before = reported.get(observation.period)
        if before is None:
            continue
        assert observation.value is not None
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
