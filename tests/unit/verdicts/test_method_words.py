"""Every code that a method gives has words in both languages, and no word is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from targetcheck import Verdict, evaluate
from targetcheck.kernel.progress_assessment import ORDER
from targetcheck.ruleset.progress_method import METHODS
from targetcheck.verdicts.code_terms import FLAG, REASON
from targetcheck.verdicts.method_terms import BAND, FIGURE, METHOD, SAID

METHOD_FILES = Path(__file__).parents[3] / "src" / "targetcheck" / "kernel" / "progress_methods"
BENEATH = ("progress_assessment.py", "rank_tests.py", "distributions.py")
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in (*sorted(METHOD_FILES.glob("*.py")), *(METHOD_FILES.parent / n for n in BENEATH))
]


def reasons() -> Iterator[str]:
    """Give every reason: second arguments of Assessment, tuples of reasons, what `_reason` returns."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Assessment":
                yield from strings(node.args[1])
            if isinstance(node, ast.Assign) and "REASONS" in getattr(node.targets[0], "id", ""):
                yield from strings(node.value)
            if isinstance(node, ast.FunctionDef) and node.name == "_reason":
                for part in ast.walk(node):
                    if isinstance(part, ast.Return) and part.value is not None:
                        yield from strings(part.value)


def strings(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_reason_of_a_method_has_words():
    found = set(reasons())
    assert len(found) > 25
    assert found <= set(REASON)


def test_every_figure_of_a_method_has_words():
    figures = set(re.findall(r'(?<!banded)\("([a-z_]+)", (?!settings|"|\()', "\n".join(SOURCES)))
    assert figures == set(FIGURE)
    said = set(re.findall(r'\("([a-z_]+)", settings', "\n".join(SOURCES)))
    assert said == set(SAID)


def test_every_flag_of_a_method_has_words():
    flags = {"zero_replaced", "low_confidence", "better_than_trend", "no_seasonal_reference"}
    flags |= {"other_method", "judged_by_person", "break", "decided_by_stance"}
    named = {flag for flag in flags if any(f'"{flag}"' in source for source in SOURCES)}
    assert named == flags - {"decided_by_stance"}
    assert flags <= set(FLAG)


def test_every_method_has_a_name_and_bands_that_exist():
    assert set(METHOD) == set(METHODS)
    assert set(BAND) <= set(METHODS)
    assert all("on_track" in names and set(names) <= set(ORDER) for names in BAND.values())


@pytest.mark.parametrize("table", [METHOD, SAID, *BAND.values()])
def test_words_stand_in_both_languages(table):
    for zh, en in table.values():
        assert re.search(r"[一-鿿]", zh)
        assert not re.search(r"[一-鿿]", en)


RULESET = {
    "targetcheck": 1,
    "id": "words",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市", "en": "the city"}},
    "indicators": {"area": {"zh": "湿地面积", "en": "wetland", "unit": "公顷"}},
}
ROWS = [
    {"place": "city", "indicator": "area", "period": year, "value": value, "unit": "公顷"}
    for year, value in ((2018, 40), (2019, 43), (2020, 44), (2021, 49), (2022, 50), (2023, 54))
]


def judged(method: str, **more: object) -> Verdict:
    target = {
        "id": "t", "indicator": "area", "place": "city", "require": {"at_least": "80 公顷"},
        "due": "2030-12-31", "baseline": 2018, "judge": {"pace": {"method": method, **more}},
    }  # fmt: skip
    return next(iter(evaluate({**RULESET, "targets": [target]}, ROWS, as_of="2024-03-01")))


@pytest.mark.parametrize(
    ("method", "zh", "en"),
    [
        ("schedule", "序时进度应达56.67公顷，完成率84%，落后2.67公顷", "planned by now: 56.6667 ha, schedule ratio 0.84"),
        ("cagr", "迄今年均增速6.19%，所需年均增速5.95%，年均增速比1.04", "annual growth so far 6.19 %, annual growth required 5.95 %, ratio of annual growth 1.04"),
        ("linear_rate", "近期速度与所需速度之比0.84", "recent rate ÷ required rate 0.84"),
        ("projection", "推算到期时为73.6公顷，差距中预计补不上的部分24.62%", "at this rate 73.6 ha on the due date, projected miss, as a share of the gap 24.62 %"),
        ("ols", "推算到期时为72.7238公顷，按期达到的概率1.96%", "at this rate 72.7238 ha on the due date, probability of meeting the target by the due date 1.96 %"),
        ("theil_sen", "趋势每年2.8公顷", "trend 2.8 ha a year"),
    ],
)  # fmt: skip
def test_a_sentence_tells_the_figures_of_its_method(method, zh, en):
    verdict = judged(method)
    assert f"；{zh}。" in verdict.sentence("zh")
    assert f"; {en}. " in verdict.sentence("en")


@pytest.mark.parametrize("method", ["cagr", "linear_rate", "projection", "ols", "theil_sen"])
def test_an_account_names_method_window_and_projection(method):
    text = judged(method).explain("en")
    assert f"Method: {METHOD[method][1]} (6 values, 2018-12-31 to 2023-12-31)" in text
    assert "Projected on the due date: " in text
    assert "评定方法：" in judged(method).explain("zh")


def test_a_profiles_names_go_before_the_authoritys():
    assert "Rating: clouds" in judged("projection").explain("en")
    own = {"labels": {"far_behind": {"zh": "偏慢", "en": "slow"}}}
    assert "Rating: slow" in judged("projection", **own).explain("en")
    assert "评级：偏慢" in judged("projection", **own).explain("zh")


def test_the_record_holds_the_figures_of_the_method():
    pace = judged("ols").to_dict()["evidence"]["pace"]
    assert pace["method"] == "ols"
    assert pace["band"] == "far_behind"
    assert pace["points"] == 6
    assert pace["window"] == ["2018-12-31", "2023-12-31"]
    assert pace["projection_low"] < pace["projection"] < pace["projection_high"]
    assert set(pace["figures"]) == {"chance", "slope_per_year"}
