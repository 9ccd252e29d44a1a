"""Adapter of durable-rules: evaluates ladders and conclusions in a child process.

Layer: escalation. Input: ladder shapes with events, and tallies. Output: positions and conclusions,
to compare with those of ladder_state_machine.py and overall_conclusions.py. The library keeps threads,
tables and memory until its process ends, and a fault in it ends that process, so it runs in a child
process for one batch. It only receives short words and small integers under keys from a fixed list,
one event at a time, and each context is deleted once it has been read.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from targetcheck.escalation.ladder_state_machine import Event, LadderShape, Position, Tally, move

KEYS = ("sid", "id", "kind", "seq", "cond", "count")
"""All property names passed to the library, which compares names by a 32-bit hash only."""
LONGEST = 64
LARGEST = 2**31 - 1
SECONDS = 600
"""Seconds after which the process of a batch is stopped."""
_LETTERS = {"clear": "c", "hold": "h", "waived": "w", "veto": "v"}


class DurableRefusedError(Exception):
    """durable-rules is not installed, failed, or was about to receive a forbidden message."""


def message(**fields: object) -> dict[str, object]:
    """Return a message of short words and small integers; raise for anything else."""
    for key, value in fields.items():
        short = type(value) is str and 0 < len(value) <= LONGEST and value.isascii()
        small = type(value) is int and -LARGEST <= value <= LARGEST
        if key not in KEYS or not (short or small):
            raise DurableRefusedError(f"{key} = {value!r}")
    return fields


def kind_of(event: Event) -> str:
    """Return the word that encodes an event: `b2` is behind with two steps open."""
    return f"b{event.open}" if event.signal == "behind" else _LETTERS[event.signal]


class DurableRules:
    """Rules in this process. Only for the child process and tests, since the library frees nothing."""

    def __init__(self) -> None:
        try:
            from durable import engine
        except Exception as error:
            raise DurableRefusedError(f"{type(error).__name__}: {error}") from error
        self.host: Any = engine.Host()
        self.taken: list[tuple[int, int, int]] = []
        self.contexts = 0

    def climb(
        self, shape: LadderShape, subjects: Sequence[Sequence[Event]]
    ) -> list[list[Position]]:
        """Return the positions of each subject after each of its events."""
        name = self._registered(_name("ladder", shape), partial(self._chart, shape), "$state")
        found = []
        for events in subjects:
            sid, self.taken = self._context(), []
            for seq, event in enumerate(events):
                word = kind_of(event)
                self._post(name, message(sid=sid, id=f"{sid}-{seq}", kind=word, seq=seq))
            if events:  # a context that was never used cannot be deleted
                self.host.delete_state(name, sid)
            if [seq for seq, _, _ in self.taken] != list(range(len(events))):
                raise DurableRefusedError("not every event was answered, in order")
            found.append([Position(run, step) for _, run, step in self.taken])
        return found

    def conclude(self, cases: Sequence[Sequence[Tally]]) -> list[bool]:
        """Return for each case whether its conditions hold together."""
        found = []
        for tallies in cases:
            form = tuple((t.mode, t.wanted) for t in tallies)
            name = self._registered(_name("case", form), partial(self._rules, form))
            sid, self.taken = self._context(), []
            for number, tally in enumerate(tallies):
                self._assert(name, sid, number, "yes", tally.hits)
                self._assert(name, sid, number, "no", tally.misses)
            self._post(name, message(sid=sid, id=f"{sid}-close", kind="close"))
            self.host.delete_state(name, sid)
            if not self.taken:
                raise DurableRefusedError("a closed period was not answered")
            found.append(bool(self.taken[0][1]))
        return found

    def _assert(self, name: str, sid: str, cond: int, kind: str, count: int) -> None:
        """Assert each verdict as a numbered fact, so that equal verdicts stay distinct."""
        for n in range(1, count + 1):
            identity = f"{sid}-{cond}-{kind}-{n}"
            observation = message(sid=sid, id=identity, cond=cond, kind=kind, count=n)
            self._checked(self.host.assert_fact(name, observation))

    def _post(self, name: str, event: Mapping[str, object]) -> None:
        self._checked(self.host.post(name, dict(event)))

    @staticmethod
    def _checked(state: object) -> None:
        if isinstance(state, Mapping) and "exception" in state:
            raise DurableRefusedError(str(state["exception"]))

    def _context(self) -> str:
        self.contexts += 1
        return f"s{self.contexts}"

    def _registered(self, name: str, made: Callable[[], dict[str, Any]], form: str = "") -> str:
        try:
            self.host.get_ruleset(name)
        except Exception:  # noqa: BLE001  # the library raises a bare Exception for an unknown name
            self.host.register_rulesets({f"{name}{form}": made()})
        return name

    def _chart(self, shape: LadderShape) -> dict[str, Any]:
        """Return a state for every count, with a transition for every possible word."""
        words = [Event("behind", n) for n in range(len(shape.after) + 1)]
        words += [Event("veto", 0), Event("clear", 0), Event("hold", 0), Event("waived", 0)]
        chart: dict[str, Any] = {"start": {"t": {"to": "r0"}}}
        for run in range(shape.top + 1):
            chart[f"r{run}"] = {}
            for event in words:
                after = move(shape, run, event)
                chart[f"r{run}"][f"t{kind_of(event)}"] = {
                    "all": [{"m": {"kind": kind_of(event)}}],
                    "run": self._note(after.run, after.step),
                    "to": f"r{after.run}",
                }
        return chart

    def _note(self, run: int, step: int) -> Callable[[Any], None]:
        def note(context: Any) -> None:
            self.taken.append((int(context.m.seq), run, step))

        return note

    def _rules(self, form: Sequence[tuple[str, int]]) -> dict[str, Any]:
        """Return the rules of a case: all conditions hold when the period closes, or not."""
        # Conditions on absence come last; before the closing they would be evaluated too early.
        joined: list[dict[str, Any]] = [{"close": {"kind": "close"}}]
        absent: list[dict[str, Any]] = []
        for number, (mode, wanted) in enumerate(form):
            yes: list[dict[str, Any]] = [{"cond": number}, {"kind": "yes"}]
            if mode == "none":
                absent.append({f"c{number}$not": {"$and": yes}})
                continue
            nth = wanted if mode == "at_least" else 1
            joined.append({f"c{number}": {"$and": [*yes, {"count": nth}]}})
            if mode == "every":
                no = [{"cond": number}, {"kind": "no"}]
                absent.append({f"n{number}$not": {"$and": no}})
        observations = {"m": {"$or": [{"kind": "yes"}, {"kind": "no"}]}}
        return {
            "r_holds": {"pri": 1, "all": [*joined, *absent], "run": self._answer(1)},
            "r_not": {"pri": 2, "all": [{"m": {"kind": "close"}}], "run": self._answer(0)},
            "r_seen": {"pri": 3, "all": [observations], "run": lambda _: None},
        }

    def _answer(self, holds: int) -> Callable[[Any], None]:
        def answer(_: Any) -> None:
            self.taken.append((0, holds, 0))

        return answer


def _name(what: str, form: object) -> str:
    return f"{what}_{hashlib.sha256(repr(form).encode()).hexdigest()[:16]}"


def in_child(
    ladders: Sequence[tuple[LadderShape, Sequence[Sequence[Event]]]],
    cases: Sequence[Sequence[Tally]],
) -> tuple[list[list[list[Position]]], list[bool]]:
    """Return the results of durable-rules from a child process that handles one batch.

    Raises DurableRefusedError if it is not installed, fails or takes too long.
    """
    asked = {
        "ladders": [
            [list(s.after), s.jump, [[[e.signal, e.open] for e in events] for events in subjects]]
            for s, subjects in ladders
        ],
        "cases": [[[t.mode, t.hits, t.misses, t.wanted] for t in case] for case in cases],
    }
    path = os.pathsep.join(entry for entry in sys.path if entry)
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONWARNINGS"} | {"PYTHONPATH": path}
    command = [sys.executable, "-W", "ignore", "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, nothing of the user's in the line
            command,
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            env=settings,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DurableRefusedError(str(error)) from error
    if done.returncode or not done.stdout:
        said = done.stderr.strip().splitlines()
        raise DurableRefusedError(said[-1] if said else f"its process ended with {done.returncode}")
    told = json.loads(done.stdout)
    return (
        [[[Position(*p) for p in ps] for ps in subjects] for subjects in told["ladders"]],
        told["cases"],
    )


def serve() -> None:
    """Read one batch from standard input, write the results to standard output and exit."""
    asked = json.load(sys.stdin)
    try:
        decider = DurableRules()
        ladders = [
            decider.climb(
                LadderShape(tuple(after), jump), [[Event(*event) for event in e] for e in subjects]
            )
            for after, jump, subjects in asked["ladders"]
        ]
        cases = decider.conclude([[Tally(*tally) for tally in case] for case in asked["cases"]])
    except Exception as error:  # noqa: BLE001  # whatever it is, the parent must hear of it
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    told = [[[[p.run, p.step] for p in ps] for ps in subjects] for subjects in ladders]
    sys.stdout.write(json.dumps({"ladders": told, "cases": cases}))
    sys.stdout.flush()
    os._exit(0)  # its timer threads would keep the process alive


if __name__ == "__main__":
    serve()
