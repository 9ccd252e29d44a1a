"""The two dataflows: verdicts, and the reports that they rest on.

Layer: interchange. Output: fields in the order of SDMX-CSV: dimensions, the measure, attributes.
The structure that ships (`dataflows.xml`) and the columns of every file are made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from targetcheck.verdicts.code_terms import REASON, STATUS, STRENGTH

AGENCY = "TARGETCHECK"
VERSION = "1.0"
Role = Literal["dimension", "time", "measure", "attribute"]
Words = Mapping[str, tuple[str, str]]
"""code → (Chinese, English)"""

CODELISTS: Mapping[str, tuple[str, Words]] = {
    "CL_VERDICT": ("Verdict", STATUS),
    "CL_REASON": ("Reason", REASON),
    "CL_STRENGTH": ("Strength", STRENGTH),
    "CL_BASIS": (
        "Basis",
        {
            "period": ("当期", "of the period"),
            "year_to_date": ("年初累计", "year to date"),
            "since_start": ("开工以来累计", "since the start"),
        },
    ),
    "CL_OBS_STATUS": (
        "Observation status",
        {
            "A": ("正常值", "normal value"),
            "B": ("序列有断点", "time series break"),
            "D": ("定义不同", "definition differs"),
            "E": ("估计值", "estimated value"),
            "M": ("缺数", "missing value"),
            "P": ("初步数", "provisional value"),
            "U": ("可靠性低", "low reliability"),
            "V": ("未经核实", "unvalidated value"),
            "VERIFIED": ("已核实", "verified by the authority"),
            "ACCEPTED": ("已销号", "accepted by the authority"),
        },
    ),
    "CL_CONF_STATUS": (
        "Confidentiality status",
        {
            "F": ("可公开", "free for publication"),
            "N": ("不得公开", "not for publication, restricted for internal use only"),
        },
    ),
}
"""Codelists that ship; OBS_STATUS adds the two steps of acceptance to SDMX codes."""


@dataclass(frozen=True, slots=True)
class SdmxField:
    """A component of a dataflow: its role, its names, and the codelist that ships, if it has one."""

    id: str
    role: Role
    zh: str
    en: str
    codes: str = ""
    required: bool = False


def _field(
    id_: str, role: Role, zh: str, en: str, codes: str = "", *, required: bool = False
) -> SdmxField:
    return SdmxField(id_, role, zh, en, codes, required or role in ("dimension", "time"))


_SHARED = (
    _field("OBS_STATUS", "attribute", "观测值状态", "Observation status", "CL_OBS_STATUS"),
    _field("CONF_STATUS", "attribute", "保密状态", "Confidentiality", "CL_CONF_STATUS"),
    _field("UNIT_MEASURE", "attribute", "计量单位", "Unit of measure"),
    _field("UNIT_MULT", "attribute", "单位乘数", "Unit multiplier"),
    _field("DECIMALS", "attribute", "小数位数", "Decimals"),
)

VERDICTS = (
    _field("RULESET", "dimension", "规则集", "Ruleset"),
    _field("PROFILE", "dimension", "评判方案", "Profile"),
    _field("AS_OF", "dimension", "基准日", "As-of date"),
    _field("TARGET", "dimension", "目标", "Target"),
    _field("REF_AREA", "dimension", "地区", "Reference area"),
    _field("TIME_PERIOD", "time", "到期日", "Due date"),
    _field("OBS_VALUE", "measure", "所比较的数值", "Value that was compared"),
    _field("VERDICT", "attribute", "结论", "Verdict", "CL_VERDICT", required=True),
    _field("REASON", "attribute", "理由", "Reason", "CL_REASON", required=True),
    _field("FLAGS", "attribute", "注记", "Flags"),
    *_SHARED,
    _field("INDICATOR", "attribute", "指标", "Indicator", required=True),
    _field("STRENGTH", "attribute", "力度", "Strength", "CL_STRENGTH", required=True),
    _field("REQUIREMENT", "attribute", "要求", "Requirement"),
    _field("MARGIN", "attribute", "余量", "Margin"),
    _field("GAP", "attribute", "缺口", "Gap"),
    _field("PROGRESS_METHOD", "attribute", "进度方法", "Progress method"),
    _field("PROGRESS_RATIO", "attribute", "进度比", "Progress ratio"),
    _field("LEAD", "attribute", "牵头单位", "Lead departments"),
    _field("CLAUSE", "attribute", "条款", "Clause"),
    _field("QUOTE", "attribute", "原文", "Quote"),
    _field("SENTENCE", "attribute", "说明", "Verdict in words"),
)

REPORTS = (
    _field("INDICATOR", "dimension", "指标", "Indicator"),
    _field("REF_AREA", "dimension", "地区", "Reference area"),
    _field("REPORT_NO", "dimension", "报告序号", "Number of the report for this key"),
    _field("TIME_PERIOD", "time", "时期", "Time period"),
    _field("OBS_VALUE", "measure", "数值", "Reported value"),
    *_SHARED,
    _field("BASIS", "attribute", "口径", "Basis", "CL_BASIS"),
    _field("NUMERATOR", "attribute", "分子", "Numerator"),
    _field("DENOMINATOR", "attribute", "分母", "Denominator"),
    _field("QUALIFIER", "attribute", "限定符", "Qualifier"),
    _field("LOWER", "attribute", "区间下限", "Lower end of the published interval"),
    _field("UPPER", "attribute", "区间上限", "Upper end of the published interval"),
    _field("WEIGHT", "attribute", "权重", "Weight"),
    _field("COMPLETED", "attribute", "完成日期", "Completion date"),
    _field("REPORTED_AT", "attribute", "上报日期", "Date reported"),
    _field("SOURCE", "attribute", "来源", "Source"),
    _field("OBS_COMMENT", "attribute", "备注", "Comment"),
)

DATAFLOWS: Mapping[str, tuple[str, str, tuple[SdmxField, ...]]] = {
    "VERDICTS": ("结论", "Verdicts on targets", VERDICTS),
    "REPORTS": ("上报数据", "Reported values", REPORTS),
}
