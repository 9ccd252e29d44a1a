"""Whatever stands on a sheet is read or refused in words, and no figure below a heading is lost."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from plan_of_counties import PLAN

from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.observation_table import concat
from targetcheck.tables.sheet import Sheet, Span, address
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords
from targetcheck.tables.sheet_layout.sheet_reader import side_by_side
from targetcheck.tables.sheet_layout.sheet_table import settle
from targetcheck.tables.sheet_layout.title_lines import find_tables
from targetcheck.tables.sheet_layout.unpivot import raw_rows

TEXTS = [
    "地区", "指标", "时期", "数值", "单位", "序号", "备注", "合计", "年度目标", "大冶市", "阳新", "污水收集率",
    "污水收集率（%）", "造林面积（万亩）", "2024年", "2024Q3", "一季度", "%", "万亩", "单位：万亩", "注：无", "—",
    "完成", "报告期：2024Q1", "填报单位：大冶市", "甲", "(", "：", "2024年三季度", "填表人：", "乡镇", "小计",
    "累计", "本季", "一、污水收集率（%）", "三季度完成值", "完成值（累计）", "2024年计划", "第 2 页", "县区",
]  # fmt: skip
CELLS = st.one_of(st.none(), st.sampled_from(TEXTS), st.integers(0, 3000), st.text(max_size=3))
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8)
SPANS = st.builds(
    lambda top, left, down, across: Span(top, left, top + down, left + across),
    st.integers(1, 4), st.integers(1, 4), st.integers(0, 2), st.integers(0, 2),
)  # fmt: skip


DOUBTS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(1, 6)),
    st.sampled_from(["value-struck:1", "value-unseen:1", "value-formula:=A1", "value-error:#REF!"]),
    max_size=2,
)


def blocks_of(sheet, words):
    return [
        part
        for block in find_tables(sheet, words, TableMapping())
        for part in side_by_side(sheet, block, words)
    ]


@settings(max_examples=400, deadline=None)
@given(GRIDS, st.lists(SPANS, max_size=1), DOUBTS, st.booleans())
@example([[None, "时期", "时期"], ["%", "一、污水收集率（%）", "地区"], [0, "地区"]], [], {}, False)
def test_any_grid_is_read_or_refused(grid, spans, doubts, known):
    whole = Sheet("a.xlsx", "Sheet1", grid, spans, doubts=doubts)
    words = HeadingWords(vocabulary(PLAN)) if known else HeadingWords()
    for sheet, block in blocks_of(whole, words):
        try:
            table = settle(sheet, block, words, TableMapping())
            shaped = concat([shape_table(raw_rows(table, "xlsx"))])
        except TargetcheckError as refused:
            assert all(found.en and found.zh for found in refused.diagnostics)
            continue
        observations = read_observations(shaped, PLAN)
        assert observations.rows == len(observations.all) + len(observations.aside)
        places = [shaped.where(row, "value").cell for row in range(len(shaped))]
        assert all(places)
        assert len(set(places)) == len(places)
        assert not figures_of(sheet, block) - told_of(shaped)


def figures_of(sheet, block):
    """Give the cells below the heading of a table that hold a number."""
    return {
        address(row, column)
        for row in range(block.bottom + 1, block.end + 1)
        for column in sheet.filled(row)
        if read_cell(sheet.cell(row, column)).kind == "number"
    }


def told_of(table):
    """Give the cells that were read into a row, shown as text, or left out with a reason."""
    found = {table.where(row, name).cell for row in range(len(table)) for name in table.columns}
    for layout in table.layouts:
        for _, where in layout.lines:
            found |= {address(where.line, column) for column in range(1, 10)}
        for column in layout.columns:
            if column.why or column.field in ("note", "source"):
                letter = column.where.cell.rstrip("0123456789")
                found |= {f"{letter}{row}" for row in range(1, 10)}
    return found
