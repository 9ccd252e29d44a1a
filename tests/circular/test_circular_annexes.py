"""Annexes hold every verdict once, and the future in short."""

from __future__ import annotations

import pytest
from circular_examples import NAMES

from targetcheck.output.circular.annex_rows import annex_rows
from targetcheck.plan.restated_targets import stated_once


def tables(example, lang="zh"):
    return {
        table.id: table
        for annex in example.made(lang).annexes
        for table in annex.blocks
        if hasattr(table, "rows")
    }


def column(table, head):
    number = [each.text for each in table.heads].index(head)
    return [row[number].text for row in table.rows]


def summed(made, *names):
    return sum(sum(map(int, column(made[name], "项数"))) for name in names if name in made)


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_all_targets_stand_for_every_verdict_once(name, examples):
    example = examples(name)
    known = stated_once(example.result.verdicts, example.result.ruleset)
    made = tables(example)
    assert summed(made, "targets", "to-come") == len(known)
    open_ = sum(stated.item.status == "undetermined" for stated in known)
    assert summed(made, "data", "people") == open_


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_due_and_has_no_value_is_one_row_for_each_year_and_lead(name, examples):
    made = tables(examples(name))
    if "to-come" in made:
        rows = list(
            zip(*(column(made["to-come"], head) for head in ("时限", "牵头单位")), strict=True)
        )
        assert len(rows) == len(set(rows))
    if "targets" in made and "报送值" in [head.text for head in made["targets"].heads]:
        year = name[-4:]
        heads = ("时限", "报送值", "结论")
        for due, value, status in zip(*(column(made["targets"], h) for h in heads), strict=True):
            later = due.removeprefix("至") > f"{year}-12-31"
            assert not (later and value == "—" and status in ("未到期", "缺数据", "待人工评定"))


def test_what_lags_keeps_a_row_for_each_due_date(examples):
    example = examples("hubei/huangshi-yangtze-2024")
    known = stated_once(example.result.verdicts, example.result.ruleset)
    rows = annex_rows(known, lambda _: "", lambda _: "")
    lag = [row for row in rows if row.verdict.status in ("fail", "missed", "at_risk")]
    lag_days = {(row.verdict.target, row.verdict.due) for row in lag}
    want = {
        (s.item.target, s.item.due) for s in known if s.item.status in ("fail", "missed", "at_risk")
    }
    assert lag_days == want
    assert all(len({m.item.due for m in row.members}) == 1 for row in lag)
    assert sum(len(row.members) for row in rows) == len(known)


def test_no_id_of_a_ruleset_stands_in_the_notes(examples):
    example = examples("hubei/xianning-yearbook-2022")
    told = " ".join(column(tables(example)["doubts"], "存疑之处"))
    assert "目标“卷首彩页图片”" in told
    assert "colour-pages" not in told


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_is_one_row_with_its_targets(name, examples):
    made = tables(examples(name))
    if "readings" in made:
        told = column(made["readings"], "解读")
        assert len(told) == len(set(told))


@pytest.mark.parametrize("name", NAMES)
def test_what_lags_stands_on_a_clause(name, examples):
    made = tables(examples(name))
    if "lagging" in made:
        assert "—" not in column(made["lagging"], "依据条款")
