"""Numbers of a sentence: two decimals, more only for small numbers and where fewer would mislead.

Layer: verdicts. Input: exact values with the check that they belong to. Output: text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil, floor

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome
from targetcheck.plan.plan import Check
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.rounding import magnitude, round_decimals
from targetcheck.quantities.unit import Unit
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.progress_text import ratio_text
from targetcheck.verdicts.requirement_text import value_text
from targetcheck.verdicts.verdict_data import VerdictData

_DIGITS = range(2, 9)
_SMALL = Fraction(1, 10)


def decimals(value: Fraction, edge: Fraction | None = None) -> str:
    """Return a number with two decimals at most; more where it would look as if on another side.

    A value below 0.1 keeps three significant digits. A value that is not 0 is never shown as 0, one
    that is not on the `edge` never as the edge.
    """
    least = 2 if not value or abs(value) >= _SMALL else 2 - magnitude(value)
    for digits in range(max(2, least), max(_DIGITS.stop, least + 1)):
        near = round_decimals(value, digits, "half_even")
        same_side = edge is None or _sign(near - edge) == _sign(value - edge)
        if same_side and bool(near) == bool(value):
            return _plain(near, digits)
    return _plain(value, _DIGITS[-1])


def percent(ratio: Fraction, edge: Fraction | None = None) -> str:
    """Return a ratio as a whole percentage where that is near enough, else with decimals."""
    value = ratio * 100
    for digits in range(3):
        near = round_decimals(value, digits, "half_even")
        if edge is None or _sign(near - edge * 100) == _sign(value - edge * 100):
            return f"{_plain(near, digits)}%"
    return f"{decimals(value, None if edge is None else edge * 100)}%"


def compared_value(outcome: Outcome) -> Fraction | None:
    """Return the value that was compared: the reported one, or an end of its interval."""
    point, bound, found = outcome.point, outcome.bound, outcome.compared
    if bound is not None and bound.end:
        return found.value if found is not None else None
    return point.value if point is not None else None


def in_clause(value: Fraction, outcome: Outcome) -> Fraction:
    """Return a value of the measure in the unit of the clause."""
    bound = outcome.bound or (outcome.check.bound if outcome.check is not None else None)
    return value if bound is None else value / bound.per_unit


def clause_unit(outcome: Outcome) -> Unit | None:
    """Return the unit of the values of an outcome."""
    check = outcome.check
    if check is None:
        return None
    bound = outcome.bound or check.bound
    return (check.written_unit or check.unit) if bound is not None else check.unit


def amount(value: Fraction, outcome: Outcome, lang: Language, *, edge: bool = True) -> str:
    """Return a value of the measure with its unit; a class or a deliverable in words.

    `edge`: a value that misses its bound keeps as many digits as it takes not to seem to reach it.
    """
    check = outcome.check
    if check is None or check.scale is not None or check.nature == "done":
        return value_text(value, check, lang) if check is not None else decimals(value)
    bound = outcome.bound or check.bound
    edges = bound.edges() if bound is not None and edge else ()
    limit = in_clause(edges[0], outcome) if edges else None
    return with_unit(decimals(in_clause(value, outcome), limit), clause_unit(outcome), lang)


def difference(value: Fraction, outcome: Outcome, lang: Language) -> str:
    """Return a distance between two values: shares in percentage points, else with the unit."""
    check = outcome.check
    if in_points(check):
        assert check is not None
        assert check.unit is not None
        points = decimals(abs(value) * check.unit.factor * 100)
        if lang == "zh":
            return f"{points}个百分点"
        return f"{points} percentage point{'' if points == '1' else 's'}"
    return with_unit(decimals(abs(in_clause(value, outcome))), clause_unit(outcome), lang)


def in_points(check: Check | None) -> bool:
    """Return whether differences of a measure are given in percentage points."""
    return check is not None and check.unit is not None and check.unit.kind == "share"


def with_unit(number: str, unit: Unit | None, lang: Language) -> str:
    """Return a number with its unit; of one thing in the singular."""
    if unit is not None and lang == "en" and number == "1" and unit.kind == "count":
        return f"1 {_singular(unit.en)}" if unit.en else number
    return unit.after(number, lang) if unit is not None and unit.label(lang) else number


def _singular(name: str) -> str:
    odd = {"people": "person", "batches": "batch"}
    if name in odd or "/" in name or not name.endswith("s"):
        return odd.get(name, name)
    return f"{name[:-3]}y" if name.endswith("ies") else name[:-1]


def whole(number: Fraction) -> str:
    """Return a count as digits."""
    return str(number.numerator) if number.denominator == 1 else _plain(number, 2)


def whole_up(value: Fraction, outcome: Outcome, *, upward: bool) -> Fraction:
    """Return a value of things that are counted whole as the whole number that would do."""
    unit = clause_unit(outcome)
    if unit is None or not (unit.whole or unit.kind == "count"):
        return value
    told = in_clause(value, outcome)
    things = told * unit.factor if unit.kind == "count" else told
    near = ceil(things) if upward else floor(things)
    return value * near / things if things else value


def planned(outcome: Outcome) -> tuple[Fraction, Fraction, bool]:
    """Return the planned value that a sentence shows, the distance behind it, and whether up is good.

    Things that are counted whole are planned whole, as long as the rate that stands beside is that
    of the whole number; else the planned value itself is shown.
    """
    pace, point = outcome.pacing, outcome.point
    assert pace is not None
    assert pace.asked is not None
    assert pace.ratio is not None
    assert point is not None
    assert point.value is not None
    upward = outcome.bound is None or outcome.bound.low is not None
    goal, start = whole_up(pace.asked, outcome, upward=upward), pace.start_value or Fraction(0)
    whole_ratio = (point.value - start) / (goal - start) if goal != start else None
    if whole_ratio is None or ratio_text(whole_ratio) != ratio_text(pace.ratio):
        goal = pace.asked
    return goal, goal - point.value if upward else point.value - goal, upward


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _plain(value: Fraction, digits: int) -> str:
    text = number_text(value, digits) if digits else number_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def judged(verdict: VerdictData, day: Callable[[date], str], lang: Language) -> str:
    """Return who judged a target without a number, when and how."""
    said = verdict.override
    assert said is not None
    status = word(STATUS, said.status, lang)
    if lang == "zh":
        return f"经{said.author}于{day(said.date)}评定为{status}"
    return f"judged {status} by {said.author} on {day(said.date)}"


def percent_text(value: Fraction | None, digits: int = 1) -> str:
    """Return a share in percent with one decimal, never rounded up to 100 or down to 0."""
    if value is None:
        return "—"
    for more in range(digits, digits + 6):
        rounded = round_decimals(value, more, "half_even")
        if (rounded == 100) == (value == 100) and (rounded == 0) == (value == 0):
            return f"{number_text(rounded, more)}%"
    return f"{number_text(value)}%"
