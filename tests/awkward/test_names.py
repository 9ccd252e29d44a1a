"""Names that a sheet uses: unknown ones are set aside, and so are those that mean two things."""

from __future__ import annotations

from copy import deepcopy

from plan_of_counties import RULESET, book, saved

from targetcheck import compile_plan
from targetcheck.cli.main import run
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.table_reader import read_table
from targetcheck.yaml_text.yaml_source import dump_yaml

TWINS = deepcopy(RULESET)
TWINS["indicators"]["bod_out"] = {"zh": "进水BOD浓度", "nature": "level", "unit": "mg/L"}
TWINS["places"]["new"] = {"zh": "开发区", "aliases": ["阳新"], "in": "ceshi"}
LONG = [
    ["地区", "指标", "时期", "数值", "单位"],
    ["大冶市", "进水BOD浓度", "2024Q3", 100, "mg/L"],
    ["阳新", "污水收集率", "2024Q3", 70, "%"],
    ["大冶市", "bod", "2024Q3", 101, "mg/L"],
]
WIDE = [["2024Q3"], ["地区", "进水BOD浓度（mg/L）"], ["大冶市", 100]]


def aside_of(path, plan):
    return [a.why for a in read_observations(read_table(path, known=vocabulary(plan)), plan).aside]


def test_a_name_of_two_things_is_set_aside_with_both(tmp_path):
    plan = compile_plan(TWINS)
    found = aside_of(saved(book(("表", LONG)), tmp_path), plan)
    assert [(d.code, d.where.cell) for d in found] == [
        ("indicator-ambiguous", "B2"),
        ("place-ambiguous", "A3"),
    ]
    assert "may be `bod` or `bod_out`" in found[0].en
    assert found[1].zh == "地区“阳新”可能指 yangxin 或 new"


def test_so_it_is_in_a_heading(tmp_path):
    found = aside_of(saved(book(("Sheet1", WIDE)), tmp_path), compile_plan(TWINS))
    assert [(d.code, d.where.cell) for d in found] == [("indicator-ambiguous", "B2")]


def test_the_ledger_reads_by_a_mapping_as_evaluate_does(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    saved(book(("2024年", [["地区", "污水收集率（%）"], ["大冶", 71]])), tmp_path)
    (tmp_path / "plan.yaml").write_text(dump_yaml(RULESET), encoding="utf-8")
    (tmp_path / "map.yaml").write_text("places: {大冶: daye}\n", encoding="utf-8")
    record = ["ledger", "record", "plan.yaml", "county.xlsx", "--as-of", "2024-12-31"]
    assert run([*record, "--mapping", "map.yaml"]) == 0
    assert run(["ledger", "show", "1", "--place", "daye", "--lang", "zh"]) == 0
    assert "71 %" in capsys.readouterr().out
    assert run(["ledger", "verify"]) == 0
