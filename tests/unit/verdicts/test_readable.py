"""Sentences that say what was asked and found, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from targetcheck import evaluate
from targetcheck.output.result_heading import caveats
from targetcheck.output.verdict_columns import cells
from targetcheck.quantities.unit import find_unit

HEAD = {
    "targetcheck": 1,
    "id": "r",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
    "places": {
        "city": {"zh": "示例市", "en": "City"},
        "east": {"zh": "东县", "en": "East", "in": "city"},
        "west": {"zh": "西县", "en": "West", "in": "city"},
    },
    "indicators": {
        "change": {"zh": "变化", "en": "change", "unit": "百分点", "better": "lower"},
        "cases": {"zh": "案件", "en": "cases", "nature": "count", "unit": "次", "better": "lower"},
        "rate": {"zh": "收集率", "en": "sewage collected", "nature": "share", "unit": "percent"},
    },
}


def said(target: dict[str, Any], rows: list[tuple[str, str, str, str, str]], day: str) -> Any:
    keys = ("place", "indicator", "period", "value", "unit")
    data = HEAD | {"targets": [{"id": "t", "place": "city", "due": "2024-12-31"} | target]}
    return evaluate(data, [dict(zip(keys, row, strict=True)) for row in rows], as_of=day)


def test_at_most_nothing_is_none_only_of_what_is_counted() -> None:
    rows = [("city", "change", "2024", "-2", "百分点")]
    [below] = said({"indicator": "change", "require": {"at_most": "0 百分点"}}, rows, "2025-01-31")
    assert below.status == "pass"
    assert "at most 0 percentage points" in below.sentence("en")
    assert "不高于0个百分点" in below.sentence("zh")
    rows = [("city", "cases", "2024", "0", "次")]
    [none] = said({"indicator": "cases", "require": {"at_most": "0 次"}}, rows, "2025-01-31")
    assert "none by" in none.sentence("en")
    assert "要求不得发生；" in none.sentence("zh")


@pytest.mark.parametrize(
    ("unit", "one", "two"),
    [("次", "1 occurrence", "2 occurrences"), ("家", "1 enterprise", "2 enterprises"),
     ("%", "1 %", "2 %"), ("m/s", "1 m/s", "2 m/s"), ("百分点", "1 percentage point",
     "2 percentage points"), ("亿元", None, None)],
)  # fmt: skip
def test_one_is_singular(unit: str, one: str | None, two: str | None) -> None:
    found = find_unit(unit)
    if one is None:
        assert found.after("1", "en") == "1 × " + found.en or "1 " in found.after("1", "en")
        return
    assert found.after("1", "en") == one
    assert found.after("2", "en") == two
    assert found.after("1.0", "en").endswith(two.partition(" ")[2])


def test_a_value_from_before_is_not_nothing() -> None:
    target = {"indicator": "rate", "from": 2023, "require": {"at_least": "80 %"}}
    [verdict] = said(target, [("city", "rate", "2022", "55", "%")], "2024-06-30")
    assert verdict.reason == "no_data"
    assert (
        "55 %, 25 percentage points short; no usable value has been reported since"
        in verdict.sentence("en")
    )
    assert "此后没有可采用的报送数据" in verdict.sentence("zh")
    [silent] = said(target, [], "2024-06-30")
    assert "nothing has been reported" in silent.sentence("en")


def test_an_alternative_names_its_place_and_its_indicator() -> None:
    parts = [{"at": "east", "at_least": "80 %"}, {"at": "west", "at_least": "90 %"}]
    rows = [("east", "rate", "2024", "85", "%")]
    target = {"indicator": "rate", "require": {"any": parts}}
    [verdict] = said(target, rows, "2025-01-31")
    assert "East at least 80 % or West at least 90 %" in verdict.sentence("en")
    assert "东县不低于80%，或西县不低于90%" in verdict.sentence("zh")
    parts = [{"at_least": "80 %"}, {"of": "cases", "at_most": "0 次"}]
    [verdict] = said({"indicator": "rate", "require": {"all": parts}}, rows, "2025-01-31")
    assert "sewage collected at least 80 % and cases none" in verdict.sentence("en")


def test_the_ruleset_s_own_reading_is_said_once_and_marked_in_rows() -> None:
    target = {
        "indicator": "rate",
        "place": ["east", "west"],
        "require": {"at_least": "80 %", "reading": "基本完成按80%理解"},
    }
    rows = [(p, "rate", "2024", "85", "%") for p in ("east", "west")]
    result = said(target, rows, "2025-01-31")
    for lang, words in (
        ("zh", "原文未明确，系按解读判定"),
        ("en", "the interpretation of the ruleset's author"),
    ):
        reasons = [cells(verdict, lang).reason for verdict in result]
        assert all("†" in reason and words not in reason for reason in reasons)
        [caveat] = caveats(result, result.verdicts, lang)
        assert caveat.startswith("† 2")
        assert words in caveat
