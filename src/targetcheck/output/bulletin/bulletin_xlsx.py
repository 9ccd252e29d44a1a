"""Bulletin as a workbook: one sheet per table, then verdicts, evidence, rows set aside, scores.

Layer: output. Input: a Bulletin and its Result. Output: bytes.
"""

from __future__ import annotations

from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import BulletinTable, Cell
from targetcheck.output.bulletin.contents import Bulletin
from targetcheck.output.result_files.result_xlsx import score_sheets, verdict_sheets
from targetcheck.output.xlsx_sheets import Marked, Signed, Value, XlsxSheet, workbook

_REPEATED = ("verdicts", "rows")
"""Sections whose content is complete in the sheets of verdicts."""


def as_xlsx(made: Bulletin, result: Result) -> bytes:
    """Return the workbook. Raises TargetcheckError (`part-missing`) without the extra `office`."""
    above = (made.title, made.subtitle, *made.basis)
    if made.warning:
        above = (*above, f"⚠ {made.warning}")
    sheets = [
        _sheet(block, above)
        for section in made.sections
        if section.id not in _REPEATED
        for block in section.blocks
        if isinstance(block, BulletinTable)
    ]
    more = (*verdict_sheets(result, made.lang), *score_sheets(result, made.lang))
    return workbook([*sheets, *more])


def _sheet(table: BulletinTable, above: tuple[str, ...]) -> XlsxSheet:
    wide = frozenset(n for n, head in enumerate(table.heads) if head.kind == "long")
    rows = [[_value(cell) for cell in row] for row in table.rows]
    right = frozenset(n for n, head in enumerate(table.heads) if head.kind == "number")
    return XlsxSheet(
        table.title, tuple(head.text for head in table.heads), rows, above, wide, right
    )


def _value(cell: Cell) -> Value | Marked:
    """Return a count as a number; a share stays text, since it carries its unit."""
    if cell.status and isinstance(cell.sort, int) and cell.text.split(" ")[-1] == str(cell.sort):
        return cell.sort
    if cell.status:
        return Marked(cell.text, cell.status)
    if isinstance(cell.sort, int) and cell.text == f"{cell.sort:+d}":
        return Signed(cell.sort)
    if isinstance(cell.sort, int) and cell.text == str(cell.sort):
        return cell.sort
    return cell.text
