"""Sentences of a Chinese circular, as an office writes them.

Layer: output. Input: verdicts. Output: sentences with their full stop. 不少于 is said of amounts, 不低于
of ratios; what lies on the limit is 持平; a limit that is broken is 超出 and never 还差.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from targetcheck.kernel.outcome import Outcome
from targetcheck.output.circular.circular_amounts import (
    amount,
    difference,
    in_points,
    judged,
    percent,
    whole_up,
)
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check, Fold
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import missing_when
from targetcheck.verdicts.explanation_text import subject
from targetcheck.verdicts.progress_text import pace_phrase, ratio_text
from targetcheck.verdicts.requirement_text import datum_text, requirement_text, value_text
from targetcheck.verdicts.verdict import Verdict

_ROMAN = set("劣ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX类")
_QUARTERS = "一二三四"


def day(when: date) -> str:
    """Return a day as a document writes it."""
    return f"{when.year}年{when.month}月{when.day}日"


def period(found: Period) -> str:
    """Return a period; the first three quarters and a year's first half by their names."""
    text = found.text("zh")
    if found.start.month == 1 and found.start.day == 1 and found.start.year == found.end.year:
        return text.replace("年1—9月", "年前三季度")
    return text


def reported_period(as_of: date) -> str:
    """Return the period of which a circular speaks: the quarter or year that ends, else the day."""
    quarter_ends = {(3, 31): 0, (6, 30): 1, (9, 30): 2, (12, 31): 3}
    number = quarter_ends.get((as_of.month, as_of.day))
    if number is None:
        return f"截至{day(as_of)}"
    return f"{as_of.year}年第{_QUARTERS[number]}季度"


def quoted(text: str) -> str:
    """Return a text in quotation marks; marks inside become single ones."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def titled(text: str) -> str:
    """Return the name of a document in title marks; title marks inside become single ones."""
    return f"《{text.translate(str.maketrans('《》', '〈〉'))}》"


def about(verdict: Verdict) -> str:
    """Return who has to do what, without a full stop of its own."""
    return printable(subject(verdict, "zh")).rstrip("。；，")


def with_lead(verdict: Verdict) -> str:
    """Return who has to do what, and who is in the lead."""
    lead = named(verdict.lead)
    return f"{about(verdict)}（牵头单位：{lead}）" if lead else about(verdict)


def named(departments: Sequence[str], most: int = 3) -> str:
    """Return departments by name, of many the first and how many there are."""
    told = printable("、".join(departments[:most]))
    return f"{told}等{len(departments)}个单位" if len(departments) > most else told


def asked(verdict: Verdict) -> str:
    """Return what is required."""
    tree, mode = verdict.question.tree, verdict.question.mode
    text = _asked(tree, verdict)
    if mode == "maintain":
        if text.startswith(("不低于", "不少于")):
            return f"稳定在{text[3:]}以上"
        return f"稳定{text}" if text.startswith("达到") else f"持续{text}"
    return f"各期均{text}" if mode == "sustain" else text


def _asked(tree: Check | Fold, verdict: Verdict) -> str:
    if isinstance(tree, Fold):
        joint = "，或" if tree.kind == "any" else "，且"
        return joint.join(_asked(part, verdict) for part in tree.parts)
    if tree.kind == "done":
        return f"于{day(verdict.due)}前（含当日）完成"
    if tree.kind == "words":
        return quoted(tree.words)
    if tree.measure.kind == "rank" and tree.bound is not None:
        return _rank(tree, verdict)
    keys = [key for key, _ in tree.requirement]
    plain = len(keys) == 1 and keys[0] in ("at_least", "at_most", "above", "below", "equals")
    if plain and tree.bound is not None and tree.measure.kind in ("value", "total"):
        return _bounded(tree, tree.bound)
    text = requirement_text(tree, verdict.plan, "zh").replace(" ", "")
    return _changed(text) if tree.kind == "change" else text


def _bounded(check: Check, bound: Bound) -> str:
    if check.scale is not None:
        return _graded(check, bound)
    edge = bound.low if bound.low is not None else bound.high
    assert edge is not None
    told = amount(edge, Outcome("pass", "met", check=check, bound=bound), "zh", edge=False)
    if bound.low == bound.high:
        return f"为{told}"
    ratio = _is_ratio(check)
    if bound.low is not None:
        if bound.low_open:
            return f"大于{told}" if not edge else f"超过{told}"
        full = in_points(check) and told == "100%"
        return f"达到{told}" if full else f"不低于{told}" if ratio else f"不少于{told}"
    if bound.high_open:
        return f"低于{told}"
    if not edge:
        return f"为{told}" if ratio else "不得发生"
    return f"不高于{told}" if ratio else f"不超过{told}"


def _rank(check: Check, verdict: Verdict) -> str:
    said = dict(check.requirement)
    group = verdict.plan.ruleset.all_groups().get(said.get("rank_among", ""))
    name = (group.say("zh") if group is not None else "") or "同类地区"
    place = said.get("at_most", "1")
    return f"在{name}中列第1位" if place == "1" else f"在{name}中列前{place}位"


def _graded(check: Check, bound: Bound) -> str:
    assert check.scale is not None
    edge = bound.high if bound.high is not None else bound.low
    assert edge is not None
    grade = value_text(edge, check, "zh")
    if bound.low is not None and bound.low == bound.high:
        return f"为{grade}"
    return f"达到或优于{grade}" if set(grade) <= _ROMAN else f"达到{grade}及以上"


def _changed(text: str) -> str:
    """Return a change as it is written: 下降4%以上 for 下降不低于4%."""
    for verb in ("增长", "下降"):
        least = f"{verb}不低于"
        if least in text:
            head, _, size = text.partition(least)
            raised = verb == "增长" and "个百分点" in size
            return f"{head}{'提高' if raised else verb}{size}以上"
    if text.endswith("增长不高于0%"):
        return text.removesuffix("增长不高于0%").replace("较", "不高于", 1) + "水平"
    return text.replace("不高于", "不超过")


def _is_ratio(check: Check) -> bool:
    unit = check.written_unit or check.unit
    return unit is None or unit.kind in ("share", "point", "index") or "/" in unit.zh


def found(verdict: Verdict) -> str:
    """Return what was reported, of a fold what was reported of each part; else who judged it."""
    if verdict.judged_by_person:
        return judged(verdict, day, "zh")
    if not verdict.outcome.parts:
        return _found(verdict.outcome, verdict)
    told = [_found(part, verdict) for part in verdict.outcome.parts if part.point is not None]
    return "，".join(dict.fromkeys(told)) or "暂无报送数据"


def _found(outcome: Outcome, verdict: Verdict) -> str:
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return "暂无报送数据"
    if check.kind == "done":
        return _done(outcome, verdict)
    when = period(point.period)
    if point.value is None:
        return f"{when}数据不足以判定"
    told = amount(point.value, outcome, "zh")
    if check.measure.kind == "rank":
        return f"{when}列第{told}位"
    if check.scale is not None:
        return f"{when}为{told}"
    if point.counts is not None:
        told += f"（{_whole(point.counts[0])}/{_whole(point.counts[1])}）"
    if check.measure.kind == "total" and check.better == "higher":
        verb = "实际" if verdict.question.recurring else "累计完成"
        return f"{when}{verb}{told}"
    return f"{when}为{told}"


def _done(outcome: Outcome, verdict: Verdict) -> str:
    point = outcome.point
    assert point is not None
    if point.value != 1:
        return f"截至{day(point.period.end)}尚未完成"
    if point.completed is None:
        return f"截至{day(point.period.end)}已完成"
    late = (point.completed - verdict.due).days
    if late > 0:
        return f"{day(point.completed)}完成，逾期{late}天"
    return f"已于{day(point.completed)}完成"


def _whole(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))


def compared(verdict: Verdict) -> str:
    """Return how a value stands to what is required; nothing where no number is compared."""
    outcome = verdict.outcome
    return "" if outcome.parts else _compared(outcome)


def _compared(outcome: Outcome) -> str:
    check, bound, margin, point = outcome.check, outcome.bound, outcome.margin, outcome.point
    if check is None or bound is None or point is None or point.value is None:
        return ""
    if check.scale is not None:
        return _grades_off(check, bound, point.value)
    if margin is None or check.kind == "done":
        return ""
    if check.measure.kind == "rank":
        return f"还差{_whole(-margin)}个位次" if margin < 0 else ""
    low = bound.low is not None and (bound.high is None or point.value < bound.low)
    if not margin and bound.high == 0:
        return ""  # what must not happen did not
    if not margin:
        opened = bound.low_open if low else bound.high_open
        return "正在限值上，须越过" if opened else "与要求持平"
    size = difference(margin, outcome, "zh")
    if bound.low is not None and bound.high is not None and margin > 0:
        return "在要求范围内"
    if check.change is not None and margin < 0:
        return f"还需{'增加' if low else '减少'}{size}"
    if margin < 0:
        return f"还差{size}" if low else f"超出{size}" if bound.high else ""
    return f"高出要求{size}" if low else f"低于上限{size}"


def _grades_off(check: Check, bound: Bound, value: Fraction) -> str:
    assert check.scale is not None
    if bound.high is None or value <= bound.high:
        return ""
    grade = value_text(value, check, "zh")
    return f"差{_whole(value - bound.high)}个{'类别' if set(grade) <= _ROMAN else '等级'}"


def paced(verdict: Verdict) -> str:
    """Return how a value stands to its schedule, in the words of the method that judged it."""
    outcome = verdict.outcome
    pace, check, point = outcome.pacing, outcome.check, outcome.point
    if pace is None or check is None:
        return ""
    if pace.method != "schedule" or pace.asked is None or point is None or point.value is None:
        return pace_phrase(outcome, "zh").replace(" ", "")
    if pace.ratio is None:
        return ""
    upward = outcome.bound is None or outcome.bound.low is not None
    goal = whole_up(pace.asked, outcome, upward=upward)
    told = f"序时进度应{'达' if upward else '降至'}{amount(goal, outcome, 'zh', edge=False)}"
    behind = goal - point.value if upward else point.value - goal
    if pace.ratio < 0:
        return f"{told}，较起点值{'不升反降' if upward else '不降反升'}"
    rate = f"完成率{percent(Fraction(ratio_text(pace.ratio)))}"
    if behind <= 0:
        return f"{told}，{rate}"
    return f"{told}，{rate}，落后{difference(behind, outcome, 'zh')}"


def ended(*parts: str) -> str:
    """Return a sentence of the parts that say something."""
    return "，".join(part for part in parts if part).rstrip("。") + "。"


def met(verdict: Verdict) -> str:
    """Return what was reached, and by how much more than was required."""
    tree = verdict.question.tree
    if not isinstance(tree, Fold) and tree.kind == "done":
        return ended(f"{about(verdict)}{found(verdict)}")
    bound = verdict.outcome.bound
    if bound is not None and bound.low is None and not bound.high and not verdict.value:
        return ended(f"{about(verdict)}符合要求", found(verdict))  # what must not happen did not
    return ended(f"{about(verdict)}要求{asked(verdict)}", found(verdict), compared(verdict))


def ahead(verdict: Verdict) -> str:
    """Return what is met before its day, or ahead of its schedule."""
    if getattr(verdict.question.tree, "kind", "") == "done":
        return ended(f"{about(verdict)}{found(verdict)}")
    if verdict.status == "pass" or verdict.reason == "met_early":
        return ended(f"{about(verdict)}{found(verdict)}", "已提前达到要求")
    pace = verdict.outcome.pacing
    rate = percent(Fraction(ratio_text(pace.ratio))) if pace and pace.ratio is not None else ""
    return ended(f"{about(verdict)}{found(verdict)}", f"达到序时进度的{rate}" if rate else "")


def missed(verdict: Verdict, run: int) -> str:
    """Return what was not reached, by how much, and for how many due dates in a row."""
    tree = verdict.question.tree
    row = f"已连续{run}期未达到" if run > 1 else ""
    if not isinstance(tree, Fold) and tree.kind == "done":
        return ended(f"{with_lead(verdict)}要求{asked(verdict)}", found(verdict), row)
    if verdict.reason == "lapsed":
        told = f"按各期均须达到的规定判为未达标；要求{asked(verdict)}"
        return ended(f"{with_lead(verdict)}{told}", found(verdict), compared(verdict), row)
    return ended(
        f"{with_lead(verdict)}要求{asked(verdict)}", found(verdict), compared(verdict), row
    )


def lagging(verdict: Verdict, run: int) -> str:
    """Return what is behind, by how much, and for how many reports in a row."""
    row = f"已连续{run}期滞后" if run > 1 else ""
    paces = paced(verdict)
    if paces:
        return ended(f"{with_lead(verdict)}{found(verdict)}", paces, row)
    head = f"{with_lead(verdict)}要求{asked(verdict)}"
    return ended(head, found(verdict), compared(verdict), row)


def unreported(names: Sequence[str], lead: str, total: int) -> str:
    """Return who has not reported what, the first few by name."""
    told = "、".join(names)
    more = f"等{total}项" if total > len(names) else f"，共{total}项" if total > 1 else ""
    return ended(f"{lead}未报送{told}{more}")


def datum(verdict: Verdict) -> str:
    """Return the datum that a verdict waits for: who, what, and of which period."""
    if not verdict.outcome.missing:
        return about(verdict)
    key, _, label = verdict.outcome.missing[0].partition(" ")
    name = printable(datum_text(key, verdict.plan, "zh"))
    place, _, indicator = name.partition(" ")
    name = indicator if place in indicator else place + indicator
    when = missing_when(label, verdict.due, "zh", period)
    return f"{name}（{when}）" if when else name


def counted(name: str, groups: Sequence[tuple[str, int]], total: int) -> str:
    """Return how the verdicts of one part of the document stand."""
    return f"{name}{total}个评判项中" + "、".join(
        f"{word}{count}个" for word, count in groups if count
    )


def ranked(group: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Return who is first and who is last by the share that is met, with the counts."""
    told = [f"{name}（{met_}/{due}）" for name, met_, due in rows]
    rates = [Fraction(met_, due) for _, met_, due in rows]
    head = f"{group}中，" if group else ""
    if rates[0] == rates[-1]:
        rate = percent(rates[0])
        return f"{head}{'、'.join(told)}到期达标率相同，均为{rate}。"
    first = [text for text, rate in zip(told, rates, strict=True) if rate == rates[0]]
    last = [text for text, rate in zip(told, rates, strict=True) if rate == rates[-1]]
    most, least = ("并列" if len(group_) > 1 else "" for group_ in (first, last))
    return f"{head}到期达标率{most}列前的是{'、'.join(first)}，{least}列后的是{'、'.join(last)}。"


def needed(verdict: Verdict, steps: Iterator[str]) -> str:
    """Return what a target still needs, and who sees to it."""
    lead, support = named(verdict.lead), named(verdict.support)
    who = f"由{lead}牵头" if lead else ""
    with_whom = f"{support}配合" if support else ""
    return ended(about(verdict) + "，".join(steps), who, with_whom)


def to_do(gap: Fraction, outcome: Outcome, verdict: Verdict, per_month: Fraction | None) -> str:
    """Return what is to be done by the due date, and what that is in a month."""
    check, bound = outcome.check, outcome.bound
    assert check is not None
    until = f"须在{day(verdict.due)}前（含当日）"
    if check.scale is not None:
        return f"{until}提升{_whole(gap)}个{'类别' if _is_water(check) else '等级'}"
    size = difference(gap, outcome, "zh")
    if bound is not None and bound.low is None:
        return f"{until}减少{size}" if gap else f"{until}降到上限以下"
    total = check.measure.kind == "total"
    verb = "再完成" if total else "再提高" if in_points(check) else "再增加"
    pace = f"，其后月均{difference(per_month, outcome, 'zh')}" if per_month and total else ""
    return f"{until}{verb}{size}{pace}" if gap else f"{until}超过现有水平"


def _is_water(check: Check) -> bool:
    return check.scale is not None and set(check.scale.grade(0)) <= _ROMAN
