"""Choices among many verdicts: the one that stands now, the worst, those of one course.

Floor: reports. Comes in: a Result or verdicts. Goes out: verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.result import WORST
from targetcheck.plan.facts import Fact
from targetcheck.verdicts.verdict import Verdict

_ILLUSTRATIVE = re.compile(r"示例|虚拟数据|illustrative|not published", re.IGNORECASE)


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


def illustrative(result: Result) -> int:
    """Give how many of the reports that were used call themselves illustrative."""
    return sum(_is_example(f) for f in result.facts.all if f.period.end <= result.as_of)


def illustrative_text(result: Result, lang: Language) -> str:
    """Give the warning that goes into every output made from illustrative values, or nothing."""
    rows = illustrative(result)
    if not rows:
        return ""
    if lang == "zh":
        return f"含示例值：所用数据中有 {rows} 行为演示编写，非公布数据，结论不代表实际情况。"
    return (
        f"Contains illustrative data: {rows} row{'' if rows == 1 else 's'} used here "
        "were made up for demonstration and never published; the verdicts say nothing of reality."
    )


def _is_example(fact: Fact) -> bool:
    return bool(_ILLUSTRATIVE.search(fact.source) or _ILLUSTRATIVE.search(fact.note))
