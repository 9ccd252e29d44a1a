"""Chinese phrases about one verdict: what is required, what was reported, how far apart they are.

Layer: verdicts. Input: verdicts. Output: phrases for sentences, without a full stop. What lies on the
limit is 持平; a limit that is broken is 超出 and never 还差.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from targetcheck.kernel.outcome import Outcome
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check, Fold
from targetcheck.verdicts.progress_text import pace_phrase, ratio_percent
from targetcheck.verdicts.requirement_phrases.chinese_requirement import is_water_class, moded
from targetcheck.verdicts.requirement_text import published_text, requirement_text, value_text
from targetcheck.verdicts.sentences.amount_text import (
    amount,
    compared_value,
    difference,
    in_points,
    judged,
    planned,
    whole,
)
from targetcheck.verdicts.verdict_data import VerdictData


def day(when: date) -> str:
    """Return a day as a document writes it."""
    return f"{when.year}年{when.month}月{when.day}日"


def period(found: Period) -> str:
    """Return a period; the first three quarters and a year's first half by their names."""
    text = found.text("zh")
    if found.start.month == 1 and found.start.day == 1 and found.start.year == found.end.year:
        return text.replace("年1—9月", "年前三季度")
    return text


def asked(verdict: VerdictData) -> str:
    """Return what is required, with its day if something is to be done."""
    tree = verdict.question.tree
    return moded(_asked(tree, verdict), verdict.question.mode)


def striven_for(verdict: VerdictData) -> bool:
    """Return whether a target is 力争, which neither its title nor its words say already."""
    told = verdict.title("zh") + asked(verdict)
    return verdict.strength == "aspirational" and "力争" not in told


def demanded(verdict: VerdictData) -> str:
    """Return what is required as a clause: 要求…, and 力争… of what is only striven for."""
    return f"{'力争' if striven_for(verdict) else '要求'}{asked(verdict)}"


def _asked(tree: Check | Fold, verdict: VerdictData) -> str:
    if isinstance(tree, Check) and tree.kind == "done":
        return f"于{day(verdict.due)}前（含当日）完成"
    return requirement_text(tree, verdict.plan, "zh")


def found(verdict: VerdictData) -> str:
    """Return what was reported, of a fold what was reported of each part; else who judged it."""
    outcome = verdict.outcome
    if verdict.judged_by_person:
        return judged(verdict, day, "zh")
    if not outcome.parts:
        return _found(outcome, verdict)
    told = [_found(part, verdict) for part in outcome.parts if part.point is not None]
    return "，".join(dict.fromkeys(told)) or "暂无报送数据"


def _found(outcome: Outcome, verdict: VerdictData) -> str:
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return "暂无报送数据"
    if check.kind == "done":
        return _done(outcome, verdict)
    when = period(point.period)
    if point.excused:
        return f"{when}未报送，已说明原因"
    if point.value is None:
        told = f"为{published_text(point, check, 'zh')}" if point.interval else "数据不足以判定"
        return f"{when}{told}"
    told = amount(point.value, outcome, "zh")
    if point.interval is not None:
        told += f"（{published_text(point, check, 'zh')}）"
    if check.measure.kind == "rank":
        return f"{when}列第{told}位"
    if check.scale is not None:
        return f"{when}为{told}"
    if point.counts is not None:
        told += f"（{whole(point.counts[0])}/{whole(point.counts[1])}）"
    if check.measure.kind == "total" and check.better == "higher":
        verb = "实际" if verdict.question.recurring else "累计完成"
        return f"{when}{verb}{told}"
    return f"{when}为{told}"


def _done(outcome: Outcome, verdict: VerdictData) -> str:
    point, as_of = outcome.point, verdict.provenance.as_of
    assert point is not None
    if point.value != 1:
        return f"截至{day(point.period.end)}尚未完成"
    if point.completed is not None and point.completed > as_of:
        return f"截至{day(as_of)}尚未完成"  # a day that has not come is no deed
    if point.completed is None:
        return f"截至{day(point.period.end)}已完成"
    late = (point.completed - verdict.due).days
    if late > 0:
        return f"{day(point.completed)}完成，逾期{late}天"
    return f"已于{day(point.completed)}完成"


def compared(verdict: VerdictData) -> str:
    """Return how a value stands to what is required; nothing where no number is compared."""
    outcome = verdict.outcome
    return "" if outcome.parts else distance(outcome)


def distance(outcome: Outcome) -> str:
    """Return how far a value is from its requirement; empty if no number is compared."""
    check, bound, margin, point = outcome.check, outcome.bound, outcome.margin, outcome.point
    value = compared_value(outcome)
    if check is None or bound is None or point is None or value is None:
        return ""
    if check.scale is not None:
        return _grades_off(check, bound, value)
    if margin is None or check.kind == "done":
        return ""
    if check.measure.kind == "rank":
        return f"还差{whole(-margin)}个位次" if margin < 0 else ""
    low = bound.low is not None and (bound.high is None or value < bound.low)
    if not margin and bound.high == 0:
        return ""  # what must not happen did not
    if not margin:
        opened = bound.low_open if low else bound.high_open
        return "恰为限值，须超过" if opened else "与要求持平"
    size = difference(margin, outcome, "zh")
    about = any(key == "about" for key, _ in check.requirement)
    if margin > 0 and (about or (bound.low is not None and bound.high is not None)):
        return "在要求范围内"
    if check.change is not None and margin < 0 and outcome.status not in ("fail", "missed"):
        verbs = ("提高", "下降") if in_points(check) else ("增加", "减少")
        return f"还需{verbs[not low]}{size}"
    if margin < 0:
        return f"还差{size}" if low else f"超出{size}" if bound.high else ""
    return f"高出要求{size}" if low else f"低于上限{size}"


def _grades_off(check: Check, bound: Bound, value: Fraction) -> str:
    assert check.scale is not None
    if bound.high is None or value <= bound.high:
        return ""
    grade = value_text(value, check, "zh")
    return f"差{whole(value - bound.high)}个{'类别' if is_water_class(grade) else '等级'}"


def paced(verdict: VerdictData) -> str:
    """Return how a value stands to its schedule, in the words of the method that judged it."""
    outcome = verdict.outcome
    pace, check, point = outcome.pacing, outcome.check, outcome.point
    if pace is None or check is None:
        return ""
    if pace.method != "schedule" or pace.asked is None or point is None or point.value is None:
        return pace_phrase(outcome, "zh")
    if pace.ratio is None:
        return ""
    goal, behind, upward = planned(outcome)
    told = f"序时进度应{'达' if upward else '降至'}{amount(goal, outcome, 'zh', edge=False)}"
    if pace.ratio < 0:
        return f"{told}，较起点值{'不升反降' if upward else '不降反升'}"
    rate = f"完成率{ratio_percent(pace.ratio)}"
    if behind <= 0:
        return f"{told}，{rate}"
    return f"{told}，{rate}，落后{difference(behind, outcome, 'zh')}"


def ended(*parts: str) -> str:
    """Return a sentence of the parts that say something."""
    return "，".join(part for part in parts if part).rstrip("。") + "。"
