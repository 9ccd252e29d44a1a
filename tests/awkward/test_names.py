"""Names that a sheet uses: unknown ones are set aside, and so are those that mean two things."""

from __future__ import annotations

from copy import deepcopy

import pytest
from plan_of_counties import RULESET, book, saved

from targetcheck import compile_plan
from targetcheck.cli.entry_point import run
from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.table_reader import read_table
from targetcheck.yaml_text.yaml_writer import dump_yaml

TWINS = deepcopy(RULESET)
TWINS["indicators"]["BOD"] = {"zh": "出水BOD浓度", "nature": "level", "unit": "mg/L"}
TWINS["places"]["new"] = {"zh": "开发区", "aliases": ["YX"], "in": "ceshi"}
TWINS["places"]["old"] = {"zh": "老城区", "aliases": ["Yx"], "in": "ceshi"}
LONG = [
    ["地区", "指标", "时期", "数值", "单位"],
    ["大冶市", "Bod", "2024Q3", 100, "mg/L"],
    ["yx", "污水收集率", "2024Q3", 70, "%"],
    ["大冶市", "bod", "2024Q3", 101, "mg/L"],
    ["YX", "BOD", "2024Q3", 102, "mg/L"],
]
WIDE = [["2024Q3"], ["地区", "Bod（mg/L）"], ["大冶市", 100]]


def aside_of(path, plan):
    return [a.why for a in read_observations(read_table(path, known=vocabulary(plan)), plan).aside]


def test_a_name_of_two_things_is_set_aside_with_both(tmp_path):
    plan = compile_plan(TWINS)
    found = aside_of(saved(book(("表", LONG)), tmp_path), plan)
    assert [(d.code, d.where.cell) for d in found] == [
        ("indicator-ambiguous", "B2"),
        ("place-ambiguous", "A3"),
    ]
    assert "may be `bod` or `BOD`" in found[0].en
    assert found[1].zh == "地区“yx”可能指new或old"


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        ("places", {"zh": "城区"}, {"zh": "城 区"}),
        ("places", {"zh": "甲"}, {"zh": "乙", "aliases": ["甲"]}),
        ("places", {"zh": "甲", "aliases": ["K"]}, {"zh": "乙", "aliases": ["\u212a"]}),
        ("places", {"zh": "甲", "aliases": ["p"]}, {"zh": "乙", "en": "ｐ"}),
        ("places", {"zh": "甲"}, {"zh": "乙", "aliases": ["one"]}),
        ("indicators", {"zh": "浓度"}, {"zh": "浓\u200b度"}),
        ("indicators", {"zh": "浓度", "en": "Level 1"}, {"zh": "水平", "en": "Level1"}),
    ],
)
def test_names_that_no_reader_tells_apart_are_an_error(section, one, other):
    ruleset = deepcopy(RULESET)
    ruleset[section] |= {"one": one, "other": other}
    with pytest.raises(TargetcheckError) as refused:
        compile_plan(ruleset)
    assert [d.code for d in refused.value.diagnostics] == ["name-shared"]
    assert "`one` from `other`" in str(refused.value)


@pytest.mark.parametrize(
    "name", ["a b", "a/b", "t@x", "a\u200bb", "ｐ", "m²", "a\tb", "\u212a", "x#1", "a\u202eb", ""]
)
@pytest.mark.parametrize("section", ["places", "indicators", "groups", "targets"])
def test_an_id_holds_letters_digits_and_three_signs(section, name):
    ruleset = deepcopy(RULESET)
    if section == "targets":
        ruleset["targets"][0]["id"] = name
    else:
        ruleset.setdefault(section, {})[name] = (
            {"members": ["daye"]} if section == "groups" else {"zh": "甲"}
        )
    with pytest.raises(TargetcheckError) as refused:
        compile_plan(ruleset)
    assert {d.code for d in refused.value.diagnostics} == {"id-alphabet"}


def test_ids_of_every_script_are_ids():
    ruleset = deepcopy(RULESET)
    ruleset["places"] |= {name: {} for name in ["东区", "PM2.5", "NH3-N", "école", "ଓଡ଼ିଶା"]}
    assert "PM2.5" in compile_plan(ruleset).ruleset.all_places()


def test_a_country_or_element_is_none_of_the_signs_for_nothing(tmp_path):
    """NA is Namibia, No a radio element, NaN nobody's name."""
    ruleset = deepcopy(RULESET)
    ruleset["places"] |= {"nam": {"zh": "纳米比亚", "aliases": ["NA"]}, "0": {"zh": "零区"}}
    plan = compile_plan(ruleset)
    rows = [LONG[0], ["NA", "bod", 2024, 1, "mg/L"], [0, "bod", 2024, 1, "mg/L"]]
    read = read_observations(read_table(saved(book(("表", rows)), tmp_path)), plan)
    assert [one.place for one in read.all] == ["nam", "0"]


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
