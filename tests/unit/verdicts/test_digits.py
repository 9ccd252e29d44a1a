"""In JSON and CSV a figure is written digit by digit, and no reader of it loses anything."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import evaluate
from targetcheck.output.result_files.result_csv import cell_text
from targetcheck.quantities.quantity import exact_text
from targetcheck.verdicts.verdict_json import number

DECIMALS = st.decimals(
    min_value=-(10**18), max_value=10**18, places=None, allow_nan=False, allow_infinity=False
).filter(lambda value: -30 < value.adjusted() < 30)


@given(DECIMALS)
def test_a_decimal_is_written_out(value: Decimal) -> None:
    assert Fraction(exact_text(Fraction(value))) == Fraction(value)
    assert Fraction(cell_text(number(Fraction(value)))) == Fraction(value)
    assert "E" not in cell_text(number(Fraction(value))).upper()


@given(st.fractions(max_denominator=10**9).filter(bool))
def test_what_has_no_last_digit_has_twenty(value: Fraction) -> None:
    assert abs(Fraction(exact_text(value)) - value) * 10**19 <= abs(value)


@pytest.mark.parametrize(
    "said", ["0.1234567890123", "1234567890123.45", "99.99999999999999999", "0.000000012345678901"]
)
def test_a_reported_value_comes_back_as_it_was(said: str) -> None:
    ruleset = {
        "targetcheck": 1, "id": "r", "title": "示例",
        "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
        "places": {"city": {"zh": "示例市"}},
        "indicators": {"i": {"zh": "指标", "unit": "公里"}},
        "targets": [{"id": "t", "indicator": "i", "place": "city", "due": "2024-12-31",
                     "require": {"at_least": "3 公里"}}],
    }  # fmt: skip
    rows = [{"place": "city", "indicator": "i", "period": "2024", "value": said, "unit": "公里"}]
    result = evaluate(ruleset, rows, as_of="2025-01-31")
    told = json.loads(result.to_json(), parse_float=Fraction)["verdicts"][0]
    assert told["value"] == Fraction(said)
    assert told["margin"] == Fraction(said) - 3
    from targetcheck.output.result_files.result_csv import as_csv

    [row] = csv.DictReader(io.StringIO(as_csv(result)))
    assert Fraction(row["value"]) == Fraction(said)
    assert Fraction(row["margin"]) == Fraction(said) - 3
