"""Places, indicators and tables of reports, drawn so that most promises are decided.

Amounts and figures come from one small lattice, so that many figures lie exactly on their bound, and
each series has one rhythm with a few gaps.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from oracle_amounts import in_unit

Data = dict[str, Any]
COUNTIES = ("east", "west", "south", "north")
GRADES = ["Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类"]
PLACES: dict[str, Data] = {
    "city": {"zh": "示例市", "kind": "city"},
    **{name: {"zh": f"{name}县", "kind": "county", "in": "city"} for name in COUNTIES},
}
GROUPS = {"counties": {"zh": "各县", "members": list(COUNTIES)}}
LIMITS = {
    "pm_limit": {
        "zh": "年均限值",
        "entries": [
            {"from": "2000-01-01", "at_most": "38 ug/m3", "source": "旧标准"},
            {"from": "2024-03-01", "at_most": "0.035 mg/m3"},
        ],
    }
}
INDICATORS: dict[str, Data] = {
    "rate": {"zh": "收集率", "nature": "share", "unit": "percent"},
    "loss": {"zh": "漏损率", "nature": "share", "unit": "percent", "better": "lower"},
    "pm": {"zh": "浓度", "unit": "ug/m3", "better": "lower"},
    "bod": {"zh": "进水浓度", "unit": "mg/L"},
    "land": {"zh": "农田", "unit": "公顷"},
    "cleaned": {"zh": "整治率", "nature": "share", "unit": "percent", "irreversible": True},
    "disputed": {"zh": "争议值", "unit": "mg/L"},
    "printed": {"zh": "印刷率", "nature": "share", "unit": "percent"},
    "firms": {"zh": "企业数", "nature": "count", "unit": "家"},
    "known": {"zh": "企业总数", "nature": "count", "unit": "家"},
    "made": {"zh": "企业占比", "nature": "share", "unit": "percent", "of": ["firms", "known"]},
    "lesser": {"zh": "较小值", "nature": "share", "unit": "percent", "formula": "min(rate, loss)"},
    "greater": {"zh": "较大值", "nature": "share", "unit": "percent", "formula": "max(rate, loss)"},
    "spread": {"zh": "差", "unit": "mg/L", "formula": "bod - disputed"},
    "mined": {"zh": "修复面积", "nature": "flow", "unit": "公顷"},
    "spent": {"zh": "支出", "nature": "flow", "unit": "万元", "better": "lower"},
    "quality": {"zh": "水质类别", "nature": "class", "scale": "water"},
    "monthly": {"zh": "月率", "nature": "share", "unit": "percent", "frequency": "month"},
    "quarterly": {"zh": "季率", "nature": "share", "unit": "percent", "frequency": "quarter"},
    "step": {"zh": "环比变化", "unit": "公顷", "change": {"of": "land", "from": "previous_period"}},
    "yearly": {"zh": "同比变化", "unit": "mg/L", "change": {"of": "bod", "from": "previous_year"}},
    "growth": {"zh": "同比增幅", "unit": "percent",
               "change": {"of": "land", "from": "previous_year", "relative": True}},
    "band": {"zh": "等级", "nature": "class", "scale": "four",
             "graded": {"of": "pm", "bands": [{"below": "33 ug/m3"}, {"at_most": "36 ug/m3"},
                                              {"at_most": "0.045 mg/m3"}]}},
    "points": {"zh": "得分", "unit": "指数",
               "steps": {"of": "bod", "bands": [{"below": "34 mg/L", "value": 0},
                                                {"at_most": "40 mg/L", "value": 2}, {"value": 5}]}},
    "line": {"zh": "分指数", "unit": "指数", "better": "lower",
             "index": {"of": "pm", "entries": [{"from": "2000-01-01", "through": [
                 ["30 ug/m3", 0], ["35 ug/m3", 50], ["45 ug/m3", 100]]}]}},
    **{
        f"places_{kind}": {"zh": f"各县{kind}", "unit": "ug/m3", "better": "lower",
                           "statistic": {"kind": kind, "of": "pm", "across": "county"}}
        for kind in ("mean", "max", "min", "median")
    },
    **{
        f"window_{kind}": {"zh": f"三年{kind}", "unit": "ug/m3", "better": "lower",
                           "statistic": {"kind": kind, "of": "pm", "over": "3 years"}}
        for kind in ("mean", "max", "min")
    },
    "sampled": {"zh": "月均浓度", "unit": "ug/m3", "better": "lower"},
    **{
        f"stat_{number}": {
            "zh": f"统计值{number}", "unit": "ug/m3", "better": "lower",
            "statistic": {**how, "of": "sampled"},
        }
        for number, how in enumerate(
            (
                {"kind": "mean"}, {"kind": "max"}, {"kind": "median"}, {"kind": "min"},
                {"kind": "mean", "complete": {"months": 9}},
                {"kind": "median", "complete": {"samples": 10}},
                {"kind": "percentile", "p": 95}, {"kind": "nth_highest", "n": 2},
            )
        )
    },
}  # fmt: skip
UNITS: dict[str, tuple[str, ...]] = {
    "percent": ("%", "‰"),
    "ug/m3": ("ug/m3", "mg/m3"),
    "mg/L": ("mg/L", "g/L"),
    "公顷": ("公顷", "亩", "万亩", "km2"),
    "家": ("家",),
    "万元": ("万元", "亿元"),
}
LEVELS = (
    "rate",
    "loss",
    "pm",
    "bod",
    "land",
    "cleaned",
    "made",
    "firms",
    "lesser",
    "greater",
    "spread",
)
REPORTED = ("rate", "loss", "pm", "bod", "land")
FLOWS = ("mined", "spent")
STATISTICS = tuple(name for name in INDICATORS if name.startswith("stat_"))
YEARS = range(2021, 2027)
RHYTHMS: dict[str, tuple[str, ...]] = {
    "years": tuple(map(str, YEARS)),
    "quarters": tuple(f"{year}Q{n}" for year in YEARS for n in range(1, 5)),
    "months": tuple(f"{year}-{n:02}" for year in YEARS for n in range(1, 13)),
    "days": tuple(f"{y}-{d}" for y in YEARS for d in ("03-31", "06-30", "07-15", "12-31")),
    "so far": tuple(f"{y}年1-{n}月" for y in YEARS for n in (3, 6, 9, 12)),
}


MADE_BY = ("of", "formula", "statistic", "change", "graded", "steps", "index")
"""Keys of indicators that nobody reports."""


class Draw(random.Random):
    """Amounts and figures from small lattices."""

    def figure(self, indicator: Data) -> int:
        """Return a figure in the unit of the indicator."""
        if indicator["unit"] == "家":
            return self.randint(4, 12)
        return self.choice((30, 32, 33, 34, 35, 36, 38, 39, 40, 42, 45, 48, 60))

    def written(self, number: int | Fraction, unit: str) -> tuple[str, str]:
        """Return a figure as it is written in some unit in which it has an end."""
        for other in self.sample(UNITS[unit], len(UNITS[unit])):
            found = in_unit(1, unit, other) * number
            text = ended(found)
            if text is not None:
                return text, other
        raise AssertionError(unit)

    def amount(self, indicator: Data) -> str:
        """Return an amount of a clause."""
        return " ".join(self.written(self.figure(indicator), indicator["unit"]))


def ended(number: Fraction) -> str | None:
    """Return the decimal form of a number, or None where it never ends."""
    for digits in range(8):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            text = str(scaled.numerator).rjust(digits + 1, "0")
            return f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return None


def table(draw: Draw) -> list[Data]:
    """Return reports of every indicator and place."""
    rows: list[Data] = []
    counted = draw.choice(("years", "quarters"))
    paired = draw.choice(("years", "quarters", "months"))
    for name, indicator in INDICATORS.items():
        if any(key in indicator for key in MADE_BY):
            continue
        for place in COUNTIES:
            rhythm = rhythm_of(draw, name, counted, paired)
            density = draw.choice((1, 0.95, 0.7))
            periods = [one for one in RHYTHMS[rhythm] if draw.random() < density]
            rows += series(draw, name, place, periods)
    draw.shuffle(rows)
    return rows


def rhythm_of(draw: Draw, name: str, counted: str, paired: str) -> str:
    """Return how often a series is reported: parts of one figure alike."""
    if name in ("firms", "known"):
        return counted
    if name in ("rate", "loss", "bod", "disputed"):
        return paired
    if name in FLOWS:
        return draw.choice(("years", "quarters", "months", "so far"))
    fixed = {"monthly": "months", "quarterly": "quarters", "sampled": "months"}
    return fixed.get(name) or draw.choice(("years", "years", "quarters", "days"))


def series(draw: Draw, name: str, place: str, periods: list[str]) -> list[Data]:
    """Return the rows of one indicator and place; of `disputed` some periods have rivals."""
    found, total = [], 0
    for one in periods:
        row: Data = {"place": place, "indicator": name, "period": one, "unit": ""}
        if name == "quality":
            found.append({**row, "value": draw.choice(GRADES[:5])})
            continue
        number = draw.figure(INDICATORS[name])
        if name == "known":
            number = draw.choice((12, 15, 16, 20))
        if "月" in one:
            total = number + (0 if "1-3月" in one else total)
            number = total
        if name == "printed":
            counts = {"numerator": draw.randint(9, 21), "denominator": draw.choice((30, 40, 50))}
            share = Fraction(100 * counts["numerator"], counts["denominator"])
            shown = round(share, 1) + draw.choice((0, 0, 5))
            found.append({**row, **counts, "value": ended(shown), "unit": "%"})
            continue
        if name == "rate" and draw.random() < 0.3:
            whole = draw.choice((3, 7, 50, 60))
            found.append({**row, "value": "", "numerator": draw.randint(whole // 3, whole * 2 // 3),
                          "denominator": whole})  # fmt: skip
            continue
        text, unit = draw.written(number, INDICATORS[name]["unit"])
        found.append({**row, "value": text, "unit": unit})
        if name == "disputed" and draw.random() < 0.3:
            found.append({**row, "value": str(draw.figure(INDICATORS[name])), "unit": "mg/L"})
    return found
