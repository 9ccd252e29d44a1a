"""What holds for every progress method, whatever the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import evaluate
from targetcheck.kernel.methods import assess
from targetcheck.kernel.methods.course import Assessment, Course, Value
from targetcheck.model.pace import METHODS, Pace

SETTINGS: dict[str, dict[str, Any]] = {
    "schedule": {},
    "schedule-step": {"method": "schedule", "shape": "step"},
    "schedule-seasons": {"method": "schedule", "shape": "seasonal", "seasons": [*range(12)]},
    "cagr": {},
    "cagr-window": {"method": "cagr", "window_years": 5},
    "cagr-limit": {"method": "cagr", "without_target": {"limit": "natural"}},
    "linear_rate": {},
    "linear_rate-late": {"method": "linear_rate", "window_years": 4, "needed_from": "latest"},
    "projection": {},
    "ols": {},
    "theil_sen": {},
    "theil_sen-kendall": {"method": "theil_sen", "kendall_from": 8},
}
WAYS = sorted(SETTINGS)
DECISIONS = ("fail", "at_risk", "on_track", "pass")
BANDS = ("away", "far_behind", "behind", "on_track")
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
        holds=bound(goal, upward=upward, strict=strict),
        stages=stages,
        floor=Fraction(-4) if draw(st.booleans()) else None,
        ceiling=Fraction(12) if draw(st.booleans()) else None,
        ordinal=not plain and draw(st.integers(0, 19)) == 0,
    )


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
    return replace(course, points=(*course.points[:-1], better))


@pytest.mark.parametrize("way", WAYS)
@given(course=courses())
def test_nothing_crashes_and_nothing_is_invented(way: str, course: Course) -> None:
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
@given(
    course=courses(fewest=4, plain=True),
    by=st.fractions(min_value=0, max_value=9, max_denominator=8),
)
def test_a_better_latest_value_never_worsens_the_verdict(
    way: str, course: Course, by: Fraction
) -> None:
    before, after = assess(course, settings(way)), assess(bettered(course, by), settings(way))
    if before.decided and after.decided:
        assert standing(after) >= standing(before)


@pytest.mark.parametrize("way", WAYS)
@given(course=courses(), factor=st.sampled_from([Fraction(1, 15), Fraction(1000), Fraction(1, 7)]))
def test_the_unit_never_matters(way: str, course: Course, factor: Fraction) -> None:
    holds = course.holds
    ends = [None if end is None else end * factor for end in (course.floor, course.ceiling)]
    scaled = replace(
        course,
        start=course.start and (course.start[0], course.start[1] * factor),
        points=tuple(replace(p, value=p.value * factor) for p in course.points),
        goal=course.goal * factor,
        stages=tuple((day, value * factor) for day, value in course.stages),
        holds=lambda value: holds(value / factor),
        floor=ends[0],
        ceiling=ends[1],
    )
    before, after = assess(course, settings(way)), assess(scaled, settings(way))
    assert (before.status, before.reason, before.flags) == (after.status, after.reason, after.flags)


@pytest.mark.parametrize("way", WAYS)
@given(course=courses())
def test_taking_points_away_until_nothing_decides_ends_open(way: str, course: Course) -> None:
    found = assess(course.at(0), settings(way))
    assert found.status in ("not_due", "undetermined")
    alone = assess(replace(course.at(min(1, len(course.points))), start=None), settings(way))
    assert alone.status in ("not_due", "undetermined")


LEAST = {"schedule": 1, "cagr": 1, "linear_rate": 1, "projection": 4, "ols": 3, "theil_sen": 5}
"""Values that a method needs; those of one only besides its start."""


@pytest.mark.parametrize("method", sorted(LEAST))
@given(values=st.lists(POSITIVE, min_size=5, max_size=5), taken=st.integers(0, 4))
def test_with_any_one_of_the_least_values_taken_away_nothing_is_decided(
    method: str, values: list[Fraction], taken: int
) -> None:
    least = LEAST[method]
    days = [date(2016 + n, 12, 31) for n in range(least)]
    known = tuple(Value(day, day, value) for day, value in zip(days, values, strict=False))
    whole = Course(
        start=(date(2015, 12, 31), values[0]) if least == 1 else None,
        points=known,
        due=date(2030, 12, 31),
        goal=Fraction(20),
        upward=True,
        as_of=days[-1],
        holds=bound(Fraction(20), upward=True, strict=False),
    )
    assert assess(whole, settings(method)).decided
    gone = taken % least
    fewer = replace(whole, points=known[:gone] + known[gone + 1 :])
    assert not assess(fewer, settings(method)).decided
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


# -- through the door


REPORTED = st.lists(st.integers(1, 400), min_size=1, max_size=9)


@pytest.mark.parametrize(
    "method", ["schedule", "cagr", "linear_rate", "projection", "ols", "theil_sen"]
)
@given(tenths=REPORTED, order=st.randoms(use_true_random=False))
def test_units_row_order_and_copies_never_matter(
    method: str, tenths: list[int], order: Any
) -> None:
    ruleset = {
        "targetcheck": 1,
        "id": "law",
        "title": "规则",
        "document": {"number": "1", "issuer": "示例", "issued": "2024-01-01"},
        "places": {"city": {"zh": "示例市"}},
        "indicators": {"area": {"zh": "面积", "unit": "公顷"}},
        "targets": [
            {"id": "t", "indicator": "area", "place": "city", "require": {"at_least": "41 公顷"},
             "due": "2030-12-31", "baseline": {"period": 2010, "value": "10 公顷"},
             "judge": {"pace": {"method": method}}},
        ],
    }  # fmt: skip
    plain = [
        {
            "place": "city",
            "indicator": "area",
            "period": 2011 + n,
            "value": f"{v // 10}.{v % 10}",
            "unit": "公顷",
        }
        for n, v in enumerate(tenths)
    ]
    others = [
        {**row, "value": f"{v * 15 // 10}.{v * 15 % 10}", "unit": "亩"}
        for row, v in zip(plain, tenths, strict=True)
    ]
    mixed = [order.choice(pair) for pair in zip(plain, others, strict=True)] + plain[:2]
    order.shuffle(mixed)
    found = [next(iter(evaluate(ruleset, rows, as_of="2021-06-30"))) for rows in (plain, mixed)]
    assert found[0].status == found[1].status
    assert found[0].reason == found[1].reason
    assert found[0].outcome.pacing == found[1].outcome.pacing
