"""A made-up city with its counties, for the tests of bulletins: rulesets and reports as plain data."""

from __future__ import annotations

from datetime import date, timedelta

ODD = "<script>alert(1)</script>"
STRENGTHS = {1: "expected", 4: "aspirational"}
"""Strength by the last digit of a target's number; the others say none and are binding."""
QUARTERS = [f"{year}Q{quarter}" for year in (2023, 2024) for quarter in (1, 2, 3, 4)]
ENDS = [
    date(y + (m == 12), m % 12 + 1, 1) - timedelta(days=1)
    for y in (2023, 2024)
    for m in (3, 6, 9, 12)
]


def ruleset(counties=3, targets=5, odd=True):
    """Give a ruleset: shares, counts, totals in tranches, a deliverable, words, by action and lead."""
    places = {"city": {"zh": "示范市", "en": "Model City", "kind": "city"}}
    for number in range(counties):
        name = ODD if odd and number == 0 else f"第{number}县"
        places[f"c{number}"] = {
            "zh": name,
            "en": f"County {number}",
            "kind": "county",
            "in": "city",
        }
    indicators, made = {}, []
    for number in range(targets):
        key = f"i{number}"
        if number % 4 == 3:
            indicators[key] = {"zh": f"第{number}项造林面积", "nature": "flow", "unit": "公顷"}
        elif number % 4 == 2:
            indicators[key] = {"zh": f"第{number}项完成数", "nature": "count", "unit": "个"}
        else:
            indicators[key] = {"zh": f"第{number}项收集率", "nature": "share", "unit": "percent"}
        target = {
            "id": f"t{number}",
            "indicator": key,
            "place": {"each": "county"},
            "action": f"a{number % 3}",
            "cite": {"clause": f"二（{number}）", "quote": f"到2024年底达到第{number}项目标"},
        }
        if number % 5 in STRENGTHS:
            target["strength"] = STRENGTHS[number % 5]
        if number % 4 == 3:
            target |= {"tranches": {"2023": "40 公顷", "2024": "50 公顷"}, "from": "2023-01-01"}
        else:
            unit = " 个" if number % 4 == 2 else " %"
            target |= {"require": {"at_least": f"80{unit}"}, "due": "2024-12-31"}
            if number % 4 == 2:
                target["require"]["reading"] = "“大部分”理解为八成"
            target |= {"baseline": {"period": "2022", "value": f"50{unit}"}}
        made.append(target)
    return {
        "targetcheck": 1,
        "id": "model-city",
        "title": {"zh": "示范市行动方案", "en": "Model City plan"},
        "document": {
            "number": "示政发〔2023〕1号",
            "issuer": "示范市人民政府",
            "issued": "2023-01-01",
        },
        "places": places,
        "indicators": indicators,
        "actions": {f"a{n}": {"zh": f"第{n}类行动", "lead": [f"第{n}局"]} for n in range(3)},
        "targets": made,
        "scores": {
            "total": {
                "zh": "综合得分",
                "en": "Total score",
                "place": {"each": "county"},
                "items": [{"target": t["id"], "full": 20} for t in made[:2]],
                "grades": [{"grade": "良好", "at_least": 80}, {"grade": "一般"}],
            }
        },
    }


def reports(counties=3, targets=5, quarters=8, source=""):
    """Give reports by place, indicator and quarter; some are missing, some fall back."""
    rows = []
    for place in range(counties):
        for number in range(targets):
            if (place + number) % 7 == 6:
                continue
            pace = 2 + (place * 3 + number * 5) % 5
            for step in range(quarters):
                flow = number % 4 == 3
                value = pace * 2 if flow else 50 + pace * (step + 1)
                label = QUARTERS[step] if flow else ENDS[step].isoformat()
                row = {"place": f"c{place}", "indicator": f"i{number}", "period": label}
                row |= {"value": f"{min(value, 99)}", "source": source}
                row["unit"] = "公顷" if flow else "个" if number % 4 == 2 else "%"
                row["status"] = "P" if (place + number + step) % 5 == 4 else "reported"
                rows.append(row)
    return rows
