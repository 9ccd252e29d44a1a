"""How the numbers of one table are written: its column decides, the mapping decides, or it is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

import targetcheck as tc
from targetcheck.tables.cells.number_notation import UNSAID, NumberNotation, settle_numbers
from targetcheck.tables.mapping_file import read_mapping
from targetcheck.tables.table_reader import read_table


def settled(values: list[object], said: NumberNotation = UNSAID, **more: bool):
    found = settle_numbers({"value": values}, said, **more)
    reasons = found.get("set_aside", [None] * len(values))
    return found["value"], [r and str(r).partition(":")[0] for r in reasons]


@pytest.mark.parametrize(
    ("values", "read", "why"),
    [
        (["94,125", "94,5"], ["94.125", "94.5"], [None, None]),
        (["0,750", "94,125"], ["0.750", "94.125"], [None, None]),
        (["1.234,5", "94,125"], ["1234.5", "94.125"], [None, None]),
        (["1,234.5", "94,125"], ["1234.5", "94125"], [None, None]),
        (["12.5", "94,125"], ["12.5", "94125"], [None, None]),
        (["1,234,567", "94,125"], ["1234567", "94125"], [None, None]),
        (["<0,05", "94,125 mg/L"], ["<0.05", "94.125 mg/L"], [None, None]),
        (["９４，５", "94,125"], ["94.5", "94.125"], [None, None]),
        (["94,5", "1.234"], ["94.5", "1.234"], [None, "number-mark-open"]),
        (["94,5", "94.5"], ["94,5", "94.5"], ["number-mark-mixed", None]),
        (["94,125"], ["94,125"], [None]),
        (["2024,5,1", "完成，是"], ["2024,5,1", "完成，是"], [None, None]),
        ([1.5, None, 3], [1.5, None, 3], [None, None, None]),
    ],
)
def test_a_column_decides_what_its_commas_are(values, read, why):
    assert settled(values) == (read, why)


@pytest.mark.parametrize(
    ("decimal", "value", "read", "why"),
    [
        (",", "94,125", "94.125", None),
        (",", "1.234", "1234", None),
        (",", "1.234,5", "1234.5", None),
        (",", "1 234,5", "1234.5", None),
        (",", "94.5", "94.5", "number-mark-wrong"),
        (".", "94,125", "94125", None),
        (".", "94.125", "94.125", None),
        (".", "94,5", "94,5", "number-mark-wrong"),
    ],
)
def test_the_mapping_decides_where_the_column_does_not(decimal, value, read, why):
    assert settled([value], NumberNotation(decimal)) == ([read], [why])


def test_points_are_asked_about_where_semicolons_part_the_cells():
    assert settled(["1.234", "25.000"], comma_likely=True)[1] == ["number-mark-open"] * 2
    assert settled(["1.234", "25.5"], comma_likely=True)[1] == [None, None]
    assert settled(["1.234"])[1] == [None]


@pytest.mark.parametrize("value", [-999, "-999", -9999.0, "-9999.0", Decimal("-99.9"), "-999.99"])
def test_a_code_for_no_value_is_no_figure(value):
    assert settled([value])[1] == ["value-sentinel-open"]
    assert settled([value], NumberNotation(missing=frozenset()))[1] == [None]
    known = NumberNotation(missing=frozenset({Decimal(str(value))}))
    assert settled([value, 5], known)[1] == ["value-sentinel", None]


def test_nines_may_be_a_figure_unless_the_mapping_says_so():
    assert settled([9999, "9,999"])[1] == [None, None]
    nines = NumberNotation(missing=frozenset({Decimal(9999)}))
    assert settled([9999, "9,999", 10], nines)[1] == ["value-sentinel", "value-sentinel", None]


@pytest.mark.parametrize(
    ("said", "read"), [(True, ["-5.5", "7"]), (False, ["5.5", "7"]), (None, ["(5.5)", "7"])]
)
def test_brackets_mean_what_the_mapping_says(said, read):
    assert settled(["(5.5)", "7"], NumberNotation(brackets=said))[0] == read


def test_a_mapping_says_how_numbers_are_written():
    mapping = read_mapping(
        {
            "decimal": ",", "missing": [-999, 9999], "brackets": "minus",
            "qualifiers": {"U": "<", "J": "~"}, "fiscal_year_starts": "April",
            "fiscal_year_named": "end",
        }
    )  # fmt: skip
    assert mapping is not None
    notation = mapping.notation
    assert (notation.decimal, notation.brackets) == (",", True)
    assert notation.missing == {Decimal(-999), Decimal(9999)}
    assert notation.fiscal == (4, "end")


@pytest.mark.parametrize(
    "wrong",
    [{"decimal": ";"}, {"missing": ["x"]}, {"brackets": "yes"}, {"qualifiers": {"U": "below"}},
     {"fiscal_year_starts": 13}, {"fiscal_year_named": "middle"}],
)  # fmt: skip
def test_a_mapping_that_says_no_such_thing_is_refused(wrong):
    with pytest.raises(tc.TargetcheckError, match="mapping-"):
        read_mapping(wrong)


def test_a_mapping_serves_rows_columns_and_frames():
    row = {"place": "a", "indicator": "x", "period": "2023/24", "value": "94,125", "qualifier": "U"}
    mapping = {"decimal": ",", "qualifiers": {"U": "<"}, "fiscal_year_starts": 4}
    columns = {name: [value] for name, value in row.items()}
    for source in ([row], columns):
        table = read_table(source, mapping=mapping)
        assert table.columns["value"] == ["94.125"]
        assert table.columns["qualifier"] == ["<"]
        assert table.columns["period"] == ["2023-04-01/2024-03-31"]
