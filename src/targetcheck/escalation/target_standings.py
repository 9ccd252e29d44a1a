"""Standings of targets in one period, which escalation uses, from a Result or a ledger.

Layer: escalation. Input: verdict rows (`Result.to_frame("rows")`, or rows of a ledger) and the
period. Output: Standings. A verdict counts in the period in which it falls due; if none of its
target does, the next one due counts. Verdicts due earlier counted in their own periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from targetcheck.evaluation import evaluate_table
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.verdicts.verdict import Verdict

OVERDUE_ITEM = "rectification_overdue"
"""Reason of a standing that an overdue item of a problem list gives; it lags and is never a veto."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Status of one target at one place in one period."""

    target: str
    place: str
    due: date
    status: str
    reason: str
    strength: str
    leads: tuple[str, ...]
    waived: bool
    also_in: tuple[str, ...] = ()
    """other clauses that state the target"""


def standing_of(row: Mapping[str, object]) -> Standing:
    """Return the standing of a verdict row; departments in `lead` or `leads`, split by `;`."""
    due = row["due"]
    leads = str(row.get("leads") if "leads" in row else row.get("lead") or "")
    return Standing(
        target=str(row["target"]),
        place=str(row["place"]),
        due=due if isinstance(due, date) else date.fromisoformat(str(due)),
        status=str(row["status"]),
        reason=str(row["reason"]),
        strength=str(row["strength"]),
        leads=tuple(lead for lead in leads.split(";") if lead),
        waived="waived" in str(row.get("flags") or "").split(";"),
    )


def standing_of_verdict(verdict: Verdict) -> Standing:
    """Return the standing of a verdict."""
    return Standing(
        target=verdict.target,
        place=verdict.place,
        due=verdict.due,
        status=verdict.outcome.status,
        reason=verdict.reason,
        strength=verdict.strength,
        leads=tuple(verdict.lead),
        waived=verdict.waiver is not None,
    )


def speaking(standings: Iterable[Standing], period: Period) -> tuple[Standing, ...]:
    """Return the standings that count in a period: those due in it, else the next one due."""
    kept: list[Standing] = []
    ahead: dict[tuple[str, str], Standing] = {}
    for standing in standings:
        if period.start <= standing.due <= period.end:
            kept.append(standing)
        elif standing.due > period.end:
            key = (standing.target, standing.place)
            if key not in ahead or standing.due < ahead[key].due:
                ahead[key] = standing
    settled = {(s.target, s.place) for s in kept}
    kept += [standing for key, standing in ahead.items() if key not in settled]
    return tuple(sorted(kept, key=lambda s: (s.target, s.place, s.due)))


def from_data(
    plan: Plan, table: ObservationTable, days: Iterable[date], known_at: date | None = None
) -> dict[date, tuple[Standing, ...]]:
    """Return the standings on each day, evaluated from the table."""
    return {
        day: tuple(
            standing_of_verdict(v) for v in evaluate_table(plan, table, day, known_at).verdicts
        )
        for day in days
    }


def from_rows(
    runs: Mapping[date, Iterable[Mapping[str, object]]],
) -> dict[date, tuple[Standing, ...]]:
    """Return the standings of recorded runs: for each day those of its verdict rows."""
    return {day: tuple(standing_of(row) for row in rows) for day, rows in runs.items()}
