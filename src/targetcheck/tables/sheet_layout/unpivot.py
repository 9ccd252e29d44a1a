"""Rows of a resolved table, long or unpivoted from wide.

Layer: tables. Input: a SheetTable. Output: raw rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from targetcheck.errors import TargetcheckError, Where
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.columns.period_columns import join_period
from targetcheck.tables.raw_table import RawRows, RowPlaces
from targetcheck.tables.rejection_reasons import COLUMN, SEPARATOR
from targetcheck.tables.sheet import letters
from targetcheck.tables.sheet_layout.basis_statements import (
    RunningTotals,
    add_basis_of_rows,
    put_basis,
    running_totals,
)
from targetcheck.tables.sheet_layout.data_rows import (
    Aside,
    Bearings,
    DataRow,
    cell_refusal,
    doubled,
    ignored_columns,
    read_rows,
    unheaded_columns,
    value_refusal,
)
from targetcheck.tables.sheet_layout.heading_columns import DIMENSIONS, Column, only_of
from targetcheck.tables.sheet_layout.heading_parser import different_units, period_label, with_year
from targetcheck.tables.sheet_layout.heading_rows import KEYS
from targetcheck.tables.sheet_layout.sheet_table import SheetTable
from targetcheck.tables.sheet_layout.signs_beside_values import (
    put_sign,
    signs_in,
    with_signs_of_rows,
)

_NUMERIC = frozenset({"value", "numerator", "denominator", "weight"})
_JUDGING = ("judged", "judgement")
_DECIDING = frozenset((*DIMENSIONS, *_JUDGING, "year", "quarter", "month", "unit", "qualifier"))
_DECIDING |= {"completed"}
"""Columns that an observation needs besides its values; a struck-out cell in one is not used."""
_Cell = tuple[object, Where]


def raw_rows(table: SheetTable, native: str) -> RawRows:
    """Return the raw rows of a table."""
    table = table if table.wide else with_signs_of_rows(table)
    bearings = Bearings(
        [c.at for c in table.columns if not c.why and _reports(table, c)],
        [c.at for c in table.columns if c.why == "part"],
        table.sections.captions,
        {
            column.at: kept
            for column in table.columns
            if (kept := only_of(table.mapping, column.at, column.written))
        },
    )
    rows, lines = read_rows(table.sheet, table.block, table.words, table.mapping, bearings)
    bases = [column.basis for column in table.columns if column.basis and not column.why]
    totals = RunningTotals()
    if not any(c.field == "basis" and not c.why for c in table.columns):
        said = (*table.said.lines, *lines)
        titled = "period" in table.said.always and not table.names_periods()
        totals = running_totals(said, table.words, bases, titled=titled)
    unfold = _wide if table.wide else _long
    return unfold(table, rows, lines, native, totals)


def _reports(table: SheetTable, column: Column) -> bool:
    return (table.wide and column.named()) or column.field in {*_NUMERIC, "completed", "judgement"}


def _long(
    table: SheetTable,
    rows: list[DataRow],
    lines: list[tuple[str, Where]],
    native: str,
    totals: RunningTotals,
) -> RawRows:
    sheet, said = table.sheet, table.said
    numbers = [row.row for row in rows]
    refused = {at: row.why for at, row in enumerate(rows) if row.why is not None}
    headers: list[str] = []
    columns: list[list[object]] = []
    used = _used_columns(table)
    for column in table.columns:
        headers.append(_header(column) if column in used else _kept(column))
        columns.append(
            _cells(table, column, numbers, refused) if headers[-1] else [None] * len(rows)
        )
    places: dict[str, Sequence[Where]] = {}
    _units_of_names(table, used, numbers, columns, refused)
    for name, (text, where) in said.always.items():
        at = next((n for n, c in enumerate(table.columns) if c in used and c.field == name), None)
        if at is None:
            headers.append(name)
            columns.append([text] * len(rows))
            places[name] = [where if str(where) else sheet.where(n, 1) for n in numbers]
        elif name == "unit":
            columns[at] = [text if is_blank(cell) else cell for cell in columns[at]]
    if table.sections.dimension:
        headed = [table.sections.over(n) for n in numbers]
        headers.append(table.sections.dimension)
        columns.append([name for name, _, _ in headed])
        places[table.sections.dimension] = [where for _, _, where in headed]
        _units_of_captions(headers, columns, [unit for _, unit, _ in headed])
    add_basis_of_rows(table, totals, numbers, headers, columns, refused)
    if refused:
        headers.append(COLUMN)
        columns.append([refused[at][0] if at in refused else None for at in range(len(rows))])
        places[COLUMN] = [
            refused[at][1] if at in refused else sheet.where(n, 1) for at, n in enumerate(numbers)
        ]
    lined = [sheet.lines[n - 1] for n in numbers] if sheet.lines else numbers
    return RawRows(
        sheet.file,
        headers,
        columns,
        RowPlaces(sheet.file, lined, sheet.name),
        native,
        unheaded_columns(sheet, table.block, table.columns),
        header_place=table.heading_place(),
        cells=places,
        layouts=(table.layout(lines),),
        comma_likely=sheet.comma_likely,
    )


def _used_columns(table: SheetTable) -> list[Column]:
    """Return the columns that are used; two with the same meaning are refused."""
    found: dict[str, Column] = {}
    for column in table.columns:
        if not column.field or column.why:
            continue
        known = found.setdefault(column.field, column)
        if known is not column:
            names = [known.written, column.written]
            raise TargetcheckError(doubled(names, table.sheet.where(table.block.bottom, column.at)))
    return list(found.values())


def _kept(column: Column) -> str:
    """Return the heading of an unused column that may be a breakdown."""
    return column.written if column.why == "unknown" else ""


def _header(column: Column) -> str:
    if read_header(column.written).name == column.field:
        return column.written
    return f"{column.field}({column.unit})" if column.unit else column.field


def _cells(
    table: SheetTable, column: Column, numbers: list[int], refused: dict[int, Aside]
) -> list[object]:
    """Return the cells of a column; merged names apply to all their rows, merged values to none."""
    sheet = table.sheet
    if column.field in {*_NUMERIC, "lower", "upper"}:
        for at, row in enumerate(numbers):
            why = _value_refusal(table, row, column.at)
            if why is not None:
                refused.setdefault(at, why)
        return [sheet.cell(row, column.at) for row in numbers]
    if column.field in _DECIDING:
        for at, row in enumerate(numbers):
            why = cell_refusal(sheet, row, column.at, table.mapping)
            if why is not None:
                refused.setdefault(at, why)
    cells = table.shown(column, numbers)
    if column.field in ("place", "indicator"):
        named = table.words.place if column.field == "place" else table.words.indicator
        blank = named("") is not None
        cells = [
            table.name(n, column.field, cell) if cell or blank else cell
            for n, cell in zip(numbers, cells, strict=True)
        ]
    if column.field == "period":
        cells = [with_year(cell, table.said.year()) for cell in cells]
    if column.field in table.mapping.fill:
        for at in range(1, len(cells)):
            cells[at] = cells[at - 1] if is_blank(cells[at]) else cells[at]
    return cells


def _units_of_captions(
    headers: list[str], columns: list[list[object]], units: Sequence[str]
) -> None:
    """Use the units after captions for rows without a unit."""
    at = next((n for n, text in enumerate(headers) if read_header(text).name == "unit"), None)
    if at is not None:
        columns[at] = [u if is_blank(c) else c for u, c in zip(units, columns[at], strict=True)]
    elif any(units):
        headers.append("unit")
        columns.append(list(units))


def _units_of_names(
    table: SheetTable,
    used: list[Column],
    numbers: list[int],
    columns: list[list[object]],
    refused: dict[int, Aside],
) -> None:
    """Use the unit in names such as `收集率（%）` if the unit column is empty; refuse another there."""
    name = next((c for c in used if c.field == "indicator"), None)
    unit = next((c for c in used if c.field == "unit"), None)
    if name is None or unit is None:
        return
    at = table.columns.index(unit)
    for index, row in enumerate(numbers):
        bracket = table.unit_of_name(row)
        if bracket and is_blank(columns[at][index]):
            columns[at][index] = bracket
        elif bracket and (why := _two_units(table, row, [unit])):
            refused.setdefault(index, why)


def _wide(
    table: SheetTable,
    rows: list[DataRow],
    lines: list[tuple[str, Where]],
    native: str,
    totals: RunningTotals,
) -> RawRows:
    sheet = table.sheet
    groups = _groups(table)
    signs = signs_in(table, [column.at for group in groups for column in group])
    beside = [
        c for c in table.columns
        if c.field and not c.named() and not c.why and c.field not in (*KEYS, *_NUMERIC)
        and c.at not in signs
    ]  # fmt: skip
    found: list[dict[str, _Cell]] = []
    for row in rows:
        shared = dict(_shared(table, row.row, beside))
        all_of_it = row.why or _names_refused(table, row.row, beside)
        for group in groups:
            record = {**shared, **_record(table, row.row, group)}
            why = all_of_it or _refusal(table, row.row, group)
            why = why or _two_units(table, row.row, (*beside, *group)) or put_basis(record, totals)
            why = put_sign(table, row.row, record, group, signs) or why
            if why is not None:
                record[COLUMN] = why
            found.append(record)
    names = list(dict.fromkeys(name for record in found for name in record))
    empty: _Cell = (None, table.heading_place())
    cells = {name: [record.get(name, empty) for record in found] for name in names}
    return RawRows(
        sheet.file,
        names or ["place", "indicator", "period", "value"],
        [[cell for cell, _ in cells[name]] for name in names] or [[], [], [], []],
        [where for _, where in cells["value"]] if found else [],
        native,
        ignored_columns(sheet, table.block, table.columns),
        header_place=table.heading_place(),
        cells={name: [where for _, where in cells[name]] for name in names},
        layouts=(table.layout(lines),),
        comma_likely=sheet.comma_likely,
    )


def _groups(table: SheetTable) -> list[list[Column]]:
    """Return the groups of columns that make up one observation: a value, or counts with it."""
    found: dict[tuple[str, str, str, str, int], list[Column]] = {}
    for column in table.columns:
        total = column.why == "total"
        reports = column.named() or column.field in _NUMERIC
        if not total and (column.why or not reports):
            continue
        own_at = column.at if total or column.unread else 0
        key = (column.place, column.indicator, column.period, column.basis, own_at)
        group = found.setdefault(key, [])
        if any(other.field == column.field for other in group) and not column.why:
            names = [other.written for other in group if other.field == column.field]
            where = table.sheet.where(table.block.bottom, column.at)
            raise TargetcheckError(doubled([*names, column.written], where))
        group.append(column)
    return list(found.values())


def _shared(table: SheetTable, row: int, beside: Sequence[Column]) -> Iterator[tuple[str, _Cell]]:
    """Yield the cells common to all values of a row: place, indicator, period, unit, note."""
    sheet, said = table.sheet, table.said
    for name, (text, where) in said.always.items():
        if name == "year":  # it completes the quarters, below
            continue
        yield name, (text, where if str(where) else sheet.where(row, table.block.keys[0]))
    if table.sections.dimension:
        headed, bracket, where = table.sections.over(row)
        yield table.sections.dimension, (headed, where)
        if bracket:
            yield "unit", (bracket, where)
    for column in beside:
        cell = sheet.shown(row, column.at)
        if not (is_blank(cell) and column.field in said.always):
            yield column.field, (cell, sheet.where(row, column.at))
    for dimension, at in table.rows_are.items():
        where = sheet.where(row, at)
        if dimension == "period":
            text = sheet.text(row, at)
            label = period_label(text, said.year())
            yield "period", (sheet.shown(row, at) if not label or label == text else label, where)
        elif dimension in DIMENSIONS:
            yield dimension, (table.name(row, dimension), where)
            unit = table.unit_of_name(row) if dimension == "indicator" else ""
            if unit:
                yield "unit", (unit, where)
    yield from _parts(table, row)


def _parts(table: SheetTable, row: int) -> Iterator[tuple[str, _Cell]]:
    parts = {
        name: [table.sheet.shown(row, at)]
        for name, at in table.rows_are.items()
        if name in ("year", "quarter", "month")
    }
    if parts and "period" not in table.rows_are:
        if "year" not in parts and table.said.year():
            parts["year"] = [str(table.said.year())]
        at = next(at for name, at in table.rows_are.items() if name in parts)
        yield "period", (join_period(parts, 1)[0], table.sheet.where(row, at))


def _record(table: SheetTable, row: int, group: Sequence[Column]) -> dict[str, _Cell]:
    sheet, block = table.sheet, table.block
    record: dict[str, _Cell] = {}
    for column in group:
        field = column.field or "value"
        record[field] = (sheet.cell(row, column.at), sheet.where(row, column.at))
        for dimension in DIMENSIONS:
            text = getattr(column, dimension)
            if text:
                named = column.row_of(dimension, block.bottom)
                record[dimension] = (text, sheet.where(named, column.at))
        heading = sheet.where(block.bottom, column.at)
        if column.unit and field == "value":
            record["unit"] = (column.unit, heading)
        if column.basis:
            record["basis"] = (column.basis, heading)
    if "value" not in record:
        record["value"] = (None, sheet.where(row, group[0].at))
    return record


def _two_units(table: SheetTable, row: int, columns: Sequence[Column]) -> Aside | None:
    """Return the reason if the name, the unit column or the heading of a value differ in the unit."""
    at = next((c.at for c in columns if c.field == "unit"), None)
    written = [c.unit for c in columns if c.unit and (c.field or "value") == "value"]
    if at is not None:
        written.append(table.sheet.text(row, at))
    twice = different_units((table.unit_of_name(row), *written))
    if twice is None:
        return None
    return f"unit-twice:{SEPARATOR.join(twice)}", table.sheet.where(row, at or columns[0].at)


def _refusal(table: SheetTable, row: int, group: Sequence[Column]) -> Aside | None:
    sheet = table.sheet
    for column in group:
        if column.why == "total":
            head = sheet.where(table.block.bottom, column.at)
            return f"row-is-total:{column.written}", head
        if column.unread:
            head = sheet.where(table.block.bottom, column.at)
            named = SEPARATOR.join((column.written, column.indicator, column.unread))
            return f"heading-unit-unknown:{named}", head
        why = _value_refusal(table, row, column.at)
        if why is not None:
            return why
    return None


def _value_refusal(table: SheetTable, row: int, column: int) -> Aside | None:
    sheet = table.sheet
    if column in sheet.hidden_columns and not table.mapping.read_hidden:
        return f"column-hidden:{letters(column)}", sheet.where(row, column)
    return value_refusal(sheet, row, column, table.mapping)


def _names_refused(table: SheetTable, row: int, beside: Sequence[Column]) -> Aside | None:
    """Return the reason why the common cells of a row cannot be used."""
    columns = [*table.rows_are.values(), *(c.at for c in beside if c.field in _DECIDING)]
    found = (cell_refusal(table.sheet, row, at, table.mapping) for at in columns)
    return next((why for why in found if why is not None), None)
