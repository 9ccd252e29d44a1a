"""`targetcheck report` and the further forms of `evaluate`, for every bundled ruleset with an example."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import counties
import pytest

import targetcheck as tc
from targetcheck.api.report_functions import months_before
from targetcheck.cli.entry_point import run

EXAMPLES = Path(__file__).parents[2] / "examples"
BUNDLED = {
    "hubei/huangshi-ftz-2024": "huangshi/ftz-2024.csv",
    "hubei/huangshi-land-2024": "huangshi/land-2024.csv",
    "hubei/huangshi-village-health-2024": "huangshi/village-health-2024.csv",
    "hubei/huangshi-yangtze-2024": "huangshi/2024q4.csv",
    "hubei/hubei-environment-2024": "hubei/hubei-environment-2024.csv",
    "hubei/shiyan-yangtze-2018": "shiyan/yangtze-2018.csv",
    "hubei/suizhou-yangtze-2024": "suizhou/suizhou-yangtze-2024.csv",
    "hubei/xianning-actions-2022": "xianning/actions-2022.csv",
    "hubei/xianning-digital-2022": "xianning/digital-2022.csv",
    "hubei/xianning-drug-safety-2022": "xianning/drug-safety-2022.csv",
    "hubei/xianning-graduates-2022": "xianning/graduates-2022.csv",
    "hubei/xianning-investment-2022": "xianning/investment-2022.csv",
    "hubei/xianning-medical-aid-2022": "xianning/medical-aid-2022.csv",
    "hubei/xianning-rental-housing-2022": "xianning/rental-housing-2022.csv",
    "hubei/xianning-yearbook-2022": "xianning/yearbook-2022.csv",
}


@pytest.fixture
def files(tmp_path):
    """A ruleset and its data as files."""
    plan, data = tmp_path / "plan.yaml", tmp_path / "data.csv"
    plan.write_text(json.dumps(counties.ruleset(), ensure_ascii=False), encoding="utf-8")
    rows = counties.reports()
    with data.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(plan), str(data)


@pytest.mark.parametrize("form", ["html", "docx", "md", "xlsx"])
def test_a_bulletin_is_written_in_every_form(files, tmp_path, form, capsys):
    file = tmp_path / f"bulletin.{form}"
    assert (
        run(["report", *files, "--full", "--as-of", "2024Q4", "-o", str(file), "--lang", "zh"]) == 0
    )
    assert file.stat().st_size > 1000
    out, err = capsys.readouterr()
    assert out == ""
    assert "行" in err
    assert "\x1b" not in err, "no progress where standard error is no terminal"


def test_a_form_that_there_is_not_is_refused(files, tmp_path, capsys):
    assert run(["report", *files, "--as-of", "2024", "-o", str(tmp_path / "x.pdf")]) == 2
    assert "report-form" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_previous_data_and_day_are_used(files, tmp_path):
    file = tmp_path / "b.md"
    given = ["--previous", files[1], "--previous-as-of", "2024-06-30", "--no-charts"]
    assert (
        run(
            [
                "report",
                *files,
                "--full",
                "--as-of",
                "2024Q4",
                "-o",
                str(file),
                *given,
                "--lang",
                "zh",
            ]
        )
        == 0
    )
    assert "上期2024-06-30 · 上年同期2023-12-31" in file.read_text("utf-8")


@pytest.mark.parametrize("form", ["html", "xlsx", "parquet", "junit", "sarif"])
def test_evaluate_writes_further_forms_by_name_and_by_suffix(files, tmp_path, form):
    suffix = "xml" if form == "junit" else form
    named, guessed = tmp_path / "named", tmp_path / f"guessed.{suffix}"
    common = ["evaluate", *files, "--as-of", "2024-12-31", "--lang", "zh"]
    codes = {run([*common, "--format", form, "-o", str(named)]), run([*common, "-o", str(guessed)])}
    assert codes == {1}
    if form != "xlsx":
        assert named.read_bytes() == guessed.read_bytes()
    assert named.stat().st_size > 500


def test_the_last_day_of_a_month_stays_the_last():
    assert months_before(date(2024, 12, 31), 3) == date(2024, 9, 30)
    assert months_before(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_before(date(2024, 9, 30), 12) == date(2023, 9, 30)
    assert months_before(date(2024, 9, 15), 3) == date(2024, 6, 15)


@pytest.mark.parametrize("name", tc.bundled_rulesets())
def test_every_bundled_ruleset_makes_a_bulletin(name, tmp_path):
    file = tmp_path / "bulletin.html"
    data = str(EXAMPLES / BUNDLED[name])
    day = str(max(q.due for q in tc.compile_plan(name).questions).replace(month=12, day=31))
    assert (
        run(["report", name, data, "--full", "--as-of", day, "-o", str(file), "--lang", "zh"]) == 0
    )
    page = file.read_text("utf-8")
    assert "示例" in page
    assert len(page.encode()) < 3_000_000


def test_evaluate_tells_its_progress_on_a_terminal_where_data_are_large(files, monkeypatch, capsys):
    import sys

    from targetcheck.cli import terminal_output

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    command = ["evaluate", *files, "--as-of", "2024Q4", "--format", "json"]
    assert run(command) == 1
    assert "evaluating" not in capsys.readouterr().err, "nothing to wait for"
    monkeypatch.setattr(terminal_output, "LARGE", 1)
    monkeypatch.setattr(terminal_output, "MANY", 1)
    assert run(command) == 1
    out, err = capsys.readouterr()
    assert "evaluating" in err
    assert "writing" in err
    assert json.loads(out)["verdicts"]


def test_evaluate_is_silent_where_standard_error_is_no_terminal(files, monkeypatch, capsys):
    from targetcheck.cli import terminal_output

    monkeypatch.setattr(terminal_output, "LARGE", 1)
    assert run(["evaluate", *files, "--as-of", "2024Q4", "--format", "json"]) == 1
    assert "evaluating" not in capsys.readouterr().err


def test_progress_is_told_on_a_terminal(monkeypatch, capsys):
    import sys

    from targetcheck.cli.terminal_output import steps

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with steps() as told:
        told("reading")
    out, err = capsys.readouterr()
    assert out == ""
    assert "reading" in err
