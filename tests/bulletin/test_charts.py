"""Charts: drawn, readable in Chinese, harmless, reachable from a result and shown in notebooks."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import counties
import pytest

import targetcheck as tc
from targetcheck.output.charts import Drawing, chinese_font
from targetcheck.output.charts.bullet_chart import bar_verdicts

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def result(results):
    return results[1]


def words(drawing):
    root = ET.fromstring(drawing.svg("one"))
    return [node.text or "" for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["bullet", "heatmap", "ranking", "tranches"])
def test_every_chart_is_drawn_with_its_texts_as_text(result, name):
    drawing = getattr(result.plot, name)(lang="zh")
    assert isinstance(drawing, Drawing)
    told = words(drawing)
    assert any("\u4e00" <= c <= "\u9fff" for text in told for c in text)
    assert drawing.alt
    assert len(drawing.svg()) < 200_000


def test_a_trajectory_has_reports_path_goal_and_projection(result):
    verdict = next(v for v in result if v.status == "at_risk" and v.outcome.pacing)
    told = words(result.plot.trajectory(verdict.target, verdict.place, "zh"))
    assert {"报送值", "序时进度", "要求", "推算"} <= set(told)


def test_a_value_just_short_of_what_is_required_is_not_drawn_as_reached():
    rows = [{"place": "c0", "indicator": "i0", "period": "2024-12-31", "value": "1999.9"}]
    rows[0] |= {"unit": "万元", "status": "reported"}
    asked = counties.ruleset(1, 2)
    asked["indicators"]["i0"] = {"zh": "配套资金", "nature": "level", "unit": "万元"}
    asked["targets"][0]["require"] = {"at_least": "2000 万元"}
    del asked["targets"][0]["baseline"]
    result = tc.evaluate(asked, rows, as_of="2024-12-31")
    told = [text for text in words(result.plot.bullet(lang="zh")) if "/ 2000" in text]
    assert len(told) == 1
    assert "1999.9" in told[0]


def test_a_place_named_like_a_script_stays_text(result):
    assert any("<script" in text for text in words(result.plot.heatmap("zh")))
    for name in ("bullet", "heatmap", "ranking"):
        assert "<script" not in getattr(result.plot, name)(lang="zh").svg()


def test_pictures_need_and_know_a_chinese_font():
    assert isinstance(chinese_font(), bool)


def test_nothing_to_draw_is_said():
    empty = tc.evaluate(counties.ruleset(1, 1), [], as_of="2024")
    with pytest.raises(ValueError, match="nothing to draw"):
        empty.plot.heatmap()


def test_notebooks_show_rulesets_results_verdicts_and_charts(result):
    for shown in (result.ruleset, result, result.verdicts[0]):
        html = shown._repr_html_()
        assert html.startswith("<p>")
        assert counties.ODD not in html
    assert "Illustrative" in result._repr_html_()
    assert result.plot.heatmap()._repr_svg_().startswith("<svg")


def test_a_specification_is_plain_data_for_other_tools(result):
    spec = result.plot.heatmap().to_dict()
    assert spec["$schema"].endswith("v5.json")


def test_no_bar_stands_twice_and_red_is_only_what_is_missed():
    from targetcheck.output.status_colours import INK

    asked = counties.ruleset(1, 2)
    first = asked["targets"][0]
    asked["targets"].append({**first, "id": "again", "restates": "t0"})
    asked["targets"].append({**first, "id": "sooner", "due": "2024-06-30"})
    result = tc.evaluate(asked, counties.reports(1, 2), as_of="2024-12-31")
    drawn = result.plot.bullet(lang="zh")
    rows = drawn.to_dict()["data"]["values"]
    assert len({(row["name"], row["said"]) for row in rows}) == len(rows)
    red = {row["status"] for row in rows if INK[row["status"]] == INK["fail"]}
    assert red <= {"fail"}
    assert "again" not in {v.target for v in bar_verdicts(result.verdicts)}
