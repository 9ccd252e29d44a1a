"""Findings on problem lists that came back, each with its cell, in two languages.

Layer: rectification. Input: cells and values. Output: Diagnostics. What changes nothing is a warning;
what could be read in two ways is an error, and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, Where

if TYPE_CHECKING:
    from targetcheck.rectification.department_entries import WrittenValue
    from targetcheck.rectification.returned_list.workbook_reader import (
        NewValue,
        ReturnedCell,
        ReturnedSheet,
    )

Heading = tuple[str, str]
"""Heading of a column in Chinese and English."""
_NAMED = 3


def list_unknown(sheet: ReturnedSheet) -> Diagnostic:
    """Return the finding on a list that this ledger did not issue."""
    return Diagnostic(
        "rectify-list-unknown",
        f"this ledger has not issued a list `{sheet.list_id}` of this ruleset",
        f"台账中没有编号为“{sheet.list_id}”的本规则集问题清单",
        "give the ledger and the run that the list was made from",
        "请指明制发该清单的台账和评判记录",
        sheet.where,
    )


def row_unknown(code: str, near: str, where: Where) -> Diagnostic:
    """Return the finding on a row that was not on the list."""
    said = f" `{code}`" if code else ""
    return Diagnostic(
        "rectify-row-unknown",
        f"the row{said} is not on the list that was sent",
        f"该行“{code}”不在原清单中" if code else "该行没有编码，不在原清单中",
        f"did you mean `{near}`?" if near else "an item comes from a verdict; no row can be added",
        f"是否应为“{near}”？" if near else "清单各项均由评判结论得出，不能自行增加",
        where,
    )


def row_ignored(where: Where) -> Diagnostic:
    """Return the note on a line below the table that has no code and fills in nothing."""
    return Diagnostic(
        "rectify-row-ignored",
        "the line has no code and was not read",
        "该行没有编码，未读取",
        where=where,
        severity="warning",
    )


def rows_missing(sheet: ReturnedSheet, missing: Sequence[str]) -> Diagnostic:
    """Return the note on items of the list that the workbook no longer has."""
    count, named = len(missing), list(missing[:_NAMED])
    more = len(missing) > _NAMED
    return Diagnostic(
        "rectify-row-missing",
        f"{count} items of the list are not in this workbook: {', '.join(named)}{' …' if more else ''}",
        f"原清单有{count}项不在本工作簿中：{'、'.join(named)}{'等' if more else ''}",
        "they stay on the list; removing a row does not close an item",
        "删除行不等于销号，这些项仍在清单中",
        sheet.where,
        "warning",
    )


def row_twice(code: str, one: ReturnedCell, other: ReturnedCell) -> Diagnostic:
    """Return the finding on two rows of one item that differ."""
    return Diagnostic(
        "rectify-row-twice",
        f"`{code}` has two rows, `{one.text}` in {one.where.cell} and `{other.text}` here",
        f"“{code}”有两行，{one.where.cell}为“{one.text}”，此处为“{other.text}”",
        "keep one of the rows",
        "请只保留一行",
        other.where,
    )


def hidden_row(where: Where) -> Diagnostic:
    """Return the finding on a filled-in row that is not seen."""
    return Diagnostic(
        "rectify-hidden",
        "the row was filled in and is hidden",
        "该行已填写，但被隐藏或筛选掉",
        "show all rows, look at this one, and save again",
        "请取消隐藏和筛选，核对后重新保存",
        where,
    )


def closed_by_hand(code: str, cell: ReturnedCell) -> Diagnostic:
    """Return the finding on a state that a person set to closed."""
    return Diagnostic(
        "rectify-closed-by-hand",
        f"`{code}` was set to `{cell.text}` by hand, and no later run has a verdict that passes",
        f"“{code}”被手工改为“{cell.text}”，但以后的评判记录中尚未达标",
        "restore the cell; report the data, evaluate and record a run, and the item closes by itself",
        "请恢复该单元格；报送数据并重新评判，达标后自动销号",
        cell.where,
    )


def cell_changed(where: Where, head: Heading) -> Diagnostic:
    """Return the note on a computed cell that was changed."""
    return Diagnostic(
        "rectify-cell-changed",
        f"`{head[1]}` is computed; the change in this cell has no effect",
        f"“{head[0]}”由程序得出，此处的改动不起作用",
        where=where,
        severity="warning",
    )


def cell_emptied(where: Where, head: Heading, base: str) -> Diagnostic:
    """Return the note on a cell that was emptied."""
    return Diagnostic(
        "rectify-cell-emptied",
        f"`{head[1]}` was emptied; `{base}` stays recorded",
        f"“{head[0]}”被清空，仍按已记录的“{base}”",
        "write what holds instead",
        "如有变化，请填写新的内容",
        where,
        "warning",
    )


def cell_unclear(cell: ReturnedCell) -> Diagnostic:
    """Return the finding on a cell that is merged, struck out, a formula or an error."""
    kind = cell.doubt.partition(":")[0].removeprefix("value-")
    said = {
        "merged": ("the cell is merged over several rows", "单元格跨行合并"),
        "struck": ("the text is struck out", "文字带删除线"),
        "formula": ("the formula has no stored value", "公式没有保存计算结果"),
        "error": ("the cell shows an error", "单元格显示错误值"),
    }.get(kind, ("what is shown differs from what is stored", "显示内容与存储内容不一致"))
    return Diagnostic(
        "rectify-cell-unclear",
        f"{said[0]}, so it is not clear what holds",
        f"{said[1]}，无法确定以何为准",
        "write the text into the cell of each row",
        "请在各行单元格中分别写明",
        cell.where,
    )


def day_early(day: str, made: date, where: Where) -> Diagnostic:
    """Return the finding on a day before the list was made."""
    return Diagnostic(
        "rectify-date-early",
        f"{day} is before the day of the list, {made}",
        f"整改期限{day}早于清单的基准日{made}",
        "write the day by which the problem will be solved",
        "请填写今后整改到位的期限",
        where,
    )


def contradiction(value: NewValue, other: NewValue, head: Heading) -> Diagnostic:
    """Return the finding on two returned lists that fill in one field differently."""
    return Diagnostic(
        "rectify-contradiction",
        f"`{head[1]}` of `{value.item[0]}` is `{value.value}` here and `{other.value}` in {other.cell.where}",
        f"“{value.item[0]}”的“{head[0]}”此处为“{value.value}”，{other.cell.where}为“{other.value}”",
        "agree on one of them and return the lists again; nothing was recorded",
        "请商定后重新交回；本次均未记录",
        value.cell.where,
    )


def written_since(value: NewValue, written: WrittenValue, head: Heading) -> Diagnostic:
    """Return the finding on a field that another person filled in after the list went out."""
    return Diagnostic(
        "rectify-contradiction",
        f"`{head[1]}` of `{value.item[0]}` is `{value.value}` here, but {written.who or 'another person'} "
        f"wrote `{written.value}` on {written.at[:10]}, after this list went out",
        f"“{value.item[0]}”的“{head[0]}”此处为“{value.value}”，"
        f"但清单发出后{written.who or '他人'}已于{written.at[:10]}填写“{written.value}”",
        "make a new list and change it there; nothing was recorded",
        "请重新制发清单，在新清单上修改；本次均未记录",
        value.cell.where,
    )
