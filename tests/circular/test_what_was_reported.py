"""A circular names the place that fails, says 力争 as 力争, and can keep to what was reported."""

from __future__ import annotations

import csv

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs
from targetcheck.output.circular.circular_fields import fields_of
from targetcheck.output.result_files.terminal_table import as_text
from targetcheck.output.result_heading import reading_text
from targetcheck.what_if.gap_to_target import needs_of

RULESET = "hubei/huangshi-yangtze-2024"
AS_OF = "2024-09-30"
CLASSES = {
    "大冶湖": "Ⅲ Ⅲ Ⅲ Ⅳ Ⅲ Ⅲ Ⅳ Ⅲ Ⅲ",
    "保安湖": "Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ 未监测",
    "三山湖": "Ⅲ Ⅲ Ⅲ Ⅲ Ⅲ Ⅲ Ⅲ 停测 —",
    "网湖": "Ⅴ Ⅴ Ⅴ Ⅴ Ⅴ Ⅴ Ⅴ Ⅴ Ⅴ",
}
ROWS = [
    {"地区": lake, "指标": "水质类别", "时期": f"2024-{month:02}", "数值": grade}
    for lake, grades in CLASSES.items()
    for month, grade in enumerate(grades.split(), 1)
]
"""Made-up classes of four lakes; no figure of them was published."""


@pytest.fixture(scope="module")
def result():
    return tc.evaluate(RULESET, ROWS, as_of=AS_OF)


def fields(result, lang="zh"):
    return fields_of(CircularInputs(ComparedResults(result), lang, needs_of(result)))


def test_the_lake_that_lags_is_named_and_not_all_three(result):
    lagging = fields(result)["lagging"]
    assert lagging[0].startswith("保安湖水质（牵头单位：市水利和湖泊局）要求稳定达到或优于Ⅲ类")
    assert not any("三山湖" in sentence for sentence in lagging)
    assert any(text.startswith("保安湖水质须在") for text in fields(result)["gaps"])


def test_what_is_striven_for_comes_after_what_is_binding_and_is_no_must(result):
    second = fields(result)["lagging"][1]
    assert second.startswith("网湖水质（牵头单位：市水利和湖泊局）力争达到或优于Ⅳ类")
    assert "最近9次报送均滞后" in second
    assert any(text.startswith("网湖水质力争在") for text in fields(result)["gaps"])


def test_verdicts_by_interpretation_are_counted_alike_everywhere(result):
    count = fields(result)["own_readings"]
    marked = sum(v.status != "not_applicable" and "own_reading" in v.flags for v in result)
    told = reading_text(result.verdicts, "zh")
    assert told.startswith(f"† {count}个评判项（重复表述的另有{marked - count}个）")


def test_what_was_reported_is_what_the_rows_name(result):
    kept = result.reported()
    assert {verdict.place for verdict in kept} == {
        "daye_lake", "baoan_lake", "sanshan_lake", "wang_lake"
    }  # fmt: skip
    assert all(verdict in result.verdicts for verdict in kept)
    assert kept.whole is result


def test_a_row_without_a_value_counts_as_reported(result):
    rows = [{"地区": "三山湖", "指标": "水质类别", "时期": "2024-09", "数值": "停测"}]
    kept = tc.evaluate(RULESET, rows, as_of=AS_OF).reported()
    assert {verdict.place for verdict in kept} == {"sanshan_lake"}


def test_nothing_reported_leaves_nothing():
    assert len(tc.evaluate(RULESET, [], as_of=AS_OF).reported()) == 0


def test_the_circular_says_that_it_keeps_to_what_was_reported(result):
    text = tc.report(RULESET, ROWS, as_of=AS_OF, form="md", reported=True).decode()
    left = fields(result.reported())["not_reported"]
    total = fields(result)["items"]
    assert left == total - fields(result.reported())["items"]
    told = f"其余{left}个评判项没有报送记录，不列入也不计数"
    assert told in text
    assert "市生态环境局" not in text
    english = tc.report(RULESET, ROWS, as_of=AS_OF, form="md", reported=True, lang="en").decode()
    assert f"{left} more verdicts have no report and are left out" in english


def test_tables_say_what_they_leave_out(result):
    kept = result.reported()
    left = len(result) - len(kept)
    for lang, told in (("zh", f"其余{left}个评判项没有报送记录"), ("en", f"{left} more verdicts")):
        assert told in as_text(kept, lang, 400)
        assert told not in as_text(result, lang, 400)


def test_without_the_wish_nothing_is_left_out(result):
    assert fields(result)["not_reported"] == 0
    assert "报送记录" not in tc.report(RULESET, ROWS, as_of=AS_OF, form="md").decode()


def test_tables_keep_to_it_too(result, tmp_path):
    data, out = tmp_path / "lakes.csv", tmp_path / "verdicts.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROWS[0])
        writer.writeheader()
        writer.writerows(ROWS)
    run(["evaluate", RULESET, str(data), "--as-of", AS_OF, "--reported-only", "-o", str(out)])
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == len(result.reported())
    page = tmp_path / "circular.md"
    assert (
        run(["report", RULESET, str(data), "--as-of", AS_OF, "--reported-only", "-o", str(page)])
        == 0
    )
    assert "报送记录" in page.read_text("utf-8") or "have no report" in page.read_text("utf-8")
