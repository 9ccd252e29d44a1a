"""Breakdown columns: sex, age, townships, the dimensions of an SDMX table.

Layer: tables. A row of a part (`SEX` is `F`) is not an observation of the whole; one with the code
of the total is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from targetcheck.name_index import fold_name
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.column_names import code_in, fold_header, read_header
from targetcheck.tables.rejection_reasons import SEPARATOR

SMALLER_PLACES = frozenset(
    "乡镇 乡(镇) 乡镇(街道) 乡镇街道 镇(街道) 镇街 乡 镇 街道 村 行政村 村(社区) 社区 村组"
    " 企业 企业名称 项目名称 工程名称 子项目 township town village".split()
)
"""Headings of columns that name something smaller than the place of a row."""

_GROUPS = frozenset(
    map(
        fold_header,
        "sex gender age age_group agegroup age_class urbanisation urbanization urban_rural degurb"
        " residence disability disability_status education education_lev education_level isced11"
        " income_wealth_quantile quantile wealth_quintile occupation comp_breakdown cust_breakdown"
        " ethnicity ethnic_group migration_status citizen citizenship nationality marital_status"
        " 性别 年龄 年龄组 年龄段 城乡 城乡分组 民族 户籍 学历 文化程度 受教育程度 收入分组 人群".split(),
    )
)
_FRAME = frozenset(
    map(
        fold_header,
        "freq frequency frequency_of_observation last_update lastupdate time_format"
        " dataflow structure structure_id structure_name action pre_break_value report_no"
        " series_key obs_key database_id unit_type goal target geo_code geocode custom_id key id dsd".split(),
    )
)
_WHOLE = frozenset(
    "_t t tot total totals all _all both both_sexes bothsexes sex_total sex_t allarea allages all_ages"
    " all_areas _z z na notapplicable headline nsp"
    " 全部 全体 合计 总计 小计 总数 不分 不分性别 全社会 城乡合计 男女合计".replace(
        " ", "\n"
    ).split()
)
_SEX_TOTAL = frozenset({"b", "t", "mf"})


def part_columns(headers: Sequence[str]) -> dict[int, str]:
    """Return the breakdown columns of a table: index → code of the column.

    In an SDMX table every unknown column before the observation is a dimension; in an Open SDG
    table, from `Year` to `Value`, every column in between.
    """
    plain = [fold_header(code_in(text)) for text in headers]
    known = [read_header(text).name for text in headers]
    last = next((at for at, text in enumerate(plain) if text == "obsvalue"), 0)
    if plain and plain[0] == "year" and "value" in plain:
        at = plain.index("value")
        last = at if all(known[at:]) else last
    found: dict[int, str] = {}
    for at, text in enumerate(plain):
        if known[at] is not None or not text or text in _FRAME:
            continue
        if is_part_heading(headers[at]) or at < last:
            found[at] = code_in(headers[at])
    return found


def is_part_heading(text: str) -> bool:
    """Return whether a heading names a breakdown: a township, a sex, an age."""
    return fold_name(text) in SMALLER_PLACES or fold_header(code_in(text)) in _GROUPS


def is_whole(column: str, cell: object) -> bool:
    """Return whether a cell of a breakdown column means the whole: blank, or the code of a total."""
    if is_blank(cell):
        return True
    text = re.sub(r"[\s\-]+", "", code_in(str(cell)).casefold())
    spelled = str(cell).partition(":")[2].strip().casefold()
    if fold_header(column) in ("sex", "gender") and text in _SEX_TOTAL:
        return True
    return text in _WHOLE or fold_name(spelled) in _WHOLE


def part_reasons(
    parts: Mapping[int, str], columns: Sequence[Sequence[object]], rows: int
) -> list[str]:
    """Return for each row why it is not an observation of the whole, or an empty text."""
    reasons = [""] * rows
    for at, column in parts.items():
        told = {cell: part_reason(column, cell) for cell in set(columns[at])}
        for row, cell in enumerate(columns[at]):
            reasons[row] = reasons[row] or told[cell]
    return reasons


def part_reason(column: str, cell: object) -> str:
    """Return why a row with this cell is not an observation of the whole, or an empty text."""
    if is_whole(column, cell):
        return ""
    if fold_name(column) in SMALLER_PLACES:
        return f"row-is-part:{cell}"
    return f"row-is-slice:{code_in(column)}{SEPARATOR}{code_in(str(cell))}"
