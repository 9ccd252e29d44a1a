"""The life of an item by its definition, slow and without state; and random histories.

A spell of trouble starts with a run that has something bad, and ends with the first later run in
which nothing is bad and a verdict passes that is due no earlier than anything bad in the spell.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from targetcheck.rectification.item_life import DueStatus

STATUSES = "pass fail missed at_risk on_track not_due undetermined not_applicable waived".split()
WEIGHTS = (22, 20, 4, 16, 14, 6, 10, 4, 4)


class Seen(NamedTuple):
    """What is seen of an item after a run."""

    state: str
    opening: int
    opened: date | None
    closed: date | None
    recovering: bool


def bad(run):
    return [
        one.due
        for one in run
        if one.status in ("fail", "missed", "at_risk")
        and not one.made_good
        and not any(other.status == "pass" and other.due > one.due for other in run)
    ]


def worst(runs):
    return max(due for run in runs for due in bad(run))


def cures(run, spell):
    good = [one for one in run if one.due >= worst(spell)]
    return not bad(run) and any(one.status == "pass" or one.made_good for one in good)


def spells(runs):
    found, at = [], 0
    while at < len(runs):
        end = len(runs)
        if bad(runs[at]):
            later = range(at + 1, len(runs))
            end = next((n for n in later if cures(runs[n], runs[at:n])), len(runs))
            found.append((at, end))
            at = end
        at += 1
    return found


def on_the_way(runs, start):
    for n in range(len(runs) - 1, start - 1, -1):
        if bad(runs[n]):
            return False
        edge = worst(runs[start:n])
        if any(one.due >= edge and one.status == "on_track" for one in runs[n]):
            return True
    return False


def seen_after(days, runs):
    """Return what is seen after the last of the runs."""
    known = spells(runs)
    if not known:
        return Seen("absent", 0, None, None, False)
    start, end = known[-1]
    if end < len(runs):
        return Seen("closed", len(known), days[start], days[end], False)
    return Seen("open", len(known), days[start], None, on_the_way(runs, start))


def overdue_after(days, runs, writes):
    """Return whether the item is overdue after the last run; `writes`: (run before it, day)."""
    seen = seen_after(days, runs)
    if seen.state != "open" or seen.recovering:
        return False
    start = spells(runs)[-1][0]
    own = [by for after, by in writes if start <= after < len(runs)]
    return bool(own) and own[-1] < days[len(runs) - 1]


def random_history(random):
    """Return days, the statuses of each run, and the days by which people promised to be done."""
    first = date(2024, 3, 31)
    count = random.randint(1, 9)
    days = sorted(first + timedelta(days=random.randint(0, 900)) for _ in range(count))
    dues = sorted(
        random.sample([first + timedelta(days=90 * n) for n in range(9)], random.randint(1, 4))
    )
    runs = [[_row(random, due) for due in dues if random.random() < 0.93] for _ in range(count)]
    writes = [
        (random.randrange(count), first + timedelta(days=random.randint(0, 1000)))
        for _ in range(random.randint(0, 5))
    ]
    return days, runs, sorted(writes, key=lambda write: write[0])


def _row(random, due):
    status = random.choices(STATUSES, WEIGHTS)[0]
    late = status in ("fail", "missed", "undetermined") and random.random() < 0.25
    return DueStatus(due, status, late)
