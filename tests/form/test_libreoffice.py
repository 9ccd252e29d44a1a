"""LibreOffice opens every form and saves it again, and what was filled in is still read."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from test_round_trip import filled, period_of, plan_of

import targetcheck as tc
from targetcheck.api import bundled_rulesets
from targetcheck.reports.form.workbook import form


@pytest.fixture(scope="module")
def saved_again(converted, tmp_path_factory):
    """Give by ruleset what was written into its form, and the form as LibreOffice saved it."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    written, files = {}, {}
    for name in bundled_rulesets():
        plan = plan_of(name)
        files[name] = before / f"{name.replace('/', '-')}.xlsx"
        written[name] = filled(form(plan, period_of(plan), "lead"), plan, files[name])
    made = converted(list(files.values()), "xlsx", after)
    return {name: (written[name], path) for name, path in zip(files, made, strict=True)}


@pytest.mark.parametrize("name", bundled_rulesets())
def test_what_was_filled_in_survives(name, saved_again):
    written, path = saved_again[name]
    plan = plan_of(name)
    result = tc.evaluate(plan, str(path), as_of=period_of(plan).end)
    assert result.rows == result.used == len(written)


def test_checks_and_locks_survive(saved_again):
    _, path = saved_again["hubei/huangshi-yangtze-2024"]
    sheet = load_workbook(path)["市生态环境局"]
    assert sheet.protection.sheet
    kinds = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "decimal", "date"} <= kinds
