"""A small ruleset that the awkward tables report for, and what came of reading one."""

from __future__ import annotations

import zipfile
from pathlib import Path

from openpyxl import Workbook

from targetcheck import compile_plan
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.table_reader import read_table

RULESET = {
    "targetcheck": 1,
    "id": "counties-2024",
    "title": {"zh": "测试方案", "en": "Test plan"},
    "document": {"number": "测政发〔2024〕1号", "issuer": "测试市人民政府", "issued": "2024-01-10"},
    "places": {
        "ceshi": {"zh": "测试市", "kind": "city"},
        "daye": {"zh": "大冶市", "kind": "county", "in": "ceshi"},
        "yangxin": {"zh": "阳新县", "kind": "county", "in": "ceshi", "aliases": ["阳新"]},
        "xisai": {"zh": "西塞山区", "kind": "county", "in": "ceshi"},
    },
    "scales": {"water": {"grades": ["Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类"]}},
    "indicators": {
        "sewage": {"zh": "污水收集率", "nature": "share", "unit": "percent"},
        "outfalls": {"zh": "排污口整治完成率", "nature": "share", "unit": "percent"},
        "forest": {"zh": "造林面积", "nature": "flow", "unit": "万亩"},
        "bod": {"zh": "进水BOD浓度", "nature": "level", "unit": "mg/L"},
        "plants": {"zh": "污水处理厂数", "nature": "count", "unit": "座"},
        "lake": {"zh": "湖泊水质", "nature": "class", "scale": "water"},
    },
    "targets": [
        {
            "id": "sewage-2024",
            "indicator": "sewage",
            "place": {"each": "county"},
            "require": {"at_least": "70 %"},
            "due": "2024-12-31",
        }
    ],
}
PLAN = compile_plan(RULESET)


def book(*sheets):
    """Give a workbook of (name, rows) with one cell for each item of a row."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made, folder: Path, name="county.xlsx") -> str:
    path = folder / name
    made.save(path)
    return str(path)


def understood(path, mapping=None):
    """Give observations as (place, indicator, period, value in its unit, cell), and what was set aside."""
    table = read_table(path, name=Path(path).name, known=vocabulary(PLAN), mapping=mapping)
    observations = read_observations(table, PLAN)
    assert observations.rows == len(observations.all) + len(observations.aside)
    seen = [
        (f.place, f.indicator, f.period.label, str(f.value), f.where.cell or f.where.line)
        for f in observations.all
    ]
    aside = [(a.why.code, a.why.where.cell or a.why.where.line) for a in observations.aside]
    return seen, aside


SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path, part, edit):
    """Write a workbook again with the bytes of one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path
