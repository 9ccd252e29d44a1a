"""Tables as records for the page: the sheets as shown, each cell with what it was read as.

Layer: web. Input: tables as read, and their observations. Output: plain data. A sheet is shown by
the same readers that the engine uses, so that what the page shows is what was judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where
from targetcheck.evaluation.possible_misreadings import doubts
from targetcheck.observations.observation import Observations
from targetcheck.output.inspection.inspection_text import FIELD, column_text, observation_text, pick
from targetcheck.output.inspection.table_inspection import CellSeen, cells_seen
from targetcheck.plan.plan import Plan
from targetcheck.tables.formats.csv_format import read_delimited_sheet
from targetcheck.tables.formats.ods_format import read_open_document
from targetcheck.tables.formats.xlsx_format import read_workbook
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.web.column_choices import column_choices
from targetcheck.web.table_questions import lacking, questions

Record = dict[str, object]
Spot = tuple[str, str, str]
Marks = Mapping[Spot, tuple[str, int]]
ROWS, COLUMNS = 400, 80
"""The most of a sheet that the page shows; all of it is read."""
LISTED = 2000
"""The most cells that are listed one by one."""
_NAMES = ("place", "indicator", "period", "unit", "numerator", "denominator", "basis")


def tables_record(
    read: Sequence[tuple[str, ObservationTable]],
    whole: ObservationTable,
    observations: Observations | None,
    plan: Plan,
    files: Sequence[str],
    found: Sequence[Diagnostic],
    lang: Language,
) -> Record:
    """Return the sheets of all files, the reading of every cell, the counts and the questions."""
    seen = cells_seen(whole, observations) if read else []
    aside = Counter(cell.why.code for cell in seen if cell.why is not None)
    last = max((o.period.end for o in observations.all), default=None) if observations else None
    marks, tables = _marks(whole, seen), dict(read)
    sheets = [record for path in files for record in _sheets(path, tables.get(path), marks, lang)]
    taken = {(file, sheet) for file, sheet, _ in marks}
    open_ = lacking(found, _texts(sheets), plan, lang)
    return {
        "rows": len(seen),
        "used": len(seen) - aside.total(),
        "empty": sum(cell.empty() for cell in seen),
        "aside": dict(aside),
        "last_day": last.isoformat() if last else None,
        "sheets": sheets,
        "cells": [_cell(row, cell, plan, lang) for row, cell in _listed(seen)],
        "cells_left": max(0, len(seen) - LISTED),
        "doubts": [found.text(lang) for found in _doubts(observations, plan)],
        "notes": [note.text(lang) for note in whole.notes],
        "columns": [form for path in files for form in _forms(path, taken, plan, lang)],
        "questions": [*open_, *(questions(whole, seen, plan, lang) if read else [])],
    }


def _forms(path: str, taken: set[tuple[str, str]], plan: Plan, lang: Language) -> Iterator[Record]:
    """Yield what the columns may hold of each sheet of a file of which nothing was read."""
    for sheet in _read(path, Path(path).name):
        if (sheet.file, sheet.name) not in taken:
            form = column_choices(sheet, plan, lang)
            if form is not None:
                yield form


def _texts(sheets: Sequence[Record]) -> Iterator[str]:
    """Yield the texts of the sheets as shown, their names first."""
    for sheet in sheets:
        yield str(sheet["sheet"])
        rows = sheet["rows"]
        assert isinstance(rows, list)
        yield from (str(cell[0]) for row in rows for cell in row)


def _doubts(observations: Observations | None, plan: Plan) -> Sequence[Diagnostic]:
    return doubts(observations, plan) if observations is not None else ()


def _listed(seen: list[CellSeen]) -> list[tuple[int, CellSeen]]:
    """Return the cells to list with their rows; if there are too many, those with a value first."""
    rows = list(enumerate(seen))
    return sorted(rows, key=lambda pair: pair[1].empty())[:LISTED] if len(rows) > LISTED else rows


def _cell(row: int, cell: CellSeen, plan: Plan, lang: Language) -> Record:
    found: Record = {
        "row": row,
        "where": str(cell.where),
        "texts": {
            name: cell.texts.get(name, "")
            for name in ("place", "indicator", "period", "value", "unit")
        },
        "state": "used" if cell.observation else "empty" if cell.empty() else "aside",
    }
    if cell.observation is not None:
        found["read"] = observation_text(cell.observation, plan, lang)
    elif cell.why is not None:
        why = cell.why
        found["read"] = why.zh if lang == "zh" else why.en
        found["hint"] = why.hint_zh if lang == "zh" else why.hint_en
        found["code"] = why.code
        found["severity"] = why.severity
    return found


def _spot(where: Where) -> Spot:
    """Return a location without the words that only people need."""
    return where.file, where.sheet, where.cell or f"{where.line}:{where.column}"


def _marks(whole: ObservationTable, seen: list[CellSeen]) -> Marks:
    """Return the role of each cell by its location, with the index of the reading it belongs to."""
    marks: dict[Spot, tuple[str, int]] = {}
    named = [whole.places_of(name) for name in _NAMES if name in whole.columns]
    for row in range(len(seen)):
        for place in named:
            marks.setdefault(_spot(place(row)), ("key", row))
    for row, cell in enumerate(seen):
        state = "used" if cell.observation else "empty" if cell.empty() else "aside"
        marks[_spot(cell.where)] = (state, row)
    return marks


def _heads(table: ObservationTable, lang: Language) -> dict[Spot, tuple[str, str]]:
    """Return what headings and title lines were read as, by their locations."""
    found: dict[Spot, tuple[str, str]] = {}
    for layout in table.layouts:
        found.update({_spot(where): ("title", "") for _, where in layout.lines})
        for name, text, where in layout.always:
            found[_spot(where)] = ("title", f"{pick(FIELD, name, lang)} = {text}")
        for column in layout.columns:
            found[_spot(column.where)] = ("head", column_text(column, lang))
    return found


def _sheets(
    path: str, table: ObservationTable | None, marks: Marks, lang: Language
) -> Iterator[Record]:
    """Yield the sheets of a file as shown; nothing for a file that has none, such as JSON."""
    name = Path(path).name
    heads = _heads(table, lang) if table is not None else {}
    plain = {} if table is None or table.layouts else {w: n for n, w in table.header.items()}
    for sheet in _read(path, name):
        rows = [
            _row(sheet, row, marks, heads, plain if row == 1 else {}, lang)
            for row in range(1, min(len(sheet.rows), ROWS) + 1)
        ]
        yield {
            "file": name,
            "sheet": sheet.name,
            "labels": list(sheet.lines[: len(rows)]) or list(range(1, len(rows) + 1)),
            "rows": rows,
            "merges": [[s.top, s.left, s.bottom, s.right] for s in sheet.merges],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "rows_left": max(0, len(sheet.rows) - ROWS),
            "columns_left": max(0, sheet.width - COLUMNS),
        }


def _row(
    sheet: Sheet,
    row: int,
    marks: Marks,
    heads: Mapping[Spot, tuple[str, str]],
    plain: Mapping[str, str],
    lang: Language,
) -> list[list[object]]:
    """Return the cells of a row: text, role, index of the reading, what a heading means."""
    cells: list[list[object]] = []
    for column in range(1, min(sheet.width, COLUMNS) + 1):
        spot, raw = _spot(sheet.where(row, column)), sheet.cell(row, column)
        text = "" if raw is None else str(raw)
        kind, index = marks.get(spot, ("", -1))
        note = ""
        if spot in heads and kind in ("", "key"):
            kind, note = heads[spot]
        elif text in plain:
            kind, note = "head", pick(FIELD, plain[text], lang)
        cells.append([text, kind, index, note])
    return cells


def _read(path: str, name: str) -> list[Sheet]:
    suffix = Path(path).suffix.lower()
    try:
        if suffix in (".xlsx", ".xlsm"):
            return read_workbook(path, name)[0]
        if suffix == ".ods":
            return list(read_open_document(path, name)[0])
        if suffix in (".csv", ".tsv", ".txt"):
            return [read_delimited_sheet(path, name)[0]]
    except TargetcheckError:
        pass  # the reader of tables has said why
    return []
