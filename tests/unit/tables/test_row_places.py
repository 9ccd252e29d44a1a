"""Locations of rows are compared without being made, and found to differ where they do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from targetcheck.errors import Where
from targetcheck.tables.raw_table import RowPlaces

LINES = [2, 3, 5]


@pytest.mark.parametrize("sheet", ["", "表1"])
@pytest.mark.parametrize("path", ["", "$.rows", "$[{}]"])
def test_rows_whose_location_differs_are_found(sheet: str, path: str) -> None:
    places = RowPlaces("a.csv", LINES, sheet, path)
    same = list(places)
    assert places.unlike(same) == []
    assert places.unlike(same[:2]) == []
    for change in ({"file": "b.csv"}, {"sheet": "其他"}, {"line": 9}, {"column": 1}, {"cell": "C7"},
                   {"path": "$.x"}):  # fmt: skip
        others: list[Where] = [same[0], replace(same[1], **change), same[2]]
        assert places.unlike(others) == [1]
