"""What `evaluate` prints without further ado: one screen, the worst first, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

import targetcheck as tc
from targetcheck.output.current_and_lagging import LAGGING, lagging
from targetcheck.output.result_files.terminal_summary import FEW, SCREEN, print_summary
from targetcheck.output.text_grid import captured

EXAMPLES = Path(__file__).parents[3] / "examples"
PLANS = {
    ("hubei/huangshi-yangtze-2024", "huangshi/2024q3.csv", "2024-09-30"),
    ("hubei/huangshi-yangtze-2024", "huangshi/2024q4.csv", "2024-12-31"),
    ("hubei/suizhou-yangtze-2024", "suizhou/suizhou-yangtze-2024.csv", "2024-12-31"),
    ("hubei/xianning-investment-2022", "xianning/investment-2022.csv", "2022-12-31"),
    ("hubei/shiyan-yangtze-2018", "shiyan/yangtze-2018.csv", "2018-12-31"),
}


@pytest.fixture(scope="module")
def results():
    return {plan: tc.evaluate(plan[0], EXAMPLES / plan[1], as_of=plan[2]) for plan in PLANS}


def summary(result, lang, width=100):
    return captured(lambda console: print_summary(result, console, lang), width)


@pytest.mark.parametrize("plan", sorted(PLANS))
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 160])
def test_it_fits_a_screen(plan, lang, width, results):
    lines = summary(results[plan], lang, width).splitlines()
    assert len(results[plan]) > FEW
    assert len(lines) <= SCREEN + (3 if width == 80 else 0)
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_the_worst_stand_first_and_the_rest_is_counted(plan, results):
    found = lagging(results[plan].verdicts)
    ranks = [LAGGING.index(v.status) for v in found]
    assert ranks == sorted(ranks)
    text = summary(results[plan], "en")
    if found:
        assert "Needs attention: " in text
        assert found[0].title("en")[:20] in text
        assert f"All {len(results[plan])} verdicts: --all" in text


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_missing_data_and_what_people_judge_are_counted_apart(plan, results):
    result = results[plan]
    causes = result.causes()
    assert sum(causes.values()) == result.summary()["undetermined"]
    text = summary(result, "zh")
    if causes["data"] + causes["conflict"]:
        assert f"缺数据、不能判定的评判项：{causes['data'] + causes['conflict']}个" in text
    if causes["judgement"]:
        assert f"需人工评定：{causes['judgement']}个" in text
        assert f"需人工评定{causes['judgement']}" in text.splitlines()[2] + text.splitlines()[3]
    assert result.to_dict()["undetermined"] == causes


def test_every_undetermined_verdict_has_a_cause_and_no_other(results):
    for result in results.values():
        for verdict in result:
            assert (verdict.cause is not None) == (verdict.status == "undetermined")
            assert verdict.to_dict()["cause"] == verdict.cause
