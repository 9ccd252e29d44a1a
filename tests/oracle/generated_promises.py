"""Rulesets of every form that the oracle covers, most of them decided by their tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from generated_reports import (
    COUNTIES,
    FLOWS,
    GRADES,
    GROUPS,
    INDICATORS,
    LEVELS,
    LIMITS,
    PLACES,
    REPORTED,
    STATISTICS,
    UNITS,
    Data,
    Draw,
    table,
)


def comparison(draw: Draw, name: str) -> Data:
    """Return a comparison of a level, most often in the direction of its indicator."""
    indicator = INDICATORS[name]
    if name == "quality":
        return {"at_least": draw.choice(GRADES[1:5])}
    forward = ("at_most", "below") if indicator.get("better") == "lower" else ("at_least", "above")
    form = draw.choice((*forward * 3, "between", "equals", "about"))
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
             graded, printed, sustained, conditional, shared, ranked, statistical, rounded,
             made, made, made)  # fmt: skip
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
    found: Data = {
        "indicator": name,
        "due": due(draw),
        "require": requirement(draw, name, moving=True),
    }
    if draw.random() < 0.5:
        found["baseline"] = draw.choice((2021, 2022, stated(draw, name)))
    if draw.random() < 0.2:
        found["mode"] = "maintain"
    if draw.random() < 0.1:
        found["require"] = {"at": draw.choice(COUNTIES), **found["require"]}
    return found


def rounded(draw: Draw) -> Data:
    name = draw.choice(("rate", "pm", "made"))
    how = {
        "decimals": draw.randint(0, 1),
        "rule": draw.choice(("half_even", "half_up", "truncate", "up")),
    }
    judge = {"compare": "rounded", "round": how}
    number, unit = draw.figure(INDICATORS[name]), UNITS[INDICATORS[name]["unit"]][0]
    key = draw.choice(("at_least", "at_most", "above", "below"))
    return {
        "indicator": name,
        "due": due(draw),
        "require": {key: f"{number} {unit}"},
        "judge": judge,
    }


def branched(draw: Draw) -> Data:
    name = draw.choice(REPORTED)
    parts = [requirement(draw, name) for _ in range(draw.randint(2, 3))]
    if draw.random() < 0.4:
        other = draw.choice(REPORTED)
        parts[0] = {"of": other, **comparison(draw, other)}
    if draw.random() < 0.1:
        parts.append({"words": "稳步提升"})
    found: Data = {
        "indicator": name,
        "due": due(draw),
        "require": {draw.choice(("any", "all")): parts},
    }
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
    found["require"] = (
        comparison(draw, name) if name in FLOWS else requirement(draw, name, moving=True)
    )
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


def printed(draw: Draw) -> Data:
    require = {draw.choice(("at_least", "above", "at_most")): f"{draw.choice((40, 45, 50))} %"}
    return {"indicator": "printed", "due": due(draw), "require": require}


def conditional(draw: Draw) -> Data:
    found = draw.choice((plain, totalled, recurring))(draw)
    found["when"] = {"firms": {draw.choice(("above", "at_least", "about")): draw.randint(5, 10)}}
    return found


def shared(draw: Draw) -> Data:
    where = {"pm": comparison(draw, "pm")}
    if draw.random() < 0.4:
        where["quality"] = {"at_least": draw.choice(GRADES[1:4])}
    require: Data = {"share_of": "counties", "where": where}
    if draw.random() < 0.4:
        require["weight"] = "land"
    percent = draw.choice((25, 50, 75, 100))
    if draw.random() < 0.7:
        require["at_least"] = f"{percent} %"
    else:
        require["rise"] = {
            "from": draw.choice((2021, 2022)),
            "at_least": f"{percent - 25} percentage_point",
        }
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


def made(draw: Draw) -> Data:
    """Return a target on a figure that is made of others."""
    name = draw.choice(("step", "yearly", "growth", "band", "points", "line", "places", "window"))
    day = f"{draw.randint(2022, 2026)}-{draw.choice(('12-31', '12-31', '06-30', '07-15'))}"
    found: Data = {"indicator": name, "due": day}
    amounts = {
        "step": ("at_least", f"{draw.choice((-3, -1, 0, 1, 3))} 公顷"),
        "yearly": ("at_least", f"{draw.choice((-3, -1, 0, 1, 3))} mg/L"),
        "growth": ("at_least", f"{draw.choice((-10, 0, 5, 20))} %"),
        "band": ("at_least", draw.choice(("乙", "丙"))),
        "points": ("at_least", draw.choice((2, 5))),
        "line": ("at_most", draw.choice((0, 30, 50, 65))),
    }
    if name == "places":
        kind = draw.choice(("mean", "max", "min", "median"))
        found |= {"indicator": f"places_{kind}", "place": "city"}
    elif name == "window":
        kind = draw.choice(("mean", "max", "min"))
        found |= {"indicator": f"window_{kind}", "due": f"{day[:4]}-12-31"}
    key, amount = amounts.get(name) or ("at_most", f"{draw.choice((33, 36, 38, 42, 45))} ug/m3")
    return {**found, "require": {key: amount}}


def scored(draw: Draw) -> list[Data]:
    """Return the targets of which the score is made."""
    found = []
    for number, name in enumerate(("rate", "pm", "bod", "land", "loss")):
        unit = UNITS[INDICATORS[name]["unit"]][0]
        key = "at_most" if INDICATORS[name].get("better") else "at_least"
        require = {key: f"{draw.choice((33, 36, 40))} {unit}"}
        found.append({"id": f"s{number}", "indicator": name, "place": {"each": "county"},
                      "due": f"{draw.choice((2023, 2025))}-12-31", "require": require})  # fmt: skip
    return found


def score(draw: Draw, targets: list[Data]) -> Data:
    """Return a score with points by status and by slope."""
    items: list[Data] = []
    for target in draw.sample(targets, draw.randint(2, 3)):
        item: Data = {"target": target["id"], "full": draw.choice((20, 30, 50))}
        how = draw.choice(("plain", "status", "slope"))
        if how == "status":
            item["status"] = {"pass": 1, "on_track": 0.5, "at_risk": 0.3, "fail": 0.1}
        elif how == "slope":
            unit = UNITS[INDICATORS[target["indicator"]]["unit"]][0]
            unit = "percentage_point" if unit == "%" else unit
            item["slope"] = {
                "per": f"{draw.choice((1, 2))} {unit}",
                "deduct": draw.choice((0.5, 3)),
            }
        items.append(item)
    grades = [
        {"grade": "优秀", "at_least": 60},
        {"grade": "合格", "at_least": 30},
        {"grade": "不合格"},
    ]
    return {
        "zh": "得分",
        "place": {"each": "county", "in": "city"},
        "items": items,
        "grades": grades,
    }


def ruleset(draw: Draw, count: int) -> Data:
    """Return a ruleset of many targets."""
    targets = scored(draw)
    return {
        "targetcheck": 1,
        "id": "generated",
        "title": {"zh": "示例", "en": "generated"},
        "document": {"number": "示例〔2020〕1号", "issuer": "示例市", "issued": "2020-01-01"},
        "places": PLACES,
        "groups": GROUPS,
        "scales": {
            "water": {"zh": "类别", "grades": GRADES},
            "four": {"zh": "等级", "grades": ["甲", "乙", "丙", "丁"]},
        },
        "limits": LIMITS,
        "indicators": INDICATORS,
        "targets": [*targets, *(target(draw, number) for number in range(count))],
        "scores": {f"score_{number}": score(draw, targets) for number in range(3)},
    }


def drawn(seed: int) -> tuple[Data, list[list[Data]], list[date]]:
    """Return a ruleset, tables for it, and the days on which they are judged."""
    draw = Draw(seed)
    days = [draw.choice((date(2027, 6, 30), date(2026, 12, 31))), date(2024, 12, 31)]
    days.append(date(draw.randint(2022, 2026), draw.randint(1, 12), draw.randint(1, 28)))
    return ruleset(draw, 200), [table(draw), table(draw)], days
