"""Which indicators a question may read, and which places bear on each other.

Layer: plan. Input: questions. Output: names of indicators and places. Every name that stands anywhere in
a question or in the plan of an indicator counts, so that a new way of making indicators needs no
word here; one too many costs a little reading and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from targetcheck.plan.lazy_questions import Batch, Questions
from targetcheck.plan.plan import HERE, Check, Fold, IndicatorPlan, Plan, Question
from targetcheck.ruleset.indicators.formula import names_in

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Pace

REPORTED = frozenset(
    {"id", "nature", "unit", "better", "scale", "frequency", "aggregate", "across", "low", "high",
     "water", "irreversible", "non_detect", "above_hundred", "whole_counts",
     "ppm", "units"}
)  # fmt: skip
"""What the plan of an indicator says of its reports; all else says how it is made of others."""


def is_made(spec: IndicatorPlan) -> bool:
    """Return whether an indicator is made of others, or of its own samples."""
    return any(getattr(spec, f.name) for f in fields(spec) if f.name not in REPORTED)


def indicators_behind(plan: Plan, questions: Iterable[Question]) -> frozenset[str]:
    """Return every indicator whose reports may bear on one of the questions."""
    own = {target.id: target.indicator for target in plan.ruleset.targets}
    ahead: list[str] = []
    for question in questions:
        ahead.append(own[question.target])
        ahead += _names(question.when)
        ahead += _names(question.tree)
    found: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name in found or name not in plan.indicators:
            continue
        found.add(name)
        spec = plan.indicators[name]
        if is_made(spec):
            ahead += _names(spec)
            ahead += names_in(spec.formula) if spec.formula is not None else ()
    return frozenset(found)


def _names(part: object) -> Iterator[str]:
    """Yield every text inside a part of the plan."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _names(key)
            yield from _names(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _names(value)
    elif is_dataclass(part):
        for f in fields(part):
            yield from _names(getattr(part, f.name))


def places_together(plan: Plan) -> dict[str, str]:
    """Return for each place the one that stands for all that bear on each other.

    Places do where a question names several, and where a place is made of others; where members
    turn up with the data, all places do.
    """
    places = plan.ruleset.all_places()
    root = {place: place for place in places}

    def top(place: str) -> str:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    def join(names: Iterable[str]) -> None:
        known = [name for name in names if name in root]
        for name in known[1:]:
            root[top(name)] = top(known[0])

    for batch in batches_of(plan):
        for question in batch.questions:
            if not _stays(question):
                named = tuple(_names(question.tree))
                for place in batch.places if question.place == HERE else (question.place,):
                    join((place, *named))
    for spec in plan.indicators.values():
        if is_made(spec):
            _join_made(spec, join, places)
    for below in plan.children.values():
        for parent, kids in below.items():
            join((parent, *kids))
    if _from_data(plan) or _looks_at_peers(plan):
        join(places)
    return {place: top(place) for place in places}


def _stays(question: Question) -> bool:
    """Return whether a question looks at no place but its own."""
    tree = question.tree
    return (
        isinstance(tree, Check)
        and tree.measure.place == question.place
        and not tree.measure.members
        and not tree.measure.members_from_data
    )


def _join_made(
    spec: IndicatorPlan, join: Callable[[Iterable[str]], None], places: Iterable[str]
) -> None:
    """Join every place with those that its value is made of."""
    for part in (getattr(spec, f.name) for f in fields(spec) if f.name not in REPORTED):
        for mapping in _mappings(part):
            for place, others in mapping.items():
                join(_names((place, others)))
        if getattr(part, "from_data", False):
            join(places)


def _mappings(part: object) -> Iterator[Mapping[str, object]]:
    """Yield every mapping inside a part of the plan; they lead from a place to others."""
    if isinstance(part, Mapping):
        yield part
    elif isinstance(part, tuple):
        for value in part:
            yield from _mappings(value)
    elif is_dataclass(part):
        for f in fields(part):
            yield from _mappings(getattr(part, f.name))


def _from_data(plan: Plan) -> bool:
    """Return whether members turn up with the data in any question."""
    return any(_finds_members(q.tree) for batch in batches_of(plan) for q in batch.questions)


def _looks_at_peers(plan: Plan) -> bool:
    """Return whether a method weighs a place against others of its kind."""
    declared = (check.judge.pace for batch in batches_of(plan) for q in batch.questions
                for check in checks_of(q.tree))  # fmt: skip
    ahead: list[Pace | None] = [plan.profile.pace, *declared]
    while ahead:
        pace = ahead.pop()
        if pace is not None:
            if pace.method == "distance":
                return True
            ahead.append(pace.otherwise)
    return False


def checks_of(tree: Check | Fold) -> Iterator[Check]:
    """Yield the checks of a tree."""
    if isinstance(tree, Check):
        yield tree
    else:
        for part in tree.parts:
            yield from checks_of(part)


def batches_of(plan: Plan) -> Iterable[Batch]:
    """Return the questions of a plan without one for each place."""
    questions = plan.questions
    if isinstance(questions, Questions):
        return questions.batches
    return (Batch((question,), (question.place,)) for question in questions)


def _finds_members(tree: Check | Fold) -> bool:
    return any(check.measure.members_from_data for check in checks_of(tree))
