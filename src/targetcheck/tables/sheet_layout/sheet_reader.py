"""Reader of sheets into an observation table.

Layer: tables. A sheet without a table (a cover, instructions) is noted. A table that cannot be
interpreted is an error, since its values would be lost. To save paper, a narrow table is often cut in
two and placed side by side: each part is read as its own table, on a sheet with only its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.formats.csv_format import read_delimited_sheet
from targetcheck.tables.formats.xlsx_format import read_workbook
from targetcheck.tables.known_names import GivenNames, Vocabulary
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.observation_table import ObservationTable, concat
from targetcheck.tables.raw_table import RawRows, refuse
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords, read_piece
from targetcheck.tables.sheet_layout.heading_rows import Block, find_blocks
from targetcheck.tables.sheet_layout.sheet_table import settle
from targetcheck.tables.sheet_layout.title_lines import find_tables
from targetcheck.tables.sheet_layout.unpivot import raw_rows


def read_book(
    path: str, name: str, known: Vocabulary | None = None, mapping: TableMapping | None = None
) -> ObservationTable:
    """Return the observation table of all tables on all visible sheets of a workbook."""
    if path.lower().endswith(".ods"):
        from targetcheck.tables.formats.ods_format import read_open_document

        sheets, notes = read_open_document(path, name)
        return _read(sheets, name, "ods", notes, known, mapping)
    sheets, notes = read_workbook(path, name)
    return _read(sheets, name, "xlsx", notes, known, mapping)


def read_rows(
    raw: RawRows, known: Vocabulary | None = None, mapping: TableMapping | None = None
) -> ObservationTable | None:
    """Return the observation table of rows laid out as a sheet; None if there is no table."""
    wrong = [note for note in raw.notes if note.severity == "error"]
    refuse(wrong)
    rows: list[Sequence[object]] = [raw.headers, *zip(*raw.columns, strict=True)]
    lines = [raw.header_place.line, *(place.line or at for at, place in enumerate(raw.places, 1))]
    sheet = Sheet(raw.name, "", rows, lines=lines)
    words, chosen = _words(known, mapping), mapping or TableMapping()
    if mapping is None and not find_blocks(sheet, words, chosen):
        return None
    return _read([sheet], raw.name, raw.native, list(raw.notes), known, mapping)


def read_csv_sheet(
    path: str, name: str, known: Vocabulary | None = None, mapping: TableMapping | None = None
) -> ObservationTable | None:
    """Return the observation table of a CSV file laid out as a sheet; None if there is no table."""
    sheet, notes = read_delimited_sheet(path, name)
    words, chosen = _words(known, mapping), mapping or TableMapping()
    if mapping is None and not find_blocks(sheet, words, chosen):
        return None
    return _read([sheet], name, "csv", list(notes), known, mapping)


def _words(known: Vocabulary | None, mapping: TableMapping | None) -> HeadingWords:
    given = mapping or TableMapping()
    return HeadingWords(
        known or Vocabulary(),
        GivenNames(given.places),
        GivenNames(given.indicators),
        {text: column.field for text, column in given.columns.items() if column.is_field()},
    )


def _read(
    sheets: list[Sheet],
    name: str,
    native: str,
    notes: list[Diagnostic],
    known: Vocabulary | None,
    mapping: TableMapping | None,
) -> ObservationTable:
    words, chosen = _words(known, mapping), mapping or TableMapping()
    tables: list[ObservationTable] = []
    found: list[Diagnostic] = []
    covers: dict[str, tuple[Sheet, tuple[Diagnostic, ...]]] = {}
    for sheet in _chosen(sheets, chosen, name, notes):
        try:
            parts = _tables(sheet, words, chosen, native)
        except TargetcheckError as error:
            if chosen.sheets or _reports(sheet):
                found += error.diagnostics
            else:
                covers[sheet.name] = (sheet, error.diagnostics)
            continue
        if not parts and _reports(sheet):
            notes.append(_no_table(sheet))
        tables += parts
    if tables:
        notes += [_no_figures(sheet) for sheet, _ in covers.values()]
    else:
        found += [one for _, lost in covers.values() for one in lost]
    refuse(found)
    if not tables:
        raise TargetcheckError(_nothing(name))
    joined = concat(tables)
    return _noted(joined, notes)


def _tables(
    sheet: Sheet, words: HeadingWords, mapping: TableMapping, native: str
) -> list[ObservationTable]:
    tables: list[ObservationTable] = []
    found: list[Diagnostic] = []
    blocks = [
        part
        for block in find_tables(sheet, words, mapping)
        for part in side_by_side(sheet, block, words)
    ]
    for part, block in blocks:
        try:
            rows = _meant(raw_rows(settle(part, block, words, mapping), native), mapping)
            tables.append(shape_table(rows, mapping.notation, words.vocabulary))
        except TargetcheckError as error:
            found += error.diagnostics
    refuse(found)
    return tables


def _meant(rows: RawRows, mapping: TableMapping) -> RawRows:
    """Return the rows with the units and periods that a mapping gives for texts of their cells."""
    meant = {"unit": mapping.units, "period": mapping.periods}
    if not any(meant.values()):
        return rows
    names = [read_header(text).name for text in rows.headers]
    columns = [
        [given.get(str(cell).strip(), cell) for cell in cells]
        if (given := meant.get(name or ""))
        else cells
        for name, cells in zip(names, rows.columns, strict=True)
    ]
    return replace(rows, columns=columns)


def _reports(sheet: Sheet) -> bool:
    """Return whether a sheet has numbers; a cover or a page of instructions needs no note."""
    return any(
        read_cell(sheet.cell(row, column)).kind in ("number", "below_detection", "above_range")
        for row in range(1, len(sheet.rows) + 1)
        for column in sheet.filled(row)
    )


def _noted(table: ObservationTable, notes: Iterable[Diagnostic]) -> ObservationTable:
    return replace(table, notes=(*table.notes, *notes))


def _chosen(
    sheets: list[Sheet], mapping: TableMapping, name: str, notes: list[Diagnostic]
) -> list[Sheet]:
    if not mapping.sheets or (sheets[:1] and not sheets[0].name):
        return sheets
    names = [sheet.name for sheet in sheets]
    unknown = [text for text in mapping.sheets if text not in names]
    if unknown:
        raise TargetcheckError([_no_sheet(text, names, name) for text in unknown])
    notes += [_left(sheet) for sheet in sheets if sheet.name not in mapping.sheets]
    return [sheet for sheet in sheets if sheet.name in mapping.sheets]


def _no_sheet(text: str, names: list[str], file: str) -> Diagnostic:
    near = did_you_mean(text, names)
    return Diagnostic(
        "sheet-missing",
        f"there is no sheet `{text}`",
        f"没有工作表“{text}”",
        f"did you mean `{near}`?" if near else f"there are {', '.join(names)}",
        f"是否应为“{near}”？" if near else f"现有 {'、'.join(names)}",
        Where(file),
    )


def _left(sheet: Sheet) -> Diagnostic:
    return Diagnostic(
        "sheet-skipped",
        f"the mapping leaves out the sheet `{sheet.name}`",
        f"列对应文件没有选取工作表“{sheet.name}”",
        where=Where(sheet.file, sheet.name),
        severity="note",
    )


def _no_figures(sheet: Sheet) -> Diagnostic:
    return Diagnostic(
        "sheet-without-figures",
        "this sheet has no figures and is passed over",
        "本工作表没有数值，已略过",
        where=Where(sheet.file, sheet.name),
        severity="note",
    )


def _no_table(sheet: Sheet) -> Diagnostic:
    return Diagnostic(
        "sheet-without-table",
        "no table was found here: no row names place, indicator or period",
        "此处没有找到表：没有写明“地区”“指标”或“时期”的表头行",
        "if there is one, name its heading row with `header` in a mapping file",
        "如有表，请在列对应文件中用 header 指明表头行",
        Where(sheet.file, sheet.name),
        "note",
    )


def _nothing(name: str) -> Diagnostic:
    return Diagnostic(
        "table-empty",
        f"`{name}` has no table with headings such as `place`, `indicator`, `period`, `value`",
        f"“{name}”中没有带表头（如“地区”“指标”“时期”“数值”）的表",
        "name the heading row with `header` and the columns with `columns` in a mapping file",
        "请在列对应文件中用 header 指明表头行、用 columns 指明各列",
        Where(name),
    )


def side_by_side(sheet: Sheet, block: Block, words: HeadingWords) -> list[tuple[Sheet, Block]]:
    """Return the tables side by side under one heading; a single one if there are no others."""
    starts = _heading_starts(sheet, block, words)
    if not starts:
        return [(sheet, block)]
    ends = [start - 1 for start in starts] + [sheet.width]
    found: list[tuple[Sheet, Block]] = []
    for left, right in zip([1, *starts], ends, strict=True):
        keys = tuple(key for key in block.keys if left <= key <= right)
        found.append((_masked_part(sheet, block, left, right), replace(block, keys=keys)))
    return found


def _heading_starts(sheet: Sheet, block: Block, words: HeadingWords) -> list[int]:
    """Return the columns in which the heading starts again, including row numbers before them."""
    first = block.keys[0]
    head = sheet.text(block.bottom, first)
    if read_piece(head, words).kind != "field":
        return []
    found: list[int] = []
    last = first
    for column in block.keys[1:]:
        between = range(last + 1, column)
        if sheet.text(block.bottom, column) != head or not _has_values(
            sheet, block, between, words
        ):
            continue
        last = column
        numbered = read_piece(sheet.text(block.bottom, column - 1), words).kind == "serial"
        found.append(column - 1 if numbered else column)
    return found


def _has_values(sheet: Sheet, block: Block, columns: range, words: HeadingWords) -> bool:
    heads = (sheet.text(block.bottom, c) for c in columns if c not in block.keys)
    return any(text and read_piece(text, words).kind != "serial" for text in heads)


def _masked_part(sheet: Sheet, block: Block, left: int, right: int) -> Sheet:
    """Return a sheet with only the columns of a part; titles over the whole apply to each."""

    def masked(row: int, cells: Sequence[object]) -> list[object]:
        if row < block.top and len(list(sheet.filled(row))) == 1:
            return list(cells)
        return [c if left <= at <= right else None for at, c in enumerate(cells, start=1)]

    rows = [masked(number, cells) for number, cells in enumerate(sheet.rows, start=1)]
    merges = [s for s in sheet.merges if s.bottom < block.top or left <= s.left <= right]
    return replace(sheet, rows=rows, merges=merges)
