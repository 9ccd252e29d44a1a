"""Every block of the page on standards and assessments is a ruleset that can be planned."""

from __future__ import annotations

import math
import statistics
from datetime import date, timedelta
from pathlib import Path

import pytest
from commands import blocks

from targetcheck import compile_plan, evaluate
from targetcheck.yaml_text.yaml_source import read_document_text

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "standards-and-assessments.md"
HEAD = {
    "targetcheck": 1,
    "id": "page",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
}
CHINESE = PAGE.with_name("standards-and-assessments.zh.md")
BLOCKS = blocks(str(PAGE), "yaml")


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_is_a_ruleset(number):
    written = dict(read_document_text(BLOCKS[number], f"block {number}").data)
    places = {"city": {"zh": "示例市"}, **written.pop("places", {})}
    plan = compile_plan({**HEAD, **written, "places": places})
    assert plan.questions or plan.ruleset.scores
    result = evaluate(plan, [], as_of="2025-01-31")
    without_duties = (v for v in result if v.reason != "not_reported")
    assert {str(v.status) for v in without_duties} <= {"undetermined", "not_due"}
    assert all(score.points is None for score in result.scores())
    result.to_json("zh")


def test_the_chinese_page_has_the_same_rulesets():
    assert blocks(str(CHINESE), "yaml") == BLOCKS


def judged(title: str, rows: list[tuple[str, str, str, object, str]], as_of: str = "2025-01-31"):
    """Return the result of the block under a heading of the page, on rows."""
    text = PAGE.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    block = text.partition("```yaml\n")[2].partition("\n```")[0]
    written = dict(read_document_text(block, title).data)
    places = {"city": {"zh": "示例市"}, **written.pop("places", {})}
    names = ("place", "indicator", "period", "value", "unit")
    table = [dict(zip(names, row, strict=True)) for row in rows]
    return evaluate({**HEAD, **written, "places": places}, table, as_of=as_of)


def daily(values: dict[int, tuple[int, int]]) -> list[tuple[str, str, str, object, str]]:
    """Return the ozone of so many days of each year, all with one value."""
    days = {y: [date(y, 1, 1) + timedelta(n) for n in range(c)] for y, (c, _) in values.items()}
    return [
        ("city", "ozone", str(day), values[year][1], "ug/m3")
        for year, listed in days.items()
        for day in listed
    ]


@pytest.mark.parametrize(
    ("days", "value", "status"),
    [(330, 150, "pass"), (330, 170, "fail"), (30, 150, "undetermined"), (30, 170, "fail")],
)
def test_too_few_days_pass_nothing_but_fail(days, value, status):
    title = "Too few days pass nothing, but a value above the limit fails all the same"
    assert judged(title, daily({2024: (days, value)}))["ozone"].status == status


@pytest.mark.parametrize(
    ("days", "value", "status"),
    [
        ((350, 340, 300), 130, "pass"),
        ((350, 330, 300), 130, "undetermined"),  # 326.7 on average
        ((360, 360, 270), 130, "undetermined"),  # the worst year
        ((350, 330, 300), 150, "fail"),
    ],
)
def test_years_are_complete_on_average(days, value, status):
    rows = daily({2022 + n: (count, value) for n, count in enumerate(days)})
    assert judged("Complete on average over the years", rows)["ozone"].status == status


def test_the_last_three_are_warned():
    rows = [(p, "air", "2024", v, "") for p, v in zip("abcd", (3.1, 4.5, 4.2, 6), strict=True)]
    result = judged("The last three are warned", rows)
    assert {v.place: str(v.status) for v in result} == {
        "a": "pass", "b": "fail", "c": "fail", "d": "fail",
    }  # fmt: skip


@pytest.mark.parametrize(("bod", "status", "points"), [(9, "pass", 84), (19, "fail", 64)])
def test_a_total_is_a_target_and_a_score(bod, status, points):
    rows = [("city", "bod", "2024", bod, "mg/L"), ("city", "collection", "2024", 60, "%")]
    result = judged("A total of points that has to be reached", rows)
    assert result["passed"].status == status
    assert [score.points for score in result.scores()] == [points]


@pytest.mark.parametrize("values", [(10, 20, 40, 15), (300, 250, 200, 150), (600, 700, 800, 650)])
def test_a_log_normal_percentile_is_that_of_the_formula(values):
    title = "Bathing water: a percentile of a log-normal distribution over four seasons"
    samples = [value + 9 * n for value in values for n in range(4)]
    days = [f"{year}-0{month}-01" for year in range(2021, 2025) for month in range(5, 9)]
    rows = [("city", "ec", d, v, "CFU/100mL") for d, v in zip(days, samples, strict=True)]
    logs = [math.log10(value) for value in samples]
    percentile = 10 ** (statistics.mean(logs) + 1.65 * statistics.stdev(logs))
    assert judged(title, rows)["good"].status == ("pass" if percentile <= 500 else "fail")
    assert judged(title, rows[4:])["good"].status == "undetermined"
