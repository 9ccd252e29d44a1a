"""Where the Huangshi gazette contradicts itself, lint finds it with no hand-written hint."""

from __future__ import annotations

import pytest

import targetcheck as tc
from targetcheck.lint import lint_ruleset

BARE = {"disagrees": (), "restates": (), "ignore": {}}


@pytest.fixture(scope="module")
def sentences():
    ruleset = tc.load_ruleset("hubei/huangshi-yangtze-2024")
    targets = tuple(target.model_copy(update=BARE) for target in ruleset.targets)
    found = lint_ruleset(ruleset.model_copy(update={"targets": targets}))
    return [finding.en for finding in found if finding.code in ("disagreement", "contradictory")]


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("manure-utilisation", "l42-manure-utilisation", "85 % and 80 %"),
        ("l03-outfalls-2024", "l02-outfalls-2024", "mid-December and the end of December"),
        ("l06-lake-outfalls-2024", "l46-lake-outfalls-2024", "mid-December and the end of it"),
        ("l09-outfalls-accepted", "l02-outfalls-accepted", "mid-December and the end of it"),
        ("lake-outfalls-2025", "a6-lake-outfalls-2025", "全面完成 and 基本完成"),
        ("influent-bod", "a2-influent-bod", "a share of plants and of their capacity"),
    ],
)
def test_a_named_contradiction_is_found(sentences, one, other, what):
    assert any(f"`{one}`" in said and f"`{other}`" in said for said in sentences), what
