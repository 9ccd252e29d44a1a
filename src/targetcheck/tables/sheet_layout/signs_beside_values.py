"""Signs such as `<` in columns of their own, and the values of a sheet that they qualify.

Layer: tables. Input: a SheetTable. Output: which value each sign is said of. A sign beside a target is
of the target, and one between two figures may be of either: its row is set aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from targetcheck.errors import TargetcheckError, Where
from targetcheck.tables.cells.cell_value import NO_QUALIFIER, fold_width, is_blank, read_cell
from targetcheck.tables.columns.qualifier_columns import values_beside
from targetcheck.tables.rejection_reasons import refusal
from targetcheck.tables.sheet_layout.data_rows import Aside
from targetcheck.tables.sheet_layout.heading_columns import Column
from targetcheck.tables.sheet_layout.sheet_table import SheetTable

_UNREAD = ("beside", "unknown", "unheaded", "ignored")
"""Why a column of figures is not read: targets, ranks, what has no heading or none that is known."""


def signs_in(table: SheetTable, values: Sequence[int]) -> dict[int, int]:
    """Return the columns of signs of a wide table, each with the column of figures beside it.

    0: it is open which. One column of signs beside the only value of a row is said of the row.
    """
    plain = [c.at for c in table.columns if c.field == "qualifier" and not (c.why or c.named())]
    bare = [c.at for c in table.columns if c.why == "sign"]
    if not bare and (not plain or len(values) < 2):
        return {}
    if not bare and len(plain) == 1:
        return {plain[0]: 0}
    return values_beside([*plain, *bare], [*values, *_unread_figures(table)])


def put_sign(
    table: SheetTable,
    row: int,
    record: dict[str, tuple[object, Where]],
    group: Sequence[Column],
    signs: Mapping[int, int],
) -> Aside | None:
    """Put the sign beside a value into its record; return why it cannot be used."""
    here = {column.at for column in group}
    for at, value in signs.items():
        cell, where = table.sheet.shown(row, at), table.sheet.where(row, at)
        if _says_nothing(cell) or (value and value not in here):
            continue
        if not value:
            return f"qualifier-open:{cell}", where
        record["qualifier"] = (cell, where)
    return None


def with_signs_of_rows(table: SheetTable) -> SheetTable:
    """Return a long table whose column of signs without a heading is said of the value of its row.

    A sign beside a figure that is not read, such as a target, is not; between that and the value it is
    open, and TargetcheckError is raised.
    """
    if all(c.why != "sign" for c in table.columns) or any(
        c.field == "qualifier" for c in table.columns
    ):
        return table
    others = set(_unread_figures(table))
    values = {column.at for column in table.columns if column.field == "value"}
    said_of_rows: set[int] = set()
    for at in (column.at for column in table.columns if column.why == "sign"):
        if not {at - 1, at + 1} & others:
            said_of_rows.add(at)
        elif {at - 1, at + 1} & values:
            where = table.sheet.where(table.block.bottom, at)
            raise TargetcheckError(refusal("qualifier-open:<", where))
    columns = [
        replace(column, field="qualifier", why="") if column.at in said_of_rows else column
        for column in table.columns
    ]
    return replace(table, columns=tuple(columns))


def _unread_figures(table: SheetTable) -> list[int]:
    rows = range(table.block.bottom + 1, table.block.end + 1)
    return [
        column.at
        for column in table.columns
        if column.why in _UNREAD
        and any(read_cell(table.sheet.cell(row, column.at)).kind == "number" for row in rows)
    ]


def _says_nothing(cell: object) -> bool:
    return is_blank(cell) or fold_width(str(cell)).casefold() in NO_QUALIFIER
