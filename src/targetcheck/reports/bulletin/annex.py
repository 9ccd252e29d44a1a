"""The annex: every verdict with its sentence and its clause.

Floor: reports. Comes in: a Result. Goes out: one table, or one per target of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.reports.bulletin.blocks import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Table,
    heads,
    text_of,
)
from targetcheck.reports.bulletin.rows import named, status_cell
from targetcheck.reports.cells import printable
from targetcheck.verdicts.verdict import Verdict

MANY = 2000
"""Above so many verdicts the annex is grouped by target, and tells each clause once."""


def annex(result: Result, lang: Language) -> tuple[Block, ...]:
    """Give every verdict in the order of the document."""
    if len(result.verdicts) <= MANY:
        return (_table("annex", result.verdicts, lang, clause=True),)
    blocks: list[Block] = []
    for number, (target, run) in enumerate(groupby(result.verdicts, lambda v: v.target), start=1):
        verdicts = tuple(run)
        title = printable(verdicts[0].title(lang))
        blocks.append(Heading(f"{title} [{target}]"))
        blocks.append(Paragraph(clause_text(verdicts[0], lang), "quote"))
        blocks.append(_table(f"annex-{number}", verdicts, lang, clause=False))
    return tuple(blocks)


def _table(name: str, verdicts: Sequence[Verdict], lang: Language, *, clause: bool) -> Table:
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("说明", "In words", "long"),
        ("依据", "Clause", "long"),
    )
    rows = tuple(_row(v, lang, clause=clause) for v in verdicts)
    title = text_of(lang, "全部结论", "Every verdict")
    if clause:
        return Table(name, title, columns, rows)
    return Table(name, title, (columns[0], *columns[2:5]), rows)


def _row(verdict: Verdict, lang: Language, *, clause: bool) -> tuple[Cell, ...]:
    said = Cell(printable(verdict.sentence(lang)))
    if not clause:
        return (status_cell(verdict, lang), *named(verdict, lang)[1:], said)
    cite = Cell(clause_text(verdict, lang))
    return (status_cell(verdict, lang), *named(verdict, lang), said, cite)


def clause_text(verdict: Verdict, lang: Language) -> str:
    """Give clause and quote of a verdict; a quote within quotes keeps its own marks."""
    joint = text_of(lang, "：", ": ")
    cites = []
    for cite in verdict.citations:
        marks = "「{}」" if "“" in cite.quote else "“{}”"
        cites.append(f"{cite.clause}{joint}{marks.format(cite.quote)}")
    return printable(text_of(lang, "；", "; ").join(cites)) or "—"
