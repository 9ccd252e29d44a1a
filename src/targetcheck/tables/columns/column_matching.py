"""Matching of raw columns to canonical names.

Layer: tables. Input: raw rows under headings as written. Output: an `ObservationTable`. Every
column is used, noted as unused, or refused with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from targetcheck import limits
from targetcheck.errors import Diagnostic, Where
from targetcheck.first_use import on_first_use
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.cells.month_or_fiscal_year import settle_periods
from targetcheck.tables.cells.number_notation import UNSAID, NumberNotation, settle_numbers
from targetcheck.tables.columns.column_names import (
    CANONICAL,
    PARTS,
    SDMX_FRAME,
    Header,
    are_numbers,
    chinese_heading,
    fold_header,
    near_alias,
    read_header,
    says_value_or_day,
)
from targetcheck.tables.columns.disaggregation import part_columns, part_reasons
from targetcheck.tables.columns.sdmx_columns import (
    action_column,
    action_reasons,
    plain_units,
    without_labels,
)
from targetcheck.tables.known_names import KnownDimension, Vocabulary
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.tables.raw_table import RawRows, refuse, refuse_wide
from targetcheck.tables.rejection_reasons import COLUMN, CONFIDENTIAL

if TYPE_CHECKING:
    from targetcheck.tables.cells import basis_words
    from targetcheck.tables.columns import dimension_columns, period_columns, sdmx_attributes
else:
    basis_words = on_first_use("targetcheck.tables.cells.basis_words")
    period_columns = on_first_use("targetcheck.tables.columns.period_columns")
    sdmx_attributes = on_first_use("targetcheck.tables.columns.sdmx_attributes")
    dimension_columns = on_first_use("targetcheck.tables.columns.dimension_columns")

_NUMERIC = frozenset({"value", "numerator", "denominator", "weight", "lower", "upper"})


def shape_table(
    raw: RawRows, notation: NumberNotation = UNSAID, known: Vocabulary | None = None
) -> ObservationTable:
    """Return the observation table of raw rows; raise with every error found.

    `notation` is the number notation of a mapping; `known` are the names of the ruleset.
    """
    refuse_wide(len(raw.headers), raw.header_place)
    raw = without_labels(raw, known or Vocabulary())
    heads = [read_header(text) for text in raw.headers]
    _name_indicator(heads, raw, known)
    _name_value(heads, raw)
    notes = [note for note in raw.notes if note.severity != "error"]
    found = [note for note in raw.notes if note.severity == "error"]
    split = (
        dimension_columns.dimension_columns(raw.headers, known)
        if known and known.dimensions
        else {}
    )
    chosen = _choose(heads, raw, notes, found, split)
    columns = {name: raw.columns[at] for name, at in chosen.items()}
    if raw.native != "csv":  # whose cells are texts
        columns = {name: _cells(name, cells) for name, cells in columns.items()}
    _name_uncoded(columns, heads, raw)
    aside_at = _set_aside(columns, raw, split, known)
    if not found:
        columns = settle_numbers(columns, notation, comma_likely=raw.comma_likely)
    _join_parts(columns, chosen, heads, raw, notes, found)
    if "unit" in columns:
        columns["unit"] = plain_units(columns["unit"])
    if "period" in columns:
        columns["period"] = settle_periods(columns["period"], notation.fiscal)
    unknown = [head.written for head in heads if head.name is None]
    found += _missing(columns, unknown, raw)
    refuse(found)
    header = {name: heads[at].written for name, at in chosen.items() if name in columns}
    positions = {name: at + 1 for name, at in chosen.items() if name in columns}
    _fill_unit(columns, chosen, heads, header, positions)
    if aside_at is not None and COLUMN not in header:
        header[COLUMN], positions[COLUMN] = raw.headers[aside_at], aside_at + 1
    ordered = {name: columns[name] for name in CANONICAL if name in columns}
    return ObservationTable(
        raw.name,
        ordered,
        raw.places,
        raw.native,
        tuple(notes),
        header,
        raw.comments,
        positions,
        cells=raw.cells,
        layouts=raw.layouts,
    )


def _name_indicator(heads: list[Header], raw: RawRows, known: Vocabulary | None) -> None:
    """Use the one column with known indicators for the indicator, if no heading names it."""
    if not known or any(head.name == "indicator" for head in heads):
        return
    found = [
        at
        for at, head in enumerate(heads)
        if head.name is None
        and any(known.indicator(str(cell)) for cell in set(raw.columns[at]) if not is_blank(cell))
    ]
    if len(found) == 1:
        heads[found[0]] = replace(heads[found[0]], name="indicator")


def _name_value(heads: list[Header], raw: RawRows) -> None:
    """Use a column headed `Reported` for the values if it holds numbers and no column is headed so."""
    if {"value", "numerator", "judgement"} & {head.name for head in heads}:
        return
    for at, head in enumerate(heads):
        if says_value_or_day(head.written) and are_numbers(raw.columns[at]):
            heads[at] = replace(head, name="value")


def _name_uncoded(columns: dict[str, list[object]], heads: Sequence[Header], raw: RawRows) -> None:
    """Use the name of a place or indicator (地区名称) in rows whose code (地区编码) is blank."""
    for at, head in enumerate(heads):
        if head.second and head.name in ("place", "indicator"):
            codes = columns[head.name]
            if codes is not raw.columns[at] and any(map(is_blank, codes)):
                names = raw.columns[at]
                columns[head.name] = [
                    name if is_blank(code) else code
                    for code, name in zip(codes, names, strict=True)
                ]


def _set_aside(
    columns: dict[str, list[object]],
    raw: RawRows,
    split: Mapping[int, KnownDimension],
    known: Vocabulary | None,
) -> int | None:
    """Add reasons to rows of a part of the whole, and to retracted rows.

    A row of a member of a declared dimension becomes one of that part of its indicator.

    Return the first column that is used for this, or None.
    """
    rows = len(raw.places)
    parts = {
        at: code
        for at, code in part_columns(raw.headers).items()
        if at not in split and all(raw.columns[at] is not cells for cells in columns.values())
    }
    reasons = action_reasons(raw, rows)
    if parts:
        told = part_reasons(parts, raw.columns, rows)
        reasons = [one or other for one, other in zip(reasons, told, strict=True)]
    if split and known is not None and "indicator" in columns:
        columns["indicator"], told = dimension_columns.indicators_of_rows(
            columns["indicator"], split, raw.columns, known
        )
        reasons = [one or other for one, other in zip(reasons, told, strict=True)]
    if not any(reasons):
        return None
    said = columns.get(COLUMN) or [None] * rows
    columns[COLUMN] = [one or other or None for one, other in zip(said, reasons, strict=True)]
    return next(iter((*parts, *split)), action_column(raw.headers) or 0)


def _choose(
    heads: Sequence[Header],
    raw: RawRows,
    notes: list[Diagnostic],
    found: list[Diagnostic],
    split: Collection[int],
) -> dict[str, int]:
    """Return a mapping from canonical name to the index of its column."""
    chosen: dict[str, int] = {}
    for name in (*CANONICAL, *PARTS):
        first = [at for at, head in enumerate(heads) if head.name == name and not head.second]
        second = [at for at, head in enumerate(heads) if head.name == name and head.second]
        rivals = first or second
        if len(rivals) > 1:
            written = [heads[at].written for at in rivals]
            found.append(_twice(name, written, raw.header_place))
        if rivals:
            chosen[name] = rivals[0]
        if first:
            used = heads[first[0]].written
            notes += [_unused(heads[at].written, used, raw.header_place) for at in second]
    parts = part_columns(raw.headers)
    for at, head in enumerate(heads):
        if at in parts or at in split:
            continue
        if head.name is None and fold_header(head.written) not in SDMX_FRAME:
            if head.written.strip():
                notes.append(_unknown(head.written, raw.header_place))
            elif not all(is_blank(cell) for cell in raw.columns[at]):
                notes.append(_unnamed(at + 1, raw.header_place))
    return chosen


def _cells(name: str, cells: list[object]) -> list[object]:
    """Return the cells of a column; in columns of text, a float 2024.0 becomes 2024."""
    if name in _NUMERIC or Decimal not in set(map(type, cells)):
        return cells
    return [
        int(cell)
        if isinstance(cell, Decimal) and limits.within(cell) and cell == cell.to_integral_value()
        else cell
        for cell in cells
    ]


def _join_parts(
    columns: dict[str, list[object]],
    chosen: dict[str, int],
    heads: Sequence[Header],
    raw: RawRows,
    notes: list[Diagnostic],
    found: list[Diagnostic],
) -> None:
    """Combine year, quarter and month into the period, and apply what SDMX says of the values."""
    parts = {name: columns.pop(name) for name in PARTS if name in columns}
    decimals, confidential = parts.pop("decimals", None), parts.pop("conf_status", None)
    if decimals is not None and "value" in columns:
        columns["value"] = sdmx_attributes.pad_decimals(
            columns["value"], decimals, raw.places, found
        )
    if confidential is not None:
        plain = columns.get("status") or [None] * len(raw.places)
        marked = sdmx_attributes.with_confidentiality(plain, confidential, CONFIDENTIAL)
        if marked != plain:
            columns["status"] = marked
            chosen.setdefault("status", chosen["conf_status"])
    mult = parts.pop("unit_mult", None)
    if mult is not None and "value" in columns:
        values = sdmx_attributes.scale_values(columns["value"], mult, raw.places, found)
        if values != columns["value"]:
            written = heads[chosen["value"]].written, heads[chosen["unit_mult"]].written
            notes.append(_multiplied(*written, raw.header_place))
        columns["value"] = values
        for name in ("lower", "upper"):
            if name in columns:
                columns[name] = sdmx_attributes.scale_values(columns[name], mult, raw.places, [])
    if not parts:
        return
    if "period" in columns:
        used = heads[chosen["period"]].written
        notes += [_unused(heads[chosen[name]].written, used, raw.header_place) for name in parts]
        return
    columns["period"] = period_columns.join_period(parts, len(raw.places))
    chosen["period"] = chosen[next(iter(parts))]


def _fill_unit(
    columns: dict[str, list[object]],
    chosen: dict[str, int],
    heads: Sequence[Header],
    header: dict[str, str],
    positions: dict[str, int],
) -> None:
    """Use the unit in the heading of the values for rows without a unit."""
    unit = heads[chosen["value"]].unit if "value" in columns else None
    if unit is None:
        return
    if basis_words.read_basis(unit) is not None:
        columns.setdefault("basis", [unit] * len(columns["value"]))
        return
    own = columns.get("unit")
    if own is None:
        columns["unit"] = [unit] * len(columns["value"])
        header["unit"], positions["unit"] = header["value"], positions["value"]
    else:
        columns["unit"] = [unit if is_blank(cell) else cell for cell in own]


def _missing(
    columns: dict[str, list[object]], unknown: list[str], raw: RawRows
) -> list[Diagnostic]:
    missing = [name for name in ("place", "indicator", "period") if name not in columns]
    counted = {"numerator", "denominator"} <= columns.keys()
    if "value" not in columns and not counted and "judgement" not in columns:
        missing.append("value")
    return [_absent(name, unknown, raw) for name in missing]


def _absent(name: str, unknown: list[str], raw: RawRows) -> Diagnostic:
    near = next((text for text in unknown if near_alias(text, [name])), "")
    shown = "、".join(text for text in raw.headers[:12] if text.strip())
    zh_name = chinese_heading(name)
    also_en = ", or `numerator` and `denominator`" if name == "value" else ""
    also_zh = "，也没有“分子”和“分母”列" if name == "value" else ""
    return Diagnostic(
        "table-column-missing",
        f"the table has no column `{name}`{also_en}",
        f"表中没有“{zh_name}”列{also_zh}",
        f"rename the column `{near}` to `{name}`" if near else f"its headers are: {shown}",
        f"请把“{near}”列改名为“{zh_name}”" if near else f"现有表头：{shown}",
        raw.header_place,
    )


def _twice(name: str, written: list[str], where: Where) -> Diagnostic:
    shown = "`, `".join(written)
    return Diagnostic(
        "table-column-twice",
        f"{len(written)} columns mean `{name}`: `{shown}`",
        f"有{len(written)}列都表示“{chinese_heading(name)}”：“{'”“'.join(written)}”",
        "keep one of them, or rename the others",
        "请只保留一列，或把其余的列改名",
        where,
    )


def _unused(written: str, used: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "table-column-ignored",
        f"the column `{written}` is not used, because column `{used}` is used for it",
        f"未采用“{written}”列，因为已有“{used}”列",
        where=where,
        severity="note",
    )


def _multiplied(value: str, mult: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "table-values-multiplied",
        f"the values of `{value}` were multiplied by ten to the power of `{mult}`",
        f"“{value}”列的数值已乘以10的“{mult}”次方",
        where=where,
        severity="note",
    )


def _unknown(written: str, where: Where) -> Diagnostic:
    near = near_alias(written, CANONICAL)
    return Diagnostic(
        "table-column-ignored",
        f"the column `{written}` is unknown and not used",
        f"无法识别“{written}”列，未采用",
        f"did you mean `{near}`?" if near else "",
        f"是否应为“{near}”？" if near else "",
        where,
        "warning" if near else "note",
    )


def _unnamed(position: int, where: Where) -> Diagnostic:
    return Diagnostic(
        "table-column-ignored",
        f"column {position} has no header and is not used",
        f"第{position}列没有表头，未采用",
        "give it a header",
        "请为该列加上表头",
        where,
        "warning",
    )
