"""Under which conditions a promise applies, and which reports told whether it does.

Layer: verdicts. Input: the conditions of an Outcome. Output: lines of an account, and plain data.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Language
from targetcheck.kernel.outcome import ConditionResult, Outcome
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text
from targetcheck.verdicts.requirement_text import condition_text, measured_text

_RESULT = {
    True: ("成立", "holds"),
    False: ("不成立", "does not hold"),
    None: ("无法确认", "is not known"),
}


def condition_lines(outcome: Outcome, plan: Plan, lang: Language) -> Iterator[str]:
    """Yield a line for each condition: what it asks, what was reported, whether it holds."""
    zh = lang == "zh"
    for each in outcome.conditions:
        asked = condition_text(each.condition.indicator, each.condition.bound, plan, lang)
        result = _RESULT[each.result][0 if zh else 1]
        said = f"适用条件：{asked}：{result}" if zh else f"Condition: {asked}: {result}"
        yield said + _reported(each, plan, lang)


def _reported(each: ConditionResult, plan: Plan, lang: Language) -> str:
    """Return the report that told, with its place in the file."""
    point, zh = each.point, lang == "zh"
    if point is None:
        return (
            "（没有所评判时期的报告值）" if zh else " (nothing was reported for the period judged)"
        )
    value = measured_text(each.condition.indicator, point.value, plan, lang)
    said = f"{point.period.text(lang)}{'为' if zh else ': '}{value}"
    said += "".join(f" [{observation.where}]" for observation in point.observations[:3])
    return f"（{said}）" if zh else f" ({said})"


def condition_record(outcome: Outcome) -> dict[str, object]:
    """Return the same as plain data; empty where a promise has no condition."""
    if not outcome.conditions:
        return {}
    return {
        "conditions": [
            {
                "indicator": each.condition.indicator,
                "holds": each.result,
                "period": each.point.period.label if each.point else None,
                "value": number_text(each.point.value)
                if each.point is not None and each.point.value is not None
                else None,
                "rows": [o.row for o in each.point.observations] if each.point else [],
            }
            for each in outcome.conditions
        ]
    }
