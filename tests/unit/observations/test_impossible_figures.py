"""What cannot be by the nature of an indicator is refused, in rows, in columns and in frames alike."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import targetcheck as tc

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "case",
    "title": {"zh": "试用方案"},
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {"a": {"zh": "甲"}},
    "indicators": {
        "share": {"zh": "占比", "nature": "share", "unit": "percent", "of": ["n", "d"]},
        "plan": {"zh": "完成率", "nature": "share", "unit": "percent", "above_hundred": True},
        "growth": {"zh": "增速", "unit": "percent"},
        "n": {"zh": "分子数", "nature": "count", "unit": "个"},
        "d": {"zh": "分母数", "nature": "count", "unit": "个"},
        "bod": {"zh": "浓度", "unit": "mg/L", "better": "lower"},
        "ph": {"zh": "酸碱度", "unit": "pH"},
        "ranged": {
            "zh": "另定范围", "unit": "mg/L", "range": {"at_least": "-5 mg/L", "at_most": "9 mg/L"}
        },
        "area": {"zh": "造林面积", "nature": "flow", "unit": "公顷"},
    },
}  # fmt: skip
for _name, _amount in {
    "share": "95 %", "plan": "95 %", "growth": "5 %", "n": "1 个", "d": "1 个", "bod": "1 mg/L",
    "ph": "6 pH", "ranged": "1 mg/L", "area": "1 公顷",
}.items():  # fmt: skip
    RULESET.setdefault("targets", []).append(
        {
            "id": f"t-{_name}", "indicator": _name, "place": "a", "require": {"at_least": _amount},
            "from": "2024-01-01", "due": 2024, "cite": {"clause": "一", "quote": "试"},
        }
    )  # fmt: skip


def answers(**cells: object) -> set[str]:
    """Return what every way in says of one row: the code for which it is set aside, or `used`."""
    row = {"place": "a", "period": "2024", **cells}
    found = set()
    result = tc.evaluate(RULESET, [row], as_of="2025-03-31")
    found.add(next((one.why.code for one in result.set_aside), "used"))
    for engine in ("columnar", "reference"):
        table = tc.verdict_table(RULESET, pl.DataFrame([row]), as_of="2025-03-31", engine=engine)
        found.add(next(iter(table.set_aside["code"].to_list()), "used"))
    return found


@pytest.mark.parametrize(
    ("indicator", "value", "unit", "code"),
    [
        ("share", 101, "%", "value-out-of-range"),
        ("share", -1, "%", "value-out-of-range"),
        ("share", "9500%", None, "value-out-of-range"),
        ("share", 100, "%", "used"),
        ("share", 0, "%", "used"),
        ("plan", 105, "%", "used"),
        ("plan", -1, "%", "value-out-of-range"),
        ("growth", -3, "%", "used"),
        ("growth", 250, "%", "used"),
        ("n", -1, "个", "value-out-of-range"),
        ("bod", -0.5, "mg/L", "value-out-of-range"),
        ("bod", -0.5, "ug/L", "value-out-of-range"),
        ("bod", "-0.5", "mg/L", "value-out-of-range"),
        ("bod", 0, "mg/L", "used"),
        ("bod", -999, "mg/L", "value-sentinel-open"),
        ("ph", 71, "pH", "value-out-of-range"),
        ("ph", 7.1, "pH", "used"),
        ("ranged", -4, "mg/L", "used"),
        ("ranged", 10, "mg/L", "value-out-of-range"),
        ("area", -4, "公顷", "used"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_everywhere(indicator, value, unit, code):
    assert answers(indicator=indicator, value=value, unit=unit) == {code}


@pytest.mark.parametrize(
    ("numerator", "denominator", "code"),
    [
        (96, 100, "used"),
        (100, 100, "used"),
        (101, 100, "counts-impossible"),
        (-1, 100, "counts-impossible"),
        (0, 0, "counts-impossible"),
        (0.96, 1, "count-not-whole"),
        (95.5, 100, "count-not-whole"),
    ],
)
def test_counts_beside_a_share_are_counts(numerator, denominator, code):
    for value in (None, 50):
        cells = {"value": value, "unit": "%", "numerator": numerator, "denominator": denominator}
        assert answers(indicator="share", **cells) == {code}


def test_what_was_done_may_exceed_what_was_planned():
    cells = {"value": None, "unit": "%", "numerator": 105, "denominator": 100}
    assert answers(indicator="plan", **cells) == {"used"}


@pytest.mark.parametrize(("done", "status"), [(96, "pass"), (94, "fail"), (101, "undetermined")])
def test_a_numerator_above_its_denominator_in_rows_decides_nothing(done, status):
    rows = [
        {"place": "a", "indicator": name, "period": "2024", "value": value, "unit": "个"}
        for name, value in (("n", done), ("d", 100))
    ]
    verdict = tc.evaluate(RULESET, rows, as_of="2025-03-31")["t-share"]
    assert verdict.status == status
    assert ("counts_impossible" in verdict.flags) == (done == 101)
    for engine in ("columnar", "reference"):
        table = tc.verdict_table(RULESET, pl.DataFrame(rows), as_of="2025-03-31", engine=engine)
        row = table.frame.filter(pl.col("target") == "t-share").to_dicts()[0]
        assert row["status"] == status


@pytest.mark.parametrize("ruleset", [RULESET])
def test_screening_refuses_the_same(ruleset):
    frame = pl.DataFrame(
        {
            "place": ["a"] * 5, "indicator": ["growth", "plan", "bod", "bod", "area"],
            "value": [-3.0, -1.0, -0.5, 1e200, -4.0], "unit": ["%", "%", "mg/L", "mg/L", "公顷"],
        }
    )  # fmt: skip
    said = tc.screen(ruleset, frame, as_of="2025-03-31")["verdict"].to_list()
    assert said == ["fail", "refused", "refused", "refused", "not_asked"]
