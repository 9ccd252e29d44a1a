"""The counts that a circular opens with, the identity between them, and what changed its group.

Layer: output. Input: promises and a day. Output: CircularCounts. Every verdict is counted in one
group; a circular whose groups do not add up is refused before a word of it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.verdicts.verdict import Verdict

_DUE = {"pass": "met", "fail": "failed", "missed": "missed", "undetermined": "due_open"}
_AHEAD = {
    "pass": "met_early",
    "fail": "failed_early",
    "missed": "missed_early",
    "on_track": "on_track",
    "at_risk": "at_risk",
    "undetermined": "ahead_open",
}
_UNPACED = {"before_start": "before_start", "not_done_yet": "not_done_yet"}


@dataclass(frozen=True, slots=True)
class CircularCounts:
    """How many verdicts fell due and how they stand, how many are ahead and how they stand."""

    total: int
    due: int
    ahead: int
    not_applicable: int
    met: int = 0
    failed: int = 0
    missed: int = 0
    due_open: int = 0
    met_early: int = 0
    failed_early: int = 0
    missed_early: int = 0
    on_track: int = 0
    at_risk: int = 0
    before_start: int = 0
    not_done_yet: int = 0
    unpaced: int = 0
    ahead_open: int = 0

    @property
    def due_rate(self) -> Fraction | None:
        """Share of what is due that is met, in percent; what cannot be judged is not met."""
        return Fraction(100 * self.met, self.due) if self.due else None

    def check(self) -> CircularCounts:
        """Return the counts, or raise TargetcheckError (`circular-counts`) where they disagree."""
        due = self.met + self.failed + self.missed + self.due_open
        ahead = self.met_early + self.failed_early + self.missed_early + self.on_track
        ahead += self.at_risk + self.before_start + self.not_done_yet + self.unpaced
        ahead += self.ahead_open
        whole = self.due + self.ahead
        if (due, ahead, whole) == (self.due, self.ahead, self.total):
            return self
        sums = (
            f"{self.total} / {self.due} + {self.ahead}; {self.due} / {due}; {self.ahead} / {ahead}"
        )
        raise TargetcheckError(
            Diagnostic(
                "circular-counts",
                f"the counts of the circular do not add up ({sums}); nothing is written",
                f"通报各项数字不平（{sums}），不出文",
                "please report this with the ruleset and the data",
                "请附规则集和数据报告此问题",
            )
        )


def counts_of(verdicts: Sequence[Verdict], as_of: date) -> CircularCounts:
    """Return the checked counts of some verdicts."""
    groups = Counter(group_of(verdict, as_of) for verdict in verdicts)
    aside = groups.pop("not_applicable", 0)
    groups.pop("", None)  # a verdict of no group breaks the sums below
    applicable = [v for v in verdicts if v.status != "not_applicable"]
    due = sum(verdict.due <= as_of for verdict in applicable)
    ahead = len(applicable) - due
    return CircularCounts(len(verdicts) - aside, due, ahead, aside, **groups).check()


def left_out(result: Result, counted: int) -> int:
    """Return how many verdicts are left out since the data have no row of them, each stated once."""
    if not result.only_reported or result.whole is None:
        return 0
    every = without_repeats(result.whole.inside.verdicts, result.ruleset)
    return sum(verdict.status != "not_applicable" for verdict in every) - counted


def group_of(verdict: Verdict, as_of: date) -> str:
    """Return the name of the one count that a verdict belongs to; empty where there is none."""
    status = str(verdict.status)
    if status == "not_applicable":
        return status
    if verdict.due <= as_of:
        return _DUE.get(status, "")
    if status == "not_due":
        return _UNPACED.get(verdict.reason, "unpaced")
    return _AHEAD.get(status, "")


def open_kind(verdict: Verdict) -> str:
    """Return why a verdict is undetermined: `people` must judge, reports `conflict`, or `data`."""
    return "people" if verdict.cause == "judgement" else verdict.cause or "data"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many verdicts have become something since the period before."""

    newly_met: int
    newly_failed: int
    turned_at_risk: int
    recovered: int


def moved_since(
    now: Sequence[Verdict], as_of: date, before: Sequence[Verdict], then: date
) -> Moved:
    """Return the counts of what has changed its group since the period before."""
    was = {key_of(v): group_of(v, then) for v in before}
    pairs = [(group_of(v, as_of), was.get(key_of(v), "")) for v in now]
    failed = ("failed", "failed_early")
    return Moved(
        newly_met=sum(now_ == "met" and old != "met" for now_, old in pairs),
        newly_failed=sum(now_ in failed and old not in failed for now_, old in pairs),
        turned_at_risk=sum(now_ == "at_risk" and old == "on_track" for now_, old in pairs),
        recovered=sum(
            now_ in ("on_track", "met", "met_early") and old == "at_risk" for now_, old in pairs
        ),
    )


def key_of(verdict: Verdict) -> tuple[str, str, date]:
    """Return what names a verdict in every period."""
    return verdict.target, verdict.place, verdict.due
