"""Time span of a value, from its period, basis and note.

Layer: observations. Input: cells. Output: FigureSpan, or a finding with both readings if it is
unclear whether a value covers its own period, the year to date or the time since the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import on_first_use
from targetcheck.observations.observation import Basis
from targetcheck.periods.period import Period
from targetcheck.periods.period_label_reader import ParsedPeriod

if TYPE_CHECKING:
    from targetcheck.tables.cells import basis_words
else:
    basis_words = on_first_use("targetcheck.tables.cells.basis_words")


def basis_of(text: str) -> basis_words.BasisWord | None:
    """Return the basis that a cell names; None if it is blank."""
    raw = text.strip()
    if not raw:
        return None
    found = basis_words.read_basis_cell(raw)
    if found is not None:
        return found
    raise TargetcheckError(
        Diagnostic(
            "basis-unknown",
            f"unknown basis `{raw}`",
            f"无法识别口径“{raw}”",
            "use period, year_to_date, since_start or `since 2023-01-01`",
            "请用当期、本年累计、开工以来累计或自2023年1月1日起累计",
        )
    )


class FigureSpan(NamedTuple):
    """Time span of a value."""

    period: Period
    basis: Basis


def _of_flow(parsed: ParsedPeriod, remark: str) -> FigureSpan | Diagnostic:
    """Return the span of a flow whose label or note may indicate a running total."""
    said = basis_words.read_basis(remark) if remark else None
    if said is not None and not said.length:
        return FigureSpan(parsed.period, said.basis)
    if parsed.basis == "so_far":
        return _open_basis("period", parsed.period.label)
    if remark and basis_words.speaks_of_totals(remark):
        return _open_basis("note", remark)
    return FigureSpan(parsed.period, "period")


def _open_basis(column: str, text: str) -> Diagnostic:
    en, zh = {
        "period": (
            f"`{text}` may count from 1 January, or from the start of the project",
            f"“{text}”可能自年初累计，也可能自开工以来累计",
        ),
        "note": (
            f"`{text}` does not say whether the value is of its own period or the year to date",
            f"“{text}”没有说明该数是当期数还是本年累计数",
        ),
    }[column]
    return Diagnostic(
        "basis-open",
        en,
        zh,
        "write `basis: year_to_date`, `since_start` or `period` in a mapping file, or in a column",
        "请在列对应文件或“口径”列中写明“累计”“开工以来累计”或“当期”",
        Where(path=column),
    )


def _since(parsed: ParsedPeriod, word: basis_words.BasisWord) -> FigureSpan | Diagnostic:
    """Return the span of a total since a named day, up to the end of the period."""
    assert word.since is not None
    end = parsed.period.end
    if word.since > end:
        return Diagnostic(
            "basis-after-period",
            f"`{word.written}` begins after {end}, the end of the period",
            f"“{word.written}”晚于所属时期的最后一日{end}",
            "correct the period or the basis",
            "请更正时期或口径",
            Where(path="basis"),
        )
    return FigureSpan(Period(word.since, end, f"{word.since}/{end}"), "period")


def _open_period(label: str, word: str) -> Diagnostic:
    return Diagnostic(
        "period-open",
        f"`{label}` does not say which month or quarter `{word}` is",
        f"“{label}”没有说明“{word}”是哪个月或哪个季度",
        "write `period: 2024-09` in a mapping file, or name the month in the heading",
        "请在列对应文件中写 period: 2024-09，或在表头写明月份",
        Where(path="period"),
    )


def figure_span(
    parsed: ParsedPeriod, word: basis_words.BasisWord | None, remark: str, *, adds_up: bool
) -> FigureSpan | Diagnostic:
    """Return the span of a value; `adds_up`: values of periods sum to a total."""
    if word is not None and word.since is not None:
        return _since(parsed, word)
    if word is not None and word.basis == "period":
        own = basis_words.own_period(parsed, word)
        if own is None:
            return _open_period(parsed.period.label, word.written)
        return FigureSpan(own.period, "period")
    if word is not None:
        return FigureSpan(parsed.period, word.basis)
    if adds_up and parsed.basis != "year_to_date":
        return _of_flow(parsed, remark)
    return FigureSpan(parsed.period, "period" if parsed.basis == "so_far" else parsed.basis)
