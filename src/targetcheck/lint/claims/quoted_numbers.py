"""Does a target use every number of its quotes, and do its quotes carry every number of it.

Layer: lint. Output: quote-number-unused, target-number-unquoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.claim import places_of, tranche_periods
from targetcheck.lint.claims.clause_numbers import (
    ClauseNumber,
    grade_number,
    numbers_in,
    numbers_in_words,
)
from targetcheck.lint.claims.stated_amounts import StatedAmount, stated_amounts
from targetcheck.lint.finding import Findings, finding
from targetcheck.lint.message_text import amount_text
from targetcheck.periods.period_parser import Period, parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.fields.field_types import RELATIVE, Grade
from targetcheck.ruleset.place import Group
from targetcheck.ruleset.requirement_tree import Path, Words, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Target, citations

_TIMES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def check_quoted(ruleset: Ruleset) -> Findings:
    """Yield every number that stands on one side only."""
    for number, target in enumerate(ruleset.targets):
        cites = tuple(citations(number, target))
        stated = tuple(stated_amounts(number, target, ruleset))
        if cites:
            yield from _unused(target, cites, _Known(target, stated, ruleset))
            yield from _unquoted(target, cites, stated)


class _Known:
    """Every number that a target uses somewhere: amounts, dates, spans, members, names."""

    def __init__(self, target: Target, stated: tuple[StatedAmount, ...], ruleset: Ruleset) -> None:
        self.amounts = {value for s in stated for value in _values(s.amount)}
        grades = (grade_number(s.amount.text) for s in stated if isinstance(s.amount, Grade))
        self.grades = {grade for grade in grades if grade is not None}
        texts = [n for text in _texts(target, ruleset) for n in numbers_in(text, names=False)]
        self.named = {value for number in texts for value in number.values}
        self.amounts |= {Fraction(n) for n in _counted(target, ruleset)}
        days = tuple(_days(target))
        self.years = {Fraction(day.year) for day in days}
        self.months = {Fraction(day.month) for day in days}
        self.days = {Fraction(day.day) for day in days}
        self.quarters = {Fraction((day.month + 2) // 3) for day in days}

    def uses(self, number: ClauseNumber) -> bool:
        """Say whether the target uses a number of its quotes."""
        if self.named.intersection(number.values):
            return True
        pools: dict[str, set[Fraction]] = {
            "amount": self.amounts,
            "grade": self.grades,
            "year": self.years | self.amounts,
            "month": self.months,
            "day": self.days,
            "quarter": self.quarters,
        }
        return bool(pools[number.what].intersection(number.values))


def _unused(target: Target, cites: tuple[tuple[Path, Citation], ...], known: _Known) -> Findings:
    for path, cite in cites:
        for number in dict.fromkeys(numbers_in(cite.quote)):
            if not known.uses(number):
                yield finding(
                    "quote-number-unused",
                    (*path, "quote"),
                    (
                        f"the quote of `{target.id}` says `{number.text}`, which the target does "
                        "not use",
                        f"目标“{target.id}”的引文中有“{number.text}”，目标中却没有用到",
                    ),
                    (
                        "mend the figure, or quote the smallest fragment that carries it",
                        "请修正数字，或只摘录含有该数字的最短原文",
                    ),
                )


def _unquoted(
    target: Target, cites: tuple[tuple[Path, Citation], ...], stated: tuple[StatedAmount, ...]
) -> Findings:
    text = " ".join(cite.quote for _, cite in cites)
    numbers = numbers_in(text, names=False)
    said = {v for n in numbers if n.what != "grade" for v in n.values} | numbers_in_words(text)
    said |= {Fraction(1)} if target.every else set()  # 每月、季通报: once in each period
    grades = {v for n in numbers if n.what == "grade" for v in n.values}
    for item in stated:
        amount = item.amount
        if isinstance(amount, Grade):
            grade = grade_number(amount.text)
            quoted = amount.text in text or grade in grades
        else:
            quoted = bool(said.intersection(_values(amount)))
        if not quoted and not item.reading:
            yield finding(
                "target-number-unquoted",
                item.path,
                (
                    f"no quote of `{target.id}` carries {amount_text(amount, 'en')}",
                    f"目标“{target.id}”的引文中没有{amount_text(amount, 'zh')}",
                ),
                (
                    "quote the fragment that carries it, or give a `reading`",
                    "请摘录含有该数字的原文，或写明 reading",
                ),
            )


def _values(amount: Quantity | Grade) -> tuple[Fraction, ...]:
    """Give an amount as it may be written: 3.34 or 33400 for 3.34 万亩."""
    if not isinstance(amount, Quantity):
        return ()
    value, times = abs(amount.value), re.match(r"[百千万亿]+", amount.unit.zh)
    worth = Fraction(1)
    for mark in times.group() if times else "":
        worth *= _TIMES[mark]
    return (value, value * worth) if worth != 1 else (value,)


def _days(target: Target) -> Iterator[date]:
    """Yield the first and last day of everything that the target dates."""
    dues = [target.due, target.start, *(stage.due for stage in target.milestones)]
    yield from (due for due in dues if due is not None)
    labels = [target.baseline.period] if target.baseline is not None else []
    for _, requirement in target.requirements():
        for _, leaf in leaves(requirement):
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
        return None if label in RELATIVE else parse_period(label).period
    except TargetcheckError:
        return None


def _counted(target: Target, ruleset: Ruleset) -> Iterator[int]:
    """Yield numbers that follow from the target: its years, its places, members of its groups."""
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
    for _, requirement in target.requirements():
        for _, leaf in leaves(requirement):
            if isinstance(leaf, Test):
                names |= {leaf.share_of or "", leaf.rank_among or ""}
    yield from (group for name, group in ruleset.all_groups().items() if name in names)


def _texts(target: Target, ruleset: Ruleset) -> Iterator[str]:
    """Yield every name and note that may hold a number of the clause, as 600总吨及以上船舶 does."""
    yield from (target.note or "", target.reading or "", *(other.on for other in target.disagrees))
    if target.title is not None:
        yield from (target.title.zh, target.title.en)
    names = [target.indicator, *target.when]
    for _, requirement in target.requirements():
        for _, leaf in leaves(requirement):
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
