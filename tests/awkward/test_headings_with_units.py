"""Headings that name an indicator and its unit, and columns whose heading says nothing."""

from pathlib import Path
from typing import Any

import pytest

from targetcheck import TargetcheckError, compile_plan, evaluate, load_ruleset
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.tables.table_reader import read_table

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "example",
    "title": "Example",
    "document": {"number": "example", "issuer": "example", "issued": "2024-01-01"},
    "places": {
        "a": {"en": "Ashford", "zh": "甲滩", "aliases": ["ASH"]},
        "b": {"en": "Bankside", "zh": "乙滩", "aliases": ["BAN"]},
    },
    "indicators": {
        "ie": {
            "en": "Intestinal enterococci",
            "zh": "肠球菌",
            "unit": "CFU/100mL",
            "better": "lower",
        },
        "water": {"en": "Safe water", "zh": "安全饮水", "nature": "share", "unit": "percent"},
    },
    "targets": [
        {
            "id": f"{name}-{place}",
            "indicator": name,
            "place": place,
            "require": require,
            "due": "2024-12-31",
        }
        for name, require in (("ie", {"at_most": "200 CFU/100mL"}), ("water", {"at_least": "90 %"}))
        for place in ("a", "b")
    ],
}


def judged(tmp_path: Path, text: str, name: str = "table.csv", **options: Any) -> Any:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    plan = compile_plan(load_ruleset(RULESET))
    table = read_table(path, known=vocabulary(plan), **options)
    return evaluate(plan, table, as_of="2025-02-01")


@pytest.mark.parametrize(
    "unit",
    ["cfu/100mL", "cfu/100 ml", "CFU/100mL", "cfu per 100 mL", "colonies/100 mL", "Cfu/100mL"],
)
def test_the_spellings_of_laboratories_are_units(tmp_path: Path, unit: str) -> None:
    result = judged(tmp_path, f"Site,Date,Intestinal enterococci ({unit})\nAshford,2024-12-31,27\n")
    assert result["ie-a"].status == "pass"


@pytest.mark.parametrize("unit", ["% of population", "percent of households", "per cent of people"])
def test_a_percentage_of_something_is_in_percent(tmp_path: Path, unit: str) -> None:
    wide = judged(tmp_path, f"Safe water ({unit})\nCountry,2023,2024\nAshford,91,93\n")
    assert wide["water-a"].value == 93
    long = judged(tmp_path, f"place,indicator,period,value,unit\na,water,2024,93,{unit}\n")
    assert long["water-a"].value == 93


def test_an_unknown_unit_in_a_heading_is_told_as_that(tmp_path: Path) -> None:
    result = judged(
        tmp_path,
        "Site,Date,Intestinal enterococci (cfuu/100mL)\nAshford,2024-12-31,27\nBankside,2024-12-31,3\n",
    )
    assert [(a.why.code, a.indicator, a.place) for a in result.set_aside] == [
        ("heading-unit-unknown", "ie", "a"),
        ("heading-unit-unknown", "ie", "b"),
    ]
    why = result.set_aside[0].why
    assert "`cfuu/100mL` in it is not a known unit" in why.en
    assert "did you mean `cfu/100mL`" in why.hint_en
    assert str(why.where).endswith(":1:3")
    assert "row_set_aside" in result["ie-a"].flags


def test_a_part_of_an_indicator_is_not_the_whole(tmp_path: Path) -> None:
    result = judged(
        tmp_path,
        "Country,Period,Safe water (%),Safe water (rural),Safe water (urban)\nAshford,2024,93,70,99\n",
    )
    assert result["water-a"].value == 93
    assert [a.why.code for a in result.set_aside] == ["heading-unit-unknown"] * 2


def test_a_mapping_says_what_a_heading_means(tmp_path: Path) -> None:
    text = "Site,Date,Intestinal enterococci (per dL)\nAshford,2024-12-31,27\n"
    mapping = {
        "columns": {"Intestinal enterococci (per dL)": {"indicator": "ie", "unit": "CFU/dL"}}
    }
    assert judged(tmp_path, text, mapping=mapping)["ie-a"].status == "pass"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Safe water\nCountry,2023,2024\nAshford,91,93\n", "behind the name of the indicator"),
        ("place,indicator,period,value\na,water,2024,93\n", "add a column `unit` with `%`"),
        ("place,indicator,period,value,unit\na,water,2024,93,\n", "write `%` in the unit column"),
    ],
)
def test_a_missing_unit_is_asked_where_the_table_would_have_it(
    tmp_path: Path, text: str, hint: str
) -> None:
    result = judged(tmp_path, text)
    assert {a.why.code for a in result.set_aside} == {"unit-missing"}
    assert hint in result.set_aside[0].why.hint_en


def test_a_column_of_known_places_names_the_places(tmp_path: Path) -> None:
    long = judged(
        tmp_path,
        "Sampling point,Determinand,Date,Result,Unit\n"
        "Ashford,Intestinal enterococci,2024-12-31,27,cfu/100mL\n"
        "Bankside,Intestinal enterococci,2024-12-31,270,cfu/100mL\n",
    )
    assert [long[t].status for t in ("ie-a", "ie-b")] == ["pass", "fail"]
    wide = judged(
        tmp_path,
        "Provider Code,Provider Name,Period,Safe water (%)\n"
        "ASH,Ashford,2024,93\nBAN,Bankside,2024,80\n",
        "wide.csv",
    )
    assert [wide[t].status for t in ("water-a", "water-b")] == ["pass", "fail"]


def test_columns_that_name_different_places_are_not_chosen_between(tmp_path: Path) -> None:
    with pytest.raises(TargetcheckError) as caught:
        judged(
            tmp_path,
            "From,To,Date,Determinand,Result,Unit\n"
            "Ashford,Bankside,2024-12-31,Intestinal enterococci,27,CFU/100mL\n",
        )
    hints = [d.hint_en for d in caught.value.diagnostics if d.code == "table-column-missing"]
    assert any("columns: {'From': place}" in hint for hint in hints)


def test_an_indicator_cell_with_an_unknown_unit_says_which_part_is_known(tmp_path: Path) -> None:
    result = judged(
        tmp_path, "place,indicator,period,value\na,Intestinal enterococci (cfuu),2024,27\n"
    )
    why = result.set_aside[0].why
    assert why.code == "indicator-unknown"
    assert "`Intestinal enterococci` is" in why.hint_en
