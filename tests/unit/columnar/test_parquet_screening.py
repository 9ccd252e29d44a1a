"""Parquet files come out as they came in, with the results beside the rows."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from test_screen import DAY, plain, rows, ruleset

import targetcheck as tc
from targetcheck import api
from targetcheck.columnar.parquet_batches import batches, frame_of
from targetcheck.columnar.screening import screener as screening
from targetcheck.columnar.screening.level_requirements import levels_of
from targetcheck.columnar.screening.parquet_screening import screen_parquet
from targetcheck.columnar.screening.screener import Screener, slices

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

MORE = {
    "day": pl.Series([date(2024, 5, 1)] * 400),
    "at": pl.Series([datetime(2024, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai"))] * 400),
    "kind": pl.Series(["甲", "乙"] * 200, dtype=pl.Categorical),
    "remark": pl.Series([None, "同上"] * 200),
    "parts": pl.Series([[1, 2]] * 400),
    "number": pl.Series([7, None] * 200, dtype=pl.UInt8),
}


def observed(plan: tc.Plan) -> pl.DataFrame:
    return pl.DataFrame(rows(plan, 5, 400)).with_columns(**MORE)


@pytest.mark.parametrize("groups", [7, 64, 1000])
@pytest.mark.parametrize("batch", [50, 1000])
@pytest.mark.parametrize("by_number", [True, False])
def test_columns_keep_their_types_and_rows_their_order(tmp_path, groups, batch, by_number):
    plan = tc.compile_plan(ruleset(5))
    frame = observed(plan)
    pq.write_table(
        frame.to_arrow(), tmp_path / "in.parquet", row_group_size=groups, use_dictionary=by_number
    )
    screener = Screener(levels_of(plan, DAY), detail=True)
    counts = screen_parquet(screener, tmp_path / "in.parquet", tmp_path / "out.parquet", batch)
    kept = screener.frame(frame.drop("parts")).with_columns(pl.col("verdict").cast(pl.String))
    wanted = kept.insert_column(frame.columns.index("parts"), frame["parts"])
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found.schema == wanted.schema
    assert found.equals(wanted)
    assert counts == {name: wanted["verdict"].to_list().count(name) for name in counts}
    shown = pq.read_schema(tmp_path / "out.parquet")
    assert all(pa.types.is_large_string(shown.field(n).type) for n in ("unit", "verdict"))


def test_files_whose_texts_are_written_in_other_ways_become_one(tmp_path):
    plan = tc.compile_plan(ruleset(5))
    frame = pl.DataFrame(rows(plan, 5, 400))
    (tmp_path / "in").mkdir()
    for number, by_number in enumerate((True, False, True)):
        part = frame[number * 150 : (number + 1) * 150].to_arrow()
        narrow = part.cast(
            pa.schema([f if f.name != "unit" else f.with_type(pa.string()) for f in part.schema])
        )
        whole = narrow if number == 1 else part
        pq.write_table(whole, tmp_path / "in" / f"{number}.parquet", use_dictionary=by_number)
    api.screen_parquet(plan, tmp_path / "in", tmp_path / "out.parquet", as_of=DAY)
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["verdict"].to_list() == tc.screen(plan, frame, as_of=DAY)["verdict"].to_list()
    assert found.select(frame.columns).equals(frame)


def test_a_file_without_rows_becomes_one_with_all_columns(tmp_path):
    plan = tc.compile_plan(ruleset(5))
    observed(plan).clear().write_parquet(tmp_path / "in.parquet")
    counts = api.screen_parquet(
        plan, tmp_path / "in.parquet", tmp_path / "out.parquet", as_of=DAY, detail=True
    )
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert not sum(counts.values())
    assert found.columns[-4:] == ["verdict", "margin", "reason", "gap"]
    assert not len(found)


def test_answers_of_an_earlier_run_are_replaced_where_they_stand(tmp_path):
    frame = pl.DataFrame({"indicator": ["i0"], "verdict": ["?"], "unit": ["mg/L"], "value": [2.5]})
    frame.write_parquet(tmp_path / "in.parquet")
    api.screen_parquet(
        plain(), tmp_path / "in.parquet", tmp_path / "o.parquet", as_of=DAY, place="east"
    )
    found = pl.read_parquet(tmp_path / "o.parquet")
    assert found.columns == ["indicator", "verdict", "unit", "value", "margin"]
    assert found["verdict"].to_list() == ["pass"]


def test_a_file_with_other_columns_than_the_first_is_refused_by_name(tmp_path):
    frame = pl.DataFrame({"place": ["east"], "indicator": ["i0"], "unit": ["mg/L"], "value": [2.5]})
    (tmp_path / "in").mkdir()
    frame.write_parquet(tmp_path / "in" / "a.parquet")
    frame.with_columns(other=1).write_parquet(tmp_path / "in" / "b.parquet")
    with pytest.raises(tc.TargetcheckError) as caught:
        api.screen_parquet(plain(), tmp_path / "in", tmp_path / "out.parquet", as_of=DAY)
    assert [(d.code, d.where.file.endswith("b.parquet")) for d in caught.value.diagnostics] == [
        ("table-format", True)
    ]
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("long", [True, False])
def test_a_batch_holds_some_more_rows_at_most_where_the_file_has_groups(tmp_path, long):
    frame = pl.DataFrame({"indicator": ["i0", "i1"] * 5000, "value": range(10_000)})
    frame = frame.with_columns(remark=pl.col("value").cast(pl.String)) if long else frame
    frame.write_parquet(tmp_path / "in.parquet", row_group_size=1000)
    tables = list(batches(tmp_path / "in.parquet", 2500))
    *full, _ = map(len, tables)
    assert all(2500 <= rows < 3500 for rows in full)
    found = pl.concat(frame_of(table, frame.columns) for table in tables)
    assert found.equals(frame)


@pytest.mark.parametrize("count", [0, 1, 7, 40, 1999])
def test_slices_hold_every_row_once_and_say_the_same(count, monkeypatch):
    monkeypatch.setattr(screening, "SLICE", 100)
    monkeypatch.setattr(screening, "LEAST", 10)
    starts = slices(count)
    assert [*starts] == sorted({*starts})
    assert starts.step <= 100
    plan = tc.compile_plan(ruleset(4))
    frame = pl.DataFrame(rows(plan, 4, 2000))[:count]
    found = Screener(levels_of(plan, DAY), detail=True).frame(frame)
    monkeypatch.setattr(screening, "SLICE", 10_000)
    monkeypatch.setattr(screening, "LEAST", 10_000)
    assert found.equals(Screener(levels_of(plan, DAY), detail=True).frame(frame))


def test_a_number_with_a_comma_is_read_anew_beside_other_numbers():
    """`1,250` alone is open; beside `2,5` it is 1.25, whatever an earlier frame said of it."""
    screener = Screener(levels_of(plain(), DAY), place="east")
    base = {"indicator": "i0", "unit": "mg/L"}
    alone = screener.frame(pl.DataFrame([{**base, "value": "1,250"}]))
    beside = screener.frame(pl.DataFrame([{**base, "value": v} for v in ("1,250", "2,5")]))
    assert alone["verdict"].to_list() == ["refused"]
    assert beside["verdict"].to_list() == ["pass", "pass"]
    assert screener.frame(alone.drop("verdict", "margin"))["verdict"].to_list() == ["refused"]


def test_a_frame_without_a_column_does_not_take_the_first_text_of_an_earlier_one():
    first = pl.DataFrame(
        {"place": ["nowhere"], "indicator": ["i0"], "unit": ["mg/L"], "value": [2.5]}
    )
    for left_out, verdict in (("unit", "refused"), ("place", "pass")):
        screener = Screener(levels_of(plain(), DAY), place="east")
        assert screener.frame(first)["verdict"].to_list() == ["refused"]
        second = first.with_columns(place=pl.lit("east")).drop(left_out)
        assert screener.frame(second)["verdict"].to_list() == [verdict]


def test_rows_of_earlier_frames_are_not_read_again(monkeypatch):
    read = []

    def counted(levels, columns, rows):
        read.append(rows)
        return judge_cells(levels, columns, rows)

    judge_cells = screening.judge_cells
    monkeypatch.setattr(screening, "judge_cells", counted)
    screener = Screener(levels_of(plain(), DAY), place="east")
    base = {"indicator": "i0", "unit": "mg/L"}
    for values in (["<0.05", "<9", "2"], ["<9", "3", "<0.05"], ["<9", "约2"]):
        screener.frame(pl.DataFrame([{**base, "value": v} for v in values]))
    assert read == [2, 1]
