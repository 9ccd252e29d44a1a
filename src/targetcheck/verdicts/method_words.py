"""The words of progress methods in Chinese and English: their names, their bands, their figures.

Floor: verdicts. Codes come in, phrases go out. Every figure says what it is to someone who has not
read the method; the method's own page is docs/how-to/methods.md.
"""

from __future__ import annotations

from typing import Literal

from targetcheck.verdicts.wording import Words

METHOD: Words = {
    "schedule": ("时序进度", "schedule ratio"),
    "cagr": ("年均增速比", "ratio of yearly growth"),
    "linear_rate": ("直线速度比", "ratio of linear speed"),
    "projection": ("按近几期平均变化推算", "mean change of the last values carried on"),
    "ols": ("最小二乘趋势线", "trend line of least squares"),
    "theil_sen": ("中位趋势与秩检验", "median trend with a rank test"),
    "remaining": ("剩余时段所需水平", "what the rest of the period must be"),
    "burn": ("用量与时间之比", "share used against share of time"),
    "manual": ("人工判断", "judged by a person"),
}
BAND: dict[str, Words] = {
    "cagr": {
        "on_track": ("显著进展", "significant progress"),
        "behind": ("中等进展", "moderate progress"),
        "far_behind": ("进展不足", "insufficient progress"),
        "away": ("偏离目标", "movement away"),
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
"""What the authorities behind a method call its bands; a profile's `labels` go before."""

FigureKind = Literal["value", "percent", "per_year", "number"]
FIGURE: dict[str, tuple[str, str, FigureKind]] = {
    "growth_so_far": ("迄今年均增速", "Yearly growth so far", "percent"),
    "growth_needed": ("所需年均增速", "Yearly growth needed", "percent"),
    "cut_offs_shrunk_to": (
        "接近极限，分级界限按此倍数缩小",
        "Near the end of what is possible, cut-offs are multiplied by",
        "number",
    ),
    "missed_share": ("差距中预计补不上的部分", "Share of the gap it would miss", "percent"),
    "chance": ("按期达到的概率", "Chance to meet it by the due date", "percent"),
    "slope_per_year": ("趋势", "Trend", "per_year"),
    "spearman": ("秩相关系数（Spearman）", "Rank correlation (Spearman)", "number"),
    "mann_kendall": ("趋势检验统计量（Mann–Kendall）", "Trend statistic (Mann–Kendall)", "number"),
    "critical_value": ("超过此值方可认为有趋势", "Beyond this there is a trend", "number"),
    "chance_of_no_trend": (
        "没有趋势而偶然如此的概率",
        "Chance of such a series without any trend",
        "percent",
    ),
    "year_to_date": ("年初以来", "Year so far", "value"),
    "rest_needed": ("其余时段须达到", "The rest must be", "value"),
    "rest_last_year": ("上年同一时段", "The same rest a year before", "value"),
    "bad": ("已有不利次数", "Bad ones so far", "number"),
    "allowed": ("允许不利次数", "Bad ones allowed", "number"),
    "events_left": ("剩余次数", "Still to come", "number"),
    "burn_short": ("近期用量与时间之比", "Share used ÷ share of time of late", "number"),
}
SAID: Words = {
    "author": ("判断人", "Author"),
    "date": ("日期", "Date"),
    "reason": ("理由", "Reason given"),
}
