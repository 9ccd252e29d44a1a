"""When an item opens, closes, opens again and is overdue; a reference machine decides the same."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from reference_machine import Seen, overdue_after, random_history, seen_after

from targetcheck.ledger.run_record import RectificationRecord
from targetcheck.rectification.department_entries import written_on
from targetcheck.rectification.item_life import DueStatus, ItemLife, after_run, lives

HISTORIES = 120_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 4_000
Q = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31)]
YEAR = Q[3]


def after(*runs):
    """The life after runs that judge one target due at the end of 2024."""
    statuses = [[DueStatus(YEAR, *(run if isinstance(run, tuple) else (run,)))] for run in runs]
    return lives(zip(Q, statuses, strict=False))[-1]


@pytest.mark.parametrize("status", ["fail", "missed", "at_risk"])
def test_a_bad_verdict_opens_an_item(status):
    assert after(status) == ItemLife("open", 1, Q[0], None, YEAR)


@pytest.mark.parametrize(
    "status", ["pass", "on_track", "not_due", "undetermined", "not_applicable", "waived"]
)
def test_nothing_else_does(status):
    assert after(status).state == "absent"


def test_only_a_pass_closes_it():
    assert after("at_risk", "pass") == ItemLife("closed", 1, Q[0], Q[1], YEAR)
    for status in ("on_track", "not_due", "undetermined", "not_applicable", "waived"):
        assert after("at_risk", status).state == "open", status


def test_back_on_schedule_is_seen_and_does_not_close():
    assert after("at_risk", "on_track").recovering
    assert after("at_risk", "on_track", "undetermined").recovering
    assert not after("at_risk", "on_track", "at_risk").recovering


def test_a_relapse_opens_it_again():
    assert after("fail", "pass", "fail") == ItemLife("open", 2, Q[2], None, YEAR)
    assert after("fail", "pass", "fail", "fail", "pass").opening == 2


def test_a_later_report_makes_a_missed_due_date_good():
    assert after("fail", ("fail", True)).state == "closed"
    assert after("fail", ("fail", True), ("fail", False)).opening == 2
    assert after(("fail", True)).state == "absent", "solved before any list"


def test_a_later_due_date_that_passes_closes_an_earlier_one():
    missed = [DueStatus(Q[0], "fail"), DueStatus(Q[1], "not_due")]
    done = [DueStatus(Q[0], "fail"), DueStatus(Q[1], "pass")]
    assert lives([(Q[0], missed), (Q[1], done)])[-1].state == "closed"


def test_an_earlier_due_date_that_passes_does_not_close_a_later_one():
    behind = [DueStatus(Q[0], "pass"), DueStatus(Q[1], "at_risk")]
    better = [DueStatus(Q[0], "pass"), DueStatus(Q[1], "on_track")]
    found = lives([(Q[0], behind), (Q[0], better)])[-1]
    assert (found.state, found.recovering) == ("open", True)


def test_overdue_is_by_its_own_day():
    life = after("fail")
    assert life.is_overdue(date(2024, 3, 30), Q[0])
    assert not life.is_overdue(Q[0], Q[0]), "the day itself counts"
    assert not life.is_overdue(None, Q[0])
    assert not after("fail", "pass").is_overdue(Q[0], Q[4])
    assert not after("at_risk", "on_track").is_overdue(Q[0], Q[4])


def record(number, opening, by):
    said = json.dumps({"by": {"value": by.isoformat(), "cell": "K6"}})
    return RectificationRecord(
        number, "", "", "entry", "r", "", "", "t@p", opening, said, "", "2025-01-01T00:00:00", "甲"
    )


def test_the_reference_machine_decides_the_same_on_random_histories():
    """In the long profile on 120,000 histories."""
    made, kinds, begun = random.Random(18), Counter(), time.perf_counter()
    for number in range(HISTORIES):
        days, runs, writes = random_history(made)
        life, records = ItemLife(), []
        for n, (day, run) in enumerate(zip(days, runs, strict=True)):
            life = after_run(life, day, run)
            records += [
                record(len(records) + 1, life.opening, by)
                for at, by in writes
                if at == n and life.opening
            ]
            slow = seen_after(days[: n + 1], runs[: n + 1])
            fast = Seen(life.state, life.opening, life.opened, life.closed, life.recovering)
            assert fast == slow, (number, days, runs)
            late = life.is_overdue(written_on(records, "t@p", life.opening).by, day)
            wanted = overdue_after(days[: n + 1], runs[: n + 1], [w for w in writes if w[0] <= n])
            assert late == wanted, (number, days, runs, writes)
            kinds[life.state] += 1
            kinds["overdue"] += late
            kinds["again"] += life.opening > 1
            kinds["recovering"] += life.recovering
    print(f"{HISTORIES} histories in {time.perf_counter() - begun:.1f} s: {dict(kinds)}")
    assert (
        min(kinds[k] for k in ("absent", "open", "closed", "overdue", "again", "recovering")) > 100
    )


@pytest.mark.parametrize(
    ("status", "taken_for"),
    [("on_track", "pass"), ("undetermined", "pass"), ("pass", "undetermined"), ("waived", "fail")],
)
def test_a_wrong_machine_is_caught(status, taken_for):
    """A machine that takes one status for another differs from the reference on random histories."""
    made, caught = random.Random(18), 0
    for _ in range(600):
        days, runs, _ = random_history(made)
        wrong = [
            [replace(one, status=taken_for if one.status == status else one.status) for one in run]
            for run in runs
        ]
        found = lives(zip(days, wrong, strict=True))[-1]
        caught += seen_after(days, runs).state != found.state
    assert caught > 20
