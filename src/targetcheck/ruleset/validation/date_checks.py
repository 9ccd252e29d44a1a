"""Validation of dates: that a target has a due date, that dates are in order, and of submissions.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.periods.period_sequence import periods_between
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Submission, Target


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


def check_submission(name: str, item: Submission) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield (path below the submission, finding) for lists and periods that are empty."""
    if not item.indicators:
        yield ("indicators",), _empty(name, "indicators", "indicator", "指标")
    if not item.places:
        yield ("places",), _empty(name, "places", "place", "地区")
    if item.to < item.start:
        yield ("to",), _ends_early(name, item)
        return
    try:
        if not periods_between(item.start, item.to, item.every):
            yield ("every",), _no_period(name, item)
    except TargetcheckError as error:
        yield from ((("every",), found) for found in error.diagnostics)


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
        f"目标“{name}”在{due}有两项要求：此处和{zh}",
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
        f"目标“{target.id}”的时限{due}早于起始日{target.start}",
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


def _empty(name: str, key: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "submission-empty",
        f"the submission `{name}` names no {en}",
        f"填报任务“{name}”没有列出{zh}",
        f"list at least one under `{key}`",
        f"请在 {key} 下至少列出一项",
    )


def _ends_early(name: str, item: Submission) -> Diagnostic:
    return Diagnostic(
        "submission-dates",
        f"the submission `{name}` ends on {item.to}, before its start on {item.start}",
        f"填报任务“{name}”的截止日{item.to}早于起始日{item.start}",
        "correct `from` or `to`",
        "请修正 from 或 to",
    )


def _no_period(name: str, item: Submission) -> Diagnostic:
    return Diagnostic(
        "submission-periods",
        f"no period of the submission `{name}` ends from {item.start} to {item.to}",
        f"填报任务“{name}”在{item.start}至{item.to}之间没有截止的时期",
        f"extend `from` and `to` to a whole period, or choose one shorter than `{item.every}`",
        f"请将 from、to 延至完整的时期，或选用比 {item.every} 短的时期",
    )
