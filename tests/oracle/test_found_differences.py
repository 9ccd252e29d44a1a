"""Where the package once differed from the reference, each with its smallest ruleset and table.

The oracle found them. A new one that is not mended yet gets a strict `xfail` mark, and the drawn
rulesets leave its form out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from targetcheck import evaluate

Data = dict[str, Any]
UNITS = {"rate": "%", "kept": "%", "pm": "ug/m3", "mined": "公顷", "spent": "万元"}
RULESET: Data = {
    "targetcheck": 1,
    "id": "differences",
    "title": "示例",
    "document": {"number": "示例〔2020〕1号", "issuer": "示例市", "issued": "2020-01-01"},
    "places": {
        "city": {"zh": "示例市", "kind": "city"},
        "east": {"zh": "东县", "kind": "county", "in": "city"},
        "west": {"zh": "西县", "kind": "county", "in": "city"},
    },
    "groups": {"counties": {"zh": "各县", "members": ["east", "west"]}},
    "indicators": {
        "rate": {"zh": "收集率", "nature": "share", "unit": "percent"},
        "kept": {"zh": "整治率", "nature": "share", "unit": "percent", "irreversible": True},
        "pm": {"zh": "浓度", "unit": "ug/m3", "better": "lower"},
        "mined": {"zh": "修复面积", "nature": "flow", "unit": "公顷"},
        "spent": {"zh": "支出", "nature": "flow", "unit": "万元", "better": "lower"},
    },
}


class Difference(NamedTuple):
    """A target, its table, and what the reference says of it."""

    target: Data
    table: str
    as_of: str
    status: str
    reason: str
    missing: str | None = None


DIFFERENCES = {
    "a condition of about an amount has the direction of its indicator": Difference(
        {
            "indicator": "rate",
            "due": "2024-12-31",
            "require": {"at_least": "10 %"},
            "when": {"pm": {"about": "39 ug/m3"}},
        },
        "rate east 2024:20; pm east 2024:30",
        "2025-01-31",
        "pass",
        "met",
    ),
    "a condition of about an amount has its tolerance": Difference(
        {
            "indicator": "mined",
            "from": "2024-01-01",
            "due": "2024-12-31",
            "require": {"at_least": "10 公顷"},
            "when": {"rate": {"about": "20 %"}},
        },
        "mined east 2024:20; rate east 2024:19.1",
        "2025-01-31",
        "pass",
        "met",
    ),
    "the previous period is the one just before": Difference(
        {"indicator": "rate", "due": "2024-12-31", "require": {"no_worse_than": "previous_period"}},
        "rate east 2024:10 2022:9",
        "2025-01-31",
        "undetermined",
        "no_baseline",
    ),
    "a total with an old gap is as old as its newest report": Difference(
        {
            "indicator": "mined",
            "from": "2022-01-01",
            "due": "2026-12-31",
            "require": {"at_least": "100 公顷"},
        },
        "mined east 2022:120 2024:50 2025:50",
        "2026-01-31",
        "on_track",
        "met_early",
    ),
    "what was met once and is not met now locks no pass": Difference(
        {"indicator": "kept", "due": "2024-12-31", "require": {"at_least": "30 %"}},
        "kept east 2022:35 2023:20",
        "2025-01-31",
        "undetermined",
        "overdue_report",
    ),
    "of two baselines the one that is not reported is named": Difference(
        {
            "indicator": "rate",
            "due": "2026-12-31",
            "baseline": 2021,
            "require": {"better_than": 2022},
        },
        "rate east 2022:39 2024:30 2025:30",
        "2026-01-31",
        "not_due",
        "no_baseline",
        "rate@east 2021",
    ),
}


def rows(table: str) -> list[Data]:
    """Return the rows of series such as `rate east 2024:10 2022:9`, parted by semicolons."""
    return [
        {
            "place": place,
            "indicator": name,
            "period": cell.split(":")[0],
            "value": cell.split(":")[1],
            "unit": UNITS[name],
        }
        for name, place, *cells in (series.split() for series in table.split(";"))
        for cell in cells
    ]


@pytest.mark.parametrize("case", DIFFERENCES.values(), ids=DIFFERENCES)
def test_package_says_what_the_reference_says(case: Difference) -> None:
    ruleset = {**RULESET, "targets": [{"id": "t", "place": "east", **case.target}]}
    (verdict,) = evaluate(ruleset, rows(case.table), as_of=case.as_of)
    assert (verdict.status, verdict.reason) == (case.status, case.reason)
    if case.missing is not None:
        assert verdict.outcome.missing == (case.missing,)
