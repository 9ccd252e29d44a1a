"""Reasons for setting rows aside in the table reader, as cells and as findings.

Layer: tables. The reason is kept with the row in the column `set_aside`, so that any copy of a
table (in the ledger, or a part of it) sets the same rows aside. Its text is a code, followed by a
colon and the name that it concerns.
"""

from __future__ import annotations

from targetcheck.errors import Diagnostic, Severity, Where
from targetcheck.quantities.unit import nearest_unit

COLUMN = "set_aside"
CONFIDENTIAL = " [confidential]"
"""Mark at the end of the status of a value that is not free for publication."""
_SEVERAL = frozenset(
    {
        "number-mark-open",
        "number-mark-wrong",
        "value-format",
        "row-is-slice",
        "unit-twice",
        "value-changed",
    }
)
OF_VALUE = frozenset(
    {
        "number-mark-open",
        "number-mark-mixed",
        "number-mark-wrong",
        "value-sentinel",
        "value-sentinel-open",
        "value-changed",
    }
)
"""Reasons that are found in the number itself."""

_REASONS: dict[str, tuple[str, str, str, str, Severity]] = {
    "row-is-total": (
        "`{}` is a total or mean of other rows or columns and no report",
        "“{}”是其他行或列的合计或平均，不是报送值",
        "report the value of the place itself, under its own name",
        "如需采用，请以地区自身的名称填报",
        "note",
    ),
    "row-skipped": ("the mapping skips row {}", "列对应文件要求跳过第{}行", "", "", "note"),
    "row-hidden": (
        "row {} is hidden; hidden rows are not used",
        "第{}行被隐藏，未采用",
        "show the row, or write `hidden: read` in a mapping file",
        "请取消隐藏，或在列对应文件中写 hidden: read",
        "warning",
    ),
    "column-hidden": (
        "column {} is hidden; hidden columns are not used",
        "{}列被隐藏，未采用",
        "show the column, or write `hidden: read` in a mapping file",
        "请取消隐藏，或在列对应文件中写 hidden: read",
        "warning",
    ),
    "value-merged": (
        "merged range {} holds one value for several rows or columns",
        "一个数值合并在{}，无法确定属于哪一行",
        "unmerge the cells and report each value in its own row",
        "请取消合并，逐行填报数值",
        "error",
    ),
    "value-struck": (
        "`{}` is struck out",
        "“{}”已被划去",
        "remove the line through it if it holds, else clear the cell",
        "如仍有效，请去掉删除线；否则请清空该单元格",
        "warning",
    ),
    "value-unseen": (
        "`{}` is hidden by the format of its cell; hidden values are not used",
        "“{}”被单元格格式隐藏，未采用",
        "show the value, or write `hidden: read` in a mapping file",
        "请显示该数值，或在列对应文件中写 hidden: read",
        "warning",
    ),
    "value-scaled": (
        "`{}` is shown in thousands or ten thousands, and it is not clear what is meant",
        "“{}”按千或万缩写显示，无法确定实际数值",
        "show the value in full, with its unit",
        "请完整显示数值，并写明单位",
        "error",
    ),
    "value-formula": (
        "the formula `{}` has no stored value",
        "公式“{}”没有保存计算结果",
        "open the file in a spreadsheet program and save it, so that it is calculated",
        "请用表格软件打开，重新计算后保存",
        "error",
    ),
    "value-error": (
        "the cell shows the error `{}`",
        "该单元格显示错误值“{}”",
        "correct the formula, or enter the value itself",
        "请改正公式，或直接填写数值",
        "error",
    ),
    "number-mark-open": (
        "`{}` may be {} or {}: its separator may mean decimals or thousands",
        "“{}”可能是{}，也可能是{}：其中的符号可作小数点，也可作千位分隔符",
        "write `decimal: '.'` or `decimal: ','` in a mapping file",
        "请在列对应文件中写明 decimal: '.' 或 decimal: ','",
        "error",
    ),
    "number-mark-mixed": (
        "the comma in `{}` may mean decimals or be a slip: the column also has decimal points",
        "“{}”中的逗号可能是小数点，也可能是笔误：该列另有以点作小数点的数值",
        "write `decimal: '.'` or `decimal: ','` in a mapping file, or write the number again",
        "请在列对应文件中写明 decimal: '.' 或 decimal: ','，或改正该数值",
        "error",
    ),
    "number-mark-wrong": (
        "`{}` does not fit the decimal mark `{}` of its table",
        "“{}”与该表的小数点“{}”不符",
        "write the number again, or correct `decimal` in the mapping file",
        "请改正该数值，或改正列对应文件中的 decimal",
        "error",
    ),
    "value-sentinel": (
        "`{}` means no value, as the mapping says",
        "按列对应文件，“{}”表示没有数值",
        "",
        "",
        "note",
    ),
    "value-sentinel-open": (
        "`{}` may be a value, or a code for no value",
        "“{}”可能是数值，也可能是表示缺测的代码",
        "write `missing: [{}]` in a mapping file if it is a code, `missing: []` if it is a value",
        "如为缺测代码，请在列对应文件中写“missing: [{}]”；如为数值，请写 missing: []",
        "error",
    ),
    "value-format": (
        "the cell holds {} and its format shows `{}`",
        "单元格中存的是{}，按其格式显示为“{}”",
        "give the cell a plain number format, and write the value and unit that are meant",
        "请改用普通数字格式，并写明数值和单位",
        "error",
    ),
    "qualifier-open": (
        "it is not clear of which value beside it `{}` is said",
        "无法确定“{}”是旁边哪个数值的限定符",
        "put every sign into the cell of its value, or next to it on the same side",
        "请把符号写在数值的单元格内，或一律写在数值的同一侧",
        "error",
    ),
    "basis-open": (
        "`{}` does not say whether the value is of its own period or the year to date",
        "“{}”没有说明该数是当期数还是本年累计数",
        "write `basis: 当期` or `basis: 累计` in a mapping file",
        "请在列对应文件中写“basis: 当期”或“basis: 累计”",
        "error",
    ),
    "period-open": (
        "`{}` does not say up to which month the value runs, or of which month it is",
        "“{}”没有说明该数是哪个月的，或累计到哪个月",
        "write `period: 2024-09`, its last month, in a mapping file",
        "请在列对应文件中用 period: 2024-09 写明最后一个月",
        "error",
    ),
    "row-is-slice": (
        "`{0}` is `{1}`: the value may be of this part only, or of the whole",
        "“{0}”为“{1}”：该数可能只是这一部分的，也可能是总体的",
        "write in a mapping file `only: {{{0}: {1}}}` to use this part, or `columns: {{{0}: ignore}}`"
        " if the column does not matter",
        "如采用这一部分，请在列对应文件中写“only: {{{0}: {1}}}”；如该列无关，请写“columns: {{{0}: ignore}}”",
        "warning",
    ),
    "row-deleted": (
        "the ACTION of the table takes this row back",
        "该行已被表中的 ACTION（D）撤回",
        "",
        "",
        "note",
    ),
    "row-replaced": (
        "the ACTION of row {} replaces this row",
        "该行已被第{}行的 ACTION 更新",
        "",
        "",
        "note",
    ),
    "row-key-twice": (
        "row {} has the same key with another value; an SDMX table has one value for a key",
        "第{}行的键相同而数值不同；SDMX 表中一个键只有一个数值",
        "delete one of the rows, or give the later one ACTION R",
        "请删去其中一行，或把后一行的 ACTION 写为 R",
        "error",
    ),
    "year-span": (
        "`{}` may be several years or a month",
        "“{}”可能是跨年度，也可能是月份",
        "write the years in full, or the fiscal year as `FY2004`",
        "请写全起止年份，财政年度请写作 FY2004",
        "warning",
    ),
    "action-unknown": (
        "the ACTION `{}` is not known",
        "无法识别 ACTION“{}”",
        "use I, A, M, R or D, as in SDMX-CSV",
        "请按 SDMX-CSV 填写 I、A、M、R 或 D",
        "error",
    ),
    "unit-twice": (
        "this value has two units, `{}` and `{}`",
        "该值写有两种单位：“{}”和“{}”",
        "keep the one that the figure is in",
        "请只保留数值实际使用的单位",
        "error",
    ),
    "value-changed": (
        "the value is `{}` now, and the report beside it is `{}`: one of them was changed",
        "数值现为“{}”，其旁的原报为“{}”，二者之一已被改动",
        "correct one, or remove the element `reported`",
        "请改正其一，或删去 reported 元素",
        "error",
    ),
    "row-left": (
        "the mapping uses only rows of other values than `{}`",
        "列对应文件只采用其他取值的行，未采用“{}”",
        "",
        "",
        "note",
    ),
    "row-is-part": (
        "`{}` is part of the place; its value is not used for the whole",
        "“{}”只是该地区的一部分，其数值不是该地区的数值",
        "report the value of the whole place in a row of its own",
        "请另起一行填报该地区的总数",
        "warning",
    ),
}


SEPARATOR = "¦"
"""Separator of several details of a reason, such as the two readings of a number."""


def refusal(text: str, where: Where) -> Diagnostic:
    """Return the finding for the text of a cell in the column `set_aside`."""
    code, _, detail = text.partition(":")
    if code == _UNIT_UNKNOWN:
        return _unit_unknown(detail, where)
    if code not in _REASONS:
        return Diagnostic(
            "row-set-aside",
            f"the table sets this row aside: `{text}`",
            f"数据表已注明不采用该行：“{text}”",
            where=where,
            severity="note",
        )
    en, zh, hint_en, hint_zh, severity = _REASONS[code]
    told = detail.split(SEPARATOR) if code in _SEVERAL else [detail]
    en, zh, hint_en, hint_zh = (
        part.format(*told, *[""] * 3) for part in (en, zh, hint_en, hint_zh)
    )
    return Diagnostic(code, en, zh, hint_en, hint_zh, where, severity)


_UNIT_UNKNOWN = "heading-unit-unknown"


def _unit_unknown(detail: str, where: Where) -> Diagnostic:
    """Return the finding for values under the name of an indicator with an unknown unit."""
    written, indicator, unit = (*detail.split(SEPARATOR), "", "")[:3]
    near = nearest_unit(unit)
    maybe = (f"did you mean `{near}`? else ", f"是否应为“{near}”？否则") if near else ("", "")
    key = f"`columns: {{'{written}': {{indicator: {indicator}, unit: …}}}}`"
    return Diagnostic(
        _UNIT_UNKNOWN,
        f"`{written}` names the indicator `{indicator}`, but `{unit}` in it is not a known unit",
        f"表头“{written}”写的是指标 {indicator}，但其中的“{unit}”不是已知单位",
        f"{maybe[0]}write the unit in the heading, or {key} in a mapping file, `ignore` if it is"
        " only a part of the indicator",
        f"{maybe[1]}请在表头写明单位，或在列对应文件中写 {key.strip('`')}；"
        "如只是该指标的一部分，请写 ignore",
        where,
    )


def hidden_sheet(where: Where) -> Diagnostic:
    """Return the note that a hidden sheet is not read."""
    return Diagnostic(
        "sheet-hidden",
        f"the hidden sheet `{where.sheet}` is not read",
        f"没有读取隐藏的工作表“{where.sheet}”",
        where=where,
        severity="note",
    )
