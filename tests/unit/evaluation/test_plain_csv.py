"""A large plain CSV file is read as columns, and tells what the table reader tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import targetcheck as tc
from targetcheck.evaluation.large_tables import plain_csv as module
from targetcheck.observations.observation_reader import vocabulary

pl = pytest.importorskip("polars")

HEAD = "place,indicator,period,value,unit"
ROWS = ("a,x,2023,1.5,mg/L", "b,x,2023,<2,mg/L", "b,x,2022,,mg/L", "a,x,2022,7,ug/L",
        "c,x,2023,4,mg/L", "a,y,2023,4,mg/L")  # fmt: skip
ODD = {
    "a quote": (HEAD, *ROWS, 'a,x,2021,"1,5",mg/L'),
    "a short row": (HEAD, *ROWS, "a,x,2021"),
    "a long row": (HEAD, *ROWS, "a,x,2021,1,mg/L,more"),
    "a blank around a cell": (HEAD, *ROWS, "a, x,2021,1,mg/L"),
    "a remark": (HEAD, *ROWS, "注：示例,,,,"),
    "a blank line": (HEAD, "", *ROWS),
    "semicolons": tuple(line.replace(",", ";") for line in (HEAD, *ROWS)),
    "a title": ("报表", HEAD, *ROWS),
    "other headings": ("地区,指标,时期,数值,单位", *ROWS),
    "a heading twice": (f"{HEAD},unit", *(f"{row},kg" for row in ROWS)),
    "a wide comma": (HEAD, *ROWS, "a，x,2021,1,mg/L,"),
}


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> tc.Plan:
    monkeypatch.setattr(module, "SMALLEST", 0)
    return tc.compile_plan(
        {
            "targetcheck": 1, "id": "csv", "title": "示例",
            "document": {"number": "示例〔2023〕1号", "issuer": "示例市", "issued": "2023-01-01"},
            "places": {name: {"zh": f"{name}县", "kind": "county"} for name in ("a", "b")},
            "indicators": {"x": {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"}},
            "targets": [{"id": "t", "indicator": "x", "place": {"each": "county"},
                         "require": {"at_most": "2 mg/L"}, "due": "2023-12-31"}],
        }
    )  # fmt: skip


def written(folder: Path, lines: tuple[str, ...], ending: str = "\n", mark: str = "") -> Path:
    file = folder / "reports.csv"
    file.write_bytes((mark + ending.join(lines) + ending).encode())
    return file


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_plain_file_is_read_as_columns(
    plan: tc.Plan, tmp_path: Path, ending: str, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, (HEAD, *ROWS), ending, mark)
    found = module.plain_csv(file, vocabulary(plan))
    assert found is not None
    assert found.columns == HEAD.split(",")
    assert found["value"].to_list() == ["1.5", "<2", None, "7", "4", "4"]
    by_columns = tc.verdict_table(plan, file, as_of="2024-06-30", engine="columnar")
    monkeypatch.setattr(module, "SMALLEST", 10**9)
    by_table = tc.verdict_table(plan, file, as_of="2024-06-30", engine="columnar")
    assert by_columns.frame.equals(by_table.frame)
    assert by_columns.set_aside.equals(by_table.set_aside)


@pytest.mark.parametrize("why", ODD)
def test_any_other_file_is_left_to_the_table_reader(
    plan: tc.Plan, tmp_path: Path, why: str
) -> None:
    assert module.plain_csv(written(tmp_path, ODD[why]), vocabulary(plan)) is None
