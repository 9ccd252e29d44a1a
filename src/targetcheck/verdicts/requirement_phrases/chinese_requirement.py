"""Chinese phrases for what a requirement asks: 不低于, 不少于, 达到, 不得发生.

Layer: verdicts. Input: comparisons, their amounts as text. Output: phrases. 不低于 and 不高于 are used
of ratios, concentrations and indices, 不少于 and 不超过 of amounts, counts and times.
"""

from __future__ import annotations

import re

from targetcheck.plan.plan import Check
from targetcheck.quantities.unit import Unit

_EVENTS = frozenset("次 起 处 例 件 宗".split())
"""Units of things that happen; none of them is 不得发生, none of other things 为零."""
_ROMAN = frozenset("劣ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX类至")


def is_ratio(unit: Unit | None) -> bool:
    """Return whether values in a unit are ratios, concentrations or indices, and no amounts."""
    return unit is None or unit.kind in ("share", "point", "index") or "/" in unit.zh


def is_water_class(grade: str) -> bool:
    """Return whether a grade is a class of water such as 劣Ⅴ类."""
    return bool(grade) and set(grade) <= _ROMAN


def bounded(check: Check, key: str, amount: str) -> str:
    """Return a comparison with a fixed amount, as in 不少于3次."""
    unit = check.written_unit or check.unit
    ratio = is_ratio(unit) or check.measure.kind == "share_of"
    counted = check.nature in ("count", "share") or (check.unit is not None and check.unit.whole)
    if counted and check.bound is not None and 0 in check.bound.edges():
        if key == "at_most":
            return "不得发生" if unit is not None and unit.zh in _EVENTS else "为零"
        if key == "above":
            return f"实现零的突破（大于{amount}）"
    if key == "at_least" and amount == "100%":
        return "达到100%"
    return compared(key, amount, ratio=ratio)


def compared(key: str, amount: str, *, ratio: bool) -> str:
    """Return a comparison with an amount that needs no word of its own."""
    if key == "above" and re.match(r"0(?![\d.])", amount):
        return f"大于{amount}"
    phrases = {
        "at_least": "不低于{}" if ratio else "不少于{}",
        "at_most": "不高于{}" if ratio else "不超过{}",
        "above": "超过{}",
        "below": "低于{}" if ratio else "少于{}",
        "equals": "为{}",
        "between": "{}",
        "about": "{}左右",
    }
    return phrases[key].format(amount)


def graded(key: str, grade: str) -> str:
    """Return a comparison with a class or grade, as in 达到或优于Ⅲ类."""
    water = is_water_class(grade)
    if water and "类" not in grade:
        grade = "至".join(f"{part}类" for part in grade.split("至"))
    phrases = {
        "at_least": "达到或优于{}" if water else "达到{}及以上",
        "at_most": "不优于{}" if water else "不高于{}",
        "above": "优于{}" if water else "高于{}",
        "below": "劣于{}" if water else "低于{}",
        "equals": "为{}",
        "between": "为{}",
        "about": "{}左右",
    }
    return phrases[key].format(grade)


def changed(kind: str, key: str, size: str, since: str) -> str:
    """Return a change, as in 较2020年下降4%以上; a rise of at most nothing is the level of then."""
    if key == "at_most" and size.rstrip("个百分点%") == "0":
        return f"{'不高于' if kind == 'rise' else '不低于'}{since}水平"
    points, relative = size.endswith("百分点"), size.endswith("%")
    if kind == "rise":
        verb = "提高" if points else "增长" if relative else "增加"
    else:
        verb = "下降" if points or relative else "减少"
    phrases = {
        "at_least": "{}以上",
        "at_most": "不超过{}",
        "above": "超过{}",
        "below": "低于{}",
        "equals": "{}",
        "between": "{}",
        "about": "{}左右",
    }
    return f"较{since}{verb}{phrases[key].format(size)}"


def since_level(check: Check, key: str, since: str) -> str:
    """Return a comparison with the value of an earlier period, as in 不低于2023年水平."""
    if check.scale is not None:
        return f"{'不差于' if key == 'no_worse_than' else '优于'}{since}"
    higher = check.better == "higher"
    if key == "no_worse_than":
        return f"{'不低于' if higher else '不高于'}{since}水平"
    return f"{'高于' if higher else '低于'}{since}水平"


def moded(text: str, mode: str) -> str:
    """Return a requirement that is to be kept, or to be met in every period."""
    if mode == "sustain":
        return f"各期均做到{text}" if text.startswith("“") else f"各期均{text}"
    if mode != "maintain":
        return text
    if text.startswith(("不低于", "不少于")):
        return f"稳定在{text[3:]}以上"
    if text.startswith(("不高于", "不超过")):
        return f"稳定控制在{text[3:]}以内"
    if text in ("不得发生", "为零"):
        return f"始终{text}"
    return f"稳定{text}" if text.startswith("达到") else f"持续{text}"


def quoted(text: str) -> str:
    """Return a text in quotation marks; marks inside become single ones."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"
