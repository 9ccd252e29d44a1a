"""`test`: cases beside a ruleset, their faults, what came out otherwise, and what nobody tried."""

import json
from xml.etree import ElementTree as ET

import pytest
from small_ruleset import CASES, RULESET, write

from targetcheck.cli.entry_point import run


def test_cases_pass_and_totals_are_told(tmp_path, capsys):
    assert run(["test", str(write(tmp_path / "demo"))]) == 0
    said = capsys.readouterr().out
    assert "targets: 2 (2 with cases), cases: 5 (5 passed)" in said
    assert "forms: level or range 2, total over time 1, each of 1" in said
    assert "rulesets: 1, targets: 2, forms: 3, cases: 5, failed: 0, not run: 0" in said


def test_what_comes_out_otherwise_is_told_with_its_sentence(tmp_path, capsys):
    cases = CASES.replace("pass/met}\n  - id: short", "fail/not_met}\n  - id: short")
    folder = write(tmp_path / "demo", cases=cases)
    assert run(["test", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "first.yaml:3 met" in said
    assert "collection@city: status is pass, expected fail" in said
    assert "collection@city: reason is met, expected not_met" in said
    assert "Verdict: pass" in said


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("pass/met}\n  - id: short", "{stats: pass}}\n  - id: short"), "case-key", 5),
        (("    given: {period: 2024—2025年, unit: 公顷}\n", ""), "case-hole", 12),
        (("as_of: 2025-12-31\n", ""), "case-without-day", 2),
        (("  - id: met\n", "  - id: met\n    tabel: []\n"), "case-key", 4),
        (("    want: {collection@city: pass/met}\n", ""), "case-asks-nothing", 3),
        (("city,rate,2025,70,%'", "city,rate,2025,70,%,P,x'"), "case-row", 3),
        (("- id: short", "- id: met"), "case-twice", 3),
    ],
)
def test_faults_of_cases_are_told_with_their_line(tmp_path, capsys, change, code, line):
    folder = write(tmp_path / "demo", cases=CASES.replace(*change, 1))
    assert run(["test", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f"first.yaml:{line}:" in said
    assert f" {code}: " in said


def test_a_verdict_that_there_is_not_is_told_with_one_that_there_is(tmp_path, capsys):
    folder = write(
        tmp_path / "demo", cases=CASES.replace("collection@city: pass", "collecton@city: pass")
    )
    assert run(["test", str(folder), "--lang", "zh"]) == 1
    assert "没有结论 collecton@city（collection）" in capsys.readouterr().out


def test_update_accepts_what_came_out_and_shows_the_change(tmp_path, capsys):
    cases = CASES.replace("margin: -0.1", "margin: 3").replace("{id: below, value: 34.3, want: fail}",
                                                              "{id: below, value: 34.3, want: pass}")  # fmt: skip
    folder = write(
        tmp_path / "demo", cases=cases.replace("want: undetermined, set", "want: pass, set")
    )
    assert run(["test", str(folder), "--update"]) == 0
    shown = capsys.readouterr().out
    assert "-    want: {collection@city: {status: fail, margin: 3, value: 69.9}}" in shown
    assert "+      - {id: below, value: 34.3, want: fail}" in shown
    text = (folder / "cases" / "first.yaml").read_text("utf-8")
    assert "# by a tenth" in text
    assert "margin: '-0.1'" in text or "margin: -0.1" in text
    assert run(["test", str(folder)]) == 0


def test_coverage_names_outcomes_that_no_case_has_shown(tmp_path, capsys):
    folder = write(tmp_path / "demo")
    assert run(["test", str(folder), "--coverage"]) == 0
    said = capsys.readouterr().out
    assert "no case for collection: undetermined (it is due and the value for the due date" in said
    assert "at risk (it is behind schedule)" in said


def test_boundaries_are_made_on_demand_for_every_target(tmp_path, capsys):
    folder = write(tmp_path / "demo", cases=None)
    assert run(["test", str(folder), "--boundaries", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["totals"]["failed"] == 0
    assert told["rulesets"][0]["outcomes"] == {
        "pass": 6, "fail": 2, "undetermined": 6, "on_track": 2, "not_due": 2,
    }  # fmt: skip


def test_boundaries_are_written_and_stay(tmp_path, capsys):
    folder = write(tmp_path / "demo", cases=None)
    assert run(["test", str(folder), "--write-boundaries"]) == 0
    text = (folder / "cases" / "boundaries.yaml").read_text("utf-8")
    for name in ("just-below", "at", "just-above", "missing", "wrong-unit", "stale", "provisional"):
        assert text.count(f"id: {name}") == 2, name
    assert "value: 69.9, want: fail/not_met" in text
    assert "value: 34.4, want: pass/met" in text
    assert run(["fmt", "--check", str(folder)]) == 0
    capsys.readouterr()


def test_a_changed_promise_breaks_its_boundaries(tmp_path, capsys):
    folder = write(tmp_path / "demo", cases=None)
    run(["test", str(folder), "--write-boundaries"])
    write(folder, RULESET.replace("at_least: 70 %", "above: 70 %"), None)
    capsys.readouterr()
    assert run(["test", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "collection@city@2025-12-31 at\n" in said
    assert "failed: 3" in said  # at, provisional and early report 70 itself


def test_junit_holds_a_test_for_each_case(tmp_path):
    cases = CASES.replace("pass/met}\n  - id: short", "fail/not_met}\n  - id: short")
    folder, out = write(tmp_path / "demo", cases=cases), tmp_path / "out.xml"
    assert run(["test", str(folder), "--format", "junit", "-o", str(out)]) == 1
    suite = ET.parse(out).getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "1", "0")
    assert [case.get("name") for case in suite if case.find("failure") is not None] == ["met"]


def test_a_broken_ruleset_is_told_and_not_run(tmp_path, capsys):
    folder = write(tmp_path / "demo", RULESET.replace("indicator: rate", "indicator: rat"))
    assert run(["test", str(folder)]) == 1
    assert "did you mean `rate`?" in capsys.readouterr().out
