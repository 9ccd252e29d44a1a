"""`due-before-issue`: a due date before the day on which the document was issued.

Layer: lint. Input: due dates and tranches. Output: findings at `due` or `tranches`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from targetcheck.lint.claims.claim import tranche_periods
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

RULE = Rule("due-before-issue", "warning")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each due date before the day of issue."""
    issued = ruleset.document.issued
    for number, target in enumerate(ruleset.targets):
        early = [(path, due) for path, due in _due_dates(target) if due < issued]
        ends = [period.end for _, period in tranche_periods(target)]
        # An early tranche may be part of a later total; all of them early are as a due date.
        if not early and ends and not target.due and max(ends) < issued:
            early = [(("tranches",), max(ends))]
        for path, due in early:
            yield RULE.finding(
                ("targets", number, *path),
                (
                    f"`{target.id}` is due on {due}, before the document was issued on {issued}",
                    f"目标“{target.id}”的时限{due}早于文件印发日{issued}",
                ),
                (
                    "check the date; a past value belongs under `baseline`",
                    "请核对时限；过去的数据应写在 baseline",
                ),
            )


def _due_dates(target: Target) -> Iterator[tuple[Path, date]]:
    """Yield the due dates of a target with their paths below it, milestones first."""
    for n, milestone in enumerate(target.milestones):
        yield ("milestones", n, "due"), milestone.due
    if target.due is not None:
        yield ("due",), target.due
