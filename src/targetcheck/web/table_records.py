"""Tables as records for the page: the sheets as shown, each cell with what it was read as.

Layer: web. Input: tables as read, and their observations. Output: plain data. A sheet is shown by
the same readers that the engine uses, so that what the page shows is what was judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from targetcheck.errors import Language, TargetcheckError
from targetcheck.evaluation.figure_doubts import doubts
from targetcheck.observations.observation import Observations
from targetcheck.output.inspection.inspection_text import FIELD, column_text, observation_text, pick
from targetcheck.output.inspection.table_inspection import CellSeen, cells_seen
from targetcheck.plan.plan import Plan
from targetcheck.tables.formats.csv_format import read_delimited_sheet
from targetcheck.tables.formats.ods_format import read_open_document
from targetcheck.tables.formats.xlsx_format import read_workbook
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.web.table_questions import questions

Record = dict[str, object]
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
    lang: Language,
) -> Record:
    """Return the sheets of all files, the reading of every cell, the counts and the questions."""
    seen = cells_seen(whole, observations) if read else []
    aside = Counter(cell.why.code for cell in seen if cell.why is not None)
    last = max((o.period.end for o in observations.all), default=None) if observations else None
    marks = _marks(whole, seen)
    return {
        "rows": len(seen),
        "used": len(seen) - aside.total(),
        "empty": sum(cell.empty() for cell in seen),
        "aside": dict(aside),
        "last_day": last.isoformat() if last else None,
        "sheets": [record for path in files for record in _sheets(path, whole, marks, lang)],
        "cells": [_cell(row, cell, plan, lang) for row, cell in _listed(seen)],
        "cells_left": max(0, len(seen) - LISTED),
        "doubts": [found.text(lang) for found in _doubts(observations, plan)],
        "notes": [note.text(lang) for note in whole.notes],
        "questions": questions(whole, seen, plan, lang) if read else [],
    }


def _doubts(observations: Observations | None, plan: Plan) -> Sequence[object]:
    return doubts(observations, plan) if observations is not None else ()


def _listed(seen: list[CellSeen]) -> list[tuple[int, CellSeen]]:
    """Return the cells to list with their rows; if there are too many, those with a value first."""
    rows = list(enumerate(seen))
    return sorted(rows, key=lambda pair: pair[1].empty())[:LISTED] if len(rows) > LISTED else rows


def _cell(row: int, cell: CellSeen, plan: Plan, lang: Language) -> Record:
    found: Record = {
        "row": row,
        "where": str(cell.where),
        "texts": {name: cell.texts.get(name, "") for name in ("place", "indicator", "period", "value", "unit")},
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


def _marks(whole: ObservationTable, seen: list[CellSeen]) -> Mapping[str, tuple[str, int]]:
    """Return the role of each cell by its location, with the index of the reading it belongs to."""
    marks: dict[str, tuple[str, int]] = {}
    for row, cell in enumerate(seen):
        for name in _NAMES:
            if name in whole.columns:
                marks.setdefault(str(whole.where(row, name)), ("key", row))
    for row, cell in enumerate(seen):
        state = "used" if cell.observation else "empty" if cell.empty() else "aside"
        marks[str(cell.where)] = (state, row)
    return marks


def _sheets(
    path: str, whole: ObservationTable, marks: Mapping[str, tuple[str, int]], lang: Language
) -> Iterator[Record]:
    """Yield the sheets of a file as shown; nothing for a file that has none, such as JSON."""
    name = Path(path).name
    columns = {str(column.where): column for layout in whole.layouts for column in layout.columns}
    lines = {str(where) for layout in whole.layouts for _, where in layout.lines}
    given = {str(where): (field, text) for layout in whole.layouts for field, text, where in layout.always}
    for sheet in _read(path, name):
        rows: list[list[object]] = []
        for row in range(1, min(len(sheet.rows), ROWS) + 1):
            cells = []
            for column in range(1, min(sheet.width, COLUMNS) + 1):
                where = str(sheet.where(row, column))
                text = sheet.cell(row, column)
                kind, index = marks.get(where, ("", -1))
                note = ""
                if where in columns:
                    kind, note = "head", column_text(columns[where], lang)
                elif where in given:
                    field, said = given[where]
                    kind, note = "title", f"{pick(FIELD, field, lang)} = {said}"
                elif where in lines and not kind:
                    kind = "title"
                cells.append([("" if text is None else str(text)), kind, index, note])
            rows.append(cells)
        yield {
            "file": name,
            "sheet": sheet.name,
            "rows": rows,
            "merges": [[s.top, s.left, s.bottom, s.right] for s in sheet.merges],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "rows_left": max(0, len(sheet.rows) - ROWS),
            "columns_left": max(0, sheet.width - COLUMNS),
        }


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
