"""The counted parts of a bulletin: headline, progress by group, ranking.

Floor: reports. Comes in: results. Goes out: Tables and the sentences above them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import Cell, Head, Paragraph, Table, heads, text_of
from targetcheck.output.bulletin.earlier_bulletin import Compared
from targetcheck.output.bulletin.headline import (
    NONE,
    Figures,
    count_change,
    figures,
    rate_cell,
    rate_change,
)
from targetcheck.output.place_ranking import RankedGroup, percent_text
from targetcheck.output.score_columns import HEADS, standings
from targetcheck.output.verdict_columns import printable, status_text
from targetcheck.verdicts.code_terms import STRENGTH, SYMBOL, word
from targetcheck.verdicts.verdict import Status, Verdict

Names = Callable[[Verdict], Sequence[str]]
_SHOWN = tuple(str(status) for status in Status)


def headline_table(compared: Compared, lang: Language) -> Table:
    """Give the count of each status and the two shares, with their changes."""
    now = figures(compared.now.verdicts, compared.now.as_of)
    then, year = (_of(result) for result in compared.promised)
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("数量", "Count", "number"),
        ("占比", "Share", "number"),
        ("较上期", "Since previous", "number"),
        ("较上年同期", "Since last year", "number"),
    )
    rows = [
        (
            Cell(status_text(status, lang), status),
            Cell(str(now.counts[status]), sort=now.counts[status]),
            Cell(percent_text(_share(now.counts[status], now.total))),
            count_change(now.counts[status], then.counts[status] if then else None),
            count_change(now.counts[status], year.counts[status] if year else None),
        )
        for status in _SHOWN
    ]
    rows.append(
        (
            Cell(text_of(lang, "合计", "Total")),
            Cell(str(now.total), sort=now.total),
            Cell(percent_text(_share(now.total, now.total))),
            count_change(now.total, then.total if then else None),
            count_change(now.total, year.total if year else None),
        )
    )
    for name, attribute in _rates(lang):
        rate = getattr(now, attribute)
        rows.append(
            (
                Cell(name),
                Cell(_counts(now, attribute)),
                rate_cell(rate),
                rate_change(rate, getattr(then, attribute, None), lang),
                rate_change(rate, getattr(year, attribute, None), lang),
            )
        )
    return Table("headline", text_of(lang, "总体结论", "Overall"), columns, tuple(rows))


def _of(result: Result | None) -> Figures | None:
    return figures(result.verdicts, result.as_of) if result is not None else None


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


def _counts(now: Figures, attribute: str) -> str:
    if attribute == "due_rate":
        return f"{now.met}/{now.due}"
    on, risk = now.counts["on_track"], now.counts["at_risk"]
    return f"{on}/{on + risk}"


def _rates(lang: Language) -> tuple[tuple[str, str], ...]:
    return (
        (text_of(lang, "到期达标率", "Met of what is due"), "due_rate"),
        (text_of(lang, "在期进展正常率", "On track of what is paced"), "track_rate"),
    )


def headline_text(compared: Compared, lang: Language) -> list[Paragraph]:
    """Give the result in two or three sentences."""
    result = compared.now
    now = figures(result.verdicts, result.as_of)
    counted = "，".join if lang == "zh" else ", ".join
    told = counted(
        f"{status_text(s, lang)} {n} 项" if lang == "zh" else f"{n} {status_text(s, lang)}"
        for s, n in now.counts.items()
        if n
    )
    targets = len({v.target for v in result.verdicts})
    places = len({v.place for v in result.verdicts})
    text = text_of(
        lang,
        f"截至 {result.as_of}，{targets} 项目标在 {places} 个地区（单位）"
        f"共有 {now.total} 项结论：{told}。",
        f"On {result.as_of}, {targets} targets at {places} places "
        f"have {now.total} verdicts: {told}.",
    )
    found = [Paragraph(text)]
    if now.due_rate is not None:
        rate = percent_text(now.due_rate)
        found.append(
            Paragraph(
                text_of(
                    lang,
                    f"已到期 {now.due} 项，达标 {now.met} 项，到期达标率 {rate}"
                    "（无法判定的计入分母，不计为达标）。",
                    f"{now.due} have fallen due and {now.met} of them are met, {rate} "
                    "(what cannot be judged counts as due and not as met).",
                )
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way of grouping verdicts: its id, its title and the names of a verdict's groups."""

    id: str
    zh: str
    en: str
    names: Names


def groupings(result: Result, lang: Language) -> tuple[Grouping, ...]:
    """Give progress by action, by place, by lead department and by strength."""
    actions = result.ruleset.actions

    def by_action(verdict: Verdict) -> Sequence[str]:
        action = verdict.spec.action or ""
        return ((actions[action].say(lang) or action) if action in actions else NONE,)

    return (
        Grouping("by-action", "行动（任务）", "Action", by_action),
        Grouping("by-place", "地区", "Place", lambda v: (v.place_name(lang),)),
        Grouping("by-lead", "牵头单位", "Lead department", lambda v: v.lead or (NONE,)),
        Grouping("by-strength", "力度", "Strength", lambda v: (word(STRENGTH, v.strength, lang),)),
    )


def group_table(grouping: Grouping, compared: Compared, lang: Language) -> Table:
    """Give counts and shares for each group, with the change since the period before."""
    now = grouped(grouping, compared.now)
    earlier = compared.promised[0]
    then = grouped(grouping, earlier) if earlier is not None else {}
    marks = [Head(status_text(s, lang), "number") for s in _SHOWN]
    columns = (
        Head(grouping.zh if lang == "zh" else grouping.en),
        Head(text_of(lang, "合计", "Total"), "number"),
        *marks,
        Head(text_of(lang, "到期达标率", "Met of due"), "number"),
        Head(text_of(lang, "较上期", "Since previous"), "number"),
    )
    rows = tuple(_group_row(name, f, then.get(name), lang) for name, f in now.items())
    title = text_of(lang, f"按{grouping.zh}", f"By {grouping.en.lower()}")
    return Table(grouping.id, title, columns, rows)


def grouped(grouping: Grouping, result: Result) -> Mapping[str, Figures]:
    """Give the figures of each group, in the order of the document."""
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


def ranking_table(groups: Sequence[RankedGroup], lang: Language) -> Table:
    """Give the ranked places, group after group."""
    columns = heads(
        lang,
        ("范围", "Within"),
        ("名次", "Rank", "number"),
        ("地区", "Place"),
        ("顺利率", "Share", "number"),
        ("达标或正常", "Met or on track", "number"),
        ("已评判", "Judged", "number"),
        ("未达标或未实现", "Failed or missed", "number"),
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
    return Table("ranking", text_of(lang, "地区排名", "Ranking of places"), columns, rows)


_KINDS = ("number", "text", "number", "text", "number", "long")


def score_tables(result: Result, lang: Language) -> tuple[Table, ...]:
    """Give every score with its places from the best rank on; none where none are defined."""
    columns = tuple(
        Head(text[:1].upper() + text[1:], kind)
        for text, kind in zip(HEADS[lang], _KINDS, strict=True)
    )
    return tuple(
        Table(
            f"score-{number}",
            printable(standing.title),
            columns,
            tuple(tuple(Cell(printable(text)) for text in row) for row in standing.rows),
        )
        for number, standing in enumerate(standings(result, lang), start=1)
    )
