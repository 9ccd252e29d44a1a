"""Frames of every engine at hand: the same cells, exactly, and in the same order."""

from __future__ import annotations

import math
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck.errors import TargetcheckError, Where
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.table_reader import read_table

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

ENGINES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": pd.DataFrame,
    "polars": lambda data: pl.DataFrame(data, strict=False),
    "pyarrow": pa.table,
}
DATA: dict[str, list[Any]] = {
    "地区": ["大冶市", "阳新县", None],
    "指标": ["i", "i", "i"],
    "时期": [2024, 2025, 2026],
    "数值": [0.1, 95.0, None],
    "上报日期": [datetime(2024, 1, 2), datetime(2024, 1, 3, 12), None],
}


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def frame(engine: str, **columns: list[Any]) -> Any:
    base: dict[str, list[Any]] = {
        "place": ["a"],
        "indicator": ["i"],
        "period": ["2024"],
        "value": [1],
    }
    count = len(next(iter(columns.values())))
    return ENGINES[engine]({**{k: v * count for k, v in base.items()}, **columns})


def test_frames_of_every_engine_read_alike(engine: str) -> None:
    table = read_table(ENGINES[engine](DATA))
    assert table.native == engine
    assert table.columns == {
        "place": ["大冶市", "阳新县", None],
        "indicator": ["i", "i", "i"],
        "period": [2024, 2025, 2026],
        "value": [Decimal("0.1"), Decimal(95), None],
        "reported_at": [date(2024, 1, 2), date(2024, 1, 3), None],
    }
    assert all(type(v) is int for v in table.columns["period"])
    assert type(table.columns["reported_at"][0]) is date
    assert table.where(1, "value") == Where(f"<{engine}>", line=2, path="数值")


def test_infinity_is_kept_to_be_refused(engine: str) -> None:
    table = read_table(frame(engine, value=[math.inf, -math.inf, math.nan]))
    assert table.columns["value"] == ["inf", "-inf", None]
    assert read_cell(table.columns["value"][0]).kind == "refused"


def test_yes_and_no_stay_so(engine: str) -> None:
    values = read_table(frame(engine, value=[True, False])).columns["value"]
    assert values == [True, False]
    assert all(type(value) is bool for value in values)


def test_exact_decimals_stay_exact(engine: str) -> None:
    values = read_table(frame(engine, value=[Decimal("1.50"), Decimal("-0.05")])).columns["value"]
    assert [str(value) for value in values] == ["1.50", "-0.05"]


def test_days(engine: str) -> None:
    values = read_table(frame(engine, value=[date(2024, 7, 28)])).columns["value"]
    assert values == [date(2024, 7, 28)]


def test_lists_in_cells_are_refused(engine: str) -> None:
    with pytest.raises(TargetcheckError) as caught:
        read_table(frame(engine, value=[[1], [2]]))
    assert [(d.code, d.where.line) for d in caught.value.diagnostics] == [
        ("table-cell", 1),
        ("table-cell", 2),
    ]


def test_a_frame_without_rows(engine: str) -> None:
    assert len(read_table(ENGINES[engine]({name: [] for name in DATA}))) == 0


def test_the_order_of_rows_is_kept(engine: str) -> None:
    values = [(7919 * i) % 1000 for i in range(1000)]
    assert read_table(frame(engine, value=values)).columns["value"] == values


@settings(max_examples=50, deadline=None)
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_floats_are_their_shortest_decimal(numbers: list[float]) -> None:
    expected = [Decimal(repr(number)) for number in numbers]
    for engine in ENGINES:
        assert read_table(frame(engine, value=numbers)).columns["value"] == expected


@settings(max_examples=100, deadline=None)
@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_narrow_floats_read_back_as_themselves(number: float) -> None:
    narrow = pl.DataFrame(
        {"place": ["a"], "indicator": ["i"], "period": [1], "value": [number]},
        schema_overrides={"value": pl.Float32},
    )
    [value] = read_table(narrow).columns["value"]
    assert isinstance(value, Decimal)
    assert struct.unpack("f", struct.pack("f", float(value)))[0] == number
    assert len(value.normalize().as_tuple().digits) <= 9


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
def test_a_tenth_in_a_narrow_float_is_a_tenth(engine: str) -> None:
    wide = frame(engine, value=[0.1, 0.57])
    narrow: Any
    if engine == "polars":
        narrow = wide.with_columns(pl.col("value").cast(pl.Float32))
    elif engine == "pandas":
        narrow = wide.astype({"value": "float32"})
    else:
        narrow = wide.set_column(3, "value", wide["value"].cast(pa.float32()))
    assert read_table(narrow).columns["value"] == [Decimal("0.1"), Decimal("0.57")]


def test_kinds_of_pandas_column() -> None:
    data = pd.DataFrame(
        {
            "place": pd.Categorical(["a", None, "b"]),
            "indicator": pd.array(["i", "i", None], dtype="string"),
            "period": pd.array([2024, None, 2025], dtype="Int64"),
            "value": pd.array([1, "2", pd.NA], dtype=object),
            "reported_at": pd.to_datetime(["2024-01-02", None, "2024-01-03"]),
            "weight": pd.array([1.5, None, 2], dtype="Float64"),
        },
        index=[5, 3, 1],
    )
    assert read_table(data).columns == {
        "place": ["a", None, "b"],
        "indicator": ["i", "i", None],
        "period": [2024, None, 2025],
        "value": [1, "2", None],
        "reported_at": [date(2024, 1, 2), None, date(2024, 1, 3)],
        "weight": [Decimal("1.5"), None, Decimal(2)],
    }


def test_whole_years_that_pandas_made_floats() -> None:
    data = pd.DataFrame({"place": ["a", "b"], "indicator": "i", "period": [2024, None], "value": 1})
    assert read_table(data).columns["period"] == [2024, None]


def test_periods_of_pandas() -> None:
    data = pd.DataFrame({"place": ["a"], "indicator": "i", "value": 1})
    data["period"] = pd.period_range("2024Q3", periods=1, freq="Q")
    assert read_table(data).columns["period"] == ["2024Q3"]


def test_numpy_scalars_in_rows() -> None:
    np = pytest.importorskip("numpy")
    values = [
        np.int64(5),
        np.float64(0.1),
        np.float32(0.1),
        np.bool_(True),
        np.str_("x"),
        np.float64("nan"),
        np.datetime64("2024-01-02"),
    ]
    rows = [{"place": "a", "indicator": "i", "period": 1, "value": value} for value in values]
    read = read_table(rows).columns["value"]
    assert read == [5, Decimal("0.1"), Decimal("0.1"), True, "x", None, date(2024, 1, 2)]
    assert [type(v) for v in read[:5]] == [int, Decimal, Decimal, bool, str]


def test_lazy_frames_are_collected() -> None:
    table = read_table(frame("polars", value=[1, 2]).lazy())
    assert (table.native, table.columns["value"]) == ("polars", [1, 2])


def test_polars_categories() -> None:
    data = frame("polars", value=[1, 2]).with_columns(
        pl.Series("place", ["a", "b"]).cast(pl.Categorical)
    )
    assert read_table(data).columns["place"] == ["a", "b"]


def test_duckdb_relations() -> None:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql("select 'a' place, 'i' indicator, 2024 period, 0.1::double as value")
    table = read_table(relation)
    assert (table.native, table.columns["value"]) == ("duckdb", [Decimal("0.1")])


def test_column_names_that_are_not_unique() -> None:
    with pytest.raises(TargetcheckError) as caught:
        read_table(pd.DataFrame([[1, 2]], columns=["value", "value"]))
    [found] = caught.value.diagnostics
    assert (found.code, found.where.file) == ("table-column-twice", "<frame>")


@pytest.mark.parametrize("hidden", [None, "polars"])
def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: str | None) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame(DATA).write_parquet(path)
    if hidden:
        monkeypatch.setitem(sys.modules, hidden, None)
    table = read_table(path)
    assert (table.native, table.name) == ("parquet", str(path))
    assert table.columns["value"] == [Decimal("0.1"), Decimal(95), None]
    assert table.where(0, "value") == Where(str(path), line=1, path="数值")


def test_parquet_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.parquet"
    with pytest.raises(TargetcheckError) as caught:
        read_table(path)
    assert caught.value.diagnostics[0].code == "file-missing"
    path.write_bytes(b"not parquet")
    with pytest.raises(TargetcheckError) as caught:
        read_table(path)
    assert caught.value.diagnostics[0].code == "table-format"
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(TargetcheckError) as caught:
        read_table(path)
    assert "installed" in caught.value.diagnostics[0].en


def test_reading_rows_imports_no_engine() -> None:
    code = (
        "import sys; from targetcheck.tables.table_reader import read_table;"
        "read_table([{'place': 'a', 'indicator': 'i', 'period': 1, 'value': 1}]);"
        "heavy = {'pandas', 'polars', 'pyarrow', 'narwhals', 'yaml'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
