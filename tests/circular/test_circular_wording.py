"""What an office must not print: rates that do not fit, coarse gaps, praise too wide, unmarked samples."""

from __future__ import annotations

from datetime import date

import pytest

import targetcheck as tc
from targetcheck.escalation import escalate
from targetcheck.escalation.measure_text import measure_sentences
from targetcheck.escalation.standings import from_data
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular.circular_groups import sentences_in
from targetcheck.output.circular.circular_text import as_markdown

YEAR = {"from": "2024-01-01", "due": "2024-12-31"}


def rules(*targets, **more):
    return {
        "targetcheck": 1,
        "id": "city",
        "title": {"zh": "某市方案", "en": "City plan"},
        "document": {"number": "某政发〔2024〕1号", "issuer": "某市", "issued": "2024-01-01"},
        "places": {"a": {"zh": "甲县", "en": "A", "kind": "county"}},
        "indicators": {
            "sites": {"zh": "示范点", "en": "sites", "nature": "flow", "unit": "处"},
            "jobs": {"zh": "城镇新增就业", "en": "jobs", "nature": "flow", "unit": "万人"},
            "black": {"zh": "黑臭水体", "nature": "count", "unit": "处", "better": "lower"},
        },
        "targets": [
            {
                "place": "a",
                "lead": "住建局",
                "cite": {"clause": "一", "quote": "达到要求"},
                **target,
            }
            for target in targets
        ],
        **more,
    }


def row(indicator, period, value, unit, **more):
    found = {"place": "a", "indicator": indicator, "period": period, "value": value, "unit": unit}
    return {**found, **more}


def paced(indicator, least, value, unit, lang="zh"):
    target = {"id": "t", "indicator": indicator, "require": {"at_least": f"{least} {unit}"}, **YEAR}
    rows = [row(indicator, "2024H1", value, unit)]
    verdict = tc.evaluate(rules(target), rows, as_of="2024-06-30")["t"]
    return sentences_in(lang).paced(verdict)


def test_the_rate_is_that_of_the_planned_value_beside_it():
    """Half of three sites is one and a half: one of two would be 50%, not the 67% that counts."""
    assert paced("sites", 3, 1, "处") == "序时进度应达1.5处，完成率67%，落后0.5处"
    assert "1.5 sites; 67% of the way is done, 0.5 sites behind" in paced("sites", 3, 1, "处", "en")


def test_a_whole_number_is_planned_where_the_rate_is_its_own():
    assert paced("sites", 599, 240, "处") == "序时进度应达300处，完成率80%，落后60处"


def test_people_in_ten_thousands_are_not_rounded_to_ten_thousands():
    """Of 1.96 planned, 1.8 is 0.16 behind and not the 0.2 of two whole ten thousands."""
    told = paced("jobs", "3.92", "1.8", "万人")
    assert told == "序时进度应达1.96万人，完成率92%，落后0.16万人"


def lapsed(strength):
    target = {
        "id": "t", "indicator": "black", "require": {"at_most": "0 处"}, "mode": "sustain",
        "strength": strength, **YEAR,
    }  # fmt: skip
    rows = [row("black", "2024-06-30", "3", "处")]
    return tc.evaluate(rules(target), rows, as_of="2024-12-31")["t"]


@pytest.mark.parametrize(
    ("strength", "status", "word"),
    [("binding", "fail", "未达标"), ("expected", "missed", "未达预期")],
)
def test_what_was_only_expected_is_not_called_a_failure(strength, status, word):
    verdict = lapsed(strength)
    assert (verdict.status, verdict.reason) == (status, "lapsed")
    assert f"判为{word}；" in sentences_in("zh").missed(verdict, 1)
    assert f"本目标判为{word}。" in verdict.sentence("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_circular_is_a_sample_though_every_made_up_row_was_set_aside(lang):
    target = {"id": "t", "indicator": "sites", "require": {"at_least": "3 处"}, **YEAR}
    rows = [row("sites", "2025H1", 1, "处", source="示例数据")]
    result = tc.evaluate(rules(target), rows, as_of="2024-12-31")
    assert (result.used, result.illustrative) == (0, 0)
    text = as_markdown(circular(CircularInputs(ComparedResults(result), lang)))
    assert ("（样张）" in text and "本件为样张" in text) if lang == "zh" else "Sample: " in text
    issued = as_markdown(
        circular(
            CircularInputs(
                ComparedResults(tc.evaluate(rules(target), [], as_of="2024-12-31")), lang
            )
        )
    )
    assert "样张" not in issued
    assert "Sample" not in issued


def measures(lang):
    targets = (
        {"id": "t", "indicator": "sites", "require": {"at_least": "3 处"}, **YEAR},
        {"id": "u", "indicator": "jobs", "require": {"at_least": "3 万人"}, **YEAR},
    )
    ladder = {
        "zh": "示范点考核", "en": "review of sites", "targets": ["t"], "behind": ["fail", "at_risk"],
        "every": "half", "cite": {"clause": "二", "quote": "考核"}, "reading": "原文未写期数",
        "steps": [{"id": "criticism", "zh": "通报批评", "en": "criticism", "after": 1}],
        "praise": {"id": "praise", "zh": "通报表扬", "en": "praise", "after": 1},
    }  # fmt: skip
    plan = tc.compile_plan(
        rules(
            *targets,
            escalation={
                "sites": ladder,
                "jobs": {**ladder, "zh": "就业考核", "en": "review of jobs", "targets": ["u"]},
            },
        )
    )
    rows = tc.read_table([row("sites", "2024H1", 3, "处"), row("jobs", "2024H1", "1", "万人")])
    days = [date(2024, 6, 30)]
    found = escalate(
        plan.ruleset, from_data(plan, rows, days), date(2024, 1, 1), days[0], "reference"
    )
    return " ".join(measure_sentences(found.due(), lang))


def test_praise_names_what_it_is_for():
    """The county lags in jobs: it is praised for the sites alone."""
    told = measures("zh")
    assert "甲县（示范点考核所评1项任务达标或进展正常），应采取措施：通报表扬" in told
    assert "甲县（1项任务中1项落后，按半年计首次落后），应采取措施：通报批评" in told
    assert "A (review of sites: 1 targets met or on track)" in measures("en")


def test_a_reading_is_told_without_a_note_to_who_drafts():
    assert "（原文未写期数。）" in measures("zh")
    assert "请审定" not in measures("zh")
