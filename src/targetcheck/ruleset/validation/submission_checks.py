"""Validation of submissions: names, places and periods.

Layer: ruleset. Input: a Submission. Output: names to look up, and findings with their paths.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.periods.calendar_periods import periods_between
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.target import Submission


def check_submission(name: str, item: Submission) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield (path below the submission, finding) for lists and periods that are empty."""
    if not item.indicators:
        yield ("indicators",), _empty(name, "indicators", "indicator", "指标")
    if not item.places:
        yield ("places",), _empty(name, "places", "place", "地区")
    if item.to < item.start:
        yield ("to",), _before_start(name, item)
        return
    try:
        if not periods_between(item.start, item.to, item.every):
            yield ("every",), _no_period(name, item)
    except TargetcheckError as error:
        yield from ((("every",), found) for found in error.diagnostics)


def _empty(name: str, key: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "submission-empty",
        f"the submission `{name}` names no {en}",
        f"填报任务“{name}”没有列出{zh}",
        f"list at least one under `{key}`",
        f"请在 {key} 下至少列出一项",
    )


def _before_start(name: str, item: Submission) -> Diagnostic:
    return Diagnostic(
        "submission-dates",
        f"the submission `{name}` ends on {item.to}, before its start on {item.start}",
        f"填报任务“{name}”的截止日 {item.to} 早于起始日 {item.start}",
        "correct `from` or `to`",
        "请修正 from 或 to",
    )


def _no_period(name: str, item: Submission) -> Diagnostic:
    return Diagnostic(
        "submission-periods",
        f"no period of the submission `{name}` ends from {item.start} to {item.to}",
        f"填报任务“{name}”在 {item.start} 至 {item.to} 之间没有截止的时期",
        f"extend `from` and `to` to a whole period, or choose one shorter than `{item.every}`",
        f"请将 from、to 延至完整的时期，或选用比 {item.every} 短的时期",
    )
