"""Problem lists that came back, compared with what went out and with what others wrote since.

Layer: rectification. Input: ReturnedSheets and the records of a ledger. Output: records to add, and
notes. A cell that says the same as when the list went out says nothing new. Where two people wrote
different things on one field, or a cell can be read in two ways, nothing at all is recorded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.ledger.run_record import RectificationRecord, Row
from targetcheck.rectification.department_entries import FIELDS, written_on
from targetcheck.rectification.problem_item import COLUMNS
from targetcheck.rectification.problem_list import cell_digest
from targetcheck.rectification.returned_list import returned_list_findings as findings
from targetcheck.rectification.returned_list.workbook_reader import (
    ItemKey,
    NewValue,
    ReturnedCell,
    ReturnedRow,
    ReturnedSheet,
    day_of,
)

_CLOSED = re.compile(
    r"(?<![未后])销号|整改到位|已整改|已完成|已解决|\b(?:closed|solved|done)\b", re.IGNORECASE
)
_COMPUTED = tuple(
    name for name, _, _ in COLUMNS if name not in (*FIELDS, "number", "state", "code")
)
_HEADS = {name: (zh, en) for name, zh, en in COLUMNS}


@dataclass(slots=True)
class Merge:
    """One reading of several returned lists; `closed` are the codes of the items closed by now."""

    records: Sequence[RectificationRecord]
    closed: frozenset[str]
    days: Mapping[str, date]
    """as-of date of each run, by its id"""
    errors: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)

    def rows(self, sheets: Sequence[ReturnedSheet], who: str, at: str) -> list[Row]:
        """Return the records to add; raise TargetcheckError with every finding."""
        found = [value for sheet in sheets for value in self._of_sheet(sheet)]
        self._agree(found)
        new = [value for value in found if self._is_new(value)]
        if self.errors:
            raise TargetcheckError(dict.fromkeys(self.errors))
        grouped: dict[tuple[str, ItemKey, str], dict[str, NewValue]] = {}
        for value in new:
            key = (value.issued.id, value.item, value.sheet.file)
            grouped.setdefault(key, {})[value.field] = value
        return [
            _record(list_id, item, source, values, who, at)
            for (list_id, item, source), values in grouped.items()
        ]

    def _of_sheet(self, sheet: ReturnedSheet) -> Iterator[NewValue]:
        issued = next(
            (r for r in self.records if r.kind == "list" and r.id.startswith(sheet.list_id)), None
        )
        if issued is None:
            self.errors.append(findings.list_unknown(sheet))
            return
        items: dict[str, dict[str, Any]] = issued.content()["items"]
        seen: dict[str, ReturnedRow] = {}
        for row in sheet.rows:
            if row.code not in items:
                self._unknown(row, items)
                continue
            first = seen.setdefault(row.code, row)
            if first is not row:
                self._twice(first, row)
                continue
            self._computed(row, items[row.code])
            values = list(self._values(row, items[row.code], sheet, issued))
            if values and row.hidden:
                self.errors.append(findings.hidden_row(values[0].cell.where))
            yield from values
        missing = [code for code in items if code not in seen]
        if missing:
            self.notes.append(findings.rows_missing(sheet, missing))

    def _unknown(self, row: ReturnedRow, items: Mapping[str, object]) -> None:
        filled = [row.cells[name] for name in FIELDS if row.cells[name].text]
        cell = row.cells["code"]
        if row.code or filled:
            near = did_you_mean(row.code, items) if row.code else ""
            where = cell.where if row.code else filled[0].where
            self.errors.append(findings.row_unknown(row.code, near, where))
        else:
            told = next(c for c in row.cells.values() if c.text or c.doubt)
            self.notes.append(findings.row_ignored(told.where))

    def _twice(self, first: ReturnedRow, row: ReturnedRow) -> None:
        for name in (*FIELDS, "state"):
            one, other = first.cells[name], row.cells[name]
            if one.text != other.text:
                self.errors.append(findings.row_twice(row.code, one, other))

    def _computed(self, row: ReturnedRow, item: Mapping[str, Any]) -> None:
        """Check the cells that are not filled in by people: the state, and what is only shown."""
        state = row.cells["state"]
        if "".join(state.text.split()) != "".join(str(item["state"]).split()):
            if _CLOSED.search(state.text) and row.code not in self.closed:
                self.errors.append(findings.closed_by_hand(row.code, state))
            elif row.code not in self.closed:
                self.notes.append(findings.cell_changed(state.where, _HEADS["state"]))
        for name in _COMPUTED:
            cell = row.cells.get(name)
            if cell is not None and cell_digest(cell.text) != item["cells"][name]:
                self.notes.append(findings.cell_changed(cell.where, _HEADS[name]))

    def _values(
        self,
        row: ReturnedRow,
        item: Mapping[str, Any],
        sheet: ReturnedSheet,
        issued: RectificationRecord,
    ) -> Iterator[NewValue]:
        key = (row.code, int(item["opening"]))
        for name in FIELDS:
            cell, base = row.cells[name], str(item["fields"][name])
            if cell.doubt:
                self.errors.append(findings.cell_unclear(cell))
                continue
            if not cell.text:
                if base:
                    self.notes.append(findings.cell_emptied(cell.where, _HEADS[name], base))
                continue
            value = self._value(name, cell, issued)
            if value and value != base:
                yield NewValue(key, name, value, base, cell, sheet, issued)

    def _value(self, name: str, cell: ReturnedCell, issued: RectificationRecord) -> str:
        """Return the text of a field, a day as YYYY-MM-DD; empty if it is refused."""
        if name != "by":
            return cell.text
        try:
            day = day_of(cell)
        except TargetcheckError as error:
            self.errors += error.diagnostics
            return ""
        made = self.days[issued.run]
        if day < made.isoformat():
            self.errors.append(findings.day_early(day, made, cell.where))
            return ""
        return day

    def _agree(self, found: Sequence[NewValue]) -> None:
        """Refuse values of one field that differ between the lists that came back."""
        first: dict[tuple[ItemKey, str], NewValue] = {}
        for value in found:
            other = first.setdefault((value.item, value.field), value)
            if other.value != value.value:
                self.errors.append(findings.contradiction(value, other, _HEADS[value.field]))

    def _is_new(self, value: NewValue) -> bool:
        """Return whether a value is not recorded yet; refuse it where another person wrote since."""
        written = written_on(self.records, *value.item).latest(value.field)
        now = written.value if written is not None else ""
        if now == value.value:
            return False
        if written is not None and now != value.base:
            self.errors.append(findings.written_since(value, written, _HEADS[value.field]))
        return True


def _record(
    list_id: str,
    item: ItemKey,
    source: str,
    values: Mapping[str, NewValue],
    who: str,
    at: str,
) -> Row:
    issued = next(iter(values.values())).issued
    said = {name: {"value": v.value, "cell": v.cell.where.cell} for name, v in values.items()}
    return {
        "kind": "entry", "ruleset": issued.ruleset, "run": issued.run, "list": list_id,
        "item": item[0], "opening": item[1], "source": source, "recorded_at": at, "who": who,
        "written": json.dumps(said, ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
