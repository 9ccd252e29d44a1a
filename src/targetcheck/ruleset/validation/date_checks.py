"""Validation that a target has a due date and that its dates are in order.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from targetcheck.errors import Diagnostic, Where
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target


def check_dates(target: Target, ruleset: Ruleset) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield (path below the target, finding) for missing dates and dates out of order."""
    staged = target.milestones or target.tranches
    if (target.require is None and not staged) or (
        target.require is not None and target.due is None and not target.tranches
    ):
        yield ("due",), _no_due(target)
    dues: list[tuple[Path, date]] = [
        (("milestones", n, "due"), stage.due) for n, stage in enumerate(target.milestones)
    ]
    if target.due is not None:
        dues.append((("due",), target.due))
    for path, due in dues:
        if target.start is not None and due < target.start:
            yield path, _before_start(target, due)
    indicator = ruleset.all_indicators().get(target.indicator)
    window = target.start or target.every or target.tranches
    if indicator is not None and indicator.nature == "flow" and not window:
        yield ("due",), _no_start(target)


def dues_given_twice(target: Target) -> Iterator[tuple[Path, Path, date]]:
    """Yield (path of a milestone, path of the other requirement, their common due date)."""
    first: dict[date, Path] = {}
    if target.require is not None and target.due is not None and not target.tranches:
        first[target.due] = ("due",)
    for number, stage in enumerate(target.milestones):
        path: Path = ("milestones", number, "due")
        if stage.due in first:
            yield path, first[stage.due], stage.due
        first.setdefault(stage.due, path)


def due_twice(name: str, due: date, here: Where, other: Where) -> Diagnostic:
    """Return the finding for two requirements of a target with the same due date."""
    en = f"line {other.line}" if other.line else f"`{other.path}`"
    zh = f"第{other.line}行" if other.line else f"“{other.path}”"
    return Diagnostic(
        "due-twice",
        f"`{name}` has two requirements on {due}: here and in {en}",
        f"目标“{name}”在 {due} 有两项要求：此处和{zh}",
        "keep one of the two, join them with `all`, or write a second target, such as one with "
        "`strength: aspirational`",
        "保留其中一项，或用 all 合并，或另写一个目标（如 strength: aspirational）",
        here,
    )


def _no_due(target: Target) -> Diagnostic:
    return Diagnostic(
        "due-missing",
        f"the target `{target.id}` has no due date",
        f"目标“{target.id}”没有时限",
        "give `require` with `due`, or `milestones`, or `tranches`",
        "请写 require 和 due，或 milestones，或 tranches",
    )


def _before_start(target: Target, due: date) -> Diagnostic:
    return Diagnostic(
        "due-before-start",
        f"the due date {due} of `{target.id}` is before its start {target.start}",
        f"目标“{target.id}”的时限{due} 早于起始日 {target.start}",
        "correct `due` or `from`",
        "请修正 due 或 from",
    )


def _no_start(target: Target) -> Diagnostic:
    return Diagnostic(
        "flow-without-start",
        f"`{target.id}` adds up a flow without a start date",
        f"目标“{target.id}”为累计量，却没有写起算日",
        "give `from`, `every` or `tranches`",
        "请写 from、every 或 tranches",
    )
