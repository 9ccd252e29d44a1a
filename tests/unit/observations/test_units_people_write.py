"""Units as reports write them: water by weight, parts per million, units of the ruleset's own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import targetcheck as tc
from targetcheck.plan.plan_file.plan_file_reader import plan_of_text
from targetcheck.quantities.unit import find_unit


def ruleset(indicator: dict[str, Any], units: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "targetcheck": 1, "id": "case", "title": {"zh": "试用方案"},
        "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
        "places": {"a": {"zh": "甲"}},
        "indicators": {"x": {"zh": "指标", **indicator}},
        "targets": [
            {"id": "t", "indicator": "x", "place": "a", "from": "2024-01-01", "due": 2024,
             "require": {"at_least": f"1 {indicator['unit']}"}, "cite": {"clause": "一", "quote": "试"}}
        ],
        **({"units": units} if units else {}),
    }  # fmt: skip


def read(plan: object, value: object, unit: str | None) -> Fraction | str:
    rows = [{"place": "a", "indicator": "x", "period": "2024", "value": value, "unit": unit}]
    result = tc.evaluate(plan, rows, as_of="2025-03-31")
    return result.set_aside[0].why.code if result.set_aside else result["t"].value


@pytest.mark.parametrize(
    ("unit", "told", "value", "found"),
    [
        ("万吨/日", "m3/d", 100000, 10),
        ("m3/d", "万吨/日", 3, 30000),
        ("万立方米", "吨", 20000, 2),
        ("吨", "万立方米", 2, 20000),
        ("m3/(人·年)", "t/(人·年)", 30, 30),
        ("m3/万元", "t/万元", 30, 30),
    ],
)
def test_a_tonne_of_water_is_a_cubic_metre_and_back(unit, told, value, found):
    assert read(ruleset({"unit": unit, "water": True}), value, told) == found
    assert read(ruleset({"unit": unit}), value, told) == "unit-dimension"


@pytest.mark.parametrize(
    ("unit", "ppm", "told", "found"),
    [
        ("mL/m3", None, "ppm", 3),
        ("mL/m3", None, "ppb", Fraction(3, 1000)),
        ("mg/kg", None, "ppm", 3),
        ("mg/L", "water", "ppm", 3),
        ("ug/L", "water", "ppb", 3),
        ("mg/L", None, "ppm", "unknown-unit"),
        ("ug/m3", None, "ppb", "unknown-unit"),
        ("mg/L", "water", "ppmv", "unit-dimension"),
    ],
)
def test_parts_per_million_are_read_where_the_indicator_says_of_what(unit, ppm, told, found):
    indicator = {"unit": unit, **({"ppm": ppm} if ppm else {})}
    assert read(ruleset(indicator), 3, told) == found


UNITS = {
    "学位": {"counts": True, "zh": "学位"},
    "标箱": {"is": "1 TEU"},
    "担": {"is": "50 kg", "en": "picul", "aliases": ["市担"]},
    "弓": {"is": "5/3 m"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "told", "value", "found"),
    [
        ("学位", "学位", 3, 3),
        ("个", "学位", 3, 3),
        ("标箱", "TEU", 3, 3),
        ("担", "担", 3, 3),
        ("吨", "担", 30, Fraction(3, 2)),
        ("吨", "picul", 30, Fraction(3, 2)),
        ("吨", "万市担", 1, 500),
        ("担/亩", "kg/亩", 100, 2),
        ("kg/担", "kg/担", 5, 5),
        ("m", "弓", 3, 5),
        ("m", "尺子", 3, "unknown-unit"),
    ],
)
def test_a_ruleset_declares_units_of_its_own(unit, told, value, found):
    assert read(ruleset({"unit": unit}, UNITS), value, told) == found


def test_a_compiled_plan_knows_the_units_of_its_ruleset():
    text = tc.compile_plan(ruleset({"unit": "吨"}, UNITS))
    plan = plan_of_text(tc.api.plan_text(text), "<text>")
    assert read(plan, "30担", None) == Fraction(3, 2)


def test_no_other_ruleset_knows_them():
    tc.load_ruleset(ruleset({"unit": "担"}, UNITS))
    with pytest.raises(tc.TargetcheckError, match="unknown-unit"):
        find_unit("担")


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ({"担": {"is": "about 50 kg"}}, "unit-inexact"),
        ({"担": {"is": "50 xyz"}}, "unit-inexact"),
        ({"担": {"is": "0 kg"}}, "unit-inexact"),
        ({"担": {"is": "50 kg", "counts": True}}, "unit-meaning"),
        ({"担": {}}, "unit-meaning"),
        ({"公顷": {"is": "50 kg"}}, "unit-redefined"),
        ({"亩": {"is": "600 m2"}}, "unit-redefined"),
    ],
)
def test_a_unit_that_is_not_exact_or_known_otherwise_is_refused(units, code):
    with pytest.raises(tc.TargetcheckError, match=code):
        tc.load_ruleset(ruleset({"unit": "吨"}, units))


@pytest.mark.parametrize(
    ("written", "plain", "factor"),
    [
        ("CFU/100mL", "CFU/L", 10), ("MPN/100 mL", "MPN/L", 10), ("个/100毫升", "个/L", 10),
        ("CFU per 100 mL", "CFU/L", 10), ("kt", "t", 1000), ("Mt", "t", 10**6), ("Gt", "t", 10**9),
        ("TWh", "kWh", 10**9), ("MtCO2e", "tCO2", 10**6), ("€", "欧元", 1), ("£", "GBP", 1),
        ("$", "美元", 1), ("USD million", "USD", 10**6), ("EUR bn", "EUR", 10**9),
        ("L per capita per day", "L/(人·日)", 1), ("p.e.", "人口当量", 1), ("Percent", "%", 1),
        ("1/10万", "%", Fraction(1, 1000)), ("per 100000", "%", Fraction(1, 1000)),
        ("人/10万人", "人/人", Fraction(1, 100000)),
    ],
)  # fmt: skip
def test_units_that_people_write(written, plain, factor):
    assert find_unit(written).dimension == find_unit(plain).dimension
    assert find_unit(written).factor == find_unit(plain).factor * factor


def test_carbon_dioxide_equivalents_keep_their_name():
    assert find_unit("MtCO2e").label("en") == "MtCO2e"
    assert find_unit("tCO2").label("en") == "tCO2"


@pytest.mark.parametrize("text", ["ppm", "ppb", "ML"])
def test_a_hint_names_no_unit_that_is_off_by_a_prefix(text):
    with pytest.raises(tc.TargetcheckError) as raised:
        find_unit(text)
    assert "did you mean" not in raised.value.diagnostics[0].hint_en
