"""The plain machine: what each period does to a ladder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_ladders import events, histories, shapes

from targetcheck.escalation.ladder_state_machine import Event, LadderShape, Position, climb, move

HUANGSHI = LadderShape((1, 2, 3), 3)
WORDS = {"b": "behind", "v": "veto", "c": "clear", "h": "hold", "w": "waived"}


def steps(letters, shape=HUANGSHI, opened=3):
    told = climb(
        shape, [Event(WORDS[x], min(opened, len(shape.after)) if x == "b" else 0) for x in letters]
    )
    return [p.step for p in told]


@pytest.mark.parametrize(
    ("letters", "due"),
    [
        ("bbbb", [1, 2, 3, 3]),  # reminder, criticism, interview, and again
        ("bbcb", [1, 2, 0, 1]),  # recovery starts anew
        ("bhb", [1, 0, 2]),  # missing reports hold
        ("bwwb", [1, 0, 0, 2]),  # a waiver suspends
        ("v", [3]),  # a veto goes straight to its step
        ("vb", [3, 3]),
        ("vcb", [3, 0, 1]),
        ("hhb", [0, 0, 1]),
        ("", []),
    ],
)
def test_the_ladder_of_huangshi(letters, due):
    assert steps(letters) == due


def test_a_step_that_is_not_open_waits():
    assert steps("bbb", opened=1) == [1, 1, 1]
    assert steps("bbb", opened=0) == [0, 0, 0]


def test_a_step_may_come_after_several_periods():
    assert steps("bbbbb", LadderShape((2, 4), 2)) == [0, 1, 1, 2, 2]


def test_a_veto_of_a_lower_step_does_not_hold_back_what_is_due_anyway():
    assert steps("bbv", LadderShape((1, 2, 3), 1)) == [1, 2, 3]


@given(st.data())
def test_what_holds_of_every_history(data):
    shape = data.draw(shapes())
    told = data.draw(histories(shape))
    positions = climb(shape, told)
    assert len(positions) == len(told)
    for event, position in zip(told, positions, strict=True):
        assert 0 <= position.run <= shape.top
        if event.signal in ("clear", "hold", "waived"):
            assert position.step == 0
        if event.signal == "behind":
            assert position.step <= event.open
        if event.signal == "veto":
            assert position.step >= shape.jump


@given(st.data())
def test_a_period_without_reports_changes_no_later_one(data):
    shape = data.draw(shapes())
    told = data.draw(histories(shape))
    at = data.draw(st.integers(0, len(told)))
    with_gap = climb(shape, [*told[:at], Event("hold", 0), *told[at:]])
    assert with_gap[:at] + with_gap[at + 1 :] == climb(shape, told)


@given(st.data())
def test_once_more_behind_never_lowers_what_is_due(data):
    shape = data.draw(shapes())
    run = data.draw(st.integers(0, shape.top))
    event = data.draw(events(shape))
    if event.signal == "behind":
        assert move(shape, run, event).step >= move(shape, max(run - 1, 0), event).step
    assert climb(shape, [event, Event("clear", 0)])[-1] == Position(0, 0)
