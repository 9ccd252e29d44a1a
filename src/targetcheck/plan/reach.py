"""Which indicators a question may read: its own, and all that they are made of.

Floor: plan. Comes in: questions. Goes out: names of indicators. Every name that stands anywhere in
a question or in the plan of an indicator counts, so that a new way of making indicators needs no
word here; one too many costs a little reading and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from targetcheck.model.formula import names_in
from targetcheck.plan.plan import IndicatorPlan, Plan, Question

REPORTED = frozenset(
    {"id", "nature", "unit", "better", "scale", "frequency", "aggregate", "across", "low", "high",
     "water", "irreversible", "non_detect"}
)  # fmt: skip
"""What the plan of an indicator says of its reports; all else says how it is made of others."""


def is_made(spec: IndicatorPlan) -> bool:
    """Say whether an indicator is made of others, or of its own samples."""
    return any(getattr(spec, f.name) for f in fields(spec) if f.name not in REPORTED)


def indicators_behind(plan: Plan, questions: Iterable[Question]) -> frozenset[str]:
    """Give every indicator whose reports may bear on one of the questions."""
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
