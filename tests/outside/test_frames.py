"""Frames whose columns mix types: the same answer, or the same error, at every door."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import targetcheck as tc

RULESET = {
    "targetcheck": 1,
    "id": "frames",
    "title": "试用方案",
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {"daye": {"zh": "大冶市"}, "yang": {"zh": "阳新县"}},
    "indicators": {"x": {"zh": "浓度", "unit": "mg/L", "better": "lower"}},
    "targets": [
        {
            "id": "t",
            "indicator": "x",
            "place": ["daye", "yang"],
            "require": {"at_most": "0.3 mg/L"},
            "due": 2024,
        }
    ],
}
PLAN = tc.compile_plan(RULESET)
BASE = {
    "place": ["daye", "yang"],
    "indicator": ["x", "x"],
    "period": ["2024", "2024"],
    "value": [0.1, 0.5],
    "unit": ["mg/L", "mg/L"],
}
BOTH = {"daye": "pass", "yang": "fail"}
OPEN = {"daye": "undetermined", "yang": "undetermined"}
DAYE = {"daye": "pass", "yang": "undetermined"}
YANG = {"daye": "undetermined", "yang": "fail"}
TEXT_AND_PERIOD = pd.Series([pd.Period("2024", "Y"), "2024年"], dtype=object)
MIXED = {
    "below-detection": ({"value": [0.1, "<0.05"]}, {"daye": "pass", "yang": "pass"}),
    "text-and-float": ({"value": pd.Series(["0.1", 0.5], dtype=object)}, BOTH),
    "decimals": ({"value": [Decimal("0.10"), Decimal("0.5")]}, BOTH),
    "decimal-and-text": ({"value": [Decimal("0.10"), "0.5"]}, BOTH),
    "yes-and-float": ({"value": [True, 0.5]}, YANG),
    "year-and-text": ({"period": [2024, "2024年"]}, BOTH),
    "years-as-periods": ({"period": pd.PeriodIndex(["2024", "2024"], freq="Y")}, BOTH),
    "months-as-periods": ({"period": pd.PeriodIndex(["2024-12"] * 2, freq="M")}, BOTH),
    "fiscal-quarters": ({"period": pd.PeriodIndex(["2024Q4"] * 2, freq="Q-MAR")}, OPEN),
    "period-and-text": ({"period": TEXT_AND_PERIOD}, BOTH),
    "categories": ({"place": pd.Categorical(["daye", "yang"])}, BOTH),
    "categories-of-floats": ({"value": pd.Categorical([0.1, 0.5])}, BOTH),
    "categories-of-years": ({"period": pd.Categorical([2024, 2024])}, BOTH),
    "nullable": ({"value": pd.array([0.1, None], dtype="Float64")}, DAYE),
    "nullable-years": ({"period": pd.array([2024, 2024], dtype="Int64")}, BOTH),
    "strings": ({"value": pd.array(["0.1", "0.5"], dtype="string")}, BOTH),
    "arrow": ({"value": pd.array([0.1, 0.5], dtype=pd.ArrowDtype(pa.float64()))}, BOTH),
    "arrow-decimals": (
        {"value": pd.array([Decimal("0.1"), Decimal("0.5")], pd.ArrowDtype(pa.decimal128(9, 2)))},
        BOTH,
    ),
    "timestamps": ({"period": pd.to_datetime(["2024-12-31"] * 2)}, BOTH),
    "timestamps-with-zone": (
        {"period": pd.to_datetime(["2024-12-31"] * 2).tz_localize("Asia/Shanghai")},
        BOTH,
    ),
    "years-as-floats": ({"period": [2024.0, 2024.0]}, BOTH),
    "women-only": ({"SEX": ["F", "_T"]}, YANG),
    "a-township": ({"乡镇": ["金湖", ""]}, YANG),
    "taken-back": ({"STRUCTURE": ["x", "x"], "ACTION": ["D", "I"]}, YANG),
    "two-flags": ({"OBS_FLAG": ["bp", "p"]}, BOTH),
    "powers-of-ten": ({"UNIT_MULT": ["Units", "3"]}, BOTH),
    "missing": ({"value": [None, None]}, OPEN),
}
REFUSED = {
    "bytes": ({"value": [b"0.1", 0.5]}, "table-cell"),
    "a-list": ({"value": [[0.1], 0.5]}, "table-cell"),
    "two-names-of-one": ({"数值": [0.1, 0.5]}, "table-column-twice"),
}


def doors(data) -> dict[str, object]:
    """Return what each way of judging a frame answers: the status at each place, or the codes."""
    return {
        "evaluate": answer(lambda: {v.place: str(v.status) for v in evaluated(data).verdicts}),
        "reference": answer(lambda: by_place(tabled(data, "reference").frame)),
        "columnar": answer(lambda: by_place(tabled(data, "columnar").frame)),
        "frame": answer(
            lambda: by_place(tc.verdict_frame(PLAN, data, as_of="2025-03-31")),
        ),
    }


def answer(judge):
    try:
        return judge()
    except tc.TargetcheckError as error:
        return sorted({one.code for one in error.diagnostics})


def evaluated(data):
    result = tc.evaluate(PLAN, data, as_of="2025-03-31")
    assert result.rows == result.used + len(result.set_aside)
    return result


def tabled(data, engine):
    table = tc.verdict_table(PLAN, data, as_of="2025-03-31", engine=engine)
    assert table.rows == table.used + len(table.set_aside)
    return table


def by_place(frame) -> dict[str, str]:
    known = nw.from_native(frame, eager_only=True)
    return dict(zip(known["place"].to_list(), map(str, known["status"].to_list()), strict=True))


def screened(data):
    found = nw.from_native(tc.screen(PLAN, data, as_of="2025-03-31"), eager_only=True)
    return [str(verdict) for verdict in found["verdict"].to_list()]


@pytest.mark.parametrize("name", MIXED)
def test_a_mixed_frame_is_read_alike_everywhere(name):
    columns, wanted = MIXED[name]
    frame = pd.DataFrame({**BASE, **columns})
    assert doors(frame) == dict.fromkeys(doors(frame), wanted)
    aside = {one.row for one in evaluated(frame).set_aside}
    assert {row for row, verdict in enumerate(screened(frame)) if verdict == "refused"} == aside


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_alike_everywhere(name):
    columns, code = REFUSED[name]
    frame = pd.DataFrame({**BASE, **columns})
    assert doors(frame) == {door: [code] for door in doors(frame)}
    assert answer(lambda: screened(frame)) == [code]


def test_a_column_twice_is_refused_alike_everywhere():
    frame = pd.concat([pd.DataFrame(BASE), pd.DataFrame({"value": [1, 2]})], axis=1)
    assert doors(frame) == {door: ["table-column-twice"] for door in doors(frame)}
    assert answer(lambda: screened(frame)) == ["table-column-twice"]


@pytest.mark.parametrize("names", [["period"], ["place"], ["place", "period"]])
def test_an_index_of_a_known_name_is_a_column(names):
    frame = pd.DataFrame(BASE).set_index(names)
    assert doors(frame) == dict.fromkeys(doors(frame), BOTH)
    assert screened(frame) == ["pass", "fail"]


def test_an_index_of_periods_is_a_column():
    index = pd.PeriodIndex(["2024", "2024"], freq="Y", name="period")
    frame = pd.DataFrame(BASE).drop(columns="period").set_index(index)
    assert doors(frame) == dict.fromkeys(doors(frame), BOTH)


@pytest.mark.parametrize(
    "columns",
    [
        {"value": pl.Series([0.1, 0.5], dtype=pl.Float32)},
        {"value": pl.Series(["0.1", Decimal("0.5")], dtype=pl.Object)},
        {"value": pl.Series([Decimal("0.10"), Decimal("0.50")])},
        {"place": pl.Series(["daye", "yang"], dtype=pl.Categorical)},
        {"place": pl.Series(["daye", "yang"], dtype=pl.Enum(["daye", "yang"]))},
        {"period": pl.Series([dt.date(2024, 12, 31)] * 2)},
        {"period": pl.Series([dt.datetime(2024, 12, 31, 8)] * 2)},
    ],
    ids=["float32", "object", "decimal", "categorical", "enum", "date", "datetime"],
)
def test_polars_frames(columns):
    frame = pl.DataFrame({**BASE, **columns})
    assert doors(frame) == dict.fromkeys(doors(frame), BOTH)
    assert screened(frame) == ["pass", "fail"]


@pytest.mark.parametrize("value", [[[0.1], [0.5]], [{"a": 0.1}, {"a": 0.5}]])
def test_polars_cells_that_are_no_cells(value):
    frame = pl.DataFrame({**BASE, "value": value})
    assert doors(frame) == {door: ["table-cell"] for door in doors(frame)}
    assert answer(lambda: screened(frame)) == ["table-cell"]


def test_frames_may_be_wide_and_take_a_mapping():
    wide = pd.DataFrame({"地区": ["大冶市", "阳新县"], "2023年": [0.1, 0.2], "2024年": [0.1, 0.5]})
    mapping = {"indicator": "x", "unit": "mg/L"}
    found = tc.evaluate(PLAN, wide, as_of="2025-03-31", mapping=mapping)
    assert {v.place: str(v.status) for v in found.verdicts} == BOTH
    assert (found.rows, found.used) == (4, 4)
    table = tc.verdict_table(PLAN, wide, as_of="2025-03-31", mapping=mapping)
    assert (by_place(table.frame), table.rows, table.used) == (BOTH, 4, 4)
