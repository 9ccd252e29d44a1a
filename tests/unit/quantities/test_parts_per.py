"""`ppm` and `ppb` in a ruleset: the indicator says of what they are parts."""

from typing import Any

import pytest
import yaml

from targetcheck import TargetcheckError, evaluate, load_ruleset

HEAD = """targetcheck: 1
id: air
title: Air
document: {number: example, issuer: example, issued: 2024-01-01}
places: {a: {en: A}}
"""


def ruleset(indicator: str, require: str, more: str = "") -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        f"{HEAD}{more}indicators: {{o3: {{en: ozone, better: lower, {indicator}}}}}\n"
        f"targets:\n  - {{id: t, indicator: o3, place: a, require: {require}, due: 2024-12-31}}\n"
    )
    return found


def verdict(source: dict[str, Any], value: str, unit: str) -> str:
    rows = [{"place": "a", "indicator": "o3", "period": "2024", "value": value, "unit": unit}]
    return str(evaluate(load_ruleset(source), rows, as_of="2025-02-01")["t"].status)


@pytest.mark.parametrize(
    ("indicator", "unit", "value"),
    [
        ("unit: ppm, ppm: volume", "ppb", "70"),
        ("unit: ppb, ppm: volume", "mL/m3", "0.07"),
        ("unit: mL/m3", "ppm", "0.07"),
        ("unit: ppm, ppm: water", "mg/L", "0.07"),
        ("unit: ppm, ppm: mass", "mg/kg", "0.07"),
    ],
)
def test_a_limit_in_ppm_is_what_the_indicator_says_ppm_is(
    indicator: str, unit: str, value: str
) -> None:
    source = ruleset(indicator, "{all: [{at_most: 0.070 ppm}, {at_least: 0 ppm}]}")
    assert verdict(source, value, unit) == "pass"
    assert verdict(source, value + "1", unit) == "fail"


def test_a_dated_limit_is_in_ppm_if_all_indicators_mean_the_same() -> None:
    limit = "limits: {o3_limit: {en: limit, entries: [{from: 2020-01-01, at_most: 70 ppb}]}}\n"
    source = ruleset("unit: ppm, ppm: volume", "{within: o3_limit}", limit)
    assert verdict(source, "0.07", "ppm") == "pass"


def test_ppm_of_nothing_is_refused_once_for_each_place_where_it_is_written() -> None:
    source = ruleset("unit: ppm", "{all: [{at_most: 0.070 ppm}, {at_least: 0 ppm}]}")
    with pytest.raises(TargetcheckError) as caught:
        load_ruleset(source)
    assert [d.code for d in caught.value.diagnostics] == ["unknown-unit"] * 3


def test_a_list_is_too_short_only_if_it_is_written_too_short() -> None:
    with pytest.raises(TargetcheckError) as caught:
        load_ruleset(ruleset("unit: mL/m3", "{all: [{at_most: 7 mL/m3}]}"))
    assert [d.code for d in caught.value.diagnostics] == ["value-unreadable"]


def test_a_unit_of_one_ruleset_is_unknown_in_another() -> None:
    with_unit = "units: {sack: {en: sacks, is: 50 kg}}\n"
    assert load_ruleset(ruleset("unit: kg", "{at_most: 2 sack}", with_unit))
    with pytest.raises(TargetcheckError):
        load_ruleset(ruleset("unit: kg", "{at_most: 2 sack}"))
    other = load_ruleset(
        ruleset("unit: kg", "{at_most: 2 sack}", with_unit.replace("50 kg", "60 kg"))
    )
    rows = [{"place": "a", "indicator": "o3", "period": "2024", "value": "110", "unit": "kg"}]
    assert evaluate(other, rows, as_of="2025-02-01")["t"].status == "pass"


def test_conditions_on_an_indicator_in_ppm_are_in_its_ppm() -> None:
    source = ruleset("unit: ppm, ppm: volume", "{at_most: 0.07 ppm}")
    source["scales"] = {"met": {"en": "met", "grades": ["good", "bad"]}}
    source["indicators"]["met"] = {
        "en": "met",
        "nature": "class",
        "scale": "met",
        "graded": {"rules": [{"grade": "good", "o3": {"at_most": "70 ppb"}}], "else": "bad"},
    }
    source["targets"].append(
        {"id": "m", "indicator": "met", "place": "a", "require": {"at_least": "good"}, "due": 2024}
    )
    rows = [{"place": "a", "indicator": "o3", "period": "2024", "value": "0.07", "unit": "ppm"}]
    assert evaluate(load_ruleset(source), rows, as_of="2025-02-01")["m"].status == "pass"


def test_an_indicator_in_ppm_has_to_say_itself_what_it_is_part_of() -> None:
    source = ruleset("unit: ppm, ppm: volume", "{at_most: 0.07 ppm}")
    source["indicators"]["lead"] = {"en": "lead", "unit": "ppm", "better": "lower"}
    with pytest.raises(TargetcheckError) as caught:
        load_ruleset(source)
    assert [d.code for d in caught.value.diagnostics] == ["unknown-unit"]
