"""Recorded runs of a ruleset as a history of statuses, and the life of every item in it.

Layer: rectification. Input: a Ledger and the run that a list is made from. Output: RunHistory. The
statuses are those recorded; a replay of the inputs only adds sentences, and finds requirements met
after their due date. A promise that only words state has the status that a person gave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from targetcheck.evaluation import Result, evaluate_table
from targetcheck.kernel.observation_view import View
from targetcheck.ledger.compact_encoding import from_text
from targetcheck.ledger.run_record import RectificationRecord, Run, StoredVerdict
from targetcheck.ledger.run_replay import inputs_of
from targetcheck.ledger.run_store import Ledger
from targetcheck.observations.observation_reader import read_observations
from targetcheck.plan.plan import Plan, Question
from targetcheck.plan.restated_targets import restated_roots
from targetcheck.rectification.item_life import BAD, DueStatus, ItemLife, after_run
from targetcheck.rectification.late_attainment import LATE, is_made_good
from targetcheck.verdicts.requirement_text import requirement_text
from targetcheck.verdicts.verdict_data import JUDGEMENT

Key = tuple[str, str]
"""Target and place."""


class RunReplay:
    """One recorded run with its inputs, read again when they are needed."""

    def __init__(self, ledger: Ledger, run: Run, plans: dict[tuple[str, str], Plan]) -> None:
        self.ledger, self.run, self._plans = ledger, run, plans

    @cached_property
    def verdicts(self) -> dict[Key, list[StoredVerdict]]:
        """The recorded verdicts by target and place."""
        found: dict[Key, list[StoredVerdict]] = {}
        for verdict in self.ledger.verdicts(self.run):
            found.setdefault((verdict.target, verdict.place), []).append(verdict)
        return found

    @cached_property
    def plan(self) -> Plan:
        """The plan of the run; runs of one ruleset and profile share it."""
        key = (self.run.ruleset_digest, self.ledger.profile_text(self.run))
        if key not in self._plans:
            self._plans[key] = inputs_of(self.ledger, self.run).plan()
        return self._plans[key]

    @cached_property
    def view(self) -> View:
        """The observations of the run."""
        observations = read_observations(self.ledger.table(self.run), self.plan)
        return View(self.plan, observations, self.run.as_of, self.run.known_at)

    @cached_property
    def result(self) -> Result:
        """The result of this release on the inputs of the run."""
        run, table = self.run, self.ledger.table(self.run)
        return evaluate_table(self.plan, table, run.as_of, run.known_at, self.view.observations)

    @cached_property
    def _questions(self) -> dict[tuple[str, str, str], Question]:
        return {(q.target, q.place, q.due.isoformat()): q for q in self.plan.questions}

    @cached_property
    def _evidence(self) -> list[Mapping[str, Any]]:
        return [piece for block in self.ledger.blocks(self.run) for piece in from_text(block)]

    def statuses(self, key: Key, *, tracked: bool) -> list[DueStatus]:
        """Return the statuses of a target at a place that count for its item.

        `tracked`: the item is open, so that a late report counts without a bad verdict as well.
        """
        return [self._status(verdict, tracked=tracked) for verdict in self.verdicts.get(key, ())]

    def _status(self, verdict: StoredVerdict, *, tracked: bool) -> DueStatus:
        status = self.status_of(verdict)
        late = status in LATE and (tracked or status in BAD)
        question = self._questions.get(verdict.key) if late else None
        good = question is not None and is_made_good(question, status, self.view)
        return DueStatus(date.fromisoformat(verdict.due), status, good)

    def status_of(self, verdict: StoredVerdict) -> str:
        """Return the status that counts: that of a person for words, `waived` under a waiver."""
        flags = verdict.flags.split(";")
        if verdict.reason in JUDGEMENT and "overridden" in flags:
            word = self._evidence[verdict.seq].get("override") or {}
            spoken = date.fromisoformat(str(word.get("date"))) <= self.run.as_of
            return str(word["status"]) if spoken else verdict.status
        return "waived" if "waived" in flags and verdict.status in BAD else verdict.status


class RunHistory:
    """The runs from the first list to the one that a list is made from, and the life of each item."""

    def __init__(self, ledger: Ledger, run: Run, records: Sequence[RectificationRecord]) -> None:
        issued = [record.run for record in records if record.kind == "list"]
        alike = [
            other
            for other in ledger.runs(run.ruleset)
            if other.profile_name == run.profile_name
            and (other.superseded_by is None or other.id in issued or other.id == run.id)
        ]
        alike.sort(key=lambda other: (other.as_of, other.number))
        self.order = {other.id: number for number, other in enumerate(alike)}
        last = self.order[run.id]
        first = min((self.order[i] for i in issued if i in self.order), default=last)
        plans: dict[tuple[str, str], Plan] = {}
        self.runs = [RunReplay(ledger, r, plans) for r in alike[min(first, last) : last + 1]]
        self.run = run

    def holds(self, run_id: str) -> bool:
        """Return whether a run is the one asked for, or comes before it."""
        return self.order.get(run_id, len(self.order)) <= self.order[self.run.id]

    @property
    def now(self) -> RunReplay:
        """The run that the list is made from."""
        return self.runs[-1]

    @cached_property
    def lives(self) -> dict[Key, ItemLife]:
        """The life of every item up to the run asked for."""
        found: dict[Key, ItemLife] = {}
        for replay in self.runs:
            for key in replay.verdicts:
                life = found.get(key, ItemLife())
                statuses = replay.statuses(key, tracked=life.state == "open")
                life = after_run(life, replay.run.as_of, statuses)
                if life.state != "absent":
                    found[key] = life
        return found

    def latest_with(self, key: Key) -> RunReplay:
        """Return the newest run that has a verdict of a target at a place."""
        return next(replay for replay in reversed(self.runs) if key in replay.verdicts)


def restated_keys(plan: Plan) -> dict[Key, Key]:
    """Return for each target and place that only restates another the one that stands for it.

    Two are one promise where `restates` links them and place, indicator, due dates, strengths and
    requirements are the same.
    """
    roots = restated_roots(plan.ruleset)
    asked: dict[Key, list[tuple[object, ...]]] = {}
    for question in plan.questions:
        if question.target in roots:
            text = requirement_text(question.tree, plan, "en")
            told = (question.due, question.strength, question.mode, text)
            asked.setdefault((question.target, question.place), []).append(told)
    first: dict[tuple[object, ...], Key] = {}
    found: dict[Key, Key] = {}
    for key, facts in asked.items():
        target = plan.ruleset.target(key[0])
        promise = (roots[key[0]], key[1], target.indicator, *sorted(facts, key=str))
        found[key] = first.setdefault(promise, key)
    return {key: other for key, other in found.items() if key != other}


def merged(
    lives: Mapping[Key, ItemLife], same: Mapping[Key, Key]
) -> Iterator[tuple[Key, ItemLife]]:
    """Yield the items without those that only restate another item of the list."""
    for key, life in lives.items():
        if same.get(key, key) == key or same[key] not in lives:
            yield key, life
