"""Every code of lint has a page, a sample that shows it and one that does not; ignore; the lock."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from targetcheck.errors import Diagnostic
from targetcheck.lint import CODES, lint_ruleset, make_lock
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import read_document, read_document_text

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "lint"
PAGES = ROOT / "docs" / "reference" / "lint"
HERE = "# <- here"


def _lint(path: Path) -> list[Diagnostic]:
    ruleset = ruleset_from_document(read_document(path, path.name))
    text, lock = path.with_suffix(".txt"), path.with_suffix(".lock.json")
    return lint_ruleset(
        ruleset,
        text.read_text(encoding="utf-8") if text.exists() else None,
        json.loads(lock.read_text(encoding="utf-8")) if lock.exists() else None,
    )


def _ruleset(body: str) -> Ruleset:
    head = (
        "targetcheck: 1\nid: sample\ntitle: 示例方案（2024—2025年）\n"
        "document: {number: 示1号, issuer: 示例市, issued: 2024-07-26}\n"
        "places: {city: {zh: 示例市}}\ndefaults: {place: city, lead: 市局, due: 2025-12-31}\n"
    )
    return ruleset_from_document(read_document_text(head + body, "sample.yaml"))


def _found(
    body: str, text: str | None = None, lock: Mapping[str, object] | None = None
) -> list[tuple[str, str, str]]:
    found = lint_ruleset(_ruleset(body), text, lock)
    return [(d.code, d.severity, d.where.path) for d in found]


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_page_that_shows_its_samples(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n\nSeverity: {CODES[code]}.\n")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for folder, block in zip(("bad", "good"), blocks, strict=True):
        sample = (SAMPLES / folder / f"{code}.yaml").read_text(encoding="utf-8")
        lines = {line.removesuffix(HERE).rstrip() for line in sample.splitlines()}
        assert set(block.splitlines()) <= lines


@pytest.mark.parametrize("code", CODES)
def test_the_failing_sample_fails_where_it_is_marked(code: str) -> None:
    path = SAMPLES / "bad" / f"{code}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, start=1) if HERE in line}
    found = [d for d in _lint(path) if d.code == code]
    assert {d.where.line for d in found} == marked
    for finding in found:
        assert finding.severity == CODES[code]
        assert finding.where.column > 0
        assert finding.where.path.startswith("$.")
        assert all((finding.en, finding.zh, finding.hint_en, finding.hint_zh))


@pytest.mark.parametrize("code", CODES)
def test_the_failing_sample_shows_nothing_else_of_weight(code: str) -> None:
    others = [d for d in _lint(SAMPLES / "bad" / f"{code}.yaml") if d.code != code]
    companions = {
        "ignore-unknown": {"lead-missing"},
        "quote-not-in-text": {"promise-uncarried"},
    }
    assert {d.code for d in others if d.severity != "note"} <= companions.get(code, set())


@pytest.mark.parametrize("code", CODES)
def test_the_passing_sample_passes(code: str) -> None:
    assert [d.text() for d in _lint(SAMPLES / "good" / f"{code}.yaml")] == []


def test_findings_come_sorted_by_place() -> None:
    found = lint_ruleset(
        _ruleset(
            "indicators: {b: {zh: 乙, unit: 吨}, a: {zh: 甲, nature: share, unit: '%'}}\n"
            "targets:\n"
            "  - {id: one, indicator: a, require: {at_least: 171 %}}\n"
            "  - {id: two, indicator: a, require: {at_least: 60 %}}\n"
        )
    )
    assert [d.where for d in found] == sorted(d.where for d in found)
    assert {d.code for d in found} >= {"indicator-unused", "cite-missing", "share-above-hundred"}


SHARE = "indicators: {a: {zh: 甲, nature: share, unit: '%'}}\n"


def _two(first: str, second: str, more: str = "", words: str = "达到85%以上") -> str:
    return SHARE + (
        f"targets:\n  - {{id: one, indicator: a, {first}, cite: {{clause: 二, quote: 达到85%以上}}}}\n"
        f"  - {{id: two, indicator: a, {second}, cite: {{clause: 附件1, quote: {words}}}}}\n{more}"
    )


def test_mid_december_is_not_the_end_of_december() -> None:
    body = _two(
        "require: {at_least: 85 %}, due: 2024-12-31",
        "require: {at_least: 85 %}, due: 2024年12月中旬",
    )
    assert _found(body) == [("disagreement", "warning", "$.targets[1].require")]


def test_words_beside_a_figure_disagree() -> None:
    body = _two("require: {at_least: 85 %}", "require: {words: 基本完成}", words="基本完成")
    assert _found(body) == [("disagreement", "warning", "$.targets[1].require")]


def test_a_declared_disagreement_is_a_note() -> None:
    declared = "disagrees: [{target: one, on: 85 % 与 80 %}]"
    lower = f"require: {{at_least: 80 %}}, {declared}"
    body = _two("require: {at_least: 85 %}", lower, words="达到80%")
    assert _found(body) == [("disagreement", "note", "$.targets[1].disagrees[0]")]


def test_a_declared_contradiction_is_a_warning() -> None:
    declared = "disagrees: [{target: one, on: 下限与上限}]"
    ceiling = f"require: {{at_most: 80 %}}, {declared}"
    body = _two("require: {at_least: 85 %}", ceiling, words="不超过80%")
    assert sorted(_found(body)) == [
        ("contradictory", "warning", "$.targets[1].require"),
        ("disagreement", "note", "$.targets[1].disagrees[0]"),
    ]


def test_a_stretch_goal_is_no_disagreement() -> None:
    stretch = "require: {at_least: 90 %}, strength: aspirational"
    body = _two("require: {at_least: 85 %}", stretch, words="力争90%")
    assert _found(body) == []


def test_a_floor_and_a_ceiling_are_no_disagreement() -> None:
    body = _two("require: {at_least: 85 %}", "require: {at_most: 95 %}", words="不超过95%")
    assert _found(body) == []


def test_an_earlier_stage_elsewhere_may_ask_less() -> None:
    earlier = "require: {at_least: 80 %}, due: 2024-12-31"
    body = _two("require: {at_least: 85 %}", earlier, words="达到80%以上")
    assert _found(body) == []


MANURE = """
indicators:
  manure: {zh: 畜禽粪污综合利用率, nature: share, unit: '%'}
  equipped: {zh: 粪污处理设施装备配套率, nature: share, unit: '%'}
targets:
  - id: manure
    indicator: manure
    require: {at_least: 85 %}
    cite: {clause: 二、5, quote: 畜禽粪污综合利用率达到85%以上}
  - id: equipped
    indicator: equipped
    require: {at_least: 98 %}
    cite: {clause: 二、5, quote: 配套率稳定在98%以上}
  - id: manure-list
    indicator: manure
    require: {at_least: 80 %}
    due: 2024-12-31
    cite: {clause: 附件10 第42行, quote: 畜禽粪污综合利用率达到80%以上}
  - id: equipped-list
    indicator: equipped
    require: {at_least: 98 %}
    due: 2024-12-31
    cite: {clause: 附件10 第42行, quote: 配套率稳定在98%以上}
"""


def test_a_list_that_repeats_a_clause_and_changes_one_figure_is_found() -> None:
    assert _found(MANURE) == [("disagreement", "warning", "$.targets[2].require")]
    (found,) = lint_ruleset(_ruleset(MANURE))
    assert "≥ 80 %" in found.en
    assert "≥ 85%" in found.zh
    assert "otherwise repeats" in found.en


def test_members_weighed_differently_disagree() -> None:
    share = "share_of: plants, where: {bod: {above: 100 mg/L}}, at_least: 90 %"
    body = (
        "groups: {plants: {zh: 污水处理厂, members: [city]}}\n"
        "indicators: {bod: {zh: 进水BOD, unit: mg/L}, scale: {zh: 规模, unit: 吨/日},\n"
        "  good: {zh: 占比, nature: share, unit: '%'}}\n"
        "targets:\n"
        f"  - {{id: one, indicator: good, require: {{{share}}},\n"
        "     cite: {clause: 二, quote: 高于100毫克/升的占比达到90%以上}}\n"
        f"  - {{id: two, indicator: good, require: {{{share}, weight: scale}},\n"
        "     cite: {clause: 附件2, quote: 高于100毫克/升的规模占比达到90%以上}}\n"
    )
    assert _found(body) == [("disagreement", "warning", "$.targets[1].require")]


def test_tranches_in_other_units_add_up_exactly() -> None:
    body = (
        "indicators: {a: {zh: 面积, nature: flow, unit: 公顷}}\n"
        "targets:\n"
        "  - {id: one, indicator: a, from: 2024, require: {at_least: 2 万亩}, ignore: "
        "{quote-number-unused: 单位不同, target-number-unquoted: 单位不同},\n"
        "     tranches: {2024: TRANCHE, 2025: 1 万亩}, cite: {clause: 二, quote: 共2万亩}}\n"
    )
    assert ("tranches-miss-total", "error", "$.targets[0].tranches") not in _found(
        body.replace("TRANCHE", "10000 亩")
    )
    assert ("tranches-miss-total", "error", "$.targets[0].tranches") in _found(
        body.replace("TRANCHE", "666.67 公顷")
    )


def test_tranches_that_are_not_all_of_the_total_are_left_alone() -> None:
    body = (
        "indicators: {a: {zh: 面积, nature: flow, unit: 公顷}}\n"
        "targets:\n"
        "  - {id: one, indicator: a, from: 2024-01-01, due: 2024-12-31, require: {at_least: 9 公顷},\n"
        "     tranches: {2024: 3 公顷, 2025: 4 公顷}, cite: {clause: 二, quote: 共9公顷，其中"
        "2024年3公顷，2025年4公顷}}\n"
    )
    assert "tranches-miss-total" not in [code for code, *_ in _found(body)]


def test_an_exception_with_a_reason_silences_its_code_only() -> None:
    body = SHARE + (
        "targets:\n  - {id: one, indicator: a, require: {at_least: 85 %},\n"
        "     ignore: {target-number-unquoted: 原文以图表示},\n"
        "     cite: {clause: 二, quote: 达到80%以上}}\n"
    )
    assert _found(body) == [("quote-number-unused", "error", "$.targets[0].cite.quote")]


def test_an_exception_for_the_text_is_not_unused_without_the_text() -> None:
    body = SHARE + (
        "targets:\n  - {id: one, indicator: a, require: {at_least: 85 %},\n"
        "     ignore: {quote-not-in-text: 扫描件, quote-not-locked: 扫描件},\n"
        "     cite: {clause: 二, quote: 达到85%以上}}\n"
    )
    assert _found(body) == []
    assert _found(body, text="无关", lock={"quotes": {}}) == []
    assert [code for code, *_ in _found(body, text="达到85%以上")] == ["ignore-unused"]


def test_the_lock_holds_what_stands_in_the_text() -> None:
    body = _two("require: {at_least: 85 %}", "require: {at_least: 85 %}, restates: one")
    lock = make_lock(_ruleset(body), "一、到2025年达到 85\n%以上。")
    assert set(lock) == {"sha256", "quotes"}
    assert _found(body, lock=lock) == []
    moved = body.replace("达到85%以上}", "达到85%}")
    assert [code for code, *_ in _found(moved, lock=lock)] == ["quote-not-locked"] * 2
    assert make_lock(_ruleset(body), "别的文本")["quotes"] == {}
