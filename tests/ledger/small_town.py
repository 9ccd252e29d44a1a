"""A small ruleset, its reports, and large results, for the tests of the ledger."""

from __future__ import annotations

from dataclasses import replace

import targetcheck as tc


def plan_text(**changes):
    """A small ruleset as a dict: two targets in two counties."""
    rules = {
        "targetcheck": 1,
        "id": "town",
        "title": {"zh": "小城方案", "en": "Town plan"},
        "document": {"number": "城发〔2024〕1号", "issuer": "小城", "issued": "2024-01-01"},
        "places": {
            "east": {"zh": "东县", "kind": "county"},
            "west": {"zh": "西县", "kind": "county"},
        },
        "indicators": {
            "sewage": {"zh": "污水收集率", "nature": "share", "unit": "percent"},
            "forest": {"zh": "造林面积", "nature": "flow", "unit": "公顷"},
        },
        "targets": [
            {
                "id": "sewage-2024",
                "indicator": "sewage",
                "place": {"each": "county"},
                "require": {"at_least": "70 %"},
                "baseline": {"period": 2023, "value": "60 %"},
                "due": "2024-12-31",
                "lead": "住建局",
                "cite": {"clause": "一", "quote": "达到70%"},
            },
            {
                "id": "forest-2024",
                "indicator": "forest",
                "place": {"each": "county"},
                "require": {"at_least": "100 公顷"},
                "from": "2024-01-01",
                "due": "2024-12-31",
                "lead": ["林业局", "住建局"],
                "cite": {"clause": "二", "quote": "造林100公顷"},
            },
        ],
    }
    return {**rules, **changes}


def row(place, indicator, period, value, unit, **more):
    return {
        "place": place,
        "indicator": indicator,
        "period": period,
        "value": value,
        "unit": unit,
        **more,
    }


ROWS = (
    row("east", "sewage", "2024Q2", "64", "%", reported_at="2024-07-10"),
    row("east", "sewage", "2024Q4", "71", "%", reported_at="2025-01-10"),
    row("west", "sewage", "2024Q2", "66", "%", reported_at="2024-07-10"),
    row("west", "sewage", "2024Q4", "69", "%", reported_at="2025-01-10"),
    row("east", "forest", "2024", "120", "公顷", reported_at="2025-01-12"),
    row("west", "forest", "2024", "90", "公顷", reported_at="2025-01-12"),
)


def many(count):
    """A result of `count` verdicts and its rows."""
    places = {f"p{n}": {"zh": f"地{n}", "kind": "county"} for n in range(count)}
    rules = plan_text(places=places)
    rules["targets"] = rules["targets"][:1]
    rows = [row(f"p{n}", "sewage", "2024", str(n % 100), "%") for n in range(count)]
    return tc.evaluate(rules, rows, as_of="2024-12-31"), tc.read_table(rows)


def numbered(result, number):
    """The same result as another release would have given it, so that it is another run."""
    return replace(result, provenance=replace(result.provenance, engine=f"test-{number}"))
