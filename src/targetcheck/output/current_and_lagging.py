"""Selection of verdicts: the current one, the worst, those of one target and place.

Layer: output. Input: a Result or verdicts. Output: verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from targetcheck.evaluation import Result
from targetcheck.evaluation.result import WORST
from targetcheck.quantities.rounding import binary
from targetcheck.verdicts.verdict import Verdict


def current(result: Result) -> tuple[Verdict, ...]:
    """Return for each target and place the verdict that is due next, else the last."""
    found: dict[tuple[str, str], Verdict] = {}
    for verdict in result.verdicts:
        key = (verdict.target, verdict.place)
        known = found.get(key)
        found[key] = verdict if known is None else _nearer(known, verdict, result.as_of)
    return tuple(found.values())


def _nearer(one: Verdict, other: Verdict, as_of: date) -> Verdict:
    ahead = sorted((v for v in (one, other) if v.due > as_of), key=lambda v: v.due)
    return ahead[0] if ahead else max(one, other, key=lambda v: v.due)


LAGGING = ("fail", "missed", "at_risk")


def lagging(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the lagging verdicts, worst first: by status, then by distance behind or short."""
    found = [v for v in verdicts if v.status in LAGGING]
    return sorted(found, key=lambda v: (LAGGING.index(v.status), behind(v), -v.outcome.lagging))


def behind(verdict: Verdict) -> float:
    """Return the schedule ratio, else the value ÷ the requirement; 0 without either."""
    pace, percent = verdict.outcome.pacing, verdict.margin_percent
    if pace is not None and pace.ratio is not None and pace.method != "burn":
        return binary(pace.ratio)
    return 1 + binary(percent) / 100 if percent is not None else 0.0


def course(result: Result, lead: Verdict) -> list[Verdict]:
    """Return all verdicts of the same target and place as a verdict."""
    key = (lead.target, lead.place)
    others = [v for v in result.verdicts if (v.target, v.place) == key and v is not lead]
    return [lead, *others]


def worst(verdicts: Iterable[Verdict]) -> str:
    """Return the worst status among some verdicts."""
    statuses = {v.status for v in verdicts}
    return str(next(s for s in WORST if s in statuses))
