from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.errors import TargetcheckError
from targetcheck.periods.calendar_periods import next_start, periods_between, year_end
from targetcheck.periods.fiscal_year import FiscalYear, month_number
from targetcheck.periods.period import Period, month_period, year_period
from targetcheck.periods.period_input import parse_due, parse_period
from targetcheck.tables.cells.period_notation import settle_periods

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def span(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


YEAR = span("2024-01-01", "2024-12-31")
QUARTER = span("2024-07-01", "2024-09-30")
MONTH = span("2024-09-01", "2024-09-30")
DAY = span("2024-09-21", "2024-09-21")
HALF = span("2024-01-01", "2024-06-30")
SO_FAR = span("2024-01-01", "2024-09-30")
PLAN = span("2021-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2024", "2024年", "2024年度", "２０２４年", "2024年全年", "2024-A1", " 2024 "], YEAR),
        (["2024年底", "2024年末", "2024-12-31", "截至2024年底"], span("2024-12-31", "2024-12-31")),
        (["2024Q3", "2024-Q3", "2024 q3", "Q3 2024", "2024年三季度", "2024年第三季度"], QUARTER),
        (["2024年3季度", "2024年Q3", "2024年第3季度", "2024年7-9月", "2024三季度"], QUARTER),
        (["2024-09", "2024/9", "2024/09", "2024.9", "2024.09", "2024年9月", "2024年09月份"], MONTH),
        (["202409", "2024-M09", "2024年九月", "2024年9月份", "2024-9"], MONTH),
        (["2024-09-21", "2024年9月21日", "20240921", "2024.9.21", "2024/9/21", "2024.09.21"], DAY),
        (["2024-09-21 00:00:00", "2024-09-21T08:30"], DAY),
        (["2024年上半年", "2024H1", "2024-S1", "2024-H1", "2024-01-01/2024-06-30"], HALF),
        (["2024-01-01 to 2024-06-30", "2024-01/2024-06", "2024年1月1日至6月30日"], HALF),
        (["2024年1月1日-6月30日", "2024年1月1日—2024年6月30日", "2024-Q1/2024-Q2"], HALF),
        (["2024年下半年", "2024H2", "2024年下半年度"], span("2024-07-01", "2024-12-31")),
        (["2024年前三季度", "2024年前三个季度", "2024年1-9月", "2024年1—9月"], SO_FAR),
        (
            ["2024年1至9月", "2024年1月-9月", "2024年01-09月", "2024年1~9月份", "2024年前九个月"],
            SO_FAR,
        ),
        (["2024年1-9月累计", "2024年前9个月", "2024年一至九月"], SO_FAR),
        (["2021-2025", "2021—2025年", "2021年至2025年", "十四五", "“十四五”期间"], PLAN),
        (["十四五(2021-2025)", "十四五（2021—2025年）", "14th five-year plan"], PLAN),
        (["十三五", "2016-2020年"], span("2016-01-01", "2020-12-31")),
        (["2024-W05", "2024W05"], span("2024-01-29", "2024-02-04")),
        (["2024年①", "2024¹", "2024*", "2024年†", "2024[1]"], YEAR),
        (["2024年9月②", "2024M9", "2024M09", "2024-M9", "Sep 2024", "September 2024"], MONTH),
        (["Sept. 2024", "2024-Sep", "Sep-2024", "2024 September", "2024年9"], MONTH),
        (["21 Sep 2024", "21-Sep-2024", "September 21, 2024", "21st of September 2024"], DAY),
        (["2024/9/21 0:00", "2024/9/21 8:00:00", "2024-09-21 7:05", "2024年9月21日 8:00"], DAY),
        (["2024-09-21T08:30:00Z", "2024-09-21 11:30 PM", "2024-W38-6"], DAY),
        (["3Q2024", "3Q 2024", "third quarter 2024", "3rd quarter of 2024", "2024.7-9"], QUARTER),
        (["1H2024", "H1/2024", "first half of 2024"], HALF),
        (["Jan-Sep 2024", "January to September 2024", "2024年1-9", "2024.1-9"], SO_FAR),
        (["2024.1-9月", "2024.01-09"], SO_FAR),
        (["2024年第5周", "week 5 2024", "W05 2024"], span("2024-01-29", "2024-02-04")),
        (
            ["2023-2024学年", "2023/24学年", "2023/2024 school year"],
            span("2023-09-01", "2024-08-31"),
        ),
        (["year ended 31 March 2024", "12 months to March 2024"], span("2023-04-01", "2024-03-31")),
        (["2024年12月中旬"], span("2024-12-11", "2024-12-20")),
        (["2024年7月底", "2024年7月末"], span("2024-07-31", "2024-07-31")),
        (["2024年三季度末"], span("2024-09-30", "2024-09-30")),
        (["2024-2025年秋冬季"], span("2024-10-01", "2025-03-31")),
        (["2023年10月至2024年3月"], span("2023-10-01", "2024-03-31")),
    ],
)
def test_a_label_is_read(texts: list[str], expected: Period) -> None:
    for text in texts:
        found = parse_period(text).period
        assert found == expected, text
        assert found.label == text.strip()


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("2024年1-9月", "year_to_date"),
        ("2024年1—12月", "year_to_date"),
        ("2024年1-2月", "year_to_date"),
        ("2024年1-10月", "year_to_date"),
        ("2024年前三季度", "year_to_date"),
        ("2024年前11个月", "year_to_date"),
        ("2024年4-6月", "period"),
        ("2024年10-12月", "period"),
        ("2024年11-12月", "period"),
        ("2024年上半年", "period"),
        ("2024年一季度", "period"),
        ("2024年1月", "period"),
        ("2024-01-01/2024-09-30", "period"),
    ],
)
def test_a_label_from_january_counts_the_year_so_far(text: str, basis: str) -> None:
    assert parse_period(text).basis == basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-9月", SO_FAR),
        ("三季度", QUARTER),
        ("第三季度", QUARTER),
        ("Q3", QUARTER),
        ("9月", MONTH),
        ("九月", MONTH),
        ("上半年", HALF),
        ("前三季度", SO_FAR),
        ("全年", YEAR),
        ("年底", span("2024-12-31", "2024-12-31")),
        ("9月21日", DAY),
        ("9月底", span("2024-09-30", "2024-09-30")),
    ],
)
def test_a_label_without_a_year_needs_one(text: str, expected: Period) -> None:
    assert parse_period(text, 2024).period == expected
    with pytest.raises(TargetcheckError, match="add the year"):
        parse_period(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2024, YEAR),
        (2024.0, YEAR),
        (202409, MONTH),
        (20240921, DAY),
        (date(2024, 9, 21), DAY),
        (datetime(2024, 9, 21, 8, 30), DAY),
    ],
)
def test_cells_that_are_no_text_are_read(value: object, expected: Period) -> None:
    assert parse_period(value).period == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("", "write for example"),
        ("2024-02-30", "write for example"),
        ("2024-13", "write for example"),
        ("20241301", "write for example"),
        ("24年", "write for example"),
        ("2025-2021", "write for example"),
        ("2024-06-30/2024-01-01", "write for example"),
        ("2024-2025年度", "write for example"),
        ("2024年9月累计", "write for example"),
        ("2024Q5", "write for example"),
        ("2023-W53", "write for example"),
        ("1850", "write for example"),
        ("待定", "write for example"),
        ("2024Q6", "quarters 1 to 4"),
        ("2024年5季度", "quarters 1 to 4"),
        ("2024M13", "months 1 to 12"),
        ("2024-W54", "write for example"),
        ("Dec-24", "write for example"),
        ("12/2024", "write for example"),
        ("2024/1-12", "write for example"),
        ("2000/01", "write `2000-01` for the month"),
        ("2011/12", "write `2011-12` for the month"),
        ("2012/13", "fiscal_year_starts"),
        ("2023/2024", "fiscal_year_starts"),
        ("2024/25", "fiscal_year_starts"),
        ("2024-25", "fiscal_year_starts"),
        ("FY2024", "fiscal_year_named"),
        ("2024财年", "fiscal_year_named"),
        ("今年", "in digits"),
        ("本月", "in digits"),
        ("2024年12月31日以前", "the last day itself"),
        ("2024.1", "`2024-01` or `2024-10`"),
        (2024.1, "`2024-01` or `2024-10`"),
        (45123, "as a date"),
        (float("nan"), "write for example"),
        (True, "write for example"),
        (None, "write for example"),
    ],
)
def test_what_is_not_a_period_is_an_error_with_the_mend(value: object, hint: str) -> None:
    with pytest.raises(TargetcheckError) as raised:
        parse_period(value)  # type: ignore[arg-type]
    (found,) = raised.value.diagnostics
    assert found.code == "period-unreadable"
    assert hint in found.hint_en
    assert found.hint_zh


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2024, "2024-12-31"),
        ("2024", "2024-12-31"),
        ("2024-07", "2024-07-31"),
        ("2024Q3", "2024-09-30"),
        ("2024年7月底", "2024-07-31"),
        ("2024年7月底前", "2024-07-31"),
        ("2024年2月底前", "2024-02-29"),
        ("2024年12月上旬", "2024-12-10"),
        ("2024年12月中旬", "2024-12-20"),
        ("2024年12月下旬", "2024-12-31"),
        ("2025年2月下旬", "2025-02-28"),
        ("2025年底", "2025-12-31"),
        ("2025年底前", "2025-12-31"),
        ("到2025年", "2025-12-31"),
        ("2025年上半年", "2025-06-30"),
        ("2024年6月30日前", "2024-06-30"),
        ("十四五", "2025-12-31"),
        (date(2024, 7, 26), "2024-07-26"),
    ],
)
def test_a_due_day_is_the_last_day_of_its_label(value: str | int | date, expected: str) -> None:
    assert parse_due(value) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["2025年6月30日之前", "2025年6月30日以前", "2025年前", "2025年6月前"]
)
def test_before_a_day_is_not_decided_for_the_reader(text: str) -> None:
    with pytest.raises(TargetcheckError, match="leaves open"):
        parse_due(text)


@given(
    st.text(
        alphabet="0123456789年月日季度上下中旬前底末第至-~/. QHSWM一二三十四五累计", max_size=14
    )
)
def test_any_text_is_a_period_or_an_error_that_says_so(text: str) -> None:
    try:
        found = parse_period(text, 2024)
    except TargetcheckError as error:
        found = None
        assert [each.code for each in error.diagnostics] == ["period-unreadable"]
    assert found is None or found.period.days > 0


@pytest.mark.parametrize(
    ("period", "frequency", "zh", "en"),
    [
        (YEAR, "year", "2024年", "2024"),
        (QUARTER, "quarter", "2024年第三季度", "2024 Q3"),
        (MONTH, "month", "2024年9月", "2024-09"),
        (DAY, "day", "2024年9月21日", "2024-09-21"),
        (HALF, "half", "2024年上半年", "2024 H1"),
        (SO_FAR, "other", "2024年1—9月", "2024-01 to 2024-09"),
        (PLAN, "other", "2021—2025年", "2021–2025"),
        (span("2024-02-01", "2024-04-30"), "other", "2024年2—4月", "2024-02 to 2024-04"),
        (
            span("2024-10-01", "2025-03-31"),
            "other",
            "2024年10月1日至2025年3月31日",
            "2024-10 to 2025-03",
        ),
        (
            span("2024-01-29", "2024-02-04"),
            "other",
            "2024年1月29日至2024年2月4日",
            "2024-01-29 to 2024-02-04",
        ),
    ],
)
def test_a_period_knows_its_name(period: Period, frequency: str, zh: str, en: str) -> None:
    assert period.frequency == frequency
    assert (period.text("zh"), period.text("en")) == (zh, en)


@given(DAYS, st.integers(min_value=0, max_value=2000))
def test_a_period_is_read_back_as_it_was_printed(start: date, days: int) -> None:
    period = Period(start, min(start + timedelta(days=days), date(2199, 12, 31)))
    assert parse_period(period.text("zh")).period == period
    assert parse_period(period.text("en")).period == period


@given(st.integers(1900, 2199), st.integers(1, 12), st.integers(1, 12))
def test_whole_months_are_read_back_as_they_were_printed(year: int, a: int, b: int) -> None:
    period = month_period(year, min(a, b), max(a, b))
    assert parse_period(period.text("zh")).period == period
    assert parse_period(period.text("en")).period == period


def test_periods_sort_by_their_end_and_then_their_start() -> None:
    periods = [YEAR, QUARTER, DAY, HALF, SO_FAR, MONTH]
    assert sorted(periods) == [HALF, DAY, SO_FAR, QUARTER, MONTH, YEAR]
    assert QUARTER < MONTH <= YEAR
    assert YEAR > MONTH
    assert YEAR >= MONTH


def test_the_label_is_not_compared() -> None:
    assert parse_period("2024年").period == parse_period("2024").period
    assert len({parse_period("2024年").period, parse_period("2024").period}) == 1


def test_days_and_containment() -> None:
    assert (YEAR.days, DAY.days) == (366, 1)
    assert YEAR.contains(DAY)
    assert YEAR.contains(YEAR)
    assert not MONTH.contains(QUARTER)
    assert next_start(YEAR) == date(2025, 1, 1)
    assert year_end(2024) == YEAR.end
    assert year_period(2024) == YEAR


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        span("2024-02-01", "2024-01-31")


@pytest.mark.parametrize(
    ("every", "count", "first", "last"),
    [
        ("month", 24, "2024-01-01/2024-01-31", "2025-12-01/2025-12-31"),
        ("quarter", 8, "2024-01-01/2024-03-31", "2025-10-01/2025-12-31"),
        ("half", 4, "2024-01-01/2024-06-30", "2025-07-01/2025-12-31"),
        ("year", 2, "2024-01-01/2024-12-31", "2025-01-01/2025-12-31"),
        ("2 years", 1, "2024-01-01/2025-12-31", "2024-01-01/2025-12-31"),
        ("6 months", 4, "2024-01-01/2024-06-30", "2025-07-01/2025-12-31"),
        ("week", 100, "2024-01-29/2024-02-04", "2025-12-22/2025-12-28"),
        ("day", 701, "2024-01-31/2024-01-31", "2025-12-31/2025-12-31"),
    ],
)
def test_periods_are_counted_off(every: str, count: int, first: str, last: str) -> None:
    found = periods_between(date(2024, 1, 31), date(2025, 12, 31), every)
    assert len(found) == count
    assert found[0] == parse_period(first).period
    assert found[-1] == parse_period(last).period


@pytest.mark.parametrize(
    "every", ["", "fortnight", "0 years", "two years", "2 2 years", "-1 month"]
)
def test_a_recurrence_that_cannot_be_read_raises(every: str) -> None:
    with pytest.raises(ValueError, match="recurrence"):
        periods_between(date(2024, 1, 1), date(2024, 12, 31), every)


@given(DAYS, DAYS, st.sampled_from(["week", "month", "quarter", "half", "year", "3 months"]))
def test_counted_periods_follow_each_other(start: date, end: date, every: str) -> None:
    end = min(end, start + timedelta(days=1500))
    found = periods_between(start, end, every)
    for one, two in pairwise(found):
        assert next_start(one) == two.start
    assert all(start <= period.end <= end for period in found)


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
    ("text", "basis"),
    [("截至2024年1月", "so_far"), ("截止2024年9月底", "so_far"), ("as of 31 March 2024", "so_far")],
)
def test_a_figure_up_to_a_day_does_not_say_since_when(text: str, basis: str) -> None:
    assert parse_period(text).basis == basis


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
