"""Verdicts under hypothetical observations.

Layer: what_if. Input: a plan, a table, hypothetical rows. Output: the verdicts that change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where
from targetcheck.evaluation import Result, evaluate_table
from targetcheck.observations.observation_reader import read_observations
from targetcheck.plan.plan import Plan
from targetcheck.tables.table_reader import ObservationTable, concat, read_table
from targetcheck.verdicts.code_terms import REASON, STATUS, word
from targetcheck.verdicts.sentences.verdict_sentence import subject
from targetcheck.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Turned:
    """A verdict that a hypothetical observation changes."""

    before: Verdict
    after: Verdict


def read_supposition(text: str) -> dict[str, str]:
    """Return the row of `place,indicator,period=value unit`; raise TargetcheckError."""
    key, equals, said = text.partition("=")
    names = [part.strip() for part in key.replace("，", ",").split(",")]
    if not equals or len(names) != 3 or not said.strip():
        raise TargetcheckError(
            Diagnostic(
                "supposition-unreadable",
                f"cannot parse `{text}`",
                f"“{text}”不是可读的假设",
                "write `place,indicator,period=value unit`, such as `daye,pm25,2024=35 ug/m3`",
                "写作“地区,指标,时期=数值 单位”，如“daye,pm25,2024=35 ug/m3”",
                Where("--set"),
            )
        )
    place, indicator, period = names
    return {"place": place, "indicator": indicator, "period": period, "value": said.strip()}


def suppose(
    plan: Plan,
    table: ObservationTable,
    rows: Sequence[Mapping[str, object]],
    as_of: date,
    known_at: date | None = None,
) -> tuple[Result, Result, tuple[Turned, ...]]:
    """Return the actual result, the hypothetical result, and the verdicts that differ.

    A hypothetical row replaces the rows of the same place, indicator and period.
    """
    before = evaluate_table(plan, table, as_of, known_at)
    extra = read_table(list(rows), "--set")
    supposed = read_observations(extra, plan)
    if supposed.aside:
        raise TargetcheckError(row.why for row in supposed.aside)
    taken = {(f.place, f.indicator, f.period) for f in supposed.all}
    known = read_observations(table, plan)
    dropped = {f.row for f in known.all if (f.place, f.indicator, f.period) in taken}
    kept = [row for row in range(len(table)) if row not in dropped]
    after = evaluate_table(plan, concat([_rows(table, kept), extra]), as_of, known_at)
    pairs = zip(before.verdicts, after.verdicts, strict=True)
    return before, after, tuple(Turned(a, b) for a, b in pairs if _said(a) != _said(b))


def _rows(table: ObservationTable, kept: Sequence[int]) -> ObservationTable:
    columns = {name: [cells[row] for row in kept] for name, cells in table.columns.items()}
    return read_table(columns, table.name) if kept else concat([])


def _said(verdict: Verdict) -> object:
    return verdict.status, verdict.reason


def turned_text(turned: Turned, lang: Language) -> str:
    """Return a sentence on how a verdict changes."""
    before, after = turned.before, turned.after
    head = f"{after.target}@{after.place}  {subject(after, lang)}"
    said = [
        f"{word(STATUS, v.status, lang)}（{word(REASON, v.reason, lang)}）" if lang == "zh"
        else f"{word(STATUS, v.status, lang)} ({word(REASON, v.reason, lang)})"
        for v in (before, after)
    ]  # fmt: skip
    return (
        f"{head}（{after.due}）：{said[0]} → {said[1]}"
        if lang == "zh"
        else (f"{head} ({after.due}): {said[0]} → {said[1]}")
    )
