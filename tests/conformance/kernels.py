"""Every kernel on the cases kept as data: what it is given, what it says, what it leaves.

The declared list `declined.yaml` says of each case that columns leave to the reference, wholly or
in part, how many verdicts they leave for which reason: `odd 1, class 2 of 5`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import polars as pl
from conformance_cases import Case, all_cases

from targetcheck import Result, compile_plan, evaluate
from targetcheck.evaluation.large_tables.columnar_evaluation import LEFT, Tabulator
from targetcheck.evaluation.large_tables.spark_evaluation import BUCKET, MARK, Sent, sent_for
from targetcheck.evaluation.large_tables.verdict_table_builder import COLUMNS, row_of
from targetcheck.observations.reported_name import names_of
from targetcheck.periods.period_parser import parse_due
from targetcheck.plan.plan import Plan
from targetcheck.tables.columns.column_names import read_header
from targetcheck.yaml_text.yaml_source import read_document

DECLINED = Path(__file__).parent / "declined.yaml"
USUAL = ("place", "indicator", "period", "value", "unit")
KEY = ("target", "place", "due")
TOLD = COLUMNS[COLUMNS.index("status") : COLUMNS.index("kernel")]
"""What two kernels must say alike."""


@dataclass(frozen=True)
class Asked:
    """A case made ready: its plan, its days, its rows as a frame of texts."""

    case: Case

    @cached_property
    def plan(self) -> Plan:
        return compile_plan(self.case.ruleset, self.case.profile)

    @property
    def as_of(self) -> date:
        return parse_due(self.case.as_of)

    @property
    def known_at(self) -> date | None:
        return None if self.case.known_at is None else parse_due(self.case.known_at)

    @cached_property
    def frame(self) -> pl.DataFrame:
        rows = self.case.rows
        names = list(dict.fromkeys(name for row in rows for name in row)) or list(USUAL)
        cells = {
            name: [None if row.get(name) in (None, "") else str(row[name]) for row in rows]
            for name in names
        }
        return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))

    @cached_property
    def result(self) -> Result:
        """What the reference says of the same frame."""
        return evaluate(self.plan, self.frame, as_of=self.as_of, known_at=self.known_at)


@cache
def asked() -> tuple[Asked, ...]:
    """Give every case that has an answer; all files of tests share what is made of one."""
    return tuple(Asked(case) for case in all_cases() if not case.refused)


def _pandas(frame: pl.DataFrame) -> Any:
    import pandas as pd

    return pd.DataFrame(frame.to_dict(as_series=False), dtype=object)


def _pyarrow(frame: pl.DataFrame) -> Any:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _duckdb(frame: pl.DataFrame) -> Any:
    import duckdb

    return duckdb.from_arrow(_pyarrow(frame))


CARRIERS: Mapping[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "pandas": _pandas,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
}
"""Kinds of frame that reports come in, each made of a Polars frame."""


def differences(result: Result, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give what rows of a table of verdicts say otherwise than the reference, whatever their order."""
    got = {tuple(row[name] for name in KEY): row for row in rows}
    found = [f"{key}: nobody asked for it" for key in got.keys() - {_key(v) for v in result}]
    for verdict in result:
        row = got.get(_key(verdict))
        if row is None:
            found.append(f"{verdict}: not answered")
            continue
        want = dict(zip(("question", *TOLD), row_of(0, verdict, "en")[:-1], strict=True))
        found += [
            f"{verdict} {name}: {want[name]!r} is told as {row[name]!r}"
            for name in TOLD
            if not same(want[name], row[name])
        ]
    return found


def _key(verdict: Any) -> tuple[str, str, date]:
    return verdict.target, verdict.place, verdict.due


def same(one: object, other: object) -> bool:
    """Compare; figures may differ in the last places of binary numbers."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def dealt(one: Asked, count: int) -> tuple[Sent, list[Any]]:
    """Give what travels with a case, and its rows as Arrow tables dealt into buckets as Spark does."""
    sent = sent_for(one.plan, one.as_of, one.known_at, "en", count)
    id_of = names_of(one.plan.ruleset.all_places())
    named = [c for c in one.frame.columns if read_header(c).name == "place"]
    said = one.frame[named[0]] if named else [""] * len(one.frame)
    at = [sent.bucket.get(id_of(text or "") or "", 0) for text in said]
    rows = one.frame.with_columns(pl.Series(BUCKET, at, pl.Int32), pl.lit(value=False).alias(MARK))
    parts = []
    for bucket in range(count):
        mark = pl.DataFrame({BUCKET: [bucket], MARK: [True]}, {BUCKET: pl.Int32, MARK: pl.Boolean})
        own = rows.filter(pl.col(BUCKET) == bucket)
        parts.append(pl.concat([own, mark], how="diagonal").to_arrow())
    return sent, parts


def left_text(left: Mapping[str, int], questions: int) -> str:
    """Give what columns left of a case in one line; empty where they left nothing."""
    said = ", ".join(f"{key} {count}" for key, count in sorted(left.items()))
    return f"{said} of {questions}" if said else ""


@cache
def declared() -> Mapping[str, Any]:
    """Give the declared list: `reasons` by key, and `declined` by kernel and case."""
    data: Any = read_document(DECLINED).data
    return {name: dict(data[name]) for name in ("reasons", "declined")}


def write_declared() -> None:
    """Write the list as things are: every case is answered in columns once more."""
    lines = []
    for one in asked():
        table = Tabulator(one.plan, one.as_of, one.known_at).table(one.frame)
        if told := left_text(table.left, len(one.plan.questions)):
            lines.append(f"    {one.case.id}: {told}\n")
    reasons = "".join(f"  {key}: {text}\n" for key, text in LEFT.items())
    DECLINED.write_text(HEAD.format(reasons=reasons, cases="".join(lines)), encoding="utf-8")


HEAD = """\
# What a kernel does not answer itself and hands to the reference kernel, with the reasons.
# Tests compare this list with what happens; to write it anew: pytest --update-golden tests/conformance
reasons:
{reasons}# Case → how many verdicts for which reason, of how many. Spark answers by the same columns.
declined:
  reference: {{}}
  columnar:
{cases}"""
