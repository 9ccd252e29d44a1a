"""Columns of declared dimensions, in every layout of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from targetcheck import compile_plan, evaluate, load_ruleset, verdict_table
from targetcheck.lint import lint_ruleset
from targetcheck.plan.plan import Plan

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "divided",
    "title": "按性别",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市"}},
    "dimensions": {
        "sex": {"zh": "性别", "members": {"female": "女", "male": "男"}},
        "plant_type": {"zh": "电厂类型", "members": {"coal": "燃煤", "gas": "燃气"}},
    },
    "indicators": {
        "literacy": {"zh": "识字率", "nature": "share", "unit": "percent", "by": "sex"},
        "load": {"zh": "排放强度", "unit": "g/kWh", "better": "lower", "by": "plant_type"},
    },
    "targets": [
        {"id": "l", "indicator": "literacy", "place": "city", "for": {"sex": "each"},
         "require": {"at_least": "95 %"}, "due": "2024-12-31"},
        {"id": "p", "indicator": "load", "place": "city", "for": {"plant_type": "coal"},
         "require": {"at_most": "800 g/kWh"}, "due": "2024-12-31"},
    ],
}  # fmt: skip
HEADINGS = ["地区", "指标", "时期", "数值", "单位", "性别", "电厂类型"]
ROWS = [
    ["示例市", "识字率", "2024", 96, "%", "女", ""],
    ["示例市", "识字率", "2024", 94, "%", "男", ""],
    ["示例市", "识字率", "2024", 99, "%", "合计", ""],
    ["示例市", "排放强度", "2024", 800, "g/kWh", "", "燃煤"],
    ["示例市", "排放强度", "2024", 300, "g/kWh", "", "燃气"],
]
WANTED = {"l_female": "pass", "l_male": "fail", "p": "pass"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(RULESET)


def statuses(plan: Plan, source: Any) -> dict[str, str]:
    return {v.target: str(v.status) for v in evaluate(plan, source, as_of="2025-01-31")}


def test_rows(plan: Plan) -> None:
    assert statuses(plan, [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]) == WANTED


def test_a_csv_file(plan: Plan, tmp_path: Path) -> None:
    lines = [",".join(map(str, row)) for row in (HEADINGS, *ROWS)]
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    assert statuses(plan, tmp_path / "r.csv") == WANTED


@pytest.mark.parametrize("title", [[], ["2024年主要指标"]])
def test_a_workbook(plan: Plan, tmp_path: Path, title: list[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in ([title] if title else []) + [HEADINGS, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    assert statuses(plan, tmp_path / "r.xlsx") == WANTED


def test_a_wide_sheet(plan: Plan, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["地区", "性别", "时期", "识字率（%）"], ["示例市", "女", "2024", 96], ["示例市", "男", "2024", 94]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    assert statuses(plan, tmp_path / "r.xlsx") == WANTED | {"p": "undetermined"}


@pytest.mark.parametrize("engine", ["columnar", "auto"])
def test_a_large_table(plan: Plan, engine: str) -> None:
    pl = pytest.importorskip("polars")
    cells = {name: [str(row[n]) for row in ROWS] for n, name in enumerate(HEADINGS)}
    table = verdict_table(plan, pl.DataFrame(cells), as_of="2025-01-31", engine=engine)
    assert {row["target"]: row["status"] for row in table.frame.to_dicts()} == WANTED


def test_parts_of_what_is_used_are_not_reported_as_unused() -> None:
    assert "indicator-unused" not in {
        finding.code for finding in lint_ruleset(load_ruleset(RULESET))
    }
