"""A path as a file: Parquet, CSV or JSON.

Layer: required_values. Input: a PathTable. Output: text or bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from targetcheck.errors import Language
from targetcheck.evaluation.frame_output import to_parquet
from targetcheck.exact_json import json_text
from targetcheck.printable_text import cell_text
from targetcheck.required_values.required_value_table import COLUMNS, PathTable

HEADINGS_ZH: Mapping[str, str] = {
    "target": "目标编号",
    "title": "目标",
    "place": "地区编号",
    "place_name": "地区",
    "indicator": "指标编号",
    "part": "分项",
    "day": "日期",
    "required": "应达到",
    "lower": "下限",
    "upper": "上限",
    "lower_excluded": "不含下限",
    "upper_excluded": "不含上限",
    "required_exact": "应达到（精确值）",
    "required_text": "应达到（文字）",
    "basis": "取值依据",
    "method": "进度评定方法",
    "reason": "无数值的原因",
    "unit": "单位",
    "due": "时限",
    "strength": "属性",
    "lead": "牵头单位",
    "clause": "依据条款",
    "quote": "原文",
}
"""The Chinese headings of the columns of a path."""


def path_csv(table: PathTable, lang: Language = "en") -> str:
    """Return a heading and one line per row, safe against formulas in spreadsheets."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS_ZH.values() if lang == "zh" else COLUMNS)
    for record in table.records(lang):
        writer.writerow([cell_text(record[name]) for name in COLUMNS])
    return text.getvalue()


def path_json(table: PathTable, lang: Language = "en") -> str:
    """Return the rows as a JSON list; numbers are exact."""
    return json_text(table.records(lang)) + "\n"


def path_parquet(table: PathTable, lang: Language = "en") -> bytes:
    """Return the rows as Parquet, with the same columns and types whatever the data.

    Raises TargetcheckError (`part-missing`) without the extra `scale`.
    """
    records = table.records(lang)
    values = {name: [record[name] for record in records] for name in COLUMNS}
    return to_parquet(values, COLUMNS, {"ruleset": table.plan.ruleset.id})
