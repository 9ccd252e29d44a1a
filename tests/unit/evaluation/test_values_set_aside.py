"""A verdict without a value says whether nothing was reported, or all that was reported was set aside."""

from typing import Any

import pytest

from targetcheck import Result, evaluate
from targetcheck.cli.exit_codes import ExitCode, of_summary
from targetcheck.output.verdict_columns import reason_text

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "example",
    "title": "Example",
    "document": {"number": "example", "issuer": "example", "issued": "2024-01-01"},
    "places": {"a": {"en": "A", "zh": "甲"}},
    "indicators": {
        "share": {"en": "share", "zh": "占比", "nature": "share", "unit": "percent"},
        "mean": {
            "en": "mean share",
            "zh": "平均占比",
            "nature": "share",
            "unit": "percent",
            "statistic": {"kind": "mean", "of": "share"},
        },
    },
    "targets": [
        {
            "id": "t",
            "indicator": "share",
            "place": "a",
            "require": {"at_least": "90 %"},
            "due": "2030",
        },
        {
            "id": "m",
            "indicator": "mean",
            "place": "a",
            "require": {"at_least": "90 %"},
            "due": "2024",
        },
    ],
}


def judged(*cells: tuple[str, str, str]) -> Result:
    rows = [
        {"place": "a", "indicator": "share", "period": period, "value": value, "unit": unit}
        for period, value, unit in cells
    ]
    return evaluate(RULESET, rows, as_of="2025-02-01")


@pytest.mark.parametrize("target", ["t", "m"])
def test_values_that_were_all_set_aside_are_no_silence(target: str) -> None:
    verdict = judged(("2023", "66", ""), ("2024", "68", ""))[target]
    assert "row_set_aside" in verdict.flags
    for said in (reason_text(verdict, "en"), verdict.sentence("en"), verdict.explain("en")):
        assert "what was reported was set aside" in said
        assert "nothing has been reported" not in said
    for said in (reason_text(verdict, "zh"), verdict.sentence("zh"), verdict.explain("zh")):
        assert "所报数据均未采用" in said
        assert "暂无报送数据" not in said


def test_an_empty_cell_is_silence() -> None:
    verdict = judged(("2023", "—", "%"))["t"]
    assert verdict.flags == ()
    assert reason_text(verdict, "en") == "nothing has been reported"


def test_a_value_that_is_used_speaks_for_itself() -> None:
    verdict = judged(("2023", "66", ""), ("2024", "68", "%"))["t"]
    assert "row_set_aside" not in verdict.flags


def test_a_strict_run_does_not_pass_over_them() -> None:
    result = judged(("2023", "66", ""), ("2024", "68", ""))
    unheard = sum(verdict.only_set_aside for verdict in result)
    assert unheard == 2
    assert of_summary({"not_due": 1}, strict=True, doubts=unheard) is ExitCode.UNSURE
    assert of_summary({"not_due": 1}, strict=True) is ExitCode.FINE
