from __future__ import annotations

from pathlib import Path

import pytest
from qingshan import TEXT, coverage, ruleset, ruleset_data

from clause_coverage import account, coverage_page, read_coverage, uncovered
from clause_coverage.__main__ import main
from targetcheck.drafting.outline.marked_clauses import clauses_of
from targetcheck.errors import TargetcheckError
from targetcheck.yaml_text.yaml_writer import dump_yaml


def marks(text: str) -> list[str]:
    return [mark.text for clause in clauses_of(text) for mark in clause.marks]


def test_a_clause_ends_at_a_full_stop_a_semicolon_a_line_and_a_cell():
    found = clauses_of("甲；乙。丙\n丁|戊\t己")

    assert [clause.text for clause in found] == ["甲；", "乙。", "丙", "丁|", "戊", "己"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年竣工", ["2025年"]),
        ("制定方案，完成改造", ["制定", "完成"]),
        ("应当备案，须经审核，要落实责任", ["应当", "备案", "须", "要", "落实"]),
        ("达到４５％左右", ["达到", "４５％", "左右"]),
        ("三个县建设十二座泵站", ["三个", "十二座"]),
        ("位列第一位", ["第一位"]),
        ("每季度通报，各县均达标", ["每", "各", "均"]),
        ("全覆盖，零增长，一律不批", ["全覆盖", "零", "一律"]),
        ("面积不减少，不得占用", ["不减少", "不得"]),
        ("应测尽测", ["应测尽测"]),
    ],
)
def test_numbers_dates_and_absolute_words_are_marks(text, expected):
    assert marks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. 加强组织领导",
        "（二）加强组织领导",
        "三、加强组织领导",
        "依据青政办发〔2024〕9号",
        "执行GB3838-2002和HJ/T91-2002",
        "PM2.5浓度下降",
        "附件1",
        "平均水平，均衡发展，零售企业",
        "建设一批基地，一次性补助",
        "重要的供应，主要的应用",
        "机构编制，建成区，信息公开",
        "推广5G应用，改造IPv6",
        "— 12 —",
    ],
)
def test_names_and_paragraph_numbers_are_no_marks(text):
    assert marks(text) == []


def test_a_number_that_opens_a_paragraph_is_a_mark():
    assert marks("1.2张床位") == ["1.2张"]


def test_the_number_of_a_row_is_no_mark_and_joins_no_other():
    assert marks("2\t107国道改造，长36公里") == ["107国", "36公里"]


def test_a_word_cut_by_a_page_break_marks_both_sides():
    first, second = clauses_of("污水管网全\n\n部改造")

    assert [mark.text for mark in first.marks] == ["全部"]
    assert first.marks == second.marks


def test_lines_count_in_the_whole_text():
    rules = ruleset(("collection", ["污水收集率达到70%以上"]))

    (found,) = [a for a in account(rules, coverage(), TEXT) if a.targets]

    assert found.clause.line == 9
    assert TEXT.splitlines()[8].startswith(found.clause.text)


def test_quotes_are_found_across_line_breaks():
    rules = ruleset(("urban", ["其中城区达到80%以上"]))

    found = [a for a in account(rules, coverage(), TEXT) if a.targets]

    assert [a.clause.text for a in found] == [
        "到2025年，污水收集率达到70%以上，其中城区达",
        "到80%以上；",
    ]


def test_a_clause_is_encoded_listed_or_uncovered():
    rules = ruleset(("urban", ["其中城区达到80%以上"]), ("outfalls", ["严禁新增直排口"]))
    listed = coverage(("各部门要通力合作", "qualitative"))

    left = [found.clause.text for found in uncovered(rules, listed, TEXT)]

    assert left == [
        "到2025年，污水收集率达到70%以上，其中城区达",
        "每年改造管网不少于100公里。",
        "完成时限：2025年12月",
        "全面消除黑臭水体。",
    ]


def test_what_stands_outside_the_section_is_not_asked_for():
    whole = uncovered(ruleset(), coverage(section=None), TEXT)
    part = uncovered(ruleset(), coverage(), TEXT)

    assert "另一份文件：到2030年种树5万亩。" in [a.clause.text for a in whole]
    assert all(9 <= a.clause.line <= 15 for a in part)


def test_a_deadline_that_recurs_belongs_to_the_quote_before_it():
    rules = ruleset(("lakes", ["全面消除黑臭水体", "完成时限：2025年12月"]))

    found = [a for a in account(rules, coverage(section=None), TEXT) if a.targets]

    assert [a.clause.line for a in found] == [15, 16]


def test_a_deadline_that_recurs_belongs_to_the_quote_after_it():
    rules = ruleset(("lakes", ["完成时限：2025年12月", "全面消除黑臭水体"]))

    found = [a for a in account(rules, coverage(section=None), TEXT) if a.targets]

    assert [a.clause.line for a in found] == [13, 15]


def test_words_that_recur_on_their_own_are_meant_everywhere():
    rules = ruleset(("deadline", ["完成时限：2025年12月"]))

    found = [a for a in account(rules, coverage(section=None), TEXT) if a.targets]

    assert [a.clause.line for a in found] == [13, 16]
    page = coverage_page(rules, coverage(section=None), TEXT)
    assert "Quotes that stand in several clauses: `deadline`." in page


def test_each_part_of_a_sentence_is_asked_for():
    rules = ruleset(("plan", ["制定方案"]))
    text = "一、总体目标\n各县制定方案，完成改造，街面整洁。\n"

    (found,) = uncovered(rules, coverage(section=None), text)

    assert [left.part.text for left in found.left] == ["完成改造，"]


def test_a_figure_is_asked_for_by_itself_even_where_its_part_is_quoted():
    rules = ruleset(("collection", ["污水收集率达到"]))

    found = next(a for a in account(rules, coverage(), TEXT) if a.targets)

    assert [[mark.text for mark in left.bare] for left in found.left][:2] == [["2025年"], ["70%"]]


def test_a_reason_carries_the_marks_that_it_quotes_and_no_others():
    listed = coverage(("各县制定方案", "procedure"), section=None)

    (found,) = uncovered(ruleset(), listed, "各县制定方案并完成改造。")

    assert [mark.text for mark in found.left[0].bare] == ["完成"]


def test_a_clause_without_a_mark_is_shown_where_a_target_quotes_it():
    rules = ruleset(("clean", ["湖面清洁"]))

    (found,) = [a for a in account(rules, coverage(), TEXT) if a.targets]

    assert found.clause.text == "湖面清洁，岸线整齐。"
    assert not found.clause.marks


def test_the_page_opens_with_totals():
    rules = ruleset(("outfalls", ["严禁新增直排口"]), ("clean", ["湖面清洁"]))
    listed = coverage(("各部门要通力合作", "qualitative"), ("每年改造管网", "procedure"))

    page = coverage_page(rules, listed, TEXT)

    assert "| with a number, a date, an absolute word or a duty | 7 |" in page
    assert "| encoded | 1 |" in page
    assert "| not encoded, with a reason | 2 |" in page
    assert "| – procedure | 1 |" in page
    assert "| without such a mark, and quoted by a target | 1 |" in page
    assert "| – quoted by a target | 1 |" in page
    assert "| – with a reason only | 1 |" in page
    assert "| 10 | 严禁新增直排口。 | encoded: `outfalls` |" in page
    assert "| 10 | 到80%以上； | **UNACCOUNTED**: 到80%以上； |" in page


def test_a_quote_outside_the_section_is_told():
    page = coverage_page(ruleset(("trees", ["到2030年种树5万亩"])), coverage(), TEXT)

    assert "Quotes that do not stand in this part of the text: `trees`." in page


@pytest.mark.parametrize("words", ["没有这句话", "完成时限：2025年12月"])
def test_a_section_begins_where_its_words_stand_once(words):
    section = {"from": words, "to": "岸线整齐。"}

    with pytest.raises(TargetcheckError, match="coverage-section"):
        uncovered(ruleset(), coverage(section=section), TEXT)


def test_a_section_ends_behind_its_beginning():
    section = {"from": "（二）湖泊治理", "to": "一、总体目标"}

    with pytest.raises(TargetcheckError, match="coverage-section"):
        uncovered(ruleset(), coverage(section=section), TEXT)


def test_a_section_ends_with_a_line():
    section = {"from": "青政办发〔2024〕9号", "to": "湖面清洁"}

    with pytest.raises(TargetcheckError, match="ends inside a line"):
        uncovered(ruleset(), coverage(section=section), TEXT)


def test_an_unknown_reason_is_told_with_its_place(tmp_path: Path):
    file = tmp_path / "coverage.yaml"
    file.write_text("not_encoded:\n- {clause: 一, quote: 各部门, why: boring}\n", "utf-8")

    with pytest.raises(TargetcheckError) as raised:
        read_coverage(file)

    (found,) = raised.value.diagnostics
    assert (found.code, found.where.line) == ("coverage-unreadable", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = ruleset_data([("outfalls", ["严禁新增直排口"])])
    (tmp_path / "ruleset.yaml").write_text(dump_yaml(data), "utf-8")
    listed = {"not_encoded": [{"clause": "全文", "quote": TEXT, "why": "background"}]}
    (tmp_path / "coverage.yaml").write_text(dump_yaml(listed), "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "1.txt").write_text("别的文件", "utf-8")
    (tmp_path / "texts" / "2.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_the_command_finds_the_text_by_its_hash_and_writes_the_page(folder: Path):
    page = folder / "docs" / "page.md"

    code = main([str(folder), str(folder / "texts"), "-o", str(page)])

    assert code == 0
    assert page.read_text("utf-8").startswith("# Coverage of 青山市治水方案")


def test_the_command_fails_while_a_clause_is_uncovered(folder: Path, capsys):
    (folder / "coverage.yaml").write_text("not_encoded: []\n", "utf-8")

    assert main([str(folder), str(folder / "texts" / "2.txt")]) == 1
    shown = capsys.readouterr()
    assert "**UNACCOUNTED**" in shown.out
    assert "line 15 unaccounted for: 全面消除黑臭水体。 (全面)" in shown.err


def test_without_a_text_the_reasons_are_checked(folder: Path, capsys):
    assert main([str(folder)]) == 0
    entry = "{clause: 一, quote: 严禁新增直排口, why: qualitative}"
    (folder / "coverage.yaml").write_text(f"not_encoded: [{entry}]\n", "utf-8")
    assert main([str(folder)]) == 1
    assert "says nothing of: 严禁" in capsys.readouterr().err


def test_the_command_refuses_another_text(folder: Path, capsys):
    assert main([str(folder), str(folder / "texts" / "1.txt")]) == 2
    assert "coverage-text" in capsys.readouterr().err
