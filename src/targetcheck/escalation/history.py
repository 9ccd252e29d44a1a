"""The standings of past periods, made from data that is at hand.

Floor: escalation. Comes in: a plan, a table, the days. Goes out: a history such as a ledger gives
too: the same rows, hence the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from targetcheck.escalation.standings import Standing, standing_of, standing_of_verdict
from targetcheck.evaluation import evaluate_table
from targetcheck.plan.plan import Plan
from targetcheck.tables.table_reader import ObservationTable


def from_data(
    plan: Plan, table: ObservationTable, days: Iterable[date], known_at: date | None = None
) -> dict[date, tuple[Standing, ...]]:
    """Give the standings on each day, from what the table says of it."""
    return {
        day: tuple(
            standing_of_verdict(v) for v in evaluate_table(plan, table, day, known_at).verdicts
        )
        for day in days
    }


def from_rows(
    runs: Mapping[date, Iterable[Mapping[str, object]]],
) -> dict[date, tuple[Standing, ...]]:
    """Give the standings of recorded runs: for each day the rows of its verdicts."""
    return {day: tuple(standing_of(row) for row in rows) for day, rows in runs.items()}
