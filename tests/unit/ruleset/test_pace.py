"""What may be written under `pace`, and what is said of what may not."""

from __future__ import annotations

import pytest

from targetcheck import Profile, TargetcheckError, compile_plan, load_ruleset
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.pace.growth_methods import Cagr
from targetcheck.ruleset.pace.trend_methods import Projection
from targetcheck.ruleset.progress_method import Schedule, Ties
from targetcheck.ruleset.ruleset import to_data
from targetcheck.yaml_text.yaml_source import read_document_text

HEAD = """\
targetcheck: 1
id: page
title: 示例
document: {number: 示例〔2024〕1号, issuer: 示例市人民政府, issued: 2024-01-01}
places: {city: {zh: 示例市}}
indicators: {rate: {zh: 收集率, nature: share, unit: percent}}
targets:
  - {id: t, indicator: rate, place: city, require: {at_least: 80 %}, due: 2025-12-31, cite: {clause: 一, quote: 80%}}
"""


def findings(profile: str):
    text = HEAD + f"profiles:\n  own:\n    zh: 自定\n    pace: {profile}\n"
    with pytest.raises(TargetcheckError) as caught:
        ruleset_from_document(read_document_text(text, "own.yaml"))
    return caught.value.diagnostics


def test_a_bare_pace_is_the_schedule():
    assert Profile.model_validate({"pace": {"on_track": "0.9"}}).pace == Schedule(on_track="0.9")
    assert Profile().pace == Schedule()


@pytest.mark.parametrize(
    "written",
    [
        {"method": "cagr"},
        {"method": "cagr", "replace_zero": "0.001", "without_target": {"limit": "natural"}},
        {"method": "open_sdg", "labels": {"away": "恶化"}},
        {"method": "un_chart", "still": "0.05", "at_risk_from": "still"},
        {"method": "escap", "weights": "equal"},
        {"method": "seasonal_kendall", "season": "quarter", "projects": "year"},
        {"method": "distance", "min_peers": 3},
        {"method": "theil_sen", "kendall_from": 4, "min_points": 4, "alpha": "0.1"},
        {"method": "projection", "ties": "better", "at_risk_from": "far_behind"},
        {"method": "ols", "otherwise": {"method": "cagr", "otherwise": {"method": "schedule", "shape": "step"}}},
        {"method": "burn", "total": 12},
        {"method": "manual", "status": "at_risk", "author": "某", "date": "2024-01-01", "reason": "某"},
        {"shape": "seasonal", "seasons": ["1"] * 12, "labels": {"away": {"zh": "偏离", "en": "away"}}},
    ],
)  # fmt: skip
def test_what_is_written_is_read_back(written):
    profile = Profile.model_validate({"zh": "自定", "pace": written})
    assert Profile.model_validate(to_data(profile)) == profile
    assert hash(profile.pace) is not None


def test_a_rule_for_ties_is_one_word_or_two_answers():
    assert Cagr(method="cagr", ties="worse").ties == Ties(on_track="worse", serious="worse")
    assert Projection(method="projection").ties == Ties(on_track="worse", serious="better")


def test_an_unknown_method_is_named_with_the_nearest():
    (found,) = findings("{method: carg}")
    assert (found.code, found.hint_en) == ("pace-method-unknown", "did you mean `cagr`?")
    assert str(found.where).startswith("own.yaml:12:")


def test_an_unknown_key_is_named_with_the_nearest():
    (found,) = findings("{method: cagr, windows_years: 5}")
    assert (found.code, found.hint_en) == ("key-unknown", "did you mean `window_years`?")
    assert found.where.path.endswith("pace.windows_years")


@pytest.mark.parametrize(
    "wrong",
    [
        "{method: cagr, min_points: 1}",
        "{method: ols, on_track: 2}",
        "{method: burn, limit: 0}",
        "{method: manual, status: pass, author: 某, date: 2024-01-01, reason: 某}",
        "{method: theil_sen, kendall_from: 12}",
        "{on_track: high}",
    ],
)
def test_what_cannot_be_is_refused_with_its_place(wrong):
    (found,) = findings(wrong)
    assert found.code == "value-unreadable"
    assert "pace" in found.where.path
    assert not {"cagr", "ols", "burn"} & set(found.where.path.split("."))


def test_a_target_goes_before_its_indicator_and_that_before_the_profile():
    written = {
        "targetcheck": 1, "id": "x", "title": "示例",
        "document": {"number": "1", "issuer": "示例", "issued": "2024-01-01"},
        "places": {"city": {"zh": "示例市"}},
        "indicators": {
            "a": {"zh": "甲", "unit": "公顷", "judge": {"pace": {"method": "cagr"}}},
            "b": {"zh": "乙", "unit": "公顷"},
        },
        "targets": [
            {"id": "own", "indicator": "a", "place": "city", "require": {"at_least": "1 公顷"}, "due": 2025, "judge": {"pace": {"method": "ols"}}},
            {"id": "lent", "indicator": "a", "place": "city", "require": {"at_least": "1 公顷"}, "due": 2025},
            {"id": "none", "indicator": "b", "place": "city", "require": {"at_least": "1 公顷"}, "due": 2025},
        ],
    }  # fmt: skip
    plan = compile_plan(load_ruleset(written))
    methods = [q.tree.judge.pace.method if q.tree.judge.pace else None for q in plan.questions]
    assert methods == ["ols", "cagr", None]


@pytest.mark.parametrize(
    "written", ["{method: theil_sen, alpha: 0.01}", "{method: theil_sen, min_points: 4}"]
)
def test_a_table_of_critical_values_is_not_stretched(written):
    (found,) = findings(written)
    assert found.code == "spearman-table"
    assert "kendall_from" in found.hint_en


@pytest.mark.parametrize(
    "written", ["{method: cagr, at_risk_from: still}", "{method: ols, labels: {still: 停滞}}"]
)
def test_a_band_that_a_method_lacks_is_refused(written):
    (found,) = findings(written)
    assert found.code == "band-unknown"
