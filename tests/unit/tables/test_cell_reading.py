"""What one cell says: numbers exactly, signs for nothing, words for done, days, and refusals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.tables.cells.cell_value import CellValue, fold_width, is_blank, read_cell


@pytest.mark.parametrize(
    ("raw", "number", "digits", "unit"),
    [
        ("0", "0", 0, None),
        ("71", "71", 0, None),
        ("0.950", "0.950", 3, None),
        ("+5", "5", 0, None),
        ("-4", "-4", 0, None),
        ("−4", "-4", 0, None),
        ("－４．０％", "-4.0", 1, "%"),
        (" 12 ", "12", 0, None),
        ("　12\u00a0", "12", 0, None),
        ("\ufeff12\u200b", "12", 0, None),
        ("１２．５", "12.5", 1, None),
        ("1,234.5", "1234.5", 1, None),
        ("94,5", "94.5", 1, None),
        ("0,750", "0.750", 3, None),
        ("1234,125", "1234.125", 3, None),
        ("1.234,5", "1234.5", 1, None),
        ("1.234.567", "1234567", 0, None),
        ("1 234", "1234", 0, None),
        ("1\u202f234,50 %", "1234.50", 2, "%"),
        ("1'234.5", "1234.5", 1, None),
        ("1’234’567", "1234567", 0, None),
        ("2.5E-05", "0.000025", 6, None),
        ("2.5×10^-5", "0.000025", 6, None),
        ("1.2×10⁴个/L", "12000", 0, "个/L"),
        ("12,345,678", "12345678", 0, None),
        ("5.", "5", 0, None),
        (".5", "0.5", 1, None),
        ("1e3", "1E+3", 0, None),
        ("1E-05", "0.00001", 5, None),
        ("1.50E2", "150", 0, None),
        ("95%", "95", 0, "%"),
        ("95％", "95", 0, "%"),
        ("95 %", "95", 0, "%"),
        ("5‰", "5", 0, "‰"),
        ("3.34万亩", "3.34", 2, "万亩"),
        ("3.34 万亩", "3.34", 2, "万亩"),
        ("15个百分点", "15", 0, "个百分点"),
        ("100mg/L", "100", 0, "mg/L"),
        ("5m³/d", "5", 0, "m³/d"),
        ("5 m3/d", "5", 0, "m3/d"),
        ("12㎡", "12", 0, "㎡"),
        ("8 kgCO2", "8", 0, "kgCO2"),
        ("20℃", "20", 0, "℃"),
        ("20 °C", "20", 0, "°C"),
        ("5 kg per ha", "5", 0, "kg per ha"),
        ("3 L", "3", 0, "L"),
        ("3年", "3", 0, "年"),
    ],
)
def test_numbers_with_and_without_a_unit(
    raw: str, number: str, digits: int, unit: str | None
) -> None:
    cell = read_cell(raw)
    assert cell == CellValue("number", Decimal(number), digits, unit, False, raw)


@pytest.mark.parametrize(
    ("raw", "number", "other"),
    [("1，234", "1234", "1.234"), ("94,125", "94125", "94.125"), ("<1,000", "1000", "1.000")],
)
def test_a_comma_before_three_digits_has_two_readings(raw: str, number: str, other: str) -> None:
    cell = read_cell(raw)
    assert (cell.number, cell.other) == (Decimal(number), Decimal(other))


@pytest.mark.parametrize(
    ("raw", "sign", "unit"),
    [("¥5", "¥", None), ("￥5.00", None, None), ("US$1,234.5", "US$", None), ("€ 5万", "€", "万")],
)
def test_a_currency_sign_before_a_number(raw: str, sign: str | None, unit: str | None) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.currency, cell.unit) == ("number", sign or "¥", unit)


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("约95%", 95, "%"),
        ("约 95 %", 95, "%"),
        ("~95", 95, None),
        ("～95", 95, None),
        ("≈95", 95, None),
        ("大约3万亩", 3, "万亩"),
        ("95%左右", 95, "%"),
        ("3万亩 左右", 3, "万亩"),
    ],
)
def test_approximate_numbers(raw: str, number: int, unit: str | None) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.number, cell.unit) == ("number", Decimal(number), unit)
    assert cell.approximate


@pytest.mark.parametrize(
    ("raw", "limit", "unit"),
    [
        ("<0.05", "0.05", None),
        ("＜0.05", "0.05", None),
        ("< 0.05 mg/L", "0.05", "mg/L"),
        ("<1,000", "1000", None),
        ("0.05L", "0.05", None),
        ("０．０５Ｌ", "0.05", None),
        ("3L", "3", None),
        ("ND", None, None),
        ("nd", None, None),
        ("N.D.", None, None),
        ("未检出", None, None),
        ("低于检出限", None, None),
        ("<LOD", None, None),
        ("＜检出限", None, None),
        ("未检出（0.05）", "0.05", None),
        ("未检出（<0.05mg/L）", "0.05", "mg/L"),
        ("ND(0.05)", "0.05", None),
    ],
)
def test_below_detection(raw: str, limit: str | None, unit: str | None) -> None:
    cell = read_cell(raw)
    assert cell.kind == "below_detection"
    assert cell.number == (None if limit is None else Decimal(limit))
    assert cell.unit == unit


@pytest.mark.parametrize(
    "raw",
    [None, "", "  ", "　", "—", "——", "-", "–", "/", "／", "…", "……", "N/A", "NA", "n/a", "#N/A",
     "null", "无数据", "未报", "缺", "\u200b", float("nan")],
)  # fmt: skip
def test_signs_for_nothing(raw: object) -> None:
    assert read_cell(raw).kind == "missing"
    assert raw != raw or is_blank(raw)


def test_zero_is_not_nothing() -> None:
    for raw in ("0", "０", "0.0", "0%", 0, Decimal(0)):
        assert read_cell(raw).kind == "number"
        assert not is_blank(raw)


@pytest.mark.parametrize(
    "raw",
    ["nan", "NaN", "inf", "-Infinity", "(5)", "（5.0）", "0,750,000", "1 23", "12,34,567", "1e100", "1E-101", "9" * 101,
     "2024-02-30", "2024/13/1", "#DIV/0!", "#REF!", "1e9999", "<-1", "完成（2024-02-30）",
     b"5", [1], object(), Decimal("NaN"), Decimal("Infinity"), float("inf")],
)  # fmt: skip
def test_what_is_refused(raw: object) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.number, cell.on, cell.done) == ("refused", None, None, None)


@pytest.mark.parametrize(
    "raw",
    ["三", "1.2.3", "≥95", "≤95", "95%以上", "20%以内", "10余家", "10多个", "2—3家", "2~3",
     "3类", "Ⅲ类", "劣Ⅴ", "III", "10³", "5²", "①", "基本完成", "完成（待验收）", "2024Q3",
     "2024年三季度", "1-9月", "m3", "5 of 10", "1.5×103", "1_000", "0x10", "٥", "%", "95*",
     "5 6 kg", "L", "+", ".", "e5", "x" * 5000, "1" * 5000]
)  # fmt: skip
def test_all_else_is_text(raw: str) -> None:
    cell = read_cell(raw)
    if raw == ".":
        assert cell.kind == "missing"
        return
    assert (cell.kind, cell.number, cell.text) == ("text", None, raw)


@pytest.mark.parametrize("raw", ["完成", "已完成", "是", "yes", "TRUE", "Done", "√", True])
def test_words_for_done(raw: object) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.done, cell.number) == ("text", True, None)


@pytest.mark.parametrize(
    "raw", ["未完成", "否", "no", "False", "未开展", "进行中", "×", False, "未完成（预计2024年底）"]
)
def test_words_for_not_done(raw: object) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.done, cell.number) == ("text", False, None)


@pytest.mark.parametrize(
    "raw",
    ["完成（2024-07-28）", "已完成(2024/7/28)", "完成：2024年7月28日", "2024年7月28日完成",
     "已于2024年7月28日完成", "2024-07-28 已完成", "completed on 2024-07-28", "Done (2024-07-28)"],
)  # fmt: skip
def test_done_on_a_day(raw: str) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.done, cell.on) == ("text", True, date(2024, 7, 28))


@pytest.mark.parametrize(
    "raw",
    ["2024-07-28", "2024-7-28", "2024/7/28", "2024.7.28", "2024年7月28日", "２０２４－０７－２８",
     "2024-07-28 10:30:00", "2024-07-28T00:00", date(2024, 7, 28), datetime(2024, 7, 28, 10)],
)  # fmt: skip
def test_a_cell_that_is_a_day(raw: object) -> None:
    cell = read_cell(raw)
    assert (cell.kind, cell.on, cell.done, cell.number) == ("date", date(2024, 7, 28), None, None)


def test_numbers_that_come_as_numbers() -> None:
    assert read_cell(5) == CellValue("number", Decimal(5), 0, text="5")
    assert read_cell(0.1) == CellValue("number", Decimal("0.1"), 1, text="0.1")
    assert read_cell(95.0).digits == 0
    assert read_cell(Decimal("95.10")).digits == 2
    assert read_cell(10**99).number == Decimal(10**99)
    assert read_cell(10**399).kind == "refused"
    assert read_cell(10**400).kind == "refused"


@pytest.mark.parametrize("qualifier", [None, "", "=", "—", "正常"])
def test_a_qualifier_that_says_nothing(qualifier: object) -> None:
    assert read_cell("0.05", qualifier) == read_cell("0.05")


@pytest.mark.parametrize("qualifier", ["<", "＜", "L", "ND", "未检出"])
def test_a_qualifier_for_below_detection(qualifier: str) -> None:
    assert read_cell("0.05", qualifier) == CellValue(
        "below_detection", Decimal("0.05"), 2, text="<0.05"
    )
    assert read_cell("0.05", qualifier) == read_cell("<0.05") == read_cell("<0.05", qualifier)
    assert read_cell(None, qualifier) == CellValue("below_detection", text=qualifier)


def test_a_qualifier_for_about() -> None:
    assert read_cell("0.05", "约").approximate
    assert read_cell("0.05", "约").text == "~0.05"
    assert read_cell("", "约").kind == "missing"


@pytest.mark.parametrize(
    ("raw", "qualifier", "limit", "unit"),
    [(">100", None, "100", None), ("＞24000 个/L", None, "24000", "个/L"), ("> 2.5mg/L", None, "2.5", "mg/L"),
     ("24000", ">", "24000", None), (24, "高于测定上限", "24", None), (">24", ">", "24", None)],
)  # fmt: skip
def test_above_the_measuring_range(raw, qualifier, limit, unit) -> None:
    cell = read_cell(raw, qualifier)
    assert (cell.kind, cell.number, cell.unit) == ("above_range", Decimal(limit), unit)
    assert cell.text.startswith((">", "＞"))


@pytest.mark.parametrize("raw", [">", ">-3", ">abc", ">>5", "≥100"])
def test_no_measuring_range_is_guessed(raw) -> None:
    assert read_cell(raw).kind in ("text", "refused")


@pytest.mark.parametrize("qualifier", ["≥", "J", 5])
def test_a_qualifier_that_is_not_understood(qualifier: object) -> None:
    cell = read_cell("0.05", qualifier)
    assert cell.kind == "refused"
    assert cell.text == f"{qualifier} 0.05"


def test_a_qualifier_for_below_detection_beside_text() -> None:
    assert read_cell("Ⅲ类", "<").kind == "refused"


@given(st.text(max_size=30))
def test_any_text_is_some_cell(text: str) -> None:
    cell = read_cell(text)
    assert cell.text == text
    if cell.kind == "number":
        assert cell.number is not None and cell.number.is_finite()


@given(st.text(alphabet="0123456789.,-+<>~()％%LeE约左右完成未年月日/ ２，．", max_size=14))
def test_near_numbers_never_raise(text: str) -> None:
    cell = read_cell(text)
    assert (cell.number is None) or cell.kind in ("number", "below_detection", "above_range")


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.sampled_from(["", "%", "万亩", " mg/L"]),
)
def test_a_written_decimal_is_read_exactly(number: Decimal, unit: str) -> None:
    cell = read_cell(f"{number:f}{unit}")
    assert cell.kind == "number"
    assert str(cell.number) == f"{number:f}" or cell.number == number
    assert cell.digits == 6
    assert cell.unit == (unit.strip() or None)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_thousands_separators_change_nothing(whole: int, places: int) -> None:
    number = Decimal(whole).scaleb(-places)
    cell = read_cell(f"{number:,f}")
    assert (cell.number, cell.digits) == (number, places)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_decimal(number: float) -> None:
    cell = read_cell(number)
    if number and not 1e-100 <= abs(number) < 1e100:
        assert cell.kind == "refused"
        return
    assert cell.number is not None
    assert float(cell.number) == number
    assert cell.number == Decimal(repr(number))


def test_width_is_folded_and_powers_are_kept() -> None:
    assert fold_width("１０³％（Ａ）") == "10³%(A)"
