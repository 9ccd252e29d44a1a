from __future__ import annotations

import pytest
from named_spans import span

from targetcheck.errors import TargetcheckError
from targetcheck.periods.fiscal_and_school_year import FiscalYear, month_number
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.cells.month_or_fiscal_year import settle_periods


@pytest.mark.parametrize(
    ("text", "fiscal", "expected"),
    [
        ("2023/24", FiscalYear(4), ("2023-04-01", "2024-03-31")),
        ("2023-24", FiscalYear(4), ("2023-04-01", "2024-03-31")),
        ("2023/2024", FiscalYear(7), ("2023-07-01", "2024-06-30")),
        ("2011/12", FiscalYear(4), ("2011-04-01", "2012-03-31")),
        ("FY2023/24", FiscalYear(4), ("2023-04-01", "2024-03-31")),
        ("FY2024", FiscalYear(4, "end"), ("2023-04-01", "2024-03-31")),
        ("FY2024", FiscalYear(10, "start"), ("2024-10-01", "2025-09-30")),
        ("FY2024", FiscalYear(1), ("2024-01-01", "2024-12-31")),
        ("2024财年", FiscalYear(4, "end"), ("2023-04-01", "2024-03-31")),
        ("2023/24 Q4", FiscalYear(4), ("2024-01-01", "2024-03-31")),
        ("FY2024 Q1", FiscalYear(7, "end"), ("2023-07-01", "2023-09-30")),
        ("2024", FiscalYear(4), ("2024-01-01", "2024-12-31")),
        ("2024-03", FiscalYear(4), ("2024-03-01", "2024-03-31")),
    ],
)
def test_a_fiscal_year_is_read_where_its_first_month_is_known(text, fiscal, expected) -> None:
    assert parse_period(text, fiscal=fiscal).period == span(*expected)


@pytest.mark.parametrize("text", ["FY2024", "2024财年", "2011-12", "FY2024 Q1"])
def test_the_first_month_alone_does_not_settle_every_label(text: str) -> None:
    with pytest.raises(TargetcheckError, match="period-unreadable"):
        parse_period(text, fiscal=FiscalYear(4))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["2010/11", "2011/12", "2012/13"], ["2010/11", "2011/12", "2012/13"]),
        (["2011-12", "2012-13"], ["2011/12", "2012/13"]),
        (["2011/12", "2011/10"], ["2011年12月", "2011/10"]),
        (["2011-12", "2011-10"], ["2011年12月", "2011-10"]),
        (["2011/12"], ["2011/12"]),
        (["2011/12", "2012/13", "2011/3", "2011/05"], ["2011/12", "2012/13", "2011/3", "2011/05"]),
        (["2023", None, 2024], ["2023", None, 2024]),
    ],
)
def test_the_column_tells_months_and_years_apart(given: list[object], kept: list[object]) -> None:
    assert settle_periods(given) == kept


def test_a_mapping_writes_out_the_days_of_a_fiscal_year() -> None:
    assert settle_periods(["2011/12", "2012/13", "2012"], FiscalYear(4)) == [
        "2011-04-01/2012-03-31", "2012-04-01/2013-03-31", "2012",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "month"),
    [
        (4, 4),
        ("4", 4),
        ("04-01", 4),
        ("4月", 4),
        ("4月1日", 4),
        ("April", 4),
        ("apr", 4),
        (13, None),
        ("x", None),
    ],
)
def test_the_first_month_of_a_year_is_written_in_many_ways(text: object, month: int | None) -> None:
    assert month_number(text) == month
