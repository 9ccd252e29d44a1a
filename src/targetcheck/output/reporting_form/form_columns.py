"""Columns of the sheets of a form, and the words that its cells offer.

Layer: output. The table reader knows every heading, as a column that it reads or as one that it
ignores. The codes that it reads stand last; people read the names.
"""

from __future__ import annotations

from typing import NamedTuple

from targetcheck.errors import Language
from targetcheck.observations.judgement import WORDS


class FormColumn(NamedTuple):
    """A column: its name, heading in both languages, width in characters, and where it stands."""

    name: str
    zh: str
    en: str
    width: int
    optional: bool = False
    code: bool = False

    def head(self, lang: Language) -> str:
        """Return the heading."""
        return self.zh if lang == "zh" else self.en


DATA = (
    FormColumn("number", "序号", "No.", 5),
    FormColumn("indicator_name", "指标名称", "Indicator name", 24),
    FormColumn("place_name", "地区名称", "Place name", 12),
    FormColumn("period", "时期", "Period", 13),
    FormColumn("basis", "口径", "Basis", 13, optional=True),
    FormColumn("required", "目标要求", "Target", 25),
    FormColumn("last", "上期数", "Previous value", 13, optional=True),
    FormColumn("value", "数值", "Value", 11),
    FormColumn("unit", "单位", "Unit", 7, optional=True),
    FormColumn("numerator", "分子", "Numerator", 8, optional=True),
    FormColumn("denominator", "分母", "Denominator", 8, optional=True),
    FormColumn("weight", "权重", "Weight", 9, optional=True),
    FormColumn("completed", "完成日期", "Completed on", 11, optional=True),
    FormColumn("status", "数据状态", "Status", 9),
    FormColumn("note", "备注", "Note", 13),
    FormColumn("clause", "依据条款", "Clause", 14),
    FormColumn("indicator", "指标编码", "Indicator code", 5, code=True),
    FormColumn("place", "地区编码", "Place code", 5, code=True),
    FormColumn("member_of", "所属分组", "member_of", 5, optional=True, code=True),
)
JUDGED = (
    FormColumn("number", "序号", "No.", 5),
    FormColumn("title", "目标任务", "Target", 30),
    FormColumn("place_name", "地区名称", "Place name", 12),
    FormColumn("period", "时期", "Period", 13),
    FormColumn("required", "任务要求", "Target text", 28),
    FormColumn("due", "时限", "Due", 11),
    FormColumn("last", "上期评定", "Previous judgement", 13, optional=True),
    FormColumn("judgement", "人工评定", "Judgement", 12),
    FormColumn("note", "评定理由", "Reason", 26),
    FormColumn("judged_by", "评定人", "Judged by", 12),
    FormColumn("judged_on", "评定日期", "Judged on", 12),
    FormColumn("clause", "依据条款", "Clause", 16),
    FormColumn("indicator", "指标编码", "Indicator code", 5, code=True),
    FormColumn("place", "地区编码", "Place code", 5, code=True),
    FormColumn("judged", "评定编码", "judged", 5, code=True),
)
DONE = {"zh": ("完成", "未完成"), "en": ("done", "not done")}
STATUS = {"zh": ("上报", "核实", "验收"), "en": ("reported", "verified", "accepted")}
OWN = {"zh": "当期", "en": "this period"}
AT_END = {"zh": "期末数", "en": "end of period"}
YEAR_SO_FAR = {"zh": "本年累计", "en": "year to date"}
JUDGEMENTS = {
    "zh": tuple(zh for zh, _ in WORDS.values()),
    "en": tuple(en for _, en in WORDS.values()),
}


def since_text(year: int, month: int, day: int, lang: Language) -> str:
    """Return the words for a total that counts from a day."""
    if lang == "zh":
        return f"自{year}年{month}月{day}日起累计"
    return f"since {year}-{month:02}-{day:02}"
