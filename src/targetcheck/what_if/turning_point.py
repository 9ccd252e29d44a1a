"""Turning points: the value of one observation at which a verdict changes.

Layer: what_if. Input: one verdict with its table. Output: exact `Turning` points. A measure is
linear in an observation, or a ratio of two linear terms (if the observation is a denominator), so
three evaluations determine the function and its root; a further evaluation confirms the root.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial

from targetcheck.errors import Language
from targetcheck.kernel.decision.order_of_decision import evaluate_plan
from targetcheck.kernel.outcome import Outcome, Point
from targetcheck.observations.observation import Observation, Observations, observations
from targetcheck.plan.bound import PlanCondition
from targetcheck.plan.plan import Check, Fold, Plan, Question
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.requirement_text import graded, plain_number
from targetcheck.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Turning:
    """An observation, and the value at which the verdict changes from `status` to `becomes`.

    `value` is in the unit of the observation's indicator; None if no value of this observation
    alone changes the verdict. `onto`: the verdict has changed at `value` itself, else only beyond
    it.
    """

    observation: Observation
    status: str
    value: Fraction | None = None
    becomes: str = ""
    rising: bool = True
    onto: bool = False


@dataclass(frozen=True, slots=True)
class _Trial:
    """One target instance, evaluated repeatedly with a changed observation."""

    plan: Plan
    observations: Observations
    as_of: date
    known_at: date | None

    def outcome(self, observation: Observation, value: Fraction) -> Outcome:
        changed = replace(observation, value=value, low=value, high=value, step=None, printed=None)
        if observation.counts is not None and observation.counts[1]:
            changed = replace(changed, counts=None)
        listed = [changed if known is observation else known for known in self.observations.all]
        again = observations(listed, self.observations.aside, self.observations.rows)
        return evaluate_plan(self.plan, again, self.as_of, self.known_at)[0]


def turning_points(
    question: Question, plan: Plan, known: Observations, as_of: date, known_at: date | None = None
) -> tuple[Turning, ...]:
    """Return the turning point of every observation that the verdict rests on."""
    trial = _Trial(replace(plan, questions=(question,)), known, as_of, known_at)
    outcome = evaluate_plan(trial.plan, known, as_of, known_at)[0]
    used: dict[int, Observation] = {}
    for part in _tips(outcome):
        points = [part.point] if part.point is not None else []
        for observation in (f for p in (*points, *_base_points(part)) for f in p.observations):
            used[observation.row] = observation
    reports = {observation.row: observation for observation in known.all}
    return tuple(
        _turning(reports[row], trial, outcome, question)
        for row, observation in used.items()
        if observation.value is not None and row in reports
    )


def _tips(outcome: Outcome) -> Iterator[Outcome]:
    if outcome.parts:
        for part in outcome.parts:
            yield from _tips(part)
    else:
        yield outcome


def _base_points(outcome: Outcome) -> Iterator[Point]:
    base = outcome.base
    if base is None or base.origin != "reported":
        return
    yield from (p for p in outcome.history if p.period == base.period)


def _turning(
    observation: Observation, trial: _Trial, outcome: Outcome, question: Question
) -> Turning:
    start = observation.value
    assert start is not None
    candidates = [
        *_roots(observation, trial, outcome),
        *_edges(observation, question.tree, trial.plan),
        *_every_value(observation, trial.plan),
    ]
    best: Turning | None = None
    for root in sorted(set(candidates), key=lambda value: abs(value - start)):
        found = _confirmed(observation, start, root, trial, outcome.status)
        if found is not None:
            best = found
            break
    return best or Turning(observation, outcome.status)


def _confirmed(
    observation: Observation, start: Fraction, root: Fraction, trial: _Trial, status: str
) -> Turning | None:
    """Return the turning point at the root or just beyond it, confirmed by evaluation."""
    rising = root >= start
    spec = trial.plan.indicators[observation.indicator]
    if (spec.low is not None and root < spec.low) or (spec.high is not None and root > spec.high):
        return None
    at = trial.outcome(observation, root).status
    if at != status and root != start:
        return Turning(observation, status, root, at, rising, onto=True)
    tiny = Fraction(1) if spec.nature in ("count", "class") else Fraction(1, 10**9)
    for sign in (1, -1) if root == start else ((1,) if rising else (-1,)):
        beyond = trial.outcome(observation, root + sign * tiny).status
        if beyond != status:
            return Turning(observation, status, root, beyond, sign > 0)
    return None


def _roots(observation: Observation, trial: _Trial, outcome: Outcome) -> Iterator[Fraction]:
    """Yield the roots of margin and progress of each check, as functions of the observation."""
    measures = (_margin, partial(_pace, plan=trial.plan))
    start = observation.value
    assert start is not None
    steps = _steps(start)
    outcomes = [outcome, *(trial.outcome(observation, start + step) for step in steps)]
    for number in range(len(list(_tips(outcome)))):
        for measure in measures:
            values = []
            for found in outcomes:
                tips = list(_tips(found))
                values.append(measure(tips[number]) if number < len(tips) else None)
            root = _root(steps, values)
            if root is not None:
                yield start + root


def _margin(outcome: Outcome) -> Fraction | None:
    return outcome.margin


def _pace(outcome: Outcome, plan: Plan) -> Fraction | None:
    """Return the figure of the progress method minus its threshold."""
    pace, check = outcome.pacing, outcome.check
    if pace is None or pace.ratio is None or check is None:
        return None
    settings = check.judge.pace or plan.profile.pace
    cut = getattr(settings, "on_track", None)
    return pace.ratio - (1 if pace.method == "burn" or cut is None else Fraction(cut))


def _steps(start: Fraction) -> tuple[Fraction, Fraction]:
    """Return two small steps from 0, whole if the observation is a whole number."""
    step = Fraction(1) if start.denominator == 1 else Fraction(1, 100)
    return step, 2 * step


def _root(steps: tuple[Fraction, Fraction], values: Sequence[Fraction | None]) -> Fraction | None:
    """Return the root of (g0 + a·u) / (1 + c·u), from its values at 0 and at two steps."""
    first, second, third = values
    if first is None or second is None or third is None:
        return None
    u, v = steps
    # g1 + c·u·g1 = g0 + a·u and g2 + c·v·g2 = g0 + a·v, solved for a
    bottom = u * v * (second - third)
    if bottom == 0:
        return None if second == first else -first * u / (second - first)
    slope = (v * third * (second - first) - u * second * (third - first)) / bottom * -1
    return -first / slope if slope else None


def _edges(observation: Observation, tree: Check | Fold, plan: Plan) -> Iterator[Fraction]:
    """Yield the bounds of conditions on members, where a share of members jumps."""
    if isinstance(tree, Fold):
        for part in tree.parts:
            yield from _edges(observation, part, plan)
        return
    conditions: list[PlanCondition] = [
        c for c in tree.measure.where if c.indicator == observation.indicator
    ]
    for condition in conditions:
        yield from condition.bound.edges()


def _every_value(observation: Observation, plan: Plan) -> Iterator[Fraction]:
    """Yield every value that a grade or a deliverable may have, since no function leads to a root."""
    spec = plan.indicators[observation.indicator]
    if spec.scale is not None:
        yield from (Fraction(rank) for rank in range(len(spec.scale.grades)))
    elif spec.nature == "done":
        yield from (Fraction(0), Fraction(1))


def turning_text(turning: Turning, verdict: Verdict, lang: Language) -> str:
    """Return a sentence on the value at which an observation changes its verdict."""
    observation, zh = turning.observation, lang == "zh"
    ruleset = verdict.plan.ruleset
    spec, place = (
        ruleset.all_indicators()[observation.indicator],
        ruleset.all_places()[observation.place],
    )
    name = f"{place.say(lang) or observation.place} {spec.say(lang) or observation.indicator}"
    head = f"{name} {observation.period.text(lang)} {_value(turning, observation.value, verdict, lang)}"
    if turning.value is None:
        return (
            f"{head}：单改此值不改变结论"
            if zh
            else f"{head}: no value of this observation alone changes the verdict"
        )
    becomes = word(STATUS, turning.becomes, lang)
    plan_spec = verdict.plan.indicators[observation.indicator]
    if plan_spec.scale is not None or plan_spec.nature == "done":
        return _in_steps(head, turning, becomes, verdict, lang)
    edge = _value(turning, turning.value, verdict, lang)
    sign = ("≥" if turning.rising else "≤") if turning.onto else (">" if turning.rising else "<")
    return f"{head}：{sign} {edge} 时变为{becomes}" if zh else f"{head}: {becomes} at {sign} {edge}"


def _in_steps(head: str, turning: Turning, becomes: str, verdict: Verdict, lang: Language) -> str:
    """Return the sentence for a grade or a deliverable: the value that changes the verdict."""
    assert turning.value is not None
    scale = verdict.plan.indicators[turning.observation.indicator].scale
    step = 0 if turning.onto else (1 if turning.rising else -1)
    value = turning.value + step
    if scale is None:
        said = _value(turning, value, verdict, lang)
        return (
            f"{head}：为{said}时变为{becomes}"
            if lang == "zh"
            else f"{head}: {becomes} if it is {said}"
        )
    grade = graded(scale.grade(int(value)), lang)
    last = int(value) in (0, len(scale.grades) - 1)
    if lang == "zh":
        beyond = "" if last else "或更差" if turning.rising else "或更好"
        return f"{head}：为{grade}{beyond}时变为{becomes}"
    beyond = "" if last else " or worse" if turning.rising else " or better"
    return f"{head}: {becomes} at {grade}{beyond}"


def _value(turning: Turning, value: Fraction | None, verdict: Verdict, lang: Language) -> str:
    spec = verdict.plan.indicators[turning.observation.indicator]
    if value is None:
        return "—"
    if spec.scale is not None and value.denominator == 1:
        return graded(spec.scale.grade(int(value)), lang)
    if spec.nature == "done":
        done = ("完成", "done") if value == 1 else ("未完成", "not done")
        return done[lang == "en"]
    text = plain_number(value)
    return spec.unit.after(text, lang) if spec.unit is not None and spec.unit.en else text
