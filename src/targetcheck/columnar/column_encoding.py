"""Encoding of text columns as integers, so that each distinct spelling is read once.

Layer: columnar. Input: columns of a frame. Output: integer and float columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from targetcheck import limits
from targetcheck.columnar.spelling_codes import SpellingCodes
from targetcheck.tables.cells.missing_value_words import SUSPECT_FLOATS

if TYPE_CHECKING:
    import polars as pl


FEW_ROWS, FEW_TEXTS = 20_000, 50_000
"""From so many rows on, and up to so many texts, cells are compared with the texts of a sample."""
PART, SEED = 32, 1
"""One row in `PART` is in the sample, which the seed draws alike in every run."""


def texts_of(column: pl.Series) -> tuple[pl.Series, list[Any]]:
    """Return the index of each cell's spelling, and the spellings; blank is a spelling too."""
    import polars as pl

    spelled = column.cast(pl.String)
    told = spelled.is_not_null() if spelled.null_count() else None
    written = spelled if told is None else spelled.filter(told)
    codes, known = _by_sample(written) or _by_category(written)
    texts: list[Any] = known.to_list()
    if column.dtype == pl.Date:
        texts = [date.fromisoformat(text) for text in texts]
    if told is not None:
        blank = pl.repeat(len(texts), len(column), dtype=pl.UInt32, eager=True)
        codes = blank.scatter(told.arg_true(), codes)
        texts.append(None)
    return codes, texts


def _by_sample(written: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    """Return indices and spellings of cells by the texts of a sample.

    None if there are few rows or more than `FEW_TEXTS` texts. No cell may be null.
    """
    if len(written) < FEW_ROWS:
        return None
    size = max(len(written) // PART, FEW_ROWS // 2)
    sample = written.sample(size, with_replacement=True, seed=SEED)
    known = sample.unique(maintain_order=True)
    if len(known) > FEW_TEXTS:
        return None
    codes = SpellingCodes(known).read(written)
    if codes.null_count():
        at = codes.is_null().arg_true()
        rest = written[at]
        known = known.append(rest.unique(maintain_order=True))
        if len(known) > FEW_TEXTS:
            return None
        codes = codes.scatter(at, SpellingCodes(known).read(rest))
    return codes, known


def _by_category(written: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return indices and spellings of any cells; none may be null."""
    import polars as pl

    codes = written.cast(pl.Categorical(pl.Categories.random())).to_physical().cast(pl.UInt32)
    most: Any = codes.max()
    somewhere = pl.repeat(None, 0 if most is None else most + 1, dtype=pl.UInt32, eager=True)
    rows = pl.int_range(len(codes), dtype=pl.UInt32, eager=True)
    return codes, written[somewhere.scatter(codes, rows)]


def filled(at: list[int], values: list[Any], count: int, kind: Any) -> pl.Series:
    """Return a column of a given length, blank except for the given values."""
    import polars as pl

    blank = pl.repeat(None, count, dtype=kind, eager=True)
    return blank.scatter(pl.Series(at, dtype=pl.UInt32), pl.Series(values, dtype=kind))


MOST = float(10**limits.MAGNITUDE)
DIGITS = 15
"""Decimals with up to this many digits have distinct nearest floats."""


def unsigned(numbers: pl.Series) -> pl.Series:
    """Return 0.0 for −0.0, so that no sign is printed."""
    zero = numbers == 0
    return numbers.set(zero, 0.0) if zero.any() else numbers


def binary_numbers(values: pl.Series) -> pl.Series:
    """Return simple numbers as floats, null for cells that need the cell reader.

    These include numbers that may be a code for a missing value or are implausibly large.
    """
    found = _binary(values)
    low, high = found.min(), found.max()
    if not isinstance(low, float) or not isinstance(high, float):
        return found
    tiny = (found < 1 / MOST) & (found > -1 / MOST) & (found != 0)
    if tiny.any():
        found = found.set(tiny, None)
    if low < 0:  # every code is negative
        found = found.set(found.is_in(list(SUSPECT_FLOATS)), None)
    if low <= -MOST or high >= MOST:
        found = found.set(found.abs() >= MOST, None)
    return found


def _binary(values: pl.Series) -> pl.Series:
    import polars as pl

    dtype = values.dtype
    if dtype == pl.Float64:
        return values
    if dtype.is_integer():
        found = values.cast(pl.Float64)
        return found.set(found.abs() > 2**53 - 1, None)
    if dtype == pl.Float32:
        return values.cast(pl.String).cast(pl.Float64, strict=False)
    if isinstance(dtype, pl.Decimal):
        wide = values.abs() >= 10 ** (DIGITS - dtype.scale) if dtype.scale < DIGITS else None
        found = values.cast(pl.Float64)
        return found.set(wide, None) if wide is not None else found.clear(len(values))
    if dtype == pl.String:
        plain = values.str.contains(r"^[+-]?[0-9]+(\.[0-9]+)?$")
        short = values.str.len_chars() <= DIGITS
        return values.cast(pl.Float64, strict=False).set(~(plain & short), None)
    return pl.Series([None] * len(values), dtype=pl.Float64)


def cells_of_codes(values: pl.Series, codes: Sequence[str]) -> pl.Series | None:
    """Return a mask of the numbers that are codes of no value; None if there are no codes."""
    import polars as pl

    if not codes:
        return None
    if values.dtype.is_numeric():
        found = values.cast(pl.Float64).is_in([float(code) for code in codes])
    else:
        found = values.cast(pl.String).is_in(codes)
    return found.fill_null(value=False)


def is_text(values: pl.Series) -> bool:
    """Return whether a column holds text, also as categories."""
    import polars as pl

    return values.dtype in (pl.String, pl.Categorical)
