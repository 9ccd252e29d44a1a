"""`path` and `required_path`: what is asked, of whom, by when, drawn from the same code that judges."""

import csv
import io
import json
import sys
from datetime import date
from decimal import Decimal

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.required_values.required_value_file import path_csv, path_json, path_parquet

CITE = {"clause": "一", "quote": "…"}
RULESET = {
    "targetcheck": 1,
    "id": "demo",
    "title": "示例",
    "document": {"number": "示〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市"}, "east": {"zh": "东县", "in": "city"}},
    "scales": {"water": {"grades": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"]}},
    "indicators": {
        "rate": {"zh": "整治率", "nature": "share", "unit": "percent"},
        "land": {"zh": "面积", "nature": "flow", "unit": "公顷"},
        "use": {"zh": "用水", "nature": "flow", "unit": "万吨", "better": "lower"},
        "class": {"zh": "类别", "nature": "class", "scale": "water"},
        "paper": {"zh": "方案", "nature": "done"},
    },
}


def records(target, data=None, every="quarter", **more):
    ruleset = {**RULESET, "targets": [{"id": "t", "place": "east", "cite": CITE, **target}], **more}
    return tc.required_path(ruleset, data, every=every).records()


def shown(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


RATE = {
    "indicator": "rate",
    "require": {"at_least": "95 %"},
    "due": "2024-12-31",
    "baseline": {"period": "2023", "value": "55 %"},
}


def test_a_line_runs_from_the_baseline_to_the_due_date():
    rows = records(RATE)
    assert shown(rows, "day", "required", "lower", "upper", "basis") == [
        (date(2024, 3, 31), 65, Decimal("64.5"), None, "line"),
        (date(2024, 6, 30), 75, 74, None, "line"),
        (date(2024, 9, 30), 85, Decimal("83.5"), None, "line"),
        (date(2024, 12, 31), 95, 95, None, "stage"),
    ]
    assert {row["clause"] for row in rows} == {"一"}
    assert {row["unit"] for row in rows} == {"%"}


def test_a_step_asks_for_the_last_milestone_reached():
    stages = {"milestones": [{"due": "2024-06-30", "require": {"at_least": "70 %"}}]}
    rows = records(
        RATE | stages, profiles={"default": {"pace": {"method": "schedule", "shape": "step"}}}
    )
    assert shown(rows, "day", "required", "basis", "due") == [
        (date(2024, 3, 31), 55, "step", date(2024, 6, 30)),
        (date(2024, 6, 30), 70, "stage", date(2024, 6, 30)),
        (date(2024, 9, 30), 70, "step", date(2024, 12, 31)),
        (date(2024, 12, 31), 95, "stage", date(2024, 12, 31)),
    ]


def test_tranches_add_up_along_the_way():
    target = {
        "indicator": "land",
        "tranches": {"2024": "68.8 公顷", "2025": "34.4 公顷"},
        "require": {"at_least": "103.2 公顷"},
        "due": "2025-12-31",
    }
    rows = records(target, every="half")
    assert shown(rows, "day", "required_exact", "basis") == [
        (date(2024, 6, 30), "34.4", "line"),
        (date(2024, 12, 31), "68.8", "tranche"),
        (date(2025, 6, 30), "86", "line"),
        (date(2025, 12, 31), "103.2", "tranche"),
    ]


def test_an_allowance_is_spread_over_its_months():
    target = {"indicator": "use", "require": {"at_most": "12 万吨"}, "due": "2024-12-31"}
    rows = records({**target, "from": "2024-01-01"})
    assert shown(rows, "required", "upper", "method") == [
        (3, 3, "burn"), (6, 6, "burn"), (9, 9, "burn"), (12, 12, None),
    ]  # fmt: skip


def test_a_level_to_be_kept_is_required_every_day():
    rows = records({**RATE, "mode": "maintain"})
    assert shown(rows, "required", "basis")[:2] == [(95, "standing"), (95, "standing")]


def test_a_baseline_that_is_not_stated_comes_from_the_reports():
    target = {key: value for key, value in RATE.items() if key != "baseline"}
    target["baseline"] = "2023"
    assert shown(records(target), "required", "reason")[:2] == [(None, "no_baseline")] * 2
    reports = [{"place": "east", "indicator": "rate", "period": "2023", "value": 55, "unit": "%"}]
    assert shown(records(target, reports), "required") == [(65,), (75,), (85,), (95,)]


def test_a_third_is_written_as_a_fraction():
    rows = records(RATE | {"require": {"at_least": "56 %"}}, every="month")
    assert rows[0]["required_exact"] == "661/12"


def test_a_class_is_a_word_and_a_deliverable_has_a_reason():
    grade = {"indicator": "class", "require": {"at_least": "Ⅲ"}, "due": "2024-12-31"}
    assert shown(records(grade), "required", "required_text", "basis")[-1] == (
        None, "class Ⅲ", "stage",
    )  # fmt: skip
    paper = {"indicator": "paper", "require": {"done": True}, "due": "2024-12-31"}
    assert shown(records(paper), "day", "required", "reason") == [
        (date(2024, 12, 31), None, "deliverable")
    ]


def test_each_part_of_an_alternative_has_its_rows():
    require = {"any": [{"at_least": "95 %"}, {"at_least": "90 %"}]}
    rows = records(RATE | {"require": require}, every="year")
    assert shown(rows, "part", "required") == [("1", 95), ("2", 90)]


def test_where_an_end_of_an_interval_is_compared_the_path_is_that_of_the_verdict():
    target = RATE | {"require": {"at_least": "95 %", "end": "lower"}}
    rows = records(target, every="quarter")
    plain = records(RATE | {"require": {"at_least": "95 %"}}, every="quarter")
    assert shown(rows, "day", "required") == shown(plain, "day", "required")
    assert None not in [row["required"] for row in rows]


def test_an_unknown_period_is_refused():
    with pytest.raises(tc.TargetcheckError, match="path-every"):
        records(RATE, every="fortnight")


def test_files_hold_the_same_rows(tmp_path):
    ruleset = {**RULESET, "targets": [{"id": "t", "place": "east", "cite": CITE, **RATE}]}
    table = tc.required_path(ruleset, every="quarter")
    lines = list(csv.DictReader(io.StringIO(path_csv(table))))
    plain = json.loads(path_json(table))
    assert [line["required"] for line in lines] == ["65", "75", "85", "95"]
    assert [row["required"] for row in plain] == [65, 75, 85, 95]
    assert path_csv(table, "zh").splitlines()[0].startswith("目标编号,目标,地区编号")
    frame = table.to_frame("polars")
    assert frame["required"].to_list() == [65.0, 75.0, 85.0, 95.0]


def test_the_command_writes_parquet(tmp_path, capsys):
    pl = pytest.importorskip("polars")
    out = tmp_path / "path.parquet"
    assert run(["path", "hubei/huangshi-yangtze-2024", "--every", "year", "-o", str(out)]) == 0
    frame = pl.read_parquet(out)
    assert frame.schema["day"] == pl.Date
    assert set(frame["basis"].drop_nulls().unique()) <= {"line", "standing", "stage", "tranche"}
    assert f"{frame.height}" in capsys.readouterr().err


def test_parquet_without_its_part_says_how_to_add_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(tc.TargetcheckError, match=r"part-missing.*targetcheck\[scale\]"):
        path_parquet(tc.required_path("hubei/huangshi-yangtze-2024", every="year"))


def test_the_path_meets_the_verdicts_of_the_example():
    result = tc.evaluate(
        "hubei/huangshi-yangtze-2024", "examples/huangshi/2024q3.csv", as_of="2024-09-30"
    )
    table = tc.required_path("hubei/huangshi-yangtze-2024", "examples/huangshi/2024q3.csv")
    path = {(r.question.target, r.question.place, r.question.due, r.day): r.required.value
            for r in table.rows if not r.part}  # fmt: skip
    compared = 0
    for verdict in result:
        pacing, point = verdict.outcome.pacing, verdict.outcome.point
        if pacing is None or pacing.asked is None or point is None:
            continue
        key = (verdict.target, verdict.place, verdict.due, point.period.end)
        if key in path:
            compared += 1
            assert path[key] == pacing.asked
    assert compared > 20
