"""Frames and files of verdicts have the same columns and types, whatever was reported."""

from __future__ import annotations

import csv
import io

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import targetcheck as tc
from targetcheck.evaluation.frame_output import to_frame
from targetcheck.output.result_files.result_csv import as_csv
from targetcheck.output.result_files.result_parquet import as_parquet
from targetcheck.verdicts.verdict_row import COLUMNS

RULES = {
    "targetcheck": 1,
    "id": "town",
    "title": {"en": "Town"},
    "document": {"number": "1", "issuer": "town", "issued": "2022-01-01"},
    "places": {"town": {"en": "Town"}, "lake": {"en": "Lake"}},
    "indicators": {"rate": {"en": "rate", "nature": "share", "unit": "percent"}},
    "targets": [
        {
            "id": "rate",
            "indicator": "rate",
            "place": ["town", "lake"],
            "require": {"at_least": "80 %", "reading": "most means four in five"},
            "baseline": {"period": "2022", "value": "50 %"},
            "due": "2025-12-31",
            "cite": {"clause": "1", "quote": "most households"},
        }
    ],
}
ROW = {"place": "town", "indicator": "rate", "period": "2024", "value": "62.5", "unit": "%"}


def results():
    """Nothing reported, one report, one whole number, and a ruleset without any verdict."""
    whole = {**ROW, "value": "90", "note": "illustrative"}
    return [tc.evaluate(RULES, rows, as_of="2024-12-31") for rows in ([], [ROW], [whole])]


def schema_of(frame):
    if isinstance(frame, pd.DataFrame):
        return {name: str(kind) for name, kind in frame.dtypes.items()}
    return (
        dict(zip(frame.schema.names, map(str, frame.schema.types), strict=True))
        if isinstance(frame, pa.Table)
        else {name: str(kind) for name, kind in frame.schema.items()}
    )


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_types_do_not_follow_the_data(kind):
    schemas = [schema_of(result.to_frame(kind)) for result in results()]
    schemas.append(schema_of(to_frame([], kind, COLUMNS)))
    assert all(schema == schemas[0] for schema in schemas)
    assert list(schemas[0]) == list(COLUMNS)


def test_an_empty_column_keeps_its_type():
    nothing, one, _ = (result.to_frame("polars") for result in results())
    assert nothing["value"].is_null().all()
    assert nothing.schema["value"] == one.schema["value"] == pl.Float64
    assert nothing.schema["lagging_periods"] == pl.Int64
    assert nothing.schema["due"] == pl.Date
    assert nothing.schema["clause"] == pl.String
    assert nothing.schema["illustrative"] == pl.Boolean


def test_parquet_has_the_types_of_the_frame():
    for result in results():
        read = pq.read_table(io.BytesIO(as_parquet(result)))
        assert schema_of(read) == schema_of(result.to_frame("pyarrow"))


def test_values_stay_what_they_are():
    row = results()[1].to_frame("polars").row(0, named=True)
    assert row["value"] == 62.5
    assert row["progress_method"] == "schedule"
    assert row["progress_ratio"] == 12.5 / (30 * 24 / 36)


def test_csv_names_its_columns_also_where_nothing_is_shown():
    head = next(csv.reader(io.StringIO(as_csv(results()[0], verdicts=()))))
    assert head == list(COLUMNS)


def test_frames_without_stated_columns_follow_their_values():
    frame = to_frame([{"a": 1, "b": None}, {"a": 2.5, "b": None}], "polars")
    assert frame.schema == {"a": pl.Float64, "b": pl.String}


def test_own_readings_and_made_up_reports_are_marked_in_every_row():
    plain, marked = (result.to_frame("rows")[0] for result in results()[1:])
    assert plain["own_reading"] == marked["own_reading"] == "most means four in five"
    assert (plain["illustrative"], marked["illustrative"]) == (False, True)
    data = results()[2].to_dict()
    assert data["data"]["illustrative"] == 1
    assert [v["illustrative"] for v in data["verdicts"]] == [True, False]
