"""Tables as records for the page: the sheets as shown, each cell with what it was read as.

Layer: web. Input: tables as read, and their observations. Output: plain data. A sheet is shown by
the same readers that the engine uses, so that what the page shows is what was judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where
from targetcheck.evaluation.possible_misreadings import doubts
from targetcheck.observations.observation import Observations
from targetcheck.output.inspection.inspection_text import FIELD, column_text, observation_text, pick
from targetcheck.output.inspection.table_inspection import CellSeen, cells_seen
from targetcheck.plan.plan import Plan
from targetcheck.tables.formats.csv_format import read_delimited_sheet
from targetcheck.tables.formats.ods_format import read_open_document
from targetcheck.tables.formats.xlsx_format import read_workbook
from targetcheck.tables.raw_table import ColumnSeen, Layout
from targetcheck.tables.sheet import Sheet, letters
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.web.sheets.column_choices import FIELDS, column_choices
from targetcheck.web.sheets.table_questions import lacking, questions

Record = dict[str, object]
Spot = tuple[str, str, str]
Marks = Mapping[Spot, tuple[str, int]]
ROWS, COLUMNS = 400, 80
"""The most of a sheet that the page shows; all of it is read."""
NAME = 40
"""The longest text of a cell that is a name; a longer one is a line that holds it."""
LISTED = 2000
"""The most cells that are listed one by one."""
_LETTERS = re.compile(r"[A-Z]+")
_NAMES = ("place", "indicator", "period", "unit", "numerator", "denominator", "basis")


def tables_record(
    read: Sequence[tuple[str, ObservationTable]],
    whole: ObservationTable,
    observations: Observations | None,
    plan: Plan,
    files: Sequence[str],
    found: Sequence[Diagnostic],
    lang: Language,
    mapped: Collection[str] = (),
) -> Record:
    """Return the sheets of all files, the reading of every cell, the counts and the questions.

    `mapped`: the headings and letters of the columns that a person has explained.
    """
    seen = cells_seen(whole, observations) if read else []
    told = [pair for pair in enumerate(seen) if not _says_nothing(pair[1])]
    aside = Counter(cell.why.code for _, cell in told if cell.why is not None)
    last = max((o.period.end for o in observations.all), default=None) if observations else None
    marks, tables = _marks(whole, seen), dict(read)
    books = {path: _read(path, Path(path).name) for path in files}
    sheets = [
        r
        for path, book in books.items()
        for r in _sheets(book, tables.get(path), marks, plan, lang)
    ]
    open_ = lacking(found, _texts(sheets), plan, lang)
    shown = _Shown(plan, books, lang)
    return {
        "rows": len(told),
        "used": len(told) - aside.total(),
        "empty": sum(cell.empty() for _, cell in told),
        "aside": dict(aside),
        "last_day": last.isoformat() if last else None,
        "sheets": sheets,
        "cells": [_cell(row, cell, whole, shown) for row, cell in _listed(told)],
        "cells_left": max(0, len(told) - LISTED),
        "doubts": [_noted(found, lang) for found in _doubts(observations, plan)],
        "notes": [_noted(note, lang) for note in whole.notes],
        "columns": [f for book in books.values() for f in _forms(book, seen, mapped, plan, lang)],
        "questions": [*open_, *(questions(whole, seen, plan, lang) if read else [])],
    }


def _noted(found: Diagnostic, lang: Language) -> str:
    """Return a finding as a person reads it: where, what, what to do, and no code."""
    zh = lang == "zh"
    said = [found.zh, found.hint_zh] if zh else [found.en, found.hint_en]
    where = f"{found.where}{'：' if zh else ': '}" if str(found.where) else ""
    return where + ("。" if zh else "; ").join(part for part in said if part)


def _says_nothing(cell: CellSeen) -> bool:
    """Return whether a cell is blank under a total, and so asks for nothing."""
    total = cell.why is not None and cell.why.code == "row-is-total"
    return total and not cell.texts.get("value", "")


def _forms(
    book: Sequence[Sheet],
    seen: Sequence[CellSeen],
    mapped: Collection[str],
    plan: Plan,
    lang: Language,
) -> Iterator[Record]:
    """Yield what the columns may hold of each sheet of which nothing or little could be used.

    Open is the form of a sheet with figures and none used, or with headings that were taken for
    unknown indicators, as long as its columns are not explained.
    """
    for sheet in book:
        cells = [c for c in seen if (c.where.file, c.where.sheet) == (sheet.file, sheet.name)]
        form = column_choices(sheet, plan, lang)
        if form is None:
            continue
        listed = form["columns"]
        assert isinstance(listed, list)
        unknown = {c.texts.get("indicator") for c in cells if _of_heading(c)}
        strange = any(each["head"] in unknown and each["field"] for each in listed)
        few = 3 * sum(cell.observation is not None for cell in cells) < len(cells)
        explained = any(each["key"] in mapped for each in listed)
        unused = not any(cell.observation is not None for cell in cells)
        if unused or (few and strange) or explained:
            yield {**form, "open": not explained}


def _of_heading(cell: CellSeen) -> bool:
    """Return whether the indicator of a cell is not known; a heading may have been taken for one."""
    return cell.why is not None and cell.why.code in ("indicator-unknown", "place-unknown")


def _texts(sheets: Sequence[Record]) -> Iterator[str]:
    """Yield the texts of the sheets as shown, their names first."""
    for sheet in sheets:
        yield str(sheet["sheet"])
        rows = sheet["rows"]
        assert isinstance(rows, list)
        yield from (str(cell[0]) for row in rows for cell in row)


def _doubts(observations: Observations | None, plan: Plan) -> Sequence[Diagnostic]:
    return doubts(observations, plan) if observations is not None else ()


def _listed(rows: list[tuple[int, CellSeen]]) -> list[tuple[int, CellSeen]]:
    """Return the cells to list with their rows; if there are too many, those with a value first."""
    return sorted(rows, key=lambda pair: pair[1].empty())[:LISTED] if len(rows) > LISTED else rows


class _Shown:
    """What the sheets say at each location, and the names of the plan for what they do not."""

    def __init__(self, plan: Plan, books: Mapping[str, Sequence[Sheet]], lang: Language) -> None:
        self.plan = plan
        self.lang: Language = lang
        self._known: Mapping[str, Mapping[str, Any]] = {
            "place": plan.ruleset.all_places(),
            "indicator": plan.ruleset.all_indicators(),
        }
        self._texts = {
            _spot(sheet.where(row, column)): str(sheet.shown(row, column) or "").strip()
            for book in books.values()
            for sheet in book
            for row in range(1, min(len(sheet.rows), ROWS) + 1)
            for column in range(1, min(sheet.width, COLUMNS) + 1)
        }

    def text(self, name: str, said: str, where: Where) -> str:
        """Return a name as the sheet writes it, else as the plan does; no line that holds it."""
        written = self._texts.get(_spot(where), "")
        piece = self._known[name].get(said) if name in self._known else None
        if written and len(written) <= NAME and (piece is not None or name in ("period", "unit")):
            return written
        return (piece.say(self.lang) or said) if piece is not None else said


def _cell(row: int, cell: CellSeen, whole: ObservationTable, shown: _Shown) -> Record:
    lang = shown.lang
    texts = {name: cell.texts.get(name, "") for name in ("place", "indicator", "period")}
    found: Record = {
        "row": row,
        "where": str(cell.where),
        "texts": {
            **{name: shown.text(name, said, whole.where(row, name)) if said else ""
               for name, said in texts.items()},
            "value": (value := cell.texts.get("value", "")),
            "unit": "" if value.endswith(("%", "％")) else cell.texts.get("unit", ""),
        },
        "state": "used" if cell.observation else "empty" if cell.empty() else "aside",
    }  # fmt: skip
    if cell.observation is not None:
        found["read"] = observation_text(cell.observation, shown.plan, lang)
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
        if _says_nothing(cell):
            continue
        state = "used" if cell.observation else "empty" if cell.empty() else "aside"
        marks[_spot(cell.where)] = (state, row)
    return marks


def _said(column: ColumnSeen, plan: Plan, lang: Language) -> ColumnSeen:
    """Return a column with the names of its place and indicator in the place of their ids."""
    known: tuple[Mapping[str, Any], ...] = (
        plan.ruleset.all_places(),
        plan.ruleset.all_indicators(),
    )
    names = [
        (found.say(lang) or name) if (found := pieces.get(name)) is not None else name
        for name, pieces in zip((column.place, column.indicator), known, strict=True)
    ]
    return replace(column, place=names[0], indicator=names[1])


def _heads(table: ObservationTable, plan: Plan, lang: Language) -> dict[Spot, tuple[str, str]]:
    """Return what headings and title lines were read as, by their locations."""
    found: dict[Spot, tuple[str, str]] = {}
    for layout in table.layouts:
        found.update({_spot(where): ("title", "") for _, where in layout.lines})
        for name, text, where in layout.always:
            found[_spot(where)] = ("title", f"{pick(FIELD, name, lang)} = {text}")
        for column in layout.columns:
            found[_spot(column.where)] = ("head", column_text(_said(column, plan, lang), lang))
    return found


def _sheets(
    book: Sequence[Sheet], table: ObservationTable | None, marks: Marks, plan: Plan, lang: Language
) -> Iterator[Record]:
    """Yield the sheets of a file as shown; nothing for a file that has none, such as JSON."""
    heads = _heads(table, plan, lang) if table is not None else {}
    plain = {} if table is None or table.layouts else {w: n for n, w in table.header.items()}
    for sheet in book:
        rows = [
            _row(sheet, row, marks, heads, plain if row == 1 else {}, lang)
            for row in range(1, min(len(sheet.rows), ROWS) + 1)
        ]
        layouts = [
            each
            for each in (table.layouts if table is not None else ())
            if (each.file, each.sheet) == (sheet.file, sheet.name)
        ]
        yield {
            "file": sheet.file,
            "sheet": sheet.name,
            "labels": list(sheet.lines[: len(rows)]) or list(range(1, len(rows) + 1)),
            "rows": rows,
            "merges": [[s.top, s.left, s.bottom, s.right] for s in sheet.merges],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "rows_left": max(0, len(sheet.rows) - ROWS),
            "columns_left": max(0, sheet.width - COLUMNS),
            "read": bool(layouts) or bool(plain),
            "columns": _columns(layouts, plan, lang),
            "fields": [[name, pick(FIELD, name, lang)] for name in FIELDS],
        }


def _columns(layouts: Sequence[Layout], plan: Plan, lang: Language) -> dict[str, Record]:
    """Return what the columns of a sheet with one table were read as, by their letters.

    `key` names the column in a mapping: its heading, if no other column has the same.
    """
    if len(layouts) != 1:
        return {}
    columns = layouts[0].columns
    heads = Counter(column.written for column in columns)
    return {
        at: {
            "key": column.written if heads[column.written] == 1 and column.written else at,
            "head": column.written,
            "field": "" if column.why else column.field,
            "is": column_text(_said(column, plan, lang), lang),
            "unused": bool(column.why),
        }
        for column in columns
        if (at := _letters(column.where))
    }


def _letters(where: Where) -> str:
    match = _LETTERS.match(where.cell)
    return match[0] if match else letters(where.column)


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
