"""Sentences of a Chinese circular, as an office writes them.

Layer: output. Input: verdicts. Output: sentences with their full stop. 不少于 is said of amounts, 不低于
of ratios. Phrases about one verdict are those of verdicts/sentences/chinese_phrases.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from targetcheck.kernel.outcome import Outcome
from targetcheck.plan.plan import Check, Fold
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.progress_text import ratio_percent
from targetcheck.verdicts.requirement_phrases.chinese_requirement import is_water_class, quoted
from targetcheck.verdicts.requirement_text import datum_names
from targetcheck.verdicts.responsible_leads import own_places, supporting
from targetcheck.verdicts.sentences.amount_text import (
    amount,
    clause_unit,
    difference,
    in_points,
    percent,
    whole,
    whole_up,
)
from targetcheck.verdicts.sentences.chinese_phrases import (
    compared,
    day,
    demanded,
    ended,
    found,
    paced,
    period,
    striven_for,
)
from targetcheck.verdicts.sentences.place_and_title import subject_name
from targetcheck.verdicts.sentences.verdict_sentence import subject
from targetcheck.verdicts.time_terms import missing_when
from targetcheck.verdicts.verdict import Verdict

__all__ = ["quoted"]
_QUARTERS = "一二三四"


def reported_period(as_of: date) -> str:
    """Return the period of which a circular speaks: the quarter or year that ends, else the day."""
    quarter_ends = {(3, 31): 0, (6, 30): 1, (9, 30): 2, (12, 31): 3}
    number = quarter_ends.get((as_of.month, as_of.day))
    if number is None:
        return f"截至{day(as_of)}"
    return f"{as_of.year}年第{_QUARTERS[number]}季度"


def titled(text: str) -> str:
    """Return the name of a document in title marks; title marks inside become single ones."""
    return f"《{text.translate(str.maketrans('《》', '〈〉'))}》"


def about(verdict: Verdict) -> str:
    """Return who has to do what, without a full stop of its own."""
    return printable(subject(verdict, "zh")).rstrip("。；，")


def listed(verdict: Verdict) -> str:
    """Return who has to do what, in quotation marks where a list would tear it.

    The issuer's own place is not named in a list.
    """
    own = verdict.place in own_places(verdict.plan.ruleset)
    return _whole(printable(verdict.title("zh")) if own else about(verdict))


def by_its_day(name: str, due: date) -> str:
    """Return a name with its due date, where several have the name."""
    return f"{name}（时限{day(due)}）"


def _whole(name: str) -> str:
    return quoted(name) if "、" in name else name


def with_lead(verdict: Verdict) -> str:
    """Return who has to do what, and who is in the lead."""
    lead = named(verdict.lead)
    everyone = lead.startswith("各牵头单位")  # which names nobody
    return about(verdict) if everyone or not lead else f"{about(verdict)}（牵头单位：{lead}）"


def named(departments: Sequence[str], most: int = 2) -> str:
    """Return departments by name, of many the first one and how many there are."""
    many = len(departments) > most
    told = printable("、".join(departments[:1] if many else departments))
    return f"{told}等{len(departments)}个单位" if many else told


def asked(verdict: Verdict) -> str:
    """Return what is required, as a cell of a table has it: of what is striven for, with 力争."""
    return demanded(verdict).removeprefix("要求")


def met(verdict: Verdict) -> str:
    """Return what was reached, and by how much more than was required."""
    tree = verdict.question.tree
    if not isinstance(tree, Fold) and tree.kind == "done":
        return ended(f"{about(verdict)}{found(verdict)}")
    bound = verdict.outcome.bound
    if bound is not None and bound.low is None and not bound.high and not verdict.value:
        return ended(f"{about(verdict)}符合要求", found(verdict))  # what must not happen did not
    told = compared(verdict).replace("与要求持平", "达到要求")
    return ended(f"{about(verdict)}{demanded(verdict)}", found(verdict), told)


def ahead(verdict: Verdict) -> str:
    """Return what is met before its day, or ahead of its schedule."""
    if getattr(verdict.question.tree, "kind", "") == "done":
        return ended(f"{about(verdict)}{found(verdict)}")
    if verdict.status == "pass" or verdict.reason == "met_early":
        return ended(f"{about(verdict)}{found(verdict)}", "已提前达到要求")
    pace = verdict.outcome.pacing
    rate = ratio_percent(pace.ratio) if pace and pace.ratio is not None else ""
    return ended(f"{about(verdict)}{found(verdict)}", f"达到序时进度的{rate}" if rate else "")


def missed(verdict: Verdict, run: int) -> str:
    """Return what was not reached, by how much, and for how many due dates in a row."""
    tree = verdict.question.tree
    row = f"已连续{run}期未达到" if run > 1 else ""
    if not isinstance(tree, Fold) and tree.kind == "done":
        return ended(f"{with_lead(verdict)}{demanded(verdict)}", found(verdict), row)
    head = with_lead(verdict)
    if verdict.reason == "lapsed":
        head += f"按各期均须达到的规定判为{word(STATUS, verdict.status, 'zh')}；"
    if happened := _happened(verdict):
        return ended(f"{head}{happened}", row)
    return ended(f"{head}{demanded(verdict)}", found(verdict), compared(verdict), row)


def _happened(verdict: Verdict) -> str:
    """Return what happened though it must not: 严禁直排 as a title names the aim, not the event."""
    outcome = verdict.outcome
    bound, point = outcome.bound, outcome.point
    if bound is None or bound.low is not None or bound.high != 0 or outcome.parts:
        return ""
    if point is None or not point.value or clause_unit(outcome) is None:
        return ""
    return f"{period(point.period)}发现{amount(point.value, outcome, 'zh')}不符合要求"


def lagging(verdict: Verdict, run: int) -> str:
    """Return what is behind, by how much, and for how many reports in a row."""
    row = f"最近{run}次报送均滞后" if run > 1 else ""
    paces = paced(verdict)
    if paces:
        return ended(f"{with_lead(verdict)}{found(verdict)}", paces, row)
    head = f"{with_lead(verdict)}{demanded(verdict)}"
    return ended(head, found(verdict), compared(verdict), row)


def unreported(names: Sequence[str], lead: str, total: int) -> str:
    """Return who has not reported what, the first few by name."""
    told = "、".join(map(_whole, names)).replace("”、“", "”“")
    more = f"等{total}项" if total > len(names) else f"，共{total}项" if total > 1 else ""
    return ended(f"{lead}未报送{told}{more}" if lead else f"由发文机关掌握的{told}{more}尚无数据")


def datum(verdict: Verdict) -> str:
    """Return the datum that a verdict waits for: who, what, and of which period."""
    if not verdict.outcome.missing:
        return about(verdict)
    key, _, label = verdict.outcome.missing[0].partition(" ")
    name = printable(subject_name(*datum_names(key, verdict.plan, "zh"), "zh"))
    when = missing_when(label, verdict.due, "zh", period)
    return f"{name}（{when}）" if when else name


def counted(name: str, groups: Sequence[tuple[str, int]], total: int) -> str:
    """Return how the verdicts of one part of the document stand."""
    left = total - sum(count for _, count in groups)
    told = "、".join(f"{word}{count}个" for word, count in groups if count)
    return f"{name}{total}个评判项中{told}" + (f"，其余{left}个未到期" if left else "")


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
    lead, support = (
        named(verdict.lead),
        named(supporting(verdict.plan.ruleset, verdict.spec, verdict.place)),
    )
    who = f"由{lead}牵头" if lead else ""
    with_whom = f"{support}配合" if support else ""
    return ended(about(verdict) + "，".join(steps), who, with_whom)


def to_reach(verdict: Verdict) -> str:
    """Return that a requirement is to be met by its day, where no single amount is missing."""
    return f"{_must(verdict)}在{day(verdict.due)}前（含当日）达到要求"


def _must(verdict: Verdict) -> str:
    """Return the verb of what is to be done: 须, and 力争 of what is only striven for."""
    return "力争" if striven_for(verdict) else "须"


def to_do(gap: Fraction, outcome: Outcome, verdict: Verdict, per_month: Fraction | None) -> str:
    """Return what is to be done by the due date, and what that is in a month."""
    check, bound = outcome.check, outcome.bound
    assert check is not None
    until = f"{_must(verdict)}在{day(verdict.due)}前（含当日）"
    if check.scale is not None:
        return f"{until}提升{whole(gap)}个{'类别' if _is_water(check) else '等级'}"
    size = difference(gap, outcome, "zh")
    if bound is not None and bound.low is None:
        return f"{until}减少{size}" if gap else f"{until}降到上限以下"
    total = check.measure.kind == "total"
    verb = "再完成" if total else "再提高" if in_points(check) else "再增加"
    pace = ""
    if per_month:
        whole_month = whole_up(per_month, outcome, upward=True)  # things are counted whole
        least = "不少于" if whole_month != per_month else ""
        pace = f"，其后月均{least}{difference(whole_month, outcome, 'zh')}"
    return f"{until}{verb}{size}{pace}" if gap else f"{until}超过现有水平"


def _is_water(check: Check) -> bool:
    return check.scale is not None and is_water_class(check.scale.grade(0))
