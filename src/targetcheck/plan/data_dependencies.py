"""Dependencies of target instances on indicators and on the observations of other places.

Layer: plan. Input: target instances. Output: ids of indicators and places. Every name found in an
instance or in the plan of an indicator counts as a dependency, so a new kind of derived indicator
needs no change here. A superfluous dependency costs reading time and changes no verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.lazy_questions import Batch, Questions
from targetcheck.plan.plan import HERE, Check, Fold, Plan, Question

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators import formula
    from targetcheck.ruleset.progress_method import Pace
else:
    formula = on_first_use("targetcheck.ruleset.indicators.formula")

REPORTED = frozenset(
    {"id", "nature", "unit", "better", "scale", "frequency", "aggregate", "across", "low", "high",
     "water", "irreversible", "non_detect", "above_hundred", "whole_counts",
     "ppm", "units"}
)  # fmt: skip
"""Fields of an IndicatorPlan on its observations; all others define how it is derived."""
DERIVED = tuple(f.name for f in fields(IndicatorPlan) if f.name not in REPORTED)
"""Fields of an IndicatorPlan that define how its values are derived, at most one of which is set."""
_derived = attrgetter(*DERIVED)


def is_made(spec: IndicatorPlan) -> bool:
    """Return whether an indicator is derived from other indicators or from its own samples."""
    return any(_derived(spec))


def indicators_behind(plan: Plan, questions: Iterable[Question]) -> frozenset[str]:
    """Return the ids of all indicators whose observations can affect the target instances."""
    own = {target.id: target.indicator for target in plan.ruleset.targets}
    ahead: list[str] = []
    for question in questions:
        ahead.append(own[question.target])
        ahead += _names(question.when)
        ahead += _names(question.tree)
    return derived_from(plan, ahead)


def measured_by(question: Question) -> Iterator[str]:
    """Yield the ids of the indicators that a target instance compares, conditions left out."""
    for check in checks_of(question.tree):
        yield check.measure.indicator
        yield from (condition.indicator for condition in check.measure.where)
        if check.measure.weight is not None:
            yield check.measure.weight


def derived_from(plan: Plan, names: Iterable[str]) -> frozenset[str]:
    """Return the ids of some indicators and of all indicators that they are derived from."""
    ahead = list(names)
    found: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name in found or name not in plan.indicators:
            continue
        found.add(name)
        spec = plan.indicators[name]
        if is_made(spec):
            ahead += (name for key in DERIVED for name in _names(getattr(spec, key)))
            ahead += formula.names_in(spec.formula) if spec.formula is not None else ()
    return frozenset(found)


def _names(part: object) -> Iterator[str]:
    """Yield every string inside a part of the plan."""
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
    """Return a mapping from place to a representative.

    Places whose observations can affect the same verdict share one; used to partition work on
    Spark. Places are joined if an instance names several, or if one is aggregated from others. All
    places are joined if members of a group are taken from the data.
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
            if not reads_own_place(question):
                named = tuple(_names((question.tree, question.when)))
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


def reads_own_place(question: Question) -> bool:
    """Return whether a target instance depends on the observations of its own place only."""
    tree = question.tree
    return (
        isinstance(tree, Check)
        and tree.measure.place == question.place
        and not tree.measure.members
        and not tree.measure.members_from_data
        and tree.moving is None
        and all(condition.moving is None for condition in question.when)
    )


def _join_made(
    spec: IndicatorPlan, join: Callable[[Iterable[str]], None], places: Iterable[str]
) -> None:
    """Join every place with the places that its value is aggregated from."""
    for part in (getattr(spec, f.name) for f in fields(spec) if f.name not in REPORTED):
        for mapping in _mappings(part):
            for place, others in mapping.items():
                join(_names((place, others)))
        if getattr(part, "from_data", False):
            join(places)


def _mappings(part: object) -> Iterator[Mapping[str, object]]:
    """Yield every mapping from a place to other places inside a part of the plan."""
    if isinstance(part, Mapping):
        yield part
    elif isinstance(part, tuple):
        for value in part:
            yield from _mappings(value)
    elif is_dataclass(part):
        for f in fields(part):
            yield from _mappings(getattr(part, f.name))


def _from_data(plan: Plan) -> bool:
    """Return whether any target instance uses a group whose members are taken from the data."""
    return any(_finds_members(q.tree) for batch in batches_of(plan) for q in batch.questions)


def _looks_at_peers(plan: Plan) -> bool:
    """Return whether a progress method compares a place with places of its kind."""
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
    """Yield the checks of a requirement tree."""
    if isinstance(tree, Check):
        yield tree
    else:
        for part in tree.parts:
            yield from checks_of(part)


def batches_of(plan: Plan) -> Iterable[Batch]:
    """Return the batches of target instances, without creating one instance per place."""
    questions = plan.questions
    if isinstance(questions, Questions):
        return questions.batches
    return (Batch((question,), (question.place,)) for question in questions)


def _finds_members(tree: Check | Fold) -> bool:
    return any(check.measure.members_from_data for check in checks_of(tree))


def has_place_patterns(plan: Plan) -> bool:
    """Return whether a group declares patterns of places that only the data name."""
    return any(group.unnamed for group in plan.ruleset.all_groups().values())
