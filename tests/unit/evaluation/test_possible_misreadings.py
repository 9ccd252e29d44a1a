"""Figures that may mean something else are told with both readings; no verdict changes by them."""

from __future__ import annotations

from typing import Any

import pytest

import targetcheck as tc
from targetcheck.cli.exit_codes import of_summary

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "case",
    "title": {"zh": "试用方案", "en": "Trial plan"},
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {
        "city": {"zh": "市"},
        **{f"c{n}": {"zh": f"县{n}", "in": "city", "kind": "county"} for n in range(1, 7)},
    },
    "indicators": {
        "rate": {"zh": "收集率", "nature": "share", "unit": "percent"},
        "bod": {"zh": "浓度", "unit": "mg/L", "better": "lower"},
        "forest": {"zh": "造林面积", "nature": "flow", "unit": "公顷"},
    },
    "targets": [
        {"id": "r", "indicator": "rate", "place": {"each": "county"}, "require": {"at_least": "95 %"},
         "due": 2024, "cite": {"clause": "一", "quote": "试"}},
        {"id": "b", "indicator": "bod", "place": "c1", "require": {"at_most": "10 mg/L"},
         "due": 2024, "cite": {"clause": "一", "quote": "试"}},
    ],
}  # fmt: skip


def result(*rows: tuple[object, ...], **more: object) -> tc.Result:
    names = ("place", "indicator", "period", "value", "unit", "status")
    data = [dict(zip(names, row, strict=False)) for row in rows]
    return tc.evaluate(RULESET, data, as_of="2025-03-31", **more)


def codes(*rows: tuple[object, ...]) -> list[str]:
    return [note.code for note in result(*rows).notes]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0.96", "share-as-fraction"), (0.96, "share-as-fraction"), ("0.96%", None), (1, None),
        (0, None), (94, None),
    ],
)  # fmt: skip
def test_a_fraction_in_a_column_of_percent(value, code):
    found = result(("c1", "rate", "2024", value, "%"), ("c2", "rate", "2024", 94, "%"))
    assert [note.code for note in found.doubts] == ([code] if code else [])
    if code:
        (doubt,) = found.doubts
        assert "0.96 %" in doubt.en
        assert "96 %" in doubt.en
        assert doubt.where.line == 1
        assert found["r", "c1"].status == "fail"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("12.3", "12300"), "figure-jump"),
        (("12300", "12.3"), "figure-jump"),
        (("12.3", "123"), None),
        (("<0.05", "0.025"), "half-detection-limit"),
        (("<0.05", "0.03"), None),
        (("950", "9999"), "figure-of-nines"),
        (("950", "999"), None),
        (("0.3", "0.30000000000000004"), "float-noise"),
        (("0.3", "0.3333333333333333"), None),
        (("0.3", "0.1234567890123456789"), None),
    ],
)
def test_a_figure_that_may_be_a_slip(values, code):
    rows = [("c1", "bod", str(2023 + n), value, "mg/L") for n, value in enumerate(values)]
    found = result(*rows)
    assert [note.code for note in found.doubts] == ([code] if code else [])
    assert found.used == 2


def test_doubts_are_told_where_verdicts_are_told():
    found = result(("c1", "rate", "2024", 0.96, "%"), ("c1", "bod", "2024", 9999, "mg/L"))
    assert [note["code"] for note in found.to_dict()["notes"]] == [
        "share-as-fraction", "figure-of-nines",
    ]  # fmt: skip
    from targetcheck.output.bulletin import ComparedResults, bulletin
    from targetcheck.output.bulletin.bulletin_markdown import as_markdown as bulletin_text
    from targetcheck.output.intake_summary import intake_lines
    from targetcheck.output.result_files.result_markdown import as_markdown

    for lang, word in (("en", "2 values are in doubt"), ("zh", "2个数值存疑")):
        assert word in as_markdown(found, lang)
    assert any("may mean 96 %" in line for line in intake_lines(found, "en"))
    made = bulletin(ComparedResults(found, None, None), "en", charts=False)
    assert "Values to verify" in bulletin_text(made)


@pytest.mark.parametrize(("strict", "doubts", "code"), [(True, 1, 3), (True, 0, 0), (False, 1, 0)])
def test_strict_counts_doubts(strict, doubts, code):
    assert of_summary({"pass": 3}, strict=strict, doubts=doubts) == code
    assert of_summary({"fail": 1}, strict=strict, doubts=doubts) == 1


def monthly(*values: object) -> list[tuple[object, ...]]:
    return [("c1", "bod", f"2024-{n:02}", value, "mg/L") for n, value in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (monthly(5, 5.2, 4.9, 5.1, 5.3, 4.8, 25), "plausibility-outlier"),
        (monthly(5, 5.2, 4.9, 5.1, 5.3, 4.8, 5.5), None),
        (monthly(5, 5.2, 25), None),
        (monthly(5, 7.3, 7.3, 7.3, 7.3, 6), "plausibility-repeated"),
        (monthly(5, 7.3, 7.3, 7.3, 6), None),
        (monthly(0, 0, 0, 0, 0), None),
        ([(f"c{n}", "rate", "2024", 95, "%") for n in range(1, 6)], "plausibility-heaping"),
        ([(f"c{n}", "rate", "2024", 95 + n % 3, "%") for n in range(1, 7)], None),
        ([(f"c{n}", "rate", "2024", 95, "%") for n in range(1, 4)], None),
        (
            [("city", "forest", "2024", 70, "公顷")]
            + [(f"c{n}", "forest", "2024", 10, "公顷") for n in range(1, 7)],
            "plausibility-parent",
        ),
        (
            [("city", "forest", "2024", 60.4, "公顷")]
            + [(f"c{n}", "forest", "2024", "10.1", "公顷") for n in range(1, 7)],
            None,
        ),
        (
            [("city", "forest", "2024", 70, "公顷"), ("c1", "forest", "2024", 10, "公顷")],
            None,
        ),
        (
            [("c1", "bod", "2024", 9, "mg/L", "reported"), ("c1", "bod", "2024", 12, "mg/L", "verified")],
            "plausibility-verified",
        ),
        (
            [("c1", "bod", "2024", 9, "mg/L", "reported"), ("c1", "bod", "2024", 9.5, "mg/L", "verified")],
            None,
        ),
    ],
)  # fmt: skip
def test_checks_of_plausibility_are_notes_and_no_doubts(rows, code):
    found = result(*rows)
    assert [note.code for note in found.notes] == ([code] if code else [])
    assert found.doubts == ()
