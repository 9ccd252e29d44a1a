"""Terms for the codes of verdicts, in Chinese and English.

Layer: verdicts. Input: codes. Output: phrases. A test compares these tables with the codes that the
engine can return.
"""

from __future__ import annotations

from targetcheck.errors import Language

Words = dict[str, tuple[str, str]]
"""code → (Chinese, English)"""

STATUS: Words = {
    "pass": ("达标", "pass"),
    "fail": ("未达标", "fail"),
    "missed": ("未达预期", "missed"),
    "at_risk": ("有风险", "at risk"),
    "on_track": ("进展正常", "on track"),
    "not_due": ("未到期", "not due"),
    "undetermined": ("待判定", "undetermined"),
    "not_applicable": ("不适用", "not applicable"),
}
CAUSE: Words = {
    "data": ("缺数据", "no data"),
    "judgement": ("需人工评定", "needs judgement"),
    "conflict": ("数据有矛盾", "contradictory data"),
}
"""Why a verdict is undetermined: data are missing, a person must judge, or data disagree."""
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
"""A symbol for each status, readable without colour."""

REASON: Words = {
    "met": ("已达到要求", "the requirement is met"),
    "not_met": ("未达到要求", "the requirement is not met"),
    "locked": ("已达到要求，且不会回退", "the requirement is met and cannot be undone"),
    "lapsed": (
        "期间有一期未达到要求，结论由此确定",
        "one period did not meet it, which decides the target",
    ),
    "budget_exceeded": ("累计已超过控制总量", "the allowance is already exceeded"),
    "met_early": ("已提前达到要求", "the requirement is met before the due date"),
    "on_schedule": ("符合序时进度", "it is on schedule"),
    "holding": ("保持在要求之内", "it is within the requirement"),
    "within_budget": ("用量在控制总量之内", "it is within its allowance"),
    "behind_schedule": ("落后序时进度", "it is behind schedule"),
    "far_behind_schedule": ("严重落后序时进度", "it is far behind schedule"),
    "moving_away": ("与目标方向相反", "it is moving away from the target"),
    "slipping": ("最近一期未达到要求", "the latest value does not meet it"),
    "unsteady": ("近几期多次未达到要求", "too many of the last values did not meet it"),
    "burning_fast": ("用量快于时间进度，消耗偏快", "the allowance is used up faster than the time"),
    "locked_out": ("已超过全期允许次数，不可能再达标", "allowed failures already exceeded"),
    "locked_in": (
        "其余次数已不足以超过允许次数",
        "too few events remain to exceed the allowed failures",
    ),
    "not_improving": ("尚未好于基期", "not better than the baseline"),
    "improving": ("明显好转", "it is improving significantly"),
    "improving_slowly": ("好转缓慢", "it is improving slowly"),
    "hardly_improving": ("几乎没有好转", "it is hardly improving"),
    "pace_suffices": ("照此速度可按期达到", "the rate of change suffices"),
    "pace_too_slow": ("速度偏慢", "the rate of change is too low"),
    "pace_far_too_slow": ("速度过慢", "the rate of change is far too low"),
    "projected_to_meet": ("照此推算可按期达到", "projected to meet"),
    "projected_short": ("照此推算到期时略有不足", "projected to miss narrowly"),
    "projected_far_short": ("照此推算到期时相差较大", "projected to miss by far"),
    "likely": ("很可能按期达到", "likely to be met"),
    "uncertain": ("能否按期达到并不确定", "uncertain to be met"),
    "unlikely": ("不大可能按期达到", "unlikely to be met"),
    "trend_reaches": ("趋势显著，可按期达到", "the trend is significant and reaches the target"),
    "trend_falls_short": ("照趋势推算到期时达不到", "the trend does not reach the target in time"),
    "level_suffices": (
        "没有显著趋势，现有水平已符合要求",
        "there is no significant trend, and the current level meets the requirement",
    ),
    "standing_still": ("停滞不前", "it is stagnating"),
    "near_target": ("离目标不远", "it is near its target"),
    "some_way_off": ("离目标有一段距离", "it is at some distance from its target"),
    "far_off": ("离目标较远", "it is far from its target"),
    "too_few_peers": (
        "同期报送的同类地区太少，不能比较",
        "too few places of the same kind report for the period",
    ),
    "no_clear_trend": ("没有显著趋势", "there is no significant trend"),
    "rest_within_reach": (
        "其余时段的要求不严于上年同期水平",
        "the rest of the period need not be better than last year",
    ),
    "rest_too_hard": (
        "其余时段须好于上年同期水平",
        "the rest of the period must be better than last year",
    ),
    "year_to_date_within": ("年初以来符合目标", "the year to date meets the target"),
    "year_to_date_beyond": ("年初以来未达到目标", "the year to date does not meet the target"),
    "person_judged": ("经人工评定", "a person judged it"),
    "not_judged_yet": (
        "当时尚未人工评定",
        "the person's judgement has a later date",
    ),
    "too_few_points": ("数值太少，不足以评定进度", "too few values to assess progress"),
    "method_undefined": (
        "该评判方法不适用于这些数值",
        "the method is undefined for these values",
    ),
    "series_break": (
        "统计口径有断点，不能跨越推算",
        "the series has a break and cannot be projected",
    ),
    "outside_table": (
        "没有样品数，或样品数不在允许次数表内",
        "the number of samples is not reported or not in the table",
    ),
    "outside_bands": ("数值不在任何一档之内", "the value lies in no band"),
    "total_exceeded": (
        "所报次数多于规定的总次数",
        "more events are reported than the declared total",
    ),
    "worse_than_required": ("类别（等级）未达到要求", "the grade is worse than required"),
    "no_data": ("暂无报送数据", "nothing has been reported"),
    "no_data_since": ("此后没有可采用的报送数据", "no usable value has been reported since"),
    "no_baseline": ("缺少基期值", "the baseline was not reported"),
    "first_report_only": (
        "首次报送值为起点值，再报送一期即可评定进度",
        "the schedule starts at the first reported value; one more is needed to assess progress",
    ),
    "weights_unusable": ("权重不大于零", "a weight is not above zero"),
    "reported_in_time": ("已按时报送", "it was reported in time"),
    "reported_late": ("报送逾期", "it was reported late"),
    "not_reported": ("逾期未报送", "it was not reported in time"),
    "report_awaited": ("尚在报送期限内，未报送", "the report is awaited, there is still time"),
    "report_date_unknown": ("报送日期不明", "the day of the report is not known"),
    "no_limit": ("当时没有生效的限值", "no limit was in force then"),
    "limit_unknown": ("限值尚不明", "the limit is not known"),
    "zero_denominator": ("分母为零，无法计算", "its denominator is zero, so it has no value"),
    "undefined": ("按公式无法计算", "the formula has no value for these figures"),
    "before_start": ("尚未进入考核期", "its period has not begun"),
    "not_done_yet": ("尚未完成", "it is not done yet and not due"),
    "overdue_report": (
        "已到期，未报送到期时点的数据",
        "it is due and the value for the due date is missing",
    ),
    "stale": ("报送值过旧", "the latest reported value is too old"),
    "incomplete": ("报送数据不完整", "the reported values are incomplete"),
    "censored": (
        "只知低于检出限或高于测定上限，不能比较",
        "only a detection limit or measuring range is known, which cannot decide",
    ),
    "excused": ("缺报已说明原因", "there is a stated reason for the silence"),
    "interval_only": (
        "只报送了区间，要求值在区间之内",
        "only an interval was reported, and the limit lies inside it",
    ),
    "no_interval": (
        "未报送所要比较的区间",
        "no interval was reported, and an end of it is required",
    ),
    "inconsistent_report": ("报送数据相互矛盾", "reported values contradict each other"),
    "needs_judgement": (
        "定性任务，原文未设量化标准，需人工评定",
        "the target is qualitative and needs judgement",
    ),
    "condition_not_met": ("不符合适用条件", "its condition does not hold"),
    "condition_unknown": ("是否符合适用条件尚无数据", "whether its condition holds is unknown"),
}
FLAG: Words = {
    "met_by": ("其后报送的数据已达到要求", "a later value meets it"),
    "met_late": ("逾期完成", "done after the due date"),
    "would_pass": ("按此前报送的数据可达标", "by the earlier value it would have passed"),
    "would_fail": ("按此前报送的数据未达标", "by the earlier value it would have failed"),
    "rounding_sensitive": ("修约影响结论", "the result depends on rounding"),
    "share_disagrees_with_counts": (
        "报送的比例与分子、分母不符，按分子、分母判定",
        "the printed share disagrees with its counts, which decide",
    ),
    "counts_impossible": ("分子大于分母", "the numerator is above the denominator"),
    "reports_differ": ("同一时期有不同的报送值", "reported values for the same period differ"),
    "totals_differ": ("不同口径的合计不一致", "totals computed in different ways differ"),
    "population_from_data": ("成员取自报送数据", "the members are taken from the data"),
    "limit_changed_within_period": ("限值在该时期内有变更", "the limit changed within the period"),
    "water_tonnes_as_m3": ("水量按1吨折1立方米计", "tonnes of water are counted as cubic metres"),
    "own_reading": (
        "原文未明确，按解读判定",
        "amount, date or scope is the ruleset author's interpretation",
    ),
    "approximate": ("报送值为约数", "the value is reported as approximate"),
    "below_detection": ("低于检出限", "below the detection limit"),
    "above_range": ("高于测定上限", "above the measuring range"),
    "interval_reported": ("只报送了区间", "only an interval was reported"),
    "derived": ("由其他指标算得", "computed from other indicators"),
    "summed": ("由下级汇总", "added up from the parts"),
    "stale": ("报送值较旧", "the reported value is old"),
    "close_call": ("接近要求值", "close to the limit"),
    "provisional": ("初步数据", "provisional"),
    "estimated": ("估计值", "estimated"),
    "break": ("统计口径有断点", "the series has a break"),
    "definition_differs": ("统计定义不同", "the definition differs"),
    "low_reliability": ("可靠性低", "low reliability"),
    "unvalidated": ("未经核实", "not validated"),
    "confidential": ("所依据的数值不得公开", "rests on a value that is not free for publication"),
    "window_shortened": (
        "时段起始年份缺数，按较短的时段计算",
        "the window lacks its first year and is shorter",
    ),
    "zero_replaced": ("以规定的极小值代替零", "zero is replaced by a declared small value"),
    "low_confidence": ("数值很少，可信度低", "few values, low confidence"),
    "better_than_trend": (
        "最新值好于趋势，不因此降低评价",
        "the latest value is better than the trend and does not lower the assessment",
    ),
    "no_seasonal_reference": (
        "没有上年同期数据可比，未考虑季节影响",
        "no months of last year to compare with; not adjusted for season",
    ),
    "decided_by_stance": (
        "按估计值会得出相反结论，以置信区间为准",
        "the estimate alone would give another result; its confidence interval decides",
    ),
    "decided_by_substitution": (
        "部分样本低于检出限，结论取决于其代入值",
        "the values in the place of samples below their detection limit decide",
    ),
    "other_method": ("原方法不能评定，改用备用方法", "assessed by the fallback method"),
    "judged_by_person": ("经人工评定", "judged by a person"),
    "samples_excluded": ("按规定剔除了部分样本", "some samples are excluded"),
    "exclusion_sensitive": (
        "若不剔除，结论不同",
        "with the excluded samples the result would differ",
    ),
    "non_detects": (
        "部分样本低于检出限",
        "some samples are below their detection limit",
    ),
    "periods_differ": (
        "所用各值的时期长短不同，但同日截止",
        "its parts have periods of different lengths that end on the same day",
    ),
    "parts_missing": (
        "有几项没有数值，按其余各项计算",
        "some parts have no value and are left out",
    ),
    "limit_of_today": (
        "到期前以最新一期的限值为准",
        "before the due date the limit is that of the latest value",
    ),
    "stated": ("取规则集给定的值", "a value that the ruleset states"),
    "stand_in": ("该值缺失，以替代值计", "another figure stands in for the one that is missing"),
    "excused": ("已说明原因的缺报不计入", "what is excused is left out"),
    "year_so_far": ("时期未结束，为迄今统计值", "the statistic of the period so far"),
    "last_year_so_far": ("上年同期的统计值", "last year's statistic up to the same day"),
    "statistic_disagrees": (
        "报送的统计值与样本算得的不同，按报送值判定",
        "the reported statistic differs from that of the samples; the report decides",
    ),
    "class_disagrees": (
        "报送的类别与按监测值评价的类别不同",
        "the reported class differs from the one computed from the items",
    ),
    "near_class_limit": (
        "有项目超过该类限值的九成",
        "an item is above 90 % of its limit for the class",
    ),
    "baseline_from_first_report": (
        "进度从文件印发后的首次报送值起算",
        "the schedule starts at the first value reported since the document was issued",
    ),
    "baseline_from_next_period": (
        "基期未报送数据，以其后首个有数据的时期为基期",
        "no value was reported for the baseline; the next later period with a value is used",
    ),
    "condition_unknown": (
        "是否符合适用条件尚无数据，如不适用则无此要求",
        "whether its condition holds is unknown; if it does not, the target does not apply",
    ),
    "waived": ("免予考核", "waived"),
    "overridden": ("另有人工评定", "a person gave a different judgement"),
    "outside_scope": ("不在本次填报范围内", "outside the submission"),
    "row_set_aside": ("有相关数据行未采用", "a related row was set aside"),
}
STRENGTH: Words = {
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    "aspirational": ("力争类", "aspirational"),
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
    "better_than": ("好于{}", "better than in {}"),
    "permitted": ("不合格样品不超过{}允许的数", "no more failing samples than {} allows"),
    "within": ("符合{}", "within the limit {}"),
    "reported_within": ("期末后{}内报送", "reported within {} of the end of the period"),
}
END: Words = {
    "lower": ("区间下限", "lower end of the interval "),
    "upper": ("区间上限", "upper end of the interval "),
}
"""Which end of an interval is compared."""
MODE: Words = {
    "reach": ("", ""),
    "maintain": ("", ", kept"),
    "sustain": ("", ", in every period"),
}
HOW: Words = {
    "full": ("全数值比较", "full value"),
    "rounded": ("修约值比较", "rounded value"),
    "counts": ("按分子分母比较", "counts"),
}
STATISTIC: Words = {
    "mean": ("平均值", "mean"),
    "sum": ("合计", "sum"),
    "variance": ("方差", "variance"),
    "count": ("有数值的项数", "number of values"),
    "first": ("首个值", "first value"),
    "last": ("末个值", "last value"),
    "mean_change": ("平均变化", "mean change"),
    "run": ("连续期数", "values in a row"),
    "two_highest": ("最高两项的平均值", "mean of the two highest"),
    "two_lowest": ("最低两项的平均值", "mean of the two lowest"),
    "nth_lowest": ("第{}低值", "lowest value number {}"),
    "median": ("中位数", "median"),
    "percentile": ("第{}百分位数", "percentile {}"),
    "max": ("最大值", "maximum"),
    "min": ("最小值", "minimum"),
    "nth_highest": ("第{}高值", "highest value number {}"),
    "exceedance_count": ("计数", "count"),
    "exceedance_share": ("占比", "share"),
    "mean_of_years": ("{}年平均", "mean over {} years"),
}
COVERAGE: Words = {
    "days": ("有效日数", "valid days"),
    "per_month": ("有效日数", "valid days"),
    "samples": ("样本数", "samples"),
    "months": ("有样本的月数", "months with a sample"),
    "share": ("有效样本数", "valid samples"),
    "years": ("有效年数", "valid years"),
    "parts": ("有数值的项数", "parts with a value"),
    "values": ("有数值的期数", "periods with a value"),
}
PERMITTED: Words = {
    "eu_waste_water": (
        "欧盟 91/271/EEC 指令附件一表3",
        "Table 3 of Annex I of Directive 91/271/EEC",
    ),
}


def word(table: Words, code: str, lang: Language) -> str:
    """Return the phrase for a code; an unknown code is returned as is."""
    pair = table.get(code)
    return code if pair is None else pair[0] if lang == "zh" else pair[1]
