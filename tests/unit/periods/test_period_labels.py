from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from named_spans import DAY, HALF, MONTH, PLAN, QUARTER, SO_FAR, YEAR, span

from targetcheck.errors import TargetcheckError
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_due, parse_period


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
    ("text", "basis"),
    [("截至2024年1月", "so_far"), ("截止2024年9月底", "so_far"), ("as of 31 March 2024", "so_far")],
)
def test_a_figure_up_to_a_day_does_not_say_since_when(text: str, basis: str) -> None:
    assert parse_period(text).basis == basis
