"""Numbers of text cells with the unit written after them, taken apart as columns.

Layer: columnar. Input: a column of texts and their units. Output: the numbers without the units,
and the units of these rows. Each distinct unit is read once, by the cell reader, which must find
the same number before it in every sample.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from targetcheck.columnar.column_encoding import binary_numbers
from targetcheck.observations.reported_unit import MULTIPLES
from targetcheck.tables.cells.cell_value import CellValue, read_cell

if TYPE_CHECKING:
    import polars as pl

_SAMPLES = ("1", "2024", "12.5", "0.05", "1.234", "-3", "987654321.25")
_CELL = r"^([+-]?[0-9]+(?:\.[0-9]+)?)\s*([^\s0-9.,].*)$"
_LONGEST = 15
"""Characters of a number that a float tells apart from every other."""


def without_suffixes(
    frame: pl.DataFrame, numbers: pl.Series
) -> tuple[pl.DataFrame, pl.Series] | None:
    """Return a frame whose numbers stand without their units, and its floats; None if none has one.

    `numbers`: the floats of the plain cells. Units beside such a number go into the column `unit`.
    """
    import polars as pl

    if frame["value"].dtype != pl.String or not numbers.null_count():
        return None
    at = (numbers.is_null() & frame["value"].is_not_null()).arg_true()
    if at.is_empty():
        return None
    parts = frame["value"].gather(at).str.strip_chars().str.extract_groups(_CELL).struct.unnest()
    amount, unit = parts.get_columns()
    known = {text: _unit(text) for text in unit.unique().drop_nulls().to_list()}
    unit = unit.replace_strict(known, return_dtype=pl.String, default=None)
    fine = unit.is_not_null() & (amount.str.len_chars() <= _LONGEST)
    at, amount, unit = at.filter(fine), amount.filter(fine), unit.filter(fine)
    if at.is_empty():
        return None
    given = "unit" in frame.columns
    beside = frame["unit"].cast(pl.String) if given else pl.Series([None], dtype=pl.String)
    beside = beside if given else beside.new_from_index(0, len(frame))
    whole = frame.with_columns(
        value=frame["value"].scatter(at, amount), unit=beside.scatter(at, unit)
    )
    return whole, numbers.scatter(at, binary_numbers(amount))


@cache
def _unit(text: str) -> str | None:
    """Return the unit that the cell reader finds in a text after a number; None if it finds more."""
    units = {_unit_beside(sample, text) for sample in _SAMPLES}
    (unit, *others) = units
    return None if others or unit in MULTIPLES else unit


def _unit_beside(sample: str, text: str) -> str | None:
    cell = read_cell(f"{sample}{text}")
    digits = len(sample.partition(".")[2])
    plain = CellValue("number", Decimal(sample), digits, cell.unit, text=cell.text)
    return cell.unit if cell == plain else None
