"""Every block of the page on standards and assessments is a ruleset that can be planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import blocks

from targetcheck import compile_plan, evaluate
from targetcheck.yaml_text.yaml_source import read_document_text

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "standards-and-assessments.md"
HEAD = {
    "targetcheck": 1,
    "id": "page",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
}
CHINESE = PAGE.with_name("standards-and-assessments.zh.md")
BLOCKS = blocks(str(PAGE), "yaml")


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_is_a_ruleset(number):
    written = dict(read_document_text(BLOCKS[number], f"block {number}").data)
    places = {"city": {"zh": "示例市"}, **written.pop("places", {})}
    plan = compile_plan({**HEAD, **written, "places": places})
    assert plan.questions or plan.ruleset.scores
    result = evaluate(plan, [], as_of="2025-01-31")
    without_duties = (v for v in result if v.reason != "not_reported")
    assert {str(v.status) for v in without_duties} <= {"undetermined", "not_due"}
    assert all(score.points is None for score in result.scores())
    result.to_json("zh")


def test_the_chinese_page_has_the_same_rulesets():
    assert blocks(str(CHINESE), "yaml") == BLOCKS
