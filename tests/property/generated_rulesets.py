"""Rulesets of every form, drawn at random: valid ones, as the plain data that an author writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generated_requirements import (
    NAMES,
    amounts,
    baselines,
    changes,
    comparisons,
    judgings,
    requirements,
)
from hypothesis import strategies as st
from places_and_indicators import (
    COUNTIES,
    FLOWS,
    GRADES,
    GROUPS,
    INDICATORS,
    LEVELS,
    LIMITS,
    PLACES,
    Data,
)

YEARS = st.integers(2022, 2027)


@st.composite
def days(draw: Callable[..., Any]) -> str:
    """Give a due date, on the last day of a period or not."""
    form = draw(st.sampled_from(["{}-12-31", "{}-06-30", "{}-07-15", "{}Q3", "{}", "{}年6月中旬"]))
    return str(form.format(draw(YEARS)))


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
