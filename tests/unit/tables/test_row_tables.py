"""Rows and columns given in Python, and JSON: every cell exact, every oddity with its place."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.tables.table_reader import read_table

ROW = {"place": "a", "indicator": "i", "period": "2024", "value": "1"}


def findings(source: object) -> list[Diagnostic]:
    with pytest.raises(TargetcheckError) as caught:
        read_table(source)
    return list(caught.value.diagnostics)


def json_file(folder: Path, text: str, name: str = "t.json") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_rows_may_lack_keys_and_bring_new_ones() -> None:
    table = read_table(
        [ROW, {**ROW, "unit": "%"}, {"place": "c", "indicator": "i", "period": 2024}]
    )
    assert table.native == "rows"
    assert table.columns["value"] == ["1", "1", None]
    assert table.columns["unit"] == [None, "%", None]
    assert table.where(2, "value") == Where("<rows>", line=3, path="value")


def test_columns_of_one_length() -> None:
    table = read_table(
        {"地区": ["a", "b"], "指标": ("i", "i"), "时期": [2024, 2025], "数值": [0.1, None]}
    )
    assert table.native == "columns"
    assert table.columns["value"] == [Decimal("0.1"), None]


def test_columns_of_different_lengths() -> None:
    [found] = findings({"place": ["a"], "indicator": [], "period": [1], "value": [1]})
    assert found.code == "table-shape"
    assert "indicator: 0" in found.en


def test_a_column_that_is_no_list() -> None:
    assert findings({"place": "abc", "indicator": ["i"]})[0].code == "table-cell"


def test_no_rows_at_all() -> None:
    table = read_table([])
    assert len(table) == 0
    assert table.columns["value"] == []


def test_rows_out_of_a_generator() -> None:
    assert len(read_table(dict(ROW) for _ in range(3))) == 3


def test_values_become_raw_cells() -> None:
    values = [
        1,
        1.5,
        True,
        date(2024, 1, 1),
        datetime(2024, 1, 2, 3),
        Decimal("1.50"),
        float("inf"),
        float("nan"),
        None,
        "x",
    ]
    table = read_table([{**ROW, "value": value} for value in values])
    assert table.columns["value"] == [
        1, Decimal("1.5"), True, date(2024, 1, 1), date(2024, 1, 2), Decimal("1.50"), "inf", None,
        None, "x",
    ]  # fmt: skip
    assert [type(v) for v in table.columns["value"][:3]] == [int, Decimal, bool]


def test_odd_cells_are_all_told() -> None:
    found = findings(
        [ROW, {**ROW, "value": [1]}, {**ROW, "note": {"a": 1}}, {**ROW, "value": b"1"}]
    )
    assert [(d.code, d.where.line, d.where.path) for d in found] == [
        ("table-cell", 2, "value"),
        ("table-cell", 3, "note"),
        ("table-cell", 4, "value"),
    ]


@pytest.mark.parametrize("source", [5, None, object(), b"x", {1, 2}, [5], [ROW, 5], [None]])
def test_what_is_no_table(source: object) -> None:
    assert findings(source)[0].code in {
        "table-source",
        "table-shape",
        "table-cell",
        "file-missing",
        "table-format",
    }


@pytest.mark.parametrize("wrap", ["{rows}", '{{"observations": {rows}, "made": "x"}}'])
def test_json_rows_are_exact(tmp_path: Path, wrap: str) -> None:
    rows = (
        '[{"place": "大冶", "indicator": "i", "period": 2024, "value": 0.10}, '
        '{"place": "b", "indicator": "i", "period": "2024", "value": 1e400}]'
    )
    table = read_table(json_file(tmp_path, wrap.format(rows=rows)))
    assert table.native == "json"
    assert [str(value) for value in table.columns["value"]] == ["0.10", "1E+400"]
    assert table.columns["period"] == [2024, "2024"]
    assert table.where(1, "value").path.endswith("[1].value")


def test_json_columns(tmp_path: Path) -> None:
    text = '{"place": ["a"], "indicator": ["i"], "period": ["2024"], "value": [1.50]}'
    assert str(read_table(json_file(tmp_path, text)).columns["value"][0]) == "1.50"


def test_json_lines_know_their_lines(tmp_path: Path) -> None:
    row = '{"place": "a", "indicator": "i", "period": "2024", "value": 1}\n'
    table = read_table(json_file(tmp_path, row + "\n" + row, "t.jsonl"))
    assert [place.line for place in table.places] == [1, 3]


def test_json_lines_with_broken_lines(tmp_path: Path) -> None:
    found = findings(json_file(tmp_path, '{"a": 1}\n{oops}\n\n[1,\n', "t.jsonl"))
    assert [(d.code, d.where.line) for d in found] == [("json-syntax", 2), ("json-syntax", 4)]


def test_duplicate_keys_in_json(tmp_path: Path) -> None:
    text = '[{"place": "a", "place": "b", "indicator": "i", "period": 1, "value": 1}]'
    [found] = findings(json_file(tmp_path, text))
    assert (found.code, found.where.path) == ("json-duplicate-key", "$[0]")


def test_a_constant_that_json_does_not_have_is_kept_as_text(tmp_path: Path) -> None:
    text = '[{"place": "a", "indicator": "i", "period": 1, "value": NaN}]'
    assert read_table(json_file(tmp_path, text)).columns["value"] == ["NaN"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json-syntax"),
        ("{", "json-syntax"),
        ("[1, 2", "json-syntax"),
        ("[" * 100_000, "json-syntax"),
        ("5", "table-shape"),
        ("{}", "table-shape"),
        ('{"rows": 5}', "table-shape"),
        ("[5]", "table-shape"),
        ('[{"place": [1]}]', "table-cell"),
        ("[]", "table-column-missing"),
    ],
)
def test_json_that_is_no_table(tmp_path: Path, text: str, code: str) -> None:
    assert findings(json_file(tmp_path, text))[0].code == code


def test_json_in_gb18030_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes('["大冶市"]'.encode("gb18030"))
    assert findings(path)[0].code == "file-encoding"
