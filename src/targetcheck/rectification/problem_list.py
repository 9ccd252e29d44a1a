"""The list of problems of a recorded run (问题清单), and its record in the ledger.

Layer: rectification. Input: a Ledger and a Run. Output: ProblemList. A list that is issued is
recorded with what it shows, so that a workbook that comes back is compared with what went out. The
first list of a ruleset starts the count: what was solved before it never was an item.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, overload

from targetcheck.errors import (
    Diagnostic,
    Language,
    TargetcheckError,
    checked_language,
    did_you_mean,
)
from targetcheck.exact_json import json_text
from targetcheck.ledger.run_record import RectificationRecord, Row, Run
from targetcheck.ledger.run_store import Ledger
from targetcheck.output.current_and_lagging import LAGGING
from targetcheck.plan.plan import Plan
from targetcheck.rectification.department_entries import FIELDS, written_on
from targetcheck.rectification.item_life import BAD, DueStatus, ItemLife, troubled
from targetcheck.rectification.problem_item import COLUMNS, STATES, ItemFilter, ProblemItem
from targetcheck.rectification.run_history import (
    Key,
    RunHistory,
    RunReplay,
    merged,
    restated_keys,
)
from targetcheck.rectification.workbook_writer import list_workbook
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from targetcheck.evaluation.chart_types import NativeFrame


@dataclass(frozen=True, slots=True)
class ProblemList:
    """The items as of one run; `id` names the record under which the list was issued."""

    run: Run
    plan: Plan
    items: tuple[ProblemItem, ...]
    chosen: ItemFilter
    notes: tuple[Diagnostic, ...] = ()
    id: str = ""

    def counts(self) -> dict[str, int]:
        """Return the number of items by state; `open` holds the overdue and the recovering ones."""
        states = [item.state for item in self.items]
        return {
            "items": len(states),
            "open": sum(item.is_open for item in self.items),
            "overdue": states.count("overdue"),
            "recovering": states.count("recovering"),
            "reopened": sum(item.is_reopened for item in self.items),
            "unwritten": sum(item.is_unwritten for item in self.items),
            "closed": states.count("closed"),
        }

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the list as plain data for JSON."""
        return {
            "ruleset": self.run.ruleset,
            "title": self.plan.ruleset.title.say(lang),
            "run": self.run.number,
            "run_id": self.run.id,
            "profile": self.run.profile_name,
            "as_of": self.run.as_of.isoformat(),
            "list": self.id or None,
            "counts": self.counts(),
            "items": [item.to_dict(lang) for item in self.items],
            "notes": [
                {"code": n.code, "en": n.en, "zh": n.zh, "where": str(n.where)} for n in self.notes
            ],
        }

    def to_json(self, lang: Language = "en") -> str:
        """Return the list as JSON text."""
        return json_text(self.to_dict(lang)) + "\n"

    def rows(self, lang: Language = "en") -> list[dict[str, object]]:
        """Return one flat row per item, for frames and CSV."""
        flat = []
        for item in self.items:
            row = item.to_dict(lang)
            row = {
                k: ";".join(v) if isinstance(v, list) and k != "written" else v
                for k, v in row.items()
            }
            row.pop("written")
            flat.append({"run": self.run.number, "as_of": self.run.as_of.isoformat(), **row})
        return flat

    @overload
    def to_frame(self, kind: Literal["rows"], lang: Language = "en") -> list[dict[str, object]]: ...
    @overload
    def to_frame(
        self, kind: Literal["pandas"] = "pandas", lang: Language = "en"
    ) -> pd.DataFrame: ...
    @overload
    def to_frame(self, kind: Literal["polars"], lang: Language = "en") -> pl.DataFrame: ...
    @overload
    def to_frame(self, kind: Literal["pyarrow"], lang: Language = "en") -> pa.Table: ...
    @overload
    def to_frame(
        self, kind: Literal["duckdb"], lang: Language = "en"
    ) -> duckdb.DuckDBPyRelation: ...
    @overload
    def to_frame(self, kind: str, lang: Language = "en") -> NativeFrame: ...
    def to_frame(self, kind: str = "pandas", lang: Language = "en") -> NativeFrame:
        """Return the rows as a `pandas`, `polars`, `pyarrow` or `duckdb` frame, or as `rows`.

        Raises TargetcheckError (`frame-kind`, `language-unknown`).
        """
        from targetcheck.evaluation.frame_output import to_frame

        checked_language(lang)
        made: NativeFrame = to_frame(self.rows(lang), kind)
        return made

    def workbook(self, lang: Language = "zh") -> bytes:
        """Return the list as an `.xlsx` workbook; an issued one carries its id."""
        return list_workbook(self, lang)


@dataclass(slots=True)
class _Builder:
    history: RunHistory
    records: Sequence[RectificationRecord]
    same: Mapping[Key, Key] = field(default_factory=dict)

    def items(self) -> list[ProblemItem]:
        """Return every item, open ones first, by lead department."""
        lives = self.history.lives
        made = [self._item(key, life) for key, life in merged(lives, self.same)]
        leads: dict[tuple[str, ...], int] = {}
        for item in made:
            leads.setdefault(item.verdict.lead, len(leads))
        made.sort(key=lambda item: (not item.is_open, leads[item.verdict.lead], _urgency(item)))
        return made

    def _item(self, key: Key, life: ItemLife) -> ProblemItem:
        replay = self.history.latest_with(key)
        statuses = replay.statuses(key, tracked=True)
        due, others = _shown_due(life, statuses, replay.run.as_of)
        verdict = replay.result[key[0], key[1], due]
        shown = next(each.status for each in statuses if each.due == due)
        code = f"{key[0]}@{key[1]}"
        return ProblemItem(
            number=0,
            verdict=verdict,
            status=shown,
            life=life,
            written=written_on(self.records, code, life.opening),
            as_of=self.history.run.as_of,
            also_due=others,
            also_in=self._also_in(key, verdict, replay),
        )

    def _also_in(self, key: Key, verdict: Verdict, replay: RunReplay) -> tuple[str, ...]:
        """Return the clauses that state the same promise once more."""
        restating = [other for other, first in self.same.items() if first == key]
        own = {cite.clause for cite in verdict.citations}
        ruleset = replay.plan.ruleset
        cites = (cite for target, _ in restating for cite in ruleset.target(target).cite)
        return tuple(dict.fromkeys(cite.clause for cite in cites if cite.clause not in own))


def _urgency(item: ProblemItem) -> tuple[int, int, date]:
    states = list(STATES)
    worst = LAGGING.index(item.status) if item.status in LAGGING else len(LAGGING)
    return states.index(item.state), worst, item.verdict.due


def _shown_due(life: ItemLife, statuses: Sequence[DueStatus], as_of: date) -> tuple[date, int]:
    """Return the due date whose verdict a row shows, and how many more are bad.

    The last one that fell due bad; else the next one ahead that is bad; else that of the item.
    """
    bad = [each.due for each in troubled(statuses)] if life.state == "open" else []
    fallen = [due for due in bad if due <= as_of]
    if bad:
        return (max(fallen) if fallen else min(bad)), len(bad) - 1
    dues = [each.due for each in statuses]
    assert life.due is not None
    return (life.due if life.due in dues else max(dues)), 0


def chosen_run(ledger: Ledger, name: str | int | None, ruleset: str | None = None) -> Run:
    """Return the run named, else the newest of the only ruleset; raise TargetcheckError."""
    if name is not None:
        return ledger.run(name)
    runs = [run for run in ledger.runs(ruleset) if run.superseded_by is None]
    kinds = {(run.ruleset, run.profile_name) for run in runs}
    if len(kinds) != 1:
        raise TargetcheckError(_no_choice(sorted(kinds), ruleset, ledger))
    return max(runs, key=lambda run: (run.as_of, run.number))


def newest_list(ledger: Ledger, ruleset: str, profile: str, until: date) -> ProblemList | None:
    """Return the problem list of the newest run by a day; None if no list was issued by then."""
    records = ledger.rectifications(ruleset)
    issued = {record.run for record in records if record.kind == "list"}
    runs = [
        run for run in ledger.runs(ruleset) if run.profile_name == profile and run.as_of <= until
    ]
    if not any(run.id in issued for run in runs):
        return None
    standing = [run for run in runs if run.superseded_by is None]
    return problem_list(ledger, max(standing, key=lambda run: (run.as_of, run.number)))


def problem_list(
    ledger: Ledger,
    run: Run,
    chosen: ItemFilter | None = None,
    notes: Sequence[Diagnostic] = (),
) -> ProblemList:
    """Return the problem list of a recorded run."""
    chosen, every = chosen or ItemFilter(), ledger.rectifications(run.ruleset)
    history = RunHistory(ledger, run, every)
    builder = _Builder(history, [record for record in every if history.holds(record.run)])
    builder.same = restated_keys(history.now.plan)
    found = [item for item in builder.items() if chosen.takes(item)]
    numbered = tuple(replace(item, number=number) for number, item in enumerate(found, start=1))
    return ProblemList(run, history.now.plan, numbered, chosen, (*notes, *_drifted(history)))


def issue(
    ledger: Ledger, made: ProblemList, lang: Language, who: str, at: datetime | None = None
) -> ProblemList:
    """Record that a list goes out and return it with its id; the same list is recorded once."""
    moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
    shown = {
        "profile": made.run.profile_name,
        "lang": lang,
        "items": {item.code: _as_issued(item, lang) for item in made.items},
    }
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    row: Row = {
        "kind": "list", "ruleset": made.run.ruleset, "run": made.run.id, "list": "", "item": "",
        "opening": 0, "written": text, "source": "", "recorded_at": moment, "who": who,
    }  # fmt: skip
    same: list[str] = []

    def make(there: tuple[RectificationRecord, ...]) -> list[Row]:
        same.extend(
            record.id
            for record in there
            if (record.kind, record.run, record.written) == ("list", made.run.id, text)
        )
        return [] if same else [row]

    added = ledger.add_rectifications(make)
    return replace(made, id=same[-1] if same else added[0].id)


def _as_issued(item: ProblemItem, lang: Language) -> dict[str, object]:
    """Return what a list shows of an item: its fields, its state, digests of the other cells."""
    texts = item.texts(lang)
    return {
        "opening": item.life.opening,
        "fields": item.written.values(),
        "state": texts["state"],
        "cells": {name: cell_digest(texts[name]) for name, _, _ in COLUMNS if name not in FIELDS},
    }


def cell_digest(text: str) -> str:
    """Return a short digest of the text of a cell, whatever its blanks."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:12]


def _drifted(history: RunHistory) -> list[Diagnostic]:
    """Return a note if this release no longer gives the verdicts that the run holds."""
    now = history.now
    stored = {v.key: v.status for vs in now.verdicts.values() for v in vs}
    apart = [
        v
        for v in now.result
        if stored.get((v.target, v.place, v.due.isoformat())) != str(v.status)
        and (str(v.status) in BAD or stored.get((v.target, v.place, v.due.isoformat())) in BAD)
    ]
    if not apart:
        return []
    number, count = now.run.number, len(apart)
    return [
        Diagnostic(
            "rectify-not-reproduced",
            f"this release gives {count} verdicts of run {number} otherwise than recorded; the "
            "states rest on the record",
            f"本版本对第{number}次评判记录中的{count}个评判项得出不同结论，整改状态以台账记录为准",
            f"`ledger verify {number}` lists them",
            f"用 ledger verify {number} 查看",
            severity="warning",
        )
    ]


def _no_choice(kinds: Sequence[tuple[str, str]], ruleset: str | None, ledger: Ledger) -> Diagnostic:
    if not kinds:
        known = sorted({run.ruleset for run in ledger.runs()})
        near = did_you_mean(ruleset or "", known)
        return Diagnostic(
            "rectify-no-run",
            f"the ledger has no run of `{ruleset}`" if ruleset else "the ledger has no run",
            f"台账中没有“{ruleset}”的评判记录" if ruleset else "台账中没有评判记录",
            f"did you mean `{near}`?"
            if near
            else "`ledger record` or `evaluate --ledger` adds one",
            f"是否应为“{near}”？"
            if near
            else "请先用 ledger record 或 evaluate --ledger 记录一次评判",
        )
    named = ", ".join(f"{ruleset_} ({profile})" for ruleset_, profile in kinds)
    return Diagnostic(
        "rectify-run-unclear",
        f"the ledger holds runs of several rulesets or profiles: {named}",
        f"台账中有多个规则集或评判方案的评判记录：{named}",
        "name the run; `ledger runs` lists them",
        "请写明评判记录的序号，可用 ledger runs 查看",
    )
