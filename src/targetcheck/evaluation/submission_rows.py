"""Rows of a form: the values and judgements that it asks for, filled in or not.

Layer: evaluation. Input: the path of a form (a workbook or CSV file). Output: FormRows. A row that
names no indicator, place or period of the ruleset is an error, and never left out silently.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.observations.observation_reader import (
    fiscal_of,
    period_of,
    vocabulary,
)
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.plan import Plan
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.table_reader import read_table

_SHOWN = 8
"""Number of unreadable rows that are told."""
Cell = tuple[str, str, date]
"""Indicator, place and last day of the period."""


@dataclass(frozen=True, slots=True)
class FormRows:
    """What a form asks for: values, and target instances to judge as `target@place@due`."""

    name: str
    values: frozenset[Cell]
    judged: frozenset[str]


def is_form(scope: str | os.PathLike[str]) -> bool:
    """Return whether a scope is the path of a form and no id of a submission."""
    return isinstance(scope, os.PathLike) or Path(scope).suffix.lower() in _SUFFIXES


_SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".json", ".parquet"})


def read_form(path: str | os.PathLike[str], plan: Plan) -> FormRows:
    """Return the rows of a form; raise TargetcheckError for one that cannot be read."""
    table = read_table(os.fspath(path), known=vocabulary(plan))
    places = names_of(plan.ruleset.all_places())
    indicators = names_of(plan.ruleset.all_indicators())
    fiscal = fiscal_of(plan)
    values: set[Cell] = set()
    judged: set[str] = set()
    unread: list[Diagnostic] = []
    names = ("indicator", "place", "period", "judged", "member_of")
    for row, cells in enumerate(zip(*map(table.column, names), strict=True)):
        indicator, place, period, instance, group = cells
        if not is_blank(instance):
            judged.add(str(instance).strip())
            continue
        if is_blank(place) and not is_blank(group):
            continue  # a row for a member that is still to be named
        found = (indicators(_text(indicator)), places(_text(place)), _last_day(period, fiscal))
        lacking = [name for name, cell in zip(names, found, strict=False) if cell is None]
        if lacking:
            said = [_text(cell) for cell in cells[:3]]
            unread.append(_unreadable(said, table.where(row, lacking[0])))
        else:
            values.add(found)  # type: ignore[arg-type]
    if unread:
        raise TargetcheckError(unread[:_SHOWN])
    if not values and not judged:
        raise TargetcheckError(_empty(os.fspath(path)))
    return FormRows(Path(path).name, frozenset(values), frozenset(judged))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _last_day(cell: object, fiscal: object) -> date | None:
    try:
        return period_of(cell, fiscal).period.end  # type: ignore[arg-type]
    except TargetcheckError:
        return None


def _unreadable(said: Sequence[str], where: Where) -> Diagnostic:
    row = ", ".join(_shown(said))
    return Diagnostic(
        "form-row-unreadable",
        f"the row of the form (`{row}`) names no indicator, place and period of the ruleset",
        f"填报表的这一行（“{row}”）不是规则集中的指标、地区和时期",
        "use the form that `targetcheck template` makes of this ruleset",
        "请用 targetcheck template 按本规则集生成的填报表",
        where,
    )


def _shown(said: Sequence[str]) -> Iterator[str]:
    return (text or "…" for text in said)


def _empty(path: str) -> Diagnostic:
    return Diagnostic(
        "form-empty",
        f"the form `{path}` has no rows",
        f"填报表“{path}”没有数据行",
        "name a form with the rows that are to be reported",
        "请给出列有应报数据的填报表",
    )
