"""Requirements of every form, drawn at random: comparisons, changes, shares, branches, judging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from places_and_indicators import COUNTIES, GRADES, UNITS, Data

WORDS = st.sampled_from(["基本完成", "稳步提升", "全省前列", "只能变好、不能变坏: #1"])
NAMES = st.text("市生态环境局ABC一二 -:#'\"", min_size=1, max_size=8).filter(str.strip)
LABELS = st.sampled_from(["2021", "2022", 2023, "2023Q4", "2023-12-31", "2024年", "十三五"])


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
