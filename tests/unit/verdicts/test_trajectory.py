from __future__ import annotations

import pytest

from targetcheck import evaluate
from targetcheck.verdicts.sentences.text_chart import trajectory

HEAD = {
    "targetcheck": 1,
    "id": "drawing",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市"}},
    "indicators": {"rate": {"zh": "收集率", "nature": "share", "unit": "percent"}},
}
ROWS = [
    {"place": "city", "indicator": "rate", "period": year, "value": value, "unit": "%"}
    for year, value in ((2020, 40), (2021, 41), (2022, 52), (2023, 58))
]


def drawn(rows=ROWS, lang="en", width=60, **target):
    promise = {
        "id": "t", "indicator": "rate", "place": "city", "require": {"at_least": "80 %"},
        "due": "2026-12-31", "baseline": 2020, **target,
    }  # fmt: skip
    verdict = next(
        v
        for v in evaluate({**HEAD, "targets": [promise]}, rows, as_of="2024-03-01")
        if str(v.due) == str(promise["due"])
    )
    return trajectory(verdict, width, lang)


WAY = """\
    %
80 |                                                    ...+
   |                                             .......
   |                                      .......
   |                               .......
60 |                         ..o...
   |                  .......
   |           .......o
   |    .......
40 |o...     o
   +--------------------------------------------------------
    2020-12-31                                    2026-12-31
    o reported   . planned path   + milestones and target"""


def test_the_way_of_a_promise_as_it_is_drawn():
    assert drawn() == WAY


@pytest.mark.parametrize(
    "method", ["schedule", "cagr", "un_chart", "escap", "linear_rate", "projection", "ols"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1, 40, 78, 120])
def test_a_drawing_has_fourteen_lines_and_its_width_at_most(method, lang, width):
    lines = drawn(judge={"pace": {"method": method}}, lang=lang, width=width).splitlines()
    assert 1 < len(lines) <= 14
    assert max(map(len, lines[:-1])) <= max(width, 40)
    assert not any(line.endswith(" ") for line in lines)


def test_a_projection_is_drawn_with_its_band():
    text = drawn(judge={"pace": {"method": "ols"}})
    assert "* projection" in text
    assert ": projection interval" in text
    assert text.count(":") > 20
    assert "* 推算   : 推算区间" in drawn(judge={"pace": {"method": "ols"}}, lang="zh")


def test_a_band_shows_on_both_sides_of_its_projection():
    rows = drawn(judge={"pace": {"method": "ols"}}).splitlines()
    ends = [row[-3] for row in rows if row.endswith((":", "*", "+"))]
    assert {":", "*"} <= set(ends)
    middle = max(n for n, row in enumerate(rows) if "*" in row[40:] and "|" in row)
    above = [n for n, row in enumerate(rows) if row.endswith("::")]
    assert min(above) < middle < max(above)


def test_the_goal_is_marked_without_a_baseline_too():
    text = drawn(baseline=None, judge={"pace": {"method": "projection", "min_points": 3}})
    assert "+ milestones and target" in text
    assert ". path" not in text


def test_milestones_bend_the_path():
    stages = [{"due": "2024-12-31", "require": {"at_least": "45 %"}}]
    assert drawn(milestones=stages).count("+") == 2 + 2  # two stages, the corner, the legend


def test_a_step_is_drawn_as_a_step():
    stages = [{"due": "2023-12-31", "require": {"at_least": "60 %"}}]
    text = drawn(milestones=stages, judge={"pace": {"method": "schedule", "shape": "step"}})
    rows = text.splitlines()
    assert rows[9] == "40 |o........o.................."
    assert rows[5] == "60 |                           o..........................."


def test_where_nothing_is_paced_nothing_is_drawn():
    assert drawn(rows=[]) == ""
    assert drawn(baseline=None) == ""


def test_an_account_holds_the_drawing():
    promise = {
        "id": "t", "indicator": "rate", "place": "city", "require": {"at_least": "80 %"},
        "due": "2026-12-31", "baseline": 2020,
    }  # fmt: skip
    verdict = next(iter(evaluate({**HEAD, "targets": [promise]}, ROWS, as_of="2024-03-01")))
    assert trajectory(verdict, lang="zh") in verdict.explain("zh")
    assert all(len(line) <= 78 for line in trajectory(verdict).splitlines())
