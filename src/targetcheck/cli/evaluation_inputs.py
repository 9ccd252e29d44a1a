"""Inputs of an evaluation from the command line: ruleset, data and dates, with all their errors.

Layer: cli. Input: arguments. Output: Prepared, which returns the Result.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from targetcheck import api
from targetcheck.errors import Diagnostic, Faults, TargetcheckError, Where
from targetcheck.evaluation import Result
from targetcheck.evaluation.submission_scope import scope_of
from targetcheck.files import read_stream
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.periods.period_parser import parse_due
from targetcheck.plan.plan import Plan
from targetcheck.tables.formats.content_kind import suffix_of
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.mapping_file import TableMapping, read_mapping
from targetcheck.tables.table_reader import ObservationTable, read_table


@dataclass(frozen=True, slots=True)
class EvaluationInputs:
    """Arguments common to `evaluate` and `explain`."""

    ruleset: str
    data: Sequence[str]
    as_of: str
    known_at: str | None = None
    profile: str | None = None
    mapping: str | None = None
    scope: str | None = None
    reported_only: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """The inputs that could be read; `plan` is None if the ruleset was refused."""

    asked: EvaluationInputs
    plan: Plan | None
    tables: tuple[ObservationTable, ...]

    def judge(self, faults: Faults) -> Result:
        """Return the result; raise TargetcheckError with every error collected."""
        faults.check()
        result = self.judge_on(self.asked.as_of, self.tables)
        return reported_part(result) if self.asked.reported_only else result

    def judge_on(self, day: str | date, tables: Sequence[ObservationTable]) -> Result:
        """Return the result of tables on a day, with the known-at date and scope that were asked."""
        assert self.plan is not None
        known_at, scope = self.asked.known_at, self.asked.scope
        return api.evaluate(self.plan, tuple(tables), as_of=day, known_at=known_at, scope=scope)

    def of_cell(self, path: str, target: str, place: str | None, faults: Faults) -> Result:
        """Return the result of one target at one place of a large Parquet file or folder.

        Raises TargetcheckError with every error collected.
        """
        faults.check()
        assert self.plan is not None
        from targetcheck.evaluation.large_tables.frame_input import scanned
        from targetcheck.evaluation.large_tables.single_verdict import ROW, VerdictLookup

        known = None if self.asked.known_at is None else parse_due(self.asked.known_at)
        frame = scanned(path, ROW)
        day = parse_due(self.asked.as_of)
        return VerdictLookup(self.plan, frame, day, known, name=path).result(target, place)


def prepare(asked: EvaluationInputs, faults: Faults) -> Prepared:
    """Read dates, ruleset and data, and collect the errors of each."""
    for place, day in (("--as-of", asked.as_of), ("--known-at", asked.known_at)):
        with faults.kept(place):
            if day is not None:
                parse_due(day)
    plan = None
    with faults.kept():
        plan = api.compile_plan(asked.ruleset, asked.profile)
    with faults.kept("--scope"):
        if plan is not None and asked.scope is not None:
            scope_of(plan, asked.scope)
    tables = read_tables(asked.data, plan, asked.mapping, faults)
    return Prepared(asked, plan, tables)


def reported_part(result: Result) -> Result:
    """Return the part of a result that the data have rows of.

    Raises TargetcheckError (`reported-none`) if there is none.
    """
    part = result.reported()
    if not len(part):
        raise TargetcheckError(_nothing_reported())
    return part


def _nothing_reported() -> Diagnostic:
    return Diagnostic(
        "reported-none",
        "the data have no row of any target",
        "数据中没有任何目标的报送记录",
        "leave `--reported-only` out",
        "请去掉 --reported-only",
        Where("--reported-only"),
    )


def read_tables(
    data: Sequence[str], plan: Plan | None, mapping: str | None, faults: Faults
) -> tuple[ObservationTable, ...]:
    """Read tables with the names of a plan and a mapping file; collect errors."""
    known = vocabulary(plan) if plan is not None else None
    given = None
    with faults.kept():
        given = read_mapping(mapping)
    tables: list[ObservationTable] = []
    for path in data:
        with faults.kept():
            if path == "-":
                tables.append(_from_stdin(known, given))
            else:
                tables.append(read_table(path, known=known, mapping=given))
    return tuple(tables)


def _from_stdin(known: Vocabulary | None, mapping: TableMapping | None) -> ObservationTable:
    """Read a table from standard input through a temporary file, in the same way as a file."""
    with tempfile.TemporaryDirectory() as folder:
        if sys.stdin is None:
            raise TargetcheckError(_no_stdin())
        raw = read_stream(sys.stdin.buffer, "<stdin>")
        path = Path(folder) / f"stdin{suffix_of(raw)}"
        path.write_bytes(raw)
        return read_table(path, name="<stdin>", known=known, mapping=mapping)


def _no_stdin() -> Diagnostic:
    return Diagnostic(
        "file-unreadable",
        "standard input is closed",
        "标准输入已关闭",
        "name a file, or give the table to standard input",
        "请给出文件，或从标准输入提供数据",
        Where("<stdin>"),
    )
