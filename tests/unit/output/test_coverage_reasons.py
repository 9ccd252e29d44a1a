"""Reasons for which a clause is not encoded, and lists of units, are compared with the text."""

from __future__ import annotations

import pytest
from qingshan import coverage, ruleset, ruleset_data

from clause_coverage import read_coverage, reason_findings, text_findings
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.yaml_text.yaml_source import read_document


def reasons(quote: str, why: str, note: str | None = None, clause: str = "一") -> list[str]:
    entry = {"clause": clause, "quote": quote, "why": why, "note": note}
    return list(reason_findings(ruleset(), read_coverage({"not_encoded": [entry]})))


@pytest.mark.parametrize(
    ("quote", "why", "note", "wrong"),
    [
        ("各部门要通力合作", "qualitative", None, ""),
        ("大力推进节水", "qualitative", None, ""),
        ("到2025年改善水质", "qualitative", None, "says nothing of: 2025年"),
        ("制定节水方案", "procedure", None, "says nothing of: 制定"),
        ("制定节水方案", "procedure", "方案随项目“制定”", ""),
        ("严禁直排", "qualitative", None, "says nothing of: 严禁"),
        ("鼓励制定标准", "support", None, ""),
        ("制定标准，鼓励节水", "support", None, "says nothing of: 制定"),
        ("水质达到Ⅲ类。湖面清洁", "qualitative", "“达到”", "more than one sentence"),
        ("连续编纂21卷", "fact", None, "needs a note"),
        ("2024年1月31日", "heading", None, ""),
        ("市水利局、县人民政府", "units", None, "no target has the unit 市水利局、县人民政府"),
    ],
)
def test_a_reason_that_its_quote_contradicts_is_refused(quote, why, note, wrong):
    found = reasons(quote, why, note)

    assert len(found) == bool(wrong)
    assert all(wrong in line for line in found)


def test_one_reason_for_several_sentences_is_refused():
    entries = [
        {"clause": "一", "quote": quote, "why": "procedure", "note": "按程序办理"}
        for quote in ("加强管理", "改进服务")
    ]

    found = list(reason_findings(ruleset(), read_coverage({"not_encoded": entries})))

    assert len(found) == 2
    assert "2 entries have the same note `按程序办理`" in found[0]


def test_a_row_carries_its_title():
    assert "`附件第3行` lacks" not in "".join(reasons("加强管理", "procedure"))
    assert "`第3行` lacks the title" in "".join(
        reasons("加强管理", "procedure", clause="附件 第3行")
    )
    assert reasons("加强管理", "procedure", clause="附件 第3行（治水）") == []


def units(lead: str, by: list[str]) -> list[str]:
    data = ruleset_data([("plan", ["制定方案"])])
    data["targets"][0].update({"lead": lead, "by": by})
    rules = ruleset_from_document(read_document(data))
    text = "（一）制定方案。（牵头单位：市水利局；责任单位：市住建局、青山县人民政府）\n"
    listed = coverage(section=None)
    return [line for line in text_findings(rules, listed, text) if "lacks a unit" in line]


def test_a_list_of_units_is_compared_with_the_targets_before_it():
    assert units("市水利局", ["市住建局", "青山县人民政府"]) == []
    assert units("市水利局", ["青山县人民政府"]) == [
        "plan lacks a unit of the list after it: 市住建局"
    ]
