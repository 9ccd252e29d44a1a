"""Comparison of a result with earlier ones.

Layer: output. Input: the current result, that of the previous period and that of a year ago.
Output: changes of values and shares, exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from dateutil.relativedelta import relativedelta

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.kernel.outcome import Point
from targetcheck.output.verdict_columns import short_number
from targetcheck.plan.restated_targets import Stated, stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Verdict

_DAY = relativedelta(days=1)
Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """Change against an earlier value, in the unit of the clause; `points` for shares, exact."""

    difference: Fraction
    points: Fraction | None
    percent: Fraction | None
    since: str
    text: str


@dataclass(frozen=True)
class ComparedResults:
    """A result and the earlier results that it is compared with; either may be None."""

    now: Result
    previous: Result | None = None
    last_year: Result | None = None
    _index: dict[int, dict[Key, Verdict]] = field(default_factory=dict, repr=False)

    @property
    def inside(self) -> ComparedResults:
        """The comparison of the verdicts inside the scope; itself without a scope."""
        if self.now.scope is None:
            return self
        earlier = (self.previous, self.last_year)
        then, year = (result.inside if result is not None else None for result in earlier)
        return ComparedResults(self.now.inside, then, year)

    @cached_property
    def promised(self) -> tuple[Result | None, Result | None]:
        """Earlier results after the document was issued, so that counts are comparable."""
        issued = self.now.ruleset.document.issued
        earlier = (self.previous, self.last_year)
        then, year = (r if r is not None and r.as_of >= issued else None for r in earlier)
        return then, year

    @cached_property
    def stated(self) -> tuple[Stated[Verdict], ...]:
        """The current verdicts, a restated target once."""
        return stated_once(self.now.verdicts, self.now.ruleset)

    def before(self, verdict: Verdict) -> Verdict | None:
        """Return the verdict of the previous period on the same target instance."""
        return self._find(self.promised[0], verdict)

    def change(self, verdict: Verdict, lang: Language) -> ValueChange | None:
        """Return the change since the previous observation; None without a new one."""
        other, point = self._find(self.previous, verdict), verdict.outcome.point
        earlier = other.outcome.point if other is not None else None
        if other is None or point is None or earlier is None:
            return None
        if earlier.period.end >= point.period.end:
            return None
        return _change(verdict, other, lang)

    def year_change(self, verdict: Verdict, lang: Language) -> ValueChange | None:
        """Return the change since the same period of the previous year, else None."""
        other, point = self._find(self.last_year, verdict), verdict.outcome.point
        earlier = other.outcome.point if other is not None else None
        if other is None or point is None or earlier is None:
            return None
        return _change(verdict, other, lang) if _year_apart(earlier, point) else None

    def _find(self, result: Result | None, verdict: Verdict) -> Verdict | None:
        if result is None:
            return None
        index = self._index.get(id(result))
        if index is None:
            index = {(v.target, v.place, v.due): v for v in result.verdicts}
            self._index[id(result)] = index
        found = index.get((verdict.target, verdict.place, verdict.due))
        if found is not None and found.outcome.point is not None:
            return found
        year_ago = verdict.due - relativedelta(years=1)
        if result is self.last_year:
            return index.get((verdict.target, verdict.place, year_ago), found)
        return found


def _year_apart(earlier: Point, later: Point) -> bool:
    """Return whether two periods are the same part of consecutive years."""
    one, other = earlier.period, later.period
    same_end = one.end + _DAY == other.end + _DAY - relativedelta(years=1)
    if one.start == one.end or other.start == other.end:
        return same_end and one.start == one.end and other.start == other.end
    return same_end and one.start == other.start - relativedelta(years=1)


def _change(verdict: Verdict, other: Verdict, lang: Language) -> ValueChange | None:
    check = verdict.outcome.check
    now, then = verdict.value, other.value
    if check is None or check.scale is not None or check.kind in ("done", "words"):
        return None
    if now is None or then is None or verdict.unit != other.unit:
        return None
    difference = now - then
    percent = difference / abs(then) * 100 if then else None
    points = None
    unit = verdict.unit
    if unit is not None and unit.kind == "share":
        points = difference * unit.factor * 100
    assert other.outcome.point is not None
    since = printable(other.outcome.point.period.text(lang))
    return ValueChange(difference, points, percent, since, _said(verdict, difference, points, lang))


def _said(verdict: Verdict, difference: Fraction, points: Fraction | None, lang: Language) -> str:
    if points is not None:
        return points_text(points, lang)
    sign = "+" if difference > 0 else ""
    number, unit = short_number(difference), verdict.unit
    return sign + (unit.after(number, lang) if unit is not None and unit.label(lang) else number)


def points_text(points: Fraction, lang: Language) -> str:
    """Return a difference of shares in percentage points, signed."""
    sign = "+" if points > 0 else ""
    return f"{sign}{short_number(points)}{'个百分点' if lang == 'zh' else ' pp'}"
