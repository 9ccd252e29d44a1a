"""The conditions of a target with the values that decide them: lines of text, and plain data.

Layer: verdicts. Input: an Outcome with its conditions.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Language
from targetcheck.kernel.outcome import ConditionResult, Outcome
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text
from targetcheck.verdicts.requirement_text import condition_text, measured_text

_RESULT = {
    True: ("符合", "holds"),
    False: ("不符合", "does not hold"),
    None: ("尚无数据", "is not known"),
}


def condition_lines(outcome: Outcome, plan: Plan, lang: Language) -> Iterator[str]:
    """Yield a line for each condition: the condition, the observed value, whether it holds."""
    zh = lang == "zh"
    place = outcome.check.measure.place if outcome.check is not None else ""
    for each in outcome.conditions:
        condition = each.condition
        asked = condition_text(
            condition.indicator, condition.bound, plan, lang, condition.moving, place
        )
        result = _RESULT[each.result][0 if zh else 1]
        said = f"适用条件：{asked}：{result}" if zh else f"Condition: {asked}: {result}"
        yield said + _reported(each, plan, lang)


def _reported(each: ConditionResult, plan: Plan, lang: Language) -> str:
    """Return the observation that decides a condition, with its file location."""
    point, zh = each.point, lang == "zh"
    if point is None:
        return "（未报送该时期数据）" if zh else " (nothing was reported for the period evaluated)"
    value = measured_text(each.condition.indicator, point.value, plan, lang)
    said = f"{point.period.text(lang)}{'为' if zh else ': '}{value}"
    said += "".join(f" [{observation.where}]" for observation in point.observations[:3])
    return f"（{said}）" if zh else f" ({said})"


def condition_record(outcome: Outcome) -> dict[str, object]:
    """Return the conditions as plain data; empty if a target has none."""
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
