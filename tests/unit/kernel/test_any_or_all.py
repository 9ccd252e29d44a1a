"""Branches of equal status: the one that names a datum decides, wherever it stands."""

from __future__ import annotations

import pytest

from targetcheck.kernel.decision.order_of_decision import fold
from targetcheck.kernel.outcome import Outcome


def _branch(status="not_due", reason="no_data", missing=(), flags=()):
    return Outcome(status=status, reason=reason, missing=missing, flags=flags)


SILENT = _branch(reason="before_start", flags=("early",))
NAMED = _branch(missing=("rate@city 2024",), flags=("awaited",))


@pytest.mark.parametrize("kind", ["any", "all"])
@pytest.mark.parametrize("parts", [(SILENT, NAMED), (NAMED, SILENT)])
def test_before_the_due_date_what_can_be_supplied_is_named(kind, parts):
    found = fold(kind, parts, due=False)
    assert (found.reason, found.missing, found.flags) == ("no_data", NAMED.missing, ("awaited",))
    assert (found.fold, found.parts) == (kind, parts)


@pytest.mark.parametrize(("kind", "wanted"), [("any", "not_due"), ("all", "at_risk")])
def test_before_the_due_date_any_takes_the_best_and_all_the_worst(kind, wanted):
    assert fold(kind, (_branch("at_risk"), NAMED), due=False).status == wanted
    assert fold(kind, (NAMED, _branch("at_risk")), due=False).status == wanted


@pytest.mark.parametrize(("kind", "settles"), [("any", "pass"), ("all", "fail")])
@pytest.mark.parametrize("due", [True, False])
def test_one_branch_settles(kind, settles, due):
    assert fold(kind, (NAMED, _branch(settles)), due=due).status == settles


def test_what_is_open_when_due_names_the_data_of_every_open_branch_once():
    other = _branch("undetermined", "overdue_report", ("b@city 2024", "rate@city 2024"), ("late",))
    found = fold("any", (_branch("fail"), NAMED, other), due=True)
    assert found.missing == ("rate@city 2024", "b@city 2024")
    assert found.flags == ("awaited", "late")
    assert fold("any", (_branch("fail"), _branch("fail", "not_met")), due=True).reason == "no_data"
