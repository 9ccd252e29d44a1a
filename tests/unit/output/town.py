"""The small ruleset of the golden tests, evaluated; the tests of reports and commands share it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import targetcheck as tc

TOWN = Path(__file__).parents[2] / "golden" / "town"


@cache
def town(as_of: str = "2024-12-31") -> tc.Result:
    return tc.evaluate(TOWN, TOWN / "2024.csv", as_of=as_of)


def made(value: str, **target: object) -> tc.Result:
    """Give the result of one target on one report; the title and names may be anything."""
    ruleset = {
        "targetcheck": 1,
        "id": "one",
        "title": target.pop("ruleset_title", "一项"),
        "document": {"number": "1号", "issuer": "甲", "issued": "2024-01-01"},
        "places": {"p": {"zh": target.pop("place_name", "甲地")}},
        "targets": [
            {
                "id": "t",
                "indicator": {"zh": "指标", "unit": "公顷"},
                "place": "p",
                "require": {"at_least": "10 公顷"},
                "due": "2024-12-31",
                "cite": {"clause": "一", "quote": "十公顷"},
                **target,
            }
        ],
    }
    row = {"place": "p", "indicator": "t", "period": "2024", "value": value, "unit": "公顷"}
    return tc.evaluate(ruleset, [row], as_of="2024-12-31")
