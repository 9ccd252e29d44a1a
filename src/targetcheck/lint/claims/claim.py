"""Targets split into claims that can be compared, and the relations declared between targets.

Layer: lint. Input: Ruleset. Output: Claim, DeclaredRelations. A claim is one requirement on one
subject by one date; a milestone, a tranche and a branch of `all` are a claim each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.amount_interval import Interval, interval_of
from targetcheck.lint.claims.claim_subject import (
    ClaimSubject,
    RequirementKind,
    kind_and_interval,
    measure_of,
    terms_of,
)
from targetcheck.lint.message_text import comparison_text, requirement_text
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare, Test
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.fields.plain_values import is_relative
from targetcheck.ruleset.indicators.indicator import of_indicator
from targetcheck.ruleset.requirement_tree import AllOf, AnyOf, Done, Path, Words
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Strength, Target


@dataclass(frozen=True, slots=True)
class Claim:
    """One requirement on one subject by one date.

    `number` is the index of the target, `interval` the values that meet the claim in base units
    (None: not known or no number), `en` and `zh` the requirement as messages name it, `clauses` the
    clauses cited, without white space.
    """

    number: int
    target: Target
    path: Path
    subject: ClaimSubject
    due: date
    kind: RequirementKind
    interval: Interval | None
    en: str
    zh: str
    strength: Strength
    clauses: frozenset[str]
    lasting: bool
    """Whether the value is a state, which a later date may repeat, and not a sum over time."""

    @property
    def steady(self) -> bool:
        """Whether the bound is fixed, so that claims of several dates can be compared."""
        fixed = self.kind[0] in ("level", "about", "change") and not any(
            isinstance(part, str) and is_relative(part) for part in self.kind
        )
        return self.interval is not None and fixed and self.subject.every is None

    def says_as(self, other: Claim) -> bool:
        """Return whether both claims require the same."""
        return self.kind == other.kind and self.interval == other.interval


class DeclaredRelations:
    """The `restates` and `disagrees` of targets; targets that restate the same count as one."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._root = {target.id: target.id for target in ruleset.targets}
        for target in ruleset.targets:
            for name in target.restates:
                if name in self._root:
                    self._root[self.root(name)] = self.root(target.id)
        self._apart = {
            frozenset((self.root(target.id), self.root(other.target)))
            for target in ruleset.targets
            for other in target.disagrees
            if other.target in self._root
        }

    def root(self, name: str) -> str:
        """Return the id that represents all targets linked to this one by `restates`."""
        while self._root[name] != name:
            name = self._root[name]
        return name

    def same(self, first: str, second: str) -> bool:
        """Return whether two targets are linked by `restates`."""
        return self.root(first) == self.root(second)

    def apart(self, first: str, second: str) -> bool:
        """Return whether two targets are declared to disagree."""
        return frozenset((self.root(first), self.root(second))) in self._apart


@dataclass(frozen=True, slots=True)
class _DatedRequirement:
    """A requirement of a target with its due date, before it is split into claims."""

    path: Path
    requirement: AllOf | AnyOf | Done | Words | Test
    due: date
    strength: Strength
    cites: tuple[Citation, ...]


def claims_of(ruleset: Ruleset) -> tuple[Claim, ...]:
    """Return every claim of a ruleset, in written order."""
    return tuple(
        claim
        for number, target in enumerate(ruleset.targets)
        for claim in (*_required(number, target, ruleset), *_tranches(number, target, ruleset))
    )


def places_of(target: Target) -> tuple[str, ...]:
    """Return the place ids of a target; `each` is one text for all its places."""
    if isinstance(target.place, Each):
        return (f"each {target.place.each} in {target.place.within or ''}".strip(),)
    return (target.place,) if isinstance(target.place, str) else target.place


def _required(number: int, target: Target, ruleset: Ruleset) -> Iterator[Claim]:
    for dated in _dated_requirements(number, target):
        for path, part in _joined(dated.requirement, dated.path):
            places = places_of(target)
            if isinstance(part, Test) and part.at:
                places = (part.at,)
            for place in places:
                claim = _claim(number, target, ruleset, dated, path, part, place)
                if claim is not None:
                    yield claim


def _dated_requirements(number: int, target: Target) -> Iterator[_DatedRequirement]:
    start: Path = ("targets", number)
    for n, milestone in enumerate(target.milestones):
        cites = (milestone.cite,) if milestone.cite else target.cite
        strength = milestone.strength or target.strength
        yield _DatedRequirement(
            (*start, "milestones", n, "require"), milestone.require, milestone.due, strength, cites
        )
    if target.require is not None and target.due is not None:
        path = (*start, "require")
        yield _DatedRequirement(path, target.require, target.due, target.strength, target.cite)


def _joined(
    requirement: AllOf | AnyOf | Done | Words | Test, path: Path
) -> Iterator[tuple[Path, AnyOf | Done | Words | Test]]:
    """Yield the parts that must all hold: the branches of `all` one by one, `any` as a whole."""
    if isinstance(requirement, AllOf):
        for n, part in enumerate(requirement.all):
            yield from _joined(part, (*path, "all", n))
    else:
        yield path, requirement


def _claim(
    number: int,
    target: Target,
    ruleset: Ruleset,
    dated: _DatedRequirement,
    path: Path,
    part: AnyOf | Done | Words | Test,
    place: str,
) -> Claim | None:
    name = part.of if isinstance(part, Test) and part.of else target.indicator
    indicator = ruleset.all_indicators().get(name)
    if indicator is None:
        return None
    kind, interval = kind_and_interval(part, indicator, ruleset)
    flow = indicator.nature == "flow" and not (isinstance(part, Test) and part.share_of)
    window = _first_day(target) if flow else None
    en, zh = requirement_text(part, "en"), requirement_text(part, "zh")
    subject = ClaimSubject(measure_of(part, target), place, window, target.every, terms_of(target))
    lasting = not flow and indicator.nature not in ("count", "done")
    clauses = frozenset("".join(c.clause.split()) for c in dated.cites)
    due, strength = dated.due, dated.strength
    return Claim(
        number, target, path, subject, due, kind, interval, en, zh, strength, clauses, lasting
    )


def _tranches(number: int, target: Target, ruleset: Ruleset) -> Iterator[Claim]:
    indicator = ruleset.all_indicators().get(target.indicator)
    if indicator is None:
        return
    clauses = frozenset("".join(c.clause.split()) for c in target.cite)
    for (place, label, amount), period in tranche_periods(target):
        compare = Compare(at_least=amount)
        interval = interval_of(compare, of_indicator(indicator), ruleset)
        below = (label,) if place is None else (place, label)
        for name in places_of(target) if place is None else (place,):
            yield Claim(
                number,
                target,
                ("targets", number, "tranches", *below),
                ClaimSubject(("of", target.indicator), name, period.start, None, terms_of(target)),
                period.end,
                ("level", None),
                interval,
                comparison_text(compare, "en"),
                comparison_text(compare, "zh"),
                target.strength,
                clauses,
                lasting=False,
            )


def _first_day(target: Target) -> date | None:
    """Return the day from which a flow is summed; None if the target does not say."""
    starts = [period.start for _, period in tranche_periods(target)]
    return target.start or min(starts, default=None)


def tranche_periods(
    target: Target,
) -> tuple[tuple[tuple[str | None, str, Quantity], Period], ...]:
    """Return each tranche (place or None, label, amount) with its period.

    A tranche whose label cannot be read as a period is left out.
    """
    found = []
    for tranche in target.tranche_amounts():
        try:
            found.append((tranche, parse_period(tranche[1]).period))
        except TargetcheckError:
            continue
    return tuple(found)
