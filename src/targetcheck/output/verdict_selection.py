"""Choices among many verdicts: the one that stands now, the worst, those of one course.

Floor: reports. Comes in: a Result or verdicts. Goes out: verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.result import WORST
from targetcheck.verdicts.verdict import Verdict


def current(result: Result) -> tuple[Verdict, ...]:
    """Give for each target and place the verdict that is next due, else the last."""
    found: dict[tuple[str, str], Verdict] = {}
    for verdict in result.verdicts:
        key = (verdict.target, verdict.place)
        known = found.get(key)
        found[key] = verdict if known is None else _nearer(known, verdict, result.as_of)
    return tuple(found.values())


def _nearer(one: Verdict, other: Verdict, as_of: date) -> Verdict:
    ahead = sorted((v for v in (one, other) if v.due > as_of), key=lambda v: v.due)
    return ahead[0] if ahead else max(one, other, key=lambda v: v.due)


def course(result: Result, lead: Verdict) -> list[Verdict]:
    """Give a verdict and those of the same target and place on other days."""
    key = (lead.target, lead.place)
    others = [v for v in result.verdicts if (v.target, v.place) == key and v is not lead]
    return [lead, *others]


def worst(verdicts: Iterable[Verdict]) -> str:
    """Give the worst status among some verdicts."""
    statuses = {v.status for v in verdicts}
    return str(next(s for s in WORST if s in statuses))


def illustrative_text(result: Result, lang: Language) -> str:
    """Give the warning that goes into every output made from illustrative values, or nothing."""
    rows = result.illustrative
    if not rows:
        return ""
    if lang == "zh":
        return f"含示例值：所用数据中有 {rows} 行为演示编写，非公布数据，结论不代表实际情况。"
    return (
        f"Contains illustrative data: {rows} row{'' if rows == 1 else 's'} used here "
        "were made up for demonstration and never published; the verdicts say nothing of reality."
    )


def reading_text(verdicts: Iterable[Verdict], lang: Language) -> str:
    """Give how many verdicts rest on the ruleset's own reading of its document, or nothing."""
    count = sum("own_reading" in verdict.flags for verdict in verdicts)
    if not count:
        return ""
    if lang == "zh":
        return f"{count} 项结论所依的数值、时限或范围，原文没有写明，为规则集自己的理解。"
    verb = "verdict rests" if count == 1 else "verdicts rest"
    return (
        f"{count} {verb} on a figure, a date or a scope that the document leaves open: "
        "it is the ruleset's own reading."
    )


def caveats(result: Result, verdicts: Iterable[Verdict], lang: Language) -> list[str]:
    """Give what a reader must know before using any number: made-up reports, own readings."""
    return [
        text for text in (illustrative_text(result, lang), reading_text(verdicts, lang)) if text
    ]
