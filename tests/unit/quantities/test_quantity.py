from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.errors import TargetcheckError
from targetcheck.quantities.quantity import (
    Quantity,
    exact_text,
    number_text,
    parse_quantity,
    quantity,
    read_number,
)
from targetcheck.quantities.unit import find_unit, known_units

NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4
)
UNITS = st.sampled_from([*known_units(), "万亩", "亿元", "万吨/日", "千人", "10⁴ m³"]).map(
    find_unit
)


@pytest.mark.parametrize(
    ("text", "value", "unit", "digits", "printed"),
    [
        ("95 %", "95", "percent", 0, "95 %"),
        ("95%", "95", "percent", 0, "95 %"),
        ("２０％", "20", "percent", 0, "20 %"),
        ("-4 %", "-4", "percent", 0, "-4 %"),
        ("－4％", "-4", "percent", 0, "-4 %"),
        ("–4 %", "-4", "percent", 0, "-4 %"),
        ("0.9‰", "0.9", "per_mille", 1, "0.9 ‰"),
        ("100 mg/L", "100", "mg/L", 0, "100 毫克/升"),
        ("100 ㎎／L", "100", "mg/L", 0, "100 毫克/升"),
        ("1,234.5 吨", "1234.5", "tonne", 1, "1234.5 吨"),
        ("１，２３４．５ 吨", "1234.5", "tonne", 1, "1234.5 吨"),
        ("15 个百分点", "15", "percentage_point", 0, "15 个百分点"),
        ("15 percentage_point", "15", "percentage_point", 0, "15 个百分点"),
        ("3.34万亩", "3.34", "mu_10k", 2, "3.34 万亩"),
        ("0.690 万亩", "0.69", "mu_10k", 3, "0.690 万亩"),
        ("23 km", "23", "kilometre", 0, "23 公里"),
        ("619.53亿元", "619.53", "yuan_100m", 2, "619.53 亿元"),
        ("15 × 10⁴ mu", "15", "mu_10k", 0, "15 万亩"),
        ("3 个", "3", "item", 0, "3 个"),
        ("+5 %", "5", "percent", 0, "5 %"),
    ],
)
def test_a_quantity_is_read(text: str, value: str, unit: str, digits: int, printed: str) -> None:
    found = parse_quantity(text)
    assert (found.value, found.unit.name, found.digits) == (Fraction(value), unit, digits)
    assert found.text == str(found) == printed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("71", "quantity-no-unit"),
        (" 71.5 ", "quantity-no-unit"),
        ("-4", "quantity-no-unit"),
        ("", "quantity-unreadable"),
        ("%", "quantity-unreadable"),
        ("约95%", "quantity-unreadable"),
        ("95%以上", "unknown-unit"),
        ("2—3家", "quantity-unreadable"),
        ("2-3 家", "quantity-unreadable"),
        ("1,23 t", "quantity-unreadable"),
        ("1.2.3 t", "quantity-unreadable"),
        ("1e5 t", "unknown-unit"),
        (".5 %", "quantity-unreadable"),
        ("95 % 以上", "unknown-unit"),
        ("1.2万", "unknown-unit"),
        ("15 100 million yuan", "quantity-unreadable"),
        ("九十 %", "quantity-unreadable"),
        ("3² m", "unknown-unit"),
    ],
)
def test_what_is_not_a_quantity_is_an_error(text: str, code: str) -> None:
    with pytest.raises(TargetcheckError) as raised:
        parse_quantity(text)
    assert raised.value.diagnostics[0].code == code


@given(st.text(alphabet="0123456789.,-−％% 个万亩亿元/·×10⁴²m()", max_size=12))
def test_any_text_is_a_quantity_or_an_error_that_says_so(text: str) -> None:
    try:
        assert parse_quantity(text).unit.factor > 0
    except TargetcheckError as error:
        codes = {"quantity-no-unit", "quantity-unreadable", "unknown-unit"}
        assert {each.code for each in error.diagnostics} <= codes


def test_a_number_alone_is_told_how_to_mend_itself() -> None:
    with pytest.raises(TargetcheckError, match="write for example `71 %`"):
        parse_quantity("71")


def test_a_quantity_is_printed_in_both_languages() -> None:
    area = parse_quantity("0.69 万亩")
    assert (area.zh(), area.en()) == ("0.69万亩", "0.69 × 10⁴ mu")
    assert parse_quantity("95 %").en() == "95 %"
    assert parse_quantity("15亿元").printed("en") == "15 × 100 million yuan"


def test_conversion_is_exact() -> None:
    assert parse_quantity("1 万亩").to(find_unit("公顷")) == Fraction(2000, 3)
    with pytest.raises(TargetcheckError):
        parse_quantity("15 pp").to(find_unit("%"))


def test_a_unit_that_starts_with_a_digit_does_not_run_into_the_number() -> None:
    made = quantity(Fraction(5), find_unit("100毫升"))
    assert (str(made), made.zh(), made.en()) == ("5 × 100毫升", "5 × 100毫升", "5 × 100 mL")
    assert find_unit("100毫升").after("1", "en") == "1 × 100 mL"


@given(NUMBERS, UNITS)
def test_a_quantity_is_read_back_as_it_was_printed(number: Decimal, unit: object) -> None:
    made = quantity(Fraction(number), unit, 4)  # type: ignore[arg-type]
    assert parse_quantity(str(made)) == made
    assert parse_quantity(made.zh()) == made
    english: Quantity = parse_quantity(made.en())
    assert (english.value, english.unit.factor) == (made.value, made.unit.factor)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("0", None, "0"),
        ("-0.5", None, "-0.5"),
        ("1/8", None, "0.125"),
        ("2/3", None, "0.666667"),
        ("-2/3", None, "-0.666667"),
        ("2000/3", None, "666.667"),
        ("1/3000", None, "0.000333333"),
        ("1234567/3", None, "411522"),
        ("12345678/7", None, "1763668"),
        ("99999999/100000000", None, "0.99999999"),
        ("2999999999/3000000000", None, "1.00000"),
        ("123456789012", None, "123456789012"),
        ("1234567890123456", None, "1234567890123456"),
        ("0.1", 3, "0.100"),
        ("2/3", 2, "0.67"),
        ("-0.001", 2, "0.00"),
        ("150", -2, "200"),
        ("1/2", 0, "0"),
        ("3/2", 0, "2"),
    ],
)
def test_a_number_is_printed_without_exponent(
    value: str, digits: int | None, expected: str
) -> None:
    assert number_text(Fraction(value), digits) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5", "1234.5"),
        ("１２３", "123"),
        ("−4", "-4"),
        ("－4.50", "-4.50"),
        ("–4", "-4"),
        ("007", "7"),
        ("1,234,567", "1234567"),
        ("+3", "3"),
        (" 3 ", "3"),
    ],
)
def test_a_number_is_read(text: str, expected: str) -> None:
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "-", "1,23", "12,345,6", "1e5", "nan", "inf", "1_000", "3万", "٣", "5%", "1 2", "²", "½"],
)
def test_what_is_not_a_number_raises(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_number(text)


@given(NUMBERS)
def test_a_number_is_read_back_as_it_was_printed(number: Decimal) -> None:
    if abs(number) < 10**8:
        assert Fraction(read_number(number_text(Fraction(number)))) == Fraction(number)


@given(st.integers(-(10**80), 10**80), st.integers(0, 90), st.integers(0, 90))
def test_a_number_that_ends_is_written_with_all_its_digits(
    whole: int, twos: int, fives: int
) -> None:
    value = Fraction(whole, 2**twos * 5**fives)
    assert Fraction(exact_text(value)) == value


def test_a_number_without_a_last_digit_has_twenty() -> None:
    assert exact_text(Fraction(2, 3)) == "0.66666666666666666667"
    assert exact_text(Fraction(20_000_000, 3)) == "6666666.6666666666667"
