"""Rulesets and tables in which most promises are decided, drawn from a seed.

Amounts and figures come from one small lattice, so that many figures lie exactly on their bound, and
each series has one rhythm with a few gaps.
"""

from __future__ import annotations

import random
from datetime import date
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
    "sampled": {"zh": "月均浓度", "unit": "ug/m3", "better": "lower"},
    **{
        f"stat_{number}": {
            "zh": f"统计值{number}", "unit": "ug/m3", "better": "lower",
            "statistic": {**how, "of": "sampled"},
        }
        for number, how in enumerate(
            (
                {"kind": "mean"}, {"kind": "max"}, {"kind": "median"}, {"kind": "min"},
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
LEVELS = ("rate", "loss", "pm", "bod", "land", "cleaned", "made", "firms", "lesser", "greater", "spread")
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


def comparison(draw: Draw, name: str, *, condition: bool = False) -> Data:
    """Return a comparison of a level, most often in the direction of its indicator.

    A condition is never `about` an amount: see test_known_differences.
    """
    indicator = INDICATORS[name]
    if name == "quality":
        return {"at_least": draw.choice(GRADES[1:5])}
    forward = ("at_most", "below") if indicator.get("better") == "lower" else ("at_least", "above")
    form = draw.choice((*forward * 3, "between", "equals", "about")[: -condition or None])
    if form != "between":
        return {form: draw.amount(indicator)}
    low, high = sorted(draw.sample((30, 33, 35, 38, 40, 45), 2))
    unit = draw.choice(UNITS[indicator["unit"]][:1])
    return {"between": [f"{low} {unit}", f"{high} {unit}"]}


def change(draw: Draw, name: str, base: Any) -> Data:
    """Return a rise or a fall, in the direction of its indicator."""
    indicator = INDICATORS[name]
    lower = indicator.get("better") == "lower"
    form = draw.choice(("at_least", "above"))
    said: Data = {"from": base, form: f"{draw.choice((0, 5, 10, 20, 25))} %"}
    if indicator.get("nature") == "share":
        if draw.random() < 0.5:
            said["relative"] = True
        else:
            said[form] = f"{draw.choice((0, 1, 2, 5))} percentage_point"
    elif draw.random() < 0.4:
        said[form] = " ".join(draw.written(draw.choice((1, 2, 3, 6)), indicator["unit"]))
    return {"fall" if lower else "rise": said}


def requirement(draw: Draw, name: str, *, moving: bool = False) -> Data:
    """Return a requirement without branches on one indicator."""
    if name in REPORTED and draw.random() < 0.45:
        bases: list[Any] = [2021, 2022, "2022", stated(draw, name)]
        if moving:
            bases += ["previous_year", "previous_period"]
        base = draw.choice(bases)
        key = draw.choice(("change", "change", "no_worse_than", "better_than"))
        return change(draw, name, base) if key == "change" else {key: base}
    if name == "pm" and draw.random() < 0.2:
        return {"within": "pm_limit"}
    return comparison(draw, name)


def stated(draw: Draw, name: str) -> Data:
    """Return a baseline with the figure that the document states."""
    return {"period": draw.choice((2021, 2022)), "value": draw.amount(INDICATORS[name])}


def target(draw: Draw, number: int) -> Data:
    """Return a target of any form that the oracle covers."""
    forms = (plain, plain, plain, branched, staged, recurring, totalled, totalled, parcelled,
             graded, sustained, conditional, shared, ranked, statistical, rounded)  # fmt: skip
    found = draw.choice(forms)(draw)
    place = draw.choice((*COUNTIES, {"each": "county"}, ["west", "south"]))
    if "weight" in str(found) or "tranches" in found:
        place = draw.choice(COUNTIES)
    found = {"id": f"t{number}", "place": place, **found}
    if draw.random() < 0.2:
        found["strength"] = draw.choice(("expected", "aspirational"))
    return found


def due(draw: Draw) -> str:
    """Return a due date on which the periods of most rhythms end."""
    return f"{draw.randint(2023, 2026)}-{draw.choice(('12-31', '12-31', '06-30', '07-15'))}"


def plain(draw: Draw) -> Data:
    name = draw.choice((*LEVELS, *REPORTED, "disputed"))
    found: Data = {"indicator": name, "due": due(draw), "require": requirement(draw, name, moving=True)}
    if draw.random() < 0.5:
        found["baseline"] = draw.choice((2021, 2022, stated(draw, name)))
    if draw.random() < 0.2:
        found["mode"] = "maintain"
    if draw.random() < 0.1:
        found["require"] = {"at": draw.choice(COUNTIES), **found["require"]}
    return found


def rounded(draw: Draw) -> Data:
    name = draw.choice(("rate", "pm", "made"))
    how = {"decimals": draw.randint(0, 1), "rule": draw.choice(("half_even", "half_up", "truncate", "up"))}
    judge = {"compare": "rounded", "round": how}
    number, unit = draw.figure(INDICATORS[name]), UNITS[INDICATORS[name]["unit"]][0]
    key = draw.choice(("at_least", "at_most", "above", "below"))
    return {"indicator": name, "due": due(draw), "require": {key: f"{number} {unit}"}, "judge": judge}


def branched(draw: Draw) -> Data:
    name = draw.choice(REPORTED)
    parts = [requirement(draw, name) for _ in range(draw.randint(2, 3))]
    if draw.random() < 0.4:
        other = draw.choice(REPORTED)
        parts[0] = {"of": other, **comparison(draw, other)}
    if draw.random() < 0.1:
        parts.append({"words": "稳步提升"})
    found: Data = {"indicator": name, "due": due(draw), "require": {draw.choice(("any", "all")): parts}}
    if draw.random() < 0.5:
        found["baseline"] = draw.choice((2021, 2022))
    return found


def staged(draw: Draw) -> Data:
    name = draw.choice(("rate", "land", "bod"))
    unit = UNITS[INDICATORS[name]["unit"]][0]
    numbers = sorted(draw.sample(range(31, 60), 3))
    years = sorted(draw.sample(range(2022, 2027), 3))
    steps = [
        {"due": f"{year}-12-31", "require": {"at_least": f"{number} {unit}"}}
        for year, number in zip(years, numbers, strict=True)
    ]
    last = steps.pop()
    if draw.random() < 0.3:
        steps[0]["strength"] = "expected"
    base = {"period": 2021, "value": f"{draw.choice((25, 30))} {unit}"}
    return {"indicator": name, "baseline": draw.choice((2021, base)), "milestones": steps, **last}


def recurring(draw: Draw) -> Data:
    name = draw.choice((*FLOWS, "rate", "pm", "quarterly"))
    found: Data = {"indicator": name, "from": "2023-01-01", "due": "2025-12-31"}
    found["every"] = draw.choice(("year", "year", "quarter", "half"))
    found["require"] = comparison(draw, name) if name in FLOWS else requirement(draw, name, moving=True)
    return found


def totalled(draw: Draw) -> Data:
    name = draw.choice(FLOWS)
    first, last = sorted(draw.choices(range(2022, 2027), k=2))
    times = (last - first + 1) * draw.choice((1, 1, 4))
    key = draw.choice(("at_least", "above") if name == "mined" else ("at_most", "below"))
    text, unit = draw.written(draw.figure(INDICATORS[name]) * times, INDICATORS[name]["unit"])
    require = {key: f"{text} {unit}"}
    return {"indicator": name, "from": f"{first}-01-01", "due": f"{last}-12-31", "require": require}


def parcelled(draw: Draw) -> Data:
    years = sorted(draw.sample(range(2022, 2027), draw.randint(1, 3)))
    years = list(range(years[0], years[0] + len(years)))
    amounts = {str(year): f"{draw.choice((30, 60, 120, 144))} 公顷" for year in years}
    found: Data = {"indicator": "mined", "from": f"{years[0]}-01-01", "tranches": amounts}
    if draw.random() < 0.4:
        found["carry"] = False
    return found


def graded(draw: Draw) -> Data:
    return {"indicator": "quality", "due": due(draw), "require": comparison(draw, "quality")}


def sustained(draw: Draw) -> Data:
    name = draw.choice(("monthly", "quarterly"))
    first = draw.randint(2022, 2025)
    require = {"at_least": f"{draw.choice((30, 31, 32))} %"}
    return {"indicator": name, "mode": "sustain", "from": f"{first}-01-01",
            "due": f"{first}-{draw.choice(('06-30', '12-31'))}", "require": require}  # fmt: skip


def conditional(draw: Draw) -> Data:
    found = draw.choice((plain, totalled, recurring))(draw)
    found["when"] = {"firms": {draw.choice(("above", "at_least")): draw.randint(5, 10)}}
    return found


def shared(draw: Draw) -> Data:
    where = {"pm": comparison(draw, "pm", condition=True)}
    if draw.random() < 0.4:
        where["quality"] = {"at_least": draw.choice(GRADES[1:4])}
    require: Data = {"share_of": "counties", "where": where}
    if draw.random() < 0.4:
        require["weight"] = "land"
    percent = draw.choice((25, 50, 75, 100))
    if draw.random() < 0.7:
        require["at_least"] = f"{percent} %"
    else:
        require["rise"] = {"from": draw.choice((2021, 2022)), "at_least": f"{percent - 25} percentage_point"}
    return {"indicator": "pm", "due": due(draw), "require": require}


def ranked(draw: Draw) -> Data:
    name = draw.choice(REPORTED)
    return {"indicator": name, "due": due(draw),
            "require": {"rank_among": "counties", "at_most": draw.randint(1, 3)}}  # fmt: skip


def statistical(draw: Draw) -> Data:
    name = draw.choice(STATISTICS)
    key = draw.choice(("at_most", "below"))
    return {"indicator": name, "due": f"{draw.randint(2022, 2025)}-12-31",
            "require": {key: f"{draw.choice((40, 42, 45, 60))} ug/m3"}}  # fmt: skip


def ruleset(draw: Draw, count: int) -> Data:
    """Return a ruleset of many targets."""
    return {
        "targetcheck": 1,
        "id": "generated",
        "title": {"zh": "示例", "en": "generated"},
        "document": {"number": "示例〔2020〕1号", "issuer": "示例市", "issued": "2020-01-01"},
        "places": PLACES,
        "groups": GROUPS,
        "scales": {"water": {"zh": "类别", "grades": GRADES}},
        "limits": LIMITS,
        "indicators": INDICATORS,
        "targets": [target(draw, number) for number in range(count)],
    }


def table(draw: Draw) -> list[Data]:
    """Return reports of every indicator and place."""
    rows: list[Data] = []
    counted = draw.choice(("years", "quarters"))
    paired = draw.choice(("years", "quarters", "months"))
    for name, indicator in INDICATORS.items():
        if any(key in indicator for key in ("of", "formula", "statistic")):
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


def drawn(seed: int) -> tuple[Data, list[list[Data]], list[date]]:
    """Return a ruleset, tables for it, and the days on which they are judged."""
    draw = Draw(seed)
    days = [draw.choice((date(2027, 6, 30), date(2026, 12, 31))), date(2024, 12, 31)]
    days.append(date(draw.randint(2022, 2026), draw.randint(1, 12), draw.randint(1, 28)))
    return ruleset(draw, 200), [table(draw), table(draw)], days
