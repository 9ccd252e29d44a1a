"""What differs between the databases: names of types, casts that may fail, types at run time.

Layer: sql_query. Reports are read as DECIMAL(27, 10) where the database has fixed widths: with
factors of nine digits every product then has 38 digits and ten decimals, and none is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DialectName = Literal["duckdb", "postgres", "spark"]
WIDTH, SCALE = 27, 10
"""Digits of a reported value, and how many of them are decimals."""
FACTOR_DIGITS = 9
"""Digits of the denominators of bounds."""
AMOUNT_DIGITS = 28
"""Digits of the numerators of bounds."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words of one database.

    `value`: a report as an exact decimal, NULL if it is too wide. `exact`: whether the column is
    exact, neither binary nor text. `days`: days from one date to another.
    """

    name: str
    text: str
    value: str
    exact: str
    days: str
    total: str


_NARROW = f"TRY_CAST({{0}} AS DECIMAL({WIDTH}, {SCALE}))"
DIALECTS: Mapping[DialectName, Dialect] = {
    "duckdb": Dialect(
        name="duckdb",
        text="VARCHAR",
        value=_NARROW,
        exact="(typeof({0}) LIKE 'DECIMAL%' OR typeof({0}) IN ('TINYINT', 'SMALLINT', 'INTEGER',"
        " 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'))",
        days="({1} - {0})",
        total=_NARROW,
    ),
    "postgres": Dialect(
        name="postgres",
        text="TEXT",
        value="CAST({0} AS NUMERIC)",
        exact="(CAST(pg_typeof({0}) AS TEXT) IN ('numeric', 'smallint', 'integer', 'bigint'))",
        days="({1} - {0})",
        total="{0}",
    ),
    "spark": Dialect(
        name="spark",
        text="STRING",
        value=_NARROW,
        exact="(typeof({0}) LIKE 'decimal%' OR typeof({0}) IN ('tinyint', 'smallint', 'int',"
        " 'bigint'))",
        days="DATEDIFF({1}, {0})",
        total=_NARROW,
    ),
}
