"""Interpretation of a table, cell by cell, before evaluation.

Layer: output. Input: an ObservationTable and, if a ruleset is given, its Observations. Output:
records, or plain data for JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from targetcheck.errors import Diagnostic, Language, Where
from targetcheck.observations.observation import Observation, Observations, SetAside
from targetcheck.tables.cells.cell_value import CellValue, read_cell
from targetcheck.tables.raw_table import Layout
from targetcheck.tables.rejection_reasons import COLUMN, refusal
from targetcheck.tables.table_reader import ObservationTable

CORE = ("place", "indicator", "period")


@dataclass(frozen=True, slots=True)
class CellSeen:
    """Interpretation of one row or cell: its texts, and whether it is used or set aside."""

    where: Where
    texts: dict[str, str]
    read: CellValue
    observation: Observation | None = None
    why: Diagnostic | None = None

    def empty(self) -> bool:
        """Return whether there is no value."""
        return self.why is not None and self.why.code == "value-missing"


def cells_seen(table: ObservationTable, observations: Observations | None = None) -> list[CellSeen]:
    """Return every observation of a table, in row order."""
    used = (
        {observation.row: observation for observation in observations.all} if observations else {}
    )
    aside: dict[int, SetAside] = {a.row: a for a in observations.aside} if observations else {}
    found: list[CellSeen] = []
    for row in range(len(table)):
        texts = {
            name: "" if (raw := table.columns[name][row]) is None else str(raw).strip()
            for name in table.columns
        }
        why = aside[row].why if row in aside else None
        if why is None and texts.get(COLUMN):
            why = refusal(texts[COLUMN], table.where(row, COLUMN))
        value = read_cell(table.column("value")[row], table.column("qualifier")[row])
        found.append(CellSeen(table.where(row, "value"), texts, value, used.get(row), why))
    return found


def inspection_data(
    table: ObservationTable, observations: Observations | None, lang: Language
) -> object:
    """Return the interpretation as plain data."""
    return {
        "name": table.name,
        "tables": [_layout_data(layout) for layout in table.layouts],
        "columns": dict(table.header),
        "cells": [_cell_data(cell, lang) for cell in cells_seen(table, observations)],
        "notes": [note.text(lang) for note in table.notes],
    }


def alike_layouts(layouts: Sequence[Layout]) -> list[list[Layout]]:
    """Return the tables grouped by equal layout, such as the sheets of a form."""
    groups: dict[object, list[Layout]] = {}
    for layout in layouts:
        columns = tuple(replace(c, where=replace(c.where, sheet="")) for c in layout.columns)
        always = tuple((name, text, place_of(where)) for name, text, where in layout.always)
        key = (layout.file, layout.form, layout.heading, columns, layout.rows_are, always)
        groups.setdefault(key, []).append(layout)
    return list(groups.values())


def _layout_data(layout: Layout) -> object:
    return {
        "file": layout.file,
        "sheet": layout.sheet,
        "form": layout.form,
        "heading": list(layout.heading),
        "rows_are": list(layout.rows_are),
        "always": [
            {"field": name, "text": text, "where": str(where)}
            for name, text, where in layout.always
        ],
        "columns": [
            {
                "where": str(column.where),
                "written": column.written,
                "field": column.field,
                "indicator": column.indicator,
                "place": column.place,
                "period": column.period,
                "unit": column.unit,
                "unused": column.why,
            }
            for column in layout.columns
        ],
        "lines": [{"text": text, "where": str(where)} for text, where in layout.lines],
    }


def _cell_data(cell: CellSeen, lang: Language) -> object:
    found: dict[str, object] = {"where": str(cell.where), "texts": cell.texts}
    found["kind"] = cell.read.kind
    found["number"] = None if cell.read.number is None else str(cell.read.number)
    if cell.observation is not None:
        found["used"] = {
            "place": cell.observation.place,
            "indicator": cell.observation.indicator,
            "from": cell.observation.period.start.isoformat(),
            "to": cell.observation.period.end.isoformat(),
            "text": cell.observation.text,
            "unit": cell.observation.unit.name if cell.observation.unit else None,
        }
    if cell.why is not None:
        found["set_aside"] = {"code": cell.why.code, "text": cell.why.text(lang)}
    return found


def place_of(where: Where) -> str:
    """Return the cell of a location, else its line, without the file."""
    if where.cell:
        return where.cell
    if where.line:
        return f"{where.line}:{where.column}" if where.column else str(where.line)
    return f"[{where.sheet}]" if where.sheet else ""
