"""A small ruleset that the tests of the author's tools write to a folder and change."""

from __future__ import annotations

from pathlib import Path

RULESET = """\
targetcheck: 1
id: demo
title: {zh: 示例方案, en: Sample plan}
document: {number: 示政办发〔2024〕1号, issuer: 示例市人民政府办公室, issued: 2024-07-01}
places:
  city: {zh: 示例市, en: City, kind: city}
  east: {zh: 东县, en: East, kind: county, in: city}
  west: {zh: 西县, en: West, kind: county, in: city}
indicators:
  rate: {zh: 收集率, en: collection rate, nature: share, unit: percent}
  land: {zh: 修复面积, en: restored land, nature: flow, unit: 公顷}
actions:
  water: {zh: 治水, en: water, lead: 市水利局}
defaults: {place: city}
targets:
  - id: collection
    title: {zh: 污水收集率, en: sewage collected}
    action: water
    indicator: rate
    require: {at_least: 70 %}
    due: 2025-12-31
    cite: {clause: 一, quote: 达到70%}
  - id: mines
    action: water
    indicator: land
    place: [east, west]
    require: {at_least: 34.4 公顷}
    from: 2024-01-01
    due: 2025-12-31
    cite: {clause: 二, quote: 34.4公顷}
"""
CASES = """\
as_of: 2025-12-31
cases:
  - id: met
    table: ['city,rate,2025,70,%']
    want: {collection@city: pass/met}
  - id: short  # by a tenth
    table: ['city,rate,2025,69.9,%']
    want: {collection@city: {status: fail, margin: -0.1, value: 69.9}}
  - target: mines@east
    table: ['east,land,{period},{value},{unit}']
    given: {period: 2024—2025年, unit: 公顷}
    examples:
      - {id: at, value: 34.4, want: pass/met}
      - {id: below, value: 34.3, want: fail}
      - {id: forgotten unit, value: 34.4, unit: null, want: undetermined, set_aside: unit-missing}
"""


def write(folder: Path, ruleset: str = RULESET, cases: str | None = CASES) -> Path:
    """Write the files; give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ruleset.yaml").write_text(ruleset, encoding="utf-8")
    if cases is not None:
        (folder / "cases").mkdir(exist_ok=True)
        (folder / "cases" / "first.yaml").write_text(cases, encoding="utf-8")
    return folder
