"""durable-rules decides what the plain reference decides, and is given nothing that harms it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_ladders import histories, shapes, tallies

from programs import HANGS
from targetcheck.escalation import durable_rules_host
from targetcheck.escalation.durable_rules_host import (
    KEYS,
    DurableRefusedError,
    in_child,
    kind_of,
    message,
)
from targetcheck.escalation.ladder_state_machine import Event, LadderShape, Tally, climb, holds


@pytest.fixture(scope="session")
def durable_rules():
    """Skip where durable-rules cannot be imported; a child tries it, because it starts threads."""
    order = [sys.executable, "-c", "import durable.engine"]
    if subprocess.run(order, check=False, capture_output=True).returncode:
        pytest.skip("needs durable-rules: install targetcheck[escalation]")


def needed(test):
    """Mark a test that runs the library itself."""
    early = pytest.mark.skipif(
        sys.version_info >= (3, 13), reason="durable-rules is not made for Python 3.13 and later"
    )
    return early(pytest.mark.usefixtures("durable_rules")(test))


LADDERS = 420
"""Ladders of each example; 25 examples make more than 10,000."""
SEEN = {"ladders": 0}
BATCH = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # each try is a process: shrinking would take hours
)


@needed
@settings(BATCH, max_examples=25)
@given(st.data())
def test_both_engines_agree_on_random_ladders(data):
    """Each example draws shapes and histories with Hypothesis and fills up with a seeded dice."""
    dice = data.draw(st.randoms(use_true_random=False))
    asked = []
    for shape in data.draw(st.lists(shapes(), min_size=3, max_size=3)):
        drawn = [data.draw(histories(shape)) for _ in range(4)]
        filled = [thrown(dice, shape) for _ in range(LADDERS // 3 - 4)]
        asked.append((shape, [*drawn, *filled]))
    found, _ = in_child(asked, [])
    for (shape, subjects), told in zip(asked, found, strict=True):
        assert [list(climb(shape, events)) for events in subjects] == told
    SEEN["ladders"] += sum(len(subjects) for _, subjects in asked)


def thrown(dice, shape):
    words = ["behind", "behind", "behind", "veto", "clear", "hold", "waived"]
    told = []
    for _ in range(dice.randint(0, 8)):
        word = dice.choice(words)
        told.append(Event(word, dice.randint(0, len(shape.after)) if word == "behind" else 0))
    return told


@needed
def test_ten_thousand_ladders_were_tried():
    assert SEEN["ladders"] == 0 or SEEN["ladders"] >= 10_000


@needed
@settings(BATCH, max_examples=15)
@given(st.lists(tallies, min_size=40, max_size=60))
def test_both_engines_agree_on_random_conclusions(cases):
    _, found = in_child([], cases)
    assert [holds(case) for case in cases] == found


@needed
def test_one_run_holds_more_places_than_the_library_has_contexts():
    shape = LadderShape((1, 2, 3), 3)
    events = [Event("behind", 3), Event("hold", 0), Event("behind", 3), Event("clear", 0)]
    found, _ = in_child([(shape, [events] * 2_500)], [])
    assert found == [[list(climb(shape, events))] * 2_500]


@needed
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc for memory in use")
def test_memory_stays_flat_over_repeated_runs():
    code = """
import os
from targetcheck.escalation.durable_rules_host import DurableRules
from targetcheck.escalation.ladder_state_machine import Event, LadderShape
from targetcheck.escalation.ladder_state_machine import Tally
decider, shape = DurableRules(), LadderShape((1, 2, 3), 3)
events = [Event("behind", 3), Event("veto", 0), Event("clear", 0)] * 2
page = os.sysconf("SC_PAGE_SIZE")
for _ in range(6):
    decider.climb(shape, [events] * 700)
    decider.conclude([[Tally("at_least", 3, 1, 2), Tally("none", 0, 2, 1)]] * 300)
    print(int(open("/proc/self/statm").read().split()[1]) * page // 1024, flush=True)
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True,
                          text=True, check=True)  # fmt: skip
    used = [int(line) for line in done.stdout.split()]
    assert len(used) == 6
    assert used[-1] - used[1] < 4_096, f"kilobytes after each run: {used}"


@needed
def test_no_thread_keeps_the_process_from_ending():
    code = """
from targetcheck.escalation.durable_rules_host import in_child
from targetcheck.escalation.ladder_state_machine import Event, LadderShape
import threading
for _ in range(3):
    in_child([(LadderShape((1,), 1), [[Event("behind", 1)]])], [])
assert threading.active_count() == 1, threading.enumerate()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=HANGS)


@pytest.mark.parametrize(
    "value",
    [1.0, None, True, float("nan"), [], {}, "", "x" * 65, "地区", b"x", 2**31, "\ud800"],
    ids=repr,
)
def test_nothing_but_short_words_and_small_whole_numbers_is_let_through(value):
    with pytest.raises(DurableRefusedError):
        message(kind=value)


def test_a_key_that_is_not_on_the_list_is_refused():
    with pytest.raises(DurableRefusedError):
        message(sid="s1", liquid=1)


def test_no_two_keys_of_the_list_have_the_same_hash():
    def fnv(name):
        value = 0x811C9DC5
        for byte in name.encode():
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
        return value

    # The library's own names, and the pair of words that is known to collide, as a check of this.
    own = ("label", "chart", "running", "chart_context", "$s", "$m")
    names = (*KEYS, *own)
    assert len({fnv(name) for name in names}) == len(names)
    assert fnv("costarring") == fnv("liquid")


@needed
def test_every_message_of_a_batch_passes_the_gate(monkeypatch):
    """Nothing reaches the library but what `message` has let through."""
    passed = []

    class Host:
        def __init__(self):
            self.known = set()

        def get_ruleset(self, name):
            if name not in self.known:
                raise KeyError(name)

        def register_rulesets(self, rules):
            self.known |= {name.removesuffix("$state") for name in rules}

        def post(self, _, event):
            passed.append(event)

        assert_fact = post

        def delete_state(self, *_):
            pass

    decider = object.__new__(durable_rules_host.DurableRules)
    decider.host, decider.taken, decider.contexts = Host(), [], 0
    for run in (
        lambda: decider.climb(LadderShape((1, 2), 2), [[Event("behind", 2), Event("waived", 0)]]),
        lambda: decider.conclude([[Tally("every", 2, 1, 1)]]),
    ):
        with pytest.raises(DurableRefusedError):  # a host that answers nothing is noticed
            run()
    assert len(passed) == 6
    for event in passed:
        assert set(event) <= set(KEYS)
        assert all(type(v) in (str, int) for v in event.values())


def test_words_of_events_are_told_apart():
    events = [Event("behind", n) for n in range(5)]
    events += [Event(s, 0) for s in ("veto", "clear", "hold", "waived")]
    assert len({kind_of(event) for event in events}) == len(events)


def test_where_the_library_cannot_be_imported_that_is_said(monkeypatch, tmp_path):
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('undefined symbol')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DurableRefusedError, match="undefined symbol"):
        in_child([(LadderShape((1,), 1), [[Event("behind", 1)]])], [])


def test_a_child_that_dies_is_said_to_have_died(monkeypatch, tmp_path):
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("import os; os.abort()")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DurableRefusedError, match="ended with -6"):
        in_child([(LadderShape((1,), 1), [[Event("behind", 1)]])], [])


def test_a_child_that_hangs_is_given_up(monkeypatch, tmp_path):
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("import time; time.sleep(60)")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(durable_rules_host, "SECONDS", 2)
    with pytest.raises(DurableRefusedError, match="timed out"):
        in_child([(LadderShape((1,), 1), [[Event("behind", 1)]])], [])
