"""Measures in a circular: the most serious first, none hidden, none for those whom none can meet."""

from __future__ import annotations

from datetime import date

import targetcheck as tc
from targetcheck.escalation import escalate
from targetcheck.escalation.measure_text import measure_sentences, measures_of
from targetcheck.escalation.target_standings import from_data
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular.circular_template import as_markdown

YEAR = {"from": "2024-01-01", "due": "2024-12-31"}
DAY = date(2024, 6, 30)
LADDER = {
    "targets": ["sites"], "behind": ["fail", "at_risk"], "every": "half",
    "cite": {"clause": "二", "quote": "考核"}, "reading": "原文未写期数",
}  # fmt: skip
PRAISE = {"id": "praise", "zh": "通报表扬", "en": "praise", "after": 1}
LETTER = {"id": "letter", "zh": "提醒函", "en": "letter", "after": 1}
CRITICISM = {"id": "criticism", "zh": "通报批评", "en": "criticism", "after": 1}


def city(**ladders):
    """A city with two counties, two indicators and the ladders."""

    def target(name, place, least, lead):
        asked = {"id": name, "indicator": name, "place": place, "require": {"at_least": least}}
        return asked | {"lead": lead, "cite": {"clause": "一", "quote": "达到要求"}, **YEAR}

    return tc.compile_plan(
        {
            "targetcheck": 1,
            "id": "city",
            "title": {"zh": "某市方案", "en": "City plan"},
            "document": {"number": "某政发〔2024〕1号", "issuer": "某市人民政府办公室", "issued": "2024-01-01"},
            "places": {
                "city": {"zh": "某市", "en": "City", "kind": "city"},
                "a": {"zh": "甲县", "en": "A", "kind": "county", "in": "city"},
                "b": {"zh": "乙县", "en": "B", "kind": "county", "in": "city"},
            },
            "groups": {"counties": {"zh": "各县", "members": ["a", "b"]}},
            "indicators": {
                "sites": {"zh": "示范点", "en": "sites", "nature": "flow", "unit": "处"},
                "jobs": {"zh": "城镇新增就业", "en": "jobs", "nature": "flow", "unit": "万人"},
                "roads": {"zh": "公路", "en": "roads", "nature": "flow", "unit": "公里"},
            },
            "targets": [
                target("sites", {"each": "counties"}, "3 处", "各牵头单位"),
                target("jobs", {"each": "counties"}, "3 万人", "人社局"),
                target("roads", "city", "90 公里", "交通局"),
            ],
            "escalation": ladders,
        }
    )  # fmt: skip


def found(lang="zh", as_of=DAY, **ladders):
    plan = city(**ladders)
    rows = [
        {"place": place, "indicator": name, "period": "2024H1", "value": value, "unit": unit}
        for place, name, value, unit in (
            ("a", "sites", "3", "处"), ("a", "jobs", "1", "万人"), ("b", "sites", "1", "处"),
            ("b", "jobs", "3", "万人"), ("city", "roads", "9", "公里"),
        )
    ]  # fmt: skip
    rows += [
        row | {"period": "2024Q1", "value": "0.1"} for row in rows if row["indicator"] == "jobs"
    ]
    table = tc.read_table(rows)
    result = tc.evaluate(plan, table, as_of=as_of)
    due = escalate(
        plan.ruleset,
        from_data(plan, table, [date(2024, 3, 31), as_of]),
        date(2024, 1, 1),
        as_of,
        "reference",
    ).due()
    return result, due, measures_of(due, result, lang)


SITES = {**LADDER, "zh": "示范点考核", "en": "review of sites", "steps": [LETTER], "praise": PRAISE}
JOBS = {**LADDER, "zh": "就业考核", "targets": ["jobs"], "steps": [LETTER]}
WHOLE = {**LADDER, "zh": "总考核", "targets": ["sites", "jobs", "roads"],
         "steps": [{**LETTER, "after": 1, "id": "first"}, CRITICISM | {"after": 2}]}  # fmt: skip


def test_nobody_is_praised_by_one_ladder_who_lags_with_anything():
    """A is behind with jobs: the ladder of the sites, on which it is first, does not praise it."""
    _, due, made = found(sites=SITES)
    assert any(position.praised and position.subject == "a" for position in due)
    assert "通报表扬" in " ".join(measure_sentences(due, "zh"))
    assert "通报表扬" not in " ".join((*made.short, *made.whole))


def test_one_step_of_one_clause_is_one_sentence_and_the_serious_one_comes_first():
    veto = {**LADDER, "zh": "示范点考核", "steps": [LETTER, {**CRITICISM, "after": 2}]}
    _, due, made = found(sites=veto, jobs=JOBS)
    assert len(due) == 2
    assert made.short == (
        "依据原文二“考核”，对乙县（1项约束性任务中1项落后）、甲县（1项约束性任务中1项落后），应采取措施：提醒函。",
    )


def test_the_serious_measure_comes_first():
    steps = [LETTER, {**CRITICISM, "after": 2}]
    _, _, made = found(sites=SITES, jobs=JOBS | {"every": "quarter", "steps": steps})
    assert [text.rpartition("：")[2] for text in made.short] == ["通报批评。", "提醒函。"]
    assert "甲县（1项约束性任务中1项落后，已连续2个季度落后）" in made.short[0]


def test_neither_the_issuers_place_nor_everyone_at_once_is_a_subject():
    _, due, made = found(whole=WHOLE, leads={**WHOLE, "of": "lead"})
    subjects = {position.subject for position in due}
    assert {"city", "各牵头单位"} <= subjects
    told = " ".join(made.whole)
    assert "某市" not in told
    assert "各牵头单位" not in told
    assert "交通局（1项约束性任务中1项落后）" in told


def test_a_first_period_is_not_counted_beside_the_reports():
    """首次落后 of a ladder stands badly beside 最近3次报送均滞后 of a target."""
    assert "首次" not in " ".join(found(sites=SITES)[2].short)


def test_readings_stand_in_the_notes_and_not_in_the_text():
    result, _, made = found(sites=SITES)
    inputs = CircularInputs(ComparedResults(result), "zh", (), made)
    text, _, annexes = as_markdown(circular(inputs)).partition("\n---\n")
    assert "原文未写期数" not in text
    assert "措施的适用次序原文未明确，掌握口径见附件" in text
    assert "督办措施的掌握口径：原文未写期数。" in annexes
    assert "其余" not in text.partition("督办措施。")[2].partition("\n")[0]
