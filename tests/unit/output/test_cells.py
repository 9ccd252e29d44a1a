from __future__ import annotations

from fractions import Fraction

import pytest
from town import made, town

import targetcheck as tc
from targetcheck.evaluation.result import status_counts
from targetcheck.output.verdict_columns import (
    cells,
    counts_text,
    excused_of,
    printable,
    short_number,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-48, 10), "-4.8"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3) / 1000, "0.0006667"),
        (Fraction(1234567, 10), "123457"),
        (Fraction(103), "103"),
        (Fraction(1000), "1000"),
        (Fraction(12345, 1000), "12.34"),
    ],
)
def test_a_margin_is_short_and_keeps_its_whole_part(value, text):
    assert short_number(value) == text


def test_a_tiny_shortfall_never_reads_as_none():
    verdict = made("9.9999999")["t"]
    assert verdict.status == "fail"
    assert cells(verdict, "en").margin.startswith("-0.0000001")


def test_margins_of_shares_are_points_and_carry_a_sign():
    verdict = town()["outfalls", "town"]
    assert cells(verdict, "en").margin == "+1 pp"
    assert cells(verdict, "zh").margin == "超1个百分点"


def test_before_due_the_pace_stands_beside_the_margin():
    assert cells(town()["forest", "town"], "en").margin == "-1345 mu; schedule ratio 1.09"


def test_flags_stand_in_brackets_after_the_reason():
    assert cells(town()["sewage", "west"], "zh").reason == "未达到要求（免予考核）"
    assert cells(town()["sewage", "west"], "en").reason == "not met (waived)"


def test_a_deliverable_shows_its_day():
    assert cells(town()["plan", "town"], "zh").value == "完成（2024-07-22）"


def test_counts_leave_out_what_nothing_has():
    assert counts_text(status_counts([]), "en") == "no verdicts"
    assert counts_text(status_counts(town()), "zh").startswith("✔ 达标4 · ✘ 未达标2")
    assert status_counts(town()) == town().summary()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("入河排污口　整治", "入河排污口　整治"),
        ("a\x1b[31mred\x1b[0m", "a[31mred[0m"),
        ("two\nlines\tand\r", "two lines and "),
        ("a\u202ecba", "acba"),
        ("\x9b31m\x07", "31m"),
    ],
)
def test_nothing_that_steers_a_terminal_gets_through(text, shown):
    assert printable(text) == shown


def test_names_from_a_ruleset_cannot_steer_the_terminal():
    row = cells(made("10", place_name="甲\x1b[2J地", title="标\u202e题")["t"], "zh")
    assert row.place == "甲[2J地"
    assert row.title == "标题"


SILENT = {
    "targetcheck": 1, "id": "x", "title": {"en": "X"},
    "document": {"number": "1", "issuer": "I", "issued": "2024-01-01"},
    "places": {"a": {"en": "A"}},
    "indicators": {"rate": {"en": "rate", "unit": "mg/L", "better": "lower"}},
    "profiles": {"default": {"excused": {"frozen": {"zh": "冰封", "en": "frozen"}}}},
    "targets": [
        {"id": f"t{year}", "indicator": "rate", "place": "a", "due": year,
         "require": {"at_most": "12 mg/L"}}
        for year in (2024, 2025)
    ],
}  # fmt: skip


def test_reasons_for_silence_stand_behind_those_that_are_not_applicable():
    """The target of 2025 is excused too and not due yet: the bracket counts what is before it."""
    rows = [{"place": "a", "indicator": "rate", "period": "2024", "value": "frozen"}]
    result = tc.evaluate(SILENT, rows, as_of="2025-06-30")
    assert result.excused() == {"frozen": 2}
    told = {
        lang: counts_text(result.summary(), lang, result.causes(), excused_of(result, lang))
        for lang in ("en", "zh")
    }
    assert told == {
        "en": "○ 1 not due · – 1 not applicable (1 frozen)",
        "zh": "○ 未到期1 · – 不适用1（冰封1）",
    }
