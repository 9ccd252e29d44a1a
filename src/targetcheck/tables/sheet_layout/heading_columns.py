"""Meaning of each column of a table, from its heading.

Layer: tables. The texts above a column are read together: a group (`2024年`), a name, a unit. An
unknown text names the dimension that the rows do not name: indicators if rows are places, places if
rows are indicators. A column of known places under `Sampling point` names the places of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from targetcheck.name_index import fold_name
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.disaggregation import is_whole
from targetcheck.tables.columns.qualifier_columns import all_signs
from targetcheck.tables.mapping_file import IGNORE, ColumnMapping, TableMapping
from targetcheck.tables.sheet import Sheet, letters
from targetcheck.tables.sheet_layout.heading_parser import (
    HeadingWords,
    Piece,
    is_total,
    read_piece,
    without_unit,
)
from targetcheck.tables.sheet_layout.heading_rows import KEYS, Block, is_numbering

DIMENSIONS = ("place", "indicator", "period")


@dataclass(frozen=True, slots=True)
class Column:
    """Meaning of a column: `field` of the rows, or the indicator, place and period of its values.

    `why` is the reason if it is not used: empty · serial · beside (a target, a rank, a change) ·
    part (it names something smaller than the place) · only · ignored · total · unknown · unheaded ·
    sign (`<` without a heading, of the value beside it).
    """

    at: int
    written: str
    field: str = ""
    place: str = ""
    indicator: str = ""
    period: str = ""
    unit: str = ""
    basis: str = ""
    why: str = ""
    rows: tuple[tuple[str, int], ...] = ()
    """(dimension, heading row) of each name that the heading gives"""
    free: str = ""
    """a name that is not known, for the dimension that the rows do not name"""
    unread: str = ""
    """what stands in brackets after its known indicator and is not understood"""

    def named(self) -> bool:
        """Return whether the heading distinguishes its values: by indicator, place, period or basis."""
        over = self.field == "value" and self.basis
        return bool(self.place or self.indicator or self.period or self.free or over)

    def naming(self, dimension: str, name: str, rows: tuple[tuple[str, int], ...]) -> Column:
        """Return the column with the name of an indicator, place or period added."""
        named = replace(self, free="", rows=rows)
        if dimension == "indicator":
            return replace(named, indicator=name)
        if dimension == "place":
            return replace(named, place=name)
        return replace(named, period=name)

    def row_of(self, dimension: str, default: int) -> int:
        """Return the heading row that names the column's indicator, place or period."""
        return dict(self.rows).get(dimension, default)


def read_columns(
    sheet: Sheet, block: Block, words: HeadingWords, mapping: TableMapping, year: int | None
) -> list[Column]:
    """Return the meaning of every column of a table."""
    found = [_column(sheet, block, at, words, mapping, year) for at in range(1, sheet.width + 1)]
    return _wholes(_unread_units(sheet, block, found, words))


def _unread_units(
    sheet: Sheet, block: Block, columns: list[Column], words: HeadingWords
) -> list[Column]:
    """Mark the columns of known indicators whose text in a row of units is not understood.

    A row below the names in which a text is a unit, and the others are units or mean nothing. A
    blank cell continues the unit to its left under the same indicator, as merged cells do in a CSV.
    """
    for row in range(block.top + 1, block.bottom + 1):
        texts = {
            c.at: t for c in columns if (t := sheet.text(row, c.at)) and c.at not in block.keys
        }
        kinds = {at: read_piece(text, words).kind for at, text in texts.items()}
        units = [at for at, kind in kinds.items() if kind == "unit"]
        if not units or any(kind not in ("unit", "text") for kind in kinds.values()):
            continue
        known: Column | None = None
        found: list[Column] = []
        for column in columns:
            told = column
            if kinds.get(column.at) == "text" and column.indicator and column.why == "unknown":
                told = replace(column, unread=texts[column.at], why="", free="")
            elif column.at not in kinds and known and column.indicator == known.indicator:
                told = replace(column, unit=column.unit or known.unit, unread=known.unread)
            known = told if told.indicator else None
            found.append(told)
        columns = found
    return columns


_PARTS = frozenset(
    "male female males females men women boys girls urban rural 男 女 男性 女性 城镇 农村 城市 乡村".split()
)


def _wholes(columns: list[Column]) -> list[Column]:
    """Use a total beside its parts by sex or residence, which is the value of the place itself.

    Other totals are sums of what stands beside them, and no report.
    """
    last = {column.at: column.written.split(" ")[-1] for column in columns if column.written}
    if not any(fold_name(text) in _PARTS for text in last.values()):
        return columns
    return [
        replace(column, why="", field="value")
        if column.why == "total"
        and (column.period or column.indicator)
        and is_whole("", last[column.at])
        else column
        for column in columns
    ]


def _column(
    sheet: Sheet,
    block: Block,
    at: int,
    words: HeadingWords,
    mapping: TableMapping,
    year: int | None,
) -> Column:
    texts = _texts(sheet, block, at)
    written = " ".join(dict.fromkeys(text for _, text in texts))
    given = next(
        (
            mapping.columns[key]
            for key in (written, letters(at), *_last(texts))
            if key in mapping.columns
        ),
        None,
    )
    if not texts and given is None:
        return Column(at, "", why="" if at in block.keys else _unheaded(sheet, block, at))
    if given is not None and given.field == IGNORE:
        return Column(at, written, why="ignored")
    if given is None and only_of(mapping, at, written):
        return Column(at, written, why="only")
    found = _joined(at, written, texts, words, year)
    return _mapped(found, given) if given is not None else found


def only_of(mapping: TableMapping, at: int, written: str) -> frozenset[str]:
    """Return the values of a column whose rows a mapping selects; empty if it selects all."""
    return mapping.only.get(written) or mapping.only.get(letters(at)) or frozenset()


def _unheaded(sheet: Sheet, block: Block, at: int) -> str:
    """Return why a column without heading is not used: empty, row numbers, or unknown."""
    cells = [read_cell(sheet.cell(row, at)) for row in range(block.bottom + 1, block.end + 1)]
    numbers = [cell.number for cell in cells if cell.kind == "number"]
    if not numbers:
        return "sign" if all_signs(cell.text for cell in cells) else "empty"
    return "serial" if numbers == list(range(1, len(numbers) + 1)) else "unheaded"


def _last(texts: list[tuple[int, str]]) -> tuple[str, ...]:
    return (texts[-1][1],) if texts else ()


def _mapped(found: Column, given: ColumnMapping) -> Column:
    """Return a column as the mapping declares it; anything it omits stays as inferred."""
    if given.field and not (given.indicator or given.place or given.period):
        return Column(found.at, found.written, given.field, unit=given.unit or found.unit)
    return replace(
        found,
        field=given.field or found.field or "value",
        indicator=given.indicator or found.indicator,
        place=given.place or found.place,
        period=given.period or found.period,
        unit=given.unit or found.unit,
        free="",
        why="",
        unread="" if given.unit or given.indicator else found.unread,
    )


def _texts(sheet: Sheet, block: Block, at: int) -> list[tuple[int, str]]:
    """Return the texts above a column with their rows, without duplicates, from the top."""
    found: list[tuple[int, str]] = []
    seen: set[tuple[int, int]] = set()
    for row in range(block.top, block.bottom + 1):
        if is_numbering([sheet.text(row, column) for column in sheet.filled(row)]):
            continue
        span = sheet.span(row, at)
        origin = (span.top, span.left) if span else (row, at)
        text = sheet.text(row, at)
        if not text and row < block.bottom and not found:
            origin, text = _group(sheet, block, row, at)
        if text and origin not in seen:
            seen.add(origin)
            found.append((origin[0], text))
    return found


def _group(sheet: Sheet, block: Block, row: int, at: int) -> tuple[tuple[int, int], str]:
    """Return the group heading to the left of a column without one, if merging was lost."""
    merged = any(span.top <= row <= span.bottom and span.right > span.left for span in sheet.merges)
    below = any(sheet.text(lower, at) for lower in range(row + 1, block.bottom + 1))
    if merged or not below or at in block.keys:
        return (row, at), ""
    for left in range(at - 1, 0, -1):
        if left in block.keys:
            break
        if sheet.text(row, left):
            alone = not any(sheet.text(r, left) for r in range(row + 1, block.bottom + 1))
            return ((row, left), "") if alone else ((row, left), sheet.text(row, left))
    return (row, at), ""


def _joined(
    at: int, written: str, texts: list[tuple[int, str]], words: HeadingWords, year: int | None
) -> Column:
    column = Column(at, written)
    whole = words.indicator("".join(text for _, text in texts)) if len(texts) > 1 else None
    if whole:
        return Column(at, written, "value", indicator=whole, rows=(("indicator", texts[-1][0]),))
    loose: list[tuple[int, Piece]] = []
    for row, text in texts:
        piece = read_piece(text, words, year)
        if piece.kind == "text":
            loose.append((row, piece))
            continue
        column = _with(column, piece, row)
        if piece.kind == "period" and piece.name[:4].isdecimal():
            year = int(piece.name[:4])
    return _free(column, loose)


def _with(column: Column, piece: Piece, row: int) -> Column:
    """Return a column with the meaning of another heading text added."""
    column = replace(
        column,
        unit=piece.unit or column.unit,
        basis=piece.basis or column.basis,
        unread=piece.unread or column.unread,
    )
    if piece.period:
        column = replace(column, period=piece.period, rows=(*column.rows, ("period", row)))
    if piece.kind in DIMENSIONS:
        return column.naming(piece.kind, piece.name, (*column.rows, (piece.kind, row)))
    if piece.kind == "field":
        return replace(column, field=piece.name)
    if piece.kind in ("serial", "beside", "part", "total"):
        return replace(column, why=piece.kind)
    return column


def _free(column: Column, loose: list[tuple[int, Piece]]) -> Column:
    """Assign unknown texts: the lowest is a name, those above it are groups.

    Below a known indicator, an unknown text names something else (a part of it), which is not
    counted.
    """
    if not loose:
        return column
    row, piece = loose[-1]
    unit = column.unit or piece.unit
    if column.indicator and row > column.row_of("indicator", row):
        return replace(column, why="unknown")
    if column.indicator or column.field in KEYS or column.why:
        return column
    name, bracket = without_unit(piece.name)
    return replace(
        column,
        unit=unit or bracket,
        free=name,
        rows=(*column.rows, ("free", row)),
    )


def named_by_content(
    sheet: Sheet,
    block: Block,
    columns: list[Column],
    words: HeadingWords,
    lines: Mapping[str, AbstractSet[int]],
) -> list[Column]:
    """Return the columns with the place and the indicator of the rows, where cells name them.

    Only where no heading says them, and no line between the rows does in another column: `lines` has
    the columns of such lines for each dimension that is asked for.
    """
    for name in lines:
        if any(not c.why and (c.field == name or getattr(c, name)) for c in columns):
            columns = _beside_names(sheet, block, columns, _finder(words, name), name)
            continue
        found = _by_content(sheet, block, columns, _finder(words, name))
        for number, at in enumerate([] if lines[name] - set(found) else found):
            columns = [
                _naming(column, name, second=number > 0) if column.at == at else column
                for column in columns
            ]
    return columns


def candidates_of(sheet: Sheet, block: Block, columns: Sequence[Column]) -> list[str]:
    """Return the headings of columns of texts that no heading explains."""
    return [
        column.written
        for column in columns
        if column.written and not column.field and _of_texts(sheet, block, column.at)
    ]


def _finder(words: HeadingWords, name: str) -> Callable[[str], str | None]:
    if name == "place":
        return words.place
    return lambda text: words.indicator(text) or words.indicator(without_unit(text)[0])


def _by_content(
    sheet: Sheet,
    block: Block,
    columns: Sequence[Column],
    find: Callable[[str], str | None],
    beside: int = 0,
) -> list[int]:
    """Return the columns that name known things in most rows; none if two contradict each other.

    `beside`: a column that names them already.
    """
    named: dict[int, list[str | None]] = {}
    rows = [
        row
        for row in range(block.bottom + 1, block.end + 1)
        if len(list(sheet.filled(row))) > 1  # no footnotes
    ]
    for column in columns:
        if not column.free or column.field:
            continue
        texts = [
            "" if is_total(text) and not find(text) else text
            for text in (sheet.text(row, column.at) for row in rows)
        ]
        known = [find(text) if text else None for text in texts]
        if sum(one is not None for one in known) * 2 > sum(bool(text) for text in texts):
            named[column.at] = known
    if beside:
        named[beside] = [find(sheet.text(row, beside)) for row in rows]
    for row in zip(*named.values(), strict=True):
        if len(set(row) - {None}) > 1:
            return []
    # The column that names most comes first: names, then the codes beside them.
    found = sorted(named, key=lambda at: -sum(one is not None for one in named[at]))
    return [at for at in found if at != beside]


def _beside_names(
    sheet: Sheet,
    block: Block,
    columns: list[Column],
    find: Callable[[str], str | None],
    name: str,
) -> list[Column]:
    """Return the columns without those that only say again what the column of names says: codes."""
    told = [column.at for column in columns if column.field == name and not column.why]
    if len(told) != 1:
        return columns
    again = _by_content(sheet, block, columns, find, told[0])
    return [replace(c, free="", why="second") if c.at in again else c for c in columns]


def _naming(column: Column, name: str, *, second: bool) -> Column:
    """Return a column as that of the names of the rows; of two, the second is not used."""
    if second:
        return replace(column, free="", why="second")
    return replace(column, field=name, free="", why="", rows=())


def _of_texts(sheet: Sheet, block: Block, at: int) -> bool:
    """Return whether a column holds texts and no numbers."""
    kinds = {read_cell(sheet.cell(row, at)).kind for row in range(block.bottom + 1, block.end + 1)}
    return "text" in kinds and "number" not in kinds
