"""Findings of lint in less usual shapes: classes, ranks, ranges, places, units."""

from __future__ import annotations

import pytest

from targetcheck.lint import lint_ruleset
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.yaml_text.yaml_source import read_document_text

HEAD = """
targetcheck: 1
id: sample
title: 示例方案
document: {number: 示1号, issuer: 示例市, issued: 2024-07-26}
places: {city: {zh: 示例市}, east: {zh: 东县, in: city}, west: {zh: 西县, in: city}}
groups: {peers: {zh: 同类城市, members: [east, west, city]}}
scales: {water: {zh: 水质类别, grades: [Ⅰ, Ⅱ, Ⅲ, Ⅳ, Ⅴ, 劣Ⅴ]}}
limits: {bod_limit: {zh: 进水限值, entries: [{from: 2020, at_most: 100 mg/L}]}}
indicators:
  share: {zh: 占比, nature: share, unit: percent}
  area: {zh: 面积, nature: flow, unit: 公顷}
  use: {zh: 用量, unit: 万吨, better: lower}
  count: {zh: 处数, nature: count, unit: 处}
  lake: {zh: 湖泊水质, nature: class, scale: water}
  bod: {zh: 进水BOD, unit: mg/L, range: {at_least: 0 mg/L, at_most: 2000 mg/L}}
  per_head: {zh: 人均, formula: use / population}
  population: {zh: 人口, nature: count, unit: 人}
actions: {a: {zh: 行动, lead: 市局}}
defaults: {place: city, due: 2025-12-31, action: a}
targets:
"""
QUIET = "ignore: {cite-missing: 样例}"
UNUSED = {"indicator-unused", "group-unused"}


def _codes(*targets: str) -> list[str]:
    lines = [f"  - {{id: t{n}, {target}, {QUIET}}}\n" for n, target in enumerate(targets)]
    document = read_document_text(HEAD + "".join(lines), "sample.yaml")
    found = lint_ruleset(ruleset_from_document(document))
    return [d.code for d in found if d.code not in UNUSED]


CONTRADICTORY = [
    ["indicator: share, require: {all: [{at_least: 95 %}, {at_most: 90 %}]}"],
    ["indicator: share, require: {at_least: 95 %, at_most: 90 %}"],
    ["indicator: share, require: {between: [95 %, 90 %]}"],
    ["indicator: share, require: {above: 90 %}", "indicator: share, require: {at_most: 90 %}"],
    ["indicator: lake, require: {equals: Ⅲ类}", "indicator: lake, require: {equals: Ⅳ类}"],
    ["indicator: use, require: {at_least: 2 万吨}", "indicator: use, require: {below: 20000 吨}"],
    [
        "indicator: use, require: {fall: {from: 2020, at_least: 4 %}}",
        "indicator: use, require: {rise: {from: 2020, at_least: 1 %}}",
    ],
]


@pytest.mark.parametrize("targets", CONTRADICTORY)
def test_what_cannot_hold_together_contradicts(targets: list[str]) -> None:
    assert _codes(*targets) == ["contradictory"]


AGREEING = [
    ["indicator: share, require: {at_least: 90 %}", "indicator: share, require: {at_most: 90 %}"],
    ["indicator: lake, require: {at_least: Ⅲ类}", "indicator: lake, require: {equals: Ⅱ类}"],
    [
        "indicator: share, require: {at_least: 90 %}",
        "indicator: share, place: east, require: {at_least: 80 %}",
    ],
    [
        "indicator: share, require: {at_least: 90 %}",
        "indicator: share, require: {at_least: 80 %, at: east}",
    ],
    [
        "indicator: share, require: {at_least: 90 %}",
        "indicator: share, require: {at_least: 80 %}, judge: {accept: accepted}",
    ],
    [
        "indicator: area, from: 2024, require: {at_least: 9 公顷}",
        "indicator: area, from: 2025, require: {at_least: 5 公顷}",
    ],
    [
        "indicator: share, require: {at_least: 90 %}",
        "indicator: share, when: {count: {above: 0 处}}, require: {at_least: 80 %}",
    ],
    [
        "indicator: share, require: {no_worse_than: 2023}",
        "indicator: share, require: {at_least: 80 %}",
    ],
    ["indicator: bod, require: {within: bod_limit}", "indicator: bod, require: {below: 90 mg/L}"],
    [
        "indicator: share, require: {words: 稳步提升}",
        "indicator: share, require: {words: 不断改善}",
    ],
]


@pytest.mark.parametrize("targets", AGREEING)
def test_what_is_about_other_things_agrees(targets: list[str]) -> None:
    assert _codes(*targets) == []


RESTATED = [
    ["indicator: use, require: {at_most: 2 万吨}", "indicator: use, require: {at_most: 20000 吨}"],
    [
        "indicator: share, require: {words: 稳步提升}",
        "indicator: share, require: {words: 稳步提升}",
    ],
    [
        "indicator: share, require: {any: [{at_least: 90 %}, {rise: {from: 2022, at_least: 15 个百分点}}]}",
        "indicator: share, require: {any: [{rise: {from: 2022, at_least: 15 个百分点}}, {at_least: 90 %}]}",
    ],
    [
        "indicator: area, from: 2024, due: 2024, require: {at_least: 3 公顷}",
        "indicator: area, tranches: {2024: 3 公顷, 2025: 4 公顷}",
    ],
    [
        "indicator: use, require: {rank_among: peers, at_most: 1}",
        "indicator: use, require: {rank_among: peers, at_most: 1}",
    ],
    [
        "indicator: bod, require: {within: bod_limit}",
        "indicator: bod, require: {within: bod_limit}",
    ],
    [
        "indicator: use, require: {better_than: 2023}",
        "indicator: use, require: {better_than: 2023}",
    ],
    [
        "indicator: use, require: {no_worse_than: 2023}",
        "indicator: use, require: {no_worse_than: 2023}",
    ],
    [
        "indicator: share, require: {permitted: eu_waste_water}",
        "indicator: share, require: {permitted: eu_waste_water}",
    ],
]


@pytest.mark.parametrize("targets", RESTATED)
def test_what_says_the_same_is_noted(targets: list[str]) -> None:
    assert _codes(*targets) == ["restated-not-linked"]


IMPOSSIBLE = [
    ("indicator: use, require: {rank_among: peers, at_most: 0}", "requirement-impossible"),
    ("indicator: count, require: {below: 0 处}", "requirement-impossible"),
    (
        "indicator: share, require: {rise: {from: 2022, above: 100 个百分点}}",
        "requirement-impossible",
    ),
    (
        "indicator: share, require: {fall: {from: {period: 2022, value: 9 %}, at_least: 10 个百分点}}",
        "requirement-impossible",
    ),
    (
        "indicator: share, baseline: {period: 2022, value: 90 %}, "
        "require: {rise: {from: 2022, at_least: 20 %, relative: true}}",
        "requirement-impossible",
    ),
    ("indicator: bod, require: {any: [{above: 3 g/L}, {below: 1 g/L}]}", "alternative-impossible"),
    ("indicator: share, require: {at_least: -1 %}", "share-above-hundred"),
    (
        "indicator: use, require: {share_of: peers, where: {share: {above: 101 %}}, at_least: 90 %}",
        "share-above-hundred",
    ),
    ("indicator: count, tranches: {2024: 1 处, 2025: 0.5 处}", "count-not-whole"),
    ("indicator: use, require: {rank_among: peers, at_most: 1.5}", "count-not-whole"),
]


@pytest.mark.parametrize(("target", "code"), IMPOSSIBLE)
def test_what_cannot_be_is_found(target: str, code: str) -> None:
    assert _codes(target) == [code]


POSSIBLE = [
    "indicator: count, require: {at_least: 1.5 万处}",
    "indicator: count, require: {rise: {from: 2020, at_least: 2.5 %}}",
    "indicator: share, require: {rise: {from: {period: 2022, value: 85 %}, at_least: 15 个百分点}}",
    "indicator: use, require: {fall: {from: {period: 2020, value: 5.2 万吨}, at_least: 4 %}}",
    "indicator: per_head, require: {at_least: 1}",
]


@pytest.mark.parametrize("target", POSSIBLE)
def test_what_can_be_is_left_alone(target: str) -> None:
    assert _codes(target) == []


WEAKER = [
    [
        "indicator: use, milestones: [{due: 2024, require: {at_most: 5 万吨}}], require: {at_most: 6 万吨}"
    ],
    ["indicator: lake, milestones: [{due: 2024, require: {at_least: Ⅲ}}], require: {at_least: Ⅳ}"],
    [
        "indicator: share, due: 2024, require: {at_least: 70 %}",
        "indicator: share, require: {at_least: 66 %}",
    ],
    [
        "indicator: share, milestones: [{due: 2024, require: {above: 70 %}}], require: {at_least: 70 %}"
    ],
]


@pytest.mark.parametrize("targets", WEAKER)
def test_a_later_stage_that_asks_less_is_found(targets: list[str]) -> None:
    assert _codes(*targets) == ["milestone-weaker-later"]


def test_each_year_anew_is_no_stage() -> None:
    first = "indicator: use, due: 2024, require: {fall: {from: previous_year, at_least: 4 %}}"
    later = "indicator: use, require: {fall: {from: previous_year, at_least: 2 %}}"
    assert _codes(first, later) == []


def test_tranches_by_place_add_up_over_places_or_at_each() -> None:
    place = "place: [east, west], from: 2024"
    tranches = "tranches: {east: {2024: 1 公顷, 2025: 2 公顷}, west: {2024: 1 公顷, 2025: 2 公顷}}"
    target = f"indicator: area, {place}, {tranches}, require: {{at_least: %s 公顷}}"
    assert _codes(target % 6) == []
    assert _codes(target % 3) == []
    assert _codes(target % 5) == ["tranches-miss-total"]


def test_tranches_of_the_past_may_be_part_of_a_later_total() -> None:
    assert _codes("indicator: area, tranches: {2023: 3 公顷, 2024: 4 公顷}") == []
    assert _codes("indicator: area, tranches: {2022: 3 公顷, 2023: 4 公顷}, due: null") == [
        "due-before-issue"
    ]


def test_an_indicator_is_used_through_what_it_is_made_of() -> None:
    document = read_document_text(
        HEAD + f"  - {{id: t, indicator: per_head, require: {{at_least: 1}}, {QUIET}}}\n", "s.yaml"
    )
    found = lint_ruleset(ruleset_from_document(document))
    unused = {d.where.path.rpartition(".")[2] for d in found if d.code == "indicator-unused"}
    assert unused == {"share", "area", "count", "lake", "bod"}


def test_what_a_score_names_is_used() -> None:
    score = "scores: {s: {zh: 得分, place: city, items: [{indicator: count, group: peers, full: 9, coefficients: {高: 1}}]}}\n"
    document = HEAD.replace("actions:", score + "actions:")
    target = f"  - {{id: t, indicator: use, require: {{at_most: 1 万吨}}, {QUIET}}}\n"
    unused = {}
    for head in (HEAD, document):
        found = lint_ruleset(ruleset_from_document(read_document_text(head + target, "s.yaml")))
        unused[head] = {d.where.path.rpartition(".")[2] for d in found if d.code in UNUSED}
    assert unused[HEAD] - unused[document] == {"count", "peers"}


def test_a_group_across_which_a_score_is_taken_is_used() -> None:
    scores = (
        "scores:\n"
        "  one: {zh: 分项得分, place: [east, west, city], items: [{indicator: count, full: 9, bands: [{at_least: 1 处, points: 9}]}]}\n"
        "  all: {zh: 总分, place: city, across: peers, parts: [one]}\n"
    )
    target = f"  - {{id: t, indicator: use, require: {{at_most: 1 万吨}}, {QUIET}}}\n"
    document = HEAD.replace("actions:", scores + "actions:") + target
    found = lint_ruleset(ruleset_from_document(read_document_text(document, "s.yaml")))
    assert "group-unused" not in {d.code for d in found}


def test_bounds_on_different_sides_do_not_weaken_each_other() -> None:
    first = "indicator: share, due: 2024, require: {at_least: 70 %}"
    assert _codes(first, "indicator: share, require: {at_most: 66 %}") == []
    assert _codes(first, "indicator: share, require: {at_least: 60 %, at_most: 66 %}") == []
