"""Stages of a promise over time: a later one should not ask less.

Layer: lint. Input: claims. Output: milestone-weaker-later, due-before-issue.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from targetcheck.lint.claims.claim import Claim, DeclaredRelations, claims_of, tranche_periods
from targetcheck.lint.finding import Findings, finding
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target


def check_stages(ruleset: Ruleset) -> Findings:
    """Yield every claim that asks less than an earlier one for the same subject."""
    declared = DeclaredRelations(ruleset)
    stages: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims_of(ruleset):
        if claim.steady:
            stages[claim.subject, claim.kind, claim.strength].append(claim)
    for group in stages.values():
        for first, second in pairwise(sorted(group, key=lambda claim: claim.due)):
            if first.due == second.due or declared.apart(first.target.id, second.target.id):
                continue
            if first.interval and second.interval and second.interval.weaker_than(first.interval):
                yield finding(
                    "milestone-weaker-later",
                    second.path,
                    (
                        f"`{second.target.id}` asks {second.en} by {second.due}, less than "
                        f"{first.en} by {first.due}",
                        f"“{second.target.id}”要求 {second.due} 前 {second.zh}，"
                        f"低于 {first.due} 前的 {first.zh}",
                    ),
                    ("check both figures against the clause", "请与原文核对两个数字"),
                    also=(first.number,),
                )


def check_dates(ruleset: Ruleset) -> Findings:
    """Yield every target that was due before its document was issued."""
    issued = ruleset.document.issued
    for number, target in enumerate(ruleset.targets):
        early = [(path, due) for path, due in _dues(number, target) if due < issued]
        ends = [period.end for _, period in tranche_periods(target)]
        if not early and ends and not target.due and max(ends) < issued:
            early = [(("targets", number, "tranches"), max(ends))]
        for path, due in early:
            yield finding(
                "due-before-issue",
                path,
                (
                    f"`{target.id}` is due on {due}, before the document was issued on {issued}",
                    f"目标“{target.id}”的时限 {due} 早于文件印发日 {issued}",
                ),
                (
                    "check the date; a past figure belongs under `baseline`",
                    "请核对时限；过去的数据应写在 baseline",
                ),
            )


def _dues(number: int, target: Target) -> list[tuple[Path, date]]:
    """Give the due dates that are written as such; a past tranche may be part of a later total."""
    stages: list[tuple[Path, date]] = [
        (("targets", number, "milestones", n, "due"), stage.due)
        for n, stage in enumerate(target.milestones)
    ]
    if target.due is not None:
        stages.append((("targets", number, "due"), target.due))
    return stages
