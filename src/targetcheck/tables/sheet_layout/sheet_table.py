"""Raw rows of a table found on a sheet.

Layer: tables. Input: a Block. Output: a table with the meaning of all columns resolved. A long
table keeps its rows. In a wide one every cell below a heading that names an indicator, place or
period becomes a row, with the location of each of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.column_names import are_numbers, read_header, says_value_or_day
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.raw_table import ColumnSeen, Form, Layout
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.data_rows import doubled
from targetcheck.tables.sheet_layout.heading_columns import (
    DIMENSIONS,
    Column,
    candidates_of,
    named_by_content,
    read_columns,
)
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords, is_unit, without_unit
from targetcheck.tables.sheet_layout.heading_rows import KEYS, Block
from targetcheck.tables.sheet_layout.section_captions import (
    Sections,
    caption_columns,
    has_year_of_title,
    read_sections,
    refuse_other_years,
)
from targetcheck.tables.sheet_layout.title_lines import (
    TitleStatements,
    contradiction,
    read_titles,
    sheet_as_name,
)

_YEAR = re.compile(r"(?:19|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table on a sheet with its columns resolved.

    `rows_are` maps place, indicator, period (or its parts) to the column that names the rows.
    """

    sheet: Sheet
    block: Block
    words: HeadingWords
    mapping: TableMapping
    said: TitleStatements
    columns: tuple[Column, ...]
    rows_are: dict[str, int]
    sections: Sections = field(default_factory=Sections)

    @property
    def wide(self) -> bool:
        """Return whether each cell below the headings is an observation."""
        return any(column.named() and not column.why for column in self.columns)

    def names_periods(self) -> bool:
        """Return whether rows or headings name periods."""
        times = {"period", "year", "quarter", "month"}
        named = any(c.period or c.field in times for c in self.columns if not c.why)
        return named or bool(times & self.rows_are.keys())

    def heading_place(self) -> Where:
        """Return the location of the first cell of the heading."""
        return self.sheet.where(self.block.bottom, self.block.keys[0])

    def layout(self, lines: Sequence[tuple[str, Where]]) -> Layout:
        """Return the interpretation of the table."""
        form: Form = "wide" if self.wide else "long"
        return Layout(
            self.sheet.file,
            self.sheet.name,
            form,
            (self.block.top, self.block.bottom),
            tuple(self._seen(column) for column in self.columns if column.why != "empty"),
            tuple(self.rows_are),
            tuple((n, *said) for n, said in self.said.always.items() if not self._over(n)),
            (*self.said.lines, *lines),
        )

    def _over(self, name: str) -> bool:
        """Return whether columns give a field that the lines above the table give too."""
        used = [column for column in self.columns if not column.why]
        if name in DIMENSIONS and (name in self.rows_are or any(getattr(c, name) for c in used)):
            return True
        return name != "unit" and any(c.field == name and not c.named() for c in used)

    def _seen(self, column: Column) -> ColumnSeen:
        where = self.sheet.where(self.block.bottom, column.at)
        name = next((name for name, at in self.rows_are.items() if at == column.at), "")
        return ColumnSeen(
            where,
            column.written,
            name or column.field,
            column.indicator,
            column.place,
            column.period,
            column.unit,
            column.why,
        )

    def name(self, row: int, dimension: str, written: object = None) -> str:
        """Return the place or indicator named in a row, with its code.

        `written`: the name, where it stands in another cell than the code.
        """
        text = self.sheet.text(row, self.rows_are[dimension]) or str(written or "").strip()
        if dimension == "place":
            return self.words.place(text) or text
        found = self.words.indicator(text)
        if found:
            return found
        bare, unit = without_unit(text)
        return (self.words.indicator(bare) or bare) if unit else text

    def shown(self, column: Column, rows: Sequence[int]) -> list[object]:
        """Return the cells of a column; the name (地区名称) where its code (地区编码) is blank."""
        cells: list[object] = [self.sheet.shown(row, column.at) for row in rows]
        names = [c.at for c in self.columns if c.field == column.field and c.why == "second"]
        if column.field not in ("place", "indicator") or not names:
            return cells
        return [
            self.sheet.shown(row, names[0]) if is_blank(cell) else cell
            for row, cell in zip(rows, cells, strict=True)
        ]

    def unit_of_name(self, row: int) -> str:
        """Return the unit in brackets after the name of a row's indicator."""
        text = self.sheet.text(row, at) if (at := self.rows_are.get("indicator")) else ""
        return "" if self.words.indicator(text) else without_unit(text)[1]


def settle(sheet: Sheet, block: Block, words: HeadingWords, mapping: TableMapping) -> SheetTable:
    """Return a table with every column resolved; raise with all errors otherwise."""
    said = read_titles(sheet, block, words, mapping)
    columns = read_columns(sheet, block, words, mapping, said.year())
    if "place" not in mapping.always:
        columns = _places_under_unit(sheet, block, columns, words)
    open_names = [n for n in ("place", "indicator") if n not in mapping.always]
    lines = {name: caption_columns(sheet, block, words, name) for name in open_names}
    columns = _codes_first(named_by_content(sheet, block, columns, words, lines))
    columns = _reported_values(sheet, block, columns)
    rows_are: dict[str, int] = {}
    for column in columns:
        if column.field in KEYS and not column.named() and not column.why:
            if column.field in rows_are:
                said.found.append(_two_keys(sheet, block, rows_are[column.field], column))
            rows_are.setdefault(column.field, column.at)
    if not {"place", "indicator", "period"} & rows_are.keys():
        _corner(sheet, block, columns, words, said, rows_are)
    settled = _settle_free(columns, rows_are.keys() | mapping.always.keys(), rows_are, said)
    if "period" not in mapping.always:
        _period_of_rows(sheet, block, rows_are, said)
    open_to = [name for name in _open_to(settled, rows_are) if name not in mapping.always]
    if "period" not in open_to and has_year_of_title(sheet, block, settled, rows_are, said):
        refuse_other_years(sheet, block, words, said, mapping)
    sections = read_sections(sheet, block, words, rows_are, open_to, said, mapping)
    said.always.pop(sections.dimension, None)
    table = SheetTable(sheet, block, words, mapping, said, tuple(settled), rows_are, sections)
    _complete(table, [n for n in open_to if n != sections.dimension and not said.text(n)])
    if said.found:
        raise TargetcheckError(said.found)
    return table


def _codes_first(columns: list[Column]) -> list[Column]:
    """Omit columns of names (指标名称) next to those of codes (指标编码)."""
    plain = [column for column in columns if not column.named() and not column.why]
    coded = {c.field for c in plain if not read_header(c.written).second}
    return [
        replace(column, why="second")
        if column in plain and column.field in coded and read_header(column.written).second
        else column
        for column in columns
    ]


def _reported_values(sheet: Sheet, block: Block, columns: list[Column]) -> list[Column]:
    """Use a column headed `Reported` for the values if it holds numbers and no column is headed so."""
    fields = {column.field for column in columns if not column.why}
    if {"value", "numerator", "judgement"} & fields or "reported_at" not in fields:
        return columns
    below = range(block.bottom + 1, block.end + 1)
    return [
        replace(column, field="value")
        if column.field == "reported_at"
        and says_value_or_day(column.written)
        and are_numbers(sheet.cell(row, column.at) for row in below)
        else column
        for column in columns
    ]


def _places_under_unit(
    sheet: Sheet, block: Block, columns: list[Column], words: HeadingWords
) -> list[Column]:
    """Use a column headed 单位 for the places if its content is not units."""
    fields = {column.field for column in columns if not column.why}
    if "place" in fields or "unit" not in fields:
        return columns
    found: list[Column] = []
    for column in columns:
        if column.field == "unit" and not column.named():
            below = range(block.bottom + 1, block.end + 1)
            texts = [text for row in below if (text := sheet.text(row, column.at))]
            named = sum(words.place(text) is not None for text in texts)
            if texts and (named or not any(is_unit(text) for text in texts)):
                found.append(replace(column, field="place"))
                continue
        found.append(column)
    return found


def _corner(
    sheet: Sheet,
    block: Block,
    columns: list[Column],
    words: HeadingWords,
    said: TitleStatements,
    rows_are: dict[str, int],
) -> None:
    """Determine what the rows are if the corner of the heading does not name it."""
    key = block.keys[0]
    texts = [t for row in range(block.bottom + 1, block.end + 1) if (t := sheet.text(row, key))]
    places = sum(words.place(text) is not None for text in texts)
    indicators = sum(words.indicator(without_unit(text)[0]) is not None for text in texts)
    periods = sum(_is_period(text, said.year()) for text in texts)
    heads = [column for column in columns if column.at != key]
    if max(places, indicators, periods) > 0:
        best = max((places, "place"), (indicators, "indicator"), (periods, "period"))
        rows_are[best[1]] = key
    elif any(column.indicator for column in heads) or said.text("indicator"):
        rows_are["place"] = key
    elif any(column.place for column in heads) or said.text("place"):
        rows_are["indicator"] = key
    else:
        said.found.append(_unclear(sheet.where(block.bottom, key)))


def _is_period(text: str, year: int | None) -> bool:
    try:
        parse_period(text, year)
    except TargetcheckError:
        return False
    return True


def _settle_free(
    columns: list[Column], told: AbstractSet[str], rows_are: dict[str, int], said: TitleStatements
) -> list[Column]:
    """Assign every unknown name of a heading to the dimension that rows and mapping lack."""
    both = {"place", "indicator"} <= told
    free = "" if both else _free_dimension(columns, rows_are, said)
    return [_settled(column, free, column.at in rows_are.values()) for column in columns]


def _settled(column: Column, free: str, names_rows: bool) -> Column:
    if names_rows:
        return replace(column, free="", why="")
    if column.why:
        return replace(column, free="")
    if column.free and free and not getattr(column, free):
        rows = tuple((free if name == "free" else name, row) for name, row in column.rows)
        column = column.naming(free, column.free, rows)
    elif column.free:
        lost = not column.field and not (column.named() and column.period)
        column = replace(column, free="", why="unknown" if lost else "")
    if column.field or column.why or not column.written:
        return column
    return replace(column, field="value") if column.named() else replace(column, why="unknown")


def _free_dimension(columns: list[Column], rows_are: dict[str, int], said: TitleStatements) -> str:
    used = [column for column in columns if not column.why]
    if {"place", "indicator"} <= rows_are.keys():
        return ""
    if "place" in rows_are:
        return "" if _whole(used, "value") and not _inferred(used) else "indicator"
    if "indicator" in rows_are:
        return "" if _whole(used, "value") and not _inferred(used) else "place"
    if any(column.place for column in used) or (said.text("indicator") and not said.text("place")):
        return "place"
    return "indicator"


def _whole(columns: list[Column], field: str) -> bool:
    return any(column.field == field and not column.named() for column in columns)


def _inferred(columns: list[Column]) -> bool:
    """Return whether a heading names a known indicator, place or period."""
    return any(column.indicator or column.place or column.period for column in columns)


def _period_of_rows(
    sheet: Sheet, block: Block, rows_are: dict[str, int], said: TitleStatements
) -> None:
    """Prefer columns of years, quarters and months to the period of the title.

    The title still completes quarters with a year. A title that is finer than its years (2024年三季度)
    holds if the column names only that year; otherwise the two contradict each other.
    """
    finer = {"quarter", "month"} & rows_are.keys()
    if "period" not in said.always or not (finer or "year" in rows_are):
        return
    text, where = said.always["period"]
    year = str(said.year() or "")
    if finer or _is_year(text):
        del said.always["period"]
        if year and "year" not in rows_are:
            said.always["year"] = (year, where)
        return
    at = rows_are.pop("year")
    column = [sheet.text(row, at) for row in range(block.bottom + 1, block.end + 1)]
    others = sorted({found for cell in column for found in _YEAR.findall(cell)} - {year})
    if others:
        head = sheet.where(block.bottom, at)
        said.found.append(contradiction("period", (text, where), ("、".join(others), head)))


def _is_year(text: str) -> bool:
    period = parse_period(text).period
    return (period.start.month, period.start.day) == (1, 1) and period.end == date(
        period.start.year, 12, 31
    )


def _open_to(columns: list[Column], rows_are: dict[str, int]) -> list[str]:
    """Return the dimensions that neither rows nor columns give."""
    used = [column for column in columns if not column.why]
    return [
        dimension
        for dimension in DIMENSIONS
        if dimension not in rows_are
        and not any(getattr(column, dimension) for column in used)
        and not (dimension == "period" and {"year", "quarter", "month"} & rows_are.keys())
    ]


def _complete(table: SheetTable, lacking: list[str]) -> None:
    """Take a place or indicator from the name of the sheet; refuse a table without them."""
    said, named = table.said, [column for column in table.columns if not column.why]
    sheet_name = sheet_as_name(table.sheet)
    if len(lacking) == 1 and lacking[0] != "period" and sheet_name:
        name, unit = without_unit(sheet_name)
        where = Where(table.sheet.file, table.sheet.name)
        said.always[lacking.pop()] = (name, where)
        if unit:
            said.always.setdefault("unit", (unit, where))
    texts = candidates_of(table.sheet, table.block, table.columns)
    said.found += [_lacking(one, table.heading_place(), texts) for one in lacking]
    holding = ("value", "numerator", "judgement")
    if not table.wide and not any(_whole(named, field) for field in holding):
        said.found.append(_lacking("value", table.heading_place()))


def _two_keys(sheet: Sheet, block: Block, first: int, second: Column) -> Diagnostic:
    names = [sheet.text(block.bottom, first) or second.written, second.written]
    return doubled(names, sheet.where(block.bottom, second.at))


def _lacking(dimension: str, where: Where, texts: Sequence[str] = ()) -> Diagnostic:
    """Return the finding for a dimension that is not said; `texts` head columns that may say it."""
    zh = {"place": "地区", "indicator": "指标", "period": "时期", "value": "数值"}[dimension]
    key = f"`{dimension}: …`" if dimension != "value" else "`columns: {…: value}`"
    if texts and dimension != "value":
        key = " or ".join(f"`columns: {{'{text}': {dimension}}}`" for text in texts[:2])
    return Diagnostic(
        "table-column-missing",
        f"neither heading nor title of this table says the {dimension} of its values",
        f"该表的表头和标题都没有说明{zh}",
        f"name it in the heading or the title, or write {key} in a mapping file",
        f"请在表头或标题中写明，或在列对应文件中写 {key.replace('`', '').replace(' or ', ' 或 ')}",
        where,
    )


def _unclear(where: Where) -> Diagnostic:
    return Diagnostic(
        "table-rows-unclear",
        "unclear whether the rows of this table are places or indicators",
        "无法确定该表各行是地区还是指标",
        "write `place` or `indicator` into this cell, or give a ruleset with --ruleset",
        "请在此单元格写明“地区”或“指标”，或用 --ruleset 给出规则集",
        where,
    )
