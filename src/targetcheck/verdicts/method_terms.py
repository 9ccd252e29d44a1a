"""Terms of progress methods in Chinese and English: names, bands, figures.

Layer: verdicts. Input: codes. Output: phrases that are clear without knowing the method; the
methods are described in docs/how-to/methods.md.
"""

from __future__ import annotations

from typing import Literal

from targetcheck.verdicts.code_terms import Words

METHOD: Words = {
    "schedule": ("序时进度", "schedule ratio"),
    "cagr": ("年均增速比", "ratio of annual growth"),
    "open_sdg": ("年均增速比（Open SDG 计分）", "ratio of annual growth with the Open SDG score"),
    "un_chart": ("年均增速比（联合国五级）", "ratio of annual growth in five bands"),
    "linear_rate": ("近期速度与所需速度之比", "recent rate ÷ required rate"),
    "projection": ("按近几期平均变化推算", "mean change of the last values, projected"),
    "escap": (
        "偏重近期数值的趋势线（亚太经社会）",
        "weighted least squares, late values weighted (ESCAP)",
    ),
    "ols": ("最小二乘趋势线", "ordinary least squares"),
    "theil_sen": ("中位趋势与秩检验", "Theil–Sen median slope with a rank test"),
    "seasonal_kendall": (
        "逐月（季）与往年同期相比的趋势检验",
        "seasonal Kendall trend of months or quarters",
    ),
    "distance": (
        "与目标的距离，以同类地区的标准差计",
        "distance to the target in standard deviations of the peers",
    ),
    "remaining": ("剩余时段所需水平", "required value over the rest of the period"),
    "burn": ("用量与时间之比", "share used ÷ share of time elapsed"),
    "manual": ("人工评定", "judged by a person"),
}
BAND: dict[str, Words] = {
    "cagr": {
        "on_track": ("显著进展", "significant progress"),
        "behind": ("中等进展", "moderate progress"),
        "far_behind": ("进展不足", "insufficient progress"),
        "away": ("偏离目标", "movement away"),
    },
    "open_sdg": {
        "on_track": ("显著进展", "substantial progress"),
        "behind": ("中等进展", "moderate progress"),
        "far_behind": ("有限进展", "limited progress"),
        "away": ("恶化", "deterioration"),
    },
    "un_chart": {
        "on_track": ("如期", "on track"),
        "behind": ("有进展，须加快", "fair progress"),
        "far_behind": ("进展甚微", "marginal progress"),
        "still": ("停滞", "stagnation"),
        "away": ("倒退", "regression"),
    },
    "escap": {
        "on_track": ("保持", "maintain"),
        "behind": ("加快", "accelerate"),
        "away": ("扭转", "reverse"),
    },
    "distance": {
        "on_track": ("距离小", "small distance"),
        "behind": ("距离中等", "medium distance"),
        "far_behind": ("距离大", "large distance"),
    },
    "linear_rate": {
        "on_track": ("如期", "on track"),
        "behind": ("有所改善", "moderately improving"),
        "far_behind": ("停滞", "stagnating"),
        "away": ("下滑", "decreasing"),
    },
    "projection": {
        "on_track": ("晴", "sun"),
        "behind": ("晴间多云", "sun with clouds"),
        "far_behind": ("多云", "clouds"),
        "away": ("雷雨", "thunderstorm"),
    },
}
"""Names of bands used by the authority behind a method; a profile's `labels` take precedence."""

FigureKind = Literal["value", "difference", "percent", "per_year", "number"]
FIGURE: dict[str, tuple[str, str, FigureKind]] = {
    "schedule_index_time": (
        "已完成量对应的时间与已过时间之比（SPI(t)）",
        "Time earned ÷ time elapsed (earned schedule, SPI(t))",
        "number",
    ),
    "schedule_index_to_complete": (
        "其余部分按计划所需时间与剩余时间之比（TSPI）",
        "Time planned for the rest ÷ time left (TSPI)",
        "number",
    ),
    "growth_so_far": ("迄今年均增速", "Annual growth so far", "percent"),
    "growth_needed": ("所需年均增速", "Annual growth required", "percent"),
    "cut_offs_shrunk_to": (
        "接近极限，分级界限按此倍数缩小",
        "Near the limit of possible values, thresholds are multiplied by",
        "number",
    ),
    "missed_share": ("差距中预计补不上的部分", "Projected miss, as a share of the gap", "percent"),
    "way_gone": (
        "已完成的变化占所需变化之比",
        "Progress to date, as a share of the change required",
        "percent",
    ),
    "score": ("Open SDG 得分（−5至5）", "Open SDG score (−5 to 5)", "number"),
    "current_status": (
        "现状指数（基期为0，目标为10）",
        "Current status (0 at the baseline, 10 at the target)",
        "number",
    ),
    "anticipated_gap": (
        "到期时预计仍缺（占所需变化）",
        "Projected gap, as a share of the change required",
        "percent",
    ),
    "distance": (
        "与目标相距（同类地区标准差的倍数）",
        "Distance to the target, in standard deviations of the peers",
        "number",
    ),
    "spread_of_peers": ("同类地区数值的标准差", "Standard deviation of the peers", "difference"),
    "peers": ("参与比较的同类地区数", "Number of peers", "number"),
    "chance": ("按期达到的概率", "Probability of meeting the target by the due date", "percent"),
    "slope_per_year": ("趋势", "Trend", "per_year"),
    "spearman": ("秩相关系数（Spearman）", "Rank correlation (Spearman)", "number"),
    "mann_kendall": ("趋势检验统计量（Mann–Kendall）", "Trend statistic (Mann–Kendall)", "number"),
    "kendall_score": (
        "上升对数减下降对数（Mann–Kendall S）",
        "Rising pairs minus falling pairs (Mann–Kendall S)",
        "number",
    ),
    "critical_value": (
        "绝对值达到此值方可认为有趋势",
        "Critical value, in absolute terms",
        "number",
    ),
    "chance_of_no_trend": (
        "没有趋势而偶然如此的概率",
        "p-value (null hypothesis: no trend)",
        "percent",
    ),
    "chance_allowed": ("此概率须不高于", "Significance level", "percent"),
    "year_to_date": ("年初以来", "Year to date", "value"),
    "rest_needed": ("其余时段须达到", "Required over the rest", "value"),
    "rest_last_year": ("上年同一时段", "The same rest a year earlier", "value"),
    "bad": ("已有不达标次数", "Failures so far", "number"),
    "allowed": ("允许不达标次数", "Failures allowed", "number"),
    "events_left": ("剩余次数", "Events left", "number"),
    "burn_short": ("近期用量与时间之比", "Share used ÷ share of time, recently", "number"),
}
SAID: Words = {
    "author": ("评定人", "Author"),
    "date": ("日期", "Date"),
    "reason": ("评定理由", "Reason given"),
}

CUT_OFFS: dict[str, tuple[FigureKind, bool]] = {
    "schedule": ("number", True),
    "cagr": ("number", True),
    "open_sdg": ("number", True),
    "un_chart": ("number", True),
    "linear_rate": ("number", True),
    "ols": ("percent", True),
    "projection": ("percent", False),
    "escap": ("percent", False),
    "distance": ("number", False),
    "burn": ("number", False),
}
"""Quantity of the thresholds of a method, and whether higher is better."""
