"""The words of verdicts in Chinese and English; codes come in, phrases go out.

Floor: verdicts. No code decides anything here. A test compares these tables with the codes that
the kernel can give.
"""

from __future__ import annotations

from targetcheck.errors import Language

Words = dict[str, tuple[str, str]]
"""code → (Chinese, English)"""

STATUS: Words = {
    "pass": ("达标", "pass"),
    "fail": ("未达标", "fail"),
    "missed": ("未实现", "missed"),
    "at_risk": ("有风险", "at risk"),
    "on_track": ("进展正常", "on track"),
    "not_due": ("未到期", "not due"),
    "undetermined": ("无法判定", "undetermined"),
    "not_applicable": ("不适用", "not applicable"),
}
SYMBOL = {
    "pass": "✔",
    "fail": "✘",
    "missed": "◇",
    "at_risk": "▲",
    "on_track": "●",
    "not_due": "○",
    "undetermined": "?",
    "not_applicable": "–",
}
"""A shape for each status, so that it reads without colour."""

REASON: Words = {
    "met": ("已达到要求", "the requirement is met"),
    "not_met": ("未达到要求", "the requirement is not met"),
    "locked": ("已达到，且不会回退", "it has been met and cannot be undone"),
    "lapsed": ("期间有一次未达到，不再达标", "one period did not meet it, which settles it"),
    "budget_exceeded": ("已超出总量", "the allowance is already exceeded"),
    "met_early": ("未到期，已提前达到", "it is not due yet and already met"),
    "on_schedule": ("符合时序进度", "it is on schedule"),
    "holding": ("保持在要求之内", "it holds"),
    "within_budget": ("用量在允许范围内", "it is within its allowance"),
    "behind_schedule": ("落后于时序进度", "it is behind schedule"),
    "far_behind_schedule": ("严重落后于时序进度", "it is far behind schedule"),
    "moving_away": ("方向相反，偏离目标", "it is moving away from the target"),
    "slipping": ("最近一期未达到要求", "the latest value does not meet it"),
    "unsteady": ("最近三期中有两期未达到", "two of the last three values did not meet it"),
    "burning_fast": ("用量快于时间进度", "the allowance is used up faster than the time"),
    "worse_than_required": ("类别劣于要求", "the grade is worse than required"),
    "no_data": ("没有可用的报告值", "nothing has been reported"),
    "no_baseline": ("缺少基期值", "the baseline is missing"),
    "before_start": ("尚未开始", "it has not started"),
    "not_done_yet": ("尚未完成，未到期", "it is not done yet and not due"),
    "overdue_report": (
        "已到期，缺少到期时点的报告值",
        "it is due and the report for the due date is missing",
    ),
    "stale": ("报告值过旧", "the latest report is too old"),
    "incomplete": ("报告不完整", "the reports are incomplete"),
    "censored": (
        "低于检出限，无法比较",
        "the value lies below a detection limit that cannot decide",
    ),
    "inconsistent_report": ("报告相互矛盾", "reports contradict each other"),
    "needs_judgement": ("没有数量标准，需人工判断", "the clause has no figure and needs judgement"),
    "condition_not_met": ("适用条件不成立", "its condition does not hold"),
    "condition_unknown": ("适用条件无法确认", "whether its condition holds is unknown"),
}
FLAG: Words = {
    "met_by": ("之后的报告显示已达到", "a later report shows it met"),
    "met_late": ("逾期完成", "done after the due date"),
    "would_pass": ("按此前的报告值本可达到", "by the earlier report it would have passed"),
    "would_fail": ("按此前的报告值本未达到", "by the earlier report it would have failed"),
    "rounding_sensitive": ("结论对修约敏感", "the result depends on rounding"),
    "share_disagrees_with_counts": (
        "填报的比例与分子分母不符，按分子分母判定",
        "the printed share disagrees with its counts, which decide",
    ),
    "reports_differ": ("同一时期有不同的报告值", "reports for the same period differ"),
    "totals_differ": ("不同口径的合计不一致", "totals made in different ways differ"),
    "population_from_data": ("成员来自报告数据", "the members are taken from the reports"),
    "limit_changed_within_period": ("限值在该时期内有变更", "the limit changed within the period"),
    "water_tonnes_as_m3": ("水量以 1 吨折 1 立方米", "tonnes of water are counted as cubic metres"),
    "own_reading": ("数值、时限或范围为规则集自己的理解", "figure, date or scope is the ruleset's own reading"),
    "approximate": ("报告值为约数", "the report says approximately"),
    "below_detection": ("低于检出限", "below the detection limit"),
    "derived": ("由其他指标算得", "computed from other indicators"),
    "summed": ("由下级汇总", "added up from the parts"),
    "stale": ("报告值较旧", "the report is old"),
    "close_call": ("接近限值", "close to the limit"),
    "provisional": ("初步数据", "provisional"),
    "estimated": ("估计值", "estimated"),
    "break": ("统计口径有断点", "the series has a break"),
    "definition_differs": ("统计定义不同", "the definition differs"),
    "low_reliability": ("可靠性低", "low reliability"),
    "unvalidated": ("未经核实", "not validated"),
    "waived": ("已获豁免", "waived"),
    "overridden": ("另有人工判断", "a person judged otherwise"),
    "row_set_aside": ("有相关报告行未被采用", "a related row was set aside"),
}
STRENGTH: Words = {
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    "aspirational": ("力争", "aspirational"),
}
COMPARISON: Words = {
    "at_least": ("不低于{}", "at least {}"),
    "at_most": ("不高于{}", "at most {}"),
    "above": ("高于{}", "above {}"),
    "below": ("低于{}", "below {}"),
    "equals": ("等于{}", "exactly {}"),
    "between": ("在{}之间", "between {}"),
    "about": ("{}左右", "about {}"),
    "done": ("按期完成", "to be done"),
    "words": ("“{}”", "“{}”"),
    "no_worse_than": ("不差于{}", "no worse than in {}"),
    "within": ("符合限值{}", "within the limit {}"),
}
MODE: Words = {
    "reach": ("", ""),
    "maintain": ("，保持", ", kept"),
    "sustain": ("，每期均须达到", ", in every period"),
}
HOW: Words = {
    "full": ("全数值比较", "full value"),
    "rounded": ("修约值比较", "rounded value"),
    "counts": ("按分子分母比较", "counts"),
}
PREVIOUS: Words = {
    "previous_year": ("上年", "the year before"),
    "previous_period": ("上期", "the period before"),
}


def word(table: Words, code: str, lang: Language) -> str:
    """Give the phrase for a code; an unknown code stands for itself."""
    pair = table.get(code)
    return code if pair is None else pair[0] if lang == "zh" else pair[1]
