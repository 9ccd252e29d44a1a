"""Units and signs inside a cell, read together with the unit beside them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import targetcheck as tc


def read(unit: str, value: object, beside: str | None = None, **indicator: Any) -> Fraction | str:
    """Return the value of one cell in the unit of its indicator, or the code for which it is refused."""
    ruleset = {
        "targetcheck": 1, "id": "case", "title": {"zh": "试用方案"},
        "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
        "places": {"a": {"zh": "甲"}},
        "indicators": {"x": {"zh": "指标", "unit": unit, **indicator}},
        "targets": [
            {"id": "t", "indicator": "x", "place": "a", "require": {"at_least": f"1 {unit}"},
             "due": 2024, "cite": {"clause": "一", "quote": "试"}}
        ],
    }  # fmt: skip
    rows = [{"place": "a", "indicator": "x", "period": "2024", "value": value, "unit": beside}]
    result = tc.evaluate(ruleset, rows, as_of="2025-03-31")
    if result.set_aside:
        return result.set_aside[0].why.code
    value = result["t"].value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("unit", "value", "beside", "found"),
    [
        ("L/(人·d)", "120L", "L/(人·d)", 120),
        ("L/(人·d)", "120 L", "L/(人·d)", 120),
        ("L/(人·d)", "120L", None, "unit-missing"),
        ("升/(人·日)", "120L", "升/(人·日)", 120),
        ("立方米", "1200L", None, Fraction(6, 5)),
        ("mg/L", "0.5L", "mg/L", None),
    ],
)
def test_a_capital_l_is_litres_where_volumes_are_reported(unit, value, beside, found):
    if found is None:
        with pytest.raises(AssertionError):
            read(unit, value, beside)  # below a detection limit there is no value
    else:
        assert read(unit, value, beside) == found


@pytest.mark.parametrize(
    ("unit", "value", "beside", "found"),
    [
        ("万元", "¥120", "万元", 120),
        ("万元", "￥120.50", "万元", Fraction(241, 2)),
        ("万元", "¥120万", None, 120),
        ("万元", "$120", "万元", "unit-contradiction"),
        ("万元", "€ 120", None, "unit-contradiction"),
        ("万美元", "$120", "万美元", 120),
        ("万美元", "US$120", "USD", Fraction(3, 250)),
        ("欧元", "120 €", None, 120),
        ("公顷", "$5", "公顷", "unit-contradiction"),
    ],
)
def test_a_currency_sign_must_agree_with_the_unit(unit, value, beside, found):
    assert read(unit, value, beside) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("94,125", "number-mark-open"),
        ("1,234,567", 1234567),
        ("(5)", "value-unreadable"),
        ("1E400", "number-too-long"),
    ],
)
def test_what_a_number_leaves_open_is_asked(value, found):
    assert read("公顷", value, "公顷") == found


def test_a_count_is_whole_and_so_its_comma_parts_thousands():
    assert read("个", "1,234", "个", nature="count") == 1234
