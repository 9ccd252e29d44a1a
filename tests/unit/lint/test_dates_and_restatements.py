"""Due dates that nothing in a document carries, and links between targets that differ."""

from __future__ import annotations

import pytest

from targetcheck.lint import lint_ruleset
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.yaml_text.yaml_source import read_document_text

HEAD = """
targetcheck: 1
id: sample
title: {title}
document: {{number: 示1号, issuer: 示例市, issued: 2024-07-26}}
places: {{city: {{zh: 示例市}}}}
indicators:
  share: {{zh: 占比, nature: share, unit: percent}}
  times: {{zh: 次数, nature: flow, unit: 次}}
defaults: {{place: city, lead: 市局}}
targets:
"""


def _lint(code: str, *targets: str, title: str = "示例方案") -> list[str]:
    lines = "".join(f"  - {{{target}}}\n" for target in targets)
    document = read_document_text(HEAD.format(title=title) + lines, "sample.yaml")
    found = lint_ruleset(ruleset_from_document(document))
    return [d.where.path for d in found if d.code == code]


def _due(due: str, quote: str, more: str = "", title: str = "示例方案") -> list[str]:
    target = f"id: a, indicator: share, require: {{at_least: 71 %}}, due: {due}, "
    target += f"cite: {{clause: 二, quote: '{quote}'}}{more}"
    return _lint("due-unexplained", target, title=title)


@pytest.mark.parametrize(
    ("due", "quote"),
    [
        ("2025-12-31", "到2025年达到71%"),
        ("2025-12-31", "2024-2025年累计达到71%"),
        ("2024-12-31", "2024、2025年分别达到71%"),
        ("2025-12-31", "“十四五”期末达到71%"),
        ("2030-12-31", "“十五五”时期达到71%"),
        ("2024-09-30", "2024年9月底达到71%"),
        ("2024-09-30", "2024年前三季度达到71%"),
        ("2024-12-20", "2024年12月中旬达到71%"),
        ("2024-06-30", "2024年上半年达到71%"),
        ("2026-07-28", "达到71%，有效期两年"),
        ("2025-03-31", "71 % by 31 March 2025"),
        ("2025-03-31", "71 % by 2025-03-31"),
    ],
)
def test_a_quote_carries_the_date(due: str, quote: str) -> None:
    assert _due(due, quote) == []


@pytest.mark.parametrize(
    ("due", "quote"),
    [
        ("2025-12-31", "达到71%"),
        ("2025-12-31", "2024年底达到71%"),
        ("2025-12-31", "“十三五”期末达到71%"),
        ("2024-09-30", "2024年底达到71%"),
        ("2024-01-31", "2024年11月达到71%"),
        ("2025-12-31", "完成12025处，达到71%"),
        ("2026-07-28", "在有效期内达到71%"),
    ],
)
def test_a_quote_without_the_date_does_not_carry_it(due: str, quote: str) -> None:
    assert _due(due, quote) == ["$.targets[0].due"]


def test_a_reading_explains_a_date_if_it_speaks_of_time() -> None:
    assert _due("2025-12-31", "达到71%", ", reading: 原文未写时限，按方案期末") == []
    assert _due("2025-12-31", "达到71%", ", reading: due at the end of the plan") == []
    assert _due("2025-12-31", "达到71%", ", reading: 只按城区评判") == ["$.targets[0].due"]


def test_a_title_carries_the_year_of_a_yearly_plan_but_no_other_day() -> None:
    assert _due("2024-11-30", "达到71%", title="2024年工作要点") == []
    assert _due("2025-12-31", "达到71%", title="2024年工作要点") == ["$.targets[0].due"]


def test_without_a_citation_only_the_citation_is_missing() -> None:
    target = "id: a, indicator: share, require: {at_least: 71 %}, due: 2025-12-31"
    assert _lint("due-unexplained", target) == []
    assert _lint("cite-missing", target) == ["$.targets[0].cite"]


def test_each_milestone_needs_its_date() -> None:
    stage = "{due: 2024-12-31, require: {at_least: 60 %}, cite: {clause: 二, quote: QUOTE}}"
    target = (
        "id: a, indicator: share, require: {at_least: 71 %}, due: 2025-12-31, "
        f"milestones: [{stage}], cite: {{clause: 二, quote: 2025年底达到71%}}"
    )
    assert _lint("due-unexplained", target.replace("QUOTE", "2024年底达到60%")) == []
    path = "$.targets[0].milestones[0].due"
    assert _lint("due-unexplained", target.replace("QUOTE", "达到60%")) == [path]


def _link(first: str, second: str) -> list[str]:
    cite = "cite: {clause: 二, quote: 达到71%以上}"
    return _lint(
        "restated-differently", f"id: a, {first}, {cite}", f"id: b, {second}, restates: a, {cite}"
    )


SHARE = "indicator: share, require: {at_least: 71 %}, due: 2025-12-31"
TIMES = "indicator: times, require: {at_least: 1 次}, from: 2024-01-01, due: 2025-12-31"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SHARE, SHARE),
        (SHARE + ", milestones: [{due: 2024-12-31, require: {at_least: 66 %}}]",
         "indicator: share, require: {at_least: 66 %}, due: 2024-12-31"),
        (TIMES + ", every: year", TIMES.replace("2025", "2024")),
        (TIMES + ", tranches: {2024: 1 次, 2025: 1 次}", TIMES.replace("2025", "2024")),
        ("indicator: share, require: {words: 基本完成}, due: 2025-12-31",
         "indicator: share, require: {words: 大部完成}, due: 2025-12-31"),
    ],
)  # fmt: skip
def test_a_target_restates_another_or_one_of_its_stages(first: str, second: str) -> None:
    assert _link(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SHARE, SHARE.replace("2025", "2024")),
        (SHARE, SHARE.replace("71", "72")),
        (SHARE, SHARE + ", strength: aspirational"),
        (SHARE, "indicator: share, require: {words: 基本完成}, due: 2025-12-31"),
        (TIMES + ", every: year", TIMES.replace("2025", "2024") + ", every: year"),
        (TIMES + ", every: month", TIMES.replace("1 次", "2 次").replace("2025", "2024")),
    ],
)
def test_a_link_between_targets_that_differ_is_found_at_it(first: str, second: str) -> None:
    assert _link(first, second) == ["$.targets[1].restates"]
    assert _link(first, second + ", disagrees: [{target: a, on: 两处不同}]") == []
    assert _link(first + ", disagrees: [{target: b, on: 两处不同}]", second) == []


def test_a_finding_says_in_what_they_differ() -> None:
    lines = f"  - {{id: a, {SHARE}}}\n  - {{id: b, restates: a, strength: expected, "
    lines += f"{SHARE.replace('2025', '2024')}}}\n"
    document = read_document_text(HEAD.format(title="示例") + lines, "sample.yaml")
    found = lint_ruleset(ruleset_from_document(document))
    [said] = [d for d in found if d.code == "restated-differently"]
    assert "due dates and strengths differ" in said.en
    assert "时限、属性不同" in said.zh
