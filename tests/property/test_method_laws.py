"""What holds for every progress method, whatever the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from targetcheck.kernel.progress_assessment import Assessment, Course, Value
from targetcheck.kernel.progress_methods import assess
from targetcheck.ruleset.progress_method import METHODS, Pace

PERIODS = {"remaining", "burn", "manual"}
"""Methods that look at a period and not at a way; they have laws of their own below."""
SETTINGS: dict[str, dict[str, Any]] = {
    **{method: {} for method in METHODS if method not in PERIODS},
    "schedule-step": {"method": "schedule", "shape": "step"},
    "schedule-seasons": {"method": "schedule", "shape": "seasonal", "seasons": [*range(12)]},
    "cagr-window": {"method": "cagr", "window_years": 5},
    "cagr-limit": {"method": "cagr", "without_target": {"limit": "natural"}},
    "open_sdg-window": {"method": "open_sdg", "window_years": 5},
    "un_chart-still": {"method": "un_chart", "still": "0.3", "at_risk_from": "still"},
    "escap-equal": {"method": "escap", "weights": "equal", "ties": "worse"},
    "linear_rate-late": {"method": "linear_rate", "window_years": 4, "needed_from": "latest"},
    "theil_sen-kendall": {"method": "theil_sen", "kendall_from": 8},
    "theil_sen-exact": {"method": "theil_sen", "kendall_from": 4, "min_points": 4},
    "seasonal_kendall-quarters": {"season": "quarter"},
    "seasonal_kendall-year": {"season": "quarter", "projects": "year"},
    "distance-few": {"method": "distance", "min_peers": 2},
}
WAYS = sorted(SETTINGS)
DECISIONS = ("fail", "at_risk", "on_track", "pass")
BANDS = ("away", "still", "far_behind", "behind", "on_track")
POSITIVE = st.fractions(min_value=Fraction(1, 4), max_value=12, max_denominator=4)
AMOUNTS = st.fractions(min_value=-4, max_value=12, max_denominator=4)


def settings(name: str) -> Pace:
    written = {"method": name.partition("-")[0], **SETTINGS[name]}
    return METHODS[written["method"]].model_validate(written)  # type: ignore[return-value]


@st.composite
def courses(draw: st.DrawFn, *, fewest: int = 0, plain: bool = False) -> Course:
    """A course with distinct days, values of every sign, equal ones among them.

    A plain one has a start, no break, and positive values more often than not.
    """
    amounts = st.one_of(POSITIVE, POSITIVE, AMOUNTS) if plain else AMOUNTS
    gaps = draw(st.lists(st.integers(20, 500), min_size=fewest, max_size=11))
    day, points = date(2012, 12, 31), []
    for gap in gaps:
        day += timedelta(days=gap)
        breaks = not plain and draw(st.integers(0, 19)) == 0
        points.append(Value(day, day, draw(amounts), breaks))
    start = (date(2012, 12, 31), draw(amounts)) if plain or draw(st.booleans()) else None
    goal, upward, strict = draw(amounts), draw(st.booleans()), draw(st.booleans())
    if start is not None and draw(st.integers(0, 9)) == 0:
        goal = start[1]
    stages = ((date(2015, 6, 30), draw(AMOUNTS)),) if draw(st.integers(0, 4)) == 0 else ()
    return Course(
        start=start,
        points=tuple(points),
        due=day + timedelta(days=draw(st.integers(1, 4000))),
        goal=goal,
        upward=upward,
        as_of=day,
        first=date(day.year, 1, 1),
        holds=bound(goal, upward=upward, strict=strict),
        stages=stages,
        floor=Fraction(-4) if draw(st.booleans()) else None,
        ceiling=Fraction(12) if draw(st.booleans()) else None,
        ordinal=not plain and draw(st.integers(0, 19)) == 0,
        peers=tuple(draw(st.lists(amounts, max_size=8))),
    )


@st.composite
def seasons(draw: st.DrawFn, months: int, *, fewest: int = 0) -> Course:
    """A course of whole months or quarters over three to five years, some of them left out."""
    whole: list[Value] = []
    begun = date(2018, 1, 1)
    for n in range(12 // months * draw(st.integers(3 if fewest else 0, 5))):
        first = begun + relativedelta(months=n * months)
        last = first + relativedelta(months=months, days=-1)
        if fewest or draw(st.integers(0, 39)):
            breaks = not fewest and draw(st.integers(0, 39)) == 0
            whole.append(Value(first, last, Fraction(draw(st.integers(-2, 9)), 2), breaks))
    goal, upward, strict = draw(AMOUNTS), draw(st.booleans()), draw(st.booleans())
    last = whole[-1].end if whole else date(2020, 12, 31)
    return Course(
        start=None,
        points=tuple(whole),
        whole=tuple(whole),
        due=last + relativedelta(months=draw(st.integers(1, 40))),
        goal=goal,
        upward=upward,
        as_of=last,
        first=date(last.year, 1, 1),
        holds=bound(goal, upward=upward, strict=strict),
        floor=Fraction(-4) if draw(st.booleans()) else None,
        ordinal=not fewest and draw(st.integers(0, 19)) == 0,
    )


def courses_of(way: str, *, fewest: int = 0, plain: bool = False) -> st.SearchStrategy[Course]:
    """Give the courses that a method can do something with."""
    if way.startswith("seasonal_kendall"):
        return seasons(12 // 4 if "season" in SETTINGS[way] else 1, fewest=fewest)
    return courses(fewest=fewest, plain=plain)


def bound(goal: Fraction, *, upward: bool, strict: bool) -> Callable[[Fraction], bool]:
    def holds(value: Fraction) -> bool:
        inside = value >= goal if upward else value <= goal
        return inside and not (strict and value == goal)

    return holds


def standing(found: Assessment) -> tuple[int, int]:
    """Give a decision as a rank, the better the higher."""
    band = found.pacing.band if found.pacing else ""
    return DECISIONS.index(found.status), BANDS.index(band) if band else 0


def bettered(course: Course, by: Fraction) -> Course:
    latest = course.latest
    better = replace(latest, value=latest.value + course.sign * by)
    whole = tuple(better if value == latest else value for value in course.whole)
    return replace(course, points=(*course.points[:-1], better), whole=whole)


def test_every_method_has_its_laws() -> None:
    """A method that is added stands here without further work, or this says what it lacks."""
    assert {way.partition("-")[0] for way in WAYS} | PERIODS == set(METHODS)
    assert set(LEAST) | PERIODS == set(METHODS)


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_nothing_crashes_and_nothing_is_invented(way: str, data: st.DataObject) -> None:
    course = data.draw(courses_of(way))
    found = assess(course, settings(way))
    assert found.status in ("on_track", "at_risk", "not_due", "undetermined")
    assert found.reason
    if not found.decided:
        assert found.pacing is None, "what is not judged has no figures"
    if course.ordinal:
        assert found.reason == "method_undefined"
    if found.pacing is not None and found.pacing.projection is not None:
        assert course.possible(found.pacing.projection) == found.pacing.projection
        low, high = found.pacing.low, found.pacing.high
        assert low is None or high is None or low <= found.pacing.projection <= high


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data(), by=st.fractions(min_value=0, max_value=9, max_denominator=8))
def test_a_better_latest_value_never_worsens_the_verdict(
    way: str, data: st.DataObject, by: Fraction
) -> None:
    course = data.draw(courses_of(way, fewest=4, plain=True))
    before, after = assess(course, settings(way)), assess(bettered(course, by), settings(way))
    if before.decided and after.decided:
        assert standing(after) >= standing(before)


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data(), factor=st.sampled_from([Fraction(1, 15), Fraction(1000), Fraction(1, 7)]))
def test_the_unit_never_matters(way: str, data: st.DataObject, factor: Fraction) -> None:
    course = data.draw(courses_of(way))
    if getattr(settings(way), "replace_zero", None) is not None:
        # What stands for zero is a figure without a unit, as Open SDG has it.
        assume(course.goal and course.start and course.start[1])
        assume(all(point.value for point in course.points))
    holds = course.holds
    ends = [None if end is None else end * factor for end in (course.floor, course.ceiling)]
    scaled = replace(
        course,
        start=course.start and (course.start[0], course.start[1] * factor),
        points=tuple(replace(p, value=p.value * factor) for p in course.points),
        whole=tuple(replace(p, value=p.value * factor) for p in course.whole),
        peers=tuple(peer * factor for peer in course.peers),
        goal=course.goal * factor,
        stages=tuple((day, value * factor) for day, value in course.stages),
        holds=lambda value: holds(value / factor),
        floor=ends[0],
        ceiling=ends[1],
    )
    before, after = assess(course, settings(way)), assess(scaled, settings(way))
    assert (before.status, before.reason, before.flags) == (after.status, after.reason, after.flags)


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_taking_points_away_until_nothing_decides_ends_open(way: str, data: st.DataObject) -> None:
    course = data.draw(courses_of(way))
    found = assess(course.at(0), settings(way))
    assert found.status in ("not_due", "undetermined")
    one = course.at(min(1, len(course.points)))
    alone = assess(replace(one, start=None, peers=()), settings(way))
    assert alone.status in ("not_due", "undetermined")


LEAST = {
    "schedule": 1, "cagr": 1, "open_sdg": 1, "un_chart": 1, "linear_rate": 1, "escap": 1,
    "distance": 1, "projection": 4, "ols": 3, "theil_sen": 5, "seasonal_kendall": 36,
}  # fmt: skip
"""Values that a method needs; those of one only besides its start, or its peers."""


def step(monthly: bool, n: int) -> dict[str, int]:
    return {"months": n} if monthly else {"years": n}


@pytest.mark.parametrize("method", sorted(LEAST))
@given(data=st.data())
def test_with_any_one_of_the_least_values_taken_away_nothing_is_decided(
    method: str, data: st.DataObject
) -> None:
    least = LEAST[method]
    values = data.draw(st.lists(POSITIVE, min_size=least, max_size=least))
    gone = data.draw(st.integers(0, least - 1))
    monthly = method == "seasonal_kendall"
    firsts = [date(2016, 1, 1) + relativedelta(**step(monthly, n)) for n in range(least)]
    days = [first + relativedelta(**step(monthly, 1), days=-1) for first in firsts]
    known = tuple(map(Value, firsts, days, values))
    peers = tuple(map(Fraction, range(5))) if method == "distance" else ()
    whole = Course(
        start=(date(2015, 12, 31), values[0]) if least == 1 and not peers else None,
        points=known,
        whole=known,
        peers=peers,
        due=date(2030, 12, 31),
        goal=Fraction(20),
        upward=True,
        as_of=days[-1],
        first=date(2030, 1, 1),
        holds=bound(Fraction(20), upward=True, strict=False),
    )
    assert assess(whole, settings(method)).decided
    left = known[:gone] + known[gone + 1 :]
    fewer = replace(whole, points=left, whole=left)
    assert not assess(fewer, settings(method)).decided
    if peers:
        assert not assess(replace(whole, peers=peers[1:]), settings(method)).decided
    if whole.start is not None:
        assert not assess(replace(whole, start=None), settings(method)).decided


# -- within a period


@st.composite
def years(draw: st.DrawFn) -> Course:
    """A year so far with or without the months of last year, as a mean or as a sum."""
    cut = date(2024, draw(st.integers(1, 11)), 28)
    amount = st.fractions(min_value=0, max_value=60, max_denominator=3)
    whole = [Value(date(2024, 1, 1), cut, draw(amount))]
    if draw(st.booleans()):
        whole.append(Value(date(2023, 1, 1), date(2023, 12, 31), draw(amount)))
    if draw(st.booleans()):
        whole.append(Value(date(2023, 1, 1), cut.replace(year=2023), draw(amount)))
    upward, goal = draw(st.booleans()), draw(amount)
    return Course(
        start=(date(2023, 12, 31), Fraction(0)),
        points=(whole[0],),
        due=date(2024, 12, 31),
        goal=goal,
        upward=upward,
        as_of=cut,
        holds=bound(goal, upward=upward, strict=False),
        first=date(2024, 1, 1),
        whole=tuple(whole),
        adds=draw(st.booleans()),
    )


@pytest.mark.parametrize("misses", [True, False])
@given(course=years(), by=st.fractions(min_value=0, max_value=9, max_denominator=8))
def test_a_better_year_so_far_never_worsens_the_verdict(
    misses: bool, course: Course, by: Fraction
) -> None:
    remaining = METHODS["remaining"].model_validate({"method": "remaining", "miss_counts": misses})
    before = assess(course, remaining)  # type: ignore[arg-type]
    first = replace(course.whole[0], value=course.whole[0].value + course.sign * by)
    after = assess(replace(course, whole=(first, *course.whole[1:])), remaining)  # type: ignore[arg-type]
    assert before.decided
    assert standing(after) >= standing(before)


@pytest.mark.parametrize("total", [None, "days"])
@given(course=years(), less=st.fractions(min_value=0, max_value=9, max_denominator=8))
def test_less_used_never_worsens_the_verdict(
    total: str | None, course: Course, less: Fraction
) -> None:
    burn = METHODS["burn"].model_validate({"method": "burn", "total": total, "short_days": 60})
    spent = replace(
        course, upward=False, adds=True, holds=bound(course.goal, upward=False, strict=False)
    )
    before, after = (assess(c, burn) for c in (spent, bettered(spent, less)))  # type: ignore[arg-type]
    assert standing(after) >= standing(before)


@given(
    counts=st.lists(st.integers(0, 366), min_size=3, max_size=3).map(sorted),
    share=st.fractions(min_value=0, max_value=1, max_denominator=100),
    upward=st.booleans(),
    strict=st.booleans(),
)
def test_a_lock_holds_whatever_comes(
    counts: list[int], share: Fraction, upward: bool, strict: bool
) -> None:
    """Locked is what every way in which the rest may turn out agrees on."""
    bad, over, total = counts
    total = max(total, 1)
    holds = bound(share * 100, upward=upward, strict=strict)
    hits = over - bad if upward else bad
    course = Course(
        start=None, points=(Value(date(2024, 1, 1), date(2024, 6, 1), Fraction(0)),),
        due=date(2024, 12, 31), goal=share * 100, upward=upward, as_of=date(2024, 6, 1),
        holds=holds, first=date(2024, 1, 1), counted=(Fraction(hits), Fraction(over)), share=share,
    )  # fmt: skip
    burn = METHODS["burn"].model_validate({"method": "burn", "total": total})
    found = assess(course, burn)  # type: ignore[arg-type]
    ends = {holds(Fraction(n, total) * 100) for n in (hits, hits + total - over)}
    wanted = {"pass": {True}, "fail": {False}}.get(found.status, {True, False})
    assert ends == wanted
