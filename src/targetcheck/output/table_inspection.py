"""What was understood of a table, cell by cell, before anything is judged.

Floor: reports. Comes in: an ObservationTable and, where a ruleset is named, its Facts. Goes out:
lines of text, or plain data for JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from targetcheck.errors import Diagnostic, Language, Where
from targetcheck.observations.observation import Fact, Facts, SetAside
from targetcheck.output.inspection_words import FIELD, FORM, KIND, WHY, pick
from targetcheck.output.verdict_columns import printable
from targetcheck.tables.cell_value import CellValue, read_cell
from targetcheck.tables.raw_table import ColumnSeen, Layout
from targetcheck.tables.rejection_reasons import COLUMN, refusal
from targetcheck.tables.table_reader import ObservationTable

MOST = 200
"""Cells that are shown unless all are asked for."""
_CORE = ("place", "indicator", "period")


@dataclass(frozen=True, slots=True)
class CellSeen:
    """What one report was understood to say: its texts, and what became of it."""

    where: Where
    texts: dict[str, str]
    read: CellValue
    fact: Fact | None = None
    why: Diagnostic | None = None

    def empty(self) -> bool:
        """Say whether nothing was reported here."""
        return self.why is not None and self.why.code == "value-missing"


def cells_seen(table: ObservationTable, facts: Facts | None = None) -> list[CellSeen]:
    """Give every report of a table, in its order."""
    used = {fact.row: fact for fact in facts.all} if facts else {}
    aside: dict[int, SetAside] = {a.row: a for a in facts.aside} if facts else {}
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


def inspection_lines(
    table: ObservationTable, facts: Facts | None, lang: Language, most: int | None = MOST
) -> Iterator[str]:
    """Yield what was understood: each table with its columns, then every cell."""
    for alike in _alike(table.layouts):
        yield from _layout(alike, lang)
        yield ""
    if not table.layouts:
        yield from _plain(table, lang)
        yield ""
    seen = cells_seen(table, facts)
    listed = _listed(seen, most)
    for cell in listed:
        yield printable(_cell(cell, lang))
    yield from _left(seen, len(listed), lang)
    yield ""
    yield _count(seen, facts, lang)
    yield from _tally(seen, lang)
    yield from _small_shares(seen, lang)
    for note in table.notes:
        yield printable(note.text(lang))


def _listed(seen: list[CellSeen], most: int | None) -> list[CellSeen]:
    """Give the cells to show: those that hold something first, where not all are shown."""
    if most is None or len(seen) <= most:
        return seen
    return [cell for cell in seen if not cell.empty()][:most]


def _left(seen: list[CellSeen], shown: int, lang: Language) -> Iterator[str]:
    left = len(seen) - shown
    if left:
        empty = sum(cell.empty() for cell in seen)
        yield (
            f"… 另有 {left} 格（全表空白 {empty} 格），用 --all 显示"
            if lang == "zh"
            else f"… and {left} more (empty in all: {empty}): --all"
        )


def _tally(seen: list[CellSeen], lang: Language) -> Iterator[str]:
    """Yield how many are set aside for each reason, the gravest first."""
    found: dict[str, list[Diagnostic]] = {}
    for cell in seen:
        if cell.why is not None:
            found.setdefault(cell.why.code, []).append(cell.why)
    for code, alike in sorted(found.items(), key=lambda item: _gravity(item[1])):
        first = alike[0]
        where = f"{first.where} …" if len(alike) > 1 else f"{first.where}"
        mark = "未采用" if lang == "zh" else "set aside"
        yield printable(f"  {mark} {code} × {len(alike)}: {where}")


def _small_shares(seen: list[CellSeen], lang: Language) -> Iterator[str]:
    """Yield the bare figures below 1 that were read as per cent: 0.712 often stands for 71.2 %."""
    for cell in seen:
        unit = cell.fact.unit if cell.fact is not None else None
        number = cell.read.number
        if unit is None or unit.name != "percent" or cell.read.unit or number is None:
            continue
        if cell.read.kind == "number" and 0 < number < 1:
            meant = f"{(number * 100).normalize():f} %"
            yield printable(
                f"请核对 {cell.where}：{number} 按 {number} % 读取；如指 {meant}，请写明 {meant}"
                if lang == "zh"
                else f"check {cell.where}: {number} is read as {number} %; write {meant} if that is meant"
            )


def _gravity(alike: list[Diagnostic]) -> tuple[int, int]:
    return ("error", "warning", "note").index(alike[0].severity), len(alike)


def inspection_data(table: ObservationTable, facts: Facts | None, lang: Language) -> object:
    """Give what was understood as plain data."""
    return {
        "name": table.name,
        "tables": [_layout_data(layout) for layout in table.layouts],
        "columns": dict(table.header),
        "cells": [_cell_data(cell, lang) for cell in cells_seen(table, facts)],
        "notes": [note.text(lang) for note in table.notes],
    }


def _alike(layouts: Sequence[Layout]) -> list[list[Layout]]:
    """Give the tables in groups of those that were understood in the same way, as in a form."""
    groups: dict[object, list[Layout]] = {}
    for layout in layouts:
        columns = tuple(replace(c, where=replace(c.where, sheet="")) for c in layout.columns)
        always = tuple((name, text, _place(where)) for name, text, where in layout.always)
        key = (layout.file, layout.form, layout.heading, columns, layout.rows_are, always)
        groups.setdefault(key, []).append(layout)
    return list(groups.values())


def _layout(alike: list[Layout], lang: Language) -> Iterator[str]:
    layout = alike[0]
    first, last = layout.heading
    rows = f"{first}" if first == last else f"{first}–{last}"
    form = pick(FORM, layout.form, lang)
    yield printable(
        f"{layout.file}{_sheets(alike, lang)}：{form}，表头第 {rows} 行"
        if lang == "zh"
        else f"{layout.file}{_sheets(alike, lang)}: {form}, heading in row {rows}"
    )
    for name, text, where in layout.always:
        said = f"{pick(FIELD, name, lang)} = {text}"
        place = _place(where) or ("对应文件" if lang == "zh" else "mapping")
        yield printable(f"  {said}  ({place})")
    for column in layout.columns:
        yield printable(f"  {_place(column.where):<6} {_column(column, lang)}")
    others = [{(text, _place(where)) for text, where in one.lines} for one in alike[1:]]
    for text, where in layout.lines:
        if all((text, _place(where)) in lines for lines in others):
            yield printable(f"  {_place(where):<6} “{text}”")


def _sheets(alike: list[Layout], lang: Language) -> str:
    names = list(dict.fromkeys(layout.sheet for layout in alike))
    if not names[0]:
        return ""
    joined = ("、" if lang == "zh" else ", ").join(names)
    if len(names) == 1:
        return f" [{joined}]"
    return (
        f" [{joined}] 共 {len(names)} 页" if lang == "zh" else f" [{joined}] ({len(names)} sheets)"
    )


def _place(where: Where) -> str:
    if where.cell:
        return where.cell
    if where.line:
        return f"{where.line}:{where.column}" if where.column else str(where.line)
    return f"[{where.sheet}]" if where.sheet else ""


def _column(column: ColumnSeen, lang: Language) -> str:
    written = column.written or "–"
    if column.why:
        return f"{written} → {pick(WHY, column.why, lang)}"
    parts = [
        f"{pick(FIELD, name, lang)} {text}"
        for name, text in (
            ("indicator", column.indicator),
            ("place", column.place),
            ("period", column.period),
            ("unit", column.unit),
        )
        if text
    ]
    if column.field and (not parts or column.field != "value"):
        parts.insert(0, pick(FIELD, column.field, lang))
    return f"{written} → {', '.join(parts) or '–'}"


def _plain(table: ObservationTable, lang: Language) -> Iterator[str]:
    """Yield the columns of a table that names them in its first line, or has no sheet."""
    yield printable(table.name)
    for name, written in table.header.items():
        yield printable(f"  {written} → {pick(FIELD, name, lang)}")


def _cell(cell: CellSeen, lang: Language) -> str:
    said = " · ".join(cell.texts.get(name) or "–" for name in _CORE)
    head = f"{cell.where}: {said} · {cell.texts.get('value') or '–'}"
    unit = cell.texts.get("unit", "")
    if unit and unit not in head:
        head += f" {unit}"
    if cell.why is not None:
        mark = "未采用" if lang == "zh" else "set aside"
        sentence = cell.why.zh if lang == "zh" else cell.why.en
        return f"{head} → {mark} {cell.why.code}: {sentence}"
    return f"{head} → {_fact(cell.fact, lang) if cell.fact else _reading(cell.read, lang)}"


def _fact(fact: Fact, lang: Language) -> str:
    unit = fact.unit.label(lang) if fact.unit is not None else ""
    counts = f" ({fact.counts[0]}/{fact.counts[1]})" if fact.counts else ""
    period = f"{fact.period.start}/{fact.period.end}"
    said = fact.text if fact.text.endswith(unit) else f"{fact.text} {unit}"
    return f"{fact.place} · {fact.indicator} · {period} · {said}{counts}"


def _reading(cell: CellValue, lang: Language) -> str:
    parts = [pick(KIND, cell.kind, lang)]
    if cell.number is not None:
        parts.append(str(cell.number))
    if cell.unit:
        parts.append(cell.unit)
    if cell.on is not None:
        parts.append(cell.on.isoformat())
    return " ".join(parts)


def _count(seen: list[CellSeen], facts: Facts | None, lang: Language) -> str:
    aside = sum(cell.why is not None for cell in seen)
    total, used = len(seen), len(seen) - aside
    if lang == "zh":
        word = "采用" if facts else "可读"
        return f"共 {total} 条 = {word} {used} + 未采用 {aside}"
    return f"{total} rows = {used} {'used' if facts else 'read'} + {aside} set aside"


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
    if cell.fact is not None:
        found["used"] = {
            "place": cell.fact.place,
            "indicator": cell.fact.indicator,
            "from": cell.fact.period.start.isoformat(),
            "to": cell.fact.period.end.isoformat(),
            "text": cell.fact.text,
            "unit": cell.fact.unit.name if cell.fact.unit else None,
        }
    if cell.why is not None:
        found["set_aside"] = {"code": cell.why.code, "text": cell.why.text(lang)}
    return found
