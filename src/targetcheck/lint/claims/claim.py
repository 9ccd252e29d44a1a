"""Promises taken apart into single claims that can be set beside each other.

Layer: lint. A claim is one figure for one subject (what is measured, of whom, over which time) by
one date; milestones, tranches and the branches of `all` give one claim each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.amount_interval import Interval, interval_of
from targetcheck.lint.claims.claim_subject import (
    ClaimSubject,
    FigureKind,
    figure_of,
    measure_of,
    terms_of,
)
from targetcheck.lint.message_text import comparison_text, requirement_text
from targetcheck.periods.period_parser import Period, parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare, Test
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.fields.field_types import RELATIVE
from targetcheck.ruleset.indicators.indicator import of_indicator
from targetcheck.ruleset.requirement_tree import AllOf, AnyOf, Done, Path, Words
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Strength, Target


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure, or words in its stead, for one subject by one date."""

    number: int
    target: Target
    path: Path
    subject: ClaimSubject
    due: date
    kind: FigureKind
    interval: Interval | None
    en: str
    zh: str
    strength: Strength
    clauses: frozenset[str]
    lasting: bool
    """Whether the figure is a state, which a later date may repeat, and no sum over time."""

    @property
    def steady(self) -> bool:
        """Say whether the figure is fixed, so that claims of several dates can be compared."""
        fixed = self.kind[0] in ("level", "about", "change") and not RELATIVE & set(self.kind)
        return self.interval is not None and fixed and self.subject.every is None

    def says_as(self, other: Claim) -> bool:
        """Say whether both give the same figure."""
        return self.kind == other.kind and self.interval == other.interval


class DeclaredRelations:
    """What `restates` and `disagrees` say; what restates the same is one and the same."""

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
        """Give the id that stands for all targets which say the same as this one."""
        while self._root[name] != name:
            name = self._root[name]
        return name

    def same(self, first: str, second: str) -> bool:
        """Say whether the two are declared to say the same."""
        return self.root(first) == self.root(second)

    def apart(self, first: str, second: str) -> bool:
        """Say whether the two are declared to disagree."""
        return frozenset((self.root(first), self.root(second))) in self._apart


@dataclass(frozen=True, slots=True)
class _Stage:
    """One requirement of a target with its date, before it is taken apart."""

    path: Path
    requirement: AllOf | AnyOf | Done | Words | Test
    due: date
    strength: Strength
    cites: tuple[Citation, ...]


def claims_of(ruleset: Ruleset) -> tuple[Claim, ...]:
    """Give every claim of a ruleset, in written order."""
    return tuple(
        claim
        for number, target in enumerate(ruleset.targets)
        for claim in (*_required(number, target, ruleset), *_tranches(number, target, ruleset))
    )


def places_of(target: Target) -> tuple[str, ...]:
    """Give the places of a target by id; `each` stands for its places as one."""
    if isinstance(target.place, Each):
        return (f"each {target.place.each} in {target.place.within or ''}".strip(),)
    return (target.place,) if isinstance(target.place, str) else target.place


def _required(number: int, target: Target, ruleset: Ruleset) -> Iterator[Claim]:
    for stage in _stages(number, target):
        for path, part in _joined(stage.requirement, stage.path):
            places = places_of(target)
            if isinstance(part, Test) and part.at:
                places = (part.at,)
            for place in places:
                claim = _claim(number, target, ruleset, stage, path, part, place)
                if claim is not None:
                    yield claim


def _stages(number: int, target: Target) -> Iterator[_Stage]:
    start: Path = ("targets", number)
    for n, m in enumerate(target.milestones):
        cites = (m.cite,) if m.cite else target.cite
        strength = m.strength or target.strength
        yield _Stage((*start, "milestones", n, "require"), m.require, m.due, strength, cites)
    if target.require is not None and target.due is not None:
        path = (*start, "require")
        yield _Stage(path, target.require, target.due, target.strength, target.cite)


def _joined(
    requirement: AllOf | AnyOf | Done | Words | Test, path: Path
) -> Iterator[tuple[Path, AnyOf | Done | Words | Test]]:
    """Yield what must hold together: the branches of `all` one by one, `any` as a whole."""
    if isinstance(requirement, AllOf):
        for n, part in enumerate(requirement.all):
            yield from _joined(part, (*path, "all", n))
    else:
        yield path, requirement


def _claim(
    number: int,
    target: Target,
    ruleset: Ruleset,
    stage: _Stage,
    path: Path,
    part: AnyOf | Done | Words | Test,
    place: str,
) -> Claim | None:
    name = part.of if isinstance(part, Test) and part.of else target.indicator
    indicator = ruleset.all_indicators().get(name)
    if indicator is None:
        return None
    kind, interval = figure_of(part, indicator, ruleset)
    flow = indicator.nature == "flow" and not (isinstance(part, Test) and part.share_of)
    window = _first_day(target) if flow else None
    en, zh = requirement_text(part, "en"), requirement_text(part, "zh")
    subject = ClaimSubject(measure_of(part, target), place, window, target.every, terms_of(target))
    lasting = not flow and indicator.nature not in ("count", "done")
    clauses = frozenset("".join(c.clause.split()) for c in stage.cites)
    due, strength = stage.due, stage.strength
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
    """Give the day from which a flow adds up."""
    starts = [period.start for _, period in tranche_periods(target)]
    return target.start or min(starts, default=None)


def tranche_periods(
    target: Target,
) -> tuple[tuple[tuple[str | None, str, Quantity], Period], ...]:
    """Give every tranche (place or None, label, amount) with its period, where that can be read."""
    found = []
    for tranche in target.tranche_amounts():
        try:
            found.append((tranche, parse_period(tranche[1]).period))
        except TargetcheckError:
            continue
    return tuple(found)
