"""Intervals in one cell: which texts are one, and which stay what they were."""

from __future__ import annotations

from decimal import Decimal

import pytest

from targetcheck.tables.cells.interval_text import read_interval, scaled_interval

READ = {
    "9.1–12.4 %": ("9.1", "12.4", None, "%"),
    "9.1%～12.4%": ("9.1", "12.4", None, "%"),
    "9,1 to 12,4": ("9.1", "12.4", None, None),
    "10.7 (9.1–12.4)": ("9.1", "12.4", "10.7", None),
    "10.7% (95% CI 9.1 to 12.4)": ("9.1", "12.4", "10.7", "%"),
    "0 (0–1)": ("0", "1", "0", None),
    "10.7 [9.1; 12.4]": ("9.1", "12.4", "10.7", None),
    "-3--1": ("-3", "-1", None, None),
    "3至5个": ("3", "5", None, "个"),
}
NOT_READ = ("10.7", "9.1;12.4", "1,234–1,300", "2024-05-01", "a–b", "10.7 (9.1)", "1 kg–2 g", "")


@pytest.mark.parametrize(("text", "wanted"), READ.items())
def test_an_interval_is_read(text, wanted):
    low, high, estimate, unit = wanted
    found = read_interval(text)
    assert found is not None
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert found.estimate == (None if estimate is None else Decimal(estimate))
    assert found.unit == unit


@pytest.mark.parametrize("text", NOT_READ)
def test_another_text_is_no_interval(text):
    assert read_interval(text) is None


@pytest.mark.parametrize("text", [text for text in READ if "%" not in text])
def test_a_scaled_interval_is_read_again(text):
    found = read_interval(text)
    assert found is not None
    again = read_interval(scaled_interval(found, 3))
    assert again is not None
    assert (again.low, again.high) == (found.low * 1000, found.high * 1000)
