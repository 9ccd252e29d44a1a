"""The package and the oracle say the same of every target, place and due date.

An ordinary run judges some 20,000 verdicts, the long profile of Hypothesis 10,000,000. Each seed is a
ruleset of 200 targets with two tables and three as-of dates; ORACLE_SEEDS (`100-150`) chooses others.
"""

from __future__ import annotations

import math
import os
from datetime import date
from typing import Any

import pytest
from generated_promises import drawn
from hypothesis import settings
from oracle_bounds import ANY, Answer, Uncovered
from oracle_scores import Standing, standings

from oracle import answers
from targetcheck import Plan, Result, Verdict, compile_plan, evaluate, verdict_table

Data = dict[str, Any]
Key = tuple[str, str, date]
ORDINARY, LONG = 10, 4000
COUNT = LONG if settings.get_current_profile_name() == "long" else ORDINARY
FIRST, _, LAST = os.environ.get("ORACLE_SEEDS", f"0-{COUNT}").partition("-")


@pytest.mark.parametrize("seed", range(int(FIRST), int(LAST)))
def test_package_agrees_with_the_oracle(seed: int) -> None:
    ruleset, tables, days = drawn(seed)
    plan = compile_plan(ruleset)
    found: list[str] = []
    for number, rows in enumerate(tables):
        for day in days:
            wanted = answers(ruleset, rows, day)
            result = evaluate(plan, rows, as_of=day)
            said = {(v.target, v.place, v.due): v for v in result}
            assert said.keys() == wanted.keys()
            found += differences(f"seed {seed}, table {number}, as of {day}", wanted, said)
            found += score_differences(ruleset, wanted, result)
        found += columnar_differences(plan, rows, days[0], answers(ruleset, rows, days[0]))
    assert not found, "\n".join(found[:20])


def differences(
    where: str, wanted: dict[Key, Answer | None], said: dict[Key, Verdict]
) -> list[str]:
    """Return what the package says otherwise, exactly."""
    return [
        f"{where}: {key}: the oracle says {name} {want}, the package {getattr(said[key], name)}"
        for key, answer in wanted.items()
        if answer is not None
        for name, want in answer._asdict().items()
        if want is not ANY and want != getattr(said[key], name)
    ]


def score_differences(ruleset: Data, wanted: dict[Key, Answer | None], result: Result) -> list[str]:
    """Return what the package says otherwise of points, grades and ranks."""
    said = {(one.id, one.place): one for one in result.scores()}
    found = []
    for name in ruleset["scores"]:
        try:
            places = standings(ruleset, name, wanted)
        except Uncovered:
            continue
        for place, standing in places.items():
            one = said[name, place]
            got = Standing(one.points, one.grade, one.rank, one.rank_worst)
            if got != standing:
                found.append(f"{name}, {place}: the oracle says {standing}, the package {got}")
    return found


def columnar_differences(
    plan: Plan, rows: list[Data], day: date, wanted: dict[Key, Answer | None]
) -> list[str]:
    """Return what the columnar engine says otherwise, to the digits that a float has."""
    pl = pytest.importorskip("polars")
    names = ("place", "indicator", "period", "value", "unit", "numerator", "denominator")
    frame = pl.DataFrame({name: [row.get(name) or None for row in rows] for name in names})
    table = verdict_table(plan, frame, as_of=day, engine="columnar").frame
    found = []
    for row in table.iter_rows(named=True):
        key = (row["target"], row["place"], row["due"])
        answer = wanted[key]
        if answer is None:
            continue
        for name, want in answer._asdict().items():
            if want is ANY or (row["grade"] and name in ("value", "margin")):
                continue
            if not _same(want, row[name]):
                found.append(f"columns, as of {day}: {key}: {name} {want}, not {row[name]}")
    return found


def _same(want: Any, found: Any) -> bool:
    if want is None or isinstance(want, str) or found is None:
        return bool(want == found)
    return math.isclose(want, found, rel_tol=1e-9, abs_tol=1e-9)
