"""Headers: English, SDMX and Chinese names, and the unit written in one."""

from __future__ import annotations

import pytest

from targetcheck.tables.columns.column_names import (
    CANONICAL,
    PARTS,
    aliases_of,
    fold_header,
    read_header,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("place", "place"),
        ("Place ", "place"),
        ("REF_AREA", "place"),
        ("Ref Area", "place"),
        ("地区", "place"),
        ("县区", "place"),
        ("地 区", "place"),
        ("*地区", "place"),
        ("单位名称", "place"),
        ("指标", "indicator"),
        ("指标编码", "indicator"),
        ("INDICATOR", "indicator"),
        ("SERIES", "indicator"),
        ("TIME_PERIOD", "period"),
        ("报告期", "period"),
        ("期别", "period"),
        ("OBS_VALUE", "value"),
        ("完成值", "value"),
        ("ＶＡＬＵＥ", "value"),
        ("单位", "unit"),
        ("计量单位", "unit"),
        ("UNIT_MEASURE", "unit"),
        ("口径", "basis"),
        ("OBS_STATUS", "status"),
        ("填报日期", "reported_at"),
        ("reported-at", "reported_at"),
        ("分子", "numerator"),
        ("分母", "denominator"),
        ("限定符", "qualifier"),
        ("权重", "weight"),
        ("数据来源", "source"),
        ("备注", "note"),
        ("OBS_COMMENT", "note"),
        ("完成日期", "completed"),
        ("UNIT_MULT", "unit_mult"),
        ("年份", "year"),
        ("\ufeff地区", "place"),
        ("完成情况", "value"),
    ],
)
def test_known_headers(written: str, name: str) -> None:
    assert read_header(written).name == name


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("数值（毫克/升）", "毫克/升"),
        ("数值(%)", "%"),
        ("value (mg/L)", "mg/L"),
        ("Value [m³/d]", "m³/d"),
        ("数值【万亩】", "万亩"),
        ("数值（单位：亩）", "亩"),
        ("数值(计量单位:亩)", "亩"),
        ("value (kg(N)/ha)", "kg(N)/ha"),
        ("value ()", None),
    ],
)
def test_the_unit_in_a_header(written: str, unit: str | None) -> None:
    head = read_header(written)
    assert (head.name, head.unit) == ("value", unit)


@pytest.mark.parametrize("written", ["", "foo", "责任单位", "foo (mg/L)", "完成率（%）", "("])
def test_unknown_headers(written: str) -> None:
    assert read_header(written).name is None


def test_every_canonical_name_stands_for_itself_alone() -> None:
    names = (*CANONICAL, *PARTS)
    assert all(read_header(name).name == name for name in names)
    aliases = [alias for name in names for alias in aliases_of(name)]
    assert len(aliases) == len(set(aliases))
    assert all(alias == fold_header(alias) for alias in aliases)
