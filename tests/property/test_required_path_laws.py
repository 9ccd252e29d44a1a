"""The required value is what the kernel asks for, for every ruleset and every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from generated_rulesets import rulesets
from generated_tables import AS_OF, Row, sound_tables
from hypothesis import given

from targetcheck import evaluate, required_path
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation_reader import read_observations
from targetcheck.required_values.required_value import decided, required_value
from targetcheck.required_values.required_value_table import PathRow
from targetcheck.tables.table_reader import read_table

Data = dict[str, Any]
A_LITTLE = Fraction(1, 10**30)


def outcomes(outcome: Outcome) -> Iterator[Outcome]:
    yield outcome
    for part in outcome.parts:
        yield from outcomes(part)


@given(rulesets(), sound_tables(), AS_OF)
def test_what_a_verdict_says_is_planned_by_now_is_the_required_value(
    data: Data, rows: list[Row], as_of: date
) -> None:
    result = evaluate(data, rows, as_of=as_of)
    observed = read_observations(read_table(rows), result.plan)
    for verdict in result:
        for found in outcomes(verdict.outcome):
            if found.pacing is None or found.pacing.asked is None or verdict.due <= as_of:
                continue
            assert found.check is not None and found.point is not None
            period = found.point.period
            view = View(result.plan, observed, period.end)
            asked = required_value(verdict.question, found.check, period, view, tranche=False)
            assert asked.value == found.pacing.asked
            assert asked.method == found.pacing.method


def edges(row: PathRow) -> Iterator[tuple[Fraction, bool]]:
    """Yield values at and just beyond the ends of a row, and whether they satisfy it."""
    required = row.required
    for end, is_open, outwards in (
        (required.low, required.low_open, -1),
        (required.high, required.high_open, 1),
    ):
        if end is not None:
            yield end, not is_open
            yield end + outwards * A_LITTLE, False
            yield end - outwards * A_LITTLE, True


@given(rulesets(), sound_tables())
def test_the_ends_of_a_planned_value_are_those_of_on_track(data: Data, rows: list[Row]) -> None:
    table = required_path(data, rows, every="half")
    observed = read_observations(read_table(rows), table.plan)
    for row in table.rows:
        bound = row.required.bound
        if row.required.method not in ("schedule", "burn") or bound is None:
            continue
        impossible = bound.edges() != tuple(sorted(bound.edges()))
        if row.check.judge.compare == "rounded" or impossible:
            continue
        view = View(table.plan, observed, row.day)
        for value, satisfies in edges(row):
            outcome = decided(row.question, row.check, value, row.period, view)
            assert (outcome.status in ("on_track", "pass")) is satisfies, (row, value, outcome)


@given(rulesets(), sound_tables())
def test_every_due_date_of_every_place_has_a_row(data: Data, rows: list[Row]) -> None:
    table = required_path(data, rows, every="year")
    dues = {(q.target, q.place, q.due) for q in table.plan.questions}
    assert dues == {(r.question.target, r.question.place, r.day) for r in table.rows
                    if r.day == r.question.due}  # fmt: skip
    keys = [(r.question.target, r.question.place, r.part, r.day) for r in table.rows]
    assert len(set(keys)) == len(keys)
    for row in table.rows:
        assert (row.required.value is None) == bool(row.required.reason)
