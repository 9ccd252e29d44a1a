"""A ruleset with a ladder over two targets of each quarter, and what is due under it."""

from __future__ import annotations

from datetime import date

import targetcheck as tc
from targetcheck.escalation import days_of, escalate, from_data

BEGIN, END = date(2024, 1, 1), date(2024, 12, 31)


def rules(**changes):
    """Two targets judged each quarter in two counties of a city, with a ladder."""
    base = {
        "targetcheck": 1,
        "id": "ladders",
        "title": "阶梯",
        "document": {"number": "1", "issuer": "小城", "issued": "2024-01-01"},
        "places": {
            "city": {"zh": "全市", "kind": "city"},
            "east": {"zh": "东县", "kind": "county", "in": "city"},
            "west": {"zh": "西县", "kind": "county", "in": "city"},
        },
        "indicators": {
            "sewage": {"zh": "收集率", "nature": "share", "unit": "percent"},
            "plants": {"zh": "达标率", "nature": "share", "unit": "percent"},
        },
        "targets": [target("sewage"), target("plants")],
        "escalation": {"notice": ladder()},
    }
    return {**base, **changes}


def target(indicator, **more):
    return {
        "id": f"{indicator}-each", "indicator": indicator, "place": {"each": "county"},
        "require": {"at_least": "70 %"}, "every": "quarter", "from": "2024-01-01",
        "due": "2024-12-31", "lead": {"sewage": "住建局", "plants": "城管委"}[indicator],
        "cite": {"clause": "一", "quote": "不低于70%"}, **more,
    }  # fmt: skip


def ladder(**changes):
    steps = [
        {"id": "reminder", "zh": "提醒函", "after": 1, "cite": {"clause": "二", "quote": "提醒"}},
        {"id": "criticism", "zh": "通报批评", "after": 2},
        {"id": "interview", "zh": "公开约谈", "after": 3},
    ]
    praise = {"id": "praise", "zh": "通报表扬", "after": 1}
    return {"zh": "考核通报", "behind": ["fail", "at_risk"], "steps": steps, "praise": praise,
            "cite": {"clause": "二", "quote": "采取措施"}, **changes}  # fmt: skip


def rows(**figures):
    """`east=(("60", "80"), …)`: sewage and plants of each quarter; None is no report."""
    found = []
    for place, quarters in figures.items():
        for number, values in enumerate(quarters, 1):
            for indicator, value in zip(("sewage", "plants"), values, strict=True):
                if value is not None:
                    found.append({"place": place, "indicator": indicator,
                                  "period": f"2024Q{number}", "value": value, "unit": "%"})  # fmt: skip
    return found


LOW, GOOD, NONE = ("60", "80"), ("75", "80"), (None, None)


def decided(figures, spec=None, engine="reference", until=END):
    plan = tc.compile_plan(spec or rules())
    days = days_of(plan.ruleset, BEGIN, until)
    history = from_data(plan, tc.read_table(rows(**figures)), days)
    return escalate(plan.ruleset, history, BEGIN, until, engine)


def steps(found, subject="east"):
    return [s.step.id if s.step else "" for s in found.stands if s.subject == subject]


FIGURES = {"east": (LOW, LOW, NONE, LOW), "west": (GOOD, LOW, GOOD, GOOD)}


CONCLUSIONS = {
    "twice": {"zh": "两项同时未达标",
              "all": [{"targets": ["sewage-each", "plants-each"], "status": "fail", "at_least": 2}]},
    "silent": {"zh": "未达标且未报送",
               "all": [{"targets": "sewage-each", "status": "fail"},
                       {"targets": "plants-each", "status": "undetermined", "reason": "overdue_report"}]},
    "parts": {"zh": "各县均达标而全市未达标", "at": "city",
              "all": [{"targets": "sewage-each", "places": {"each": "county", "in": "city"},
                       "status": "pass", "every": True},
                      {"targets": "city-sewage", "status": "fail"}]},
}  # fmt: skip
