"""The numbers of quotes compared with the amounts of their targets.

Layer: lint. Input: Ruleset with its stated amounts. Output: numbers of quotes that a target does
not use, and amounts that no quote contains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.claim import places_of, tranche_periods
from targetcheck.lint.claims.numbers_beside_amounts import (
    months_of_seasons,
    settings_of,
    times_to_report,
)
from targetcheck.lint.claims.quote_number_reader import (
    ClauseNumber,
    grade_number,
    multiplier,
    numbers_in,
    numbers_in_words,
)
from targetcheck.lint.claims.stated_amounts import StatedAmount
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.fields.plain_values import is_relative
from targetcheck.ruleset.place import Group
from targetcheck.ruleset.requirement_tree import Path, Words
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Target, citations, requirement_leaves


def unused_numbers(
    number: int, target: Target, stated: tuple[StatedAmount, ...], ruleset: Ruleset
) -> Iterator[tuple[Path, ClauseNumber]]:
    """Yield each number in a quote of a target that the target does not use, with its path."""
    used: _UsedNumbers | None = None
    for path, cite in citations(number, target):
        used = used or _UsedNumbers(target, stated, ruleset)
        for found in dict.fromkeys(numbers_in(cite.quote)):
            if not used.include(found):
                yield (*path, "quote"), found


def unquoted_amounts(
    number: int, target: Target, stated: tuple[StatedAmount, ...]
) -> Iterator[StatedAmount]:
    """Yield each amount of a target that none of its quotes contains; none without a quote."""
    quotes = [cite.quote for _, cite in citations(number, target)]
    if not quotes:
        return
    text = " ".join(quotes)
    numbers = numbers_in(text, names=False)
    quoted = {v for n in numbers if n.what != "grade" for v in n.values} | numbers_in_words(text)
    quoted |= {Fraction(1)} if target.every else set()  # 每月、季通报: once in each period
    grades = {v for n in numbers if n.what == "grade" for v in n.values}
    for item in stated:
        amount = item.amount
        if isinstance(amount, Grade):
            present = amount.text in text or grade_number(amount.text) in grades
        else:
            present = bool(quoted.intersection(_values(amount)))
        if not present and not item.interpreted:
            yield item


class _UsedNumbers:
    """Every number that a target uses: amounts, dates, durations, numbers of members, names."""

    def __init__(self, target: Target, stated: tuple[StatedAmount, ...], ruleset: Ruleset) -> None:
        self.amounts = {value for s in stated for value in _values(s.amount)}
        grades = (grade_number(s.amount.text) for s in stated if isinstance(s.amount, Grade))
        self.grades = {grade for grade in grades if grade is not None}
        in_texts = [n for text in _texts(target, ruleset) for n in numbers_in(text, names=False)]
        self.named = {value for found in in_texts for value in found.values}
        self.amounts |= {Fraction(n) for n in _counted(target, ruleset)}
        self.amounts |= set(settings_of(target, ruleset))
        days = tuple(_days(target))
        self.years = {Fraction(day.year) for day in days}
        self.months = {Fraction(day.month) for day in days}
        self.months |= set(months_of_seasons(target, ruleset))
        self.days = {Fraction(day.day) for day in days}
        self.quarters = {Fraction((day.month + 2) // 3) for day in days}
        times = set(times_to_report(target))
        self.amounts, self.days, self.months = (
            pool | times for pool in (self.amounts, self.days, self.months)
        )

    def include(self, found: ClauseNumber) -> bool:
        """Return whether the target uses a number of its quotes."""
        if self.named.intersection(found.values):
            return True
        pools: dict[str, set[Fraction]] = {
            "amount": self.amounts,
            "grade": self.grades,
            "year": self.years | self.amounts,
            "month": self.months,
            "day": self.days,
            "quarter": self.quarters,
        }
        return bool(pools[found.what].intersection(found.values))


def _values(amount: Quantity | Grade) -> tuple[Fraction, ...]:
    """Return an amount as it may be written: 3.34 or 33400 for 3.34 万亩; a Grade has none."""
    if not isinstance(amount, Quantity):
        return ()
    value, times = abs(amount.value), re.match(r"[百千万亿]+", amount.unit.zh)
    return (value, value * multiplier(times.group())) if times else (value,)


def _days(target: Target) -> Iterator[date]:
    """Yield the due and start dates of a target, and the first and last day of its periods."""
    dues = [target.due, target.start, *(milestone.due for milestone in target.milestones)]
    yield from (due for due in dues if due is not None)
    labels = [target.baseline.period] if target.baseline is not None else []
    for _, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            changes = (leaf.rise, leaf.fall)
            labels += [change.since.period for change in changes if change is not None]
            since = leaf.since()
            labels += [since[1].period] if since is not None else []
    periods = [*(_period(label) for label in labels), *(p for _, p in tranche_periods(target))]
    for period in periods:
        if period is not None:
            yield period.start
            yield period.end


def _period(label: str) -> Period | None:
    try:
        return None if is_relative(label) else parse_period(label).period
    except TargetcheckError:
        return None


def _counted(target: Target, ruleset: Ruleset) -> Iterator[int]:
    """Yield the numbers of years, recurrences, places and group members of a target."""
    years = [day.year for day in _days(target)]
    if years:
        yield max(years) - min(years) + 1
    count = re.match(r"\d+", target.every or "")
    yield int(count.group()) if count else 1
    yield len(places_of(target))
    for group in _groups(target, ruleset):
        yield len(group.members)
    if isinstance(target.place, Each):
        kind = target.place.each
        yield sum(place.kind == kind for place in ruleset.all_places().values())


def _groups(target: Target, ruleset: Ruleset) -> Iterator[Group]:
    names = {target.place.each} if isinstance(target.place, Each) else set()
    for _, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            names |= {leaf.share_of or "", leaf.rank_among or ""}
    yield from (group for name, group in ruleset.all_groups().items() if name in names)


def _texts(target: Target, ruleset: Ruleset) -> Iterator[str]:
    """Yield the names and notes that may contain a number of the clause: 600总吨及以上船舶."""
    yield from (target.note or "", target.reading or "", *(other.on for other in target.disagrees))
    if target.title is not None:
        yield from (target.title.zh, target.title.en)
    names = [target.indicator, *target.when]
    for _, leaf in requirement_leaves(target):
        if isinstance(leaf, Words):
            yield leaf.words
        if isinstance(leaf, Test):
            names += [leaf.of or "", leaf.weight or "", *leaf.where]
            limit = ruleset.all_limits().get(leaf.within or "")
            yield from (leaf.reading or "", *((limit.zh, limit.en) if limit else ()))
    for group in _groups(target, ruleset):
        yield from (group.zh, group.en)
    yield from _named(names, places_of(target), ruleset)


def _named(names: list[str], places: tuple[str, ...], ruleset: Ruleset) -> Iterator[str]:
    known = ruleset.all_indicators()
    for indicator in (known[name] for name in names if name in known):
        yield from (indicator.zh, indicator.en, indicator.note or "", *indicator.aliases)
    here = ruleset.all_places()
    for place in (here[name] for name in places if name in here):
        yield from (place.zh, place.en, *place.aliases)
