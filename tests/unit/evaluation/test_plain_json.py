"""A large plain JSON file is read as columns, and tells what the table reader tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_plain_csv import plan  # noqa: F401 - the fixture

import targetcheck as tc
from targetcheck.evaluation.large_tables import plain_json as module
from targetcheck.observations.observation_reader import vocabulary

pl = pytest.importorskip("polars")

ROWS = (
    '{"place": "a", "indicator": "x", "period": 2023, "value": 1.50, "unit": "mg/L"}',
    '{"place": "b", "indicator": "x", "period": "2023", "value": "<2", "unit": "mg/L"}',
    '{"place": "b", "indicator": "x", "period": "2022", "value": null, "unit": "mg/L"}',
    '{"place": "a", "indicator": "x", "period": "2022", "value": -7, "unit": "ug/L"}',
    '{ "place":"c" ,"indicator":"x","period":"2023","value":0.0004,"unit":null }',
)
ODD = {
    "an escape": r'{"place": "\u0061", "indicator": "x", "period": 2023, "value": 1, "unit": "kg"}',
    "other keys": '{"place": "a", "indicator": "x", "period": 2023, "value": 1, "note": "kg"}',
    "another order": '{"indicator": "x", "place": "a", "period": 2023, "value": 1, "unit": "kg"}',
    "a key less": '{"place": "a", "indicator": "x", "period": 2023, "value": 1}',
    "a key twice": '{"place": "a", "indicator": "x", "period": 2023, "value": 1, "unit": "kg", "unit": "g"}',
    "a nested object": '{"place": "a", "indicator": "x", "period": 2023, "value": {}, "unit": "kg"}',
    "a list": '{"place": "a", "indicator": "x", "period": 2023, "value": [1], "unit": "kg"}',
    "an exponent": '{"place": "a", "indicator": "x", "period": 2023, "value": 1e3, "unit": "kg"}',
    "a leading zero": '{"place": "a", "indicator": "x", "period": 2023, "value": 01, "unit": "kg"}',
    "a truth": '{"place": "a", "indicator": "x", "period": 2023, "value": true, "unit": "kg"}',
    "an empty text": '{"place": "a", "indicator": "x", "period": 2023, "value": 1, "unit": ""}',
    "a blank at the end": '{"place": "a ", "indicator": "x", "period": 2023, "value": 1, "unit": "kg"}',
    "a brace": '{"place": "a}", "indicator": "x", "period": 2023, "value": 1, "unit": "kg"}',
    "a decimal as a period": '{"place": "a", "indicator": "x", "period": 2023.0, "value": 1, "unit": "kg"}',
    "a decimal comma": '{"place": "a", "indicator": "x", "period": 2023, "value": "94,5", "unit": "kg"}',
    "a comma too many": '{"place": "a", "indicator": "x", "period": 2023, "value": 1, "unit": "kg",}',
    "two rows without a comma": f"{ROWS[0]} {ROWS[0]}",
    "no row": "7",
}  # fmt: skip


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALLEST", 0)
    monkeypatch.setattr(module, "PIECE", 50)


def written(folder: Path, rows: tuple[str, ...], kind: str, between: str = ", ") -> Path:
    file = folder / f"reports.{kind}"
    text = "\n".join(rows) + "\n" if kind == "jsonl" else f"[{between.join(rows)}]"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("kind", "between"), [("jsonl", ""), ("json", ", "), ("json", ",\n  ")])
def test_a_plain_file_is_read_as_columns(
    plan: tc.Plan, tmp_path: Path, kind: str, between: str, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    file = written(tmp_path, ROWS, kind, between)
    monkeypatch.setattr(module, "SMALLEST", 0)
    monkeypatch.setattr(module, "PIECE", 100)
    found = module.plain_json(file, vocabulary(plan))
    assert found is not None
    assert found["value"].to_list() == ["1.50", "<2", None, "-7", "0.0004"]
    assert found["unit"].to_list() == ["mg/L", "mg/L", "mg/L", "ug/L", None]
    by_columns = tc.verdict_table(plan, file, as_of="2024-06-30", engine="columnar")
    monkeypatch.setattr(module, "SMALLEST", 10**9)
    by_table = tc.verdict_table(plan, file, as_of="2024-06-30", engine="columnar")
    assert by_columns.frame.equals(by_table.frame)
    assert by_columns.set_aside.equals(by_table.set_aside)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", ["jsonl", "json"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("why", ODD)
def test_any_other_file_is_left_to_the_table_reader(
    plan: tc.Plan, tmp_path: Path, why: str, kind: str, first: bool  # noqa: F811
) -> None:  # fmt: skip
    rows = (ODD[why], *ROWS) if first else (*ROWS, ODD[why])
    found = module.plain_json(written(tmp_path, rows, kind), vocabulary(plan))
    assert found is None


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("text", ["", "[]", "{}", "[{}]", f'{{"observations": [{ROWS[0]}]}}', "[",
                                  f"[{ROWS[0]}", f"{ROWS[0]}]", f"[{ROWS[0]},]"])  # fmt: skip
def test_what_is_no_plain_list_of_rows_is_left_too(
    plan: tc.Plan, tmp_path: Path, text: str  # noqa: F811
) -> None:  # fmt: skip
    file = tmp_path / "reports.json"
    file.write_text(text, encoding="utf-8")
    assert module.plain_json(file, vocabulary(plan)) is None


@pytest.mark.usefixtures("small")
def test_columns_read_what_a_library_writes(plan: tc.Plan, tmp_path: Path) -> None:  # noqa: F811
    cells = [{"place": p, "indicator": "x", "period": "2023", "value": v, "unit": "mg/L"}
             for p, v in (("a", 0.1), ("b", 2), ("a", None), ("县", "n/a"))]  # fmt: skip
    for indent in (None, 2):
        file = tmp_path / "reports.json"
        file.write_text(json.dumps(cells, ensure_ascii=False, indent=indent), encoding="utf-8")
        found = module.plain_json(file, vocabulary(plan))
        assert found is not None
        assert found["value"].to_list() == ["0.1", "2", None, "n/a"]
        assert found["place"].to_list() == ["a", "b", "a", "县"]


@pytest.mark.usefixtures("small")
def test_an_object_of_several_lines_is_no_json_lines(plan: tc.Plan, tmp_path: Path) -> None:  # noqa: F811
    rows = (ROWS[0], ROWS[1].replace(", ", ",\n  "))
    for kind, plain in (("json", True), ("jsonl", False)):
        file = written(tmp_path, rows, kind)
        assert (module.plain_json(file, vocabulary(plan)) is not None) == plain
    with pytest.raises(tc.TargetcheckError, match="json-syntax"):
        tc.verdict_table(plan, file, as_of="2024-06-30", engine="columnar")
