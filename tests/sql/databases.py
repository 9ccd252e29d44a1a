"""Databases that run a query over reports, and what the query and the reference kernel say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from targetcheck.observations.observation import Observations
from targetcheck.quantities.quantity import exact_text


class Report(NamedTuple):
    """A row of the table that the query reads."""

    place: str
    indicator: str
    period_start: date
    period_end: date
    value: Decimal


class Database(Protocol):
    """A database with an empty table of reports for each query."""

    dialect: str

    def rows(self, query: str, reports: Iterable[Report]) -> list[dict[str, Any]]:
        """Run a query over reports."""


class DuckDatabase:
    dialect = "duckdb"

    def __init__(self, kind: str = "DECIMAL(38, 10)") -> None:
        import duckdb

        self.kind, self.connection = kind, duckdb.connect()

    def rows(self, query: str, reports: Iterable[Report]) -> list[dict[str, Any]]:
        import pyarrow as pa

        listed = list(reports)
        names = ("place", "indicator", "period_start", "period_end", "value")
        kinds = (pa.string(), pa.string(), pa.date32(), pa.date32(), pa.string())
        columns = [
            pa.array([str(r[n]) if n == 4 else r[n] for r in listed], kinds[n]) for n in range(5)
        ]
        table = pa.table(dict(zip(names, columns, strict=True)))
        self.connection.register("given", table)
        self.connection.execute(
            "CREATE OR REPLACE TABLE observations AS SELECT place, indicator, period_start,"
            f" period_end, CAST(value AS {self.kind}) AS value FROM given"
        )
        found = self.connection.execute(query)
        heads = [column[0] for column in found.description]
        return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


class PostgresDatabase:
    dialect = "postgres"

    def __init__(self, address: str, kind: str = "NUMERIC") -> None:
        import psycopg

        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("DROP TABLE IF EXISTS observations CASCADE")
        self.connection.execute(
            "CREATE TABLE observations (place TEXT, indicator TEXT, period_start DATE,"
            f" period_end DATE, value {kind})"
        )

    def rows(self, query: str, reports: Iterable[Report]) -> list[dict[str, Any]]:
        from psycopg.rows import dict_row

        self.connection.execute("TRUNCATE observations")
        with self.connection.cursor(row_factory=dict_row) as cursor:
            with cursor.copy("COPY observations FROM STDIN") as copy:
                for report in reports:
                    copy.write_row(report)
            return cursor.execute(query.replace("%", "%%") if "%" in query else query).fetchall()


class SparkDatabase:
    dialect = "spark"

    def __init__(self, session: Any, kind: str = "DECIMAL(38,10)") -> None:
        self.session, self.kind = session, kind

    def rows(self, query: str, reports: Iterable[Report]) -> list[dict[str, Any]]:
        kinds = (
            f"place string, indicator string, period_start date, period_end date, value {self.kind}"
        )
        frame = self.session.createDataFrame([tuple(r) for r in reports], kinds)
        frame.createOrReplaceTempView("observations")
        return [row.asDict() for row in self.session.sql(query).collect()]


def reports_of(observations: Observations) -> list[Report] | None:
    """Give plain observations as rows of the table; None if they hold what it has no column for."""
    found = []
    for each in observations.all:
        plain = each.value is not None and each.basis == "period" and each.counts is None
        digits = exact_text(each.value) if each.value is not None else ""
        if not plain or not set(digits) <= set("-.0123456789") or Fraction(digits) != each.value:
            return None
        if each.printed is not None or each.completed is not None or "." in digits[:-10]:
            return None
        found.append(
            Report(each.place, each.indicator, each.period.start, each.period.end, Decimal(digits))
        )
    return found


def said(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, date], tuple[Any, Any]]:
    """Give status and reason by target, place and due date."""
    return {(r["target"], r["place"], r["due"]): (r["status"], r["reason"]) for r in rows}
