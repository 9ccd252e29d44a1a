"""Canonical names of columns, from headings in English, Chinese and SDMX-CSV.

Layer: tables. Input: a heading. Output: canonical name and unit. A second-choice heading (`指标名称`)
is ignored if the table has a first choice (`指标编码`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from targetcheck import limits
from targetcheck.errors import did_you_mean
from targetcheck.first_use import pattern
from targetcheck.tables.cells.cell_value import read_cell

CANONICAL = (
    "place", "indicator", "period", "value", "unit", "basis", "status", "reported_at", "numerator",
    "denominator", "qualifier", "weight", "lower", "upper", "source", "note", "completed", "member_of",
    "judged", "judgement", "judged_by", "judged_on", "set_aside",
)  # fmt: skip

# Columns that are taken up into another one: a year with a quarter or month, a power of ten, a
# number of decimals, a confidentiality status.
PERIOD_PARTS = ("year", "quarter", "month")
PARTS = (*PERIOD_PARTS, "unit_mult", "decimals", "conf_status")

_FIRST: dict[str, str] = {
    "place": "place place_id place_code ref_area area region location county geo geography geo_pict"
    " geo_area_code 地区 区域 县区 区县 县市区 市县 县 行政区 行政区划 辖区 地区编码 地区代码",
    "indicator": "indicator indicator_id indicator_code series series_code metric"
    " 指标 指标编码 指标代码 指标编号",
    "period": "period time_period time timeperiod reporting_period"
    " 时期 时间 报告期 期别 期间 统计期 时段 所属期 所属时期",
    "value": "value obs_value actual actual_value reported_value"
    " 数值 值 完成值 实际值 指标值 实际完成值 报告值 监测值 数据值",
    "unit": "unit units unit_measure unit_of_measure uom 单位 计量单位 指标单位",
    "basis": "basis 口径 统计口径 累计口径",
    "status": "status obs_status 状态 数据状态",
    "reported_at": "reported_at reported reported_on report_date reporting_date date_reported"
    " submitted_at submitted_on 上报日期 报告日期 填报日期 报送日期"
    " 上报时间 报告时间 填报时间 报送时间",
    "numerator": "numerator 分子 分子数",
    "denominator": "denominator 分母 分母数",
    "qualifier": "qualifier result_qualifier value_qualifier qualifier_code detection_flag"
    " 限定符 标记 检出标记 检出限标记 比较符",
    "weight": "weight 权重 权数",
    "lower": "lower lower_bound lower_ci lower_ci_limit lower_confidence_limit ci_lower ci_low lci"
    " lower_95%_ci lower_ci_95.0_limit low_ci fact_value_numeric_low 区间下限 置信下限 可信下限 置信区间下限",
    "upper": "upper upper_bound upper_ci upper_ci_limit upper_confidence_limit ci_upper ci_high uci"
    " upper_95%_ci upper_ci_95.0_limit high_ci fact_value_numeric_high 区间上限 置信上限 可信上限 置信区间上限",
    "source": "source data_source source_detail 来源 数据来源 资料来源",
    "note": "note notes comment comments remark remarks obs_comment comment_obs 备注 说明 附注 评定理由",
    "completed": "completed completed_at completed_on completion_date date_completed"
    " 完成日期 完成时间 办结日期",
    "member_of": "member_of 所属分组",
    "judged": "judged 评定编码",
    "judgement": "judgement 人工评定",
    "judged_by": "judged_by 评定人",
    "judged_on": "judged_on 评定日期",
    "set_aside": "set_aside",
    "year": "year 年份 年度 年",
    "quarter": "quarter 季度 季",
    "month": "month 月份 月",
    "unit_mult": "unit_mult unit_multiplier",
    "decimals": "decimals decimal_places 小数位数",
    "conf_status": "conf_status obs_conf confidentiality_status 保密状态",
}

_SECOND: dict[str, str] = {
    "status": "obs_flag observation_flag observation_status flag flags status_flag",
    "place": "country country_code country_name country_or_area place_name"
    " countries countries_and_areas country_and_area country_or_territory country/territory"
    " area_name region_name geo_area_name reference_area reporting_unit site"
    " station 地区名称 区域名称 行政区名称 单位名称 填报单位 上报单位 报送单位"
    " 点位 断面 站点 点位名称 断面名称 站点名称",
    "indicator": "indicator_name indicator_label series_name series_description measure measure_name"
    " 指标名称 指标名",
    "period": "date day 日期",
    "source": "source_file file_name filename 来源文件 数据文件",
    "note": "qa qc qa/qc quality data_quality quality_check quality_note qa_note",
    "value": "result amount 结果 数据 完成情况 完成数",
}

SDMX_FRAME = frozenset({"dataflow", "structure", "structureid", "structurename", "action"})

_BRACKET = pattern(
    r"(?P<base>.+?)\s*[(\[【〔](?P<inside>[^()\[\]【】〔〕]*(?:\([^()]*\))?[^()\[\]【】〔〕]*)[)\]】〕]\s*"
)
_UNIT_LABEL = pattern(r"(?:计量)?单位\s*[::]\s*|unit\s*:\s*", re.IGNORECASE)
_JOINTS = pattern(r"[\s_\-]+")


def fold_header(text: str) -> str:
    """Return a heading folded for comparison, without width, case, spaces, hyphens and asterisks."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return _JOINTS.sub("", plain.strip().strip("*:").casefold())


_LABELLED = pattern(r"(?P<code>[A-Z][A-Z0-9_]*)\s*:\s+\S.*", re.DOTALL)


def is_labelled(header: str) -> bool:
    """Return whether a heading is a code with its label, as in `REF_AREA: Reference area`."""
    return _LABELLED.fullmatch(header.strip()) is not None


def code_in(text: str) -> str:
    """Return the code in a text with an optional label: `MZ` of `MZ: Mozambique`."""
    code, colon, _ = text.strip().partition(": ")
    return code.strip() if colon else text.strip()


def chinese_heading(name: str) -> str:
    """Return the first Chinese heading of a canonical column, 地区 for `place`, or the name."""
    return next((alias for alias in _FIRST[name].split() if not alias.isascii()), name)


def _aliases(words: dict[str, str]) -> dict[str, str]:
    return {fold_header(alias): name for name, text in words.items() for alias in text.split()}


_KNOWN_FIRST = _aliases(_FIRST)
_KNOWN_SECOND = _aliases(_SECOND)


@dataclass(frozen=True, slots=True)
class Header:
    """A column heading: as written, its canonical name, and the unit in it."""

    written: str
    name: str | None
    unit: str | None = None
    second: bool = False


def read_header(written: str) -> Header:
    """Return the meaning of a heading; the name is None if the heading is unknown."""
    found = _lookup(written, written, None)
    if found.name is None and is_labelled(written):
        found = _lookup(code_in(written), written, None)
    if found.name is None and len(written) <= limits.HEADER:
        # The unit is cut from the header before compatibility folding, which would spoil m³.
        bracket = _BRACKET.fullmatch(
            written.translate({0xFF08: "(", 0xFF09: ")", 0xFF3B: "[", 0xFF3D: "]"})
        )
        if bracket:
            unit = _UNIT_LABEL.sub("", bracket["inside"].replace("：", ":")).strip()
            found = _lookup(bracket["base"], written, unit or None)
    return found


def says_value_or_day(written: str) -> bool:
    """Return whether a heading may mean what was reported, or when: `Reported`."""
    return fold_header(written) in ("reported", "asreported")


def are_numbers(cells: Iterable[object]) -> bool:
    """Return whether some of the cells are numbers and none is a day."""
    kinds = {read_cell(cell).kind for cell in cells}
    return "number" in kinds and "date" not in kinds


def near_alias(written: str, names: Iterable[str]) -> str:
    """Return the known heading for one of `names` that is closest to an unknown one, if any is close.

    Chinese headings are short: only one of the same length counts, since 责任单位 is not 单位.
    """
    folded = fold_header(written)
    near = did_you_mean(folded, (alias for name in names for alias in aliases_of(name)))
    return near if folded.isascii() or abs(len(near) - len(folded)) <= 1 else ""


def aliases_of(name: str) -> list[str]:
    """Return every folded heading with a canonical name."""
    return [alias for alias, known in (_KNOWN_FIRST | _KNOWN_SECOND).items() if known == name]


def spellings_of(name: str) -> list[str]:
    """Return every heading with a canonical name, as written."""
    return [*_FIRST.get(name, "").split(), *_SECOND.get(name, "").split()]


def _lookup(text: str, written: str, unit: str | None) -> Header:
    folded = fold_header(text)
    if folded in _KNOWN_FIRST:
        return Header(written, _KNOWN_FIRST[folded], unit)
    if folded in _KNOWN_SECOND:
        return Header(written, _KNOWN_SECOND[folded], unit, second=True)
    return Header(written, None)
