"""Boundary cases of a ruleset: just below, at, just above, missing, wrong unit, stale, provisional.

Layer: authoring. Input: a Plan. Output: templates of test cases as plain data. The expected verdict
is computed here from the bound alone. The engine supplies it only if it does not follow from a
comparison (before the due date, missing data); an author should review those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from targetcheck.authoring.cases.boundary_setup import (
    HOLE,
    Row,
    Scene,
    Unsuitable,
    decimal_text,
    inside,
    label_of,
    outside,
    scene_of,
)
from targetcheck.authoring.cases.case_file import Case
from targetcheck.authoring.cases.case_runner import Plans, run_case
from targetcheck.errors import Where
from targetcheck.observations.reported_value import in_range
from targetcheck.periods.period import MONTHS, Period
from targetcheck.plan.plan import Check, Fold, Plan, Question

Outline = dict[str, Any]
DAY = timedelta(days=1)
HEADER = """\
# Boundary cases, written by `targetcheck test RULESET --write-boundaries` and read by its author.
# Each outline tries one due date: the table is the same, the holes are filled by each example.
"""


@dataclass(slots=True)
class Boundaries:
    """Templates of a ruleset; `left_out` maps target instances without a template to the reason."""

    outlines: list[Outline] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def boundaries_of(plan: Plan) -> Boundaries:
    """Return the boundary templates of every target: one for each of its requirements."""
    found = Boundaries()
    for question in chosen_questions(plan):
        try:
            outline = _outline(question, plan)
        except Unsuitable as why:
            found.left_out[f"{question.target}@{question.place}@{question.due}"] = str(why)
            continue
        found.outlines.append(outline)
    return found


def chosen_questions(plan: Plan) -> list[Question]:
    """Return for every target the instances to test: each distinct requirement once.

    Of a recurrence the last period represents all; of places with equal requirements, the first.
    """
    chosen: list[Question] = []
    by_target: dict[str, list[Question]] = {}
    for question in plan.questions:
        by_target.setdefault(question.target, []).append(question)
    for questions in by_target.values():
        last = {(_shape(q.tree)): q for q in questions if q.recurring}
        seen: set[object] = set()
        for question in questions:
            if question.recurring and last[_shape(question.tree)] is not question:
                continue
            mark = (question.due, _shape(question.tree))
            if mark not in seen:
                seen.add(mark)
                chosen.append(question)
    return chosen


def _shape(tree: Check | Fold) -> object:
    """Return a key that is equal for equal requirements at different places or times."""
    if isinstance(tree, Fold):
        return tree.kind, tuple(_shape(part) for part in tree.parts)
    return tree.kind, tree.requirement, tree.measure.indicator, tree.bound


def _leaves(tree: Check | Fold) -> tuple[Check, ...]:
    if isinstance(tree, Check):
        return (tree,)
    return tuple(leaf for part in tree.parts for leaf in _leaves(part))


def _outline(question: Question, plan: Plan) -> Outline:
    key = f"{question.target}@{question.place}@{question.due}"
    tree = question.tree
    leaves = _leaves(tree)
    if all(leaf.kind in ("done", "words") for leaf in leaves):
        done = all(leaf.kind == "done" for leaf in leaves)
        scripted = _deliverable if done else _words
        rows, given, examples = scripted(question, leaves[0], plan)
        if len(leaves) > 1:
            for example in examples:
                example["want"] = ""
    else:
        rows, given, examples = _numeric(question, plan)
    for condition in question.when:
        spec = plan.indicators[condition.indicator]
        step = Fraction(1)
        unit = spec.unit.zh if spec.unit is not None else ""
        good = decimal_text(inside(condition.bound, step)) or "1"
        bad = decimal_text(outside(condition.bound, step)) or "0"
        day = question.due.isoformat()
        rows.append((question.place, condition.indicator, day, "{condition}", unit))
        given["condition"] = _plain(good)
        value = {"value": examples[0].get("value")}
        examples.append({"id": "condition-not-met", **value, "condition": _plain(bad), "want": ""})
    return {
        "target": key,
        "as_of": question.due,
        "table": [_line(row) for row in dict.fromkeys(rows)],
        "given": given,
        "examples": examples,
    }


Parts = tuple[list[Row], dict[str, Any], list[Outline]]


def _numeric(question: Question, plan: Plan) -> Parts:
    """Vary the first comparison; hold the others so that this one decides."""
    leaves = _leaves(question.tree)
    lead = _varied(question, plan)
    anyway = isinstance(question.tree, Fold) and question.tree.kind == "all"
    scenes: dict[int, Scene] = {id(lead.check): lead}
    rows: list[Row] = list(lead.rows)
    fixed: dict[int, bool] = {}
    for leaf in leaves:
        if leaf is lead.check:
            continue
        if leaf.kind in ("done", "words"):
            raise Unsuitable("a deliverable or words beside figures")
        other = scene_of(question, leaf, plan, holding=anyway)
        if leaf.measure == lead.check.measure:
            here = ("{period}", lead.period)
            rows += [row for row in other.rows if row[2] not in here and row not in rows]
            scenes[id(leaf)] = replace(other, measured=lead.measured)
            continue
        value = (inside if anyway else outside)(other.bound, other.step)
        told = other.text(value)
        rows += [(*r[:2], other.period, told or "0", other.unit) if r[3:] == HOLE else r
                 for r in other.rows]  # fmt: skip
        fixed[id(leaf)] = other.holds(value)

    def holds(tree: Check | Fold, value: Fraction) -> bool:
        if isinstance(tree, Fold):
            return (any if tree.kind == "any" else all)(holds(p, value) for p in tree.parts)
        return fixed[id(tree)] if id(tree) in fixed else scenes[id(tree)].holds(value)

    examples = [
        {"id": name, "value": _plain(told), "want": _verdict(question, holds(question.tree, value))}
        for name, value, told in _tries(lead)
    ]
    if not examples:
        raise Unsuitable("a bound that no decimal meets")
    at = next((e for e in examples if e["id"] == "at"), examples[-1])["value"]
    given: dict[str, Any] = {"period": _plain(lead.period), "unit": lead.unit, "status": None}
    return rows, given, [*examples, *_odd(question, lead, at)]


def _varied(question: Question, plan: Plan) -> Scene:
    reasons: list[str] = []
    anyway = isinstance(question.tree, Fold) and question.tree.kind == "all"
    for leaf in _leaves(question.tree):
        try:
            return scene_of(question, leaf, plan, holding=anyway or None)
        except Unsuitable as why:
            reasons.append(str(why))
    raise Unsuitable("; ".join(reasons))


def _tries(scene: Scene) -> Iterator[tuple[str, Fraction, str]]:
    """Yield (name, value, text as reported) around each end of the bound, in ascending order."""
    edges = scene.bound.edges()
    for number, edge in enumerate(dict.fromkeys(edges)):
        suffix = "-top" if number else ""
        here = scene.text(edge)
        values = [
            ("just-below", edge - scene.step),
            ("at", edge),
            ("just-above", edge + scene.step),
        ]
        if here is None and scene.indicator.scale is None:
            values = _around(scene, edge)
        for name, value in values:
            told = scene.text(value)
            below_nought = value < 0 <= edge and scene.indicator.low is None
            if told is not None and not below_nought and in_range(scene.indicator, value):
                yield name + suffix, value, told


def _around(scene: Scene, edge: Fraction) -> list[tuple[str, Fraction]]:
    """Return the nearest decimals below and above an end of the bound that is not a decimal."""
    step = scene.step / scene.per
    steps = edge / scene.per / step
    low = Fraction(steps.numerator // steps.denominator) * step * scene.per
    return [("just-below", low), ("just-above", low + scene.step)]


def _odd(question: Question, scene: Scene, at: object) -> Iterator[Outline]:
    """Yield missing and unsuitable values; the engine supplies their expected verdicts."""
    yield {"id": "missing", "value": None, "want": ""}
    wrong = _wrong_unit(scene)
    if wrong is not None:
        yield {"id": "wrong-unit", "value": at, "unit": wrong, "want": ""}
    elif scene.indicator.scale is not None:
        yield {"id": "no-grade", "value": "12 mg/L", "want": ""}
    yield {"id": "stale", "value": at, "period": _plain(_year_before(question, scene)), "want": ""}
    yield {"id": "provisional", "value": at, "status": "P", "want": ""}
    before = question.due - DAY
    yield {"id": "early", "value": at, "as_of": before, "period": _plain(_early(question, scene)),
           "want": ""}  # fmt: skip
    yield {"id": "not-yet", "value": None, "as_of": before, "want": ""}


def _wrong_unit(scene: Scene) -> str | None:
    if scene.indicator.scale is not None:
        return None
    unit = scene.indicator.unit
    return "mg/L" if unit is None or unit.kind in ("share", "count", "index") else "%"


def _year_before(question: Question, scene: Scene) -> str:
    """Return the same period a year before; for a total, the same span without its last year."""
    due = question.due
    day = date(due.year - 1, due.month, min(due.day, 28) if due.month == 2 else due.day)
    start = scene.check.measure.start
    if scene.check.measure.kind == "total" and start is not None:
        return label_of(Period(start, day)) if day > start else label_of(Period(day, day))
    frequency = scene.check.frequency
    months = MONTHS.get(frequency or "", 0)
    first = date(day.year, max(1, day.month - months + 1), 1) if months else day
    return label_of(Period(first, day))


def _early(question: Question, scene: Scene) -> str:
    start, before = scene.check.measure.start, question.due - DAY
    if scene.check.measure.kind == "total" and start is not None and start <= before:
        return label_of(Period(start, before))
    return before.isoformat()


def _verdict(question: Question, holds: bool) -> str:
    if holds:
        return "pass/met"
    bad = "fail" if question.strength == "binding" else "missed"
    return f"{bad}/{'lapsed' if question.mode == 'sustain' else 'not_met'}"


def _deliverable(question: Question, check: Check, _: Plan) -> Parts:
    bad = "fail" if question.strength == "binding" else "missed"
    rows: list[Row] = [(check.measure.place, check.measure.indicator, "{period}", "{value}", "")]
    given: dict[str, Any] = {"period": question.due, "status": None}
    late = question.due + DAY
    return rows, given, [
        {"id": "done", "value": "完成", "want": "pass/met"},
        {"id": "not-done", "value": "未完成", "want": f"{bad}/not_met"},
        {"id": "done-later", "value": "完成", "as_of": late, "period": late, "want": ""},
        {"id": "missing", "value": None, "want": ""},
        {"id": "unreadable", "value": "大部分", "want": ""},
        {"id": "not-yet", "value": None, "as_of": question.due - DAY, "want": ""},
    ]  # fmt: skip


def _words(question: Question, check: Check, plan: Plan) -> Parts:
    spec = plan.indicators[check.measure.indicator]
    value = "完成" if spec.nature == "done" else spec.scale.grades[0] if spec.scale else "1"
    unit = spec.unit.zh if spec.unit is not None and spec.scale is None else ""
    rows: list[Row] = [(check.measure.place, spec.id, "{period}", "{value}", unit)]
    given: dict[str, Any] = {"period": question.due, "status": None}
    judged = "undetermined/needs_judgement"
    return rows, given, [
        {"id": "reported", "value": _plain(value), "want": judged},
        {"id": "missing", "value": None, "want": judged},
    ]  # fmt: skip


def settle(outlines: Sequence[Outline], plans: Plans) -> list[str]:
    """Fill in expected verdicts from the engine where the bound alone does not determine them.

    Return a line for each disagreement between engine and bound. The codes of rows set aside become
    part of the expectation.
    """
    odd: list[str] = []
    for outline in outlines:
        for example in outline["examples"]:
            case = _case(outline, example)
            ran = run_case(case, plans)
            ((_, verdict),) = ran.verdicts
            got = f"{verdict.status}/{verdict.reason}"
            if not example["want"]:
                example["want"] = got
            elif example["want"] != got:
                odd.append(f"{case.id}: {got}, reckoned {example['want']}")
            codes = dict(ran.set_aside)
            if codes:
                one = len(codes) == 1 and sum(codes.values()) == 1
                example["set_aside"] = next(iter(codes)) if one else codes
    return odd


def _case(outline: Outline, example: Outline) -> Case:
    from targetcheck.authoring.cases.case_file import expand

    return Case(
        id=f"{outline['target']} {example['id']}",
        as_of={**outline, **example}["as_of"],
        rows=expand(outline["table"], {**outline["given"], **example}),
        want={outline["target"]: {}},
        where=Where("<boundaries>"),
        path=(),
    )


def _line(row: Row) -> str:
    cells = [*row, "{status}"] if "{value}" in row[3] else list(row)
    return ",".join(f'"{c}"' if "," in c else c for c in cells).rstrip(",")


def _plain(text: str | None) -> object:
    """Return text that reads as a number as that number, other text unchanged."""
    if text is None:
        return None
    from targetcheck.yaml_text.yaml_loader import ImpossibleDate, read_scalar

    try:
        value = read_scalar(text)
    except ImpossibleDate:
        return text
    return value if str(value) == text else text
