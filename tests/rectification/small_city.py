"""A small ruleset, its reports, and hands that fill in a problem list."""

from __future__ import annotations

from datetime import date

import openpyxl

from targetcheck.rectification.problem_item import COLUMNS

NAMES = [name for name, _, _ in COLUMNS]
FIRST = 6
"""First row of items in a workbook."""


def plan_text(**changes):
    """Level, total, recurring, sustained and words-only promises of two counties."""
    rules = {
        "targetcheck": 1,
        "id": "city",
        "title": {"zh": "某市水质提升方案", "en": "City water plan"},
        "document": {"number": "某政发〔2024〕1号", "issuer": "某市", "issued": "2024-01-01"},
        "places": {"east": {"zh": "东县", "kind": "county"}, "west": {"zh": "西县", "kind": "county"}},
        "indicators": {
            "sewage": {"zh": "污水收集率", "en": "sewage collection", "nature": "share", "unit": "percent"},
            "forest": {"zh": "造林面积", "nature": "flow", "unit": "公顷"},
            "reports": {"zh": "报送次数", "nature": "flow", "unit": "次"},
            "black": {"zh": "黑臭水体", "nature": "count", "unit": "处", "better": "lower"},
            "station": {"zh": "泵站建设", "nature": "done"},
        },
        "targets": [
            target("sewage-2024", "sewage", {"at_least": "70 %"}, lead="住建局"),
            target("forest-2024", "forest", {"at_least": "100 公顷"}, lead="林业局", **{"from": "2024-01-01"}),
            target("reports", "reports", {"at_least": "1 次"}, lead="住建局", every="quarter",
                   **{"from": "2024-01-01"}),
            target("no-black", "black", {"at_most": "0 处"}, lead="水利局", mode="sustain",
                   **{"from": "2024-01-01"}),
            target("pump", "station", {"done": True}, lead="水利局"),
        ],
    }  # fmt: skip
    return {**rules, **changes}


def target(name, indicator, require, **more):
    return {
        "id": name,
        "indicator": indicator,
        "place": {"each": "county"},
        "require": require,
        "due": "2024-12-31",
        "cite": {"clause": "一", "quote": "达到要求"},
        **more,
    }


def row(place, indicator, period, value, unit, **more):
    return {
        "place": place,
        "indicator": indicator,
        "period": period,
        "value": value,
        "unit": unit,
        **more,
    }


def sewage(place, *values):
    """Reports of the collection rate at the ends of quarters from 2024Q4 on."""
    labels = ["2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30"]
    return [
        row(place, "sewage", label, str(value), "%")
        for label, value in zip(labels, values, strict=False)
        if value is not None
    ]


def state_of(made, code):
    found = [item for item in made.items if item.code == code]
    return found[0].state if found else "absent"


def item_of(made, code):
    return next(item for item in made.items if item.code == code)


def fill(path, code, out=None, **cells):
    """Write cells of the row of an item into a workbook; the row number is returned."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    row_ = row_of(sheet, code)
    for name, value in cells.items():
        sheet.cell(row_, NAMES.index(name) + 1).value = value
    book.save(out or path)
    return row_


def row_of(sheet, code):
    column = NAMES.index("code") + 1
    return next(r for r in range(FIRST, sheet.max_row + 1) if sheet.cell(r, column).value == code)


def address(name, row_):
    return f"{chr(65 + NAMES.index(name))}{row_}"


MEASURE = {"cause": "管网错接", "measure": "改造错接点", "person": "张工", "by": date(2025, 3, 31)}
