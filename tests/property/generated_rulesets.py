"""Rulesets of every form, drawn at random: valid ones, as the plain data that an author writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

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
YEARS = st.integers(2022, 2027)
WORDS = st.sampled_from(["基本完成", "稳步提升", "全省前列", "只能变好、不能变坏: #1"])
NAMES = st.text("市生态环境局ABC一二 -:#'\"", min_size=1, max_size=8).filter(str.strip)
LABELS = st.sampled_from(["2021", "2022", 2023, "2023Q4", "2023-12-31", "2024年", "十三五"])


@st.composite
def days(draw: Callable[..., Any]) -> str:
    """Give a due date, on the last day of a period or not."""
    form = draw(st.sampled_from(["{}-12-31", "{}-06-30", "{}-07-15", "{}Q3", "{}", "{}年6月中旬"]))
    return str(form.format(draw(YEARS)))


def numbers(low: int = 0, high: int = 200) -> st.SearchStrategy[str]:
    """Give decimal numbers as they are written."""
    return st.decimals(low, high, places=2).map(lambda d: f"{d:f}") | st.integers(low, high).map(
        str
    )


@st.composite
def amounts(draw: Callable[..., Any], indicator: str) -> Any:
    """Give an amount that an indicator can meet."""
    if indicator == "quality":
        return draw(st.sampled_from(GRADES))
    unit = draw(st.sampled_from(UNITS[indicator]))
    number = draw(numbers())
    return f"{number} {unit}" if unit else draw(st.integers(0, 200))


@st.composite
def comparisons(draw: Callable[..., Any], indicator: str) -> Data:
    """Give one comparison of a level: with a bound, a range, or about a figure."""
    form = draw(st.sampled_from(["at_least", "at_most", "above", "below", "equals", "between", "both", "about"]))  # fmt: skip
    amount = draw(amounts(indicator))
    if form == "between":
        return {"between": [amount, draw(amounts(indicator))]}
    if form == "both":
        return {"at_least": amount, "at_most": draw(amounts(indicator))}
    return {"at_least" if form == "about" and indicator == "quality" else form: amount}


@st.composite
def baselines(draw: Callable[..., Any], indicator: str, moving: bool = True) -> Any:
    """Give a baseline: a period, one that moves along, or one with its value and clause."""
    kinds = [
        "period",
        "valued",
        *(["previous_year", "previous_period", "2 years ago", "1 report ago"] if moving else []),
    ]
    kind = draw(st.sampled_from(kinds))
    if kind == "period":
        return draw(LABELS)
    if kind != "valued":
        return kind
    cite = {"clause": "一、", "quote": draw(NAMES)}
    found = {"period": draw(LABELS), "value": draw(amounts(indicator))}
    return {**found, "cite": cite} if draw(st.booleans()) else found


def _states_zero(base: Any) -> bool:
    return isinstance(base, dict) and float(str(base["value"]).split()[0]) == 0


@st.composite
def changes(draw: Callable[..., Any], indicator: str) -> Data:
    """Give a rise or a fall since a baseline: in points, relative, or in the unit."""
    share = indicator in ("rate", "made", "lower_two")
    form = draw(st.sampled_from(["at_least", "at_most", "above", "below"]))
    # a percentage of zero is undefined, and refused where the ruleset states the zero
    base = draw(baselines(indicator).filter(lambda base: not _states_zero(base)))
    number = draw(numbers(0, 60))
    change: Data = {"from": base, form: f"{number} %"}
    if share and draw(st.booleans()):
        change["relative"] = True
    elif share:
        change[form] = f"{number} percentage_point"
    elif draw(st.booleans()):
        change[form] = draw(amounts(indicator).filter(lambda amount: isinstance(amount, str)))
    return {draw(st.sampled_from(["rise", "fall"])): change}


@st.composite
def tests(draw: Callable[..., Any], indicator: str) -> Data:
    """Give a requirement without branches."""
    forms = ["compare"] * 6 + ["no_worse_than"] * 2
    if indicator not in ("quality", "density"):
        forms += ["change", "change", "share_of", "share_of", "rank"]
    if indicator == "pm25":
        forms += ["within"] * 2
    form = draw(st.sampled_from([*forms, "words"]))
    if form == "words":
        return {"words": draw(WORDS)}
    if form == "no_worse_than":
        return {"no_worse_than": draw(baselines(indicator))}
    if form == "within":
        return {"within": "pm25_annual"}
    if form == "change":
        return draw(changes(indicator))  # type: ignore[no-any-return]
    if form == "rank":
        return {"rank_among": draw(st.sampled_from(["counties", "seen"])), "at_most": 2}
    if form == "share_of":
        return draw(shares())  # type: ignore[no-any-return]
    found: Data = draw(comparisons(indicator))
    if draw(st.integers(0, 5)) == 0:
        found["reading"] = draw(NAMES)
    if draw(st.integers(0, 5)) == 0:
        found["at"] = draw(st.sampled_from(COUNTIES))
    return found


@st.composite
def shares(draw: Callable[..., Any]) -> Data:
    """Give a requirement on the share of members, plain or weighted, as a level or a rise."""
    group = draw(st.sampled_from(["plants", "counties", "seen"]))
    found: Data = {"share_of": group, "where": {"pm25": draw(comparisons("pm25"))}}
    if draw(st.booleans()):
        found["where"]["quality"] = {"at_least": "Ⅲ类"}
    if draw(st.booleans()):
        found["weight"] = draw(st.sampled_from(["land", "firms"]))
    if draw(st.booleans()):
        return {**found, "at_least": f"{draw(numbers(0, 100))} %"}
    return {**found, "rise": {"from": draw(LABELS), "at_least": "15 percentage_point"}}


def requirements(indicator: str) -> st.SearchStrategy[Data]:
    """Give a requirement, perhaps of several branches."""
    if indicator == "plan":
        return st.just({"done": True})
    branch = st.sampled_from(["any", "all"])
    one = tests(indicator)

    def several(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
        parts = st.lists(inner, min_size=2, max_size=3)
        return st.tuples(branch, parts).map(lambda pair: {pair[0]: pair[1]})

    return one | one | several(one) | several(one | several(one))


@st.composite
def plain_targets(draw: Callable[..., Any]) -> Data:
    """Give a target of one comparison at one place, due at the end of a year or quarter."""
    indicator = draw(st.sampled_from([*LEVELS, *FLOWS, "quality"]))
    found: Data = {"id": "t0", "indicator": indicator, "place": draw(st.sampled_from(COUNTIES))}
    year = draw(st.integers(2023, 2026))
    found |= {"from": f"{year}-01-01", "due": f"{year}-{draw(st.sampled_from(['12-31', '06-30']))}"}
    kinds = [comparisons(indicator)] * 2
    if indicator not in ("quality", "density"):
        kinds.append(changes(indicator))
    if indicator == "pm25":
        kinds.append(st.just({"within": "pm25_annual"}))
    found["require"] = draw(st.one_of(kinds))
    found["mode"] = draw(st.sampled_from(["reach", "maintain"]))
    found["strength"] = draw(st.sampled_from(["binding", "expected"]))
    found["judge"] = draw(judgings())
    return found


PLACE_FORMS = st.sampled_from(
    [
        "city",
        "east",
        ["west", "south"],
        {"each": "county", "in": "city"},
        {"each": "counties"},
        {"each": "plant"},
    ]
)


@st.composite
def tranches(draw: Callable[..., Any], indicator: str) -> Data:
    """Give amounts by year, or by place and year."""
    years = st.lists(st.integers(2024, 2026), min_size=1, max_size=3, unique=True)

    def by_year() -> Data:
        return {str(y): draw(amounts(indicator)) for y in sorted(draw(years))}

    if draw(st.booleans()):
        return by_year()
    places = draw(st.lists(st.sampled_from(COUNTIES), min_size=1, max_size=3, unique=True))
    return {place: by_year() for place in places}


@st.composite
def targets(draw: Callable[..., Any], number: int) -> Data:
    """Give a target of any form on any indicator."""
    indicator = draw(st.sampled_from([*LEVELS, *FLOWS, "quality", "plan"]))
    found: Data = {"id": f"t{number}", "indicator": indicator, "place": draw(PLACE_FORMS)}
    forms = ["plain", "plain", "milestones", "every"] + (["tranches"] if indicator in FLOWS else [])
    form = draw(st.sampled_from(forms))
    if indicator in FLOWS or draw(st.booleans()):
        found["from"] = "2022-01-01"
    if form == "every":
        found |= {
            "every": draw(st.sampled_from(["quarter", "half", "year", "2 years"])),
            "from": "2023-01-01",
        }
    if form == "tranches":
        found["tranches"] = draw(tranches(indicator))
        found["carry"] = draw(st.booleans())
        found["from"] = "2024-01-01"
    if form == "milestones":
        dues = draw(st.lists(st.integers(2022, 2025), min_size=1, max_size=3, unique=True))
        found["milestones"] = [
            {"due": f"{y}-12-31", "require": draw(requirements(indicator))} for y in dues
        ]
        if draw(st.booleans()):
            found["milestones"][0]["strength"] = "expected"
    if form in ("plain", "every") or draw(st.booleans()):
        found["require"] = draw(requirements(indicator))
        found["due"] = "2027-12-31" if form != "plain" else draw(days())
    found |= draw(trimmings(indicator, number))
    return found


@st.composite
def trimmings(draw: Callable[..., Any], indicator: str, number: int) -> Data:
    """Give what any target may have besides."""
    found: Data = {}

    def sometimes(key: str, value: st.SearchStrategy[Any], of: int = 4) -> None:
        if draw(st.integers(1, of)) == of:
            found[key] = draw(value)

    sometimes("strength", st.sampled_from(["binding", "expected", "aspirational"]))
    sometimes("mode", st.sampled_from(["reach", "maintain", "sustain"]))
    sometimes("when", st.fixed_dictionaries({"firms": comparisons("firms")}), of=10)
    sometimes("cite", st.just({"clause": "二、主要任务 1", "quote": "2024年底前完成95%: 是"}))
    sometimes("lead", NAMES | st.lists(NAMES, min_size=2, max_size=2))
    sometimes("with", NAMES)
    sometimes("title", st.fixed_dictionaries({"zh": NAMES, "en": st.just("a title")}))
    sometimes("action", st.just("first"))
    sometimes("note", NAMES)
    sometimes("judge", judgings())
    if indicator not in ("plan",):
        sometimes("baseline", baselines(indicator, moving=False))
    if number:
        sometimes("restates", st.just("t0"))
        sometimes("disagrees", st.just([{"target": "t0", "on": "85 % 与 80 %"}]))
    return found


@st.composite
def judgings(draw: Callable[..., Any]) -> Data:
    """Give what a target or an indicator declares of its judging."""
    found: Data = {}
    if draw(st.booleans()):
        found["compare"] = draw(st.sampled_from(["counts", "full", "rounded"]))
    if draw(st.booleans()):
        rule = draw(st.sampled_from(["half_even", "half_up", "truncate", "up"]))
        found["round"] = {
            draw(st.sampled_from(["decimals", "significant"])): draw(st.integers(1, 3)),
            "rule": rule,
        }
    if draw(st.booleans()):
        found["accept"] = draw(st.sampled_from([["accepted"], ["verified", "accepted"]]))
    return found


@st.composite
def rulesets(draw: Callable[..., Any]) -> Data:
    """Give a whole ruleset; its targets are of every form."""
    indicators = {name: dict(indicator) for name, indicator in INDICATORS.items()}
    extras: dict[str, Data] = {
        "rate": {"aggregate": "ratio_of_sums", "range": {"at_least": "0 %", "at_most": "100 %"}},
        "mined": {"aggregate": "sum", "across": "county", "aliases": ["修复面积"]},
        "pm25": {"frequency": "year", "note": "年均"},
        "land": {"irreversible": True, "judge": draw(judgings())},
    }
    for name, extra in extras.items():
        indicators[name] |= {key: value for key, value in extra.items() if draw(st.booleans())}
    count = draw(st.integers(1, 5))
    found: Data = {
        "targetcheck": 1,
        "id": "generated",
        "title": {"zh": draw(NAMES), "en": "generated"},
        "document": {"number": "示例〔2024〕1号", "issuer": draw(NAMES), "issued": "2024-01-01"},
        "places": PLACES,
        "groups": GROUPS,
        "scales": {"water": {"zh": "类别", "grades": GRADES, "aliases": {"三类": "Ⅲ类"}}},
        "limits": LIMITS,
        "indicators": indicators,
        "actions": {"first": {"zh": "行动一", "lead": ["甲局", "乙局"], "with": "丙局"}},
        "targets": [draw(targets(number)) for number in range(count)],
    }
    if draw(st.booleans()):
        found["sums"] = [{"id": "total", "total": "3.5 亿元", "parts": ["1 亿元", "25000 万元"]}]
        found["profiles"] = {
            "strict": {
                "compare": "full",
                "tolerance": "1 %",
                "accept": "accepted",
                "stale_after_days": 90,
            }
        }
        found["waivers"] = [
            {"target": "t0", "reason": "洪涝", "approver": "市政府", "until": "2025-06-30"}
        ]
        found["overrides"] = [
            {
                "target": "t0",
                "status": "pass",
                "reason": "复核",
                "author": "市环委办",
                "date": "2025-01-20",
            }
        ]
        found["note"] = draw(NAMES)
    return found
