"""Spark expressions for cells: numbers, eras of periods, regular statuses.

Layer: columnar. Input: columns and their types. Output: expressions that are null if a cell needs
the cell reader; None if the whole type does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from targetcheck.columnar.column_encoding import DIGITS, MOST
from targetcheck.observations.observation_status import STATUSES, means_reported
from targetcheck.tables.cells.missing_value_words import SUSPECT_FLOATS

PLAIN = rf"^(?=.{{1,{DIGITS}}}\z)[+-]?[0-9]+(\.[0-9]+)?\z"
LAST_OF = ((r"^[0-9]{4}\z", "-12-31"), (r"^[0-9]{4}-(0[1-9]|1[0-2])\z", "-31"))
"""Forms of periods, and the suffix that makes their ends comparable as text; day 31 ends any month."""
A_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"


def named(name: str) -> Any:
    """Return a column by its name, with any characters quoted."""
    from pyspark.sql import functions as f

    return f.col("`" + name.replace("`", "``") + "`")


def number_of(cell: Any, kind: Any) -> Any | None:
    """Return simple numbers as floats, null for cells that need the cell reader."""
    from pyspark.sql import functions as f

    found = _number(cell, kind)
    if found is None:
        return None
    figure = (f.abs(found) < MOST) & ((f.abs(found) >= 1 / MOST) | (found == 0))
    return f.when(figure & ~found.isin(*SUSPECT_FLOATS), found)


def _number(cell: Any, kind: Any) -> Any | None:
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    if isinstance(kind, t.DoubleType):
        return cell
    if isinstance(kind, t.ByteType | t.ShortType | t.IntegerType):
        return cell.cast("double")
    if isinstance(kind, t.LongType):
        most = 2**53 - 1
        return f.when(cell.between(-most, most), cell.cast("double"))
    if isinstance(kind, t.DecimalType):
        if kind.precision <= DIGITS:
            return cell.cast("double")
        if kind.scale >= DIGITS:
            return None
        return f.when(f.abs(cell) < f.lit(10 ** (DIGITS - kind.scale)), cell.cast("double"))
    if kind == t.StringType():
        return f.when(cell.rlike(PLAIN), cell.try_cast("double"))
    return None


def era_of(
    found: Mapping[str, str], kinds: Mapping[str, Any], starts: Sequence[date]
) -> Any | None:
    """Return the index of the era of each row's period."""
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    if not starts:
        return f.lit(0)
    period, kind = named(found["period"]), kinds[found["period"]]
    if isinstance(kind, t.DateType):
        end, ends = period, [f.lit(start) for start in starts]
    elif kind == t.StringType():
        end = f.when(period.rlike(A_DAY) & period.try_cast("date").isNotNull(), period)
        for shape, last in LAST_OF:
            end = end.when(period.rlike(shape), f.concat(period, f.lit(last)))
        ends = [f.lit(start.isoformat()) for start in starts]
    else:
        return None
    era = f.lit(0)
    for start in ends:
        era = era + f.when(end >= start, 1).otherwise(0)
    none = len(starts) + 1
    return f.when(end.isNull(), none).otherwise(era)


def plain_status(status: Any, kind: Any) -> Any | None:
    """Return which statuses are those of a regular observation."""
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    if kind != t.StringType():
        return None
    words = [word for text in STATUSES.values() for word in text.split() if means_reported(word)]
    return f.coalesce(status, f.lit("")).isin("", *words)
