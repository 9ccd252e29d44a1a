"""Problem lists and ladders: how many items each subject has open, and overdue items that count.

Layer: rectification. Input: the problem list of each period. Output: counts for each subject of a
ladder, and the history of standings with overdue items as lagging.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import Language
from targetcheck.escalation.escalation_record import LadderPosition
from targetcheck.escalation.ladder_signals import SignalReader
from targetcheck.escalation.target_standings import OVERDUE_ITEM, Standing
from targetcheck.ledger.run_store import Ledger
from targetcheck.rectification.problem_item import ProblemItem
from targetcheck.rectification.problem_list import ProblemList, problem_list


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Items of one subject: open ones, of which overdue, and closed ones."""

    open: int
    overdue: int
    closed: int

    def to_dict(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return {"open": self.open, "overdue": self.overdue, "closed": self.closed}

    def text(self, lang: Language) -> str:
        """Return the counts in words; nothing without items."""
        if not self.open and not self.closed:
            return ""
        if lang == "zh":
            late = f"（其中逾期{self.overdue}项）" if self.overdue else ""
            return f"问题清单：未销号{self.open}项{late}，已销号{self.closed}项"
        late = f" ({self.overdue} overdue)" if self.overdue else ""
        return f"problem list: {self.open} open{late}, {self.closed} closed"


def lists_by_day(
    ledger: Ledger, ruleset: str, days: Sequence[date], profile: str | None = None
) -> dict[date, ProblemList]:
    """Return the problem list as of each day with a recorded run, from the first list on."""
    records = ledger.rectifications(ruleset)
    first = [record.run for record in records if record.kind == "list"]
    runs = [
        run
        for run in ledger.runs(ruleset)
        if run.superseded_by is None and profile in (None, run.profile_name)
    ]
    begun = min((ledger.run(each).as_of for each in first), default=None)
    found: dict[date, ProblemList] = {}
    for day in days:
        known = [run for run in runs if run.as_of == day]
        if known and begun is not None and begun <= day:
            found[day] = problem_list(ledger, known[-1])
    return found


def with_overdue(
    history: Mapping[date, Sequence[Standing]], lists: Mapping[date, ProblemList]
) -> dict[date, tuple[Standing, ...]]:
    """Return the standings of each day, with a lagging one for each overdue item.

    A target that has a verdict due on that day already counts by it.
    """
    found = {day: tuple(standings) for day, standings in history.items()}
    for day, made in lists.items():
        there = {(s.target, s.place) for s in found.get(day, ()) if s.due == day}
        late = [item for item in made.items if item.is_overdue]
        more = [_standing(item, day) for item in late if _key(item) not in there]
        lagging = {(standing.target, standing.place) for standing in more}
        kept = [s for s in found.get(day, ()) if (s.target, s.place) not in lagging]
        found[day] = (*kept, *more)
    return found


def _key(item: ProblemItem) -> tuple[str, str]:
    return item.verdict.target, item.verdict.place


def _standing(item: ProblemItem, day: date) -> Standing:
    verdict = item.verdict
    return Standing(
        target=verdict.target,
        place=verdict.place,
        due=day,
        status=item.status,
        reason=OVERDUE_ITEM,
        strength=verdict.strength,
        leads=verdict.lead,
        waived=False,
    )


def items_of(position: LadderPosition, made: ProblemList) -> ItemCounts:
    """Return the items that a subject of a ladder answers for, among the targets of the ladder."""
    reader = SignalReader(position.ladder, made.plan.ruleset)
    own = [
        item
        for item in made.items
        if (reader.targets is None or item.verdict.target in reader.targets)
        and position.subject in reader.subjects(_standing(item, made.run.as_of))
    ]
    return ItemCounts(
        open=sum(item.is_open for item in own),
        overdue=sum(item.is_overdue for item in own),
        closed=sum(not item.is_open for item in own),
    )
