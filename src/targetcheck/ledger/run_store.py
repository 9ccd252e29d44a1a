"""The ledger: an append-only store of runs in SQLite or PostgreSQL.

Layer: ledger. Input: Results with their tables. Output: Runs and StoredVerdicts. A run is written
in one transaction, completely or not at all. Rows are never changed; a correction is a new run that
names the run it supersedes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Self

from sqlalchemy import Connection, Select, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.evaluation import Result
from targetcheck.evaluation.reference_evaluation import digest_of_table
from targetcheck.ledger import sql_tables
from targetcheck.ledger.compact_encoding import (
    from_text,
    pack,
    table_from_text,
    table_to_text,
    unpack,
)
from targetcheck.ledger.database_connection import engine_of
from targetcheck.ledger.migrations import NEWEST, climb, version_of
from targetcheck.ledger.run_record import (
    BLOCK,
    RectificationRecord,
    Row,
    Run,
    RunEntry,
    StoredVerdict,
    entry_of,
    rectification_id,
    told_of,
)
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.tables.table_reader import ObservationTable, read_table

_VERDICT = [c for c in sql_tables.verdicts.c if c.name != "run"]
_RUN = [c for c in sql_tables.runs.c if c.name != "profile"]


class Ledger:
    """Runs and their verdicts in SQLite (a path) or PostgreSQL (a URL).

    Opening creates the ledger if it does not exist and migrates an older schema. Raises
    TargetcheckError if it cannot be opened. Use it in a `with` block, or call `close`.
    """

    def __init__(self, place: str | os.PathLike[str], *, create: bool = True) -> None:
        self.engine = engine_of(place, create=create)
        try:
            self.migrated = self._prepare()
        except BaseException:
            self.engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database connection."""
        self.engine.dispose()

    def record(
        self,
        result: Result,
        data: object,
        *,
        who: str = "",
        why: str = "",
        supersedes: str | int | None = None,
        at: datetime | None = None,
    ) -> Run:
        """Record a result with the data it was made from; return the run.

        Recording the same evaluation again returns the existing run. `at` is the time of recording;
        None means now. Raises TargetcheckError if `data` is not the data of the result, or if
        `supersedes` matches no run.
        """
        table = read_table(data, known=vocabulary(result.plan))
        return self.record_told(
            result, table, told_of(result), who=who, why=why, supersedes=supersedes, at=at
        )

    def record_told(
        self,
        result: Result,
        table: ObservationTable,
        told: Iterable[tuple[StoredVerdict, str]],
        *,
        who: str = "",
        why: str = "",
        supersedes: str | int | None = None,
        at: datetime | None = None,
    ) -> Run:
        """Record the verdicts given with their evidence, as those of a result; return the run."""
        if digest_of_table(table) != result.provenance.data_digest:
            raise TargetcheckError(_other_data())
        older = self.run(supersedes).id if supersedes is not None else None
        moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
        entry = entry_of(result, told, who=who, why=why, at=moment, supersedes=older)
        packed = pack(table_to_text(table))
        cells = {
            "digest": result.provenance.data_digest,
            "name": table.name,
            "rows": len(table),
            "packed": packed,
        }
        with self._writing() as connection:
            self._once(connection, sql_tables.rulesets, entry.ruleset)
            self._once(connection, sql_tables.tables, cells)
            if self._once(connection, sql_tables.runs, entry.run):
                self._fill(connection, entry)
        return self.run(entry.run["id"])

    def runs(self, ruleset: str | None = None) -> tuple[Run, ...]:
        """Return all runs, oldest first, or those of the ruleset named."""
        query = select(*_RUN).order_by(sql_tables.runs.c.number)
        if ruleset is not None:
            query = query.where(sql_tables.runs.c.ruleset == ruleset)
        return self._runs(query)

    def run(self, name: str | int) -> Run:
        """Return the run with a number, an id or a prefix of an id; raise TargetcheckError."""
        text, c = str(name), sql_tables.runs.c
        query = select(*_RUN).order_by(c.number).limit(2)
        found = self._runs(query.where(c.number == int(text))) if _is_number(text) else ()
        if not found and len(text) >= 4:
            found = self._runs(query.where(c.id.startswith(text, autoescape=True)))
        if len(found) == 1:
            return found[0]
        raise TargetcheckError(_no_run(text, several=bool(found), runs=self.runs()))

    def verdicts(
        self,
        run: Run,
        *,
        place: str | Iterable[str] | None = None,
        lead: str | None = None,
        status: str | Iterable[str] | None = None,
        target: str | None = None,
    ) -> tuple[StoredVerdict, ...]:
        """Return the verdicts of a run, filtered by places, department, statuses or target."""
        v = sql_tables.verdicts
        query = select(*_VERDICT).where(v.c.run == run.number).order_by(v.c.seq)
        if place is not None:
            query = query.where(v.c.place.in_(_several(place)))
        if status is not None:
            query = query.where(v.c.status.in_(_several(status)))
        if target is not None:
            query = query.where(v.c.target == target)
        if lead is not None:
            found = sql_tables.leads
            of_lead = select(found.c.seq).where(found.c.run == run.number, found.c.lead == lead)
            query = query.where(v.c.seq.in_(of_lead))
        with self._reading() as connection:
            return tuple(StoredVerdict(**row) for row in connection.execute(query).mappings())

    def views(
        self, ruleset: str, days: Iterable[date], profile_name: str | None = None
    ) -> dict[date, list[dict[str, object]]]:
        """Return, for each as-of date recorded, the verdict rows of its newest run.

        Superseded runs are omitted; `escalation.from_rows` builds a history from the rows.
        """
        newest: dict[date, Run] = {}
        wanted = set(days)
        for run in self.runs(ruleset):
            fits = profile_name in (None, run.profile_name)
            if run.as_of in wanted and run.superseded_by is None and fits:
                newest[run.as_of] = run
        return {day: [v.to_dict() for v in self.verdicts(run)] for day, run in newest.items()}

    def evidence(self, run: Run, verdict: StoredVerdict) -> Mapping[str, Any]:
        """Return the evidence of a recorded verdict."""
        e = sql_tables.evidence
        query = select(e.c.packed).where(e.c.run == run.number, e.c.block == verdict.seq // BLOCK)
        with self._reading() as connection:
            packed = connection.execute(query).scalar_one()
        found: Mapping[str, Any] = from_text(unpack(packed))[verdict.seq % BLOCK]
        return found

    def blocks(self, run: Run) -> Iterator[str]:
        """Return the stored blocks of evidence of a run, in order."""
        e = sql_tables.evidence
        query = select(e.c.packed).where(e.c.run == run.number).order_by(e.c.block)
        with self._reading() as connection:
            for packed in connection.execute(query).scalars():
                yield unpack(packed)

    def ruleset_text(self, run: Run) -> str:
        """Return the canonical JSON of the ruleset, shared definitions included."""
        r = sql_tables.rulesets
        with self._reading() as connection:
            query = select(r.c.text).where(r.c.digest == run.ruleset_digest)
            return str(connection.execute(query).scalar_one())

    def profile_text(self, run: Run) -> str:
        """Return the settings of the profile as JSON."""
        r = sql_tables.runs
        with self._reading() as connection:
            query = select(r.c.profile).where(r.c.number == run.number)
            return str(connection.execute(query).scalar_one())

    def table(self, run: Run) -> ObservationTable:
        """Return the input table of a run, with the location of every cell."""
        t = sql_tables.tables
        with self._reading() as connection:
            query = select(t.c.packed).where(t.c.digest == run.data_digest)
            return table_from_text(unpack(connection.execute(query).scalar_one()))

    def schema_version(self) -> int:
        """Return the schema version of the ledger."""
        with self._reading() as connection:
            return version_of(connection)

    def keep_acts(self, acts: Sequence[Mapping[str, str]]) -> frozenset[str]:
        """Record escalation actions and return the ids of the new ones; none is recorded twice."""
        if not acts:
            return frozenset()
        with self._writing() as connection:
            return frozenset(
                act["id"] for act in acts if self._once(connection, sql_tables.acts, dict(act))
            )

    def acts(self, ruleset: str | None = None) -> tuple[Mapping[str, str], ...]:
        """Return the recorded escalation actions, in the order of their periods."""
        a = sql_tables.acts
        query = select(a).order_by(a.c.period, a.c.ladder, a.c.subject, a.c.recorded_at)
        if ruleset is not None:
            query = query.where(a.c.ruleset == ruleset)
        with self._reading() as connection:
            return tuple(dict(row) for row in connection.execute(query).mappings())

    def add_rectifications(
        self, make: Callable[[tuple[RectificationRecord, ...]], Sequence[Row]]
    ) -> tuple[RectificationRecord, ...]:
        """Add the records of corrective action that `make` returns for those already there.

        Reading and writing are one transaction, so that two writers never decide on the same state.
        """
        r = sql_tables.rectifications
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE rectifications IN EXCLUSIVE MODE")
            there = _rectifications(connection, select(r).order_by(r.c.number))
            previous = there[-1].id if there else ""
            for row in make(there):
                made = {**row, "previous": previous}
                previous = made["id"] = rectification_id(made)
                connection.execute(insert(r).values(made))
            newer = select(r).order_by(r.c.number)
            return _rectifications(connection, newer)[len(there) :]

    def rectifications(self, ruleset: str | None = None) -> tuple[RectificationRecord, ...]:
        """Return the records of corrective action, oldest first, or those of the ruleset named."""
        r = sql_tables.rectifications
        query = select(r).order_by(r.c.number)
        if ruleset is not None:
            query = query.where(r.c.ruleset == ruleset)
        with self._reading() as connection:
            return _rectifications(connection, query)

    def _runs(self, query: Select[Any]) -> tuple[Run, ...]:
        c = sql_tables.runs.c
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
            later = select(c.supersedes, c.id).where(c.supersedes.is_not(None)).order_by(c.number)
            newer = {row[0]: row[1] for row in connection.execute(later)}
        return tuple(_run(dict(row), newer.get(row["id"])) for row in rows)

    def _fill(self, connection: Connection, entry: RunEntry) -> None:
        c = sql_tables.runs.c
        query = select(c.number).where(c.id == entry.run["id"])
        number = connection.execute(query).scalar_one()
        names = ("run", *(column.name for column in _VERDICT))
        of = attrgetter(*names[1:])
        rows = [dict(zip(names, (number, *of(v)), strict=True)) for v in entry.verdicts]
        if rows:
            connection.execute(insert(sql_tables.verdicts), rows)
        leads = [
            {"run": number, "lead": lead, "seq": v.seq}
            for v in entry.verdicts
            for lead in dict.fromkeys(filter(None, v.leads.split(";")))
        ]
        if leads:
            connection.execute(insert(sql_tables.leads), leads)
        packed = [{"run": number, "block": n, "packed": b} for n, b in enumerate(entry.evidence)]
        if packed:
            connection.execute(insert(sql_tables.evidence), packed)

    def _once(self, connection: Connection, table: Table, row: dict[str, Any]) -> bool:
        """Insert a row unless its key exists; return whether it was inserted."""
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        key = next(iter(table.primary_key))
        once = dialect.insert(table).values(row).on_conflict_do_nothing().returning(key)
        return connection.execute(once).first() is not None

    def _prepare(self) -> int:
        with self._reading() as connection:
            if version_of(connection) == NEWEST:
                return 0
        with self._writing() as connection:
            return climb(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine = self.engine.execution_options(writing=True)
        with engine.begin() as connection:
            yield connection


def _run(row: Mapping[str, Any], superseded_by: str | None) -> Run:
    days = {
        "as_of": date.fromisoformat(row["as_of"]),
        "known_at": date.fromisoformat(row["known_at"]) if row["known_at"] else None,
    }
    return Run(**{**row, **days}, superseded_by=superseded_by)


def _rectifications(connection: Connection, query: Select[Any]) -> tuple[RectificationRecord, ...]:
    return tuple(RectificationRecord(**row) for row in connection.execute(query).mappings())


def _several(names: str | Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _other_data() -> Diagnostic:
    return Diagnostic(
        "ledger-other-data",
        "the data to record are not those that the result was computed from",
        "所附数据与得出该结果的数据不一致",
        "give the table that was evaluated",
        "请给出评判时所用的数据表",
    )


def _no_run(text: str, *, several: bool, runs: Sequence[Run]) -> Diagnostic:
    if several:
        return Diagnostic(
            "ledger-run-unclear",
            f"the ids of several runs start with `{text}`",
            f"有多个评判记录的编号以“{text}”开头",
            "give more of its id, or its number",
            "请多写几位，或写序号",
        )
    near = did_you_mean(text, [str(r.number) for r in runs] + [r.id[:12] for r in runs])
    return Diagnostic(
        "ledger-run-unknown",
        f"the ledger has no run `{text}`",
        f"台账中没有评判记录“{text}”",
        f"did you mean `{near}`?" if near else "`ledger runs` lists them",
        f"是否应为“{near}”？" if near else "用 ledger runs 列出",
    )
