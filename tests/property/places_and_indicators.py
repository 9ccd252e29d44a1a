"""Places, groups, limits and indicators that rulesets drawn at random have in common."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]
COUNTIES = ("east", "west", "south")
PLANTS = ("p1", "p2", "p3")
PLACES: dict[str, Data] = {
    "city": {"zh": "示例市", "kind": "city"},
    "east": {"zh": "东县", "kind": "county", "in": "city", "aliases": ["东县（区）", "东"]},
    "west": {"zh": "西县", "en": "West", "kind": "county", "in": "city"},
    "south": {"zh": "南县", "kind": "county", "in": "city"},
    "p1": {"zh": "一厂", "kind": "plant", "in": "east"},
    "p2": {"zh": "二厂", "kind": "plant", "in": "west"},
    "p3": {"zh": "三厂", "kind": "plant", "in": "city"},
}
GROUPS: dict[str, Data] = {
    "counties": {"zh": "各县", "members": list(COUNTIES)},
    "plants": {"zh": "污水处理厂", "kind": "plant", "in": "city"},
    "seen": {"zh": "有报告的厂", "from_data": True, "in": "city"},
}
GRADES = ["Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类"]
LIMITS: Data = {
    "pm25_annual": {
        "zh": "年均限值",
        "entries": [
            {"from": "2022-01-01", "at_most": "35 ug/m3", "source": "旧标准"},
            {"from": "2024-03-01", "at_most": "30 ug/m3"},
            {"from": "2027-01-01"},
        ],
    }
}
INDICATORS: dict[str, Data] = {
    "rate": {"zh": "收集率", "nature": "share", "unit": "percent"},
    "pm25": {"zh": "PM2.5年均浓度", "unit": "ug/m3", "better": "lower"},
    "land": {"zh": "高标准农田", "unit": "公顷"},
    "mined": {"zh": "矿山修复面积", "nature": "flow", "unit": "公顷"},
    "water": {"zh": "用水总量", "nature": "flow", "unit": "万立方米", "better": "lower"},
    "firms": {"zh": "企业数", "nature": "count", "unit": "家"},
    "known": {"zh": "企业总数", "nature": "count", "unit": "家"},
    "made": {"zh": "企业占比", "nature": "share", "of": ["firms", "known"]},
    "density": {"zh": "密度", "formula": "firms / land", "unit": "指数"},
    "lower_two": {
        "zh": "较低两项",
        "nature": "share",
        "unit": "percent",
        "statistic": {"kind": "two_lowest", "of": ["rate", "made"], "complete": {"parts": 1}},
    },
    "spatial": {
        "zh": "各县均值",
        "unit": "ug/m3",
        "better": "lower",
        "statistic": {"kind": "mean", "of": "pm25", "across": "counties", "weights": "land"},
    },
    "lately": {
        "zh": "近两年最大值",
        "unit": "ug/m3",
        "better": "lower",
        "statistic": {"kind": "max", "of": "pm25", "over": "2 years"},
    },
    "filled": {
        "zh": "补缺值",
        "unit": "ug/m3",
        "better": "lower",
        "statistic": {"kind": "first_known", "of": ["pm25", "spatial"]},
    },
    "quality": {"zh": "水质类别", "nature": "class", "scale": "water"},
    "plan": {"zh": "实施方案", "nature": "done"},
}
UNITS: dict[str, tuple[str, ...]] = {
    "rate": ("%", "‰", "fraction"),
    "pm25": ("ug/m3", "mg/m3"),
    "land": ("公顷", "亩", "万亩", "km2"),
    "mined": ("公顷", "亩", "平方公里"),
    "water": ("万立方米", "亿立方米", "m3"),
    "firms": ("家", "个", ""),
    "known": ("家",),
    "made": ("%",),
    "density": ("",),
    "lower_two": ("%",),
    "spatial": ("ug/m3",),
    "lately": ("ug/m3", "mg/m3"),
    "filled": ("ug/m3",),
}
LEVELS = (
    "rate", "pm25", "land", "firms", "made", "density", "lower_two", "spatial", "lately", "filled"
)  # fmt: skip
FLOWS = ("mined", "water")
