"""LibreOffice opens every form and saves it again, and what was filled in is still read."""

from __future__ import annotations

import pytest
from filling import PAGINGS, period_of, plan_of
from openpyxl import load_workbook

import targetcheck as tc
from targetcheck.ruleset_locator import bundled_rulesets


def told(result):
    return [(v.target, v.place, v.due, v.status, v.reason) for v in result.verdicts]


@pytest.mark.parametrize("by", PAGINGS)
@pytest.mark.parametrize("name", bundled_rulesets())
def test_what_was_filled_in_survives(name, by, forms, returned):
    written, before = forms[name, by]
    plan = plan_of(name)
    day = period_of(plan).end
    result = tc.evaluate(plan, str(returned[name, by]), as_of=day)
    assert result.used == len(written)
    assert {aside.why.code for aside in result.set_aside} <= {"member-missing"}
    first = tc.evaluate(plan, str(before), as_of=day)
    assert told(result) == told(first)


def test_checks_and_locks_survive(returned):
    sheet = load_workbook(returned["hubei/huangshi-yangtze-2024", "lead"])["市生态环境局"]
    assert sheet.protection.sheet
    kinds = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "decimal", "date"} <= kinds
