"""From the form by way of LibreOffice to the bulletin, for every bundled ruleset, by the commands."""

from __future__ import annotations

import pytest
from test_round_trip import filled, period_of, plan_of

from targetcheck.api import bundled_rulesets
from targetcheck.cli.main import run
from targetcheck.reports.form.workbook import form


@pytest.fixture(scope="module")
def returned(converted, tmp_path_factory):
    """Give by ruleset its filled form as LibreOffice saved it."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    files = {}
    for name in bundled_rulesets():
        plan = plan_of(name)
        files[name] = before / f"{name.replace('/', '-')}.xlsx"
        filled(form(plan, period_of(plan), "lead"), plan, files[name])
    return dict(zip(files, converted(list(files.values()), "xlsx", after), strict=True))


@pytest.mark.parametrize("name", bundled_rulesets())
def test_a_returned_form_becomes_a_bulletin(name, returned, tmp_path, capsys):
    day = period_of(plan_of(name)).end.isoformat()
    file = tmp_path / "bulletin.html"
    data = str(returned[name])
    assert run(["evaluate", name, data, "--as-of", day, "--lang", "zh"]) in (0, 1)
    plain = ["--no-charts", "--lang", "zh"]
    assert run(["report", name, data, "--as-of", day, "-o", str(file), *plain]) == 0
    assert "行" in capsys.readouterr().err
    assert "附表：全部结论" in file.read_text("utf-8")


def test_spreadsheet_programs_open_what_is_written(converted, returned, tmp_path):
    name = "hubei/suizhou-yangtze-2024"
    day = period_of(plan_of(name)).end.isoformat()
    data = str(returned[name])
    files = [tmp_path / "bulletin.xlsx", tmp_path / "verdicts.xlsx"]
    for command, file in zip(("report", "evaluate"), files, strict=True):
        code = run([command, name, data, "--as-of", day, "-o", str(file), "--lang", "zh"])
        assert code in (0, 1)
    for made in converted(files, "pdf", tmp_path):
        assert made.read_bytes().startswith(b"%PDF")
