"""Statuses, targets and the language are given by name, in Chinese or in English."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from targetcheck import evaluate
from targetcheck.cli.entry_point import run
from targetcheck.cli.selection import only_and_place_options
from targetcheck.errors import LANGUAGE, TargetcheckError, default_language
from targetcheck.output.result_files.result_csv import HEADINGS_ZH
from targetcheck.verdicts.code_terms import CAUSE, STATUS
from targetcheck.verdicts.verdict_row import COLUMNS

ROOT = Path(__file__).parents[3]
TOWN = ROOT / "tests" / "golden" / "town"
DATA = str(TOWN / "2024.csv")
JUDGE = ["evaluate", str(TOWN), DATA, "--as-of", "2024-12-31"]
PLAN = ["hubei/huangshi-yangtze-2024", str(ROOT / "examples" / "huangshi" / "2024q4.csv")]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv(LANGUAGE, raising=False)


@pytest.mark.parametrize("code", STATUS)
def test_a_status_goes_by_its_code_and_its_names(code):
    for name in (code, code.replace("_", "-"), code.upper(), *STATUS[code]):
        assert only_and_place_options.statuses(name) == {code}


def test_a_list_may_be_separated_as_in_chinese():
    expected = {"fail", "missed", "at_risk"}
    assert only_and_place_options.statuses("未达标，未达预期、有风险") == expected


@pytest.mark.parametrize("cause", CAUSE)
def test_a_cause_selects_its_part_of_the_undetermined(cause):
    result = evaluate(TOWN, DATA, as_of="2024-12-31")
    for name in (cause, *CAUSE[cause], CAUSE[cause][1].replace(" ", "-")):
        only = only_and_place_options.statuses(name, causes=True)
        shown = only_and_place_options.shown(result, only, frozenset())
        assert [v.cause for v in shown] == [cause] * result.causes()[cause]
    with pytest.raises(TargetcheckError):
        only_and_place_options.statuses(CAUSE[cause][0])


def test_an_unknown_status_lists_the_names(capsys):
    assert run([*JUDGE, "--only", "xyz", "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert "没有名为“xyz”的结论" in told
    assert "at_risk（有风险）" in told


@pytest.mark.parametrize("name", ["forest", "造林面积", "forest planted", "FOREST", "造林"])
def test_a_target_goes_by_its_title(name, capsys):
    assert run(["explain", str(TOWN), DATA, name, "--as-of", "2024-12-31", "--lang", "zh"]) == 0
    assert "造林面积" in capsys.readouterr().out.splitlines()[0]


def test_a_title_stated_twice_is_one_target(capsys):
    line = ["explain", *PLAN, "长江入河排污口整治任务", "--as-of", "2024-12-31", "--lang", "zh"]
    assert run(line) == 0
    assert "长江入河排污口整治任务" in capsys.readouterr().out.splitlines()[0]


def test_a_title_of_several_targets_is_asked_about(capsys):
    line = ["explain", *PLAN, "长江入河排污口整治", "--as-of", "2024-12-31", "--lang", "zh"]
    assert run(line) == 2
    told = capsys.readouterr().err
    assert "[target-ambiguous]" in told
    assert "outfalls-2024（长江入河排污口整治任务）" in told


@pytest.mark.parametrize(
    ("as_of", "due"),
    [("2024-12-31", "2024-12-31"), ("2025-03-31", "2024-12-31"), ("2025-09-30", "2025-12-31")],
)
def test_explain_takes_the_due_date_that_is_nearest(as_of, due, capsys):
    assert run(["explain", str(TOWN), DATA, "forest", "--as-of", as_of]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(due)


def test_the_language_of_the_command_line_is_that_of_help_and_errors(capsys):
    for line in (["--lang", "zh", "evaluate", "--help"], ["evaluate", "--help", "--lang=zh"]):
        assert run(line) == 0
        told = capsys.readouterr().out
        assert told.startswith("用法：targetcheck evaluate [选项]")
        assert "选项：" in told
        assert "显示本帮助。" in told
        assert not any(word in told for word in ("Usage", "Options", "[required]", "Show this"))
    assert run(["evaluate", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: targetcheck evaluate [OPTIONS]")


def test_one_variable_decides_for_good(monkeypatch, capsys):
    monkeypatch.setenv(LANGUAGE, "zh")
    assert default_language() == "zh"
    assert run(JUDGE) == 1
    assert "个评判项" in capsys.readouterr().out
    assert run([*JUDGE, "--lang", "en"]) == 1
    assert "12 verdicts" in capsys.readouterr().out
    assert default_language({LANGUAGE: "en", "LANG": "zh_CN.UTF-8"}) == "en"
    assert default_language({LANGUAGE: "fr", "LANG": "zh_CN.UTF-8"}) == "zh"


def test_a_chinese_csv_has_chinese_headings_and_words(capsys):
    assert set(HEADINGS_ZH) == set(COLUMNS)
    assert list(HEADINGS_ZH) == list(COLUMNS)
    run([*JUDGE, "--format", "csv", "--lang", "zh"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["结论"] for row in rows} <= {zh for zh, _ in STATUS.values()}
    assert {row["示例数据"] for row in rows} <= {"是", "否"}
    run([*JUDGE, "--format", "csv"])
    assert list(csv.DictReader(io.StringIO(capsys.readouterr().out)).fieldnames or ()) == list(
        COLUMNS
    )


def test_few_verdicts_are_all_shown_and_many_are_summed_up(capsys):
    run(JUDGE)
    assert "2024-07-22" in capsys.readouterr().out
    run(["evaluate", *PLAN, "--as-of", "2024-12-31"])
    short = capsys.readouterr()
    assert "Needs attention" in short.out
    assert len((short.out + short.err).splitlines()) <= 40
    run(["evaluate", *PLAN, "--as-of", "2024-12-31", "--all"])
    assert len(capsys.readouterr().out.splitlines()) > 1000


@pytest.mark.parametrize("form", ["{t}@{p}", "{t}@{p}@{d}", "{i}@{p}", "{t}@{p} 2024"])
def test_explain_takes_target_and_place_as_they_are_printed(form, capsys):
    result = evaluate(TOWN, DATA, as_of="2024-12-31")
    only = {t for t in (v.target for v in result) if sum(v.target == t for v in result) > 1}
    ids = [spec.indicator for spec in result.ruleset.targets]
    verdict = next(v for v in result if v.target in only and ids.count(v.spec.indicator) == 1)
    name = form.format(t=verdict.target, p=verdict.place, d=verdict.due, i=verdict.spec.indicator)
    explain = ["explain", str(TOWN), DATA]
    more = ["--as-of", "2024-12-31", "--lang", "en"]
    assert run([*explain, name, *more]) == 0
    told = capsys.readouterr().out
    due = ["--due", str(verdict.due)] if "{d}" in form else []
    assert run([*explain, verdict.target, verdict.place, *due, *more]) == 0
    assert told == capsys.readouterr().out


def test_what_if_takes_target_and_place_in_one(capsys):
    result = evaluate(TOWN, DATA, as_of="2024-12-31")
    verdict = next(iter(result))
    asked = ["what-if", str(TOWN), DATA, "--all", "--as-of", "2024-12-31"]
    assert run([*asked, "--target", f"{verdict.target}@{verdict.place}"]) == 0
    told = capsys.readouterr().out
    assert run([*asked, "--target", verdict.target, "--place", verdict.place]) == 0
    assert told == capsys.readouterr().out
