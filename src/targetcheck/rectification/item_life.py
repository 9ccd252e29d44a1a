"""Life of an item of a problem list: found, closed, found again.

Layer: rectification. Input: for each run, the statuses of the verdicts of one target at one place.
Output: the state of the item after each run. Pure: days and statuses only. An item closes only by a
verdict that passes; a run without an answer changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

BAD = frozenset({"fail", "missed", "at_risk"})
"""Statuses that put an item on the list."""
State = Literal["absent", "open", "closed"]
Signal = Literal["bad", "settled", "recovering", "hold"]


@dataclass(frozen=True, slots=True)
class DueStatus:
    """Verdict of one due date in one run.

    `made_good`: the latest report after the due date meets what had been required by then.
    """

    due: date
    status: str
    made_good: bool = False


@dataclass(frozen=True, slots=True)
class ItemLife:
    """State of an item after a run.

    `opening` counts how often it was opened; `due` is the latest due date found bad since then. An
    item is `recovering` while it is back on schedule but not met.
    """

    state: State = "absent"
    opening: int = 0
    opened: date | None = None
    closed: date | None = None
    due: date | None = None
    recovering: bool = False

    def is_overdue(self, by: date | None, day: date) -> bool:
        """Return whether the item is open on a day after the date by which it was to be solved."""
        return self.state == "open" and not self.recovering and by is not None and by < day


def lives(runs: Iterable[tuple[date, Sequence[DueStatus]]]) -> tuple[ItemLife, ...]:
    """Return the state after each run, in order."""
    found, life = [], ItemLife()
    for day, statuses in runs:
        life = after_run(life, day, statuses)
        found.append(life)
    return tuple(found)


def after_run(life: ItemLife, day: date, statuses: Sequence[DueStatus]) -> ItemLife:
    """Return the state after one more run, with its as-of date."""
    signal, due = read_signal(life, statuses)
    if signal == "bad":
        if life.state == "open":
            return replace(life, due=due, recovering=False)
        return ItemLife("open", life.opening + 1, day, None, due)
    if life.state != "open" or signal == "hold":
        return life
    if signal == "settled":
        return replace(life, state="closed", closed=day, recovering=False)
    return replace(life, recovering=True)


def read_signal(life: ItemLife, statuses: Sequence[DueStatus]) -> tuple[Signal, date | None]:
    """Return what a run says of an item, and the latest due date found bad."""
    bad = [each.due for each in troubled(statuses)]
    known = life.due if life.state == "open" else None
    if bad:
        return "bad", max(*bad, known) if known is not None else max(bad)
    if known is None:
        return "hold", None
    since = [each for each in statuses if each.due >= known]
    if any(each.status == "pass" or each.made_good for each in since):
        return "settled", known
    return ("recovering" if any(e.status == "on_track" for e in since) else "hold"), known


def troubled(statuses: Sequence[DueStatus]) -> tuple[DueStatus, ...]:
    """Return the verdicts that are bad, and that neither a later due date nor a report made good."""
    passed = max((each.due for each in statuses if each.status == "pass"), default=date.min)
    return tuple(
        each
        for each in statuses
        if each.status in BAD and not each.made_good and each.due >= passed
    )
