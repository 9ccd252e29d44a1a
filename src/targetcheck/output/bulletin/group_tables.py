"""Counts in the bulletin: progress by group, ranking, scores.

Layer: output. Input: results. Output: Tables and the sentences above them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, TableHead, heads, text_of
from targetcheck.output.bulletin.earlier_results import ComparedResults
from targetcheck.output.bulletin.headline import (
    _SHOWN,
    NONE,
    Figures,
    figures,
    rate_cell,
    rate_change,
)
from targetcheck.output.place_ranking import RankedGroup
from targetcheck.output.score_columns import HEADS, standings
from targetcheck.output.verdict_columns import status_text
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import STRENGTH, SYMBOL, word
from targetcheck.verdicts.verdict import Verdict

Names = Callable[[Verdict], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping of verdicts: its id, its title and a function from verdict to group names."""

    id: str
    zh: str
    en: str
    names: Names


def groupings(result: Result, lang: Language) -> tuple[Grouping, ...]:
    """Return the groupings by action, place, lead department and strength."""
    actions = result.ruleset.actions

    def by_action(verdict: Verdict) -> Sequence[str]:
        action = verdict.spec.action or ""
        return ((actions[action].say(lang) or action) if action in actions else NONE,)

    return (
        Grouping("by-action", "工作领域", "Action", by_action),
        Grouping("by-place", "地区", "Place", lambda v: (v.place_name(lang),)),
        Grouping("by-lead", "牵头单位", "Lead department", lambda v: v.lead or (NONE,)),
        Grouping("by-strength", "属性", "Strength", lambda v: (word(STRENGTH, v.strength, lang),)),
    )


def group_table(grouping: Grouping, compared: ComparedResults, lang: Language) -> BulletinTable:
    """Return counts and shares for each group, with the change since the previous period."""
    now = grouped(grouping, compared.now)
    earlier = compared.promised[0]
    then = grouped(grouping, earlier) if earlier is not None else {}
    marks = [TableHead(status_text(s, lang), "number") for s in _SHOWN]
    columns = (
        TableHead(grouping.zh if lang == "zh" else grouping.en),
        TableHead(text_of(lang, "合计", "Total"), "number"),
        *marks,
        TableHead(text_of(lang, "到期达标率", "Met, of due"), "number"),
        TableHead(text_of(lang, "较上期", "Since previous"), "number"),
    )
    rows = tuple(_group_row(name, f, then.get(name), lang) for name, f in now.items())
    title = text_of(lang, f"按{grouping.zh}", f"By {grouping.en.lower()}")
    return BulletinTable(grouping.id, title, columns, rows)


def grouped(grouping: Grouping, result: Result) -> Mapping[str, Figures]:
    """Return the counts of each group, in the order of the document."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in result.verdicts:
        for name in grouping.names(verdict):
            groups.setdefault(printable(name), []).append(verdict)
    return {name: figures(verdicts, result.as_of) for name, verdicts in groups.items()}


def _group_row(name: str, now: Figures, then: Figures | None, lang: Language) -> tuple[Cell, ...]:
    counts = (
        Cell(f"{SYMBOL[s]} {n}" if n else "0", s if n else "", n) for s, n in now.counts.items()
    )
    return (
        Cell(name),
        Cell(str(now.total), sort=now.total),
        *counts,
        rate_cell(now.due_rate),
        rate_change(now.due_rate, then.due_rate if then else None, lang),
    )


def ranking_table(groups: Sequence[RankedGroup], lang: Language) -> BulletinTable:
    """Return the ranked places, group by group."""
    columns = heads(
        lang,
        ("范围", "Within"),
        ("名次", "Rank", "number"),
        ("地区", "Place"),
        ("达标及正常占比", "Share", "number"),
        ("达标或正常", "Met or on track", "number"),
        ("已评判", "Assessed", "number"),
        ("未达标或未达预期", "Failed or missed", "number"),
        ("尚不能评判", "Open", "number"),
    )
    rows = tuple(
        (
            Cell(group.title or NONE),
            Cell(str(r.rank), sort=r.rank),
            Cell(r.name),
            rate_cell(r.rate),
            Cell(str(r.well), sort=r.well),
            Cell(str(r.judged), sort=r.judged),
            Cell(str(r.failed), sort=r.failed),
            Cell(str(r.open), sort=r.open),
        )
        for group in groups
        for r in group.rows
    )
    return BulletinTable("ranking", text_of(lang, "地区排名", "Ranking of places"), columns, rows)


_KINDS = ("number", "text", "number", "text", "number", "long")


def score_tables(result: Result, lang: Language) -> tuple[BulletinTable, ...]:
    """Return every score with its places by rank; () if the ruleset defines none."""
    columns = tuple(
        TableHead(text[:1].upper() + text[1:], kind)
        for text, kind in zip(HEADS[lang], _KINDS, strict=True)
    )
    return tuple(
        BulletinTable(
            f"score-{number}",
            printable(standing.title),
            columns,
            tuple(tuple(Cell(printable(text)) for text in row) for row in standing.rows),
        )
        for number, standing in enumerate(standings(result, lang), start=1)
    )
